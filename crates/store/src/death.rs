//! Deaths and their reversals.

use cloudcare_domain::{
    death::Death,
    id::{IdGen, PatientId, UserId},
};
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork};

/// The recorded death of a patient.
pub async fn of_patient(
    source: &mut impl Source,
    patient: PatientId,
) -> Result<Option<Death>, StoreError> {
    let row = sqlx::query!(
        r#"select d.died_at, d.verified_by, d.recorded_at, d.recorded_by, u.full_name as "full_name?"
           from deaths d left join users u on u.id = d.recorded_by
           where d.patient_id = $1 and d.reversed_at is null"#,
        patient.0
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(row.map(|r| Death {
        died_at: r.died_at.to_jiff(),
        verified_by: r.verified_by,
        recorded_at: r.recorded_at.to_jiff(),
        recorded_by: r.recorded_by.map(UserId).zip(r.full_name),
    }))
}

/// Records a death.
pub async fn insert(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    patient: PatientId,
    died_at: jiff::Timestamp,
    verified_by: &str,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into deaths (id, patient_id, died_at, verified_by, recorded_by) values ($1, $2, $3, $4, $5)",
        ids.uuid(),
        patient.0,
        died_at.to_sqlx() as _,
        verified_by,
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Takes a recorded death back; false where none is recorded.
pub async fn reverse(
    uow: &mut UnitOfWork,
    patient: PatientId,
    reason: &str,
    by: Option<UserId>,
) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "update deaths set reversed_at = clock_timestamp(), reversed_by = $3, reversal_reason = $2
         where patient_id = $1 and reversed_at is null",
        patient.0,
        reason,
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}
