//! Conditions, allergies and medicines.

use cloudcare_domain::import::{AllergyRecord, ConditionRecord, MedicationRecord};
use jiff::tz::TimeZone;

use crate::{
    Reason,
    map::{clean, code, date, exact_date, instant, is_coded, patient, words},
    resource::{AllergyIntolerance, Concept, Condition, Dosage, MedicationRequest},
};

/// Statements that somebody has no allergy (SNOMED CT): no allergy, and whether it was asked is told
/// by `allergy_state` alone (H13).
const NO_ALLERGY: [&str; 5] = [
    "716186003",
    "409137002",
    "429625007",
    "428607008",
    "428197003",
];

pub(crate) fn condition(told: &Condition) -> Result<ConditionRecord, Reason> {
    if is_coded(&told.verification_status, &["refuted", "entered-in-error"]) {
        return Err("is refuted or was entered in error".into());
    }
    let mut description = words(&told.code, 460).ok_or("does not say what it is")?;
    let onset = told
        .onset_date_time
        .as_deref()
        .or(told.onset_period.start.as_deref());
    let end = told
        .abatement_date_time
        .as_deref()
        .or(told.abatement_period.end.as_deref());
    let (started_on, ended_on) = (exact_date(onset), exact_date(end));
    // A year alone is not the first of January: it is kept in words.
    for (word, told, exact) in [("since", onset, started_on), ("until", end, ended_on)] {
        if let (Some(told), None) = (told, exact)
            && date(told).is_some()
        {
            description = format!("{description} ({word} {told})");
        }
    }
    if let (Some(start), Some(end)) = (started_on, ended_on)
        && end < start
    {
        return Err("ends before it begins".into());
    }
    Ok(ConditionRecord {
        patient: patient(&told.subject)?,
        icd10_code: icd10(&told.code),
        description,
        started_on,
        ended_on,
    })
}

fn icd10(concept: &Concept) -> Option<String> {
    concept
        .coding
        .iter()
        .filter(|c| {
            matches!(
                c.system.as_deref(),
                Some("http://hl7.org/fhir/sid/icd-10" | "http://hl7.org/fhir/sid/icd-10-cm")
            )
        })
        .filter_map(|c| clean(c.code.as_deref(), 10))
        .map(|code| code.to_ascii_uppercase())
        .find(|code| is_icd10(code))
}

/// `J18`, `J18.9`, `S72.001A`.
fn is_icd10(code: &str) -> bool {
    let (category, rest) = code
        .split_once('.')
        .map_or((code, None), |(c, r)| (c, Some(r)));
    let b = category.as_bytes();
    b.len() == 3
        && b[0].is_ascii_uppercase()
        && b[1].is_ascii_digit()
        && b[2].is_ascii_alphanumeric()
        && rest.is_none_or(|r| {
            (1..=4).contains(&r.len()) && r.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

pub(crate) fn allergy(told: &AllergyIntolerance, zone: &TimeZone) -> Result<AllergyRecord, Reason> {
    if is_coded(&told.verification_status, &["entered-in-error"]) {
        return Err("was entered in error".into());
    }
    if is_coded(&told.code, &NO_ALLERGY) {
        return Err("says that no allergy is known: ask the patient".into());
    }
    let reaction = told
        .reaction
        .iter()
        .flat_map(|r| &r.manifestation)
        .filter_map(|m| words(m, 200))
        .collect::<Vec<_>>()
        .join(", ");
    let worst = ["severe", "moderate", "mild"].into_iter().find(|severity| {
        told.reaction
            .iter()
            .any(|r| r.severity.as_deref() == Some(severity))
    });
    // FHIR's high criticality: the next exposure may be life-threatening.
    let severity = if told.criticality.as_deref() == Some("high") {
        Some("life_threatening")
    } else {
        worst
    };
    let refuted = if is_coded(&told.verification_status, &["refuted"]) {
        Some("the other system says it is refuted")
    } else if is_coded(&told.clinical_status, &["resolved", "inactive"]) {
        Some("the other system says it is no longer a risk")
    } else {
        None
    };
    Ok(AllergyRecord {
        patient: patient(&told.patient)?,
        substance: words(&told.code, 200).ok_or("does not say to what")?,
        reaction: clean(Some(&reaction), 500),
        severity,
        category: told
            .category
            .first()
            .map(|category| match category.as_str() {
                "food" => "food",
                "medication" => "medicine",
                "environment" => "environment",
                _ => "other",
            }),
        code: code(&told.code),
        refuted,
        recorded_at: told
            .recorded_date
            .as_deref()
            .and_then(|at| instant(at, zone)),
    })
}

pub(crate) fn medication(
    told: &MedicationRequest,
    zone: &TimeZone,
) -> Result<MedicationRecord, Reason> {
    let status = match told.status.as_deref() {
        Some("active") => "active",
        Some("on-hold") => "on_hold",
        Some("completed") => "completed",
        Some("cancelled") => "cancelled",
        Some("stopped") => "stopped",
        Some("draft") => "draft",
        Some("entered-in-error") => return Err("was entered in error".into()),
        _ => "unknown",
    };
    let contained = told
        .medication_reference
        .reference
        .as_deref()
        .and_then(|reference| reference.strip_prefix('#'))
        .and_then(|id| {
            told.contained
                .iter()
                .find(|c| c.id.as_deref() == Some(id))
                .map(|c| &c.code)
        });
    let concept = told.medication_codeable_concept.as_ref().or(contained);
    let name = concept
        .and_then(|c| words(c, 500))
        .or_else(|| clean(told.medication_reference.display.as_deref(), 500))
        .ok_or("names its medicine by a reference alone")?;
    let dosage = told
        .dosage_instruction
        .iter()
        .filter_map(dosage)
        .collect::<Vec<_>>()
        .join("; ");
    Ok(MedicationRecord {
        patient: patient(&told.subject)?,
        name,
        code: concept.and_then(code),
        dosage: clean(Some(&dosage), 1000),
        status,
        authored_at: told.authored_on.as_deref().and_then(|at| instant(at, zone)),
    })
}

/// In words: `1 tablet, 2 times in 1 d, as needed`.
fn dosage(told: &Dosage) -> Option<String> {
    if let Some(text) = clean(told.text.as_deref(), 500) {
        return Some(text);
    }
    let mut parts = Vec::new();
    let dose = told
        .dose_and_rate
        .first()
        .map(|d| &d.dose_quantity)
        .and_then(|q| Some((q.value.as_ref()?, q.unit.as_deref().unwrap_or_default())));
    if let Some((value, unit)) = dose {
        parts.push(format!("{value} {unit}").trim_end().to_owned());
    }
    let repeat = &told.timing.repeat;
    if let (Some(times), Some(period), Some(unit)) =
        (repeat.frequency, &repeat.period, &repeat.period_unit)
    {
        parts.push(format!("{times} times in {period} {unit}"));
    }
    if told.as_needed_boolean == Some(true) {
        parts.push("as needed".to_owned());
    }
    clean(Some(&parts.join(", ")), 500)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn icd10_codes_are_told_from_others() {
        for (code, is) in [
            ("J18", true),
            ("J18.9", true),
            ("S72.001A", true),
            ("C7A.1", true),
            ("18.9", false),
            ("J1", false),
            ("J18.", false),
            ("J18.12345", false),
            ("410429000", false),
        ] {
            assert_eq!(is_icd10(code), is, "{code}");
        }
    }
}
