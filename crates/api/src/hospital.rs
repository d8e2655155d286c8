//! Hospitals.

use axum::extract::State;
use cloudcare_domain::{
    id::{HospitalId, WardId},
    ward::WardKind,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{PathOf, QueryOf},
    identity::SignedIn,
    paging::Page,
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

/// A ward in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ward {
    id: WardId,
    name: String,
    kind: WardKind,
    /// Beds that stand in it, closed ones included.
    bed_count: i64,
}

/// Which hospitals.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HospitalQuery {
    /// Only those with emergency services.
    emergency_only: Option<bool>,
    skip: Option<i64>,
    limit: Option<i64>,
}

/// Active hospitals
#[utoipa::path(get, path = "/hospitals", tag = "hospitals", params(HospitalQuery),
    responses((status = 200, body = Vec<Hospital>), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(query): QueryOf<HospitalQuery>,
) -> Result<axum::Json<Vec<Hospital>>, Problem> {
    let (skip, limit) = Page::new(query.skip, query.limit).checked()?;
    let hospitals = state
        .services
        .hospitals(&caller, query.emergency_only.unwrap_or(false), skip, limit)
        .await?;
    Ok(axum::Json(
        hospitals.into_iter().map(Hospital::from).collect(),
    ))
}

/// One hospital, by its unique name or id
#[utoipa::path(get, path = "/hospitals/{hospital_name}", tag = "hospitals",
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID")),
    responses((status = 200, body = Hospital), Problems))]
pub(crate) async fn get(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
) -> Result<axum::Json<Hospital>, Problem> {
    Ok(axum::Json(
        state.services.hospital(&caller, &name).await?.into(),
    ))
}

/// Its wards
#[utoipa::path(get, path = "/hospitals/{hospital_name}/wards", tag = "hospitals",
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID")),
    responses((status = 200, body = Vec<Ward>), Problems))]
pub(crate) async fn wards(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
) -> Result<axum::Json<Vec<Ward>>, Problem> {
    let wards = state.services.wards(&caller, &name).await?;
    let wards = wards.into_iter().map(|w| Ward {
        id: w.id,
        name: w.name,
        kind: w.kind,
        bed_count: w.bed_count,
    });
    Ok(axum::Json(wards.collect()))
}
