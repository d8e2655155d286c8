//! Reading stays and their stories.

use cloudcare_domain::{
    access::Permission,
    admission::AdmissionRecord,
    audit::{AuditAction, AuditEvent},
    id::AdmissionId,
    patient::PatientRef,
};
use cloudcare_store::{UnitOfWork, admission};

use crate::{Caller, HIDDEN, ServiceError, Services};

pub use cloudcare_store::admission::StoryLine;

impl Services {
    /// A patient's admissions, newest first, and how many there are (to 1,001).
    pub async fn admissions(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        skip: i64,
        limit: i64,
    ) -> Result<(Vec<AdmissionRecord>, usize), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "admission");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::PatientRead, &attempt)
            .await?;
        let admissions = admission::of_patient(&mut uow, id, skip, limit).await?;
        let total = admission::count_of_patient(&mut uow, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(id).about([id]),
        )
        .await?;
        Ok((admissions, total))
    }

    /// One admission.
    pub async fn admission(
        &self,
        caller: &Caller,
        id: AdmissionId,
    ) -> Result<AdmissionRecord, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "admission").resource(id);
        let (uow, found) = self.open_admission(caller, id, &attempt).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.about([found.patient_id]),
        )
        .await?;
        Ok(found)
    }

    /// What happened in the course of an admission, oldest first.
    pub async fn admission_story(
        &self,
        caller: &Caller,
        id: AdmissionId,
    ) -> Result<Vec<StoryLine>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "admission_events").resource(id);
        let (mut uow, found) = self.open_admission(caller, id, &attempt).await?;
        let story = admission::story(&mut uow, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.about([found.patient_id]),
        )
        .await?;
        Ok(story)
    }

    async fn open_admission(
        &self,
        caller: &Caller,
        id: AdmissionId,
        attempt: &AuditEvent,
    ) -> Result<(UnitOfWork, AdmissionRecord), ServiceError> {
        let mut uow = self.store().begin().await?;
        let found = admission::get(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        let subject = admission::subject(&mut uow, found.patient_id).await?;
        self.authorise(caller, Permission::PatientRead, &subject, attempt.clone())
            .await?;
        Ok((uow, found))
    }
}
