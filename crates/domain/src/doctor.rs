//! Doctors.

use jiff::{Timestamp, civil::Date};

use crate::{code::DoctorCode, id::DoctorId};

/// A doctor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doctor {
    /// Id.
    pub id: DoctorId,
    /// Human code.
    pub code: DoctorCode,
    /// Given name first: staff are never written like patients.
    pub full_name: String,
    /// Specialisations.
    pub specializations: Vec<String>,
    /// Licence number.
    pub license_number: Option<String>,
    /// Last day the licence is valid; none on file means not verified.
    pub license_expires_on: Option<Date>,
    /// Whether the doctor can be called on now.
    pub is_available: bool,
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
