//! Links that do one thing for one account, once: accept an invitation, set a new password, check an
//! address.

use jiff::{SignedDuration, Timestamp};

use crate::text_enum;

text_enum! {
    /// What a link does.
    pub enum LinkPurpose {
        /// Sets the first password of a new account.
        Invitation,
        /// Sets a new password where the old one is forgotten.
        PasswordReset,
        /// Shows that the address is its holder's.
        EmailCheck,
    }
}

impl LinkPurpose {
    /// How long such a link is good for.
    pub fn life(self) -> SignedDuration {
        match self {
            // A new colleague reads it within the week.
            Self::Invitation => SignedDuration::from_hours(7 * 24),
            // Asked for just now.
            Self::PasswordReset => SignedDuration::from_hours(1),
            Self::EmailCheck => SignedDuration::from_hours(24),
        }
    }

    /// Whether whoever follows it sets a password.
    pub fn sets_password(self) -> bool {
        match self {
            Self::Invitation | Self::PasswordReset => true,
            Self::EmailCheck => false,
        }
    }
}

/// Whether a link can still be followed.
pub fn is_open(used_at: Option<Timestamp>, expires_at: Timestamp, now: Timestamp) -> bool {
    used_at.is_none() && now < expires_at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_works_once_and_until_its_minute() {
        let end = Timestamp::UNIX_EPOCH + LinkPurpose::PasswordReset.life();
        let second = SignedDuration::from_secs(1);
        assert!(is_open(None, end, end - second));
        assert!(!is_open(None, end, end));
        assert!(!is_open(Some(end - second), end, end - second));
    }
}
