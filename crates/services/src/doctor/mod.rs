//! Doctors: finding, keeping, and whether they can be called on (P4).

mod post;
mod treatment;

use cloudcare_domain::{
    access::{Actor, Permission, Role, Subject},
    audit::{AuditAction, AuditEvent},
    code::DoctorCode,
    doctor::{Doctor, DoctorProfile},
    event::{Audience, EventKind, NewEvent},
    id::DoctorId,
};
use cloudcare_store::{Source, StoreError, UnitOfWork, doctor};
use serde_json::json;

use crate::{Caller, CreationKey, Current, FieldError, ServiceError, Services, creation::Creation};

pub use treatment::TreatmentView;

const NO_SUCH_DOCTOR: &str = "no such doctor";
/// A list is counted exactly up to here.
const COUNTED_TO: i64 = 1_001;

/// Which doctors a list shows.
#[derive(Debug, Clone, Default)]
pub struct DoctorQuery {
    /// Words of the name, or the beginning of a code.
    pub words: Option<String>,
    /// With exactly this specialisation.
    pub specialization: Option<String>,
    /// Only those who can be called on now.
    pub available_only: bool,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

impl Services {
    /// Active doctors in order of their names, and how many there are (to 1,001). Known to everyone
    /// signed in.
    pub async fn doctors(
        &self,
        caller: &Caller,
        query: DoctorQuery,
    ) -> Result<(Vec<Doctor>, usize), ServiceError> {
        let mut reader = self.store().reader().await?;
        let filter = doctor::DoctorFilter {
            words: query
                .words
                .map(|w| w.trim().to_owned())
                .filter(|w| !w.is_empty()),
            specialization: query.specialization,
            available_only: query.available_only,
            skip: query.skip,
            limit: query.limit,
            ..Default::default()
        };
        let doctors = doctor::list(&mut reader, &filter).await?;
        let total = doctor::count(&mut reader, &filter, COUNTED_TO).await?;
        let doctors = doctors.into_iter().map(|d| for_eyes_of(caller, d));
        Ok((doctors.collect(), total))
    }

    /// One doctor by code or id.
    pub async fn doctor(&self, caller: &Caller, code_or_id: &str) -> Result<Doctor, ServiceError> {
        let found = find(&mut self.store().reader().await?, code_or_id).await?;
        Ok(for_eyes_of(caller, found))
    }

    /// Adds a doctor.
    pub async fn create_doctor(
        &self,
        caller: &Caller,
        key: Option<CreationKey>,
        profile: DoctorProfile,
    ) -> Result<Doctor, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "doctor");
        self.authorise_doctors(caller, Permission::DoctorWrite, &attempt)
            .await?;
        let profile = checked(profile)?;
        let mut uow = self.store().begin().await?;
        let id = match self.creation(&mut uow, key, "doctor").await? {
            Creation::Fresh(id) => DoctorId(id),
            Creation::Repeat(id) => return existing(&mut uow, DoctorId(id)).await,
        };
        doctor::insert(&mut uow, id, &profile)
            .await
            .map_err(licence_in_words)?;
        let made = existing(&mut uow, id).await?;
        let event = attempt.resource(id);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(made)
    }

    /// Writes a whole profile anew; what is absent is cleared.
    pub async fn update_doctor(
        &self,
        caller: &Caller,
        code_or_id: &str,
        version: i32,
        profile: DoctorProfile,
    ) -> Result<Doctor, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "doctor");
        self.authorise_doctors(caller, Permission::DoctorWrite, &attempt)
            .await?;
        let profile = checked(profile)?;
        let mut uow = self.store().begin().await?;
        let before = find_and_lock(&mut uow, code_or_id).await?;
        check_version(Some(version), &before)?;
        doctor::update(&mut uow, before.id, &profile)
            .await
            .map_err(licence_in_words)?;
        if profile.full_name != before.profile.full_name {
            tell_boards(&mut uow, before.id).await?;
        }
        let made = existing(&mut uow, before.id).await?;
        let event = attempt.resource(before.id);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(made)
    }

    /// Says whether a doctor can be called on now: an administrator of anybody, a doctor of
    /// themselves.
    pub async fn set_availability(
        &self,
        caller: &Caller,
        code_or_id: &str,
        version: Option<i32>,
        is_available: bool,
    ) -> Result<Doctor, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "doctor").with("field", "is_available");
        self.authorise_doctors(caller, Permission::DoctorAvailability, &attempt)
            .await?;
        let mut uow = self.store().begin().await?;
        let before = find_and_lock(&mut uow, code_or_id).await?;
        if let Actor::User(user) = &caller.actor
            && user.role != Role::Admin
            && doctor::of_user(&mut uow, user.user_id).await? != Some(before.id)
        {
            drop(uow);
            self.record_denial(caller, &Subject::Installation, attempt.resource(before.id))
                .await?;
            return Err(ServiceError::Forbidden(
                "a doctor says this of themselves; an administrator may say it of anybody",
            ));
        }
        check_version(version, &before)?;
        if before.is_available == is_available {
            return Ok(before);
        }
        doctor::set_available(&mut uow, before.id, is_available).await?;
        let made = existing(&mut uow, before.id).await?;
        let event = attempt
            .resource(before.id)
            .with("is_available", is_available);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(made)
    }

    /// Keeps a doctor no longer. What is known stays; patients and posts end. Not while the doctor
    /// answers for somebody in hospital: nobody may be left without a doctor unnoticed.
    pub async fn remove_doctor(
        &self,
        caller: &Caller,
        code_or_id: &str,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "doctor");
        self.authorise_doctors(caller, Permission::DoctorWrite, &attempt)
            .await?;
        let mut uow = self.store().begin().await?;
        let before = find_and_lock(&mut uow, code_or_id).await?;
        let in_hospital = doctor::responsible_at(&mut uow, before.id).await?.len();
        if in_hospital > 0 {
            return Err(ServiceError::Conflict(format!(
                "this doctor answers for patients who are in hospital now ({in_hospital}); give them another doctor first"
            )));
        }
        doctor::end_all(&mut uow, before.id).await?;
        doctor::deactivate(&mut uow, before.id).await?;
        let event = attempt
            .resource(before.id)
            .with("patients_ended", before.current_patients);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }

    async fn authorise_doctors(
        &self,
        caller: &Caller,
        permission: Permission,
        attempt: &AuditEvent,
    ) -> Result<(), ServiceError> {
        self.authorise(caller, permission, &Subject::Installation, attempt.clone())
            .await
    }
}

/// How to reach a doctor is for colleagues; patients and stations see who they are.
pub(crate) fn for_eyes_of(caller: &Caller, mut doctor: Doctor) -> Doctor {
    let is_colleague = match &caller.actor {
        Actor::User(user) => user.role != Role::Patient,
        Actor::System(_) => true,
        Actor::Workstation(_) => false,
    };
    if !is_colleague {
        doctor.profile.contact = None;
        doctor.profile.email = None;
    }
    doctor
}

/// Finds an active doctor by code or id.
pub(crate) async fn find(
    source: &mut impl Source,
    code_or_id: &str,
) -> Result<Doctor, ServiceError> {
    let (id, code) = match (
        code_or_id.parse::<DoctorId>(),
        code_or_id.parse::<DoctorCode>(),
    ) {
        (Ok(id), _) => (Some(id), None),
        (Err(_), Ok(code)) => (None, Some(code)),
        (Err(_), Err(error)) => return Err(ServiceError::invalid("doctor_id", error)),
    };
    let filter = doctor::DoctorFilter {
        id,
        code,
        limit: 1,
        ..Default::default()
    };
    doctor::list(source, &filter)
        .await?
        .pop()
        .ok_or(ServiceError::NotFound(NO_SUCH_DOCTOR))
}

/// Finds a doctor, waits for whoever is changing it, and reads it as it stands then.
async fn find_and_lock(uow: &mut UnitOfWork, code_or_id: &str) -> Result<Doctor, ServiceError> {
    let found = find(uow, code_or_id).await?;
    doctor::lock(uow, found.id).await?;
    existing(uow, found.id).await
}

async fn existing(uow: &mut UnitOfWork, id: DoctorId) -> Result<Doctor, ServiceError> {
    doctor::get(uow, id)
        .await?
        .ok_or(ServiceError::NotFound(NO_SUCH_DOCTOR))
}

fn checked(profile: DoctorProfile) -> Result<DoctorProfile, ServiceError> {
    let profile = profile.trimmed();
    let troubles = profile.troubles();
    if troubles.is_empty() {
        return Ok(profile);
    }
    let fields = troubles
        .into_iter()
        .map(|(field, message)| FieldError::new(field, message));
    Err(ServiceError::Invalid(fields.collect()))
}

fn check_version(seen: Option<i32>, now: &Doctor) -> Result<(), ServiceError> {
    if seen.is_none_or(|seen| seen == now.version) {
        return Ok(());
    }
    Err(ServiceError::Stale {
        message: "somebody else has changed this doctor since you opened it; nothing was changed"
            .to_owned(),
        current: Current::Doctor(Box::new(now.clone())),
    })
}

fn licence_in_words(error: StoreError) -> ServiceError {
    if error.is_conflict_on("doctors_license_number_key") {
        return ServiceError::Conflict(
            "another doctor, perhaps one who is kept no longer, has this licence number".to_owned(),
        );
    }
    error.into()
}

/// Boards show the name of whoever answers for a patient.
async fn tell_boards(uow: &mut UnitOfWork, id: DoctorId) -> Result<(), ServiceError> {
    let mut places = doctor::responsible_at(uow, id).await?;
    places.sort_unstable();
    places.dedup();
    let now = uow.now().await?;
    for (hospital_id, ward_id) in places {
        let Some(ward_id) = ward_id else { continue };
        uow.emit(NewEvent {
            kind: EventKind::Board,
            audience: Audience {
                hospital_id: Some(hospital_id),
                ward_id: Some(ward_id),
                ..Audience::default()
            },
            payload: json!({ "ward_id": ward_id, "reason": "doctor", "timestamp": now }),
        });
    }
    Ok(())
}
