//! Changing a patient's record.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    address::Address,
    patient::{BloodType, Demographics, Gender, ResuscitationStatus},
};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{PatientRecord, reference};
use crate::{
    ApiState, Problem,
    body::{Json, PathOf},
    identity::SignedIn,
    problem::Problems,
};

/// Identity and contacts as they shall be: what is absent is cleared. A patient's own account may
/// change contact, e-mail and address only.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatientUpdate {
    /// The version that was read.
    version: i32,
    family_name: String,
    given_name: String,
    title: Option<String>,
    date_of_birth: Date,
    date_of_birth_is_estimated: Option<bool>,
    gender: Gender,
    contact: Option<String>,
    email: Option<String>,
    address: Option<Address>,
    blood_type: Option<BloodType>,
    insurance_provider: Option<String>,
    insurance_number: Option<String>,
}

/// Resuscitation status as decided; absent: not decided.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResuscitationUpdate {
    /// The version that was read.
    version: i32,
    resuscitation_status: Option<ResuscitationStatus>,
}

/// Change identity and contacts
#[utoipa::path(put, path = "/patients/{patient_id}", tag = "patients", request_body = PatientUpdate,
    params(("patient_id" = String, Path)), responses((status = 200, body = PatientRecord), Problems))]
pub(crate) async fn update(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<PatientUpdate>,
) -> Result<axum::Json<PatientRecord>, Problem> {
    let demographics = Demographics {
        family_name: body.family_name,
        given_name: body.given_name,
        title: body.title,
        date_of_birth: body.date_of_birth,
        date_of_birth_is_estimated: body.date_of_birth_is_estimated.unwrap_or(false),
        gender: body.gender,
        contact: body.contact,
        email: body.email,
        address: body.address,
        blood_type: body.blood_type.unwrap_or_default(),
        insurance_provider: body.insurance_provider,
        insurance_number: body.insurance_number,
    };
    let view = state
        .services
        .update_patient(&caller, &reference(&id)?, body.version, demographics)
        .await?;
    Ok(axum::Json(view.into()))
}

/// Take a record out of use; its history is kept
#[utoipa::path(delete, path = "/patients/{patient_id}", tag = "patients", params(("patient_id" = String, Path)),
    responses((status = 204), Problems))]
pub(crate) async fn deactivate(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<StatusCode, Problem> {
    state
        .services
        .deactivate_patient(&caller, &reference(&id)?)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say what was decided about resuscitation
#[utoipa::path(put, path = "/patients/{patient_id}/resuscitation-status", tag = "patients",
    request_body = ResuscitationUpdate, params(("patient_id" = String, Path)),
    responses((status = 200, body = PatientRecord), Problems))]
pub(crate) async fn set_resuscitation_status(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<ResuscitationUpdate>,
) -> Result<axum::Json<PatientRecord>, Problem> {
    let view = state
        .services
        .set_resuscitation_status(
            &caller,
            &reference(&id)?,
            body.version,
            body.resuscitation_status,
        )
        .await?;
    Ok(axum::Json(view.into()))
}
