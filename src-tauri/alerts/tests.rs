//! The listening post against a small server of the contract's shape: what it hears, what it tells,
//! and what it says when nothing is to be heard.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
    routing::{get, post},
};
use cloudcare_client::{Secret, StationCredential};
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};

use super::{alert::OpenAlert, feed::Desk, listen, watchdog::LinkState};
use crate::backend::Backend;

/// A ward's server: alerts, receipts, an event log that replays, and a switch for its silence.
#[derive(Clone)]
struct Ward {
    inside: Arc<Mutex<Inside>>,
    length: Arc<watch::Sender<usize>>,
    cuts: Arc<watch::Sender<usize>>,
}

#[derive(Default)]
struct Inside {
    alerts: Vec<Value>,
    log: Vec<(&'static str, Value)>,
    receipts: Vec<(String, String)>,
    loads: usize,
    silent: bool,
    failing: bool,
}

impl Ward {
    fn new() -> Ward {
        Ward {
            inside: Arc::default(),
            length: Arc::new(watch::Sender::new(0)),
            cuts: Arc::new(watch::Sender::new(0)),
        }
    }

    fn with<T>(&self, change: impl FnOnce(&mut Inside) -> T) -> T {
        change(&mut self.inside.lock().expect("not poisoned"))
    }

    fn log(&self, event: &'static str, data: Value) {
        let length = self.with(|inside| {
            inside.log.push((event, data));
            inside.log.len()
        });
        self.length.send_replace(length);
    }

    fn store(&self, id: &str, severity: &str, status: &str, version: i64) -> Value {
        let alert = json!({"alert_id": id, "severity": severity, "status": status, "version": version,
            "bed": {"id": "b4", "label": "B4", "bay": "B"}, "place": "Bay B, bed B4", "raised_at": "2025-01-01T00:00:00Z"});
        self.with(|inside| {
            inside.alerts.retain(|held| held["alert_id"] != id);
            inside.alerts.push(alert.clone());
        });
        json!({"event": "alert_raised", "alert_id": id, "severity": severity, "status": status, "version": version,
            "bed": "B4", "timestamp": "2025-01-01T00:00:00Z"})
    }

    fn raise(&self, id: &str, severity: &str) {
        let event = self.store(id, severity, "active", 1);
        self.log("emergency_alert", event);
    }

    fn answer(&self, id: &str, status: &str, version: i64) {
        let event = self.store(id, "critical", status, version);
        self.log("emergency_alert", event);
    }

    fn cut(&self) {
        self.cuts.send_modify(|count| *count += 1);
    }

    fn receipts(&self) -> Vec<(String, String)> {
        self.with(|inside| inside.receipts.clone())
    }

    fn listen(
        &self,
    ) -> (
        Desk,
        mpsc::UnboundedReceiver<OpenAlert>,
        tokio_util::task::AbortOnDropHandle<()>,
    ) {
        let router = Router::new()
            .route("/api/events/stream", get(stream))
            .route("/api/emergency/alerts", get(open_alerts))
            .route("/api/emergency/alerts/{id}", get(one_alert))
            .route("/api/emergency/alerts/{id}/receipts", post(receipt))
            .with_state(self.clone());
        let (arrivals, arrived) = mpsc::unbounded_channel();
        let credential = StationCredential::new(Secret::new("wks_1"));
        let (desk, task) = listen(Backend::InProcess(router), credential, arrivals);
        (desk, arrived, task)
    }
}

fn is_station(headers: &HeaderMap) -> bool {
    headers
        .get("authorization")
        .is_some_and(|value| value == "Bearer wks_1")
}

async fn open_alerts(State(ward): State<Ward>, headers: HeaderMap) -> Response {
    if !is_station(&headers) || ward.with(|inside| inside.failing) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    ward.with(|inside| {
        inside.loads += 1;
        let open =
            |alert: &&Value| !matches!(alert["status"].as_str(), Some("resolved" | "false_alarm"));
        Json(
            inside
                .alerts
                .iter()
                .filter(open)
                .cloned()
                .collect::<Vec<_>>(),
        )
        .into_response()
    })
}

async fn one_alert(
    State(ward): State<Ward>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let found = ward.with(|inside| {
        inside
            .alerts
            .iter()
            .find(|alert| alert["alert_id"] == id.as_str())
            .cloned()
    });
    match found {
        Some(alert) if is_station(&headers) => Json(alert).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn receipt(
    State(ward): State<Ward>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> StatusCode {
    if !is_station(&headers) || ward.with(|inside| inside.failing) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    ward.with(|inside| {
        inside
            .receipts
            .push((id, body["kind"].as_str().unwrap_or_default().to_owned()));
    });
    StatusCode::NO_CONTENT
}

async fn stream(State(ward): State<Ward>, headers: HeaderMap) -> Response {
    if !is_station(&headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let last = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.rsplit_once('-')?.1.parse::<usize>().ok());
    let mut next = last.unwrap_or_else(|| ward.with(|inside| inside.log.len()));
    let (mut length, mut cuts) = (ward.length.subscribe(), ward.cuts.subscribe());
    Sse::new(async_stream::stream! {
        loop {
            while let Some((event, data)) = ward.with(|inside| inside.log.get(next).cloned()) {
                next += 1;
                yield Ok::<_, Infallible>(Event::default().id(format!("e-{next}")).event(event).data(data.to_string()));
            }
            if !ward.with(|inside| inside.silent) {
                yield Ok(Event::default().id(format!("e-{next}")).event("ping").data("{}"));
            }
            tokio::select! {
                _ = cuts.changed() => return,
                _ = length.changed() => {}
                () = tokio::time::sleep(Duration::from_secs(5)) => {}
            }
        }
    })
    .into_response()
}

async fn until<T>(what: &str, mut value: impl FnMut() -> Option<T>) -> T {
    for _ in 0..2000 {
        if let Some(found) = value() {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("waited for: {what}");
}

fn link_is(desk: &Desk, state: LinkState) -> Option<()> {
    (desk.link.borrow().state == state).then_some(())
}

#[tokio::test(start_paused = true)]
async fn h1_an_alert_arrives_is_receipted_and_leaves_when_it_is_over() {
    let ward = Ward::new();
    let (desk, mut arrived, _task) = ward.listen();
    until("the link", || link_is(&desk, LinkState::Up)).await;
    ward.raise("a1", "critical");
    let alert = arrived.recv().await.expect("an alert");
    assert_eq!(
        (alert.alert_id.as_str(), alert.place.as_str()),
        ("a1", "Bed B4")
    );
    until("the full alert", || {
        desk.snapshot
            .borrow()
            .alerts
            .first()
            .filter(|alert| alert.complete)
            .map(drop)
    })
    .await;
    until("the receipt", || {
        (ward.receipts() == [("a1".to_owned(), "received".to_owned())]).then_some(())
    })
    .await;
    ward.answer("a1", "acknowledged", 2);
    until("the answer", || {
        desk.snapshot
            .borrow()
            .alerts
            .first()
            .filter(|alert| !alert.is_unanswered())
            .map(drop)
    })
    .await;
    assert_eq!(
        desk.snapshot.borrow().counts.total(),
        1,
        "acknowledged is still open"
    );
    ward.answer("a1", "resolved", 3);
    until("the end", || {
        desk.snapshot.borrow().alerts.is_empty().then_some(())
    })
    .await;
    assert!(arrived.try_recv().is_err(), "it arrived once");
}

#[tokio::test(start_paused = true)]
async fn alerts_open_before_the_start_are_there_after_it() {
    let ward = Ward::new();
    ward.store("old", "high", "active", 1);
    ward.store("seen", "high", "acknowledged", 2);
    ward.store("over", "high", "resolved", 3);
    let (desk, mut arrived, _task) = ward.listen();
    assert_eq!(arrived.recv().await.expect("the first").alert_id, "old");
    assert_eq!(arrived.recv().await.expect("the second").alert_id, "seen");
    assert_eq!(desk.snapshot.borrow().counts.total(), 2);
}

#[tokio::test(start_paused = true)]
async fn h8_silence_is_a_lost_link_after_ten_seconds_and_pings_bring_it_back() {
    let ward = Ward::new();
    let (desk, _arrived, _task) = ward.listen();
    until("the link", || link_is(&desk, LinkState::Up)).await;
    let start = tokio::time::Instant::now();
    ward.with(|inside| inside.silent = true);
    until("the loss", || link_is(&desk, LinkState::Lost)).await;
    let seconds = start.elapsed().as_secs_f64();
    assert!(
        (5.0..=10.1).contains(&seconds),
        "after {seconds} s: the last ping came up to 5 s before the silence"
    );
    ward.with(|inside| inside.silent = false);
    until("the link again", || link_is(&desk, LinkState::Up)).await;
    assert_eq!(desk.link.borrow().problem, None);
}

#[tokio::test(start_paused = true)]
async fn a_cut_connection_loses_nothing_and_reloads() {
    let ward = Ward::new();
    let (desk, mut arrived, _task) = ward.listen();
    until("the link", || link_is(&desk, LinkState::Up)).await;
    for round in 1..=5 {
        let loads = ward.with(|inside| inside.loads);
        ward.cut();
        ward.raise(&format!("a{round}"), "critical");
        assert_eq!(
            arrived.recv().await.expect("an alert").alert_id,
            format!("a{round}")
        );
        until("a reload", || {
            ward.with(|inside| (inside.loads > loads).then_some(()))
        })
        .await;
        until("the link", || link_is(&desk, LinkState::Up)).await;
    }
    assert_eq!(desk.snapshot.borrow().counts.critical, 5);
    assert!(arrived.try_recv().is_err(), "each arrived once");
    assert_eq!(ward.receipts().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_gap_reloads_the_open_alerts() {
    let ward = Ward::new();
    let (desk, mut arrived, _task) = ward.listen();
    until("the link", || link_is(&desk, LinkState::Up)).await;
    until("the first load", || {
        ward.with(|inside| (inside.loads > 0).then_some(()))
    })
    .await;
    // Its event has been pruned: only the gap tells.
    ward.store("missed", "critical", "active", 1);
    ward.log("gap", json!({"oldest": "e-1"}));
    assert_eq!(arrived.recv().await.expect("an alert").alert_id, "missed");
}

#[tokio::test(start_paused = true)]
async fn a_server_in_trouble_is_asked_again_and_receipts_wait() {
    let ward = Ward::new();
    ward.store("a1", "critical", "active", 1);
    ward.with(|inside| inside.failing = true);
    let (desk, mut arrived, _task) = ward.listen();
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(arrived.try_recv().is_err());
    ward.with(|inside| inside.failing = false);
    assert_eq!(arrived.recv().await.expect("an alert").alert_id, "a1");
    ward.with(|inside| inside.failing = true);
    ward.raise("a2", "high");
    assert_eq!(arrived.recv().await.expect("an alert").alert_id, "a2");
    tokio::time::sleep(Duration::from_secs(12)).await;
    assert!(!ward.receipts().iter().any(|(id, _)| id == "a2"));
    ward.with(|inside| inside.failing = false);
    until("the late receipt", || {
        ward.receipts()
            .iter()
            .any(|(id, _)| id == "a2")
            .then_some(())
    })
    .await;
    desk.receipts.send("a2", super::ReceiptKind::Displayed);
    desk.receipts.send("a2", super::ReceiptKind::Displayed);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let displayed = ward
        .receipts()
        .iter()
        .filter(|(_, kind)| kind == "displayed")
        .count();
    assert_eq!(displayed, 1, "each receipt once");
}
