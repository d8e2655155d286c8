//! A patient's timeline: what happened, newest first, whatever kind it is of.

use std::{fmt, str::FromStr};

use jiff::Timestamp;

use crate::{alert::Severity, text_enum};

text_enum! {
    /// What kind of thing happened.
    pub enum TimelineKind {
        /// Admitted.
        Admission,
        /// Discharged, or the admission was a mistake.
        Discharge,
        /// Moved, away, back.
        Move,
        /// An alert was raised.
        Alert,
        /// A condition.
        Condition,
        /// An entry of the allergy list.
        Allergy,
        /// Vital signs.
        ObservationSet,
        /// A medicine somebody else told of.
        Medication,
        /// Died.
        Death,
        /// Registered.
        Registration,
    }
}

/// One line of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// `<kind>:<uuid>`, unique in the timeline.
    pub key: String,
    /// What kind.
    pub kind: TimelineKind,
    /// When it happened to the patient.
    pub at: Timestamp,
    /// In a few words.
    pub title: String,
    /// In more words.
    pub detail: Option<String>,
    /// By whom.
    pub by: Option<String>,
    /// How bad, for an alert.
    pub severity: Option<Severity>,
}

/// A place in a timeline: everything after it is older.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineCursor {
    /// When the last line seen happened.
    pub at: Timestamp,
    /// Its key.
    pub key: String,
}

impl TimelineCursor {
    /// Behind a line.
    pub fn after(entry: &TimelineEntry) -> Self {
        Self {
            at: entry.at,
            key: entry.key.clone(),
        }
    }
}

impl fmt::Display for TimelineCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", self.at.as_microsecond(), self.key)
    }
}

/// Not a place in a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a timeline; take it from the link of the page before")]
pub struct BadTimelineCursor;

impl FromStr for TimelineCursor {
    type Err = BadTimelineCursor;

    fn from_str(text: &str) -> Result<Self, BadTimelineCursor> {
        let (at, key) = text.split_once('~').ok_or(BadTimelineCursor)?;
        let at = at
            .parse()
            .ok()
            .and_then(|micros| Timestamp::from_microsecond(micros).ok())
            .ok_or(BadTimelineCursor)?;
        if key.is_empty() || key.len() > 100 || !key.is_ascii() {
            return Err(BadTimelineCursor);
        }
        Ok(Self {
            at,
            key: key.to_owned(),
        })
    }
}

/// The newest of several lists, each already newest first.
pub fn merged(lists: Vec<Vec<TimelineEntry>>, limit: usize) -> Vec<TimelineEntry> {
    let mut entries: Vec<TimelineEntry> = lists.into_iter().flatten().collect();
    entries.sort_by(|a, b| (b.at, &b.key).cmp(&(a.at, &a.key)));
    entries.truncate(limit);
    entries
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    fn entry(minutes: i64, key: &str) -> TimelineEntry {
        TimelineEntry {
            key: key.to_owned(),
            kind: TimelineKind::Move,
            at: Timestamp::UNIX_EPOCH + minutes.minutes(),
            title: String::new(),
            detail: None,
            by: None,
            severity: None,
        }
    }

    #[test]
    fn the_newest_comes_first_and_a_tie_has_one_order() {
        let lists = vec![
            vec![entry(5, "move:b"), entry(1, "move:a")],
            vec![entry(5, "alert:c"), entry(3, "alert:d")],
        ];
        let keys: Vec<String> = merged(lists, 3).into_iter().map(|e| e.key).collect();
        assert_eq!(keys, ["move:b", "alert:c", "alert:d"]);
    }

    #[test]
    fn a_place_survives_the_wire() {
        let place = TimelineCursor::after(&entry(7, "death:019aab00-0000-7000-8000-00000000ffff"));
        assert_eq!(place.to_string().parse(), Ok(place));
        for bad in ["", "~", "1~", "x~move:a", "9999999999999999999~a", "1~é"] {
            assert_eq!(
                bad.parse::<TimelineCursor>(),
                Err(BadTimelineCursor),
                "{bad}"
            );
        }
    }
}
