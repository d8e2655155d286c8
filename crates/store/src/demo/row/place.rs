//! Places and the doctors who work there.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::super::sheet::{Line, Row, Table};

/// A hospital.
#[derive(Debug, Clone)]
pub struct HospitalRow {
    /// Id.
    pub id: Uuid,
    /// Unique name.
    pub name: String,
    /// Kind.
    pub hospital_type: &'static str,
    /// Telephone.
    pub contact: String,
    /// Whether it takes emergencies.
    pub emergency_services: bool,
    /// What it is known for.
    pub specializations: Vec<&'static str>,
    /// IANA zone.
    pub time_zone: &'static str,
    /// Shown, never dialled.
    pub crash_call_number: &'static str,
    /// When nobody is reached.
    pub alert_phone_number: &'static str,
    /// How long cleaning takes.
    pub bed_turnaround_minutes: i32,
    /// Since when.
    pub created_at: Timestamp,
}

impl Row for HospitalRow {
    const TABLE: Table = Table::Hospitals;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .text(&self.name)
            .text(self.hospital_type)
            .text(&self.contact)
            .value(self.emergency_services)
            .list(&self.specializations)
            .text(self.time_zone)
            .text(self.crash_call_number)
            .text(self.alert_phone_number)
            .value(self.bed_turnaround_minutes)
            .value(self.created_at)
            .value(self.created_at);
    }
}

/// A department.
#[derive(Debug, Clone)]
pub struct DepartmentRow {
    /// Id.
    pub id: Uuid,
    /// Hospital.
    pub hospital_id: Uuid,
    /// Unique in the hospital.
    pub name: String,
}

impl Row for DepartmentRow {
    const TABLE: Table = Table::Departments;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id).value(self.hospital_id).text(&self.name);
    }
}

/// A ward.
#[derive(Debug, Clone)]
pub struct WardRow {
    /// Id.
    pub id: Uuid,
    /// Hospital.
    pub hospital_id: Uuid,
    /// Department.
    pub department_id: Uuid,
    /// Unique in the hospital.
    pub name: String,
    /// As `wards.kind`.
    pub kind: &'static str,
    /// Since when.
    pub created_at: Timestamp,
}

impl Row for WardRow {
    const TABLE: Table = Table::Wards;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.hospital_id)
            .value(self.department_id)
            .text(&self.name)
            .text(self.kind)
            .value(self.created_at);
    }
}

/// A bed.
#[derive(Debug, Clone)]
pub struct BedRow {
    /// Id.
    pub id: Uuid,
    /// Ward.
    pub ward_id: Uuid,
    /// On the wall.
    pub label: String,
    /// Room or bay.
    pub bay: String,
    /// From 1.
    pub position: i32,
    /// What the place has.
    pub capabilities: Vec<&'static str>,
    /// As `beds.service_state`.
    pub service_state: &'static str,
    /// Why closed.
    pub state_reason: Option<&'static str>,
    /// Since when.
    pub state_since: Timestamp,
}

impl Row for BedRow {
    const TABLE: Table = Table::Beds;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.ward_id)
            .text(&self.label)
            .text(&self.bay)
            .value(self.position)
            .list(&self.capabilities)
            .text(self.service_state)
            .optional_text(self.state_reason)
            .value(self.state_since);
    }
}

/// A doctor; the database makes the code.
#[derive(Debug, Clone)]
pub struct DoctorRow {
    /// Id.
    pub id: Uuid,
    /// With title.
    pub full_name: String,
    /// Gender.
    pub gender: &'static str,
    /// Specialisations.
    pub specializations: Vec<&'static str>,
    /// Qualifications.
    pub qualifications: Vec<&'static str>,
    /// Unique.
    pub license_number: String,
    /// None: not verified.
    pub license_expires_on: Option<Date>,
    /// Years.
    pub experience_years: i32,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub email: String,
    /// Whether to be called on.
    pub is_available: bool,
    /// Since when.
    pub created_at: Timestamp,
}

impl Row for DoctorRow {
    const TABLE: Table = Table::Doctors;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .text(&self.full_name)
            .text(self.gender)
            .list(&self.specializations)
            .list(&self.qualifications)
            .text(&self.license_number)
            .optional(self.license_expires_on)
            .value(self.experience_years)
            .text(&self.phone)
            .text(&self.email)
            .value(self.is_available)
            .value(self.created_at)
            .value(self.created_at);
    }
}

/// Where a doctor works or worked.
#[derive(Debug, Clone)]
pub struct DoctorHospitalRow {
    /// Id.
    pub id: Uuid,
    /// Doctor.
    pub doctor_id: Uuid,
    /// Hospital.
    pub hospital_id: Uuid,
    /// Department.
    pub department: String,
    /// Position.
    pub position: &'static str,
    /// From.
    pub started_at: Timestamp,
    /// To.
    pub ended_at: Option<Timestamp>,
}

impl Row for DoctorHospitalRow {
    const TABLE: Table = Table::DoctorHospitals;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.doctor_id)
            .value(self.hospital_id)
            .text(&self.department)
            .text(self.position)
            .value(self.started_at)
            .optional(self.ended_at);
    }
}
