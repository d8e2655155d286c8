//! Registering and keeping patients.

use cloudcare_testkit::{Client, TestApp};
use http::Method;
use serde_json::{Value, json};

/// A registration that offends nothing.
pub(crate) fn ada() -> Value {
    json!({
        "family_name": "Lovelace", "given_name": "Ada", "date_of_birth": "1990-12-10", "gender": "female",
        "contact": "+44 20 7946 0958", "insurance_number": "LV 123456", "allergy_state": "not_asked"
    })
}

/// Registers somebody like Ada, with changes.
pub(crate) async fn registered(client: &Client, changes: &Value) -> Value {
    let mut body = ada();
    for (field, value) in changes.as_object().unwrap() {
        body[field] = value.clone();
    }
    let answer = client.post("/api/patients", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

pub(crate) fn path(patient: &Value, rest: &str) -> String {
    format!("/api/patients/{}{rest}", patient["code"].as_str().unwrap())
}

#[tokio::test]
async fn a_patient_is_registered_with_everything_and_read_back() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let patient = registered(
        &nurse,
        &json!({
            "title": "Ms", "email": "ada@example.org", "address": {"line1": "12 Square", "city": "London"},
            "blood_type": "AB_NEGATIVE", "insurance_provider": "Lloyd", "resuscitation_status": "full_treatment",
            "allergy_state": "known",
            "allergies": [{"substance": "penicillin", "reaction": "rash", "severity": "severe", "category": "medicine"}],
            "conditions": [{"icd10_code": "j45.9", "description": "Asthma", "started_on": "2001-05-01"}],
            "family_contacts": [{"name": "William King", "relationship": "husband", "contact": "0123", "is_primary": true}]
        }),
    )
    .await;
    let read = nurse.get(&path(&patient, "")).await;
    assert_eq!(read.status, 200, "{}", read.body);
    let record = read.body;
    for (field, value) in [
        ("family_name", json!("Lovelace")),
        ("allergy_state", json!("known")),
        ("allergies", json!(["penicillin"])),
        ("resuscitation_status", json!("full_treatment")),
        ("blood_type", json!("AB_NEGATIVE")),
        ("identity_state", json!("identified")),
        ("address", json!({"line1": "12 Square", "city": "London"})),
        ("emergency_flag", json!(false)),
        ("version", json!(1)),
        ("may_write_clinical", json!(true)),
    ] {
        assert_eq!(record[field], value, "{field}");
    }
    assert!(record["code"].as_str().unwrap().starts_with('P'));
    let subjects = app
        .count("select count(*) from audit_events where action = 'create' and resource_type = 'patient' and cardinality(subjects) = 1")
        .await;
    assert_eq!(subjects, 1);
}

#[tokio::test]
async fn one_key_registers_once_however_often_it_is_sent() {
    let app = TestApp::demo().await;
    let key = "019aab00-0000-7000-8000-0000000000aa";
    let nurse = app.sign_in("nurse").await.with("idempotency-key", key);
    let first = nurse.post("/api/patients", &ada()).await;
    let again = nurse.post("/api/patients", &ada()).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.body["id"], key);
    assert_eq!(first.body["code"], again.body["code"]);
    let mut other = ada();
    other["given_name"] = json!("Augusta");
    assert_eq!(nurse.post("/api/patients", &other).await.status, 422);
}

#[tokio::test]
async fn p1_somebody_very_like_stops_a_registration_until_it_is_said_why() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let known = registered(
        &nurse,
        &json!({"allergy_state": "known", "allergies": [{"substance": "latex"}]}),
    )
    .await;
    for (changes, reasons) in [
        (
            json!({"family_name": "Lovelase", "contact": null, "insurance_number": null}),
            json!(["same_birth_date_similar_name"]),
        ),
        (
            json!({"family_name": "ADA", "given_name": "Lovelace", "contact": null, "insurance_number": null}),
            json!(["same_birth_date_similar_name"]),
        ),
        (
            json!({"family_name": "King", "given_name": "Gus", "contact": "020 7946 0958", "insurance_number": null}),
            json!(["same_phone"]),
        ),
        (
            json!({"family_name": "King", "given_name": "Gus", "contact": null, "insurance_number": "lv-123456"}),
            json!(["same_insurance_number"]),
        ),
    ] {
        let mut body = ada();
        for (field, value) in changes.as_object().unwrap() {
            body[field] = value.clone();
        }
        let refused = nurse.post("/api/patients", &body).await;
        assert_eq!(refused.status, 409, "{changes}: {}", refused.body);
        let duplicate = &refused.body["duplicates"][0];
        assert_eq!(duplicate["patient"]["code"], known["code"], "{changes}");
        assert_eq!(
            (&duplicate["likelihood"], &duplicate["reasons"]),
            (&json!("very_likely"), &reasons),
            "{changes}"
        );
        assert_eq!(duplicate["has_allergies"], true);
        body["not_duplicate_of"] = json!([known["code"]]);
        let unsaid = nurse.post("/api/patients", &body).await;
        assert_eq!(unsaid.status, 422);
        assert_eq!(unsaid.body["errors"][0]["field"], "not_duplicate_because");
    }
    let twin = registered(
        &nurse,
        &json!({"given_name": "Adele", "not_duplicate_of": [known["code"]], "not_duplicate_because": "twin sister"}),
    )
    .await;
    assert_ne!(twin["code"], known["code"]);
    assert_eq!(
        app.count("select count(*) from duplicate_dismissals where reason = 'twin sister'")
            .await,
        1
    );
}

#[tokio::test]
async fn p1_a_shared_phone_alone_is_shown_and_stops_nothing() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    registered(&nurse, &json!({})).await;
    let query = "/api/patients/duplicates?family_name=King&given_name=Byron&date_of_birth=2012-05-12&contact=02079460958";
    let found = nurse.get(query).await;
    assert_eq!(found.body[0]["likelihood"], "possible", "{}", found.body);
    assert_eq!(found.body[0]["matches"], json!(["contact"]));
    registered(&nurse, &json!({"family_name": "King", "given_name": "Byron", "date_of_birth": "2012-05-12", "insurance_number": null})).await;
}

#[tokio::test]
async fn two_desks_do_not_register_one_person_twice_at_the_same_instant() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let nurse = nurse.clone();
            tokio::spawn(async move { nurse.post("/api/patients", &ada()).await.status.as_u16() })
        })
        .collect();
    let mut statuses = Vec::new();
    for attempt in tries {
        statuses.push(attempt.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn h13_no_registration_contradicts_itself_about_allergies() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    for (state, list) in [
        ("none_known", json!([{"substance": "latex"}])),
        ("not_asked", json!([{"substance": "latex"}])),
        ("known", json!([])),
    ] {
        let mut body = ada();
        body["allergy_state"] = json!(state);
        body["allergies"] = list;
        let answer = nurse.post("/api/patients", &body).await;
        assert_eq!(answer.status, 422, "{state}: {}", answer.body);
        assert_eq!(answer.body["errors"][0]["field"], "allergy_state");
    }
    let admin = app.sign_in("admin").await;
    let mut body = ada();
    body["allergy_state"] = json!("none_known");
    assert_eq!(
        admin.post("/api/patients", &body).await.status,
        403,
        "no clinical write"
    );
    assert_eq!(admin.post("/api/patients", &ada()).await.status, 201);
    assert_eq!(
        app.sign_in("pharmacist")
            .await
            .post("/api/patients", &ada())
            .await
            .status,
        403
    );
    assert_eq!(
        app.sign_in("patient")
            .await
            .post("/api/patients", &ada())
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn every_field_that_can_not_be_taken_is_named_at_once() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let mut body = ada();
    body["family_name"] = json!(" ");
    body["date_of_birth"] = json!("2190-01-01");
    body["email"] = json!("nowhere");
    body["conditions"] = json!([{"description": "x", "icd10_code": "nonsense"}]);
    let answer = nurse.post("/api/patients", &body).await;
    let fields: Vec<&str> = answer.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "family_name",
            "date_of_birth",
            "email",
            "conditions[0].icd10_code"
        ]
    );
}

#[tokio::test]
async fn h19_the_hospital_that_registers_answers_until_somebody_admits() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let patient = registered(&nurse, &json!({})).await;
    let mut database = app.database().await;
    assert_eq!(nurse.get(&path(&patient, "")).await.status, 200);
    sqlx::query("update patients set created_at = now() - interval '73 hours' where family_name = 'Lovelace'")
        .execute(&mut database)
        .await
        .unwrap();
    assert_eq!(
        nurse.get(&path(&patient, "")).await.status,
        200,
        "nobody has admitted"
    );
    sqlx::query(
        "insert into admissions (id, patient_id, hospital_id, admitted_at, discharged_at)
         select gen_random_uuid(), p.id, h.id, now() - interval '100 hours', now() - interval '73 hours'
         from patients p, hospitals h where p.family_name = 'Lovelace'",
    )
    .execute(&mut database)
    .await
    .unwrap();
    assert_eq!(
        nurse.get(&path(&patient, "")).await.status,
        403,
        "admitted and long gone"
    );
}

#[tokio::test]
async fn both_sides_of_an_open_transfer_between_hospitals_may_read_and_the_asked_one_writes_once_it_has_accepted()
 {
    let app = TestApp::demo().await;
    let mut database = app.database().await;
    for sql in [
        "insert into hospitals (id, name, time_zone) values ('019aab00-0000-7000-8000-000000000001', 'Southgate', 'Europe/London')",
        "insert into patients (id, family_name, given_name, date_of_birth, gender) values
           ('019aab00-0000-7000-8000-000000000002', 'Faraway', 'Fay', '1950-01-01', 'female')",
        "insert into admissions (id, patient_id, hospital_id) values
           ('019aab00-0000-7000-8000-000000000003', '019aab00-0000-7000-8000-000000000002', '019aab00-0000-7000-8000-000000000001')",
    ] {
        sqlx::query(sql).execute(&mut database).await.unwrap();
    }
    let nurse = app.sign_in("nurse").await;
    let record = "/api/patients/019aab00-0000-7000-8000-000000000002";
    assert_eq!(nurse.get(record).await.status, 403);
    sqlx::query(
        "insert into hospital_transfers (id, patient_id, from_admission_id, to_hospital_id, status, reason)
         select gen_random_uuid(), '019aab00-0000-7000-8000-000000000002', '019aab00-0000-7000-8000-000000000003', id, 'requested', 'x'
         from hospitals where name = 'Northgate General'",
    )
    .execute(&mut database)
    .await
    .unwrap();
    let asked = nurse.get(record).await;
    assert_eq!(
        (asked.status.as_u16(), &asked.body["may_write_clinical"]),
        (200, &json!(false))
    );
    let condition = json!({"description": "Not ours to say"});
    let conditions = format!("{record}/conditions");
    assert_eq!(nurse.post(&conditions, &condition).await.status, 403);
    sqlx::query("update hospital_transfers set status = 'accepted'")
        .execute(&mut database)
        .await
        .unwrap();
    assert_eq!(nurse.get(record).await.body["may_write_clinical"], true);
    assert_eq!(nurse.post(&conditions, &condition).await.status, 201);
    sqlx::query("update hospital_transfers set status = 'cancelled'")
        .execute(&mut database)
        .await
        .unwrap();
    assert_eq!(nurse.get(record).await.status, 403);
}

fn as_update(record: &Value) -> Value {
    let mut body = json!({});
    for field in [
        "version",
        "family_name",
        "given_name",
        "title",
        "date_of_birth",
        "date_of_birth_is_estimated",
        "gender",
        "contact",
        "email",
        "address",
        "blood_type",
        "insurance_provider",
        "insurance_number",
    ] {
        if !record[field].is_null() {
            body[field] = record[field].clone();
        }
    }
    body
}

#[tokio::test]
async fn a_birth_date_is_corrected_and_a_stale_correction_is_told_what_stands_there() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let record = nurse.get("/api/patients/P00001").await.body;
    let mut body = as_update(&record);
    body["date_of_birth"] = json!("1968-02-12");
    let changed = nurse.json(Method::PUT, "/api/patients/P00001", &body).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(
        (&changed.body["date_of_birth"], &changed.body["version"]),
        (&json!("1968-02-12"), &json!(2))
    );
    let stale = nurse.json(Method::PUT, "/api/patients/P00001", &body).await;
    assert_eq!(stale.status, 409);
    assert_eq!(stale.body["current"]["version"], 2);
    assert_eq!(
        app.count("select count(*) from audit_events where detail ->> 'changed' = 'date_of_birth'")
            .await,
        1
    );
    assert_eq!(
        app.count(
            "select count(*) from events where kind = 'board' and payload ->> 'reason' = 'patient'"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn h33_patients_change_their_contacts_and_nothing_else() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let (code, _) = app.watched_patient().await;
    let own = format!("/api/patients/{code}");
    let record = patient.get(&own).await.body;
    let mut body = as_update(&record);
    body["contact"] = json!("0777 123");
    body["address"] = json!({"city": "Leeds"});
    let changed = patient.json(Method::PUT, &own, &body).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    body = as_update(&changed.body);
    body["family_name"] = json!("Somebody Else");
    assert_eq!(patient.json(Method::PUT, &own, &body).await.status, 403);
    assert_eq!(patient.delete(&own).await.status, 403);
    assert_eq!(
        patient
            .json(Method::PUT, "/api/patients/P00001", &body)
            .await
            .status,
        404
    );
    assert_eq!(
        patient
            .json(
                Method::PUT,
                &format!("{own}/resuscitation-status"),
                &json!({"version": 2})
            )
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn an_administrator_who_can_not_read_the_blood_group_does_not_clear_it() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let patient = registered(&nurse, &json!({"blood_type": "O_NEGATIVE"})).await;
    let admin = app.sign_in("admin").await;
    let seen = admin.get(&path(&patient, "")).await.body;
    assert!(seen.get("blood_type").is_none() && seen.get("allergy_state").is_none());
    let changed = admin
        .json(Method::PUT, &path(&patient, ""), &as_update(&seen))
        .await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(
        nurse.get(&path(&patient, "")).await.body["blood_type"],
        "O_NEGATIVE"
    );
}

#[tokio::test]
async fn a_record_out_of_use_is_found_by_nobody_and_keeps_its_history() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    assert_eq!(
        nurse.delete("/api/patients/P00001").await.status,
        409,
        "admitted"
    );
    let patient = registered(&nurse, &json!({})).await;
    assert_eq!(nurse.delete(&path(&patient, "")).await.status, 204);
    assert_eq!(nurse.get(&path(&patient, "")).await.status, 404);
    assert_eq!(nurse.delete(&path(&patient, "")).await.status, 404);
    assert_eq!(
        nurse.get("/api/patients/search?q=lovelace").await.body,
        json!([])
    );
    assert_eq!(
        app.count("select count(*) from patients where family_name = 'Lovelace'")
            .await,
        1
    );
}

#[tokio::test]
async fn h18_a_decision_about_resuscitation_stands_on_record_and_board() {
    let app = TestApp::demo().await;
    let doctor = app.sign_in("doctor").await;
    let version = doctor.get("/api/patients/P00001").await.body["version"].clone();
    let body = json!({"version": version, "resuscitation_status": "not_for_resuscitation"});
    let path = "/api/patients/P00001/resuscitation-status";
    let decided = doctor.json(Method::PUT, path, &body).await;
    assert_eq!(
        decided.body["resuscitation_status"], "not_for_resuscitation",
        "{}",
        decided.body
    );
    assert_eq!(doctor.json(Method::PUT, path, &body).await.status, 409);
    assert_eq!(
        app.sign_in("admin")
            .await
            .json(Method::PUT, path, &body)
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn somebody_nobody_can_name_is_registered_in_one_call() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let body = json!({"alias": "Unknown 7", "gender": "male", "estimated_age_years": 60, "description": "red jacket"});
    let answer = nurse.post("/api/patients/unidentified", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    for (field, value) in [
        ("family_name", json!("Unknown 7")),
        ("given_name", json!("")),
        ("identity_state", json!("unidentified")),
        ("allergy_state", json!("not_asked")),
        ("date_of_birth_is_estimated", json!(true)),
        ("age_years", json!(60)),
    ] {
        assert_eq!(answer.body[field], value, "{field}");
    }
    for (field, value) in [
        ("alias", json!("")),
        ("estimated_age_years", json!(121)),
        ("estimated_age_years", json!(-1)),
    ] {
        let mut bad = body.clone();
        bad[field] = value;
        let refused = nurse.post("/api/patients/unidentified", &bad).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.body["errors"][0]["field"]),
            (422, &json!(field))
        );
    }
}

#[tokio::test]
async fn a_newborn_stands_with_the_mother_and_its_age_in_hours() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let born_at = crate::now() - jiff::SignedDuration::from_hours(2);
    let born_on = born_at
        .to_zoned(jiff::tz::TimeZone::get("Europe/London").unwrap())
        .date();
    let body = json!({
        "family_name": "Rempel", "given_name": "", "gender": "female", "date_of_birth": born_on, "born_at": born_at,
        "allergy_state": "not_asked"
    });
    let answer = nurse.post("/api/patients/P00005/newborns", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.body["age_hours"], 2);
    assert_eq!(
        answer.body["mother"]["code"].as_str().unwrap()[..6],
        *"P00005"
    );
    let mother = nurse.get("/api/patients/P00005").await.body;
    assert_eq!(mother["newborns"][0]["id"], answer.body["id"]);
    let mut wrong = body.clone();
    wrong["date_of_birth"] = json!("2020-01-01");
    let refused = nurse.post("/api/patients/P00005/newborns", &wrong).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.body["errors"][0]["field"]),
        (422, &json!("born_at"))
    );
    wrong = body;
    wrong["born_at"] = Value::Null;
    assert_eq!(
        nurse
            .post("/api/patients/P00005/newborns", &wrong)
            .await
            .status,
        422
    );
}
