//! Whom a doctor treats and where a doctor works.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    code::PatientCode,
    doctor::Post,
    id::{HospitalId, PatientId},
    patient::{Gender, IdentityState},
};
use cloudcare_services::doctor::TreatmentView;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{Creating, IdempotencyKey, PathOf, QueryOf},
    identity::SignedIn,
    paging::Page,
    patient::reference,
    problem::Problems,
};

/// A patient in a list: who it is and, within reach, where.
#[derive(Debug, Serialize, ToSchema)]
pub struct PatientSummary {
    id: PatientId,
    code: PatientCode,
    family_name: String,
    given_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    date_of_birth: Date,
    date_of_birth_is_estimated: bool,
    age_years: i16,
    gender: Gender,
    identity_state: IdentityState,
    is_deceased: bool,
    /// An alert is open. Absent beyond the caller's reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    emergency_flag: Option<bool>,
    /// Absent beyond the caller's reach, and where the patient is in no hospital.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// Absent beyond the caller's reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    has_open_admission: Option<bool>,
}

/// A patient's time with a doctor.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoctorPatient {
    patient: PatientSummary,
    relationship_type: String,
    started_at: Timestamp,
    /// Absent while it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Timestamp>,
}

impl From<TreatmentView> for DoctorPatient {
    fn from(view: TreatmentView) -> Self {
        let patient = view.treatment.patient;
        let age_years = patient.identity.age_years(view.today);
        let near = view.is_within_reach;
        Self {
            patient: PatientSummary {
                id: patient.identity.id,
                code: patient.identity.code,
                family_name: patient.identity.family_name,
                given_name: patient.identity.given_name,
                title: patient.identity.title,
                date_of_birth: patient.identity.date_of_birth,
                date_of_birth_is_estimated: patient.date_of_birth_is_estimated,
                age_years,
                gender: patient.identity.gender,
                identity_state: patient.identity_state,
                is_deceased: patient.is_deceased,
                emergency_flag: near.then_some(patient.has_open_alert),
                has_open_admission: near.then_some(patient.whereabouts.is_some()),
                place: patient
                    .whereabouts
                    .filter(|_| near)
                    .map(|whereabouts| whereabouts.describe()),
            },
            relationship_type: view.treatment.relationship_type,
            started_at: view.treatment.started_at,
            ended_at: view.treatment.ended_at,
        }
    }
}

/// A relationship to begin.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// `current` where absent; 1 to 100 characters.
    relationship_type: Option<String>,
}

/// A doctor's time at a hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoctorHospital {
    hospital_id: HospitalId,
    hospital_name: String,
    department: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<String>,
    started_at: Timestamp,
    /// Absent while it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Timestamp>,
}

impl From<Post> for DoctorHospital {
    fn from(post: Post) -> Self {
        Self {
            hospital_id: post.hospital_id,
            hospital_name: post.hospital_name,
            department: post.department,
            position: post.position,
            started_at: post.started_at,
            ended_at: post.ended_at,
        }
    }
}

/// A post to begin.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HospitalAssignment {
    /// 1 to 200 characters.
    department: String,
    /// For example `consultant`; at most 200 characters.
    position: Option<String>,
}

/// Which patients of a doctor.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DoctorPatientsQuery {
    /// Without those of before; true where absent.
    current_only: Option<bool>,
    skip: Option<i64>,
    limit: Option<i64>,
}

/// Which relationship to end.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReleaseQuery {
    /// All of them where absent.
    relationship_type: Option<String>,
}

/// Which posts of a doctor.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DoctorHospitalsQuery {
    /// Without those of before; true where absent.
    current_only: Option<bool>,
}

/// Which post to end.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DismissQuery {
    /// Every department where absent.
    department: Option<String>,
}

/// A doctor's patients, those of now first
#[utoipa::path(get, path = "/doctors/{doctor_id}/patients", tag = "doctors",
    params(("doctor_id" = String, Path), DoctorPatientsQuery),
    responses((status = 200, body = Vec<DoctorPatient>), Problems))]
pub(crate) async fn patients(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<DoctorPatientsQuery>,
) -> Result<axum::Json<Vec<DoctorPatient>>, Problem> {
    let (skip, limit) = Page::new(query.skip, query.limit).checked()?;
    let views = state
        .services
        .patients_of_doctor(
            &caller,
            &id,
            query.current_only.unwrap_or(true),
            skip,
            limit,
        )
        .await?;
    Ok(axum::Json(
        views.into_iter().map(DoctorPatient::from).collect(),
    ))
}

/// Make a doctor a patient's
#[utoipa::path(post, path = "/doctors/{doctor_id}/patients/{patient_id}", tag = "doctors", request_body = Assignment,
    params(("doctor_id" = String, Path), ("patient_id" = String, Path), IdempotencyKey),
    responses((status = 201, body = DoctorPatient), Problems))]
pub(crate) async fn assign(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((doctor_id, patient_id)): PathOf<(String, String)>,
    Creating { key, body }: Creating<Assignment>,
) -> Result<(StatusCode, axum::Json<DoctorPatient>), Problem> {
    let view = state
        .services
        .assign_doctor(
            &caller,
            &doctor_id,
            &reference(&patient_id)?,
            key,
            body.relationship_type.as_deref(),
        )
        .await?;
    Ok((StatusCode::CREATED, axum::Json(view.into())))
}

/// End a patient's time with a doctor; the history stays
#[utoipa::path(delete, path = "/doctors/{doctor_id}/patients/{patient_id}", tag = "doctors",
    params(("doctor_id" = String, Path), ("patient_id" = String, Path), ReleaseQuery),
    responses((status = 204), Problems))]
pub(crate) async fn release(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((doctor_id, patient_id)): PathOf<(String, String)>,
    QueryOf(query): QueryOf<ReleaseQuery>,
) -> Result<StatusCode, Problem> {
    state
        .services
        .release_doctor(
            &caller,
            &doctor_id,
            &reference(&patient_id)?,
            query.relationship_type.as_deref(),
        )
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where a doctor works and worked
#[utoipa::path(get, path = "/doctors/{doctor_id}/hospitals", tag = "doctors",
    params(("doctor_id" = String, Path), DoctorHospitalsQuery),
    responses((status = 200, body = Vec<DoctorHospital>), Problems))]
pub(crate) async fn posts(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<DoctorHospitalsQuery>,
) -> Result<axum::Json<Vec<DoctorHospital>>, Problem> {
    let posts = state
        .services
        .posts_of_doctor(&caller, &id, query.current_only.unwrap_or(true))
        .await?;
    Ok(axum::Json(
        posts.into_iter().map(DoctorHospital::from).collect(),
    ))
}

/// Make a doctor work in a department of a hospital
#[utoipa::path(post, path = "/doctors/{doctor_id}/hospitals/{hospital_name}", tag = "doctors",
    request_body = HospitalAssignment,
    params(("doctor_id" = String, Path), ("hospital_name" = String, Path, description = "URL-encoded name, or UUID"),
           IdempotencyKey),
    responses((status = 201, body = DoctorHospital), Problems))]
pub(crate) async fn employ(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((doctor_id, hospital_name)): PathOf<(String, String)>,
    Creating { key, body }: Creating<HospitalAssignment>,
) -> Result<(StatusCode, axum::Json<DoctorHospital>), Problem> {
    let post = state
        .services
        .employ_doctor(
            &caller,
            &doctor_id,
            &hospital_name,
            key,
            &body.department,
            body.position.as_deref(),
        )
        .await?;
    Ok((StatusCode::CREATED, axum::Json(post.into())))
}

/// End a doctor's work at a hospital; the history stays
#[utoipa::path(delete, path = "/doctors/{doctor_id}/hospitals/{hospital_name}", tag = "doctors",
    params(("doctor_id" = String, Path), ("hospital_name" = String, Path), DismissQuery),
    responses((status = 204), Problems))]
pub(crate) async fn dismiss(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((doctor_id, hospital_name)): PathOf<(String, String)>,
    QueryOf(query): QueryOf<DismissQuery>,
) -> Result<StatusCode, Problem> {
    state
        .services
        .dismiss_doctor(
            &caller,
            &doctor_id,
            &hospital_name,
            query.department.as_deref(),
        )
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
