//! Patients.

use axum::extract::State;
use cloudcare_domain::{
    code::PatientCode,
    id::PatientId,
    patient::{
        AllergyState, Gender, PatientIdentity as Identity, PatientRef, PatientSafety,
        ResuscitationStatus,
    },
};
use cloudcare_services::ServiceError;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    ApiState, Problem, body::PathOf, doctor::Doctor, identity::SignedIn, problem::Problems,
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
    responses((status = 200, body = Patient), Problems))]
pub(crate) async fn get(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<axum::Json<Patient>, Problem> {
    let view = state.services.patient(&caller, &reference(&id)?).await?;
    let place = view.whereabouts.map(|w| w.describe());
    Ok(axum::Json(Patient::of(
        view.identity,
        view.safety,
        place,
        view.today,
    )))
}

/// A patient's current doctors
#[utoipa::path(get, path = "/patients/{patient_id}/doctors", tag = "patients",
    params(("patient_id" = String, Path)), responses((status = 200, body = Vec<Doctor>), Problems))]
pub(crate) async fn doctors(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<axum::Json<Vec<Doctor>>, Problem> {
    let doctors = state
        .services
        .doctors_of_patient(&caller, &reference(&id)?)
        .await?;
    Ok(axum::Json(doctors.into_iter().map(Doctor::from).collect()))
}
