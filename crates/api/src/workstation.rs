//! Workstations.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    alert::Severity,
    id::{HospitalId, WardId, WorkstationId},
    workstation::WorkstationKind,
};
use cloudcare_services::workstation::{Enrolled, WorkstationView};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ApiState, Problem,
    body::{Json, PathOf, QueryOf},
    hospital::Hospital,
    identity::{From as Whence, SignedIn, ThisPc},
    paging::Page,
    problem::Problems,
    ward::WardName,
};

/// A station.
#[derive(Debug, Serialize, ToSchema)]
pub struct Workstation {
    id: WorkstationId,
    name: String,
    kind: WorkstationKind,
    hospital: Hospital,
    /// What it listens to.
    wards: Vec<WardName>,
    /// Beds of those wards.
    bed_count: i64,
    /// Idle minutes before it locks.
    lock_after_minutes: u32,
    /// Open alerts of those wards.
    open_alerts: AlertCounts,
    /// When it was last heard of.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_seen_at: Option<Timestamp>,
    /// Whether it is listening now.
    listening: bool,
}

/// Open alerts by severity.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct AlertCounts {
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
}

impl From<WorkstationView> for Workstation {
    fn from(view: WorkstationView) -> Self {
        let mut open_alerts = AlertCounts::default();
        for (severity, count) in view.open_alerts {
            match severity {
                Severity::Critical => open_alerts.critical = count,
                Severity::High => open_alerts.high = count,
                Severity::Medium => open_alerts.medium = count,
                Severity::Low => open_alerts.low = count,
            }
        }
        let station = view.workstation;
        Self {
            id: station.id,
            name: station.name,
            kind: station.kind,
            hospital: view.hospital.into(),
            wards: station
                .wards
                .into_iter()
                .map(|(id, name)| WardName { id, name })
                .collect(),
            bed_count: view.bed_count,
            lock_after_minutes: station.kind.lock_after_minutes(),
            open_alerts,
            last_seen_at: station.last_seen_at,
            listening: view.is_listening,
        }
    }
}

/// A station just enrolled.
#[derive(Serialize, ToSchema)]
pub struct EnrolledWorkstation {
    workstation: Workstation,
    /// The station's own credential. Told once; keep it in the operating system's keychain.
    credential: String,
}

impl From<Enrolled> for EnrolledWorkstation {
    fn from(enrolled: Enrolled) -> Self {
        Self {
            workstation: enrolled.view.into(),
            credential: enrolled.credential,
        }
    }
}

/// Enrol with a code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// From an administrator; dashes and case do not matter.
    enrolment_code: String,
    /// What people will call it.
    name: String,
    kind: WorkstationKind,
}

/// Enrol the PC that runs this installation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalEnrolment {
    name: String,
    kind: WorkstationKind,
    /// Every ward of the hospital where empty.
    #[serde(default)]
    ward_ids: Vec<WardId>,
}

/// A code for one station.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentCodeRequest {
    hospital_id: HospitalId,
    /// At least one.
    ward_ids: Vec<WardId>,
    /// 1 to 10,080; 60 where absent.
    valid_minutes: Option<u32>,
}

/// A code, told once.
#[derive(Serialize, ToSchema)]
pub struct EnrolmentCode {
    code: String,
    expires_at: Timestamp,
}

/// The stations, for an administrator
#[utoipa::path(get, path = "/workstations", tag = "workstations", params(Page),
    responses((status = 200, body = Vec<Workstation>), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(page): QueryOf<Page>,
) -> Result<axum::Json<Vec<Workstation>>, Problem> {
    let (skip, limit) = page.checked()?;
    let stations = state.services.workstations(&caller, skip, limit).await?;
    Ok(axum::Json(
        stations.into_iter().map(Workstation::from).collect(),
    ))
}

/// Enrol a station by a code from an administrator
#[utoipa::path(post, path = "/workstations", tag = "workstations", request_body = Enrolment, security(()),
    responses((status = 201, body = EnrolledWorkstation), Problems))]
pub(crate) async fn enrol(
    State(state): State<ApiState>,
    Whence(origin): Whence,
    Json(body): Json<Enrolment>,
) -> Result<(StatusCode, axum::Json<EnrolledWorkstation>), Problem> {
    let enrolled = state
        .services
        .enrol_by_code(&origin, &body.enrolment_code, &body.name, body.kind)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(enrolled.into())))
}

/// Enrol the PC that runs this installation, from its own window
#[utoipa::path(post, path = "/workstations/local", tag = "workstations", request_body = LocalEnrolment, security(()),
    params(("X-CloudCare-Setup-Token" = String, Header, description = "known only to the process that runs this installation")),
    responses((status = 201, body = EnrolledWorkstation), Problems))]
pub(crate) async fn enrol_this_pc(
    State(state): State<ApiState>,
    ThisPc(caller): ThisPc,
    Json(body): Json<LocalEnrolment>,
) -> Result<(StatusCode, axum::Json<EnrolledWorkstation>), Problem> {
    let enrolled = state
        .services
        .enrol_this_pc(&caller, &body.name, body.kind, body.ward_ids)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(enrolled.into())))
}

/// Make a code that enrols one station
#[utoipa::path(post, path = "/workstations/enrolment-codes", tag = "workstations", request_body = EnrolmentCodeRequest,
    responses((status = 201, body = EnrolmentCode), Problems))]
pub(crate) async fn create_enrolment_code(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Json(body): Json<EnrolmentCodeRequest>,
) -> Result<(StatusCode, axum::Json<EnrolmentCode>), Problem> {
    let made = state
        .services
        .create_enrolment_code(&caller, body.hospital_id, body.ward_ids, body.valid_minutes)
        .await?;
    Ok((
        StatusCode::CREATED,
        axum::Json(EnrolmentCode {
            code: made.code,
            expires_at: made.expires_at,
        }),
    ))
}

/// The station that asks, or the one the asker is signed in at
#[utoipa::path(get, path = "/workstations/me", tag = "workstations", responses((status = 200, body = Workstation), Problems))]
pub(crate) async fn this_workstation(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
) -> Result<axum::Json<Workstation>, Problem> {
    Ok(axum::Json(
        state.services.this_workstation(&caller).await?.into(),
    ))
}

/// Take a station's credential away; its stream ends at once
#[utoipa::path(delete, path = "/workstations/{id}", tag = "workstations",
    params(("id" = WorkstationId, Path)), responses((status = 204), Problems))]
pub(crate) async fn remove(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<WorkstationId>,
) -> Result<StatusCode, Problem> {
    state.services.remove_workstation(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
