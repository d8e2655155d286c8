//! Conditions.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    condition::{Condition as Entry, ConditionStatus, NewCondition},
    id::ConditionId,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ApiState, Problem,
    alert::Person,
    body::{Creating, IdempotencyKey, Json, PathOf},
    identity::SignedIn,
    patient::{reference, register::ConditionCreate},
    problem::Problems,
};

/// A condition.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Condition {
    id: ConditionId,
    #[serde(skip_serializing_if = "Option::is_none")]
    icd10_code: Option<String>,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_on: Option<Date>,
    status: ConditionStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_by: Option<Person>,
    recorded_at: Timestamp,
    version: i32,
}

impl From<Entry> for Condition {
    fn from(c: Entry) -> Self {
        Self {
            id: c.id,
            icd10_code: c.entry.icd10_code,
            description: c.entry.description,
            started_on: c.entry.started_on,
            ended_on: c.entry.ended_on,
            status: c.status,
            error_reason: c.error_reason,
            recorded_by: c.recorded_by.map(Person::of),
            recorded_at: c.recorded_at,
            version: c.version,
        }
    }
}

/// A condition as it shall read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionUpdate {
    /// The version that was read.
    version: i32,
    icd10_code: Option<String>,
    description: String,
    started_on: Option<Date>,
    ended_on: Option<Date>,
}

/// Why an entry should never have been written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnteredInError {
    /// The version that was read.
    version: i32,
    /// 1 to 500 characters.
    reason: String,
}

/// A patient's conditions, the latest to have started first
#[utoipa::path(get, path = "/patients/{patient_id}/conditions", tag = "patients", params(("patient_id" = String, Path)),
    responses((status = 200, body = Vec<Condition>), Problems))]
pub(crate) async fn conditions(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<axum::Json<Vec<Condition>>, Problem> {
    let conditions = state.services.conditions(&caller, &reference(&id)?).await?;
    Ok(axum::Json(
        conditions.into_iter().map(Condition::from).collect(),
    ))
}

/// Add a condition
#[utoipa::path(post, path = "/patients/{patient_id}/conditions", tag = "patients", request_body = ConditionCreate,
    params(("patient_id" = String, Path), IdempotencyKey), responses((status = 201, body = Condition), Problems))]
pub(crate) async fn add_condition(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Creating { key, body }: Creating<ConditionCreate>,
) -> Result<(StatusCode, axum::Json<Condition>), Problem> {
    let condition = state
        .services
        .add_condition(&caller, &reference(&id)?, key, body.into())
        .await?;
    Ok((StatusCode::CREATED, axum::Json(condition.into())))
}

/// Correct a condition
#[utoipa::path(put, path = "/patients/{patient_id}/conditions/{id}", tag = "patients", request_body = ConditionUpdate,
    params(("patient_id" = String, Path), ("id" = ConditionId, Path)),
    responses((status = 200, body = Condition), Problems))]
pub(crate) async fn update_condition(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((patient, id)): PathOf<(String, ConditionId)>,
    Json(body): Json<ConditionUpdate>,
) -> Result<axum::Json<Condition>, Problem> {
    let entry = NewCondition {
        icd10_code: body.icd10_code,
        description: body.description,
        started_on: body.started_on,
        ended_on: body.ended_on,
    };
    let condition = state
        .services
        .update_condition(&caller, &reference(&patient)?, id, body.version, entry)
        .await?;
    Ok(axum::Json(condition.into()))
}

/// Always 409: a condition is marked as entered in error, never deleted
#[utoipa::path(delete, path = "/patients/{patient_id}/conditions/{id}", tag = "patients",
    params(("patient_id" = String, Path), ("id" = ConditionId, Path)), responses(Problems))]
pub(crate) async fn delete_condition(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((patient, _id)): PathOf<(String, ConditionId)>,
) -> Result<StatusCode, Problem> {
    state
        .services
        .delete_condition(&caller, &reference(&patient)?)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Mark a condition as one that should never have been written
#[utoipa::path(post, path = "/patients/{patient_id}/conditions/{id}/entered-in-error", tag = "patients",
    request_body = EnteredInError, params(("patient_id" = String, Path), ("id" = ConditionId, Path)),
    responses((status = 200, body = Condition), Problems))]
pub(crate) async fn condition_entered_in_error(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((patient, id)): PathOf<(String, ConditionId)>,
    Json(body): Json<EnteredInError>,
) -> Result<axum::Json<Condition>, Problem> {
    let condition = state
        .services
        .condition_entered_in_error(
            &caller,
            &reference(&patient)?,
            id,
            body.version,
            &body.reason,
        )
        .await?;
    Ok(axum::Json(condition.into()))
}
