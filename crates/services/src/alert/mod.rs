//! Emergency alerts: raising, answering, reading, receipts.

mod answer;
mod follow;
mod raise;
mod read;

pub use raise::RaiseAlert;
pub use read::{AlertQuery, AlertView, Reach};

pub(crate) use raise::Occasion;

use cloudcare_domain::{
    alert::Alert,
    event::{Audience, EventKind, NewEvent},
    patient::PatientIdentity,
};
use jiff::Timestamp;
use serde_json::json;

/// The event of a change to an alert, with names; stations get it through
/// [`cloudcare_domain::event::nameless`].
pub(crate) fn alert_event(
    kind: &str,
    alert: &Alert,
    patient: Option<&PatientIdentity>,
    at: Timestamp,
) -> NewEvent {
    let responder = alert.responding.as_ref().or(alert.acknowledged.as_ref());
    NewEvent {
        kind: EventKind::Alert,
        audience: Audience {
            hospital_id: Some(alert.hospital_id),
            ward_id: alert.ward.as_ref().map(|w| w.0),
            patient_id: alert.patient_id,
            alert_id: Some(alert.id),
            ..Audience::default()
        },
        payload: json!({
            "event": kind,
            "alert_id": alert.alert_ref,
            "patient_id": patient.map(|p| p.code.as_str()),
            "patient_name": patient.map(PatientIdentity::display_name),
            "alert_type": alert.alert_type,
            "severity": alert.severity,
            "status": alert.status,
            "description": alert.description,
            "location": alert.location,
            "trigger_data": alert.trigger_data,
            "hospital_id": alert.hospital_id,
            "ward_id": alert.ward.as_ref().map(|w| w.0),
            "ward": alert.ward.as_ref().map(|w| w.1.as_str()),
            "bed": alert.bed.as_ref().map(|b| b.1.as_str()),
            "place": alert.place,
            "responder_id": responder.map(|r| r.user_id),
            "responder_name": responder.map(|r| r.full_name.as_str()),
            "version": alert.version,
            "timestamp": at,
        }),
    }
}
