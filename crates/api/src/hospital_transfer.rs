//! Transfers between hospitals.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    hospital_transfer::{TransferCommand, TransferStatus},
    id::{BedId, HospitalTransferId, WardId},
};
use cloudcare_services::hospital_transfer::{AskTransfer, DecideTransfer, TransferView};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{Creating, IdempotencyKey, Json, PathOf, QueryOf},
    identity::SignedIn,
    patient::{PatientIdentity, reference},
    problem::Problems,
};

/// A transfer as one side sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HospitalTransfer {
    id: HospitalTransferId,
    patient: PatientIdentity,
    from_hospital: String,
    to_hospital: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_ward_id: Option<WardId>,
    status: TransferStatus,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    decline_reason: Option<String>,
    requested_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    departed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrived_at: Option<Timestamp>,
    /// Seen from the receiving hospital.
    incoming: bool,
    /// What the caller could do now.
    allowed_actions: Vec<TransferCommand>,
    version: i32,
}

impl From<TransferView> for HospitalTransfer {
    fn from(view: TransferView) -> Self {
        let t = view.transfer;
        Self {
            id: t.id,
            patient: PatientIdentity::of(view.patient, view.today),
            from_hospital: t.from_hospital.1,
            to_hospital: t.to_hospital.1,
            to_ward_id: t.to_ward_id,
            status: t.status,
            reason: t.reason,
            decline_reason: t.decline_reason,
            requested_at: t.requested_at,
            decided_at: t.decided_at,
            departed_at: t.departed_at,
            arrived_at: t.arrived_at,
            incoming: view.is_incoming,
            allowed_actions: view.allowed,
            version: t.version,
        }
    }
}

/// A transfer to ask for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HospitalTransferCreate {
    /// Name or UUID.
    to_hospital: String,
    to_ward_id: Option<WardId>,
    /// 1 to 1,000 characters.
    reason: String,
}

/// What comes with an answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferDecision {
    version: i32,
    /// Why not, when declining; on arrival, why a bed that lacks something is used all the same.
    reason: Option<String>,
    /// On arrival.
    bed_id: Option<BedId>,
    /// On arrival; the ward that was asked for where absent.
    ward_id: Option<WardId>,
    /// On arrival, without a bed.
    place: Option<String>,
}

/// Which transfers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TransferQuery {
    open_only: Option<bool>,
}

/// Transfers into and out of a hospital, newest first, 200 at most
#[utoipa::path(get, path = "/hospitals/{hospital_name}/transfers", tag = "transfers",
    params(("hospital_name" = String, Path), TransferQuery),
    responses((status = 200, body = Vec<HospitalTransfer>), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
    QueryOf(query): QueryOf<TransferQuery>,
) -> Result<axum::Json<Vec<HospitalTransfer>>, Problem> {
    let transfers = state
        .services
        .transfers(&caller, &name, query.open_only.unwrap_or(false))
        .await?;
    Ok(axum::Json(
        transfers.into_iter().map(HospitalTransfer::from).collect(),
    ))
}

/// Ask another hospital to take a patient
#[utoipa::path(post, path = "/patients/{patient_id}/hospital-transfers", tag = "transfers",
    request_body = HospitalTransferCreate, params(("patient_id" = String, Path), IdempotencyKey),
    responses((status = 201, body = HospitalTransfer), Problems))]
pub(crate) async fn ask(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(patient_id): PathOf<String>,
    Creating { key, body }: Creating<HospitalTransferCreate>,
) -> Result<(StatusCode, axum::Json<HospitalTransfer>), Problem> {
    let request = AskTransfer {
        to_hospital: body.to_hospital,
        to_ward_id: body.to_ward_id,
        reason: body.reason,
    };
    let transfer = state
        .services
        .ask_transfer(&caller, &reference(&patient_id)?, key, request)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(transfer.into())))
}

async fn decide(
    state: ApiState,
    caller: cloudcare_services::Caller,
    id: HospitalTransferId,
    command: TransferCommand,
    body: TransferDecision,
) -> Result<axum::Json<HospitalTransfer>, Problem> {
    let request = DecideTransfer {
        version: body.version,
        reason: body.reason,
        bed_id: body.bed_id,
        ward_id: body.ward_id,
        place: body.place,
    };
    let transfer = state
        .services
        .decide_transfer(&caller, id, command, request)
        .await?;
    Ok(axum::Json(transfer.into()))
}

/// The patient may come: said by the receiving hospital
#[utoipa::path(post, path = "/hospital-transfers/{id}/accept", tag = "transfers", request_body = TransferDecision,
    params(("id" = HospitalTransferId, Path)), responses((status = 200, body = HospitalTransfer), Problems))]
pub(crate) async fn accept(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<HospitalTransferId>,
    Json(body): Json<TransferDecision>,
) -> Result<axum::Json<HospitalTransfer>, Problem> {
    decide(state, caller, id, TransferCommand::Accept, body).await
}

/// The patient can't come: said by the receiving hospital, with a reason
#[utoipa::path(post, path = "/hospital-transfers/{id}/decline", tag = "transfers", request_body = TransferDecision,
    params(("id" = HospitalTransferId, Path)), responses((status = 200, body = HospitalTransfer), Problems))]
pub(crate) async fn decline(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<HospitalTransferId>,
    Json(body): Json<TransferDecision>,
) -> Result<axum::Json<HospitalTransfer>, Problem> {
    decide(state, caller, id, TransferCommand::Decline, body).await
}

/// The patient has left: discharges them here
#[utoipa::path(post, path = "/hospital-transfers/{id}/depart", tag = "transfers", request_body = TransferDecision,
    params(("id" = HospitalTransferId, Path)), responses((status = 200, body = HospitalTransfer), Problems))]
pub(crate) async fn depart(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<HospitalTransferId>,
    Json(body): Json<TransferDecision>,
) -> Result<axum::Json<HospitalTransfer>, Problem> {
    decide(state, caller, id, TransferCommand::Depart, body).await
}

/// The patient is here: admits them
#[utoipa::path(post, path = "/hospital-transfers/{id}/arrive", tag = "transfers", request_body = TransferDecision,
    params(("id" = HospitalTransferId, Path)), responses((status = 200, body = HospitalTransfer), Problems))]
pub(crate) async fn arrive(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<HospitalTransferId>,
    Json(body): Json<TransferDecision>,
) -> Result<axum::Json<HospitalTransfer>, Problem> {
    decide(state, caller, id, TransferCommand::Arrive, body).await
}

/// Take a transfer back before the departure: said by the sending hospital
#[utoipa::path(post, path = "/hospital-transfers/{id}/cancel", tag = "transfers", request_body = TransferDecision,
    params(("id" = HospitalTransferId, Path)), responses((status = 200, body = HospitalTransfer), Problems))]
pub(crate) async fn cancel(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<HospitalTransferId>,
    Json(body): Json<TransferDecision>,
) -> Result<axum::Json<HospitalTransfer>, Problem> {
    decide(state, caller, id, TransferCommand::Cancel, body).await
}
