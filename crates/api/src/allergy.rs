//! Allergies: the state of knowledge and the list.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    allergy::{AllergyCategory, AllergySeverity, AllergyStatus, NewAllergy},
    id::AllergyId,
    patient::AllergyState,
};
use cloudcare_services::allergy::{AllergiesView, AllergyChange as Change};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ApiState, Problem,
    alert::Person,
    body::{Json, PathOf},
    identity::SignedIn,
    patient::{reference, register::coded},
    problem::Problems,
};

/// What is known of a patient's allergies.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Allergies {
    state: AllergyState,
    /// Who says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    state_by: Option<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_at: Option<Timestamp>,
    /// Those that hold first.
    allergies: Vec<Allergy>,
    /// The patient's version, to send back with a change.
    version: i32,
}

/// An entry of the list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Allergy {
    id: AllergyId,
    substance: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reaction: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<AllergySeverity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<AllergyCategory>,
    /// Absent: a prescription can't be checked against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_system: Option<String>,
    status: AllergyStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_by: Option<Person>,
    recorded_at: Timestamp,
    version: i32,
}

impl From<AllergiesView> for Allergies {
    fn from(view: AllergiesView) -> Self {
        let entry = |a: cloudcare_domain::allergy::Allergy| {
            let (code, code_system) = a.entry.code.unzip();
            Allergy {
                id: a.id,
                substance: a.entry.substance,
                reaction: a.entry.reaction,
                severity: a.entry.severity,
                category: a.entry.category,
                code,
                code_system,
                status: a.status,
                status_reason: a.status_reason,
                recorded_by: a.recorded_by.map(Person::of),
                recorded_at: a.recorded_at,
                version: a.version,
            }
        };
        Self {
            state: view.known.state,
            state_by: view.known.by.map(Person::of),
            state_at: view.known.at,
            allergies: view.allergies.into_iter().map(entry).collect(),
            version: view.version,
        }
    }
}

/// The state as it shall be, with the changes that make it true.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllergiesUpdate {
    /// The version that was read.
    version: i32,
    /// `known` exactly while an entry holds; anything else over a list that holds is refused (409).
    state: AllergyState,
    #[serde(default)]
    changes: Vec<AllergyChange>,
}

/// Without `id`: a new entry. With `id`: whether that entry holds, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllergyChange {
    id: Option<AllergyId>,
    substance: Option<String>,
    reaction: Option<String>,
    severity: Option<AllergySeverity>,
    category: Option<AllergyCategory>,
    code: Option<String>,
    code_system: Option<String>,
    status: Option<AllergyStatus>,
    status_reason: Option<String>,
}

fn change_of(i: usize, change: AllergyChange) -> Result<Change, Problem> {
    let refuse = |field: &str, words: &str| {
        let field = format!("changes[{i}].{field}");
        Problem::field(StatusCode::UNPROCESSABLE_ENTITY, field, words)
    };
    let Some(id) = change.id else {
        if change.status.is_some_and(|s| s != AllergyStatus::Active) {
            return Err(refuse("status", "a new entry holds"));
        }
        return Ok(Change::Add(NewAllergy {
            substance: change.substance.unwrap_or_default(),
            reaction: change.reaction,
            severity: change.severity,
            category: change.category,
            code: coded(
                &format!("changes[{i}].code"),
                change.code,
                change.code_system,
            )?,
        }));
    };
    let says_more = change.substance.is_some()
        || change.reaction.is_some()
        || change.severity.is_some()
        || change.category.is_some()
        || change.code.is_some()
        || change.code_system.is_some();
    if says_more {
        return Err(refuse(
            "id",
            "an entry is not rewritten: mark it as entered in error and add the right one",
        ));
    }
    Ok(Change::SetStatus {
        id,
        status: change
            .status
            .ok_or_else(|| refuse("status", "say whether the entry holds"))?,
        reason: change.status_reason.unwrap_or_default(),
    })
}

/// What is known of a patient's allergies, by whom and when, and every entry
#[utoipa::path(get, path = "/patients/{patient_id}/allergies", tag = "patients", params(("patient_id" = String, Path)),
    responses((status = 200, body = Allergies), Problems))]
pub(crate) async fn allergies(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<axum::Json<Allergies>, Problem> {
    let view = state.services.allergies(&caller, &reference(&id)?).await?;
    Ok(axum::Json(view.into()))
}

/// Say what is known of a patient's allergies; entries are refuted, never deleted
#[utoipa::path(put, path = "/patients/{patient_id}/allergies", tag = "patients", request_body = AllergiesUpdate,
    params(("patient_id" = String, Path)), responses((status = 200, body = Allergies), Problems))]
pub(crate) async fn update_allergies(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<AllergiesUpdate>,
) -> Result<axum::Json<Allergies>, Problem> {
    let changes = body
        .changes
        .into_iter()
        .enumerate()
        .map(|(i, change)| change_of(i, change))
        .collect::<Result<_, _>>()?;
    let view = state
        .services
        .update_allergies(&caller, &reference(&id)?, body.version, body.state, changes)
        .await?;
    Ok(axum::Json(view.into()))
}
