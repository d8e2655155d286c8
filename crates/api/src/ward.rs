//! The ward board.

use axum::extract::State;
use cloudcare_domain::{
    admission::Isolation,
    alert::{AlertStatus, AlertType, Severity},
    bed::BedState,
    id::{AdmissionId, BedId, WardId},
    patient::{AllergyState, IdentityState, ResuscitationStatus},
    ward::WardKind,
};
use cloudcare_services::ward::{Board as BoardView, BoardBed as BedView, Occupant as OccupantView};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    ApiState, Problem, bed::Reservation, body::PathOf, hospital::Hospital, identity::SignedIn,
    patient::PatientIdentity, problem::Problems,
};

/// A ward by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WardName {
    pub(crate) id: WardId,
    pub(crate) name: String,
}

/// A ward as it stands at one moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    ward: BoardWard,
    hospital: Hospital,
    /// Database time of the picture.
    as_at: Timestamp,
    /// Open the stream after this event and nothing is missed.
    last_event_id: String,
    counts: BoardCounts,
    /// In the ward's own order.
    beds: Vec<BoardBed>,
    /// Everyone without a bed.
    no_bed: Vec<Occupant>,
}

/// The ward.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardWard {
    id: WardId,
    name: String,
    kind: WardKind,
}

/// Counted from the rows below.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardCounts {
    patients: usize,
    free: usize,
    reserved: usize,
    cleaning: usize,
    closed: usize,
    no_bed: usize,
}

/// A bed.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardBed {
    id: BedId,
    /// What is written on it.
    label: String,
    bay: String,
    /// From 1, in the ward's order.
    position: i32,
    state: BedState,
    state_since: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason: Option<String>,
    capabilities: Vec<String>,
    /// While it is being cleaned: when it is reckoned to be ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    ready_about: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reservation: Option<Reservation>,
    /// Absent also where the record of whoever lies there can't be read: `state` tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    occupant: Option<Occupant>,
    version: i32,
}

/// A person on the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Occupant {
    patient: PatientIdentity,
    admission_id: AdmissionId,
    admission_version: i32,
    identity_state: IdentityState,
    /// For the first 28 days of somebody whose hour of birth is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    age_hours: Option<i64>,
    admitted_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_discharge_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    responsible_doctor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    isolation: Option<Isolation>,
    /// Capabilities the place must have.
    needs: Vec<String>,
    /// Where, without a bed.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// Out of bed since then, and coming back.
    #[serde(skip_serializing_if = "Option::is_none")]
    away_since: Option<Timestamp>,
    /// Absent where the caller may not read clinical facts; absent is not "none".
    #[serde(skip_serializing_if = "Option::is_none")]
    allergy_state: Option<AllergyState>,
    /// Substances; only with `allergy_state` `known`.
    allergies: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resuscitation_status: Option<ResuscitationStatus>,
    /// Other beds of this ward with the same surname.
    same_surname_beds: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wearable: Option<Watching>,
    /// Absent where the caller may not read clinical facts, or nothing was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    latest_observation: Option<LatestObservation>,
    /// Open alerts, worst first.
    alerts: Vec<BoardAlert>,
    /// Data that disagree, in words.
    disagreements: Vec<String>,
}

/// The newest set of vital signs.
#[derive(Debug, Serialize, ToSchema)]
pub struct LatestObservation {
    taken_at: Timestamp,
    /// In short; what was not measured is left out.
    summary: String,
}

/// The device that watches.
#[derive(Debug, Serialize, ToSchema)]
pub struct Watching {
    device_label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_taken_at: Option<Timestamp>,
}

/// An open alert on a card.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardAlert {
    alert_id: String,
    severity: Severity,
    status: AlertStatus,
    alert_type: AlertType,
    raised_at: Timestamp,
}

impl From<BoardView> for Board {
    fn from(board: BoardView) -> Self {
        let count = |state| board.beds.iter().filter(|b| b.bed.state() == state).count();
        let counts = BoardCounts {
            patients: count(BedState::Occupied) + board.no_bed.len(),
            free: count(BedState::Free),
            reserved: count(BedState::Reserved),
            cleaning: count(BedState::Cleaning),
            closed: count(BedState::Closed),
            no_bed: board.no_bed.len(),
        };
        let today = board.today;
        Self {
            ward: BoardWard {
                id: board.ward.id,
                name: board.ward.name,
                kind: board.ward.kind,
            },
            hospital: board.hospital.into(),
            as_at: board.as_at,
            last_event_id: board.last_event.to_string(),
            counts,
            beds: board
                .beds
                .into_iter()
                .map(|bed| bed_of(bed, today))
                .collect(),
            no_bed: board
                .no_bed
                .into_iter()
                .map(|occupant| occupant_of(occupant, today))
                .collect(),
        }
    }
}

fn bed_of(view: BedView, today: Date) -> BoardBed {
    let now = view.bed;
    BoardBed {
        state: now.state(),
        ready_about: now.ready_about(),
        id: now.bed.id,
        label: now.bed.label,
        bay: now.bed.bay,
        position: now.bed.position,
        state_since: now.bed.state_since,
        state_reason: now.bed.state_reason,
        capabilities: now.bed.capabilities,
        reservation: now
            .reservation
            .map(|r| Reservation::of(r, view.reserved_for, today)),
        occupant: view.occupant.map(|occupant| occupant_of(occupant, today)),
        version: now.version,
    }
}

fn occupant_of(view: OccupantView, today: Date) -> Occupant {
    let (allergy_state, allergies, resuscitation_status) = match view.safety {
        Some(safety) => (
            Some(safety.allergy_state),
            safety.allergies,
            safety.resuscitation_status,
        ),
        None => (None, Vec::new(), None),
    };
    Occupant {
        patient: PatientIdentity::of(view.identity, today),
        admission_id: view.stay.admission_id,
        admission_version: view.stay.admission_version,
        identity_state: view.identity_state,
        age_hours: view.age_hours,
        admitted_at: view.stay.admitted_at,
        expected_discharge_at: view.stay.expected_discharge_at,
        responsible_doctor: view.stay.responsible_doctor,
        isolation: view.stay.needs.isolation,
        needs: view.stay.needs.capabilities,
        place: view.stay.place,
        away_since: view.stay.away_since,
        allergy_state,
        allergies,
        resuscitation_status,
        same_surname_beds: view.same_surname_beds,
        wearable: view.wearable.map(|(device_label, last_taken_at)| Watching {
            device_label,
            last_taken_at,
        }),
        latest_observation: view
            .latest_observation
            .map(|(taken_at, summary)| LatestObservation { taken_at, summary }),
        disagreements: view.disagreements,
        alerts: view
            .alerts
            .into_iter()
            .map(|a| BoardAlert {
                alert_id: a.alert_ref,
                severity: a.severity,
                status: a.status,
                alert_type: a.alert_type,
                raised_at: a.raised_at,
            })
            .collect(),
    }
}

/// Every bed of a ward, and everyone the ward answers for
#[utoipa::path(get, path = "/wards/{id}/board", tag = "hospitals", params(("id" = WardId, Path)),
    responses((status = 200, body = Board), Problems))]
pub(crate) async fn board(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<WardId>,
) -> Result<axum::Json<Board>, Problem> {
    Ok(axum::Json(state.services.board(&caller, id).await?.into()))
}
