//! What users rely on, over the real router and a real PostgreSQL.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where it must; helpers outside #[test] functions too"
)]

mod access;
mod admission;
mod alert;
mod audit;
mod audit_reading;
mod bad_input;
mod bed;
mod board;
mod doctor;
mod hospital;
mod hospital_people;
mod hospital_transfer;
mod installation;
mod patient;
mod patient_care;
mod patient_search;
mod second_factor;
mod session;
mod sign_in;
mod stream;
mod stuffing;
mod user;
mod wearable;
mod workstation;

use cloudcare_testkit::{Answer, Client, TestApp};
use serde_json::{Value, json};

/// The application that writes for the demo patient's watch.
const WATCH: &str = "com.google.android.apps.fitness";

/// A Health Connect record of an oxygen saturation, some seconds old.
fn saturation(id: &str, percentage: u32, seconds_ago: i64) -> Value {
    let taken_at = now() - jiff::SignedDuration::from_secs(seconds_ago);
    json!({ "metadata": { "id": id, "dataOrigin": WATCH }, "time": taken_at, "percentage": percentage })
}

#[expect(clippy::disallowed_methods, reason = "a phone has its own clock")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// The demo patient's phone sends a record.
async fn sync(app: &TestApp, patient: &Client, method: &str, data: &Value) -> Answer {
    let (code, _) = app.watched_patient().await;
    patient
        .post(
            "/api/wearables/sync",
            &json!({ "patient_id": code, "method": method, "data": data }),
        )
        .await
}

/// An alert as raised by the demo patient's watch.
async fn raised_by_watch(app: &TestApp) -> Value {
    let nurse = app.sign_in("nurse").await;
    raised_by_watch_seen_by(app, &nurse).await
}

/// The same, as seen by somebody.
async fn raised_by_watch_seen_by(app: &TestApp, viewer: &Client) -> Value {
    let patient = app.sign_in("patient").await;
    let answer = sync(
        app,
        &patient,
        "OxygenSaturation",
        &saturation("first", 84, 5),
    )
    .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    viewer.get("/api/emergency/alerts").await.body[0].clone()
}

/// The demo hospital.
const HOSPITAL: &str = "/api/hospitals/Northgate%20General";

/// Somebody who is registered and in no hospital; answers the code.
async fn registered(app: &TestApp, family_name: &str) -> String {
    let mut database = app.database().await;
    sqlx::query_scalar(
        "insert into patients (id, family_name, given_name, date_of_birth, gender)
         values (gen_random_uuid(), $1, 'Test', '1970-01-01', 'female') returning code",
    )
    .bind(family_name)
    .fetch_one(&mut database)
    .await
    .unwrap()
}

/// A bed of the demo hospital by its label, as the list of beds shows it.
async fn bed(client: &Client, label: &str) -> Value {
    let beds = client.get(&format!("{HOSPITAL}/beds")).await;
    assert_eq!(beds.status, 200, "{}", beds.body);
    let found = beds
        .body
        .as_array()
        .unwrap()
        .iter()
        .find(|b| b["label"] == label);
    found.unwrap().clone()
}

/// The open admission of whoever lies in a bed, and their code.
async fn stay_in(client: &Client, label: &str) -> (String, Value) {
    let bed = bed(client, label).await;
    let code = bed["occupant"]["code"].as_str().unwrap().to_owned();
    (code.clone(), stay_of(client, &code).await)
}

/// The newest admission of a patient.
async fn stay_of(client: &Client, code: &str) -> Value {
    let list = client
        .get(&format!("/api/patients/{code}/admissions"))
        .await;
    assert_eq!(list.status, 200, "{}", list.body);
    list.body[0].clone()
}

/// Takes a patient in.
async fn admit(client: &Client, code: &str, body: &Value) -> Answer {
    client
        .post(&format!("{HOSPITAL}/patients/{code}/admit"), body)
        .await
}

/// Moves a patient.
async fn transfer(client: &Client, code: &str, body: &Value) -> Answer {
    client
        .post(&format!("{HOSPITAL}/patients/{code}/transfer"), body)
        .await
}

/// Lets a patient go.
async fn discharge(client: &Client, code: &str, body: &Value) -> Answer {
    client
        .post(&format!("{HOSPITAL}/patients/{code}/discharge"), body)
        .await
}
