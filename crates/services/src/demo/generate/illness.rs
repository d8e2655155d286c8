//! Why people are in hospital, what they live with, what they take and what they cannot take.

/// Who lies on what kind of ward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Adult,
    Child,
    Mother,
}

/// How somebody does while lying here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    Steady,
    Improving,
    Deteriorating,
    /// Ventilated or sedated; measured every hour.
    Critical,
    Newborn,
}

/// A reason for admission.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Illness {
    pub(crate) words: &'static str,
    pub(crate) icd10: &'static str,
    pub(crate) needs: &'static [&'static str],
}

const fn illness(
    words: &'static str,
    icd10: &'static str,
    needs: &'static [&'static str],
) -> Illness {
    Illness {
        words,
        icd10,
        needs,
    }
}

const OXYGEN: &[&str] = &["oxygen"];
const MONITOR: &[&str] = &["monitor"];
const BOTH: &[&str] = &["oxygen", "monitor"];

pub(crate) const MEDICAL: &[Illness] = &[
    illness("Community-acquired pneumonia", "J18.9", OXYGEN),
    illness("Heart failure", "I50.9", MONITOR),
    illness("Cellulitis of the lower leg", "L03.1", &[]),
    illness("Exacerbation of COPD", "J44.1", OXYGEN),
    illness("Urinary tract infection", "N39.0", &[]),
    illness("Chest pain, under observation", "R07.4", MONITOR),
    illness("Atrial fibrillation", "I48.9", MONITOR),
    illness("Acute kidney injury", "N17.9", &[]),
    illness("Gastrointestinal bleeding", "K92.2", MONITOR),
    illness("Stroke", "I63.9", &["in_sight"]),
    illness("New confusion", "R41.0", &["in_sight"]),
    illness("Diabetic ketoacidosis", "E10.1", MONITOR),
    illness("Pulmonary embolism", "I26.9", BOTH),
    illness("Sepsis, source unknown", "A41.9", BOTH),
    illness("Syncope", "R55", MONITOR),
    illness("Fall at home", "R29.6", &["in_sight"]),
];
pub(crate) const SURGICAL: &[Illness] = &[
    illness("Acute appendicitis", "K35.8", &[]),
    illness("Gallstones with cholecystitis", "K80.0", &[]),
    illness("Fracture of neck of femur", "S72.0", &[]),
    illness("Bowel obstruction", "K56.6", &[]),
    illness("Inguinal hernia", "K40.9", &[]),
    illness("Osteoarthritis of the knee, replacement", "M17.1", &[]),
    illness("Malignant neoplasm of colon, resection", "C18.9", MONITOR),
    illness("Acute pancreatitis", "K85.9", MONITOR),
    illness("Fracture of lower leg", "S82.9", &[]),
    illness("Enlarged prostate", "N40", &[]),
];
pub(crate) const CRITICAL: &[Illness] = &[
    illness("Acute respiratory failure", "J96.0", BOTH),
    illness("Septic shock", "R57.2", BOTH),
    illness("Acute respiratory distress syndrome", "J80", BOTH),
    illness("Subarachnoid haemorrhage", "I60.9", MONITOR),
    illness("Acute myocardial infarction", "I21.9", BOTH),
    illness("Multiple injuries", "T07", BOTH),
];
pub(crate) const MOTHERS: &[Illness] = &[
    illness("Spontaneous delivery", "O80", &[]),
    illness("Caesarean section", "O82", &[]),
    illness("Pre-eclampsia", "O14.9", MONITOR),
    illness("Labour induced", "O61.9", &[]),
];
pub(crate) const CHILDREN: &[Illness] = &[
    illness("Acute bronchiolitis", "J21.9", OXYGEN),
    illness("Asthma", "J45.9", OXYGEN),
    illness("Gastroenteritis", "A09", &[]),
    illness("Febrile convulsion", "R56.0", &["in_sight"]),
    illness("Acute tonsillitis", "J03.9", &[]),
    illness("Fracture of forearm", "S52.9", &[]),
];
pub(crate) const NEWBORN: Illness = illness("Newborn, single live birth", "Z38.0", &[]);
pub(crate) const UNKNOWN: Illness = illness("Found unconscious", "R40.2", &["monitor", "in_sight"]);

/// What somebody in isolation has: the reason with the kind of isolation.
pub(crate) const ISOLATED: &[(Illness, &str)] = &[
    (illness("Clostridioides difficile", "A04.7", &[]), "contact"),
    (
        illness("Wound infection with MRSA", "B95.6", &[]),
        "contact",
    ),
    (illness("Influenza", "J10.1", OXYGEN), "droplet"),
    (illness("COVID-19", "U07.1", OXYGEN), "droplet"),
    (illness("Suspected tuberculosis", "A16.9", &[]), "airborne"),
    (illness("Varicella", "B01.9", &[]), "airborne"),
];

/// A long illness, and what is taken for it.
pub(crate) struct Chronic {
    pub(crate) words: &'static str,
    pub(crate) icd10: Option<&'static str>,
    pub(crate) medicine: Option<(&'static str, &'static str)>,
    /// Nobody younger has it, in years.
    pub(crate) from_age: i64,
}

pub(crate) const CHRONIC: &[Chronic] = &[
    chronic(
        "Essential hypertension",
        "I10",
        "Amlodipine 5 mg",
        "one tablet in the morning",
        35,
    ),
    chronic(
        "Type 2 diabetes mellitus",
        "E11.9",
        "Metformin 500 mg",
        "one tablet twice daily",
        35,
    ),
    chronic(
        "Asthma",
        "J45.9",
        "Salbutamol 100 micrograms inhaler",
        "two puffs when needed",
        4,
    ),
    chronic(
        "Chronic obstructive pulmonary disease",
        "J44.9",
        "Tiotropium 18 micrograms",
        "inhale once daily",
        50,
    ),
    chronic(
        "Chronic ischaemic heart disease",
        "I25.9",
        "Aspirin 75 mg",
        "one tablet daily",
        50,
    ),
    chronic(
        "Atrial fibrillation",
        "I48.9",
        "Apixaban 5 mg",
        "one tablet twice daily",
        55,
    ),
    chronic(
        "Hypothyroidism",
        "E03.9",
        "Levothyroxine 75 micrograms",
        "one tablet before breakfast",
        20,
    ),
    chronic(
        "Chronic kidney disease, stage 3",
        "N18.3",
        "Ramipril 2.5 mg",
        "one capsule daily",
        55,
    ),
    chronic(
        "Depressive episode",
        "F32.9",
        "Sertraline 50 mg",
        "one tablet daily",
        18,
    ),
    chronic(
        "Epilepsy",
        "G40.9",
        "Levetiracetam 500 mg",
        "one tablet twice daily",
        3,
    ),
    chronic(
        "Osteoarthritis of the knee",
        "M17.9",
        "Paracetamol 500 mg",
        "two tablets up to four times daily",
        45,
    ),
    chronic(
        "Migraine",
        "G43.9",
        "Sumatriptan 50 mg",
        "one tablet at the start of an attack",
        12,
    ),
    chronic(
        "Dementia in Alzheimer's disease",
        "G30.9",
        "Donepezil 10 mg",
        "one tablet at night",
        65,
    ),
    Chronic {
        words: "Lives alone, frail",
        icd10: None,
        medicine: None,
        from_age: 70,
    },
    Chronic {
        words: "Hearing loss",
        icd10: Some("H91.9"),
        medicine: None,
        from_age: 60,
    },
];

const fn chronic(
    words: &'static str,
    icd10: &'static str,
    medicine: &'static str,
    dosage: &'static str,
    from_age: i64,
) -> Chronic {
    Chronic {
        words,
        icd10: Some(icd10),
        medicine: Some((medicine, dosage)),
        from_age,
    }
}

/// Substance, kind, reactions, and the SNOMED CT code where the substance is one of the common ones.
pub(crate) const ALLERGENS: &[(&str, &str, &[&str], Option<&str>)] = &[
    (
        "penicillin",
        "medicine",
        &["rash", "anaphylaxis", "facial swelling"],
        Some("764146007"),
    ),
    (
        "amoxicillin",
        "medicine",
        &["rash", "urticaria"],
        Some("372687004"),
    ),
    (
        "ibuprofen",
        "medicine",
        &["bronchospasm", "gastric pain"],
        Some("387207008"),
    ),
    (
        "codeine",
        "medicine",
        &["vomiting", "itching"],
        Some("387494007"),
    ),
    (
        "aspirin",
        "medicine",
        &["bronchospasm", "urticaria"],
        Some("387458008"),
    ),
    ("trimethoprim", "medicine", &["rash"], Some("387170002")),
    (
        "chlorhexidine",
        "medicine",
        &["anaphylaxis", "contact dermatitis"],
        Some("373568007"),
    ),
    (
        "peanut",
        "food",
        &["anaphylaxis", "lip swelling"],
        Some("762952008"),
    ),
    ("shellfish", "food", &["urticaria", "vomiting"], None),
    ("egg", "food", &["urticaria"], None),
    (
        "latex",
        "environment",
        &["contact dermatitis", "anaphylaxis"],
        Some("111088007"),
    ),
    ("grass pollen", "environment", &["rhinitis"], None),
    (
        "wasp venom",
        "environment",
        &["anaphylaxis", "local swelling"],
        None,
    ),
    ("adhesive plaster", "other", &["contact dermatitis"], None),
];
pub(crate) const SNOMED: &str = "http://snomed.info/sct";
