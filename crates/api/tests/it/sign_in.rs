//! Signing in, staying in, getting out.

use cloudcare_testkit::TestApp;
use serde_json::json;

#[tokio::test]
async fn every_demo_user_signs_in_and_is_told_who_they_are() {
    let app = TestApp::demo().await;
    for (who, role) in [
        ("nurse", "nurse"),
        ("doctor", "doctor"),
        ("pharmacist", "pharmacist"),
        ("admin", "admin"),
        ("patient", "patient"),
    ] {
        let me = app.sign_in(who).await.get("/api/auth/me").await;
        assert_eq!(me.status, 200);
        assert_eq!(me.body["role"], role);
        assert_eq!(me.body["patient"].is_object(), who == "patient");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_get_the_same_answer() {
    let app = TestApp::demo().await;
    let wrong = app
        .anybody()
        .post(
            "/api/auth/login",
            &json!({"email": "nurse@demo.local", "password": "not the one"}),
        )
        .await;
    let unknown = app
        .anybody()
        .post(
            "/api/auth/login",
            &json!({"email": "nobody@demo.local", "password": "not the one"}),
        )
        .await;
    assert_eq!((wrong.status.as_u16(), unknown.status.as_u16()), (401, 401));
    assert_eq!(wrong.body["detail"], unknown.body["detail"]);
    assert_eq!(wrong.headers["www-authenticate"], "Bearer");
    assert_eq!(wrong.headers["content-type"], "application/problem+json");
    let denied = app
        .count("select count(*) from audit_events where action = 'sign_in' and outcome = 'denied'")
        .await;
    assert_eq!(denied, 2, "both are on record");
}

#[tokio::test]
async fn the_sixth_guess_waits_and_so_does_the_right_password() {
    let app = TestApp::demo().await;
    for who in ["nurse@demo.local", "nobody@demo.local"] {
        for _ in 0..5 {
            let answer = app
                .anybody()
                .post(
                    "/api/auth/login",
                    &json!({"email": who, "password": "guess guess"}),
                )
                .await;
            assert_eq!(answer.status, 401);
        }
        let answer = app
            .anybody()
            .post(
                "/api/auth/login",
                &json!({"email": who, "password": app.demo_password()}),
            )
            .await;
        assert_eq!(answer.status, 429, "{who}");
        let wait: i64 = answer.headers["retry-after"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!((50..=60).contains(&wait), "{wait} s");
    }
    let other = app
        .anybody()
        .post(
            "/api/auth/login",
            &json!({"email": "doctor@demo.local", "password": app.demo_password()}),
        )
        .await;
    assert_eq!(other.status, 200, "other people are not locked out");
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once_on_every_instance() {
    let app = TestApp::demo().await;
    let other_instance = app.another_instance(true).await;
    let login = app
        .anybody()
        .post(
            "/api/auth/login",
            &json!({"email": "nurse@demo.local", "password": app.demo_password()}),
        )
        .await;
    let token = login.body["access_token"].as_str().unwrap();
    assert_eq!(
        other_instance
            .bearer(token)
            .get("/api/auth/me")
            .await
            .status,
        200
    );
    assert_eq!(
        app.bearer(token)
            .post("/api/auth/logout", &json!({}))
            .await
            .status,
        204
    );
    assert_eq!(
        other_instance
            .bearer(token)
            .get("/api/auth/me")
            .await
            .status,
        401
    );
    let refresh = app
        .anybody()
        .post(
            "/api/auth/refresh",
            &json!({"refresh_token": login.body["refresh_token"]}),
        )
        .await;
    assert_eq!(refresh.status, 401);
}

#[tokio::test]
async fn a_refresh_token_seen_twice_ends_the_session_for_everybody() {
    let app = TestApp::demo().await;
    let login = app
        .anybody()
        .post(
            "/api/auth/login",
            &json!({"email": "doctor@demo.local", "password": app.demo_password()}),
        )
        .await;
    let first = json!({"refresh_token": login.body["refresh_token"]});
    let second = app.anybody().post("/api/auth/refresh", &first).await;
    assert_eq!(second.status, 200);
    let stolen = app.anybody().post("/api/auth/refresh", &first).await;
    assert_eq!(stolen.status, 401);
    let token = second.body["access_token"].as_str().unwrap();
    assert_eq!(
        app.bearer(token).get("/api/auth/me").await.status,
        401,
        "the thief and the owner are both out"
    );
    let third = app
        .anybody()
        .post(
            "/api/auth/refresh",
            &json!({"refresh_token": second.body["refresh_token"]}),
        )
        .await;
    assert_eq!(third.status, 401);
}

#[tokio::test]
async fn a_disabled_user_is_out_with_the_next_request() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let mut database = app.database().await;
    sqlx::query("update users set is_active = false where email = 'nurse@demo.local'")
        .execute(&mut database)
        .await
        .unwrap();
    assert_eq!(nurse.get("/api/auth/me").await.status, 401);
}

#[tokio::test]
async fn a_browser_gets_cookies_that_no_script_and_no_other_site_can_use() {
    let app = TestApp::demo().await;
    let browser = app.anybody().with("x-cloudcare-client", "browser");
    let login = browser
        .post(
            "/api/auth/login",
            &json!({"email": "nurse@demo.local", "password": app.demo_password()}),
        )
        .await;
    assert_eq!(login.status, 200);
    assert!(login.body.get("access_token").is_none() && login.body.get("refresh_token").is_none());
    let cookies: Vec<String> = login
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|v| v.to_str().unwrap().to_owned())
        .collect();
    assert_eq!(cookies.len(), 2);
    assert!(
        cookies
            .iter()
            .all(|c| c.contains("HttpOnly") && c.contains("SameSite=Strict")),
        "{cookies:?}"
    );
    let jar: Vec<&str> = cookies
        .iter()
        .map(|c| c.split(';').next().unwrap())
        .collect();
    let page = app
        .anybody()
        .with("cookie", &jar.join("; "))
        .with("host", "ward.example");
    assert_eq!(page.get("/api/auth/me").await.status, 200);
    assert_eq!(
        page.post("/api/auth/logout", &json!({})).await.status,
        403,
        "no Origin"
    );
    let foreign = page.clone().with("origin", "https://evil.example");
    assert_eq!(
        foreign.post("/api/auth/logout", &json!({})).await.status,
        403
    );
    assert_eq!(
        foreign.post("/api/auth/refresh", &json!({})).await.status,
        403
    );
    let own = page.with("origin", "http://ward.example");
    assert_eq!(own.post("/api/auth/refresh", &json!({})).await.status, 200);
}

#[tokio::test]
async fn secrets_never_rest_in_clear_text() {
    let app = TestApp::demo().await;
    let login = app
        .anybody()
        .post(
            "/api/auth/login",
            &json!({"email": "nurse@demo.local", "password": app.demo_password()}),
        )
        .await;
    let refresh = login.body["refresh_token"].as_str().unwrap();
    let (_, credential) = app.station("Nurse station 1").await;
    let mut database = app.database().await;
    for secret in [refresh, credential.as_str()] {
        let found: i64 = sqlx::query_scalar(
            "select (select count(*) from refresh_tokens t where t::text like '%' || $1 || '%')
                  + (select count(*) from workstations w where w::text like '%' || $1 || '%')
                  + (select count(*) from audit_events a where a::text like '%' || $1 || '%')",
        )
        .bind(secret)
        .fetch_one(&mut database)
        .await
        .unwrap();
        assert_eq!(found, 0);
    }
}
