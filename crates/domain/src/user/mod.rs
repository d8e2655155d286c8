//! Users: the people who sign in.

mod password;

use jiff::{Timestamp, civil::Date};

use crate::{
    access::Role,
    id::{DoctorId, PatientId, UserId},
    text_enum,
};

pub use password::{
    Holder, PASSWORD_GOOD_CHARS, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS, PasswordError,
    check_password, is_long,
};

/// What is written down of an account by whoever keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserProfile {
    /// Address used to sign in; compared without regard to case.
    pub email: String,
    /// A short name, unique; the address where nobody gave one.
    pub username: String,
    /// Given name first.
    pub full_name: String,
    /// Role.
    pub role: Role,
    /// Where the person is phoned.
    pub phone: Option<String>,
    /// Number of the licence to practise.
    pub license_number: Option<String>,
    /// The last day the licence is valid.
    pub license_expires_on: Option<Date>,
    /// The patient whose own account this is.
    pub patient_id: Option<PatientId>,
    /// The doctor whose account this is.
    pub doctor_id: Option<DoctorId>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Id.
    pub id: UserId,
    /// What is written down.
    pub profile: UserProfile,
    /// Whether the licence counts today, by the database's calendar.
    pub license: LicenseState,
    /// Where in its life the account is.
    pub state: AccountState,
    /// Whether the address was shown to be the holder's.
    pub is_verified: bool,
    /// Whether signing in asks for a code as well.
    pub has_second_factor: bool,
    /// When somebody last asked for a new password, and has not set one since.
    pub reset_requested_at: Option<Timestamp>,
    /// Last successful sign-in.
    pub last_login: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts changes.
    pub version: i32,
}

text_enum! {
    /// Where in its life an account is.
    pub enum AccountState {
        /// Nobody has set a password yet.
        Invited,
        /// Can sign in.
        Active,
        /// Can do nothing.
        Disabled,
    }
}

text_enum! {
    /// Whether a licence to practise counts.
    pub enum LicenseState {
        /// No number or no last day on file: nobody has looked (H12).
        NotVerified,
        /// Counts today.
        Valid,
        /// Its last day is past.
        Expired,
    }
}

/// Whether a licence counts on `today`.
pub fn license_state(number: Option<&str>, last_day: Option<Date>, today: Date) -> LicenseState {
    match (number, last_day) {
        (Some(_), Some(last)) if last >= today => LicenseState::Valid,
        (Some(_), Some(_)) => LicenseState::Expired,
        _ => LicenseState::NotVerified,
    }
}

/// Not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give an e-mail address, for example name@hospital.example")]
pub struct EmailError;

/// An address that can sign in: trimmed, lower-cased, one `@` with something on both sides.
pub fn parse_email(text: &str) -> Result<String, EmailError> {
    let email = text.trim().to_lowercase();
    let well_formed = email.len() <= 254
        && !email.chars().any(|c| c.is_whitespace() || c.is_control())
        && matches!(email.split_once('@'), Some((local, host)) if !local.is_empty() && !host.is_empty() && !host.contains('@'));
    if well_formed {
        Ok(email)
    } else {
        Err(EmailError)
    }
}

impl UserProfile {
    /// As it is kept: trimmed, the address in lower case, what is blank absent.
    #[must_use]
    pub fn tidied(self) -> Self {
        let email =
            parse_email(&self.email).unwrap_or_else(|EmailError| self.email.trim().to_owned());
        // An address is nobody's short name: without one of its own the account follows its address.
        let username = match self.username.trim() {
            "" => email.clone(),
            name if parse_email(name).is_ok() => email.clone(),
            name => name.to_owned(),
        };
        Self {
            email,
            username,
            full_name: self.full_name.trim().to_owned(),
            phone: trimmed(self.phone),
            license_number: trimmed(self.license_number),
            ..self
        }
    }

    /// Every field that can't be taken, with what would be right.
    pub fn troubles(&self) -> Vec<(&'static str, &'static str)> {
        let length = |text: &str| text.chars().count();
        let fits =
            |text: &Option<String>, most: usize| text.as_deref().is_none_or(|t| length(t) <= most);
        let is_year = |date: Date| (1900..=2200).contains(&date.year());
        [
            (
                parse_email(&self.email).is_ok(),
                (
                    "email",
                    "give an e-mail address, for example name@hospital.example",
                ),
            ),
            (
                // A short name that looks like an address could pass for somebody else's.
                self.username == self.email
                    || ((3..=100).contains(&length(&self.username))
                        && !self
                            .username
                            .chars()
                            .any(|c| c.is_whitespace() || c.is_control() || c == '@')),
                ("username", "3 to 100 characters without spaces and @"),
            ),
            (
                (2..=255).contains(&length(&self.full_name))
                    && !self.full_name.chars().any(char::is_control),
                ("full_name", "give a name of 2 to 255 characters"),
            ),
            (fits(&self.phone, 40), ("phone", "at most 40 characters")),
            (
                fits(&self.license_number, 100),
                ("license_number", "at most 100 characters"),
            ),
            (
                self.license_expires_on.is_none_or(is_year),
                ("license_expires_on", "a day between 1900 and 2200"),
            ),
            (
                self.patient_id.is_none() || self.role == Role::Patient,
                ("patient_id", "only the account of a patient has one"),
            ),
            (
                self.doctor_id.is_none() || self.role == Role::Doctor,
                ("doctor_id", "only the account of a doctor has one"),
            ),
        ]
        .into_iter()
        .filter_map(|(holds, trouble)| (!holds).then_some(trouble))
        .collect()
    }

    /// Who this is, for the password rules.
    pub fn holder(&self) -> Holder<'_> {
        Holder {
            email: &self.email,
            username: &self.username,
            full_name: &self.full_name,
        }
    }

    /// Whether `other` differs in anything that only an administrator may change: everything but
    /// the phone.
    pub fn differs_beyond_own_fields(&self, other: &Self) -> bool {
        let mut same_phone = other.clone();
        same_phone.phone.clone_from(&self.phone);
        *self != same_phone
    }
}

fn trimmed(text: Option<String>) -> Option<String> {
    text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn profile() -> UserProfile {
        UserProfile {
            email: " Maria.Quincy@Northgate.Example ".to_owned(),
            username: String::new(),
            full_name: " Maria Quincy ".to_owned(),
            role: Role::Nurse,
            phone: Some("  ".to_owned()),
            license_number: None,
            license_expires_on: None,
            patient_id: None,
            doctor_id: None,
        }
    }

    #[test]
    fn an_address_is_read_as_people_type_it() {
        assert_eq!(
            parse_email(" Nurse@Demo.Local ").as_deref(),
            Ok("nurse@demo.local")
        );
        for bad in ["", "nurse", "@demo", "nurse@", "a b@c", "a@b@c"] {
            assert_eq!(parse_email(bad), Err(EmailError), "{bad}");
        }
    }

    #[test]
    fn a_profile_is_kept_tidily() {
        let tidy = profile().tidied();
        assert_eq!(tidy.email, "maria.quincy@northgate.example");
        assert_eq!(tidy.username, tidy.email, "without one the address is it");
        assert_eq!(
            (tidy.full_name.as_str(), tidy.phone.as_deref()),
            ("Maria Quincy", None)
        );
        assert_eq!(tidy.troubles(), []);
        let moved = UserProfile {
            email: "mq@northgate.example".to_owned(),
            ..tidy
        };
        assert_eq!(
            moved.tidied().username,
            "mq@northgate.example",
            "and follows it"
        );
    }

    #[test]
    fn every_field_that_can_not_be_taken_is_named_at_once() {
        let bad = UserProfile {
            email: "nobody".to_owned(),
            username: "a b".to_owned(),
            full_name: "x".to_owned(),
            phone: Some("1".repeat(41)),
            license_number: Some("1".repeat(101)),
            license_expires_on: Some(date(1899, 12, 31)),
            patient_id: Some(PatientId(uuid::Uuid::nil())),
            doctor_id: Some(DoctorId(uuid::Uuid::nil())),
            ..profile()
        };
        let fields: Vec<&str> = bad
            .tidied()
            .troubles()
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        assert_eq!(
            fields,
            [
                "email",
                "username",
                "full_name",
                "phone",
                "license_number",
                "license_expires_on",
                "patient_id",
                "doctor_id"
            ]
        );
    }

    #[test]
    fn a_licence_without_a_last_day_is_not_verified() {
        let today = date(2026, 11, 22);
        for (number, last_day, state) in [
            (None, None, LicenseState::NotVerified),
            (Some("L1"), None, LicenseState::NotVerified),
            (None, Some(date(2030, 1, 1)), LicenseState::NotVerified),
            (Some("L1"), Some(date(2026, 11, 21)), LicenseState::Expired),
            (Some("L1"), Some(date(2026, 11, 22)), LicenseState::Valid),
        ] {
            assert_eq!(
                license_state(number, last_day, today),
                state,
                "{number:?} {last_day:?}"
            );
        }
    }

    #[test]
    fn only_the_phone_is_ones_own() {
        let now = profile().tidied();
        let phone = UserProfile {
            phone: Some("5".to_owned()),
            ..now.clone()
        };
        assert!(!now.differs_beyond_own_fields(&phone));
        let role = UserProfile {
            role: Role::Admin,
            ..now.clone()
        };
        assert!(now.differs_beyond_own_fields(&role));
    }
}
