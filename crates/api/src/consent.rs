//! Consent.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    consent::{Consent as Decision, DataType},
    id::{ConsentId, PatientId},
};
use cloudcare_services::consent::RecordConsent;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{Creating, IdempotencyKey, PathOf, QueryOf},
    identity::SignedIn,
    patient::reference,
    problem::Problems,
};

/// A decision of a patient.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentCreate {
    /// Code or UUID.
    patient_id: String,
    /// Yes where absent.
    consent_given: Option<bool>,
    /// Empty or absent: every kind.
    #[serde(default)]
    data_types: Vec<DataType>,
    /// 1 to 500 characters.
    purpose: Option<String>,
    expires_at: Option<Timestamp>,
}

/// A recorded decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct Consent {
    id: ConsentId,
    patient_id: PatientId,
    consent_given: bool,
    data_types: Vec<DataType>,
    purpose: String,
    recorded_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn_at: Option<Timestamp>,
}

impl From<Decision> for Consent {
    fn from(c: Decision) -> Self {
        Self {
            id: c.id,
            patient_id: c.patient_id,
            consent_given: c.given,
            data_types: c.data_types,
            purpose: c.purpose,
            recorded_at: c.recorded_at,
            expires_at: c.expires_at,
            withdrawn_at: c.withdrawn_at,
        }
    }
}

/// Every decision of a patient.
#[derive(Debug, Serialize, ToSchema)]
pub struct Consents {
    patient_id: PatientId,
    /// Newest first.
    consents: Vec<Consent>,
    has_active_consent: bool,
}

/// How to withdraw.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WithdrawQuery {
    /// Also destroy the key: what was kept can never be read again.
    erase: Option<bool>,
}

/// Record a decision of a patient
#[utoipa::path(post, path = "/wearables/consent", tag = "wearables", request_body = ConsentCreate, params(IdempotencyKey),
    responses((status = 201, body = Consent), Problems))]
pub(crate) async fn record(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Creating { key, body }: Creating<ConsentCreate>,
) -> Result<(StatusCode, axum::Json<Consent>), Problem> {
    let patient = reference(&body.patient_id)?;
    let request = RecordConsent {
        given: body.consent_given.unwrap_or(true),
        data_types: body.data_types,
        purpose: body
            .purpose
            .unwrap_or_else(|| "Healthcare monitoring and analysis".to_owned()),
        expires_at: body.expires_at,
    };
    let decision = state
        .services
        .record_consent(&caller, &patient, key, request)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(decision.into())))
}

/// Every decision of a patient, newest first
#[utoipa::path(get, path = "/wearables/consent/{patient_id}", tag = "wearables", params(("patient_id" = String, Path)),
    responses((status = 200, body = Consents), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<axum::Json<Consents>, Problem> {
    let (patient_id, consents, has_active_consent) =
        state.services.consents(&caller, &reference(&id)?).await?;
    Ok(axum::Json(Consents {
        patient_id,
        consents: consents.into_iter().map(Consent::from).collect(),
        has_active_consent,
    }))
}

/// Withdraw a consent, at once
#[utoipa::path(delete, path = "/wearables/consent/{patient_id}/{id}", tag = "wearables",
    params(("patient_id" = String, Path), ("id" = ConsentId, Path), WithdrawQuery),
    responses((status = 204), Problems))]
pub(crate) async fn withdraw(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((patient_id, id)): PathOf<(String, ConsentId)>,
    QueryOf(query): QueryOf<WithdrawQuery>,
) -> Result<StatusCode, Problem> {
    state
        .services
        .withdraw_consent(
            &caller,
            &reference(&patient_id)?,
            id,
            query.erase.unwrap_or(false),
        )
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
