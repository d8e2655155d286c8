//! Seals: blocks of audit events in a chain. Rows are only ever added.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, Postgres, Transaction};
use uuid::Uuid;

use super::raw::{self, Place, RawEvent};
use crate::{Source, Store, StoreError, affected};

/// One instance seals at a time ("ccse" in ASCII).
const SEAL_LOCK: i64 = 0x6363_7365;

/// A block of events under one seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Its number, from 1, without a gap.
    pub block: i64,
    /// Place of its first event in the whole record, from 1, without a gap.
    pub first_position: i64,
    /// Its events, in order.
    pub event_ids: Vec<Uuid>,
    /// 32 bytes for each event.
    pub tags: Vec<u8>,
    /// Which of them, from 0, the application did not write.
    pub unproven: Vec<i32>,
    /// Where it ends.
    pub last: Place,
    /// Which columns in which form.
    pub format: i16,
    /// Under which key.
    pub key_id: Vec<u8>,
    /// When, by the database.
    pub sealed_at: Timestamp,
    /// The seal before; zeros for the first.
    pub previous_mac: Vec<u8>,
    /// Keyed hash of all of this.
    pub mac: Vec<u8>,
}

/// The right to add seals; nobody else has it meanwhile. The only write that leaves no audit event:
/// a seal is the record's own, and an event about it would want a seal itself.
#[derive(Debug)]
pub struct Sealing(Transaction<'static, Postgres>);

impl Source for Sealing {
    fn connection(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}

impl Store {
    /// Takes the right to add seals; none while another instance has it.
    pub async fn try_sealing(&self) -> Result<Option<Sealing>, StoreError> {
        let mut transaction = self.aside().begin().await?;
        let is_mine = sqlx::query_scalar!(
            r#"select pg_try_advisory_xact_lock($1) as "is_mine!""#,
            SEAL_LOCK
        )
        .fetch_one(&mut *transaction)
        .await?;
        Ok(is_mine.then_some(Sealing(transaction)))
    }
}

impl Sealing {
    /// Events after a place that can't be joined by others any more, `limit` at most.
    pub async fn settled_after(
        &mut self,
        place: Place,
        limit: usize,
    ) -> Result<Vec<RawEvent>, StoreError> {
        // In a statement of its own, before the events are looked at: what had ended then is seen.
        let horizon = raw::horizon(self).await?;
        raw::settled_after(self, place, horizon, limit).await
    }

    /// Keeps the seals.
    pub async fn commit(mut self, seals: &[Seal]) -> Result<(), StoreError> {
        for s in seals {
            let result = sqlx::query!(
                "insert into audit_seals
                   (block, first_position, event_ids, tags, unproven, last_era, last_xid, last_event,
                    format, key_id, sealed_at, previous_mac, mac)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                s.block,
                s.first_position,
                &s.event_ids,
                s.tags,
                &s.unproven,
                s.last.era,
                s.last.xid,
                s.last.id,
                s.format,
                s.key_id,
                s.sealed_at.to_sqlx() as _,
                s.previous_mac,
                s.mac,
            )
            .execute(&mut *self.0)
            .await?;
            affected("seal", 1, &result)?;
        }
        self.0.commit().await?;
        Ok(())
    }
}

struct Row {
    block: i64,
    first_position: i64,
    event_ids: Vec<Uuid>,
    tags: Vec<u8>,
    unproven: Vec<i32>,
    last_era: i32,
    last_xid: i64,
    last_event: Uuid,
    format: i16,
    key_id: Vec<u8>,
    sealed_at: jiff_sqlx::Timestamp,
    previous_mac: Vec<u8>,
    mac: Vec<u8>,
}

impl From<Row> for Seal {
    fn from(r: Row) -> Self {
        Self {
            block: r.block,
            first_position: r.first_position,
            event_ids: r.event_ids,
            tags: r.tags,
            unproven: r.unproven,
            last: Place {
                era: r.last_era,
                xid: r.last_xid,
                id: r.last_event,
            },
            format: r.format,
            key_id: r.key_id,
            sealed_at: r.sealed_at.to_jiff(),
            previous_mac: r.previous_mac,
            mac: r.mac,
        }
    }
}

/// Seals after a block, first ones first.
pub async fn after(
    source: &mut impl Source,
    block: i64,
    limit: i64,
) -> Result<Vec<Seal>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        "select block, first_position, event_ids, tags, unproven, last_era, last_xid, last_event,
                format, key_id, sealed_at, previous_mac, mac
         from audit_seals where block > $1 order by block limit $2",
        block,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows.into_iter().map(Seal::from).collect())
}

/// The newest seal.
pub async fn newest(source: &mut impl Source) -> Result<Option<Seal>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        "select block, first_position, event_ids, tags, unproven, last_era, last_xid, last_event,
                format, key_id, sealed_at, previous_mac, mac
         from audit_seals order by block desc limit 1"
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(row.map(Seal::from))
}

/// The positions under which an event was sealed, whether it is still there or not. Reads every seal.
pub async fn position_of(source: &mut impl Source, id: Uuid) -> Result<Option<i64>, StoreError> {
    let position = sqlx::query_scalar!(
        r#"select first_position + array_position(event_ids, $1) - 1 as "position!"
           from audit_seals where $1 = any(event_ids) order by block limit 1"#,
        id
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(position)
}

/// Events of era 1 with this number are older than proofs.
pub async fn unproven_xid(source: &mut impl Source) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar!("select first_xid from audit_eras where era = 1")
            .fetch_one(source.connection())
            .await?,
    )
}

/// Opens the next era where the data have moved to another cluster; before anything is written.
pub async fn open_era(source: &mut impl Source) -> Result<i32, StoreError> {
    Ok(sqlx::query_scalar!(r#"select open_audit_era() as "era!""#)
        .fetch_one(source.connection())
        .await?)
}
