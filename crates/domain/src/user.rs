//! Users: the people who sign in.

use jiff::Timestamp;

use crate::{
    access::Role,
    id::{DoctorId, PatientId, UserId},
};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Id.
    pub id: UserId,
    /// Address used to sign in; compared without regard to case.
    pub email: String,
    /// Given name first.
    pub full_name: String,
    /// Role.
    pub role: Role,
    /// The patient whose own account this is.
    pub patient_id: Option<PatientId>,
    /// The doctor whose account this is.
    pub doctor_id: Option<DoctorId>,
    /// Disabled accounts can do nothing at once.
    pub is_active: bool,
    /// Last successful sign-in.
    pub last_login: Option<Timestamp>,
}

/// Shortest password taken (OWASP ASVS 5.0, 6.2.1).
pub const PASSWORD_MIN_CHARS: usize = 8;
/// Longest password taken; ASVS 6.2.9 asks for at least 64.
pub const PASSWORD_MAX_CHARS: usize = 256;

/// Why a password or an address was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// Too short.
    #[error("use at least {PASSWORD_MIN_CHARS} characters; 15 or more are better")]
    PasswordTooShort,
    /// Too long.
    #[error("use at most {PASSWORD_MAX_CHARS} characters")]
    PasswordTooLong,
    /// Not an e-mail address.
    #[error("give an e-mail address, for example name@hospital.example")]
    Email,
}

/// Checks a new password. No composition rules (ASVS 6.2.5).
pub fn check_password(password: &str) -> Result<(), AccountError> {
    match password.chars().count() {
        n if n < PASSWORD_MIN_CHARS => Err(AccountError::PasswordTooShort),
        n if n > PASSWORD_MAX_CHARS => Err(AccountError::PasswordTooLong),
        _ => Ok(()),
    }
}

/// An address that can sign in: trimmed, lower-cased, one `@` with something on both sides.
pub fn parse_email(text: &str) -> Result<String, AccountError> {
    let email = text.trim().to_lowercase();
    let well_formed = email.len() <= 254
        && !email.chars().any(|c| c.is_whitespace() || c.is_control())
        && matches!(email.split_once('@'), Some((local, host)) if !local.is_empty() && !host.is_empty() && !host.contains('@'));
    if well_formed {
        Ok(email)
    } else {
        Err(AccountError::Email)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_need_length_and_nothing_else() {
        for (chars, verdict) in [
            (7, Err(AccountError::PasswordTooShort)),
            (8, Ok(())),
            (64, Ok(())),
            (256, Ok(())),
            (257, Err(AccountError::PasswordTooLong)),
        ] {
            assert_eq!(
                check_password(&"ä".repeat(chars)),
                verdict,
                "{chars} characters"
            );
        }
    }

    #[test]
    fn an_address_is_read_as_people_type_it() {
        assert_eq!(
            parse_email(" Nurse@Demo.Local ").as_deref(),
            Ok("nurse@demo.local")
        );
        for bad in ["", "nurse", "@demo", "nurse@", "a b@c", "a@b@c"] {
            assert_eq!(parse_email(bad), Err(AccountError::Email), "{bad}");
        }
    }
}
