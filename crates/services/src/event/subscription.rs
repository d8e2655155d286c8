//! One subscriber: what it may see, where it is, and the honest ping.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use bytes::Bytes;
use cloudcare_domain::{
    access::{Role, UserActor, WorkstationActor},
    event::{Audience, Cursor},
    id::WardId,
};
use cloudcare_store::{StoreError, session, workstation};
use jiff::Timestamp;
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use super::{
    EventHub, Frame, FrameKind,
    hub::{Lookup, lock},
};

/// A ping each five seconds (api.md).
const PING: Duration = Duration::from_secs(5);

/// Reads of the log that may fail in a row, 200 ms apart.
const MAX_FAILED_READS: u32 = 25;

/// What a subscriber wants to hear of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topics {
    /// Alerts within reach.
    pub alerts: bool,
    /// Boards of these wards.
    pub boards: Vec<WardId>,
}

#[derive(Debug, Clone)]
pub(crate) enum Viewer {
    User {
        user: UserActor,
        expires_at: Timestamp,
    },
    Station(WorkstationActor),
}

/// What a stream sends next.
#[derive(Debug)]
pub enum Delivery {
    /// An event the subscriber may see.
    Event {
        /// Its id on the wire.
        id: String,
        /// `emergency_alert` or `board_changed`.
        name: &'static str,
        /// JSON.
        data: Bytes,
    },
    /// The log was read just now and there was nothing.
    Ping {
        /// The end of the log.
        last_event: Cursor,
        /// Database time there.
        now: Timestamp,
    },
    /// What was between is gone; the subscriber must load open alerts afresh.
    Gap {
        /// Where it goes on.
        resume: Cursor,
        /// The oldest event that is still there.
        oldest: i64,
    },
    /// Nothing will follow.
    End(EndReason),
}

/// Why a stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// The session or the enrolment ended.
    SessionEnded,
    /// The log can't be read; an open stream would be a false green (H8).
    LogNotRead,
}

/// One open stream.
pub struct Subscription {
    hub: EventHub,
    viewer: Viewer,
    topics: Topics,
    cursor: Cursor,
    head: watch::Receiver<u64>,
    waiting: VecDeque<Arc<Frame>>,
    next_ping: Instant,
    ended: bool,
    failed_reads: u32,
}

impl Subscription {
    pub(super) fn new(hub: EventHub, viewer: Viewer, topics: Topics, after: Cursor) -> Self {
        if let Viewer::Station(station) = &viewer {
            *lock(&hub.shared.stations)
                .entry(station.workstation_id)
                .or_default() += 1;
        }
        let head = hub.subscribe_to_head();
        // The first ping comes at once: it tells where the stream starts.
        Self {
            hub,
            viewer,
            topics,
            cursor: after,
            head,
            waiting: VecDeque::new(),
            next_ping: Instant::now(),
            ended: false,
            failed_reads: 0,
        }
    }

    /// What to send next; none after the end.
    pub async fn next(&mut self) -> Option<Delivery> {
        if self.ended {
            return None;
        }
        loop {
            // Marked as seen before looking, so that what comes while we look wakes us again.
            self.head.borrow_and_update();
            if let Some(delivery) = self.take_waiting().await {
                return Some(delivery);
            }
            if let Some(delivery) = self.fetch().await {
                return Some(delivery);
            }
            // Also between two pages of a long way back: silence would look like a lost link.
            if Instant::now() >= self.next_ping {
                return Some(self.ping());
            }
            if !self.waiting.is_empty() {
                continue;
            }
            tokio::select! {
                _ = self.head.changed() => {}
                () = sleep_until(self.next_ping) => {}
            }
        }
    }

    async fn take_waiting(&mut self) -> Option<Delivery> {
        while let Some(frame) = self.waiting.pop_front() {
            self.cursor.n = frame.n;
            if self.is_ended_by(&frame) {
                return Some(self.end(EndReason::SessionEnded));
            }
            if self.changes_reach(&frame)
                && let Some(end) = self.reload_viewer().await
            {
                return Some(end);
            }
            if let Some(delivery) = self.deliver(&frame) {
                return Some(delivery);
            }
        }
        None
    }

    async fn fetch(&mut self) -> Option<Delivery> {
        let from = self.cursor.clone();
        match self.hub.shared.look_up(&from) {
            Lookup::UpToDate | Lookup::NotReady => None,
            Lookup::Frames(frames) => {
                self.waiting.extend(frames);
                None
            }
            Lookup::Gap(resume, oldest) => {
                self.cursor = resume.clone();
                // The end of the session or a change of reach may be among what is gone.
                let end = self.reload_viewer().await;
                Some(end.unwrap_or(Delivery::Gap { resume, oldest }))
            }
            Lookup::Behind => match self.hub.shared.read_behind(&from).await {
                Ok(frames) => {
                    self.failed_reads = 0;
                    self.waiting.extend(frames);
                    None
                }
                // A subscriber who can't be caught up must not be told that all is well (H8).
                Err(_) if self.failed_reads >= MAX_FAILED_READS => {
                    Some(self.end(EndReason::LogNotRead))
                }
                // What can't be read now is read at the next attempt; the ping decides when to give up.
                Err(_) => {
                    self.failed_reads += 1;
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    None
                }
            },
        }
    }

    fn ping(&mut self) -> Delivery {
        self.next_ping = Instant::now() + PING;
        let end = self.hub.shared.end().filter(|_| self.hub.is_fresh());
        match end {
            None => self.end(EndReason::LogNotRead),
            Some((_, now)) if self.is_expired(now) => self.end(EndReason::SessionEnded),
            Some((_, now)) => Delivery::Ping {
                last_event: self.cursor.clone(),
                now,
            },
        }
    }

    fn is_expired(&self, now: Timestamp) -> bool {
        match &self.viewer {
            Viewer::User { expires_at, .. } => *expires_at <= now,
            Viewer::Station(_) => false,
        }
    }

    fn end(&mut self, reason: EndReason) -> Delivery {
        self.ended = true;
        Delivery::End(reason)
    }

    fn is_ended_by(&self, frame: &Frame) -> bool {
        frame.kind == FrameKind::Session
            && match &self.viewer {
                Viewer::User { user, .. } => frame.audience.session_id == Some(user.session_id),
                Viewer::Station(station) => frame.ended_workstation == Some(station.workstation_id),
            }
    }

    fn changes_reach(&self, frame: &Frame) -> bool {
        frame.kind == FrameKind::Reach
            && match &self.viewer {
                Viewer::User { user, .. } => frame.audience.user_id == Some(user.user_id),
                Viewer::Station(_) => false,
            }
    }

    /// Loads anew who listens; an end where that is nobody any more, or can't be told: what is not
    /// known must not be shown, and whoever comes back is asked again.
    async fn reload_viewer(&mut self) -> Option<Delivery> {
        match self.viewer_now().await {
            Ok(Some(viewer)) => {
                self.viewer = viewer;
                None
            }
            Ok(None) => Some(self.end(EndReason::SessionEnded)),
            Err(_) => Some(self.end(EndReason::LogNotRead)),
        }
    }

    async fn viewer_now(&self) -> Result<Option<Viewer>, StoreError> {
        let mut reader = self.hub.shared.store.reader_aside().await?;
        match &self.viewer {
            Viewer::User { user, expires_at } => {
                let fresh = session::actor(&mut reader, user.session_id).await?;
                Ok(fresh.map(|user| Viewer::User {
                    user,
                    expires_at: *expires_at,
                }))
            }
            Viewer::Station(station) => {
                let fresh = workstation::actor_by_id(&mut reader, station.workstation_id).await?;
                Ok(fresh.map(Viewer::Station))
            }
        }
    }

    fn deliver(&self, frame: &Frame) -> Option<Delivery> {
        let name = match frame.kind {
            FrameKind::Alert if self.topics.alerts && self.may_hear(&frame.audience) => {
                "emergency_alert"
            }
            FrameKind::Board
                if frame
                    .audience
                    .ward_id
                    .is_some_and(|w| self.topics.boards.contains(&w)) =>
            {
                "board_changed"
            }
            FrameKind::Alert | FrameKind::Board | FrameKind::Session | FrameKind::Reach => {
                return None;
            }
        };
        let data = match &self.viewer {
            Viewer::User { .. } => frame.named.clone(),
            Viewer::Station(_) => frame.nameless.clone(),
        };
        Some(Delivery::Event {
            id: frame.id.clone(),
            name,
            data,
        })
    }

    fn may_hear(&self, audience: &Audience) -> bool {
        match &self.viewer {
            Viewer::User { user, .. } if user.role == Role::Patient => {
                audience.patient_id.is_some() && audience.patient_id == user.patient_id
            }
            Viewer::User { user, .. } => audience.within(&user.scope),
            Viewer::Station(station) => audience.within(&station.scope),
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Viewer::Station(station) = &self.viewer {
            let mut stations = lock(&self.hub.shared.stations);
            if let Some(open) = stations.get_mut(&station.workstation_id) {
                *open = open.saturating_sub(1);
                if *open == 0 {
                    stations.remove(&station.workstation_id);
                }
            }
        }
    }
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription")
            .field("cursor", &self.cursor)
            .finish_non_exhaustive()
    }
}
