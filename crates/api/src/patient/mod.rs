//! Patients: one record. Beside it: finding, registering and changing.

pub mod change;
pub mod emergency;
pub mod identify;
pub mod record;
pub mod register;
pub mod search;

pub use record::PatientRecord;
pub use register::DuplicateCandidate;
pub use search::PatientSummary;

use axum::extract::State;
use cloudcare_domain::{
    code::{DoctorCode, PatientCode},
    id::{DoctorId, PatientId},
    patient::{
        AllergyState, Gender, PatientIdentity as Identity, PatientRef, PatientSafety,
        ResuscitationStatus,
    },
};
use cloudcare_services::ServiceError;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{PathOf, QueryOf},
    identity::SignedIn,
    problem::Problems,
};

/// Who a patient is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PatientIdentity {
    id: PatientId,
    /// Human code with check digit.
    code: PatientCode,
    family_name: String,
    /// May be empty.
    given_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    date_of_birth: Date,
    /// A guess at the age: the year alone means something.
    date_of_birth_is_estimated: bool,
    /// Completed years today, on the hospital's calendar.
    age_years: i16,
    gender: Gender,
}

impl PatientIdentity {
    pub(crate) fn of(identity: Identity, today: Date) -> Self {
        Self {
            age_years: identity.age_years(today),
            id: identity.id,
            code: identity.code,
            family_name: identity.family_name,
            given_name: identity.given_name,
            title: identity.title,
            date_of_birth: identity.date_of_birth,
            date_of_birth_is_estimated: identity.is_estimated,
            gender: identity.gender,
        }
    }
}

/// Identity with what must stand beside it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Patient {
    #[serde(flatten)]
    identity: PatientIdentity,
    /// Absent where the caller may not read clinical facts; absent is not "none".
    #[serde(skip_serializing_if = "Option::is_none")]
    allergy_state: Option<AllergyState>,
    /// Substances; only with `allergy_state` `known`.
    allergies: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resuscitation_status: Option<ResuscitationStatus>,
    /// Where the patient is now, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
}

impl Patient {
    pub(crate) fn of(
        identity: Identity,
        safety: Option<PatientSafety>,
        place: Option<String>,
        today: Date,
    ) -> Self {
        let (allergy_state, allergies, resuscitation_status) = match safety {
            Some(safety) => (
                Some(safety.allergy_state),
                safety.allergies,
                safety.resuscitation_status,
            ),
            None => (None, Vec::new(), None),
        };
        Self {
            identity: PatientIdentity::of(identity, today),
            allergy_state,
            allergies,
            resuscitation_status,
            place,
        }
    }
}

/// Reads a patient's code or id from a path or a body.
pub(crate) fn reference(text: &str) -> Result<PatientRef, Problem> {
    text.parse()
        .map_err(|error| ServiceError::invalid("patient_id", error).into())
}

/// One patient
#[utoipa::path(get, path = "/patients/{patient_id}", tag = "patients",
    params(("patient_id" = String, Path, description = "code such as P00042-7, or UUID")),
    responses((status = 200, body = PatientRecord), Problems))]
pub(crate) async fn get(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<axum::Json<PatientRecord>, Problem> {
    let view = state.services.patient(&caller, &reference(&id)?).await?;
    Ok(axum::Json(view.into()))
}

/// A doctor as one of a patient's.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelatedDoctor {
    /// Human code.
    doctor_id: DoctorCode,
    id: DoctorId,
    full_name: String,
    specializations: Vec<String>,
    /// In which way, for example `current`.
    relationship_type: String,
    started_at: Timestamp,
    /// Absent while it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Timestamp>,
}

/// Which doctors of a patient.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DoctorsQuery {
    /// Without those of before; true where absent.
    current_only: Option<bool>,
}

/// A patient's doctors, current ones first
#[utoipa::path(get, path = "/patients/{patient_id}/doctors", tag = "patients",
    params(("patient_id" = String, Path), DoctorsQuery), responses((status = 200, body = Vec<RelatedDoctor>), Problems))]
pub(crate) async fn doctors(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<DoctorsQuery>,
) -> Result<axum::Json<Vec<RelatedDoctor>>, Problem> {
    let doctors = state
        .services
        .doctors_of_patient(
            &caller,
            &reference(&id)?,
            query.current_only.unwrap_or(true),
        )
        .await?;
    let doctors = doctors.into_iter().map(|d| RelatedDoctor {
        doctor_id: d.code,
        id: d.id,
        full_name: d.full_name,
        specializations: d.specializations,
        relationship_type: d.relationship_type,
        started_at: d.started_at,
        ended_at: d.ended_at,
    });
    Ok(axum::Json(doctors.collect()))
}
