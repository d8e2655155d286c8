//! The open alerts this station knows of. Pure: what arrives goes in, what changed comes out.

use std::collections::BTreeMap;

use cloudcare_domain::alert::Severity;
use serde::Serialize;

use super::alert::OpenAlert;

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
    use serde_json::json;

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
