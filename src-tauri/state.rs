//! What the station says about itself; the webview shows nothing else about it.

use std::net::SocketAddr;

use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;

use crate::{
    alerts::{Link, SoundReport, SoundState},
    clock::now,
    folder::Mode,
    keychain::Availability,
};

/// Where the station is on its way from the first start to alarming.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Phase {
    /// Nothing has been chosen yet.
    FirstRun,
    /// On the way; `stage` says where.
    Starting,
    /// It listens; people can sign in.
    Ready,
    /// It could not start; `problem` says why and what to do.
    Failed,
}

/// The listener for devices and other stations.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(crate) struct Listener {
    pub address: SocketAddr,
}

/// The whole, as the webview gets it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct StationState {
    pub phase: Phase,
    pub mode: Option<Mode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_url: Option<String>,
    /// The station as the server describes it, with the counts of open alerts as of now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workstation: Option<Value>,
    /// Whether the station will still know its credential after a restart.
    pub credential_saved: bool,
    pub keychain: Availability,
    pub sound: SoundReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listener: Option<Listener>,
    pub link: Link,
    pub version: &'static str,
}

/// The one copy of the state. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct StateCell(watch::Sender<StationState>);

impl StateCell {
    /// A station that has not looked around yet.
    pub(crate) fn new() -> StateCell {
        StateCell(watch::Sender::new(StationState {
            phase: Phase::Starting,
            mode: None,
            stage: None,
            problem: None,
            server_url: None,
            workstation: None,
            credential_saved: false,
            keychain: Availability::Absent,
            sound: SoundReport {
                state: SoundState::NoDevice,
                device: None,
                paused_until: None,
            },
            listener: None,
            link: Link::new(now()),
            version: env!("CARGO_PKG_VERSION"),
        }))
    }

    pub(crate) fn get(&self) -> StationState {
        self.0.borrow().clone()
    }

    pub(crate) fn follow(&self) -> watch::Receiver<StationState> {
        self.0.subscribe()
    }

    /// Changes the state; whoever follows it is woken only if it is different afterwards.
    pub(crate) fn update(&self, change: impl FnOnce(&mut StationState)) {
        self.0.send_if_modified(|state| {
            let before = state.clone();
            change(state);
            *state != before
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_the_shape_the_webview_expects() {
        let cell = StateCell::new();
        cell.update(|state| {
            state.phase = Phase::FirstRun;
            state.keychain = Availability::Locked;
        });
        let mut value = serde_json::to_value(cell.get()).expect("serialises");
        value["link"]["since"] = Value::Null;
        assert_eq!(
            value,
            serde_json::json!({
                "phase": "first_run", "mode": null, "credential_saved": false, "keychain": "locked",
                "sound": {"state": "no_device"}, "link": {"state": "connecting", "since": null},
                "version": env!("CARGO_PKG_VERSION"),
            })
        );
    }

    #[test]
    fn nobody_is_woken_for_nothing() {
        let cell = StateCell::new();
        let mut follower = cell.follow();
        cell.update(|_| {});
        assert!(!follower.has_changed().expect("open"));
        cell.update(|state| state.phase = Phase::Ready);
        assert!(follower.has_changed().expect("open"));
        assert_eq!(follower.borrow_and_update().phase, Phase::Ready);
    }
}
