//! Conditions.

use cloudcare_domain::{
    condition::{Condition, NewCondition},
    id::{ConditionId, PatientId, UserId},
};
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, parse};

/// Every entry of a patient, or one of them; the latest to have started first.
pub async fn of_patient(
    source: &mut impl Source,
    patient: PatientId,
    only: Option<ConditionId>,
) -> Result<Vec<Condition>, StoreError> {
    let rows = sqlx::query!(
        r#"select c.id, c.icd10_code, c.description, c.started_on, c.ended_on, c.status, c.error_reason, c.recorded_by,
                  u.full_name as "full_name?", c.recorded_at, c.version
           from conditions c left join users u on u.id = c.recorded_by
           where c.patient_id = $1 and ($2::uuid is null or c.id = $2)
           order by c.started_on desc nulls last, c.id desc limit 500"#,
        patient.0,
        only.map(Uuid::from)
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Condition {
                id: r.id.into(),
                entry: NewCondition {
                    icd10_code: r.icd10_code,
                    description: r.description,
                    started_on: r.started_on.map(jiff_sqlx::Date::to_jiff),
                    ended_on: r.ended_on.map(jiff_sqlx::Date::to_jiff),
                },
                status: parse("conditions.status", &r.status)?,
                error_reason: r.error_reason,
                recorded_by: r.recorded_by.map(UserId).zip(r.full_name),
                recorded_at: r.recorded_at.to_jiff(),
                version: r.version,
            })
        })
        .collect()
}

/// Adds an entry.
pub async fn insert(
    uow: &mut UnitOfWork,
    id: ConditionId,
    patient: PatientId,
    entry: &NewCondition,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into conditions (id, patient_id, icd10_code, description, started_on, ended_on, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        patient.0,
        entry.icd10_code,
        entry.description,
        entry.started_on.map(ToSqlx::to_sqlx) as _,
        entry.ended_on.map(ToSqlx::to_sqlx) as _,
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Changes an entry that holds, over the version that was read; false where another was there.
pub async fn update(
    uow: &mut UnitOfWork,
    patient: PatientId,
    id: ConditionId,
    version: i32,
    entry: &NewCondition,
) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "update conditions set icd10_code = $4, description = $5, started_on = $6, ended_on = $7, version = version + 1
         where id = $1 and patient_id = $2 and version = $3 and status = 'active'",
        id.0,
        patient.0,
        version,
        entry.icd10_code,
        entry.description,
        entry.started_on.map(ToSqlx::to_sqlx) as _,
        entry.ended_on.map(ToSqlx::to_sqlx) as _
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Says that an entry should never have been written, over the version that was read; false where
/// another was there.
pub async fn enter_in_error(
    uow: &mut UnitOfWork,
    patient: PatientId,
    id: ConditionId,
    version: i32,
    reason: &str,
) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "update conditions set status = 'entered_in_error', error_reason = $4, version = version + 1
         where id = $1 and patient_id = $2 and version = $3 and status = 'active'",
        id.0,
        patient.0,
        version,
        reason
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}
