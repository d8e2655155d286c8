//! What another system tells, in our words: the records an import takes, whatever form they came in.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use crate::{
    address::Address, admission::TreatmentType, doctor::DoctorProfile, observation::Vitals,
    patient::Gender,
};

/// What sort of thing a foreign record is, named as FHIR names it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    strum::IntoStaticStr,
    strum::Display,
)]
pub enum ForeignKind {
    /// A hospital or practice.
    Organization,
    /// A doctor.
    Practitioner,
    /// A patient.
    Patient,
    /// A stay or visit.
    Encounter,
    /// A condition.
    Condition,
    /// An allergy.
    AllergyIntolerance,
    /// A medicine somebody takes or took.
    MedicationRequest,
    /// A measured vital sign.
    Observation,
}

impl ForeignKind {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Where a record points at another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct ForeignRef {
    /// What sort of thing.
    pub kind: ForeignKind,
    /// Its id in the other system, or `system|value` of one of its identifiers.
    pub key: String,
}

/// A record with its id in the other system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign<T> {
    /// Id in the other system.
    pub id: String,
    /// What it tells.
    pub record: T,
}

/// A hospital or practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HospitalRecord {
    /// Name, perhaps another one's too.
    pub name: String,
    /// Telephone number.
    pub contact: Option<String>,
    /// Address for mail.
    pub email: Option<String>,
    /// Page.
    pub website: Option<String>,
    /// Where it stands.
    pub address: Option<Address>,
    /// `system|value`, by which others may point here.
    pub identifiers: Vec<String>,
}

/// A doctor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoctorRecord {
    /// What is known.
    pub profile: DoctorProfile,
    /// `system|value`, by which others may point here.
    pub identifiers: Vec<String>,
}

/// A patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PatientRecord {
    /// Surname, or the only name.
    pub family_name: String,
    /// Given names.
    pub given_name: String,
    /// Title.
    pub title: Option<String>,
    /// Born.
    pub date_of_birth: Date,
    /// Whether day or month are not known.
    pub date_of_birth_is_estimated: bool,
    /// Gender.
    pub gender: Gender,
    /// Telephone number.
    pub contact: Option<String>,
    /// Address for mail.
    pub email: Option<String>,
    /// Where the patient lives.
    pub address: Option<Address>,
    /// When the patient died.
    pub died_at: Option<Timestamp>,
}

/// A stay or visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StayRecord {
    /// Whose.
    pub patient: ForeignRef,
    /// Where.
    pub hospital: ForeignRef,
    /// Who answered for the patient.
    pub doctor: Option<ForeignRef>,
    /// How.
    pub treatment_type: TreatmentType,
    /// Why.
    pub reason: Option<String>,
    /// From when.
    pub admitted_at: Timestamp,
    /// Until when; only somebody who stays in may still be there.
    pub discharged_at: Option<Timestamp>,
    /// Where the patient went, in the words of `admissions.disposition`.
    pub disposition: Option<&'static str>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionRecord {
    /// Whose.
    pub patient: ForeignRef,
    /// ICD-10, where told.
    pub icd10_code: Option<String>,
    /// In words.
    pub description: String,
    /// From when.
    pub started_on: Option<Date>,
    /// Until when.
    pub ended_on: Option<Date>,
}

/// An allergy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AllergyRecord {
    /// Whose.
    pub patient: ForeignRef,
    /// To what, in the other system's words.
    pub substance: String,
    /// What it does.
    pub reaction: Option<String>,
    /// In the words of `allergies.severity`.
    pub severity: Option<&'static str>,
    /// In the words of `allergies.category`.
    pub category: Option<&'static str>,
    /// Code with its system.
    pub code: Option<(String, String)>,
    /// Why it counts no more, where the other system says so.
    pub refuted: Option<&'static str>,
    /// When it was written down.
    pub recorded_at: Option<Timestamp>,
}

/// A medicine somebody takes or took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MedicationRecord {
    /// Whose.
    pub patient: ForeignRef,
    /// What.
    pub name: String,
    /// Code with its system.
    pub code: Option<(String, String)>,
    /// How much and how often, in words.
    pub dosage: Option<String>,
    /// In the words of `medication_statements.status`.
    pub status: &'static str,
    /// When it was ordered.
    pub authored_at: Option<Timestamp>,
}

/// Vital signs measured at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VitalsRecord {
    /// Whose.
    pub patient: ForeignRef,
    /// During which stay.
    pub stay: Option<ForeignRef>,
    /// When.
    pub taken_at: Timestamp,
    /// What.
    pub vitals: Vitals,
}

/// Anything an import takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Record {
    /// A hospital.
    Hospital(HospitalRecord),
    /// A doctor.
    Doctor(DoctorRecord),
    /// A patient.
    Patient(PatientRecord),
    /// A stay.
    Stay(StayRecord),
    /// A condition.
    Condition(ConditionRecord),
    /// An allergy.
    Allergy(AllergyRecord),
    /// A medicine.
    Medication(MedicationRecord),
    /// Vital signs.
    Vitals(VitalsRecord),
}

impl Record {
    /// What sort of thing it is.
    pub fn kind(&self) -> ForeignKind {
        match self {
            Self::Hospital(_) => ForeignKind::Organization,
            Self::Doctor(_) => ForeignKind::Practitioner,
            Self::Patient(_) => ForeignKind::Patient,
            Self::Stay(_) => ForeignKind::Encounter,
            Self::Condition(_) => ForeignKind::Condition,
            Self::Allergy(_) => ForeignKind::AllergyIntolerance,
            Self::Medication(_) => ForeignKind::MedicationRequest,
            Self::Vitals(_) => ForeignKind::Observation,
        }
    }
}
