//! Patients: one record as its readers may see it. Beside it: finding, registering, changing and
//! identifying.

mod change;
mod duplicate;
mod emergency;
mod identify;
mod register;
mod search;

pub use cloudcare_store::patient::Newest;
pub use duplicate::{Duplicate, DuplicateQuery};
pub use identify::Identification;
pub(crate) use register::fields;
pub use register::{RegisterPatient, RegisterUnidentified};
pub use search::{PatientList, PatientSummary, SearchHit};

use cloudcare_domain::{
    access::{Permission, Subject},
    admission::Whereabouts,
    audit::{AuditAction, AuditEvent},
    death::Death,
    doctor::RelatedDoctor,
    event::{Audience, EventKind, NewEvent},
    id::{HospitalId, PatientId},
    patient::{FormerName, PatientIdentity, PatientRecord, PatientRef, PatientSafety},
};
use cloudcare_store::{UnitOfWork, admission, death, hospital, patient, patient::Stay};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde_json::json;

use crate::{Caller, Current, ServiceError, Services};

/// A patient as one caller may see one.
#[derive(Debug, Clone)]
pub struct PatientView {
    /// The record.
    pub record: PatientRecord,
    /// Today, on the calendar of the hospital where the patient is; ages are counted to it.
    pub today: Date,
    /// Database time of the picture.
    pub now: Timestamp,
    /// Allergies and resuscitation status; absent where the caller may not read clinical facts.
    pub safety: Option<PatientSafety>,
    /// Where the patient is admitted now.
    pub stay: Option<Stay>,
    /// Recorded death.
    pub death: Option<Death>,
    /// Whose record this turned out to be.
    pub linked_to: Option<PatientIdentity>,
    /// The names the record had before, the latest first.
    pub former_names: Vec<FormerName>,
    /// Mother, for somebody born here.
    pub mother: Option<PatientIdentity>,
    /// Those born to the patient, oldest first.
    pub newborns: Vec<PatientIdentity>,
    /// Whether an alert is open.
    pub has_open_alert: bool,
    /// Whether the caller may change identity or contacts.
    pub may_write: bool,
    /// Whether the caller may record clinical facts.
    pub may_write_clinical: bool,
}

impl Services {
    /// One patient.
    pub async fn patient(
        &self,
        caller: &Caller,
        reference: &PatientRef,
    ) -> Result<PatientView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "patient");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::PatientRead, &attempt)
            .await?;
        let view = self.patient_view(caller, &mut uow, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(id).about([id]),
        )
        .await?;
        Ok(view)
    }

    /// A patient's doctors, current ones first.
    pub async fn doctors_of_patient(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        current_only: bool,
    ) -> Result<Vec<RelatedDoctor>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "patient_doctors");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::PatientRead, &attempt)
            .await?;
        let doctors = patient::doctors(&mut uow, id, current_only).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(id).about([id]),
        )
        .await?;
        Ok(doctors)
    }

    /// Finds a patient and checks the permission; a unit of work in which the answer is read and
    /// recorded.
    pub(crate) async fn open_patient(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        permission: Permission,
        attempt: &AuditEvent,
    ) -> Result<(UnitOfWork, PatientId), ServiceError> {
        let mut uow = self.store().begin().await?;
        let id = find(&mut uow, reference)
            .await?
            .ok_or(ServiceError::NotFound(crate::HIDDEN))?;
        let subject: Subject = admission::subject(&mut uow, id).await?;
        self.authorise(caller, permission, &subject, attempt.clone().resource(id))
            .await?;
        Ok((uow, id))
    }

    /// The record as the caller may see it. That the caller may see it at all is decided before.
    pub(crate) async fn patient_view(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        id: PatientId,
    ) -> Result<PatientView, ServiceError> {
        let record = patient::record(uow, id)
            .await?
            .ok_or(ServiceError::NotFound(crate::HIDDEN))?;
        let subject = admission::subject(uow, id).await?;
        let may = |permission| caller.actor.may(permission, &subject).is_ok();
        let safety = if may(Permission::ClinicalRead) {
            patient::safety(uow, &[id]).await?.remove(&id)
        } else {
            None
        };
        let stay = patient::stay(uow, id).await?;
        let at = stay
            .as_ref()
            .map(|s| s.at.hospital_id)
            .or(record.registered_at);
        let today = self.today_at_hospital(uow, at).await?;
        let newborns = patient::newborns(uow, id).await?;
        let mut related = newborns.clone();
        related.extend(record.mother);
        related.extend(record.linked_to);
        let mut identities = patient::identities(uow, &related).await?;
        let presence = patient::presence(uow, &[id]).await?.remove(&id);
        Ok(PatientView {
            newborns: newborns
                .iter()
                .filter_map(|n| identities.remove(n))
                .collect(),
            mother: record.mother.and_then(|m| identities.remove(&m)),
            linked_to: record.linked_to.and_then(|l| identities.remove(&l)),
            former_names: patient::former_names(uow, id).await?,
            death: death::of_patient(uow, id).await?,
            has_open_alert: presence.is_some_and(|p| p.has_open_alert),
            may_write: may(Permission::PatientWrite),
            may_write_clinical: may(Permission::ClinicalWrite),
            now: uow.now().await?,
            record,
            today,
            safety,
            stay,
        })
    }

    /// Locks a record for a change and checks that it is the one the caller has seen.
    pub(crate) async fn lock_version(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        id: PatientId,
        version: i32,
    ) -> Result<PatientRecord, ServiceError> {
        patient::lock(uow, id).await?;
        let record = patient::record(uow, id)
            .await?
            .ok_or(ServiceError::NotFound(crate::HIDDEN))?;
        if record.version == version {
            return Ok(record);
        }
        Err(ServiceError::Stale {
            message: "somebody else changed this patient in the meantime; look at it as it is now"
                .to_owned(),
            current: Current::Patient(Box::new(self.patient_view(caller, uow, id).await?)),
        })
    }

    /// Tells the board of the ward where a patient is that something it shows has changed.
    pub(crate) async fn tell_board(
        &self,
        uow: &mut UnitOfWork,
        id: PatientId,
        reason: &'static str,
    ) -> Result<(), ServiceError> {
        let Some(at) = admission::whereabouts(uow, id).await? else {
            return Ok(());
        };
        let now = uow.now().await?;
        if let Some(ward_id) = at.ward_id {
            uow.emit(NewEvent {
                kind: EventKind::Board,
                audience: Audience {
                    hospital_id: Some(at.hospital_id),
                    ward_id: Some(ward_id),
                    ..Audience::default()
                },
                payload: json!({ "ward_id": ward_id, "bed_id": at.bed_id, "reason": reason, "timestamp": now }),
            });
        }
        Ok(())
    }

    /// Today on a hospital's calendar; UTC's where none answers.
    pub(crate) async fn today_at_hospital(
        &self,
        uow: &mut UnitOfWork,
        at: Option<HospitalId>,
    ) -> Result<Date, ServiceError> {
        let zone = match at {
            Some(id) => hospital::get(uow, id).await?.map(|h| h.time_zone),
            None => None,
        };
        Ok(self.today_in(zone.as_deref()))
    }

    /// Today on the calendar of an IANA zone; UTC where there is none.
    pub(crate) fn today_in(&self, zone: Option<&str>) -> Date {
        let zone = zone
            .and_then(|name| TimeZone::get(name).ok())
            .unwrap_or(TimeZone::UTC);
        self.clock().now().to_zoned(zone).date()
    }
}

/// Where a view says the patient is, in words.
impl PatientView {
    /// For example `Ward 1, bed B4`.
    pub fn place(&self) -> Option<String> {
        self.stay.as_ref().map(|s| Whereabouts::describe(&s.at))
    }
}

/// Finds an active patient; a record that turned out to be another's answers as that one.
pub(crate) async fn find(
    uow: &mut UnitOfWork,
    reference: &PatientRef,
) -> Result<Option<PatientId>, ServiceError> {
    Ok(patient::resolve(uow, reference).await?)
}
