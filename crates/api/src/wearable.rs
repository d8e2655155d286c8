//! Wearable records.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::wearable::RecordKind;
use cloudcare_services::wearable::{ItemKept, ItemResult};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    ApiState, Problem, body::Json, identity::SignedIn, patient::reference, problem::Problems,
};

/// Records of one type from a phone, in either dialect of Health Connect.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WearableSync {
    /// Code or UUID.
    patient_id: String,
    /// `OxygenSaturation` or `HeartRate`.
    method: String,
    /// One record or a list of records.
    #[schema(value_type = Object)]
    data: Value,
}

/// What became of a sync.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncResult {
    /// Stored or updated.
    synced_count: usize,
    total_items: usize,
    /// Per item, in the order sent; nothing is dropped silently.
    results: Vec<SyncItem>,
    /// Whether readings of this device alert anybody.
    watched: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_watched_because: Option<&'static str>,
}

/// What became of one item.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    status: SyncStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// How an item was taken.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncStatus {
    /// New.
    Stored,
    /// Known under this id, now with other content.
    Updated,
    /// Known already.
    Duplicate,
    /// Not taken; the reason says why.
    Refused,
}

impl From<ItemResult> for SyncItem {
    fn from(item: ItemResult) -> Self {
        let (status, reason) = match item.outcome {
            Ok(ItemKept::Stored) => (SyncStatus::Stored, None),
            Ok(ItemKept::Updated) => (SyncStatus::Updated, None),
            Ok(ItemKept::Duplicate) => (SyncStatus::Duplicate, None),
            Err(reason) => (SyncStatus::Refused, Some(reason)),
        };
        Self {
            id: item.id,
            status,
            reason,
        }
    }
}

/// Take records from a patient's phone
#[utoipa::path(post, path = "/wearables/sync", tag = "wearables", request_body = WearableSync,
    responses((status = 201, body = SyncResult), Problems))]
pub(crate) async fn sync(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Json(body): Json<WearableSync>,
) -> Result<(StatusCode, axum::Json<SyncResult>), Problem> {
    let patient = reference(&body.patient_id)?;
    let kind = RecordKind::from_method(&body.method).ok_or_else(|| {
        Problem::field(
            StatusCode::UNPROCESSABLE_ENTITY,
            "method",
            "OxygenSaturation or HeartRate",
        )
    })?;
    let items = match body.data {
        Value::Array(items) => items,
        one @ Value::Object(_) => vec![one],
        _ => {
            return Err(Problem::field(
                StatusCode::UNPROCESSABLE_ENTITY,
                "data",
                "one record or a list of records",
            ));
        }
    };
    let synced = state
        .services
        .sync_wearables(&caller, &patient, kind, &items)
        .await?;
    let kept = |r: &&ItemResult| matches!(r.outcome, Ok(ItemKept::Stored | ItemKept::Updated));
    let result = SyncResult {
        synced_count: synced.results.iter().filter(kept).count(),
        total_items: items.len(),
        results: synced.results.into_iter().map(SyncItem::from).collect(),
        watched: synced.watched.is_ok(),
        not_watched_because: synced.watched.err(),
    };
    Ok((StatusCode::CREATED, axum::Json(result)))
}
