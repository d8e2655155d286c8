//! Doctors: who they are, whether their licence is verified, whom they treat and where they work.

use jiff::{Timestamp, civil::Date};

use crate::{
    admission::Whereabouts,
    code::DoctorCode,
    id::{DoctorId, HospitalId},
    patient::{Gender, IdentityState, PatientIdentity},
};

/// The relationship a patient and a doctor have where nobody says another.
pub const CURRENT_DOCTOR: &str = "current";

/// What people write down about a doctor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DoctorProfile {
    /// Given name first: staff are never written like patients.
    pub full_name: String,
    /// Gender.
    pub gender: Option<Gender>,
    /// Telephone number.
    pub contact: Option<String>,
    /// Address for mail.
    pub email: Option<String>,
    /// Licence number, unique in the installation.
    pub license_number: Option<String>,
    /// Last day the licence is valid.
    pub license_expires_on: Option<Date>,
    /// Specialisations, in the words the installation uses.
    pub specializations: Vec<String>,
    /// Qualifications, for example `FRCP`.
    pub qualifications: Vec<String>,
    /// Years since the first licence.
    pub experience_years: Option<i32>,
}

/// A field of a profile that can't be taken, and what would be right.
pub type FieldTrouble = (&'static str, &'static str);

impl DoctorProfile {
    /// Takes surrounding space away, and empty texts and repeated entries with it.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self {
            full_name: self.full_name.trim().to_owned(),
            gender: self.gender,
            contact: trimmed(self.contact),
            email: trimmed(self.email),
            license_number: trimmed(self.license_number),
            license_expires_on: self.license_expires_on,
            specializations: distinct(self.specializations),
            qualifications: distinct(self.qualifications),
            experience_years: self.experience_years,
        }
    }

    /// Every field of a trimmed profile that can't be taken.
    pub fn troubles(&self) -> Vec<FieldTrouble> {
        let fits = |text: &Option<String>, most: usize| {
            text.as_ref().is_none_or(|t| t.chars().count() <= most)
        };
        let entries = |entries: &[String]| {
            entries.len() <= 50 && entries.iter().all(|e| e.chars().count() <= 100)
        };
        let is_year = |date: &Date| (1900..=2200).contains(&date.year());
        [
            (
                (1..=200).contains(&self.full_name.chars().count()),
                ("full_name", "1 to 200 characters"),
            ),
            (
                fits(&self.contact, 100),
                ("contact", "at most 100 characters"),
            ),
            (
                fits(&self.email, 254) && self.email.as_ref().is_none_or(|e| is_address(e)),
                ("email", "an address such as name@example.org"),
            ),
            (
                fits(&self.license_number, 64),
                ("license_number", "at most 64 characters"),
            ),
            (
                self.license_expires_on.as_ref().is_none_or(is_year),
                ("license_expires_on", "a day between 1900 and 2200"),
            ),
            (
                entries(&self.specializations),
                ("specializations", "at most 50, of at most 100 characters"),
            ),
            (
                entries(&self.qualifications),
                ("qualifications", "at most 50, of at most 100 characters"),
            ),
            (
                self.experience_years.is_none_or(|y| (0..=80).contains(&y)),
                ("experience_years", "0 to 80"),
            ),
        ]
        .into_iter()
        .filter_map(|(holds, trouble)| (!holds).then_some(trouble))
        .collect()
    }

    /// Whether the licence counts on `today`: it has a number, and a last day that is not past. No
    /// expiry on file means that nobody has looked.
    pub fn is_verified(&self, today: Date) -> bool {
        self.license_number.is_some() && self.license_expires_on.is_some_and(|last| last >= today)
    }
}

fn trimmed(text: Option<String>) -> Option<String> {
    text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
}

fn distinct(entries: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(entries.len());
    for entry in entries {
        let entry = entry.trim();
        if !entry.is_empty() && !kept.iter().any(|k| k == entry) {
            kept.push(entry.to_owned());
        }
    }
    kept
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(' ')
    })
}

/// A doctor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doctor {
    /// Id.
    pub id: DoctorId,
    /// Human code.
    pub code: DoctorCode,
    /// What is written down.
    pub profile: DoctorProfile,
    /// Whether the licence counts today, by the database's calendar.
    pub is_verified: bool,
    /// Whether the doctor can be called on now.
    pub is_available: bool,
    /// Whether the doctor is still kept here.
    pub is_active: bool,
    /// How many patients have this doctor now.
    pub current_patients: i64,
    /// Counts changes.
    pub version: i32,
}

/// A patient as a doctor's list shows one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreatedPatient {
    /// Who.
    pub identity: PatientIdentity,
    /// Whether only the year of birth is known.
    pub date_of_birth_is_estimated: bool,
    /// Whether anybody knows who this is.
    pub identity_state: IdentityState,
    /// Whether the patient is dead.
    pub is_deceased: bool,
    /// Whether an alert of the patient is open.
    pub has_open_alert: bool,
    /// Where the patient is; absent when in no hospital.
    pub whereabouts: Option<Whereabouts>,
}

/// A patient's time with a doctor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treatment {
    /// Who is treated.
    pub patient: TreatedPatient,
    /// What the doctor is to the patient, for example `current`.
    pub relationship_type: String,
    /// Since when.
    pub started_at: Timestamp,
    /// Until when; open while absent.
    pub ended_at: Option<Timestamp>,
}

/// A doctor's time at a hospital.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Where.
    pub hospital_id: HospitalId,
    /// Name of the hospital.
    pub hospital_name: String,
    /// Department.
    pub department: String,
    /// Position, for example `consultant`.
    pub position: Option<String>,
    /// Since when.
    pub started_at: Timestamp,
    /// Until when; open while absent.
    pub ended_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn profile() -> DoctorProfile {
        DoctorProfile {
            full_name: "Maria Quincy".to_owned(),
            ..DoctorProfile::default()
        }
    }

    #[test]
    fn a_licence_without_a_last_day_is_not_verified() {
        let today = date(2026, 11, 22);
        for (number, last_day, verified) in [
            (None, None, false),
            (Some("L1"), None, false),
            (None, Some(date(2030, 1, 1)), false),
            (Some("L1"), Some(date(2026, 11, 21)), false),
            (Some("L1"), Some(date(2026, 11, 22)), true),
            (Some("L1"), Some(date(2026, 11, 23)), true),
        ] {
            let profile = DoctorProfile {
                license_number: number.map(str::to_owned),
                license_expires_on: last_day,
                ..profile()
            };
            assert_eq!(
                profile.is_verified(today),
                verified,
                "{number:?} {last_day:?}"
            );
        }
    }

    #[test]
    fn every_field_that_can_not_be_taken_is_named_at_once() {
        assert_eq!(profile().troubles(), []);
        let bad = DoctorProfile {
            full_name: "  ".to_owned(),
            contact: Some("1".repeat(101)),
            email: Some("nobody".to_owned()),
            license_number: Some("1".repeat(65)),
            license_expires_on: Some(date(1899, 12, 31)),
            specializations: vec!["x".repeat(101)],
            qualifications: (0..51).map(|n| n.to_string()).collect(),
            experience_years: Some(81),
            gender: None,
        };
        let named: Vec<&str> = bad.trimmed().troubles().iter().map(|t| t.0).collect();
        assert_eq!(
            named,
            [
                "full_name",
                "contact",
                "email",
                "license_number",
                "license_expires_on",
                "specializations",
                "qualifications",
                "experience_years"
            ]
        );
    }

    #[test]
    fn space_around_texts_and_repeated_entries_go() {
        let tidy = DoctorProfile {
            full_name: " Maria Quincy ".to_owned(),
            contact: Some("  ".to_owned()),
            specializations: vec![
                "Cardiology".to_owned(),
                " Cardiology".to_owned(),
                String::new(),
            ],
            ..profile()
        }
        .trimmed();
        assert_eq!(tidy.full_name, "Maria Quincy");
        assert_eq!(tidy.contact, None);
        assert_eq!(tidy.specializations, ["Cardiology"]);
    }
}

/// A doctor as one of a patient's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedDoctor {
    /// Id.
    pub id: DoctorId,
    /// Human code.
    pub code: DoctorCode,
    /// Given name first.
    pub full_name: String,
    /// Specialisations.
    pub specializations: Vec<String>,
    /// In which way, for example `current`.
    pub relationship_type: String,
    /// Since when.
    pub started_at: Timestamp,
    /// Until when; current while absent.
    pub ended_at: Option<Timestamp>,
}
