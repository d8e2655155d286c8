//! The whole record of a patient on the wire.

use cloudcare_domain::{
    address::Address,
    admission::Isolation,
    code::PatientCode,
    id::{AdmissionId, BedId, DoctorId, HospitalId, PatientId, WardId},
    patient::{self, AllergyState, BloodType, Gender, IdentityState, ResuscitationStatus},
};
use cloudcare_services::patient::PatientView;
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use super::PatientIdentity;
use crate::alert::Person;

/// A patient's record. What the caller may not read is absent; absent is never "none".
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PatientRecord {
    id: PatientId,
    /// Human code with check digit.
    code: PatientCode,
    family_name: String,
    /// May be empty.
    given_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    date_of_birth: Date,
    date_of_birth_is_estimated: bool,
    /// Completed years today, on the hospital's calendar.
    age_years: i16,
    /// Completed hours, in the first 28 days of somebody born here.
    #[serde(skip_serializing_if = "Option::is_none")]
    age_hours: Option<i64>,
    gender: Gender,
    /// Absent where the caller may not read clinical facts; absent is not "none".
    #[serde(skip_serializing_if = "Option::is_none")]
    allergy_state: Option<AllergyState>,
    /// Substances; only with `allergy_state` `known`.
    allergies: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resuscitation_status: Option<ResuscitationStatus>,
    /// Where the patient is now, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    identity_state: IdentityState,
    #[serde(skip_serializing_if = "Option::is_none")]
    linked_to: Option<PatientIdentity>,
    /// The names the record had before, the latest first.
    former_names: Vec<FormerName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mother: Option<PatientIdentity>,
    /// Oldest first.
    newborns: Vec<PatientIdentity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Address>,
    /// As told. Not for transfusion.
    #[serde(skip_serializing_if = "Option::is_none")]
    blood_type: Option<BloodType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    insurance_provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    insurance_number: Option<String>,
    /// True exactly while an alert is open.
    emergency_flag: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    death: Option<Death>,
    /// Where the patient is admitted now.
    #[serde(skip_serializing_if = "Option::is_none")]
    admission: Option<PatientPlace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    responsible_doctor: Option<DoctorName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    isolation: Option<Isolation>,
    is_active: bool,
    /// To send back with a change.
    version: i32,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// Whether the caller may change identity or contacts.
    may_write: bool,
    /// Whether the caller may record clinical facts.
    may_write_clinical: bool,
}

/// Where a patient is admitted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PatientPlace {
    hospital_id: HospitalId,
    hospital_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ward_id: Option<WardId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ward_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bed_id: Option<BedId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bed_label: Option<String>,
    /// Corridor, theatre, leave: where a patient without a bed is.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    admission_id: AdmissionId,
    admitted_at: Timestamp,
}

/// A doctor by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DoctorName {
    id: DoctorId,
    full_name: String,
}

/// A name the record had before: an alias, or a name since corrected.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormerName {
    family_name: String,
    /// May be empty.
    given_name: String,
    until: Timestamp,
}

impl From<patient::FormerName> for FormerName {
    fn from(name: patient::FormerName) -> Self {
        Self {
            family_name: name.family_name,
            given_name: name.given_name,
            until: name.until,
        }
    }
}

/// A recorded death.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Death {
    died_at: Timestamp,
    /// In words.
    verified_by: String,
    recorded_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_by: Option<Person>,
}

impl From<PatientView> for PatientRecord {
    fn from(view: PatientView) -> Self {
        let place = view.place();
        let today = view.today;
        let may_read_facts = view.safety.is_some();
        let (allergy_state, allergies, resuscitation_status) = match view.safety {
            Some(safety) => (
                Some(safety.allergy_state),
                safety.allergies,
                safety.resuscitation_status,
            ),
            None => (None, Vec::new(), None),
        };
        let stay = view.stay.as_ref();
        let record = view.record;
        let d = record.demographics.clone();
        Self {
            id: record.identity.id,
            age_years: record.identity.age_years(today),
            age_hours: record.age_hours(view.now),
            code: record.identity.code,
            family_name: d.family_name,
            given_name: d.given_name,
            title: d.title,
            date_of_birth: d.date_of_birth,
            date_of_birth_is_estimated: d.date_of_birth_is_estimated,
            gender: d.gender,
            allergy_state,
            allergies,
            resuscitation_status,
            place,
            identity_state: record.identity_state,
            linked_to: view.linked_to.map(|p| PatientIdentity::of(p, today)),
            former_names: view
                .former_names
                .into_iter()
                .map(FormerName::from)
                .collect(),
            mother: view.mother.map(|p| PatientIdentity::of(p, today)),
            newborns: view
                .newborns
                .into_iter()
                .map(|p| PatientIdentity::of(p, today))
                .collect(),
            contact: d.contact,
            email: d.email,
            address: d.address,
            blood_type: may_read_facts.then_some(d.blood_type),
            insurance_provider: d.insurance_provider,
            insurance_number: d.insurance_number,
            emergency_flag: view.has_open_alert,
            death: view.death.map(|death| Death {
                died_at: death.died_at,
                verified_by: death.verified_by,
                recorded_at: death.recorded_at,
                recorded_by: death.recorded_by.map(Person::of),
            }),
            admission: stay.map(|s| PatientPlace {
                hospital_id: s.at.hospital_id,
                hospital_name: s.hospital_name.clone(),
                ward_id: s.at.ward_id,
                ward_name: s.at.ward_name.clone(),
                bed_id: s.at.bed_id,
                bed_label: s.at.bed_label.clone(),
                place: s.at.place.clone(),
                admission_id: s.admission_id,
                admitted_at: s.admitted_at,
            }),
            responsible_doctor: stay
                .and_then(|s| s.responsible_doctor.clone())
                .map(|(id, full_name)| DoctorName { id, full_name }),
            isolation: stay.and_then(|s| s.isolation).filter(|_| may_read_facts),
            is_active: record.is_active,
            version: record.version,
            created_at: record.created_at,
            updated_at: record.updated_at,
            may_write: view.may_write,
            may_write_clinical: view.may_write_clinical,
        }
    }
}
