//! Hospitals, departments, wards, beds and doctors, and who may lie in which bed.

use cloudcare_store::demo::{Batch, DepartmentRow, HospitalRow, WardRow};
use uuid::Uuid;

use super::{
    About, Lying, Plan, Role,
    bed::{Bed, State},
    illness::{self, Group, Illness},
};

#[derive(Debug)]
pub(crate) struct Hospital {
    pub(crate) id: Uuid,
    pub(crate) name: String,
}

#[derive(Debug)]
pub(crate) struct Department {
    pub(crate) id: Uuid,
    pub(crate) hospital: usize,
    pub(crate) name: &'static str,
}

#[derive(Debug)]
pub(crate) struct Ward {
    pub(crate) id: Uuid,
    pub(crate) hospital: usize,
    pub(crate) department: usize,
    pub(crate) kind: Kind,
    pub(crate) reasons: &'static [Illness],
    name: String,
}

/// As `wards.kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Inpatient,
    IntensiveCare,
    Maternity,
    Paediatric,
    Emergency,
    Day,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Inpatient => "inpatient",
            Self::IntensiveCare => "intensive_care",
            Self::Maternity => "maternity",
            Self::Paediatric => "paediatric",
            Self::Emergency => "emergency",
            Self::Day => "day",
        }
    }

    pub(crate) fn treatment(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Day => "day",
            Self::Inpatient | Self::IntensiveCare | Self::Maternity | Self::Paediatric => {
                "inpatient"
            }
        }
    }

    pub(crate) fn group(self) -> Group {
        match self {
            Self::Maternity => Group::Mother,
            Self::Paediatric => Group::Child,
            Self::Inpatient | Self::IntensiveCare | Self::Emergency | Self::Day => Group::Adult,
        }
    }
}

/// A ward as it is drawn: name, department, specialisation, kind, beds, what people have there.
pub(super) struct Drawing(
    &'static str,
    &'static str,
    pub(super) &'static str,
    Kind,
    usize,
    &'static [Illness],
);

const DRAWINGS: [Drawing; 18] = [
    Drawing(
        "Acute medicine",
        "Medicine",
        "acute medicine",
        Kind::Inpatient,
        24,
        illness::MEDICAL,
    ),
    Drawing(
        "Surgery",
        "Surgery",
        "general surgery",
        Kind::Inpatient,
        24,
        illness::SURGICAL,
    ),
    Drawing(
        "Emergency",
        "Emergency medicine",
        "emergency medicine",
        Kind::Emergency,
        12,
        illness::MEDICAL,
    ),
    Drawing(
        "Maternity",
        "Obstetrics",
        "obstetrics",
        Kind::Maternity,
        16,
        illness::MOTHERS,
    ),
    Drawing(
        "Children",
        "Paediatrics",
        "paediatrics",
        Kind::Paediatric,
        16,
        illness::CHILDREN,
    ),
    Drawing(
        "Intensive care",
        "Intensive care",
        "intensive care medicine",
        Kind::IntensiveCare,
        8,
        illness::CRITICAL,
    ),
    Drawing(
        "Elderly care",
        "Medicine",
        "geriatric medicine",
        Kind::Inpatient,
        60,
        illness::MEDICAL,
    ),
    Drawing(
        "Cardiology",
        "Medicine",
        "cardiology",
        Kind::Inpatient,
        24,
        illness::MEDICAL,
    ),
    Drawing(
        "Orthopaedics",
        "Surgery",
        "trauma and orthopaedics",
        Kind::Inpatient,
        28,
        illness::SURGICAL,
    ),
    Drawing(
        "Day surgery",
        "Surgery",
        "anaesthesia",
        Kind::Day,
        6,
        illness::SURGICAL,
    ),
    Drawing(
        "Respiratory",
        "Medicine",
        "respiratory medicine",
        Kind::Inpatient,
        24,
        illness::MEDICAL,
    ),
    Drawing(
        "Stroke",
        "Medicine",
        "stroke medicine",
        Kind::Inpatient,
        20,
        illness::MEDICAL,
    ),
    Drawing(
        "Oncology",
        "Medicine",
        "medical oncology",
        Kind::Inpatient,
        20,
        illness::MEDICAL,
    ),
    Drawing(
        "Gastroenterology",
        "Medicine",
        "gastroenterology",
        Kind::Inpatient,
        24,
        illness::MEDICAL,
    ),
    Drawing(
        "Renal",
        "Medicine",
        "renal medicine",
        Kind::Inpatient,
        18,
        illness::MEDICAL,
    ),
    Drawing(
        "Urology",
        "Surgery",
        "urology",
        Kind::Inpatient,
        20,
        illness::SURGICAL,
    ),
    Drawing(
        "Neurology",
        "Medicine",
        "neurology",
        Kind::Inpatient,
        20,
        illness::MEDICAL,
    ),
    Drawing(
        "High dependency",
        "Intensive care",
        "intensive care medicine",
        Kind::IntensiveCare,
        6,
        illness::CRITICAL,
    ),
];

/// Beds of a hospital, about.
const BEDS_A_HOSPITAL: usize = 400;
/// One bed for so many people on the books, above the first ward.
const PEOPLE_A_BED: u64 = 125;
const TOWNS: [&str; 24] = [
    "Eastfield",
    "Riverside",
    "Harbour",
    "Westmoor",
    "Kingsbridge",
    "Stonebridge",
    "Lakeside",
    "Highfield",
    "Ashbourne",
    "Fenwick",
    "Marlow",
    "Thornbury",
    "Oakhampton",
    "Saltmarsh",
    "Brackenridge",
    "Holmwood",
    "Penrose",
    "Castleton",
    "Wexcombe",
    "Longmeadow",
    "Silverdale",
    "Cranleigh",
    "Duncairn",
    "Glenmore",
];
const KINDS: [(&str, &str); 4] = [
    ("Infirmary", "general"),
    ("University Hospital", "teaching"),
    ("Community Hospital", "community"),
    ("Royal Hospital", "general"),
];
const PLACES_WITHOUT_BED: [&str; 4] = ["corridor", "discharge lounge", "X-ray", "corridor bay B"];

impl Plan {
    pub(super) fn draw_places(&mut self) {
        let patients = self.order.patients;
        let wanted = (24 + patients / PEOPLE_A_BED).min(patients.max(4));
        let mut left = usize::try_from(wanted).unwrap_or(usize::MAX);
        while left > 0 {
            let hospital = self.hospitals.len();
            let name = self.hospital_name(hospital);
            self.hospitals.push(Hospital {
                id: self.id(About::Hospital, hospital as u64),
                name,
            });
            let mut room = left.min(BEDS_A_HOSPITAL);
            // What is left over for another hospital but not worth one stays here.
            if left - room < 40 {
                room = left;
            }
            left -= room;
            let mut number = 0;
            while room > 0 {
                let drawing = &DRAWINGS[number % DRAWINGS.len()];
                let mut beds = drawing.4.min(room);
                if room - beds < 4 {
                    beds = room;
                }
                room -= beds;
                self.draw_ward(hospital, drawing, number, beds);
                number += 1;
            }
        }
    }

    fn hospital_name(&self, index: usize) -> String {
        let is_taken = |name: &String| {
            self.order.taken_names.contains(name) || self.hospitals.iter().any(|h| h.name == *name)
        };
        let first = usize::try_from(self.dice(About::Hospital, 0).below(24)).unwrap_or(0);
        let town = TOWNS[(first + index) % TOWNS.len()];
        let (kind, _) = KINDS[index % KINDS.len()];
        let plain = format!("{town} {kind}");
        if !is_taken(&plain) {
            return plain;
        }
        // One more than can be taken: a free one is among them.
        let most = self.order.taken_names.len() + self.hospitals.len() + 2;
        (2..=most)
            .map(|n| format!("{plain} {n}"))
            .find(|name| !is_taken(name))
            .unwrap_or(plain)
    }

    fn draw_ward(&mut self, hospital: usize, drawing: &Drawing, number: usize, beds: usize) {
        let department = self
            .departments
            .iter()
            .position(|d| d.hospital == hospital && d.name == drawing.1)
            .unwrap_or_else(|| {
                self.departments.push(Department {
                    id: self.id(About::Department, self.departments.len() as u64),
                    hospital,
                    name: drawing.1,
                });
                self.departments.len() - 1
            });
        let round = number / DRAWINGS.len();
        let ward = self.wards.len();
        self.wards.push(Ward {
            id: self.id(About::Ward, ward as u64),
            hospital,
            department,
            kind: drawing.3,
            reasons: drawing.5,
            name: if round == 0 {
                format!("Ward {} {}", number + 1, drawing.0)
            } else {
                format!("Ward {} {} {}", number + 1, drawing.0, round + 1)
            },
        });
        // The last of every twelve beds are side rooms: isolation needs somewhere to be met.
        let side_rooms = if drawing.3 == Kind::Day {
            0
        } else {
            beds.div_ceil(12)
        };
        let in_bays = beds - side_rooms;
        for n in 0..beds {
            let (label, bay) = if n < in_bays {
                let letter = letter(n / 6);
                (format!("{letter}{}", n % 6 + 1), format!("Bay {letter}"))
            } else {
                (format!("S{}", n - in_bays + 1), "Side".to_owned())
            };
            let index = self.beds.len();
            let is_cot = drawing.3 == Kind::Maternity && n < in_bays && n % 2 == 1;
            self.beds.push(Bed {
                id: self.id(About::Bed, index as u64),
                ward,
                state: State::Free,
                capabilities: self.capabilities(index, n, drawing.3, (n >= in_bays, is_cot)),
                label,
                bay,
                position: i32::try_from(n + 1).unwrap_or(i32::MAX),
            });
        }
    }

    /// Decides who lies where; there are never more who lie than there are patients.
    pub(super) fn lay_people(&mut self) {
        let most = usize::try_from(self.order.patients).unwrap_or(usize::MAX);
        let shift = usize::try_from(self.dice(About::Bed, 0).below(100)).unwrap_or(0);
        let mut kept = None;
        for bed in 0..self.beds.len() {
            let ward = self.beds[bed].ward;
            let kind = self.wards[ward].kind;
            // 37 and 100 share no factor: every hundred beds have exactly these shares.
            let mut state = match (bed * 37 + shift) % 100 {
                0..85 => State::Occupied,
                85..89 => State::Cleaning,
                89..91 => State::Closed,
                91..95 => State::Reserved,
                _ => State::Free,
            };
            let mut role = Role::Usual(kind.group());
            if self.beds[bed].has("cot") {
                let mother = self
                    .lying
                    .last()
                    .filter(|l| bed > 0 && l.bed == Some(bed - 1));
                let has_baby = mother.is_some_and(|l| l.role == Role::Usual(Group::Mother));
                state = if has_baby && bed % 8 != 7 {
                    State::Occupied
                } else {
                    State::Free
                };
                role = Role::Newborn;
            } else if self.beds[bed].has("isolation")
                && kind.group() == Group::Adult
                && bed % 4 != 0
            {
                role = Role::Isolated;
            } else if kind == Kind::Emergency && self.beds[bed].position == 3 {
                role = Role::Unidentified;
                state = State::Occupied;
            }
            if state == State::Occupied {
                if self.lying.len() < most {
                    self.lying.push(Lying {
                        ward,
                        bed: Some(bed),
                        role,
                    });
                } else {
                    state = State::Free;
                }
            } else if state == State::Reserved {
                kept = Some(bed);
            }
            self.beds[bed].state = state;
            let is_last_of_ward = self.beds.get(bed + 1).is_none_or(|b| b.ward != ward);
            if is_last_of_ward {
                self.lay_without_bed(ward, most, kept.take());
            }
        }
        // A hospital of one patient still has somebody to look at.
        if self.lying.is_empty() && !self.beds.is_empty() {
            self.beds[0].state = State::Occupied;
            let group = self.wards[0].kind.group();
            self.lying.push(Lying {
                ward: 0,
                bed: Some(0),
                role: Role::Usual(group),
            });
        }
    }

    /// Every ward of some size has somebody in its "no bed / away" lane.
    fn lay_without_bed(&mut self, ward: usize, most: usize, kept: Option<usize>) {
        let ward_kind = self.wards[ward].kind;
        let beds = self.beds.iter().filter(|b| b.ward == ward).count();
        if beds < 12 || ward_kind.group() != Group::Adult {
            return;
        }
        if self.lying.len() < most {
            let role = Role::Away { kept_bed: kept };
            self.lying.push(Lying {
                ward,
                bed: None,
                role,
            });
        }
        if ward.is_multiple_of(2) && self.lying.len() < most {
            let role = Role::Usual(Group::Adult);
            self.lying.push(Lying {
                ward,
                bed: None,
                role,
            });
        }
    }

    pub(super) fn place_without_bed(&self, place: u64) -> &'static str {
        self.dice(About::Stay, place).of_these(&PLACES_WITHOUT_BED)
    }

    /// Beds that are kept free, with the patient they are kept for where that is known.
    pub(super) fn reserved_for_nobody_yet(&self) -> impl Iterator<Item = usize> {
        let kept: Vec<usize> = self
            .lying
            .iter()
            .filter_map(|l| match l.role {
                Role::Away { kept_bed } => kept_bed,
                _ => None,
            })
            .collect();
        (0..self.beds.len())
            .filter(move |b| self.beds[*b].state == State::Reserved && !kept.contains(b))
    }

    /// Beds in which somebody of this group lay in the past.
    pub(super) fn beds_for(&self, group: Group) -> Vec<usize> {
        (0..self.beds.len())
            .filter(|b| {
                !self.beds[*b].has("cot") && self.wards[self.beds[*b].ward].kind.group() == group
            })
            .collect()
    }

    pub(super) fn write_hospital(&self, index: usize, batch: &mut Batch) {
        let hospital = &self.hospitals[index];
        let created_at = self.ago(12 * 365 * 24 * 60);
        let wards = || (0..self.wards.len()).filter(|w| self.wards[*w].hospital == index);
        let mut specializations: Vec<&'static str> = wards().map(|w| self.drawing(w).2).collect();
        specializations.sort_unstable();
        specializations.dedup();
        batch.push(&HospitalRow {
            id: hospital.id,
            name: hospital.name.clone(),
            hospital_type: KINDS[index % KINDS.len()].1,
            contact: format!("+44 1632 96{:04}", index % 10_000),
            emergency_services: wards().any(|w| self.wards[w].kind == Kind::Emergency),
            specializations,
            time_zone: "Europe/London",
            crash_call_number: "2222",
            alert_phone_number: "2207",
            bed_turnaround_minutes: 45,
            created_at,
        });
        for department in self.departments.iter().filter(|d| d.hospital == index) {
            batch.push(&DepartmentRow {
                id: department.id,
                hospital_id: hospital.id,
                name: department.name.to_owned(),
            });
        }
        for ward in wards() {
            let row = &self.wards[ward];
            batch.push(&WardRow {
                id: row.id,
                hospital_id: hospital.id,
                department_id: self.departments[row.department].id,
                name: row.name.clone(),
                kind: row.kind.word(),
                created_at,
            });
            self.write_doctors(ward, batch);
        }
        for bed in 0..self.beds.len() {
            if self.wards[self.beds[bed].ward].hospital == index {
                self.write_bed(bed, batch);
            }
        }
    }

    /// What a ward was drawn from.
    pub(super) fn drawing(&self, ward: usize) -> &'static Drawing {
        let first = self
            .wards
            .iter()
            .position(|w| w.hospital == self.wards[ward].hospital)
            .unwrap_or(0);
        &DRAWINGS[(ward - first) % DRAWINGS.len()]
    }
}

fn letter(index: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(index % 18).unwrap_or(0));
    match index / 18 {
        0 => letter.to_string(),
        round => format!("{letter}{}", "A".repeat(round)),
    }
}
