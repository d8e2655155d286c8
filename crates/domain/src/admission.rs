//! Admissions.

use jiff::Timestamp;

use crate::{
    id::{AdmissionId, BedId, HospitalId, PatientId, WardId},
    text_enum,
};

text_enum! {
    /// How a patient is being treated.
    pub enum TreatmentType {
        /// Stays in.
        Inpatient,
        /// Comes and goes.
        Outpatient,
        /// In for the day.
        Day,
        /// In the emergency department.
        Emergency,
    }
}

text_enum! {
    /// How the patient must be kept apart. An attribute of the patient, matched with the room's.
    pub enum Isolation {
        /// Contact precautions.
        Contact,
        /// Droplet precautions.
        Droplet,
        /// Airborne precautions.
        Airborne,
    }
}

/// A stay in a hospital.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// Id.
    pub id: AdmissionId,
    /// Who.
    pub patient_id: PatientId,
    /// Where.
    pub hospital_id: HospitalId,
    /// The ward that answers for the patient.
    pub ward_id: Option<WardId>,
    /// How.
    pub treatment_type: TreatmentType,
    /// Why, in the admitting person's words.
    pub reason: Option<String>,
    /// Since when.
    pub admitted_at: Timestamp,
    /// Until when; open while absent.
    pub discharged_at: Option<Timestamp>,
}

/// Where a patient is right now; what an alert takes its place from (H22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// Hospital of the active admission.
    pub hospital_id: HospitalId,
    /// Ward that answers for the patient.
    pub ward_id: Option<WardId>,
    /// Name of the ward.
    pub ward_name: Option<String>,
    /// The bed, where there is one.
    pub bed_id: Option<BedId>,
    /// What is written on it.
    pub bed_label: Option<String>,
    /// Corridor, theatre, leave: where a patient without a bed is.
    pub place: Option<String>,
}

impl Whereabouts {
    /// In words, never with a name: `Ward 1, bed B4`.
    pub fn describe(&self) -> String {
        let ward = self.ward_name.as_deref().unwrap_or("no ward");
        match (&self.bed_label, &self.place) {
            (Some(bed), _) => format!("{ward}, bed {bed}"),
            (None, Some(place)) => format!("{ward}, {place}"),
            (None, None) => format!("{ward}, no bed"),
        }
    }
}
