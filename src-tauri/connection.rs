//! A listening station: the way to its CloudCare, the signed-in user, the alert desk, and the tasks
//! that end with it.

use std::sync::Arc;

use cloudcare_client::StationCredential;
use serde_json::Value;
use tauri::AppHandle;
use tokio::sync::{mpsc, watch};
use tokio_util::task::AbortOnDropHandle;

use crate::{
    alerts::{self, AlertsPayload, Desk, Link, LinkState, ReceiptKind, Speaker, Surfaces, Tray},
    backend::Backend,
    clock::now,
    credentials::Credentials,
    enrol,
    folder::Mode,
    keychain::Keychain,
    session::StationSession,
    state::{Phase, StateCell},
};

/// A listening station.
pub(crate) struct Connection {
    pub backend: Backend,
    pub session: StationSession,
    pub desk: Desk,
    mode: Mode,
    /// They end with the connection.
    _tasks: [AbortOnDropHandle<()>; 4],
}

/// What shows and sounds, whatever the station is connected to.
pub(crate) struct Senses {
    pub app: AppHandle,
    pub state: StateCell,
    pub speaker: Speaker,
    pub tray: Arc<Tray>,
}

/// What a station connects with.
pub(crate) struct Identity {
    pub station: StationCredential,
    /// As the server described it last; null when it never did.
    pub workstation: Value,
    pub credentials: Credentials,
    pub mode: Mode,
}

impl Connection {
    /// Starts listening, and makes the station ready: whoever stands before it can sign in.
    pub(crate) fn open(
        backend: Backend,
        identity: Identity,
        keychain: Keychain,
        senses: &Senses,
    ) -> Connection {
        let Identity {
            station,
            workstation,
            credentials,
            mode,
        } = identity;
        let installation = credentials.installation().to_owned();
        let (session, keeping) =
            StationSession::new(backend.clone(), station.clone(), keychain, installation);
        let (arrivals, arrived) = mpsc::unbounded_channel();
        let (desk, feed) = alerts::listen(backend.clone(), station.clone(), arrivals);
        senses.state.update(|state| {
            state.phase = Phase::Ready;
            state.stage = None;
            state.workstation = (!workstation.is_null()).then_some(workstation);
            state.credential_saved = true;
            state.link = Link::new(now());
        });
        let surfaces = Surfaces {
            app: senses.app.clone(),
            state: senses.state.clone(),
            speaker: senses.speaker.clone(),
            tray: senses.tray.clone(),
            standing: session.session().standing(),
            demo: mode == Mode::Demo,
        };
        let description = Description {
            backend: backend.clone(),
            station,
            credentials,
            state: senses.state.clone(),
        };
        let tasks = [
            feed,
            AbortOnDropHandle::new(tokio::spawn(surfaces.run(desk.clone(), arrived))),
            AbortOnDropHandle::new(tokio::spawn(description.follow(desk.link.clone()))),
            AbortOnDropHandle::new(tokio::spawn(keeping)),
        ];
        Connection {
            backend,
            session,
            desk,
            mode,
            _tasks: tasks,
        }
    }

    /// What the alert window shows while nobody is signed in.
    pub(crate) fn alerts(&self) -> AlertsPayload {
        let signed_in = self.session.session().is_signed_in();
        AlertsPayload::new(
            &self.desk.snapshot.borrow(),
            signed_in,
            self.mode == Mode::Demo,
        )
    }

    /// These alerts were painted in a visible window.
    pub(crate) fn displayed(&self, alert_ids: &[String]) {
        let held = self.desk.snapshot.borrow().clone();
        for alert in held
            .alerts
            .iter()
            .filter(|alert| alert_ids.contains(&alert.alert_id))
        {
            self.desk.painted.note(&alert.alert_id);
            self.desk
                .receipts
                .send(&alert.alert_id, ReceiptKind::Displayed);
        }
    }
}

/// Keeps what the server says about this station: its name, its wards, its numbers to phone.
struct Description {
    backend: Backend,
    station: StationCredential,
    credentials: Credentials,
    state: StateCell,
}

impl Description {
    /// Asks again whenever the link comes up: the answer of the start may be missing or old.
    async fn follow(mut self, mut link: watch::Receiver<Link>) {
        let mut was_up = false;
        loop {
            let is_up = link.borrow_and_update().state == LinkState::Up;
            if is_up && !was_up {
                self.ask().await;
            }
            was_up = is_up;
            if link.changed().await.is_err() {
                return;
            }
        }
    }

    async fn ask(&mut self) {
        let mut found = match enrol::who_am_i(&self.backend, &self.station).await {
            Ok(found) => found,
            Err(error) => return tracing::warn!(%error, "this station was not described"),
        };
        if let Err(error) = self.credentials.remember_workstation(&found) {
            tracing::warn!(%error, "the station's description could not be kept");
        }
        self.state.update(|state| {
            // The counts come from the alert desk, which is newer.
            if let Some(counts) = state
                .workstation
                .as_ref()
                .and_then(|known| known.get("open_alerts"))
            {
                found["open_alerts"] = counts.clone();
            }
            state.workstation = Some(found);
        });
    }
}
