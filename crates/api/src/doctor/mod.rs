//! Doctors.

pub mod relation;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use cloudcare_domain::{code::DoctorCode, doctor::DoctorProfile, id::DoctorId, patient::Gender};
use cloudcare_services::doctor::DoctorQuery as Query;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{Creating, IdempotencyKey, Json, PathOf, QueryOf},
    identity::SignedIn,
    paging::{Page, total},
    problem::Problems,
};

/// A doctor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Doctor {
    id: DoctorId,
    /// Human code.
    doctor_id: DoctorCode,
    /// Given name first.
    full_name: String,
    specializations: Vec<String>,
    qualifications: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license_number: Option<String>,
    /// The last day the licence is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    license_expires_on: Option<Date>,
    /// The licence has a number and a last day that is not past.
    is_verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    gender: Option<Gender>,
    #[serde(skip_serializing_if = "Option::is_none")]
    experience_years: Option<i32>,
    /// For colleagues only.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    /// For colleagues only.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    is_available: bool,
    is_active: bool,
    /// How many patients have this doctor now.
    current_patients: i64,
    version: i32,
}

impl From<cloudcare_domain::doctor::Doctor> for Doctor {
    fn from(d: cloudcare_domain::doctor::Doctor) -> Self {
        Self {
            id: d.id,
            doctor_id: d.code,
            full_name: d.profile.full_name,
            specializations: d.profile.specializations,
            qualifications: d.profile.qualifications,
            license_number: d.profile.license_number,
            license_expires_on: d.profile.license_expires_on,
            is_verified: d.is_verified,
            gender: d.profile.gender,
            experience_years: d.profile.experience_years,
            contact: d.profile.contact,
            email: d.profile.email,
            is_available: d.is_available,
            is_active: d.is_active,
            current_patients: d.current_patients,
            version: d.version,
        }
    }
}

/// A doctor to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DoctorCreate {
    /// Given name first; 1 to 200 characters.
    full_name: String,
    gender: Option<Gender>,
    contact: Option<String>,
    email: Option<String>,
    /// Unique in the installation.
    license_number: Option<String>,
    /// Absent: not verified.
    license_expires_on: Option<Date>,
    specializations: Option<Vec<String>>,
    qualifications: Option<Vec<String>>,
    /// 0 to 80.
    experience_years: Option<i32>,
}

impl From<DoctorCreate> for DoctorProfile {
    fn from(d: DoctorCreate) -> Self {
        Self {
            full_name: d.full_name,
            gender: d.gender,
            contact: d.contact,
            email: d.email,
            license_number: d.license_number,
            license_expires_on: d.license_expires_on,
            specializations: d.specializations.unwrap_or_default(),
            qualifications: d.qualifications.unwrap_or_default(),
            experience_years: d.experience_years,
        }
    }
}

/// A doctor written anew: what is absent is cleared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DoctorUpdate {
    /// The version that was read.
    version: i32,
    /// Given name first; 1 to 200 characters.
    full_name: String,
    gender: Option<Gender>,
    contact: Option<String>,
    email: Option<String>,
    /// Unique in the installation.
    license_number: Option<String>,
    /// Absent: not verified.
    license_expires_on: Option<Date>,
    specializations: Option<Vec<String>>,
    qualifications: Option<Vec<String>>,
    /// 0 to 80.
    experience_years: Option<i32>,
}

/// Whether a doctor can be called on now.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Availability {
    is_available: bool,
    /// The version that was read; where absent, whatever it is now.
    version: Option<i32>,
}

/// Which doctors.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DoctorQuery {
    /// Words of the name in any order, without regard to accents, or the beginning of a code.
    q: Option<String>,
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
) -> Result<(HeaderMap, axum::Json<Vec<Doctor>>), Problem> {
    let (skip, limit) = Page::new(query.skip, query.limit).checked()?;
    let query = Query {
        words: query.q,
        specialization: query.specialization,
        available_only: query.available_only.unwrap_or(false),
        skip,
        limit,
    };
    let (doctors, count) = state.services.doctors(&caller, query).await?;
    let doctors = doctors.into_iter().map(Doctor::from).collect();
    Ok((total(count), axum::Json(doctors)))
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

/// Add a doctor
#[utoipa::path(post, path = "/doctors", tag = "doctors", request_body = DoctorCreate, params(IdempotencyKey),
    responses((status = 201, body = Doctor), Problems))]
pub(crate) async fn create(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Creating { key, body }: Creating<DoctorCreate>,
) -> Result<(StatusCode, axum::Json<Doctor>), Problem> {
    let made = state
        .services
        .create_doctor(&caller, key, body.into())
        .await?;
    Ok((StatusCode::CREATED, axum::Json(made.into())))
}

/// Write a doctor anew
#[utoipa::path(put, path = "/doctors/{doctor_id}", tag = "doctors", request_body = DoctorUpdate,
    params(("doctor_id" = String, Path)), responses((status = 200, body = Doctor), Problems))]
pub(crate) async fn update(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<DoctorUpdate>,
) -> Result<axum::Json<Doctor>, Problem> {
    let profile = DoctorProfile {
        full_name: body.full_name,
        gender: body.gender,
        contact: body.contact,
        email: body.email,
        license_number: body.license_number,
        license_expires_on: body.license_expires_on,
        specializations: body.specializations.unwrap_or_default(),
        qualifications: body.qualifications.unwrap_or_default(),
        experience_years: body.experience_years,
    };
    let made = state
        .services
        .update_doctor(&caller, &id, body.version, profile)
        .await?;
    Ok(axum::Json(made.into()))
}

/// Keep a doctor no longer; the history stays
#[utoipa::path(delete, path = "/doctors/{doctor_id}", tag = "doctors", params(("doctor_id" = String, Path)),
    responses((status = 204), Problems))]
pub(crate) async fn remove(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<StatusCode, Problem> {
    state.services.remove_doctor(&caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say whether a doctor can be called on now
#[utoipa::path(patch, path = "/doctors/{doctor_id}/availability", tag = "doctors", request_body = Availability,
    params(("doctor_id" = String, Path)), responses((status = 200, body = Doctor), Problems))]
pub(crate) async fn set_availability(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<Availability>,
) -> Result<axum::Json<Doctor>, Problem> {
    let made = state
        .services
        .set_availability(&caller, &id, body.version, body.is_available)
        .await?;
    Ok(axum::Json(made.into()))
}
