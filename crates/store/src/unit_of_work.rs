//! The unit of work: one transaction that cannot commit without its audit events.

use cloudcare_domain::{
    access::Actor, audit::AuditEvent, event::NewEvent, id::IdGen, non_empty::NonEmpty,
};
use jiff::Timestamp;
use sqlx::{PgConnection, Postgres, Transaction};

use crate::{Source, StoreError, audit, event_log};

/// Where a request came from; goes into the audit record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Address of the caller, or `in-process`.
    pub address: Option<String>,
    /// Program of the caller.
    pub user_agent: Option<String>,
    /// The request's id, also in the log and in error answers.
    pub request_id: Option<String>,
}

/// One transaction. Dropped without [`UnitOfWork::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct UnitOfWork {
    transaction: Transaction<'static, Postgres>,
    events: Vec<NewEvent>,
}

impl Source for UnitOfWork {
    fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

impl UnitOfWork {
    pub(crate) fn new(transaction: Transaction<'static, Postgres>) -> Self {
        Self {
            transaction,
            events: Vec::new(),
        }
    }

    /// The database's own clock.
    pub async fn now(&mut self) -> Result<Timestamp, StoreError> {
        crate::connection::database_now(self).await
    }

    /// Queues an event; it is written by `commit`, under the log's order lock.
    pub fn emit(&mut self, event: NewEvent) {
        self.events.push(event);
    }

    /// Writes the audit events, then the queued events, and commits: all or nothing.
    ///
    /// The order lock is taken last and only where there are events, because without it a later
    /// number can become visible before an earlier one, and a reader would pass over an alert.
    pub async fn commit(
        mut self,
        ids: &dyn IdGen,
        actor: &Actor,
        origin: &Origin,
        record: impl Into<NonEmpty<AuditEvent>> + Send,
    ) -> Result<(), StoreError> {
        for event in record.into().iter() {
            audit::insert(&mut self, ids, actor, origin, event).await?;
        }
        let events = std::mem::take(&mut self.events);
        if !events.is_empty() {
            event_log::append(&mut self, &events).await?;
        }
        self.transaction
            .commit()
            .await
            .map_err(|error| match error.into() {
                StoreError::Unavailable(lost) => StoreError::OutcomeUnknown(lost),
                other => other,
            })
    }
}
