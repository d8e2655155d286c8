//! Somebody to call for a patient.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    family_contact::{FamilyContact as Contact, NewFamilyContact},
    id::FamilyContactId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ApiState, Problem,
    body::{Creating, IdempotencyKey, Json, PathOf},
    identity::SignedIn,
    patient::{reference, register::FamilyContactCreate},
    problem::Problems,
};

/// Somebody to call.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FamilyContact {
    id: FamilyContactId,
    name: String,
    relationship: String,
    contact: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// Called first.
    is_primary: bool,
    is_emergency_contact: bool,
    version: i32,
}

impl From<Contact> for FamilyContact {
    fn from(c: Contact) -> Self {
        Self {
            id: c.id,
            name: c.person.name,
            relationship: c.person.relationship,
            contact: c.person.contact,
            email: c.person.email,
            is_primary: c.person.is_primary,
            is_emergency_contact: c.person.is_emergency_contact,
            version: c.version,
        }
    }
}

/// Somebody to call, as it shall read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FamilyContactUpdate {
    /// The version that was read.
    version: i32,
    name: String,
    relationship: String,
    contact: String,
    email: Option<String>,
    /// Whoever was called first before is not any more.
    is_primary: Option<bool>,
    is_emergency_contact: Option<bool>,
}

/// Everybody to call for a patient, who is called first stands first
#[utoipa::path(get, path = "/patients/{patient_id}/family-contacts", tag = "patients",
    params(("patient_id" = String, Path)), responses((status = 200, body = Vec<FamilyContact>), Problems))]
pub(crate) async fn family_contacts(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<axum::Json<Vec<FamilyContact>>, Problem> {
    let contacts = state
        .services
        .family_contacts(&caller, &reference(&id)?)
        .await?;
    Ok(axum::Json(
        contacts.into_iter().map(FamilyContact::from).collect(),
    ))
}

/// Add somebody to call
#[utoipa::path(post, path = "/patients/{patient_id}/family-contacts", tag = "patients", request_body = FamilyContactCreate,
    params(("patient_id" = String, Path), IdempotencyKey), responses((status = 201, body = FamilyContact), Problems))]
pub(crate) async fn add_family_contact(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Creating { key, body }: Creating<FamilyContactCreate>,
) -> Result<(StatusCode, axum::Json<FamilyContact>), Problem> {
    let contact = state
        .services
        .add_family_contact(&caller, &reference(&id)?, key, body.into())
        .await?;
    Ok((StatusCode::CREATED, axum::Json(contact.into())))
}

/// Change somebody to call
#[utoipa::path(put, path = "/patients/{patient_id}/family-contacts/{id}", tag = "patients",
    request_body = FamilyContactUpdate, params(("patient_id" = String, Path), ("id" = FamilyContactId, Path)),
    responses((status = 200, body = FamilyContact), Problems))]
pub(crate) async fn update_family_contact(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((patient, id)): PathOf<(String, FamilyContactId)>,
    Json(body): Json<FamilyContactUpdate>,
) -> Result<axum::Json<FamilyContact>, Problem> {
    let person = NewFamilyContact {
        name: body.name,
        relationship: body.relationship,
        contact: body.contact,
        email: body.email,
        is_primary: body.is_primary.unwrap_or(false),
        is_emergency_contact: body.is_emergency_contact.unwrap_or(false),
    };
    let contact = state
        .services
        .update_family_contact(&caller, &reference(&patient)?, id, body.version, person)
        .await?;
    Ok(axum::Json(contact.into()))
}

/// Take somebody off the list
#[utoipa::path(delete, path = "/patients/{patient_id}/family-contacts/{id}", tag = "patients",
    params(("patient_id" = String, Path), ("id" = FamilyContactId, Path)), responses((status = 204), Problems))]
pub(crate) async fn remove_family_contact(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((patient, id)): PathOf<(String, FamilyContactId)>,
) -> Result<StatusCode, Problem> {
    state
        .services
        .remove_family_contact(&caller, &reference(&patient)?, id)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
