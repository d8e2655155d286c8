//! Sessions: how long a sign-in lives, and what slows down guessing.

use jiff::{SignedDuration, Timestamp};

use crate::text_enum;

/// Life of an access token (S1).
pub const ACCESS_TOKEN_LIFE: SignedDuration = SignedDuration::from_mins(30);
/// A session ends after this whatever happens: one long shift.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(14);
/// Wrong passwords taken before the account waits.
pub const FAILURES_BEFORE_LOCKOUT: i32 = 5;
/// How long it waits.
pub const LOCKOUT: SignedDuration = SignedDuration::from_mins(15);

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

/// Whether one more attempt may be made now.
pub fn may_attempt(locked_until: Option<Timestamp>, now: Timestamp) -> Result<(), Timestamp> {
    match locked_until {
        Some(until) if until > now => Err(until),
        _ => Ok(()),
    }
}

/// Until when the account waits after its `failures`-th wrong password in a row.
pub fn lockout_after(failures: i32, now: Timestamp) -> Option<Timestamp> {
    (failures >= FAILURES_BEFORE_LOCKOUT).then(|| now + LOCKOUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_wrong_password_starts_the_wait() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(lockout_after(4, now), None);
        assert_eq!(lockout_after(5, now), Some(now + LOCKOUT));
    }

    #[test]
    fn the_wait_ends_at_its_minute() {
        let now = Timestamp::UNIX_EPOCH;
        let until = now + LOCKOUT;
        assert!(may_attempt(None, now).is_ok());
        assert_eq!(may_attempt(Some(until), now), Err(until));
        assert!(may_attempt(Some(until), until).is_ok());
    }
}
