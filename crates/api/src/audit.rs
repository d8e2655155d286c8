//! The audit record: the administrator's list, export and proof, and who opened a patient's record.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use cloudcare_domain::{
    audit::AuditAction,
    id::{PatientId, UserId},
};
use cloudcare_services::audit::{
    AuditFilter, AuditRow, MOST_EXPORTED, OutsideCopy, Verification as Found,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    ApiState, Problem,
    body::{Json as Body, PathOf, QueryOf},
    identity::SignedIn,
    paging::{self, Page, next_page},
    patient::reference,
    problem::Problems,
};

/// One line of the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEvent {
    id: Uuid,
    at: Timestamp,
    /// `user`, `workstation`, `system` or `anonymous`.
    actor_kind: String,
    user_id: Option<Uuid>,
    user_name: Option<String>,
    role: Option<String>,
    session_id: Option<Uuid>,
    workstation_id: Option<Uuid>,
    workstation_name: Option<String>,
    /// Background work.
    job: Option<String>,
    address: Option<String>,
    action: String,
    resource_type: String,
    resource_id: Option<String>,
    /// Every patient whose data were read or written.
    subjects: Vec<PatientId>,
    /// `success`, `denied` or `failed`.
    outcome: String,
    /// What for; none in lines older than purposes.
    purpose: Option<String>,
    /// Codes and counts.
    detail: Value,
    request_id: Option<String>,
}

impl From<AuditRow> for AuditEvent {
    fn from(row: AuditRow) -> Self {
        Self {
            id: row.id,
            at: row.at,
            actor_kind: row.actor_kind,
            user_id: row.user_id,
            user_name: row.user_name,
            role: row.role,
            session_id: row.session_id,
            workstation_id: row.workstation_id,
            workstation_name: row.workstation_name,
            job: row.job,
            address: row.address,
            action: row.action,
            resource_type: row.resource_type,
            resource_id: row.resource_id,
            subjects: row.subjects,
            outcome: row.outcome,
            purpose: row.purpose,
            detail: row.detail,
            request_id: row.request_id,
        }
    }
}

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditQuery {
    /// By this person.
    user_id: Option<UserId>,
    /// About this patient, by id.
    patient_id: Option<PatientId>,
    /// Of this action.
    action: Option<AuditAction>,
    /// Not before.
    from: Option<Timestamp>,
    /// Before.
    to: Option<Timestamp>,
    /// From the `Link` of the page before.
    after: Option<String>,
    /// How many to pass over; 0 or more.
    skip: Option<i64>,
    /// How many at most; 1 to 500, 100 where absent.
    limit: Option<i64>,
}

impl AuditQuery {
    fn filter(&self) -> Result<AuditFilter, Problem> {
        for (field, at) in [("from", self.from), ("to", self.to)] {
            // The database's calendar is shorter than the clock's.
            if at.is_some_and(|at| at < Timestamp::UNIX_EPOCH) {
                return Err(Problem::field(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    field,
                    "1970 or later",
                ));
            }
        }
        Ok(AuditFilter {
            user_id: self.user_id,
            patient_id: self.patient_id,
            action: self.action,
            from: self.from,
            to: self.to,
            after: paging::after(self.after.as_deref())?,
        })
    }

    /// The same question about what follows.
    fn next(&self, path: &str, limit: Option<i64>, last: &AuditRow) -> String {
        let mut query = String::new();
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                query.extend([name, "=", &value, "&"]);
            }
        };
        add("user_id", self.user_id.map(|id| id.to_string()));
        add("patient_id", self.patient_id.map(|id| id.to_string()));
        add("action", self.action.map(|a| a.to_string()));
        add("from", self.from.map(|at| at.to_string()));
        add("to", self.to.map(|at| at.to_string()));
        add("limit", limit.map(|limit| limit.to_string()));
        format!("{path}?{query}after={}", paging::place(last.at, last.id))
    }
}

/// The record, newest first
#[utoipa::path(get, path = "/audit", tag = "audit", params(AuditQuery),
    responses((status = 200, body = Vec<AuditEvent>, headers(("X-Total-Count" = u32), ("Link" = String))), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(query): QueryOf<AuditQuery>,
) -> Result<(HeaderMap, Json<Vec<AuditEvent>>), Problem> {
    let (skip, limit) = Page::new(query.skip, query.limit).checked()?;
    let filter = query.filter()?;
    let (rows, total) = state
        .services
        .audit_events(&caller, &filter, skip, limit)
        .await?;
    let mut headers = total.map(paging::total).unwrap_or_default();
    if is_full(&rows, limit)
        && let Some(last) = rows.last()
    {
        next_page(
            &mut headers,
            &query.next("/api/v1/audit", Some(limit), last),
        );
    }
    Ok((
        headers,
        Json(rows.into_iter().map(AuditEvent::from).collect()),
    ))
}

/// The record as a table for a spreadsheet, newest first, 50,000 lines at a time; itself on record
#[utoipa::path(get, path = "/audit/export", tag = "audit", params(AuditQuery),
    responses((status = 200, content_type = "text/csv", body = String, headers(("Link" = String))), Problems))]
pub(crate) async fn export(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(query): QueryOf<AuditQuery>,
) -> Result<Response, Problem> {
    let rows = state
        .services
        .export_audit_events(&caller, &query.filter()?)
        .await?;
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"audit.csv\""),
    );
    if is_full(&rows, MOST_EXPORTED)
        && let Some(last) = rows.last()
    {
        next_page(
            &mut headers,
            &query.next("/api/v1/audit/export", None, last),
        );
    }
    Ok((headers, table(&rows)).into_response())
}

fn is_full(rows: &[AuditRow], limit: i64) -> bool {
    i64::try_from(rows.len()).is_ok_and(|count| count == limit)
}

fn table(rows: &[AuditRow]) -> String {
    let mut text = String::from(
        "at,actor_kind,user_id,user_name,role,session_id,workstation_id,workstation_name,job,address,action,\
         resource_type,resource_id,subjects,outcome,purpose,detail,request_id,id\r\n",
    );
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    for row in rows {
        let subjects: Vec<String> = row.subjects.iter().map(ToString::to_string).collect();
        let some = |text: &Option<String>| text.clone().unwrap_or_default();
        let fields = [
            row.at.to_string(),
            row.actor_kind.clone(),
            id(row.user_id),
            some(&row.user_name),
            some(&row.role),
            id(row.session_id),
            id(row.workstation_id),
            some(&row.workstation_name),
            some(&row.job),
            some(&row.address),
            row.action.clone(),
            row.resource_type.clone(),
            some(&row.resource_id),
            subjects.join(" "),
            row.outcome.clone(),
            some(&row.purpose),
            row.detail.to_string(),
            some(&row.request_id),
            row.id.to_string(),
        ];
        let fields: Vec<String> = fields.iter().map(|field| cell(field)).collect();
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A field in quotes (RFC 4180). A spreadsheet runs what begins like a formula: an apostrophe before
/// it makes it text, in every program that would.
fn cell(field: &str) -> String {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let before = if is_formula { "'" } else { "" };
    format!("\"{before}{}\"", field.replace('"', "\"\""))
}

/// Whether the record is whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct Verification {
    /// Whether nothing was edited, deleted, moved, inserted or cut off.
    is_whole: bool,
    /// Events read, up to the first bad one.
    events: i64,
    /// Seals that hold.
    seals: i64,
    /// Of the events: too new to be sealed.
    unsealed: i64,
    /// Seal up to which the copy outside the database knows the record; none where there is no copy,
    /// and then what was cut off at the end can't be missed.
    outside_copy_up_to: Option<i64>,
    /// The first event that is not as it was.
    first_bad: Option<FirstBad>,
}

/// Where the record stops being whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct FirstBad {
    /// In what way, for programs: `edited`, `deleted`, `moved`, `inserted`, `truncated` …
    fault: &'static str,
    /// In what way, in words.
    message: &'static str,
    /// Position in the record, from 1.
    position: i64,
    /// Which event, where it is known.
    event_id: Option<Uuid>,
    /// When it happened, where that is known.
    at: Option<Timestamp>,
}

impl From<Found> for Verification {
    fn from(found: Found) -> Self {
        Self {
            is_whole: found.first_bad.is_none(),
            events: found.events,
            seals: found.seals,
            unsealed: found.unsealed,
            outside_copy_up_to: match found.outside_copy {
                OutsideCopy::Absent => None,
                OutsideCopy::UpTo(seal) => Some(seal),
            },
            first_bad: found.first_bad.map(|bad| FirstBad {
                fault: bad.fault.as_str(),
                message: bad.fault.in_words(),
                position: bad.position,
                event_id: bad.event_id,
                at: bad.at,
            }),
        }
    }
}

/// Proves that the record is whole, or names the first event that is not as it was; itself on record
#[utoipa::path(get, path = "/audit/verify", tag = "audit",
    responses((status = 200, body = Verification), Problems))]
pub(crate) async fn verify(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
) -> Result<Json<Verification>, Problem> {
    Ok(Json(state.services.verify_audit(&caller).await?.into()))
}

/// What patients see of those who opened their record.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessLogPolicy {
    /// By name; where false, by role alone.
    shows_names: bool,
}

/// Says whether patients see names or roles in their access log
#[utoipa::path(put, path = "/audit/access-log-policy", tag = "audit", request_body = AccessLogPolicy,
    responses((status = 200, body = AccessLogPolicy), Problems))]
pub(crate) async fn set_access_log_policy(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Body(policy): Body<AccessLogPolicy>,
) -> Result<Json<AccessLogPolicy>, Problem> {
    state
        .services
        .set_access_log_policy(&caller, policy.shows_names)
        .await?;
    Ok(Json(policy))
}

/// One opening or change of a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Access {
    id: Uuid,
    at: Timestamp,
    /// Role, or `workstation`, or `system`.
    by_role: String,
    /// Where the house shows names.
    #[serde(skip_serializing_if = "Option::is_none")]
    by_name: Option<String>,
    action: String,
    /// To which part.
    resource_type: String,
    /// `success`, `denied` or `failed`.
    outcome: String,
    /// What for.
    purpose: Option<String>,
}

impl From<AuditRow> for Access {
    fn from(row: AuditRow) -> Self {
        Self {
            id: row.id,
            at: row.at,
            by_role: row.role.unwrap_or(row.actor_kind),
            by_name: row.user_name,
            action: row.action,
            resource_type: row.resource_type,
            outcome: row.outcome,
            purpose: row.purpose,
        }
    }
}

/// Which part of an access log.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AccessQuery {
    /// From the `Link` of the page before.
    after: Option<String>,
    /// 1 to 500; 100 where absent.
    limit: Option<i64>,
}

/// Who opened or changed a patient's record, newest first: for the patient and for administrators
#[utoipa::path(get, path = "/patients/{patient_id}/access-log", tag = "audit",
    params(("patient_id" = String, Path), AccessQuery),
    responses((status = 200, body = Vec<Access>, headers(("Link" = String))), Problems))]
pub(crate) async fn access_log(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<AccessQuery>,
) -> Result<(HeaderMap, Json<Vec<Access>>), Problem> {
    let (_, limit) = Page::new(None, query.limit).checked()?;
    let after = paging::after(query.after.as_deref())?;
    let patient = reference(&id)?;
    let rows = state
        .services
        .access_log(&caller, &patient, after, limit)
        .await?;
    let mut headers = HeaderMap::new();
    if is_full(&rows, limit)
        && let Some(last) = rows.last()
    {
        let place = paging::place(last.at, last.id);
        next_page(
            &mut headers,
            &format!("/api/v1/patients/{id}/access-log?limit={limit}&after={place}"),
        );
    }
    Ok((headers, Json(rows.into_iter().map(Access::from).collect())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_runs_in_a_spreadsheet() {
        for (field, expected) in [
            ("nurse", "\"nurse\""),
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
            ("=HYPERLINK(1)", "\"'=HYPERLINK(1)\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@x", "\"'@x\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("", "\"\""),
        ] {
            assert_eq!(cell(field), expected);
        }
    }
}
