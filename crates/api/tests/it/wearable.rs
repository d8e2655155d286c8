//! What a watch sends.

use cloudcare_testkit::TestApp;
use serde_json::{Value, json};

use crate::{now, raised_by_watch, saturation, sync};

#[tokio::test]
async fn a_saturation_of_84_raises_one_critical_alert_in_both_dialects() {
    for dialect in ["kotlin", "react native"] {
        let app = TestApp::demo().await;
        let patient = app.sign_in("patient").await;
        let mut record = saturation("r1", 84, 5);
        if dialect == "react native" {
            record["metadata"]["device"] =
                json!({"manufacturer": "Acme", "model": "Watch 6", "type": 1});
            record["metadata"]["lastModifiedTime"] = json!(now());
            record["percentage"] = json!({"value": 84});
        }
        let data = if dialect == "kotlin" {
            json!([record])
        } else {
            record
        };
        let answer = sync(&app, &patient, "OxygenSaturation", &data).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        assert_eq!(
            answer.body["results"],
            json!([{"id": "r1", "status": "stored"}])
        );
        assert_eq!(answer.body["watched"], true);
        let alerts = app
            .sign_in("nurse")
            .await
            .get("/api/emergency/alerts")
            .await
            .body;
        assert_eq!(alerts.as_array().unwrap().len(), 1);
        let alert = &alerts[0];
        assert_eq!(
            (&alert["severity"], &alert["triggered_by"]),
            (&json!("critical"), &json!("wearable"))
        );
        assert_eq!(alert["bed"]["label"], "C5");
        assert_eq!(alert["patient"]["family_name"], "Weimann");
        assert_eq!(alert["patient"]["allergies"], json!(["penicillin"]));
        assert_eq!(
            (
                &alert["trigger_data"]["value"],
                &alert["trigger_data"]["limit"]
            ),
            (&json!("84"), &json!("90"))
        );
    }
}

#[tokio::test]
async fn heart_rate_samples_are_judged_by_their_worst() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let at = |s: i64| now() - jiff::SignedDuration::from_secs(s);
    let record = json!({
        "metadata": {"id": "hr", "dataOrigin": crate::WATCH}, "startTime": at(60), "endTime": at(1),
        "samples": [{"time": at(50), "beatsPerMinute": 88}, {"time": at(30), "beatsPerMinute": 141}, {"time": at(10), "beatsPerMinute": 120}]
    });
    assert_eq!(sync(&app, &patient, "heartRate", &record).await.status, 201);
    let alert = app
        .sign_in("nurse")
        .await
        .get("/api/emergency/alerts")
        .await
        .body[0]
        .clone();
    assert_eq!(
        (&alert["severity"], &alert["trigger_data"]["value"]),
        (&json!("high"), &json!("141"))
    );
    assert_eq!(alert["rule"], "wearable.heart_rate.high");
}

#[tokio::test]
async fn h6_one_alert_is_open_per_patient_and_rule_and_repeats_append() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    for (i, value) in [91, 91, 84, 85].into_iter().enumerate() {
        sync(
            &app,
            &patient,
            "OxygenSaturation",
            &saturation(&format!("r{i}"), value, 20 - i64::try_from(i).unwrap()),
        )
        .await;
    }
    let alerts = app
        .sign_in("nurse")
        .await
        .get("/api/emergency/alerts")
        .await
        .body;
    assert_eq!(alerts.as_array().unwrap().len(), 1);
    assert_eq!(
        (&alerts[0]["occurrences"], &alerts[0]["severity"]),
        (&json!(4), &json!("critical"))
    );
    assert_eq!(
        alerts[0]["trigger_data"]["readings"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
}

#[tokio::test]
async fn h3_a_worse_reading_wakes_an_acknowledged_alert() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    sync(
        &app,
        &patient,
        "OxygenSaturation",
        &saturation("mild", 91, 20),
    )
    .await;
    let nurse = app.sign_in("nurse").await;
    let alert = nurse.get("/api/emergency/alerts").await.body[0].clone();
    assert_eq!(alert["severity"], "medium");
    let path = format!(
        "/api/emergency/alerts/{}",
        alert["alert_id"].as_str().unwrap()
    );
    nurse
        .patch(&format!("{path}/acknowledge"), &json!({}))
        .await;
    sync(
        &app,
        &patient,
        "OxygenSaturation",
        &saturation("as mild", 91, 10),
    )
    .await;
    assert_eq!(
        nurse.get(&path).await.body["status"],
        "acknowledged",
        "no worse: still hers"
    );
    sync(
        &app,
        &patient,
        "OxygenSaturation",
        &saturation("worse", 84, 5),
    )
    .await;
    let now = nurse.get(&path).await.body;
    assert_eq!(
        (&now["status"], &now["severity"]),
        (&json!("active"), &json!("critical"))
    );
}

#[tokio::test]
async fn h6_old_data_page_nobody_and_leave_one_late_finding() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let old: Vec<Value> = (0..50)
        .map(|i| saturation(&format!("old{i}"), 84, 3600 + i))
        .collect();
    let answer = sync(&app, &patient, "OxygenSaturation", &json!(old)).await;
    assert_eq!(answer.body["synced_count"], 50);
    assert_eq!(app.count("select count(*) from alerts").await, 0);
    assert_eq!(
        app.count("select count(*) from late_findings where readings = 50")
            .await,
        1
    );
}

#[tokio::test]
async fn h6_a_device_that_is_not_bound_pages_nobody_and_the_sender_is_told() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let mut record = saturation("r1", 84, 5);
    record["metadata"]["dataOrigin"] = json!("some.other.app");
    let answer = sync(&app, &patient, "OxygenSaturation", &record).await;
    assert_eq!(
        (&answer.body["synced_count"], &answer.body["watched"]),
        (&json!(1), &json!(false))
    );
    assert!(
        answer.body["not_watched_because"]
            .as_str()
            .unwrap()
            .contains("not paired")
    );
    assert_eq!(app.count("select count(*) from alerts").await, 0);
}

#[tokio::test]
async fn h21_after_a_recorded_death_the_watch_alarms_for_nobody() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let doctor = app.sign_in("doctor").await;
    let (code, _) = app.watched_patient().await;
    let died = json!({"died_at": now() - jiff::SignedDuration::from_mins(5), "verified_by": "Dr Amara Obi"});
    let answer = doctor
        .post(&format!("/api/patients/{code}/death"), &died)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let sent = sync(
        &app,
        &patient,
        "OxygenSaturation",
        &saturation("late", 70, 5),
    )
    .await;
    assert_eq!(
        (sent.status.as_u16(), &sent.body["watched"]),
        (201, &json!(false))
    );
    assert_eq!(app.count("select count(*) from alerts").await, 0);
    assert_eq!(app.count("select count(*) from wearable_records").await, 1);
}

#[tokio::test]
async fn the_same_record_sent_again_changes_nothing() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let record = saturation("r1", 84, 5);
    sync(&app, &patient, "OxygenSaturation", &record).await;
    let again = sync(&app, &patient, "OxygenSaturation", &record).await;
    assert_eq!(again.status, 201);
    assert_eq!(again.body["results"][0]["status"], "duplicate");
    let mut corrected = record.clone();
    corrected["percentage"] = json!(97);
    assert_eq!(
        sync(&app, &patient, "OxygenSaturation", &corrected)
            .await
            .body["results"][0]["status"],
        "updated"
    );
    assert_eq!(app.count("select count(*) from wearable_records").await, 1);
    assert_eq!(app.count("select occurrences::bigint from alerts").await, 1);
}

#[tokio::test]
async fn one_broken_item_is_refused_by_name_and_the_rest_is_kept() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let mut fraction = saturation("fraction", 1, 5);
    fraction["percentage"] = json!(0.97);
    let data = json!([saturation("good", 97, 5), fraction, {"metadata": {"id": "no time", "dataOrigin": "w"}}, 7, null]);
    let answer = sync(&app, &patient, "OxygenSaturation", &data).await;
    assert_eq!(answer.status, 201);
    let statuses: Vec<&str> = answer.body["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["status"].as_str().unwrap())
        .collect();
    assert_eq!(
        statuses,
        ["stored", "refused", "refused", "refused", "refused"]
    );
    assert!(
        answer.body["results"][1]["reason"]
            .as_str()
            .unwrap()
            .contains("percent")
    );
    assert_eq!(answer.body["total_items"], 5);
    assert_eq!(app.count("select count(*) from wearable_records").await, 1);
}

#[tokio::test]
async fn nothing_is_kept_without_consent_and_a_withdrawal_counts_at_once() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let (code, _) = app.watched_patient().await;
    let consents = patient
        .get(&format!("/api/wearables/consent/{code}"))
        .await
        .body;
    assert_eq!(consents["has_active_consent"], true);
    let id = consents["consents"][0]["id"].as_str().unwrap();
    assert_eq!(
        patient
            .delete(&format!("/api/wearables/consent/{code}/{id}?erase=true"))
            .await
            .status,
        204
    );
    let answer = sync(&app, &patient, "OxygenSaturation", &saturation("r1", 84, 5)).await;
    assert_eq!(answer.status, 403);
    assert!(answer.body["detail"].as_str().unwrap().contains("consent"));
    assert_eq!(app.count("select count(*) from wearable_records").await, 0);
    assert_eq!(app.count("select count(*) from alerts").await, 0);
    assert_eq!(app.count("select count(*) from audit_events where action = 'wearable_sync' and outcome = 'denied'").await, 1);

    let only_pulse = json!({"patient_id": code, "data_types": ["heart_rate"], "purpose": "ward"});
    assert_eq!(
        patient
            .post("/api/wearables/consent", &only_pulse)
            .await
            .status,
        201
    );
    assert_eq!(
        sync(&app, &patient, "OxygenSaturation", &saturation("r1", 84, 5))
            .await
            .status,
        403,
        "pulse only"
    );
}

#[tokio::test]
async fn h15_erasing_destroys_the_key_and_keeps_what_raised_an_alert() {
    let app = TestApp::demo().await;
    raised_by_watch(&app).await;
    let patient = app.sign_in("patient").await;
    let (code, _) = app.watched_patient().await;
    let id = patient
        .get(&format!("/api/wearables/consent/{code}"))
        .await
        .body["consents"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    patient
        .delete(&format!("/api/wearables/consent/{code}/{id}?erase=true"))
        .await;
    assert_eq!(
        app.count("select count(*) from patient_keys where wrapped_key is not null")
            .await,
        0
    );
    let alert = app
        .sign_in("nurse")
        .await
        .get("/api/emergency/alerts")
        .await
        .body[0]
        .clone();
    assert_eq!(alert["trigger_data"]["value"], "84");
}

#[tokio::test]
async fn values_rest_encrypted_under_a_key_that_is_itself_wrapped() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    sync(&app, &patient, "OxygenSaturation", &saturation("r1", 93, 5)).await;
    let mut database = app.database().await;
    let (payload, wrapped): (String, String) =
        sqlx::query_as("select w.payload, k.wrapped_key from wearable_records w join patient_keys k on k.id = w.key_id")
            .fetch_one(&mut database)
            .await
            .unwrap();
    assert!(
        payload.starts_with("gAAAAA") && wrapped.starts_with("gAAAAA"),
        "both are Fernet tokens"
    );
    // By chance the letters of a token may be "93"; what a record is made of can't be.
    assert!(!payload.contains('{') && !payload.contains('"'));
}

#[tokio::test]
async fn two_phones_at_once_raise_one_alert() {
    let app = TestApp::demo().await;
    let (code, _) = app.watched_patient().await;
    let patient = app.sign_in("patient").await;
    let sends: Vec<_> = (0..8)
        .map(|i| {
            let (patient, code) = (patient.clone(), code.clone());
            tokio::spawn(async move {
                let body = json!({"patient_id": code, "method": "OxygenSaturation", "data": saturation(&format!("p{i}"), 84, 5)});
                patient.post("/api/wearables/sync", &body).await.status.as_u16()
            })
        })
        .collect();
    for send in sends {
        assert_eq!(send.await.unwrap(), 201);
    }
    assert_eq!(app.count("select count(*) from alerts").await, 1);
    assert_eq!(app.count("select occurrences::bigint from alerts").await, 8);
}

#[tokio::test]
async fn only_the_patient_sends_for_the_patient() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let other = json!({"patient_id": "P00001", "method": "OxygenSaturation", "data": saturation("r1", 84, 5)});
    assert_eq!(
        patient.post("/api/wearables/sync", &other).await.status,
        404,
        "another patient is not for them to know"
    );
    for who in ["nurse", "doctor", "pharmacist", "admin"] {
        let staff = app.sign_in(who).await;
        assert_eq!(
            sync(&app, &staff, "OxygenSaturation", &saturation("r1", 84, 5))
                .await
                .status,
            403,
            "{who}"
        );
    }
    assert_eq!(app.count("select count(*) from wearable_records").await, 0);
}

#[tokio::test]
async fn h3_a_worse_reading_is_told_anew_and_answered_anew() {
    let app = TestApp::demo().await;
    let (station, _) = app.station("Nurse station 1").await;
    let patient = app.sign_in("patient").await;
    sync(
        &app,
        &patient,
        "OxygenSaturation",
        &saturation("mild", 91, 20),
    )
    .await;
    let (nurse, doctor) = (app.sign_in("nurse").await, app.sign_in("doctor").await);
    let alert = nurse.get("/api/emergency/alerts").await.body[0].clone();
    let path = format!(
        "/api/emergency/alerts/{}",
        alert["alert_id"].as_str().unwrap()
    );
    station
        .post(&format!("{path}/receipts"), &json!({"kind": "displayed"}))
        .await;
    nurse
        .patch(&format!("{path}/acknowledge"), &json!({}))
        .await;
    sync(
        &app,
        &patient,
        "OxygenSaturation",
        &saturation("worse", 84, 5),
    )
    .await;
    let worse = nurse.get(&path).await.body;
    assert!(
        worse.get("acknowledged").is_none(),
        "what she answered was less bad"
    );
    assert_eq!(
        (&worse["reach"]["displayed"], &worse["reach"]["recipients"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(
        station
            .post(&format!("{path}/receipts"), &json!({"kind": "displayed"}))
            .await
            .status,
        204
    );
    doctor
        .patch(&format!("{path}/acknowledge"), &json!({}))
        .await;
    let answered = nurse.get(&path).await.body;
    assert_eq!(answered["acknowledged"]["by"]["full_name"], "Dr Amara Obi");
    assert_eq!(answered["reach"]["displayed"], 1);
}

#[tokio::test]
async fn a_milder_or_older_reading_never_takes_the_headline_from_a_worse_one() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    for (id, value, seconds_ago) in [("worst", 84, 20), ("milder", 91, 10), ("older", 80, 60)] {
        sync(
            &app,
            &patient,
            "OxygenSaturation",
            &saturation(id, value, seconds_ago),
        )
        .await;
    }
    let alert = app
        .sign_in("nurse")
        .await
        .get("/api/emergency/alerts")
        .await
        .body[0]
        .clone();
    assert_eq!(
        (&alert["trigger_data"]["value"], &alert["occurrences"]),
        (&json!("84"), &json!(3))
    );
    assert!(alert["description"].as_str().unwrap().contains("84 %"));
    assert_eq!(
        alert["trigger_data"]["readings"].as_array().unwrap().len(),
        3
    );
}

#[tokio::test]
async fn one_item_from_before_anybody_was_born_does_not_hold_up_the_others() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let mut ancient = saturation("ancient", 97, 5);
    ancient["time"] = json!("-000100-01-01T00:00:00Z");
    let answer = sync(
        &app,
        &patient,
        "OxygenSaturation",
        &json!([ancient, saturation("now", 84, 5)]),
    )
    .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.body["synced_count"], 1);
    assert_eq!(app.count("select count(*) from alerts").await, 1);
}

#[tokio::test]
async fn r3_a_decision_sent_twice_with_one_key_is_recorded_once() {
    let app = TestApp::demo().await;
    let (code, _) = app.watched_patient().await;
    let key = "0199b0aa-0000-7000-8000-0000000000aa";
    let nurse = app.sign_in("nurse").await.with("idempotency-key", key);
    let before = app.count("select count(*) from consents").await;
    let body = json!({ "patient_id": code, "data_types": ["steps"], "purpose": "research" });
    let first = nurse.post("/api/wearables/consent", &body).await;
    assert_eq!(
        (first.status.as_u16(), &first.body["id"]),
        (201, &json!(key))
    );
    let again = nurse.post("/api/wearables/consent", &body).await;
    assert_eq!((again.status.as_u16(), again.body), (201, first.body));
    let other = json!({ "patient_id": code, "data_types": ["sleep"], "purpose": "research" });
    let refused = nurse.post("/api/wearables/consent", &other).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.body["errors"][0]["field"], "Idempotency-Key");
    let nonsense = app.sign_in("nurse").await.with("idempotency-key", "again");
    assert_eq!(
        nonsense.post("/api/wearables/consent", &body).await.status,
        422
    );
    let after = app.count("select count(*) from consents").await;
    assert_eq!(after, before + 1);
}

#[tokio::test]
async fn r3_two_requests_with_one_key_at_once_make_one_row() {
    let app = TestApp::demo().await;
    let (code, _) = app.watched_patient().await;
    let key = "0199b0aa-0000-7000-8000-0000000000ab";
    let nurse = app.sign_in("nurse").await.with("idempotency-key", key);
    let body = json!({ "patient_id": code, "data_types": ["steps"], "purpose": "research" });
    let sent = (0..8).map(|_| nurse.post("/api/wearables/consent", &body));
    for answer in futures_util::future::join_all(sent).await {
        assert_eq!(
            (answer.status.as_u16(), &answer.body["id"]),
            (201, &json!(key))
        );
    }
    assert_eq!(
        app.count("select count(*) from consents where data_types = '{steps}'")
            .await,
        1
    );
}
