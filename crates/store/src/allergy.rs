//! Allergies: entries with their states; they are refuted, never deleted.

use cloudcare_domain::{
    allergy::{Allergy, AllergyCategory, AllergySeverity, AllergyStatus, NewAllergy},
    id::{AllergyId, PatientId, UserId},
    patient::AllergyState,
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected, parse};

/// What is known of allergies, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateOfKnowledge {
    /// What is known.
    pub state: AllergyState,
    /// Who says so.
    pub by: Option<(UserId, String)>,
    /// Since when.
    pub at: Option<Timestamp>,
}

/// What is known of a patient's allergies.
pub async fn state(
    source: &mut impl Source,
    patient: PatientId,
) -> Result<Option<StateOfKnowledge>, StoreError> {
    let row = sqlx::query!(
        r#"select p.allergy_state, p.allergy_state_by, u.full_name as "full_name?", p.allergy_state_at
           from patients p left join users u on u.id = p.allergy_state_by where p.id = $1"#,
        patient.0
    )
    .fetch_optional(source.connection())
    .await?;
    row.map(|r| {
        Ok(StateOfKnowledge {
            state: parse("patients.allergy_state", &r.allergy_state)?,
            by: r.allergy_state_by.map(UserId).zip(r.full_name),
            at: r.allergy_state_at.map(jiff_sqlx::Timestamp::to_jiff),
        })
    })
    .transpose()
}

/// Every entry, those that hold first, oldest first.
pub async fn of_patient(
    source: &mut impl Source,
    patient: PatientId,
) -> Result<Vec<Allergy>, StoreError> {
    let rows = sqlx::query!(
        r#"select a.id, a.substance, a.reaction, a.severity, a.category, a.code, a.code_system, a.status, a.status_reason,
                  a.recorded_by, u.full_name as "full_name?", a.recorded_at, a.version
           from allergies a left join users u on u.id = a.recorded_by
           where a.patient_id = $1 order by (a.status = 'active') desc, a.recorded_at, a.id"#,
        patient.0
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Allergy {
                id: r.id.into(),
                entry: NewAllergy {
                    substance: r.substance,
                    reaction: r.reaction,
                    severity: r
                        .severity
                        .as_deref()
                        .map(|s| parse("allergies.severity", s))
                        .transpose()?,
                    category: r
                        .category
                        .as_deref()
                        .map(|c| parse("allergies.category", c))
                        .transpose()?,
                    code: r.code.zip(r.code_system),
                },
                status: parse("allergies.status", &r.status)?,
                status_reason: r.status_reason,
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
    id: AllergyId,
    patient: PatientId,
    entry: &NewAllergy,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into allergies (id, patient_id, substance, reaction, severity, category, code, code_system, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        patient.0,
        entry.substance,
        entry.reaction,
        entry.severity.map(AllergySeverity::as_str),
        entry.category.map(AllergyCategory::as_str),
        entry.code.as_ref().map(|c| c.0.as_str()),
        entry.code.as_ref().map(|c| c.1.as_str()),
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Says whether an entry holds, and why.
pub async fn set_status(
    uow: &mut UnitOfWork,
    patient: PatientId,
    id: AllergyId,
    status: AllergyStatus,
    reason: &str,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update allergies set status = $3, status_reason = $4, status_by = $5, status_at = clock_timestamp(), version = version + 1
         where id = $1 and patient_id = $2",
        id.0,
        patient.0,
        status.as_str(),
        reason,
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    affected("set allergy status", 1, &result)
}
