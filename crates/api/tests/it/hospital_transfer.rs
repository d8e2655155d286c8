//! From one hospital to another.

use cloudcare_testkit::{Client, TestApp};
use serde_json::{Value, json};

use crate::{HOSPITAL, bed, stay_in, stay_of};

/// A second hospital with one ward, one bed, and a nurse who works there only.
async fn southgate(app: &TestApp) -> (Client, Value) {
    let admin = app.sign_in("admin").await;
    let made = admin
        .post(
            "/api/hospitals",
            &json!({"hospital_name": "Southgate", "time_zone": "Europe/London"}),
        )
        .await;
    assert_eq!(made.status, 201, "{}", made.body);
    let ward = admin
        .post(
            "/api/hospitals/Southgate/wards",
            &json!({"name": "South 1", "kind": "inpatient"}),
        )
        .await;
    let path = format!(
        "/api/hospitals/Southgate/wards/{}/beds",
        ward.body["id"].as_str().unwrap()
    );
    assert_eq!(
        admin
            .post(&path, &json!({"beds": [{"label": "Z1"}]}))
            .await
            .status,
        201
    );
    let mut database = app.database().await;
    sqlx::query("update affiliations set hospital_id = (select id from hospitals where name = 'Southgate'), ward_id = null
                 where user_id = (select id from users where email = 'doctor@demo.local')")
        .execute(&mut database)
        .await
        .unwrap();
    (app.sign_in("doctor").await, ward.body)
}

async fn say(
    client: &Client,
    transfer: &Value,
    command: &str,
    extra: Value,
) -> cloudcare_testkit::Answer {
    let mut body = extra;
    body["version"] = transfer["version"].clone();
    let path = format!(
        "/api/hospital-transfers/{}/{command}",
        transfer["id"].as_str().unwrap()
    );
    client.post(&path, &body).await
}

#[tokio::test]
async fn a_patient_is_asked_for_accepted_sent_and_received() {
    let app = TestApp::demo().await;
    let here = app.sign_in("nurse").await;
    let (there, ward) = southgate(&app).await;
    let (code, stay) = stay_in(&here, "B3").await;
    let path = format!("/api/patients/{code}/hospital-transfers");
    let body =
        json!({"to_hospital": "Southgate", "to_ward_id": ward["id"], "reason": "needs dialysis"});
    let asked = here.post(&path, &body).await;
    assert_eq!(asked.status, 201, "{}", asked.body);
    assert_eq!(asked.body["status"], "requested");
    assert_eq!(asked.body["incoming"], false);
    assert_eq!(asked.body["allowed_actions"], json!(["cancel"]));
    assert_eq!(here.post(&path, &body).await.status, 409, "one at a time");

    let list = there
        .get("/api/hospitals/Southgate/transfers?open_only=true")
        .await
        .body;
    assert_eq!(
        (&list[0]["incoming"], &list[0]["allowed_actions"]),
        (&json!(true), &json!(["accept", "decline"]))
    );
    // Each side speaks for itself, and in order.
    assert_eq!(
        say(&here, &asked.body, "accept", json!({})).await.status,
        403
    );
    let early = say(&here, &asked.body, "depart", json!({})).await;
    assert_eq!(
        (early.status.as_u16(), &early.body["current"]["status"]),
        (409, &json!("requested"))
    );
    let accepted = say(&there, &asked.body, "accept", json!({})).await;
    assert_eq!(accepted.body["status"], "accepted", "{}", accepted.body);
    let stale = say(&here, &asked.body, "cancel", json!({})).await;
    assert_eq!(
        (stale.status.as_u16(), &stale.body["current"]["version"]),
        (409, &json!(2))
    );
    // Meanwhile nobody discharges them by another door.
    let discharge = json!({"version": stay["version"], "disposition": "home"});
    assert_eq!(
        here.post(&format!("{HOSPITAL}/patients/{code}/discharge"), &discharge)
            .await
            .status,
        409
    );

    let departed = say(&here, &accepted.body, "depart", json!({})).await;
    assert_eq!(departed.body["status"], "in_transit", "{}", departed.body);
    let left = stay_of(&here, &code).await;
    assert_eq!(left["disposition"], "other_hospital");
    assert_eq!(bed(&here, "B3").await["state"], "cleaning");
    let arrived = say(&there, &departed.body, "arrive", json!({})).await;
    assert_eq!(arrived.body["status"], "arrived", "{}", arrived.body);
    assert_eq!(arrived.body["allowed_actions"], json!([]));
    let now = stay_of(&there, &code).await;
    assert_eq!(
        (&now["hospital_name"], &now["bed_label"]),
        (&json!("Southgate"), &json!("Z1"))
    );
    let story = there
        .get(&format!(
            "/api/admissions/{}/events",
            now["id"].as_str().unwrap()
        ))
        .await
        .body;
    let kinds: Vec<&str> = story
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["admitted", "arrived"]);
}

#[tokio::test]
async fn a_transfer_is_declined_with_a_reason_or_cancelled_before_the_departure() {
    let app = TestApp::demo().await;
    let here = app.sign_in("nurse").await;
    let (there, _) = southgate(&app).await;
    let (code, _) = stay_in(&here, "B3").await;
    let path = format!("/api/patients/{code}/hospital-transfers");
    let body = json!({"to_hospital": "Southgate", "reason": "nearer home"});
    let asked = here.post(&path, &body).await.body;
    assert_eq!(
        say(&there, &asked, "decline", json!({})).await.status,
        422,
        "a no has a reason"
    );
    let declined = say(&there, &asked, "decline", json!({"reason": "no bed"})).await;
    assert_eq!(
        (&declined.body["status"], &declined.body["decline_reason"]),
        (&json!("declined"), &json!("no bed"))
    );
    let asked = here.post(&path, &body).await.body;
    let cancelled = say(&here, &asked, "cancel", json!({})).await;
    assert_eq!(cancelled.body["status"], "cancelled");
    let late = say(&there, &cancelled.body, "accept", json!({})).await;
    assert_eq!(
        (late.status.as_u16(), &late.body["current"]["status"]),
        (409, &json!("cancelled"))
    );
    for (to, field) in [
        ("Northgate General", "to_hospital"),
        ("Nowhere", "to_hospital"),
    ] {
        let answer = here
            .post(&path, &json!({"to_hospital": to, "reason": "x"}))
            .await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body["errors"][0]["field"]),
            (422, &json!(field))
        );
    }
}
