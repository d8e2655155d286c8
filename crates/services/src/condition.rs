//! Conditions: added, corrected, marked as entered in error, never deleted (H24).

use cloudcare_domain::{
    access::Permission,
    audit::{AuditAction, AuditEvent},
    condition::{Condition, ConditionStatus, NewCondition},
    id::{ConditionId, PatientId},
    patient::PatientRef,
};
use cloudcare_store::{UnitOfWork, condition};

use crate::{
    Caller, CreationKey, Current, ServiceError, Services, creation::Creation, patient::fields,
};

impl Services {
    /// Every entry, the latest to have started first.
    pub async fn conditions(
        &self,
        caller: &Caller,
        reference: &PatientRef,
    ) -> Result<Vec<Condition>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "condition");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::ClinicalRead, &attempt)
            .await?;
        let conditions = condition::of_patient(&mut uow, id, None).await?;
        let event = attempt.resource(id).about([id]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(conditions)
    }

    /// Adds an entry.
    pub async fn add_condition(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        key: Option<CreationKey>,
        entry: NewCondition,
    ) -> Result<Condition, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "condition");
        let (mut uow, patient) = self
            .open_patient(caller, reference, Permission::ClinicalWrite, &attempt)
            .await?;
        let entry = self.checked(caller, &mut uow, entry).await?;
        let (id, attempt) = match self.creation(&mut uow, key, "condition").await? {
            Creation::Fresh(id) => {
                let id = ConditionId(id);
                let by = caller.actor.user().map(|u| u.user_id);
                condition::insert(&mut uow, id, patient, &entry, by).await?;
                (id, attempt)
            }
            Creation::Repeat(id) => {
                let read = AuditEvent::new(AuditAction::Read, "condition");
                (ConditionId(id), read)
            }
        };
        self.done(caller, uow, patient, id, attempt).await
    }

    /// Corrects an entry, over the version the caller has seen.
    pub async fn update_condition(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        id: ConditionId,
        version: i32,
        entry: NewCondition,
    ) -> Result<Condition, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "condition");
        let (mut uow, patient) = self
            .open_patient(caller, reference, Permission::ClinicalWrite, &attempt)
            .await?;
        let entry = self.checked(caller, &mut uow, entry).await?;
        if !condition::update(&mut uow, patient, id, version, &entry).await? {
            return Err(refusal(&mut uow, patient, id).await?);
        }
        self.done(caller, uow, patient, id, attempt).await
    }

    /// Says that an entry should never have been written, and why.
    pub async fn condition_entered_in_error(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        id: ConditionId,
        version: i32,
        reason: &str,
    ) -> Result<Condition, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "condition");
        let (mut uow, patient) = self
            .open_patient(caller, reference, Permission::ClinicalWrite, &attempt)
            .await?;
        let reason = reason.trim();
        if !(1..=500).contains(&reason.chars().count()) {
            return Err(ServiceError::invalid(
                "reason",
                "say what was wrong, in 1 to 500 characters",
            ));
        }
        if !condition::enter_in_error(&mut uow, patient, id, version, reason).await? {
            return Err(refusal(&mut uow, patient, id).await?);
        }
        let event = attempt.with("entered_in_error", true);
        self.done(caller, uow, patient, id, event).await
    }

    /// Always refused: what was once charted is never deleted.
    pub async fn delete_condition(
        &self,
        caller: &Caller,
        reference: &PatientRef,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "condition");
        self.open_patient(caller, reference, Permission::ClinicalWrite, &attempt)
            .await?;
        Err(ServiceError::Conflict(
            "a condition is not deleted; mark it as entered in error, with the reason".to_owned(),
        ))
    }

    async fn checked(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        entry: NewCondition,
    ) -> Result<NewCondition, ServiceError> {
        let entry = entry.tidied();
        let today = self.today_of(caller, uow).await?;
        ServiceError::unless_clean(fields(None, entry.troubles(today)))?;
        Ok(entry)
    }

    async fn done(
        &self,
        caller: &Caller,
        mut uow: UnitOfWork,
        patient: PatientId,
        id: ConditionId,
        event: AuditEvent,
    ) -> Result<Condition, ServiceError> {
        let written = one(&mut uow, patient, id).await?;
        let event = event.resource(id).about([patient]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(written)
    }
}

async fn one(
    uow: &mut UnitOfWork,
    patient: PatientId,
    id: ConditionId,
) -> Result<Condition, ServiceError> {
    condition::of_patient(uow, patient, Some(id))
        .await?
        .pop()
        .ok_or(ServiceError::NotFound("no such condition"))
}

/// Why an entry could not be changed: not there, marked as an error, or changed by somebody else.
async fn refusal(
    uow: &mut UnitOfWork,
    patient: PatientId,
    id: ConditionId,
) -> Result<ServiceError, ServiceError> {
    let current = one(uow, patient, id).await?;
    let message = match current.status {
        ConditionStatus::EnteredInError => "this was marked as entered in error",
        ConditionStatus::Active => {
            "somebody else changed this in the meantime; look at it as it is now"
        }
    };
    Ok(ServiceError::Stale {
        message: message.to_owned(),
        current: Current::Condition(Box::new(current)),
    })
}
