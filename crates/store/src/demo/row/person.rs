//! Patients and what is known of them.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::super::sheet::{Line, Row, Table};

/// A patient; the database makes the code.
#[derive(Debug, Clone)]
pub struct PatientRow {
    /// Id.
    pub id: Uuid,
    /// Surname.
    pub family_name: String,
    /// Given names.
    pub given_name: String,
    /// Title.
    pub title: Option<&'static str>,
    /// Born.
    pub date_of_birth: Date,
    /// Whether guessed.
    pub date_of_birth_is_estimated: bool,
    /// Gender.
    pub gender: &'static str,
    /// Telephone.
    pub contact: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// JSON.
    pub address: Option<String>,
    /// Blood group.
    pub blood_type: &'static str,
    /// Insurer.
    pub insurance_provider: Option<&'static str>,
    /// Number there.
    pub insurance_number: Option<String>,
    /// As `patients.allergy_state`.
    pub allergy_state: &'static str,
    /// When asked.
    pub allergy_state_at: Option<Timestamp>,
    /// As `patients.resuscitation_status`.
    pub resuscitation_status: Option<&'static str>,
    /// As `patients.identity_state`.
    pub identity_state: &'static str,
    /// Of a newborn.
    pub mother_id: Option<Uuid>,
    /// Of a newborn.
    pub born_at: Option<Timestamp>,
    /// Registered by.
    pub registered_hospital_id: Uuid,
    /// Registered at.
    pub created_at: Timestamp,
}

impl Row for PatientRow {
    const TABLE: Table = Table::Patients;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .text(&self.family_name)
            .text(&self.given_name)
            .optional_text(self.title)
            .value(self.date_of_birth)
            .value(self.date_of_birth_is_estimated)
            .text(self.gender)
            .optional_text(self.contact.as_deref())
            .optional_text(self.email.as_deref())
            .optional_text(self.address.as_deref())
            .text(self.blood_type)
            .optional_text(self.insurance_provider)
            .optional_text(self.insurance_number.as_deref())
            .text(self.allergy_state)
            .optional(self.allergy_state_at)
            .optional_text(self.resuscitation_status)
            .text(self.identity_state)
            .optional(self.mother_id)
            .optional(self.born_at)
            .value(self.registered_hospital_id)
            .value(self.created_at)
            .value(self.created_at);
    }
}

/// An allergy.
#[derive(Debug, Clone)]
pub struct AllergyRow {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub patient_id: Uuid,
    /// To what.
    pub substance: &'static str,
    /// What happens.
    pub reaction: Option<&'static str>,
    /// How bad.
    pub severity: Option<&'static str>,
    /// Kind of substance.
    pub category: &'static str,
    /// SNOMED CT code of the substance.
    pub code: Option<&'static str>,
    /// Its system.
    pub code_system: Option<&'static str>,
    /// Active, refuted or entered in error.
    pub status: &'static str,
    /// Why not active.
    pub status_reason: Option<&'static str>,
    /// When.
    pub recorded_at: Timestamp,
}

impl Row for AllergyRow {
    const TABLE: Table = Table::Allergies;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.patient_id)
            .text(self.substance)
            .optional_text(self.reaction)
            .optional_text(self.severity)
            .text(self.category)
            .optional_text(self.code)
            .optional_text(self.code_system)
            .text(self.status)
            .optional_text(self.status_reason)
            .value(self.recorded_at);
    }
}

/// Somebody to call.
#[derive(Debug, Clone)]
pub struct FamilyContactRow {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub patient_id: Uuid,
    /// Name.
    pub name: String,
    /// Relationship.
    pub relationship: &'static str,
    /// Telephone.
    pub contact: String,
    /// First to call.
    pub is_primary: bool,
    /// Also at night.
    pub is_emergency_contact: bool,
    /// When.
    pub created_at: Timestamp,
}

impl Row for FamilyContactRow {
    const TABLE: Table = Table::FamilyContacts;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.patient_id)
            .text(&self.name)
            .text(self.relationship)
            .text(&self.contact)
            .value(self.is_primary)
            .value(self.is_emergency_contact)
            .value(self.created_at)
            .value(self.created_at);
    }
}

/// A condition.
#[derive(Debug, Clone)]
pub struct ConditionRow {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub patient_id: Uuid,
    /// ICD-10.
    pub icd10_code: Option<&'static str>,
    /// In words.
    pub description: &'static str,
    /// From.
    pub started_on: Option<Date>,
    /// To.
    pub ended_on: Option<Date>,
    /// When.
    pub recorded_at: Timestamp,
}

impl Row for ConditionRow {
    const TABLE: Table = Table::Conditions;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.patient_id)
            .optional_text(self.icd10_code)
            .text(self.description)
            .optional(self.started_on)
            .optional(self.ended_on)
            .value(self.recorded_at);
    }
}

/// What somebody takes.
#[derive(Debug, Clone)]
pub struct MedicationRow {
    /// Id.
    pub id: Uuid,
    /// Who.
    pub patient_id: Uuid,
    /// What.
    pub medication_name: &'static str,
    /// How.
    pub dosage: &'static str,
    /// As `medication_statements.status`.
    pub status: &'static str,
    /// Since.
    pub authored_at: Timestamp,
    /// When told.
    pub recorded_at: Timestamp,
}

impl Row for MedicationRow {
    const TABLE: Table = Table::MedicationStatements;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.patient_id)
            .text(self.medication_name)
            .text(self.dosage)
            .text(self.status)
            .value(self.authored_at)
            .value(self.recorded_at);
    }
}

/// A death.
#[derive(Debug, Clone)]
pub struct DeathRow {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub patient_id: Uuid,
    /// When.
    pub died_at: Timestamp,
    /// By whom.
    pub verified_by: String,
    /// When told.
    pub recorded_at: Timestamp,
}

impl Row for DeathRow {
    const TABLE: Table = Table::Deaths;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.patient_id)
            .value(self.died_at)
            .text(&self.verified_by)
            .value(self.recorded_at);
    }
}
