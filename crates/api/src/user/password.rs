//! One's own password.

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    ApiState, Problem,
    body::Json,
    identity::{From as Whence, SignedIn},
    problem::Problems,
};

/// A new password over the old one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    old_password: String,
    /// 8 characters or more, any of them; 15 are better.
    new_password: String,
}

/// Change one's own password; every other session of one's own ends
#[utoipa::path(post, path = "/auth/password", tag = "passwords", request_body = PasswordChange,
    responses((status = 204), Problems))]
pub(crate) async fn change(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Json(body): Json<PasswordChange>,
) -> Result<StatusCode, Problem> {
    state
        .services
        .change_password(&caller, &body.old_password, &body.new_password)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's own password, once more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnPassword {
    pub(crate) password: String,
}

/// Show at a locked screen that it is still the same person; never asks for a second factor
#[utoipa::path(post, path = "/auth/unlock", tag = "passwords", request_body = OwnPassword,
    responses((status = 204), Problems))]
pub(crate) async fn unlock(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Json(body): Json<OwnPassword>,
) -> Result<StatusCode, Problem> {
    state.services.unlock(&caller, &body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordResetRequest {
    email: String,
}

/// Ask the administrators for a new password; the answer is the same whether the account exists or not
#[utoipa::path(post, path = "/auth/password-reset", tag = "passwords", request_body = PasswordResetRequest, security(()),
    responses((status = 202), Problems))]
pub(crate) async fn request_reset(
    State(state): State<ApiState>,
    Whence(origin): Whence,
    Json(body): Json<PasswordResetRequest>,
) -> Result<StatusCode, Problem> {
    state
        .services
        .request_password_reset(&origin, &body.email)
        .await?;
    Ok(StatusCode::ACCEPTED)
}
