//! Beds: kept for somebody, and found for somebody.

use cloudcare_testkit::TestApp;
use serde_json::{Value, json};

use crate::{HOSPITAL, admit, bed, now, registered, stay_in};

fn reservation_of(bed: &Value) -> String {
    format!(
        "{HOSPITAL}/beds/{}/reservation",
        bed["id"].as_str().unwrap()
    )
}

#[tokio::test]
async fn a_bed_kept_for_somebody_is_theirs_until_it_lapses_by_itself() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (mine, other) = (
        registered(&app, "Expected").await,
        registered(&app, "Other").await,
    );
    let a4 = bed(&nurse, "A4").await;
    let until = now() + jiff::SignedDuration::from_hours(2);
    let body = json!({"patient_id": mine, "until": until, "reason": "coming from theatre"});
    let kept = nurse.post(&reservation_of(&a4), &body).await;
    assert_eq!(kept.status, 201, "{}", kept.body);
    assert_eq!(kept.body["state"], "reserved");
    assert_eq!(kept.body["reservation"]["by"], "Ingrid Halvorsen");
    let twice = nurse.post(&reservation_of(&a4), &body).await;
    assert_eq!(twice.status, 409);
    assert_eq!(
        twice.body["current"]["reservation"]["patient"]["code"],
        mine.as_str()
    );

    let refused = admit(&nurse, &other, &json!({"bed_id": a4["id"]})).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(
        refused.body["free_beds"]
            .as_array()
            .unwrap()
            .iter()
            .all(|b| b["label"] != "A4")
    );

    // Time passes: no job runs, and the bed is free again.
    let mut database = app.database().await;
    sqlx::query("update bed_reservations set during = tstzrange(lower(during) - interval '3 hours', clock_timestamp() - interval '1 second')")
        .execute(&mut database)
        .await
        .unwrap();
    assert_eq!(bed(&nurse, "A4").await["state"], "free");
    assert_eq!(
        admit(&nurse, &other, &json!({"bed_id": a4["id"]}))
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn whoever_a_bed_is_kept_for_gets_it_and_an_override_is_on_record() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (mine, other) = (
        registered(&app, "Expected").await,
        registered(&app, "Other").await,
    );
    let (a4, c3) = (bed(&nurse, "A4").await, bed(&nurse, "C3").await);
    let until = now() + jiff::SignedDuration::from_hours(2);
    for (kept, who) in [(&a4, &mine), (&c3, &mine)] {
        let body = json!({"patient_id": who, "until": until});
        assert_eq!(nurse.post(&reservation_of(kept), &body).await.status, 201);
    }
    let forced = admit(
        &nurse,
        &other,
        &json!({"bed_id": c3["id"], "override_reason": "arrest call"}),
    )
    .await;
    assert_eq!(forced.status, 201, "{}", forced.body);
    let overridden = app
        .count("select count(*) from audit_events where action = 'admit' and detail->'overridden' = '[\"reserved\"]'")
        .await;
    assert_eq!(overridden, 1);
    let arrived = admit(&nurse, &mine, &json!({"ward_id": a4["ward_id"]})).await;
    assert_eq!(arrived.status, 201, "{}", arrived.body);
    assert_eq!(arrived.body["bed_label"], "A4");
    assert!(bed(&nurse, "A4").await.get("reservation").is_none());
}

#[tokio::test]
async fn only_a_bed_somebody_could_come_to_is_kept() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let until = now() + jiff::SignedDuration::from_hours(2);
    for (label, status) in [("B4", 409), ("E4", 409), ("D3", 201), ("A4", 201)] {
        let bed = bed(&nurse, label).await;
        let answer = nurse
            .post(&reservation_of(&bed), &json!({ "until": until }))
            .await;
        assert_eq!(answer.status, status, "{label}: {}", answer.body);
    }
    assert_eq!(
        bed(&nurse, "D3").await["state"],
        "cleaning",
        "kept, and still to be cleaned"
    );
    let a4 = bed(&nurse, "A4").await;
    let released = nurse.delete(&reservation_of(&a4)).await;
    assert_eq!(
        (released.status.as_u16(), &released.body["state"]),
        (200, &json!("free"))
    );
    assert_eq!(nurse.delete(&reservation_of(&a4)).await.status, 409);
    let f1 = bed(&nurse, "F1").await;
    for until in [
        now() - jiff::SignedDuration::from_secs(1),
        now() + jiff::SignedDuration::from_hours(24 * 8),
    ] {
        let answer = nurse
            .post(&reservation_of(&f1), &json!({ "until": until }))
            .await;
        assert_eq!(answer.status, 422, "{}", answer.body);
    }
}

#[tokio::test]
async fn places_for_a_patient_come_best_first_with_what_they_lack() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (_, stay) = stay_in(&nurse, "A1").await;
    let path = format!(
        "{HOSPITAL}/bed-options?admission_id={}",
        stay["id"].as_str().unwrap()
    );
    let options = nurse.get(&path).await;
    assert_eq!(options.status, 200, "{}", options.body);
    let labels: Vec<(&str, &str)> = options
        .body
        .as_array()
        .unwrap()
        .iter()
        .map(|o| {
            (
                o["bed"]["label"].as_str().unwrap(),
                o["fit"].as_str().unwrap(),
            )
        })
        .collect();
    // Own ward first, then the others, rooms that somebody else may need last.
    assert_eq!(
        &labels[..3],
        [("A4", "suits"), ("C3", "suits"), ("F1", "suits")]
    );
    let suits = labels.iter().filter(|(_, fit)| *fit == "suits").count();
    assert!(
        labels[..suits].iter().all(|(_, fit)| *fit == "suits"),
        "{labels:?}"
    );
    assert!(
        labels.iter().all(|(label, _)| *label != "A1"),
        "not the own bed"
    );
    assert_eq!(labels.last().unwrap().1, "closed");
    assert!(labels.contains(&("E4", "closed")), "{labels:?}");
    let taken = options
        .body
        .as_array()
        .unwrap()
        .iter()
        .find(|o| o["fit"] == "occupied")
        .unwrap();
    assert!(taken["swap_with"]["code"].is_string() && taken["swap_with_version"].is_number());
    let isolated = nurse
        .get(&format!("{HOSPITAL}/bed-options?isolation=contact"))
        .await;
    assert_eq!(isolated.body[0]["bed"]["label"], "S3");
    assert_eq!(isolated.body[1]["fit"], "lacks");
    assert_eq!(isolated.body[1]["lacks"], json!(["isolation"]));
    let free = nurse.get(&format!("{HOSPITAL}/beds?state=free")).await;
    let free = free.body.as_array().unwrap().clone();
    assert!(!free.is_empty() && free.iter().all(|b| b["state"] == "free"));
    let figures = nurse.get(&format!("{HOSPITAL}/statistics")).await.body;
    assert_eq!(json!(free.len()), figures["available_beds"]);
}
