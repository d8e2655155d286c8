//! Setting hospitals, departments, wards and beds up.

use cloudcare_testkit::{Client, TestApp};
use http::Method;
use serde_json::{Value, json};

use crate::{HOSPITAL, admit, bed, registered};

async fn put(client: &Client, path: &str, body: &Value) -> cloudcare_testkit::Answer {
    client.json(Method::PUT, path, body).await
}

#[tokio::test]
async fn an_administrator_sets_a_hospital_up_from_nothing_and_takes_it_down_again() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let made = admin
        .post(
            "/api/hospitals",
            &json!({"hospital_name": "Southgate", "time_zone": "Europe/Oslo", "specializations": ["burns"],
                    "address": {"line1": "1 Hill Road", "city": "Oslo"}, "bed_turnaround_minutes": 20}),
        )
        .await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.body["address"]["city"], "Oslo");
    assert_eq!(
        (&made.body["total_beds"], &made.body["available_beds"]),
        (&json!(0), &json!(0))
    );
    let south = "/api/hospitals/Southgate";
    let burns = admin.get("/api/hospitals?specialization=burns").await;
    assert_eq!(burns.body.as_array().unwrap().len(), 1);
    assert_eq!(burns.headers["x-total-count"], "1");

    let department = admin
        .post(&format!("{south}/departments"), &json!({"name": "Surgery"}))
        .await;
    assert_eq!(department.status, 201, "{}", department.body);
    let again = admin
        .post(&format!("{south}/departments"), &json!({"name": "surgery"}))
        .await;
    assert_eq!(again.status, 409);
    let ward = admin
        .post(
            &format!("{south}/wards"),
            &json!({"name": "Burns 1", "kind": "inpatient", "department_id": department.body["id"]}),
        )
        .await;
    assert_eq!(ward.status, 201, "{}", ward.body);
    assert_eq!(ward.body["department_name"], "Surgery");
    let ward_path = format!("{south}/wards/{}", ward.body["id"].as_str().unwrap());
    let beds = json!({"beds": [{"label": "1", "bay": "A"}, {"label": "2", "bay": "A", "capabilities": ["Oxygen", "negative pressure"]}]});
    let key = "019aab00-0000-7000-8000-0000000000b1";
    let keyed = app.sign_in("admin").await.with("idempotency-key", key);
    let first = keyed.post(&format!("{ward_path}/beds"), &beds).await;
    let second = keyed.post(&format!("{ward_path}/beds"), &beds).await;
    assert_eq!(
        (first.status.as_u16(), second.status.as_u16()),
        (201, 201),
        "{}",
        second.body
    );
    assert_eq!(first.body, second.body, "sent twice, set up once");
    assert_eq!(
        first.body[1]["capabilities"],
        json!(["oxygen", "negative_pressure"])
    );
    let twice = admin.post(&format!("{ward_path}/beds"), &beds).await;
    assert_eq!(twice.status, 409, "{}", twice.body);
    assert_eq!(admin.get(south).await.body["available_beds"], 2);

    // Nothing is taken away while something stands on it.
    let department_path = format!(
        "{south}/departments/{}",
        department.body["id"].as_str().unwrap()
    );
    for path in [south, &department_path, &ward_path] {
        assert_eq!(admin.delete(path).await.status, 409, "{path}");
    }
    for made in first.body.as_array().unwrap() {
        let path = format!("{south}/beds/{}", made["id"].as_str().unwrap());
        assert_eq!(admin.delete(&path).await.status, 204);
    }
    for path in [&ward_path, &department_path, south] {
        assert_eq!(admin.delete(path).await.status, 204, "{path}");
    }
    assert_eq!(admin.get(south).await.status, 404);
    assert_eq!(
        app.count("select count(*) from hospitals where name = 'Southgate' and not is_active")
            .await,
        1
    );
}

#[tokio::test]
async fn two_administrators_do_not_write_over_one_another() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let seen = admin.get(HOSPITAL).await.body;
    let body = json!({"version": seen["version"], "hospital_name": "Northgate General", "time_zone": "Europe/London",
                      "crash_call_number": "3333", "emergency_services": true});
    let updated = put(&admin, HOSPITAL, &body).await;
    assert_eq!(updated.status, 200, "{}", updated.body);
    assert_eq!(updated.body["crash_call_number"], "3333");
    let stale = put(&admin, HOSPITAL, &body).await;
    assert_eq!(stale.status, 409);
    assert_eq!(stale.body["current"]["crash_call_number"], "3333");
    for (field, value) in [
        ("time_zone", json!("Middle/Earth")),
        ("hospital_name", json!("x")),
        (
            "hospital_name",
            json!("019aab00-0000-7000-8000-0000000000b1"),
        ),
        ("bed_turnaround_minutes", json!(1_441)),
        ("website", json!("x".repeat(201))),
    ] {
        let mut body = body.clone();
        body["version"] = json!(2);
        body[field] = value;
        let refused = put(&admin, HOSPITAL, &body).await;
        assert_eq!(refused.status, 422, "{field}");
        assert_eq!(
            refused.body["errors"][0]["field"], field,
            "{}",
            refused.body
        );
    }
    let other = json!({"hospital_name": "Northgate General", "time_zone": "Europe/London"});
    assert_eq!(
        admin.post("/api/hospitals", &other).await.status,
        409,
        "names are unique"
    );
    let wards = admin.get(&format!("{HOSPITAL}/wards")).await.body;
    let path = format!("{HOSPITAL}/wards/{}", wards[0]["id"].as_str().unwrap());
    let rename = json!({"version": wards[0]["version"], "name": "Ward 1", "kind": "inpatient"});
    assert_eq!(put(&admin, &path, &rename).await.status, 200);
    let stale = put(&admin, &path, &rename).await;
    assert_eq!(
        (stale.status.as_u16(), &stale.body["current"]["name"]),
        (409, &json!("Ward 1"))
    );
    let nurse = app.sign_in("nurse").await;
    assert_eq!(put(&nurse, &path, &rename).await.status, 403);
}

#[tokio::test]
async fn the_state_of_a_bed_is_said_by_the_ward_and_what_it_is_by_the_administrator() {
    let app = TestApp::demo().await;
    let (nurse, admin) = (app.sign_in("nurse").await, app.sign_in("admin").await);
    let d3 = bed(&nurse, "D3").await;
    let path = format!("{HOSPITAL}/beds/{}", d3["id"].as_str().unwrap());
    let ready = nurse
        .patch(&path, &json!({"version": 1, "state": "in_service"}))
        .await;
    assert_eq!(
        (ready.status.as_u16(), &ready.body["state"]),
        (200, &json!("free")),
        "{}",
        ready.body
    );
    let stale = nurse
        .patch(&path, &json!({"version": 1, "state": "cleaning"}))
        .await;
    assert_eq!(
        (stale.status.as_u16(), &stale.body["current"]["version"]),
        (409, &json!(2))
    );
    let no_reason = nurse
        .patch(&path, &json!({"version": 2, "state": "closed"}))
        .await;
    assert_eq!(no_reason.body["errors"][0]["field"], "state_reason");
    let closed = json!({"version": 2, "state": "closed", "state_reason": "mattress"});
    assert_eq!(nurse.patch(&path, &closed).await.body["state"], "closed");
    let renamed = json!({"version": 3, "label": "D30", "capabilities": ["oxygen"]});
    assert_eq!(nurse.patch(&path, &renamed).await.status, 403);
    let renamed = admin.patch(&path, &renamed).await;
    assert_eq!(
        (renamed.status.as_u16(), &renamed.body["label"]),
        (200, &json!("D30")),
        "{}",
        renamed.body
    );
    let taken = admin
        .patch(&path, &json!({"version": 4, "label": "D1"}))
        .await;
    assert_eq!(taken.status, 409);
    let b4 = bed(&nurse, "B4").await;
    let path = format!("{HOSPITAL}/beds/{}", b4["id"].as_str().unwrap());
    let occupied = nurse
        .patch(
            &path,
            &json!({"version": b4["version"], "state": "cleaning"}),
        )
        .await;
    assert_eq!(
        (occupied.status.as_u16(), &occupied.body["current"]["state"]),
        (409, &json!("occupied"))
    );
    assert_eq!(admin.delete(&path).await.status, 409);
    assert!(
        app.count("select count(*) from events where kind = 'board'")
            .await
            >= 3,
        "boards are told"
    );
}

#[tokio::test]
async fn a_bed_whose_patient_has_left_on_paper_only_can_be_freed() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let mut database = app.database().await;
    sqlx::query("update admissions set discharged_at = clock_timestamp() where patient_id = (select id from patients where family_name = 'Considine')")
        .execute(&mut database)
        .await
        .unwrap();
    let b4 = bed(&nurse, "B4").await;
    assert_eq!(b4["state"], "occupied", "the stay tells");
    let path = format!("{HOSPITAL}/beds/{}", b4["id"].as_str().unwrap());
    let freed = nurse
        .patch(
            &path,
            &json!({"version": b4["version"], "state": "in_service"}),
        )
        .await;
    assert_eq!(
        (freed.status.as_u16(), &freed.body["state"]),
        (200, &json!("free")),
        "{}",
        freed.body
    );
    let code = registered(&app, "Next").await;
    assert_eq!(
        admit(&nurse, &code, &json!({"bed_id": b4["id"]}))
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn statistics_are_counted_from_who_lies_where() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let path = format!("{HOSPITAL}/statistics");
    let before = nurse.get(&path).await;
    assert_eq!(before.status, 200, "{}", before.body);
    let counted = |name: &str| before.body[name].as_i64().unwrap();
    let beds = app.count("select count(*) from beds where is_active").await;
    let lying = "select count(*) from bed_stays where upper_inf(during)";
    let current = "select count(*) from admissions where discharged_at is null";
    let without = "select count(*) from admissions a where discharged_at is null
        and not exists (select from bed_stays s where s.admission_id = a.id and upper_inf(s.during))";
    assert_eq!(counted("total_beds"), beds);
    assert_eq!(counted("occupied_beds"), app.count(lying).await);
    assert_eq!(counted("current_patients"), app.count(current).await);
    assert_eq!(counted("patients_without_bed"), app.count(without).await);
    // Every bed is counted once, in the state that the board shows.
    let states = [
        "occupied_beds",
        "available_beds",
        "cleaning_beds",
        "closed_beds",
        "reserved_beds",
    ];
    assert_eq!(states.map(counted).iter().sum::<i64>(), beds);
    let rate = before.body["occupancy_rate"].as_f64().unwrap();
    let share = f64::from(i32::try_from(counted("occupied_beds") * 100).unwrap())
        / f64::from(i32::try_from(beds).unwrap());
    assert!((rate - share).abs() < 0.1, "{rate} {share}");
    assert_eq!(before.body["days"].as_array().unwrap().len(), 30);
    assert_eq!(before.body["wards"][0]["total"], 24);
    let a4 = bed(&nurse, "A4").await;
    let code = registered(&app, "Counted").await;
    assert_eq!(
        admit(&nurse, &code, &json!({"bed_id": a4["id"]}))
            .await
            .status,
        201
    );
    let after = nurse.get(&path).await.body;
    assert_eq!(
        (&after["occupied_beds"], &after["available_beds"]),
        (
            &json!(counted("occupied_beds") + 1),
            &json!(counted("available_beds") - 1)
        )
    );
    let admissions = |body: &Value| body["days"][29]["admissions"].as_i64().unwrap();
    assert_eq!(admissions(&after), admissions(&before.body) + 1);
}

#[tokio::test]
async fn the_old_counter_of_free_beds_can_not_be_set() {
    let app = TestApp::demo().await;
    let refused = app
        .sign_in("admin")
        .await
        .patch(&format!("{HOSPITAL}/beds"), &json!({"available_beds": 5}))
        .await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.body["detail"].as_str().unwrap().contains("counted"),
        "{}",
        refused.body
    );
}
