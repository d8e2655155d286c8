//! Death: when, by whom verified, and reversible, because people have been declared dead by a slip of
//! the mouse (H21).

use jiff::Timestamp;

use crate::id::UserId;

/// A recorded death.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Death {
    /// When.
    pub died_at: Timestamp,
    /// Who verified it, in words.
    pub verified_by: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By whom.
    pub recorded_by: Option<(UserId, String)>,
}

/// Why a time of death can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeathTimeError {
    /// Later than now.
    #[error("a death is not in the future")]
    InTheFuture,
    /// Earlier than the birth.
    #[error("this is before the patient was born")]
    BeforeBirth,
}

/// Checks a time of death against now and the first instant of the day of birth, in the zone where
/// that day began first.
pub fn check_time(
    died_at: Timestamp,
    born: Timestamp,
    now: Timestamp,
) -> Result<(), DeathTimeError> {
    if died_at > now {
        Err(DeathTimeError::InTheFuture)
    } else if died_at < born {
        Err(DeathTimeError::BeforeBirth)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn h21_nobody_dies_in_the_future_or_before_birth() {
        let born = Timestamp::UNIX_EPOCH;
        let now = born + 48.hours();
        for (died_at, expected) in [
            (now, Ok(())),
            (now + 1.second(), Err(DeathTimeError::InTheFuture)),
            (born, Ok(())),
            (born - 1.second(), Err(DeathTimeError::BeforeBirth)),
        ] {
            assert_eq!(check_time(died_at, born, now), expected, "{died_at}");
        }
    }
}
