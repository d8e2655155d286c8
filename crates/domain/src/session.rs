//! Sessions: how long a sign-in lives, and what slows down guessing.

use jiff::{SignedDuration, Timestamp};

use crate::{
    id::{SessionId, WorkstationId},
    text_enum,
};

/// Life of an access token (S1).
pub const ACCESS_TOKEN_LIFE: SignedDuration = SignedDuration::from_mins(30);
/// A session ends after this whatever happens: one long shift.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(14);

text_enum! {
    /// Why a session ended.
    pub enum SessionEnd {
        /// The person signed out.
        SignedOut,
        /// A refresh token was seen twice: somebody else has a copy, so everyone is put out.
        RefreshReused,
        /// Ended by its owner elsewhere, or by an administrator.
        Terminated,
        /// The account was disabled.
        UserDisabled,
        /// The password changed.
        PasswordChanged,
    }
}

/// A session as its owner and an administrator see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Id.
    pub id: SessionId,
    /// The station it was opened at.
    pub workstation_id: Option<WorkstationId>,
    /// What people call that station.
    pub workstation_name: Option<String>,
    /// Where it was opened from.
    pub address: Option<String>,
    /// By which program.
    pub user_agent: Option<String>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last refreshed.
    pub last_used_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

/// What slows guessing down: some tries are free, then each wait is twice the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brake {
    free: u32,
    first: SignedDuration,
    longest: SignedDuration,
    /// A count that rested this long starts again.
    pub rest: SignedDuration,
}

/// For one account, whoever tries it. At the longest wait that is 96 tries a day, below the 100 in a
/// row that NIST SP 800-63B (3.2.2) allows before more is asked.
pub const ACCOUNT_BRAKE: Brake = Brake {
    free: 5,
    first: SignedDuration::from_mins(1),
    longest: SignedDuration::from_mins(15),
    rest: SignedDuration::from_hours(24),
};

/// For one address or station, whichever accounts it tries. A whole hospital may share an address:
/// more is free, and the waits are short. An enrolled station has a count of its own.
pub const SOURCE_BRAKE: Brake = Brake {
    free: 30,
    first: SignedDuration::from_secs(1),
    longest: SignedDuration::from_mins(1),
    rest: SignedDuration::from_mins(15),
};

impl Brake {
    /// Seconds to wait after the n-th failure in a row, n from 1; the last entry holds for all that
    /// follow.
    pub fn schedule(&self) -> Vec<i64> {
        let mut waits = vec![0; usize::try_from(self.free.saturating_sub(1)).unwrap_or_default()];
        let mut wait = self.first.as_secs();
        while wait < self.longest.as_secs() {
            waits.push(wait);
            wait = wait.saturating_mul(2);
        }
        waits.push(self.longest.as_secs());
        waits
    }
}

/// What is counted as one source: an IPv4 address, or the /64 that an IPv6 address belongs to,
/// because whoever has one address there has them all.
pub fn source_of(address: &str) -> String {
    match address.parse::<core::net::IpAddr>() {
        Ok(core::net::IpAddr::V6(six)) => match six.to_ipv4_mapped() {
            Some(four) => four.to_string(),
            None => {
                let [a, b, c, d, ..] = six.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
        Ok(core::net::IpAddr::V4(four)) => four.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_wrong_password_starts_the_wait_and_each_wait_is_twice_the_one_before() {
        assert_eq!(
            ACCOUNT_BRAKE.schedule(),
            [0, 0, 0, 0, 60, 120, 240, 480, 900]
        );
        let source = SOURCE_BRAKE.schedule();
        assert_eq!(source[..29], [0; 29]);
        assert_eq!(source[29..], [1, 2, 4, 8, 16, 32, 60]);
    }

    #[test]
    fn an_account_can_not_be_tried_a_hundred_times_a_day() {
        let day = SignedDuration::from_hours(24).as_secs();
        let waits = ACCOUNT_BRAKE.schedule();
        let longest = waits.last().copied().unwrap_or(1);
        let free = i64::try_from(waits.len()).unwrap_or(i64::MAX);
        let ramp: i64 = waits.iter().sum();
        assert!(free + (day - ramp) / longest < 110);
    }

    #[test]
    fn one_network_is_one_source() {
        for (address, source) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
            ("in-process", "in-process"),
        ] {
            assert_eq!(source_of(address), source);
        }
    }
}
