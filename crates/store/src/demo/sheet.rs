//! Rows in PostgreSQL's `COPY` text format.

use std::fmt::{Display, Write};

use jiff::Timestamp;

/// The tables a generated hospital fills, in the order of their references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the table of that name")]
pub enum Table {
    Hospitals,
    Departments,
    Wards,
    Beds,
    Doctors,
    DoctorHospitals,
    Patients,
    Allergies,
    FamilyContacts,
    Conditions,
    MedicationStatements,
    Deaths,
    Admissions,
    BedStays,
    BedReservations,
    AdmissionEvents,
    PatientDoctors,
    ObservationSets,
}

/// One `COPY` a table; its columns stand in the order in which the row of that table writes them.
const STATEMENTS: [&str; 18] = [
    "copy hospitals (id, name, hospital_type, contact, emergency_services, specializations, time_zone, crash_call_number, alert_phone_number, bed_turnaround_minutes, created_at, updated_at) from stdin",
    "copy departments (id, hospital_id, name) from stdin",
    "copy wards (id, hospital_id, department_id, name, kind, created_at) from stdin",
    "copy beds (id, ward_id, label, bay, position, capabilities, service_state, state_reason, state_since) from stdin",
    "copy doctors (id, full_name, gender, specializations, qualifications, license_number, license_expires_on, experience_years, phone, email, is_available, created_at, updated_at) from stdin",
    "copy doctor_hospitals (id, doctor_id, hospital_id, department, position, started_at, ended_at) from stdin",
    "copy patients (id, family_name, given_name, title, date_of_birth, date_of_birth_is_estimated, gender, contact, email, address, blood_type, insurance_provider, insurance_number, allergy_state, allergy_state_at, resuscitation_status, identity_state, mother_id, born_at, registered_hospital_id, created_at, updated_at) from stdin",
    "copy allergies (id, patient_id, substance, reaction, severity, category, code, code_system, status, status_reason, recorded_at) from stdin",
    "copy family_contacts (id, patient_id, name, relationship, contact, is_primary, is_emergency_contact, created_at, updated_at) from stdin",
    "copy conditions (id, patient_id, icd10_code, description, started_on, ended_on, recorded_at) from stdin",
    "copy medication_statements (id, patient_id, medication_name, dosage, status, authored_at, recorded_at) from stdin",
    "copy deaths (id, patient_id, died_at, verified_by, recorded_at) from stdin",
    "copy admissions (id, patient_id, hospital_id, ward_id, department_id, treatment_type, reason, isolation, place, responsible_doctor_id, admitted_at, expected_discharge_at, discharged_at, discharge_summary, disposition, needs, away_since) from stdin",
    "copy bed_stays (id, admission_id, bed_id, patient_id, during) from stdin",
    "copy bed_reservations (id, bed_id, patient_id, reason, during, created_at) from stdin",
    "copy admission_events (id, admission_id, kind, at, recorded_at, from_bed_id, to_bed_id) from stdin",
    "copy patient_doctors (id, patient_id, doctor_id, relationship_type, started_at, ended_at) from stdin",
    "copy observation_sets (id, patient_id, admission_id, taken_at, recorded_at, origin, respiration_per_min, oxygen_saturation_percent, on_oxygen, systolic_mmhg, diastolic_mmhg, pulse_per_min, temperature_c, consciousness, weight_kg, height_cm) from stdin",
];

/// Only what grows with the number of patients; the rest is small enough to be guessed.
pub(super) const ANALYSE: &[&str] = &[
    "vacuum (analyze) patients",
    "vacuum (analyze) admissions",
    "vacuum (analyze) bed_stays",
    "analyze hospitals, departments, wards, beds, doctors, doctor_hospitals, allergies, family_contacts, conditions, medication_statements, deaths, bed_reservations, admission_events, patient_doctors, observation_sets",
];

/// A row that knows its table and writes its columns in the order of that table's `COPY`.
pub trait Row {
    /// Where it goes.
    const TABLE: Table;
    /// Writes every column, in order.
    fn write(&self, line: &mut Line<'_>);
}

/// Rows waiting to be copied, by table.
#[derive(Debug)]
pub struct Batch {
    sheets: [String; STATEMENTS.len()],
    counts: [u64; STATEMENTS.len()],
}

impl Default for Batch {
    fn default() -> Self {
        Self {
            sheets: [const { String::new() }; STATEMENTS.len()],
            counts: [0; STATEMENTS.len()],
        }
    }
}

impl Batch {
    /// Adds a row.
    pub fn push<R: Row>(&mut self, row: &R) {
        let sheet = &mut self.sheets[R::TABLE as usize];
        let mut line = Line {
            out: sheet,
            is_first: true,
        };
        row.write(&mut line);
        sheet.push('\n');
        self.counts[R::TABLE as usize] += 1;
    }

    /// Rows of a table so far, copied or not.
    pub fn count(&self, table: Table) -> u64 {
        self.counts[table as usize]
    }

    /// Rows of every table so far, copied or not.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// What waits of one table, as it will be copied.
    pub fn text(&self, table: Table) -> &str {
        &self.sheets[table as usize]
    }

    /// Every waiting sheet with its statement; the batch is empty afterwards, its counts stay.
    pub(super) fn take(&mut self) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
        STATEMENTS
            .iter()
            .zip(&mut self.sheets)
            .filter(|(_, sheet)| !sheet.is_empty())
            .map(|(statement, sheet)| (*statement, std::mem::take(sheet).into_bytes()))
    }
}

/// One row being written.
#[derive(Debug)]
pub struct Line<'a> {
    out: &'a mut String,
    is_first: bool,
}

impl Line<'_> {
    fn next(&mut self) {
        if self.is_first {
            self.is_first = false;
        } else {
            self.out.push('\t');
        }
    }

    /// A value whose words can hold nothing that `COPY` would take for its own.
    pub(super) fn value(&mut self, value: impl Display) -> &mut Self {
        self.next();
        // Writing to a string can't fail.
        let _ = write!(self.out, "{value}");
        self
    }

    pub(super) fn optional(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.value(value),
            None => self.value("\\N"),
        }
    }

    /// Free text.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.next();
        for letter in text.chars() {
            match letter {
                '\\' => self.out.push_str("\\\\"),
                '\t' => self.out.push_str("\\t"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                other => self.out.push(other),
            }
        }
        self
    }

    pub(super) fn optional_text(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => self.value("\\N"),
        }
    }

    /// `text[]`.
    pub(super) fn list(&mut self, items: &[&str]) -> &mut Self {
        let mut literal = String::from("{");
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                literal.push(',');
            }
            let item = item.replace('\\', "\\\\").replace('"', "\\\"");
            let _ = write!(literal, "\"{item}\"");
        }
        literal.push('}');
        self.text(&literal)
    }

    /// `tstzrange`, from included, to excluded.
    pub(super) fn range(&mut self, from: Timestamp, to: Option<Timestamp>) -> &mut Self {
        match to {
            Some(to) => self.value(format_args!("[{from},{to})")),
            None => self.value(format_args!("[{from},)")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_what_copy_would_take_for_its_own() {
        let mut out = String::new();
        let mut line = Line {
            out: &mut out,
            is_first: true,
        };
        line.text("a\tb\\c\nd")
            .optional_text(None)
            .list(&["oxygen", "a \"b\" \\"])
            .value(3);
        assert_eq!(
            out,
            "a\\tb\\\\c\\nd\t\\N\t{\"oxygen\",\"a \\\\\"b\\\\\" \\\\\\\\\"}\t3"
        );
    }
}
