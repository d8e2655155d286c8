//! The use cases of CloudCare, one file per noun.
//!
//! Each follows the same steps: check the permission, load, let the domain decide, write, record,
//! commit. Every function takes a [`Caller`] first. Adapters (`api`, later others) hold no rule.

pub mod admission;
pub mod alert;
pub mod allergy;
pub mod audit;
pub mod bed;
pub mod condition;
pub mod consent;
mod creation;
pub mod death;
pub mod demo;
pub mod doctor;
mod error;
pub mod event;
pub mod family_contact;
pub mod hospital;
pub mod hospital_transfer;
pub mod import;
pub mod installation;
mod machine;
mod master_key;
mod password;
pub mod patient;
pub mod second_factor;
pub mod session;
pub mod sign_in;
pub mod timeline;
mod token;
pub mod user;
pub mod ward;
pub mod wearable;
pub mod workstation;

use std::{path::PathBuf, sync::Arc};

use cloudcare_domain::{
    access::{Actor, Denial, Job, Permission, Subject},
    audit::{AuditEvent, AuditOutcome},
    clock::Clock,
    id::IdGen,
};
use cloudcare_store::{Store, audit::RecordKeeper, installation::InstallationRow};
use tokio::sync::OnceCell;

pub use cloudcare_store::Origin;
pub use creation::CreationKey;
pub use error::{Current, FieldError, ServiceError};
pub use machine::{RandomIds, SystemClock};
pub use master_key::MasterKey;
pub use token::AccessToken;

/// The one answer for what is not there and for what the caller must not learn of (H20).
pub(crate) const HIDDEN: &str = "no such record";

/// Who calls, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who acts.
    pub actor: Actor,
    /// From where.
    pub origin: Origin,
}

impl Caller {
    /// Background work.
    pub fn system(job: Job) -> Self {
        Self {
            actor: Actor::System(job),
            origin: Origin::default(),
        }
    }
}

/// Everything a use case needs. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGen>,
    master_key: MasterKey,
    passwords: password::Passwords,
    tokens: token::Tokens,
    hub: event::EventHub,
    installation: OnceCell<InstallationRow>,
    record: Arc<audit::RecordOffice>,
}

impl Services {
    /// Over a store that is migrated. Nothing is read until [`Services::start`]. No copy of the
    /// audit record's seals is kept outside the database: see [`Services::with_record_folder`].
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGen>,
        master_key: MasterKey,
    ) -> Self {
        Self::with_record_folder(store, clock, ids, master_key, None)
    }

    /// The same, with a folder of this instance's own, outside the database, for the seals of the
    /// audit record and for its lines while the database does not take them.
    pub fn with_record_folder(
        store: Store,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGen>,
        master_key: MasterKey,
        record_folder: Option<PathBuf>,
    ) -> Self {
        let record = Arc::new(audit::RecordOffice::new(
            master_key.record().clone(),
            Arc::clone(&clock),
            record_folder,
        ));
        let store = store.with_keeper(Arc::clone(&record) as Arc<dyn RecordKeeper>);
        let hub = event::EventHub::new(store.clone());
        Self {
            inner: Arc::new(Inner {
                store,
                clock,
                ids,
                master_key,
                passwords: password::Passwords::new(),
                tokens: token::Tokens::new(),
                hub,
                installation: OnceCell::new(),
                record,
            }),
        }
    }

    /// Loads or makes the installation's identity and keys, then follows the event log until `stop`
    /// is cancelled.
    pub async fn start(
        &self,
        demo: Option<demo::DemoOptions>,
        stop: tokio_util::sync::CancellationToken,
    ) -> Result<(), ServiceError> {
        self.open_audit_era().await?;
        self.load_installation(demo.is_some()).await?;
        self.load_signing_keys().await?;
        if let Some(options) = demo {
            self.prepare_demo(options).await?;
        }
        self.follow_record(stop.child_token()).await?;
        self.inner.hub.start(stop).await?;
        Ok(())
    }

    fn store(&self) -> &Store {
        &self.inner.store
    }

    fn ids(&self) -> &dyn IdGen {
        self.inner.ids.as_ref()
    }

    fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    /// Decides, and records a refusal in its own transaction: denials are never lost with the
    /// transaction they ended.
    async fn authorise(
        &self,
        caller: &Caller,
        permission: Permission,
        subject: &Subject,
        attempt: AuditEvent,
    ) -> Result<(), ServiceError> {
        match caller.actor.may(permission, subject) {
            Ok(()) => Ok(()),
            Err(denial) => {
                self.record_denial(
                    caller,
                    subject,
                    attempt.with("permission", permission.as_str()),
                )
                .await?;
                Err(match denial {
                    Denial::Forbidden => {
                        ServiceError::Forbidden("your role or place of work does not allow this")
                    }
                    Denial::Hidden => ServiceError::NotFound(HIDDEN),
                })
            }
        }
    }

    async fn record_denial(
        &self,
        caller: &Caller,
        subject: &Subject,
        attempt: AuditEvent,
    ) -> Result<(), ServiceError> {
        let about = match subject {
            Subject::Patient { patient_id, .. } => Some(*patient_id),
            Subject::Installation | Subject::Place { .. } => None,
        };
        let event = attempt.outcome(AuditOutcome::Denied).about(about);
        self.store()
            .begin_aside()
            .await?
            .commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services").finish_non_exhaustive()
    }
}
