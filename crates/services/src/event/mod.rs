//! Following the event log: one reader per instance, any number of subscribers.
//!
//! `NOTIFY` wakes the reader and a poll each second finds what a lost `NOTIFY` did not tell. Frames
//! are serialised once and kept in a ring; a slow subscriber catches up from the log. `gap` means
//! pruned or another epoch, never slow.

mod frame;
mod hub;
mod subscription;

pub use frame::{Frame, FrameKind};
pub use hub::EventHub;
pub use subscription::{Delivery, EndReason, Subscription, Topics};

use cloudcare_domain::{
    access::{Actor, Permission, Role, Subject},
    audit::{AuditAction, AuditEvent},
    event::Cursor,
};
use cloudcare_store::{event_log, session, ward, workstation};

use crate::{Caller, ServiceError, Services};
use subscription::Viewer;

impl Services {
    /// Opens a live stream. Recorded once, on opening; what flows later is not (the alert's own
    /// events are).
    pub async fn subscribe(
        &self,
        caller: &Caller,
        topics: Topics,
        after: Option<Cursor>,
    ) -> Result<Subscription, ServiceError> {
        let boards: Vec<String> = topics.boards.iter().map(ToString::to_string).collect();
        let attempt = AuditEvent::new(AuditAction::StreamOpen, "event_stream")
            .about(caller.actor.user().and_then(|user| user.patient_id))
            .with("alerts", topics.alerts)
            .with("boards", boards);
        let mut uow = self.store().begin().await?;
        let viewer = match &caller.actor {
            Actor::Workstation(station) => {
                // Listening from this instant, not from the next renewal: an alert raised now must
                // count this station in.
                workstation::touch(&mut uow, &[station.workstation_id]).await?;
                Viewer::Station(station.clone())
            }
            Actor::User(user) => {
                // A patient hears of own alerts only; administrators follow boards, not alerts.
                if topics.alerts && user.role != Role::Patient {
                    self.authorise(
                        caller,
                        Permission::AlertRead,
                        &Subject::Installation,
                        attempt.clone(),
                    )
                    .await?;
                }
                let expires_at = session::expires_at(&mut uow, user.session_id)
                    .await?
                    .ok_or(ServiceError::Unauthenticated("please sign in again"))?;
                Viewer::User {
                    user: user.clone(),
                    expires_at,
                }
            }
            Actor::System(_) => {
                return Err(ServiceError::Forbidden(
                    "background work reads the log itself",
                ));
            }
        };
        if topics.alerts && matches!(caller.actor, Actor::Workstation(_)) {
            self.authorise(
                caller,
                Permission::AlertRead,
                &Subject::Installation,
                attempt.clone(),
            )
            .await?;
        }
        // From the moment it is opened, not from the first look: what comes in between is heard.
        let position = event_log::position(&mut uow).await?;
        let after = match after {
            None => Cursor {
                epoch: position.epoch,
                n: position.newest,
            },
            // Ahead of the log: a place in a history that is not this one.
            Some(cursor) if cursor.epoch == position.epoch && cursor.n > position.newest => {
                Cursor::elsewhere()
            }
            Some(cursor) => cursor,
        };
        for ward_id in &topics.boards {
            let ward = ward::get(&mut uow, *ward_id)
                .await?
                .ok_or(ServiceError::NotFound("no such ward"))?;
            let place = Subject::Place {
                hospital_id: ward.hospital_id,
                ward_id: Some(ward.id),
            };
            self.authorise(caller, Permission::BoardRead, &place, attempt.clone())
                .await?;
        }
        uow.commit(self.ids(), &caller.actor, &caller.origin, attempt)
            .await?;
        Ok(self.inner.hub.subscribe(viewer, topics, after))
    }

    /// Whether the log was read within the last five seconds (H8).
    pub fn is_reading_log(&self) -> bool {
        self.inner.hub.is_fresh()
    }

    /// Whether the database answers.
    pub async fn is_database_ready(&self) -> bool {
        match self.store().reader().await {
            Ok(mut reader) => reader.now().await.is_ok(),
            Err(_) => false,
        }
    }
}
