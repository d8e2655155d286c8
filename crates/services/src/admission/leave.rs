//! Leaving: discharge, and an admission that was a mistake.

use cloudcare_domain::{
    access::{Permission, Subject},
    admission::{AdmissionEventKind, AdmissionRecord, Disposition},
    audit::{AuditAction, AuditEvent},
    hospital::Hospital,
    id::AdmissionId,
    patient::PatientRef,
};
use cloudcare_store::{
    UnitOfWork, admission, alert, bed, hospital as hospitals, hospital_transfer,
    patient as patients, stay,
};
use jiff::Timestamp;

use super::{Line, Touched, check_version, checked_time, place::Leaves, stale};
use crate::{Caller, HIDDEN, ServiceError, Services, bed::checked_words};

/// How a stay ends.
#[derive(Debug, Clone)]
pub struct DischargePatient {
    /// The stay's version as last seen.
    pub version: i32,
    /// How.
    pub disposition: Disposition,
    /// What is to be said about it.
    pub summary: Option<String>,
    /// When, if not now.
    pub discharged_at: Option<Timestamp>,
    /// Open alerts are left open, knowingly.
    pub leave_open: bool,
}

impl Services {
    /// Discharges a patient. The bed is free for cleaning from the actual departure on.
    pub async fn discharge_patient(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        reference: &PatientRef,
        request: DischargePatient,
    ) -> Result<AdmissionRecord, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Discharge, "admission");
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::AdmissionWrite,
                &attempt,
            )
            .await?;
        let patient_id = crate::patient::find(&mut uow, reference)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        patients::lock(&mut uow, patient_id).await?;
        let admission = self.open_stay(&mut uow, patient_id, &hospital).await?;
        if hospital_transfer::open_from(&mut uow, admission.id).await? {
            return Err(stale(
                &admission,
                "a transfer to another hospital is open; say that the patient has departed, or cancel it",
            ));
        }
        let discharged = self
            .discharge_in(caller, &mut uow, &hospital, admission, &request)
            .await?;
        let event = attempt
            .resource(discharged.id)
            .about([patient_id])
            .with("disposition", request.disposition.as_str())
            .with("left_open", request.leave_open);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(discharged)
    }

    /// Writes a discharge; the caller holds the patient's lock and commits.
    pub(crate) async fn discharge_in(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        hospital: &Hospital,
        admission: AdmissionRecord,
        request: &DischargePatient,
    ) -> Result<AdmissionRecord, ServiceError> {
        let summary = checked_words("discharge_summary", request.summary.as_deref(), 20_000)?;
        check_version(&admission, request.version)?;
        let open = alert::AlertFilter {
            open_only: true,
            patients: Some(vec![admission.patient_id]),
            ..Default::default()
        };
        let open = alert::count(uow, &open).await?;
        if open > 0 && !request.leave_open {
            let alerts = if open == 1 { "alert is" } else { "alerts are" };
            return Err(stale(
                &admission,
                &format!("{open} {alerts} open for this patient; close them, or say that they stay open"),
            ));
        }
        let beds: Vec<_> = admission.bed.iter().map(|b| b.0).collect();
        bed::lock(uow, &beds).await?;
        let now = uow.now().await?;
        let not_before = match admission.lying_since {
            Some(since) => Some(since),
            None => stay::last_end(uow, admission.id)
                .await?
                .or(Some(admission.admitted_at)),
        };
        let at = checked_time("discharged_at", request.discharged_at, now, not_before)?;
        let mut touched = Touched::default();
        touched.ward(hospital.id, admission.ward.as_ref().map(|w| w.0), None);
        let left = self
            .get_up(uow, &admission, at, Leaves::Used, &mut touched)
            .await?;
        for (bed_id, ward_id) in
            bed::release_all(uow, admission.patient_id, hospital.id).await?
        {
            touched.ward(hospital.id, Some(ward_id), Some(bed_id));
        }
        admission::discharge(
            uow,
            &admission,
            at,
            request.disposition,
            summary.as_deref(),
            caller.actor.user().map(|u| u.user_id),
        )
        .await?;
        let line = Line::new(admission.id, AdmissionEventKind::Discharged, at)
            .beds(left.map(|b| b.bed.id), None)
            .with("disposition", Some(request.disposition.as_str()));
        self.tell_story(caller, uow, line).await?;
        touched.tell(uow, "discharge", now);
        admission::get(uow, admission.id)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))
    }

    /// Takes an admission back that was a mistake: the patient was never here, so the bed is as free
    /// as it was, and not to be cleaned. Whoever really lay there is discharged instead.
    pub async fn cancel_admission(
        &self,
        caller: &Caller,
        id: AdmissionId,
        version: i32,
        reason: &str,
    ) -> Result<AdmissionRecord, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::AdmissionCancel, "admission").resource(id);
        let reason = checked_words("reason", Some(reason), 500)?.ok_or(ServiceError::invalid(
            "reason",
            "say in a few words what was wrong",
        ))?;
        let (mut uow, hospital, admission) = self
            .open_admission_to_write(caller, id, &attempt)
            .await?;
        check_version(&admission, version)?;
        if !admission.is_open() {
            return Err(stale(
                &admission,
                "this stay has ended; it can't be taken back any more",
            ));
        }
        if hospital_transfer::open_from(&mut uow, id).await? {
            return Err(stale(
                &admission,
                "a transfer to another hospital is open; cancel that first",
            ));
        }
        let beds: Vec<_> = admission.bed.iter().map(|b| b.0).collect();
        bed::lock(&mut uow, &beds).await?;
        let now = uow.now().await?;
        let mut touched = Touched::default();
        touched.ward(hospital.id, admission.ward.as_ref().map(|w| w.0), None);
        let left = self
            .get_up(&mut uow, &admission, now, Leaves::AsItIs, &mut touched)
            .await?;
        for (bed_id, ward_id) in
            bed::release_all(&mut uow, admission.patient_id, hospital.id).await?
        {
            touched.ward(hospital.id, Some(ward_id), Some(bed_id));
        }
        let by = caller.actor.user().map(|u| u.user_id);
        admission::cancel(&mut uow, &admission, now, &reason, by).await?;
        let line = Line::new(id, AdmissionEventKind::Cancelled, now)
            .beds(left.map(|b| b.bed.id), None)
            .with("reason", Some(reason.as_str()));
        self.tell_story(caller, &mut uow, line).await?;
        touched.tell(&mut uow, "admission", now);
        let cancelled = admission::get(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        let event = attempt.about([admission.patient_id]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(cancelled)
    }

    /// Opens a unit of work on one admission, its patient and its row locked, with the right to write
    /// at its place.
    pub(crate) async fn open_admission_to_write(
        &self,
        caller: &Caller,
        id: AdmissionId,
        attempt: &AuditEvent,
    ) -> Result<(UnitOfWork, Hospital, AdmissionRecord), ServiceError> {
        let mut uow = self.store().begin().await?;
        let seen = admission::get(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        let place = Subject::Place {
            hospital_id: seen.hospital_id,
            ward_id: None,
        };
        self.authorise(
            caller,
            Permission::AdmissionWrite,
            &place,
            attempt.clone().about([seen.patient_id]),
        )
        .await?;
        patients::lock(&mut uow, seen.patient_id).await?;
        let admission = admission::lock(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        let hospital = hospitals::get(&mut uow, admission.hospital_id)
            .await?
            .ok_or(ServiceError::NotFound("no such hospital"))?;
        Ok((uow, hospital, admission))
    }
}
