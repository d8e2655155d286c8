//! Accounts: invited, kept, given a new password, taken out of use.

use std::time::{Duration, Instant};

use cloudcare_testkit::{Answer, Client, TestApp};
use http::Method;
use serde_json::{Value, json};
use sqlx::Connection;

const GOOD: &str = "tall ships and cold tea";

/// Somebody new, and the account.
async fn invited(admin: &Client, email: &str, role: &str) -> Value {
    let body = json!({"email": email, "full_name": "Rosa Lindgren", "role": role});
    let made = admin.post("/api/users", &body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    made.body
}

async fn link(admin: &Client, user: &Value, purpose: &str) -> Answer {
    let path = format!("/api/users/{}/links", user["id"].as_str().unwrap());
    admin.post(&path, &json!({ "purpose": purpose })).await
}

async fn token(admin: &Client, user: &Value, purpose: &str) -> String {
    let made = link(admin, user, purpose).await;
    assert_eq!(made.status, 201, "{}", made.body);
    made.body["token"].as_str().unwrap().to_owned()
}

async fn follow(app: &TestApp, token: &str, password: Option<&str>) -> Answer {
    let body = match password {
        Some(password) => json!({"token": token, "password": password}),
        None => json!({"token": token}),
    };
    app.anybody().post("/api/auth/link", &body).await
}

async fn login(app: &TestApp, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    app.anybody().post("/api/auth/login", &body).await
}

/// The account of a demo user as an administrator sees it.
async fn account(admin: &Client, who: &str) -> Value {
    let found = admin.get(&format!("/api/users?q={who}@demo.local")).await;
    assert_eq!(found.status, 200, "{}", found.body);
    found.body[0].clone()
}

/// A PUT of an account as it was read, with some fields changed.
async fn put(client: &Client, user: &Value, changes: Value) -> Answer {
    let mut body = json!({});
    for field in [
        "version",
        "email",
        "username",
        "full_name",
        "role",
        "phone",
        "license_number",
        "license_expires_on",
        "patient_id",
        "doctor_id",
        "is_active",
    ] {
        if !user[field].is_null() {
            body[field] = user[field].clone();
        }
    }
    for (field, value) in changes.as_object().unwrap() {
        body[field] = value.clone();
    }
    let path = format!("/api/users/{}", user["id"].as_str().unwrap());
    client.json(Method::PUT, &path, &body).await
}

#[tokio::test]
async fn somebody_new_is_invited_and_chooses_a_password_by_the_link() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let user = invited(&admin, " Rosa@Demo.Local ", "nurse").await;
    assert_eq!(
        (&user["email"], &user["state"]),
        (&json!("rosa@demo.local"), &json!("invited"))
    );
    assert_eq!(
        login(&app, "rosa@demo.local", "").await.status,
        401,
        "no password is no way in"
    );

    let first = token(&admin, &user, "invitation").await;
    let second = token(&admin, &user, "invitation").await;
    assert_eq!(
        follow(&app, &first, Some(GOOD)).await.status,
        404,
        "replaced by the newer one"
    );
    let without = follow(&app, &second, None).await;
    assert_eq!(
        (without.status.as_u16(), &without.body["errors"][0]["field"]),
        (422, &json!("password"))
    );
    let weak = follow(&app, &second, Some("RosaLindgren")).await;
    assert_eq!(weak.status, 422, "her own name");
    let done = follow(&app, &second, Some(GOOD)).await;
    assert_eq!(
        done.status, 200,
        "what was refused did not use the link up: {}",
        done.body
    );
    assert_eq!(
        done.body,
        json!({"purpose": "invitation", "email": "rosa@demo.local"})
    );
    assert_eq!(
        follow(&app, &second, Some("another fine password"))
            .await
            .status,
        404,
        "once"
    );

    let signed_in = login(&app, "Rosa@demo.local", GOOD).await;
    assert_eq!(signed_in.status, 200);
    let rosa = app.bearer(signed_in.body["access_token"].as_str().unwrap());
    let own = rosa
        .get(&format!("/api/users/{}", user["id"].as_str().unwrap()))
        .await;
    assert_eq!(
        (own.status.as_u16(), &own.body["state"]),
        (200, &json!("active"))
    );
    assert!(own.body["last_login"].is_string());
    assert_eq!(
        link(&admin, &user, "invitation").await.status,
        409,
        "accepted already"
    );
}

#[tokio::test]
async fn links_end_with_their_time_and_rest_as_hashes() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let user = invited(&admin, "rosa@demo.local", "nurse").await;
    let token = token(&admin, &user, "invitation").await;
    let mut database = app.database().await;
    let found: i64 = sqlx::query_scalar(
        "select (select count(*) from account_links l where l::text like '%' || $1 || '%')
              + (select count(*) from audit_events a where a::text like '%' || $1 || '%')",
    )
    .bind(&token)
    .fetch_one(&mut database)
    .await
    .unwrap();
    assert_eq!(found, 0);
    sqlx::query("update account_links set expires_at = clock_timestamp()")
        .execute(&mut database)
        .await
        .unwrap();
    let late = follow(&app, &token, Some(GOOD)).await;
    assert_eq!(late.status, 404);
    assert!(
        late.body["detail"]
            .as_str()
            .unwrap()
            .contains("ask your administrator")
    );
    assert_eq!(
        follow(&app, "ccl_nothing", Some(GOOD)).await.body["detail"],
        late.body["detail"]
    );
}

#[tokio::test]
async fn the_same_invitation_sent_twice_makes_one_account() {
    let app = TestApp::demo().await;
    let admin = app
        .sign_in("admin")
        .await
        .with("idempotency-key", "019aab00-0000-7000-8000-000000000042");
    let body = json!({"email": "rosa@demo.local", "full_name": "Rosa Lindgren", "role": "nurse"});
    let (first, second) = (
        admin.post("/api/users", &body).await,
        admin.post("/api/users", &body).await,
    );
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (201, 201));
    assert_eq!(first.body, second.body);
    let other = json!({"email": "rosa2@demo.local", "full_name": "Rosa Lindgren", "role": "nurse"});
    assert_eq!(admin.post("/api/users", &other).await.status, 422);
    let admin = app.sign_in("admin").await;
    let taken = admin.post("/api/users", &body).await;
    assert_eq!(taken.status, 409);
    assert!(taken.body["detail"].as_str().unwrap().contains("e-mail"));
    let nobody = json!({"email": "x@demo.local", "full_name": "Xu", "role": "doctor", "doctor_id": "019aab00-0000-7000-8000-00000000ffff"});
    assert_eq!(
        admin.post("/api/users", &nobody).await.body["errors"][0]["field"],
        "doctor_id"
    );
}

#[tokio::test]
async fn a_user_disabled_in_mid_session_is_out_within_a_second_on_every_instance() {
    let app = TestApp::demo().await;
    let other = app.another_instance(true).await;
    let admin = app.sign_in("admin").await;
    let answer = login(&other, "nurse@demo.local", app.demo_password()).await;
    let nurse = other.bearer(answer.body["access_token"].as_str().unwrap());
    let mut stream = nurse.stream("/api/emergency/stream").await;
    stream.ping().await;
    let user = account(&admin, "nurse").await;

    let started = Instant::now();
    let path = format!("/api/users/{}", user["id"].as_str().unwrap());
    assert_eq!(admin.delete(&path).await.status, 204);
    assert_eq!(nurse.get("/api/auth/me").await.status, 401);
    assert_eq!(stream.next_event().await.unwrap().event, "session_ended");
    assert!(
        started.elapsed() < Duration::from_millis(1_500),
        "{:?}",
        started.elapsed()
    );
    let refresh = json!({"refresh_token": answer.body["refresh_token"]});
    assert_eq!(
        other
            .anybody()
            .post("/api/auth/refresh", &refresh)
            .await
            .status,
        401
    );
    let right = login(&app, "nurse@demo.local", app.demo_password()).await;
    let unknown = login(&app, "nobody@demo.local", app.demo_password()).await;
    assert_eq!(right.status, 401);
    assert_eq!(right.body["detail"], unknown.body["detail"]);

    let now = account(&admin, "nurse").await;
    assert_eq!(
        (&now["state"], &now["is_active"]),
        (&json!("disabled"), &json!(false))
    );
    assert_eq!(admin.delete(&path).await.status, 409);
    let back = put(&admin, &now, json!({"is_active": true})).await;
    assert_eq!(back.status, 200, "{}", back.body);
    assert_eq!(
        login(&app, "nurse@demo.local", app.demo_password())
            .await
            .status,
        200
    );
    assert_eq!(
        nurse.get("/api/auth/me").await.status,
        401,
        "the old session stays ended"
    );
}

#[tokio::test]
async fn people_change_their_phone_and_an_administrator_the_rest() {
    let app = TestApp::demo().await;
    let (admin, nurse) = (app.sign_in("admin").await, app.sign_in("nurse").await);
    let user = account(&admin, "nurse").await;
    let phone = put(&nurse, &user, json!({"phone": "4711"})).await;
    assert_eq!(
        (phone.status.as_u16(), &phone.body["phone"]),
        (200, &json!("4711"))
    );
    for change in [
        json!({"role": "admin"}),
        json!({"full_name": "Somebody Else"}),
        json!({"email": "else@demo.local"}),
        json!({"license_number": "L1"}),
        json!({"is_active": false}),
    ] {
        assert_eq!(
            put(&nurse, &phone.body, change.clone()).await.status,
            403,
            "{change}"
        );
    }
    let stale = put(&admin, &user, json!({"role": "doctor"})).await;
    assert_eq!(
        (stale.status.as_u16(), &stale.body["current"]["phone"]),
        (409, &json!("4711"))
    );
    let licensed = put(&admin, &phone.body, json!({"license_number": "L1"})).await;
    assert_eq!(
        licensed.body["license_state"], "not_verified",
        "no last day on file"
    );
    let dated = put(
        &admin,
        &licensed.body,
        json!({"license_expires_on": "2020-01-01"}),
    )
    .await;
    assert_eq!(dated.body["license_state"], "expired");
    let valid = put(
        &admin,
        &dated.body,
        json!({"license_expires_on": "2100-01-01"}),
    )
    .await;
    assert_eq!(valid.body["license_state"], "valid");

    let myself = account(&admin, "admin").await;
    for change in [json!({"role": "nurse"}), json!({"is_active": false})] {
        let answer = put(&admin, &myself, change).await;
        assert_eq!(answer.status, 409, "{}", answer.body);
        assert!(
            answer.body["detail"]
                .as_str()
                .unwrap()
                .contains("last administrator")
        );
    }
    let denied = app
        .count(
            "select count(*) from audit_events where outcome = 'denied' and resource_type = 'user'",
        )
        .await;
    assert_eq!(denied, 5, "what was refused is on record");
}

#[tokio::test]
async fn reach_follows_where_a_person_works_with_the_next_request() {
    let app = TestApp::demo().await;
    let (admin, nurse) = (app.sign_in("admin").await, app.sign_in("nurse").await);
    let me = nurse.get("/api/auth/me").await.body;
    let (hospital, wards) = (
        me["hospital"]["id"].clone(),
        me["wards"].as_array().unwrap().clone(),
    );
    assert!(wards.len() > 1);
    let user = account(&admin, "nurse").await;
    let path = format!("/api/users/{}/affiliations", user["id"].as_str().unwrap());
    let now = admin.get(&path).await.body;
    let one_ward = json!({"version": now["version"], "affiliations": [{"hospital_id": hospital, "ward_id": wards[0]["id"]}]});
    let set = admin.json(Method::PUT, &path, &one_ward).await;
    assert_eq!(set.status, 200, "{}", set.body);
    assert_eq!(
        set.body["affiliations"].as_array().unwrap().len(),
        2,
        "what is past stays on record"
    );
    let reached = nurse.get("/api/auth/me").await.body["wards"].clone();
    assert_eq!(reached.as_array().unwrap().len(), 1);
    assert_eq!(
        nurse.json(Method::PUT, &path, &one_ward).await.status,
        403,
        "nobody gives themselves reach"
    );
    assert_eq!(nurse.get(&path).await.status, 200);
    assert_eq!(
        admin.json(Method::PUT, &path, &one_ward).await.status,
        409,
        "stale"
    );

    let version = &set.body["version"];
    for (entry, field) in [
        (
            json!({"hospital_id": hospital, "ward_id": "019aab00-0000-7000-8000-00000000ffff"}),
            "affiliations[0].hospital_id",
        ),
        (
            json!({"hospital_id": "019aab00-0000-7000-8000-00000000ffff"}),
            "affiliations[0].hospital_id",
        ),
        (
            json!({"hospital_id": hospital, "ends_at": "2020-01-01T00:00:00Z"}),
            "affiliations[0].ends_at",
        ),
    ] {
        let body = json!({"version": version, "affiliations": [entry]});
        let answer = admin.json(Method::PUT, &path, &body).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body["errors"][0]["field"]),
            (422, &json!(field))
        );
    }
    let later = json!({"version": version, "affiliations": [{"hospital_id": hospital, "starts_at": "2100-01-01T00:00:00Z"}]});
    let set = admin.json(Method::PUT, &path, &later).await;
    assert_eq!(set.status, 200, "{}", set.body);
    assert_eq!(
        nurse.get("/api/auth/me").await.body["wards"],
        json!([]),
        "not yet"
    );
    let none = json!({"version": set.body["version"], "affiliations": []});
    let set = admin.json(Method::PUT, &path, &none).await;
    assert_eq!(
        set.body["affiliations"].as_array().unwrap().len(),
        2,
        "what never began is gone"
    );
}

#[tokio::test]
async fn a_forgotten_password_is_asked_for_without_learning_who_has_an_account() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let nurse = app.sign_in("nurse").await;
    for email in ["nurse@demo.local", "nobody@demo.local"] {
        let asked = app
            .anybody()
            .post("/api/auth/password-reset", &json!({ "email": email }))
            .await;
        assert_eq!(
            (asked.status.as_u16(), asked.body),
            (202, Value::Null),
            "{email}"
        );
    }
    let waiting = admin.get("/api/users?waits_for_password=true").await;
    assert_eq!(waiting.headers["x-total-count"], "1");
    let user = waiting.body[0].clone();
    assert_eq!(user["email"], "nurse@demo.local");
    let token = token(&admin, &user, "password_reset").await;
    assert_eq!(follow(&app, &token, Some(GOOD)).await.status, 200);
    assert_eq!(
        nurse.get("/api/auth/me").await.status,
        401,
        "every session ended"
    );
    assert_eq!(
        login(&app, "nurse@demo.local", app.demo_password())
            .await
            .status,
        401
    );
    assert_eq!(login(&app, "nurse@demo.local", GOOD).await.status, 200);
    assert_eq!(
        admin.get("/api/users?waits_for_password=true").await.body,
        json!([])
    );
}

#[tokio::test]
async fn an_address_is_checked_by_its_link_and_a_new_one_is_not_checked() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let user = account(&admin, "nurse").await;
    assert_eq!(user["is_verified"], false);
    let old = token(&admin, &user, "email_check").await;
    let moved = put(
        &admin,
        &user,
        json!({"email": "nurse2@demo.local", "username": null}),
    )
    .await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    assert_eq!(
        follow(&app, &old, None).await.status,
        404,
        "made for the old address"
    );
    let new = token(&admin, &moved.body, "email_check").await;
    assert_eq!(follow(&app, &new, None).await.status, 200);
    let user = account(&admin, "nurse2").await;
    assert_eq!(user["is_verified"], true);
    assert_eq!(link(&admin, &user, "email_check").await.status, 409);
    let back = put(&admin, &user, json!({"email": "nurse@demo.local"})).await;
    assert_eq!(back.body["is_verified"], false);
}

#[tokio::test]
async fn ones_own_password_is_changed_over_the_old_one_and_ends_the_other_sessions() {
    let app = TestApp::demo().await;
    let (here, elsewhere) = (app.sign_in("nurse").await, app.sign_in("nurse").await);
    let change = |old: &str, new: &str| json!({"old_password": old, "new_password": new});
    let wrong = here
        .post("/api/auth/password", &change("not the one", GOOD))
        .await;
    assert_eq!(
        (wrong.status.as_u16(), &wrong.body["errors"][0]["field"]),
        (422, &json!("old_password"))
    );
    for (new, is_taken) in [
        ("q\u{e4}\u{1fac0}-7rt".to_owned(), false),
        ("qwertyuiop".to_owned(), false),
        ("Password".to_owned(), false),
        ("nurse@demo.local".to_owned(), false),
        ("ä🫀".repeat(129), false),
        ("q\u{e4}\u{1fac0}-7rtz".to_owned(), true),
    ] {
        let old = app.demo_password();
        let answer = here.post("/api/auth/password", &change(old, &new)).await;
        assert_eq!(
            answer.status,
            if is_taken { 204 } else { 422 },
            "{new}: {}",
            answer.body
        );
        if is_taken {
            let long = "ä🫀".repeat(128);
            assert_eq!(elsewhere.get("/api/auth/me").await.status, 401);
            assert_eq!(
                here.get("/api/auth/me").await.status,
                200,
                "this one goes on"
            );
            assert_eq!(
                here.post("/api/auth/password", &change(&new, &long))
                    .await
                    .status,
                204
            );
            assert_eq!(login(&app, "nurse@demo.local", &long).await.status, 200);
            assert_eq!(login(&app, "nurse@demo.local", &new).await.status, 401);
        }
    }
    for _ in 0..4 {
        here.post("/api/auth/password", &change("not the one", GOOD))
            .await;
    }
    let braked = here
        .post("/api/auth/password", &change("not the one", GOOD))
        .await;
    assert_eq!(
        braked.status, 429,
        "guessing here is slowed down like guessing at the sign-in"
    );
}

#[tokio::test]
async fn a_password_of_the_system_before_still_opens_and_rests_under_a_better_hash_after_that() {
    let app = TestApp::demo().await;
    // bcrypt, cost 4, of "correct horse battery staple".
    let old = bcrypt::hash("correct horse battery staple", 4).unwrap();
    let mut database = app.database().await;
    sqlx::query("update users set password_hash = $1 where email = 'nurse@demo.local'")
        .bind(&old)
        .execute(&mut database)
        .await
        .unwrap();
    assert_eq!(
        login(&app, "nurse@demo.local", "correct horse battery stable")
            .await
            .status,
        401
    );
    let hash = "select password_hash from users where email = 'nurse@demo.local'";
    let kept: String = sqlx::query_scalar(hash)
        .fetch_one(&mut database)
        .await
        .unwrap();
    assert_eq!(kept, old, "a wrong one changes nothing");
    for _ in 0..2 {
        assert_eq!(
            login(&app, "nurse@demo.local", "correct horse battery staple")
                .await
                .status,
            200
        );
        let kept: String = sqlx::query_scalar(hash)
            .fetch_one(&mut database)
            .await
            .unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
    }
    database.close().await.unwrap();
}

#[tokio::test]
async fn the_list_finds_people_as_text_and_by_role_and_state() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    invited(&admin, "rosa@demo.local", "nurse").await;
    for (query, count) in [
        ("", 6),
        ("?role=nurse", 2),
        ("?state=invited", 1),
        ("?state=disabled", 0),
        ("?q=LINDGREN", 1),
        ("?q=%25", 0),
        ("?q=_osa", 0),
        ("?role=nurse&limit=1", 1),
    ] {
        let found = admin.get(&format!("/api/users{query}")).await;
        assert_eq!(
            found.body.as_array().map(Vec::len),
            Some(count),
            "{query}: {}",
            found.body
        );
    }
    assert_eq!(admin.get("/api/users?role=king").await.status, 422);
}
