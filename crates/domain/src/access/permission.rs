//! The permission table.

use crate::text_enum;

text_enum! {
    /// The five roles.
    pub enum Role {
        /// All administration, no clinical write.
        Admin,
        /// Doctor.
        Doctor,
        /// Nurse.
        Nurse,
        /// Pharmacist.
        Pharmacist,
        /// A patient, for the own record.
        Patient,
    }
}

text_enum! {
    /// What can be permitted. A route asks for exactly one.
    pub enum Permission {
        /// Read hospitals, wards and doctors.
        HospitalRead,
        /// Read who lies where: the ward board without clinical facts.
        BoardRead,
        /// Read a patient's identity and admissions.
        PatientRead,
        /// Read allergies, resuscitation status and other clinical facts.
        ClinicalRead,
        /// Find anybody by name, birth date or code, and see no more than that (H20).
        PatientSearch,
        /// Register a patient, or somebody nobody can name yet.
        PatientRegister,
        /// Change identity and contacts; say whose doctor somebody is.
        PatientWrite,
        /// Record conditions, resuscitation status and death.
        ClinicalWrite,
        /// Record allergies.
        AllergyWrite,
        /// Admit, move and discharge; reserve, clean and close beds.
        AdmissionWrite,
        /// Set up hospitals, departments, wards and beds.
        HospitalWrite,
        /// Keep doctors and where they work.
        DoctorWrite,
        /// Say whether a doctor can be called on.
        DoctorAvailability,
        /// Read alerts and their story.
        AlertRead,
        /// Raise an alert.
        AlertRaise,
        /// Acknowledge or respond.
        AlertAnswer,
        /// Resolve, or mark as a false alarm.
        AlertClose,
        /// Answer in somebody else's name.
        AlertDelegate,
        /// Report what a station did with an alert.
        AlertReceipt,
        /// Send wearable records.
        WearableSync,
        /// Record, read and withdraw consent.
        ConsentManage,
        /// Enrol, list and remove workstations.
        WorkstationManage,
        /// Read the audit record; a patient: who opened the own one.
        AuditRead,
        /// Keep accounts: invite, change, disable, end sessions.
        UserManage,
    }
}

impl Permission {
    /// Whether nothing changes by it: what somebody may do who is to know of a patient and not to
    /// treat them yet.
    pub fn only_reads(self) -> bool {
        match self {
            Self::HospitalRead
            | Self::BoardRead
            | Self::PatientRead
            | Self::ClinicalRead
            | Self::PatientSearch
            | Self::AlertRead
            | Self::AuditRead => true,
            Self::PatientRegister
            | Self::PatientWrite
            | Self::ClinicalWrite
            | Self::AllergyWrite
            | Self::AdmissionWrite
            | Self::HospitalWrite
            | Self::DoctorWrite
            | Self::DoctorAvailability
            | Self::AlertRaise
            | Self::AlertAnswer
            | Self::AlertClose
            | Self::AlertDelegate
            | Self::AlertReceipt
            | Self::WearableSync
            | Self::ConsentManage
            | Self::WorkstationManage
            | Self::UserManage => false,
        }
    }
}

/// How far a permission reaches for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Not at all.
    No,
    /// The person's own record only.
    Own,
    /// Places and patients within the person's reach (H19).
    InReach,
    /// Everything of the installation.
    All,
}

/// The table. A cell's reason stands beside it in `product.md` R1; where this differs, the comment
/// says why.
pub fn grant(role: Role, permission: Permission) -> Grant {
    use Grant::{All, InReach, No, Own};
    use Permission as P;
    use Role::{Admin, Doctor, Nurse, Patient, Pharmacist};
    match (permission, role) {
        (P::HospitalRead, _) => All,
        (P::BoardRead, Admin) => All,
        (P::BoardRead, Doctor | Nurse | Pharmacist) => InReach,
        (P::BoardRead, Patient) => No,
        (P::PatientRead, Admin) => All,
        (P::PatientRead, Doctor | Nurse | Pharmacist) => InReach,
        (P::PatientRead, Patient) => Own,
        (P::ClinicalRead, Doctor | Nurse | Pharmacist) => InReach,
        (P::ClinicalRead, Patient) => Own,
        (P::ClinicalRead, Admin) => No,
        // Everybody who may meet a patient finds the record, or makes a second one without the allergies.
        (P::PatientSearch, Admin | Doctor | Nurse | Pharmacist) => All,
        (P::PatientSearch, Patient) => No,
        (P::PatientRegister, Admin | Doctor | Nurse) => All,
        (P::PatientRegister, Pharmacist | Patient) => No,
        (P::PatientWrite | P::AdmissionWrite, Admin) => All,
        (P::PatientWrite | P::AdmissionWrite, Doctor | Nurse) => InReach,
        (P::PatientWrite | P::AdmissionWrite, Pharmacist) => No,
        // Their contacts alone; the use case knows which fields those are.
        (P::PatientWrite, Patient) => Own,
        (P::AdmissionWrite, Patient) => No,
        (P::ClinicalWrite, Doctor | Nurse) => InReach,
        (P::ClinicalWrite, Admin | Pharmacist | Patient) => No,
        (P::AllergyWrite, Doctor | Nurse | Pharmacist) => InReach,
        (P::AllergyWrite, Admin | Patient) => No,
        (P::HospitalWrite | P::DoctorWrite, Admin) => All,
        (P::HospitalWrite | P::DoctorWrite, Doctor | Nurse | Pharmacist | Patient) => No,
        // A doctor says it of themselves; the use case checks who that is.
        (P::DoctorAvailability, Admin | Doctor) => All,
        (P::DoctorAvailability, Nurse | Pharmacist | Patient) => No,
        (P::AlertRead, Doctor | Nurse | Pharmacist) => InReach,
        // A patient sees what was raised for them; an administrator gets notices, not ward alerts.
        (P::AlertRead, Patient) => Own,
        (P::AlertRead, Admin) => No,
        (P::AlertRaise, Admin) => All,
        (P::AlertRaise, Doctor | Nurse | Pharmacist) => InReach,
        (P::AlertRaise, Patient) => Own,
        (P::AlertAnswer, Doctor | Nurse | Pharmacist) => InReach,
        (P::AlertAnswer, Admin | Patient) => No,
        (P::AlertClose, Doctor | Nurse) => InReach,
        (P::AlertClose, Admin | Pharmacist | Patient) => No,
        // Nobody answers for another yet: the charge nurse's delegation comes with duty.
        (P::AlertDelegate, _) => No,
        // Only devices give receipts.
        (P::AlertReceipt, _) => No,
        (P::WearableSync, Patient) => Own,
        (P::WearableSync, Admin | Doctor | Nurse | Pharmacist) => No,
        (P::ConsentManage, Doctor | Nurse) => InReach,
        (P::ConsentManage, Patient) => Own,
        (P::ConsentManage, Admin | Pharmacist) => No,
        (P::WorkstationManage | P::AuditRead | P::UserManage, Admin) => All,
        (P::WorkstationManage | P::AuditRead | P::UserManage, Doctor | Nurse | Pharmacist) => No,
        (P::WorkstationManage | P::UserManage, Patient) => No,
        // Who opened their record is theirs to know (R2).
        (P::AuditRead, Patient) => Own,
    }
}
