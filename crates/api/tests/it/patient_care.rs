//! Allergies, conditions, family contacts, death, identification, the emergency flag, the timeline.

use cloudcare_testkit::{Client, TestApp};
use http::Method;
use serde_json::{Value, json};

use crate::patient::{path, registered};

async fn put(client: &Client, path: &str, body: &Value) -> cloudcare_testkit::Answer {
    client.json(Method::PUT, path, body).await
}

#[tokio::test]
async fn h13_none_known_over_a_list_is_refused_with_the_list() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    // Merriweather: penicillin.
    let list = "/api/patients/P00002/allergies";
    let known = nurse.get(list).await.body;
    assert_eq!(
        (&known["state"], &known["allergies"][0]["substance"]),
        (&json!("known"), &json!("penicillin"))
    );
    for state in ["none_known", "not_asked", "unable_to_obtain"] {
        let refused = put(
            &nurse,
            list,
            &json!({"version": known["version"], "state": state}),
        )
        .await;
        assert_eq!(refused.status, 409, "{state}: {}", refused.body);
        assert_eq!(
            refused.body["current"]["allergies"][0]["substance"],
            "penicillin"
        );
    }
    let entry = &known["allergies"][0]["id"];
    let unsaid = json!({"version": known["version"], "state": "none_known", "changes": [{"id": entry, "status": "refuted"}]});
    let answer = put(&nurse, list, &unsaid).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.body["errors"][0]["field"]),
        (422, &json!("changes[0].status_reason"))
    );
    let refuting = json!({"version": known["version"], "state": "none_known",
        "changes": [{"id": entry, "status": "refuted", "status_reason": "oral challenge without reaction"}]});
    let refuted = put(&nurse, list, &refuting).await;
    assert_eq!(refuted.status, 200, "{}", refuted.body);
    assert_eq!(refuted.body["state"], "none_known");
    assert_eq!(refuted.body["state_by"]["full_name"], "Ingrid Halvorsen");
    assert!(refuted.body["state_at"].is_string());
    assert_eq!(
        refuted.body["allergies"][0]["status"], "refuted",
        "never deleted"
    );
    let stale = put(&nurse, list, &refuting).await;
    assert_eq!(
        (stale.status.as_u16(), &stale.body["current"]["version"]),
        (409, &refuted.body["version"])
    );
    assert_eq!(
        nurse.get("/api/patients/P00002").await.body["allergies"],
        json!([])
    );
    assert_eq!(
        app.count("select count(*) from events where payload ->> 'reason' = 'allergies'")
            .await,
        1
    );
}

#[tokio::test]
async fn h13_an_allergy_in_words_is_taken_and_a_list_promised_must_be_there() {
    let app = TestApp::demo().await;
    let pharmacist = app.sign_in("pharmacist").await;
    let list = "/api/patients/P00001/allergies";
    let version = pharmacist.get(list).await.body["version"].clone();
    let empty = put(
        &pharmacist,
        list,
        &json!({"version": version, "state": "known"}),
    )
    .await;
    assert_eq!(
        (empty.status.as_u16(), &empty.body["errors"][0]["field"]),
        (422, &json!("state"))
    );
    let half = json!({"version": version, "state": "known", "changes": [{"substance": "cats", "code": "1"}]});
    assert_eq!(put(&pharmacist, list, &half).await.status, 422);
    let body = json!({"version": version, "state": "known", "changes": [
        {"substance": "that green ointment", "reaction": "blisters", "severity": "moderate"},
        {"substance": "amoxicillin", "category": "medicine", "code": "723", "code_system": "RxNorm"}]});
    let answer = put(&pharmacist, list, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body["allergies"][0].get("code").is_none());
    assert_eq!(answer.body["allergies"][1]["code_system"], "RxNorm");
    let twice = json!({"version": answer.body["version"], "state": "known", "changes": [{"substance": "Amoxicillin"}]});
    assert_eq!(put(&pharmacist, list, &twice).await.status, 422);
    let patient = app.sign_in("patient").await;
    let (code, _) = app.watched_patient().await;
    let own = format!("/api/patients/{code}/allergies");
    assert_eq!(patient.get(&own).await.status, 200);
    assert_eq!(
        put(
            &patient,
            &own,
            &json!({"version": 1, "state": "none_known"})
        )
        .await
        .status,
        404
    );
}

#[tokio::test]
async fn h24_a_condition_is_corrected_or_marked_and_never_deleted() {
    let app = TestApp::demo().await;
    let doctor = app.sign_in("doctor").await;
    let list = "/api/patients/P00001/conditions";
    let added = doctor
        .post(
            list,
            &json!({"icd10_code": "j18.9", "description": "Pneumonia", "started_on": "2026-01-02"}),
        )
        .await;
    assert_eq!(added.status, 201, "{}", added.body);
    assert_eq!(
        (
            &added.body["icd10_code"],
            &added.body["recorded_by"]["full_name"]
        ),
        (&json!("J18.9"), &json!("Dr Amara Obi"))
    );
    let one = format!("{list}/{}", added.body["id"].as_str().unwrap());
    let refused = doctor.delete(&one).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.body["detail"]
            .as_str()
            .unwrap()
            .contains("entered in error")
    );
    let body = json!({"version": 1, "description": "Pneumonia, left", "started_on": "2026-01-02", "ended_on": "2026-02-01"});
    assert_eq!(put(&doctor, &one, &body).await.body["version"], 2);
    let stale = put(&doctor, &one, &body).await;
    assert_eq!(
        (stale.status.as_u16(), &stale.body["current"]["version"]),
        (409, &json!(2))
    );
    let mut backwards = body.clone();
    backwards["ended_on"] = json!("2026-01-01");
    assert_eq!(put(&doctor, &one, &backwards).await.status, 422);
    let mark = format!("{one}/entered-in-error");
    assert_eq!(
        doctor
            .post(&mark, &json!({"version": 2, "reason": " "}))
            .await
            .status,
        422
    );
    let marked = doctor
        .post(&mark, &json!({"version": 2, "reason": "other patient"}))
        .await;
    assert_eq!(
        (&marked.body["status"], &marked.body["error_reason"]),
        (&json!("entered_in_error"), &json!("other patient"))
    );
    assert_eq!(
        doctor
            .post(&mark, &json!({"version": 3, "reason": "again"}))
            .await
            .status,
        409
    );
    let kept = doctor.get(list).await.body;
    let entry = kept
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["id"] == marked.body["id"]);
    assert_eq!(entry.unwrap()["status"], "entered_in_error");
    let unknown = format!("{list}/019aab00-0000-7000-8000-00000000ffff");
    assert_eq!(put(&doctor, &unknown, &body).await.status, 404);
    assert_eq!(
        app.sign_in("pharmacist")
            .await
            .post(list, &json!({"description": "x"}))
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn h33_patients_keep_their_own_family_contacts_and_one_is_called_first() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let (code, _) = app.watched_patient().await;
    let list = format!("/api/patients/{code}/family-contacts");
    let keyed = patient
        .clone()
        .with("idempotency-key", "019aab00-0000-7000-8000-0000000000bb");
    let body =
        json!({"name": "Tom", "relationship": "son", "contact": "0777 1", "is_primary": true});
    let before = patient.get(&list).await.body.as_array().unwrap().len();
    let tom = keyed.post(&list, &body).await;
    assert_eq!(tom.status, 201, "{}", tom.body);
    assert_eq!(keyed.post(&list, &body).await.body["id"], tom.body["id"]);
    let ann = patient.post(&list, &json!({"name": "Ann", "relationship": "aunt", "contact": "0777 2", "is_primary": true})).await;
    let all = patient.get(&list).await.body;
    assert_eq!(all.as_array().unwrap().len(), before + 2);
    assert_eq!(
        (
            &all[0]["name"],
            &all[0]["is_primary"],
            &all[1]["is_primary"]
        ),
        (&json!("Ann"), &json!(true), &json!(false))
    );
    let one = format!("{list}/{}", ann.body["id"].as_str().unwrap());
    let change = json!({"version": 1, "name": "Ann", "relationship": "aunt", "contact": "0777 3"});
    assert_eq!(put(&patient, &one, &change).await.body["contact"], "0777 3");
    assert_eq!(put(&patient, &one, &change).await.status, 409);
    assert_eq!(patient.delete(&one).await.status, 204);
    assert_eq!(patient.delete(&one).await.status, 404);
    let nurse = app.sign_in("nurse").await;
    assert_eq!(
        nurse.get(&list).await.body.as_array().unwrap().len(),
        before + 1
    );
    assert_eq!(
        patient
            .get("/api/patients/P00001/family-contacts")
            .await
            .status,
        404
    );
    assert_eq!(
        app.sign_in("pharmacist")
            .await
            .post(&list, &body)
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn h21_a_death_closes_alerts_with_the_reason_and_can_be_taken_back() {
    let app = TestApp::demo().await;
    let doctor = app.sign_in("doctor").await;
    let alert = crate::raised_by_watch(&app).await;
    let (code, _) = app.watched_patient().await;
    let death = format!("/api/patients/{code}/death");
    let died_at = crate::now() - jiff::SignedDuration::from_mins(5);
    for (field, value) in [
        (
            "died_at",
            json!(crate::now() + jiff::SignedDuration::from_mins(5)),
        ),
        ("died_at", json!("1900-01-01T00:00:00Z")),
        ("verified_by", json!(" ")),
    ] {
        let mut bad = json!({"died_at": died_at, "verified_by": "Dr Obi"});
        bad[field] = value;
        let refused = doctor.post(&death, &bad).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.body["errors"][0]["field"]),
            (422, &json!(field)),
            "{bad}"
        );
    }
    let body = json!({"died_at": died_at, "verified_by": "Dr Obi"});
    assert_eq!(
        app.sign_in("pharmacist")
            .await
            .post(&death, &body)
            .await
            .status,
        403
    );
    let recorded = doctor.post(&death, &body).await;
    assert_eq!(recorded.status, 201, "{}", recorded.body);
    assert_eq!(recorded.body["death"]["verified_by"], "Dr Obi");
    assert_eq!(recorded.body["emergency_flag"], false);
    let closed = doctor
        .get(&format!(
            "/api/emergency/alerts/{}",
            alert["alert_id"].as_str().unwrap()
        ))
        .await
        .body;
    assert_eq!(closed["status"], "resolved");
    assert!(
        closed["closed"]["notes"]
            .as_str()
            .is_some_and(|n| n.contains("death")),
        "{closed}"
    );
    assert_eq!(
        app.count("select count(*) from events where payload ->> 'event' = 'alert_resolved'")
            .await,
        1
    );
    let found = doctor.get("/api/patients/search?q=weimann").await.body;
    assert_eq!(found[0]["patient"]["is_deceased"], true);
    assert_eq!(doctor.post(&death, &body).await.status, 409, "once");
    let reversal = format!("{death}/reversal");
    assert_eq!(
        doctor.post(&reversal, &json!({"reason": ""})).await.status,
        422
    );
    let reversed = doctor
        .post(&reversal, &json!({"reason": "wrong patient chosen"}))
        .await;
    assert_eq!(reversed.status, 200, "{}", reversed.body);
    assert!(reversed.body.get("death").is_none());
    assert_eq!(
        doctor
            .post(&reversal, &json!({"reason": "again"}))
            .await
            .status,
        409
    );
    let story = doctor
        .get(&format!("/api/patients/{code}/records?kind=death"))
        .await
        .body;
    assert_eq!(story[0]["title"], "Death recorded by mistake");
}

async fn unknown(nurse: &Client) -> Value {
    let body = json!({"alias": "Unknown 7", "gender": "male", "estimated_age_years": 60, "description": "red jacket"});
    let answer = nurse.post("/api/patients/unidentified", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

#[tokio::test]
async fn somebody_unidentified_gets_a_name() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let patient = unknown(&nurse).await;
    let identify = path(&patient, "/identify");
    for (body, field) in [
        (json!({"version": 1}), "family_name"),
        (
            json!({"version": 1, "family_name": "Doe", "gender": "male"}),
            "date_of_birth",
        ),
        (
            json!({"version": 1, "family_name": "Doe", "link_to": "P00001"}),
            "link_to",
        ),
        (json!({"version": 1, "link_to": "P99999"}), "link_to"),
        (json!({"version": 1, "link_to": patient["code"]}), "link_to"),
    ] {
        let refused = nurse.post(&identify, &body).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.body["errors"][0]["field"]),
            (422, &json!(field)),
            "{body}"
        );
    }
    let body = json!({"version": 1, "family_name": "Doe", "given_name": "John", "date_of_birth": "1964-05-01", "gender": "male"});
    let named = nurse.post(&identify, &body).await;
    assert_eq!(named.status, 200, "{}", named.body);
    assert_eq!(
        (
            &named.body["identity_state"],
            &named.body["date_of_birth_is_estimated"]
        ),
        (&json!("identified"), &json!(false))
    );
    assert_eq!(named.body["code"], patient["code"]);
    assert_eq!(named.body["former_names"][0]["family_name"], "Unknown 7");
    assert_eq!(nurse.post(&identify, &body).await.status, 409, "stale");
    let mut again = body;
    again["version"] = json!(2);
    assert_eq!(
        nurse.post(&identify, &again).await.status,
        409,
        "known already"
    );
}

#[tokio::test]
async fn somebody_unidentified_is_linked_with_the_union_of_what_both_records_knew() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let known = registered(
        &nurse,
        &json!({"allergy_state": "known", "allergies": [{"substance": "latex"}]}),
    )
    .await;
    let patient = unknown(&nurse).await;
    let allergies = json!({"version": 1, "state": "known", "changes": [{"substance": "Latex"}, {"substance": "penicillin"}]});
    assert_eq!(
        put(&nurse, &path(&patient, "/allergies"), &allergies)
            .await
            .status,
        200
    );
    let contact =
        json!({"name": "A friend", "relationship": "friend", "contact": "1", "is_primary": true});
    assert_eq!(
        nurse
            .post(&path(&patient, "/family-contacts"), &contact)
            .await
            .status,
        201
    );
    let consent = json!({"patient_id": patient["id"], "consent_given": true, "data_types": [], "purpose": "watched on the ward"});
    let given = nurse.post("/api/wearables/consent", &consent).await;
    assert_eq!(given.status, 201, "{}", given.body);
    let mut database = app.database().await;
    for sql in [
        "insert into admissions (id, patient_id, hospital_id, ward_id) select '019aab00-0000-7000-8000-0000000000cc', p.id, w.hospital_id, w.id
         from patients p, wards w where p.family_name = 'Unknown 7' and w.name like 'Ward 1%'",
        "insert into bed_stays (id, admission_id, bed_id, patient_id, during) select gen_random_uuid(), '019aab00-0000-7000-8000-0000000000cc', b.id, p.id,
         tstzrange(now(), null) from patients p, beds b where p.family_name = 'Unknown 7' and b.label = 'A4'",
    ] {
        sqlx::query(sql).execute(&mut database).await.unwrap();
    }
    let raised = nurse
        .post(
            &path(&patient, "/emergency"),
            &json!({"emergency_type": "seizure", "emergency_notes": "fits"}),
        )
        .await;
    assert_eq!(raised.status, 201, "{}", raised.body);
    let linked = nurse
        .post(
            &path(&patient, "/identify"),
            &json!({"version": 2, "link_to": known["code"]}),
        )
        .await;
    assert_eq!(linked.status, 200, "{}", linked.body);
    for (field, value) in [
        ("code", known["code"].clone()),
        ("allergy_state", json!("known")),
        ("allergies", json!(["latex", "penicillin"])),
        ("emergency_flag", json!(true)),
        ("place", json!("Ward 1 Acute medicine, bed A4")),
    ] {
        assert_eq!(linked.body[field], value, "{field}");
    }
    let by_old_code = nurse.get(&path(&patient, "")).await.body;
    assert_eq!(
        by_old_code["id"], known["id"],
        "the old code keeps resolving"
    );
    let by_old_id = nurse
        .get(&format!(
            "/api/patients/{}",
            patient["id"].as_str().unwrap()
        ))
        .await
        .body;
    assert_eq!(by_old_id["id"], known["id"]);
    assert_eq!(
        nurse.get(&path(&known, "/family-contacts")).await.body[0]["name"],
        "A friend"
    );
    assert_eq!(linked.body["former_names"][0]["family_name"], "Unknown 7");
    let by_alias = nurse.get("/api/patients/search?q=unknown%207").await.body;
    assert_eq!(
        (&by_alias[0]["patient"]["code"], &by_alias[0]["matched"]),
        (&known["code"], &json!("former_name")),
        "a paper band still says the alias"
    );
    assert_eq!(
        app.count(
            "select count(*) from consents c join patients p on p.id = c.patient_id
             where p.identity_state <> 'linked' and c.purpose = 'watched on the ward'"
        )
        .await,
        1,
        "what was allowed stays allowed"
    );
    let code = patient["code"].as_str().unwrap();
    let by_code = nurse
        .get(&format!("/api/patients/search?q={code}"))
        .await
        .body;
    assert_eq!(by_code[0]["patient"]["code"], known["code"]);
    let ward = nurse.get("/api/auth/me").await.body["wards"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let board = nurse.get(&format!("/api/wards/{ward}/board")).await.body;
    let bed = board["beds"]
        .as_array()
        .unwrap()
        .iter()
        .find(|b| b["label"] == "A4")
        .unwrap();
    assert_eq!(bed["occupant"]["patient"]["family_name"], "Lovelace");
    assert_eq!(bed["occupant"]["alerts"].as_array().unwrap().len(), 1);
    let both = app
        .count("select cardinality(subjects)::bigint from audit_events where resource_type = 'patient_identity' and outcome = 'success'")
        .await;
    assert_eq!(both, 2);
}

#[tokio::test]
async fn two_records_that_contradict_each_other_are_not_linked() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let patient = unknown(&nurse).await;
    let mut database = app.database().await;
    sqlx::query("insert into admissions (id, patient_id, hospital_id) select gen_random_uuid(), p.id, h.id from patients p, hospitals h where p.family_name = 'Unknown 7'")
        .execute(&mut database)
        .await
        .unwrap();
    let both_in = nurse
        .post(
            &path(&patient, "/identify"),
            &json!({"version": 1, "link_to": "P00001"}),
        )
        .await;
    assert_eq!(both_in.status, 409, "{}", both_in.body);
    assert!(
        both_in.body["detail"]
            .as_str()
            .unwrap()
            .contains("in hospital")
    );
    let decided = json!({"version": 1, "resuscitation_status": "full_treatment"});
    assert_eq!(
        put(&nurse, &path(&patient, "/resuscitation-status"), &decided)
            .await
            .status,
        200
    );
    // Merriweather: not for resuscitation.
    let differ = nurse
        .post(
            &path(&patient, "/identify"),
            &json!({"version": 2, "link_to": "P00002"}),
        )
        .await;
    assert_eq!(differ.status, 409, "{}", differ.body);
    assert_eq!(
        nurse.get(&path(&patient, "")).await.body["identity_state"],
        "unidentified",
        "nothing was moved"
    );
}

#[tokio::test]
async fn e2_the_emergency_flag_is_true_exactly_while_an_alert_is_open() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let emergency = "/api/patients/P00001/emergency";
    assert_eq!(
        nurse.delete(emergency).await.status,
        204,
        "nothing to clear"
    );
    let keyed = nurse
        .clone()
        .with("idempotency-key", "019aab00-0000-7000-8000-0000000000dd");
    let body = json!({"emergency_type": "cardiac_arrest"});
    let raised = keyed.post(emergency, &body).await;
    assert_eq!(
        (raised.status.as_u16(), &raised.body["severity"]),
        (201, &json!("critical")),
        "{}",
        raised.body
    );
    assert_eq!(raised.body["bed"]["label"], "A1", "where the patient lies");
    assert_eq!(
        keyed.post(emergency, &body).await.status,
        200,
        "sent again, raised once"
    );
    assert_eq!(
        nurse.get("/api/patients/P00001").await.body["emergency_flag"],
        true
    );
    let refused = nurse.delete(emergency).await;
    assert_eq!(
        (
            refused.status.as_u16(),
            refused.body["current"].as_array().map(Vec::len)
        ),
        (409, Some(1)),
        "{}",
        refused.body
    );
    let close = format!(
        "/api/emergency/alerts/{}/false-alarm",
        raised.body["alert_id"].as_str().unwrap()
    );
    nurse.patch(&close, &json!({"notes": "drill"})).await;
    assert_eq!(nurse.delete(emergency).await.status, 204);
    assert_eq!(
        nurse.get("/api/patients/P00001").await.body["emergency_flag"],
        false
    );
    // Registered, and admitted nowhere: still heard.
    let patient = registered(&nurse, &json!({})).await;
    let at_home = nurse
        .post(
            &path(&patient, "/emergency"),
            &json!({"emergency_type": "fall_detection"}),
        )
        .await;
    assert_eq!(at_home.status, 201, "{}", at_home.body);
}

#[tokio::test]
async fn the_timeline_tells_everything_newest_first_page_by_page() {
    let app = TestApp::demo().await;
    let doctor = app.sign_in("doctor").await;
    let all = "/api/patients/P00002/records";
    doctor.post("/api/patients/P00002/conditions", &json!({"description": "Heart failure", "icd10_code": "I50.9", "started_on": "2020-03-01"})).await;
    doctor
        .post(
            "/api/patients/P00002/emergency",
            &json!({"emergency_type": "seizure", "emergency_notes": "fits"}),
        )
        .await;
    let mut database = app.database().await;
    for sql in [
        "insert into observation_sets (id, patient_id, taken_at, origin, respiration_per_min, systolic_mmhg, diastolic_mmhg, temperature_c)
         select gen_random_uuid(), id, now() - interval '1 second', 'ward', 17, 121, 79, 37.5 from patients where code like 'P00002%'",
        "insert into medication_statements (id, patient_id, medication_name, status, authored_at)
         select gen_random_uuid(), id, 'furosemide 40 mg', 'active', now() - interval '2 years' from patients where code like 'P00002%'",
    ] {
        sqlx::query(sql).execute(&mut database).await.unwrap();
    }
    let whole = doctor.get(all).await.body;
    let kinds: Vec<&str> = whole
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    for kind in [
        "alert",
        "observation_set",
        "admission",
        "condition",
        "medication",
        "allergy",
        "registration",
    ] {
        assert!(kinds.contains(&kind), "{kind}: {whole}");
    }
    assert_eq!(kinds[0], "alert");
    let vital = whole
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["kind"] == "observation_set")
        .unwrap();
    assert_eq!(vital["detail"], "respiration 17/min, 121/79 mmHg, 37.5 °C");
    let times: Vec<&str> = whole
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["at"].as_str().unwrap())
        .collect();
    assert!(
        times
            .windows(2)
            .all(|w| w[0].parse::<jiff::Timestamp>().unwrap() >= w[1].parse().unwrap())
    );
    let mut paged = Vec::new();
    let mut next = format!("{all}?limit=2");
    loop {
        let page = doctor.get(&next).await;
        assert_eq!(page.status, 200, "{}", page.body);
        paged.extend(page.body.as_array().unwrap().iter().cloned());
        let Some(link) = page.headers.get("link") else {
            break;
        };
        next = link
            .to_str()
            .unwrap()
            .split(['<', '>'])
            .nth(1)
            .unwrap()
            .to_owned();
    }
    assert_eq!(json!(paged), whole, "nothing twice, nothing missing");
    let admin = app.sign_in("admin").await;
    let seen = admin.get(all).await.body;
    assert!(
        seen.as_array()
            .unwrap()
            .iter()
            .all(|e| ["admission", "discharge", "move", "registration"]
                .contains(&e["kind"].as_str().unwrap())),
        "{seen}"
    );
    assert_eq!(admin.get(&format!("{all}?kind=allergy")).await.status, 403);
    for bad in ["after=x", "kind=x", "limit=0"] {
        assert_eq!(
            doctor.get(&format!("{all}?{bad}")).await.status,
            422,
            "{bad}"
        );
    }
}

#[tokio::test]
async fn doctors_of_before_are_told_only_where_asked() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let mut database = app.database().await;
    sqlx::query(
        "insert into patient_doctors (id, patient_id, doctor_id, started_at, ended_at)
         select gen_random_uuid(), p.id, d.id, now() - interval '2 years', now() - interval '1 year'
         from patients p, doctors d where p.code like 'P00001%' and d.full_name = 'Dr Solveig Aas'",
    )
    .execute(&mut database)
    .await
    .unwrap();
    let current = nurse.get("/api/patients/P00001/doctors").await.body;
    assert_eq!(current.as_array().unwrap().len(), 1);
    assert_eq!(current[0]["full_name"], "Dr Amara Obi");
    let all = nurse
        .get("/api/patients/P00001/doctors?current_only=false")
        .await
        .body;
    assert_eq!(all.as_array().unwrap().len(), 2);
    assert!(all[1]["ended_at"].is_string());
}
