//! What became of everything an import read.

use std::{borrow::Cow, collections::BTreeMap};

use cloudcare_domain::import::ForeignKind;

/// How many of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// New here.
    pub taken: u64,
    /// Told otherwise than before, and written anew.
    pub updated: u64,
    /// Told before, as now.
    pub unchanged: u64,
}

/// What became of everything an import read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// By kind.
    pub counts: BTreeMap<ForeignKind, Counts>,
    /// What was not taken: resource type and reason, with how many.
    pub skipped: BTreeMap<(String, Cow<'static, str>), u64>,
}

impl Tally {
    pub(super) fn taken(&mut self, kind: ForeignKind) {
        self.counts.entry(kind).or_default().taken += 1;
    }

    pub(super) fn updated(&mut self, kind: ForeignKind) {
        self.counts.entry(kind).or_default().updated += 1;
    }

    /// Notes a record that tells what is known already.
    pub fn unchanged(&mut self, kind: ForeignKind) {
        self.counts.entry(kind).or_default().unchanged += 1;
    }

    /// Notes a resource that was read and not taken.
    pub fn skipped(&mut self, kind: impl Into<String>, reason: impl Into<Cow<'static, str>>) {
        *self
            .skipped
            .entry((kind.into(), reason.into()))
            .or_default() += 1;
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: Self) {
        for (kind, more) in other.counts {
            let counts = self.counts.entry(kind).or_default();
            counts.taken += more.taken;
            counts.updated += more.updated;
            counts.unchanged += more.unchanged;
        }
        for (what, count) in other.skipped {
            *self.skipped.entry(what).or_default() += count;
        }
    }
}
