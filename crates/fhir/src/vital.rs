//! Vital signs: LOINC codes and UCUM units.

use cloudcare_domain::{
    import::VitalsRecord,
    observation::{VitalSign, Vitals},
};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::{
    Reason,
    map::{encounter, instant, is_coded, patient},
    resource::{Concept, Observation, Quantity},
};

const LOINC: &str = "http://loinc.org";

/// Which vital sign a LOINC code means.
fn sign(code: &Concept) -> Option<VitalSign> {
    code.coding
        .iter()
        .filter(|c| c.system.as_deref() == Some(LOINC))
        .filter_map(|c| c.code.as_deref())
        .find_map(|code| {
            Some(match code {
                "9279-1" => VitalSign::Respiration,
                "2708-6" | "59408-5" => VitalSign::OxygenSaturation,
                "8480-6" => VitalSign::Systolic,
                "8462-4" => VitalSign::Diastolic,
                "8867-4" => VitalSign::Pulse,
                "8310-5" | "8331-1" | "8332-9" | "8333-7" => VitalSign::Temperature,
                "29463-7" | "3141-9" => VitalSign::Weight,
                "8302-2" | "8306-3" | "3137-7" => VitalSign::Height,
                _ => return None,
            })
        })
}

/// A value in the unit in which the sign is kept; none where the UCUM unit is not one of this sign.
fn in_kept_unit(sign: VitalSign, value: Decimal, unit: &str) -> Option<Decimal> {
    use VitalSign as V;
    let factor = |num: i64, scale: u32| Some(value * Decimal::new(num, scale));
    match (sign, unit) {
        (V::Respiration | V::Pulse, "/min" | "1/min" | "{beats}/min" | "{breaths}/min")
        | (V::OxygenSaturation, "%")
        | (V::Systolic | V::Diastolic, "mm[Hg]")
        | (V::Temperature, "Cel")
        | (V::Weight, "kg")
        | (V::Height, "cm") => Some(value),
        // UCUM: 1 mm[Hg] = 133.322 Pa.
        (V::Systolic | V::Diastolic, "kPa") => Some(value / Decimal::new(133_322, 6)),
        (V::Temperature, "[degF]") => {
            Some((value - Decimal::from(32)) * Decimal::from(5) / Decimal::from(9))
        }
        (V::Temperature, "K") => Some(value - Decimal::new(27_315, 2)),
        (V::Weight, "g") => factor(1, 3),
        (V::Weight, "[lb_av]") => factor(45_359_237, 8),
        (V::Height, "m") => factor(100, 0),
        (V::Height, "mm") => factor(1, 1),
        (V::Height, "[in_i]") => factor(254, 2),
        _ => None,
    }
}

fn add(vitals: &mut Vitals, sign: VitalSign, quantity: &Quantity) -> Result<(), Reason> {
    let text = quantity.value.as_ref().ok_or("has no value")?.to_string();
    let value: Decimal = text
        .parse()
        .or_else(|_| Decimal::from_scientific(&text))
        .map_err(|_| "its value is no number that can be kept")?;
    let unit = quantity
        .code
        .as_deref()
        .or(quantity.unit.as_deref())
        .unwrap_or_default();
    let value = in_kept_unit(sign, value, unit).ok_or_else(|| {
        // A unit tells nothing of a person, unless somebody wrote something else there.
        let unit: String = unit.chars().take(12).collect();
        Reason::from(format!("its unit is not one of {sign}: {unit:?}"))
    })?;
    if vitals.add(sign, value) {
        Ok(())
    } else {
        Err("its value is one no body shows".into())
    }
}

pub(crate) fn vitals(observation: &Observation, zone: &TimeZone) -> Result<VitalsRecord, Reason> {
    if !observation
        .category
        .iter()
        .any(|category| is_coded(category, &["vital-signs"]))
    {
        return Err("is not a vital sign".into());
    }
    if !matches!(
        observation.status.as_deref(),
        Some("final" | "amended" | "corrected")
    ) {
        return Err("is not final".into());
    }
    let mut vitals = Vitals::default();
    let mut troubles = Vec::new();
    let mut is_known = false;
    let own = observation
        .value_quantity
        .iter()
        .map(|quantity| (&observation.code, Some(quantity)));
    let parts = observation
        .component
        .iter()
        .map(|c| (&c.code, c.value_quantity.as_ref()));
    for (code, quantity) in own.chain(parts) {
        let Some(sign) = sign(code) else { continue };
        is_known = true;
        let added = match quantity {
            Some(quantity) => add(&mut vitals, sign, quantity),
            None => Err("has no value".into()),
        };
        troubles.extend(added.err());
    }
    if vitals.is_empty() {
        return Err(match troubles.into_iter().next() {
            Some(trouble) => trouble,
            None if is_known || sign(&observation.code).is_some() => "has no value".into(),
            None => "is a vital sign that is not kept".into(),
        });
    }
    let taken_at = observation
        .effective_date_time
        .as_deref()
        .or(observation.effective_instant.as_deref())
        .or(observation.effective_period.start.as_deref())
        .filter(|at| at.contains('T'))
        .and_then(|at| instant(at, zone))
        .ok_or("has no exact time")?;
    Ok(VitalsRecord {
        patient: patient(&observation.subject)?,
        stay: encounter(&observation.encounter),
        taken_at,
        vitals,
    })
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn units_are_converted_or_refused() {
        use VitalSign as V;
        for (sign, value, unit, kept) in [
            (V::Temperature, dec!(98.6), "[degF]", Some(dec!(37))),
            (V::Temperature, dec!(310.15), "K", Some(dec!(37))),
            (V::Temperature, dec!(37), "Cel", Some(dec!(37))),
            (V::Weight, dec!(3200), "g", Some(dec!(3.2))),
            (V::Weight, dec!(100), "[lb_av]", Some(dec!(45.359237))),
            (V::Height, dec!(1.8), "m", Some(dec!(180))),
            (V::Height, dec!(70), "[in_i]", Some(dec!(177.8))),
            (V::Height, dec!(1800), "mm", Some(dec!(180))),
            (V::Pulse, dec!(72), "/min", Some(dec!(72))),
            (V::Respiration, dec!(14), "{breaths}/min", Some(dec!(14))),
            (V::Pulse, dec!(1.2), "Hz", None),
            (V::Temperature, dec!(37), "", None),
            (V::Systolic, dec!(12), "cm[Hg]", None),
            (V::Weight, dec!(80), "cm", None),
        ] {
            let found = in_kept_unit(sign, value, unit).map(|v| v.normalize());
            assert_eq!(found, kept, "{sign} {value} {unit}");
        }
        let pressure = in_kept_unit(V::Systolic, dec!(16), "kPa").unwrap();
        assert_eq!(pressure.round_dp(1), dec!(120.0));
    }
}
