//! In, elsewhere, out: one patient per bed, one bed per patient, and nothing lost on the way.

use cloudcare_testkit::TestApp;
use serde_json::{Value, json};

use crate::{
    HOSPITAL, admit, bed, discharge, now, raised_by_watch, registered, stay_in, stay_of, transfer,
};

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

#[tokio::test]
async fn a_patient_is_admitted_moved_and_discharged_and_the_story_tells_it() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let code = registered(&app, "Newcomer").await;
    let a4 = bed(&nurse, "A4").await;
    let admitted = admit(
        &nurse,
        &code,
        &json!({"bed_id": a4["id"], "reason": "Chest pain", "responsible_doctor_id": "D0001"}),
    )
    .await;
    assert_eq!(admitted.status, 201, "{}", admitted.body);
    assert_eq!(admitted.body["bed_label"], "A4");
    assert_eq!(admitted.body["ward_name"], "Ward 1 Acute medicine");
    assert_eq!(
        admitted.body["responsible_doctor"]["full_name"],
        "Dr Amara Obi"
    );
    assert_eq!(bed(&nurse, "A4").await["state"], "occupied");
    assert_eq!(
        bed(&nurse, "A4").await["occupant"]["family_name"],
        "Newcomer"
    );

    let c3 = bed(&nurse, "C3").await;
    let moved = transfer(
        &nurse,
        &code,
        &json!({"version": 1, "bed_id": c3["id"], "reason": "nearer"}),
    )
    .await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    assert_eq!(moved.body["moves"][0]["from_bed"], "A4");
    assert_eq!(moved.body["moves"][0]["to_bed"], "C3");
    let left = bed(&nurse, "A4").await;
    assert_eq!(left["state"], "cleaning", "somebody lay in it");
    assert!(left["ready_about"].is_string());

    let version = moved.body["admission"]["version"].as_i64().unwrap();
    let gone = discharge(
        &nurse,
        &code,
        &json!({"version": version, "disposition": "home", "discharge_summary": "Well again"}),
    )
    .await;
    assert_eq!(gone.status, 200, "{}", gone.body);
    assert_eq!(gone.body["disposition"], "home");
    assert_eq!(gone.body["bed_label"], "C3", "the last bed is remembered");
    assert_eq!(bed(&nurse, "C3").await["state"], "cleaning");

    let story = nurse
        .get(&format!("/api/admissions/{}/events", id(&gone.body)))
        .await
        .body;
    let kinds: Vec<&str> = story
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["admitted", "moved", "discharged"]);
    assert_eq!(
        (&story[1]["from_bed"], &story[1]["to_bed"]),
        (&json!("A4"), &json!("C3"))
    );
    assert_eq!(story[1]["by"], "Ingrid Halvorsen");
    let recorded = app
        .count("select count(*) from audit_events where action in ('admit', 'transfer', 'discharge') and outcome = 'success' and cardinality(subjects) = 1")
        .await;
    assert_eq!(recorded, 3);
}

/// F4.
#[tokio::test]
async fn of_32_admissions_into_the_last_bed_one_wins_and_31_are_told_which_beds_are_free() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let mut database = app.database().await;
    sqlx::query(
        "update beds set service_state = 'closed', state_reason = 'test' where label in ('C3')",
    )
    .execute(&mut database)
    .await
    .unwrap();
    let a4 = bed(&nurse, "A4").await;
    let mut codes = Vec::new();
    for i in 0..32 {
        codes.push(registered(&app, &format!("Racer{i}")).await);
    }
    let races: Vec<_> = codes
        .into_iter()
        .enumerate()
        .map(|(i, code)| {
            // Half of them name the bed, half only the ward.
            let body = if i % 2 == 0 {
                json!({ "bed_id": a4["id"] })
            } else {
                json!({ "ward_id": a4["ward_id"] })
            };
            let nurse = nurse.clone();
            // On a busy machine the pool may say 503, "nothing was changed, try again": a client does.
            tokio::spawn(async move {
                loop {
                    let answer = admit(&nurse, &code, &body).await;
                    if answer.status != 503 {
                        return answer;
                    }
                }
            })
        })
        .collect();
    let (mut won, mut lost) = (0, 0);
    for race in races {
        let answer = race.await.unwrap();
        match answer.status.as_u16() {
            201 => won += 1,
            409 => {
                lost += 1;
                let free = answer.body["free_beds"].as_array();
                assert!(free.is_some(), "{}", answer.body);
                let free: Vec<&str> = free
                    .unwrap()
                    .iter()
                    .map(|b| b["label"].as_str().unwrap())
                    .collect();
                assert!(free.contains(&"F1") && !free.contains(&"A4"), "{free:?}");
            }
            _ => assert!(
                answer.status.is_success(),
                "{} {}",
                answer.status,
                answer.body
            ),
        }
    }
    assert_eq!((won, lost), (1, 31));
    let lying = app
        .count("select count(*) from bed_stays s join beds b on b.id = s.bed_id where b.label = 'A4' and upper_inf(s.during)")
        .await;
    assert_eq!(lying, 1);
}

#[tokio::test]
async fn a_patient_who_is_in_already_is_not_admitted_twice() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (code, stay) = stay_in(&nurse, "B4").await;
    let a4 = bed(&nurse, "A4").await;
    let refused = admit(&nurse, &code, &json!({ "bed_id": a4["id"] })).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert_eq!(refused.body["current"]["id"], stay["id"]);
    assert_eq!(bed(&nurse, "A4").await["state"], "free");
}

#[tokio::test]
async fn the_same_admission_sent_twice_is_one_admission() {
    let app = TestApp::demo().await;
    let key = "019aab00-0000-7000-8000-0000000000a1";
    let nurse = app.sign_in("nurse").await.with("idempotency-key", key);
    let code = registered(&app, "Twice").await;
    let body = json!({ "bed_id": bed(&nurse, "A4").await["id"] });
    let first = admit(&nurse, &code, &body).await;
    let second = admit(&nurse, &code, &body).await;
    assert_eq!(
        (first.status.as_u16(), second.status.as_u16()),
        (201, 201),
        "{}",
        second.body
    );
    assert_eq!(first.body["id"], key);
    assert_eq!(second.body["id"], key);
    assert_eq!(app.count("select count(*) from admissions a join patients p on p.id = a.patient_id where p.family_name = 'Twice'").await, 1);
}

#[tokio::test]
async fn without_a_bed_a_suitable_one_is_found_and_scarce_rooms_are_left_for_others() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let ward = bed(&nurse, "F1").await["ward_id"].clone();
    let plain = admit(
        &nurse,
        &registered(&app, "Plain").await,
        &json!({ "ward_id": ward }),
    )
    .await;
    assert_eq!(plain.body["bed_label"], "F1", "{}", plain.body);
    let contact = admit(
        &nurse,
        &registered(&app, "Contact").await,
        &json!({ "ward_id": ward, "isolation": "contact" }),
    )
    .await;
    assert_eq!(contact.body["bed_label"], "S3", "{}", contact.body);
    let nowhere = admit(
        &nurse,
        &registered(&app, "Late").await,
        &json!({ "ward_id": ward }),
    )
    .await;
    assert_eq!(nowhere.status, 409);
    let free = nowhere.body["free_beds"].as_array().unwrap();
    let labels: Vec<&str> = free.iter().map(|b| b["label"].as_str().unwrap()).collect();
    assert!(
        labels.contains(&"A4") && labels.contains(&"C3"),
        "beds of other wards: {labels:?}"
    );
    assert!(free.iter().all(|b| b["ward_id"] != ward), "{labels:?}");
    let corridor = admit(
        &nurse,
        &registered(&app, "Corridor").await,
        &json!({ "ward_id": ward, "place": "corridor, bay F" }),
    )
    .await;
    assert_eq!(corridor.status, 201, "{}", corridor.body);
    assert!(corridor.body.get("bed_id").is_none());
    let board = nurse
        .get(&format!("/api/wards/{}/board", ward.as_str().unwrap()))
        .await
        .body;
    assert!(
        board["no_bed"]
            .as_array()
            .unwrap()
            .iter()
            .any(|o| o["place"] == "corridor, bay F"),
        "h22: {}",
        board["no_bed"]
    );
}

#[tokio::test]
async fn a_room_that_lacks_what_is_needed_is_refused_unless_somebody_says_why() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let code = registered(&app, "Airborne").await;
    let s3 = bed(&nurse, "S3").await;
    let body = json!({ "bed_id": s3["id"], "isolation": "airborne" });
    let refused = admit(&nurse, &code, &body).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.body["detail"]
            .as_str()
            .unwrap()
            .contains("negative_pressure")
    );
    assert!(refused.body["free_beds"].is_array());
    let mut body = body;
    body["override_reason"] = json!("no such room in the house tonight");
    let admitted = admit(&nurse, &code, &body).await;
    assert_eq!(admitted.status, 201, "{}", admitted.body);
    let mut database = app.database().await;
    let (detail,): (Value,) = sqlx::query_as(
        "select detail from audit_events where action = 'admit' and outcome = 'success'",
    )
    .fetch_one(&mut database)
    .await
    .unwrap();
    assert_eq!(detail["overridden"], json!(["lacks"]));
    assert!(
        !detail.to_string().contains("tonight"),
        "the words stay in the record: {detail}"
    );
    let story = nurse
        .get(&format!("/api/admissions/{}/events", id(&admitted.body)))
        .await
        .body;
    assert_eq!(
        story[0]["detail"]["override_reason"],
        "no such room in the house tonight"
    );
    // A new need of somebody who lies in a bed already asks as well.
    let (_, stay) = stay_in(&nurse, "A1").await;
    let path = format!("/api/admissions/{}", id(&stay));
    let change = json!({"version": stay["version"], "isolation": "contact"});
    assert_eq!(nurse.patch(&path, &change).await.status, 409);
    let mut change = change;
    change["override_reason"] = json!("waiting for a side room");
    let changed = nurse.patch(&path, &change).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(changed.body["isolation"], "contact");
    let ended = nurse
        .patch(
            &path,
            &json!({"version": changed.body["version"], "isolation": null}),
        )
        .await;
    assert_eq!(ended.status, 200, "{}", ended.body);
    assert!(ended.body.get("isolation").is_none());
    assert_eq!(ended.body["reason"], stay["reason"], "what is absent stays");
}

#[tokio::test]
async fn two_patients_change_places_in_one_step_and_only_as_both_were_seen() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (here, mine) = stay_in(&nurse, "A1").await;
    let (there, theirs) = stay_in(&nurse, "E1").await;
    let e1 = bed(&nurse, "E1").await;
    let without = json!({"version": mine["version"], "bed_id": e1["id"]});
    let refused = transfer(&nurse, &here, &without).await;
    assert_eq!(refused.status, 409, "somebody lies there");
    assert!(refused.body["free_beds"].is_array());
    let stale = json!({"version": mine["version"], "bed_id": e1["id"], "swap_with_version": 99});
    let refused = transfer(&nurse, &here, &stale).await;
    assert_eq!(refused.status, 409);
    assert_eq!(refused.body["current"]["id"], theirs["id"]);
    let body = json!({"version": mine["version"], "bed_id": e1["id"], "swap_with_version": theirs["version"]});
    let done = transfer(&nurse, &here, &body).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(done.body["moves"].as_array().unwrap().len(), 2);
    assert_eq!(bed(&nurse, "E1").await["occupant"]["code"], here.as_str());
    assert_eq!(bed(&nurse, "A1").await["occupant"]["code"], there.as_str());
    assert_eq!(stay_of(&nurse, &here).await["ward_name"], "Ward 2 Surgery");
    assert_eq!(
        stay_of(&nurse, &there).await["ward_name"],
        "Ward 1 Acute medicine"
    );
    let boards = app
        .count("select count(distinct ward_id) from events where kind = 'board'")
        .await;
    assert_eq!(boards, 2, "both boards are told");
    let again = transfer(&nurse, &here, &body).await;
    assert_eq!(again.status, 409, "the versions have moved on");
}

#[tokio::test]
async fn exchanges_that_cross_each_other_neither_deadlock_nor_lose_anybody() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (one, first) = stay_in(&nurse, "A1").await;
    let (two, second) = stay_in(&nurse, "A2").await;
    let (a1, a2) = (bed(&nurse, "A1").await, bed(&nurse, "A2").await);
    let asks = (0..12).map(|i| {
        let (nurse, one, two) = (nurse.clone(), one.clone(), two.clone());
        let forth = json!({"version": first["version"], "bed_id": a2["id"], "swap_with_version": second["version"]});
        let back = json!({"version": second["version"], "bed_id": a1["id"], "swap_with_version": first["version"]});
        tokio::spawn(async move {
            if i % 2 == 0 {
                transfer(&nurse, &one, &forth).await
            } else {
                transfer(&nurse, &two, &back).await
            }
        })
    });
    let asks: Vec<_> = asks.collect();
    let mut done = 0;
    for ask in asks {
        let answer = ask.await.unwrap();
        match answer.status.as_u16() {
            200 => done += 1,
            status => assert_eq!(status, 409, "{}", answer.body),
        }
    }
    assert_eq!(done, 1);
    assert_eq!(bed(&nurse, "A2").await["occupant"]["code"], one.as_str());
    assert_eq!(bed(&nurse, "A1").await["occupant"]["code"], two.as_str());
}

#[tokio::test]
async fn somebody_in_theatre_keeps_their_bed_and_comes_back_to_it() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (code, stay) = stay_in(&nurse, "B1").await;
    let b1 = bed(&nurse, "B1").await;
    let until = now() + jiff::SignedDuration::from_hours(4);
    let away = transfer(
        &nurse,
        &code,
        &json!({"version": stay["version"], "place": "theatre 1", "keep_bed_until": until}),
    )
    .await;
    assert_eq!(away.status, 200, "{}", away.body);
    assert_eq!(away.body["admission"]["place"], "theatre 1");
    let kept = bed(&nurse, "B1").await;
    assert_eq!(
        (&kept["state"], &kept["reservation"]["patient"]["code"]),
        (&json!("reserved"), &json!(code))
    );
    let board = nurse
        .get(&format!(
            "/api/wards/{}/board",
            b1["ward_id"].as_str().unwrap()
        ))
        .await
        .body;
    let lane = board["no_bed"].as_array().unwrap();
    let card = lane
        .iter()
        .find(|o| o["patient"]["code"] == code.as_str())
        .unwrap();
    assert!(card["away_since"].is_string(), "{card}");
    assert_eq!(board["counts"]["reserved"], 1);
    // Nobody else gets it.
    let other = admit(
        &nurse,
        &registered(&app, "Other").await,
        &json!({"bed_id": b1["id"]}),
    )
    .await;
    assert_eq!(other.status, 409);
    // Any bed of the ward: their own.
    let back = transfer(
        &nurse,
        &code,
        &json!({"version": away.body["admission"]["version"], "ward_id": b1["ward_id"]}),
    )
    .await;
    assert_eq!(back.status, 200, "{}", back.body);
    assert_eq!(back.body["moves"][0]["to_bed"], "B1");
    let b1 = bed(&nurse, "B1").await;
    assert_eq!(b1["state"], "occupied");
    assert!(b1.get("reservation").is_none(), "kept no longer");
    let story = nurse
        .get(&format!("/api/admissions/{}/events", id(&stay)))
        .await
        .body;
    let kinds: Vec<&str> = story
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["admitted", "away", "returned"]);
}

#[tokio::test]
async fn times_lie_in_the_past_and_in_order() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (code, stay) = stay_in(&nurse, "B2").await;
    let hours = jiff::SignedDuration::from_hours;
    let admitted_at: jiff::Timestamp = stay["admitted_at"].as_str().unwrap().parse().unwrap();
    for (at, field) in [
        (now() + hours(1), "discharged_at"),
        (admitted_at, "discharged_at"),
        (admitted_at - hours(1), "discharged_at"),
    ] {
        let body = json!({"version": stay["version"], "disposition": "home", "discharged_at": at});
        let refused = discharge(&nurse, &code, &body).await;
        assert_eq!(refused.status, 422, "{at}");
        assert_eq!(refused.body["errors"][0]["field"], field);
    }
    let left = now() - jiff::SignedDuration::from_mins(30);
    let body =
        json!({"version": stay["version"], "disposition": "self_discharge", "discharged_at": left});
    let gone = discharge(&nurse, &code, &body).await;
    assert_eq!(gone.status, 200, "{}", gone.body);
    let b2 = bed(&nurse, "B2").await;
    let since: jiff::Timestamp = b2["state_since"].as_str().unwrap().parse().unwrap();
    let ready: jiff::Timestamp = b2["ready_about"].as_str().unwrap().parse().unwrap();
    assert!(
        (since.duration_since(left)).abs() < jiff::SignedDuration::from_secs(1),
        "freed at the departure"
    );
    assert_eq!(ready.duration_since(since).as_mins(), 45);
    // Nobody can have lain there while the one before still did.
    let mut database = app.database().await;
    sqlx::query("update beds set service_state = 'in_service' where label = 'B2'")
        .execute(&mut database)
        .await
        .unwrap();
    let code = registered(&app, "Early").await;
    let early = admit(
        &nurse,
        &code,
        &json!({"bed_id": b2["id"], "admitted_at": now() - hours(1)}),
    )
    .await;
    assert_eq!(early.status, 409, "{}", early.body);
    assert!(early.body["free_beds"].is_array());
    let later = admit(
        &nurse,
        &code,
        &json!({"bed_id": b2["id"], "admitted_at": now() - jiff::SignedDuration::from_mins(10)}),
    )
    .await;
    assert_eq!(later.status, 201, "{}", later.body);
}

#[tokio::test]
async fn h22_an_open_alert_follows_the_patient_to_the_stations_of_the_new_ward() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let alert = raised_by_watch(&app).await;
    let code = alert["patient"]["code"].as_str().unwrap();
    let stay = stay_of(&nurse, code).await;
    let f1 = bed(&nurse, "F1").await;
    let mut database = app.database().await;
    let hospital: uuid::Uuid = sqlx::query_scalar("select id from hospitals")
        .fetch_one(&mut database)
        .await
        .unwrap();
    sqlx::query("insert into workstations (id, name, hospital_id, kind, credential_hash) values (gen_random_uuid(), 'Surgery desk', $1, 'nurse_station', sha256('x'))")
        .bind(hospital).execute(&mut database).await.unwrap();
    sqlx::query("insert into workstation_wards (workstation_id, ward_id) select w.id, $1 from workstations w")
        .bind(f1["ward_id"].as_str().unwrap().parse::<uuid::Uuid>().unwrap())
        .execute(&mut database).await.unwrap();
    let moved = transfer(
        &nurse,
        code,
        &json!({"version": stay["version"], "bed_id": f1["id"]}),
    )
    .await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    let after = nurse
        .get(&format!(
            "/api/emergency/alerts/{}",
            alert["alert_id"].as_str().unwrap()
        ))
        .await
        .body;
    assert_eq!(after["bed"]["label"], "F1");
    assert_eq!(after["ward"]["name"], "Ward 2 Surgery");
    assert_eq!(after["place"], "Ward 2 Surgery, bed F1");
    assert_eq!(
        after["reach"]["recipients"], 1,
        "the new ward's station is owed it: {}",
        after["reach"]
    );
    let told = app
        .count("select count(*) from events e join beds b on b.label = 'F1' where e.kind = 'alert' and e.payload->>'event' = 'alert_moved'")
        .await;
    assert_eq!(
        told, 2,
        "the new ward hears it, and the old one that it went"
    );
    // Discharge asks before it leaves an alert open.
    let version = moved.body["admission"]["version"].as_i64().unwrap();
    let body = json!({"version": version, "disposition": "home"});
    let asked = discharge(&nurse, code, &body).await;
    assert_eq!(asked.status, 409);
    assert!(
        asked.body["detail"]
            .as_str()
            .unwrap()
            .starts_with("1 alert is open"),
        "{}",
        asked.body
    );
    let mut body = body;
    body["leave_open"] = json!(true);
    assert_eq!(discharge(&nurse, code, &body).await.status, 200);
}

#[tokio::test]
async fn an_admission_made_by_mistake_leaves_the_bed_as_it_was() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let code = registered(&app, "Mistake").await;
    let a4 = bed(&nurse, "A4").await;
    let admitted = admit(&nurse, &code, &json!({"bed_id": a4["id"]}))
        .await
        .body;
    let path = format!("/api/admissions/{}/cancel", id(&admitted));
    assert_eq!(
        nurse
            .post(&path, &json!({"version": 1, "reason": " "}))
            .await
            .status,
        422
    );
    assert_eq!(
        nurse
            .post(&path, &json!({"version": 7, "reason": "wrong person"}))
            .await
            .status,
        409
    );
    let cancelled = nurse
        .post(&path, &json!({"version": 1, "reason": "wrong person"}))
        .await;
    assert_eq!(cancelled.status, 200, "{}", cancelled.body);
    assert_eq!(cancelled.body["cancel_reason"], "wrong person");
    assert_eq!(bed(&nurse, "A4").await["state"], "free", "nobody lay in it");
    let again = nurse
        .post(&path, &json!({"version": 2, "reason": "again"}))
        .await;
    assert_eq!(again.status, 409);
    assert_eq!(again.body["current"]["cancel_reason"], "wrong person");
    let properly = admit(&nurse, &code, &json!({"bed_id": a4["id"]})).await;
    assert_eq!(properly.status, 201, "{}", properly.body);
}

#[tokio::test]
async fn an_edit_of_what_somebody_else_changed_is_refused_with_how_it_stands() {
    let app = TestApp::demo().await;
    let (nurse, doctor) = (app.sign_in("nurse").await, app.sign_in("doctor").await);
    let (code, stay) = stay_in(&nurse, "B5").await;
    let path = format!("/api/admissions/{}", id(&stay));
    let planned = json!({"version": stay["version"], "expected_discharge_at": now() + jiff::SignedDuration::from_hours(20)});
    assert_eq!(doctor.patch(&path, &planned).await.status, 200);
    let a4 = bed(&nurse, "A4").await;
    for answer in [
        nurse.patch(&path, &planned).await,
        transfer(
            &nurse,
            &code,
            &json!({"version": stay["version"], "bed_id": a4["id"]}),
        )
        .await,
        discharge(
            &nurse,
            &code,
            &json!({"version": stay["version"], "disposition": "home"}),
        )
        .await,
    ] {
        assert_eq!(answer.status, 409, "{}", answer.body);
        assert_eq!(answer.body["current"]["version"], 2);
    }
    assert_eq!(
        bed(&nurse, "A4").await["state"],
        "free",
        "nothing was changed"
    );
    let pharmacist = app.sign_in("pharmacist").await;
    let body = json!({"version": 2, "disposition": "home"});
    assert_eq!(discharge(&pharmacist, &code, &body).await.status, 403);
    let patient = app.sign_in("patient").await;
    assert_eq!(
        patient
            .post(&format!("{HOSPITAL}/patients/{code}/discharge"), &body)
            .await
            .status,
        404
    );
}
