//! Which alerts a visible window has painted. An alert window that stands there and shows nothing
//! (its page crashed) would be worse than none: it hides what is behind it and looks like calm.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::alert::OpenAlert;

/// How long the page may take to paint an alert before it is loaded anew.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// How long a page loaded anew may take: on a dark screen nothing is painted, and loading it again
/// and again would help nobody.
pub(crate) const PATIENCE_AFTER_REPAIR: Duration = Duration::from_secs(30);

/// The alerts painted so far. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Painted(Arc<Mutex<HashSet<String>>>);

impl Painted {
    pub(crate) fn note(&self, alert_id: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(alert_id.to_owned());
    }

    /// It needs to be painted once more.
    pub(crate) fn forget(&self, alert_id: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(alert_id);
    }

    /// Whether each alert that wants the window has been seen in one.
    pub(crate) fn has_all(&self, alerts: &[OpenAlert]) -> bool {
        let painted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        alerts
            .iter()
            .filter(|alert| alert.wants_window())
            .all(|alert| painted.contains(&alert.alert_id))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_alerts_that_want_the_window_have_to_be_painted() {
        let alert = |id: &str, severity: &str| {
            OpenAlert::from_alert(json!({"alert_id": id, "severity": severity, "status": "active"}))
                .expect("an alert")
        };
        let alerts = [alert("a", "critical"), alert("b", "low")];
        let painted = Painted::default();
        assert!(!painted.has_all(&alerts));
        painted.note("a");
        assert!(painted.has_all(&alerts));
        painted.forget("a");
        assert!(!painted.has_all(&alerts));
    }
}
