//! Taking in what another system has told: once, however often it is told, and never over what
//! somebody has corrected here since.
//!
//! Hospitals and doctors come first ([`Import::places`]), for everything points at them; then each
//! bundle is a unit of work of its own ([`Import::bundle`]), so that one that breaks harms nothing
//! else.

mod bundle;
mod tally;

use std::collections::{BTreeMap, HashMap};

use cloudcare_domain::{
    access::{Permission, Subject},
    audit::{AuditAction, AuditEvent},
    hospital::TimeZoneName,
    id::{HospitalId, PatientId},
    import::{DoctorRecord, ForeignKind, ForeignRef, HospitalRecord},
};
use cloudcare_store::{
    UnitOfWork,
    import::{self, ForeignKey, Known},
};
use jiff::tz::TimeZone;
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Caller, ServiceError, Services, hospital};

pub use bundle::{BundleEnd, BundleStep};
pub use tally::{Counts, Tally};

/// Hospitals and doctors written in one unit of work.
const PLACES_AT_ONCE: usize = 500;
/// References remembered before all are forgotten: memory stays bounded, the database knows them.
const REMEMBERED: usize = 50_000;

/// A set of vital signs, which is made of several observations, is known by this.
const SET: &str = "Observation.set";

const CHANGED_HERE: &str = "was changed here since it was imported; left as it is";

/// What another system is called where nobody says otherwise.
pub const DEFAULT_SOURCE: &str = "fhir";

/// How to import.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The other system: ids are unique within it.
    pub source: String,
    /// IANA zone of imported hospitals and of dates without a time; where absent, that of the
    /// hospital that was set up first, else UTC.
    pub time_zone: Option<String>,
    /// Name or id of the hospital that registers the patients: its staff reach them (H19).
    pub registered_at: Option<String>,
}

/// An import under way.
#[derive(Debug)]
pub struct Import {
    services: Services,
    caller: Caller,
    source: String,
    time_zone: String,
    registered_at: Option<HospitalId>,
    resolved: HashMap<ForeignRef, Uuid>,
}

impl Services {
    /// Starts an import.
    pub async fn import(
        &self,
        caller: &Caller,
        options: ImportOptions,
    ) -> Result<Import, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Import, "import");
        for permission in [Permission::PatientRegister, Permission::HospitalWrite] {
            self.authorise(caller, permission, &Subject::Installation, attempt.clone())
                .await?;
        }
        if !(1..=100).contains(&options.source.len()) {
            return Err(ServiceError::invalid("source", "1 to 100 characters"));
        }
        let mut reader = self.store().reader().await?;
        let time_zone = match options.time_zone {
            Some(name) => TimeZoneName::parse(&name)
                .map_err(|error| ServiceError::invalid("time_zone", error))?
                .as_str()
                .to_owned(),
            None => import::time_zone(&mut reader)
                .await?
                .unwrap_or_else(|| "UTC".to_owned()),
        };
        let registered_at = match options.registered_at {
            Some(name) => Some(hospital::find(&mut reader, &name).await?.id),
            None => None,
        };
        Ok(Import {
            services: self.clone(),
            caller: caller.clone(),
            source: options.source,
            time_zone,
            registered_at,
            resolved: HashMap::new(),
        })
    }
}

impl Import {
    /// The zone in which a date without a time begins.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// Takes hospitals and doctors. They come in order of their ids, so that of two hospitals with
    /// one name the same gets the bare name whatever the order of the files.
    pub async fn places(
        &mut self,
        hospitals: &BTreeMap<String, HospitalRecord>,
        doctors: &BTreeMap<String, DoctorRecord>,
    ) -> Result<Tally, ServiceError> {
        let mut tally = Tally::default();
        let hospitals: Vec<_> = hospitals.iter().collect();
        for chunk in hospitals.chunks(PLACES_AT_ONCE) {
            let mut uow = self.begin().await?;
            for (id, told) in chunk {
                self.hospital(&mut uow, id, told, &mut tally).await?;
            }
            self.commit(uow, "organizations", chunk.len(), &[]).await?;
        }
        let doctors: Vec<_> = doctors.iter().collect();
        for chunk in doctors.chunks(PLACES_AT_ONCE) {
            let mut uow = self.begin().await?;
            for (id, told) in chunk {
                self.doctor(&mut uow, id, told, &mut tally).await?;
            }
            self.commit(uow, "practitioners", chunk.len(), &[]).await?;
        }
        Ok(tally)
    }

    async fn hospital(
        &self,
        uow: &mut UnitOfWork,
        id: &str,
        told: &HospitalRecord,
        tally: &mut Tally,
    ) -> Result<(), ServiceError> {
        let kind = ForeignKind::Organization;
        let hash = hash(told)?;
        let (local_id, version) = match self.known(uow, kind.as_str(), id).await? {
            Some(known) if known.content_hash == hash => {
                tally.unchanged(kind);
                return Ok(());
            }
            Some(known) => {
                let name = free_name(uow, id, told, Some(known.local_id)).await?;
                let version =
                    import::update_hospital(uow, known.local_id, known.local_version, &name, told)
                        .await?;
                let Some(version) = version else {
                    tally.skipped(kind.as_str(), CHANGED_HERE);
                    return Ok(());
                };
                tally.updated(kind);
                (known.local_id, version)
            }
            None => {
                let name = free_name(uow, id, told, None).await?;
                let ids = self.services.ids();
                let made = import::insert_hospital(uow, ids, &name, told, &self.time_zone).await?;
                tally.taken(kind);
                (made.0, 1)
            }
        };
        self.remember(uow, kind.as_str(), id, local_id, &hash, version)
            .await?;
        self.remember_identifiers(uow, kind, &told.identifiers, local_id)
            .await
    }

    async fn doctor(
        &self,
        uow: &mut UnitOfWork,
        id: &str,
        told: &DoctorRecord,
        tally: &mut Tally,
    ) -> Result<(), ServiceError> {
        let kind = ForeignKind::Practitioner;
        let hash = hash(told)?;
        let known = self.known(uow, kind.as_str(), id).await?;
        if known.as_ref().is_some_and(|k| k.content_hash == hash) {
            tally.unchanged(kind);
            return Ok(());
        }
        let than = known.as_ref().map(|k| k.local_id);
        if let Some(number) = &told.profile.license_number
            && import::is_licence_taken(uow, number, than).await?
        {
            tally.skipped(kind.as_str(), "another doctor has its licence number");
            return Ok(());
        }
        let (local_id, version) = if let Some(known) = known {
            let version =
                import::update_doctor(uow, known.local_id, known.local_version, &told.profile)
                    .await?;
            let Some(version) = version else {
                tally.skipped(kind.as_str(), CHANGED_HERE);
                return Ok(());
            };
            tally.updated(kind);
            (known.local_id, version)
        } else {
            let made = import::insert_doctor(uow, self.services.ids(), &told.profile).await?;
            tally.taken(kind);
            (made.0, 1)
        };
        self.remember(uow, kind.as_str(), id, local_id, &hash, version)
            .await?;
        self.remember_identifiers(uow, kind, &told.identifiers, local_id)
            .await
    }

    /// Others may point at somebody by an identifier instead of an id.
    async fn remember_identifiers(
        &self,
        uow: &mut UnitOfWork,
        kind: ForeignKind,
        identifiers: &[String],
        local_id: Uuid,
    ) -> Result<(), ServiceError> {
        for identifier in identifiers {
            let hash = hash(identifier)?;
            self.remember(uow, identifier_kind(kind), identifier, local_id, &hash, 1)
                .await?;
        }
        Ok(())
    }

    async fn begin(&self) -> Result<UnitOfWork, ServiceError> {
        let mut uow = self.services.store().begin().await?;
        import::patient_and_alone(&mut uow, &self.source).await?;
        Ok(uow)
    }

    async fn commit(
        &self,
        uow: UnitOfWork,
        what: &'static str,
        count: usize,
        about: &[PatientId],
    ) -> Result<(), ServiceError> {
        let event = AuditEvent::new(AuditAction::Import, what)
            .about(about.iter().copied())
            .with("source", self.source.as_str())
            .with("count", count);
        uow.commit(
            self.services.ids(),
            &self.caller.actor,
            &self.caller.origin,
            event,
        )
        .await?;
        Ok(())
    }

    fn key<'a>(&'a self, kind: &'a str, id: &'a str) -> ForeignKey<'a> {
        ForeignKey {
            source: &self.source,
            kind,
            id,
        }
    }

    async fn known(
        &self,
        uow: &mut UnitOfWork,
        kind: &str,
        id: &str,
    ) -> Result<Option<Known>, ServiceError> {
        Ok(import::known(uow, self.key(kind, id)).await?)
    }

    async fn remember(
        &self,
        uow: &mut UnitOfWork,
        kind: &str,
        id: &str,
        local_id: Uuid,
        hash: &[u8; 32],
        version: i32,
    ) -> Result<(), ServiceError> {
        import::remember(uow, self.key(kind, id), local_id, hash, version).await?;
        Ok(())
    }

    /// Our row behind a reference, by id or by identifier.
    async fn resolve(
        &mut self,
        uow: &mut UnitOfWork,
        to: &ForeignRef,
    ) -> Result<Option<Uuid>, ServiceError> {
        if let Some(id) = self.resolved.get(to) {
            return Ok(Some(*id));
        }
        let kind = if to.key.contains('|') {
            identifier_kind(to.kind)
        } else {
            to.kind.as_str()
        };
        let found = self.known(uow, kind, &to.key).await?.map(|k| k.local_id);
        if let Some(id) = found {
            if self.resolved.len() >= REMEMBERED {
                self.resolved.clear();
            }
            self.resolved.insert(to.clone(), id);
        }
        Ok(found)
    }
}

fn identifier_kind(kind: ForeignKind) -> &'static str {
    match kind {
        ForeignKind::Organization => "Organization.identifier",
        ForeignKind::Practitioner => "Practitioner.identifier",
        other => other.as_str(),
    }
}

fn hash(told: &impl Serialize) -> Result<[u8; 32], ServiceError> {
    let bytes = serde_json::to_vec(told).map_err(ServiceError::internal)?;
    Ok(Sha256::digest(bytes).into())
}

/// Hospitals are addressed by their names, so two can't have one: the second gets its city, or its
/// id in the other system, behind it.
async fn free_name(
    uow: &mut UnitOfWork,
    id: &str,
    told: &HospitalRecord,
    than: Option<Uuid>,
) -> Result<String, ServiceError> {
    let with = |more: &str| {
        let room = 200_usize.saturating_sub(more.chars().count() + 3);
        let name: String = told.name.chars().take(room).collect();
        format!("{} ({more})", name.trim_end())
    };
    let city = told.address.as_ref().and_then(|a| a.city.as_deref());
    let mut names = vec![told.name.clone()];
    names.extend(city.map(with));
    names.push(with(&id.chars().take(64).collect::<String>()));
    for name in &names {
        if !import::is_name_taken(uow, name, than).await? {
            return Ok(name.clone());
        }
    }
    Err(ServiceError::Conflict(
        "a hospital of the other system has a name, a city and an id that are taken here"
            .to_owned(),
    ))
}
