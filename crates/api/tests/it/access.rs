//! Every route, every role.

use std::collections::BTreeSet;

use axum::body::Body;
use cloudcare_testkit::{Client, TestApp};
use http::Method;
use serde_json::json;

/// Route, then the status for: anybody, station, admin, doctor, nurse, pharmacist, patient.
/// 2xx and 4xx other than 401, 403 and 404 mean "let in"; patients get 404 where others get 403,
/// because they must not learn what exists (H20).
pub(crate) const TABLE: &[(&str, &str, [u16; 7])] = &[
    ("GET", "/", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/health", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/ready", [200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/installation", [200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/setup", [403, 403, 403, 403, 403, 403, 403]),
    ("POST", "/auth/login", [422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/auth/refresh", [401, 401, 401, 401, 401, 401, 401]),
    ("POST", "/auth/logout", [401, 403, 204, 204, 204, 204, 204]),
    ("GET", "/auth/me", [401, 403, 200, 200, 200, 200, 200]),
    ("GET", "/auth/sessions", [401, 403, 200, 200, 200, 200, 200]),
    (
        "DELETE",
        "/auth/sessions/{id}",
        [401, 403, 404, 403, 403, 403, 403],
    ),
    (
        "POST",
        "/auth/password",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/auth/password-reset",
        [422, 422, 422, 422, 422, 422, 422],
    ),
    ("POST", "/auth/link", [422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/auth/unlock", [401, 422, 422, 422, 422, 422, 422]),
    (
        "POST",
        "/auth/login/second-factor",
        [422, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/auth/login/second-factor/enrolment",
        [422, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/auth/second-factor",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/auth/second-factor/confirm",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/auth/second-factor/recovery-codes",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/auth/second-factor/removal",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "DELETE",
        "/users/{id}/second-factor",
        [401, 403, 404, 403, 403, 403, 403],
    ),
    (
        "GET",
        "/installation/second-factor",
        [401, 403, 200, 403, 403, 403, 403],
    ),
    (
        "PUT",
        "/installation/second-factor",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    ("GET", "/users", [401, 403, 200, 403, 403, 403, 403]),
    ("POST", "/users", [401, 422, 422, 422, 422, 422, 422]),
    ("GET", "/users/{id}", [401, 403, 404, 403, 403, 403, 403]),
    ("PUT", "/users/{id}", [401, 422, 422, 422, 422, 422, 422]),
    ("DELETE", "/users/{id}", [401, 403, 404, 403, 403, 403, 403]),
    (
        "POST",
        "/users/{id}/links",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/users/{id}/affiliations",
        [401, 403, 404, 403, 403, 403, 403],
    ),
    (
        "PUT",
        "/users/{id}/affiliations",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    ("GET", "/workstations", [401, 403, 200, 403, 403, 403, 403]),
    ("POST", "/workstations", [422, 422, 422, 422, 422, 422, 422]),
    (
        "POST",
        "/workstations/local",
        [403, 403, 403, 403, 403, 403, 403],
    ),
    (
        "POST",
        "/workstations/enrolment-codes",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/workstations/me",
        [401, 200, 404, 404, 404, 404, 404],
    ),
    (
        "DELETE",
        "/workstations/{id}",
        [401, 403, 404, 403, 403, 403, 403],
    ),
    ("GET", "/hospitals", [401, 200, 200, 200, 200, 200, 200]),
    (
        "GET",
        "/hospitals/{hospital_name}",
        [401, 200, 200, 200, 200, 200, 200],
    ),
    (
        "GET",
        "/hospitals/{hospital_name}/wards",
        [401, 200, 200, 200, 200, 200, 200],
    ),
    ("POST", "/hospitals", [401, 422, 422, 422, 422, 422, 422]),
    (
        "PUT",
        "/hospitals/{hospital_name}",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "DELETE",
        "/hospitals/{hospital_name}",
        [401, 403, 409, 403, 403, 403, 404],
    ),
    (
        "GET",
        "/hospitals/{hospital_name}/departments",
        [401, 200, 200, 200, 200, 200, 200],
    ),
    (
        "POST",
        "/hospitals/{hospital_name}/departments",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "PUT",
        "/hospitals/{hospital_name}/departments/{id}",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "DELETE",
        "/hospitals/{hospital_name}/departments/{id}",
        [401, 403, 404, 403, 403, 403, 404],
    ),
    (
        "POST",
        "/hospitals/{hospital_name}/wards",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "PUT",
        "/hospitals/{hospital_name}/wards/{id}",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "DELETE",
        "/hospitals/{hospital_name}/wards/{id}",
        [401, 403, 404, 403, 403, 403, 404],
    ),
    (
        "GET",
        "/hospitals/{hospital_name}/wards/{id}/beds",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    (
        "POST",
        "/hospitals/{hospital_name}/wards/{id}/beds",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "PATCH",
        "/hospitals/{hospital_name}/beds",
        [401, 403, 409, 409, 409, 403, 404],
    ),
    (
        "PATCH",
        "/hospitals/{hospital_name}/beds/{id}",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "DELETE",
        "/hospitals/{hospital_name}/beds/{id}",
        [401, 403, 404, 403, 403, 403, 404],
    ),
    (
        "GET",
        "/hospitals/{hospital_name}/patients",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    (
        "GET",
        "/hospitals/{hospital_name}/doctors",
        [401, 200, 200, 200, 200, 200, 200],
    ),
    (
        "GET",
        "/hospitals/{hospital_name}/statistics",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    (
        "GET",
        "/hospitals/{hospital_name}/transfers",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    (
        "POST",
        "/patients/{patient_id}/hospital-transfers",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/hospital-transfers/{id}/accept",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/hospital-transfers/{id}/decline",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/hospital-transfers/{id}/depart",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/hospital-transfers/{id}/arrive",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/hospital-transfers/{id}/cancel",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/hospitals/{hospital_name}/beds",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    (
        "GET",
        "/hospitals/{hospital_name}/bed-options",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    (
        "POST",
        "/hospitals/{hospital_name}/beds/{id}/reservation",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "DELETE",
        "/hospitals/{hospital_name}/beds/{id}/reservation",
        [401, 403, 404, 404, 404, 403, 404],
    ),
    (
        "POST",
        "/hospitals/{hospital_name}/patients/{patient_id}/admit",
        [401, 403, 409, 409, 409, 403, 404],
    ),
    (
        "POST",
        "/hospitals/{hospital_name}/patients/{patient_id}/transfer",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/hospitals/{hospital_name}/patients/{patient_id}/discharge",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/admissions/{id}",
        [401, 404, 404, 404, 404, 404, 404],
    ),
    (
        "PATCH",
        "/admissions/{id}",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/admissions/{id}/cancel",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/admissions/{id}/events",
        [401, 404, 404, 404, 404, 404, 404],
    ),
    (
        "GET",
        "/wards/{id}/board",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    ("GET", "/doctors", [401, 200, 200, 200, 200, 200, 200]),
    ("POST", "/doctors", [401, 422, 422, 422, 422, 422, 422]),
    (
        "GET",
        "/doctors/{doctor_id}",
        [401, 200, 200, 200, 200, 200, 200],
    ),
    ("GET", "/patients", [401, 403, 200, 200, 200, 200, 403]),
    ("POST", "/patients", [401, 422, 422, 422, 422, 422, 422]),
    (
        "GET",
        "/patients/search",
        [401, 403, 200, 200, 200, 200, 403],
    ),
    (
        "GET",
        "/patients/duplicates",
        [401, 403, 200, 200, 200, 200, 403],
    ),
    (
        "POST",
        "/patients/unidentified",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "PUT",
        "/patients/{patient_id}",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "DELETE",
        "/patients/{patient_id}",
        [401, 403, 409, 409, 409, 403, 404],
    ),
    (
        "PUT",
        "/patients/{patient_id}/resuscitation-status",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/patients/{patient_id}/newborns",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "PUT",
        "/doctors/{doctor_id}",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    // D0001 answers for patients in hospital: an administrator is told to find them another first.
    (
        "DELETE",
        "/doctors/{doctor_id}",
        [401, 403, 409, 403, 403, 403, 403],
    ),
    (
        "PATCH",
        "/doctors/{doctor_id}/availability",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/doctors/{doctor_id}/patients",
        [401, 403, 200, 200, 200, 200, 403],
    ),
    // D0001 is P00001's doctor already; the first who may, ends that.
    (
        "POST",
        "/doctors/{doctor_id}/patients/{patient_id}",
        [401, 403, 409, 409, 409, 403, 404],
    ),
    (
        "DELETE",
        "/doctors/{doctor_id}/patients/{patient_id}",
        [401, 403, 204, 404, 404, 403, 404],
    ),
    (
        "GET",
        "/doctors/{doctor_id}/hospitals",
        [401, 200, 200, 200, 200, 200, 200],
    ),
    (
        "POST",
        "/doctors/{doctor_id}/hospitals/{hospital_name}",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "DELETE",
        "/doctors/{doctor_id}/hospitals/{hospital_name}",
        [401, 403, 204, 403, 403, 403, 403],
    ),
    (
        "GET",
        "/patients/{patient_id}",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    (
        "GET",
        "/patients/{patient_id}/admissions",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    (
        "GET",
        "/patients/{patient_id}/doctors",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    (
        "POST",
        "/patients/{patient_id}/identify",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/patients/{patient_id}/emergency",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "DELETE",
        "/patients/{patient_id}/emergency",
        [401, 403, 403, 409, 409, 403, 404],
    ),
    (
        "POST",
        "/patients/{patient_id}/death",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/patients/{patient_id}/death/reversal",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/patients/{patient_id}/allergies",
        [401, 403, 403, 200, 200, 200, 404],
    ),
    (
        "PUT",
        "/patients/{patient_id}/allergies",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/patients/{patient_id}/conditions",
        [401, 403, 403, 200, 200, 200, 404],
    ),
    (
        "POST",
        "/patients/{patient_id}/conditions",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "PUT",
        "/patients/{patient_id}/conditions/{id}",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "DELETE",
        "/patients/{patient_id}/conditions/{id}",
        [401, 403, 403, 409, 409, 403, 404],
    ),
    (
        "POST",
        "/patients/{patient_id}/conditions/{id}/entered-in-error",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/patients/{patient_id}/family-contacts",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    (
        "POST",
        "/patients/{patient_id}/family-contacts",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "PUT",
        "/patients/{patient_id}/family-contacts/{id}",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "DELETE",
        "/patients/{patient_id}/family-contacts/{id}",
        [401, 403, 404, 404, 404, 403, 404],
    ),
    (
        "GET",
        "/patients/{patient_id}/records",
        [401, 403, 200, 200, 200, 200, 404],
    ),
    (
        "GET",
        "/emergency/alerts",
        [401, 200, 403, 200, 200, 200, 200],
    ),
    (
        "POST",
        "/emergency/alerts",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/emergency/alerts/{alert_id}",
        [401, 200, 403, 200, 200, 200, 404],
    ),
    (
        "GET",
        "/emergency/patients/{patient_id}/alerts",
        [401, 403, 403, 200, 200, 200, 404],
    ),
    (
        "PATCH",
        "/emergency/alerts/{alert_id}/acknowledge",
        [401, 403, 403, 200, 409, 409, 404],
    ),
    (
        "PATCH",
        "/emergency/alerts/{alert_id}/respond",
        [401, 403, 403, 200, 409, 409, 404],
    ),
    (
        "PATCH",
        "/emergency/alerts/{alert_id}/resolve",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "PATCH",
        "/emergency/alerts/{alert_id}/false-alarm",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "POST",
        "/emergency/alerts/{alert_id}/receipts",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/emergency/alerts/{alert_id}/events",
        [401, 403, 403, 200, 200, 200, 404],
    ),
    (
        "POST",
        "/wearables/consent",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/wearables/consent/{patient_id}",
        [401, 403, 403, 200, 200, 403, 404],
    ),
    (
        "DELETE",
        "/wearables/consent/{patient_id}/{id}",
        [401, 403, 403, 404, 404, 403, 404],
    ),
    (
        "POST",
        "/wearables/sync",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    ("GET", "/audit", [401, 403, 200, 403, 403, 403, 403]),
    ("GET", "/audit/export", [401, 403, 200, 403, 403, 403, 403]),
    ("GET", "/audit/verify", [401, 403, 200, 403, 403, 403, 403]),
    (
        "PUT",
        "/audit/access-log-policy",
        [401, 422, 422, 422, 422, 422, 422],
    ),
    (
        "GET",
        "/patients/{patient_id}/access-log",
        [401, 403, 200, 403, 403, 403, 404],
    ),
    ("GET", "/events/stream", [401, 200, 403, 200, 200, 200, 200]),
    (
        "GET",
        "/emergency/stream",
        [401, 200, 403, 200, 200, 200, 200],
    ),
];

/// A route may be missing from neither the document nor the table.
#[test]
fn every_route_of_the_document_stands_in_the_table() {
    let document = serde_json::to_value(cloudcare_api::openapi()).unwrap();
    let documented: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .keys()
                .map(|m| (m.to_uppercase(), path.clone()))
        })
        .collect();
    let tabled: BTreeSet<(String, String)> = TABLE
        .iter()
        .map(|(m, p, _)| ((*m).to_owned(), (*p).to_owned()))
        .collect();
    assert_eq!(documented, tabled);
}

#[tokio::test]
async fn every_role_gets_exactly_what_the_table_says_about_somebody_elses_record() {
    let app = TestApp::demo().await;
    let (station, _) = app.station("Nurse station 1").await;
    let mut visitors: Vec<(&str, Client)> = vec![("anybody", app.anybody()), ("station", station)];
    for who in ["admin", "doctor", "nurse", "pharmacist", "patient"] {
        visitors.push((who, app.sign_in(who).await));
    }
    let nurse = &visitors[4].1;
    let ward = nurse.get("/api/auth/me").await.body["wards"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    // About P00001, who is not the patient that asks.
    let raised = nurse
        .post("/api/emergency/alerts", &json!({"alert_id": "table", "patient_id": "P00001", "alert_type": "other", "severity": "low", "description": "x"}))
        .await;
    assert_eq!(raised.status, 201);
    let mut wrong = Vec::new();
    for (method, path, expected) in TABLE.iter().filter(|(_, path, _)| *path != "/auth/logout") {
        let concrete = path
            .replace(
                "{id}",
                if path.starts_with("/wards") {
                    &ward
                } else {
                    "019aab00-0000-7000-8000-00000000ffff"
                },
            )
            .replace("{hospital_name}", "Northgate%20General")
            .replace("{doctor_id}", "D0001")
            .replace("{patient_id}", "P00001")
            .replace("{alert_id}", "table");
        for ((who, client), expected) in visitors.iter().zip(expected) {
            let method: Method = method.parse().unwrap();
            let is_body = matches!(method, Method::POST | Method::PATCH | Method::PUT);
            let status = if path.ends_with("/stream") {
                client.status(&format!("/api{concrete}")).await.as_u16()
            } else {
                let body = if is_body {
                    Body::from("{}")
                } else {
                    Body::empty()
                };
                let kind = is_body.then_some("application/json");
                client
                    .send(method.clone(), &format!("/api{concrete}"), body, kind)
                    .await
                    .status
                    .as_u16()
            };
            if status != *expected {
                wrong.push(format!(
                    "{method} {path} as {who}: {status}, the table says {expected}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn staff_of_another_place_reach_nobody_here() {
    let app = TestApp::demo().await;
    let mut database = app.database().await;
    sqlx::query("update affiliations set during = tstzrange(lower(during), clock_timestamp()) where user_id = (select id from users where email = 'nurse@demo.local')")
        .execute(&mut database)
        .await
        .unwrap();
    let (nurse, doctor) = (app.sign_in("nurse").await, app.sign_in("doctor").await);
    let ward = doctor.get("/api/auth/me").await.body["wards"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    crate::raised_by_watch_seen_by(&app, &doctor).await;
    assert_eq!(nurse.get("/api/emergency/alerts").await.body, json!([]));
    for path in [
        format!("/api/wards/{ward}/board"),
        "/api/patients/P00001".to_owned(),
        "/api/emergency/patients/P00015/alerts".to_owned(),
    ] {
        assert_eq!(nurse.get(&path).await.status, 403, "{path}");
        assert_eq!(doctor.get(&path).await.status, 200, "{path}");
    }
}

/// Every connection may be held by somebody who is being refused; the refusal is still on record.
#[tokio::test]
async fn many_refusals_at_once_are_all_answered_and_all_on_record() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("patient").await;
    let asks: Vec<_> = (0..24)
        .map(|_| {
            let nurse = nurse.clone();
            tokio::spawn(async move { nurse.get("/api/patients/P00001").await.status.as_u16() })
        })
        .collect();
    for ask in asks {
        assert_eq!(ask.await.unwrap(), 404);
    }
    let denied = app
        .count("select count(*) from audit_events where outcome = 'denied' and resource_type = 'patient'")
        .await;
    assert_eq!(denied, 24);
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document = serde_json::to_value(cloudcare_api::openapi()).unwrap();
    let mut names: Vec<String> = Vec::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            names.push(operation["operationId"].as_str().unwrap().to_owned());
        }
    }
    let unique: BTreeSet<&String> = names.iter().collect();
    assert_eq!(unique.len(), names.len(), "{names:?}");
}
