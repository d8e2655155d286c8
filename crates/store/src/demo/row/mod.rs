//! One struct per table, with the columns a generated hospital fills; what is left out has the
//! database's default. Words of enumerations are the schema's own.

mod person;
mod place;
mod stay;

pub use person::{AllergyRow, ConditionRow, DeathRow, FamilyContactRow, MedicationRow, PatientRow};
pub use place::{BedRow, DepartmentRow, DoctorHospitalRow, DoctorRow, HospitalRow, WardRow};
pub use stay::{
    AdmissionEventRow, AdmissionRow, BedReservationRow, BedStayRow, ObservationRow,
    PatientDoctorRow,
};
