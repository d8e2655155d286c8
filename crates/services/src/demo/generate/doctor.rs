//! Doctors: who they are, and where they work and worked.

use cloudcare_store::demo::{Batch, DoctorHospitalRow, DoctorRow};
use jiff::SignedDuration;
use uuid::Uuid;

use super::{About, Name, Plan};

const DOCTORS_A_WARD: u64 = 3;

impl Plan {
    /// One of the doctors of a ward.
    pub(super) fn doctor_of(&self, ward: usize, which: u64) -> Uuid {
        self.id(
            About::Doctor,
            ward as u64 * DOCTORS_A_WARD + which % DOCTORS_A_WARD,
        )
    }

    /// Writes the doctors of a ward.
    pub(super) fn write_doctors(&self, ward: usize, batch: &mut Batch) {
        let department = &self.departments[self.wards[ward].department];
        for which in 0..DOCTORS_A_WARD {
            let index = ward as u64 * DOCTORS_A_WARD + which;
            let mut dice = self.dice(About::Doctor, index);
            let is_woman = dice.percent(52);
            let name = Name::of(&mut dice, is_woman, true);
            let experience_years = dice.between(2, 34);
            let expires_in = match dice.below(10) {
                0..2 => None,
                2 => Some(-dice.between(3, 200)),
                _ => Some(dice.between(20, 900)),
            };
            let id = self.id(About::Doctor, index);
            batch.push(&DoctorRow {
                id,
                full_name: format!("Dr {}", name.in_full()),
                gender: if is_woman { "female" } else { "male" },
                specializations: vec![self.drawing(ward).2],
                qualifications: if experience_years > 8 {
                    vec!["MBBS", "FRCP"]
                } else {
                    vec!["MBBS"]
                },
                license_number: format!("DEMO-{:X}-{:05}", self.order.seed, index + 1),
                license_expires_on: expires_in.map(|days| {
                    self.today
                        .saturating_add(SignedDuration::from_hours(24 * days))
                }),
                experience_years: i32::try_from(experience_years).unwrap_or(0),
                phone: format!("+44 7700 98{:06}", index % 1_000_000),
                email: format!("doctor.{}.{}@demo.example", self.order.seed, index + 1),
                is_available: dice.percent(70),
                created_at: self.ago(experience_years.min(11) * 365 * 24 * 60),
            });
            let position = match which {
                0 => "Consultant",
                1 => "Registrar",
                _ => "Resident",
            };
            let here = self.hospitals[department.hospital].id;
            let since = dice.between(100, 3_000);
            let mut post = |number: u64, hospital_id, ended: Option<i64>| {
                batch.push(&DoctorHospitalRow {
                    id: self.id(About::DoctorHospital, index * 4 + number),
                    doctor_id: id,
                    hospital_id,
                    department: department.name.to_owned(),
                    position,
                    started_at: self.ago(24 * 60 * (since + ended.unwrap_or(0))),
                    ended_at: ended.map(|days| self.ago(24 * 60 * days)),
                });
            };
            post(0, here, None);
            // Some worked elsewhere before; a hospital is written after those before it.
            if department.hospital > 0 && dice.percent(15) {
                post(1, self.hospitals[department.hospital - 1].id, Some(since));
            }
        }
    }
}
