//! Where a person works, from when to when.

use axum::extract::State;
use cloudcare_domain::{
    affiliation::{Affiliation as Entry, AffiliationPlace, NewAffiliation},
    id::{AffiliationId, HospitalId, UserId, WardId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ApiState, Problem,
    body::{Json, PathOf},
    identity::SignedIn,
    problem::Problems,
};

/// A time at a hospital, or at one ward of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Affiliation {
    id: AffiliationId,
    hospital_id: HospitalId,
    /// The whole hospital where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    ward_id: Option<WardId>,
    starts_at: Timestamp,
    /// Open while absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<Timestamp>,
}

impl From<Entry> for Affiliation {
    fn from(a: Entry) -> Self {
        Self {
            id: a.id,
            hospital_id: a.place.hospital_id,
            ward_id: a.place.ward_id,
            starts_at: a.starts_at,
            ends_at: a.ends_at,
        }
    }
}

/// Where a person works and worked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Affiliations {
    /// Version of the account.
    version: i32,
    /// The newest beginning first; what is past included.
    affiliations: Vec<Affiliation>,
}

impl From<cloudcare_services::user::Affiliations> for Affiliations {
    fn from(a: cloudcare_services::user::Affiliations) -> Self {
        Self {
            version: a.version,
            affiliations: a.list.into_iter().map(Affiliation::from).collect(),
        }
    }
}

/// A time at a place, as it shall be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AffiliationInput {
    hospital_id: HospitalId,
    /// The whole hospital where absent.
    ward_id: Option<WardId>,
    /// Now where absent; of an entry that has begun, as it was read.
    starts_at: Option<Timestamp>,
    /// Open while absent.
    ends_at: Option<Timestamp>,
}

/// Where a person works from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AffiliationsUpdate {
    /// The version of the account that was read.
    version: i32,
    /// What is not past; an entry that has begun and is left out ends now.
    affiliations: Vec<AffiliationInput>,
}

/// Where a person works and worked
#[utoipa::path(get, path = "/users/{id}/affiliations", tag = "affiliations", params(("id" = UserId, Path)),
    responses((status = 200, body = Affiliations), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<UserId>,
) -> Result<axum::Json<Affiliations>, Problem> {
    let found = state.services.affiliations(&caller, id).await?;
    Ok(axum::Json(found.into()))
}

/// Say where a person works from now on; what is past stays on record
#[utoipa::path(put, path = "/users/{id}/affiliations", tag = "affiliations", request_body = AffiliationsUpdate,
    params(("id" = UserId, Path)), responses((status = 200, body = Affiliations), Problems))]
pub(crate) async fn replace(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<UserId>,
    Json(body): Json<AffiliationsUpdate>,
) -> Result<axum::Json<Affiliations>, Problem> {
    let wanted = body
        .affiliations
        .into_iter()
        .map(|a| NewAffiliation {
            place: AffiliationPlace {
                hospital_id: a.hospital_id,
                ward_id: a.ward_id,
            },
            starts_at: a.starts_at,
            ends_at: a.ends_at,
        })
        .collect();
    let made = state
        .services
        .set_affiliations(&caller, id, body.version, wanted)
        .await?;
    Ok(axum::Json(made.into()))
}
