//! The one reader of the log in this process.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use cloudcare_domain::{
    access::{Actor, Job},
    audit::{AuditAction, AuditEvent},
    event::Cursor,
    id::WorkstationId,
};
use cloudcare_store::{
    Origin, Store, StoreError,
    event_log::{self, LogPosition, LoggedEvent},
    workstation,
};
use jiff::Timestamp;
use tokio::{sync::watch, time::timeout};
use tokio_util::sync::CancellationToken;

use super::{Frame, Subscription, Topics, subscription::Viewer};

/// The log must have been read this recently for a ping to be honest (H8).
pub(super) const FRESH_WITHIN: Duration = Duration::from_secs(5);
/// `NOTIFY` can be lost; a poll can't.
const POLL: Duration = Duration::from_secs(1);
/// How often presence is written.
const PRESENCE: Duration = Duration::from_secs(5);
/// How often the log is shortened, and to how many days.
const PRUNE: Duration = Duration::from_hours(1);
const KEEP_DAYS: i32 = 7;
/// Frames kept in memory; beyond that a subscriber reads from the log.
const RING: usize = 4_096;
/// Events read at once.
const PAGE: i64 = 500;

/// Shares one reading of the log among all streams of this process.
#[derive(Clone)]
pub struct EventHub {
    pub(super) shared: Arc<Shared>,
}

pub(super) struct Shared {
    pub(super) store: Store,
    state: Mutex<State>,
    head: watch::Sender<u64>,
    pub(super) stations: Mutex<HashMap<WorkstationId, usize>>,
}

#[derive(Default)]
struct State {
    position: Option<LogPosition>,
    read_at: Option<Instant>,
    ring: VecDeque<Arc<Frame>>,
    /// The number before the first frame that the ring would hold.
    ring_after: i64,
}

/// What a subscriber at some place of the log finds in memory.
pub(super) enum Lookup {
    /// These frames follow.
    Frames(Vec<Arc<Frame>>),
    /// Nothing new.
    UpToDate,
    /// Older than the ring: read the log itself.
    Behind,
    /// The place is gone, or belongs to another history; go on from here.
    Gap(Cursor, i64),
    /// The log has not been read yet.
    NotReady,
}

impl EventHub {
    /// Over a store; reads nothing until [`EventHub::start`].
    pub fn new(store: Store) -> Self {
        let (head, _) = watch::channel(0);
        Self {
            shared: Arc::new(Shared {
                store,
                state: Mutex::default(),
                head,
                stations: Mutex::default(),
            }),
        }
    }

    /// Reads the log once, so that whoever starts afterwards finds it read, and follows it until
    /// cancelled.
    pub(crate) async fn start(&self, stop: CancellationToken) -> Result<(), StoreError> {
        self.shared.read_log().await?;
        let shared = Arc::clone(&self.shared);
        tokio::spawn(async move {
            while !stop.is_cancelled() {
                if let Err(error) = shared.follow(&stop).await
                    && !stop.is_cancelled()
                {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "the event log can't be read; trying again"
                    );
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = tokio::time::sleep(Duration::from_millis(250)) => {}
                    }
                }
            }
        });
        Ok(())
    }

    /// Whether the log was read recently enough for a ping to be honest.
    pub fn is_fresh(&self) -> bool {
        self.shared.is_fresh()
    }

    pub(super) fn subscribe_to_head(&self) -> watch::Receiver<u64> {
        self.shared.head.subscribe()
    }

    pub(crate) fn subscribe(&self, viewer: Viewer, topics: Topics, after: Cursor) -> Subscription {
        Subscription::new(self.clone(), viewer, topics, after)
    }
}

impl Shared {
    async fn follow(&self, stop: &CancellationToken) -> Result<(), StoreError> {
        let mut listener = self.store.listen().await?;
        let mut presence = Instant::now();
        let mut pruned = Instant::now();
        loop {
            self.read_log().await?;
            if presence.elapsed() >= PRESENCE {
                presence = Instant::now();
                self.write_presence().await?;
            }
            if pruned.elapsed() >= PRUNE {
                pruned = Instant::now();
                self.prune().await?;
            }
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                woken = timeout(POLL, listener.heard()) => match woken {
                    Err(_elapsed) => {}
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => return Err(error),
                }
            }
        }
    }

    async fn read_log(&self) -> Result<(), StoreError> {
        let mut reader = self.store.reader_aside().await?;
        let position = event_log::position(&mut reader).await?;
        let started = Instant::now();
        let mut from = {
            let mut state = self.state();
            let same_history = state
                .position
                .as_ref()
                .is_some_and(|p| p.epoch == position.epoch);
            if !same_history {
                state.ring.clear();
                state.ring_after = position.newest;
            }
            state.ring.back().map_or(state.ring_after, |frame| frame.n)
        };
        loop {
            let events = event_log::after(&mut reader, from, PAGE).await?;
            let Some(last) = events.last().map(|e| e.n) else {
                break;
            };
            from = last;
            let mut state = self.state();
            for event in events {
                state.push(Arc::new(Frame::new(&event, &position.epoch)));
            }
        }
        {
            let mut state = self.state();
            let newest = state
                .ring
                .back()
                .map_or(state.ring_after, |f| f.n)
                .max(position.newest);
            state.position = Some(LogPosition { newest, ..position });
            state.read_at = Some(started);
        }
        self.head
            .send_modify(|version| *version = version.wrapping_add(1));
        Ok(())
    }

    async fn write_presence(&self) -> Result<(), StoreError> {
        let stations: Vec<WorkstationId> = lock(&self.stations).keys().copied().collect();
        if !stations.is_empty() {
            let mut reader = self.store.reader_aside().await?;
            workstation::touch(&mut reader, &stations).await?;
        }
        Ok(())
    }

    async fn prune(&self) -> Result<(), StoreError> {
        let mut uow = self.store.begin_aside().await?;
        let last = event_log::prune(&mut uow, KEEP_DAYS).await?;
        if last > 0 {
            let event = AuditEvent::new(AuditAction::Delete, "event_log").with("through", last);
            uow.commit(
                &crate::RandomIds,
                &Actor::System(Job::EventLog),
                &Origin::default(),
                event,
            )
            .await?;
        }
        Ok(())
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.state()
            .read_at
            .is_some_and(|at| at.elapsed() <= FRESH_WITHIN)
    }

    /// The place at the end of the log and the database's time there.
    pub(super) fn end(&self) -> Option<(Cursor, Timestamp)> {
        let state = self.state();
        state.position.as_ref().map(|p| {
            (
                Cursor {
                    epoch: p.epoch.clone(),
                    n: p.newest,
                },
                p.now,
            )
        })
    }

    pub(super) fn look_up(&self, from: &Cursor) -> Lookup {
        let state = self.state();
        let Some(position) = &state.position else {
            return Lookup::NotReady;
        };
        // Frames come into the ring before the position is told: whoever has read them is not ahead.
        let newest = state
            .ring
            .back()
            .map_or(position.newest, |frame| frame.n.max(position.newest));
        let end = Cursor {
            epoch: position.epoch.clone(),
            n: newest,
        };
        if from.epoch != position.epoch || from.n < position.pruned_through {
            return Lookup::Gap(end, position.pruned_through + 1);
        }
        if from.n >= newest {
            // Opened on what the database knows and this reader will know in a moment.
            return Lookup::UpToDate;
        }
        if from.n < state.ring_after {
            return Lookup::Behind;
        }
        let at = state.ring.partition_point(|frame| frame.n <= from.n);
        let frames: Vec<Arc<Frame>> = state.ring.iter().skip(at).cloned().collect();
        if frames.is_empty() {
            Lookup::UpToDate
        } else {
            Lookup::Frames(frames)
        }
    }

    pub(super) async fn read_behind(&self, from: &Cursor) -> Result<Vec<Arc<Frame>>, StoreError> {
        let mut reader = self.store.reader_aside().await?;
        let events: Vec<LoggedEvent> = event_log::after(&mut reader, from.n, PAGE).await?;
        Ok(events
            .iter()
            .map(|e| Arc::new(Frame::new(e, &from.epoch)))
            .collect())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl State {
    fn push(&mut self, frame: Arc<Frame>) {
        self.ring.push_back(frame);
        if self.ring.len() > RING
            && let Some(dropped) = self.ring.pop_front()
        {
            self.ring_after = dropped.n;
        }
    }
}

/// A poisoned lock means a panic elsewhere; the data behind it are still whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for EventHub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventHub").finish_non_exhaustive()
    }
}
