//! One-use links: invitation, forgotten password, checking an address.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{account_link::LinkPurpose, id::UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ApiState, Problem,
    body::{Json, PathOf},
    identity::{From as Whence, SignedIn},
    problem::Problems,
};

/// What the link shall do.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkCreate {
    purpose: LinkPurpose,
}

/// A link to hand over; its token is told this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct Link {
    /// What opens it. It belongs after a `#`, where no server logs it.
    token: String,
    purpose: LinkPurpose,
    expires_at: Timestamp,
}

/// Make a one-use link for an account; an earlier one of the same purpose works no more
#[utoipa::path(post, path = "/users/{id}/links", tag = "links", request_body = LinkCreate, params(("id" = UserId, Path)),
    responses((status = 201, body = Link), Problems))]
pub(crate) async fn create(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<UserId>,
    Json(body): Json<LinkCreate>,
) -> Result<(StatusCode, axum::Json<Link>), Problem> {
    let link = state
        .services
        .create_link(&caller, id, body.purpose)
        .await?;
    let link = Link {
        token: link.token,
        purpose: link.purpose,
        expires_at: link.expires_at,
    };
    Ok((StatusCode::CREATED, axum::Json(link)))
}

/// A link that is followed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkUse {
    token: String,
    /// The new password, where the link sets one: 8 characters or more; 15 are better.
    password: Option<String>,
}

/// What following it did.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkUsed {
    purpose: LinkPurpose,
    /// To sign in with.
    email: String,
}

/// Follow a one-use link: accept an invitation, set a new password, or show that an address is one's own
#[utoipa::path(post, path = "/auth/link", tag = "links", request_body = LinkUse, security(()),
    responses((status = 200, body = LinkUsed), Problems))]
pub(crate) async fn follow(
    State(state): State<ApiState>,
    Whence(origin): Whence,
    Json(body): Json<LinkUse>,
) -> Result<axum::Json<LinkUsed>, Problem> {
    let used = state
        .services
        .use_link(&origin, &body.token, body.password.as_deref())
        .await?;
    Ok(axum::Json(LinkUsed {
        purpose: used.purpose,
        email: used.email,
    }))
}
