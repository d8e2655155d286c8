//! The emergency flag of a patient: true exactly while an alert is open (E2), so it can't be cleared,
//! only its alerts closed.

use cloudcare_domain::{
    access::Permission,
    alert::{AlertType, Severity, TriggeredBy},
    audit::{AuditAction, AuditEvent, AuditOutcome},
    patient::PatientRef,
};

use crate::{
    Caller, Current, ServiceError, Services,
    alert::{AlertView, RaiseAlert},
};

impl Services {
    /// Raises an alert about a patient where they are. False in the second part: this very alert was
    /// open already.
    pub async fn raise_emergency(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        alert_ref: Option<String>,
        alert_type: AlertType,
        severity: Option<Severity>,
        notes: Option<&str>,
    ) -> Result<(AlertView, bool), ServiceError> {
        let notes = notes.map(str::trim).filter(|n| !n.is_empty());
        let request = RaiseAlert {
            alert_ref,
            patient: Some(reference.clone()),
            hospital: self.registering_place(reference).await?,
            ward_id: None,
            place: None,
            alert_type,
            severity: severity.unwrap_or(alert_type.usual_severity()),
            description: notes
                .unwrap_or("Raised from the patient's record")
                .to_owned(),
            triggered_by: TriggeredBy::Manual,
            trigger_data: None,
            location: None,
        };
        self.raise_alert(caller, request).await
    }

    /// Nothing to do where no alert is open; refused with the open ones where some are.
    pub async fn clear_emergency(
        &self,
        caller: &Caller,
        reference: &PatientRef,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "emergency_flag");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::AlertClose, &attempt)
            .await?;
        let open = self.open_alerts_of(caller, &mut uow, id).await?;
        let attempt = attempt.resource(id).about([id]);
        let event = if open.is_empty() {
            attempt
        } else {
            attempt
                .outcome(AuditOutcome::Failed)
                .with("open", open.len())
        };
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        if open.is_empty() {
            return Ok(());
        }
        Err(ServiceError::Stale {
            message: format!(
                "{} open; close each with what was found and done",
                if open.len() == 1 {
                    "one alert is".to_owned()
                } else {
                    format!("{} alerts are", open.len())
                }
            ),
            current: Current::Alerts(open),
        })
    }

    /// The hospital that answers for somebody who is admitted nowhere.
    async fn registering_place(
        &self,
        reference: &PatientRef,
    ) -> Result<Option<String>, ServiceError> {
        let mut uow = self.store().begin().await?;
        let Some(id) = super::find(&mut uow, reference).await? else {
            return Ok(None);
        };
        let record = cloudcare_store::patient::record(&mut uow, id).await?;
        Ok(record
            .and_then(|r| r.registered_at)
            .map(|hospital| hospital.to_string()))
    }
}
