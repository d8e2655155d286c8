//! A server of the contract's shape, small enough to see through: tokens that expire on command, an
//! event log that replays, connections that can be cut.

use std::{
    collections::HashSet,
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Json, Router,
    body::Body as AxumBody,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
    routing::{get, post},
};
use bytes::Bytes;
use cloudcare_client::{Body, Call, ClientError};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tokio::sync::watch;
use tower::ServiceExt as _;

#[derive(Default)]
pub(crate) struct Inside {
    pub(crate) good_tokens: HashSet<String>,
    pub(crate) refresh_tokens: HashSet<String>,
    pub(crate) expires_in: u64,
    pub(crate) refreshes: usize,
    pub(crate) logouts: usize,
    pub(crate) workstation_seen: Option<String>,
    pub(crate) log: Vec<Value>,
    /// `Last-Event-ID` and token of each stream attempt.
    pub(crate) attempts: Vec<(Option<String>, String)>,
    /// Answer the next stream attempts with this status.
    pub(crate) refuse_streams: Option<StatusCode>,
    /// Replay one event more than was asked for, as a careless server would.
    pub(crate) repeats: bool,
    serial: usize,
}

#[derive(Clone)]
pub(crate) struct FakeServer {
    pub(crate) inside: Arc<Mutex<Inside>>,
    log_length: Arc<watch::Sender<usize>>,
    cuts: Arc<watch::Sender<usize>>,
}

impl FakeServer {
    pub(crate) fn new() -> FakeServer {
        FakeServer {
            inside: Arc::new(Mutex::new(Inside {
                expires_in: 1800,
                ..Inside::default()
            })),
            log_length: Arc::new(watch::Sender::new(0)),
            cuts: Arc::new(watch::Sender::new(0)),
        }
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route("/api/auth/login", post(login))
            .route("/api/auth/refresh", post(refresh))
            .route("/api/auth/logout", post(logout))
            .route("/api/auth/me", get(me))
            .route("/api/events/stream", get(stream))
            .with_state(self.clone())
    }

    pub(crate) fn with<T>(&self, change: impl FnOnce(&mut Inside) -> T) -> T {
        change(&mut self.inside.lock().expect("not poisoned"))
    }

    pub(crate) fn publish(&self, data: Value) {
        let length = self.with(|inside| {
            inside.log.push(data);
            inside.log.len()
        });
        self.log_length.send_replace(length);
    }

    pub(crate) fn cut_connections(&self) {
        self.cuts.send_modify(|count| *count += 1);
    }

    fn issue(&self) -> Value {
        self.with(|inside| {
            inside.serial += 1;
            let (access, refresh) = (format!("access-{}", inside.serial), format!("refresh-{}", inside.serial));
            inside.good_tokens.insert(access.clone());
            inside.refresh_tokens.insert(refresh.clone());
            json!({"access_token": access, "token_type": "Bearer", "expires_in": inside.expires_in, "refresh_token": refresh})
        })
    }

    fn bearer_is_good(&self, headers: &HeaderMap) -> Option<String> {
        let bearer = headers
            .get("authorization")?
            .to_str()
            .ok()?
            .strip_prefix("Bearer ")?
            .to_owned();
        self.with(|inside| inside.good_tokens.contains(&bearer))
            .then_some(bearer)
    }
}

fn problem(status: StatusCode, detail: &str) -> Response {
    let body =
        json!({"type": "about:blank", "title": "No", "status": status.as_u16(), "detail": detail});
    (
        status,
        [("content-type", "application/problem+json")],
        body.to_string(),
    )
        .into_response()
}

async fn login(
    State(server): State<FakeServer>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    if body["password"] != "right" {
        return problem(StatusCode::UNAUTHORIZED, "Email or password is wrong.");
    }
    let workstation = headers
        .get("x-cloudcare-workstation")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    server.with(|inside| inside.workstation_seen = workstation);
    Json(server.issue()).into_response()
}

async fn refresh(State(server): State<FakeServer>, Json(body): Json<Value>) -> Response {
    // Long enough that callers at the same time would each start their own.
    tokio::time::sleep(Duration::from_millis(50)).await;
    let token = body["refresh_token"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let spent = server.with(|inside| {
        inside.refreshes += 1;
        !inside.refresh_tokens.remove(&token)
    });
    if spent {
        return problem(StatusCode::UNAUTHORIZED, "The session has ended.");
    }
    Json(server.issue()).into_response()
}

async fn logout(State(server): State<FakeServer>, headers: HeaderMap) -> Response {
    match server.bearer_is_good(&headers) {
        None => problem(StatusCode::UNAUTHORIZED, "Sign in."),
        Some(_) => {
            server.with(|inside| inside.logouts += 1);
            StatusCode::NO_CONTENT.into_response()
        }
    }
}

async fn me(State(server): State<FakeServer>, headers: HeaderMap) -> Response {
    match server.bearer_is_good(&headers) {
        Some(bearer) => Json(json!({"bearer": bearer})).into_response(),
        None => problem(StatusCode::UNAUTHORIZED, "The session has ended."),
    }
}

async fn stream(State(server): State<FakeServer>, headers: HeaderMap) -> Response {
    let bearer = headers
        .get("authorization")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let last = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    server.with(|inside| inside.attempts.push((last.clone(), bearer)));
    if let Some(status) = server.with(|inside| inside.refuse_streams) {
        return problem(status, "Not now.");
    }
    if server.bearer_is_good(&headers).is_none() {
        return problem(StatusCode::UNAUTHORIZED, "The session has ended.");
    }
    let mut next = match last.and_then(|id| id.rsplit_once('-')?.1.parse::<usize>().ok()) {
        Some(last) => last,
        None => server.with(|inside| inside.log.len()),
    };
    if server.with(|inside| inside.repeats) {
        next = next.saturating_sub(1);
    }
    let mut length = server.log_length.subscribe();
    let mut cuts = server.cuts.subscribe();
    let events = async_stream::stream! {
        loop {
            while let Some(data) = server.with(|inside| inside.log.get(next).cloned()) {
                next += 1;
                yield Ok::<_, Infallible>(Event::default().id(format!("e1-{next}")).event("emergency_alert").data(data.to_string()));
            }
            tokio::select! {
                _ = cuts.changed() => return,
                _ = length.changed() => {}
                () = tokio::time::sleep(Duration::from_secs(5)) => {
                    yield Ok(Event::default().id(format!("e1-{next}")).event("ping").data("{}"));
                }
            }
        }
    };
    Sse::new(events).into_response()
}

/// The router of this process as a way to the server.
#[derive(Clone)]
pub(crate) struct InProcess(pub(crate) Router);

impl Call for InProcess {
    async fn call(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, ClientError> {
        let response = self
            .0
            .clone()
            .oneshot(request.map(AxumBody::from))
            .await
            .expect("infallible");
        Ok(response.map(|body| -> Body {
            Box::pin(
                body.into_data_stream()
                    .map(|piece| piece.map_err(|error| ClientError::Broken(error.to_string()))),
            )
        }))
    }
}

/// The same server on a real socket.
pub(crate) async fn listen(server: &FakeServer) -> (String, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let router = server.router();
    let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("serves") });
    (address, task)
}
