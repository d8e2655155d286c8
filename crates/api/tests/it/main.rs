//! What users rely on, over the real router and a real PostgreSQL.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where it must; helpers outside #[test] functions too"
)]

mod access;
mod alert;
mod bad_input;
mod board;
mod doctor;
mod installation;
mod patient;
mod patient_search;
mod sign_in;
mod stream;
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
