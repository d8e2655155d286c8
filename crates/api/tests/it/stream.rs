//! The live stream: nothing lost, nothing twice, nothing that is not yours.

use cloudcare_testkit::TestApp;
use serde_json::json;

use crate::{raised_by_watch, saturation, sync};

#[tokio::test]
async fn a_nurse_hears_of_an_alert_with_the_name_and_a_station_without() {
    let app = TestApp::demo().await;
    let (station, _) = app.station("Nurse station 1").await;
    let mut nurse = app
        .sign_in("nurse")
        .await
        .stream("/api/emergency/stream")
        .await;
    let mut station = station.stream("/api/events/stream?topics=alerts").await;
    nurse.ping().await;
    station.ping().await;
    raised_by_watch(&app).await;

    let named = nurse.next_event().await.unwrap();
    assert_eq!(
        (named.event.as_str(), &named.data["event"]),
        ("emergency_alert", &json!("alert_raised"))
    );
    assert_eq!(named.data["patient_name"], "WEIMANN, Lakeisha (Ms)");
    let nameless = station.next_event().await.unwrap();
    assert_eq!(nameless.id, named.id);
    assert_eq!(
        (&nameless.data["bed"], &nameless.data["severity"]),
        (&json!("C5"), &json!("critical"))
    );
    // Ids are random and may hold any digits; every other value must be one of place and state.
    let told = nameless.data.as_object().unwrap();
    for (field, value) in told.iter().filter(|(field, _)| !field.ends_with("_id")) {
        let text = value.to_string();
        let tells = ["WEIMANN", "Lakeisha", "84 %", "P00", "saturation"];
        assert!(!tells.iter().any(|t| text.contains(t)), "{field}: {text}");
    }
    for hidden in [
        "patient_id",
        "patient_name",
        "description",
        "trigger_data",
        "location",
    ] {
        assert!(!told.contains_key(hidden), "{hidden}");
    }
}

#[tokio::test]
async fn h1_a_station_lists_open_alerts_without_names() {
    let app = TestApp::demo().await;
    let (station, _) = app.station("Nurse station 1").await;
    raised_by_watch(&app).await;
    let alerts = station.get("/api/emergency/alerts").await;
    assert_eq!(alerts.status, 200);
    let alert = &alerts.body[0];
    assert_eq!(
        (&alert["bed"]["label"], &alert["severity"]),
        (&json!("C5"), &json!("critical"))
    );
    for hidden in ["patient", "description", "trigger_data", "location"] {
        assert!(alert.get(hidden).is_none(), "{hidden}");
    }
    let counts = station.get("/api/workstations/me").await.body["open_alerts"].clone();
    assert_eq!(
        counts,
        json!({"critical": 1, "high": 0, "medium": 0, "low": 0})
    );
}

#[tokio::test]
async fn what_was_missed_is_replayed_once_and_in_order() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let mut stream = nurse.stream("/api/emergency/stream").await;
    let start = stream.ping().await.id;
    drop(stream);
    for i in 0..5 {
        let body = json!({"alert_id": format!("a{i}"), "place": "corridor", "alert_type": "other", "severity": "low", "description": "x"});
        assert_eq!(nurse.post("/api/emergency/alerts", &body).await.status, 201);
    }
    for reconnect in [
        format!("/api/emergency/stream?after={start}"),
        "/api/emergency/stream".to_owned(),
    ] {
        let client = if reconnect.contains("after") {
            nurse.clone()
        } else {
            nurse.clone().with("last-event-id", &start)
        };
        let mut stream = client.stream(&reconnect).await;
        let mut seen = Vec::new();
        for _ in 0..5 {
            seen.push(
                stream.next_event().await.unwrap().data["alert_id"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            );
        }
        assert_eq!(seen, ["a0", "a1", "a2", "a3", "a4"]);
        assert_eq!(
            stream.next().await.unwrap().event,
            "ping",
            "and nothing more"
        );
    }
}

#[tokio::test]
async fn every_instance_tells_what_another_one_wrote() {
    let app = TestApp::demo().await;
    let other = app.another_instance(true).await;
    let mut stream = other
        .sign_in("nurse")
        .await
        .stream("/api/emergency/stream")
        .await;
    stream.ping().await;
    raised_by_watch(&app).await;
    assert_eq!(
        stream.next_event().await.unwrap().data["event"],
        "alert_raised"
    );
}

#[tokio::test]
async fn a_place_of_another_history_is_answered_with_gap_never_with_silence() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    raised_by_watch(&app).await;
    for stale in ["deadbeeft1-3", "deadbeeft1-999999"] {
        let mut stream = nurse
            .stream(&format!("/api/emergency/stream?after={stale}"))
            .await;
        let gap = stream.next().await.unwrap();
        assert_eq!(gap.event, "gap", "{stale}");
        let next = stream.next().await.unwrap();
        assert_eq!(
            (next.event.as_str(), &next.id),
            ("ping", &gap.id),
            "and it goes on from where it is"
        );
    }
    let mut future = nurse.stream("/api/emergency/stream").await;
    let here = future.ping().await.id;
    let (epoch, n) = here.rsplit_once('-').unwrap();
    let ahead = format!("{epoch}-{}", n.parse::<i64>().unwrap() + 1000);
    assert_eq!(
        nurse
            .stream(&format!("/api/emergency/stream?after={ahead}"))
            .await
            .next()
            .await
            .unwrap()
            .event,
        "gap"
    );
}

#[tokio::test]
async fn a_pruned_place_is_answered_with_gap() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let start = nurse.stream("/api/emergency/stream").await.ping().await.id;
    raised_by_watch(&app).await;
    let mut database = app.database().await;
    sqlx::query("update events set at = at - interval '30 days'")
        .execute(&mut database)
        .await
        .unwrap();
    sqlx::query("select prune_events(interval '7 days')")
        .execute(&mut database)
        .await
        .unwrap();
    // The reader notices within its poll of one second.
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    let gap = nurse
        .stream(&format!("/api/emergency/stream?after={start}"))
        .await
        .next()
        .await
        .unwrap();
    assert_eq!(gap.event, "gap");
}

/// What ended a session may be among the events that are gone; the stream must not outlive it.
#[tokio::test]
async fn a_gap_ends_the_stream_of_a_session_that_ended_in_it() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (station, _) = app.station("Old PC").await;
    let mut of_nurse = nurse.stream("/api/emergency/stream").await;
    let mut of_station = station.stream("/api/emergency/stream").await;
    of_nurse.ping().await;
    of_station.ping().await;
    let mut database = app.database().await;
    // Ended where nobody tells the log, and the log shortened behind both streams.
    for sql in [
        "update sessions set ended_at = clock_timestamp(), end_reason = 'terminated'",
        "update workstations set revoked_at = clock_timestamp()",
        "update event_log_state set pruned_through = (select coalesce(max(n), 0) + 1000 from events)",
        "select setval(pg_get_serial_sequence('events', 'n'), (select pruned_through + 1 from event_log_state))",
    ] {
        sqlx::query(sql).execute(&mut database).await.unwrap();
    }
    for stream in [&mut of_nurse, &mut of_station] {
        assert_eq!(stream.next_event().await.unwrap().event, "session_ended");
        assert_eq!(stream.next().await, None);
    }
}

#[tokio::test]
async fn a_patient_hears_of_own_alerts_only() {
    let app = TestApp::demo().await;
    let mut stream = app
        .sign_in("patient")
        .await
        .stream("/api/emergency/stream")
        .await;
    stream.ping().await;
    let nurse = app.sign_in("nurse").await;
    let other = json!({"patient_id": "P00001", "alert_type": "other", "severity": "low", "description": "about somebody else"});
    assert_eq!(
        nurse.post("/api/emergency/alerts", &other).await.status,
        201
    );
    raised_by_watch(&app).await;
    assert_eq!(
        stream.next_event().await.unwrap().data["patient_name"],
        "WEIMANN, Lakeisha (Ms)"
    );
}

#[tokio::test]
async fn signing_out_ends_the_stream_too() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let mut stream = nurse.stream("/api/emergency/stream").await;
    stream.ping().await;
    nurse.post("/api/auth/logout", &json!({})).await;
    assert_eq!(stream.next_event().await.unwrap().event, "session_ended");
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn a_removed_station_hears_nothing_more() {
    let app = TestApp::demo().await;
    let (station, _) = app.station("Old PC").await;
    let mut stream = station.stream("/api/emergency/stream").await;
    stream.ping().await;
    let admin = app.sign_in("admin").await;
    let id = admin.get("/api/workstations").await.body[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        admin
            .delete(&format!("/api/workstations/{id}"))
            .await
            .status,
        204
    );
    assert_eq!(stream.next_event().await.unwrap().event, "session_ended");
    assert_eq!(station.get("/api/emergency/alerts").await.status, 401);
}

#[tokio::test]
async fn boards_are_told_that_something_changed_on_their_ward() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let wards = nurse.get("/api/auth/me").await.body["wards"].clone();
    let (first, second) = (
        wards[0]["id"].as_str().unwrap(),
        wards[1]["id"].as_str().unwrap(),
    );
    let mut own = nurse
        .stream(&format!("/api/events/stream?topics=board:{first}"))
        .await;
    let mut other = nurse
        .stream(&format!("/api/events/stream?topics=board:{second}"))
        .await;
    own.ping().await;
    other.ping().await;
    let patient = app.sign_in("patient").await;
    sync(&app, &patient, "OxygenSaturation", &saturation("r1", 97, 5)).await;
    let changed = own.next_event().await.unwrap();
    assert_eq!(
        (changed.event.as_str(), &changed.data["ward_id"]),
        ("board_changed", &json!(first))
    );
    assert_eq!(
        other.next().await.unwrap().event,
        "ping",
        "the other ward hears nothing"
    );
}

/// Writers commit in another order than they took their numbers; no reader may pass over one.
#[tokio::test]
async fn no_event_is_passed_over_under_many_writers() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let mut stream = nurse.stream("/api/emergency/stream").await;
    stream.ping().await;
    let writers: Vec<_> = (0..8)
        .map(|w| {
            let nurse = nurse.clone();
            tokio::spawn(async move {
                for i in 0..10 {
                    let body = json!({"alert_id": format!("{w}-{i}"), "place": "corridor", "alert_type": "other", "severity": "low", "description": "x"});
                    assert_eq!(nurse.post("/api/emergency/alerts", &body).await.status, 201);
                }
            })
        })
        .collect();
    let mut seen = std::collections::HashSet::new();
    let mut last = 0;
    while seen.len() < 80 {
        let frame = stream.next_event().await.unwrap();
        let n: i64 = frame.id.rsplit_once('-').unwrap().1.parse().unwrap();
        assert!(n > last, "in order");
        last = n;
        assert!(
            seen.insert(frame.data["alert_id"].as_str().unwrap().to_owned()),
            "once"
        );
    }
    for writer in writers {
        writer.await.unwrap();
    }
}
