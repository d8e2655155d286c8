//! Who calls: extractors for a signed-in person, a station, this PC, and where a request came from.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
};
use axum_extra::extract::CookieJar;
use cloudcare_domain::access::{Actor, Job};
use cloudcare_services::{Caller, Origin, RandomIds, ServiceError};

use crate::{ApiState, Problem, SETUP_TOKEN_HEADER, credential};

/// The id of one request.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

impl RequestId {
    pub(crate) fn generate() -> Self {
        use cloudcare_domain::id::IdGen;
        Self(RandomIds.uuid().to_string())
    }
}

/// Where a request came from.
#[derive(Debug, Clone)]
pub(crate) struct From(pub(crate) Origin);

impl<S: Send + Sync> FromRequestParts<S> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let address = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or_else(
                || "in-process".to_owned(),
                |ConnectInfo(address)| address.ip().to_string(),
            );
        let user_agent = parts
            .headers
            .get(header::USER_AGENT)
            .and_then(|v| v.to_str().ok())
            .map(|agent| agent.chars().take(300).collect());
        let request_id = parts.extensions.get::<RequestId>().map(|id| id.0.clone());
        Ok(Self(Origin {
            address: Some(address),
            user_agent,
            request_id,
        }))
    }
}

/// A signed-in person or an enrolled station.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn(pub(crate) Caller);

impl FromRequestParts<ApiState> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let bearer = bearer(parts)?;
        let Ok(From(origin)) = From::from_request_parts(parts, state).await;
        let actor = state.services.authenticate(&bearer).await?;
        Ok(Self(Caller { actor, origin }))
    }
}

/// The process that opened the installation, by its setup token.
#[derive(Debug, Clone)]
pub(crate) struct ThisPc(pub(crate) Caller);

impl FromRequestParts<ApiState> for ThisPc {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let Ok(From(origin)) = From::from_request_parts(parts, state).await;
        let given = parts
            .headers
            .get(SETUP_TOKEN_HEADER)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        if credential::is_same(given, &state.setup_token) {
            Ok(Self(Caller {
                actor: Actor::System(Job::Setup),
                origin,
            }))
        } else {
            Err(Problem::new(
                StatusCode::FORBIDDEN,
                "only the PC that runs this installation can do this, from its own window",
            ))
        }
    }
}

fn bearer(parts: &Parts) -> Result<String, Problem> {
    if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
        return value
            .to_str()
            .ok()
            .and_then(|v| v.split_once(' '))
            .filter(|(scheme, token)| {
                scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty()
            })
            .map(|(_, token)| token.trim().to_owned())
            .ok_or_else(|| {
                ServiceError::Unauthenticated("send the credential as: Authorization: Bearer …")
                    .into()
            });
    }
    let jar = CookieJar::from_headers(&parts.headers);
    let cookie = jar
        .get(credential::ACCESS_COOKIE)
        .map(|c| c.value().to_owned());
    match cookie {
        None => Err(ServiceError::Unauthenticated("please sign in").into()),
        Some(token) => {
            check_origin(&parts.method, &parts.headers)?;
            Ok(token)
        }
    }
}

/// A cookie is sent by the browser whoever asked; only our own pages may make it act.
pub(crate) fn check_origin(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let origin_host = text(header::ORIGIN)
        .and_then(|o| o.split_once("://"))
        .map(|(_, host)| host);
    if origin_host.is_some() && origin_host == text(header::HOST) {
        Ok(())
    } else {
        Err(Problem::new(
            StatusCode::FORBIDDEN,
            "this request did not come from CloudCare's own page",
        ))
    }
}
