//! Death and its reversal (H21).

use cloudcare_domain::{
    access::Permission,
    audit::{AuditAction, AuditEvent},
    death::check_time,
    patient::PatientRef,
};
use cloudcare_store::{death, patient};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::{Caller, FieldError, ServiceError, Services, patient::PatientView};

/// What closes the alerts of somebody who died.
const CLOSING_NOTES: &str = "Closed because the patient's death was recorded.";

impl Services {
    /// Records a death: alerts are closed with the reason, the banner changes.
    pub async fn record_death(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        died_at: Timestamp,
        verified_by: &str,
    ) -> Result<PatientView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "death");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::ClinicalWrite, &attempt)
            .await?;
        patient::lock(&mut uow, id).await?;
        let record = patient::record(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(crate::HIDDEN))?;
        let mut errors = Vec::new();
        // The day of birth begins first twelve hours ahead of UTC, and a little more.
        let born = record
            .identity
            .date_of_birth
            .to_zoned(TimeZone::UTC)
            .map_err(ServiceError::internal)?
            .timestamp()
            - SignedDuration::from_hours(14);
        if let Err(error) = check_time(died_at, born, uow.now().await?) {
            errors.push(FieldError::new("died_at", error));
        }
        let verified_by = verified_by.trim();
        if !(1..=200).contains(&verified_by.chars().count()) {
            errors.push(FieldError::new(
                "verified_by",
                "who verified it, in 1 to 200 characters",
            ));
        }
        ServiceError::unless_clean(errors)?;
        if death::of_patient(&mut uow, id).await?.is_some() {
            return Err(ServiceError::Conflict(
                "a death is recorded already; reverse it first where it is wrong".to_owned(),
            ));
        }
        let by = caller.actor.user().map(|u| u.user_id);
        death::insert(&mut uow, self.ids(), id, died_at, verified_by, by).await?;
        let closed = self
            .close_alerts_of(caller, &mut uow, id, CLOSING_NOTES)
            .await?;
        self.tell_board(&mut uow, id, "death").await?;
        let view = self.patient_view(caller, &mut uow, id).await?;
        let event = attempt
            .resource(id)
            .about([id])
            .with("closed_alerts", closed);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    /// Takes a recorded death back. Alerts closed by it stay closed: they have to be looked at anew.
    pub async fn reverse_death(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        reason: &str,
    ) -> Result<PatientView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "death");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::ClinicalWrite, &attempt)
            .await?;
        patient::lock(&mut uow, id).await?;
        let reason = reason.trim();
        if !(1..=500).contains(&reason.chars().count()) {
            return Err(ServiceError::invalid(
                "reason",
                "say what was wrong, in 1 to 500 characters",
            ));
        }
        let by = caller.actor.user().map(|u| u.user_id);
        if !death::reverse(&mut uow, id, reason, by).await? {
            return Err(ServiceError::Conflict("no death is recorded".to_owned()));
        }
        self.tell_board(&mut uow, id, "death").await?;
        let view = self.patient_view(caller, &mut uow, id).await?;
        let event = attempt.resource(id).about([id]).with("reversed", true);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }
}
