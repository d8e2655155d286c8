//! The second factor: setting it up, the code after the password, and who must have one.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use axum_extra::extract::CookieJar;
use cloudcare_domain::{access::Role, id::UserId, second_factor::SecondFactorPolicy as Policy};
use cloudcare_services::second_factor::{Enrolment as Secret, Proof};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ApiState, Problem,
    body::{Json, PathOf},
    identity::{From as Whence, SignedIn},
    problem::Problems,
    session::{Tokens, answer, is_browser},
    user::password::OwnPassword,
};

/// The code after the password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorAnswer {
    /// From the answer of the sign-in.
    challenge: String,
    /// What the authenticator app shows now, or …
    code: Option<String>,
    /// … one of the recovery codes.
    recovery_code: Option<String>,
}

/// A sign-in that waits for setting a second factor up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChallengeOnly {
    challenge: String,
}

/// What shows that somebody holds the second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorProof {
    /// What the authenticator app shows now, or …
    code: Option<String>,
    /// … one of the recovery codes.
    recovery_code: Option<String>,
}

/// What the authenticator app shows now.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorCode {
    code: String,
}

/// A secret to take into an authenticator app; told this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorSecret {
    /// Base 32, to type.
    secret: String,
    /// `otpauth://…`, to be drawn as a QR code.
    uri: String,
}

impl From<Secret> for SecondFactorSecret {
    fn from(e: Secret) -> Self {
        Self {
            secret: e.secret,
            uri: e.uri,
        }
    }
}

/// Each signs in once without the app; told this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodes {
    recovery_codes: Vec<String>,
}

/// Who must have a second factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorPolicy {
    roles: Vec<Role>,
    version: i32,
}

impl From<Policy> for SecondFactorPolicy {
    fn from(p: Policy) -> Self {
        Self {
            roles: p.roles,
            version: p.version,
        }
    }
}

/// Who shall have to have one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorPolicyUpdate {
    /// The version that was read.
    version: i32,
    roles: Vec<Role>,
}

fn proof<'a>(code: Option<&'a str>, recovery: Option<&'a str>) -> Result<Proof<'a>, Problem> {
    match (code, recovery) {
        (Some(code), None) => Ok(Proof::Code(code)),
        (None, Some(code)) => Ok(Proof::Recovery(code)),
        _ => Err(Problem::field(
            StatusCode::UNPROCESSABLE_ENTITY,
            "code",
            "send what your app shows as code, or else one recovery_code",
        )),
    }
}

/// Finish a sign-in by a code; only this opens the session
#[utoipa::path(post, path = "/auth/login/second-factor", tag = "second_factor", request_body = SecondFactorAnswer,
    security(()), responses((status = 200, body = Tokens), Problems))]
pub(crate) async fn complete(
    State(state): State<ApiState>,
    Whence(origin): Whence,
    headers: HeaderMap,
    jar: CookieJar,
    Json(body): Json<SecondFactorAnswer>,
) -> Result<(CookieJar, axum::Json<Tokens>), Problem> {
    let proof = proof(body.code.as_deref(), body.recovery_code.as_deref())?;
    let done = state
        .services
        .complete_sign_in(&origin, &body.challenge, proof)
        .await?;
    let to_browser = is_browser(&headers);
    Ok(answer(
        done.signed_in,
        done.recovery_codes,
        jar,
        to_browser,
        &headers,
    ))
}

/// Set a second factor up at the sign-in, where the role must have one and none is there
#[utoipa::path(post, path = "/auth/login/second-factor/enrolment", tag = "second_factor", request_body = ChallengeOnly,
    security(()), responses((status = 200, body = SecondFactorSecret), Problems))]
pub(crate) async fn enrol_at_sign_in(
    State(state): State<ApiState>,
    Whence(origin): Whence,
    Json(body): Json<ChallengeOnly>,
) -> Result<axum::Json<SecondFactorSecret>, Problem> {
    let secret = state
        .services
        .enrol_at_sign_in(&origin, &body.challenge)
        .await?;
    Ok(axum::Json(secret.into()))
}

/// Begin to set up one's own second factor; a first code puts it in force
#[utoipa::path(post, path = "/auth/second-factor", tag = "second_factor", request_body = OwnPassword,
    responses((status = 200, body = SecondFactorSecret), Problems))]
pub(crate) async fn enrol(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Json(body): Json<OwnPassword>,
) -> Result<axum::Json<SecondFactorSecret>, Problem> {
    let secret = state
        .services
        .enrol_second_factor(&caller, &body.password)
        .await?;
    Ok(axum::Json(secret.into()))
}

/// Put one's own second factor in force by a first code
#[utoipa::path(post, path = "/auth/second-factor/confirm", tag = "second_factor", request_body = SecondFactorCode,
    responses((status = 200, body = RecoveryCodes), Problems))]
pub(crate) async fn confirm(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Json(body): Json<SecondFactorCode>,
) -> Result<axum::Json<RecoveryCodes>, Problem> {
    let recovery_codes = state
        .services
        .confirm_second_factor(&caller, &body.code)
        .await?;
    Ok(axum::Json(RecoveryCodes { recovery_codes }))
}

/// Replace one's own recovery codes
#[utoipa::path(post, path = "/auth/second-factor/recovery-codes", tag = "second_factor", request_body = SecondFactorCode,
    responses((status = 200, body = RecoveryCodes), Problems))]
pub(crate) async fn recovery_codes(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Json(body): Json<SecondFactorCode>,
) -> Result<axum::Json<RecoveryCodes>, Problem> {
    let recovery_codes = state
        .services
        .new_recovery_codes(&caller, &body.code)
        .await?;
    Ok(axum::Json(RecoveryCodes { recovery_codes }))
}

/// Take one's own second factor away, unless the role must have one
#[utoipa::path(post, path = "/auth/second-factor/removal", tag = "second_factor", request_body = SecondFactorProof,
    responses((status = 204), Problems))]
pub(crate) async fn remove(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Json(body): Json<SecondFactorProof>,
) -> Result<StatusCode, Problem> {
    let proof = proof(body.code.as_deref(), body.recovery_code.as_deref())?;
    state
        .services
        .remove_own_second_factor(&caller, proof)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take somebody's second factor away, for a lost phone
#[utoipa::path(delete, path = "/users/{id}/second-factor", tag = "second_factor", params(("id" = UserId, Path)),
    responses((status = 204), Problems))]
pub(crate) async fn reset(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<UserId>,
) -> Result<StatusCode, Problem> {
    state.services.reset_second_factor(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which roles must have a second factor
#[utoipa::path(get, path = "/installation/second-factor", tag = "second_factor",
    responses((status = 200, body = SecondFactorPolicy), Problems))]
pub(crate) async fn policy(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
) -> Result<axum::Json<SecondFactorPolicy>, Problem> {
    let policy = state.services.second_factor_policy(&caller).await?;
    Ok(axum::Json(policy.into()))
}

/// Say which roles must have a second factor, from their next sign-in on
#[utoipa::path(put, path = "/installation/second-factor", tag = "second_factor", request_body = SecondFactorPolicyUpdate,
    responses((status = 200, body = SecondFactorPolicy), Problems))]
pub(crate) async fn set_policy(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Json(body): Json<SecondFactorPolicyUpdate>,
) -> Result<axum::Json<SecondFactorPolicy>, Problem> {
    let policy = state
        .services
        .set_second_factor_policy(&caller, body.version, body.roles)
        .await?;
    Ok(axum::Json(policy.into()))
}
