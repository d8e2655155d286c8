//! Patients: identity, allergy state, resuscitation status; how one is found, and how one registered
//! twice is told.

mod demographics;
mod duplicate;
mod search;
mod slip;

pub(crate) use demographics::is_email;
pub use demographics::{BloodType, Demographics, IdentityState, PatientRecord};
pub use duplicate::{DuplicateReason, Likelihood, Likeness, likelihood};
pub use search::{CodeSearch, SearchBox, SearchMatch, birth_dates};
pub use slip::one_slip_away;

use std::str::FromStr;

use jiff::{Timestamp, civil::Date};

use crate::{
    code::{CodeError, PatientCode},
    id::PatientId,
    text_enum,
};

/// A patient as a path names one: by code or by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatientRef {
    /// By id.
    Id(PatientId),
    /// By code.
    Code(PatientCode),
}

impl FromStr for PatientRef {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        match text.parse::<PatientId>() {
            Ok(id) => Ok(Self::Id(id)),
            Err(_) => text.parse().map(Self::Code),
        }
    }
}

text_enum! {
    /// Gender as registered.
    pub enum Gender {
        /// Male.
        Male,
        /// Female.
        Female,
        /// Other.
        Other,
        /// Asked, and not told.
        PreferNotToSay,
    }
}

text_enum! {
    /// What is known of allergies (H13). A blank never means "none". The fifth state of the safety
    /// rules, *could not load*, is the reader's and is never stored.
    pub enum AllergyState {
        /// There is a list.
        Known,
        /// Somebody said there are none.
        NoneKnown,
        /// Nobody has asked.
        NotAsked,
        /// Asked, and not to be had.
        UnableToObtain,
    }
}

text_enum! {
    /// Resuscitation status (H18).
    pub enum ResuscitationStatus {
        /// For full treatment.
        FullTreatment,
        /// For treatment within recorded limits.
        LimitedTreatment,
        /// Not for cardiopulmonary resuscitation.
        NotForResuscitation,
    }
}

/// Who a patient is: what must be on every screen that shows one patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientIdentity {
    /// Id.
    pub id: PatientId,
    /// Human code.
    pub code: PatientCode,
    /// Surname.
    pub family_name: String,
    /// Given names; may be empty.
    pub given_name: String,
    /// For example `Mrs`.
    pub title: Option<String>,
    /// Date of birth.
    pub date_of_birth: Date,
    /// Whether that is a guess at somebody's age.
    pub is_estimated: bool,
    /// Gender.
    pub gender: Gender,
}

impl PatientIdentity {
    /// `SURNAME, Given (Title)`, the order of NHS CUI PAB-0053. The surname is upper-cased only
    /// where its script has case.
    pub fn display_name(&self) -> String {
        let mut name = self.family_name.to_uppercase();
        if !self.given_name.is_empty() {
            name.push_str(", ");
            name.push_str(&self.given_name);
        }
        if let Some(title) = &self.title {
            name.push_str(" (");
            name.push_str(title);
            name.push(')');
        }
        name
    }

    /// Completed years on a day of the hospital's calendar. Before birth: 0.
    pub fn age_years(&self, today: Date) -> i16 {
        age_years(self.date_of_birth, today)
    }
}

/// Completed years between two days. Someone born on 29 February is a year older on 1 March of a
/// common year.
pub fn age_years(born: Date, today: Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    (today.year() - born.year() - i16::from(!had_birthday)).max(0)
}

/// A name the record had before: an alias, or a name since corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerName {
    /// Surname, or the alias of somebody nobody could name.
    pub family_name: String,
    /// Given names; may be empty.
    pub given_name: String,
    /// Until when.
    pub until: Timestamp,
}

/// What must stand beside an identity wherever somebody acts on the patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientSafety {
    /// State of knowledge about allergies.
    pub allergy_state: AllergyState,
    /// Substances, active entries only; empty unless the state is [`AllergyState::Known`].
    pub allergies: Vec<String>,
    /// Resuscitation status where decided.
    pub resuscitation_status: Option<ResuscitationStatus>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn identity(family: &str, given: &str, title: Option<&str>) -> PatientIdentity {
        PatientIdentity {
            id: PatientId(Uuid::nil()),
            code: "P00042-7".parse().unwrap(),
            family_name: family.to_owned(),
            given_name: given.to_owned(),
            title: title.map(str::to_owned),
            date_of_birth: date(1955, 3, 14),
            is_estimated: false,
            gender: Gender::Male,
        }
    }

    #[test]
    fn names_are_written_surname_first() {
        assert_eq!(
            identity("Considine", "Alden", Some("Mr")).display_name(),
            "CONSIDINE, Alden (Mr)"
        );
        assert_eq!(
            identity("الحسني", "فاطمة", None).display_name(),
            "الحسني, فاطمة"
        );
        assert_eq!(identity("Mononym", "", None).display_name(), "MONONYM");
    }

    #[test]
    fn age_counts_completed_years() {
        let born = date(1955, 3, 14);
        for (today, age) in [
            (date(2026, 3, 13), 70),
            (date(2026, 3, 14), 71),
            (date(2026, 11, 22), 71),
            (date(1955, 3, 14), 0),
            (date(1950, 1, 1), 0),
        ] {
            assert_eq!(age_years(born, today), age, "{today}");
        }
        let leap = date(2004, 2, 29);
        assert_eq!(age_years(leap, date(2025, 2, 28)), 20);
        assert_eq!(age_years(leap, date(2025, 3, 1)), 21);
    }
}
