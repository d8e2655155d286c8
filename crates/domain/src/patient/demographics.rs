//! What is registered about a person, and the rules a registration has to keep.

use jiff::{Timestamp, civil::Date};

use super::{Gender, PatientIdentity};
use crate::{
    address::Address,
    id::{HospitalId, PatientId},
    text_enum,
};

text_enum! {
    /// How well it is known who somebody is.
    pub enum IdentityState {
        /// Known.
        Identified,
        /// An alias stands for the name.
        Unidentified,
        /// Turned out to be somebody registered before.
        Linked,
    }
}

/// Blood group as told. Not for transfusion (H33).
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum BloodType {
    /// A, Rhesus positive.
    APositive,
    /// A, Rhesus negative.
    ANegative,
    /// B, Rhesus positive.
    BPositive,
    /// B, Rhesus negative.
    BNegative,
    /// AB, Rhesus positive.
    AbPositive,
    /// AB, Rhesus negative.
    AbNegative,
    /// 0, Rhesus positive.
    OPositive,
    /// 0, Rhesus negative.
    ONegative,
    /// Not known.
    #[default]
    #[serde(rename = "unknown")]
    #[strum(serialize = "unknown")]
    Unknown,
}

impl BloodType {
    /// The text on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Who somebody is and how to reach them, as typed at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demographics {
    /// Surname, or the alias of somebody nobody can name yet.
    pub family_name: String,
    /// Given names; may be empty.
    pub given_name: String,
    /// For example `Mrs`.
    pub title: Option<String>,
    /// Born.
    pub date_of_birth: Date,
    /// Whether that is a guess.
    pub date_of_birth_is_estimated: bool,
    /// Gender.
    pub gender: Gender,
    /// Telephone number.
    pub contact: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Address.
    pub address: Option<Address>,
    /// Blood group as told.
    pub blood_type: BloodType,
    /// Insurer.
    pub insurance_provider: Option<String>,
    /// Number with the insurer.
    pub insurance_number: Option<String>,
}

/// Nobody is older, in years.
const OLDEST: i16 = 130;

impl Demographics {
    /// Without spaces around texts; an empty text is an absent one.
    #[must_use]
    pub fn tidied(self) -> Self {
        let tidy = |text: Option<String>| {
            text.map(|t| t.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        Self {
            family_name: self.family_name.trim().to_owned(),
            given_name: self.given_name.trim().to_owned(),
            title: tidy(self.title),
            contact: tidy(self.contact),
            email: tidy(self.email),
            address: self.address.and_then(Address::tidied),
            insurance_provider: tidy(self.insurance_provider),
            insurance_number: tidy(self.insurance_number),
            ..self
        }
    }

    /// Every field that can't be taken, with what would be right; `today` on the hospital's calendar.
    pub fn troubles(&self, today: Date) -> Vec<(&'static str, &'static str)> {
        let mut troubles = Vec::new();
        let mut demand = |holds: bool, field, words| {
            if !holds {
                troubles.push((field, words));
            }
        };
        let within = |text: &Option<String>, most: usize| {
            text.as_ref().is_none_or(|t| t.chars().count() <= most)
        };
        demand(
            (1..=200).contains(&self.family_name.chars().count()),
            "family_name",
            "1 to 200 characters",
        );
        demand(
            self.given_name.chars().count() <= 200,
            "given_name",
            "at most 200 characters",
        );
        demand(within(&self.title, 50), "title", "at most 50 characters");
        demand(
            self.date_of_birth <= today,
            "date_of_birth",
            "a birth date is not in the future",
        );
        demand(
            self.date_of_birth.year() >= today.year() - OLDEST,
            "date_of_birth",
            "more than 130 years ago: please read the year again",
        );
        demand(
            within(&self.contact, 100),
            "contact",
            "at most 100 characters",
        );
        demand(
            self.email.as_ref().is_none_or(|e| is_email(e)),
            "email",
            "an e-mail address, for example ada@example.org",
        );
        demand(
            self.address.as_ref().is_none_or(Address::fits),
            "address",
            "at most 200 characters a line",
        );
        demand(
            within(&self.insurance_provider, 200),
            "insurance_provider",
            "at most 200 characters",
        );
        demand(
            within(&self.insurance_number, 64),
            "insurance_number",
            "at most 64 characters",
        );
        troubles
    }

    /// Names of the fields in which another registration of the same person differs.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        [
            ("family_name", self.family_name != other.family_name),
            ("given_name", self.given_name != other.given_name),
            ("title", self.title != other.title),
            ("date_of_birth", self.date_of_birth != other.date_of_birth),
            (
                "date_of_birth_is_estimated",
                self.date_of_birth_is_estimated != other.date_of_birth_is_estimated,
            ),
            ("gender", self.gender != other.gender),
            ("contact", self.contact != other.contact),
            ("email", self.email != other.email),
            ("address", self.address != other.address),
            ("blood_type", self.blood_type != other.blood_type),
            (
                "insurance_provider",
                self.insurance_provider != other.insurance_provider,
            ),
            (
                "insurance_number",
                self.insurance_number != other.insurance_number,
            ),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
    }
}

/// Whether a text could be an e-mail address; nothing is ever sent to find out.
pub(crate) fn is_email(text: &str) -> bool {
    text.chars().count() <= 254
        && !text.chars().any(char::is_whitespace)
        && text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && domain.len() > 2 && !domain.contains('@')
        })
}

/// A patient's own row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientRecord {
    /// Who, as every screen shows it.
    pub identity: PatientIdentity,
    /// Everything registered; its names are those of `identity`.
    pub demographics: Demographics,
    /// How well it is known who it is.
    pub identity_state: IdentityState,
    /// Whose record this turned out to be.
    pub linked_to: Option<PatientId>,
    /// Mother, for somebody born here.
    pub mother: Option<PatientId>,
    /// The hour of birth, for somebody born here.
    pub born_at: Option<Timestamp>,
    /// Which hospital registered the patient.
    pub registered_at: Option<HospitalId>,
    /// Whether the record is in use.
    pub is_active: bool,
    /// Version for optimistic concurrency.
    pub version: i32,
    /// Registered.
    pub created_at: Timestamp,
    /// Last changed.
    pub updated_at: Timestamp,
}

/// A newborn's age is counted in hours up to here.
const NEWBORN_HOURS: i64 = 28 * 24;

impl PatientRecord {
    /// Completed hours since birth, for the first 28 days of somebody born here.
    pub fn age_hours(&self, now: Timestamp) -> Option<i64> {
        let hours = now.duration_since(self.born_at?).as_hours();
        (0..=NEWBORN_HOURS).contains(&hours).then_some(hours)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn ada() -> Demographics {
        Demographics {
            family_name: "Lovelace".to_owned(),
            given_name: "Ada".to_owned(),
            title: None,
            date_of_birth: date(1990, 12, 10),
            date_of_birth_is_estimated: false,
            gender: Gender::Female,
            contact: None,
            email: None,
            address: None,
            blood_type: BloodType::Unknown,
            insurance_provider: None,
            insurance_number: None,
        }
    }

    #[test]
    fn every_limit_of_a_registration_is_held() {
        let today = date(2026, 11, 22);
        let long = |n: usize| "x".repeat(n);
        let with = |change: &dyn Fn(&mut Demographics)| {
            let mut person = ada();
            change(&mut person);
            person
                .troubles(today)
                .into_iter()
                .map(|t| t.0)
                .collect::<Vec<_>>()
        };
        assert_eq!(with(&|_| {}), Vec::<&str>::new());
        assert_eq!(with(&|p| p.family_name = long(200)), Vec::<&str>::new());
        assert_eq!(with(&|p| p.family_name = long(201)), ["family_name"]);
        assert_eq!(with(&|p| p.family_name = String::new()), ["family_name"]);
        assert_eq!(with(&|p| p.given_name = long(201)), ["given_name"]);
        assert_eq!(with(&|p| p.title = Some(long(51))), ["title"]);
        assert_eq!(with(&|p| p.date_of_birth = today), Vec::<&str>::new());
        assert_eq!(
            with(&|p| p.date_of_birth = date(2026, 11, 23)),
            ["date_of_birth"]
        );
        assert_eq!(
            with(&|p| p.date_of_birth = date(1896, 1, 1)),
            Vec::<&str>::new()
        );
        assert_eq!(
            with(&|p| p.date_of_birth = date(1895, 12, 31)),
            ["date_of_birth"]
        );
        assert_eq!(with(&|p| p.contact = Some(long(101))), ["contact"]);
        for bad in [
            "ada",
            "@example.org",
            "ada@",
            "a b@example.org",
            "a@b@c.org",
        ] {
            assert_eq!(
                with(&|p| p.email = Some(bad.to_owned())),
                ["email"],
                "{bad}"
            );
        }
        assert_eq!(
            with(&|p| p.insurance_number = Some(long(65))),
            ["insurance_number"]
        );
        assert_eq!(
            with(&|p| p.insurance_provider = Some(long(201))),
            ["insurance_provider"]
        );
    }

    #[test]
    fn an_empty_text_is_an_absent_one() {
        let mut typed = ada();
        typed.family_name = " Lovelace ".to_owned();
        typed.contact = Some("  ".to_owned());
        assert_eq!(typed.tidied(), ada());
    }

    #[test]
    fn blood_groups_are_written_as_agreed() {
        for (group, text) in [
            (BloodType::APositive, "A_POSITIVE"),
            (BloodType::AbNegative, "AB_NEGATIVE"),
            (BloodType::ONegative, "O_NEGATIVE"),
            (BloodType::Unknown, "unknown"),
        ] {
            assert_eq!(group.as_str(), text);
            assert_eq!(text.parse::<BloodType>(), Ok(group));
            assert_eq!(serde_json::to_value(group).unwrap(), text);
        }
    }
}
