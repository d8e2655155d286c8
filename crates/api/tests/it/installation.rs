//! First start.

use cloudcare_testkit::TestApp;
use serde_json::{Value, json};

fn setup() -> Value {
    json!({
        "hospital_name": "St Brigid's", "time_zone": "Europe/Dublin", "ward_name": "Medical 1", "bed_count": 14,
        "alert_phone_number": "300",
        "admin": {"email": "Ann@Brigid.example", "full_name": "Ann Byrne", "password": "a long enough one"}
    })
}

#[tokio::test]
async fn outside_a_demo_nobody_exists_until_the_installer_makes_them() {
    let app = TestApp::empty().await;
    let about = app.anybody().get("/api/installation").await.body;
    assert_eq!(
        (&about["is_demo"], &about["needs_setup"]),
        (&json!(false), &json!(true))
    );
    assert!(about.get("demo").is_none());
    assert_eq!(app.count("select count(*) from users").await, 0);
}

#[tokio::test]
async fn a_pc_alone_is_set_up_once_from_its_own_window() {
    let app = TestApp::empty().await;
    assert_eq!(
        app.anybody().post("/api/setup", &setup()).await.status,
        403,
        "not from elsewhere"
    );
    assert_eq!(app.this_pc().post("/api/setup", &setup()).await.status, 201);
    assert_eq!(
        app.this_pc().post("/api/setup", &setup()).await.status,
        409,
        "once"
    );
    let (_, credential) = app.station("Nurse station 1").await;
    let login = json!({"email": "ann@brigid.example", "password": "a long enough one"});
    let signed_in = app
        .anybody()
        .with("x-cloudcare-workstation", &credential)
        .post("/api/auth/login", &login)
        .await;
    let admin = app.bearer(signed_in.body["access_token"].as_str().unwrap());
    let me = admin.get("/api/auth/me").await.body;
    assert_eq!(me["hospital"]["time_zone"], "Europe/Dublin");
    let ward = me["wards"][0]["id"].as_str().unwrap();
    let board = admin.get(&format!("/api/wards/{ward}/board")).await.body;
    assert_eq!(board["counts"]["free"], 14);
    assert_eq!(
        (&board["beds"][6]["label"], &board["beds"][6]["bay"]),
        (&json!("B1"), &json!("Bay B"))
    );
}

#[tokio::test]
async fn every_field_that_can_not_be_taken_is_named_at_once() {
    let app = TestApp::empty().await;
    let mut body = setup();
    body["hospital_name"] = json!(" ");
    body["time_zone"] = json!("Mars/Olympus");
    body["bed_count"] = json!(0);
    let answer = app.this_pc().post("/api/setup", &body).await;
    assert_eq!(answer.status, 422);
    let fields: Vec<&str> = answer.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["hospital_name", "time_zone", "bed_count"]);
    let mut weak = setup();
    weak["admin"]["password"] = json!("short");
    let answer = app.this_pc().post("/api/setup", &weak).await;
    assert_eq!(answer.body["errors"][0]["field"], "admin.password");
    assert_eq!(
        app.count("select count(*) from users").await
            + app.count("select count(*) from hospitals").await,
        0
    );
}

#[tokio::test]
async fn the_demo_shows_how_to_get_in() {
    let app = TestApp::demo().await;
    let demo = app.anybody().get("/api/installation").await.body["demo"].clone();
    assert_eq!(demo["password"], app.demo_password());
    assert_eq!(demo["accounts"].as_array().unwrap().len(), 5);
    let code = demo["enrolment_code"].as_str().unwrap();
    for name in ["second", "third"] {
        let enrol = json!({"enrolment_code": code, "name": name, "kind": "ward"});
        assert_eq!(
            app.anybody().post("/api/workstations", &enrol).await.status,
            201,
            "the demo's code works for every station"
        );
    }
}

#[tokio::test]
async fn it_says_whether_it_lives_and_whether_it_can_serve() {
    let app = TestApp::demo().await;
    assert_eq!(app.anybody().get("/api/health").await.body["status"], "ok");
    let ready = app.anybody().get("/api/ready").await;
    assert_eq!(
        (ready.status.as_u16(), &ready.body["database"]),
        (200, &json!(true))
    );
    assert_eq!(
        app.anybody().get("/api/").await.body["service"],
        "CloudCare"
    );
    assert_eq!(
        app.anybody().get("/api/v1/health/").await.status,
        200,
        "a trailing slash means the same"
    );
}
