//! Admissions.

use jiff::Timestamp;

use crate::{
    bed::Needs,
    id::{AdmissionId, BedId, DoctorId, HospitalId, PatientId, WardId},
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

impl Isolation {
    /// The capability a room must have for it.
    pub fn room(self) -> &'static str {
        match self {
            Self::Contact | Self::Droplet => "isolation",
            Self::Airborne => "negative_pressure",
        }
    }
}

text_enum! {
    /// How a stay ended.
    pub enum Disposition {
        /// Went home.
        Home,
        /// To another hospital.
        OtherHospital,
        /// Left against advice.
        SelfDischarge,
        /// Left without a word.
        Absconded,
        /// Died.
        Died,
    }
}

text_enum! {
    /// One line of an admission's story.
    pub enum AdmissionEventKind {
        /// Admitted.
        Admitted,
        /// Into another bed.
        Moved,
        /// Out of bed: theatre, leave, corridor.
        Away,
        /// Back into a bed.
        Returned,
        /// Isolation or needs changed.
        IsolationChanged,
        /// Plans changed: discharge, doctor, reason.
        Planned,
        /// Discharged.
        Discharged,
        /// Admitted by mistake.
        Cancelled,
        /// On the way to another hospital.
        Sent,
        /// Come from another hospital.
        Arrived,
    }
}

/// A stay as it is read: with names of places, and everything that was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdmissionRecord {
    /// Id.
    pub id: AdmissionId,
    /// Who.
    pub patient_id: PatientId,
    /// Where.
    pub hospital_id: HospitalId,
    /// The hospital's name.
    pub hospital_name: String,
    /// The ward that answers for the patient, by name.
    pub ward: Option<(WardId, String)>,
    /// The bed: the one lain in now, or the last one of a stay that has ended.
    pub bed: Option<(BedId, String)>,
    /// Since when in that bed; none where the patient lies in none now.
    pub lying_since: Option<Timestamp>,
    /// How.
    pub treatment_type: TreatmentType,
    /// Why, in the admitting person's words.
    pub reason: Option<String>,
    /// Where, without a bed.
    pub place: Option<String>,
    /// Away and coming back, since then.
    pub away_since: Option<Timestamp>,
    /// What the place must have.
    pub needs: Needs,
    /// Who answers for the treatment.
    pub responsible_doctor: Option<(DoctorId, String)>,
    /// Since when.
    pub admitted_at: Timestamp,
    /// Planned end.
    pub expected_discharge_at: Option<Timestamp>,
    /// End.
    pub discharged_at: Option<Timestamp>,
    /// How it ended.
    pub disposition: Option<Disposition>,
    /// What was said at the end.
    pub discharge_summary: Option<String>,
    /// When it was told to be a mistake.
    pub cancelled_at: Option<Timestamp>,
    /// In whose words.
    pub cancel_reason: Option<String>,
    /// Counts changes.
    pub version: i32,
}

impl AdmissionRecord {
    /// Neither discharged nor cancelled.
    pub fn is_open(&self) -> bool {
        self.discharged_at.is_none()
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
