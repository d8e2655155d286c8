//! The event log: what screens and stations follow, written in the same transaction as the change.

use std::{fmt, str::FromStr};

use serde_json::Value;

use crate::{
    access::Scope,
    id::{AlertId, HospitalId, PatientId, SessionId, UserId, WardId},
    text_enum,
};

text_enum! {
    /// What kind of row.
    pub enum EventKind {
        /// Something about an alert.
        Alert,
        /// A ward's board changed.
        Board,
        /// A session ended; its streams must.
        Session,
        /// Somebody's reach changed; their streams load it again.
        Reach,
    }
}

/// An event about to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// Kind.
    pub kind: EventKind,
    /// Whom it concerns.
    pub audience: Audience,
    /// The body for somebody who may see names; see [`nameless`] for the station's.
    pub payload: Value,
}

/// Whom an event concerns; each part may be absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Audience {
    /// Hospital.
    pub hospital_id: Option<HospitalId>,
    /// Ward.
    pub ward_id: Option<WardId>,
    /// Patient.
    pub patient_id: Option<PatientId>,
    /// Alert.
    pub alert_id: Option<AlertId>,
    /// Session.
    pub session_id: Option<SessionId>,
    /// User.
    pub user_id: Option<UserId>,
}

impl Audience {
    /// Whether someone at work in `scope` is concerned as staff.
    pub fn within(&self, scope: &Scope) -> bool {
        scope.covers(self.hospital_id, self.ward_id)
    }
}

/// Fields that tell who a patient is or what ails them; a station at its sign-in screen gets the
/// event without them (H1).
const NAMED_FIELDS: [&str; 7] = [
    "patient_id",
    "patient_name",
    "description",
    "trigger_data",
    "location",
    "responder_name",
    "notes",
];

/// The body as a station may see it.
pub fn nameless(payload: &Value) -> Value {
    match payload {
        Value::Object(fields) => fields
            .iter()
            .filter(|(k, _)| !NAMED_FIELDS.contains(&k.as_str()))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect(),
        other => other.clone(),
    }
}

/// Identifies one history of the log: the database system and its timeline. After a restore or a
/// failover it differs, and an old cursor is answered with `gap`, never with silence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Epoch(String);

impl Epoch {
    /// From PostgreSQL's system identifier and timeline.
    pub fn new(system_identifier: i64, timeline: i32) -> Self {
        Self(format!("{system_identifier:x}t{timeline}"))
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in the log: `<epoch>-<n>`, the `id:` of every frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Which history.
    pub epoch: Epoch,
    /// The last event seen.
    pub n: i64,
}

impl Cursor {
    /// A place in no history of ours; whoever stands there is told `gap`.
    pub fn elsewhere() -> Self {
        Self {
            epoch: Epoch::new(0, 0),
            n: 0,
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.epoch, self.n)
    }
}

/// Not a cursor of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an event id: it looks like 6b03…t1-48213")]
pub struct BadCursor;

impl FromStr for Cursor {
    type Err = BadCursor;
    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let (epoch, n) = text.rsplit_once('-').ok_or(BadCursor)?;
        let tame = !epoch.is_empty()
            && epoch.len() <= 64
            && epoch.bytes().all(|b| b.is_ascii_alphanumeric());
        let n: i64 = n.parse().map_err(|_| BadCursor)?;
        if tame && n >= 0 {
            Ok(Self {
                epoch: Epoch(epoch.to_owned()),
                n,
            })
        } else {
            Err(BadCursor)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn h1_a_station_gets_place_and_severity_and_no_name() {
        let full = json!({
            "event": "alert_raised", "alert_id": "a", "patient_id": "P00042-7", "patient_name": "CONSIDINE, Alden (Mr)",
            "severity": "critical", "description": "SpO2 84 %", "trigger_data": {"value": "84"}, "location": {"latitude": 1},
            "bed": "B4", "ward_id": "w", "responder_name": "Dr Obi", "notes": "n"
        });
        assert_eq!(
            nameless(&full),
            json!({"event": "alert_raised", "alert_id": "a", "severity": "critical", "bed": "B4", "ward_id": "w"})
        );
    }

    #[test]
    fn a_cursor_survives_the_wire() {
        let cursor = Cursor {
            epoch: Epoch::new(7_711_046_907_086_807_240, 1),
            n: 48_213,
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for bad in [
            "", "-", "abc", "abc-", "-5", "a b-1", "abc--1", "x-1.5", "é-1",
        ] {
            assert_eq!(bad.parse::<Cursor>(), Err(BadCursor), "{bad}");
        }
    }

    #[test]
    fn another_timeline_is_another_epoch() {
        assert_ne!(Epoch::new(1, 1), Epoch::new(1, 2));
        assert_ne!(Epoch::new(1, 1), Epoch::new(2, 1));
    }
}
