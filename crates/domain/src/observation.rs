//! Vital signs: what one set of them can hold.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::text_enum;

text_enum! {
    /// What is measured, with the unit in which it is kept.
    pub enum VitalSign {
        /// Breaths a minute.
        Respiration,
        /// Oxygen saturation, percent.
        OxygenSaturation,
        /// Systolic blood pressure, mmHg.
        Systolic,
        /// Diastolic blood pressure, mmHg.
        Diastolic,
        /// Beats a minute.
        Pulse,
        /// Body temperature, degrees Celsius.
        Temperature,
        /// Body weight, kilograms.
        Weight,
        /// Body height, centimetres.
        Height,
    }
}

impl VitalSign {
    /// What a living body can show, both ends included, in the kept unit. Not a clinical limit: beyond
    /// it the value is a slip of the unit or of the pen.
    pub fn conceivable(self) -> (Decimal, Decimal) {
        let (low, high) = match self {
            Self::Respiration => (0, 150),
            Self::OxygenSaturation => (0, 100),
            Self::Systolic => (0, 400),
            Self::Diastolic => (0, 300),
            Self::Pulse => (0, 400),
            Self::Temperature => (10, 50),
            Self::Weight => (0, 750),
            Self::Height => (10, 300),
        };
        (Decimal::from(low), Decimal::from(high))
    }
}

/// Measured together. What was not measured is absent, never zero.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Vitals {
    /// Breaths a minute.
    pub respiration_per_min: Option<Decimal>,
    /// Percent.
    pub oxygen_saturation_percent: Option<Decimal>,
    /// mmHg.
    pub systolic_mmhg: Option<Decimal>,
    /// mmHg.
    pub diastolic_mmhg: Option<Decimal>,
    /// Beats a minute.
    pub pulse_per_min: Option<Decimal>,
    /// Degrees Celsius.
    pub temperature_c: Option<Decimal>,
    /// Kilograms.
    pub weight_kg: Option<Decimal>,
    /// Centimetres.
    pub height_cm: Option<Decimal>,
}

impl Vitals {
    /// Adds a value in the kept unit, rounded as it is kept. Answers false where no body shows it.
    pub fn add(&mut self, sign: VitalSign, value: Decimal) -> bool {
        let (low, high) = sign.conceivable();
        if value < low || value > high {
            return false;
        }
        let (place, digits) = match sign {
            VitalSign::Respiration => (&mut self.respiration_per_min, 1),
            VitalSign::OxygenSaturation => (&mut self.oxygen_saturation_percent, 1),
            VitalSign::Systolic => (&mut self.systolic_mmhg, 1),
            VitalSign::Diastolic => (&mut self.diastolic_mmhg, 1),
            VitalSign::Pulse => (&mut self.pulse_per_min, 1),
            VitalSign::Temperature => (&mut self.temperature_c, 1),
            VitalSign::Weight => (&mut self.weight_kg, 2),
            VitalSign::Height => (&mut self.height_cm, 1),
        };
        *place =
            Some(value.round_dp_with_strategy(
                digits,
                rust_decimal::RoundingStrategy::MidpointAwayFromZero,
            ));
        true
    }

    /// Whether nothing was measured.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn a_value_no_body_shows_is_refused_and_both_ends_are_taken() {
        let little = Decimal::new(1, 2);
        for sign in VitalSign::VARIANTS {
            let (low, high) = sign.conceivable();
            for (value, taken) in [
                (low - little, false),
                (low, true),
                (high, true),
                (high + little, false),
            ] {
                let mut vitals = Vitals::default();
                assert_eq!(vitals.add(*sign, value), taken, "{sign} {value}");
                assert_eq!(vitals.is_empty(), !taken);
            }
        }
    }

    #[test]
    fn values_are_rounded_as_they_are_kept() {
        let mut vitals = Vitals::default();
        assert!(vitals.add(VitalSign::Height, "173.45484138767452".parse().unwrap()));
        assert!(vitals.add(VitalSign::Weight, "81.445".parse().unwrap()));
        assert_eq!(vitals.height_cm, Some(Decimal::new(1735, 1)));
        assert_eq!(vitals.weight_kg, Some(Decimal::new(8145, 2)));
    }
}
