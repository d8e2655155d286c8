//! A hospital of any size out of a seed: the same seed, size and time give the same rows, on every
//! machine. Pure: no clock, no chance but the seed's, no database.

mod bed;
mod dice;
mod doctor;
mod illness;
mod name;
mod person;
mod place;
mod stay;
mod vitals;

use std::collections::BTreeSet;

use cloudcare_domain::id::WardId;
use cloudcare_store::demo::Batch;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

pub(crate) use dice::{About, Dice, id};
pub(crate) use illness::{CHRONIC, Course};
pub(crate) use name::Name;
pub(crate) use stay::{Measured, write_observations};
pub(crate) use vitals::Usual;

use bed::Bed;
use illness::Group;
use place::{Department, Hospital, Ward};
use stay::History;

/// What to make.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// Decides everything.
    pub(crate) seed: u64,
    /// How many patients.
    pub(crate) patients: u64,
    /// What "now" is.
    pub(crate) at: Timestamp,
    /// Names of hospitals that are there already.
    pub(crate) taken_names: BTreeSet<String>,
}

/// Who lies, or is, on a ward now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lying {
    ward: usize,
    /// None: in the "no bed / away" lane.
    bed: Option<usize>,
    role: Role,
}

/// What a place asks of whoever lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Usual(Group),
    Isolated,
    Unidentified,
    /// Lies beside the mother, who is the one before in the list.
    Newborn,
    /// Away; the bed is kept where there is one.
    Away {
        kept_bed: Option<usize>,
    },
}

/// Everything but the patients, and who lies where.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) order: Order,
    today: Date,
    pub(crate) hospitals: Vec<Hospital>,
    departments: Vec<Department>,
    wards: Vec<Ward>,
    beds: Vec<Bed>,
    lying: Vec<Lying>,
    history: History,
}

impl Plan {
    /// Draws the hospitals and decides who lies where.
    pub(crate) fn new(order: Order) -> Self {
        let today = order.at.to_zoned(TimeZone::UTC).date();
        let mut plan = Self {
            today,
            hospitals: Vec::new(),
            departments: Vec::new(),
            wards: Vec::new(),
            beds: Vec::new(),
            lying: Vec::new(),
            history: History::default(),
            order,
        };
        plan.draw_places();
        plan.lay_people();
        plan.history = History::of(&plan);
        plan
    }

    /// Writes hospitals, departments, wards, beds and doctors.
    pub(crate) fn write_places(&self, batch: &mut Batch) {
        for index in 0..self.hospitals.len() {
            self.write_hospital(index, batch);
        }
    }

    /// Writes one patient with everything about them. Call with 0, 1, 2 … in order: past stays are
    /// laid into the beds one after the other.
    pub(crate) fn write_patient(&mut self, index: u64, batch: &mut Batch) {
        let person = person::Person::of(self, index);
        let registered_at = stay::write_stays(self, index, &person, batch);
        person.write(self, index, registered_at, batch);
    }

    /// Somebody who lies here and can hold the patient's account of the demo.
    pub(crate) fn account_holder(&self) -> Option<Uuid> {
        let place = self
            .lying
            .iter()
            .position(|l| l.role == Role::Usual(Group::Adult))?;
        Some(self.id(About::Patient, place as u64 * self.stride()))
    }

    /// The first doctor of the first hospital.
    pub(crate) fn first_doctor(&self) -> Uuid {
        self.id(About::Doctor, 0)
    }

    /// The wards that a station of the first hospital listens to.
    pub(crate) fn wards_of_first_hospital(&self) -> Vec<WardId> {
        self.wards
            .iter()
            .filter(|w| w.hospital == 0)
            .map(|w| WardId(w.id))
            .collect()
    }

    pub(crate) fn id(&self, about: About, index: u64) -> Uuid {
        id(self.order.seed, about, index)
    }

    fn dice(&self, about: About, index: u64) -> Dice {
        Dice::of(self.order.seed, about, index)
    }

    fn ago(&self, minutes: i64) -> Timestamp {
        before(self.order.at, minutes)
    }

    /// Of how many patients one lies here.
    fn stride(&self) -> u64 {
        (self.order.patients / (self.lying.len() as u64).max(1)).max(1)
    }

    /// Where a patient lies now, and the place in the list of those who do.
    fn lying(&self, patient: u64) -> Option<(u64, Lying)> {
        let stride = self.stride();
        let place = patient / stride;
        let lying = self.lying.get(usize::try_from(place).ok()?)?;
        patient.is_multiple_of(stride).then_some((place, *lying))
    }
}

/// So many minutes before.
pub(crate) fn before(at: Timestamp, minutes: i64) -> Timestamp {
    at.saturating_sub(SignedDuration::from_mins(minutes))
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use cloudcare_store::demo::Table;

    use super::*;

    fn made(patients: u64, seed: u64) -> Batch {
        let order = Order {
            seed,
            patients,
            at: "2026-11-22T14:30:00Z".parse().unwrap(),
            taken_names: BTreeSet::new(),
        };
        let mut plan = Plan::new(order);
        let mut batch = Batch::default();
        plan.write_places(&mut batch);
        for index in 0..patients {
            plan.write_patient(index, &mut batch);
        }
        batch
    }

    fn column(batch: &Batch, table: Table, index: usize) -> Vec<&str> {
        batch
            .text(table)
            .lines()
            .map(|l| l.split('\t').nth(index).unwrap())
            .collect()
    }

    const ALL: [Table; 18] = [
        Table::Hospitals,
        Table::Departments,
        Table::Wards,
        Table::Beds,
        Table::Doctors,
        Table::DoctorHospitals,
        Table::Patients,
        Table::Allergies,
        Table::FamilyContacts,
        Table::Conditions,
        Table::MedicationStatements,
        Table::Deaths,
        Table::Admissions,
        Table::BedStays,
        Table::BedReservations,
        Table::AdmissionEvents,
        Table::PatientDoctors,
        Table::ObservationSets,
    ];

    #[test]
    fn the_same_seed_makes_the_same_hospital_and_another_seed_another() {
        let (one, two, other) = (made(2_000, 7), made(2_000, 7), made(2_000, 8));
        for table in ALL {
            assert!(one.count(table) > 0, "{table:?}");
            assert_eq!(one.text(table), two.text(table), "{table:?}");
            assert_ne!(one.text(table), other.text(table), "{table:?}");
        }
    }

    #[test]
    fn every_size_has_its_patients_and_no_more_lie_than_there_are() {
        for patients in [1, 2, 7, 24, 25, 100, 999, 5_000] {
            let batch = made(patients, 3);
            assert_eq!(batch.count(Table::Patients), patients);
            let open = column(&batch, Table::Admissions, 12)
                .iter()
                .filter(|d| **d == "\\N")
                .count() as u64;
            assert!(open >= 1 && open <= patients, "{open} of {patients}");
        }
    }

    #[test]
    fn about_85_of_100_beds_are_occupied_and_every_state_is_there() {
        let batch = made(20_000, 1);
        let beds = batch.count(Table::Beds);
        let occupied = column(&batch, Table::BedStays, 4)
            .iter()
            .filter(|r| r.ends_with(",)"))
            .count() as u64;
        let share = occupied * 100 / beds;
        assert!((80..=90).contains(&share), "{occupied} of {beds}");
        let states: HashSet<&str> = column(&batch, Table::Beds, 6).into_iter().collect();
        assert_eq!(states, HashSet::from(["in_service", "cleaning", "closed"]));
        assert!(batch.count(Table::BedReservations) > 0);
        let allergies: HashSet<&str> = column(&batch, Table::Patients, 13).into_iter().collect();
        assert_eq!(
            allergies,
            HashSet::from(["known", "none_known", "not_asked", "unable_to_obtain"])
        );
        assert!(
            column(&batch, Table::Patients, 17)
                .iter()
                .any(|m| *m != "\\N")
        );
        assert!(column(&batch, Table::Patients, 16).contains(&"unidentified"));
    }

    #[test]
    fn nobody_lies_in_two_beds_and_no_bed_holds_two() {
        let batch = made(20_000, 5);
        for key in [2, 3] {
            let mut stays: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
            for line in batch.text(Table::BedStays).lines() {
                let columns: Vec<&str> = line.split('\t').collect();
                let (from, to) = columns[4].trim_matches(['[', ')']).split_once(',').unwrap();
                stays.entry(columns[key]).or_default().push((from, to));
            }
            for ranges in stays.values_mut() {
                ranges.sort_unstable();
                for pair in ranges.windows(2) {
                    assert!(!pair[0].1.is_empty() && pair[0].1 <= pair[1].0, "{pair:?}");
                }
            }
        }
    }

    #[test]
    fn nobody_is_treated_before_birth() {
        let batch = made(5_000, 9);
        let born: HashMap<&str, &str> = batch
            .text(Table::Patients)
            .lines()
            .map(|l| {
                let columns: Vec<&str> = l.split('\t').collect();
                (columns[0], columns[4])
            })
            .collect();
        for line in batch.text(Table::Admissions).lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(columns[10] >= born[columns[1]], "{line}");
        }
        for line in batch.text(Table::Conditions).lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(
                columns[4] == "\\N" || columns[4] >= born[columns[1]],
                "{line}"
            );
        }
    }
}
