//! Guessing passwords: over one account, over many, from one place and from everywhere.

use std::time::{Duration, Instant};

use cloudcare_testkit::{Answer, TestApp};
use serde_json::{Value, json};

fn guess(email: &str) -> Value {
    json!({"email": email, "password": "guess guess"})
}

fn wait(answer: &Answer) -> i64 {
    answer.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap()
}

/// As if the wait were over.
async fn wait_is_over(app: &TestApp) {
    let mut database = app.database().await;
    sqlx::query("update sign_in_failures set locked_until = clock_timestamp()")
        .execute(&mut database)
        .await
        .unwrap();
}

#[tokio::test]
async fn each_wait_for_an_account_is_twice_the_one_before_on_every_instance() {
    let app = TestApp::demo().await;
    let other = app.another_instance(true).await;
    for email in ["nurse@demo.local", "nobody@demo.local"] {
        for i in 0..5 {
            let instance = if i % 2 == 0 { &app } else { &other };
            assert_eq!(
                instance
                    .anybody()
                    .post("/api/auth/login", &guess(email))
                    .await
                    .status,
                401
            );
        }
        for expected in [60, 120, 240, 480, 900, 900] {
            let locked = other.anybody().post("/api/auth/login", &guess(email)).await;
            assert_eq!(locked.status, 429, "{email}");
            assert!(
                (expected - 10..=expected).contains(&wait(&locked)),
                "{email}: {} of {expected}",
                wait(&locked)
            );
            wait_is_over(&app).await;
            assert_eq!(
                app.anybody()
                    .post("/api/auth/login", &guess(email))
                    .await
                    .status,
                401,
                "one try is free again"
            );
        }
    }
    wait_is_over(&app).await;
    let right = json!({"email": "nurse@demo.local", "password": app.demo_password()});
    assert_eq!(
        app.anybody().post("/api/auth/login", &right).await.status,
        200
    );
    assert_eq!(
        app.anybody()
            .post("/api/auth/login", &guess("nurse@demo.local"))
            .await
            .status,
        401,
        "a right one forgets the wrong ones"
    );
    assert_eq!(
        app.anybody().post("/api/auth/login", &right).await.status,
        200
    );
}

#[tokio::test]
async fn guesses_at_once_are_not_more_guesses() {
    let app = TestApp::demo().await;
    let tries: Vec<_> = (0..20)
        .map(|i| {
            let client = app.anybody().at_address(&format!("192.0.2.{i}"));
            tokio::spawn(async move {
                client
                    .post("/api/auth/login", &guess("nurse@demo.local"))
                    .await
                    .status
                    .as_u16()
            })
        })
        .collect();
    let mut looked_at = 0;
    for one in tries {
        match one.await.unwrap() {
            401 => looked_at += 1,
            429 => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!(looked_at, 5);
}

#[tokio::test]
async fn one_place_that_tries_many_accounts_waits_and_nobody_else_does() {
    let app = TestApp::demo().await;
    let (_, credential) = app.station("Nurse station 1").await;
    let network = "2001:db8:1:2:";
    for i in 0..30 {
        let client = app.anybody().at_address(&format!("{network}:{i:x}"));
        assert_eq!(
            client
                .post("/api/auth/login", &guess(&format!("someone{i}@demo.local")))
                .await
                .status,
            401
        );
    }
    let right = json!({"email": "nurse@demo.local", "password": app.demo_password()});
    let mut locked = app
        .anybody()
        .at_address(&format!("{network}:99"))
        .post("/api/auth/login", &right)
        .await;
    if locked.status == 200 {
        // The first wait is one second, and this machine was slower than that.
        locked = app
            .anybody()
            .at_address(&format!("{network}:99"))
            .post("/api/auth/login", &guess("x@demo.local"))
            .await;
        assert_eq!(locked.status, 401);
        locked = app
            .anybody()
            .at_address(&format!("{network}:99"))
            .post("/api/auth/login", &right)
            .await;
    }
    assert_eq!(locked.status, 429);
    assert!(wait(&locked) <= 2);
    let elsewhere = app
        .anybody()
        .at_address("2001:db8:1:3::1")
        .post("/api/auth/login", &right)
        .await;
    assert_eq!(elsewhere.status, 200, "another network");
    let station = app
        .anybody()
        .at_address(&format!("{network}:7"))
        .with("x-cloudcare-workstation", &credential)
        .post("/api/auth/login", &right)
        .await;
    assert_eq!(
        station.status, 200,
        "an enrolled station behind the same address"
    );
}

/// The work of looking at passwords is bounded: what is too much is told so at once.
#[tokio::test]
async fn a_flood_of_sign_ins_is_answered_and_does_not_queue_for_ever() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let started = Instant::now();
    let flood: Vec<_> = (0..400)
        .map(|i| {
            let client = app
                .anybody()
                .at_address(&format!("198.51.{}.{}", i / 200, i % 200));
            let body = guess(&format!("someone{i}@demo.local"));
            tokio::spawn(async move { client.post("/api/auth/login", &body).await })
        })
        .collect();
    let calm = Instant::now();
    assert_eq!(
        nurse.get("/api/auth/me").await.status,
        200,
        "who is signed in goes on"
    );
    assert!(
        calm.elapsed() < Duration::from_secs(5),
        "{:?}",
        calm.elapsed()
    );
    let (mut refused, mut busy) = (0, 0);
    for one in flood {
        let answer = one.await.unwrap();
        match answer.status.as_u16() {
            401 | 429 => refused += 1,
            503 => {
                assert!(wait(&answer) >= 1);
                busy += 1;
            }
            other => panic!("{other}: {}", answer.body),
        }
    }
    assert!(
        busy > 300,
        "{busy} were told to come again, {refused} were looked at"
    );
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{:?}",
        started.elapsed()
    );
    app.sign_in("doctor").await;
}

#[tokio::test]
async fn counts_of_names_that_were_tried_long_ago_do_not_stay() {
    let app = TestApp::demo().await;
    for i in 0..3 {
        app.anybody()
            .post("/api/auth/login", &guess(&format!("someone{i}@demo.local")))
            .await;
    }
    let mut database = app.database().await;
    sqlx::query("update sign_in_failures set last_at = clock_timestamp() - interval '3 days', locked_until = null")
        .execute(&mut database)
        .await
        .unwrap();
    app.anybody()
        .post("/api/auth/login", &guess("another@demo.local"))
        .await;
    let kept = app.count("select count(*) from sign_in_failures where last_at < clock_timestamp() - interval '1 day'").await;
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn asking_for_new_passwords_is_braked_too() {
    let app = TestApp::demo().await;
    let ask = json!({"email": "nurse@demo.local"});
    for _ in 0..30 {
        assert_eq!(
            app.anybody()
                .post("/api/auth/password-reset", &ask)
                .await
                .status,
            202
        );
    }
    let braked = app.anybody().post("/api/auth/password-reset", &ask).await;
    assert_eq!(braked.status, 429);
    app.sign_in("nurse").await;
}
