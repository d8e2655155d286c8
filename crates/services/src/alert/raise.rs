//! Raising an alert: where it is, whom it reaches, and telling the same thing twice.

use cloudcare_domain::{
    access::{Permission, Subject},
    admission::Whereabouts,
    alert::{Alert, AlertStatus, AlertType, HistoryKind, Severity, TriggeredBy},
    audit::{AuditAction, AuditEvent},
    id::{AlertId, HospitalId, PatientId, WardId, WorkstationId},
    patient::PatientRef,
    workstation::WorkstationKind,
};
use cloudcare_store::{UnitOfWork, admission, alert, patient, ward, workstation};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use strum::VariantArray;

use super::{
    AlertView, alert_event,
    answer::{at_place, subject_of},
};
use crate::{Caller, FieldError, ServiceError, Services, patient::find};

/// Largest `trigger_data` or `location`, as JSON.
const MAX_DATA_BYTES: usize = 8 * 1024;

/// An alert somebody asks for.
#[derive(Debug, Clone, Serialize)]
pub struct RaiseAlert {
    /// The caller's own id; makes raising it twice harmless.
    pub alert_ref: Option<String>,
    /// Whom it is about; none for a place.
    #[serde(skip)]
    pub patient: Option<PatientRef>,
    /// Hospital by name or id; needed where there is no admitted patient.
    pub hospital: Option<String>,
    /// Ward.
    pub ward_id: Option<WardId>,
    /// Where, in words; needed where there is no admitted patient.
    pub place: Option<String>,
    /// What.
    pub alert_type: AlertType,
    /// How bad.
    pub severity: Severity,
    /// In words.
    pub description: String,
    /// Raised by.
    pub triggered_by: TriggeredBy,
    /// What triggered it.
    pub trigger_data: Option<Value>,
    /// Coordinates or the like.
    pub location: Option<Value>,
}

/// What is to be raised once it is known where: shared by hand-raised alerts and wearables.
pub(crate) struct Occasion {
    pub(crate) alert_ref: Option<String>,
    pub(crate) request_hash: [u8; 32],
    pub(crate) hospital_id: HospitalId,
    pub(crate) ward: Option<(WardId, String)>,
    pub(crate) whereabouts: Option<Whereabouts>,
    pub(crate) place: String,
    pub(crate) patient_id: Option<PatientId>,
    pub(crate) alert_type: AlertType,
    pub(crate) severity: Severity,
    pub(crate) description: String,
    pub(crate) triggered_by: TriggeredBy,
    pub(crate) trigger_data: Option<Value>,
    pub(crate) location: Option<Value>,
    pub(crate) rule: Option<String>,
    pub(crate) taken_at: Option<Timestamp>,
}

impl Services {
    /// Raises an alert. The second part of the answer is false where the same alert was open
    /// already (H29: sending is never swallowed, and never doubled).
    pub async fn raise_alert(
        &self,
        caller: &Caller,
        request: RaiseAlert,
    ) -> Result<(AlertView, bool), ServiceError> {
        check(&request)?;
        let attempt = AuditEvent::new(AuditAction::AlertRaise, "alert")
            .with("severity", request.severity.as_str());
        let request_hash = hash_of(&request)?;
        if let Some(known) = self.known_alert(caller, &request, &request_hash).await? {
            return Ok((known, false));
        }
        let mut uow = self.store().begin().await?;
        let (occasion, subject) = self.locate(&mut uow, &request, request_hash).await?;
        self.authorise(caller, Permission::AlertRaise, &subject, attempt.clone())
            .await?;
        let about = occasion.patient_id;
        let raised = match self.raise_in(caller, &mut uow, occasion).await {
            Ok(alert) => alert,
            // Two senders with one id at the same instant: the second is told like a repetition.
            Err(ServiceError::Conflict(_)) if request.alert_ref.is_some() => {
                drop(uow);
                let known = self.known_alert(caller, &request, &request_hash).await?;
                return known
                    .map(|view| (view, false))
                    .ok_or_else(|| taken(&request));
            }
            Err(error) => return Err(error),
        };
        let event = attempt.resource(&raised.alert_ref).about(about);
        // Seen before it is kept: an alert that can't be shown must not be told as not raised.
        let view = self.view(caller, &mut uow, raised.id).await?;
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok((view, true))
    }

    async fn known_alert(
        &self,
        caller: &Caller,
        request: &RaiseAlert,
        request_hash: &[u8; 32],
    ) -> Result<Option<AlertView>, ServiceError> {
        let Some(alert_ref) = &request.alert_ref else {
            return Ok(None);
        };
        let mut uow = self.store().begin().await?;
        let Some((id, hash)) = alert::request_hash(&mut uow, alert_ref).await? else {
            // An id that is somebody else's own id would stand before that alert for ever.
            return match alert_ref.parse::<AlertId>() {
                Ok(id) if alert::lock(&mut uow, id).await?.is_some() => Err(taken(request)),
                _ => Ok(None),
            };
        };
        let known = alert::lock(&mut uow, id)
            .await?
            .ok_or_else(|| taken(request))?;
        let subject = subject_of(&mut uow, &known).await?;
        let may_read = caller.actor.may(Permission::AlertRead, &subject).is_ok()
            || caller.actor.may(Permission::AlertRaise, &subject).is_ok();
        if hash != request_hash || !known.status.is_open() || !may_read {
            return Err(taken(request));
        }
        let view = self.view(caller, &mut uow, id).await?;
        let event = AuditEvent::new(AuditAction::Read, "alert")
            .resource(alert_ref)
            .about(known.patient_id);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(Some(view))
    }

    async fn locate(
        &self,
        uow: &mut UnitOfWork,
        request: &RaiseAlert,
        request_hash: [u8; 32],
    ) -> Result<(Occasion, Subject), ServiceError> {
        let patient_id = match &request.patient {
            Some(reference) => Some(
                find(uow, reference)
                    .await?
                    .ok_or(ServiceError::NotFound(crate::HIDDEN))?,
            ),
            None => None,
        };
        let whereabouts = match patient_id {
            Some(id) => admission::whereabouts(uow, id).await?,
            None => None,
        };
        let mut errors = Vec::new();
        let ward = match request.ward_id {
            Some(id) => match ward::get(uow, id).await? {
                Some(ward) => Some(ward),
                None => {
                    errors.push(FieldError::new("ward_id", "no such ward"));
                    None
                }
            },
            None => None,
        };
        let hospital_id = match (&whereabouts, &ward, &request.hospital) {
            (Some(at), _, _) => Some(at.hospital_id),
            (None, Some(ward), _) => Some(ward.hospital_id),
            (None, None, Some(name)) => Some(crate::hospital::find(uow, name).await?.id),
            (None, None, None) => self.only_hospital(uow).await?,
        };
        let Some(hospital_id) = hospital_id else {
            errors.push(FieldError::new("hospital_id", "say in which hospital"));
            return Err(ServiceError::Invalid(errors));
        };
        let said = request
            .place
            .as_deref()
            .map(str::trim)
            .filter(|p| !p.is_empty());
        let place = match (&whereabouts, said, &ward) {
            // Who stands there knows better than the bed list.
            (Some(at), Some(place), _) => format!("{place} (belongs to {})", at.describe()),
            (None, Some(place), _) => place.to_owned(),
            (Some(_), None, Some(ward)) => ward.name.clone(),
            (Some(at), None, None) => at.describe(),
            (None, None, Some(ward)) => ward.name.clone(),
            // At home, or anywhere: still an alert, and it says that nobody knows where.
            (None, None, None) if patient_id.is_some() => "not in hospital".to_owned(),
            (None, None, None) => {
                errors.push(FieldError::new(
                    "place",
                    "say where: a place is needed when there is no patient",
                ));
                String::new()
            }
        };
        if !errors.is_empty() {
            return Err(ServiceError::Invalid(errors));
        }
        let ward = match (ward, &whereabouts) {
            (Some(ward), _) => Some((ward.id, ward.name)),
            (None, Some(at)) => at.ward_id.zip(at.ward_name.clone()),
            (None, None) => None,
        };
        let subject = match patient_id {
            // Somebody else's patient who collapses where I stand is mine to call for.
            Some(id) => at_place(
                admission::subject(uow, id).await?,
                hospital_id,
                ward.as_ref().map(|w| w.0),
            ),
            None => Subject::Place {
                hospital_id,
                ward_id: ward.as_ref().map(|w| w.0),
            },
        };
        let occasion = Occasion {
            alert_ref: request.alert_ref.clone(),
            request_hash,
            hospital_id,
            ward,
            whereabouts,
            place,
            patient_id,
            alert_type: request.alert_type,
            severity: request.severity,
            description: request.description.trim().to_owned(),
            triggered_by: request.triggered_by,
            trigger_data: request.trigger_data.clone(),
            location: request.location.clone(),
            rule: None,
            taken_at: None,
        };
        Ok((occasion, subject))
    }

    /// The hospital, where there is only one.
    pub(crate) async fn only_hospital(
        &self,
        uow: &mut UnitOfWork,
    ) -> Result<Option<HospitalId>, ServiceError> {
        Ok(crate::hospital::only(uow).await?.map(|only| only.id))
    }

    /// Writes an alert with its recipients, its first step, its story and its event; the caller
    /// commits.
    pub(crate) async fn raise_in(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        occasion: Occasion,
    ) -> Result<Alert, ServiceError> {
        let now = uow.now().await?;
        let id = AlertId::generate(self.ids());
        let bed = occasion
            .whereabouts
            .as_ref()
            .and_then(|at| at.bed_id.zip(at.bed_label.clone()))
            .map(|(id, label)| (id, label, String::new()));
        let alert = Alert {
            id,
            alert_ref: occasion.alert_ref.unwrap_or_else(|| id.to_string()),
            hospital_id: occasion.hospital_id,
            ward: occasion.ward,
            bed,
            place: occasion.place,
            patient_id: occasion.patient_id,
            alert_type: occasion.alert_type,
            severity: occasion.severity,
            status: AlertStatus::Active,
            description: occasion.description,
            triggered_by: occasion.triggered_by,
            trigger_data: occasion.trigger_data,
            location: occasion.location,
            rule: occasion.rule,
            occurrences: 1,
            taken_at: occasion.taken_at,
            raised_at: now,
            last_occurrence_at: now,
            acknowledged: None,
            responding: None,
            closed: None,
            closing_notes: None,
            version: 1,
        };
        let by = caller.actor.user().map(|u| u.user_id);
        let on = caller.actor.workstation_id();
        alert::insert(uow, &alert, &occasion.request_hash, by, on)
            .await
            .map_err(|error| {
                if error.is_conflict_on(alert::UNIQUE_REF)
                    || error.is_conflict_on(alert::ONE_OPEN_PER_RULE)
                {
                    ServiceError::Conflict("this alert is raised already".to_owned())
                } else {
                    error.into()
                }
            })?;
        let stations = self
            .listeners(uow, alert.hospital_id, alert.ward.as_ref().map(|w| w.0))
            .await?;
        alert::insert_step(uow, self.ids(), id, &stations).await?;
        alert::add_history(uow, self.ids(), id, HistoryKind::Raised, by, on, None).await?;
        let identity = match alert.patient_id {
            Some(patient_id) => patient::identity(uow, patient_id).await?,
            None => None,
        };
        uow.emit(alert_event("alert_raised", &alert, identity.as_ref(), now));
        Ok(alert)
    }

    /// The stations that are owed an alert of a place.
    pub(crate) async fn listeners(
        &self,
        uow: &mut UnitOfWork,
        hospital: HospitalId,
        ward: Option<WardId>,
    ) -> Result<Vec<WorkstationId>, ServiceError> {
        let kinds: Vec<WorkstationKind> = WorkstationKind::VARIANTS
            .iter()
            .copied()
            .filter(|k| k.listens_for_alerts())
            .collect();
        Ok(workstation::listeners(uow, hospital, ward, &kinds).await?)
    }
}

fn check(request: &RaiseAlert) -> Result<(), ServiceError> {
    let mut errors = Vec::new();
    if let Some(alert_ref) = &request.alert_ref
        && (!(1..=200).contains(&alert_ref.chars().count())
            || [".", ".."].contains(&alert_ref.as_str())
            || alert_ref.chars().any(char::is_control))
    {
        errors.push(FieldError::new("alert_id", "1 to 200 characters"));
    }
    let words = request.description.trim().chars().count();
    if !(1..=2_000).contains(&words) {
        errors.push(FieldError::new(
            "description",
            "say what happened, in 1 to 2,000 characters",
        ));
    }
    if request
        .place
        .as_ref()
        .is_some_and(|p| p.chars().count() > 200)
    {
        errors.push(FieldError::new("place", "at most 200 characters"));
    }
    for (name, value) in [
        ("trigger_data", &request.trigger_data),
        ("location", &request.location),
    ] {
        if value.as_ref().is_some_and(|v| !v.is_object()) {
            errors.push(FieldError::new(name, "must be an object"));
        } else if value
            .as_ref()
            .is_some_and(|v| v.to_string().len() > MAX_DATA_BYTES)
        {
            errors.push(FieldError::new(name, "at most 8 KiB"));
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(errors))
    }
}

fn hash_of(request: &RaiseAlert) -> Result<[u8; 32], ServiceError> {
    let mut canonical = serde_json::to_vec(request).map_err(ServiceError::internal)?;
    match &request.patient {
        Some(PatientRef::Id(id)) => canonical.extend_from_slice(id.0.as_bytes()),
        Some(PatientRef::Code(code)) => canonical.extend_from_slice(code.as_str().as_bytes()),
        None => {}
    }
    Ok(Sha256::digest(&canonical).into())
}

fn taken(request: &RaiseAlert) -> ServiceError {
    let id = request.alert_ref.as_deref().unwrap_or_default();
    ServiceError::Conflict(format!(
        "the alert id {id} belongs to another alert, or to one that is closed; raise it under a new id"
    ))
}
