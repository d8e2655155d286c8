//! Signing in and the tokens it gives.

use bytes::Bytes;
use http::{Method, header};
use serde::{Deserialize, Serialize};

use crate::{Call, ClientError, send_json};

/// A text that must not be printed: `Debug` hides it.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps the text.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// The text itself, for the one place that sends or stores it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What signing in and refreshing answer.
#[derive(Clone, Debug, Deserialize)]
pub struct Tokens {
    /// The bearer of the next requests.
    pub access_token: Secret,
    /// How long it is good for, in seconds.
    pub expires_in: u64,
    /// Exchanged once for the next pair; absent when the server gives none.
    #[serde(default)]
    pub refresh_token: Option<Secret>,
}

#[derive(Serialize)]
struct Login<'a> {
    email: &'a str,
    password: &'a str,
}

#[derive(Serialize)]
struct Refresh<'a> {
    refresh_token: &'a str,
}

/// POST `/api/auth/login`. `workstation` is the station's credential: the session is bound to it.
pub(crate) async fn login(
    call: &impl Call,
    email: &str,
    password: &str,
    workstation: Option<&Secret>,
) -> Result<Tokens, ClientError> {
    let mut headers = Vec::new();
    if let Some(workstation) = workstation {
        headers.push(("x-cloudcare-workstation", workstation.reveal()));
    }
    send_json(
        call,
        Method::POST,
        "/api/auth/login",
        &headers,
        &Login { email, password },
    )
    .await
}

/// POST `/api/auth/refresh`.
pub(crate) async fn refresh(call: &impl Call, token: &Secret) -> Result<Tokens, ClientError> {
    let body = Refresh {
        refresh_token: token.reveal(),
    };
    send_json(call, Method::POST, "/api/auth/refresh", &[], &body).await
}

/// POST `/api/auth/logout`: the server ends the session.
pub(crate) async fn logout(call: &impl Call, access: &Secret) -> Result<(), ClientError> {
    let request = http::Request::builder()
        .method(Method::POST)
        .uri("/api/auth/logout")
        .header(header::AUTHORIZATION, format!("Bearer {}", access.reveal()))
        .body(Bytes::new())
        .map_err(|error| ClientError::Unexpected(error.to_string()))?;
    let response = crate::collect(call.call(request).await?).await?;
    crate::expect_success(response).map(drop)
}
