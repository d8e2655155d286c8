//! Who somebody is: name, age, how to reach them, what they live with and what they cannot take.

use cloudcare_store::demo::{
    AllergyRow, Batch, ConditionRow, DeathRow, FamilyContactRow, MedicationRow, PatientRow,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde_json::json;
use uuid::Uuid;

use super::{
    About, Dice, Lying, Plan, Role, before,
    illness::{ALLERGENS, CHRONIC, Group, SNOMED},
    name::Name,
};

/// Identity and age; all that must be known to decide where somebody may lie.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) is_woman: bool,
    pub(crate) born: Date,
    pub(crate) age_days: i64,
    pub(crate) role: Option<Role>,
    /// What they were in hospital for before, if ever.
    pub(crate) group: Group,
    born_at: Option<Timestamp>,
    mother: Option<u64>,
}

const BLOOD: [&str; 10] = [
    "O_POSITIVE",
    "A_POSITIVE",
    "O_POSITIVE",
    "A_POSITIVE",
    "B_POSITIVE",
    "O_NEGATIVE",
    "A_NEGATIVE",
    "AB_POSITIVE",
    "unknown",
    "unknown",
];
const STREETS: [&str; 12] = [
    "Mill Lane",
    "High Street",
    "Station Road",
    "Church Lane",
    "Victoria Road",
    "The Green",
    "Orchard Close",
    "Bridge Street",
    "Harbour View",
    "Queen's Avenue",
    "Park Road",
    "Quay Street",
];
const CITIES: [&str; 8] = [
    "Eastfield",
    "Marlow",
    "Harbourton",
    "Westmoor",
    "Kingsbridge",
    "Ashbourne",
    "Castleton",
    "Fenwick",
];
const INSURERS: [&str; 5] = [
    "National scheme",
    "Northern Mutual",
    "Harbour Health",
    "Seafarers' Fund",
    "Concordia",
];
const RELATIONS: [&str; 8] = [
    "wife", "husband", "daughter", "son", "mother", "father", "friend", "sister",
];

impl Person {
    /// The person of this number.
    pub(super) fn of(plan: &Plan, index: u64) -> Self {
        let mut dice = plan.dice(About::Patient, index);
        let lying = plan.lying(index);
        let role = lying.map(|(_, l)| l.role);
        let days = |dice: &mut Dice, from: i64, to: i64| dice.between(from * 365, to * 365 + 364);
        let adult = |dice: &mut Dice| {
            if dice.percent(25) {
                days(dice, 18, 49)
            } else {
                days(dice, 50, 96)
            }
        };
        let (is_woman, age_days, group) = match role {
            Some(Role::Usual(Group::Mother)) => (true, days(&mut dice, 18, 43), Group::Mother),
            Some(Role::Usual(Group::Child)) => {
                (dice.percent(48), dice.between(20, 15 * 365), Group::Child)
            }
            Some(Role::Newborn) => (dice.percent(49), dice.between(0, 2), Group::Child),
            Some(
                Role::Usual(Group::Adult) | Role::Isolated | Role::Unidentified | Role::Away { .. },
            ) => (dice.percent(50), adult(&mut dice), Group::Adult),
            None => {
                let is_woman = dice.percent(51);
                let age_days = match dice.below(100) {
                    0..17 => dice.between(20, 15 * 365 + 364),
                    17..51 => days(&mut dice, 16, 44),
                    51..82 => days(&mut dice, 45, 69),
                    _ => days(&mut dice, 70, 101),
                };
                let group = match age_days / 365 {
                    0..16 => Group::Child,
                    18..45 if is_woman && dice.percent(35) => Group::Mother,
                    _ => Group::Adult,
                };
                (is_woman, age_days, group)
            }
        };
        let is_newborn = role == Some(Role::Newborn);
        let born_at = is_newborn.then(|| plan.ago(age_days * 24 * 60 + dice.between(90, 1_300)));
        let born = match born_at {
            Some(at) => at.to_zoned(jiff::tz::TimeZone::UTC).date(),
            None => plan
                .today
                .saturating_sub(SignedDuration::from_hours(24 * age_days)),
        };
        Self {
            is_woman,
            born,
            age_days,
            role,
            group,
            born_at,
            mother: is_newborn.then(|| index.saturating_sub(plan.stride())),
        }
    }

    pub(crate) fn age_years(&self) -> i64 {
        self.age_days / 365
    }

    /// When a newborn was born: the stay begins then.
    pub(crate) fn born_at(&self) -> Option<Timestamp> {
        self.born_at
    }

    fn name(&self, plan: &Plan, index: u64) -> Name {
        let mut dice = plan.dice(About::Patient, index + (1 << 40));
        if let Some(mother) = self.mother {
            let family = Self::of(plan, mother).name(plan, mother).family;
            let given = if self.is_woman {
                "Baby girl"
            } else {
                "Baby boy"
            };
            return Name {
                family,
                given: given.to_owned(),
                title: None,
            };
        }
        if self.role == Some(Role::Unidentified) {
            let letters = [
                "Alpha", "Bravo", "Delta", "Echo", "Foxtrot", "Juliett", "Kilo", "Tango",
            ];
            return Name {
                family: format!("Unknown {}", dice.of_these(&letters)),
                given: String::new(),
                title: None,
            };
        }
        Name::of(&mut dice, self.is_woman, self.age_years() < 16)
    }

    /// Writes the patient and what is known of them, after their stays told when they came first.
    pub(super) fn write(
        &self,
        plan: &Plan,
        index: u64,
        registered_at: Timestamp,
        batch: &mut Batch,
    ) {
        let mut dice = plan.dice(About::Patient, index + (2 << 40));
        let id = plan.id(About::Patient, index);
        let name = self.name(plan, index);
        let is_known = self.role != Some(Role::Unidentified);
        let is_newborn = self.born_at.is_some();
        let lying: Option<(u64, Lying)> = plan.lying(index);
        let allergy_state = match dice.below(100) {
            _ if !is_known => "unable_to_obtain",
            _ if is_newborn => "not_asked",
            0..24 => "known",
            24..80 => "none_known",
            80..95 => "not_asked",
            _ => "unable_to_obtain",
        };
        let home = &plan.hospitals[match lying {
            Some((_, l)) => plan.wards[l.ward].hospital,
            None => usize::try_from(index).unwrap_or(0) % plan.hospitals.len().max(1),
        }];
        let resuscitation_status = match dice.below(100) {
            0..5 if self.age_years() >= 75 => Some("limited_treatment"),
            5..13 if self.age_years() >= 75 => Some("not_for_resuscitation"),
            13..30 if lying.is_some() => Some("full_treatment"),
            _ => None,
        };
        let has_contact = is_known && !is_newborn && dice.percent(92);
        batch.push(&PatientRow {
            id,
            family_name: name.family.clone(),
            given_name: name.given.clone(),
            title: name.title,
            date_of_birth: if is_known {
                self.born
            } else {
                Date::new(self.born.year(), 1, 1).unwrap_or(self.born)
            },
            date_of_birth_is_estimated: !is_known,
            gender: match dice.below(400) {
                0 => "other",
                1 => "prefer_not_to_say",
                _ if self.is_woman => "female",
                _ => "male",
            },
            contact: has_contact.then(|| phone(index)),
            email: (has_contact && dice.percent(40))
                .then(|| format!("person.{}.{index}@demo.example", plan.order.seed)),
            address: (is_known && dice.percent(80)).then(|| {
                json!({
                    "line1": format!("{} {}", dice.between(1, 190), dice.of_these(&STREETS)),
                    "city": dice.of_these(&CITIES),
                    "postal_code": format!("ZZ{} {}XX", dice.between(1, 99), dice.between(1, 9)),
                    "country": "GB",
                })
                .to_string()
            }),
            blood_type: dice.of_these(&BLOOD),
            insurance_provider: is_known.then(|| dice.of_these(&INSURERS)),
            insurance_number: is_known.then(|| insurance_number(plan, index)),
            allergy_state,
            allergy_state_at: (allergy_state != "not_asked").then_some(registered_at),
            resuscitation_status,
            identity_state: if is_known {
                "identified"
            } else {
                "unidentified"
            },
            mother_id: self.mother.map(|m| plan.id(About::Patient, m)),
            born_at: self.born_at,
            registered_hospital_id: home.id,
            created_at: registered_at,
        });
        if allergy_state == "known" {
            write_allergies(plan, index, id, registered_at, &mut dice, batch);
        }
        if is_known {
            self.write_contacts(plan, index, &name, registered_at, &mut dice, batch);
            self.write_conditions(plan, index, registered_at, &mut dice, batch);
        }
        if lying.is_none() && self.age_years() >= 60 && dice.percent(2) {
            write_death(plan, index, registered_at, &mut dice, batch);
        }
    }

    fn write_contacts(
        &self,
        plan: &Plan,
        index: u64,
        name: &Name,
        at: Timestamp,
        dice: &mut Dice,
        batch: &mut Batch,
    ) {
        let wanted = match dice.below(100) {
            _ if self.age_years() < 16 => 1,
            0..50 => 0,
            50..85 => 1,
            _ => 2,
        };
        for number in 0..wanted {
            let is_parent = self.age_years() < 16;
            let relation = match self.mother {
                Some(_) => 4,
                None if is_parent => 4 + dice.below(2),
                None => dice.below(8),
            };
            let relationship = RELATIONS[usize::try_from(relation).unwrap_or(6)];
            let is_woman = matches!(relationship, "wife" | "daughter" | "mother" | "sister");
            let other = Name::of(dice, is_woman, false);
            let is_family = relationship != "friend" && dice.percent(80);
            let family = if is_family {
                &name.family
            } else {
                &other.family
            };
            let family: String = family.chars().take(120).collect();
            batch.push(&FamilyContactRow {
                id: plan.id(About::Contact, index * 4 + number),
                patient_id: plan.id(About::Patient, index),
                name: format!("{} {family}", other.given),
                relationship,
                contact: phone(index + 500_000_000 + number * 100_000_000),
                is_primary: number == 0,
                is_emergency_contact: number == 0 || dice.percent(30),
                created_at: at,
            });
        }
    }

    fn write_conditions(
        &self,
        plan: &Plan,
        index: u64,
        registered_at: Timestamp,
        dice: &mut Dice,
        batch: &mut Batch,
    ) {
        let age = self.age_years();
        let wanted = match age {
            0..16 => u64::from(dice.percent(12)),
            16..45 => u64::from(dice.percent(35)),
            45..70 => dice.below(3),
            _ => 1 + dice.below(3),
        };
        let first = dice.below(CHRONIC.len() as u64);
        let mut number = 0;
        for step in 0..CHRONIC.len() as u64 {
            if number == wanted {
                break;
            }
            // Steps of four through fifteen entries meet each once.
            let which = usize::try_from((first + step * 4) % CHRONIC.len() as u64).unwrap_or(0);
            let chronic = &CHRONIC[which];
            if age <= chronic.from_age {
                continue;
            }
            let years = dice.between(1, (age - chronic.from_age).clamp(1, 25));
            let started_on = plan
                .today
                .saturating_sub(SignedDuration::from_hours(24 * (years * 365 - 200)));
            let has_ended = chronic.medicine.is_some() && dice.percent(8);
            batch.push(&ConditionRow {
                id: plan.id(About::Condition, index * 16 + 8 + number),
                patient_id: plan.id(About::Patient, index),
                icd10_code: chronic.icd10,
                description: chronic.words,
                started_on: Some(started_on),
                ended_on: has_ended.then(|| {
                    started_on
                        .saturating_add(SignedDuration::from_hours(24 * dice.between(10, 150)))
                }),
                recorded_at: registered_at,
            });
            if let Some((medication_name, dosage)) = chronic.medicine
                && dice.percent(60)
            {
                batch.push(&MedicationRow {
                    id: plan.id(About::Medication, index * 4 + number),
                    patient_id: plan.id(About::Patient, index),
                    medication_name,
                    dosage,
                    status: if has_ended { "stopped" } else { "active" },
                    authored_at: registered_at,
                    recorded_at: registered_at,
                });
            }
            number += 1;
        }
    }
}

fn write_death(
    plan: &Plan,
    index: u64,
    registered_at: Timestamp,
    dice: &mut Dice,
    batch: &mut Batch,
) {
    // After every past stay, which end thirty days ago at the latest.
    let died_at = plan.ago(dice.between(2 * 24 * 60, 29 * 24 * 60));
    if died_at <= registered_at {
        return;
    }
    batch.push(&DeathRow {
        id: plan.id(About::Death, index),
        patient_id: plan.id(About::Patient, index),
        died_at,
        verified_by: format!(
            "Dr {}",
            Name::of(dice, index.is_multiple_of(2), true).in_full()
        ),
        recorded_at: before(died_at, -dice.between(10, 90)),
    });
}

fn write_allergies(
    plan: &Plan,
    index: u64,
    patient_id: Uuid,
    at: Timestamp,
    dice: &mut Dice,
    batch: &mut Batch,
) {
    let wanted = 1 + u64::from(dice.percent(30)) + u64::from(dice.percent(8));
    let first = dice.below(ALLERGENS.len() as u64);
    for number in 0..wanted {
        let which = usize::try_from((first + number * 3) % ALLERGENS.len() as u64).unwrap_or(0);
        let (substance, category, reactions, code) = ALLERGENS[which];
        let reaction = dice.percent(80).then(|| dice.of_these(reactions));
        // The first stays active: "known" without an active entry would be no knowledge.
        let is_refuted = number > 0 && dice.percent(20);
        batch.push(&AllergyRow {
            id: plan.id(About::Allergy, index * 4 + number),
            patient_id,
            substance,
            reaction,
            severity: match reaction {
                Some("anaphylaxis") => Some("life_threatening"),
                Some("bronchospasm" | "facial swelling" | "lip swelling") => Some("severe"),
                Some(_) => Some(dice.of_these(&["mild", "moderate"])),
                None => None,
            },
            category,
            code,
            code_system: code.map(|_| SNOMED),
            status: if is_refuted { "refuted" } else { "active" },
            status_reason: is_refuted.then_some("Tolerated since, on supervised challenge"),
            recorded_at: at,
        });
    }
}

/// Longer by one digit than any real number of its kind, so that nobody's telephone rings.
fn phone(index: u64) -> String {
    format!(
        "+44 7700 9{:03} {:06}",
        index / 1_000_000 % 1_000,
        index % 1_000_000
    )
}

fn insurance_number(plan: &Plan, index: u64) -> String {
    let letters = *b"ABCDEFGHJKLMNPRSTUVWXYZ";
    let letter = |n: u64| char::from(letters[usize::try_from(n % 23).unwrap_or(0)]);
    let seed = plan.order.seed;
    format!(
        "{}{}{:09}",
        letter(seed),
        letter(seed / 23),
        index + 100_000_000
    )
}
