//! What goes on in the small demo hospital beyond the two wards of [`super::people`]: maternity with a
//! newborn, the emergency department with somebody nobody knows, and what people are here for.

use cloudcare_domain::{
    bed::ServiceState,
    patient::{Gender, ResuscitationStatus},
};
use jiff::civil::{Date, date};

use super::{
    generate::Course,
    people::{DemoBed, DemoPatient},
};

/// Name, department, kind (as `wards.kind`), how people are treated there.
pub(super) const WARDS: [(&str, &str, &str, &str); 4] = [
    (
        "Ward 1 Acute medicine",
        "Medicine",
        "inpatient",
        "inpatient",
    ),
    ("Ward 2 Surgery", "Surgery", "inpatient", "inpatient"),
    ("Ward 3 Maternity", "Obstetrics", "maternity", "inpatient"),
    (
        "Ward 4 Emergency",
        "Emergency medicine",
        "emergency",
        "emergency",
    ),
];
pub(super) const MATERNITY: usize = 2;
pub(super) const EMERGENCY: usize = 3;

/// Name, specialisation, licence number, gender, years, department, position.
pub(super) const MORE_DOCTORS: [(&str, &str, &str); 3] = [
    ("Dr Nuala Byrne", "obstetrics", "DEMO-100004"),
    ("Dr Kofi Mensah", "emergency medicine", "DEMO-100005"),
    ("Dr Elif Şahin", "anaesthesia", "DEMO-100006"),
];

/// Which department a doctor works in, by specialisation, with the position there.
pub(super) fn post(specialization: &str) -> (&'static str, &'static str) {
    match specialization {
        "surgery" => ("Surgery", "Consultant"),
        "anaesthesia" => ("Surgery", "Registrar"),
        "obstetrics" => ("Obstetrics", "Consultant"),
        "emergency medicine" => ("Emergency medicine", "Consultant"),
        "respiratory medicine" => ("Medicine", "Registrar"),
        _ => ("Medicine", "Consultant"),
    }
}

/// Beds of maternity and of the emergency department, in the wards' order.
pub(super) fn more_beds() -> impl Iterator<Item = DemoBed> {
    let bay = |bay, ward, labels: &'static [&'static str]| {
        labels.iter().map(move |label| DemoBed {
            label,
            bay,
            ward,
            state: match *label {
                "G6" => ServiceState::Cleaning,
                "M6" => ServiceState::Closed,
                _ => ServiceState::InService,
            },
            reason: (*label == "M6").then_some("Monitor sent for repair"),
        })
    };
    bay(
        "Bay G",
        MATERNITY,
        &["G1", "G1b", "G2", "G2b", "G3", "G4", "G5", "G6"],
    )
    .chain(bay("Resus", EMERGENCY, &["R1", "R2"]))
    .chain(bay(
        "Majors",
        EMERGENCY,
        &["M1", "M2", "M3", "M4", "M5", "M6"],
    ))
}

/// What a bed's place has.
pub(super) fn capabilities(bed: &DemoBed) -> Vec<&'static str> {
    match (bed.bay, bed.label) {
        ("Side", "S2") => vec!["isolation", "negative_pressure"],
        ("Side", _) => vec!["isolation"],
        ("Bay G", "G1b" | "G2b") => vec!["cot"],
        ("Resus", _) => vec!["oxygen", "monitor", "ventilator", "in_sight"],
        ("Majors", _) => vec!["oxygen", "monitor"],
        _ => Vec::new(),
    }
}

/// A bed that is kept, for what, and for how many more minutes.
pub(super) const RESERVED: [(&str, &str, i64); 2] = [
    ("G4", "Induction at 14:00", 190),
    ("M5", "Ambulance on its way", 25),
];

const fn person(
    bed: &'static str,
    name: (&'static str, &'static str, &'static str),
    date_of_birth: Date,
    gender: Gender,
    reason: &'static str,
) -> DemoPatient {
    DemoPatient {
        bed,
        family_name: name.0,
        given_name: name.1,
        title: name.2,
        date_of_birth,
        gender,
        was_asked_for_allergies: true,
        allergies: &[],
        resuscitation: None,
        isolation: None,
        reason,
        told_as: None,
        is_portal_user: false,
    }
}

/// The mother lies in G1, her baby in the cot G1b beside her: born `NEWBORN_HOURS` ago.
pub(super) const NEWBORN: &str = "G1b";
pub(super) const MOTHER: &str = "G1";
pub(super) const NEWBORN_HOURS: i64 = 19;
/// Found in the street; nobody knows who he is.
pub(super) const UNIDENTIFIED: &str = "R1";

pub(super) const MORE_PATIENTS: [DemoPatient; 8] = [
    person(
        "G1",
        ("Sørensen", "Astrid", "Ms"),
        date(1993, 4, 17),
        Gender::Female,
        "Spontaneous delivery",
    ),
    DemoPatient {
        was_asked_for_allergies: false,
        ..person(
            "G1b",
            ("Sørensen", "Baby girl", ""),
            date(2000, 1, 1),
            Gender::Female,
            "Newborn, single live birth",
        )
    },
    person(
        "G2",
        ("Adeyemi", "Folasade", "Mrs"),
        date(1989, 11, 2),
        Gender::Female,
        "Pre-eclampsia",
    ),
    person(
        "G3",
        ("Katz", "Noa", "Ms"),
        date(1997, 8, 30),
        Gender::Female,
        "Caesarean section",
    ),
    DemoPatient {
        was_asked_for_allergies: false,
        ..person(
            "R1",
            ("Unknown Foxtrot", "", ""),
            date(1981, 1, 1),
            Gender::Male,
            "Found unconscious",
        )
    },
    DemoPatient {
        allergies: &["aspirin"],
        resuscitation: Some(ResuscitationStatus::FullTreatment),
        ..person(
            "M1",
            ("Παπαδόπουλος", "Γεώργιος", "Mr"),
            date(1958, 3, 9),
            Gender::Male,
            "Acute myocardial infarction",
        )
    },
    person(
        "M2",
        ("Nguyễn", "Thị Hồng", "Ms"),
        date(2001, 6, 21),
        Gender::Female,
        "Fracture of forearm",
    ),
    person(
        "M4",
        (
            "von Hohenstein-Oberschwarzenberg",
            "Maximilian Theodor",
            "Dr",
        ),
        date(1970, 12, 5),
        Gender::Male,
        "Renal colic",
    ),
];

/// The ICD-10 code of a reason, where it has one.
pub(super) fn icd10(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "Community-acquired pneumonia" | "Pneumonia, on oxygen" => "J18.9",
        "Heart failure" => "I50.9",
        "Cellulitis" => "L03.1",
        "Chest pain, under observation" => "R07.4",
        "Asthma" => "J45.9",
        "New confusion" => "R41.0",
        "Pyelonephritis" => "N10",
        "Chronic obstructive pulmonary disease" => "J44.1",
        "Sepsis, source unknown" => "A41.9",
        "Pulmonary embolism" => "I26.9",
        "Fall at home" => "R29.6",
        "Hyperemesis" => "O21.1",
        "Upper gastrointestinal bleeding" => "K92.2",
        "Atrial fibrillation" => "I48.9",
        "Diabetic ketoacidosis" => "E10.1",
        "Stroke" => "I63.9",
        "Migraine with weakness" => "G43.1",
        "Unstable angina" => "I20.0",
        "Aspiration pneumonia" => "J69.0",
        "Appendicectomy, day 1" => "K35.8",
        "Cholecystectomy, day 2" => "K80.0",
        "Bowel resection, day 3" => "C18.9",
        "Fractured wrist" => "S62.8",
        "Fractured ankle" => "S82.8",
        "Hysterectomy, day 1" => "D25.9",
        "Hernia repair" => "K40.9",
        "Thyroidectomy, day 1" => "E04.2",
        "Hip replacement, day 2" => "M16.1",
        "Clostridioides difficile" => "A04.7",
        "Suspected tuberculosis" => "A16.9",
        "Influenza" => "J10.1",
        "Syncope" => "R55",
        "Fractured femur" => "S72.0",
        "Spontaneous delivery" => "O80",
        "Newborn, single live birth" => "Z38.0",
        "Pre-eclampsia" => "O14.9",
        "Caesarean section" => "O82",
        "Found unconscious" => "R40.2",
        "Acute myocardial infarction" => "I21.9",
        "Fracture of forearm" => "S52.9",
        "Renal colic" => "N23",
        _ => return None,
    })
}

/// How somebody does, by bed.
pub(super) fn course(bed: &str) -> Course {
    match bed {
        // Sepsis and a pneumonia that get worse while everybody is busy.
        "B4" | "D6" => Course::Deteriorating,
        "A1" | "C2" | "E2" | "F6" | "S1" | "M1" => Course::Improving,
        "R1" => Course::Critical,
        NEWBORN => Course::Newborn,
        _ => Course::Steady,
    }
}

/// Whether oxygen is part of the treatment, by the reason for it.
pub(super) fn is_on_oxygen(reason: &str) -> bool {
    ["neumonia", "pulmonary", "Pulmonary", "Sepsis", "Influenza"]
        .iter()
        .any(|word| reason.contains(word))
}

/// What a substance is, for the list of allergies.
pub(super) fn category(substance: &str) -> &'static str {
    match substance {
        "latex" => "environment",
        _ => "medicine",
    }
}
