//! From FHIR resources to the domain's records. What is unclear is left out, never guessed.

use cloudcare_domain::{
    address::Address as Postal,
    admission::TreatmentType,
    doctor::DoctorProfile,
    import::{
        DoctorRecord, ForeignKind, ForeignRef, HospitalRecord, PatientRecord, Record, StayRecord,
    },
    patient::Gender,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::de::DeserializeOwned;

use crate::{
    Reason, finding,
    resource::{
        Address, Concept, Encounter, Identifier, Name, Observation, Organization, Patient,
        Practitioner, Reference, Telecom,
    },
    vital,
};

/// Reads one resource.
pub(crate) fn record(kind: ForeignKind, json: &str, zone: &TimeZone) -> Result<Record, Reason> {
    match kind {
        ForeignKind::Organization => hospital(&parse(json)?).map(Record::Hospital),
        ForeignKind::Practitioner => doctor(&parse(json)?).map(Record::Doctor),
        ForeignKind::Patient => person(&parse(json)?, zone).map(Record::Patient),
        ForeignKind::Encounter => stay(&parse(json)?, zone).map(Record::Stay),
        ForeignKind::Condition => finding::condition(&parse(json)?).map(Record::Condition),
        ForeignKind::AllergyIntolerance => {
            finding::allergy(&parse(json)?, zone).map(Record::Allergy)
        }
        ForeignKind::MedicationRequest => {
            finding::medication(&parse(json)?, zone).map(Record::Medication)
        }
        ForeignKind::Observation => {
            vital::vitals(&parse::<Observation>(json)?, zone).map(Record::Vitals)
        }
    }
}

fn parse<T: DeserializeOwned>(json: &str) -> Result<T, Reason> {
    serde_json::from_str(json).map_err(|_| "has fields of another form than FHIR R4's".into())
}

/// What a reference or an address points at: `urn:uuid:X`, `Patient/X` and `https://…/Patient/X` at
/// `X`, `Practitioner?identifier=S|V` at `S|V`.
pub(crate) fn key_of_reference(reference: &str) -> Option<String> {
    let reference = reference.trim();
    if reference.starts_with('#') {
        return None;
    }
    let key = if let Some((_, query)) = reference.split_once('?') {
        query
            .split('&')
            .find_map(|part| part.strip_prefix("identifier="))?
            .replace("%7C", "|")
            .replace("%7c", "|")
    } else if let Some(urn) = reference.strip_prefix("urn:") {
        urn.split_once(':')?.1.to_owned()
    } else {
        let versionless = reference.split("/_history/").next().unwrap_or(reference);
        versionless.rsplit('/').next()?.to_owned()
    };
    clean(Some(&key), 200)
}

fn pointer(kind: ForeignKind, reference: &Reference) -> Option<ForeignRef> {
    let key = key_of_reference(reference.reference.as_deref()?)?;
    Some(ForeignRef { kind, key })
}

pub(crate) fn patient(reference: &Reference) -> Result<ForeignRef, Reason> {
    pointer(ForeignKind::Patient, reference).ok_or_else(|| "names no patient".into())
}

pub(crate) fn encounter(reference: &Reference) -> Option<ForeignRef> {
    pointer(ForeignKind::Encounter, reference)
}

/// A text without surrounding space and control characters, cut to what fits; none where empty.
pub(crate) fn clean(text: Option<&str>, most: usize) -> Option<String> {
    let text: String = text?
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let text: String = text.trim().chars().take(most).collect();
    let text = text.trim_end().to_owned();
    (!text.is_empty()).then_some(text)
}

/// A concept in words: its own text, or a code's.
pub(crate) fn words(concept: &Concept, most: usize) -> Option<String> {
    clean(concept.text.as_deref(), most).or_else(|| {
        concept
            .coding
            .iter()
            .find_map(|c| clean(c.display.as_deref(), most))
    })
}

pub(crate) fn is_coded(concept: &Concept, codes: &[&str]) -> bool {
    concept
        .coding
        .iter()
        .any(|c| c.code.as_deref().is_some_and(|code| codes.contains(&code)))
}

/// The first code with its system.
pub(crate) fn code(concept: &Concept) -> Option<(String, String)> {
    concept.coding.iter().find_map(|c| {
        Some((
            clean(c.code.as_deref(), 100)?,
            clean(c.system.as_deref(), 200)?,
        ))
    })
}

fn is_plausible(date: Date) -> bool {
    (1800..=2200).contains(&date.year())
}

/// A date with whether day or month had to be filled in: `1985`, `1985-03`, `1985-03-02` or a time,
/// whose date is taken as it was written where it was written.
pub(crate) fn date(text: &str) -> Option<(Date, bool)> {
    let text = text.split('T').next().unwrap_or(text);
    let (whole, is_estimated) = match text.len() {
        4 => (format!("{text}-01-01"), true),
        7 => (format!("{text}-01"), true),
        _ => (text.to_owned(), false),
    };
    let date: Date = whole.parse().ok()?;
    is_plausible(date).then_some((date, is_estimated))
}

/// A date that is wholly known.
pub(crate) fn exact_date(text: Option<&str>) -> Option<Date> {
    date(text?).filter(|d| !d.1).map(|d| d.0)
}

/// A time; a date alone is its midnight in `zone`.
pub(crate) fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let at: Timestamp = if text.contains('T') {
        text.parse().ok()?
    } else {
        let date: Date = text.parse().ok()?;
        date.to_zoned(zone.clone()).ok()?.timestamp()
    };
    is_plausible(at.to_zoned(TimeZone::UTC).date()).then_some(at)
}

fn gender(told: Option<&str>) -> Option<Gender> {
    match told {
        Some("male") => Some(Gender::Male),
        Some("female") => Some(Gender::Female),
        Some("other") => Some(Gender::Other),
        _ => None,
    }
}

fn telecom(all: &[Telecom], system: &str, most: usize) -> Option<String> {
    all.iter()
        .filter(|t| t.system.as_deref() == Some(system))
        .find_map(|t| clean(t.value.as_deref(), most))
}

fn address(all: &[Address]) -> Option<Postal> {
    let told = all
        .iter()
        .find(|a| a.usage.as_deref() == Some("home"))
        .or_else(|| all.iter().find(|a| a.usage.as_deref() != Some("old")))?;
    let mut lines = told.line.iter().filter_map(|l| clean(l.as_deref(), 200));
    let city = [&told.city, &told.state]
        .into_iter()
        .filter_map(|part| clean(part.as_deref(), 100))
        .collect::<Vec<_>>()
        .join(", ");
    let record = Postal {
        line1: lines.next(),
        line2: clean(Some(&lines.collect::<Vec<_>>().join(", ")), 200),
        city: clean(Some(&city), 200),
        postal_code: clean(told.postal_code.as_deref(), 20),
        country: clean(told.country.as_deref(), 100),
    };
    (record != Postal::default()).then_some(record)
}

fn joined(parts: &[Option<String>]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .filter_map(|p| clean(p.as_deref(), 200))
        .collect();
    parts.join(" ")
}

/// The name somebody goes by now.
fn current_name(names: &[Name]) -> Option<&Name> {
    let is = |name: &&Name, usage: &str| name.usage.as_deref() == Some(usage);
    names
        .iter()
        .find(|n| is(n, "official"))
        .or_else(|| names.iter().find(|n| is(n, "usual")))
        .or_else(|| names.iter().find(|n| !is(n, "old") && !is(n, "maiden")))
}

/// `Mrs.` is written without the dot here.
fn title(name: &Name) -> Option<String> {
    let title = joined(&name.prefix).replace('.', "");
    clean(Some(&title), 50)
}

/// `system|value` of each, in order, so that the order in a file makes no change.
fn identifiers(all: &[Identifier]) -> Vec<String> {
    let mut found: Vec<String> = all
        .iter()
        .filter_map(|i| {
            let (system, value) = (
                clean(i.system.as_deref(), 120)?,
                clean(i.value.as_deref(), 80)?,
            );
            Some(format!("{system}|{value}"))
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

fn hospital(told: &Organization) -> Result<HospitalRecord, Reason> {
    if told.active == Some(false) {
        return Err("is not active".into());
    }
    let gives_care = told.kind.is_empty()
        || told
            .kind
            .iter()
            .any(|k| k.coding.is_empty() || is_coded(k, &["prov"]));
    if !gives_care {
        return Err("is not a provider of care".into());
    }
    let name = clean(told.name.as_deref(), 200)
        .filter(|n| n.chars().count() >= 2)
        .ok_or("has no name")?;
    Ok(HospitalRecord {
        name,
        contact: telecom(&told.telecom, "phone", 100),
        email: telecom(&told.telecom, "email", 254),
        website: telecom(&told.telecom, "url", 500),
        address: address(&told.address),
        identifiers: identifiers(&told.identifier),
    })
}

fn doctor(told: &Practitioner) -> Result<DoctorRecord, Reason> {
    if told.active == Some(false) {
        return Err("is not active".into());
    }
    let name = current_name(&told.name).ok_or("has no name")?;
    let parts = [
        title(name),
        clean(Some(&joined(&name.given)), 200),
        clean(name.family.as_deref(), 200),
    ];
    let full_name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let full_name = clean(Some(&full_name), 200)
        .or_else(|| clean(name.text.as_deref(), 200))
        .ok_or("has no name")?;
    // A provider's number is not a licence: only what says it is one (v2-0203) is taken for it.
    let license_number = told
        .identifier
        .iter()
        .filter(|i| i.kind.as_ref().is_some_and(|k| is_coded(k, &["MD", "LN"])))
        .find_map(|i| clean(i.value.as_deref(), 64));
    Ok(DoctorRecord {
        profile: DoctorProfile {
            full_name,
            gender: gender(told.gender.as_deref()),
            contact: telecom(&told.telecom, "phone", 100),
            email: telecom(&told.telecom, "email", 254),
            license_number,
            // Nobody has looked whether it is valid.
            license_expires_on: None,
            specializations: Vec::new(),
            qualifications: told
                .qualification
                .iter()
                .filter_map(|q| words(&q.code, 100))
                .collect(),
            experience_years: None,
        }
        .trimmed(),
        identifiers: identifiers(&told.identifier),
    })
}

fn person(told: &Patient, zone: &TimeZone) -> Result<PatientRecord, Reason> {
    if told.active == Some(false) {
        return Err("is not active".into());
    }
    let name = current_name(&told.name).ok_or("has no name")?;
    let given = clean(Some(&joined(&name.given)), 200);
    let (family_name, given_name) = match (clean(name.family.as_deref(), 200), given) {
        (Some(family), given) => (family, given.unwrap_or_default()),
        // One name only: it stands where lists look first.
        (None, Some(only)) => (only, String::new()),
        (None, None) => (
            clean(name.text.as_deref(), 200).ok_or("has no name")?,
            String::new(),
        ),
    };
    let (date_of_birth, date_of_birth_is_estimated) = told
        .birth_date
        .as_deref()
        .and_then(date)
        .ok_or("has no birth date")?;
    let died_at = told
        .deceased_date_time
        .as_deref()
        .and_then(|at| instant(at, zone));
    if died_at.is_none()
        && (told.deceased_boolean == Some(true) || told.deceased_date_time.is_some())
    {
        // Taken without it, somebody dead would be shown as living.
        return Err("is dead, but not told since when".into());
    }
    Ok(PatientRecord {
        family_name,
        given_name,
        title: title(name),
        date_of_birth,
        date_of_birth_is_estimated,
        gender: gender(told.gender.as_deref()).unwrap_or(Gender::PreferNotToSay),
        contact: telecom(&told.telecom, "phone", 100),
        email: telecom(&told.telecom, "email", 254),
        address: address(&told.address),
        died_at,
    })
}

fn stay(told: &Encounter, zone: &TimeZone) -> Result<StayRecord, Reason> {
    let status = told.status.as_deref().unwrap_or("unknown");
    if !matches!(
        status,
        "finished" | "in-progress" | "arrived" | "triaged" | "onleave"
    ) {
        return Err("is planned, cancelled or of unknown state".into());
    }
    let treatment_type = match told.class.code.as_deref() {
        Some("IMP" | "ACUTE" | "NONAC") => TreatmentType::Inpatient,
        Some("EMER") => TreatmentType::Emergency,
        Some("SS") => TreatmentType::Day,
        Some("AMB" | "HH" | "VR" | "FLD" | "OBSENC") => TreatmentType::Outpatient,
        _ => return Err("its class is not known".into()),
    };
    let start = told.period.start.as_deref().ok_or("has no beginning")?;
    let admitted_at = instant(start, zone).ok_or("its times can't be read")?;
    let discharged_at = match told.period.end.as_deref() {
        Some(end) => Some(instant(end, zone).ok_or("its times can't be read")?),
        None => None,
    };
    match discharged_at {
        Some(end) if end < admitted_at => return Err("ends before it begins".into()),
        None if status == "finished" => return Err("is finished, but not told when".into()),
        None if treatment_type != TreatmentType::Inpatient => {
            return Err("has no end and is not an inpatient stay".into());
        }
        _ => {}
    }
    let went = |codes: &[&str]| is_coded(&told.hospitalization.discharge_disposition, codes);
    let disposition = if discharged_at.is_none() {
        None
    } else if went(&["home", "alt-home"]) {
        Some("home")
    } else if went(&["other-hcf", "hosp", "long", "psy", "rehab", "snf"]) {
        Some("other_hospital")
    } else if went(&["aadvice"]) {
        Some("self_discharge")
    } else if went(&["exp"]) {
        Some("died")
    } else {
        None
    };
    Ok(StayRecord {
        patient: patient(&told.subject)?,
        hospital: pointer(ForeignKind::Organization, &told.service_provider)
            .ok_or("names no hospital")?,
        doctor: told
            .participant
            .iter()
            .find_map(|p| pointer(ForeignKind::Practitioner, &p.individual)),
        treatment_type,
        reason: told
            .reason_code
            .iter()
            .chain(&told.kind)
            .find_map(|concept| words(concept, 500)),
        admitted_at,
        discharged_at,
        disposition,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    #[test]
    fn a_reference_is_understood_in_each_of_its_forms() {
        for (reference, key) in [
            ("urn:uuid:0e99785d", Some("0e99785d")),
            ("Patient/17", Some("17")),
            ("https://example.org/fhir/Patient/17/_history/2", Some("17")),
            (
                "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|520",
                Some("http://hl7.org/fhir/sid/us-npi|520"),
            ),
            ("Practitioner?identifier=npi%7C520", Some("npi|520")),
            ("#contained", None),
            ("Patient/", None),
            ("", None),
        ] {
            assert_eq!(key_of_reference(reference).as_deref(), key, "{reference}");
        }
    }

    #[test]
    fn a_date_is_exact_estimated_or_none() {
        for (text, found) in [
            ("1985", Some((day(1985, 1, 1), true))),
            ("1985-03", Some((day(1985, 3, 1), true))),
            ("1985-03-02", Some((day(1985, 3, 2), false))),
            (
                "1985-12-21T23:49:34-05:00",
                Some((day(1985, 12, 21), false)),
            ),
            ("1985-13-01", None),
            ("1985-02-30", None),
            ("0085-02-03", None),
            ("9999-12-31", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(date(text), found, "{text}");
        }
    }
}
