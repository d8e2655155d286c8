//! Hospitals.

pub mod department;
pub mod people;
pub mod statistics;
pub mod ward;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use cloudcare_domain::{
    address::Address,
    hospital::{HospitalProfile, HospitalRecord as Record},
    id::HospitalId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{Creating, IdempotencyKey, Json, PathOf, QueryOf},
    identity::SignedIn,
    paging::{Page, total},
    problem::Problems,
};

/// A hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hospital {
    id: HospitalId,
    name: String,
    hospital_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    emergency_services: bool,
    /// IANA zone; every wall-clock time of this hospital is shown in it.
    time_zone: String,
    /// Calls the crash team; CloudCare never dials it.
    #[serde(skip_serializing_if = "Option::is_none")]
    crash_call_number: Option<String>,
    /// To phone when an alert reached nobody or was not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    alert_phone_number: Option<String>,
}

impl From<cloudcare_domain::hospital::Hospital> for Hospital {
    fn from(h: cloudcare_domain::hospital::Hospital) -> Self {
        Self {
            id: h.id,
            name: h.name,
            hospital_type: h.hospital_type,
            contact: h.contact,
            emergency_services: h.emergency_services,
            time_zone: h.time_zone,
            crash_call_number: h.crash_call_number,
            alert_phone_number: h.alert_phone_number,
        }
    }
}

/// A hospital as it is set up.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HospitalRecord {
    id: HospitalId,
    name: String,
    hospital_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    registration_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<String>,
    emergency_services: bool,
    specializations: Vec<String>,
    accreditations: Vec<String>,
    /// IANA zone; every wall-clock time of this hospital is shown in it.
    time_zone: String,
    /// Calls the crash team; CloudCare never dials it.
    #[serde(skip_serializing_if = "Option::is_none")]
    crash_call_number: Option<String>,
    /// To phone when an alert reached nobody or was not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    alert_phone_number: Option<String>,
    /// How long cleaning a bed takes.
    bed_turnaround_minutes: i32,
    total_beds: i64,
    /// Counted from stays and reservations; never set.
    available_beds: i64,
    is_active: bool,
    version: i32,
}

impl From<Record> for HospitalRecord {
    fn from(h: Record) -> Self {
        Self {
            id: h.id,
            name: h.profile.name,
            hospital_type: h.profile.hospital_type,
            registration_number: h.profile.registration_number,
            contact: h.profile.contact,
            email: h.profile.email,
            address: h.profile.address,
            website: h.profile.website,
            emergency_services: h.profile.emergency_services,
            specializations: h.profile.specializations,
            accreditations: h.profile.accreditations,
            time_zone: h.profile.time_zone,
            crash_call_number: h.profile.crash_call_number,
            alert_phone_number: h.profile.alert_phone_number,
            bed_turnaround_minutes: h.profile.bed_turnaround_minutes,
            total_beds: h.total_beds,
            available_beds: h.available_beds,
            is_active: h.is_active,
            version: h.version,
        }
    }
}

/// A hospital to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HospitalCreate {
    /// 2 to 200 characters, unique.
    hospital_name: String,
    registration_number: Option<String>,
    /// `general` where absent.
    hospital_type: Option<String>,
    contact: Option<String>,
    email: Option<String>,
    address: Option<Address>,
    website: Option<String>,
    emergency_services: Option<bool>,
    #[serde(default)]
    specializations: Vec<String>,
    #[serde(default)]
    accreditations: Vec<String>,
    /// IANA zone, for example `Europe/London`.
    time_zone: String,
    crash_call_number: Option<String>,
    alert_phone_number: Option<String>,
    /// 45 where absent.
    bed_turnaround_minutes: Option<i32>,
}

/// What a hospital is from now on: whatever is absent is taken away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HospitalUpdate {
    version: i32,
    /// 2 to 200 characters, unique.
    hospital_name: String,
    registration_number: Option<String>,
    /// `general` where absent.
    hospital_type: Option<String>,
    contact: Option<String>,
    email: Option<String>,
    address: Option<Address>,
    website: Option<String>,
    emergency_services: Option<bool>,
    #[serde(default)]
    specializations: Vec<String>,
    #[serde(default)]
    accreditations: Vec<String>,
    /// IANA zone, for example `Europe/London`.
    time_zone: String,
    crash_call_number: Option<String>,
    alert_phone_number: Option<String>,
    /// 45 where absent.
    bed_turnaround_minutes: Option<i32>,
}

impl From<HospitalCreate> for HospitalProfile {
    fn from(h: HospitalCreate) -> Self {
        Self {
            name: h.hospital_name,
            registration_number: h.registration_number,
            hospital_type: h.hospital_type.unwrap_or_default(),
            contact: h.contact,
            email: h.email,
            address: h.address,
            website: h.website,
            emergency_services: h.emergency_services.unwrap_or(true),
            specializations: h.specializations,
            accreditations: h.accreditations,
            time_zone: h.time_zone,
            crash_call_number: h.crash_call_number,
            alert_phone_number: h.alert_phone_number,
            bed_turnaround_minutes: h.bed_turnaround_minutes.unwrap_or(45),
        }
    }
}

impl From<HospitalUpdate> for HospitalCreate {
    fn from(h: HospitalUpdate) -> Self {
        Self {
            hospital_name: h.hospital_name,
            registration_number: h.registration_number,
            hospital_type: h.hospital_type,
            contact: h.contact,
            email: h.email,
            address: h.address,
            website: h.website,
            emergency_services: h.emergency_services,
            specializations: h.specializations,
            accreditations: h.accreditations,
            time_zone: h.time_zone,
            crash_call_number: h.crash_call_number,
            alert_phone_number: h.alert_phone_number,
            bed_turnaround_minutes: h.bed_turnaround_minutes,
        }
    }
}

/// Which hospitals.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HospitalQuery {
    /// Only those with emergency services.
    emergency_only: Option<bool>,
    /// Only those known for this.
    specialization: Option<String>,
    skip: Option<i64>,
    limit: Option<i64>,
}

/// Active hospitals
#[utoipa::path(get, path = "/hospitals", tag = "hospitals", params(HospitalQuery),
    responses((status = 200, body = Vec<HospitalRecord>), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(query): QueryOf<HospitalQuery>,
) -> Result<(HeaderMap, axum::Json<Vec<HospitalRecord>>), Problem> {
    let (skip, limit) = Page::new(query.skip, query.limit).checked()?;
    let (hospitals, count) = state
        .services
        .hospitals(
            &caller,
            query.emergency_only.unwrap_or(false),
            query.specialization,
            skip,
            limit,
        )
        .await?;
    let hospitals = hospitals.into_iter().map(HospitalRecord::from).collect();
    Ok((total(count), axum::Json(hospitals)))
}

/// Add a hospital
#[utoipa::path(post, path = "/hospitals", tag = "hospitals", request_body = HospitalCreate, params(IdempotencyKey),
    responses((status = 201, body = HospitalRecord), Problems))]
pub(crate) async fn create(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Creating { key, body }: Creating<HospitalCreate>,
) -> Result<(StatusCode, axum::Json<HospitalRecord>), Problem> {
    let hospital = state
        .services
        .create_hospital(&caller, key, body.into())
        .await?;
    Ok((StatusCode::CREATED, axum::Json(hospital.into())))
}

/// One hospital, by its unique name or id
#[utoipa::path(get, path = "/hospitals/{hospital_name}", tag = "hospitals",
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID")),
    responses((status = 200, body = HospitalRecord), Problems))]
pub(crate) async fn get(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
) -> Result<axum::Json<HospitalRecord>, Problem> {
    Ok(axum::Json(
        state.services.hospital(&caller, &name).await?.into(),
    ))
}

/// Change what a hospital is
#[utoipa::path(put, path = "/hospitals/{hospital_name}", tag = "hospitals", request_body = HospitalUpdate,
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID")),
    responses((status = 200, body = HospitalRecord), Problems))]
pub(crate) async fn update(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
    Json(body): Json<HospitalUpdate>,
) -> Result<axum::Json<HospitalRecord>, Problem> {
    let version = body.version;
    let profile = HospitalCreate::from(body).into();
    let hospital = state
        .services
        .update_hospital(&caller, &name, version, profile)
        .await?;
    Ok(axum::Json(hospital.into()))
}

/// Take a hospital out of use
#[utoipa::path(delete, path = "/hospitals/{hospital_name}", tag = "hospitals",
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID")),
    responses((status = 204), Problems))]
pub(crate) async fn remove(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
) -> Result<StatusCode, Problem> {
    state.services.remove_hospital(&caller, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The old counter of free beds: always refused, because free beds are counted
#[utoipa::path(patch, path = "/hospitals/{hospital_name}/beds", tag = "hospitals",
    params(("hospital_name" = String, Path)), responses((status = 204), Problems))]
pub(crate) async fn set_bed_counter(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
) -> Result<StatusCode, Problem> {
    state.services.set_bed_counter(&caller, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
