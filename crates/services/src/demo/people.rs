//! Who and what is in the demo hospital. Everybody is made up.

use cloudcare_domain::{
    access::Role,
    admission::Isolation,
    bed::ServiceState,
    patient::{AllergyState, Gender, ResuscitationStatus},
};
use jiff::civil::Date;

pub(super) struct DemoBed {
    pub(super) label: &'static str,
    pub(super) bay: &'static str,
    /// 0: acute medicine, 1: surgery.
    pub(super) ward: usize,
    pub(super) state: ServiceState,
    pub(super) reason: Option<&'static str>,
}

pub(super) struct DemoPatient {
    /// A bed's label, or where a patient without a bed is.
    pub(super) bed: &'static str,
    pub(super) family_name: &'static str,
    pub(super) given_name: &'static str,
    pub(super) title: &'static str,
    pub(super) date_of_birth: Date,
    pub(super) gender: Gender,
    pub(super) was_asked_for_allergies: bool,
    pub(super) allergies: &'static [&'static str],
    pub(super) resuscitation: Option<ResuscitationStatus>,
    pub(super) isolation: Option<Isolation>,
    pub(super) reason: &'static str,
    /// Their `Patient` in the bundles of `data/synthea`, which tell what happened to them before.
    pub(super) told_as: Option<&'static str>,
    /// Wears the watch and signs in as `patient@demo.local`.
    pub(super) is_portal_user: bool,
}

impl DemoPatient {
    pub(super) fn allergy_state(&self) -> AllergyState {
        match (self.was_asked_for_allergies, self.allergies.is_empty()) {
            (false, _) => AllergyState::NotAsked,
            (true, true) => AllergyState::NoneKnown,
            (true, false) => AllergyState::Known,
        }
    }
}

pub(super) const USERS: [(&str, &str, Role); 5] = [
    ("nurse@demo.local", "Ingrid Halvorsen", Role::Nurse),
    ("doctor@demo.local", "Dr Amara Obi", Role::Doctor),
    ("pharmacist@demo.local", "Priya Raman", Role::Pharmacist),
    ("admin@demo.local", "Marek Dvořák", Role::Admin),
    ("patient@demo.local", "Lakeisha Weimann", Role::Patient),
];

/// Name, specialisation, licence number.
pub(super) const DOCTORS: [(&str, &str, &str); 3] = [
    ("Dr Amara Obi", "acute medicine", "DEMO-100001"),
    ("Dr Tendai Mbeki", "surgery", "DEMO-100002"),
    ("Dr Solveig Aas", "respiratory medicine", "DEMO-100003"),
];

/// Beds of both wards, in the wards' order.
pub(super) fn beds() -> Vec<DemoBed> {
    let bay = |bay: &'static str, ward, labels: &'static [&'static str]| {
        labels.iter().map(move |label| DemoBed {
            label,
            bay,
            ward,
            state: ServiceState::InService,
            reason: None,
        })
    };
    let mut beds: Vec<DemoBed> = bay("Bay A", 0, &["A1", "A2", "A3", "A4", "A5", "A6"])
        .chain(bay("Bay B", 0, &["B1", "B2", "B3", "B4", "B5", "B6"]))
        .chain(bay("Bay C", 0, &["C1", "C2", "C3", "C4", "C5", "C6"]))
        .chain(bay("Bay D", 0, &["D1", "D2", "D3", "D4", "D5", "D6"]))
        .chain(bay("Bay E", 1, &["E1", "E2", "E3", "E4", "E5", "E6"]))
        .chain(bay("Bay F", 1, &["F1", "F2", "F3", "F4", "F5", "F6"]))
        .chain(bay("Side", 1, &["S1", "S2", "S3", "S4"]))
        .collect();
    for bed in &mut beds {
        (bed.state, bed.reason) = match bed.label {
            "D3" | "F4" => (ServiceState::Cleaning, None),
            "E4" => (ServiceState::Closed, Some("Bed rail fault")),
            _ => (ServiceState::InService, None),
        };
    }
    beds
}
