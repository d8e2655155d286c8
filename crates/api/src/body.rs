//! Reading what a client sent: every way it can be wrong has an answer in words.

use axum::{
    extract::{FromRequest, FromRequestParts, Path, Request, rejection::BytesRejection},
    http::{StatusCode, header, request::Parts},
};
use bytes::Bytes;
use cloudcare_services::CreationKey;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Problem;

/// A JSON body. Malformed → 400, another type → 415, too large → 413, a field that does not fit →
/// 422 with its path.
#[derive(Debug, Clone)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        parse(read(request, state).await?).map(Self)
    }
}

/// A JSON body that creates something, with the client's key where it sent one (R3).
#[derive(Debug, Clone)]
pub(crate) struct Creating<T> {
    pub(crate) key: Option<CreationKey>,
    pub(crate) body: T,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Creating<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let id = idempotency_key(&request)?;
        let mut hash = Sha256::new();
        hash.update(request.method().as_str());
        hash.update([0]);
        hash.update(request.uri().path().trim_end_matches('/'));
        hash.update([0]);
        let value = read(request, state).await?;
        // Written anew from the parsed value: neither spaces nor the order of fields make another request.
        hash.update(value.to_string());
        let request_hash = hash.finalize().into();
        Ok(Self {
            key: id.map(|id| CreationKey { id, request_hash }),
            body: parse(value)?,
        })
    }
}

/// The header of every request that creates something.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(
    dead_code,
    reason = "only described in the OpenAPI document; `Creating` reads the header"
)]
pub(crate) struct IdempotencyKey {
    /// A UUID made anew for each thing created: it becomes the thing's id. The same request again
    /// is answered alike and creates nothing; another request with the same key is refused.
    #[param(rename = "Idempotency-Key")]
    idempotency_key: Option<Uuid>,
}

fn idempotency_key(request: &Request) -> Result<Option<Uuid>, Problem> {
    request
        .headers()
        .get("idempotency-key")
        .map(|value| {
            let key: Option<Uuid> = value.to_str().ok().and_then(|text| text.parse().ok());
            key.filter(|key| !key.is_nil()).ok_or_else(|| {
                Problem::field(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "Idempotency-Key",
                    "a UUID, made anew for each thing created",
                )
            })
        })
        .transpose()
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Value, Problem> {
    let is_json = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.split(';').next())
        .is_some_and(|t| {
            let t = t.trim().to_ascii_lowercase();
            t == "application/json" || (t.starts_with("application/") && t.ends_with("+json"))
        });
    let bytes = Bytes::from_request(request, state)
        .await
        .map_err(|e| unreadable(&e))?;
    if !is_json {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send JSON with Content-Type: application/json",
        ));
    }
    let value: Value = serde_json::from_slice(&bytes).map_err(|e| {
        Problem::new(
            StatusCode::BAD_REQUEST,
            format!(
                "the body is not JSON: line {} column {}",
                e.line(),
                e.column()
            ),
        )
    })?;
    if holds_nul(&value) {
        return Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "a text holds a NUL character, which can't be stored",
        ));
    }
    Ok(value)
}

/// Tells a field that is null (`Some(None)`) from one that is absent (`None`, by `serde(default)`).
pub(crate) fn nullable<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(
    field: D,
) -> Result<Option<Option<T>>, D::Error> {
    serde::Deserialize::deserialize(field).map(Some)
}

/// Reads a value into its type; the problem names the field.
pub(crate) fn parse<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        let field = match (path.as_str(), message.split('`').nth(1)) {
            (".", Some(named)) => named.to_owned(),
            (path, Some(named)) if message.starts_with("missing field") => {
                format!("{path}.{named}")
            }
            (path, _) => path.to_owned(),
        };
        Problem::field(StatusCode::UNPROCESSABLE_ENTITY, field, message)
    })
}

fn unreadable(rejection: &BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body is too large; send less at once",
        ),
        _ => Problem::new(
            StatusCode::BAD_REQUEST,
            "the body could not be read to its end",
        ),
    }
}

/// PostgreSQL's text can't hold it, and no text of a person does.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields.iter().any(|(k, v)| k.contains('\0') || holds_nul(v)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A path's parameters.
#[derive(Debug, Clone)]
pub(crate) struct PathOf<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PathOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Path::from_request_parts(parts, state)
            .await
            .map(|Path(value)| Self(value))
            .map_err(|_| {
                Problem::new(
                    StatusCode::BAD_REQUEST,
                    "a part of the path can't be read; an id is a UUID",
                )
            })
    }
}

/// A query string.
#[derive(Debug, Clone)]
pub(crate) struct QueryOf<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for QueryOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        axum_extra::extract::Query::from_request_parts(parts, state)
            .await
            .map(|axum_extra::extract::Query(value)| Self(value))
            .map_err(|rejection| {
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, rejection.body_text())
            })
    }
}
