//! The event stream over both ways to a server: nothing twice, nothing missing, a fresh credential
//! for each attempt.

use std::{pin::Pin, time::Duration};

use axum::http::StatusCode;
use cloudcare_client::{
    Call, Secret, Server, Session, StationCredential, StreamItem, StreamOptions, open_stream,
};
use futures_util::{Stream, StreamExt as _};
use serde_json::json;

use crate::fake_server::{FakeServer, InProcess, listen};

type Items = Pin<Box<dyn Stream<Item = StreamItem> + Send>>;

fn quick(after: Option<&str>) -> StreamOptions {
    StreamOptions {
        first_pause: Duration::from_millis(20),
        longest_pause: Duration::from_millis(50),
        ..StreamOptions::new("/api/events/stream?topics=alerts", after.map(str::to_owned))
    }
}

fn station(server: &FakeServer) -> StationCredential {
    server.with(|inside| inside.good_tokens.insert("wks_1".to_owned()));
    StationCredential::new(Secret::new("wks_1"))
}

async fn next(items: &mut Items) -> StreamItem {
    tokio::time::timeout(Duration::from_mins(1), items.next())
        .await
        .expect("in time")
        .expect("endless")
}

async fn next_event(items: &mut Items) -> (String, String) {
    loop {
        if let StreamItem::Event(event) = next(items).await
            && event.event != "ping"
        {
            return (event.id, event.data);
        }
    }
}

async fn events_until_lost(items: &mut Items) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..10 {
        match next(items).await {
            StreamItem::Event(event) => ids.push(event.id),
            StreamItem::Lost(_) => return ids,
            StreamItem::Connected => {}
        }
    }
    panic!("the connection was cut and the stream did not say so: {ids:?}")
}

async fn goes_on_where_it_stopped(server: FakeServer, call: impl Call) {
    let mut items: Items = Box::pin(open_stream(call, station(&server), quick(None)));
    assert_eq!(next(&mut items).await, StreamItem::Connected);
    let mut seen = Vec::new();
    for round in 0..4 {
        for n in 0..3 {
            server.publish(json!({ "n": round * 10 + n }));
        }
        seen.push(next_event(&mut items).await.0);
        server.cut_connections();
        seen.extend(events_until_lost(&mut items).await);
        // Published while nobody is connected.
        server.publish(json!({ "n": round * 10 + 9 }));
        while seen.len() < (round + 1) * 4 {
            seen.push(next_event(&mut items).await.0);
        }
    }
    let expected: Vec<String> = (1..=16).map(|n| format!("e1-{n}")).collect();
    assert_eq!(seen, expected);
    let attempts = server.with(|inside| inside.attempts.clone());
    assert_eq!(attempts[0].0, None);
    assert_eq!(attempts.len(), 5, "{attempts:?}");
    assert!(
        attempts[1..].iter().all(|(last, _)| last.is_some()),
        "{attempts:?}"
    );
}

#[tokio::test]
async fn in_process_it_goes_on_where_it_stopped() {
    let server = FakeServer::new();
    let call = InProcess(server.router());
    goes_on_where_it_stopped(server, call).await;
}

#[tokio::test]
async fn over_a_socket_it_goes_on_where_it_stopped() {
    let server = FakeServer::new();
    let (address, _task) = listen(&server).await;
    goes_on_where_it_stopped(server, Server::new(&address).expect("an address")).await;
}

#[tokio::test]
async fn a_server_that_repeats_is_heard_once() {
    let server = FakeServer::new();
    server.with(|inside| inside.repeats = true);
    goes_on_where_it_stopped(server.clone(), InProcess(server.router())).await;
}

#[tokio::test]
async fn it_starts_after_the_event_it_is_told() {
    let server = FakeServer::new();
    for n in 0..5 {
        server.publish(json!({ "n": n }));
    }
    let mut items: Items = Box::pin(open_stream(
        InProcess(server.router()),
        station(&server),
        quick(Some("e1-3")),
    ));
    assert_eq!(next_event(&mut items).await.0, "e1-4");
    assert_eq!(next_event(&mut items).await.0, "e1-5");
}

#[tokio::test]
async fn a_server_that_goes_away_is_reported_and_found_again() {
    let server = FakeServer::new();
    let (address, task) = listen(&server).await;
    let call = Server::new(&address).expect("an address");
    let mut items: Items = Box::pin(open_stream(call, station(&server), quick(None)));
    assert_eq!(next(&mut items).await, StreamItem::Connected);
    task.abort();
    server.cut_connections();
    let mut unreachable = false;
    for _ in 0..5 {
        if let StreamItem::Lost(lost) = next(&mut items).await {
            unreachable |= lost.detail.contains("can't be reached");
        }
    }
    assert!(unreachable, "each failed attempt is told");
    let port = address.rsplit_once(':').expect("a port").1;
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}"))
        .await
        .expect("the port again");
    let router = server.router();
    let _task = tokio::spawn(async move { axum::serve(listener, router).await });
    while next(&mut items).await != StreamItem::Connected {}
    server.publish(json!({"n": 1}));
    assert_eq!(next_event(&mut items).await.0, "e1-1");
}

#[tokio::test(start_paused = true)]
async fn a_silent_connection_is_given_up_after_twelve_seconds() {
    // A router that accepts and then says nothing: what a half-open connection looks like.
    let silent = axum::Router::new().route(
        "/api/events/stream",
        axum::routing::get(|| async {
            let body = axum::body::Body::from_stream(futures_util::stream::pending::<
                Result<bytes::Bytes, std::io::Error>,
            >());
            ([("content-type", "text/event-stream")], body)
        }),
    );
    let credential = StationCredential::new(Secret::new("wks_1"));
    let mut items: Items = Box::pin(open_stream(InProcess(silent), credential, quick(None)));
    assert_eq!(next(&mut items).await, StreamItem::Connected);
    let start = tokio::time::Instant::now();
    let StreamItem::Lost(lost) = next(&mut items).await else {
        panic!("expected the loss")
    };
    assert_eq!(lost.detail, "nothing was heard for 12 s");
    assert_eq!(start.elapsed().as_secs(), 12);
}

#[tokio::test]
async fn a_refusal_carries_its_status_and_words() {
    let server = FakeServer::new();
    server.with(|inside| inside.refuse_streams = Some(StatusCode::FORBIDDEN));
    let mut items: Items = Box::pin(open_stream(
        InProcess(server.router()),
        station(&server),
        quick(None),
    ));
    let StreamItem::Lost(lost) = next(&mut items).await else {
        panic!("expected a refusal")
    };
    assert_eq!((lost.status, lost.detail.as_str()), (Some(403), "Not now."));
    server.with(|inside| inside.refuse_streams = None);
    while next(&mut items).await != StreamItem::Connected {}
}

#[tokio::test]
async fn each_attempt_uses_the_sessions_newest_token() {
    let server = FakeServer::new();
    let call = InProcess(server.router());
    let session = Session::new(call.clone());
    session
        .sign_in("nurse@demo.local", "right", None)
        .await
        .expect("signed in");
    let mut items: Items = Box::pin(open_stream(call, session.clone(), quick(None)));
    assert_eq!(next(&mut items).await, StreamItem::Connected);
    server.publish(json!({"n": 1}));
    assert_eq!(next_event(&mut items).await.0, "e1-1");
    server.with(|inside| inside.good_tokens.clear());
    server.cut_connections();
    events_until_lost(&mut items).await;
    server.publish(json!({"n": 2}));
    assert_eq!(next_event(&mut items).await.0, "e1-2");
    let tokens: Vec<String> = server.with(|inside| {
        inside
            .attempts
            .iter()
            .map(|(_, token)| token.clone())
            .collect()
    });
    assert_eq!(
        tokens,
        ["Bearer access-1", "Bearer access-1", "Bearer access-2"]
    );
}
