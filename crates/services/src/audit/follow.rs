//! Once a second: lines kept aside go to the database, ended transactions are sealed, seals go out.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use cloudcare_domain::{
    access::{Actor, Job},
    audit::{AuditAction, AuditEvent},
};
use cloudcare_store::{
    Origin, Store, StoreError,
    audit::{
        raw::{self, RawEvent},
        seal::{self, Seal},
    },
};
use jiff::Timestamp;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{
    RecordOffice,
    anchor::Anchor,
    chain::{self, Head},
    key::RecordKeys,
};
use crate::{ServiceError, Services};

/// What stands between an event and its seal, at the most, while the database keeps up.
const EVERY: Duration = Duration::from_secs(1);
/// Events sealed in one transaction.
const AT_ONCE: usize = 10 * chain::BLOCK;
/// Seals read at once.
const SEALS: i64 = 200;
/// Where a start on record says which seal was the newest.
pub(super) const NEWEST_SEAL: &str = "newest_seal";

impl Services {
    /// Before anything is written: after a move to another cluster, a new era.
    pub(crate) async fn open_audit_era(&self) -> Result<(), ServiceError> {
        seal::open_era(&mut self.store().reader().await?).await?;
        Ok(())
    }

    /// Opens the files beside the database, puts the start on record, and looks after the record
    /// until `stop`.
    pub(crate) async fn follow_record(&self, stop: CancellationToken) -> Result<(), ServiceError> {
        let office = Arc::clone(&self.inner.record);
        office
            .open(self.installation_id()?)
            .map_err(ServiceError::RecordFolder)?;
        office.remember_starts(self.store()).await?;
        self.record_start().await?;
        let store = self.store().clone();
        tokio::spawn(async move {
            let mut each = interval(EVERY);
            each.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let mut is_told = false;
            loop {
                tokio::select! {
                    () = stop.cancelled() => return,
                    _ = each.tick() => {}
                }
                match office.pass(&store).await {
                    Ok(()) => is_told = false,
                    Err(error) if !is_told => {
                        is_told = true;
                        tracing::warn!(
                            error = &error as &dyn std::error::Error,
                            "the audit record can't be sealed just now"
                        );
                    }
                    Err(_) => {}
                }
            }
        });
        Ok(())
    }

    /// A start says which seal was the newest: cutting off all seals and making new ones does not
    /// fit it, even where no copy is kept outside.
    async fn record_start(&self) -> Result<(), ServiceError> {
        let mut uow = self.store().begin().await?;
        let mut event = AuditEvent::new(AuditAction::Start, "instance");
        if let Some(anchor) = seal::newest(&mut uow).await?.as_ref().and_then(Anchor::of) {
            event = event.with(NEWEST_SEAL, anchor.text(&self.inner.record.keys));
        }
        uow.commit(
            self.ids(),
            &Actor::System(Job::AuditSeal),
            &Origin::default(),
            event,
        )
        .await?;
        Ok(())
    }
}

impl RecordOffice {
    pub(super) async fn pass(&self, store: &Store) -> Result<(), ServiceError> {
        self.merge(store).await?;
        let is_known = self.follow_seals(store).await?;
        // Sealing on over seals that were taken away would bury what was done.
        if is_known {
            while self.seal(store).await? {}
            self.follow_seals(store).await?;
        }
        let unsealed_for = unsealed_for(store).await?;
        let mut state = self.lock();
        state.unsealed_for = unsealed_for;
        state.followed_at = Some(Instant::now());
        Ok(())
    }

    /// Gives the database what was kept aside.
    async fn merge(&self, store: &Store) -> Result<(), ServiceError> {
        let Some(spool) = self.spool.get().filter(|spool| spool.waiting() > 0) else {
            return Ok(());
        };
        let kept = spool.kept().map_err(ServiceError::internal)?;
        store.begin_aside().await?.merge(&kept.lines).await?;
        spool.forget(&kept).map_err(ServiceError::internal)?;
        tracing::info!(
            lines = kept.lines.len(),
            "the database has taken the audit lines that were kept aside"
        );
        Ok(())
    }

    /// Seals what can be; whether there is more.
    async fn seal(&self, store: &Store) -> Result<bool, ServiceError> {
        let Some(mut sealing) = store.try_sealing().await? else {
            return Ok(false);
        };
        let newest = seal::newest(&mut sealing).await?;
        if newest.as_ref().is_some_and(|s| s.key_id != self.keys.id()) {
            return Err(crate::master_key::WrongMasterKey.into());
        }
        let mut head = newest.as_ref().map(Head::after).unwrap_or_default();
        let events = sealing.settled_after(head.last, AT_ONCE).await?;
        if events.is_empty() {
            return Ok(false);
        }
        let is_more = events.len() == AT_ONCE;
        let (unproven, now) = (
            seal::unproven_xid(&mut sealing).await?,
            raw::now(&mut sealing).await?,
        );
        let keys = self.keys.clone();
        let seals = tokio::task::spawn_blocking(move || {
            chain::seal(&keys, &mut head, &events, now, |head, event| {
                is_older_than_proofs(unproven, head, event)
            })
        })
        .await
        .map_err(ServiceError::internal)?;
        sealing.commit(&seals).await?;
        Ok(is_more)
    }

    /// Copies new seals out of the database; whether those known from before are all as they were.
    async fn follow_seals(&self, store: &Store) -> Result<bool, ServiceError> {
        let mut reader = store.reader_aside().await?;
        loop {
            let known = self.newest_known();
            // The one known comes again, to be compared.
            let from = known.as_ref().map_or(0, |anchor| anchor.block - 1);
            let mut seals = seal::after(&mut reader, from, SEALS).await?;
            if let Some(known) = known {
                let is_there = seals.first().is_some_and(|s| {
                    s.block == known.block && s.mac == known.mac && s.mac == self.keys.seal(s)
                });
                if !is_there {
                    self.is_broken(&known);
                    return Ok(false);
                }
                seals.remove(0);
            }
            if seals.is_empty() {
                return Ok(true);
            }
            self.keep_outside(&seals)?;
        }
    }

    fn newest_known(&self) -> Option<Anchor> {
        let state = self.lock();
        let kept = state.anchors.as_ref().and_then(|file| file.newest());
        let remembered = state.remembered.last_key_value().map(|(_, a)| a);
        kept.into_iter()
            .chain(remembered)
            .max_by_key(|anchor| anchor.block)
            .cloned()
    }

    fn keep_outside(&self, seals: &[Seal]) -> Result<(), ServiceError> {
        let anchors: Vec<Anchor> = seals.iter().filter_map(Anchor::of).collect();
        let mut state = self.lock();
        if let Some(newest) = anchors.last() {
            tracing::debug!(block = newest.block, "seals copied out");
            state.remembered = BTreeMap::from([(newest.block, newest.clone())]);
        }
        match &mut state.anchors {
            Some(file) => file
                .keep(anchors, &self.keys)
                .map_err(ServiceError::RecordFolder),
            None => Ok(()),
        }
    }

    fn is_broken(&self, known: &Anchor) {
        let mut state = self.lock();
        if !state.is_broken {
            state.is_broken = true;
            tracing::error!(
                block = known.block,
                "a seal of the audit record is gone or changed: somebody changed the record; run verify-audit and keep this database as it is"
            );
        }
    }

    async fn remember_starts(&self, store: &Store) -> Result<(), ServiceError> {
        let starts = anchors_on_record(store, &self.keys).await?;
        self.lock().remembered = starts
            .last_key_value()
            .map_or_else(BTreeMap::new, |(b, a)| BTreeMap::from([(*b, a.clone())]));
        Ok(())
    }
}

/// Seals that starts on record speak of; only of starts the application wrote.
pub(super) async fn anchors_on_record(
    store: &Store,
    keys: &RecordKeys,
) -> Result<BTreeMap<i64, Anchor>, StoreError> {
    let starts = raw::of_action(&mut store.reader().await?, AuditAction::Start).await?;
    Ok(starts
        .iter()
        .filter(|event| keys.is_written_by_us(event))
        .filter_map(|event| Anchor::read(event.detail()?.get(NEWEST_SEAL)?.as_str()?, keys))
        .map(|anchor| (anchor.block, anchor))
        .collect())
}

/// Events from before there were proofs come first of all; none after the first that has one.
pub(super) fn is_older_than_proofs(unproven_xid: i64, head: &Head, event: &RawEvent) -> bool {
    let place = event.place();
    (place.era, place.xid) == (1, unproven_xid)
        && event.written_mac().is_none()
        && (head.block == 0 || (head.last.era, head.last.xid) == (1, unproven_xid))
}

async fn unsealed_for(store: &Store) -> Result<Option<jiff::SignedDuration>, StoreError> {
    let mut reader = store.reader_aside().await?;
    let head = seal::newest(&mut reader)
        .await?
        .as_ref()
        .map(Head::after)
        .unwrap_or_default();
    let Some(oldest) = raw::after(&mut reader, head.last, 1).await?.pop() else {
        return Ok(None);
    };
    let at = Timestamp::from_microsecond(oldest.at_microsecond()).ok();
    let now = reader.now().await?;
    Ok(at.map(|at| now.duration_since(at)))
}
