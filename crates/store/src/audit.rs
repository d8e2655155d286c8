//! The audit record. Rows are only ever added.

use cloudcare_domain::{
    access::{Actor, Job},
    audit::AuditEvent,
    id::{AuditEventId, IdGen, PatientId},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Origin, Source, StoreError, UnitOfWork};

/// One line as read back.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRow {
    /// When.
    pub at: Timestamp,
    /// `user`, `workstation` or `system`.
    pub actor_kind: String,
    /// Who.
    pub user_id: Option<Uuid>,
    /// On which station.
    pub workstation_id: Option<Uuid>,
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
}

pub(crate) async fn insert(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    actor: &Actor,
    origin: &Origin,
    event: &AuditEvent,
) -> Result<(), StoreError> {
    let (kind, user, job) = match actor {
        Actor::User(user) => ("user", Some(user), None),
        Actor::Workstation(_) => ("workstation", None, None),
        Actor::System(Job::SignIn) => ("anonymous", None, Some(Job::SignIn)),
        Actor::System(job) => ("system", None, Some(*job)),
    };
    let subjects: Vec<Uuid> = event.subjects.iter().map(|id| id.0).collect();
    sqlx::query!(
        "insert into audit_events
           (id, actor_kind, user_id, role, session_id, workstation_id, job, address, action,
            resource_type, resource_id, subjects, outcome, detail, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        AuditEventId::generate(ids).0,
        kind,
        user.map(|u| u.user_id.0),
        user.map(|u| u.role.as_str()),
        user.map(|u| u.session_id.0),
        actor.workstation_id().map(|w| w.0),
        job.map(Job::as_str),
        origin.address.as_deref(),
        event.action.as_str(),
        event.resource_type,
        event.resource_id.as_deref(),
        &subjects,
        event.outcome.as_str(),
        serde_json::Value::Object(event.detail.clone()),
        origin.request_id.as_deref(),
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// The newest lines first.
pub async fn newest(source: &mut impl Source, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
    let rows = sqlx::query!(
        "select at, actor_kind, user_id, workstation_id, action, resource_type, resource_id, subjects, outcome
         from audit_events order by at desc, id desc limit $1",
        limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| AuditRow {
            at: r.at.to_jiff(),
            actor_kind: r.actor_kind,
            user_id: r.user_id,
            workstation_id: r.workstation_id,
            action: r.action,
            resource_type: r.resource_type,
            resource_id: r.resource_id,
            subjects: r.subjects.into_iter().map(PatientId).collect(),
            outcome: r.outcome,
        })
        .collect())
}
