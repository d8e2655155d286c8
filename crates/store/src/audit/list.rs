//! Reading the record: by whom, about whom, what and when.

use cloudcare_domain::{
    audit::AuditAction,
    id::{PatientId, UserId},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use serde_json::Value;
use uuid::Uuid;

use crate::{Source, StoreError};

/// One line as read back.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRow {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// `user`, `workstation`, `system` or `anonymous`.
    pub actor_kind: String,
    /// Who.
    pub user_id: Option<Uuid>,
    /// Their name, as it is now.
    pub user_name: Option<String>,
    /// As what.
    pub role: Option<String>,
    /// In which session.
    pub session_id: Option<Uuid>,
    /// On which station.
    pub workstation_id: Option<Uuid>,
    /// What the station is called.
    pub workstation_name: Option<String>,
    /// Which background work.
    pub job: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// What.
    pub action: String,
    /// To what sort of thing.
    pub resource_type: String,
    /// To which.
    pub resource_id: Option<String>,
    /// Whose data.
    pub subjects: Vec<PatientId>,
    /// How it ended.
    pub outcome: String,
    /// What for.
    pub purpose: Option<String>,
    /// Codes and counts.
    pub detail: Value,
    /// The request.
    pub request_id: Option<String>,
}

/// Which lines; everything that is given must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// By whom.
    pub user_id: Option<UserId>,
    /// About whom.
    pub patient_id: Option<PatientId>,
    /// What.
    pub action: Option<AuditAction>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
    /// Older than this line.
    pub after: Option<(Timestamp, Uuid)>,
}

struct Row {
    id: Uuid,
    at: jiff_sqlx::Timestamp,
    actor_kind: String,
    user_id: Option<Uuid>,
    user_name: Option<String>,
    role: Option<String>,
    session_id: Option<Uuid>,
    workstation_id: Option<Uuid>,
    workstation_name: Option<String>,
    job: Option<String>,
    address: Option<String>,
    action: String,
    resource_type: String,
    resource_id: Option<String>,
    subjects: Vec<Uuid>,
    outcome: String,
    purpose: Option<String>,
    detail: Value,
    request_id: Option<String>,
}

impl From<Row> for AuditRow {
    fn from(r: Row) -> Self {
        Self {
            id: r.id,
            at: r.at.to_jiff(),
            actor_kind: r.actor_kind,
            user_id: r.user_id,
            user_name: r.user_name,
            role: r.role,
            session_id: r.session_id,
            workstation_id: r.workstation_id,
            workstation_name: r.workstation_name,
            job: r.job,
            address: r.address,
            action: r.action,
            resource_type: r.resource_type,
            resource_id: r.resource_id,
            subjects: r.subjects.into_iter().map(PatientId).collect(),
            outcome: r.outcome,
            purpose: r.purpose,
            detail: r.detail,
            request_id: r.request_id,
        }
    }
}

/// The newest lines first.
pub async fn newest(
    source: &mut impl Source,
    filter: &AuditFilter,
    skip: i64,
    limit: i64,
) -> Result<Vec<AuditRow>, StoreError> {
    let action = filter.action.map(AuditAction::as_str);
    let from = filter.from.map(Timestamp::to_sqlx);
    let to = filter.to.map(Timestamp::to_sqlx);
    let after = filter.after.map(|(at, _)| at.to_sqlx());
    let after_id = filter.after.map(|(_, id)| id);
    let user = filter.user_id.map(|id| id.0);
    // Two statements, because a patient's few lines among a hospital's are found by another index.
    let rows = if let Some(patient) = filter.patient_id {
        sqlx::query_as!(
            Row,
            r#"select a.id, a.at, a.actor_kind, a.user_id, u.full_name as "user_name?", a.role, a.session_id,
                      a.workstation_id, w.name as "workstation_name?", a.job, a.address, a.action,
                      a.resource_type, a.resource_id, a.subjects, a.outcome, a.purpose, a.detail, a.request_id
               from (select * from audit_events
                     where subjects @> array[$1::uuid] and ($9::uuid is null or user_id = $9)
                       and ($2::text is null or action = $2)
                       and ($3::timestamptz is null or at >= $3)
                       and ($4::timestamptz is null or at < $4)
                       and ($5::timestamptz is null or (at, id) < ($5, $6))
                     order by at desc, id desc offset $7 limit $8) as a
                 left join users u on u.id = a.user_id
                 left join workstations w on w.id = a.workstation_id
               order by a.at desc, a.id desc"#,
            patient.0,
            action,
            from as _,
            to as _,
            after as _,
            after_id,
            skip,
            limit,
            user,
        )
        .fetch_all(source.connection())
        .await?
    } else {
        sqlx::query_as!(
            Row,
            r#"select a.id, a.at, a.actor_kind, a.user_id, u.full_name as "user_name?", a.role, a.session_id,
                      a.workstation_id, w.name as "workstation_name?", a.job, a.address, a.action,
                      a.resource_type, a.resource_id, a.subjects, a.outcome, a.purpose, a.detail, a.request_id
               from (select * from audit_events
                     where ($1::uuid is null or user_id = $1)
                       and ($2::text is null or action = $2)
                       and ($3::timestamptz is null or at >= $3)
                       and ($4::timestamptz is null or at < $4)
                       and ($5::timestamptz is null or (at, id) < ($5, $6))
                     order by at desc, id desc offset $7 limit $8) as a
                 left join users u on u.id = a.user_id
                 left join workstations w on w.id = a.workstation_id
               order by a.at desc, a.id desc"#,
            user,
            action,
            from as _,
            to as _,
            after as _,
            after_id,
            skip,
            limit,
        )
        .fetch_all(source.connection())
        .await?
    };
    Ok(rows.into_iter().map(AuditRow::from).collect())
}

/// How many fit, `after` left aside, to `most` at the most.
pub async fn count(
    source: &mut impl Source,
    filter: &AuditFilter,
    most: i64,
) -> Result<i64, StoreError> {
    let action = filter.action.map(AuditAction::as_str);
    let from = filter.from.map(Timestamp::to_sqlx);
    let to = filter.to.map(Timestamp::to_sqlx);
    let user = filter.user_id.map(|id| id.0);
    let count = if let Some(patient) = filter.patient_id {
        sqlx::query_scalar!(
            r#"select count(*) as "count!" from
                 (select from audit_events
                  where subjects @> array[$1::uuid]
                    and ($2::uuid is null or user_id = $2)
                    and ($3::text is null or action = $3)
                    and ($4::timestamptz is null or at >= $4)
                    and ($5::timestamptz is null or at < $5)
                  limit $6) as a"#,
            patient.0,
            user,
            action,
            from as _,
            to as _,
            most,
        )
        .fetch_one(source.connection())
        .await?
    } else {
        sqlx::query_scalar!(
            r#"select count(*) as "count!" from
                 (select from audit_events
                  where ($1::uuid is null or user_id = $1)
                    and ($2::text is null or action = $2)
                    and ($3::timestamptz is null or at >= $3)
                    and ($4::timestamptz is null or at < $4)
                  limit $5) as a"#,
            user,
            action,
            from as _,
            to as _,
            most,
        )
        .fetch_one(source.connection())
        .await?
    };
    Ok(count)
}
