//! Stays, past and present: who lay where and when, who looked after them, and what was measured.

use cloudcare_store::demo::{
    AdmissionEventRow, AdmissionRow, Batch, BedReservationRow, BedStayRow, ConditionRow,
    ObservationRow, PatientDoctorRow,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    About, Course, Dice, Lying, Plan, Role,
    bed::Bed,
    before,
    illness::{self, Group, Illness},
    person::Person,
    place::Kind,
    vitals::{self, Usual},
};

/// A patient was in hospital at most once in each of these stretches of time, so that nobody is ever
/// in two places.
const WINDOWS: usize = 3;
const WINDOW: i64 = 400 * 24 * 60;
/// Before this everything is past, in minutes before now; nobody lies here longer.
const PAST: i64 = 30 * 24 * 60;

/// How the past is laid into the beds: every bed's window is cut into slots, and each past stay has
/// a slot of its own.
#[derive(Debug, Default)]
pub(super) struct History {
    beds: [Vec<usize>; 3],
    slots: [[u64; 3]; WINDOWS],
    used: [[u64; 3]; WINDOWS],
}

impl History {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut history = Self {
            beds: [Group::Adult, Group::Child, Group::Mother].map(|g| plan.beds_for(g)),
            ..Self::default()
        };
        let mut stays = [[0; 3]; WINDOWS];
        for index in 0..plan.order.patients {
            let person = Person::of(plan, index);
            for window in windows_of(plan, index, &person) {
                stays[window][person.group as usize] += 1;
            }
        }
        for (slots, stays) in history.slots.iter_mut().zip(&stays) {
            for (group, beds) in history.beds.iter().enumerate() {
                slots[group] = u64::div_ceil(stays[group], (beds.len() as u64).max(1));
            }
        }
        history
    }
}

/// In which stretches of the past somebody was in hospital, latest first.
fn windows_of(plan: &Plan, index: u64, person: &Person) -> impl Iterator<Item = usize> + use<> {
    let mut dice = plan.dice(About::History, index);
    let wanted = match person.role {
        Some(Role::Newborn | Role::Unidentified) => 0,
        _ => match dice.below(100) {
            0..55 => 0,
            55..82 => 1,
            82..94 => 2,
            _ => WINDOWS,
        },
    };
    let age = person.age_days * 24 * 60;
    let is_mother = person.group == Group::Mother;
    (0..wanted).filter(move |window| {
        let earliest = PAST + WINDOW * (i64::try_from(*window).unwrap_or(0) + 1);
        // Born by then; and a mother was a woman by then.
        age > earliest
            + if is_mother {
                17 * 365 * 24 * 60
            } else {
                24 * 60
            }
    })
}

/// Writes every stay of a patient. Answers when they first came.
pub(super) fn write_stays(
    plan: &mut Plan,
    index: u64,
    person: &Person,
    batch: &mut Batch,
) -> Timestamp {
    let mut dice = plan.dice(About::Admission, index);
    let mut first = None;
    for window in windows_of(plan, index, person) {
        let group = person.group as usize;
        let rank = plan.history.used[window][group];
        plan.history.used[window][group] += 1;
        let beds = &plan.history.beds[group];
        if beds.is_empty() {
            continue;
        }
        let bed = beds[usize::try_from(rank % beds.len() as u64).unwrap_or(0)];
        let slots = i64::try_from(plan.history.slots[window][group].max(1)).unwrap_or(1);
        let slot = i64::try_from(rank / beds.len() as u64).unwrap_or(0);
        let length = WINDOW / slots;
        let end = PAST + WINDOW * i64::try_from(window).unwrap_or(0) + slot * length;
        let came = write_past(plan, index, window, bed, (end, length), &mut dice, batch);
        first = Some(first.map_or(came, |f: Timestamp| f.min(came)));
    }
    if let Some((place, lying)) = plan.lying(index) {
        let came = write_current(plan, index, place, lying, person, &mut dice, batch);
        first = Some(first.map_or(came, |f| f.min(came)));
    }
    first.unwrap_or_else(|| {
        // Never lay here: registered some day of the last five years, or since birth.
        let most = (person.age_days * 24 * 60).clamp(1, 5 * 365 * 24 * 60);
        plan.ago(dice.between(0, most - 1))
    })
}

fn write_past(
    plan: &Plan,
    index: u64,
    window: usize,
    bed: usize,
    (end, length): (i64, i64),
    dice: &mut Dice,
    batch: &mut Batch,
) -> Timestamp {
    let ward = &plan.wards[plan.beds[bed].ward];
    let longest = match ward.kind {
        Kind::Day => 8 * 60,
        Kind::Emergency => 20 * 60,
        Kind::Maternity => 3 * 24 * 60,
        Kind::Paediatric => 5 * 24 * 60,
        Kind::Inpatient | Kind::IntensiveCare => 12 * 24 * 60,
    };
    // An hour is left for the cleaning between two stays.
    let most = longest.min(length - 60).max(1);
    let stayed = dice.between((most / 8).max(1), most);
    let left = end + dice.between(0, (length - 60 - stayed).max(0));
    let (admitted_at, discharged_at) = (plan.ago(left + stayed), plan.ago(left));
    let reason = dice.of_these(ward.reasons);
    let number = index * 8 + 1 + window as u64;
    let (admission, patient) = (
        plan.id(About::Admission, number),
        plan.id(About::Patient, index),
    );
    let doctor = plan.doctor_of(plan.beds[bed].ward, dice.below(3));
    let disposition = match dice.below(100) {
        0..92 => "home",
        92..97 => "other_hospital",
        97..99 => "self_discharge",
        _ => "absconded",
    };
    batch.push(&AdmissionRow {
        id: admission,
        patient_id: patient,
        hospital_id: plan.hospitals[ward.hospital].id,
        ward_id: ward.id,
        department_id: plan.departments[ward.department].id,
        treatment_type: ward.kind.treatment(),
        reason: Some(reason.words),
        isolation: None,
        place: None,
        responsible_doctor_id: Some(doctor),
        admitted_at,
        expected_discharge_at: None,
        discharged_at: Some(discharged_at),
        discharge_summary: Some(dice.of_these(&[
            "Recovered, medicines unchanged, follow-up with the family doctor",
            "Improved, follow-up in the clinic in six weeks",
            "Treated, no follow-up needed",
        ])),
        disposition: Some(disposition),
        needs: reason.needs.to_vec(),
        away_since: None,
    });
    batch.push(&BedStayRow {
        id: plan.id(About::Stay, number),
        admission_id: admission,
        bed_id: plan.beds[bed].id,
        patient_id: patient,
        during: (admitted_at, Some(discharged_at)),
    });
    let mut event = |n: u64, kind, at, from_bed_id, to_bed_id| {
        batch.push(&AdmissionEventRow {
            id: plan.id(About::AdmissionEvent, number * 4 + n),
            admission_id: admission,
            kind,
            at,
            from_bed_id,
            to_bed_id,
        });
    };
    let bed = plan.beds[bed].id;
    event(0, "admitted", admitted_at, None, Some(bed));
    event(1, "discharged", discharged_at, Some(bed), None);
    write_condition(
        plan,
        index,
        1 + window as u64,
        &reason,
        admitted_at,
        Some(discharged_at),
        batch,
    );
    if dice.percent(40) {
        batch.push(&PatientDoctorRow {
            id: plan.id(About::PatientDoctor, number),
            patient_id: patient,
            doctor_id: doctor,
            relationship_type: "attending",
            started_at: admitted_at,
            ended_at: Some(discharged_at),
        });
    }
    admitted_at
}

fn write_condition(
    plan: &Plan,
    index: u64,
    number: u64,
    illness: &Illness,
    from: Timestamp,
    to: Option<Timestamp>,
    batch: &mut Batch,
) {
    let date = |at: Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).date();
    batch.push(&ConditionRow {
        id: plan.id(About::Condition, index * 16 + number),
        patient_id: plan.id(About::Patient, index),
        icd10_code: Some(illness.icd10),
        description: illness.words,
        started_on: Some(date(from)),
        ended_on: to.map(date),
        recorded_at: from,
    });
}

fn write_current(
    plan: &Plan,
    index: u64,
    place: u64,
    lying: Lying,
    person: &Person,
    dice: &mut Dice,
    batch: &mut Batch,
) -> Timestamp {
    let ward = &plan.wards[lying.ward];
    let bed = lying.bed.map(|b| &plan.beds[b]);
    let (reason, isolation) = reason_of(lying.role, ward.reasons, bed, dice);
    // Now and then the place lacks what is needed: somebody will have to move.
    let is_misplaced = dice.percent(2);
    let course = course_of(lying.role, ward.kind, dice);
    let longest = match ward.kind {
        Kind::Day => 7 * 60,
        Kind::Emergency => 16 * 60,
        Kind::Maternity => 3 * 24 * 60,
        _ => 13 * 24 * 60,
    };
    let admitted_at = person
        .born_at()
        .unwrap_or_else(|| plan.ago(dice.between(45, longest)));
    let since = plan.order.at.duration_since(admitted_at).as_secs() / 60;
    let number = index * 8;
    let (admission, patient) = (
        plan.id(About::Admission, number),
        plan.id(About::Patient, index),
    );
    let doctor = plan.doctor_of(lying.ward, place);
    let is_away = matches!(lying.role, Role::Away { .. });
    let away_since = is_away.then(|| plan.ago(dice.between(10, 40.min(since.max(11)))));
    batch.push(&AdmissionRow {
        id: admission,
        patient_id: patient,
        hospital_id: plan.hospitals[ward.hospital].id,
        ward_id: ward.id,
        department_id: plan.departments[ward.department].id,
        treatment_type: ward.kind.treatment(),
        reason: Some(reason.words),
        isolation,
        place: match lying.bed {
            None if is_away => Some("theatre 2"),
            None => Some(plan.place_without_bed(place)),
            Some(_) => None,
        },
        responsible_doctor_id: Some(doctor),
        admitted_at,
        expected_discharge_at: dice
            .percent(40)
            .then(|| plan.ago(-dice.between(90, 4 * 24 * 60))),
        discharged_at: None,
        discharge_summary: None,
        disposition: None,
        needs: reason
            .needs
            .iter()
            .filter(|n| is_misplaced || bed.is_none_or(|b| b.has(n)))
            .copied()
            .collect(),
        away_since,
    });
    let mut event = |n: u64, kind, at, from_bed_id, to_bed_id| {
        batch.push(&AdmissionEventRow {
            id: plan.id(About::AdmissionEvent, number * 4 + n),
            admission_id: admission,
            kind,
            at,
            from_bed_id,
            to_bed_id,
        });
    };
    let bed = bed.map(|b| b.id);
    let kept = match lying.role {
        Role::Away { kept_bed } => kept_bed.map(|b| plan.beds[b].id),
        _ => None,
    };
    event(0, "admitted", admitted_at, None, bed.or(kept));
    if let Some(at) = away_since {
        event(1, "away", at, kept, None);
    }
    let stay = |bed_id, to| BedStayRow {
        id: plan.id(About::Stay, number),
        admission_id: admission,
        bed_id,
        patient_id: patient,
        during: (admitted_at, to),
    };
    if let Some(bed) = bed {
        batch.push(&stay(bed, None));
    } else if let (Some(bed), Some(away)) = (kept, away_since) {
        batch.push(&stay(bed, Some(away)));
        batch.push(&BedReservationRow {
            id: plan.id(About::Reservation, number),
            bed_id: bed,
            patient_id: Some(patient),
            reason: Some("In theatre, comes back"),
            during: (away, Some(plan.ago(-dice.between(60, 360)))),
            created_at: away,
        });
    }
    write_condition(plan, index, 0, &reason, admitted_at, None, batch);
    batch.push(&PatientDoctorRow {
        id: plan.id(About::PatientDoctor, number),
        patient_id: patient,
        doctor_id: doctor,
        relationship_type: "current",
        started_at: admitted_at,
        ended_at: None,
    });
    let usual = Usual::of(dice, person.age_years(), reason.needs.contains(&"oxygen"));
    let measured = Measured {
        patient,
        admission: Some(admission),
        at: plan.order.at,
        since,
        course,
    };
    let first = index * 128;
    write_observations(&measured, &usual, dice, batch, |n| {
        plan.id(About::Observation, first + n)
    });
    if place == 0 {
        write_reservations(plan, batch);
    }
    admitted_at
}

/// Whose vital signs, and over which time.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) patient: Uuid,
    pub(crate) admission: Option<Uuid>,
    /// Now.
    pub(crate) at: Timestamp,
    /// Minutes since they came.
    pub(crate) since: i64,
    pub(crate) course: Course,
}

/// Writes the observation sets of the last three days.
pub(crate) fn write_observations(
    measured: &Measured,
    usual: &Usual,
    dice: &mut Dice,
    batch: &mut Batch,
    id: impl Fn(u64) -> Uuid,
) {
    let times = vitals::times(dice, measured.course, measured.since);
    let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
    let weight = match measured.course {
        Course::Newborn => 3.4 + dice.swing() * 0.8,
        _ => 76.0 + dice.swing() * 28.0,
    };
    let is_small = measured.course == Course::Newborn || usual.is_child();
    for (n, ago) in (0_u32..).zip(&times) {
        let progress = f64::from(n + 1) / f64::from(count);
        let reading = vitals::reading(dice, usual, measured.course, progress);
        batch.push(&ObservationRow {
            id: id(u64::from(n)),
            patient_id: measured.patient,
            admission_id: measured.admission,
            taken_at: before(measured.at, *ago),
            respiration_per_min: Some(reading.respiration),
            oxygen_saturation_percent: Some(reading.saturation),
            on_oxygen: reading.on_oxygen,
            systolic_mmhg: reading.pressure.map(|p| p.0),
            diastolic_mmhg: reading.pressure.map(|p| p.1),
            pulse_per_min: Some(reading.pulse),
            temperature_c: Some(reading.temperature),
            consciousness: reading.consciousness,
            // Weighed and measured on the way in.
            weight_kg: (n == 0 && (!is_small || measured.course == Course::Newborn))
                .then_some((weight * 10.0).round() / 10.0),
            height_cm: (n == 0 && !is_small).then_some((169.0 + dice.swing() * 18.0).round()),
        });
    }
}

fn reason_of(
    role: Role,
    reasons: &[Illness],
    bed: Option<&Bed>,
    dice: &mut Dice,
) -> (Illness, Option<&'static str>) {
    match role {
        Role::Usual(_) => (dice.of_these(reasons), None),
        Role::Away { .. } => (dice.of_these(illness::SURGICAL), None),
        Role::Newborn => (illness::NEWBORN, None),
        Role::Unidentified => (illness::UNKNOWN, None),
        Role::Isolated => {
            let is_airborne_room = bed.is_some_and(|b| b.has("negative_pressure"));
            let fitting: Vec<(Illness, &'static str)> = illness::ISOLATED
                .iter()
                .filter(|(_, isolation)| is_airborne_room || *isolation != "airborne")
                .copied()
                .collect();
            let (illness, isolation) = dice.of_these(&fitting);
            (illness, Some(isolation))
        }
    }
}

fn course_of(role: Role, kind: Kind, dice: &mut Dice) -> Course {
    match (role, kind) {
        (Role::Newborn, _) => Course::Newborn,
        (_, Kind::IntensiveCare) => Course::Critical,
        _ => match dice.below(100) {
            0..7 => Course::Deteriorating,
            7..35 => Course::Improving,
            _ => Course::Steady,
        },
    }
}

/// Beds kept for somebody who is expected.
fn write_reservations(plan: &Plan, batch: &mut Batch) {
    for bed in plan.reserved_for_nobody_yet() {
        let mut dice = plan.dice(About::Reservation, bed as u64);
        let from = plan.ago(dice.between(5, 120));
        batch.push(&BedReservationRow {
            // Numbers of patients end far below.
            id: plan.id(About::Reservation, (1 << 46) + bed as u64),
            bed_id: plan.beds[bed].id,
            patient_id: None,
            reason: Some(dice.of_these(&[
                "Elective admission from the clinic",
                "Coming from the emergency department",
                "Coming from intensive care",
            ])),
            during: (from, Some(plan.ago(-dice.between(45, 360)))),
            created_at: from,
        });
    }
}
