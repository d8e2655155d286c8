//! Who is treated in a hospital and who works there, now and before.

use std::collections::HashMap;

use cloudcare_domain::{
    access::{Actor, Permission, Role},
    audit::{AuditAction, AuditEvent},
    doctor::{Doctor, Post},
    id::{DoctorId, HospitalId, PatientId},
};
use cloudcare_store::{admission, doctor};

pub use cloudcare_store::admission::{NewestStay, StayInHospital};

use crate::{
    Caller, ServiceError, Services, doctor::for_eyes_of, hospital, patient::PatientSummary,
};

/// Which stays of a hospital.
#[derive(Debug, Clone, Default)]
pub struct HospitalStays {
    /// Only those that last.
    pub current_only: bool,
    /// Those that began before this one.
    pub after: Option<NewestStay>,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

/// A stay in a hospital as a caller may see it.
#[derive(Debug, Clone)]
pub struct PatientInHospital {
    /// Who.
    pub patient: PatientSummary,
    /// The stay.
    pub stay: StayInHospital,
}

/// A page of a hospital's stays.
#[derive(Debug, Clone)]
pub struct StaysPage {
    /// The hospital.
    pub hospital_id: HospitalId,
    /// Its lines.
    pub patients: Vec<PatientInHospital>,
    /// How many there are on all pages, to 1,001.
    pub total: usize,
    /// Where the next one begins.
    pub next: Option<NewestStay>,
}

/// A doctor's post at a hospital.
#[derive(Debug, Clone)]
pub struct DoctorAtHospital {
    /// Who.
    pub doctor: Doctor,
    /// As what, and since when.
    pub post: Post,
}

impl Services {
    /// Stays in a hospital, the newest first. An administrator sees all of them, others those of patients within their reach (H19).
    pub async fn hospital_patients(
        &self,
        caller: &Caller,
        name_or_id: &str,
        stays: &HospitalStays,
    ) -> Result<StaysPage, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "hospital_patients");
        let (mut uow, hospital) = self
            .open_hospital(caller, name_or_id, Permission::PatientRead, &attempt)
            .await?;
        let within = match &caller.actor {
            Actor::User(user) if user.role == Role::Admin => None,
            Actor::System(_) => None,
            Actor::User(user) => Some(user.scope.clone()),
            Actor::Workstation(station) => Some(station.scope.clone()),
        };
        let filter = admission::StayFilter {
            hospital: hospital.id,
            current_only: stays.current_only,
            within,
            after: stays.after,
            skip: stays.skip,
            limit: stays.limit,
        };
        let found = admission::in_hospital(&mut uow, &filter).await?;
        let total = admission::count_in_hospital(&mut uow, &filter).await?;
        let is_full = i64::try_from(found.len()).is_ok_and(|n| n == stays.limit);
        let next = found.last().filter(|_| is_full).map(|last| NewestStay {
            admitted_at: last.admitted_at,
            id: last.id,
        });
        let mut ids: Vec<PatientId> = found.iter().map(|s| s.patient_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let summaries = self.summaries(caller, &mut uow, &ids).await?;
        let event = attempt
            .resource(hospital.id)
            .with("count", found.len())
            .about(ids);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        let patients = found.into_iter().filter_map(|stay| {
            let patient = summaries.get(&stay.patient_id)?.clone();
            Some(PatientInHospital { patient, stay })
        });
        Ok(StaysPage {
            hospital_id: hospital.id,
            patients: patients.collect(),
            total,
            next,
        })
    }

    /// Who works at a hospital, and worked there: the posts of now first. Known to everyone signed in.
    pub async fn hospital_doctors(
        &self,
        caller: &Caller,
        name_or_id: &str,
        department: Option<&str>,
        current_only: bool,
    ) -> Result<Vec<DoctorAtHospital>, ServiceError> {
        let mut reader = self.store().reader().await?;
        let hospital = hospital::find(&mut reader, name_or_id).await?;
        let department = department.map(str::trim).filter(|d| !d.is_empty());
        let posts = doctor::posts_at(&mut reader, hospital.id, department, current_only).await?;
        let mut ids: Vec<DoctorId> = posts.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        let filter = doctor::DoctorFilter {
            limit: i64::try_from(ids.len()).unwrap_or(i64::MAX),
            among: Some(ids),
            ..Default::default()
        };
        let doctors: HashMap<DoctorId, Doctor> = doctor::list(&mut reader, &filter)
            .await?
            .into_iter()
            .map(|d| (d.id, for_eyes_of(caller, d)))
            .collect();
        let at_hospital = posts.into_iter().filter_map(|(id, post)| {
            let doctor = doctors.get(&id)?.clone();
            Some(DoctorAtHospital { doctor, post })
        });
        Ok(at_hospital.collect())
    }
}
