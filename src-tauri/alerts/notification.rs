//! The desktop's own notification: a bed and a severity, never a name (H1).

use std::collections::HashMap;

use cloudcare_domain::alert::Severity;
use notify_rust::{Notification, NotificationHandle, Timeout};

use super::alert::OpenAlert;

/// The notifications on screen, by alert.
#[derive(Default)]
pub(crate) struct Notifications {
    shown: HashMap<String, NotificationHandle>,
    link: Option<NotificationHandle>,
}

/// Heading and text for an alert.
fn words(alert: &OpenAlert) -> (String, String) {
    let heading = match alert.severity {
        Severity::Critical => "Critical alert",
        Severity::High => "High alert",
        Severity::Medium => "Medium alert",
        Severity::Low => "Low alert",
    };
    (
        heading.to_owned(),
        format!("{}, {} alert", alert.place, alert.severity),
    )
}

impl Notifications {
    /// Shows an alert that has arrived. Low ones are in the list only.
    pub(crate) async fn show(&mut self, alert: &OpenAlert) {
        if alert.severity == Severity::Low || !alert.is_unanswered() {
            return;
        }
        let (heading, text) = words(alert);
        let lasting = alert.severity >= Severity::High;
        if let Some(handle) = show(&heading, &text, lasting).await {
            self.shown.insert(alert.alert_id.clone(), handle);
        }
    }

    /// Takes away what has been answered.
    pub(crate) async fn keep_only(&mut self, unanswered: &[OpenAlert]) {
        let gone: Vec<String> = self
            .shown
            .keys()
            .filter(|id| !unanswered.iter().any(|alert| alert.alert_id == **id))
            .cloned()
            .collect();
        for id in gone {
            if let Some(handle) = self.shown.remove(&id) {
                close(handle).await;
            }
        }
    }

    /// Says that the link is lost, and takes it back when it is not.
    pub(crate) async fn link_lost(&mut self, lost: bool) {
        match (lost, self.link.take()) {
            (true, None) => {
                self.link = show(
                    "CloudCare: link lost",
                    "No alert can reach this station. Watch the ward directly.",
                    false,
                )
                .await;
            }
            (true, shown) => self.link = shown,
            (false, Some(handle)) => close(handle).await,
            (false, None) => {}
        }
    }
}

async fn show(heading: &str, text: &str, lasting: bool) -> Option<NotificationHandle> {
    let mut notification = Notification::new();
    notification
        .appname("CloudCare")
        .summary(heading)
        .body(text)
        .icon("cloudcare");
    if lasting {
        notification.timeout(Timeout::Never);
    }
    #[cfg(target_os = "linux")]
    notification.urgency(if lasting {
        notify_rust::Urgency::Critical
    } else {
        notify_rust::Urgency::Normal
    });
    match deliver(notification).await {
        Ok(handle) => Some(handle),
        Err(error) => {
            // The window, the sound and the tray say the same; a desktop without notifications is
            // no reason to stop.
            tracing::warn!(%error, "no notification could be shown");
            None
        }
    }
}

#[cfg(target_os = "linux")]
async fn deliver(
    notification: Notification,
) -> Result<NotificationHandle, notify_rust::error::Error> {
    notification.show_async().await
}

#[cfg(not(target_os = "linux"))]
async fn deliver(
    notification: Notification,
) -> Result<NotificationHandle, notify_rust::error::Error> {
    notification.show()
}

#[cfg(target_os = "linux")]
async fn close(handle: NotificationHandle) {
    handle.close_async().await;
}

#[cfg(not(target_os = "linux"))]
async fn close(_handle: NotificationHandle) {
    // These desktops take a notification away themselves.
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_says_where_and_how_bad_and_never_who() {
        let alert = OpenAlert::from_alert(json!({"alert_id": "a", "severity": "critical", "status": "active",
            "bed": {"label": "B4"}, "patient": {"family_name": "Considine"}, "description": "SpO2 84 %"}))
        .expect("an alert");
        assert_eq!(
            words(&alert),
            (
                "Critical alert".to_owned(),
                "Bed B4, critical alert".to_owned()
            )
        );
    }
}
