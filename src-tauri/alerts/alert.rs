//! One open alert: read from the API or from an event, in the station's view.

use cloudcare_domain::alert::{AlertStatus, Severity};
use serde::Deserialize;
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
