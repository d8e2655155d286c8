//! Patients.

use cloudcare_domain::{
    access::{Permission, Subject},
    admission::Whereabouts,
    audit::{AuditAction, AuditEvent},
    id::PatientId,
    patient::{PatientIdentity, PatientRef, PatientSafety},
};
use cloudcare_store::{UnitOfWork, admission, hospital, patient};
use jiff::{civil::Date, tz::TimeZone};

use crate::{Caller, ServiceError, Services};

/// A patient as a chart's banner shows one.
#[derive(Debug, Clone)]
pub struct PatientView {
    /// Who.
    pub identity: PatientIdentity,
    /// Today, on the calendar of the hospital where the patient is; ages are counted to it.
    pub today: Date,
    /// Allergies and resuscitation status; absent where the caller may not read clinical facts.
    pub safety: Option<PatientSafety>,
    /// Where the patient is now.
    pub whereabouts: Option<Whereabouts>,
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
        let identity = patient::identity(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(crate::HIDDEN))?;
        let subject = admission::subject(&mut uow, id).await?;
        let safety = if caller.actor.may(Permission::ClinicalRead, &subject).is_ok() {
            patient::safety(&mut uow, &[id]).await?.remove(&id)
        } else {
            None
        };
        let whereabouts = admission::whereabouts(&mut uow, id).await?;
        let today = self.today_at(&mut uow, whereabouts.as_ref()).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(id).about([id]),
        )
        .await?;
        Ok(PatientView {
            identity,
            today,
            safety,
            whereabouts,
        })
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

    pub(crate) async fn today_at(
        &self,
        uow: &mut UnitOfWork,
        at: Option<&Whereabouts>,
    ) -> Result<Date, ServiceError> {
        let zone = match at {
            Some(at) => hospital::get(uow, at.hospital_id)
                .await?
                .map(|h| h.time_zone),
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

/// Finds an active patient.
pub(crate) async fn find(
    uow: &mut UnitOfWork,
    reference: &PatientRef,
) -> Result<Option<PatientId>, ServiceError> {
    Ok(match reference {
        PatientRef::Id(id) => patient::identity(uow, *id).await?.map(|p| p.id),
        PatientRef::Code(code) => patient::id_by_code(uow, code).await?,
    })
}
