//! The open alerts this station knows of. Pure: what arrives goes in, what changed comes out.

use std::collections::BTreeMap;

use cloudcare_domain::alert::{AlertStatus, Severity};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One open alert: what the station acts on, and the server's own words for the webview.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OpenAlert {
    pub alert_id: String,
    pub severity: Severity,
    pub status: AlertStatus,
    /// Bed label, or the place in words. Never a name.
    pub place: String,
    pub version: i64,
    pub raised_at: String,
    /// The alert as the server sent it, in the station's view.
    pub view: Value,
    /// Read from the API; `false` for what an event alone told.
    pub complete: bool,
}

#[derive(Deserialize)]
struct Essentials {
    alert_id: String,
    severity: Severity,
    status: AlertStatus,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    bed: Option<Bed>,
    #[serde(default)]
    raised_at: String,
    #[serde(default)]
    version: i64,
}

/// What an event tells, in the shape of the API's alert: everything that is always there is there.
fn preliminary(read: &Essentials, event: &Value) -> Value {
    let mut view = json!({
        "id": read.alert_id,
        "alert_id": read.alert_id,
        "alert_type": event["alert_type"].as_str().unwrap_or("other"),
        "severity": read.severity,
        "status": read.status,
        "place": read.place.as_deref().unwrap_or_default(),
        "triggered_by": event["triggered_by"].as_str().unwrap_or("system"),
        "occurrences": 1,
        "hospital_id": event["hospital_id"],
        "raised_at": read.raised_at,
        "last_occurrence_at": event["timestamp"].as_str().unwrap_or(&read.raised_at),
        "reach": {
            "recipients": 0, "received": 0, "displayed": 0, "sounded": 0, "nobody_reached": false, "stations": [],
        },
        "allowed_actions": [],
        "version": read.version,
    });
    if let Some(bed) = &read.bed {
        view["bed"] = json!({ "id": event["bed_id"].as_str().unwrap_or_default(), "label": bed.label(), "bay": "" });
    }
    if let (Some(id), Some(name)) = (event["ward_id"].as_str(), event["ward"].as_str()) {
        view["ward"] = json!({ "id": id, "name": name });
    }
    view
}

impl Essentials {
    fn unread(view: &Value) -> Option<Essentials> {
        Some(Essentials {
            alert_id: view["alert_id"].as_str()?.to_owned(),
            severity: Severity::Critical,
            status: AlertStatus::Active,
            place: view["place"].as_str().map(str::to_owned),
            bed: None,
            raised_at: view["raised_at"].as_str().unwrap_or_default().to_owned(),
            version: view["version"].as_i64().unwrap_or_default(),
        })
    }
}

/// An alert names its bed as an object, an event by its label.
#[derive(Deserialize)]
#[serde(untagged)]
enum Bed {
    Label(String),
    Full { label: String },
}

impl OpenAlert {
    /// Reads an alert of the API. One that can't be read (a newer server's) is taken for the worst:
    /// it must not be an alert that nobody sees. `None` when it has no id.
    pub(crate) fn from_alert(view: Value) -> Option<OpenAlert> {
        let read = match Essentials::deserialize(&view) {
            Ok(read) => read,
            Err(error) => {
                tracing::error!(%error, "an alert could not be read and is shown as critical");
                Essentials::unread(&view)?
            }
        };
        Some(OpenAlert::new(read, view, true))
    }

    /// Reads an event of the stream. It holds enough to alarm at once; the full alert follows.
    pub(crate) fn from_event(event: &Value) -> Option<OpenAlert> {
        let mut read = Essentials::deserialize(event).ok()?;
        if read.raised_at.is_empty() {
            event["timestamp"]
                .as_str()
                .unwrap_or_default()
                .clone_into(&mut read.raised_at);
        }
        let view = preliminary(&read, event);
        Some(OpenAlert::new(read, view, false))
    }

    fn new(read: Essentials, view: Value, complete: bool) -> OpenAlert {
        let place = match (&read.bed, &read.place) {
            (Some(bed), _) => format!("Bed {}", bed.label()),
            (None, Some(place)) => place.clone(),
            (None, None) => "Place not given".to_owned(),
        };
        OpenAlert {
            alert_id: read.alert_id,
            severity: read.severity,
            status: read.status,
            place,
            version: read.version,
            raised_at: read.raised_at,
            view,
            complete,
        }
    }

    /// Nobody has answered it.
    pub(crate) fn is_unanswered(&self) -> bool {
        self.status == AlertStatus::Active
    }

    /// Unanswered, and bad enough for the window over everything.
    pub(crate) fn wants_window(&self) -> bool {
        self.is_unanswered() && self.severity >= Severity::High
    }
}

impl Bed {
    fn label(&self) -> &str {
        match self {
            Bed::Label(label) | Bed::Full { label } => label,
        }
    }
}

/// How many alerts are open, per severity.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub(crate) struct Counts {
    pub critical: usize,
    pub high: usize,
    pub medium: usize,
    pub low: usize,
}

impl Counts {
    pub(crate) fn total(self) -> usize {
        self.critical + self.high + self.medium + self.low
    }
}

/// What one change did.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Change {
    /// Something is different from before.
    pub changed: bool,
    /// Alerts this station did not hold before, and answered ones that need an answer again.
    pub arrived: Vec<OpenAlert>,
}

/// The open alerts, and which ones are known to be over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    alerts: BTreeMap<String, Held>,
    /// Version at which an alert was closed: an answer that was on its way before the close must
    /// not bring it back.
    closed: BTreeMap<String, Closed>,
    /// Counts the changes, so that a list asked for earlier does not undo what came since.
    turn: u64,
}

#[derive(Clone, Debug)]
struct Held {
    alert: OpenAlert,
    turn: u64,
}

#[derive(Clone, Copy, Debug)]
struct Closed {
    version: i64,
    turn: u64,
}

/// Changes for which a closed alert is remembered: only answers already on their way matter.
const CLOSED_KEPT: u64 = 1000;

impl Book {
    /// Where the book stands; given back with the list that is asked for now.
    pub(crate) fn turn(&self) -> u64 {
        self.turn
    }

    /// Takes one alert, from an event or from the API.
    pub(crate) fn take(&mut self, alert: OpenAlert) -> Change {
        self.turn += 1;
        let mut change = Change::default();
        if !alert.status.is_open() {
            change.changed = self.alerts.remove(&alert.alert_id).is_some();
            let turn = self.turn;
            self.closed
                .retain(|_, closed| closed.turn + CLOSED_KEPT > turn);
            self.closed.insert(
                alert.alert_id,
                Closed {
                    version: alert.version,
                    turn,
                },
            );
            return change;
        }
        if self
            .closed
            .get(&alert.alert_id)
            .is_some_and(|closed| alert.version <= closed.version)
        {
            return change;
        }
        match self.alerts.get(&alert.alert_id) {
            Some(Held { alert: held, .. })
                if held.version > alert.version
                    || (held.version == alert.version && held.complete && !alert.complete) =>
            {
                return change;
            }
            Some(held) => {
                change.changed = held.alert != alert;
                // A worse reading takes an answer back: that is news like a new alert's.
                if alert.is_unanswered() && !held.alert.is_unanswered() {
                    change.arrived.push(alert.clone());
                }
            }
            None => {
                change.changed = true;
                change.arrived.push(alert.clone());
            }
        }
        self.alerts.insert(
            alert.alert_id.clone(),
            Held {
                alert,
                turn: self.turn,
            },
        );
        change
    }

    /// Takes the full list of open alerts that was asked for at `asked` (see [`Book::turn`]).
    pub(crate) fn replace(&mut self, list: Vec<OpenAlert>, asked: u64) -> Change {
        let before = self.alerts.len();
        let named: Vec<&str> = list.iter().map(|alert| alert.alert_id.as_str()).collect();
        self.alerts
            .retain(|id, held| held.turn > asked || named.contains(&id.as_str()));
        let mut change = Change {
            changed: self.alerts.len() != before,
            arrived: Vec::new(),
        };
        for alert in list {
            let one = self.take(alert);
            change.changed |= one.changed;
            change.arrived.extend(one.arrived);
        }
        change
    }

    /// All open alerts: worst first, then oldest first.
    pub(crate) fn all(&self) -> Vec<OpenAlert> {
        let mut all: Vec<OpenAlert> = self
            .alerts
            .values()
            .map(|held| held.alert.clone())
            .collect();
        all.sort_by(|a, b| {
            b.severity
                .cmp(&a.severity)
                .then_with(|| a.raised_at.cmp(&b.raised_at))
                .then_with(|| a.alert_id.cmp(&b.alert_id))
        });
        all
    }

    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for held in self.alerts.values() {
            match held.alert.severity {
                Severity::Critical => counts.critical += 1,
                Severity::High => counts.high += 1,
                Severity::Medium => counts.medium += 1,
                Severity::Low => counts.low += 1,
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(id: &str, severity: &str, status: &str, version: i64) -> OpenAlert {
        OpenAlert::from_alert(json!({
            "alert_id": id, "severity": severity, "status": status, "version": version,
            "bed": {"id": "b", "label": "B4", "bay": "B"}, "place": "Bay B, bed B4",
            "raised_at": format!("2025-01-01T00:00:0{version}Z"),
        }))
        .expect("an alert")
    }

    #[test]
    fn an_event_is_enough_to_alarm() {
        let event = json!({"event": "alert_raised", "alert_id": "a", "severity": "critical", "status": "active",
            "alert_type": "abnormal_vitals", "bed": "B4", "ward": "4 West", "ward_id": "w", "version": 1,
            "timestamp": "2025-01-01T00:00:00Z", "patient_name": "must not be kept"});
        let alert = OpenAlert::from_event(&event).expect("an alert");
        assert!(alert.wants_window());
        assert_eq!(alert.place, "Bed B4");
        assert_eq!(alert.view["bed"]["label"], "B4");
        // What the API's alert always has: the page that shows it may rely on each.
        for always in [
            "id",
            "alert_id",
            "alert_type",
            "severity",
            "status",
            "place",
            "triggered_by",
            "occurrences",
            "raised_at",
            "last_occurrence_at",
            "allowed_actions",
            "version",
        ] {
            assert!(!alert.view[always].is_null(), "{always}");
        }
        assert!(alert.view["reach"]["stations"].is_array());
        assert!(!alert.view.to_string().contains("must not be kept"));
    }

    #[test]
    fn a_place_without_a_bed_is_named() {
        let event = json!({"alert_id": "a", "severity": "high", "status": "active", "place": "Main entrance", "bed": null});
        assert_eq!(
            OpenAlert::from_event(&event).expect("an alert").place,
            "Main entrance"
        );
    }

    #[test]
    fn an_alert_that_cannot_be_read_is_shown_as_the_worst() {
        let alert = OpenAlert::from_alert(
            json!({"alert_id": "a", "severity": "apocalyptic", "place": "Bay B"}),
        );
        let alert = alert.expect("shown");
        assert!(alert.wants_window());
        assert_eq!(
            (alert.severity, alert.place.as_str()),
            (Severity::Critical, "Bay B")
        );
    }

    #[test]
    fn an_alert_arrives_once() {
        let mut book = Book::default();
        assert_eq!(book.take(alert("a", "high", "active", 1)).arrived.len(), 1);
        assert_eq!(
            book.take(alert("a", "high", "active", 1)),
            Change::default()
        );
        let list = vec![
            alert("a", "high", "active", 1),
            alert("b", "low", "active", 1),
        ];
        let asked = book.turn();
        let change = book.replace(list, asked);
        assert_eq!(
            change
                .arrived
                .iter()
                .map(|a| a.alert_id.as_str())
                .collect::<Vec<_>>(),
            ["b"]
        );
    }

    #[test]
    fn an_older_version_does_not_undo_an_answer() {
        let mut book = Book::default();
        book.take(alert("a", "high", "active", 1));
        assert!(book.take(alert("a", "high", "acknowledged", 2)).changed);
        assert!(!book.take(alert("a", "high", "active", 1)).changed);
        assert!(!book.all()[0].is_unanswered());
    }

    #[test]
    fn the_full_alert_replaces_what_the_event_told_and_not_the_other_way_round() {
        let event = json!({"alert_id": "a", "severity": "high", "status": "active", "bed": "B4", "version": 1,
            "raised_at": "2025-01-01T00:00:01Z"});
        let told = OpenAlert::from_event(&event).expect("an alert");
        let mut book = Book::default();
        book.take(told.clone());
        assert!(book.take(alert("a", "high", "active", 1)).changed);
        assert!(!book.take(told).changed);
        assert!(book.all()[0].complete);
    }

    #[test]
    fn an_answered_alert_that_needs_an_answer_again_arrives_again() {
        let mut book = Book::default();
        book.take(alert("a", "high", "active", 1));
        assert!(
            book.take(alert("a", "high", "acknowledged", 2))
                .arrived
                .is_empty()
        );
        assert_eq!(
            book.take(alert("a", "critical", "active", 3)).arrived.len(),
            1
        );
    }

    #[test]
    fn a_closed_alert_does_not_come_back_with_a_late_answer() {
        let mut book = Book::default();
        book.take(alert("a", "high", "active", 1));
        let asked = book.turn();
        book.take(alert("a", "high", "resolved", 3));
        assert!(
            !book
                .replace(vec![alert("a", "high", "active", 1)], asked)
                .changed
        );
        assert!(book.all().is_empty());
        assert!(
            book.take(alert("a", "high", "active", 4)).changed,
            "raised again later, it does"
        );
    }

    #[test]
    fn a_list_asked_for_before_an_event_does_not_remove_what_the_event_brought() {
        let mut book = Book::default();
        book.take(alert("old", "high", "active", 1));
        let asked = book.turn();
        book.take(alert("new", "critical", "active", 1));
        assert!(book.replace(vec![], asked).changed);
        let left: Vec<String> = book.all().into_iter().map(|a| a.alert_id).collect();
        assert_eq!(left, ["new"]);
    }

    #[test]
    fn the_worst_stands_first_and_the_oldest_before_the_younger() {
        let mut book = Book::default();
        for (id, severity, version) in [
            ("a", "low", 1),
            ("b", "critical", 3),
            ("c", "critical", 2),
            ("d", "medium", 1),
        ] {
            book.take(alert(id, severity, "active", version));
        }
        let order: Vec<String> = book.all().into_iter().map(|a| a.alert_id).collect();
        assert_eq!(order, ["c", "b", "d", "a"]);
        assert_eq!(
            book.counts(),
            Counts {
                critical: 2,
                high: 0,
                medium: 1,
                low: 1
            }
        );
        assert_eq!(book.counts().total(), 4);
    }
}
