//! Doctors: keeping them, whom they treat, where they work, whether they can be called on.

use cloudcare_testkit::{Client, TestApp};
use http::Method;
use serde_json::{Value, json};

const NORTHGATE: &str = "Northgate%20General";

async fn add(admin: &Client, body: Value) -> Value {
    let answer = admin.post("/api/doctors", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|d| d["full_name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn an_administrator_adds_a_doctor_whom_everybody_can_find() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let made = add(
        &admin,
        json!({"full_name": " Zoë Łukasz-Ångström ", "gender": "female", "contact": "+44 20 7946 0000",
               "email": "zoe@example.org", "license_number": "GMC-1", "license_expires_on": "2090-01-31",
               "specializations": ["Oncology", "Oncology "], "qualifications": ["FRCP"], "experience_years": 12}),
    )
    .await;
    assert_eq!(made["full_name"], "Zoë Łukasz-Ångström");
    assert_eq!(made["specializations"], json!(["Oncology"]));
    assert_eq!(
        (
            &made["is_verified"],
            &made["is_available"],
            &made["is_active"]
        ),
        (&json!(true), &json!(true), &json!(true))
    );
    assert_eq!(
        (&made["version"], &made["current_patients"]),
        (&json!(1), &json!(0))
    );
    let nurse = app.sign_in("nurse").await;
    let code = made["doctor_id"].as_str().unwrap();
    for path in [
        "/api/doctors?q=lukasz",
        "/api/doctors?q=angstrom%20ZOE",
        "/api/doctors?specialization=Oncology",
        &format!("/api/doctors?q={code}"),
    ] {
        let found = nurse.get(path).await;
        assert_eq!(names(&found.body), ["Zoë Łukasz-Ångström"], "{path}");
        assert_eq!(found.headers["x-total-count"], "1", "{path}");
    }
    for path in [
        "/api/doctors?q=%25",
        "/api/doctors?q=_",
        "/api/doctors?q=zoe%20nobody",
        "/api/doctors?specialization=oncology",
    ] {
        assert_eq!(nurse.get(path).await.body, json!([]), "{path}");
    }
    let all = nurse.get("/api/doctors").await;
    assert_eq!(nurse.get("/api/doctors?q=%20").await.body, all.body);
    // Everybody may know who the doctors are; how to reach one is for colleagues.
    let patient = app.sign_in("patient").await;
    let seen = patient.get(&format!("/api/doctors/{code}")).await.body;
    assert_eq!(seen["full_name"], made["full_name"]);
    assert_eq!(
        (&seen["contact"], &seen["email"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        nurse.get(&format!("/api/doctors/{code}")).await.body["email"],
        "zoe@example.org"
    );
}

#[tokio::test]
async fn a_licence_without_an_expiry_is_not_verified() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    for (more, verified) in [
        (json!({}), false),
        (json!({"license_number": "A"}), false),
        (json!({"license_expires_on": "2090-01-01"}), false),
        (
            json!({"license_number": "B", "license_expires_on": "2020-01-01"}),
            false,
        ),
        (
            json!({"license_number": "C", "license_expires_on": "2090-01-01"}),
            true,
        ),
    ] {
        let mut body = more.clone();
        body["full_name"] = json!("Somebody");
        assert_eq!(add(&admin, body).await["is_verified"], verified, "{more}");
    }
    let taken = admin
        .post(
            "/api/doctors",
            &json!({"full_name": "Other", "license_number": "C"}),
        )
        .await;
    assert_eq!(taken.status, 409, "{}", taken.body);
}

#[tokio::test]
async fn a_doctor_sent_twice_with_one_key_is_added_once() {
    let app = TestApp::demo().await;
    let admin = app
        .sign_in("admin")
        .await
        .with("idempotency-key", "019aab00-0000-7000-8000-0000000000d1");
    let body = json!({"full_name": "Once Only"});
    let (first, second) = (add(&admin, body.clone()).await, add(&admin, body).await);
    assert_eq!(first, second);
    assert_eq!(first["id"], "019aab00-0000-7000-8000-0000000000d1");
    let other = admin
        .post("/api/doctors", &json!({"full_name": "Another"}))
        .await;
    assert_eq!(other.status, 422);
    assert_eq!(
        app.count("select count(*) from doctors where full_name in ('Once Only', 'Another')")
            .await,
        1
    );
    assert_eq!(
        app.count(
            "select count(*) from audit_events where action = 'create' and resource_type = 'doctor'"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn of_two_edits_at_once_one_is_told_what_stands_there_now() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let made = add(&admin, json!({"full_name": "Before", "contact": "1"})).await;
    let path = format!("/api/doctors/{}", made["doctor_id"].as_str().unwrap());
    let edit = |name: &'static str| {
        let (admin, path) = (admin.clone(), path.clone());
        tokio::spawn(async move {
            admin
                .json(
                    Method::PUT,
                    &path,
                    &json!({"version": 1, "full_name": name}),
                )
                .await
        })
    };
    let (a, b) = (edit("Edit A"), edit("Edit B"));
    let (a, b) = (a.await.unwrap(), b.await.unwrap());
    let (won, lost) = if a.status == 200 { (a, b) } else { (b, a) };
    assert_eq!((won.status.as_u16(), lost.status.as_u16()), (200, 409));
    assert_eq!(lost.body["current"]["full_name"], won.body["full_name"]);
    assert_eq!(lost.body["current"]["version"], 2);
    assert_eq!(
        won.body["contact"],
        Value::Null,
        "what is absent is cleared"
    );
    let bad = admin
        .json(
            Method::PUT,
            &path,
            &json!({"version": 2, "full_name": " ", "experience_years": 81}),
        )
        .await;
    assert_eq!(bad.status, 422);
    assert_eq!(
        bad.body["errors"].as_array().unwrap().len(),
        2,
        "{}",
        bad.body
    );
}

#[tokio::test]
async fn a_doctor_says_for_themselves_whether_they_can_be_called() {
    let app = TestApp::demo().await;
    let (admin, doctor, nurse) = (
        app.sign_in("admin").await,
        app.sign_in("doctor").await,
        app.sign_in("nurse").await,
    );
    let off = json!({"is_available": false});
    // The demo doctor's account is D0001's.
    let answer = doctor.patch("/api/doctors/D0001/availability", &off).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.body["is_available"]),
        (200, &json!(false))
    );
    let version = answer.body["version"].clone();
    let again = doctor.patch("/api/doctors/D0001/availability", &off).await;
    assert_eq!(again.body["version"], version, "nothing to change");
    assert_eq!(
        doctor
            .patch("/api/doctors/D0002/availability", &off)
            .await
            .status,
        403
    );
    assert_eq!(
        nurse
            .patch("/api/doctors/D0001/availability", &off)
            .await
            .status,
        403
    );
    assert_eq!(
        admin
            .patch("/api/doctors/D0002/availability", &off)
            .await
            .status,
        200
    );
    let stale = admin
        .patch(
            "/api/doctors/D0001/availability",
            &json!({"is_available": true, "version": 1}),
        )
        .await;
    assert_eq!(stale.status, 409);
    assert_eq!(stale.body["current"]["is_available"], false);
    let available = nurse.get("/api/doctors?available_only=true").await;
    assert!(
        available
            .body
            .as_array()
            .unwrap()
            .iter()
            .all(|d| d["is_available"] == true)
    );
    assert_eq!(
        app.count("select count(*) from audit_events where outcome = 'denied' and resource_type = 'doctor'").await,
        2
    );
}

#[tokio::test]
async fn assigning_and_releasing_keeps_the_history() {
    let app = TestApp::demo().await;
    let (admin, nurse) = (app.sign_in("admin").await, app.sign_in("nurse").await);
    let made = add(&admin, json!({"full_name": "New Doctor"})).await;
    let doctor = format!("/api/doctors/{}", made["doctor_id"].as_str().unwrap());
    let path = format!("{doctor}/patients/P00001");
    let first = nurse.post(&path, &json!({})).await;
    assert_eq!(first.status, 201, "{}", first.body);
    assert_eq!(first.body["relationship_type"], "current");
    assert_eq!(
        first.body["patient"]["code"]
            .as_str()
            .unwrap()
            .split('-')
            .next(),
        Some("P00001")
    );
    assert!(first.body["patient"]["place"].is_string(), "{}", first.body);
    assert_eq!(nurse.post(&path, &json!({})).await.status, 409);
    assert_eq!(
        nurse
            .post(&path, &json!({"relationship_type": " current "}))
            .await
            .status,
        409
    );
    assert_eq!(
        nurse
            .post(&path, &json!({"relationship_type": "consultant"}))
            .await
            .status,
        201
    );
    assert_eq!(
        admin.get(&doctor).await.body["current_patients"],
        1,
        "one patient, twice related"
    );
    assert_eq!(
        nurse
            .delete(&format!("{path}?relationship_type=surgeon"))
            .await
            .status,
        404
    );
    assert_eq!(
        nurse
            .delete(&format!("{path}?relationship_type=current"))
            .await
            .status,
        204
    );
    assert_eq!(
        nurse
            .get(&format!("{doctor}/patients"))
            .await
            .body
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(nurse.delete(&path).await.status, 204);
    assert_eq!(nurse.delete(&path).await.status, 404);
    assert_eq!(
        nurse.get(&format!("{doctor}/patients")).await.body,
        json!([])
    );
    let history = nurse
        .get(&format!("{doctor}/patients?current_only=false"))
        .await
        .body;
    assert_eq!(history.as_array().unwrap().len(), 2);
    assert!(history[0]["ended_at"].is_string());
    // And back again: a second time with the same doctor is a new entry.
    assert_eq!(nurse.post(&path, &json!({})).await.status, 201);
    let history = nurse
        .get(&format!("{doctor}/patients?current_only=false"))
        .await
        .body;
    assert_eq!(history.as_array().unwrap().len(), 3);
    assert_eq!(history[0].get("ended_at"), None, "the current one first");
    assert_eq!(
        nurse
            .post(&format!("{doctor}/patients/P99999"), &json!({}))
            .await
            .status,
        404
    );
    assert_eq!(
        nurse
            .post("/api/doctors/D9999/patients/P00001", &json!({}))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn h20_whose_patient_somebody_is_stays_within_reach() {
    let app = TestApp::demo().await;
    let mut database = app.database().await;
    let doctor = app.sign_in("doctor").await;
    let mine = doctor.get("/api/doctors/D0001/patients").await;
    assert!(!mine.body.as_array().unwrap().is_empty());
    sqlx::query("update affiliations set during = tstzrange(lower(during), clock_timestamp())")
        .execute(&mut database)
        .await
        .unwrap();
    // A nurse who works nowhere reaches nobody; the doctor still knows the own patients by name.
    let nurse = app.sign_in("nurse").await;
    assert_eq!(
        nurse.get("/api/doctors/D0001/patients").await.body,
        json!([])
    );
    let seen = doctor.get("/api/doctors/D0001/patients").await.body;
    assert_eq!(
        seen.as_array().unwrap().len(),
        mine.body.as_array().unwrap().len()
    );
    assert_eq!(seen[0]["patient"].get("place"), None);
    assert_eq!(seen[0]["patient"].get("emergency_flag"), None);
    assert!(seen[0]["patient"]["family_name"].is_string());
    assert_eq!(
        doctor.get("/api/doctors/D0002/patients").await.body,
        json!([])
    );
    let admin = app.sign_in("admin").await;
    let all = admin.get("/api/doctors/D0001/patients").await.body;
    assert!(all[0]["patient"]["has_open_admission"].is_boolean());
    // Whoever reads about patients is on record, and about whom.
    let read = app
        .count("select count(*) from audit_events where resource_type = 'doctor_patients' and outcome = 'success' and cardinality(subjects) > 0")
        .await;
    assert_eq!(read, 3);
}

#[tokio::test]
async fn a_patient_says_not_who_treats_them() {
    let app = TestApp::demo().await;
    let patient = app.sign_in("patient").await;
    let (code, _) = app.watched_patient().await;
    let path = format!("/api/doctors/D0002/patients/{code}");
    assert_eq!(patient.post(&path, &json!({})).await.status, 403);
    assert_eq!(patient.delete(&path).await.status, 403);
}

#[tokio::test]
async fn posts_are_kept_with_their_history() {
    let app = TestApp::demo().await;
    let (admin, nurse) = (app.sign_in("admin").await, app.sign_in("nurse").await);
    let made = admin
        .post("/api/doctors", &json!({"full_name": "Dr Nora Lund"}))
        .await;
    assert_eq!(made.status, 201, "{}", made.body);
    let code = made.body["doctor_id"].as_str().unwrap();
    let hospitals = format!("/api/doctors/{code}/hospitals");
    let path = format!("{hospitals}/{NORTHGATE}");
    let cardiology = json!({"department": "Cardiology", "position": "Consultant"});
    let made = admin.post(&path, &cardiology).await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(
        (
            &made.body["hospital_name"],
            &made.body["department"],
            &made.body["position"]
        ),
        (
            &json!("Northgate General"),
            &json!("Cardiology"),
            &json!("Consultant")
        )
    );
    assert_eq!(admin.post(&path, &cardiology).await.status, 409);
    assert_eq!(
        admin
            .post(&path, &json!({"department": "Surgery"}))
            .await
            .status,
        201
    );
    assert_eq!(
        admin.post(&path, &json!({"department": " "})).await.status,
        422
    );
    assert_eq!(nurse.post(&path, &cardiology).await.status, 403);
    let nowhere = admin
        .post(&format!("{hospitals}/Nowhere"), &cardiology)
        .await;
    assert_eq!(nowhere.status, 404);
    let now = nurse.get(&hospitals).await.body;
    assert_eq!(now.as_array().unwrap().len(), 2);
    assert_eq!(
        admin
            .delete(&format!("{path}?department=Cardiology"))
            .await
            .status,
        204
    );
    assert_eq!(
        admin
            .delete(&format!("{path}?department=Cardiology"))
            .await
            .status,
        404
    );
    assert_eq!(
        nurse.get(&hospitals).await.body.as_array().unwrap().len(),
        1
    );
    let all = nurse
        .get(&format!("{hospitals}?current_only=false"))
        .await
        .body;
    assert_eq!(all.as_array().unwrap().len(), 2);
    assert!(all[1]["ended_at"].is_string());
}

#[tokio::test]
async fn a_doctor_who_leaves_is_history_and_never_leaves_somebody_in_hospital_alone() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let refused = admin.delete("/api/doctors/D0001").await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.body["detail"]
            .as_str()
            .unwrap()
            .contains("in hospital")
    );
    let made = add(&admin, json!({"full_name": "Leaving Soon"})).await;
    let doctor = format!("/api/doctors/{}", made["id"].as_str().unwrap());
    assert_eq!(
        admin
            .post(&format!("{doctor}/patients/P00002"), &json!({}))
            .await
            .status,
        201
    );
    let post = admin
        .post(
            &format!("{doctor}/hospitals/{NORTHGATE}"),
            &json!({"department": "Surgery"}),
        )
        .await;
    assert_eq!(post.status, 201);
    assert_eq!(admin.delete(&doctor).await.status, 204);
    assert_eq!(admin.delete(&doctor).await.status, 404);
    assert_eq!(admin.get(&doctor).await.status, 404);
    let listed = admin.get("/api/doctors?q=leaving").await.body;
    assert_eq!(listed, json!([]));
    assert_eq!(
        app.count("select count(*) from doctors d where full_name = 'Leaving Soon' and not is_active
                   and exists (select from patient_doctors r where r.doctor_id = d.id and r.ended_at is not null)
                   and exists (select from doctor_hospitals r where r.doctor_id = d.id and r.ended_at is not null)")
            .await,
        1,
        "what is known stays"
    );
}

#[tokio::test]
async fn a_new_name_repaints_the_boards_that_show_it() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let events = "select count(*) from events where kind = 'board'";
    let before = app.count(events).await;
    let doctor = admin.get("/api/doctors/D0001").await.body;
    let mut edit = json!({"version": doctor["version"], "full_name": "Dr Newly Married", "license_number": doctor["license_number"]});
    let done = admin.json(Method::PUT, "/api/doctors/D0001", &edit).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let after = app.count(events).await;
    assert!(after > before);
    edit["version"] = done.body["version"].clone();
    edit["contact"] = json!("1234");
    assert_eq!(
        admin
            .json(Method::PUT, "/api/doctors/D0001", &edit)
            .await
            .status,
        200
    );
    assert_eq!(app.count(events).await, after, "a number is on no board");
}
