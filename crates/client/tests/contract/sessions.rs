//! Sessions: one refresh at a time, ahead of expiry, and an honest end.

use bytes::Bytes;
use cloudcare_client::{ClientError, Secret, Session, collect};
use http::Request;

use crate::fake_server::{FakeServer, InProcess};

fn session(server: &FakeServer) -> Session<InProcess> {
    Session::new(InProcess(server.router()))
}

async fn who(session: &Session<InProcess>) -> Result<(u16, String), ClientError> {
    let request = Request::get("/api/auth/me")
        .body(Bytes::new())
        .expect("a request");
    let response = collect(session.send(request).await?).await?;
    Ok((
        response.status().as_u16(),
        String::from_utf8_lossy(response.body()).into_owned(),
    ))
}

#[tokio::test]
async fn signing_in_binds_the_session_to_the_station() {
    let server = FakeServer::new();
    let session = session(&server);
    let station = Secret::new("wks_abc");
    session
        .sign_in("nurse@demo.local", "right", Some(&station))
        .await
        .expect("signed in");
    assert!(session.is_signed_in());
    assert_eq!(
        server
            .with(|inside| inside.workstation_seen.clone())
            .as_deref(),
        Some("wks_abc")
    );
    assert_eq!(who(&session).await.expect("an answer").0, 200);
}

#[tokio::test]
async fn a_wrong_password_leaves_nobody_signed_in_and_says_why() {
    let server = FakeServer::new();
    let session = session(&server);
    let error = session
        .sign_in("nurse@demo.local", "wrong", None)
        .await
        .expect_err("refused");
    assert_eq!(error.to_string(), "Email or password is wrong.");
    assert!(!session.is_signed_in());
    assert!(matches!(who(&session).await, Err(ClientError::SignedOut)));
}

#[tokio::test(start_paused = true)]
async fn an_old_token_is_renewed_before_it_expires_and_only_once() {
    let server = FakeServer::new();
    let session = session(&server);
    session
        .sign_in("nurse@demo.local", "right", None)
        .await
        .expect("signed in");
    tokio::time::advance(std::time::Duration::from_secs(1700)).await;
    let answers = futures_util::future::join_all((0..8).map(|_| who(&session))).await;
    for answer in answers {
        assert_eq!(
            answer.expect("an answer"),
            (200, r#"{"bearer":"access-2"}"#.to_owned())
        );
    }
    assert_eq!(server.with(|inside| inside.refreshes), 1);
    let standing = session.standing().borrow().clone();
    assert_eq!(standing.refresh_token, Some(Secret::new("refresh-2")));
}

#[tokio::test]
async fn a_refused_token_is_renewed_and_the_request_repeated() {
    let server = FakeServer::new();
    let session = session(&server);
    session
        .sign_in("nurse@demo.local", "right", None)
        .await
        .expect("signed in");
    server.with(|inside| inside.good_tokens.clear());
    assert_eq!(
        who(&session).await.expect("an answer"),
        (200, r#"{"bearer":"access-2"}"#.to_owned())
    );
}

#[tokio::test]
async fn an_ended_session_shows_the_servers_words_and_is_forgotten() {
    let server = FakeServer::new();
    let session = session(&server);
    session
        .sign_in("nurse@demo.local", "right", None)
        .await
        .expect("signed in");
    server.with(|inside| {
        inside.good_tokens.clear();
        inside.refresh_tokens.clear();
    });
    let (status, body) = who(&session).await.expect("an answer");
    assert_eq!(status, 401);
    assert!(body.contains("The session has ended."));
    assert!(!session.is_signed_in());
    assert_eq!(session.standing().borrow().refresh_token, None);
}

#[tokio::test]
async fn a_lost_link_does_not_sign_anybody_out() {
    let server = FakeServer::new();
    let session = session(&server);
    session
        .sign_in("nurse@demo.local", "right", None)
        .await
        .expect("signed in");
    let gone = cloudcare_client::Server::new("http://127.0.0.1:9").expect("an address");
    let away = Session::new(gone);
    let error = away
        .resume(Secret::new("refresh-1"))
        .await
        .expect_err("unreachable");
    assert!(error.nothing_was_sent(), "{error}");
    assert!(session.is_signed_in());
}

#[tokio::test]
async fn signing_out_ends_it_on_both_sides() {
    let server = FakeServer::new();
    let session = session(&server);
    session
        .sign_in("nurse@demo.local", "right", None)
        .await
        .expect("signed in");
    session.sign_out().await.expect("signed out");
    assert!(!session.is_signed_in());
    assert_eq!(server.with(|inside| inside.logouts), 1);
}

#[tokio::test]
async fn a_session_resumes_from_its_refresh_token() {
    let server = FakeServer::new();
    let first = session(&server);
    first
        .sign_in("nurse@demo.local", "right", None)
        .await
        .expect("signed in");
    let token = first
        .standing()
        .borrow()
        .refresh_token
        .clone()
        .expect("a refresh token");
    let second = session(&server);
    second.resume(token.clone()).await.expect("resumed");
    assert_eq!(who(&second).await.expect("an answer").0, 200);
    // The token is spent: a copy of it opens nothing.
    assert!(
        session(&server)
            .resume(token)
            .await
            .expect_err("spent")
            .is_unauthorised()
    );
}
