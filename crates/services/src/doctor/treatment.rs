//! Whom a doctor treats, now and before.

use cloudcare_domain::{
    access::{Actor, Permission, Role, Subject},
    audit::{AuditAction, AuditEvent},
    doctor::{CURRENT_DOCTOR, Treatment},
    id::PatientId,
    patient::PatientRef,
};
use cloudcare_store::{StoreError, UnitOfWork, doctor, patient as patients};
use uuid::Uuid;

use crate::{
    Caller, CreationKey, HIDDEN, ServiceError, Services, creation::Creation,
    patient::PatientSummary,
};

use super::find;

/// A relationship as a caller may see it.
#[derive(Debug, Clone)]
pub struct TreatmentView {
    /// The relationship.
    pub treatment: Treatment,
    /// The patient: beyond reach who it is and no more (H20).
    pub patient: PatientSummary,
}

impl Services {
    /// A doctor's patients: those of now first. An administrator and the doctor see all of them,
    /// others those within their reach: whose patient somebody is tells of an illness.
    pub async fn patients_of_doctor(
        &self,
        caller: &Caller,
        code_or_id: &str,
        current_only: bool,
        skip: i64,
        limit: i64,
    ) -> Result<Vec<TreatmentView>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "doctor_patients");
        // To those who may find nobody the answer is the same for every doctor, there or not.
        self.authorise_doctors(caller, Permission::PatientSearch, &attempt)
            .await?;
        let mut uow = self.store().begin().await?;
        let doctor = find(&mut uow, code_or_id).await?;
        let within = match &caller.actor {
            Actor::User(user)
                if user.role != Role::Admin
                    && doctor::of_user(&mut uow, user.user_id).await? != Some(doctor.id) =>
            {
                Some(user.scope.clone())
            }
            Actor::User(_) | Actor::System(_) => None,
            Actor::Workstation(station) => Some(station.scope.clone()),
        };
        let filter = doctor::TreatmentFilter {
            doctor: Some(doctor.id),
            current_only,
            within,
            skip,
            limit,
            ..Default::default()
        };
        let treatments = doctor::treatments(&mut uow, &filter).await?;
        let views = self.treatment_views(caller, &mut uow, treatments).await?;
        let about: Vec<PatientId> = views.iter().map(|v| v.treatment.patient_id).collect();
        let event = attempt
            .resource(doctor.id)
            .about(about)
            .with("count", views.len());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(views)
    }

    /// Makes a doctor a patient's, as `current` where nothing else is said.
    pub async fn assign_doctor(
        &self,
        caller: &Caller,
        code_or_id: &str,
        patient: &PatientRef,
        key: Option<CreationKey>,
        relationship_type: Option<&str>,
    ) -> Result<TreatmentView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "patient_doctors");
        let (mut uow, patient_id) = self
            .open_patient(caller, patient, Permission::PatientWrite, &attempt)
            .await?;
        self.refuse_patients(caller, patient_id, &attempt).await?;
        let relationship_type = relationship(relationship_type)?;
        let doctor = find(&mut uow, code_or_id).await?;
        patients::lock(&mut uow, patient_id).await?;
        doctor::lock(&mut uow, doctor.id).await?;
        let id = match self.creation(&mut uow, key, "patient_doctors").await? {
            Creation::Repeat(id) => id,
            Creation::Fresh(id) => {
                doctor::assign_as(&mut uow, id, patient_id, doctor.id, relationship_type)
                    .await
                    .map_err(taken_in_words)?;
                id
            }
        };
        let view = self.treatment_view(caller, &mut uow, id).await?;
        let event = attempt.resource(doctor.id).about([patient_id]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    /// Ends a patient's relationships with a doctor: of one type, or all. History stays.
    pub async fn release_doctor(
        &self,
        caller: &Caller,
        code_or_id: &str,
        patient: &PatientRef,
        relationship_type: Option<&str>,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "patient_doctors");
        let (mut uow, patient_id) = self
            .open_patient(caller, patient, Permission::PatientWrite, &attempt)
            .await?;
        self.refuse_patients(caller, patient_id, &attempt).await?;
        let relationship_type = relationship_type
            .map(|t| relationship(Some(t)))
            .transpose()?;
        let doctor = find(&mut uow, code_or_id).await?;
        let ended =
            doctor::end_treatments(&mut uow, patient_id, doctor.id, relationship_type).await?;
        if ended == 0 {
            return Err(ServiceError::NotFound(
                "this doctor is not, or no longer, the patient's",
            ));
        }
        let event = attempt
            .resource(doctor.id)
            .about([patient_id])
            .with("ended", ended);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }

    /// A patient keeps their own contacts by the same permission, but not who treats them.
    async fn refuse_patients(
        &self,
        caller: &Caller,
        patient_id: PatientId,
        attempt: &AuditEvent,
    ) -> Result<(), ServiceError> {
        match &caller.actor {
            Actor::User(user) if user.role == Role::Patient => {
                let subject = Subject::Patient {
                    patient_id,
                    wards: Vec::new(),
                    hospitals: Vec::new(),
                    everyone_at: Vec::new(),
                    readers: Vec::new(),
                };
                self.record_denial(caller, &subject, attempt.clone())
                    .await?;
                Err(ServiceError::Forbidden("staff say who treats a patient"))
            }
            Actor::User(_) | Actor::Workstation(_) | Actor::System(_) => Ok(()),
        }
    }

    async fn treatment_view(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        id: Uuid,
    ) -> Result<TreatmentView, ServiceError> {
        let filter = doctor::TreatmentFilter {
            id: Some(id),
            limit: 1,
            ..Default::default()
        };
        let treatments = doctor::treatments(uow, &filter).await?;
        self.treatment_views(caller, uow, treatments)
            .await?
            .pop()
            .ok_or(ServiceError::NotFound(HIDDEN))
    }

    async fn treatment_views(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        treatments: Vec<Treatment>,
    ) -> Result<Vec<TreatmentView>, ServiceError> {
        let ids: Vec<PatientId> = treatments.iter().map(|t| t.patient_id).collect();
        let summaries = self.summaries(caller, uow, &ids).await?;
        Ok(treatments
            .into_iter()
            .filter_map(|treatment| {
                let patient = summaries.get(&treatment.patient_id)?.clone();
                Some(TreatmentView { treatment, patient })
            })
            .collect())
    }
}

fn relationship(given: Option<&str>) -> Result<&str, ServiceError> {
    let relationship_type = given.map_or(CURRENT_DOCTOR, str::trim);
    if (1..=100).contains(&relationship_type.chars().count()) {
        Ok(relationship_type)
    } else {
        Err(ServiceError::invalid(
            "relationship_type",
            "1 to 100 characters",
        ))
    }
}

fn taken_in_words(error: StoreError) -> ServiceError {
    if error.is_conflict_on("patient_doctors_current_idx") {
        return ServiceError::Conflict("this doctor is the patient's already".to_owned());
    }
    error.into()
}
