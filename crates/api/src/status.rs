//! Whether this instance lives and can serve.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{ApiState, VERSION};

/// What this is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Service {
    service: &'static str,
    version: &'static str,
    status: &'static str,
}

/// What this is
#[utoipa::path(get, path = "/", tag = "operations", security(()), responses((status = 200, body = Service)))]
pub(crate) async fn root() -> Json<Service> {
    Json(Service {
        service: "CloudCare",
        version: VERSION,
        status: "running",
    })
}

/// That it lives.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    status: &'static str,
}

/// Liveness: the process answers
#[utoipa::path(get, path = "/health", tag = "operations", security(()), responses((status = 200, body = Health)))]
pub(crate) async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// What it needs to serve, one by one.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// `ready` or `not_ready`.
    status: &'static str,
    /// Version of this instance.
    version: &'static str,
    /// Whether the database answers.
    database: bool,
    /// Whether the event log was read within the last five seconds.
    log_reader: bool,
}

/// Readiness: the database answers and the event log is being read
#[utoipa::path(get, path = "/ready", tag = "operations", security(()),
    responses((status = 200, body = Readiness), (status = 503, body = Readiness)))]
pub(crate) async fn ready(State(state): State<ApiState>) -> Response {
    let database = state.services.is_database_ready().await;
    let log_reader = state.services.is_reading_log();
    let is_ready = database && log_reader;
    let body = Readiness {
        status: if is_ready { "ready" } else { "not_ready" },
        version: VERSION,
        database,
        log_reader,
    };
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    // Not a problem document: a probe reads the parts.
    (status, Json(body)).into_response()
}
