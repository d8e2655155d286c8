//! Tokens that are not ours, sessions that are seen and ended.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use cloudcare_testkit::TestApp;
use serde_json::{Value, json};

fn part(token: &str, i: usize) -> Value {
    let text = token.split('.').nth(i).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

async fn login(app: &TestApp, who: &str) -> Value {
    let body = json!({"email": format!("{who}@demo.local"), "password": app.demo_password()});
    app.anybody().post("/api/auth/login", &body).await.body
}

#[tokio::test]
async fn no_token_but_ours_for_a_living_session_is_taken() {
    let app = TestApp::demo().await;
    let stranger = TestApp::empty().await;
    let good = login(&app, "nurse").await["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let (header, claims) = (part(&good, 0), part(&good, 1));
    let signature = good.split('.').nth(2).unwrap();
    let with = |field: &str, value: Value| {
        let mut changed = claims.clone();
        changed[field] = value;
        changed
    };
    let header_with = |alg: &str| {
        let mut changed = header.clone();
        changed["alg"] = json!(alg);
        encoded(&changed)
    };
    let now = crate::now().as_second();
    let ours_again = app.signed_token(&claims).await;
    assert_eq!(
        app.bearer(&ours_again).get("/api/auth/me").await.status,
        200,
        "the key of the test is the real one"
    );
    let bad = [
        (
            "alg none",
            format!("{}.{}.", header_with("none"), encoded(&claims)),
        ),
        (
            "alg none with a signature",
            format!("{}.{}.{signature}", header_with("none"), encoded(&claims)),
        ),
        (
            "HMAC instead of a key pair",
            format!("{}.{}.{signature}", header_with("HS256"), encoded(&claims)),
        ),
        (
            "edited claims",
            format!(
                "{}.{}.{signature}",
                encoded(&header),
                encoded(&with("exp", json!(now + 99_999)))
            ),
        ),
        (
            "signed by another installation",
            stranger.signed_token(&claims).await,
        ),
        (
            "expired",
            app.signed_token(&with("exp", json!(now - 1))).await,
        ),
        (
            "for another installation",
            app.signed_token(&with("aud", json!("019aab00-0000-7000-8000-00000000ffff")))
                .await,
        ),
        (
            "for no installation",
            app.signed_token(&with("aud", Value::Null)).await,
        ),
        (
            "of no session",
            app.signed_token(&with("sid", json!("019aab00-0000-7000-8000-00000000ffff")))
                .await,
        ),
        ("cut off", good[..good.len() - 4].to_owned()),
        ("nothing", "x".to_owned()),
        (
            "a refresh token",
            login(&app, "nurse").await["refresh_token"]
                .as_str()
                .unwrap()
                .to_owned(),
        ),
    ];
    for (what, token) in &bad {
        for client in [
            app.bearer(token),
            app.anybody()
                .with("cookie", &format!("cloudcare_access={token}")),
        ] {
            let answer = client.get("/api/auth/me").await;
            assert_eq!(answer.status, 401, "{what}");
            assert_eq!(answer.headers["www-authenticate"], "Bearer", "{what}");
        }
    }
    app.bearer(&good).post("/api/auth/logout", &json!({})).await;
    assert_eq!(
        app.bearer(&good).get("/api/auth/me").await.status,
        401,
        "revoked, and good for 30 minutes by its own words"
    );
}

#[tokio::test]
async fn a_session_ends_after_fourteen_hours_however_often_it_is_refreshed() {
    let app = TestApp::demo().await;
    let pair = login(&app, "nurse").await;
    let me = app.bearer(pair["access_token"].as_str().unwrap());
    let ends: jiff::Timestamp = me.get("/api/auth/me").await.body["session"]["expires_at"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let hours = ends.duration_since(crate::now()).as_secs_f64() / 3600.0;
    assert!((13.9..=14.0).contains(&hours), "{hours} h");
    let refreshed = app
        .anybody()
        .post(
            "/api/auth/refresh",
            &json!({"refresh_token": pair["refresh_token"]}),
        )
        .await;
    assert_eq!(refreshed.status, 200);
    let me = app.bearer(refreshed.body["access_token"].as_str().unwrap());
    let after: jiff::Timestamp = me.get("/api/auth/me").await.body["session"]["expires_at"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(after, ends, "refreshing does not lengthen it");
    let mut database = app.database().await;
    sqlx::query("update sessions set expires_at = clock_timestamp()")
        .execute(&mut database)
        .await
        .unwrap();
    assert_eq!(me.get("/api/auth/me").await.status, 401);
    let again = app
        .anybody()
        .post(
            "/api/auth/refresh",
            &json!({"refresh_token": refreshed.body["refresh_token"]}),
        )
        .await;
    assert_eq!(again.status, 401);
}

#[tokio::test]
async fn of_two_refreshes_at_once_one_wins_and_the_family_is_over() {
    let app = TestApp::demo().await;
    let pair = login(&app, "nurse").await;
    let body = json!({"refresh_token": pair["refresh_token"]});
    let (one, two) = (app.anybody(), app.anybody());
    let (first, second) = tokio::join!(
        one.post("/api/auth/refresh", &body),
        two.post("/api/auth/refresh", &body)
    );
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401]);
    let winner = if first.status == 200 { first } else { second };
    let token = winner.body["access_token"].as_str().unwrap();
    assert_eq!(app.bearer(token).get("/api/auth/me").await.status, 401);
    let ended = app
        .count("select count(*) from sessions where end_reason = 'refresh_reused'")
        .await;
    assert_eq!(ended, 1);
}

#[tokio::test]
async fn people_see_and_end_their_own_sessions_and_an_administrator_anybodys() {
    let app = TestApp::demo().await;
    let (_, credential) = app.station("Nurse station 1").await;
    let here = app.sign_in("nurse").await;
    let elsewhere = app.sign_in_at("nurse", Some(&credential)).await;
    let (doctor, admin) = (app.sign_in("doctor").await, app.sign_in("admin").await);
    let own = here.get("/api/auth/sessions").await;
    assert_eq!(own.status, 200);
    let sessions = own.body.as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    assert_eq!(
        (&sessions[0]["workstation_name"], &sessions[0]["is_current"]),
        (&json!("Nurse station 1"), &json!(false))
    );
    assert_eq!(sessions[1]["is_current"], true);

    let other = format!("/api/auth/sessions/{}", sessions[0]["id"].as_str().unwrap());
    assert_eq!(doctor.delete(&other).await.status, 403);
    assert_eq!(elsewhere.get("/api/auth/me").await.status, 200);
    assert_eq!(here.delete(&other).await.status, 204);
    assert_eq!(elsewhere.get("/api/auth/me").await.status, 401);
    assert_eq!(
        here.delete(&other).await.status,
        403,
        "what has ended is nobody's"
    );

    let nurse = here.get("/api/auth/me").await.body["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/auth/sessions?user_id={nurse}");
    assert_eq!(doctor.get(&path).await.status, 403);
    assert_eq!(here.get(&path).await.status, 200);
    let seen = admin.get(&path).await.body;
    let mut stream = here.stream("/api/emergency/stream").await;
    stream.ping().await;
    let last = format!("/api/auth/sessions/{}", seen[0]["id"].as_str().unwrap());
    assert_eq!(admin.delete(&last).await.status, 204);
    assert_eq!(stream.next_event().await.unwrap().event, "session_ended");
    assert_eq!(here.get("/api/auth/me").await.status, 401);
    let on_record = app.count("select count(*) from audit_events where action = 'session_end' and outcome = 'success'").await;
    assert_eq!(on_record, 2);
}

#[tokio::test]
async fn cookies_that_came_by_tls_never_travel_without() {
    let app = TestApp::demo().await;
    let browser = app
        .anybody()
        .with("x-cloudcare-client", "browser")
        .with("host", "ward.example");
    let body = json!({"email": "nurse@demo.local", "password": app.demo_password()});
    for (name, value, is_secure) in [
        ("origin", "https://ward.example", true),
        ("x-forwarded-proto", "https", true),
        ("origin", "http://ward.example", false),
        ("x-forwarded-proto", "http", false),
    ] {
        let answer = browser
            .clone()
            .with(name, value)
            .post("/api/auth/login", &body)
            .await;
        let cookies: Vec<&str> = answer
            .headers
            .get_all("set-cookie")
            .iter()
            .map(|c| c.to_str().unwrap())
            .collect();
        assert_eq!(cookies.len(), 2);
        assert!(
            cookies.iter().all(|c| c.contains("Secure") == is_secure),
            "{name} {value}: {cookies:?}"
        );
    }
}
