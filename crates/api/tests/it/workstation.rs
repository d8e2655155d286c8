//! Enrolling stations.

use cloudcare_testkit::TestApp;
use serde_json::json;

#[tokio::test]
async fn an_administrator_makes_a_code_and_it_enrols_one_station() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let me = admin.get("/api/auth/me").await.body;
    let (hospital, ward) = (me["hospital"]["id"].clone(), me["wards"][0]["id"].clone());
    let made = admin
        .post(
            "/api/workstations/enrolment-codes",
            &json!({"hospital_id": hospital, "ward_ids": [ward]}),
        )
        .await;
    assert_eq!(made.status, 201, "{}", made.body);
    let code = made.body["code"]
        .as_str()
        .unwrap()
        .to_lowercase()
        .replace('-', " ");
    let enrol = json!({"enrolment_code": code, "name": "Nurse station 2", "kind": "nurse_station"});
    let enrolled = app.anybody().post("/api/workstations", &enrol).await;
    assert_eq!(
        enrolled.status, 201,
        "typed without dashes, in lower case: {}",
        enrolled.body
    );
    assert_eq!(
        enrolled.body["workstation"]["wards"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let station = app.bearer(enrolled.body["credential"].as_str().unwrap());
    assert_eq!(
        station.get("/api/workstations/me").await.body["name"],
        "Nurse station 2"
    );
    let again = app.anybody().post("/api/workstations", &enrol).await;
    assert_eq!(
        (again.status.as_u16(), &again.body["errors"][0]["field"]),
        (422, &json!("enrolment_code"))
    );
}

#[tokio::test]
async fn guessing_codes_is_braked() {
    let app = TestApp::demo().await;
    let guess = json!({"enrolment_code": "AAAA-AAAA", "name": "x", "kind": "office"});
    for _ in 0..5 {
        assert_eq!(
            app.anybody().post("/api/workstations", &guess).await.status,
            422
        );
    }
    assert_eq!(
        app.anybody().post("/api/workstations", &guess).await.status,
        429
    );
    assert_eq!(app.count("select count(*) from workstations").await, 0);
}

#[tokio::test]
async fn a_session_knows_the_station_it_was_opened_at() {
    let app = TestApp::demo().await;
    let (_, credential) = app.station("Nurse station 1").await;
    let me = app
        .sign_in_at("nurse", Some(&credential))
        .await
        .get("/api/auth/me")
        .await
        .body;
    assert_eq!(
        (
            &me["workstation"]["name"],
            &me["workstation"]["lock_after_minutes"]
        ),
        (&json!("Nurse station 1"), &json!(3))
    );
    let body = json!({"email": "nurse@demo.local", "password": app.demo_password()});
    let unknown = app
        .anybody()
        .with("x-cloudcare-workstation", "wks_unknown")
        .post("/api/auth/login", &body)
        .await;
    assert_eq!(unknown.status, 401, "a removed station signs nobody in");
}

#[tokio::test]
async fn a_station_reads_nobodys_record() {
    let app = TestApp::demo().await;
    let (station, _) = app.station("Nurse station 1").await;
    let ward = station.get("/api/workstations/me").await.body["wards"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for path in [
        "/api/patients/P00001".to_owned(),
        format!("/api/wards/{ward}/board"),
        "/api/auth/me".to_owned(),
        "/api/workstations".to_owned(),
    ] {
        assert_eq!(station.get(&path).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn an_administrator_sees_which_stations_listen() {
    let app = TestApp::demo().await;
    let (station, _) = app.station("Nurse station 1").await;
    let admin = app.sign_in("admin").await;
    assert_eq!(
        admin.get("/api/workstations").await.body[0]["listening"],
        false
    );
    let mut stream = station.stream("/api/emergency/stream").await;
    stream.ping().await;
    assert_eq!(
        admin.get("/api/workstations").await.body[0]["listening"],
        true
    );
}
