//! Doctors.

use axum::extract::State;
use cloudcare_domain::{code::DoctorCode, id::DoctorId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{PathOf, QueryOf},
    identity::SignedIn,
    paging::Page,
    problem::Problems,
};

/// A doctor.
#[derive(Debug, Serialize, ToSchema)]
pub struct Doctor {
    id: DoctorId,
    /// Human code.
    doctor_id: DoctorCode,
    /// Given name first.
    full_name: String,
    specializations: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license_number: Option<String>,
    /// Absent: not verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    license_expires_on: Option<Date>,
    is_available: bool,
}

impl From<cloudcare_domain::doctor::Doctor> for Doctor {
    fn from(d: cloudcare_domain::doctor::Doctor) -> Self {
        Self {
            id: d.id,
            doctor_id: d.code,
            full_name: d.full_name,
            specializations: d.specializations,
            license_number: d.license_number,
            license_expires_on: d.license_expires_on,
            is_available: d.is_available,
        }
    }
}

/// Which doctors.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DoctorQuery {
    /// With exactly this specialisation.
    specialization: Option<String>,
    /// Only those who can be called on now.
    available_only: Option<bool>,
    skip: Option<i64>,
    limit: Option<i64>,
}

/// Active doctors in order of their names
#[utoipa::path(get, path = "/doctors", tag = "doctors", params(DoctorQuery),
    responses((status = 200, body = Vec<Doctor>), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(query): QueryOf<DoctorQuery>,
) -> Result<axum::Json<Vec<Doctor>>, Problem> {
    let (skip, limit) = Page::new(query.skip, query.limit).checked()?;
    let available_only = query.available_only.unwrap_or(false);
    let doctors = state
        .services
        .doctors(&caller, query.specialization, available_only, skip, limit)
        .await?;
    Ok(axum::Json(doctors.into_iter().map(Doctor::from).collect()))
}

/// One doctor, by code or id
#[utoipa::path(get, path = "/doctors/{doctor_id}", tag = "doctors",
    params(("doctor_id" = String, Path, description = "code such as D0007-6, or UUID")),
    responses((status = 200, body = Doctor), Problems))]
pub(crate) async fn get(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<axum::Json<Doctor>, Problem> {
    Ok(axum::Json(
        state.services.doctor(&caller, &id).await?.into(),
    ))
}
