//! The demo hospital: made-up people, one per role, so that everything can be tried in a minute.
//!
//! Only ever written into an installation that was started as a demo and is empty.

mod generate;
mod load;
mod people;

use cloudcare_domain::{
    access::{Actor, Job, Role},
    admission::{Admission, TreatmentType},
    audit::{AuditAction, AuditEvent},
    bed::{Bed, ServiceState},
    consent::Consent,
    doctor::DoctorProfile,
    hospital::Hospital,
    id::{AdmissionId, BedId, ConsentId, DoctorId, HospitalId, PatientId, WardId},
    ward::{Ward, WardKind},
};
use cloudcare_store::{
    UnitOfWork, admission, bed, consent, doctor, hospital, installation, patient, user, ward,
    wearable, workstation,
};
use jiff::{SignedDuration, Timestamp};

use crate::{Origin, ServiceError, Services, token::hash_secret, workstation::normalised_code};
use people::{DemoBed, DemoPatient};

pub use load::{GenerateDemo, Generated};

/// How the demo is started.
#[derive(Debug, Clone, Default)]
pub struct DemoOptions {
    /// `CLOUDCARE_DEMO_PASSWORD`; random per installation where absent.
    pub password: Option<String>,
    /// Which hospital an empty demo gets.
    pub hospital: DemoHospital,
}

/// Which hospital an empty demo gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DemoHospital {
    /// The small one, drawn by hand.
    #[default]
    Small,
    /// None yet: [`Services::generate_demo`] makes it.
    Generated,
}

/// The application that writes for the demo patient's watch.
pub const DEMO_DATA_ORIGIN: &str = "com.google.android.apps.fitness";

struct Place {
    hospital_id: HospitalId,
    wards: [WardId; 2],
    beds: Vec<(&'static str, BedId, WardId)>,
}

impl Services {
    pub(crate) async fn prepare_demo(&self, options: DemoOptions) -> Result<(), ServiceError> {
        let mut reader = self.store().reader().await?;
        let is_empty = !user::any(&mut reader).await?;
        let known = installation::get(&mut reader)
            .await?
            .and_then(|i| i.demo_password);
        drop(reader);
        let password = match (&options.password, &known) {
            (Some(wanted), _) => wanted.clone(),
            (None, Some(known)) => known.clone(),
            (None, None) => return Err(ServiceError::internal("a demo without a password")),
        };
        cloudcare_domain::user::check_password(&password)
            .map_err(|e| ServiceError::invalid("CLOUDCARE_DEMO_PASSWORD", e))?;
        let is_new_password = known.as_deref() != Some(password.as_str());
        let is_filled_here = is_empty && options.hospital == DemoHospital::Small;
        if !is_filled_here && !is_new_password {
            return Ok(());
        }
        if !is_filled_here {
            return self.change_demo_password(&password).await;
        }
        let hash = self.inner.passwords.hash(&password).await?;
        let mut uow = self.store().begin().await?;
        if is_new_password {
            installation::set_demo_password(&mut uow, &password).await?;
            user::set_every_password(&mut uow, &hash).await?;
        }
        if is_empty {
            self.fill_demo(&mut uow, &hash).await?;
        }
        let event = AuditEvent::new(AuditAction::Setup, "demo").with("filled", is_empty);
        uow.commit(
            self.ids(),
            &Actor::System(Job::Demo),
            &Origin::default(),
            event,
        )
        .await?;
        Ok(())
    }

    async fn fill_demo(
        &self,
        uow: &mut UnitOfWork,
        password_hash: &str,
    ) -> Result<(), ServiceError> {
        let now = uow.now().await?;
        let place = self.demo_place(uow, now).await?;
        let doctors = self.demo_doctors(uow).await?;
        let mut watched = None;
        for (index, demo) in people::PATIENTS.iter().enumerate() {
            let id = self
                .demo_patient(uow, demo, index, &place, &doctors, now)
                .await?;
            if demo.is_portal_user {
                watched = Some(id);
            }
        }
        let watched = watched
            .ok_or_else(|| ServiceError::internal("the demo has no patient with an account"))?;
        self.demo_users(uow, &place, &doctors, watched, password_hash)
            .await?;
        self.demo_watch(uow, watched, now).await?;
        self.insert_demo_code(uow, place.hospital_id, place.wards.to_vec())
            .await
    }

    /// The demo's own code, which enrols any number of stations.
    async fn insert_demo_code(
        &self,
        uow: &mut UnitOfWork,
        hospital_id: HospitalId,
        ward_ids: Vec<WardId>,
    ) -> Result<(), ServiceError> {
        let code = self
            .installation()?
            .demo_enrolment_code
            .clone()
            .unwrap_or_default();
        let row = workstation::EnrolmentCode {
            id: self.ids().uuid(),
            code_hash: hash_secret(&normalised_code(&code)),
            hospital_id,
            ward_ids,
            created_by: None,
            expires_at: uow.now().await? + SignedDuration::from_hours(24 * 3_650),
            reusable: true,
        };
        workstation::insert_code(uow, &row).await?;
        Ok(())
    }

    async fn demo_place(
        &self,
        uow: &mut UnitOfWork,
        now: Timestamp,
    ) -> Result<Place, ServiceError> {
        let hospital_id = HospitalId::generate(self.ids());
        hospital::insert(
            uow,
            &Hospital {
                id: hospital_id,
                name: "Northgate General".to_owned(),
                hospital_type: "general".to_owned(),
                contact: Some("+44 1632 960100".to_owned()),
                emergency_services: true,
                time_zone: "Europe/London".to_owned(),
                crash_call_number: Some("2222".to_owned()),
                alert_phone_number: Some("2207".to_owned()),
            },
        )
        .await?;
        let mut wards = Vec::new();
        for name in ["Ward 1 Acute medicine", "Ward 2 Surgery"] {
            let ward = Ward {
                id: WardId::generate(self.ids()),
                hospital_id,
                name: name.to_owned(),
                kind: WardKind::Inpatient,
                bed_count: 0,
            };
            ward::insert(uow, &ward).await?;
            wards.push(ward.id);
        }
        let wards: [WardId; 2] = wards
            .try_into()
            .map_err(|_| ServiceError::internal("two wards"))?;
        let mut beds = Vec::new();
        let mut positions = [0, 0];
        for demo in people::beds() {
            positions[demo.ward] += 1;
            let id = self
                .demo_bed(uow, &demo, wards[demo.ward], positions[demo.ward], now)
                .await?;
            beds.push((demo.label, id, wards[demo.ward]));
        }
        Ok(Place {
            hospital_id,
            wards,
            beds,
        })
    }

    async fn demo_bed(
        &self,
        uow: &mut UnitOfWork,
        demo: &DemoBed,
        ward_id: WardId,
        position: i32,
        now: Timestamp,
    ) -> Result<BedId, ServiceError> {
        let id = BedId::generate(self.ids());
        bed::insert(
            uow,
            &Bed {
                id,
                ward_id,
                label: demo.label.to_owned(),
                bay: demo.bay.to_owned(),
                position,
                capabilities: match (demo.bay, demo.label) {
                    ("Side", "S2") => {
                        vec!["isolation".to_owned(), "negative_pressure".to_owned()]
                    }
                    ("Side", _) => vec!["isolation".to_owned()],
                    _ => Vec::new(),
                },
                service_state: demo.state,
                state_reason: demo.reason.map(str::to_owned),
                state_since: if demo.state == ServiceState::InService {
                    now
                } else {
                    now - SignedDuration::from_mins(37)
                },
            },
        )
        .await?;
        Ok(id)
    }

    async fn demo_doctors(&self, uow: &mut UnitOfWork) -> Result<Vec<DoctorId>, ServiceError> {
        let mut ids = Vec::new();
        for (name, specialization, licence) in people::DOCTORS {
            let id = DoctorId::generate(self.ids());
            let profile = DoctorProfile {
                full_name: name.to_owned(),
                specializations: vec![specialization.to_owned()],
                license_number: Some(licence.to_owned()),
                ..DoctorProfile::default()
            };
            doctor::insert(uow, id, &profile).await?;
            ids.push(id);
        }
        Ok(ids)
    }

    async fn demo_patient(
        &self,
        uow: &mut UnitOfWork,
        demo: &DemoPatient,
        index: usize,
        place: &Place,
        doctors: &[DoctorId],
        now: Timestamp,
    ) -> Result<PatientId, ServiceError> {
        let id = PatientId::generate(self.ids());
        let new = patient::NewPatient {
            id,
            family_name: demo.family_name.to_owned(),
            given_name: demo.given_name.to_owned(),
            title: (!demo.title.is_empty()).then(|| demo.title.to_owned()),
            date_of_birth: demo.date_of_birth,
            gender: demo.gender,
            allergy_state: demo.allergy_state(),
            allergies: demo.allergies.iter().map(|a| (*a).to_owned()).collect(),
            resuscitation_status: demo.resuscitation,
        };
        patient::insert(uow, self.ids(), &new).await?;
        let bed = place.beds.iter().find(|b| b.0 == demo.bed);
        let hours = i64::try_from(index).unwrap_or(0) * 5 + 3;
        let admitted_at = now - SignedDuration::from_hours(hours);
        let doctor = doctors.get(index % doctors.len().max(1)).copied();
        let admission_id = AdmissionId::generate(self.ids());
        admission::insert(
            uow,
            &admission::NewAdmission {
                admission: Admission {
                    id: admission_id,
                    patient_id: id,
                    hospital_id: place.hospital_id,
                    ward_id: Some(bed.map_or(place.wards[0], |b| b.2)),
                    treatment_type: TreatmentType::Inpatient,
                    reason: Some(demo.reason.to_owned()),
                    admitted_at,
                    discharged_at: None,
                },
                isolation: demo.isolation,
                place: bed.is_none().then(|| demo.bed.to_owned()),
                responsible_doctor: doctor,
                expected_discharge_at: (index % 9 == 4)
                    .then(|| now + SignedDuration::from_hours(5)),
            },
        )
        .await?;
        if let Some((_, bed_id, _)) = bed {
            bed::occupy(uow, self.ids(), admission_id, *bed_id, id, admitted_at).await?;
        }
        if let Some(doctor) = doctor {
            doctor::assign(uow, self.ids(), id, doctor).await?;
        }
        Ok(id)
    }

    async fn demo_users(
        &self,
        uow: &mut UnitOfWork,
        place: &Place,
        doctors: &[DoctorId],
        patient_id: PatientId,
        password_hash: &str,
    ) -> Result<(), ServiceError> {
        for (email, full_name, role) in people::USERS {
            let new = user::NewUser {
                id: cloudcare_domain::id::UserId::generate(self.ids()),
                email: email.to_owned(),
                full_name: full_name.to_owned(),
                role,
                password_hash: password_hash.to_owned(),
                patient_id: (role == Role::Patient).then_some(patient_id),
                doctor_id: if role == Role::Doctor {
                    doctors.first().copied()
                } else {
                    None
                },
            };
            user::insert(uow, &new).await?;
            if role != Role::Patient {
                user::affiliate(uow, self.ids(), new.id, place.hospital_id, None).await?;
            }
        }
        Ok(())
    }

    async fn demo_watch(
        &self,
        uow: &mut UnitOfWork,
        patient_id: PatientId,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let yes = Consent {
            id: ConsentId::generate(self.ids()),
            patient_id,
            data_types: Vec::new(),
            purpose: "Healthcare monitoring on the ward".to_owned(),
            given: true,
            recorded_at: now,
            expires_at: None,
            withdrawn_at: None,
        };
        consent::insert(uow, &yes, None).await?;
        wearable::bind_device(
            uow,
            self.ids(),
            patient_id,
            "Demo watch",
            DEMO_DATA_ORIGIN,
            None,
        )
        .await?;
        Ok(())
    }
}
