//! Emergency alerts.

mod view;

pub use view::{Alert, Person, Station};

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use cloudcare_domain::{
    alert::{AlertCommand, AlertType, HistoryKind, ReceiptKind, Severity, TriggeredBy},
    id::{UserId, WardId},
};
use cloudcare_services::alert::{AlertQuery, RaiseAlert};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    ApiState, Problem,
    body::{Json, PathOf, QueryOf},
    identity::SignedIn,
    paging::{Page, total},
    patient::reference,
    problem::Problems,
};

/// An alert to raise.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmergencyAlertCreate {
    /// Your own id; raising it twice with the same body is harmless.
    alert_id: Option<String>,
    /// Code or UUID; none: a place.
    patient_id: Option<String>,
    /// Name or UUID; needed where there is no admitted patient and more than one hospital.
    hospital_id: Option<String>,
    ward_id: Option<WardId>,
    /// Where, in words; needed where there is no patient and no ward.
    place: Option<String>,
    alert_type: AlertType,
    severity: Severity,
    /// 1 to 2,000 characters.
    description: String,
    /// `manual` where absent.
    triggered_by: Option<TriggeredBy>,
    /// An object.
    #[schema(value_type = Option<Object>)]
    trigger_data: Option<Value>,
    /// An object, for example latitude and longitude.
    #[schema(value_type = Option<Object>)]
    location: Option<Value>,
}

/// Which alerts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Every open state; true where absent.
    active_only: Option<bool>,
    severity: Option<Severity>,
    skip: Option<i64>,
    limit: Option<i64>,
}

impl ListQuery {
    fn checked(self) -> Result<AlertQuery, Problem> {
        let (skip, limit) = Page::new(self.skip, self.limit).checked()?;
        Ok(AlertQuery {
            active_only: self.active_only.unwrap_or(true),
            severity: self.severity,
            patient: None,
            skip,
            limit,
        })
    }
}

/// The alerts within reach, newest first
#[utoipa::path(get, path = "/emergency/alerts", tag = "emergency", params(ListQuery),
    responses((status = 200, body = Vec<Alert>, headers(("X-Total-Count" = u32))), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(query): QueryOf<ListQuery>,
) -> Result<(HeaderMap, axum::Json<Vec<Alert>>), Problem> {
    let (alerts, count) = state.services.alerts(&caller, &query.checked()?).await?;
    Ok((
        total(count),
        axum::Json(alerts.into_iter().map(Alert::from).collect()),
    ))
}

/// The alerts of one patient, newest first
#[utoipa::path(get, path = "/emergency/patients/{patient_id}/alerts", tag = "emergency",
    params(("patient_id" = String, Path), ListQuery), responses((status = 200, body = Vec<Alert>), Problems))]
pub(crate) async fn of_patient(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<ListQuery>,
) -> Result<(HeaderMap, axum::Json<Vec<Alert>>), Problem> {
    let query = AlertQuery {
        patient: Some(reference(&id)?),
        ..query.checked()?
    };
    let (alerts, count) = state.services.alerts(&caller, &query).await?;
    Ok((
        total(count),
        axum::Json(alerts.into_iter().map(Alert::from).collect()),
    ))
}

/// One alert, by the caller's id or ours
#[utoipa::path(get, path = "/emergency/alerts/{alert_id}", tag = "emergency", params(("alert_id" = String, Path)),
    responses((status = 200, body = Alert), Problems))]
pub(crate) async fn get(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<axum::Json<Alert>, Problem> {
    Ok(axum::Json(state.services.alert(&caller, &id).await?.into()))
}

/// Raise an alert; the same id and body while it is open answers 200 with the open one
#[utoipa::path(post, path = "/emergency/alerts", tag = "emergency", request_body = EmergencyAlertCreate,
    params(("Idempotency-Key" = Option<Uuid>, Header, description = "stands in for alert_id")),
    responses((status = 201, body = Alert), (status = 200, body = Alert, description = "raised before, still open"), Problems))]
pub(crate) async fn raise(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    headers: HeaderMap,
    Json(body): Json<EmergencyAlertCreate>,
) -> Result<(StatusCode, axum::Json<Alert>), Problem> {
    let key = headers
        .get("idempotency-key")
        .map(|v| v.to_str().unwrap_or_default().parse::<Uuid>());
    let key = key.transpose().map_err(|_| {
        Problem::field(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Idempotency-Key",
            "a UUID",
        )
    })?;
    let request = RaiseAlert {
        alert_ref: body.alert_id.or(key.map(|k| k.to_string())),
        patient: body.patient_id.as_deref().map(reference).transpose()?,
        hospital: body.hospital_id,
        ward_id: body.ward_id,
        place: body.place,
        alert_type: body.alert_type,
        severity: body.severity,
        description: body.description,
        triggered_by: body.triggered_by.unwrap_or(TriggeredBy::Manual),
        trigger_data: body.trigger_data,
        location: body.location,
    };
    let (view, is_new) = state.services.raise_alert(&caller, request).await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, axum::Json(view.into())))
}

/// An acknowledgement.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acknowledge {
    /// The caller where absent; nobody answers in another's name.
    responder_id: Option<UserId>,
}

/// A response.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Respond {
    /// The caller where absent; nobody answers in another's name.
    responder_id: Option<UserId>,
    /// In a few words.
    notes: Option<String>,
}

/// A false alarm.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FalseAlarm {
    /// What was found, in a few words.
    notes: String,
}

/// The end of an alert.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resolve {
    /// What was found and done, in a few words.
    resolution_notes: String,
}

/// I have seen it
#[utoipa::path(patch, path = "/emergency/alerts/{alert_id}/acknowledge", tag = "emergency", request_body = Acknowledge,
    params(("alert_id" = String, Path)), responses((status = 200, body = Alert), Problems))]
pub(crate) async fn acknowledge(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<Acknowledge>,
) -> Result<axum::Json<Alert>, Problem> {
    let view = state
        .services
        .answer_alert(
            &caller,
            &id,
            AlertCommand::Acknowledge,
            None,
            body.responder_id,
        )
        .await?;
    Ok(axum::Json(view.into()))
}

/// I am going
#[utoipa::path(patch, path = "/emergency/alerts/{alert_id}/respond", tag = "emergency", request_body = Respond,
    params(("alert_id" = String, Path)), responses((status = 200, body = Alert), Problems))]
pub(crate) async fn respond(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<Respond>,
) -> Result<axum::Json<Alert>, Problem> {
    let notes = body.notes.as_deref();
    let view = state
        .services
        .answer_alert(
            &caller,
            &id,
            AlertCommand::Respond,
            notes,
            body.responder_id,
        )
        .await?;
    Ok(axum::Json(view.into()))
}

/// It is over
#[utoipa::path(patch, path = "/emergency/alerts/{alert_id}/resolve", tag = "emergency", request_body = Resolve,
    params(("alert_id" = String, Path)), responses((status = 200, body = Alert), Problems))]
pub(crate) async fn resolve(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<Resolve>,
) -> Result<axum::Json<Alert>, Problem> {
    let notes = Some(body.resolution_notes.as_str());
    let view = state
        .services
        .answer_alert(&caller, &id, AlertCommand::Resolve, notes, None)
        .await?;
    Ok(axum::Json(view.into()))
}

/// It is over, and there was nothing
#[utoipa::path(patch, path = "/emergency/alerts/{alert_id}/false-alarm", tag = "emergency", request_body = FalseAlarm,
    params(("alert_id" = String, Path)), responses((status = 200, body = Alert), Problems))]
pub(crate) async fn false_alarm(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<FalseAlarm>,
) -> Result<axum::Json<Alert>, Problem> {
    let notes = Some(body.notes.as_str());
    let view = state
        .services
        .answer_alert(&caller, &id, AlertCommand::FalseAlarm, notes, None)
        .await?;
    Ok(axum::Json(view.into()))
}

/// What a station did with an alert.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    kind: ReceiptKind,
}

/// A station tells what it did; never stops an alert
#[utoipa::path(post, path = "/emergency/alerts/{alert_id}/receipts", tag = "emergency", request_body = Receipt,
    params(("alert_id" = String, Path)), responses((status = 204), Problems))]
pub(crate) async fn receipt(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    Json(body): Json<Receipt>,
) -> Result<StatusCode, Problem> {
    state
        .services
        .alert_receipt(&caller, &id, body.kind)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One line of an alert's story.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlertEvent {
    kind: HistoryKind,
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workstation: Option<Station>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
}

/// The whole story of an alert, oldest first
#[utoipa::path(get, path = "/emergency/alerts/{alert_id}/events", tag = "emergency", params(("alert_id" = String, Path)),
    responses((status = 200, body = Vec<AlertEvent>), Problems))]
pub(crate) async fn history(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
) -> Result<axum::Json<Vec<AlertEvent>>, Problem> {
    let lines = state.services.alert_history(&caller, &id).await?;
    let lines = lines.into_iter().map(|line| AlertEvent {
        kind: line.kind,
        at: line.at,
        by: line.by.map(|(id, full_name)| Person { id, full_name }),
        workstation: line.workstation.map(|(id, name)| Station { id, name }),
        notes: line.notes,
    });
    Ok(axum::Json(lines.collect()))
}
