//! Changing a record: identity and contacts, resuscitation status, taking it out of use.

use cloudcare_domain::{
    access::{Permission, Role},
    audit::{AuditAction, AuditEvent},
    patient::{Demographics, PatientRef, ResuscitationStatus},
};
use cloudcare_store::{admission, patient};

use super::{PatientView, register::fields};
use crate::{Caller, ServiceError, Services};

/// What a patient's own account may change (H33).
const OWN_FIELDS: [&str; 3] = ["contact", "email", "address"];

impl Services {
    /// Writes identity and contacts as they shall be, over the version the caller has seen.
    pub async fn update_patient(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        version: i32,
        demographics: Demographics,
    ) -> Result<PatientView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "patient");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::PatientWrite, &attempt)
            .await?;
        let mut demographics = demographics.tidied();
        let record = self.lock_version(caller, &mut uow, id, version).await?;
        let subject = admission::subject(&mut uow, id).await?;
        if caller
            .actor
            .may(Permission::ClinicalRead, &subject)
            .is_err()
        {
            // Whoever can't read it can't have meant to clear it.
            demographics.blood_type = record.demographics.blood_type;
        }
        let changed = demographics.differences(&record.demographics);
        let is_own = is_patient(caller);
        if is_own && changed.iter().any(|field| !OWN_FIELDS.contains(field)) {
            return Err(ServiceError::Forbidden(
                "you can change your contact, e-mail and address; for anything else ask at the desk",
            ));
        }
        let at = patient::stay(&mut uow, id).await?.map(|s| s.at.hospital_id);
        let today = self
            .today_at_hospital(&mut uow, at.or(record.registered_at))
            .await?;
        ServiceError::unless_clean(fields(None, demographics.troubles(today)))?;
        patient::update(&mut uow, id, version, &demographics, record.identity_state).await?;
        self.tell_board(&mut uow, id, "patient").await?;
        let view = self.patient_view(caller, &mut uow, id).await?;
        let event = attempt
            .resource(id)
            .about([id])
            .with("changed", changed.join(" "));
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    /// Writes the resuscitation status, over the version the caller has seen (H18).
    pub async fn set_resuscitation_status(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        version: i32,
        status: Option<ResuscitationStatus>,
    ) -> Result<PatientView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "resuscitation_status");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::ClinicalWrite, &attempt)
            .await?;
        self.lock_version(caller, &mut uow, id, version).await?;
        patient::set_resuscitation_status(&mut uow, id, version, status).await?;
        self.tell_board(&mut uow, id, "resuscitation_status")
            .await?;
        let view = self.patient_view(caller, &mut uow, id).await?;
        let event = attempt
            .resource(id)
            .about([id])
            .with("status", status.map(ResuscitationStatus::as_str));
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    /// Takes a record out of use: found by nobody, its history kept. Refused while the patient is in
    /// hospital or an alert is open.
    pub async fn deactivate_patient(
        &self,
        caller: &Caller,
        reference: &PatientRef,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "patient");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::PatientWrite, &attempt)
            .await?;
        if is_patient(caller) {
            return Err(ServiceError::Forbidden(
                "ask at the desk: a record can't be taken out of use from here",
            ));
        }
        patient::lock(&mut uow, id).await?;
        if patient::stay(&mut uow, id).await?.is_some() {
            return Err(ServiceError::Conflict(
                "this patient is admitted; discharge first, or cancel the admission".to_owned(),
            ));
        }
        let presence = patient::presence(&mut uow, &[id]).await?.remove(&id);
        if presence.is_some_and(|p| p.has_open_alert) {
            return Err(ServiceError::Conflict(
                "an alert of this patient is open; close it first".to_owned(),
            ));
        }
        patient::deactivate(&mut uow, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(id).about([id]),
        )
        .await?;
        Ok(())
    }
}

/// Whether it is the patient's own account that asks.
fn is_patient(caller: &Caller) -> bool {
    caller.actor.user().is_some_and(|u| u.role == Role::Patient)
}
