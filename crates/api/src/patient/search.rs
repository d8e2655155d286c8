//! Finding patients.

use axum::{extract::State, http::HeaderMap, http::StatusCode};
use cloudcare_domain::{
    code::PatientCode,
    id::PatientId,
    patient::{Gender, IdentityState, SearchMatch},
};
use cloudcare_services::patient::{Newest, PatientList, PatientSummary as SummaryView};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::QueryOf,
    identity::SignedIn,
    paging::{Page, after, next_page, place, total},
    problem::Problems,
};

/// A patient in a list: minimal identity for all staff, the rest within reach.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PatientSummary {
    id: PatientId,
    code: PatientCode,
    family_name: String,
    given_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    date_of_birth: Date,
    date_of_birth_is_estimated: bool,
    age_years: i16,
    gender: Gender,
    identity_state: IdentityState,
    is_deceased: bool,
    /// Whether an alert is open; absent where the caller may not read alerts.
    #[serde(skip_serializing_if = "Option::is_none")]
    emergency_flag: Option<bool>,
    /// Absent beyond reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// Absent beyond reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    has_open_admission: Option<bool>,
}

impl From<SummaryView> for PatientSummary {
    fn from(view: SummaryView) -> Self {
        let identity = view.summary.identity;
        Self {
            id: identity.id,
            age_years: identity.age_years(view.today),
            code: identity.code,
            family_name: identity.family_name,
            given_name: identity.given_name,
            title: identity.title,
            date_of_birth: identity.date_of_birth,
            date_of_birth_is_estimated: identity.is_estimated,
            gender: identity.gender,
            identity_state: view.summary.identity_state,
            is_deceased: view.summary.is_deceased,
            emergency_flag: view.has_open_alert,
            place: view.place,
            has_open_admission: view.has_open_admission,
        }
    }
}

/// Somebody found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchHit {
    patient: PatientSummary,
    /// By what.
    matched: SearchMatch,
}

/// What was typed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Name, code, phone, birth date or insurance number, whole or begun.
    q: Option<String>,
    /// 1 to 100; 20 where absent.
    limit: Option<usize>,
}

/// Which patients.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// As in the search; everybody where absent.
    q: Option<String>,
    /// Only those with an open alert within reach.
    emergency_only: Option<bool>,
    skip: Option<i64>,
    limit: Option<i64>,
    /// From the `Link` of the page before.
    after: Option<String>,
}

/// Whoever may be meant by what was typed into one box, the likeliest first
#[utoipa::path(get, path = "/patients/search", tag = "patients", params(SearchQuery),
    responses((status = 200, body = Vec<SearchHit>), Problems))]
pub(crate) async fn search(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(query): QueryOf<SearchQuery>,
) -> Result<axum::Json<Vec<SearchHit>>, Problem> {
    let limit = query.limit.unwrap_or(20);
    if !(1..=100).contains(&limit) {
        return Err(Problem::field(
            StatusCode::UNPROCESSABLE_ENTITY,
            "limit",
            "1 to 100",
        ));
    }
    let text = query.q.unwrap_or_default();
    let hits = state
        .services
        .search_patients(&caller, &text, limit)
        .await?
        .into_iter()
        .map(|hit| SearchHit {
            patient: hit.patient.into(),
            matched: hit.matched,
        });
    Ok(axum::Json(hits.collect()))
}

/// Every patient by name, birth date and code, newest first
#[utoipa::path(get, path = "/patients", tag = "patients", params(ListQuery),
    responses((status = 200, body = Vec<PatientSummary>, headers(("X-Total-Count" = u32), ("Link" = String))), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(query): QueryOf<ListQuery>,
) -> Result<(HeaderMap, axum::Json<Vec<PatientSummary>>), Problem> {
    let (skip, limit) = Page::new(query.skip, query.limit).checked()?;
    let emergency_only = query.emergency_only.unwrap_or(false);
    let list = PatientList {
        q: query.q,
        emergency_only,
        after: after(query.after.as_deref())?.map(|(created_at, id)| Newest {
            created_at,
            id: id.into(),
        }),
        skip,
        limit,
    };
    let (patients, count, next) = state.services.patients(&caller, &list).await?;
    let mut headers = count.map(total).unwrap_or_default();
    if let Some(next) = next {
        let after = place(next.created_at, next.id.0);
        let filter = if emergency_only {
            "emergency_only=true&"
        } else {
            ""
        };
        next_page(
            &mut headers,
            &format!("/api/v1/patients?{filter}limit={limit}&after={after}"),
        );
    }
    let patients = patients.into_iter().map(PatientSummary::from).collect();
    Ok((headers, axum::Json(patients)))
}
