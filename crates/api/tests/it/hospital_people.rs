//! Who is in a hospital and who works there, and whose doctor's account it is that asks.

use std::collections::BTreeSet;

use cloudcare_testkit::{Client, TestApp};
use serde_json::{Value, json};

use crate::{HOSPITAL, admit, bed, discharge, registered, stay_in, stay_of};

/// Everybody who is in the demo hospital, as its statistics count them.
async fn present(client: &Client) -> usize {
    let numbers = client.get(&format!("{HOSPITAL}/statistics")).await.body;
    usize::try_from(numbers["current_patients"].as_u64().unwrap()).unwrap()
}

fn codes(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|line| line["patient"]["code"].as_str().unwrap())
        .collect()
}

async fn line_of(client: &Client, query: &str, code: &str) -> Option<Value> {
    let list = client.get(&format!("{HOSPITAL}/patients{query}")).await;
    assert_eq!(list.status, 200, "{}", list.body);
    let lines = list.body.as_array().unwrap();
    lines
        .iter()
        .find(|line| line["patient"]["code"] == code)
        .cloned()
}

async fn execute(app: &TestApp, sql: &'static str) {
    let mut database = app.database().await;
    sqlx::query(sql).execute(&mut database).await.unwrap();
}

#[tokio::test]
async fn the_list_of_a_hospital_tells_who_is_in_it_where_and_why_and_reading_it_is_on_record() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let all = nurse.get(&format!("{HOSPITAL}/patients")).await;
    assert_eq!(all.status, 200, "{}", all.body);
    let present = present(&nurse).await;
    assert_eq!(
        all.headers["x-total-count"].to_str().unwrap(),
        present.to_string()
    );
    assert!(!all.headers.contains_key("link"), "nothing follows");
    assert_eq!(codes(&all.body).len(), present);
    let (code, stay) = stay_in(&nurse, "B4").await;
    let line = line_of(&nurse, "", &code).await.unwrap();
    assert_eq!(line["admission_id"], stay["id"]);
    assert_eq!(line["admission_date"], stay["admitted_at"]);
    for field in ["ward_name", "bed_label", "reason", "treatment_type"] {
        assert_eq!(line[field], stay[field], "{field}");
    }
    assert_eq!(line["discharge_date"], Value::Null);
    assert!(line["patient"]["place"].is_string(), "{line}");
    let before = app
        .count("select count(*) from audit_events where resource_type = 'hospital_patients'")
        .await;
    nurse.get(&format!("{HOSPITAL}/patients?limit=3")).await;
    assert_eq!(
        app.count("select count(*) from audit_events where resource_type = 'hospital_patients'")
            .await,
        before + 1
    );
    assert_eq!(
        app.count(
            "select cardinality(subjects)::bigint from audit_events
             where resource_type = 'hospital_patients' order by at desc limit 1"
        )
        .await,
        3
    );
}

#[tokio::test]
async fn the_pages_of_the_list_follow_one_another_without_a_gap_or_a_repetition() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    // Admitted in the same moment, all of them: the order must not waver.
    execute(
        &app,
        "update admissions set admitted_at = (select min(admitted_at) from admissions) where discharged_at is null",
    )
    .await;
    let present = present(&nurse).await;
    let mut seen = Vec::new();
    let mut next = Some(format!("{HOSPITAL}/patients?limit=10"));
    while let Some(path) = next {
        let page = nurse.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert_eq!(
            page.headers["x-total-count"].to_str().unwrap(),
            present.to_string()
        );
        seen.extend(codes(&page.body).into_iter().map(str::to_owned));
        next = page.headers.get("link").map(|link| {
            let link = link.to_str().unwrap();
            assert!(link.ends_with("rel=\"next\""), "{link}");
            link[1..link.find('>').unwrap()].to_owned()
        });
    }
    assert_eq!(seen.len(), present);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), present);
    let skipped = nurse
        .get(&format!("{HOSPITAL}/patients?skip=30&limit=500"))
        .await;
    assert_eq!(codes(&skipped.body), seen[30..]);
    for wrong in [
        "after=x",
        "after=1~x",
        "after=-377705023201000000~019aab00-0000-7000-8000-00000000ffff",
        "limit=0",
        "skip=-1",
    ] {
        let refused = nurse.get(&format!("{HOSPITAL}/patients?{wrong}")).await;
        assert_eq!(refused.status, 422, "{wrong}");
    }
    let everybody = "/api/patients?after=-377705023201000000~019aab00-0000-7000-8000-00000000ffff";
    assert_eq!(nurse.get(everybody).await.status, 422);
}

#[tokio::test]
async fn h19_who_has_left_is_listed_for_staff_until_72_hours_after_and_a_mistake_never() {
    let app = TestApp::demo().await;
    let (nurse, admin) = (app.sign_in("nurse").await, app.sign_in("admin").await);
    let (code, stay) = stay_in(&nurse, "B4").await;
    let gone = discharge(
        &nurse,
        &code,
        &json!({"version": stay["version"], "disposition": "home"}),
    )
    .await;
    assert_eq!(gone.status, 200, "{}", gone.body);
    assert_eq!(line_of(&nurse, "", &code).await, None);
    let line = line_of(&nurse, "?current_only=false", &code).await.unwrap();
    assert_eq!(line["discharge_date"], gone.body["discharged_at"]);
    assert_eq!(line["bed_label"], "B4", "the last bed is remembered");

    execute(
        &app,
        "update patients set created_at = created_at - interval '30 days'",
    )
    .await;
    for (sql, is_listed) in [
        (
            "update admissions set admitted_at = clock_timestamp() - interval '9 days',
                    discharged_at = clock_timestamp() - interval '71 hours 59 minutes' where discharged_at is not null",
            true,
        ),
        (
            "update admissions set discharged_at = clock_timestamp() - interval '72 hours 1 minute'
             where discharged_at is not null",
            false,
        ),
    ] {
        execute(&app, sql).await;
        let line = line_of(&nurse, "?current_only=false", &code).await;
        assert_eq!(line.is_some(), is_listed, "{sql}");
        let single = nurse.get(&format!("/api/patients/{code}/admissions")).await;
        assert_eq!(
            single.status == 200,
            is_listed,
            "a list and a single read agree"
        );
        let line = line_of(&admin, "?current_only=false", &code).await;
        assert!(line.is_some(), "administration sees the whole history");
    }

    let mistaken = registered(&app, "Mistaken").await;
    let a4 = bed(&nurse, "A4").await;
    let admitted = admit(&nurse, &mistaken, &json!({"bed_id": a4["id"]})).await;
    let path = format!(
        "/api/admissions/{}/cancel",
        admitted.body["id"].as_str().unwrap()
    );
    let cancelled = nurse
        .post(&path, &json!({"version": 1, "reason": "wrong patient"}))
        .await;
    assert_eq!(cancelled.status, 200, "{}", cancelled.body);
    assert_eq!(
        line_of(&admin, "?current_only=false", &mistaken).await,
        None
    );
}

#[tokio::test]
async fn h19_staff_of_one_ward_see_the_patients_of_that_ward_and_staff_of_elsewhere_nobody() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    execute(
        &app,
        "update patients set created_at = created_at - interval '30 days'",
    )
    .await;
    execute(
        &app,
        "update affiliations set ward_id = (select id from wards where name = 'Ward 1 Acute medicine')
         where user_id = (select id from users where email = 'nurse@demo.local')",
    )
    .await;
    let nurse = app.sign_in("nurse").await;
    let everybody = admin.get(&format!("{HOSPITAL}/patients")).await;
    let own = nurse.get(&format!("{HOSPITAL}/patients")).await;
    assert_eq!(own.status, 200, "{}", own.body);
    let (everybody, seen) = (codes(&everybody.body), codes(&own.body));
    assert_eq!(everybody.len(), present(&admin).await);
    assert!(
        !seen.is_empty() && seen.len() < everybody.len(),
        "{}",
        seen.len()
    );
    assert_eq!(
        own.headers["x-total-count"].to_str().unwrap(),
        seen.len().to_string(),
        "not even their number is told"
    );
    for code in everybody {
        let single = nurse.get(&format!("/api/patients/{code}/admissions")).await;
        assert_eq!(single.status == 200, seen.contains(&code), "{code}");
    }

    execute(
        &app,
        "update affiliations set during = tstzrange(lower(during), clock_timestamp())
         where user_id = (select id from users where email = 'nurse@demo.local')",
    )
    .await;
    assert_eq!(nurse.get(&format!("{HOSPITAL}/patients")).await.status, 403);
    let patient = app.sign_in("patient").await;
    assert_eq!(
        patient.get(&format!("{HOSPITAL}/patients")).await.status,
        404
    );
}

#[tokio::test]
async fn everybody_can_see_who_works_at_a_hospital_and_colleagues_who_did() {
    let app = TestApp::demo().await;
    let (admin, nurse) = (app.sign_in("admin").await, app.sign_in("nurse").await);
    let path = format!("{HOSPITAL}/doctors");
    let there_already = nurse.get(&path).await.body.as_array().unwrap().len();
    let mut made = Vec::new();
    for (name, department) in [("Ada Zimmer", "Zoology ward"), ("Bo Zimmer", "Yoga")] {
        let doctor = admin
            .post(
                "/api/doctors",
                &json!({"full_name": name, "email": "z@example.org"}),
            )
            .await
            .body;
        let code = doctor["doctor_id"].as_str().unwrap().to_owned();
        let post = admin
            .post(
                &format!("/api/doctors/{code}/hospitals/Northgate%20General"),
                &json!({"department": department, "position": "consultant"}),
            )
            .await;
        assert_eq!(post.status, 201, "{}", post.body);
        made.push((code, post.body));
    }
    let all = nurse.get(&path).await;
    assert_eq!(all.status, 200, "{}", all.body);
    assert_eq!(all.body.as_array().unwrap().len(), there_already + 2);
    let zoology = nurse
        .get(&format!("{path}?department=zoology%20WARD"))
        .await
        .body;
    assert_eq!(zoology.as_array().unwrap().len(), 1);
    let line = &zoology[0];
    assert_eq!(line["doctor"]["full_name"], "Ada Zimmer");
    assert_eq!(line["doctor"]["email"], "z@example.org");
    assert_eq!(
        (&line["department"], &line["position"]),
        (&json!("Zoology ward"), &json!("consultant"))
    );
    assert_eq!(line["join_date"], made[0].1["started_at"]);
    assert_eq!(line["leave_date"], Value::Null);
    let patient = app.sign_in("patient").await;
    let seen = patient
        .get(&format!("{path}?department=Zoology%20ward"))
        .await
        .body;
    assert_eq!(seen[0]["doctor"]["full_name"], "Ada Zimmer");
    assert_eq!(
        seen[0]["doctor"]["email"],
        Value::Null,
        "for colleagues only"
    );

    // One is let go by the hospital, the other is kept nowhere any more: history knows both.
    let ended = admin
        .delete(&format!(
            "/api/doctors/{}/hospitals/Northgate%20General",
            made[0].0
        ))
        .await;
    assert_eq!(ended.status, 204);
    assert_eq!(
        admin
            .delete(&format!("/api/doctors/{}", made[1].0))
            .await
            .status,
        204
    );
    assert_eq!(
        nurse.get(&path).await.body.as_array().unwrap().len(),
        there_already
    );
    let history = nurse.get(&format!("{path}?current_only=false")).await.body;
    let left: Vec<(&str, bool)> = history
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["leave_date"].is_string())
        .map(|line| {
            let doctor = &line["doctor"];
            (
                doctor["full_name"].as_str().unwrap(),
                doctor["is_active"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(left, [("Bo Zimmer", false), ("Ada Zimmer", true)]);
    assert_eq!(
        nurse.get("/api/hospitals/Nowhere/doctors").await.status,
        404
    );
}

#[tokio::test]
async fn a_doctors_account_knows_which_doctor_it_is() {
    let app = TestApp::demo().await;
    let doctor = app.sign_in("doctor").await;
    let known = doctor.get("/api/doctors/D0001").await.body;
    assert!(known["id"].is_string());
    assert_eq!(
        doctor.get("/api/auth/me").await.body["doctor_id"],
        known["id"]
    );
    for who in ["admin", "nurse", "pharmacist", "patient"] {
        let me = app.sign_in(who).await.get("/api/auth/me").await.body;
        assert_eq!(me["doctor_id"], Value::Null, "{who}");
    }
}

/// A form that shows who answers for a patient sends the same id back.
#[tokio::test]
async fn the_responsible_doctor_is_named_by_the_doctors_id_in_and_out() {
    let app = TestApp::demo().await;
    let doctor = app.sign_in("doctor").await;
    let me = doctor.get("/api/auth/me").await.body;
    let code = registered(&app, "Answered").await;
    let a4 = bed(&doctor, "A4").await;
    let admitted = admit(
        &doctor,
        &code,
        &json!({"bed_id": a4["id"], "responsible_doctor_id": me["doctor_id"]}),
    )
    .await;
    assert_eq!(admitted.status, 201, "{}", admitted.body);
    assert_eq!(admitted.body["responsible_doctor"]["id"], me["doctor_id"]);
    let stay = stay_of(&doctor, &code).await;
    assert_eq!(stay["responsible_doctor"]["id"], me["doctor_id"]);

    let admission = format!("/api/admissions/{}", stay["id"].as_str().unwrap());
    let saved = doctor
        .patch(
            &admission,
            &json!({"version": stay["version"], "reason": "Chest pain",
                    "responsible_doctor_id": stay["responsible_doctor"]["id"]}),
        )
        .await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(saved.body["responsible_doctor"], stay["responsible_doctor"]);
    let by_code = doctor
        .patch(
            &admission,
            &json!({"version": saved.body["version"], "responsible_doctor_id": "D0001"}),
        )
        .await;
    assert_eq!(
        by_code.body["responsible_doctor"],
        stay["responsible_doctor"]
    );
    let account = doctor
        .patch(
            &admission,
            &json!({"version": by_code.body["version"], "responsible_doctor_id": me["id"]}),
        )
        .await;
    assert_eq!(
        (account.status.as_u16(), &account.body["errors"][0]["field"]),
        (422, &json!("responsible_doctor_id")),
        "an account is not a doctor: {}",
        account.body
    );
}
