//! Wards.

use crate::{
    id::{DepartmentId, HospitalId, WardId},
    text_enum,
};

text_enum! {
    /// What a ward is for.
    pub enum WardKind {
        /// General in-patients.
        Inpatient,
        /// Intensive care.
        IntensiveCare,
        /// Mothers and newborns.
        Maternity,
        /// Children.
        Paediatric,
        /// The emergency department.
        Emergency,
        /// Day patients.
        Day,
    }
}

/// A ward with the number of its beds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ward {
    /// Its id.
    pub id: WardId,
    /// The hospital it belongs to.
    pub hospital_id: HospitalId,
    /// Its name, unique in the hospital.
    pub name: String,
    /// What it is for.
    pub kind: WardKind,
    /// How many beds stand in it, closed ones included.
    pub bed_count: i64,
}

/// A ward as it is set up, with its beds counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WardRecord {
    /// The ward.
    pub ward: Ward,
    /// The department it belongs to, by name.
    pub department: Option<(DepartmentId, String)>,
    /// Beds somebody lies in.
    pub occupied: i64,
    /// Beds somebody could lie in now.
    pub available: i64,
    /// Counts changes.
    pub version: i32,
}
