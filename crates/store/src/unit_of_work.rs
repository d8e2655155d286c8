//! The unit of work: one transaction that cannot commit without its audit events.

use std::sync::Arc;

use cloudcare_domain::{
    access::Actor, audit::AuditEvent, event::NewEvent, id::IdGen, non_empty::NonEmpty,
};
use jiff::Timestamp;
use sqlx::{Executor, PgConnection, Postgres, Transaction};

use crate::{
    Source, StoreError,
    audit::{self, AuditRecord, RecordKeeper},
    event_log,
};

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
    keeper: Option<Arc<dyn RecordKeeper>>,
}

impl Source for UnitOfWork {
    fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

impl UnitOfWork {
    pub(crate) fn new(
        transaction: Transaction<'static, Postgres>,
        keeper: Option<Arc<dyn RecordKeeper>>,
    ) -> Self {
        Self {
            transaction,
            events: Vec::new(),
            keeper,
        }
    }

    pub(crate) fn keeper(&self) -> Option<&dyn RecordKeeper> {
        self.keeper.as_deref()
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
    ///
    /// Where the record can't be written and care must go on ([`AuditAction::goes_on_without_record`]),
    /// its lines are kept aside by the [`RecordKeeper`] and the rest is committed.
    ///
    /// [`AuditAction::goes_on_without_record`]: cloudcare_domain::audit::AuditAction::goes_on_without_record
    pub async fn commit(
        mut self,
        ids: &dyn IdGen,
        actor: &Actor,
        origin: &Origin,
        record: impl Into<NonEmpty<AuditEvent>> + Send,
    ) -> Result<(), StoreError> {
        let record = record.into();
        let lines: Vec<AuditRecord> = record
            .iter()
            .map(|event| AuditRecord::new(ids, actor, origin, event))
            .collect();
        let goes_on = record
            .iter()
            .all(|event| event.action.goes_on_without_record());
        let Some(keeper) = self.keeper.clone().filter(|_| goes_on) else {
            self.write(&lines).await?;
            return self.finish().await;
        };
        if self.events.is_empty() && record.iter().all(|event| event.action.is_read()) {
            // What was read is in hand; nothing is lost with the transaction.
            let written = match self.write(&lines).await {
                Ok(()) => self.finish().await,
                Err(error) => Err(error),
            };
            return match written {
                Ok(()) => Ok(()),
                Err(error) => keep_aside(keeper, lines, error).await,
            };
        }
        self.transaction.execute("savepoint record").await?;
        if let Err(error) = self.write(&lines).await {
            self.transaction
                .execute("rollback to savepoint record")
                .await?;
            // Kept before the commit: an act without its line must not be possible. A commit that
            // fails then leaves a line of something tried, which is said.
            keep_aside(Arc::clone(&keeper), lines.clone(), error).await?;
            let finished = self.finish().await;
            if let Err(error) = &finished {
                let outcome = match error {
                    StoreError::OutcomeUnknown(_) => None,
                    _ => Some("failed"),
                };
                let corrected = lines.into_iter().map(|line| line.corrected(outcome));
                keeper.keep_aside(&corrected.collect::<Vec<_>>()).ok();
            }
            return finished;
        }
        self.finish().await
    }

    async fn write(&mut self, lines: &[AuditRecord]) -> Result<(), StoreError> {
        for line in lines {
            audit::insert(self, line).await?;
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<(), StoreError> {
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

    /// Writes lines that were kept aside, once each, with the time they were kept with.
    pub async fn merge(mut self, lines: &[AuditRecord]) -> Result<(), StoreError> {
        for line in lines {
            if audit::is_kept(&mut self, line).await? {
                continue;
            }
            self.transaction.execute("savepoint line").await?;
            let Err(error) = audit::insert(&mut self, line).await else {
                continue;
            };
            // The session it names was never kept: said in words instead of by reference.
            let StoreError::Conflict { .. } = error else {
                return Err(error);
            };
            self.transaction
                .execute("rollback to savepoint line")
                .await?;
            audit::insert(&mut self, &line.clone().without_references()).await?;
        }
        self.finish().await
    }
}

/// The answer waits until the lines would survive the loss of power.
async fn keep_aside(
    keeper: Arc<dyn RecordKeeper>,
    lines: Vec<AuditRecord>,
    trouble: StoreError,
) -> Result<(), StoreError> {
    let kept = tokio::task::spawn_blocking(move || keeper.keep_aside(&lines)).await;
    match kept {
        Ok(Ok(())) => {
            tracing::warn!(
                error = &trouble as &dyn std::error::Error,
                "the database does not take the audit record; its lines are kept aside"
            );
            Ok(())
        }
        Ok(Err(error)) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "audit lines can't be kept aside either"
            );
            Err(trouble)
        }
        Err(_) => Err(trouble),
    }
}
