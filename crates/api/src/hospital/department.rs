//! Departments.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{hospital::Department as Record, id::DepartmentId};
use cloudcare_services::hospital::DepartmentInput;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ApiState, Problem,
    body::{Creating, IdempotencyKey, Json, PathOf},
    identity::SignedIn,
    problem::Problems,
};

/// A department.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Department {
    id: DepartmentId,
    name: String,
    /// Wards that belong to it.
    ward_count: i64,
    version: i32,
}

impl From<Record> for Department {
    fn from(d: Record) -> Self {
        Self {
            id: d.id,
            name: d.name,
            ward_count: d.ward_count,
            version: d.version,
        }
    }
}

/// A department to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DepartmentCreate {
    /// 1 to 200 characters, unique in the hospital.
    name: String,
}

/// What a department is from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DepartmentUpdate {
    version: i32,
    /// 1 to 200 characters, unique in the hospital.
    name: String,
}

/// Departments of a hospital
#[utoipa::path(get, path = "/hospitals/{hospital_name}/departments", tag = "departments",
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID")),
    responses((status = 200, body = Vec<Department>), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
) -> Result<axum::Json<Vec<Department>>, Problem> {
    let departments = state.services.departments(&caller, &name).await?;
    Ok(axum::Json(
        departments.into_iter().map(Department::from).collect(),
    ))
}

/// Add a department
#[utoipa::path(post, path = "/hospitals/{hospital_name}/departments", tag = "departments",
    request_body = DepartmentCreate, params(("hospital_name" = String, Path), IdempotencyKey),
    responses((status = 201, body = Department), Problems))]
pub(crate) async fn create(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(hospital): PathOf<String>,
    Creating { key, body }: Creating<DepartmentCreate>,
) -> Result<(StatusCode, axum::Json<Department>), Problem> {
    let input = DepartmentInput { name: body.name };
    let department = state
        .services
        .create_department(&caller, &hospital, key, input)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(department.into())))
}

/// Rename a department
#[utoipa::path(put, path = "/hospitals/{hospital_name}/departments/{id}", tag = "departments",
    request_body = DepartmentUpdate, params(("hospital_name" = String, Path), ("id" = DepartmentId, Path)),
    responses((status = 200, body = Department), Problems))]
pub(crate) async fn update(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((hospital, id)): PathOf<(String, DepartmentId)>,
    Json(body): Json<DepartmentUpdate>,
) -> Result<axum::Json<Department>, Problem> {
    let input = DepartmentInput { name: body.name };
    let department = state
        .services
        .update_department(&caller, &hospital, id, body.version, input)
        .await?;
    Ok(axum::Json(department.into()))
}

/// Take a department out of use
#[utoipa::path(delete, path = "/hospitals/{hospital_name}/departments/{id}", tag = "departments",
    params(("hospital_name" = String, Path), ("id" = DepartmentId, Path)),
    responses((status = 204), Problems))]
pub(crate) async fn remove(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((hospital, id)): PathOf<(String, DepartmentId)>,
) -> Result<StatusCode, Problem> {
    state
        .services
        .remove_department(&caller, &hospital, id)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
