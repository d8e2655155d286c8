//! Making seals and checking events against them. No I/O: what is compared comes in as values.

use cloudcare_store::audit::{
    raw::{FORMAT, Place, RawEvent},
    seal::Seal,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::key::{MAC, RecordKeys};

/// Events under one seal at most: what a finger is put on at once, and 48 kB of a row.
pub(crate) const BLOCK: usize = 1_000;

/// Where a chain of seals stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// Number of the last seal; 0 before the first.
    pub(crate) block: i64,
    /// Events sealed so far.
    pub(crate) sealed: i64,
    /// Where they end.
    pub(crate) last: Place,
    /// The last seal's own hash.
    pub(crate) mac: Vec<u8>,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            block: 0,
            sealed: 0,
            last: Place::default(),
            mac: vec![0; MAC],
        }
    }
}

impl Head {
    /// After a seal that was checked.
    pub(crate) fn after(seal: &Seal) -> Self {
        Self {
            block: seal.block,
            sealed: seal.first_position - 1 + position(seal.event_ids.len()),
            last: seal.last,
            mac: seal.mac.clone(),
        }
    }
}

/// What is wrong with a record, at its first bad event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A value of the event is not the one that was sealed.
    Edited,
    /// The event was sealed and is not there.
    Deleted,
    /// The event is not where it was sealed.
    Moved,
    /// The event is among sealed ones and never was sealed.
    Inserted,
    /// The application did not write this event.
    NotWrittenByUs,
    /// The events from here on, or their seals, were cut off: the copy outside the database knows them.
    Truncated,
    /// The seal over this event was taken away.
    SealGone,
    /// The seal over this event was changed, or made by somebody without the key.
    SealChanged,
    /// The seal over this event is not the one the copy outside the database knows.
    SealReplaced,
    /// The seal over this event was made under another master key.
    OtherKey,
    /// The event should have been sealed long ago.
    NotSealed,
}

impl Fault {
    /// For programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Deleted => "deleted",
            Self::Moved => "moved",
            Self::Inserted => "inserted",
            Self::NotWrittenByUs => "not_written_by_cloudcare",
            Self::Truncated => "truncated",
            Self::SealGone => "seal_gone",
            Self::SealChanged => "seal_changed",
            Self::SealReplaced => "seal_replaced",
            Self::OtherKey => "other_master_key",
            Self::NotSealed => "not_sealed",
        }
    }

    /// For people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Edited => "the event was edited after it was sealed",
            Self::Deleted => "the event was deleted",
            Self::Moved => "the event was moved to another place of the record",
            Self::Inserted => "the event was inserted among sealed ones",
            Self::NotWrittenByUs => {
                "the event was not written by CloudCare, or edited before it was sealed"
            }
            Self::Truncated => "the record was cut off before this event",
            Self::SealGone => "the seal over this event was taken away",
            Self::SealChanged => "the seal over this event was changed",
            Self::SealReplaced => {
                "the seal over this event is not the one kept outside the database"
            }
            Self::OtherKey => {
                "the seal over this event was made under another master key; verify with the one of this database"
            }
            Self::NotSealed => {
                "the event was never sealed, though it is older than the sealing takes"
            }
        }
    }
}

/// Where a record stops being whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstBad {
    /// In what way.
    pub fault: Fault,
    /// Position in the record, from 1; what it was or would have been.
    pub position: i64,
    /// The event, where it is known.
    pub event_id: Option<Uuid>,
    /// When it happened, where that is known.
    pub at: Option<Timestamp>,
}

impl FirstBad {
    pub(crate) fn new(fault: Fault, position: i64, event_id: Option<Uuid>) -> Self {
        Self {
            fault,
            position,
            event_id,
            at: None,
        }
    }

    pub(crate) fn event(fault: Fault, position: i64, event: &RawEvent) -> Self {
        Self {
            at: Timestamp::from_microsecond(event.at_microsecond()).ok(),
            ..Self::new(fault, position, Some(event.id()))
        }
    }
}

/// What checking a seal over its events found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Finding {
    /// This, for sure.
    Bad(FirstBad),
    /// Another event stands where this one was sealed, or none: whether it is gone or elsewhere has
    /// to be looked up.
    Another(Missed),
}

/// An event that does not stand where it was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missed {
    /// Where it was sealed.
    pub(crate) position: i64,
    /// Which.
    pub(crate) expected: Uuid,
    /// Its tag.
    pub(crate) tag: Vec<u8>,
    /// What stands there.
    pub(crate) found: Option<RawEvent>,
}

/// Seals events, in order, `BLOCK` at a time. `is_older_than_proofs` says which events may lack a
/// proof, because they were written before there were any.
pub(crate) fn seal(
    keys: &RecordKeys,
    head: &mut Head,
    events: &[RawEvent],
    sealed_at: Timestamp,
    is_older_than_proofs: impl Fn(&Head, &RawEvent) -> bool,
) -> Vec<Seal> {
    let mut seals = Vec::new();
    for block in events.chunks(BLOCK) {
        let Some(last) = block.last() else { continue };
        let mut tags = Vec::with_capacity(block.len() * MAC);
        let mut unproven = Vec::new();
        for (index, event) in block.iter().enumerate() {
            tags.extend_from_slice(&keys.tag(head.sealed + 1 + position(index), event));
            if !keys.is_written_by_us(event) && !is_older_than_proofs(head, event) {
                unproven.push(i32::try_from(index).unwrap_or(i32::MAX));
            }
        }
        let mut seal = Seal {
            block: head.block + 1,
            first_position: head.sealed + 1,
            event_ids: block.iter().map(RawEvent::id).collect(),
            tags,
            unproven,
            last: last.place(),
            format: FORMAT,
            key_id: keys.id().to_vec(),
            sealed_at,
            previous_mac: head.mac.clone(),
            mac: Vec::new(),
        };
        seal.mac = keys.seal(&seal).to_vec();
        *head = Head::after(&seal);
        seals.push(seal);
    }
    seals
}

/// Checks that a seal is the next of its chain and was made with the key.
pub(crate) fn check_seal(keys: &RecordKeys, head: &Head, seal: &Seal) -> Result<(), FirstBad> {
    let first = head.sealed + 1;
    let bad = |fault| FirstBad::new(fault, first, None);
    if seal.block != head.block + 1 {
        return Err(bad(Fault::SealGone));
    }
    let named = |fault| FirstBad::new(fault, first, seal.event_ids.first().copied());
    if seal.key_id != keys.id() {
        return Err(named(Fault::OtherKey));
    }
    let is_whole = seal.mac == keys.seal(seal)
        && seal.previous_mac == head.mac
        && seal.first_position == first
        && seal.format == FORMAT
        && seal.tags.len() == seal.event_ids.len() * MAC
        && seal.last > head.last;
    if is_whole {
        Ok(())
    } else {
        Err(named(Fault::SealChanged))
    }
}

/// Checks the events under a seal that was checked itself: `events` begins where the seal before
/// ended. Answers how many were the sealed ones.
pub(crate) fn check_events<'a>(
    keys: &RecordKeys,
    seal: &Seal,
    events: &mut impl Iterator<Item = &'a RawEvent>,
) -> Result<(), Finding> {
    for (index, expected) in seal.event_ids.iter().enumerate() {
        let position = seal.first_position + position(index);
        let tag = seal.tags.get(index * MAC..(index + 1) * MAC);
        let found = events.next();
        let Some(event) = found.filter(|event| event.id() == *expected) else {
            return Err(Finding::Another(Missed {
                position,
                expected: *expected,
                tag: tag.unwrap_or_default().to_vec(),
                found: found.cloned(),
            }));
        };
        if tag != Some(&keys.tag(position, event)[..]) {
            return Err(Finding::Bad(FirstBad::event(
                Fault::Edited,
                position,
                event,
            )));
        }
        if i32::try_from(index).is_ok_and(|index| seal.unproven.contains(&index)) {
            return Err(Finding::Bad(FirstBad::event(
                Fault::NotWrittenByUs,
                position,
                event,
            )));
        }
    }
    Ok(())
}

/// A count as a position.
pub(crate) fn position(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
