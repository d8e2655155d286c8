//! Death and its reversal.

use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    ApiState, Problem,
    body::{Json, PathOf},
    identity::SignedIn,
    patient::{PatientRecord, reference},
    problem::Problems,
};

/// A death.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeathRecord {
    died_at: Timestamp,
    /// Who verified it, in 1 to 200 characters.
    verified_by: String,
}

/// What was wrong.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reversal {
    /// 1 to 500 characters.
    reason: String,
}

/// Record a death; open alerts are closed with the reason
#[utoipa::path(post, path = "/patients/{patient_id}/death", tag = "patients", request_body = DeathRecord,
    params(("patient_id" = String, Path)), responses((status = 201, body = PatientRecord), Problems))]
pub(crate) async fn record_death(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<DeathRecord>,
) -> Result<(StatusCode, axum::Json<PatientRecord>), Problem> {
    let view = state
        .services
        .record_death(&caller, &reference(&id)?, body.died_at, &body.verified_by)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(view.into())))
}

/// Take back a death recorded by mistake
#[utoipa::path(post, path = "/patients/{patient_id}/death/reversal", tag = "patients", request_body = Reversal,
    params(("patient_id" = String, Path)), responses((status = 200, body = PatientRecord), Problems))]
pub(crate) async fn reverse_death(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<Reversal>,
) -> Result<axum::Json<PatientRecord>, Problem> {
    let view = state
        .services
        .reverse_death(&caller, &reference(&id)?, &body.reason)
        .await?;
    Ok(axum::Json(view.into()))
}
