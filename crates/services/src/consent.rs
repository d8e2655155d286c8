//! Consent: giving, reading, withdrawing (W6).

use cloudcare_domain::{
    access::Permission,
    audit::{AuditAction, AuditEvent},
    consent::{Consent, DataType, in_force},
    id::{ConsentId, PatientId},
    patient::PatientRef,
};
use cloudcare_store::{consent, patient as patients};
use jiff::Timestamp;
use strum::VariantArray;

use crate::{Caller, CreationKey, HIDDEN, ServiceError, Services, creation::Creation};

/// A decision to record.
#[derive(Debug, Clone)]
pub struct RecordConsent {
    /// Whether it is a yes.
    pub given: bool,
    /// For which kinds; empty means every kind.
    pub data_types: Vec<DataType>,
    /// What for.
    pub purpose: String,
    /// Until when.
    pub expires_at: Option<Timestamp>,
}

impl Services {
    /// Records a decision of a patient.
    pub async fn record_consent(
        &self,
        caller: &Caller,
        patient: &PatientRef,
        key: Option<CreationKey>,
        request: RecordConsent,
    ) -> Result<Consent, ServiceError> {
        let action = if request.given {
            AuditAction::ConsentGive
        } else {
            AuditAction::ConsentWithdraw
        };
        let attempt = AuditEvent::new(action, "consent");
        let (mut uow, patient_id) = self
            .open_patient(caller, patient, Permission::ConsentManage, &attempt)
            .await?;
        // A sync under way ends first: nothing is kept after a no.
        patients::lock(&mut uow, patient_id).await?;
        let purpose = request.purpose.trim().to_owned();
        if !(1..=500).contains(&purpose.chars().count()) {
            return Err(ServiceError::invalid(
                "purpose",
                "say what the data are for, in 1 to 500 characters",
            ));
        }
        let now = uow.now().await?;
        if request.expires_at.is_some_and(|at| at <= now) {
            return Err(ServiceError::invalid("expires_at", "must be in the future"));
        }
        let id = match self.creation(&mut uow, key, "consent").await? {
            Creation::Fresh(id) => ConsentId(id),
            Creation::Repeat(id) => {
                let decision = consent::of_patient(&mut uow, patient_id)
                    .await?
                    .into_iter()
                    .find(|decision| decision.id.0 == id)
                    .ok_or(ServiceError::NotFound(HIDDEN))?;
                let read = AuditEvent::new(AuditAction::Read, "consent");
                let event = read.resource(id).about([patient_id]);
                uow.commit(self.ids(), &caller.actor, &caller.origin, event)
                    .await?;
                return Ok(decision);
            }
        };
        let decision = Consent {
            id,
            patient_id,
            data_types: request.data_types,
            purpose,
            given: request.given,
            recorded_at: now,
            expires_at: request.expires_at,
            withdrawn_at: None,
        };
        consent::insert(&mut uow, &decision, caller.actor.user().map(|u| u.user_id)).await?;
        let event = attempt
            .resource(decision.id)
            .about([patient_id])
            .with("kinds", decision.data_types.len());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(decision)
    }

    /// Every decision of a patient, newest first, and whether any is in force.
    pub async fn consents(
        &self,
        caller: &Caller,
        patient: &PatientRef,
    ) -> Result<(PatientId, Vec<Consent>, bool), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "consent");
        let (mut uow, patient_id) = self
            .open_patient(caller, patient, Permission::ConsentManage, &attempt)
            .await?;
        let consents = consent::of_patient(&mut uow, patient_id).await?;
        let now = uow.now().await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(patient_id).about([patient_id]),
        )
        .await?;
        let active = DataType::VARIANTS
            .iter()
            .any(|kind| in_force(&consents, *kind, now).is_some());
        Ok((patient_id, consents, active))
    }

    /// Takes a consent back, at once. With `erase` its key is destroyed: what was kept under it can
    /// never be read again, except what is clinical record (an alert keeps what raised it, H15).
    pub async fn withdraw_consent(
        &self,
        caller: &Caller,
        patient: &PatientRef,
        id: ConsentId,
        erase: bool,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::ConsentWithdraw, "consent").resource(id);
        let (mut uow, patient_id) = self
            .open_patient(caller, patient, Permission::ConsentManage, &attempt)
            .await?;
        patients::lock(&mut uow, patient_id).await?;
        if !consent::withdraw(
            &mut uow,
            id,
            patient_id,
            caller.actor.user().map(|u| u.user_id),
        )
        .await?
        {
            return Err(ServiceError::NotFound(
                "no such consent, or it was withdrawn before",
            ));
        }
        if erase {
            consent::destroy_key(&mut uow, id).await?;
        }
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.about([patient_id]).with("erased", erase),
        )
        .await?;
        Ok(())
    }
}
