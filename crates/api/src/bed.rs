//! Beds.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    admission::Isolation,
    bed::{BedState, Fit, Needs},
    id::{AdmissionId, BedId, ReservationId, WardId},
};
use cloudcare_services::bed::{BedOption as OptionView, BedSearch, BedView, ReserveBed};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{Creating, IdempotencyKey, PathOf, QueryOf},
    identity::SignedIn,
    patient::{PatientIdentity, reference},
    problem::Problems,
};

/// A bed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Bed {
    id: BedId,
    ward_id: WardId,
    ward_name: String,
    /// What is written on it; unique in the ward.
    label: String,
    bay: String,
    /// From 1, in the ward's order.
    position: i32,
    /// What the bed or its room has, for example `isolation` or `negative_pressure`.
    capabilities: Vec<String>,
    /// Derived: a patient in the bed always shows.
    state: BedState,
    /// Since when the hospital says what it says of the bed.
    state_since: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_reason: Option<String>,
    /// While it is being cleaned: when it is reckoned to be ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    ready_about: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reservation: Option<Reservation>,
    /// Absent also where the record of whoever lies there can't be read: `state` tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    occupant: Option<PatientIdentity>,
    version: i32,
}

/// A bed is kept for somebody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reservation {
    id: ReservationId,
    /// Absent where it is kept for somebody not yet known.
    #[serde(skip_serializing_if = "Option::is_none")]
    patient: Option<PatientIdentity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    from: Timestamp,
    /// Lapses by itself then.
    until: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
}

/// A bed as a place for one patient.
#[derive(Debug, Serialize, ToSchema)]
pub struct BedOption {
    bed: Bed,
    fit: Fit,
    /// What is needed and not there.
    lacks: Vec<String>,
    /// Who would change places.
    #[serde(skip_serializing_if = "Option::is_none")]
    swap_with: Option<PatientIdentity>,
    /// The version of that person's stay, for the exchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    swap_with_version: Option<i32>,
}

/// A bed to keep for somebody.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReservationCreate {
    /// Code or UUID; absent for somebody not yet known.
    patient_id: Option<String>,
    /// In the future, within seven days.
    until: Timestamp,
    /// At most 200 characters.
    reason: Option<String>,
}

/// Which beds.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BedQuery {
    state: Option<BedState>,
    ward_id: Option<WardId>,
}

/// For whom a place is sought.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BedOptionQuery {
    /// For somebody who is in already; their needs count.
    admission_id: Option<AdmissionId>,
    /// Only on this ward.
    ward_id: Option<WardId>,
    isolation: Option<Isolation>,
    /// Capabilities, separated by commas.
    needs: Option<String>,
}

impl Reservation {
    pub(crate) fn of(
        reservation: cloudcare_domain::bed::Reservation,
        patient: Option<cloudcare_domain::patient::PatientIdentity>,
        today: Date,
    ) -> Self {
        Self {
            id: reservation.id,
            patient: patient.map(|p| PatientIdentity::of(p, today)),
            reason: reservation.reason,
            from: reservation.from,
            until: reservation.until,
            by: reservation.by,
        }
    }
}

impl From<BedView> for Bed {
    fn from(view: BedView) -> Self {
        let today = view.today;
        let now = view.now;
        Self {
            state: now.state(),
            ready_about: now.ready_about(),
            id: now.bed.id,
            ward_id: now.bed.ward_id,
            ward_name: now.ward_name,
            label: now.bed.label,
            bay: now.bed.bay,
            position: now.bed.position,
            capabilities: now.bed.capabilities,
            state_since: now.bed.state_since,
            state_reason: now.bed.state_reason,
            reservation: now
                .reservation
                .map(|r| Reservation::of(r, view.reserved_for, today)),
            occupant: view.occupant.map(|o| PatientIdentity::of(o, today)),
            version: now.version,
        }
    }
}

impl From<OptionView> for BedOption {
    fn from(option: OptionView) -> Self {
        let bed = Bed::from(option.bed);
        Self {
            fit: option.fit,
            lacks: option.lacks,
            swap_with: bed.occupant.clone(),
            swap_with_version: option.swap_with_version,
            bed,
        }
    }
}

/// Beds of a hospital
#[utoipa::path(get, path = "/hospitals/{hospital_name}/beds", tag = "beds",
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID"), BedQuery),
    responses((status = 200, body = Vec<Bed>), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
    QueryOf(query): QueryOf<BedQuery>,
) -> Result<axum::Json<Vec<Bed>>, Problem> {
    let beds = state
        .services
        .beds(&caller, &name, query.ward_id, query.state)
        .await?;
    Ok(axum::Json(beds.into_iter().map(Bed::from).collect()))
}

/// Every bed as a place for one patient, best first
#[utoipa::path(get, path = "/hospitals/{hospital_name}/bed-options", tag = "beds",
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID"), BedOptionQuery),
    responses((status = 200, body = Vec<BedOption>), Problems))]
pub(crate) async fn options(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
    QueryOf(query): QueryOf<BedOptionQuery>,
) -> Result<axum::Json<Vec<BedOption>>, Problem> {
    let capabilities = query
        .needs
        .iter()
        .flat_map(|words| words.split(','))
        .map(|word| word.trim().to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let search = BedSearch {
        admission_id: query.admission_id,
        ward_id: query.ward_id,
        needs: Needs {
            isolation: query.isolation,
            capabilities,
        },
    };
    let options = state.services.bed_options(&caller, &name, search).await?;
    Ok(axum::Json(
        options.into_iter().map(BedOption::from).collect(),
    ))
}

/// Keep a bed for somebody; it lapses by itself
#[utoipa::path(post, path = "/hospitals/{hospital_name}/beds/{id}/reservation", tag = "beds",
    request_body = ReservationCreate,
    params(("hospital_name" = String, Path), ("id" = BedId, Path), IdempotencyKey),
    responses((status = 201, body = Bed), Problems))]
pub(crate) async fn reserve(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((name, id)): PathOf<(String, BedId)>,
    Creating { key, body }: Creating<ReservationCreate>,
) -> Result<(StatusCode, axum::Json<Bed>), Problem> {
    let request = ReserveBed {
        patient: body.patient_id.as_deref().map(reference).transpose()?,
        until: body.until,
        reason: body.reason,
    };
    let bed = state
        .services
        .reserve_bed(&caller, &name, id, key, request)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(bed.into())))
}

/// Keep a bed no longer
#[utoipa::path(delete, path = "/hospitals/{hospital_name}/beds/{id}/reservation", tag = "beds",
    params(("hospital_name" = String, Path), ("id" = BedId, Path)),
    responses((status = 200, body = Bed), Problems))]
pub(crate) async fn release(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((name, id)): PathOf<(String, BedId)>,
) -> Result<axum::Json<Bed>, Problem> {
    let bed = state.services.release_bed(&caller, &name, id).await?;
    Ok(axum::Json(bed.into()))
}
