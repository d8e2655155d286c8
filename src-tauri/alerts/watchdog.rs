//! No false green (safety rule H8): a link that is not proven alive is lost.

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use tokio::time::Instant;

/// The server pings every 5 s; two missed pings are a lost link.
pub(crate) const LIMIT: Duration = Duration::from_secs(10);

/// The link lamp.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LinkState {
    /// A frame came within the limit, on a connection that stands.
    Up,
    /// No connection at the moment, and not for long.
    Connecting,
    /// Nothing was heard for the whole limit.
    Lost,
}

/// The link as the screen shows it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(crate) struct Link {
    pub state: LinkState,
    /// When it became what it is.
    pub since: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_event_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_ping_at: Option<Timestamp>,
    /// Why there is no connection, for the user; the server's words when it refused the station.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl Link {
    pub(crate) fn new(now: Timestamp) -> Link {
        Link {
            state: LinkState::Connecting,
            since: now,
            last_event_id: None,
            last_ping_at: None,
            problem: None,
        }
    }
}

/// Follows the frames and tells when the link is lost. Reads no clock: instants are parameters.
#[derive(Debug)]
pub(crate) struct Watchdog {
    link: Link,
    deadline: Instant,
}

impl Watchdog {
    pub(crate) fn new(at: Instant, now: Timestamp) -> Watchdog {
        Watchdog {
            link: Link::new(now),
            deadline: at + LIMIT,
        }
    }

    pub(crate) fn link(&self) -> &Link {
        &self.link
    }

    /// A frame arrived: it proves server and link alive.
    pub(crate) fn alive(&mut self, at: Instant, now: Timestamp, event_id: &str) {
        self.deadline = at + LIMIT;
        self.link.last_ping_at = Some(now);
        self.link.problem = None;
        if !event_id.is_empty() {
            self.link.last_event_id = Some(event_id.to_owned());
        }
        self.change(LinkState::Up, now);
    }

    /// The connection broke or an attempt failed. Only the deadline makes that a lost link.
    pub(crate) fn broken(&mut self, now: Timestamp, why: String) {
        self.link.problem = Some(why);
        if self.link.state == LinkState::Up {
            self.change(LinkState::Connecting, now);
        }
    }

    /// Waits for the deadline; for ever when the link is lost already.
    pub(crate) async fn expired(&self) {
        if self.link.state == LinkState::Lost {
            return std::future::pending().await;
        }
        tokio::time::sleep_until(self.deadline).await;
    }

    /// The deadline passed.
    pub(crate) fn lost(&mut self, now: Timestamp) {
        self.change(LinkState::Lost, now);
    }

    fn change(&mut self, state: LinkState, now: Timestamp) {
        if self.link.state != state {
            self.link.state = state;
            self.link.since = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    #[tokio::test(start_paused = true)]
    async fn ten_seconds_without_a_frame_are_a_lost_link() {
        let mut dog = Watchdog::new(Instant::now(), at(0));
        dog.alive(Instant::now(), at(0), "e-1");
        let start = Instant::now();
        for second in [5, 10] {
            tokio::time::sleep(Duration::from_secs(5)).await;
            assert!(
                tokio::time::timeout(Duration::ZERO, dog.expired())
                    .await
                    .is_err()
            );
            dog.alive(Instant::now(), at(second), "e-1");
        }
        dog.expired().await;
        assert_eq!(start.elapsed().as_secs(), 20);
        dog.lost(at(20));
        assert_eq!(
            (dog.link().state, dog.link().since),
            (LinkState::Lost, at(20))
        );
        assert!(
            tokio::time::timeout(Duration::from_secs(100), dog.expired())
                .await
                .is_err(),
            "said once"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_broken_connection_has_until_the_deadline() {
        let mut dog = Watchdog::new(Instant::now(), at(0));
        dog.alive(Instant::now(), at(0), "e-1");
        dog.broken(at(4), "The server closed the event stream.".into());
        assert_eq!(
            (dog.link().state, dog.link().since),
            (LinkState::Connecting, at(4))
        );
        dog.broken(at(6), "The server can't be reached".into());
        assert_eq!(dog.link().since, at(4), "still the same break");
        let start = Instant::now();
        dog.expired().await;
        assert_eq!(
            start.elapsed().as_secs(),
            10,
            "a failed attempt does not move the deadline"
        );
        dog.lost(at(10));
        dog.alive(Instant::now(), at(12), "e-2");
        assert_eq!(
            (dog.link().state, dog.link().problem.clone()),
            (LinkState::Up, None)
        );
    }
}
