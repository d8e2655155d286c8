//! Conditions: what ails a patient, by ICD-10 code or in words.

use jiff::{Timestamp, civil::Date};

use crate::{
    id::{ConditionId, UserId},
    text_enum,
};

text_enum! {
    /// Whether an entry holds. Clinical entries are never deleted (H24).
    pub enum ConditionStatus {
        /// It holds, now or in the past.
        Active,
        /// It should never have been written here.
        EnteredInError,
    }
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCondition {
    /// ICD-10, for example `J18.9`.
    pub icd10_code: Option<String>,
    /// In words.
    pub description: String,
    /// Since when.
    pub started_on: Option<Date>,
    /// Until when.
    pub ended_on: Option<Date>,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Id.
    pub id: ConditionId,
    /// What it says.
    pub entry: NewCondition,
    /// Whether it holds.
    pub status: ConditionStatus,
    /// Why it does not.
    pub error_reason: Option<String>,
    /// Who wrote it.
    pub recorded_by: Option<(UserId, String)>,
    /// When.
    pub recorded_at: Timestamp,
    /// Version.
    pub version: i32,
}

impl NewCondition {
    /// Without spaces around texts, the code in capitals.
    #[must_use]
    pub fn tidied(self) -> Self {
        Self {
            icd10_code: self
                .icd10_code
                .map(|code| code.trim().to_ascii_uppercase())
                .filter(|code| !code.is_empty()),
            description: self.description.trim().to_owned(),
            ..self
        }
    }

    /// Every field that can't be taken, with what would be right.
    pub fn troubles(&self, today: Date) -> Vec<(&'static str, &'static str)> {
        let mut troubles = Vec::new();
        if self.icd10_code.as_ref().is_some_and(|code| !is_icd10(code)) {
            troubles.push(("icd10_code", "an ICD-10 code, for example J18.9"));
        }
        if !(1..=500).contains(&self.description.chars().count()) {
            troubles.push(("description", "say what it is, in 1 to 500 characters"));
        }
        if self.started_on.is_some_and(|day| day > today) {
            troubles.push(("started_on", "not in the future"));
        }
        if self
            .started_on
            .zip(self.ended_on)
            .is_some_and(|(start, end)| end < start)
        {
            troubles.push(("ended_on", "not before it started"));
        }
        troubles
    }
}

/// Whether a text has the shape of an ICD-10 code (ICD-10-CM's longer ones included).
pub fn is_icd10(code: &str) -> bool {
    let is_letter_or_digit = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let (category, rest) = code
        .split_once('.')
        .map_or((code, None), |(c, r)| (c, Some(r)));
    matches!(category.as_bytes(), [a, b, c] if a.is_ascii_uppercase() && b.is_ascii_digit() && is_letter_or_digit(*c))
        && rest.is_none_or(|rest| {
            (1..=4).contains(&rest.len()) && rest.bytes().all(is_letter_or_digit)
        })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_code_has_the_shape_of_icd_10() {
        for code in ["J18.9", "I10", "S72.001A", "C7A.00", "Z99.2"] {
            assert!(is_icd10(code), "{code}");
        }
        for code in [
            "",
            "J1",
            "18.9",
            "J18.",
            "J18.99999",
            "j18.9",
            "J18-9",
            "JJ8",
            "J18.9 ",
        ] {
            assert!(!is_icd10(code), "{code}");
        }
    }

    #[test]
    fn nothing_ends_before_it_starts_nor_starts_in_the_future() {
        let today = date(2026, 11, 22);
        let over = |started_on, ended_on| NewCondition {
            icd10_code: None,
            description: "pneumonia".to_owned(),
            started_on,
            ended_on,
        };
        let day = |d| Some(date(2026, 11, d));
        for (condition, troubled) in [
            (over(None, None), None),
            (over(day(22), None), None),
            (over(day(23), None), Some("started_on")),
            (over(day(2), day(2)), None),
            (over(day(2), day(1)), Some("ended_on")),
            (over(None, day(30)), None),
        ] {
            assert_eq!(
                condition.troubles(today).first().map(|t| t.0),
                troubled,
                "{condition:?}"
            );
        }
    }
}
