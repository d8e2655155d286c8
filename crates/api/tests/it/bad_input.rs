//! Bad input on every route: a clear 4xx, and nothing written.

use axum::body::Body;
use cloudcare_testkit::{Answer, TestApp};
use http::Method;
use serde_json::{Value, json};

const WRITTEN: &str = "select (select count(*) from alerts) + (select count(*) from alert_history) + (select count(*) from alert_receipts)
    + (select count(*) from wearable_records) + (select count(*) from patient_keys) + (select count(*) from consents)
    + (select count(*) from workstations) + (select count(*) from enrolment_codes) + (select count(*) from hospitals)
    + (select count(*) from events) + (select count(*) from users) + (select count(*) from patients)
    + (select sum(version) from patients) + (select count(*) from family_contacts) + (select count(*) from conditions)
    + (select count(*) from allergies) + (select count(*) from deaths)
    + (select count(*) from account_links) + (select sum(version) from users) + (select count(*) from affiliations) + (select count(*) from second_factors)
    + (select second_factor_version from installation)
    + (select count(*) from doctors) + (select count(*) from patient_doctors) + (select count(*) from doctor_hospitals)";

/// Every operation that takes a body, from the document itself.
fn operations_with_a_body() -> Vec<(Method, String)> {
    let document = serde_json::to_value(cloudcare_api::openapi()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if operation.get("requestBody").is_some() {
                found.push((method.to_uppercase().parse().unwrap(), path.clone()));
            }
        }
    }
    found
}

fn concrete(path: &str) -> String {
    let path = path
        .replace("{patient_id}", "P00015")
        .replace("{doctor_id}", "D0001")
        .replace("{hospital_name}", "Northgate%20General")
        .replace("{alert_id}", "x")
        .replace("{id}", "019aab00-0000-7000-8000-00000000ffff");
    format!("/api{path}")
}

fn assert_clear(what: &str, answer: &Answer) {
    assert!(
        answer.status.is_client_error(),
        "{what}: {} {}",
        answer.status,
        answer.body
    );
    assert_eq!(
        answer.headers["content-type"], "application/problem+json",
        "{what}"
    );
    assert!(
        answer.body["detail"].as_str().is_some_and(|d| d.len() > 5),
        "{what}: {}",
        answer.body
    );
    assert!(
        answer.body["instance"].is_string() && answer.body["status"].is_number(),
        "{what}"
    );
}

#[tokio::test]
async fn no_route_takes_a_broken_body() {
    let app = TestApp::demo().await;
    let (patient, nurse, admin, pc) = (
        app.sign_in("patient").await,
        app.sign_in("nurse").await,
        app.sign_in("admin").await,
        app.this_pc(),
    );
    let before = app.count(WRITTEN).await;
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let bodies: [(&str, Vec<u8>); 9] = [
        ("empty", vec![]),
        ("cut off", br#"{"email": "#.to_vec()),
        ("an array", b"[1, 2]".to_vec()),
        ("null", b"null".to_vec()),
        ("deeply nested", deep.into_bytes()),
        ("not UTF-8", vec![b'{', b'"', 0xff, 0xfe, b'"', b':', b'1', b'}']),
        ("unknown fields", br#"{"id": "x", "is_active": true, "role": "admin"}"#.to_vec()),
        ("NUL", br#"{"email": "a\u0000b", "patient_id": "\u0000", "name": "\u0000"}"#.to_vec()),
        ("wrong types", br#"{"email": {"$ne": null}, "password": 5, "patient_id": [], "method": {}, "data": 1, "name": 4, "kind": "x", "severity": "worst", "alert_type": 1, "description": {}, "notes": [], "resolution_notes": 1, "responder_id": "me", "enrolment_code": 1, "hospital_id": 7, "ward_ids": "all", "refresh_token": {"$ne": null}, "hospital_name": 1}"#.to_vec()),
    ];
    for (method, path) in operations_with_a_body() {
        for (name, body) in &bodies {
            for client in [&patient, &nurse, &admin, &pc] {
                let answer = client
                    .send(
                        method.clone(),
                        &concrete(&path),
                        Body::from(body.clone()),
                        Some("application/json"),
                    )
                    .await;
                assert_clear(&format!("{method} {path} with {name}"), &answer);
            }
        }
        let untyped = nurse
            .send(method.clone(), &concrete(&path), Body::from("{}"), None)
            .await;
        assert_clear(&format!("{method} {path} without a content type"), &untyped);
    }
    assert_eq!(app.count(WRITTEN).await, before, "nothing was written");
}

#[tokio::test]
async fn no_route_takes_a_broken_address() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    for path in [
        "/api/patients/%00",
        "/api/patients/P00001-4",
        "/api/patients/'; drop table patients; --",
        "/api/patients/..%2f..%2fetc",
        "/api/doctors/nobody",
        "/api/doctors/nobody/patients",
        "/api/doctors?limit=0",
        "/api/doctors/D0001/patients?current_only=perhaps",
        "/api/wards/not-a-uuid/board",
        "/api/hospitals/Nowhere",
        "/api/hospitals?limit=0",
        "/api/hospitals?limit=501",
        "/api/hospitals?skip=-1",
        "/api/hospitals?limit=many",
        "/api/emergency/alerts?severity=worst",
        "/api/emergency/alerts?active_only=perhaps",
        "/api/emergency/alerts/unknown",
        "/api/emergency/stream?after=yesterday",
        "/api/events/stream?topics=everything",
        "/api/events/stream?topics=board:1",
        "/api/nothing/here",
        "/api/emergency/alerts?skip=9223372036854775808",
    ] {
        let path = path.replace(' ', "%20");
        assert_clear(&path, &nurse.get(&path).await);
    }
    let wrong_method = nurse
        .send(Method::PUT, "/api/auth/me", Body::empty(), None)
        .await;
    assert_eq!(wrong_method.status, 405);
    assert_clear("PUT /auth/me", &wrong_method);
}

#[tokio::test]
async fn a_giant_body_is_refused_before_it_is_read() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let giant = Body::from(format!(r#"{{"description": "{}"}}"#, "x".repeat(2_000_000)));
    let answer = nurse
        .send(
            Method::POST,
            "/api/emergency/alerts",
            giant,
            Some("application/json"),
        )
        .await;
    assert_eq!(answer.status, 413);
    assert_clear("a giant alert", &answer);
}

#[tokio::test]
async fn every_limit_of_an_alert_is_told_with_its_field() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let good =
        json!({"place": "corridor", "alert_type": "other", "severity": "low", "description": "x"});
    for (field, value) in [
        ("description", json!("")),
        ("description", json!("x".repeat(2_001))),
        ("alert_id", json!("")),
        ("alert_id", json!("x".repeat(201))),
        ("place", json!("x".repeat(201))),
        ("trigger_data", json!([1])),
        ("location", json!("here")),
        ("patient_id", json!("P00001-4")),
        ("ward_id", json!("019aab00-0000-7000-8000-00000000ffff")),
        ("severity", json!("catastrophic")),
    ] {
        let mut body = good.clone();
        body[field] = value.clone();
        let answer = nurse.post("/api/emergency/alerts", &body).await;
        assert_eq!(answer.status, 422, "{field}: {}", answer.body);
        assert_eq!(answer.body["errors"][0]["field"], field, "{}", answer.body);
    }
    let unknown = json!({"patient_id": "P99999", "alert_type": "other", "severity": "low", "description": "x"});
    assert_eq!(
        nurse.post("/api/emergency/alerts", &unknown).await.status,
        404
    );
    assert_eq!(app.count("select count(*) from alerts").await, 0);
    assert_eq!(
        nurse.post("/api/emergency/alerts", &good).await.status,
        201,
        "and the good one is taken"
    );
}

#[tokio::test]
async fn texts_of_any_script_survive_and_injections_are_only_text() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    for (i, text) in [
        "الحسني سقطت",
        "'; drop table alerts; --",
        "<script>alert(1)</script>",
        "🫀 cœur",
        "\u{202e}desrever",
    ]
    .into_iter()
    .enumerate()
    {
        let body = json!({"alert_id": format!("t{i}"), "place": text, "alert_type": "other", "severity": "low", "description": text});
        let raised = nurse.post("/api/emergency/alerts", &body).await;
        assert_eq!(raised.status, 201, "{text}");
        assert_eq!(
            (&raised.body["description"], &raised.body["place"]),
            (&Value::from(text), &Value::from(text))
        );
    }
}
