//! Stays, who lay where, and what was measured.

use jiff::Timestamp;
use uuid::Uuid;

use super::super::sheet::{Line, Row, Table};

/// A stay.
#[derive(Debug, Clone)]
pub struct AdmissionRow {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub patient_id: Uuid,
    /// Where.
    pub hospital_id: Uuid,
    /// The ward that answers.
    pub ward_id: Uuid,
    /// Its department.
    pub department_id: Uuid,
    /// As `admissions.treatment_type`.
    pub treatment_type: &'static str,
    /// Why.
    pub reason: Option<&'static str>,
    /// Isolation need.
    pub isolation: Option<&'static str>,
    /// Where, without a bed.
    pub place: Option<&'static str>,
    /// Who answers.
    pub responsible_doctor_id: Option<Uuid>,
    /// From.
    pub admitted_at: Timestamp,
    /// Planned.
    pub expected_discharge_at: Option<Timestamp>,
    /// To.
    pub discharged_at: Option<Timestamp>,
    /// What was done.
    pub discharge_summary: Option<&'static str>,
    /// Where to.
    pub disposition: Option<&'static str>,
    /// What the place must have.
    pub needs: Vec<&'static str>,
    /// Away, coming back.
    pub away_since: Option<Timestamp>,
}

impl Row for AdmissionRow {
    const TABLE: Table = Table::Admissions;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.patient_id)
            .value(self.hospital_id)
            .value(self.ward_id)
            .value(self.department_id)
            .text(self.treatment_type)
            .optional_text(self.reason)
            .optional_text(self.isolation)
            .optional_text(self.place)
            .optional(self.responsible_doctor_id)
            .value(self.admitted_at)
            .optional(self.expected_discharge_at)
            .optional(self.discharged_at)
            .optional_text(self.discharge_summary)
            .optional_text(self.disposition)
            .list(&self.needs)
            .optional(self.away_since);
    }
}

/// Who lay where.
#[derive(Debug, Clone)]
pub struct BedStayRow {
    /// Id.
    pub id: Uuid,
    /// Stay.
    pub admission_id: Uuid,
    /// Bed.
    pub bed_id: Uuid,
    /// Patient.
    pub patient_id: Uuid,
    /// From, to.
    pub during: (Timestamp, Option<Timestamp>),
}

impl Row for BedStayRow {
    const TABLE: Table = Table::BedStays;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.admission_id)
            .value(self.bed_id)
            .value(self.patient_id)
            .range(self.during.0, self.during.1);
    }
}

/// A kept bed.
#[derive(Debug, Clone)]
pub struct BedReservationRow {
    /// Id.
    pub id: Uuid,
    /// Bed.
    pub bed_id: Uuid,
    /// For whom.
    pub patient_id: Option<Uuid>,
    /// Why.
    pub reason: Option<&'static str>,
    /// From, to.
    pub during: (Timestamp, Option<Timestamp>),
    /// When.
    pub created_at: Timestamp,
}

impl Row for BedReservationRow {
    const TABLE: Table = Table::BedReservations;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.bed_id)
            .optional(self.patient_id)
            .optional_text(self.reason)
            .range(self.during.0, self.during.1)
            .value(self.created_at);
    }
}

/// A line of a stay's story.
#[derive(Debug, Clone)]
pub struct AdmissionEventRow {
    /// Id.
    pub id: Uuid,
    /// Stay.
    pub admission_id: Uuid,
    /// What happened.
    pub kind: &'static str,
    /// When.
    pub at: Timestamp,
    /// From.
    pub from_bed_id: Option<Uuid>,
    /// To.
    pub to_bed_id: Option<Uuid>,
}

impl Row for AdmissionEventRow {
    const TABLE: Table = Table::AdmissionEvents;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.admission_id)
            .text(self.kind)
            .value(self.at)
            .value(self.at)
            .optional(self.from_bed_id)
            .optional(self.to_bed_id);
    }
}

/// Who looks or looked after whom.
#[derive(Debug, Clone)]
pub struct PatientDoctorRow {
    /// Id.
    pub id: Uuid,
    /// Patient.
    pub patient_id: Uuid,
    /// Doctor.
    pub doctor_id: Uuid,
    /// How.
    pub relationship_type: &'static str,
    /// From.
    pub started_at: Timestamp,
    /// To.
    pub ended_at: Option<Timestamp>,
}

impl Row for PatientDoctorRow {
    const TABLE: Table = Table::PatientDoctors;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.patient_id)
            .value(self.doctor_id)
            .text(self.relationship_type)
            .value(self.started_at)
            .optional(self.ended_at);
    }
}

/// A set of vital signs; what was not measured is none.
#[derive(Debug, Clone)]
pub struct ObservationRow {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub patient_id: Uuid,
    /// In which stay.
    pub admission_id: Option<Uuid>,
    /// When.
    pub taken_at: Timestamp,
    /// Breaths a minute.
    pub respiration_per_min: Option<f64>,
    /// Percent.
    pub oxygen_saturation_percent: Option<f64>,
    /// Whether on oxygen.
    pub on_oxygen: bool,
    /// mmHg.
    pub systolic_mmhg: Option<f64>,
    /// mmHg.
    pub diastolic_mmhg: Option<f64>,
    /// Beats a minute.
    pub pulse_per_min: Option<f64>,
    /// Degrees Celsius.
    pub temperature_c: Option<f64>,
    /// As `observation_sets.consciousness`.
    pub consciousness: &'static str,
    /// Kilograms.
    pub weight_kg: Option<f64>,
    /// Centimetres.
    pub height_cm: Option<f64>,
}

impl Row for ObservationRow {
    const TABLE: Table = Table::ObservationSets;

    fn write(&self, line: &mut Line<'_>) {
        line.value(self.id)
            .value(self.patient_id)
            .optional(self.admission_id)
            .value(self.taken_at)
            .value(self.taken_at)
            .value("demo")
            .optional(self.respiration_per_min)
            .optional(self.oxygen_saturation_percent)
            .value(self.on_oxygen)
            .optional(self.systolic_mmhg)
            .optional(self.diastolic_mmhg)
            .optional(self.pulse_per_min)
            .optional(self.temperature_c)
            .text(self.consciousness)
            .optional(self.weight_kg)
            .optional(self.height_cm);
    }
}
