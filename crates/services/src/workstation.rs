//! Workstations: enrolment, presence, removal.

use cloudcare_domain::{
    access::{Actor, Job, Permission, Subject, WorkstationActor},
    alert::Severity,
    audit::{AuditAction, AuditEvent, AuditOutcome},
    event::{Audience, EventKind, NewEvent},
    hospital::Hospital,
    id::{HospitalId, WardId, WorkstationId},
    session::ACCOUNT_BRAKE,
    workstation::{LISTENING_WITHIN, Workstation, WorkstationKind},
};
use cloudcare_store::{alert, hospital, sign_in_brake, ward, workstation};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use strum::VariantArray;

use crate::{
    Caller, Origin, ServiceError, Services,
    installation::readable_secret,
    sign_in::source_key,
    token::{STATION_PREFIX, Secret, hash_secret},
};

/// How long an enrolment code works unless said otherwise.
const CODE_LIFE_MINUTES: u32 = 60;
/// The longest.
const CODE_LIFE_MAX_MINUTES: u32 = 7 * 24 * 60;

/// A station with what its screens show.
#[derive(Debug, Clone)]
pub struct WorkstationView {
    /// The station.
    pub workstation: Workstation,
    /// Where it stands.
    pub hospital: Hospital,
    /// Beds of its wards.
    pub bed_count: i64,
    /// Open alerts of its wards, by severity.
    pub open_alerts: Vec<(Severity, usize)>,
    /// Whether it was heard of just now.
    pub is_listening: bool,
}

/// A station just enrolled, with its credential: told once, kept by the station alone.
#[derive(Debug, Clone)]
pub struct Enrolled {
    /// The station.
    pub view: WorkstationView,
    /// Its credential.
    pub credential: String,
}

/// An enrolment code, told once.
#[derive(Debug, Clone)]
pub struct NewEnrolmentCode {
    /// The code, as people type it.
    pub code: String,
    /// Until when it works.
    pub expires_at: Timestamp,
}

impl Services {
    /// Enrols the PC this runs on: the stand-alone station and the demo. Without wards it listens to
    /// every ward of the only hospital.
    pub async fn enrol_this_pc(
        &self,
        caller: &Caller,
        name: &str,
        kind: WorkstationKind,
        ward_ids: Vec<WardId>,
    ) -> Result<Enrolled, ServiceError> {
        if !matches!(caller.actor, Actor::System(Job::Setup)) {
            return Err(ServiceError::Forbidden("only this PC can enrol itself"));
        }
        let mut reader = self.store().reader().await?;
        let Some(hospital) = crate::hospital::only(&mut reader).await? else {
            return Err(ServiceError::Conflict(
                "set up the hospital first".to_owned(),
            ));
        };
        let ward_ids = if ward_ids.is_empty() {
            ward::of_hospital(&mut reader, hospital.id)
                .await?
                .into_iter()
                .map(|w| w.id)
                .collect()
        } else {
            ward_ids
        };
        drop(reader);
        self.enrol(caller, name, kind, hospital.id, ward_ids).await
    }

    /// Enrols a station by a code an administrator made.
    pub async fn enrol_by_code(
        &self,
        origin: &Origin,
        code: &str,
        name: &str,
        kind: WorkstationKind,
    ) -> Result<Enrolled, ServiceError> {
        let caller = Caller {
            actor: Actor::System(Job::SignIn),
            origin: origin.clone(),
        };
        let name = checked_name(name)?;
        let hash = hash_secret(&normalised_code(code));
        // Guessing codes is braked like guessing passwords, by the address it comes from.
        let source = source_key("enrol", origin, None);
        let mut uow = self.store().begin().await?;
        if let Err(retry_after) = sign_in_brake::take(&mut uow, &source, &ACCOUNT_BRAKE).await? {
            return Err(ServiceError::LockedOut { retry_after });
        }
        let Some((hospital_id, ward_ids)) = workstation::use_code(&mut uow, &hash).await? else {
            let event = AuditEvent::new(AuditAction::WorkstationEnrol, "workstation")
                .outcome(AuditOutcome::Denied)
                .with("reason", "unknown_code");
            uow.commit(self.ids(), &caller.actor, origin, event).await?;
            return Err(ServiceError::invalid(
                "enrolment_code",
                "this code is unknown, used or past its time; ask your administrator for a new one",
            ));
        };
        sign_in_brake::give_back(&mut uow, &source).await?;
        let (id, credential) = self
            .insert_station(&mut uow, &caller, &name, kind, hospital_id, ward_ids)
            .await?;
        uow.commit(self.ids(), &caller.actor, origin, enrolled_event(id, kind))
            .await?;
        Ok(Enrolled {
            view: self.workstation_view(id).await?,
            credential,
        })
    }

    async fn enrol(
        &self,
        caller: &Caller,
        name: &str,
        kind: WorkstationKind,
        hospital_id: HospitalId,
        ward_ids: Vec<WardId>,
    ) -> Result<Enrolled, ServiceError> {
        let name = checked_name(name)?;
        let mut uow = self.store().begin().await?;
        if !workstation::wards_belong(&mut uow, hospital_id, &ward_ids).await? {
            return Err(ServiceError::invalid(
                "ward_ids",
                "choose wards of this hospital, each once",
            ));
        }
        let (id, credential) = self
            .insert_station(&mut uow, caller, &name, kind, hospital_id, ward_ids)
            .await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            enrolled_event(id, kind),
        )
        .await?;
        Ok(Enrolled {
            view: self.workstation_view(id).await?,
            credential,
        })
    }

    async fn insert_station(
        &self,
        uow: &mut cloudcare_store::UnitOfWork,
        caller: &Caller,
        name: &str,
        kind: WorkstationKind,
        hospital_id: HospitalId,
        ward_ids: Vec<WardId>,
    ) -> Result<(WorkstationId, String), ServiceError> {
        let secret = Secret::generate(STATION_PREFIX);
        let new = workstation::NewWorkstation {
            id: WorkstationId::generate(self.ids()),
            name: name.to_owned(),
            hospital_id,
            kind,
            ward_ids,
            credential_hash: secret.hash,
            enrolled_by: caller.actor.user().map(|u| u.user_id),
        };
        workstation::insert(uow, &new).await?;
        Ok((new.id, secret.text))
    }

    /// Makes a code that enrols one station.
    pub async fn create_enrolment_code(
        &self,
        caller: &Caller,
        hospital_id: HospitalId,
        ward_ids: Vec<WardId>,
        valid_minutes: Option<u32>,
    ) -> Result<NewEnrolmentCode, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "enrolment_code");
        self.authorise(
            caller,
            Permission::WorkstationManage,
            &Subject::Installation,
            attempt.clone(),
        )
        .await?;
        let minutes = valid_minutes.unwrap_or(CODE_LIFE_MINUTES);
        if !(1..=CODE_LIFE_MAX_MINUTES).contains(&minutes) {
            return Err(ServiceError::invalid(
                "valid_minutes",
                format!("1 to {CODE_LIFE_MAX_MINUTES} minutes"),
            ));
        }
        let mut uow = self.store().begin().await?;
        if ward_ids.is_empty()
            || !workstation::wards_belong(&mut uow, hospital_id, &ward_ids).await?
        {
            return Err(ServiceError::invalid(
                "ward_ids",
                "choose at least one ward of this hospital, each once",
            ));
        }
        let code = readable_secret(3);
        let expires_at = uow.now().await? + SignedDuration::from_mins(i64::from(minutes));
        let row = workstation::EnrolmentCode {
            id: self.ids().uuid(),
            code_hash: hash_secret(&normalised_code(&code)),
            hospital_id,
            ward_ids,
            created_by: caller.actor.user().map(|u| u.user_id),
            expires_at,
            reusable: false,
        };
        workstation::insert_code(&mut uow, &row).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(row.id),
        )
        .await?;
        Ok(NewEnrolmentCode { code, expires_at })
    }

    /// The stations, for an administrator.
    pub async fn workstations(
        &self,
        caller: &Caller,
        skip: i64,
        limit: i64,
    ) -> Result<Vec<WorkstationView>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "workstation");
        self.authorise(
            caller,
            Permission::WorkstationManage,
            &Subject::Installation,
            attempt,
        )
        .await?;
        let mut reader = self.store().reader().await?;
        let stations = workstation::list(&mut reader, None, skip, limit).await?;
        drop(reader);
        let mut views = Vec::with_capacity(stations.len());
        for station in stations {
            views.push(self.view_of(station).await?);
        }
        Ok(views)
    }

    /// The station that asks.
    pub async fn this_workstation(&self, caller: &Caller) -> Result<WorkstationView, ServiceError> {
        let id = caller.actor.workstation_id().ok_or(ServiceError::NotFound(
            "you are not at an enrolled workstation",
        ))?;
        self.workstation_view(id).await
    }

    /// Takes a station's credential away; its stream ends at once.
    pub async fn remove_workstation(
        &self,
        caller: &Caller,
        id: WorkstationId,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::WorkstationRemove, "workstation").resource(id);
        self.authorise(
            caller,
            Permission::WorkstationManage,
            &Subject::Installation,
            attempt.clone(),
        )
        .await?;
        let mut uow = self.store().begin().await?;
        if !workstation::revoke(&mut uow, id).await? {
            return Err(ServiceError::NotFound("no such workstation"));
        }
        uow.emit(NewEvent {
            kind: EventKind::Session,
            audience: Audience::default(),
            payload: json!({ "reason": "removed", "workstation_id": id }),
        });
        uow.commit(self.ids(), &caller.actor, &caller.origin, attempt)
            .await?;
        Ok(())
    }

    async fn workstation_view(&self, id: WorkstationId) -> Result<WorkstationView, ServiceError> {
        let mut reader = self.store().reader().await?;
        let station = workstation::list(&mut reader, Some(id), 0, 1).await?.pop();
        drop(reader);
        self.view_of(station.ok_or(ServiceError::NotFound("no such workstation"))?)
            .await
    }

    async fn view_of(&self, station: Workstation) -> Result<WorkstationView, ServiceError> {
        let mut reader = self.store().reader().await?;
        let hospital = hospital::get(&mut reader, station.hospital_id)
            .await?
            .ok_or(ServiceError::NotFound(
                "the hospital of this workstation is closed",
            ))?;
        let wards: Vec<WardId> = station.wards.iter().map(|w| w.0).collect();
        let bed_count = ward::of_hospital(&mut reader, hospital.id)
            .await?
            .iter()
            .filter(|w| wards.contains(&w.id))
            .map(|w| w.bed_count)
            .sum();
        let filter = alert::AlertFilter {
            open_only: true,
            scope: Some(cloudcare_domain::access::Scope {
                hospitals: Vec::new(),
                wards,
                at: vec![hospital.id],
            }),
            limit: 1_000,
            ..alert::AlertFilter::default()
        };
        let open = alert::list(&mut reader, &filter).await?;
        let now = reader.now().await?;
        Ok(WorkstationView {
            open_alerts: Severity::VARIANTS
                .iter()
                .map(|s| (*s, open.iter().filter(|a| a.severity == *s).count()))
                .collect(),
            is_listening: station
                .last_seen_at
                .is_some_and(|at| now.duration_since(at) <= LISTENING_WITHIN),
            workstation: station,
            hospital,
            bed_count,
        })
    }

    /// The acting station, or a refusal for people.
    pub(crate) fn acting_station(caller: &Caller) -> Result<&WorkstationActor, ServiceError> {
        match &caller.actor {
            Actor::Workstation(station) => Ok(station),
            Actor::User(_) | Actor::System(_) => {
                Err(ServiceError::Forbidden("only a workstation can do this"))
            }
        }
    }
}

fn enrolled_event(id: WorkstationId, kind: WorkstationKind) -> AuditEvent {
    AuditEvent::new(AuditAction::WorkstationEnrol, "workstation")
        .resource(id)
        .with("kind", kind.as_str())
}

fn checked_name(name: &str) -> Result<String, ServiceError> {
    let name = name.trim();
    if (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control) {
        Ok(name.to_owned())
    } else {
        Err(ServiceError::invalid(
            "name",
            "give the station a name of 1 to 100 characters",
        ))
    }
}

/// People type codes with and without dashes, in either case.
pub(crate) fn normalised_code(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}
