//! Frames: events serialised once, for those who may see names and for those who may not.

use bytes::Bytes;
use cloudcare_domain::{
    event::{Audience, Cursor, Epoch, EventKind, nameless},
    id::WorkstationId,
};
use cloudcare_store::event_log::LoggedEvent;
use serde_json::Value;

/// What sort of frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// `emergency_alert`.
    Alert,
    /// `board_changed`.
    Board,
    /// A session or a station's enrolment ended.
    Session,
    /// Somebody's reach changed.
    Reach,
}

/// An event ready to be sent.
#[derive(Debug)]
pub struct Frame {
    /// Its number in the log.
    pub n: i64,
    /// Its id on the wire.
    pub id: String,
    /// What sort.
    pub kind: FrameKind,
    /// Whom it concerns.
    pub audience: Audience,
    /// JSON with names.
    pub named: Bytes,
    /// JSON without.
    pub nameless: Bytes,
    /// The station whose enrolment ended, for [`FrameKind::Session`].
    pub ended_workstation: Option<WorkstationId>,
}

impl Frame {
    pub(super) fn new(event: &LoggedEvent, epoch: &Epoch) -> Self {
        let kind = match event.kind {
            EventKind::Alert => FrameKind::Alert,
            EventKind::Board => FrameKind::Board,
            EventKind::Session => FrameKind::Session,
            EventKind::Reach => FrameKind::Reach,
        };
        let ended_workstation = (kind == FrameKind::Session)
            .then(|| {
                event
                    .payload
                    .get("workstation_id")
                    .and_then(Value::as_str)
                    .and_then(|id| id.parse().ok())
            })
            .flatten();
        Self {
            n: event.n,
            id: Cursor {
                epoch: epoch.clone(),
                n: event.n,
            }
            .to_string(),
            kind,
            audience: event.audience,
            nameless: Bytes::from(nameless(&event.payload).to_string()),
            named: Bytes::from(event.payload.to_string()),
            ended_workstation,
        }
    }
}
