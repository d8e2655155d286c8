//! The small demo hospital, drawn by hand: its rows.

use cloudcare_domain::{
    bed::ServiceState,
    id::{DoctorId, HospitalId, IdGen, PatientId, WardId},
    patient::AllergyState,
};
use cloudcare_store::demo::{
    AdmissionEventRow, AdmissionRow, AllergyRow, Batch, BedReservationRow, BedRow, BedStayRow,
    ConditionRow, DepartmentRow, DoctorHospitalRow, DoctorRow, FamilyContactRow, HospitalRow,
    MedicationRow, PatientDoctorRow, PatientRow, WardRow,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

use super::{
    generate::{About, CHRONIC, Course, Dice, Measured, Name, Usual, before, write_observations},
    patients,
    people::{self, DemoBed, DemoPatient},
    ward_life,
};

/// Chance in the small hospital is always the same one.
const SEED: u64 = 20_261_122;
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// What the rest of the demo must know of it.
#[derive(Debug)]
pub(super) struct Small {
    pub(super) batch: Batch,
    pub(super) hospital: HospitalId,
    pub(super) wards: Vec<WardId>,
    pub(super) first_doctor: DoctorId,
    /// Wears the watch.
    pub(super) watched: PatientId,
    /// Whose earlier life other systems' bundles tell, by their ids there.
    pub(super) told: Vec<(&'static str, PatientId)>,
}

struct Drawing<'a> {
    ids: &'a dyn IdGen,
    now: Timestamp,
    batch: Batch,
    hospital: Uuid,
    departments: Vec<(&'static str, Uuid)>,
    wards: Vec<Uuid>,
    beds: Vec<(&'static str, Uuid, usize)>,
    /// With the department they work in.
    doctors: Vec<(Uuid, &'static str)>,
}

impl Small {
    /// Draws it as it stands at `now`.
    pub(super) fn draw(ids: &dyn IdGen, now: Timestamp) -> Self {
        let mut drawing = Drawing {
            ids,
            now,
            batch: Batch::default(),
            hospital: ids.uuid(),
            departments: Vec::new(),
            wards: Vec::new(),
            beds: Vec::new(),
            doctors: Vec::new(),
        };
        drawing.places();
        drawing.doctors();
        let mut watched = Uuid::nil();
        let mut mother = None;
        let mut told = Vec::new();
        let all = patients::PATIENTS.iter().chain(&ward_life::MORE_PATIENTS);
        for (index, demo) in (0..).zip(all) {
            let patient = drawing.patient(index, demo, mother);
            if demo.is_portal_user {
                watched = patient;
            }
            told.extend(demo.told_as.map(|id| (id, PatientId(patient))));
            if demo.bed == ward_life::MOTHER {
                mother = Some(patient);
            }
        }
        drawing.reservations();
        Self {
            hospital: HospitalId(drawing.hospital),
            wards: drawing.wards.iter().copied().map(WardId).collect(),
            first_doctor: DoctorId(drawing.doctors.first().map_or(Uuid::nil(), |d| d.0)),
            watched: PatientId(watched),
            told,
            batch: drawing.batch,
        }
    }
}

impl Drawing<'_> {
    fn ago(&self, minutes: i64) -> Timestamp {
        before(self.now, minutes)
    }

    fn date_of(at: Timestamp) -> Date {
        at.to_zoned(TimeZone::UTC).date()
    }

    fn places(&mut self) {
        let created_at = self.ago(2_000 * DAY);
        self.batch.push(&HospitalRow {
            id: self.hospital,
            name: "Northgate General".to_owned(),
            hospital_type: "general",
            contact: "+44 1632 960100".to_owned(),
            emergency_services: true,
            specializations: vec![
                "acute medicine",
                "surgery",
                "obstetrics",
                "emergency medicine",
            ],
            time_zone: "Europe/London",
            crash_call_number: "2222",
            alert_phone_number: "2207",
            bed_turnaround_minutes: 45,
            created_at,
        });
        for (name, department, kind, _) in ward_life::WARDS {
            let department_id = self.ids.uuid();
            self.batch.push(&DepartmentRow {
                id: department_id,
                hospital_id: self.hospital,
                name: department.to_owned(),
            });
            self.departments.push((department, department_id));
            let ward = self.ids.uuid();
            self.batch.push(&WardRow {
                id: ward,
                hospital_id: self.hospital,
                department_id,
                name: name.to_owned(),
                kind,
                created_at,
            });
            self.wards.push(ward);
        }
        let mut positions = [0; ward_life::WARDS.len()];
        for bed in people::beds().into_iter().chain(ward_life::more_beds()) {
            positions[bed.ward] += 1;
            self.bed(&bed, positions[bed.ward]);
        }
    }

    fn bed(&mut self, bed: &DemoBed, position: i32) {
        let id = self.ids.uuid();
        let minutes = match bed.state {
            ServiceState::InService => 0,
            ServiceState::Cleaning => 37,
            ServiceState::Closed => 2 * DAY,
        };
        self.batch.push(&BedRow {
            id,
            ward_id: self.wards[bed.ward],
            label: bed.label.to_owned(),
            bay: bed.bay.to_owned(),
            position,
            capabilities: ward_life::capabilities(bed),
            service_state: bed.state.as_str(),
            state_reason: bed.reason,
            state_since: self.ago(minutes),
        });
        self.beds.push((bed.label, id, bed.ward));
    }

    fn doctors(&mut self) {
        let all = people::DOCTORS.iter().chain(&ward_life::MORE_DOCTORS);
        for (index, (name, specialization, licence)) in (0..).zip(all) {
            let id = self.ids.uuid();
            let years = 6 + index * 4;
            let (department, position) = ward_life::post(specialization);
            self.batch.push(&DoctorRow {
                id,
                full_name: (*name).to_owned(),
                gender: if index == 1 || index == 4 {
                    "male"
                } else {
                    "female"
                },
                specializations: vec![specialization],
                qualifications: vec!["MBBS"],
                license_number: (*licence).to_owned(),
                license_expires_on: None,
                experience_years: years,
                phone: format!("+44 1632 9602{index:02}"),
                email: format!("doctor.{}@northgate.example", index + 1),
                is_available: true,
                created_at: self.ago(1_500 * DAY),
            });
            let row = DoctorHospitalRow {
                id: self.ids.uuid(),
                doctor_id: id,
                hospital_id: self.hospital,
                department: department.to_owned(),
                position,
                started_at: self.ago(900 * DAY),
                ended_at: None,
            };
            self.batch.push(&row);
            self.doctors.push((id, department));
        }
    }

    fn patient(&mut self, index: u64, demo: &DemoPatient, mother: Option<Uuid>) -> Uuid {
        let mut dice = Dice::of(SEED, About::Patient, index);
        let id = self.ids.uuid();
        let is_newborn = demo.bed == ward_life::NEWBORN;
        let is_unknown = demo.bed == ward_life::UNIDENTIFIED;
        let born_at = is_newborn.then(|| self.ago(ward_life::NEWBORN_HOURS * HOUR));
        let date_of_birth = born_at.map_or(demo.date_of_birth, Self::date_of);
        let ward = match self.beds.iter().find(|b| b.0 == demo.bed) {
            Some((_, _, ward)) => *ward,
            None => 0,
        };
        let admitted_at = born_at.unwrap_or_else(|| {
            let hours = i64::try_from(index).unwrap_or(0) * 5 + 3;
            // Nobody stays for a week in the emergency department or in maternity.
            self.ago(
                if ward >= ward_life::MATERNITY {
                    hours % 27 + 1
                } else {
                    hours
                } * HOUR,
            )
        });
        let was_here = index % 3 == 1 && !is_newborn && !is_unknown;
        let registered_at = if was_here {
            self.ago(420 * DAY)
        } else {
            admitted_at
        };
        let has_particulars = !is_newborn && !is_unknown;
        let allergy_state = if is_unknown {
            AllergyState::UnableToObtain
        } else {
            demo.allergy_state()
        };
        self.batch.push(&PatientRow {
            id,
            family_name: demo.family_name.to_owned(),
            given_name: demo.given_name.to_owned(),
            title: (!demo.title.is_empty()).then_some(demo.title),
            date_of_birth,
            date_of_birth_is_estimated: is_unknown,
            gender: demo.gender.as_str(),
            contact: has_particulars.then(|| format!("+44 1632 961{index:03}")),
            email: None,
            address: has_particulars.then(|| {
                serde_json::json!({
                    "line1": format!("{} Station Road", 3 + index * 2),
                    "city": "Northgate",
                    "postal_code": format!("ZZ{} 1XX", index % 9 + 1),
                    "country": "GB",
                })
                .to_string()
            }),
            blood_type: dice.of_these(&["O_POSITIVE", "A_POSITIVE", "B_POSITIVE", "unknown"]),
            insurance_provider: has_particulars.then_some("National scheme"),
            insurance_number: has_particulars.then(|| format!("NG{:09}", 100_000_000 + index * 37)),
            allergy_state: allergy_state.as_str(),
            allergy_state_at: (allergy_state != AllergyState::NotAsked).then_some(admitted_at),
            resuscitation_status: demo
                .resuscitation
                .map(cloudcare_domain::patient::ResuscitationStatus::as_str),
            identity_state: if is_unknown {
                "unidentified"
            } else {
                "identified"
            },
            mother_id: mother.filter(|_| is_newborn),
            born_at,
            registered_hospital_id: self.hospital,
            created_at: registered_at,
        });
        for substance in demo.allergies {
            self.batch.push(&AllergyRow {
                id: self.ids.uuid(),
                patient_id: id,
                substance,
                reaction: Some(dice.of_these(&["rash", "urticaria", "swelling of the lips"])),
                severity: Some(dice.of_these(&["mild", "moderate", "severe"])),
                category: ward_life::category(substance),
                code: None,
                code_system: None,
                status: "active",
                status_reason: None,
                recorded_at: admitted_at,
            });
        }
        if has_particulars && demo.told_as.is_none() {
            self.background(id, demo, registered_at, &mut dice);
        }
        if was_here {
            self.earlier_stay(id, demo, ward, index, &mut dice);
        }
        self.stay(id, demo, (index, ward), admitted_at, &mut dice);
        id
    }

    /// What somebody lives with, takes, and who is to be called.
    fn background(&mut self, patient: Uuid, demo: &DemoPatient, at: Timestamp, dice: &mut Dice) {
        let age = i64::from(Self::date_of(self.now).year() - demo.date_of_birth.year());
        let first = usize::try_from(dice.below(CHRONIC.len() as u64)).unwrap_or(0);
        let wanted = usize::try_from(dice.below(3)).unwrap_or(0);
        let around = CHRONIC.iter().cycle().skip(first).take(CHRONIC.len());
        for chronic in around.filter(|c| c.from_age < age).take(wanted) {
            let years = dice.between(1, (age - chronic.from_age).clamp(1, 20));
            self.batch.push(&ConditionRow {
                id: self.ids.uuid(),
                patient_id: patient,
                icd10_code: chronic.icd10,
                description: chronic.words,
                started_on: Some(Self::date_of(self.ago(years * 365 * DAY - 100 * DAY))),
                ended_on: None,
                recorded_at: at,
            });
            if let Some((medication_name, dosage)) = chronic.medicine {
                self.batch.push(&MedicationRow {
                    id: self.ids.uuid(),
                    patient_id: patient,
                    medication_name,
                    dosage,
                    status: "active",
                    authored_at: at,
                    recorded_at: at,
                });
            }
        }
        let (relationship, is_woman) = dice.of_these(&[
            ("daughter", true),
            ("son", false),
            ("sister", true),
            ("friend", false),
        ]);
        let other = Name::of(dice, is_woman, false);
        let family = if relationship == "friend" {
            &other.family
        } else {
            demo.family_name
        };
        self.batch.push(&FamilyContactRow {
            id: self.ids.uuid(),
            patient_id: patient,
            name: format!("{} {family}", other.given),
            relationship,
            contact: format!("+44 1632 962{:03}", dice.below(1_000)),
            is_primary: true,
            is_emergency_contact: true,
            created_at: at,
        });
    }

    /// A stay of some weeks ago or of last year, in the bed in which they lie again.
    fn earlier_stay(
        &mut self,
        patient: Uuid,
        demo: &DemoPatient,
        ward: usize,
        index: u64,
        dice: &mut Dice,
    ) {
        let left = if index.is_multiple_of(2) {
            dice.between(10, 29) * DAY
        } else {
            dice.between(300, 400) * DAY
        };
        let (admitted_at, discharged_at) = (
            self.ago(left + dice.between(20, 150) * HOUR),
            self.ago(left),
        );
        let admission = self.admission(patient, ward, index, "Planned investigation", admitted_at);
        let bed = self.beds.iter().find(|b| b.0 == demo.bed).map(|b| b.1);
        self.batch.push(&AdmissionRow {
            discharged_at: Some(discharged_at),
            discharge_summary: Some("Recovered, follow-up with the family doctor"),
            disposition: Some("home"),
            ..admission.clone()
        });
        if let Some(bed) = bed {
            self.lie(&admission, bed, Some(discharged_at));
        }
        self.event(&admission, "admitted", admitted_at, (None, bed));
        self.event(&admission, "discharged", discharged_at, (bed, None));
    }

    fn stay(
        &mut self,
        patient: Uuid,
        demo: &DemoPatient,
        (index, ward): (u64, usize),
        admitted_at: Timestamp,
        dice: &mut Dice,
    ) {
        let bed = self.beds.iter().find(|b| b.0 == demo.bed).map(|b| b.1);
        let admission = AdmissionRow {
            isolation: demo
                .isolation
                .map(cloudcare_domain::admission::Isolation::as_str),
            place: bed.is_none().then_some(demo.bed),
            expected_discharge_at: (index % 9 == 4).then(|| self.ago(-5 * HOUR)),
            ..self.admission(patient, ward, index, demo.reason, admitted_at)
        };
        self.batch.push(&admission);
        if let Some(bed) = bed {
            self.lie(&admission, bed, None);
        }
        self.event(&admission, "admitted", admitted_at, (None, bed));
        if let Some(doctor) = admission.responsible_doctor_id {
            self.batch.push(&PatientDoctorRow {
                id: self.ids.uuid(),
                patient_id: patient,
                doctor_id: doctor,
                relationship_type: "current",
                started_at: admitted_at,
                ended_at: None,
            });
        }
        self.batch.push(&ConditionRow {
            id: self.ids.uuid(),
            patient_id: patient,
            icd10_code: ward_life::icd10(demo.reason),
            description: demo.reason,
            started_on: Some(Self::date_of(admitted_at)),
            ended_on: None,
            recorded_at: admitted_at,
        });
        let age = i64::from(Self::date_of(self.now).year() - demo.date_of_birth.year());
        let course = ward_life::course(demo.bed);
        let age = if course == Course::Newborn { 0 } else { age };
        let usual = Usual::of(dice, age, ward_life::is_on_oxygen(demo.reason));
        let measured = Measured {
            patient,
            admission: Some(admission.id),
            at: self.now,
            since: self.now.duration_since(admitted_at).as_secs() / 60,
            course,
        };
        let ids = self.ids;
        write_observations(&measured, &usual, dice, &mut self.batch, |_| ids.uuid());
    }

    fn admission(
        &self,
        patient: Uuid,
        ward: usize,
        index: u64,
        reason: &'static str,
        admitted_at: Timestamp,
    ) -> AdmissionRow {
        let (department, department_id) = self.departments[ward];
        let here: Vec<Uuid> = self
            .doctors
            .iter()
            .filter(|d| d.1 == department)
            .map(|d| d.0)
            .collect();
        AdmissionRow {
            id: self.ids.uuid(),
            patient_id: patient,
            hospital_id: self.hospital,
            ward_id: self.wards[ward],
            department_id,
            treatment_type: ward_life::WARDS[ward].3,
            reason: Some(reason),
            isolation: None,
            place: None,
            responsible_doctor_id: usize::try_from(index)
                .ok()
                .and_then(|i| here.get(i % here.len().max(1)).copied()),
            admitted_at,
            expected_discharge_at: None,
            discharged_at: None,
            discharge_summary: None,
            disposition: None,
            needs: Vec::new(),
            away_since: None,
        }
    }

    fn lie(&mut self, admission: &AdmissionRow, bed: Uuid, to: Option<Timestamp>) {
        self.batch.push(&BedStayRow {
            id: self.ids.uuid(),
            admission_id: admission.id,
            bed_id: bed,
            patient_id: admission.patient_id,
            during: (admission.admitted_at, to),
        });
    }

    fn event(
        &mut self,
        admission: &AdmissionRow,
        kind: &'static str,
        at: Timestamp,
        (from_bed_id, to_bed_id): (Option<Uuid>, Option<Uuid>),
    ) {
        self.batch.push(&AdmissionEventRow {
            id: self.ids.uuid(),
            admission_id: admission.id,
            kind,
            at,
            from_bed_id,
            to_bed_id,
        });
    }

    fn reservations(&mut self) {
        for (label, reason, minutes) in ward_life::RESERVED {
            if let Some((_, bed, _)) = self.beds.iter().find(|b| b.0 == label) {
                let row = BedReservationRow {
                    id: self.ids.uuid(),
                    bed_id: *bed,
                    patient_id: None,
                    reason: Some(reason),
                    during: (self.now, Some(self.ago(-minutes))),
                    created_at: self.now,
                };
                self.batch.push(&row);
            }
        }
    }
}
