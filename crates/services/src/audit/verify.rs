//! Proving that the record is whole, or naming the first event where it is not.
//!
//! The record streams through: the next part is fetched while this one is checked, and no more than
//! two parts are ever in memory.

use std::{collections::BTreeMap, path::Path, time::Duration};

use cloudcare_store::{
    Reader, Store, StoreError,
    audit::{
        raw::{self, Place, RawEvent},
        seal::{self, Seal},
    },
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    anchor::{self, Anchor},
    chain::{self, Fault, Finding, FirstBad, Head, Missed, position},
    follow::{anchors_on_record, is_older_than_proofs},
    key::RecordKeys,
};
use crate::ServiceError;

/// Events in memory at once, about.
const PART: i64 = 20_000;
/// Seals fetched at once at the most.
const MOST_SEALS: i64 = 2_000;
/// An event that could be sealed is, within this time.
const SEALED_WITHIN: SignedDuration = SignedDuration::from_secs(60);
/// Seconds in which a sealer that runs must have sealed what it can.
const PATIENCE: u32 = 5;

/// The copy of the seals outside the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutsideCopy {
    /// There is none: events cut off at the end, with their seals, can't be missed.
    Absent,
    /// It knows the record up to this seal.
    UpTo(i64),
}

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Events in the record, sealed or not, as far as it was read.
    pub events: i64,
    /// Seals that hold.
    pub seals: i64,
    /// Events too new to be sealed: all of them written by the application.
    pub unsealed: i64,
    /// The copy outside.
    pub outside_copy: OutsideCopy,
    /// Where the record stops being whole; none where it is.
    pub first_bad: Option<FirstBad>,
}

/// Whether somebody seals meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sealer {
    /// Events must be sealed by the database's clock.
    Runs,
    /// By the record's own time: it may have been stopped in the middle.
    Stopped,
}

struct Part {
    seals: Vec<Seal>,
    events: Vec<RawEvent>,
}

/// Verifies the record in `store` against the copy in `folder`.
pub(crate) async fn verify(
    store: &Store,
    keys: &RecordKeys,
    folder: Option<&Path>,
    installation: Uuid,
    sealer: Sealer,
) -> Result<Verification, ServiceError> {
    // Copies first: what they know, the seals read afterwards must have.
    let outside = match folder {
        Some(folder) => {
            anchor::kept_in(folder, installation, keys).map_err(ServiceError::RecordFolder)?
        }
        None => None,
    };
    let outside_copy = outside
        .as_ref()
        .and_then(|kept| kept.last_key_value())
        .map_or(OutsideCopy::Absent, |(block, _)| OutsideCopy::UpTo(*block));
    let mut known = anchors_on_record(store, keys).await?;
    known.extend(outside.unwrap_or_default());
    let upto = seal::newest(&mut store.reader().await?)
        .await?
        .map_or(0, |s| s.block);

    let mut head = Head::default();
    let mut found = sealed(store, keys, &known, upto, &mut head).await?;
    let mut unsealed = 0;
    if found.is_none() {
        found = cut_off(store, &known, &head).await?;
    }
    if found.is_none() {
        (unsealed, found) = tail(store, keys, &head, sealer).await?;
    }
    if let Some(bad) = &mut found
        && let (None, Some(id)) = (bad.at, bad.event_id)
        && let Some(event) = raw::one(&mut store.reader().await?, id).await?
    {
        bad.at = Timestamp::from_microsecond(event.at_microsecond()).ok();
    }
    Ok(Verification {
        events: head.sealed + unsealed,
        seals: head.block,
        unsealed,
        outside_copy,
        first_bad: found,
    })
}

/// Everything under the seals up to one. `head` ends where the record stops being whole.
async fn sealed(
    store: &Store,
    keys: &RecordKeys,
    known: &BTreeMap<i64, Anchor>,
    upto: i64,
    head: &mut Head,
) -> Result<Option<FirstBad>, ServiceError> {
    let mut part = fetch(store.clone(), 0, 16.min(upto), Place::default()).await?;
    while let Some(last) = part.seals.last() {
        let (block, place) = (last.block, last.last);
        let each = position(part.events.len()) / position(part.seals.len()).max(1);
        let limit = (PART / each.max(1)).clamp(1, MOST_SEALS).min(upto - block);
        let next = tokio::spawn(fetch(store.clone(), block, limit.max(0), place));
        let (own_keys, keys, mut at) = (keys, keys.clone(), head.clone());
        let known: BTreeMap<i64, Anchor> = part
            .seals
            .iter()
            .filter_map(|s| known.get(&s.block).cloned())
            .map(|anchor| (anchor.block, anchor))
            .collect();
        let (checked, reached) = tokio::task::spawn_blocking(move || {
            let checked = check(&keys, &known, &mut at, &part);
            (checked, at)
        })
        .await
        .map_err(ServiceError::internal)?;
        *head = reached;
        match checked {
            Ok(()) => {}
            Err(Finding::Bad(bad)) => return Ok(Some(bad)),
            Err(Finding::Another(missed)) => {
                return Ok(Some(named(store, own_keys, missed).await?));
            }
        }
        part = next.await.map_err(ServiceError::internal)??;
    }
    Ok(None)
}

async fn fetch(store: Store, block: i64, limit: i64, place: Place) -> Result<Part, StoreError> {
    let mut reader = store.reader().await?;
    let seals = seal::after(&mut reader, block, limit).await?;
    let count: usize = seals.iter().map(|s| s.event_ids.len()).sum();
    // One more than there may be: whoever stands too many is seen, and a million more are not read.
    let events = match count {
        0 => Vec::new(),
        count => raw::after(&mut reader, place, count + 1).await?,
    };
    Ok(Part { seals, events })
}

fn check(
    keys: &RecordKeys,
    known: &BTreeMap<i64, Anchor>,
    head: &mut Head,
    part: &Part,
) -> Result<(), Finding> {
    let mut events = part.events.iter();
    for seal in &part.seals {
        chain::check_seal(keys, head, seal).map_err(Finding::Bad)?;
        if let Some(anchor) = known.get(&seal.block)
            && anchor.mac != seal.mac
        {
            let bad = FirstBad::new(
                Fault::SealReplaced,
                anchor.first_position,
                Some(anchor.first_event),
            );
            return Err(Finding::Bad(bad));
        }
        if let Err(finding) = chain::check_events(keys, seal, &mut events) {
            // How many held, for the count.
            head.sealed = match &finding {
                Finding::Bad(bad) => bad.position - 1,
                Finding::Another(missed) => missed.position - 1,
            };
            return Err(finding);
        }
        *head = Head::after(seal);
    }
    Ok(())
}

/// Which of two events is the bad one: the one that was sealed here, or the one that stands here.
async fn named(store: &Store, keys: &RecordKeys, missed: Missed) -> Result<FirstBad, ServiceError> {
    let position = missed.position;
    let mut reader = store.reader().await?;
    let Some(there) = raw::one(&mut reader, missed.expected).await? else {
        let gone = FirstBad::new(Fault::Deleted, position, Some(missed.expected));
        return Ok(gone);
    };
    let is_as_sealed = missed.tag == keys.tag(position, &there);
    match missed.found {
        // Its place is one of its sealed values: it still has it, so another came before it.
        Some(found) if is_as_sealed => {
            let is_sealed = seal::position_of(&mut reader, found.id()).await?.is_some();
            let fault = if is_sealed {
                Fault::Moved
            } else {
                Fault::Inserted
            };
            Ok(FirstBad::event(fault, position, &found))
        }
        _ => Ok(FirstBad::event(Fault::Moved, position, &there)),
    }
}

/// Whether a copy knows seals beyond the last.
async fn cut_off(
    store: &Store,
    known: &BTreeMap<i64, Anchor>,
    head: &Head,
) -> Result<Option<FirstBad>, ServiceError> {
    let Some((block, anchor)) = known.range(head.block + 1..).next() else {
        return Ok(None);
    };
    let mut reader = store.reader().await?;
    let next = raw::after(&mut reader, head.last, 1).await?.pop();
    let first = (*block == head.block + 1).then_some(anchor.first_event);
    let at = head.sealed + 1;
    Ok(Some(match (first, next) {
        (Some(first), Some(next)) if next.id() == first => {
            FirstBad::event(Fault::SealGone, at, &next)
        }
        (None, Some(next)) => FirstBad::event(Fault::SealGone, at, &next),
        (first, _) => FirstBad::new(Fault::Truncated, at, first),
    }))
}

/// Events after the last seal: how many, and the first that may not be there.
async fn tail(
    store: &Store,
    keys: &RecordKeys,
    head: &Head,
    sealer: Sealer,
) -> Result<(i64, Option<FirstBad>), ServiceError> {
    let mut reader = store.reader().await?;
    let unproven = seal::unproven_xid(&mut reader).await?;
    let horizon = raw::horizon(&mut reader).await?;
    let limit = match sealer {
        Sealer::Runs => Some(reader.now().await?),
        Sealer::Stopped => raw::newest_at(&mut reader).await?,
    }
    .and_then(|at| at.checked_sub(SEALED_WITHIN).ok());
    let (mut at, mut count) = (head.last, 0);
    loop {
        let events = raw::after(&mut reader, at, chain::BLOCK).await?;
        let Some(last) = events.last() else {
            return Ok((count, None));
        };
        at = last.place();
        for event in &events {
            let place = head.sealed + 1 + count;
            if !keys.is_written_by_us(event) && !is_older_than_proofs(unproven, head, event) {
                let bad = FirstBad::event(Fault::NotWrittenByUs, place, event);
                return Ok((count, Some(bad)));
            }
            let is_settled = (event.place().era, event.place().xid) < horizon;
            let is_old = limit.is_some_and(|limit| event.at_microsecond() < limit.as_microsecond());
            // A line that was kept aside is old when it comes.
            let is_late = is_settled && is_old && !event.was_kept_aside();
            if is_late && !is_sealed_by_now(&mut reader, event.place(), sealer).await? {
                return Ok((count, Some(FirstBad::event(Fault::NotSealed, place, event))));
            }
            count += 1;
        }
    }
}

/// Whether a seal reaches a place now: seals were added while the record was read, and one more is
/// waited for, because an event of a long transaction is old when it comes.
async fn is_sealed_by_now(
    reader: &mut Reader,
    place: Place,
    sealer: Sealer,
) -> Result<bool, StoreError> {
    for _ in 0..PATIENCE {
        if seal::newest(reader).await?.is_some_and(|s| s.last >= place) {
            return Ok(true);
        }
        if sealer == Sealer::Stopped {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Ok(false)
}
