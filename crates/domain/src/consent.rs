//! Consent: what a patient allows to be kept, and until when (W6).

use jiff::Timestamp;

use crate::{
    id::{ConsentId, PatientId},
    text_enum,
};

text_enum! {
    /// Kinds of wearable data a consent may name (the outline's vocabulary).
    pub enum DataType {
        /// Pulse.
        HeartRate,
        /// Blood pressure.
        BloodPressure,
        /// Oxygen saturation.
        BloodOxygen,
        /// Steps.
        Steps,
        /// Distance.
        Distance,
        /// Energy.
        Calories,
        /// Sleep.
        Sleep,
        /// Body temperature.
        Temperature,
        /// Electrocardiogram.
        Ecg,
        /// Glucose.
        Glucose,
        /// Weight.
        Weight,
        /// Exercise.
        Activity,
        /// Anything else.
        Other,
    }
}

/// One decision of a patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Id.
    pub id: ConsentId,
    /// Whose.
    pub patient_id: PatientId,
    /// For what kinds; empty means every kind.
    pub data_types: Vec<DataType>,
    /// What for, in the form's words.
    pub purpose: String,
    /// Whether it was given or refused.
    pub given: bool,
    /// When.
    pub recorded_at: Timestamp,
    /// Until when, where limited.
    pub expires_at: Option<Timestamp>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

impl Consent {
    /// Whether this decision lets data of a kind be kept and read at `now`.
    pub fn allows(&self, data_type: DataType, now: Timestamp) -> bool {
        self.is_active(now) && (self.data_types.is_empty() || self.data_types.contains(&data_type))
    }

    /// Given, not withdrawn, not run out.
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.given && self.withdrawn_at.is_none() && self.expires_at.is_none_or(|at| at > now)
    }
}

/// The consent in force for a kind: the newest decision that speaks of it decides, so a later
/// refusal ends an earlier yes.
pub fn in_force(consents: &[Consent], data_type: DataType, now: Timestamp) -> Option<&Consent> {
    consents
        .iter()
        .filter(|c| c.data_types.is_empty() || c.data_types.contains(&data_type))
        .max_by_key(|c| (c.recorded_at, c.id))
        .filter(|c| c.allows(data_type, now))
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use uuid::Uuid;

    use super::*;

    fn consent(n: u128, given: bool, types: &[DataType], at: Timestamp) -> Consent {
        Consent {
            id: ConsentId(Uuid::from_u128(n)),
            patient_id: PatientId(Uuid::nil()),
            data_types: types.to_vec(),
            purpose: "monitoring".to_owned(),
            given,
            recorded_at: at,
            expires_at: None,
            withdrawn_at: None,
        }
    }

    #[test]
    fn nothing_is_kept_without_a_yes() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(in_force(&[], DataType::HeartRate, now), None);
        assert_eq!(
            in_force(&[consent(1, false, &[], now)], DataType::HeartRate, now),
            None
        );
    }

    #[test]
    fn a_yes_covers_the_kinds_it_names_and_no_others() {
        let now = Timestamp::UNIX_EPOCH;
        let only_pulse = [consent(1, true, &[DataType::HeartRate], now)];
        assert!(in_force(&only_pulse, DataType::HeartRate, now).is_some());
        assert_eq!(in_force(&only_pulse, DataType::BloodOxygen, now), None);
        let everything = [consent(1, true, &[], now)];
        assert!(in_force(&everything, DataType::BloodOxygen, now).is_some());
    }

    #[test]
    fn a_later_no_ends_an_earlier_yes() {
        let then = Timestamp::UNIX_EPOCH;
        let now = then + 1.hour();
        let both = [
            consent(1, true, &[], then),
            consent(2, false, &[DataType::HeartRate], now),
        ];
        assert_eq!(in_force(&both, DataType::HeartRate, now), None);
        assert!(in_force(&both, DataType::BloodOxygen, now).is_some());
    }

    #[test]
    fn a_withdrawn_or_expired_yes_is_over_at_that_instant() {
        let now = Timestamp::UNIX_EPOCH + 1.hour();
        let mut withdrawn = consent(1, true, &[], Timestamp::UNIX_EPOCH);
        withdrawn.withdrawn_at = Some(now);
        assert_eq!(in_force(&[withdrawn], DataType::HeartRate, now), None);
        let mut expiring = consent(1, true, &[], Timestamp::UNIX_EPOCH);
        expiring.expires_at = Some(now);
        assert_eq!(
            in_force(std::slice::from_ref(&expiring), DataType::HeartRate, now),
            None
        );
        assert!(in_force(&[expiring], DataType::HeartRate, now - 1.second()).is_some());
    }
}
