//! What is on record of every reading, who may look at the record, and care that goes on without it.

use std::collections::BTreeSet;

use cloudcare_testkit::{Client, TestApp, rows};
use serde_json::{Value, json};
use sqlx::Executor;

use crate::access::TABLE;

/// Routes that answer nothing about any patient. A route that is not here must leave an audit event
/// that names the patient.
const ABOUT_NOBODY: &[&str] = &[
    "/",
    "/health",
    "/ready",
    "/installation",
    // The person's own account; a patient's name is on their own screen.
    "/auth/me",
    "/workstations",
    "/workstations/me",
    "/hospitals",
    "/hospitals/{hospital_name}",
    "/hospitals/{hospital_name}/wards",
    "/hospitals/{hospital_name}/departments",
    "/hospitals/{hospital_name}/doctors",
    // Counts, without anybody in them.
    "/hospitals/{hospital_name}/statistics",
    "/doctors",
    "/doctors/{doctor_id}",
    "/doctors/{doctor_id}/hospitals",
    "/audit/verify",
    // On record as opened, and each board and each alert as it is read.
    "/events/stream",
    "/emergency/stream",
];

async fn execute(app: &TestApp, sql: &str) {
    let mut database = app.database().await;
    database
        .execute(sqlx::AssertSqlSafe(sql.to_owned()))
        .await
        .unwrap();
}

/// Ids of every patient that an answer names.
fn named(answer: &Value, all: &[(String, String)]) -> BTreeSet<String> {
    let text = answer.to_string();
    all.iter()
        .filter(|(id, code)| text.contains(id.as_str()) || text.contains(code.as_str()))
        .map(|(id, _)| id.clone())
        .collect()
}

#[tokio::test]
async fn every_answer_that_tells_of_a_patient_is_on_record_with_the_patients_name_on_it() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let admin = app.sign_in("admin").await;
    let all: Vec<(String, String)> = rows(
        app.database_url(),
        "select id::text || ' ' || code from patients",
    )
    .await
    .iter()
    .map(|line| line.split_once(' ').unwrap())
    .map(|(id, code)| (id.to_owned(), code.to_owned()))
    .collect();
    let me = all
        .iter()
        .find(|(_, code)| code.starts_with("P00001-"))
        .unwrap()
        .0
        .clone();
    let ward = nurse.get("/api/auth/me").await.body["wards"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    // The portal user's: an account that tells who is a patient.
    let account = rows(
        app.database_url(),
        "select id::text from users where patient_id is not null",
    )
    .await
    .remove(0);
    let stay = crate::stay_of(&nurse, "P00001").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let raised = nurse
        .post("/api/emergency/alerts", &json!({"alert_id": "read", "patient_id": "P00001", "alert_type": "other", "severity": "low", "description": "x"}))
        .await;
    assert_eq!(raised.status, 201);
    let asked = nurse
        .post(
            "/api/patients/P00001/hospital-transfers",
            &json!({"to_hospital": "nowhere"}),
        )
        .await;
    assert!(asked.status.is_client_error());

    let (mut read, mut wrong) = (0, Vec::new());
    for (method, path, _) in TABLE {
        if *method != "GET" || ABOUT_NOBODY.contains(path) {
            continue;
        }
        let id = match *path {
            p if p.starts_with("/wards") || p.contains("/wards/") => &ward,
            p if p.starts_with("/users") => &account,
            _ => &stay,
        };
        let concrete = path
            .replace("{id}", id)
            .replace("{hospital_name}", "Northgate%20General")
            .replace("{doctor_id}", "D0001")
            .replace("{patient_id}", "P00001")
            .replace("{alert_id}", "read");
        let query = match *path {
            "/patients/search" => "?q=P00001",
            "/patients/duplicates" => "?full_name=Nobody&date_of_birth=1950-01-01",
            "/audit" | "/audit/export" => &format!("?patient_id={me}"),
            _ => "",
        };
        let is_for_administrators = ["/audit", "/users", "/installation/"]
            .iter()
            .any(|begin| path.starts_with(begin))
            || path.ends_with("access-log");
        let client = if is_for_administrators {
            &admin
        } else {
            &nurse
        };
        let answer = client.get(&format!("/api{concrete}{query}")).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let request = answer.headers["x-request-id"].to_str().unwrap();
        let subjects: BTreeSet<String> = rows(
            app.database_url(),
            &format!(
                "select unnest(subjects)::text from audit_events
                 where request_id = '{request}' and outcome = 'success' and action in ('read', 'export')
                   and user_id is not null and session_id is not null and role is not null
                   and address is not null and purpose is not null"
            ),
        )
        .await
        .into_iter()
        .collect();
        let told = named(&answer.body, &all);
        if path.contains("{patient_id}") && !subjects.contains(&me) {
            wrong.push(format!("{path}: nothing on record names the patient"));
        }
        let missing: Vec<_> = told.difference(&subjects).collect();
        if !missing.is_empty() {
            wrong.push(format!(
                "{path}: told of {} patients nobody recorded",
                missing.len()
            ));
        }
        if !told.is_empty() {
            read += 1;
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(
        read >= 8,
        "only {read} routes told of anybody: the test has gone blind"
    );
    // The ones that tell of nobody do tell of nobody.
    for path in ABOUT_NOBODY.iter().filter(|p| {
        !p.ends_with("/stream") && !p.starts_with("/audit") && !p.starts_with("/workstations")
    }) {
        let concrete = path
            .replace("{hospital_name}", "Northgate%20General")
            .replace("{doctor_id}", "D0001");
        let answer = nurse.get(&format!("/api{concrete}")).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(named(&answer.body, &all), BTreeSet::new(), "{path}");
    }
}

#[tokio::test]
async fn refusals_and_failed_sign_ins_are_on_record_with_where_they_came_from() {
    let app = TestApp::demo().await;
    let (_, station) = app.station("Nurse station 1").await;
    let nobody = app.anybody();
    let body = json!({ "email": "nurse@demo.local", "password": "not the password" });
    assert_eq!(nobody.post("/api/auth/login", &body).await.status, 401);
    assert_eq!(
        app.count("select count(*) from audit_events where action = 'sign_in' and outcome = 'denied' and actor_kind = 'anonymous' and address = 'in-process' and request_id is not null").await,
        1
    );
    let patient = app.sign_in_at("patient", Some(&station)).await;
    assert_eq!(patient.get("/api/patients/P00001").await.status, 404);
    assert_eq!(
        app.count(
            "select count(*) from audit_events a join patients p on p.id = any(a.subjects)
             where a.outcome = 'denied' and a.role = 'patient' and a.purpose = 'own_record' and a.session_id is not null
               and a.workstation_id is not null and a.address is not null and p.code like 'P00001-%'"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn an_administrator_finds_lines_by_person_patient_action_and_time_page_by_page() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    for _ in 0..5 {
        assert_eq!(
            nurse.get("/api/patients/P00001/allergies").await.status,
            200
        );
    }
    let admin = app.sign_in("admin").await;
    let me = nurse.get("/api/auth/me").await.body["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let patient = nurse.get("/api/patients/P00001").await.body["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let question = format!("/api/audit?user_id={me}&patient_id={patient}&action=read");
    let first = admin.get(&format!("{question}&limit=4")).await;
    assert_eq!(first.status, 200, "{}", first.body);
    assert_eq!(first.headers["x-total-count"], "6");
    let lines = first.body.as_array().unwrap();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["resource_type"], "patient");
    assert_eq!(lines[1]["resource_type"], "allergies");
    assert_eq!(lines[1]["role"], "nurse");
    assert_eq!(lines[1]["purpose"], "treatment");
    assert_eq!(lines[1]["subjects"], json!([patient]));
    let link = first.headers["link"].to_str().unwrap();
    let next = link
        .trim_start_matches('<')
        .split_once('>')
        .unwrap()
        .0
        .to_owned();
    let second = admin.get(&next).await;
    assert_eq!(second.body.as_array().unwrap().len(), 2);
    assert!(second.headers.get("link").is_none());
    let at = lines[1]["at"].as_str().unwrap();
    let before = admin.get(&format!("{question}&to={at}")).await;
    assert_eq!(before.body.as_array().unwrap().len(), 4);
    let since = admin.get(&format!("{question}&from={at}")).await;
    assert_eq!(since.body.as_array().unwrap().len(), 2);
    for wrong in [
        "action=looked",
        "from=yesterday",
        "limit=0",
        "limit=501",
        "after=x",
        "user_id=1",
        "to=-000001-01-01T00:00:00Z",
    ] {
        let answer = admin.get(&format!("/api/audit?{wrong}")).await;
        assert!(
            matches!(answer.status.as_u16(), 400 | 422),
            "{wrong}: {}",
            answer.status
        );
    }
    // Looking is on record too, with whom the lines were about.
    assert!(app.count("select count(*) from audit_events where resource_type = 'audit_event' and action = 'read' and purpose = 'access_review' and cardinality(subjects) = 1").await >= 4);
    for who in ["nurse", "doctor", "pharmacist", "patient"] {
        assert_eq!(
            app.sign_in(who).await.get("/api/audit").await.status,
            403,
            "{who}"
        );
    }
}

#[tokio::test]
async fn an_export_is_on_record_before_it_leaves_and_runs_in_no_spreadsheet() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    assert_eq!(nurse.get("/api/patients/P00001").await.status, 200);
    execute(&app, "update users set full_name = '=HYPERLINK(\"http://x\",\"Anna\")' where email = 'nurse@demo.local'").await;
    let admin = app.sign_in("admin").await;
    let text = text_of(&admin, "/api/audit/export?action=read").await;
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(
        lines[0].starts_with("at,actor_kind,user_id,"),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].contains(r#","'=HYPERLINK(""http://x"",""Anna"")","nurse","#),
        "{}",
        lines[1]
    );
    assert_eq!(
        app.count("select count(*) from audit_events where action = 'export' and outcome = 'success' and cardinality(subjects) >= 1 and detail ? 'count'").await,
        1
    );
}

async fn text_of(client: &Client, path: &str) -> String {
    let bytes = client.bytes(path).await;
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_patient_sees_who_opened_the_own_record_by_role_or_by_name_as_the_house_decides() {
    let app = TestApp::demo().await;
    let (code, id) = app.watched_patient().await;
    let nurse = app.sign_in("nurse").await;
    // A board tells of many; what others were on it is not this patient's to know.
    assert_eq!(
        nurse
            .get(&format!("/api/patients/{code}/allergies"))
            .await
            .status,
        200
    );
    let patient = app.sign_in("patient").await;
    let log = patient
        .get(&format!("/api/patients/{code}/access-log"))
        .await;
    assert_eq!(log.status, 200, "{}", log.body);
    let opened = |log: &Value| {
        log.as_array()
            .unwrap()
            .iter()
            .find(|line| line["resource_type"] == "allergies")
            .cloned()
            .unwrap()
    };
    let line = opened(&log.body);
    assert_eq!(line["by_role"], "nurse");
    assert_eq!(line["purpose"], "treatment");
    assert!(line.get("by_name").is_none());
    assert_eq!(
        patient.get("/api/patients/P00001/access-log").await.status,
        404
    );
    assert_eq!(
        nurse
            .get(&format!("/api/patients/{code}/access-log"))
            .await
            .status,
        403
    );
    let admin = app.sign_in("admin").await;
    let policy = json!({ "shows_names": true });
    let put = http::Method::PUT;
    assert_eq!(
        nurse
            .json(put.clone(), "/api/audit/access-log-policy", &policy)
            .await
            .status,
        403
    );
    assert_eq!(
        admin
            .json(put, "/api/audit/access-log-policy", &policy)
            .await
            .status,
        200
    );
    let log = patient
        .get(&format!("/api/patients/{id}/access-log?limit=500"))
        .await;
    let me = nurse.get("/api/auth/me").await.body;
    assert_eq!(opened(&log.body)["by_name"], me["full_name"]);
}

/// H30: the record's trouble does not stop care.
#[tokio::test]
async fn while_the_record_cannot_be_written_a_nurse_reads_an_allergy_and_raises_an_alert_and_it_is_on_record_later()
 {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    app.sealed().await;
    execute(
        &app,
        "create function no_record() returns trigger language plpgsql as
           $$ begin raise exception 'no room' using errcode = 'disk_full'; end $$;
         create trigger no_record before insert on audit_events for each row execute function no_record()",
    )
    .await;
    let read = nurse.get("/api/patients/P00001/allergies").await;
    assert_eq!(read.status, 200, "{}", read.body);
    let request = read.headers["x-request-id"].to_str().unwrap().to_owned();
    let raised = nurse
        .post("/api/emergency/alerts", &json!({"alert_id": "aside", "patient_id": "P00001", "alert_type": "other", "severity": "critical", "description": "x"}))
        .await;
    assert_eq!(raised.status, 201, "{}", raised.body);
    assert_eq!(
        app.count("select count(*) from alerts where alert_ref = 'aside'")
            .await,
        1
    );
    let again = app.sign_in("doctor").await;
    assert_eq!(
        again.get("/api/patients/P00001").await.status,
        200,
        "whoever comes on duty can sign in"
    );
    // What changes a record is not taken without one, and nothing of it is kept.
    let contact = json!({"name": "Ada", "relationship": "sister", "contact": "+44 20 7946 0000"});
    let refused = nurse
        .post("/api/patients/P00001/family-contacts", &contact)
        .await;
    assert_eq!(refused.status, 503, "{}", refused.body);
    let ready = app.anybody().get("/api/ready").await;
    assert_eq!(ready.status, 200);
    assert_eq!(ready.body["audit"]["status"], "kept_aside");
    assert!(
        ready.body["audit"]["kept_aside"].as_i64().unwrap() >= 3,
        "{}",
        ready.body
    );
    let in_trouble = now_of(&app).await;

    execute(&app, "drop trigger no_record on audit_events").await;
    loop {
        let ready = app.anybody().get("/api/ready").await.body;
        if ready["audit"]["kept_aside"] == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let lines = rows(
        app.database_url(),
        &format!(
            "select (at < '{in_trouble}'::timestamptz)::text || ' ' || (detail ? 'kept_aside')::text || ' ' || cardinality(subjects)
             from audit_events where request_id = '{request}' and action = 'read' and resource_type = 'allergies' and role = 'nurse'"
        ),
    )
    .await;
    assert_eq!(lines, ["true true 1"], "once, with its own time");
    assert_eq!(app.count("select count(*) from audit_events where action = 'alert_raise' and resource_id = 'aside'").await, 1);
    assert_eq!(app.count("select count(*) from audit_events where action = 'sign_in' and detail ? 'kept_aside' and session_id is not null").await, 1);
    app.sealed().await;
    let found = app.verify_audit(app.record_folder()).await;
    assert_eq!(found.first_bad, None);
    assert_eq!(
        app.anybody().get("/api/ready").await.body["audit"]["status"],
        "ok"
    );
}

async fn now_of(app: &TestApp) -> String {
    rows(app.database_url(), "select clock_timestamp()::text")
        .await
        .pop()
        .unwrap()
}
