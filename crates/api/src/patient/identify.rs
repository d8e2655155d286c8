//! Saying who somebody unidentified is.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::patient::Gender;
use cloudcare_services::patient::Identification;
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

/// Who it is: either the identity, or the record there was.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Identify {
    /// The version that was read.
    version: i32,
    family_name: Option<String>,
    given_name: Option<String>,
    title: Option<String>,
    date_of_birth: Option<Date>,
    gender: Option<Gender>,
    /// Code or UUID of the record of the same person; then nothing else.
    link_to: Option<String>,
}

fn identification(body: Identify) -> Result<Identification, Problem> {
    let refuse =
        |field: &str, words: &str| Problem::field(StatusCode::UNPROCESSABLE_ENTITY, field, words);
    let is_named = body.family_name.is_some()
        || body.given_name.is_some()
        || body.title.is_some()
        || body.date_of_birth.is_some()
        || body.gender.is_some();
    match body.link_to {
        Some(_) if is_named => Err(refuse(
            "link_to",
            "either an identity or a record, not both",
        )),
        Some(other) => other
            .parse()
            .map(Identification::Linked)
            .map_err(|_| refuse("link_to", "a code such as P00042-7, or a UUID")),
        None => Ok(Identification::Named {
            family_name: body
                .family_name
                .ok_or_else(|| refuse("family_name", "give the name, or link_to"))?,
            given_name: body.given_name.unwrap_or_default(),
            title: body.title,
            date_of_birth: body
                .date_of_birth
                .ok_or_else(|| refuse("date_of_birth", "give the birth date, or link_to"))?,
            gender: body
                .gender
                .ok_or_else(|| refuse("gender", "give the gender, or link_to"))?,
        }),
    }
}

/// Say who somebody unidentified is; after a link the old code answers with the record linked to
#[utoipa::path(post, path = "/patients/{patient_id}/identify", tag = "patients", request_body = Identify,
    params(("patient_id" = String, Path)), responses((status = 200, body = PatientRecord), Problems))]
pub(crate) async fn identify(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<Identify>,
) -> Result<axum::Json<PatientRecord>, Problem> {
    let version = body.version;
    let view = state
        .services
        .identify_patient(&caller, &reference(&id)?, version, identification(body)?)
        .await?;
    Ok(axum::Json(view.into()))
}
