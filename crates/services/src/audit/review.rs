//! Looking at the record: the administrator's list, its export, its proof, and a patient's own view.

use std::{collections::BTreeSet, path::Path};

use cloudcare_domain::{
    access::{Permission, Subject},
    audit::{AuditAction, AuditEvent, AuditOutcome, Purpose},
    id::PatientId,
    patient::PatientRef,
};
use cloudcare_store::{
    Store,
    audit::{self, AuditFilter, AuditRow},
    installation,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    RecordHealth,
    verify::{self, Sealer, Verification},
};
use crate::{Caller, MasterKey, ServiceError, Services};

/// Lines of one export at the most; the next export goes on where it ended.
pub const MOST_EXPORTED: i64 = 50_000;
/// Counted exactly up to here.
const COUNTED_TO: i64 = 1_000;

impl Services {
    /// Lines of the record, newest first, and how many fit where that is at most a thousand.
    pub async fn audit_events(
        &self,
        caller: &Caller,
        filter: &AuditFilter,
        skip: i64,
        limit: i64,
    ) -> Result<(Vec<AuditRow>, Option<usize>), ServiceError> {
        let attempt =
            AuditEvent::new(AuditAction::Read, "audit_event").purpose(Purpose::AccessReview);
        self.authorise(
            caller,
            Permission::AuditRead,
            &Subject::Installation,
            attempt.clone(),
        )
        .await?;
        let mut uow = self.store().begin().await?;
        let rows = audit::newest(&mut uow, filter, skip, limit).await?;
        let count = audit::count(&mut uow, filter, COUNTED_TO + 1).await?;
        let event = attempt
            .about(subjects(&rows, filter.patient_id))
            .with("count", rows.len());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        let count = usize::try_from(count).ok().filter(|_| count <= COUNTED_TO);
        Ok((rows, count))
    }

    /// Lines of the record to be taken out of the installation, newest first: on record as an export
    /// of every patient they name before the first of them leaves.
    pub async fn export_audit_events(
        &self,
        caller: &Caller,
        filter: &AuditFilter,
    ) -> Result<Vec<AuditRow>, ServiceError> {
        let attempt =
            AuditEvent::new(AuditAction::Export, "audit_event").purpose(Purpose::AccessReview);
        self.authorise(
            caller,
            Permission::AuditRead,
            &Subject::Installation,
            attempt.clone(),
        )
        .await?;
        let mut uow = self.store().begin().await?;
        let rows = audit::newest(&mut uow, filter, 0, MOST_EXPORTED).await?;
        let event = attempt
            .about(subjects(&rows, filter.patient_id))
            .with("count", rows.len())
            .with("format", "csv");
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(rows)
    }

    /// Who opened or changed a patient's record, newest first: for the patient, and for
    /// administrators.
    pub async fn access_log(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        after: Option<(Timestamp, Uuid)>,
        limit: i64,
    ) -> Result<Vec<AuditRow>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "access_log");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::AuditRead, &attempt)
            .await?;
        let filter = AuditFilter {
            patient_id: Some(id),
            after,
            ..AuditFilter::default()
        };
        let mut rows = audit::newest(&mut uow, &filter, 0, limit).await?;
        let shows_names = installation::access_log_shows_names(&mut uow).await?;
        for row in &mut rows {
            // Whose other data were read with it is not this patient's to know.
            row.subjects.retain(|subject| *subject == id);
            if !shows_names {
                row.user_name = None;
            }
        }
        let event = attempt.resource(id).about([id]).with("count", rows.len());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(rows)
    }

    /// Whether patients see by whose name their record was opened, or by which role alone (H34).
    pub async fn set_access_log_policy(
        &self,
        caller: &Caller,
        shows_names: bool,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "access_log_policy");
        self.authorise(
            caller,
            Permission::AuditRead,
            &Subject::Installation,
            attempt.clone(),
        )
        .await?;
        let mut uow = self.store().begin().await?;
        installation::show_names_in_access_log(&mut uow, shows_names).await?;
        let event = attempt.with("shows_names", shows_names);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }

    /// Proves that the record is whole, or says where it is not; one at a time in each instance.
    pub async fn verify_audit(&self, caller: &Caller) -> Result<Verification, ServiceError> {
        let attempt =
            AuditEvent::new(AuditAction::AuditVerify, "audit_event").purpose(Purpose::AccessReview);
        self.authorise(
            caller,
            Permission::AuditRead,
            &Subject::Installation,
            attempt.clone(),
        )
        .await?;
        let office = &self.inner.record;
        let _one = office.verifying.try_lock().map_err(|_| {
            ServiceError::Conflict(
                "the record is being verified just now; ask again when that is done".to_owned(),
            )
        })?;
        let found = verify::verify(
            self.store(),
            &office.keys,
            office.folder.as_deref(),
            self.installation_id()?,
            Sealer::Runs,
        )
        .await?;
        let mut event = attempt
            .with("events", found.events)
            .with("seals", found.seals);
        if let Some(bad) = &found.first_bad {
            event = event
                .outcome(AuditOutcome::Failed)
                .with("fault", bad.fault.as_str())
                .with("position", bad.position);
        }
        self.store()
            .begin()
            .await?
            .commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(found)
    }

    /// How the record of this instance is doing.
    pub fn record_health(&self) -> RecordHealth {
        self.inner.record.health()
    }
}

/// Proves a record from outside, without a running instance: nothing is written.
pub async fn verify_stopped(
    store: &Store,
    master_key: &MasterKey,
    record_folder: &Path,
) -> Result<Verification, ServiceError> {
    let installation =
        installation::get(&mut store.reader().await?)
            .await?
            .ok_or(ServiceError::NotFound(
                "nothing was ever kept in this database",
            ))?;
    verify::verify(
        store,
        master_key.record(),
        Some(record_folder),
        installation.id,
        Sealer::Stopped,
    )
    .await
}

/// Every patient the lines name, once.
fn subjects(rows: &[AuditRow], asked: Option<PatientId>) -> BTreeSet<PatientId> {
    rows.iter()
        .flat_map(|row| row.subjects.iter().copied())
        .chain(asked)
        .collect()
}
