//! Wards of a hospital, and setting them up with their beds.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    id::{DepartmentId, WardId},
    ward::{WardKind, WardRecord},
};
use cloudcare_services::{bed::NewBed, ward::WardInput};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ApiState, Problem,
    bed::Bed,
    body::{Creating, IdempotencyKey, Json, PathOf},
    identity::SignedIn,
    problem::Problems,
};

/// A ward in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Ward {
    id: WardId,
    name: String,
    kind: WardKind,
    /// Beds that stand in it, closed ones included.
    bed_count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    department_id: Option<DepartmentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    department_name: Option<String>,
    /// Beds somebody lies in.
    occupied: i64,
    /// Beds somebody could lie in now.
    available: i64,
    version: i32,
}

impl From<WardRecord> for Ward {
    fn from(w: WardRecord) -> Self {
        let (department_id, department_name) = w.department.unzip();
        Self {
            id: w.ward.id,
            name: w.ward.name,
            kind: w.ward.kind,
            bed_count: w.ward.bed_count,
            department_id,
            department_name,
            occupied: w.occupied,
            available: w.available,
            version: w.version,
        }
    }
}

/// A ward to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WardCreate {
    /// 1 to 200 characters, unique in the hospital.
    name: String,
    department_id: Option<DepartmentId>,
    kind: WardKind,
}

/// What a ward is from now on: an absent department is taken away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WardUpdate {
    version: i32,
    /// 1 to 200 characters, unique in the hospital.
    name: String,
    department_id: Option<DepartmentId>,
    kind: WardKind,
}

/// A bed to set up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BedCreate {
    /// 1 to 30 characters, unique in the ward.
    label: String,
    bay: Option<String>,
    #[serde(default)]
    capabilities: Vec<String>,
}

/// Beds to set up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BedsCreate {
    /// 1 to 200.
    beds: Vec<BedCreate>,
}

/// Wards of a hospital
#[utoipa::path(get, path = "/hospitals/{hospital_name}/wards", tag = "wards",
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID")),
    responses((status = 200, body = Vec<Ward>), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
) -> Result<axum::Json<Vec<Ward>>, Problem> {
    let wards = state.services.wards(&caller, &name).await?;
    Ok(axum::Json(wards.into_iter().map(Ward::from).collect()))
}

/// Add a ward
#[utoipa::path(post, path = "/hospitals/{hospital_name}/wards", tag = "wards", request_body = WardCreate,
    params(("hospital_name" = String, Path), IdempotencyKey), responses((status = 201, body = Ward), Problems))]
pub(crate) async fn create(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(hospital): PathOf<String>,
    Creating { key, body }: Creating<WardCreate>,
) -> Result<(StatusCode, axum::Json<Ward>), Problem> {
    let input = WardInput {
        name: body.name,
        department_id: body.department_id,
        kind: body.kind,
    };
    let ward = state
        .services
        .create_ward(&caller, &hospital, key, input)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(ward.into())))
}

/// Change what a ward is
#[utoipa::path(put, path = "/hospitals/{hospital_name}/wards/{id}", tag = "wards", request_body = WardUpdate,
    params(("hospital_name" = String, Path), ("id" = WardId, Path)), responses((status = 200, body = Ward), Problems))]
pub(crate) async fn update(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((hospital, id)): PathOf<(String, WardId)>,
    Json(body): Json<WardUpdate>,
) -> Result<axum::Json<Ward>, Problem> {
    let input = WardInput {
        name: body.name,
        department_id: body.department_id,
        kind: body.kind,
    };
    let ward = state
        .services
        .update_ward(&caller, &hospital, id, body.version, input)
        .await?;
    Ok(axum::Json(ward.into()))
}

/// Take a ward out of use
#[utoipa::path(delete, path = "/hospitals/{hospital_name}/wards/{id}", tag = "wards",
    params(("hospital_name" = String, Path), ("id" = WardId, Path)), responses((status = 204), Problems))]
pub(crate) async fn remove(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((hospital, id)): PathOf<(String, WardId)>,
) -> Result<StatusCode, Problem> {
    state.services.remove_ward(&caller, &hospital, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Beds of a ward, in its order
#[utoipa::path(get, path = "/hospitals/{hospital_name}/wards/{id}/beds", tag = "wards",
    params(("hospital_name" = String, Path), ("id" = WardId, Path)), responses((status = 200, body = Vec<Bed>), Problems))]
pub(crate) async fn beds(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((hospital, id)): PathOf<(String, WardId)>,
) -> Result<axum::Json<Vec<Bed>>, Problem> {
    let beds = state
        .services
        .beds(&caller, &hospital, Some(id), None)
        .await?;
    Ok(axum::Json(beds.into_iter().map(Bed::from).collect()))
}

/// Set beds up, at the end of the ward's order
#[utoipa::path(post, path = "/hospitals/{hospital_name}/wards/{id}/beds", tag = "wards", request_body = BedsCreate,
    params(("hospital_name" = String, Path), ("id" = WardId, Path), IdempotencyKey),
    responses((status = 201, body = Vec<Bed>), Problems))]
pub(crate) async fn create_beds(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((hospital, id)): PathOf<(String, WardId)>,
    Creating { key, body }: Creating<BedsCreate>,
) -> Result<(StatusCode, axum::Json<Vec<Bed>>), Problem> {
    let beds = body
        .beds
        .into_iter()
        .map(|bed| NewBed {
            label: bed.label,
            bay: bed.bay,
            capabilities: bed.capabilities,
        })
        .collect();
    let made = state
        .services
        .create_beds(&caller, &hospital, id, key, beds)
        .await?;
    Ok((
        StatusCode::CREATED,
        axum::Json(made.into_iter().map(Bed::from).collect()),
    ))
}
