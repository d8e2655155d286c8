//! The emergency flag: true exactly while an alert is open.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::alert::{AlertType, Severity};
use serde::Deserialize;
use utoipa::ToSchema;

use super::reference;
use crate::{
    ApiState, Problem,
    alert::Alert,
    body::{Creating, IdempotencyKey, PathOf},
    identity::SignedIn,
    problem::Problems,
};

/// An emergency of a patient.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatientEmergency {
    emergency_type: AlertType,
    /// What happened, up to 2,000 characters.
    emergency_notes: Option<String>,
    /// As usual for the type where absent.
    severity: Option<Severity>,
}

/// Raise an alert about a patient, where the patient is. 200: this very alert was open already
#[utoipa::path(post, path = "/patients/{patient_id}/emergency", tag = "patients", request_body = PatientEmergency,
    params(("patient_id" = String, Path), IdempotencyKey),
    responses((status = 201, body = Alert), (status = 200, body = Alert), Problems))]
pub(crate) async fn raise_emergency(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Creating { key, body }: Creating<PatientEmergency>,
) -> Result<(StatusCode, axum::Json<Alert>), Problem> {
    let (view, is_new) = state
        .services
        .raise_emergency(
            &caller,
            &reference(&id)?,
            key.map(|k| k.id.to_string()),
            body.emergency_type,
            body.severity,
            body.emergency_notes.as_deref(),
        )
        .await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, axum::Json(view.into())))
}

/// Confirm that there is no emergency; 409 with the open alerts while any is open
#[utoipa::path(delete, path = "/patients/{patient_id}/emergency", tag = "patients", params(("patient_id" = String, Path)),
    responses((status = 204), Problems))]
pub(crate) async fn clear_emergency(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<StatusCode, Problem> {
    state
        .services
        .clear_emergency(&caller, &reference(&id)?)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
