//! The audit record. Rows are only ever added.

mod list;
pub mod raw;
mod record;
pub mod seal;

use std::fmt::Debug;

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

pub use list::{AuditFilter, AuditRow, count, newest};
pub use record::AuditRecord;

use crate::{Source, StoreError, UnitOfWork};

/// Proves what the application writes, and takes it where the database can't.
pub trait RecordKeeper: Debug + Send + Sync {
    /// The proof over [`AuditRecord::written_form`], under a key the database never sees.
    fn proof(&self, written_form: &[u8]) -> [u8; 32];

    /// Keeps records outside the database until it takes them again (H30). Returns only when they
    /// would survive the loss of power.
    ///
    /// # Errors
    /// When they can't be kept: then the act they record must not go on.
    fn keep_aside(&self, records: &[AuditRecord]) -> std::io::Result<()>;
}

/// Writes one line.
pub(crate) async fn insert(uow: &mut UnitOfWork, record: &AuditRecord) -> Result<(), StoreError> {
    let proof = uow
        .keeper()
        .map(|keeper| keeper.proof(&record.written_form()).to_vec());
    sqlx::query!(
        "insert into audit_events
           (id, at, actor_kind, user_id, role, session_id, workstation_id, job, address, action,
            resource_type, resource_id, subjects, outcome, purpose, detail, request_id, written_mac)
         values ($1, coalesce($2, clock_timestamp()), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                 $14, $15, $16, $17, $18)",
        record.id,
        record.at.map(Timestamp::to_sqlx) as _,
        record.actor_kind,
        record.user_id,
        record.role,
        record.session_id,
        record.workstation_id,
        record.job,
        record.address,
        record.action,
        record.resource_type,
        record.resource_id,
        &record.subjects,
        record.outcome,
        record.purpose,
        serde_json::Value::Object(record.detail.clone()),
        record.request_id,
        proof,
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Whether a line is there already.
pub async fn is_kept(source: &mut impl Source, record: &AuditRecord) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from audit_events where id = $1) as "kept!""#,
        record.id
    )
    .fetch_one(source.connection())
    .await?)
}
