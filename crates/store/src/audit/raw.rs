//! Audit events as bytes, in the order of their places: what seals are made over.

use bytes::{Buf, Bytes, BytesMut};
use cloudcare_domain::audit::AuditAction;
use futures_util::TryStreamExt;
use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::record::WrittenForm;
use crate::{Source, StoreError};

/// Format 1: every column of the table, in this order, each in PostgreSQL's binary form behind its
/// length. A column added later needs a new format; a test compares this with the table.
pub const FORMAT: i16 = 1;
/// The columns of format 1.
pub const COLUMNS: &str = "id, at, actor_kind, user_id, role, session_id, workstation_id, job, address, action, \
     resource_type, resource_id, subjects, outcome, purpose, detail, request_id, written_mac, era, xid";
const COUNT: usize = 20;
const ID: usize = 0;
const AT: usize = 1;
const SUBJECTS: usize = 12;
const DETAIL: usize = 15;
const WRITTEN_MAC: usize = 17;
const ERA: usize = 18;
const XID: usize = 19;

/// Signature, flags and length of extension of `COPY … (FORMAT binary)`.
const HEADER: usize = 19;
/// In the detail of a line that was kept outside the database first.
pub const KEPT_ASIDE: &str = "kept_aside";
/// 2000-01-01 in Unix microseconds: where PostgreSQL's timestamps begin.
const POSTGRES_EPOCH: i64 = 946_684_800_000_000;

/// An event's place in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Era.
    pub era: i32,
    /// Transaction.
    pub xid: i64,
    /// The event.
    pub id: Uuid,
}

/// One event as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawEvent {
    row: Bytes,
}

impl RawEvent {
    /// The bytes a seal covers.
    pub fn bytes(&self) -> &[u8] {
        &self.row
    }

    /// A value; none where it is null or the row is not of this format.
    fn value(&self, column: usize) -> Option<&[u8]> {
        let mut at = 2;
        for _ in 0..column {
            at += 4 + taken(&self.row, at)?;
        }
        value_at(&self.row, at)?
    }

    fn whole<const N: usize>(&self, column: usize) -> [u8; N] {
        // Of types whose width is fixed, and never null.
        self.value(column)
            .and_then(|v| v.try_into().ok())
            .unwrap_or([0; N])
    }

    /// Its id.
    pub fn id(&self) -> Uuid {
        Uuid::from_bytes(self.whole(ID))
    }

    /// When it happened, in Unix microseconds.
    pub fn at_microsecond(&self) -> i64 {
        i64::from_be_bytes(self.whole(AT)).saturating_add(POSTGRES_EPOCH)
    }

    /// Its place.
    pub fn place(&self) -> Place {
        Place {
            era: i32::from_be_bytes(self.whole(ERA)),
            xid: i64::from_be_bytes(self.whole(XID)),
            id: self.id(),
        }
    }

    /// Codes and counts; none where they can't be read.
    pub fn detail(&self) -> Option<Map<String, Value>> {
        // One byte of version before the text.
        serde_json::from_slice(self.value(DETAIL)?.get(1..)?).ok()
    }

    /// Whether the line was written later than it happened (H30).
    pub fn was_kept_aside(&self) -> bool {
        self.detail()
            .is_some_and(|detail| detail.contains_key(KEPT_ASIDE))
    }

    /// The proof that the application wrote it, where there is one.
    pub fn written_mac(&self) -> Option<&[u8]> {
        self.value(WRITTEN_MAC)
    }

    /// What that proof covers ([`super::AuditRecord::written_form`]); none where a value can't be
    /// read, which then is no value the application wrote.
    pub fn written_form(&self) -> Option<Vec<u8>> {
        let mut form = WrittenForm::default();
        let mut at = 2;
        for column in 0..COUNT {
            let value = value_at(&self.row, at)?;
            at += 4 + value.map_or(0, <[u8]>::len);
            match column {
                AT | WRITTEN_MAC | ERA | XID => {}
                SUBJECTS => form.many(elements(value?)?.into_iter()),
                DETAIL => {
                    // One byte of version before the text.
                    let detail: Map<String, Value> =
                        serde_json::from_slice(value?.get(1..)?).ok()?;
                    form.detail(&detail);
                }
                _ => form.value(value),
            }
        }
        Some(form.bytes)
    }
}

/// The number before a value: its length, or less than nothing for null. None where the row ends.
fn number(row: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_be_bytes(row.get(at..at + 4)?.try_into().ok()?))
}

/// Bytes a value takes.
fn taken(row: &[u8], at: usize) -> Option<usize> {
    number(row, at).map(|length| usize::try_from(length).unwrap_or(0))
}

/// The value at a place. None where the row ends; inside, none for null.
#[expect(clippy::option_option, reason = "a row that ends is not a null")]
fn value_at(row: &[u8], at: usize) -> Option<Option<&[u8]>> {
    match usize::try_from(number(row, at)?) {
        Ok(length) => Some(Some(row.get(at + 4..at + 4 + length)?)),
        Err(_) => Some(None),
    }
}

/// The elements of a one-dimensional array without nulls.
fn elements(array: &[u8]) -> Option<Vec<&[u8]>> {
    let dimensions = number(array, 0)?;
    if dimensions == 0 {
        return Some(Vec::new());
    }
    let mut at = 20;
    let mut found = Vec::new();
    for _ in 0..number(array, 12)? {
        let element = value_at(array, at)??;
        found.push(element);
        at += 4 + element.len();
    }
    (dimensions == 1 && at == array.len()).then_some(found)
}

/// Events after a place, first ones first, `limit` at most.
pub async fn after(
    source: &mut impl Source,
    place: Place,
    limit: usize,
) -> Result<Vec<RawEvent>, StoreError> {
    let Place { era, xid, id } = place;
    copy(
        source,
        &format!("(era, xid, id) > ({era}, {xid}, '{id}')"),
        limit,
    )
    .await
}

/// Events after a place whose transactions have all ended: below `horizon` in `era`, and everything
/// of an era before.
pub(super) async fn settled_after(
    source: &mut impl Source,
    place: Place,
    (open_era, horizon): (i32, i64),
    limit: usize,
) -> Result<Vec<RawEvent>, StoreError> {
    let Place { era, xid, id } = place;
    copy(
        source,
        &format!(
            "(era, xid, id) > ({era}, {xid}, '{id}') and (era, xid) < ({open_era}, {horizon})"
        ),
        limit,
    )
    .await
}

/// One event.
pub async fn one(source: &mut impl Source, id: Uuid) -> Result<Option<RawEvent>, StoreError> {
    Ok(copy(source, &format!("id = '{id}'"), 1).await?.pop())
}

/// The newest thousand events of an action.
pub async fn of_action(
    source: &mut impl Source,
    action: AuditAction,
) -> Result<Vec<RawEvent>, StoreError> {
    let action = action.as_str();
    let newest = format!(
        "id in (select id from audit_events where action = '{action}' order by at desc limit 1000)"
    );
    copy(source, &newest, 1000).await
}

/// Era and number below which every transaction has ended.
pub async fn horizon(source: &mut impl Source) -> Result<(i32, i64), StoreError> {
    let row = sqlx::query!(
        r#"select (select max(era) from audit_eras) as "era!",
                  pg_snapshot_xmin(pg_current_snapshot())::text::bigint as "xid!""#
    )
    .fetch_one(source.connection())
    .await?;
    Ok((row.era, row.xid))
}

/// When the newest event happened.
pub async fn newest_at(source: &mut impl Source) -> Result<Option<Timestamp>, StoreError> {
    let at = sqlx::query_scalar!("select max(at) from audit_events")
        .fetch_one(source.connection())
        .await?;
    Ok(at.map(jiff_sqlx::Timestamp::to_jiff))
}

/// The database's own clock.
pub async fn now(source: &mut impl Source) -> Result<Timestamp, StoreError> {
    crate::connection::database_now(source).await
}

/// Only numbers, ids and words of closed sets are ever put into `condition`: `COPY` takes no parameters, and no other way
/// out of the database is as fast.
async fn copy(
    source: &mut impl Source,
    condition: &str,
    limit: usize,
) -> Result<Vec<RawEvent>, StoreError> {
    let statement = format!(
        "copy (select {COLUMNS} from audit_events where {condition} order by era, xid, id limit {limit})
         to stdout (format binary)"
    );
    let mut rows = Vec::new();
    let mut rest = BytesMut::new();
    let mut is_header = true;
    let mut stream = source.connection().copy_out_raw(&statement).await?;
    while let Some(chunk) = stream.try_next().await? {
        rest.extend_from_slice(&chunk);
        if is_header && rest.len() >= HEADER {
            rest.advance(HEADER);
            is_header = false;
        }
        while let Some(length) = row_length(&rest) {
            rows.push(RawEvent {
                row: rest.split_to(length).freeze(),
            });
        }
    }
    Ok(rows)
}

/// How long the first row is; none where it is not all there, or for the mark of the end.
fn row_length(bytes: &[u8]) -> Option<usize> {
    let count: [u8; 2] = bytes.get(..2)?.try_into().ok()?;
    let count = usize::try_from(i16::from_be_bytes(count)).ok()?;
    let mut at = 2;
    for _ in 0..count {
        at += 4 + taken(bytes, at)?;
    }
    (bytes.len() >= at).then_some(at)
}
