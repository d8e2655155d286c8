//! An alert on the wire: with names for people, without for stations.

use cloudcare_domain::{
    alert::{
        AlertCommand, AlertStatus, AlertType, Answer as DomainAnswer, ReceiptKind, Severity,
        TriggeredBy,
    },
    id::{AlertId, BedId, HospitalId, UserId, WorkstationId},
};
use cloudcare_services::alert::AlertView;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{patient::Patient, ward::WardName};

/// An alert. A station's own credential gets it without `patient`, `description`, `trigger_data`
/// `rule`, `location`
/// and the names of whoever answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Alert {
    id: AlertId,
    /// The caller's id, or ours where the caller gave none.
    alert_id: String,
    alert_type: AlertType,
    severity: Severity,
    status: AlertStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// Where, in words, without a name.
    place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Value>,
    triggered_by: TriggeredBy,
    #[serde(skip_serializing_if = "Option::is_none")]
    trigger_data: Option<Value>,
    /// The watching rule that raised it.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// How often the rule was broken while open.
    occurrences: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    patient: Option<Patient>,
    hospital_id: HospitalId,
    #[serde(skip_serializing_if = "Option::is_none")]
    ward: Option<WardName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bed: Option<BedOfAlert>,
    raised_at: Timestamp,
    last_occurrence_at: Timestamp,
    /// When it happened to the patient.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledged: Option<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    responding: Option<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<Answer>,
    reach: Reach,
    /// What the caller could do now.
    allowed_actions: Vec<AlertCommand>,
    version: i32,
}

/// The bed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BedOfAlert {
    id: BedId,
    label: String,
    bay: String,
}

/// Who answered, when, and on which station.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Answer {
    by: Person,
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    workstation: Option<Station>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
}

/// A person by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Person {
    pub(crate) id: UserId,
    pub(crate) full_name: String,
}

impl Person {
    pub(crate) fn of((id, full_name): (UserId, String)) -> Self {
        Self { id, full_name }
    }
}

/// A station by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Station {
    pub(super) id: WorkstationId,
    pub(super) name: String,
}

/// Who was reached. A receipt is a device's, never a person's.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Reach {
    /// Stations owed it when it was raised.
    recipients: usize,
    received: usize,
    displayed: usize,
    sounded: usize,
    /// Nobody showed it, in time or at all.
    nobody_reached: bool,
    stations: Vec<StationReach>,
    /// The number to phone then.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
}

/// What one station did with it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct StationReach {
    id: WorkstationId,
    name: String,
    /// Whether it is listening now.
    listening: bool,
    received: bool,
    displayed: bool,
    sounded: bool,
}

impl From<AlertView> for Alert {
    fn from(view: AlertView) -> Self {
        let AlertView {
            alert,
            patient,
            is_named,
            today,
            reach,
            allowed,
        } = view;
        let names = |text: Option<_>| if is_named { text } else { None };
        let closing_notes = if is_named { alert.closing_notes } else { None };
        Self {
            id: alert.id,
            alert_id: alert.alert_ref,
            alert_type: alert.alert_type,
            severity: alert.severity,
            status: alert.status,
            description: is_named.then_some(alert.description),
            patient: patient.map(|(identity, safety)| {
                Patient::of(identity, safety, Some(alert.place.clone()), today)
            }),
            place: alert.place,
            location: names(alert.location),
            triggered_by: alert.triggered_by,
            trigger_data: names(alert.trigger_data),
            rule: is_named.then_some(alert.rule).flatten(),
            occurrences: alert.occurrences,
            hospital_id: alert.hospital_id,
            ward: alert.ward.map(|(id, name)| WardName { id, name }),
            bed: alert
                .bed
                .map(|(id, label, bay)| BedOfAlert { id, label, bay }),
            raised_at: alert.raised_at,
            last_occurrence_at: alert.last_occurrence_at,
            taken_at: alert.taken_at,
            acknowledged: alert
                .acknowledged
                .filter(|_| is_named)
                .map(|a| answer(a, None)),
            responding: alert
                .responding
                .filter(|_| is_named)
                .map(|a| answer(a, None)),
            closed: alert
                .closed
                .filter(|_| is_named)
                .map(|a| answer(a, closing_notes)),
            reach: reach_of(reach),
            allowed_actions: allowed,
            version: alert.version,
        }
    }
}

fn answer(answer: DomainAnswer, notes: Option<String>) -> Answer {
    Answer {
        by: Person {
            id: answer.user_id,
            full_name: answer.full_name,
        },
        at: answer.at,
        workstation: answer.workstation.map(|(id, name)| Station { id, name }),
        notes,
    }
}

fn reach_of(reach: cloudcare_services::alert::Reach) -> Reach {
    let count = |kind| {
        reach
            .stations
            .iter()
            .filter(|s| s.receipts.contains(&kind))
            .count()
    };
    Reach {
        recipients: reach.stations.iter().filter(|s| s.is_recipient).count(),
        received: count(ReceiptKind::Received),
        displayed: count(ReceiptKind::Displayed),
        sounded: count(ReceiptKind::Sounded),
        nobody_reached: reach.nobody_reached,
        phone: reach.phone,
        stations: reach
            .stations
            .iter()
            .map(|s| StationReach {
                id: s.workstation_id,
                name: s.name.clone(),
                listening: s.is_listening,
                received: s.receipts.contains(&ReceiptKind::Received),
                displayed: s.receipts.contains(&ReceiptKind::Displayed),
                sounded: s.receipts.contains(&ReceiptKind::Sounded),
            })
            .collect(),
    }
}
