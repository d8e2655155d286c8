//! Chance that comes out the same every time: a stream of numbers for each thing, from the seed.
//!
//! Nothing here is secret or unpredictable; it must be the same on every machine for ever.

use uuid::Uuid;

/// What a stream of numbers, or an id, is about. The number is part of every id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub(crate) enum About {
    Hospital = 1,
    Department,
    Ward,
    Bed,
    Doctor,
    DoctorHospital,
    Patient,
    Allergy,
    Contact,
    Condition,
    Medication,
    Death,
    Admission,
    Stay,
    Reservation,
    AdmissionEvent,
    PatientDoctor,
    Observation,
    User,
    /// Not a row: how often a patient was in hospital.
    History,
}

/// `SplitMix64` (Steele, Lea, Flood 2014).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Dice {
    /// The stream of one thing.
    pub(crate) fn of(seed: u64, about: About, index: u64) -> Self {
        Self(mixed(
            mixed(seed ^ 0x9e37_79b9_7f4a_7c15) ^ mixed(index.wrapping_add((about as u64) << 48)),
        ))
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// 0 to below `end`; 0 where `end` is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // The bias of a remainder is far below anything a made-up hospital could show.
        self.roll().checked_rem(end).unwrap_or(0)
    }

    /// `from` to `to`, both included.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        from.saturating_add_unsigned(self.below(to.abs_diff(from) + 1))
    }

    /// True this often in a hundred.
    pub(crate) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// True this often in ten thousand.
    pub(crate) fn per_ten_thousand(&mut self, chance: u64) -> bool {
        self.below(10_000) < chance
    }

    /// -1 to 1, mostly near 0.
    pub(crate) fn swing(&mut self) -> f64 {
        let mut sum = 0.0;
        for _ in 0..3 {
            sum += f64::from(u32::try_from(self.below(20_001)).unwrap_or(0)) / 10_000.0 - 1.0;
        }
        sum / 3.0
    }

    /// One of them. An empty slice is a fault of the caller.
    pub(crate) fn of_these<T: Copy>(&mut self, these: &[T]) -> T {
        let index = usize::try_from(self.below(these.len() as u64)).unwrap_or(0);
        these[index]
    }
}

/// The id of a thing: a UUID version 8 (RFC 9562) whose first half counts, so that an index grows at
/// its end, and whose second half is the seed's.
pub(crate) fn id(seed: u64, about: About, index: u64) -> Uuid {
    let spread = Dice::of(seed, about, index).roll();
    // 48 bits of order, the version, 12 bits of the seed; the variant and 62 bits of seed and thing.
    let high = ((index & 0xffff_ffff_ffff) << 16) | 0x8000 | (mixed(seed) & 0x0fff);
    let low =
        0x8000_0000_0000_0000 | ((mixed(seed ^ spread) ^ (about as u64)) & 0x3fff_ffff_ffff_ffff);
    Uuid::from_u64_pair(high, low)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_another_seed_others() {
        let ids = |seed| (0..1000).map(move |i| id(seed, About::Patient, i));
        assert!(ids(7).eq(ids(7)));
        let all: HashSet<Uuid> = ids(7).chain(ids(8)).collect();
        assert_eq!(all.len(), 2000);
        assert!(ids(7).is_sorted());
        assert!(ids(7).all(|i| i.get_version_num() == 8));
    }

    #[test]
    fn numbers_stay_within_their_bounds() {
        let mut dice = Dice::of(1, About::Bed, 0);
        for _ in 0..10_000 {
            assert!((3..=5).contains(&dice.between(3, 5)));
            assert!((-1.0..=1.0).contains(&dice.swing()));
        }
        assert_eq!(dice.below(0), 0);
        let heads = (0..10_000).filter(|_| dice.percent(30)).count();
        assert!((2_700..3_300).contains(&heads), "{heads}");
    }
}
