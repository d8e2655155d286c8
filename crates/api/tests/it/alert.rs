//! One alert from raising to closing.

use cloudcare_testkit::TestApp;
use serde_json::{Value, json};

use crate::raised_by_watch;

fn fall(id: Option<&str>) -> Value {
    let mut body = json!({
        "place": "Visitor toilet, ward 1", "alert_type": "fall_detection", "severity": "high",
        "description": "A visitor has fallen"
    });
    if let Some(id) = id {
        body["alert_id"] = json!(id);
    }
    body
}

#[tokio::test]
async fn a_nurse_acknowledges_responds_and_resolves_and_everybody_sees_who() {
    let app = TestApp::demo().await;
    let alert = raised_by_watch(&app).await;
    let path = format!(
        "/api/emergency/alerts/{}",
        alert["alert_id"].as_str().unwrap()
    );
    let nurse = app.sign_in("nurse").await;

    let acknowledged = nurse
        .patch(&format!("{path}/acknowledge"), &json!({}))
        .await;
    assert_eq!(acknowledged.status, 200, "{}", acknowledged.body);
    assert_eq!(acknowledged.body["status"], "acknowledged");
    let seen = app.sign_in("doctor").await.get(&path).await.body;
    assert_eq!(seen["acknowledged"]["by"]["full_name"], "Ingrid Halvorsen");

    let responding = nurse
        .patch(&format!("{path}/respond"), &json!({"notes": "on my way"}))
        .await;
    assert_eq!(responding.body["status"], "responding");
    let no_words = nurse
        .patch(
            &format!("{path}/resolve"),
            &json!({"resolution_notes": "  "}),
        )
        .await;
    assert_eq!(no_words.status, 422);
    let resolved = nurse
        .patch(
            &format!("{path}/resolve"),
            &json!({"resolution_notes": "probe had slipped"}),
        )
        .await;
    assert_eq!(resolved.body["status"], "resolved");
    assert_eq!(resolved.body["allowed_actions"], json!([]));

    let story = nurse.get(&format!("{path}/events")).await.body;
    let kinds: Vec<&str> = story
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["raised", "acknowledged", "responding", "resolved"]);
    assert_eq!(
        nurse.get("/api/emergency/alerts").await.body,
        json!([]),
        "nothing is open"
    );
    for action in [
        "alert_raise",
        "alert_acknowledge",
        "alert_respond",
        "alert_resolve",
    ] {
        let mut database = app.database().await;
        let n: i64 = sqlx::query_scalar("select count(*) from audit_events where action = $1 and outcome = 'success' and cardinality(subjects) = 1")
            .bind(action).fetch_one(&mut database).await.unwrap();
        assert_eq!(n, 1, "{action} is on record with the patient");
    }
}

#[tokio::test]
async fn an_illegal_move_is_told_with_where_the_alert_stands() {
    let app = TestApp::demo().await;
    let alert = raised_by_watch(&app).await;
    let path = format!(
        "/api/emergency/alerts/{}",
        alert["alert_id"].as_str().unwrap()
    );
    let nurse = app.sign_in("nurse").await;
    let too_early = nurse
        .patch(
            &format!("{path}/resolve"),
            &json!({"resolution_notes": "fine"}),
        )
        .await;
    assert_eq!(too_early.status, 409);
    assert_eq!(too_early.body["current"]["status"], "active");
    nurse
        .patch(&format!("{path}/acknowledge"), &json!({}))
        .await;
    let again = nurse
        .patch(&format!("{path}/acknowledge"), &json!({}))
        .await;
    assert_eq!(
        again.status, 200,
        "the same person repeating an answer that got lost"
    );
    let second = app
        .sign_in("doctor")
        .await
        .patch(&format!("{path}/acknowledge"), &json!({}))
        .await;
    assert_eq!(second.status, 409, "somebody else has it");
    assert_eq!(
        second.body["current"]["acknowledged"]["by"]["full_name"],
        "Ingrid Halvorsen"
    );
    assert_eq!(
        app.count("select count(*) from alert_history where kind = 'acknowledged'")
            .await,
        1
    );
}

#[tokio::test]
async fn of_two_nurses_acknowledging_at_the_same_instant_one_has_it() {
    let app = TestApp::demo().await;
    let alert = raised_by_watch(&app).await;
    let path = format!(
        "/api/emergency/alerts/{}/acknowledge",
        alert["alert_id"].as_str().unwrap()
    );
    let (nurse, doctor) = (app.sign_in("nurse").await, app.sign_in("doctor").await);
    let body = json!({});
    let (a, b) = tokio::join!(nurse.patch(&path, &body), doctor.patch(&path, &body));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

#[tokio::test]
async fn h29_raising_the_same_alert_twice_is_harmless() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let first = nurse
        .post("/api/emergency/alerts", &fall(Some("fall-1")))
        .await;
    assert_eq!(first.status, 201, "{}", first.body);
    assert_eq!(first.body["place"], "Visitor toilet, ward 1");
    let again = nurse
        .post("/api/emergency/alerts", &fall(Some("fall-1")))
        .await;
    assert_eq!(
        (again.status.as_u16(), &again.body["id"]),
        (200, &first.body["id"])
    );
    let mut other = fall(Some("fall-1"));
    other["severity"] = json!("critical");
    assert_eq!(
        nurse.post("/api/emergency/alerts", &other).await.status,
        409
    );
    nurse
        .patch(
            "/api/emergency/alerts/fall-1/false-alarm",
            &json!({"notes": "tied a shoe"}),
        )
        .await;
    assert_eq!(
        nurse
            .post("/api/emergency/alerts", &fall(Some("fall-1")))
            .await
            .status,
        409,
        "closed"
    );
    assert_eq!(app.count("select count(*) from alerts").await, 1);
}

#[tokio::test]
async fn thirty_two_senders_of_one_alert_make_one() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let sends = (0..32).map(|_| {
        let nurse = nurse.clone();
        tokio::spawn(async move {
            nurse
                .post("/api/emergency/alerts", &fall(Some("same")))
                .await
                .status
                .as_u16()
        })
    });
    let mut statuses = Vec::new();
    for send in sends.collect::<Vec<_>>() {
        statuses.push(send.await.unwrap());
    }
    assert_eq!(
        statuses.iter().filter(|s| **s == 201).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|s| **s == 200).count(),
        31,
        "{statuses:?}"
    );
    assert_eq!(app.count("select count(*) from alerts").await, 1);
    assert_eq!(
        app.count("select count(*) from events where kind = 'alert'")
            .await,
        1
    );
}

#[tokio::test]
async fn h2_the_raiser_knows_whether_a_station_showed_it() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let mut body = fall(None);
    let ward = nurse.get("/api/auth/me").await.body["wards"][0]["id"].clone();
    body["ward_id"] = ward;
    let alone = nurse.post("/api/emergency/alerts", &body).await.body;
    assert_eq!(
        alone["reach"]["nobody_reached"], true,
        "no station listens at all"
    );
    assert_eq!(alone["reach"]["phone"], "2207");

    let (station, _) = app.station("Nurse station 1").await;
    let mut stream = station.stream("/api/emergency/stream").await;
    stream.ping().await;
    let raised = nurse.post("/api/emergency/alerts", &body).await.body;
    assert_eq!(raised["reach"]["recipients"], 1);
    assert_eq!(
        raised["reach"]["nobody_reached"], false,
        "a station listens; it has ten seconds"
    );
    let path = format!(
        "/api/emergency/alerts/{}",
        raised["alert_id"].as_str().unwrap()
    );
    for kind in ["received", "displayed", "sounded", "displayed"] {
        assert_eq!(
            station
                .post(&format!("{path}/receipts"), &json!({"kind": kind}))
                .await
                .status,
            204
        );
    }
    let reach = nurse.get(&path).await.body["reach"].clone();
    assert_eq!(
        (&reach["received"], &reach["displayed"], &reach["sounded"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(reach["stations"][0]["name"], "Nurse station 1");
    assert_eq!(
        nurse
            .post(&format!("{path}/receipts"), &json!({"kind": "displayed"}))
            .await
            .status,
        403,
        "only devices give receipts"
    );
}

#[tokio::test]
async fn h3_receipts_never_answer_an_alert() {
    let app = TestApp::demo().await;
    let (station, _) = app.station("Nurse station 1").await;
    let alert = raised_by_watch(&app).await;
    let path = format!(
        "/api/emergency/alerts/{}",
        alert["alert_id"].as_str().unwrap()
    );
    for kind in ["received", "displayed", "sounded"] {
        station
            .post(&format!("{path}/receipts"), &json!({"kind": kind}))
            .await;
    }
    assert_eq!(
        app.sign_in("nurse").await.get(&path).await.body["status"],
        "active"
    );
    assert_eq!(
        station
            .patch(&format!("{path}/acknowledge"), &json!({}))
            .await
            .status,
        403,
        "an answer has a name"
    );
}

#[tokio::test]
async fn an_alert_may_have_a_place_and_no_patient_but_never_no_place() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let mut nowhere = fall(None);
    nowhere.as_object_mut().unwrap().remove("place");
    let refused = nurse.post("/api/emergency/alerts", &nowhere).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.body["errors"][0]["field"], "place");
    assert_eq!(
        nurse
            .post("/api/emergency/alerts", &fall(None))
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn nobody_answers_in_somebody_elses_name() {
    let app = TestApp::demo().await;
    let alert = raised_by_watch(&app).await;
    let path = format!(
        "/api/emergency/alerts/{}/respond",
        alert["alert_id"].as_str().unwrap()
    );
    let doctor = app.sign_in("doctor").await.get("/api/auth/me").await.body["id"].clone();
    let nurse = app.sign_in("nurse").await;
    assert_eq!(
        nurse
            .patch(&path, &json!({"responder_id": doctor}))
            .await
            .status,
        403
    );
    let me = nurse.get("/api/auth/me").await.body["id"].clone();
    assert_eq!(
        nurse
            .patch(&path, &json!({"responder_id": me}))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_pharmacist_answers_but_does_not_close_and_an_administrator_does_neither() {
    let app = TestApp::demo().await;
    let alert = raised_by_watch(&app).await;
    let path = format!(
        "/api/emergency/alerts/{}",
        alert["alert_id"].as_str().unwrap()
    );
    assert_eq!(
        app.sign_in("admin")
            .await
            .patch(&format!("{path}/acknowledge"), &json!({}))
            .await
            .status,
        403
    );
    let pharmacist = app.sign_in("pharmacist").await;
    assert_eq!(
        pharmacist
            .patch(&format!("{path}/acknowledge"), &json!({}))
            .await
            .status,
        200
    );
    assert_eq!(
        pharmacist
            .patch(&format!("{path}/false-alarm"), &json!({"notes": "x"}))
            .await
            .status,
        403
    );
    let denied = app
        .count(
            "select count(*) from audit_events where outcome = 'denied' and detail ? 'permission'",
        )
        .await;
    assert_eq!(denied, 2);
}

#[tokio::test]
async fn h1_an_alert_outside_every_ward_reaches_every_station_and_everybody_of_the_hospital() {
    let app = TestApp::demo().await;
    let mut database = app.database().await;
    sqlx::query(
        "update affiliations set ward_id = (select id from wards order by name limit 1)
         where user_id = (select id from users where email = 'nurse@demo.local')",
    )
    .execute(&mut database)
    .await
    .unwrap();
    let (station, _) = app.station("Nurse station 1").await;
    let nurse = app.sign_in("nurse").await;
    let mut at_station = station.stream("/api/emergency/stream").await;
    let mut of_nurse = nurse.stream("/api/emergency/stream").await;
    let raised = app
        .sign_in("doctor")
        .await
        .post("/api/emergency/alerts", &fall(Some("car park")))
        .await;
    assert_eq!(raised.status, 201, "{}", raised.body);
    for stream in [&mut at_station, &mut of_nurse] {
        assert_eq!(
            stream.next_event().await.unwrap().data["alert_id"],
            "car park"
        );
    }
    let path = "/api/emergency/alerts/car%20park";
    assert_eq!(
        station
            .post(&format!("{path}/receipts"), &json!({"kind": "displayed"}))
            .await
            .status,
        204
    );
    for client in [&station, &nurse] {
        assert_eq!(
            client.get("/api/emergency/alerts").await.body[0]["alert_id"],
            "car park"
        );
    }
    assert_eq!(
        nurse
            .patch(&format!("{path}/acknowledge"), &json!({}))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn where_somebody_says_it_happens_comes_first() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let body = json!({"patient_id": "P00009", "place": "Radiology, CT 2", "alert_type": "cardiac_arrest",
                      "severity": "critical", "description": "arrest"});
    let raised = nurse.post("/api/emergency/alerts", &body).await.body;
    assert_eq!(
        raised["place"],
        "Radiology, CT 2 (belongs to Ward 1 Acute medicine, bed B4)"
    );
}

#[tokio::test]
async fn nobodys_chosen_id_stands_before_another_alert() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let first = nurse
        .post("/api/emergency/alerts", &fall(Some("er-1")))
        .await
        .body;
    let shadow = nurse
        .post("/api/emergency/alerts", &fall(first["id"].as_str()))
        .await;
    assert_eq!(shadow.status, 409);
    assert_eq!(
        nurse
            .post("/api/emergency/alerts", &fall(Some("..")))
            .await
            .status,
        422
    );
    let huge = json!({"place": "x", "alert_type": "other", "severity": "low", "description": "x",
                      "trigger_data": {"x": "y".repeat(9_000)}});
    assert_eq!(nurse.post("/api/emergency/alerts", &huge).await.status, 422);
}

#[tokio::test]
async fn a_kiosk_is_told_of_nothing() {
    let app = TestApp::demo().await;
    let kiosk = json!({ "name": "Kiosk", "kind": "kiosk" });
    let enrolled = app
        .this_pc()
        .post("/api/workstations/local", &kiosk)
        .await
        .body;
    let kiosk = app.bearer(enrolled["credential"].as_str().unwrap());
    raised_by_watch(&app).await;
    assert_eq!(kiosk.status("/api/emergency/stream").await.as_u16(), 403);
    assert_eq!(kiosk.get("/api/emergency/alerts").await.body, json!([]));
}
