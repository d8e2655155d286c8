//! Changing what a stay is for, what its place must have, and what is planned.

use cloudcare_domain::{
    admission::{AdmissionEventKind, AdmissionRecord, Isolation},
    audit::{AuditAction, AuditEvent},
    bed::Needs,
    id::AdmissionId,
};
use cloudcare_store::{admission, bed};
use jiff::Timestamp;

use super::{Line, Touched, check_version, checked_capabilities, place::Wanted, stale};
use crate::{Caller, HIDDEN, ServiceError, Services, bed::checked_words};

/// What to change; absent leaves a thing as it is, an inner `None` takes it away.
#[derive(Debug, Clone, Default)]
pub struct ChangeAdmission {
    /// The stay's version as last seen.
    pub version: i32,
    /// Why the patient is here.
    pub reason: Option<Option<String>>,
    /// How the patient must be kept apart.
    pub isolation: Option<Option<Isolation>>,
    /// What else the place must have.
    pub needs: Option<Vec<String>>,
    /// Doctor by code or id.
    pub responsible_doctor: Option<Option<String>>,
    /// Planned end.
    pub expected_discharge_at: Option<Option<Timestamp>>,
    /// Why the patient stays in a place that lacks something.
    pub override_reason: Option<String>,
}

impl Services {
    /// Changes an open stay. A new need that the place does not meet asks for another place, or for
    /// a reason.
    pub async fn change_admission(
        &self,
        caller: &Caller,
        id: AdmissionId,
        request: ChangeAdmission,
    ) -> Result<AdmissionRecord, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "admission").resource(id);
        let (mut uow, hospital, current) = self
            .open_admission_to_write(caller, id, &attempt)
            .await?;
        check_version(&current, request.version)?;
        if !current.is_open() {
            return Err(stale(&current, "this stay has ended"));
        }
        let override_reason =
            checked_words("override_reason", request.override_reason.as_deref(), 500)?;
        let reason = match &request.reason {
            Some(words) => checked_words("reason", words.as_deref(), 1_000)?,
            None => current.reason.clone(),
        };
        let needs = Needs {
            isolation: request.isolation.unwrap_or(current.needs.isolation),
            capabilities: match request.needs {
                Some(words) => checked_capabilities("needs", words)?,
                None => current.needs.capabilities.clone(),
            },
        };
        let responsible_doctor = match &request.responsible_doctor {
            Some(Some(reference)) => Some(self.responsible_doctor(&mut uow, reference).await?),
            Some(None) => None,
            None => current.responsible_doctor.as_ref().map(|d| d.0),
        };
        let expected_discharge_at = match request.expected_discharge_at {
            Some(Some(at)) if at <= current.admitted_at => {
                return Err(ServiceError::invalid(
                    "expected_discharge_at",
                    "must be after the admission",
                ));
            }
            Some(planned) => planned,
            None => current.expected_discharge_at,
        };
        let mut overridden = false;
        if let (Some((bed_id, _)), Some(_)) = (&current.bed, current.lying_since)
            && needs != current.needs
        {
            let bed = bed::get(&mut uow, *bed_id)
                .await?
                .ok_or(ServiceError::NotFound("no such bed in this hospital"))?;
            let lacking = needs.lacking(&bed.bed.capabilities);
            overridden = !lacking.is_empty();
            if overridden && override_reason.is_none() {
                let wanted = Wanted {
                    hospital: &hospital,
                    patient_id: current.patient_id,
                    needs: &needs,
                    bed_id: None,
                    ward_id: current.ward.as_ref().map(|w| w.0),
                    override_reason: None,
                    from: None,
                };
                let message = format!(
                    "the patient's bed lacks {}; move the patient, or say why they stay there",
                    lacking.join(", ")
                );
                return self.no_bed(&mut uow, &wanted, &message).await;
            }
        }
        let change = admission::Change {
            reason,
            needs,
            responsible_doctor,
            expected_discharge_at,
        };
        admission::change(&mut uow, &current, &change).await?;
        let now = uow.now().await?;
        let isolates = change.needs != current.needs;
        let kind = if isolates {
            AdmissionEventKind::IsolationChanged
        } else {
            AdmissionEventKind::Planned
        };
        let line = Line::new(id, kind, now)
            .with(
                "isolation",
                change
                    .needs
                    .isolation
                    .filter(|_| isolates)
                    .map(Isolation::as_str),
            )
            .with(
                "needs",
                isolates.then(|| change.needs.capabilities.clone()),
            )
            .with(
                "expected_discharge_at",
                change
                    .expected_discharge_at
                    .filter(|at| Some(*at) != current.expected_discharge_at)
                    .map(|at| at.to_string()),
            )
            .with("override_reason", override_reason.filter(|_| overridden));
        self.tell_story(caller, &mut uow, line).await?;
        let mut touched = Touched::default();
        touched.ward(
            hospital.id,
            current.ward.as_ref().map(|w| w.0),
            current.bed.as_ref().map(|b| b.0),
        );
        touched.tell(&mut uow, "admission", now);
        let changed = admission::get(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        let event = attempt
            .about([current.patient_id])
            .with("overridden", overridden);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(changed)
    }
}
