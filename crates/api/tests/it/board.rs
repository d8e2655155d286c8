//! The ward board.

use cloudcare_testkit::TestApp;
use serde_json::{Value, json};

use crate::raised_by_watch;

async fn first_board(app: &TestApp, who: &str) -> Value {
    let client = app.sign_in(who).await;
    let ward = client.get("/api/auth/me").await.body["wards"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let board = client.get(&format!("/api/wards/{ward}/board")).await;
    assert_eq!(board.status, 200, "{}", board.body);
    board.body
}

fn bed<'a>(board: &'a Value, label: &str) -> &'a Value {
    board["beds"]
        .as_array()
        .unwrap()
        .iter()
        .find(|b| b["label"] == label)
        .unwrap()
}

#[tokio::test]
async fn the_board_shows_every_bed_and_everyone_without_one() {
    let app = TestApp::demo().await;
    let board = first_board(&app, "nurse").await;
    assert_eq!(board["beds"].as_array().unwrap().len(), 24);
    assert_eq!(
        board["counts"],
        json!({"patients": 23, "free": 2, "reserved": 0, "cleaning": 1, "closed": 0, "no_bed": 2})
    );
    assert_eq!(bed(&board, "A4")["state"], "free");
    assert_eq!(bed(&board, "D3")["state"], "cleaning");
    assert_eq!(
        bed(&board, "B4")["occupant"]["patient"]["family_name"],
        "Considine"
    );
    assert_eq!(
        bed(&board, "B4")["occupant"]["allergies"],
        json!(["penicillin", "codeine"])
    );
    assert_eq!(
        bed(&board, "B3")["occupant"]["allergy_state"],
        "not_asked",
        "not asked is not none"
    );
    assert!(board["no_bed"][0]["place"].is_string());
}

#[tokio::test]
async fn two_patients_of_one_name_warn_of_each_other() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let ward = nurse.get("/api/auth/me").await.body["wards"][1]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let board = nurse.get(&format!("/api/wards/{ward}/board")).await.body;
    assert_eq!(
        bed(&board, "E5")["occupant"]["same_surname_beds"],
        json!(["E6"])
    );
    assert_eq!(
        bed(&board, "E6")["occupant"]["same_surname_beds"],
        json!(["E5"])
    );
    assert_eq!(
        bed(&board, "E1")["occupant"]["same_surname_beds"],
        json!([])
    );
}

#[tokio::test]
async fn an_open_alert_stands_on_the_card_and_goes_when_it_closes() {
    let app = TestApp::demo().await;
    let alert = raised_by_watch(&app).await;
    let card = bed(&first_board(&app, "nurse").await, "C5")["occupant"].clone();
    assert_eq!(card["alerts"][0]["severity"], "critical");
    assert!(card["wearable"]["last_taken_at"].is_string());
    let path = format!(
        "/api/emergency/alerts/{}/false-alarm",
        alert["alert_id"].as_str().unwrap()
    );
    app.sign_in("nurse")
        .await
        .patch(&path, &json!({"notes": "probe off"}))
        .await;
    assert_eq!(
        bed(&first_board(&app, "nurse").await, "C5")["occupant"]["alerts"],
        json!([])
    );
}

#[tokio::test]
async fn an_administrator_sees_who_lies_where_and_no_clinical_fact() {
    let app = TestApp::demo().await;
    raised_by_watch(&app).await;
    let board = first_board(&app, "admin").await;
    let occupant = &bed(&board, "C5")["occupant"];
    assert_eq!(occupant["patient"]["family_name"], "Weimann");
    assert!(
        occupant.get("allergy_state").is_none() && occupant.get("resuscitation_status").is_none()
    );
    assert_eq!(
        (&occupant["allergies"], &occupant["alerts"]),
        (&json!([]), &json!([]))
    );
}

#[tokio::test]
async fn reading_a_board_is_on_record_with_everybody_on_it() {
    let app = TestApp::demo().await;
    first_board(&app, "nurse").await;
    let mut database = app.database().await;
    let subjects: i32 = sqlx::query_scalar(
        "select cardinality(subjects) from audit_events where resource_type = 'ward_board'",
    )
    .fetch_one(&mut database)
    .await
    .unwrap();
    assert_eq!(subjects, 23);
}

#[tokio::test]
async fn the_database_refuses_two_patients_in_one_bed_and_two_beds_for_one_patient() {
    let app = TestApp::demo().await;
    let mut database = app.database().await;
    for (sql, constraint) in [
        ("insert into bed_stays select gen_random_uuid(), a.id, s.bed_id, a.patient_id, tstzrange(now(), null)
          from bed_stays s, admissions a where a.place is not null limit 1", "bed_stays_one_patient_per_bed"),
        ("insert into bed_stays select gen_random_uuid(), s.admission_id, b.id, s.patient_id, tstzrange(now(), null)
          from bed_stays s, beds b where b.label = 'A4' limit 1", "bed_stays_one_bed_per_patient"),
    ] {
        let refused = sqlx::query(sql).execute(&mut database).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().constraint(), Some(constraint));
    }
}

#[tokio::test]
async fn the_application_itself_can_not_change_the_record() {
    let app = TestApp::demo().await;
    let mut database = app.database().await;
    sqlx::query("set role cloudcare_app")
        .execute(&mut database)
        .await
        .unwrap();
    for sql in [
        "update audit_events set outcome = 'success'",
        "delete from audit_events",
        "truncate audit_events",
        "update audit_seals set mac = ''",
        "delete from audit_seals",
        "truncate audit_seals",
        "update audit_eras set first_xid = 0",
        "insert into audit_eras (era, system_identifier) values (9, 1)",
        "update events set payload = '{}'",
        "delete from events",
        "delete from alert_history",
    ] {
        let refused = sqlx::query(sql).execute(&mut database).await.unwrap_err();
        assert_eq!(
            refused.as_database_error().unwrap().code().as_deref(),
            Some("42501"),
            "{sql}"
        );
    }
}

#[tokio::test]
async fn a_bed_whose_patient_can_not_be_read_is_still_taken() {
    let app = TestApp::demo().await;
    let mut database = app.database().await;
    sqlx::query("update patients set is_active = false where family_name = 'Considine'")
        .execute(&mut database)
        .await
        .unwrap();
    let board = first_board(&app, "nurse").await;
    assert_eq!(bed(&board, "B4")["state"], "occupied");
    assert!(bed(&board, "B4").get("occupant").is_none());
    assert_eq!(board["counts"]["free"], 2);
}

#[tokio::test]
async fn data_that_disagree_are_told_in_words() {
    let app = TestApp::demo().await;
    let mut database = app.database().await;
    for sql in [
        // Left, and the bed was not freed.
        "update admissions set discharged_at = clock_timestamp() where patient_id = (select id from patients where family_name = 'Considine')",
        // In twice.
        "insert into admissions (id, patient_id, hospital_id, treatment_type) select gen_random_uuid(), p.id, h.id, 'emergency'
         from patients p, hospitals h where p.family_name = 'Koelpin'",
        // An alert that stands elsewhere.
        "insert into alerts (id, alert_ref, request_hash, hospital_id, place, patient_id, alert_type, severity, status, description, triggered_by)
         select gen_random_uuid(), 'x', sha256('x'), h.id, 'the lift', p.id, 'other', 'low', 'active', 'x', 'manual'
         from patients p, hospitals h where p.family_name = 'Spinka'",
        // A need the place does not meet.
        "update admissions set isolation = 'contact' where patient_id = (select id from patients where family_name = 'Stokes')",
        "insert into observation_sets (id, patient_id, taken_at, origin, respiration_per_min, oxygen_saturation_percent, systolic_mmhg, diastolic_mmhg, temperature_c)
         select gen_random_uuid(), id, clock_timestamp(), 'ward', 18, 96, 132, 78, 37.1 from patients where family_name = 'Stokes'",
        "update patients set born_at = clock_timestamp() - interval '31 hours' where family_name = 'Stokes'",
    ] {
        sqlx::query(sql).execute(&mut database).await.unwrap();
    }
    let board = first_board(&app, "nurse").await;
    let told = |label: &str| bed(&board, label)["occupant"]["disagreements"].clone();
    let left = told("B4");
    assert!(
        left[0]
            .as_str()
            .is_some_and(|w| w.starts_with("left ") && w.ends_with(", bed not freed")),
        "{left}"
    );
    assert_eq!(told("C2"), json!(["two open stays"]));
    assert_eq!(told("C4"), json!(["alert place differs: the lift"]));
    assert_eq!(told("C6"), json!(["needs isolation, the place lacks it"]));
    assert_eq!(told("C5"), json!([]));
    let card = &bed(&board, "C6")["occupant"];
    assert_eq!(
        card["latest_observation"]["summary"],
        "RR 18 · SpO₂ 96 % · BP 132/78 · T 37.1 °C"
    );
    assert_eq!(
        (&card["age_hours"], &card["identity_state"]),
        (&json!(31), &json!("identified"))
    );
    let seen_by_admin = first_board(&app, "admin").await;
    assert!(
        bed(&seen_by_admin, "C6")["occupant"]
            .get("latest_observation")
            .is_none()
    );
}
