//! Allergies and what is known of them (H13): a blank never means "none".

use jiff::Timestamp;

use crate::{
    id::{AllergyId, UserId},
    patient::AllergyState,
    text_enum,
};

text_enum! {
    /// How bad a reaction was.
    pub enum AllergySeverity {
        /// Mild.
        Mild,
        /// Moderate.
        Moderate,
        /// Severe.
        Severe,
        /// Life-threatening.
        LifeThreatening,
    }
}

text_enum! {
    /// To what sort of thing.
    pub enum AllergyCategory {
        /// A medicine.
        Medicine,
        /// A food.
        Food,
        /// Pollen, dust, latex and the like.
        Environment,
        /// Something else.
        Other,
    }
}

text_enum! {
    /// Whether an entry holds. Entries are refuted, never deleted.
    pub enum AllergyStatus {
        /// It holds.
        Active,
        /// It was looked into, and there is no such allergy.
        Refuted,
        /// It should never have been written here.
        EnteredInError,
    }
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAllergy {
    /// To what, in words.
    pub substance: String,
    /// What happened.
    pub reaction: Option<String>,
    /// How bad.
    pub severity: Option<AllergySeverity>,
    /// To what sort of thing.
    pub category: Option<AllergyCategory>,
    /// Code with the name of its system; without one a prescription can't be checked against it.
    pub code: Option<(String, String)>,
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allergy {
    /// Id.
    pub id: AllergyId,
    /// What it says.
    pub entry: NewAllergy,
    /// Whether it holds.
    pub status: AllergyStatus,
    /// Why it does not.
    pub status_reason: Option<String>,
    /// Who wrote it.
    pub recorded_by: Option<(UserId, String)>,
    /// When.
    pub recorded_at: Timestamp,
    /// Version.
    pub version: i32,
}

/// Why a state can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AllergyStateError {
    /// Entries that hold would vanish behind the words.
    #[error("the list holds {0} active entries; refute them first, each with its reason")]
    ListIsNotEmpty(usize),
    /// A list was promised and there is none.
    #[error("\"known\" needs at least one active entry")]
    ListIsEmpty,
}

/// Whether a state may stand over a list with so many active entries.
pub fn check_state(state: AllergyState, active: usize) -> Result<(), AllergyStateError> {
    match (state, active) {
        (AllergyState::Known, 0) => Err(AllergyStateError::ListIsEmpty),
        (AllergyState::Known, _) | (_, 0) => Ok(()),
        (AllergyState::NoneKnown | AllergyState::NotAsked | AllergyState::UnableToObtain, n) => {
            Err(AllergyStateError::ListIsNotEmpty(n))
        }
    }
}

/// The state of a record that took over the list of another: never from known to none. "None known"
/// of somebody nobody could name says nothing about the person they turned out to be.
pub fn state_after_union(own: AllergyState, active: usize) -> AllergyState {
    match (own, active) {
        (_, 1..) => AllergyState::Known,
        (AllergyState::Known, 0) => AllergyState::NotAsked,
        (own, 0) => own,
    }
}

impl NewAllergy {
    /// Without spaces around texts; an empty text is an absent one.
    #[must_use]
    pub fn tidied(self) -> Self {
        let tidy = |text: Option<String>| {
            text.map(|t| t.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        Self {
            substance: self.substance.trim().to_owned(),
            reaction: tidy(self.reaction),
            ..self
        }
    }

    /// Every field that can't be taken, with what would be right.
    pub fn troubles(&self) -> Vec<(&'static str, &'static str)> {
        let mut troubles = Vec::new();
        if !(1..=200).contains(&self.substance.chars().count()) {
            troubles.push(("substance", "name the substance, in 1 to 200 characters"));
        }
        if self
            .reaction
            .as_ref()
            .is_some_and(|r| r.chars().count() > 500)
        {
            troubles.push(("reaction", "at most 500 characters"));
        }
        let is_short = |text: &String| (1..=100).contains(&text.chars().count());
        if self
            .code
            .as_ref()
            .is_some_and(|(code, system)| !is_short(code) || !is_short(system))
        {
            troubles.push(("code", "a code and its system, 1 to 100 characters each"));
        }
        troubles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h13_a_state_and_a_list_never_contradict_each_other() {
        use AllergyState as S;
        for (state, active, expected) in [
            (S::Known, 0, Err(AllergyStateError::ListIsEmpty)),
            (S::Known, 1, Ok(())),
            (S::NoneKnown, 0, Ok(())),
            (S::NoneKnown, 1, Err(AllergyStateError::ListIsNotEmpty(1))),
            (S::NotAsked, 0, Ok(())),
            (S::NotAsked, 2, Err(AllergyStateError::ListIsNotEmpty(2))),
            (S::UnableToObtain, 0, Ok(())),
            (
                S::UnableToObtain,
                1,
                Err(AllergyStateError::ListIsNotEmpty(1)),
            ),
        ] {
            assert_eq!(
                check_state(state, active),
                expected,
                "{state} over {active}"
            );
        }
    }

    #[test]
    fn h13_a_union_never_turns_known_into_none() {
        use AllergyState as S;
        for (own, active, expected) in [
            (S::Known, 2, S::Known),
            (S::NoneKnown, 1, S::Known),
            (S::NotAsked, 1, S::Known),
            (S::UnableToObtain, 1, S::Known),
            (S::NoneKnown, 0, S::NoneKnown),
            (S::NotAsked, 0, S::NotAsked),
            (S::UnableToObtain, 0, S::UnableToObtain),
            (S::Known, 0, S::NotAsked),
        ] {
            assert_eq!(
                state_after_union(own, active),
                expected,
                "{own} with {active}"
            );
        }
    }
}
