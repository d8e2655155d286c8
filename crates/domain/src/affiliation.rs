//! Where a person works, from when to when: their reach follows it (H19).

use jiff::Timestamp;

use crate::id::{AffiliationId, HospitalId, WardId};

/// Most entries of one person that are not past.
pub const MAX_AFFILIATIONS: usize = 100;

/// A time at a hospital, or at one ward of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliation {
    /// Id.
    pub id: AffiliationId,
    /// Where.
    pub place: AffiliationPlace,
    /// Since when.
    pub starts_at: Timestamp,
    /// Until when; open while absent.
    pub ends_at: Option<Timestamp>,
}

/// A hospital as a whole, or one ward of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AffiliationPlace {
    /// Hospital.
    pub hospital_id: HospitalId,
    /// Ward; the whole hospital where absent.
    pub ward_id: Option<WardId>,
}

/// An entry as it shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAffiliation {
    /// Where.
    pub place: AffiliationPlace,
    /// Since when; now where absent.
    pub starts_at: Option<Timestamp>,
    /// Until when; open while absent.
    pub ends_at: Option<Timestamp>,
}

/// What it takes to get from the entries that are not past to those wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AffiliationChange {
    /// End these now: they have begun, and what was stays on record.
    pub end: Vec<AffiliationId>,
    /// Take these away: they have not begun.
    pub cancel: Vec<AffiliationId>,
    /// Give these another end.
    pub move_end: Vec<(AffiliationId, Option<Timestamp>)>,
    /// Add these.
    pub add: Vec<NewAffiliation>,
}

impl AffiliationChange {
    /// Compares by place and beginning: what began once stays the same entry. `now` belongs to the
    /// database.
    pub fn between(current: &[Affiliation], wanted: &[NewAffiliation], now: Timestamp) -> Self {
        let mut change = Self::default();
        let mut left: Vec<&NewAffiliation> = wanted.iter().collect();
        for entry in current {
            let has_begun = entry.starts_at <= now;
            let same = left.iter().position(|w| {
                w.place == entry.place
                    && match w.starts_at {
                        Some(at) => at == entry.starts_at,
                        None => has_begun,
                    }
            });
            match same.map(|i| left.remove(i)) {
                Some(kept) if kept.ends_at == entry.ends_at => {}
                Some(kept) => change.move_end.push((entry.id, kept.ends_at)),
                None if has_begun => change.end.push(entry.id),
                None => change.cancel.push(entry.id),
            }
        }
        change.add = left.into_iter().cloned().collect();
        change
    }
}

/// Every entry that can't be taken: its number, the field and what would be right.
pub fn troubles(
    wanted: &[NewAffiliation],
    now: Timestamp,
) -> Vec<(usize, &'static str, &'static str)> {
    wanted
        .iter()
        .enumerate()
        .filter_map(|(i, entry)| {
            let start = entry.starts_at.unwrap_or(now);
            match entry.ends_at {
                Some(end) if end <= start => Some((i, "ends_at", "after the beginning")),
                Some(end) if end <= now => Some((
                    i,
                    "ends_at",
                    "in the future; leave out what is past, it stays on record",
                )),
                _ => None,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use uuid::Uuid;

    use super::*;

    const HOSPITAL: HospitalId = HospitalId(Uuid::from_u128(1));
    const HOUR: SignedDuration = SignedDuration::from_hours(1);

    fn place(ward: u128) -> AffiliationPlace {
        AffiliationPlace {
            hospital_id: HOSPITAL,
            ward_id: Some(WardId(Uuid::from_u128(ward))),
        }
    }

    fn entry(id: u128, ward: u128, starts_at: Timestamp) -> Affiliation {
        Affiliation {
            id: AffiliationId(Uuid::from_u128(id)),
            place: place(ward),
            starts_at,
            ends_at: None,
        }
    }

    fn wanted(
        ward: u128,
        starts_at: Option<Timestamp>,
        ends_at: Option<Timestamp>,
    ) -> NewAffiliation {
        NewAffiliation {
            place: place(ward),
            starts_at,
            ends_at,
        }
    }

    #[test]
    fn what_began_stays_on_record_and_what_did_not_is_taken_away() {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(100);
        let current = [
            entry(1, 1, now - HOUR),
            entry(2, 2, now + HOUR),
            entry(3, 3, now - HOUR),
        ];
        let same = [
            wanted(1, None, None),
            wanted(2, Some(now + HOUR), None),
            wanted(3, Some(now - HOUR), None),
        ];
        assert_eq!(
            AffiliationChange::between(&current, &same, now),
            AffiliationChange::default()
        );
        let other = [wanted(1, None, Some(now + HOUR)), wanted(4, None, None)];
        assert_eq!(
            AffiliationChange::between(&current, &other, now),
            AffiliationChange {
                end: vec![current[2].id],
                cancel: vec![current[1].id],
                move_end: vec![(current[0].id, Some(now + HOUR))],
                add: vec![other[1].clone()],
            }
        );
    }

    #[test]
    fn an_entry_ends_after_it_begins_and_not_in_the_past() {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(100);
        for (starts_at, ends_at, is_good) in [
            (None, None, true),
            (None, Some(now + HOUR), true),
            (None, Some(now), false),
            (Some(now + HOUR), Some(now + HOUR), false),
            (Some(now + HOUR), Some(now + HOUR + HOUR), true),
            (Some(now - HOUR - HOUR), Some(now - HOUR), false),
        ] {
            let found = troubles(&[wanted(1, starts_at, ends_at)], now);
            assert_eq!(found.is_empty(), is_good, "{starts_at:?} {ends_at:?}");
        }
    }
}
