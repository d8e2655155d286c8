//! The code after the password.

use cloudcare_testkit::{Answer, Client, TestApp};
use http::Method;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

/// The authenticator app of a test.
fn app_with(secret: &Value) -> Totp {
    let secret = Secret::try_from_base32(secret.as_str().unwrap()).unwrap();
    Builder::new()
        .with_secret(secret)
        .with_account_name("x")
        .build()
        .unwrap()
}

/// What the app shows some seconds from now.
fn shown(totp: &Totp, seconds: i64) -> String {
    let at = crate::now().as_second() + seconds;
    totp.generate(u64::try_from(at).unwrap()).to_string()
}

/// Sets a second factor up for somebody signed in: the app, and the recovery codes.
async fn set_up(app: &TestApp, client: &Client) -> (Totp, Vec<String>) {
    let body = json!({"password": app.demo_password()});
    let secret = client.post("/api/auth/second-factor", &body).await;
    assert_eq!(secret.status, 200, "{}", secret.body);
    let totp = app_with(&secret.body["secret"]);
    let code = json!({"code": shown(&totp, 0)});
    let done = client.post("/api/auth/second-factor/confirm", &code).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let codes = done.body["recovery_codes"].as_array().unwrap();
    (
        totp,
        codes
            .iter()
            .map(|c| c.as_str().unwrap().to_owned())
            .collect(),
    )
}

async fn login(app: &TestApp, who: &str) -> Answer {
    let body = json!({"email": format!("{who}@demo.local"), "password": app.demo_password()});
    app.anybody().post("/api/auth/login", &body).await
}

/// The challenge after the right password.
async fn challenge(app: &TestApp, who: &str) -> Value {
    let answer = login(app, who).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.body["token_type"], "challenge");
    assert!(
        answer.body.get("access_token").is_none() && answer.body.get("refresh_token").is_none()
    );
    answer.body["second_factor"]["challenge"].clone()
}

async fn complete(app: &TestApp, challenge: &Value, field: &str, code: &str) -> Answer {
    let mut body = json!({ "challenge": challenge });
    body[field] = json!(code);
    app.anybody()
        .post("/api/auth/login/second-factor", &body)
        .await
}

/// As if the codes shown until now were long past.
async fn time_passes(app: &TestApp) {
    let mut database = app.database().await;
    sqlx::query("update second_factors set last_step = 0")
        .execute(&mut database)
        .await
        .unwrap();
}

#[tokio::test]
async fn only_the_code_completes_a_sign_in_and_no_code_is_taken_twice() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (totp, _) = set_up(&app, &nurse).await;
    let first = challenge(&app, "nurse").await;
    assert_eq!(
        app.bearer(first.as_str().unwrap())
            .get("/api/auth/me")
            .await
            .status,
        401,
        "a challenge is no session"
    );
    let used = complete(&app, &first, "code", &shown(&totp, 0)).await;
    assert_eq!(
        used.status, 401,
        "the code that confirmed the set-up: {}",
        used.body
    );
    assert_eq!(complete(&app, &first, "code", "000000").await.status, 401);
    let next = shown(&totp, 30);
    let done = complete(&app, &first, "code", &next).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.body.get("recovery_codes").is_none());
    let session = app.bearer(done.body["access_token"].as_str().unwrap());
    assert_eq!(session.get("/api/auth/me").await.body["role"], "nurse");
    assert_eq!(
        complete(&app, &first, "code", &shown(&totp, 30))
            .await
            .status,
        401,
        "a challenge is answered once"
    );
    let second = challenge(&app, "nurse").await;
    assert_eq!(
        complete(&app, &second, "code", &next).await.status,
        401,
        "somebody looked over the shoulder"
    );
    time_passes(&app).await;
    for (seconds, status) in [(-90, 401), (90, 401), (-30, 200)] {
        let answer = complete(&app, &second, "code", &shown(&totp, seconds)).await;
        assert_eq!(answer.status, status, "{seconds} s");
    }
    assert_eq!(
        app.count("select count(*) from sessions where has_second_factor")
            .await,
        2
    );
}

#[tokio::test]
async fn the_secret_and_the_recovery_codes_rest_sealed() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let body = json!({"password": app.demo_password()});
    let wrong = nurse
        .post(
            "/api/auth/second-factor",
            &json!({"password": "not the one"}),
        )
        .await;
    assert_eq!(
        (wrong.status.as_u16(), &wrong.body["errors"][0]["field"]),
        (422, &json!("password"))
    );
    let secret = nurse.post("/api/auth/second-factor", &body).await.body;
    let uri = secret["uri"].as_str().unwrap();
    assert!(
        uri.starts_with("otpauth://totp/CloudCare:nurse%40demo.local?"),
        "{uri}"
    );
    assert!(uri.contains(secret["secret"].as_str().unwrap()));
    assert_eq!(
        login(&app, "nurse").await.body["token_type"],
        "bearer",
        "not in force before a first code"
    );
    let totp = app_with(&secret["secret"]);
    let done = nurse
        .post(
            "/api/auth/second-factor/confirm",
            &json!({"code": shown(&totp, 0)}),
        )
        .await;
    let codes = done.body["recovery_codes"].as_array().unwrap().clone();
    assert_eq!(codes.len(), 10);
    let mut database = app.database().await;
    for text in [secret["secret"].clone(), codes[0].clone()] {
        let found: i64 = sqlx::query_scalar(
            "select (select count(*) from second_factors t where t::text ilike '%' || $1 || '%')
                  + (select count(*) from recovery_codes t where t::text ilike '%' || $1 || '%')
                  + (select count(*) from audit_events t where t::text ilike '%' || $1 || '%')",
        )
        .bind(text.as_str().unwrap())
        .fetch_one(&mut database)
        .await
        .unwrap();
        assert_eq!(found, 0);
    }
    assert_eq!(
        nurse.post("/api/auth/second-factor", &body).await.status,
        409,
        "there is one already"
    );
}

#[tokio::test]
async fn a_recovery_code_signs_in_once() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (totp, codes) = set_up(&app, &nurse).await;
    let first = challenge(&app, "nurse").await;
    assert_eq!(
        complete(&app, &first, "recovery_code", "AAAA-AAAA-AAAA-AAAA")
            .await
            .status,
        401
    );
    assert_eq!(
        complete(&app, &first, "recovery_code", &codes[0].to_lowercase())
            .await
            .status,
        200,
        "as people type it"
    );
    let second = challenge(&app, "nurse").await;
    assert_eq!(
        complete(&app, &second, "recovery_code", &codes[0])
            .await
            .status,
        401,
        "once"
    );
    time_passes(&app).await;
    let fresh = nurse
        .post(
            "/api/auth/second-factor/recovery-codes",
            &json!({"code": shown(&totp, 0)}),
        )
        .await;
    assert_eq!(fresh.status, 200, "{}", fresh.body);
    assert_eq!(
        complete(&app, &second, "recovery_code", &codes[1])
            .await
            .status,
        401,
        "replaced"
    );
    let both = json!({"challenge": second, "code": "1", "recovery_code": "2"});
    assert_eq!(
        app.anybody()
            .post("/api/auth/login/second-factor", &both)
            .await
            .status,
        422
    );
    let fresh = fresh.body["recovery_codes"][0].as_str().unwrap().to_owned();
    assert_eq!(
        complete(&app, &second, "recovery_code", &fresh)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn where_the_role_must_have_one_it_is_set_up_at_the_sign_in() {
    let app = TestApp::demo().await;
    let admin = app.sign_in("admin").await;
    let policy = admin.get("/api/installation/second-factor").await.body;
    assert_eq!(policy["roles"], json!([]));
    let wanted = json!({"version": policy["version"], "roles": ["doctor", "doctor"]});
    let set = admin
        .json(Method::PUT, "/api/installation/second-factor", &wanted)
        .await;
    assert_eq!(
        (set.status.as_u16(), &set.body["roles"]),
        (200, &json!(["doctor"]))
    );
    assert_eq!(
        admin
            .json(Method::PUT, "/api/installation/second-factor", &wanted)
            .await
            .status,
        409,
        "stale"
    );
    assert_eq!(
        login(&app, "nurse").await.body["token_type"],
        "bearer",
        "nurses need none"
    );

    let asked = login(&app, "doctor").await.body;
    assert_eq!(asked["second_factor"]["must_enrol"], true);
    let first = asked["second_factor"]["challenge"].clone();
    assert_eq!(
        complete(&app, &first, "code", "123456").await.status,
        409,
        "set one up first"
    );
    let enrol = json!({ "challenge": first });
    let secret = app
        .anybody()
        .post("/api/auth/login/second-factor/enrolment", &enrol)
        .await;
    assert_eq!(secret.status, 200, "{}", secret.body);
    let totp = app_with(&secret.body["secret"]);
    let done = complete(&app, &first, "code", &shown(&totp, 0)).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(done.body["recovery_codes"].as_array().unwrap().len(), 10);
    let doctor = app.bearer(done.body["access_token"].as_str().unwrap());
    let removal = json!({"code": shown(&totp, 30)});
    assert_eq!(
        doctor
            .post("/api/auth/second-factor/removal", &removal)
            .await
            .status,
        409,
        "the role must have one"
    );

    let again = login(&app, "doctor").await.body["second_factor"].clone();
    assert_eq!(again["must_enrol"], false);
    let enrol = json!({ "challenge": again["challenge"] });
    let over = app
        .anybody()
        .post("/api/auth/login/second-factor/enrolment", &enrol)
        .await;
    assert_eq!(
        over.status, 409,
        "nobody with the password alone replaces a factor that is there"
    );
    let id = doctor.get("/api/auth/me").await.body["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/users/{id}/second-factor");
    assert_eq!(doctor.delete(&path).await.status, 403);
    assert_eq!(admin.delete(&path).await.status, 204, "a lost phone");
    assert_eq!(admin.delete(&path).await.status, 404);
    assert_eq!(
        login(&app, "doctor").await.body["second_factor"]["must_enrol"],
        true
    );
}

#[tokio::test]
async fn guessing_codes_waits_like_guessing_passwords_and_the_password_does_not_reset_it() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (totp, _) = set_up(&app, &nurse).await;
    time_passes(&app).await;
    let mut refused = 0;
    let mut braked = false;
    for _ in 0..8 {
        let answer = login(&app, "nurse").await;
        if answer.status == 429 {
            braked = true;
            break;
        }
        let asked = answer.body["second_factor"]["challenge"].clone();
        match complete(&app, &asked, "code", "000000")
            .await
            .status
            .as_u16()
        {
            401 => refused += 1,
            429 => {
                braked = true;
                break;
            }
            other => panic!("{other}"),
        }
    }
    assert!(braked && refused <= 5, "{refused} codes were looked at");
    let mut database = app.database().await;
    sqlx::query("update sign_in_failures set locked_until = clock_timestamp()")
        .execute(&mut database)
        .await
        .unwrap();
    let asked = challenge(&app, "nurse").await;
    assert_eq!(
        complete(&app, &asked, "code", &shown(&totp, 0))
            .await
            .status,
        200
    );
    assert_eq!(
        app.count("select count(*) from sign_in_failures").await,
        1,
        "only where it came from is still counted"
    );
}

#[tokio::test]
async fn unlocking_and_refreshing_ask_for_no_code() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (totp, _) = set_up(&app, &nurse).await;
    time_passes(&app).await;
    let asked = challenge(&app, "nurse").await;
    let pair = complete(&app, &asked, "code", &shown(&totp, 0)).await.body;
    let nurse = app.bearer(pair["access_token"].as_str().unwrap());
    assert_eq!(
        nurse
            .post(
                "/api/auth/unlock",
                &json!({"password": app.demo_password()})
            )
            .await
            .status,
        204
    );
    let wrong = nurse
        .post("/api/auth/unlock", &json!({"password": "not the one"}))
        .await;
    assert_eq!(
        (wrong.status.as_u16(), &wrong.body["errors"][0]["field"]),
        (422, &json!("password"))
    );
    assert_eq!(
        nurse.get("/api/auth/me").await.status,
        200,
        "a slip of the finger ends nothing"
    );
    let refresh = json!({"refresh_token": pair["refresh_token"]});
    assert_eq!(
        app.anybody().post("/api/auth/refresh", &refresh).await.body["token_type"],
        "bearer"
    );
    let removal = json!({"code": shown(&totp, 30)});
    assert_eq!(
        nurse
            .post("/api/auth/second-factor/removal", &removal)
            .await
            .status,
        204
    );
    assert_eq!(login(&app, "nurse").await.body["token_type"], "bearer");
}

#[tokio::test]
async fn a_challenge_ends_with_its_time_and_with_the_password_it_stands_for() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let (totp, _) = set_up(&app, &nurse).await;
    time_passes(&app).await;
    let asked = challenge(&app, "nurse").await;
    let change =
        json!({"old_password": app.demo_password(), "new_password": "tall ships and cold tea"});
    assert_eq!(nurse.post("/api/auth/password", &change).await.status, 204);
    assert_eq!(
        complete(&app, &asked, "code", &shown(&totp, 0))
            .await
            .status,
        401,
        "the old password's"
    );
    let body = json!({"email": "nurse@demo.local", "password": "tall ships and cold tea"});
    let browser = app.anybody().with("x-cloudcare-client", "browser");
    let asked = browser.post("/api/auth/login", &body).await;
    assert_eq!(asked.headers.get_all("set-cookie").iter().count(), 0);
    let answer =
        json!({"challenge": asked.body["second_factor"]["challenge"], "code": shown(&totp, 0)});
    let mut database = app.database().await;
    let end =
        "update sign_in_challenges set expires_at = clock_timestamp() + $1 * interval '1 second'";
    sqlx::query(end)
        .bind(0_f64)
        .execute(&mut database)
        .await
        .unwrap();
    assert_eq!(
        browser
            .post("/api/auth/login/second-factor", &answer)
            .await
            .status,
        401,
        "too late"
    );
    sqlx::query(end)
        .bind(60_f64)
        .execute(&mut database)
        .await
        .unwrap();
    let done = browser.post("/api/auth/login/second-factor", &answer).await;
    assert_eq!(
        (
            done.status.as_u16(),
            done.headers.get_all("set-cookie").iter().count()
        ),
        (200, 2)
    );
}
