//! Everything that alarms: what the station knows (`feed`), and everything that shows or sounds it.
//! Each surface works without the others; none of them waits for another.

mod agenda;
mod alert;
mod book;
mod feed;
mod notification;
mod painted;
pub(crate) mod popup;
mod receipts;
mod sound;
mod speaker;
pub(crate) mod tray;
mod tray_icon;
mod watchdog;

use std::sync::Arc;

use cloudcare_client::Standing;
use serde::Serialize;
use serde_json::Value;
use tauri::{AppHandle, Emitter as _};
use tokio::{
    sync::{mpsc, watch},
    time::Instant,
};

use self::{alert::OpenAlert, notification::Notifications, sound::Sound};
pub(crate) use self::{
    feed::{Desk, Snapshot, start as listen},
    receipts::Kind as ReceiptKind,
    speaker::{SoundReport, SoundState, Speaker},
    tray::Tray,
    watchdog::{Link, LinkState},
};
use crate::{state::StateCell, windows};

/// What the alert window shows when nobody is signed in, and the main window's sign-in screen.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AlertsPayload {
    pub signed_in: bool,
    /// The open alerts in the station's view, worst first.
    pub alerts: Vec<Value>,
    pub demo: bool,
}

impl AlertsPayload {
    pub(crate) fn new(snapshot: &Snapshot, signed_in: bool, demo: bool) -> AlertsPayload {
        AlertsPayload {
            signed_in,
            alerts: snapshot
                .alerts
                .iter()
                .map(|alert| alert.view.clone())
                .collect(),
            demo,
        }
    }
}

/// The parts of the program that alarm.
pub(crate) struct Surfaces {
    pub app: AppHandle,
    pub state: StateCell,
    pub speaker: Speaker,
    pub tray: Arc<Tray>,
    /// Whether somebody is signed in, for the payload.
    pub standing: watch::Receiver<Standing>,
    pub demo: bool,
}

impl Surfaces {
    /// Shows and sounds what the desk knows, for as long as the station listens.
    pub(crate) async fn run(
        mut self,
        desk: Desk,
        mut arrivals: mpsc::UnboundedReceiver<OpenAlert>,
    ) {
        let mut snapshot = desk.snapshot.clone();
        let mut link = desk.link.clone();
        let (notes, notifications) = mpsc::unbounded_channel();
        // The notification daemon may take its time; window and sound may not.
        let _notifier =
            tokio_util::task::AbortOnDropHandle::new(tokio::spawn(notify(notifications)));
        self.show_link(
            &link.borrow_and_update().clone(),
            &snapshot.borrow().clone(),
            &notes,
        );
        // By then the alert window must have painted what it is shown for.
        let mut painted_by: Option<Instant> = None;
        loop {
            tokio::select! {
                biased;
                Ok(()) = snapshot.changed() => {
                    let now = snapshot.borrow_and_update().clone();
                    self.show_alerts(&now, link.borrow().state, &notes);
                    let patience = painted_by.unwrap_or_else(|| Instant::now() + painted::PATIENCE);
                    painted_by = (!desk.painted.has_all(&now.alerts)).then_some(patience);
                }
                () = reached(painted_by) => {
                    let missing = !desk.painted.has_all(&snapshot.borrow().alerts);
                    if missing {
                        popup::repair(&self.app);
                    }
                    painted_by = missing.then(|| Instant::now() + painted::PATIENCE_AFTER_REPAIR);
                }
                Some(alert) = arrivals.recv() => self.announce(alert, &notes),
                Ok(()) = link.changed() => {
                    let now = link.borrow_and_update().clone();
                    self.show_link(&now, &snapshot.borrow().clone(), &notes);
                }
                Ok(()) = self.standing.changed() => {
                    self.emit_alerts(&snapshot.borrow().clone());
                }
                else => return,
            }
        }
    }

    fn show_alerts(
        &self,
        snapshot: &Arc<Snapshot>,
        link: LinkState,
        notes: &mpsc::UnboundedSender<Note>,
    ) {
        let unanswered: Vec<OpenAlert> = snapshot
            .alerts
            .iter()
            .filter(|alert| alert.is_unanswered())
            .cloned()
            .collect();
        let sounding: Vec<&OpenAlert> = unanswered
            .iter()
            .filter(|alert| Sound::of(alert.severity).is_some())
            .collect();
        let sound = sounding
            .iter()
            .filter_map(|alert| Sound::of(alert.severity))
            .max();
        self.speaker.alarm(
            sound,
            sounding
                .iter()
                .map(|alert| alert.alert_id.clone())
                .collect(),
        );
        self.emit_alerts(snapshot);
        let shown = if unanswered.iter().any(OpenAlert::wants_window) {
            popup::show(&self.app)
        } else {
            windows::call_attention(&self.app, false);
            popup::hide(&self.app)
        };
        if let Err(error) = shown {
            tracing::error!(%error, "the alert window failed");
        }
        self.tray
            .show(Some(link), snapshot.counts, unanswered.len());
        let counts = snapshot.counts;
        self.state.update(|state| {
            if let Some(Value::Object(workstation)) = &mut state.workstation
                && let Ok(counts) = serde_json::to_value(counts)
            {
                workstation.insert("open_alerts".to_owned(), counts);
            }
        });
        let _ = notes.send(Note::KeepOnly(unanswered));
    }

    fn announce(&self, alert: OpenAlert, notes: &mpsc::UnboundedSender<Note>) {
        if alert.wants_window() {
            windows::call_attention(&self.app, true);
        }
        let _ = notes.send(Note::Show(alert));
    }

    fn show_link(
        &self,
        link: &Link,
        snapshot: &Arc<Snapshot>,
        notes: &mpsc::UnboundedSender<Note>,
    ) {
        let lost = link.state == LinkState::Lost;
        self.speaker.link_lost(lost);
        let unanswered = snapshot
            .alerts
            .iter()
            .filter(|alert| alert.is_unanswered())
            .count();
        self.tray
            .show(Some(link.state), snapshot.counts, unanswered);
        self.state.update(|state| state.link = link.clone());
        let _ = notes.send(Note::LinkLost(lost));
    }

    fn emit_alerts(&self, snapshot: &Arc<Snapshot>) {
        let payload = AlertsPayload::new(snapshot, self.standing.borrow().signed_in, self.demo);
        if let Err(error) = self.app.emit("alerts-changed", payload) {
            tracing::error!(%error, "the windows could not be told about the alerts");
        }
    }
}

async fn reached(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

enum Note {
    Show(OpenAlert),
    KeepOnly(Vec<OpenAlert>),
    LinkLost(bool),
}

async fn notify(mut notes: mpsc::UnboundedReceiver<Note>) {
    let mut notifications = Notifications::default();
    while let Some(note) = notes.recv().await {
        match note {
            Note::Show(alert) => notifications.show(&alert).await,
            Note::KeepOnly(unanswered) => notifications.keep_only(&unanswered).await,
            Note::LinkLost(lost) => notifications.link_lost(lost).await,
        }
    }
}

#[cfg(test)]
mod tests;
