//! The second factor: time-based codes (RFC 6238) and recovery codes.

use jiff::{SignedDuration, Timestamp};

use crate::access::Role;

/// How long a code may be awaited after the right password.
pub const CHALLENGE_LIFE: SignedDuration = SignedDuration::from_mins(5);
/// How many recovery codes are handed out at once.
pub const RECOVERY_CODES: usize = 10;

/// Which roles must have a second factor in this installation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecondFactorPolicy {
    /// The roles, each once.
    pub roles: Vec<Role>,
    /// Counts changes.
    pub version: i32,
}

/// What a right password leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// A session.
    SignedIn,
    /// A code of the factor that is set up.
    Code,
    /// Setting one up, because the role must have it.
    Enrolment,
}

impl SecondFactorPolicy {
    /// What comes after the right password of somebody in `role`.
    pub fn after_password(&self, role: Role, has_factor: bool) -> NextStep {
        match (has_factor, self.roles.contains(&role)) {
            (true, _) => NextStep::Code,
            (false, true) => NextStep::Enrolment,
            (false, false) => NextStep::SignedIn,
        }
    }
}

/// Whether a challenge can still be answered.
pub fn is_open(used_at: Option<Timestamp>, expires_at: Timestamp, now: Timestamp) -> bool {
    used_at.is_none() && now < expires_at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_is_asked_for_where_there_is_one_and_set_up_where_the_role_must() {
        let policy = SecondFactorPolicy {
            roles: vec![Role::Admin],
            version: 1,
        };
        for (role, has_factor, next) in [
            (Role::Admin, true, NextStep::Code),
            (Role::Admin, false, NextStep::Enrolment),
            (Role::Nurse, true, NextStep::Code),
            (Role::Nurse, false, NextStep::SignedIn),
        ] {
            assert_eq!(
                policy.after_password(role, has_factor),
                next,
                "{role} {has_factor}"
            );
        }
    }
}
