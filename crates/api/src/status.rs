//! Whether this instance lives and can serve.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use cloudcare_services::audit::RecordHealth;
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
    /// The audit record. Trouble here does not stop care, and somebody must look (H30).
    audit: AuditState,
}

/// How the audit record is doing on this instance.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditState {
    /// `ok`, `kept_aside` (the database does not take the record; its lines wait in a file), `behind`
    /// (events wait longer than ten seconds for their seal) or `broken` (seals are gone or changed).
    status: &'static str,
    /// Age of the oldest event without a seal, in seconds; 0 where all are sealed.
    unsealed_seconds: i64,
    /// Lines that wait outside the database.
    kept_aside: usize,
}

impl From<RecordHealth> for AuditState {
    fn from(health: RecordHealth) -> Self {
        let unsealed_seconds = health.unsealed_for.map_or(0, |age| age.as_secs());
        let status = if health.is_broken {
            "broken"
        } else if health.kept_aside > 0 {
            "kept_aside"
        } else if !health.is_followed || unsealed_seconds > 10 {
            "behind"
        } else {
            "ok"
        };
        Self {
            status,
            unsealed_seconds,
            kept_aside: health.kept_aside,
        }
    }
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
        audit: state.services.record_health().into(),
    };
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    // Not a problem document: a probe reads the parts.
    (status, Json(body)).into_response()
}
