//! A patient's timeline.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use cloudcare_domain::{
    alert::Severity,
    timeline::{TimelineEntry as Entry, TimelineKind},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{PathOf, QueryOf},
    identity::SignedIn,
    paging::{Page, next_page},
    patient::reference,
    problem::Problems,
};

/// One line of a timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// Unique in the timeline.
    id: String,
    kind: TimelineKind,
    /// When it happened to the patient.
    at: Timestamp,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// Of an alert.
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<Severity>,
}

impl From<Entry> for TimelineEntry {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.key,
            kind: entry.kind,
            at: entry.at,
            title: entry.title,
            detail: entry.detail,
            by: entry.by,
            severity: entry.severity,
        }
    }
}

/// Which part of a timeline.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TimelineQuery {
    /// From the `Link` of the page before.
    after: Option<String>,
    /// 1 to 500; 100 where absent.
    limit: Option<i64>,
    /// Only this kind.
    kind: Option<TimelineKind>,
}

/// What happened to a patient, newest first, of the kinds the caller may read
#[utoipa::path(get, path = "/patients/{patient_id}/records", tag = "patients",
    params(("patient_id" = String, Path), TimelineQuery),
    responses((status = 200, body = Vec<TimelineEntry>, headers(("Link" = String))), Problems))]
pub(crate) async fn records(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<TimelineQuery>,
) -> Result<(HeaderMap, axum::Json<Vec<TimelineEntry>>), Problem> {
    let (_, limit) = Page::new(None, query.limit).checked()?;
    let after = query
        .after
        .as_deref()
        .map(|after| {
            after
                .parse()
                .map_err(|error: cloudcare_domain::timeline::BadTimelineCursor| {
                    Problem::field(StatusCode::UNPROCESSABLE_ENTITY, "after", error.to_string())
                })
        })
        .transpose()?;
    let patient = reference(&id)?;
    let (entries, next) = state
        .services
        .timeline(&caller, &patient, query.kind, after, limit)
        .await?;
    let mut headers = HeaderMap::new();
    if let Some(next) = next {
        let kind = query
            .kind
            .map(|kind| format!("kind={kind}&"))
            .unwrap_or_default();
        next_page(
            &mut headers,
            &format!("/api/v1/patients/{id}/records?{kind}limit={limit}&after={next}"),
        );
    }
    let entries = entries.into_iter().map(TimelineEntry::from).collect();
    Ok((headers, axum::Json(entries)))
}
