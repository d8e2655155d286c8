//! Consent and the keys that live and die with it.

use cloudcare_domain::{
    consent::{Consent, DataType},
    id::{ConsentId, PatientId, PatientKeyId, UserId},
};
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected, parse};

/// Every decision of a patient, newest first.
pub async fn of_patient(
    source: &mut impl Source,
    patient: PatientId,
) -> Result<Vec<Consent>, StoreError> {
    let rows = sqlx::query!(
        "select id, patient_id, data_types, purpose, given, recorded_at, expires_at, withdrawn_at
         from consents where patient_id = $1 order by recorded_at desc, id desc",
        patient.0
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Consent {
                id: r.id.into(),
                patient_id: r.patient_id.into(),
                data_types: r
                    .data_types
                    .iter()
                    .map(|t| parse("consents.data_types", t))
                    .collect::<Result<_, _>>()?,
                purpose: r.purpose,
                given: r.given,
                recorded_at: r.recorded_at.to_jiff(),
                expires_at: r.expires_at.map(jiff_sqlx::Timestamp::to_jiff),
                withdrawn_at: r.withdrawn_at.map(jiff_sqlx::Timestamp::to_jiff),
            })
        })
        .collect()
}

/// Records a decision.
pub async fn insert(
    uow: &mut UnitOfWork,
    consent: &Consent,
    recorded_by: Option<UserId>,
) -> Result<(), StoreError> {
    let types: Vec<String> = consent
        .data_types
        .iter()
        .map(|t| DataType::as_str(*t).to_owned())
        .collect();
    sqlx::query!(
        "insert into consents (id, patient_id, data_types, purpose, given, recorded_by, recorded_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        consent.id.0,
        consent.patient_id.0,
        &types,
        consent.purpose,
        consent.given,
        recorded_by.map(Uuid::from),
        consent.recorded_at.to_sqlx() as _,
        consent.expires_at.map(ToSqlx::to_sqlx) as _
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Takes a consent back. Answers false where it had been taken back before.
pub async fn withdraw(
    uow: &mut UnitOfWork,
    id: ConsentId,
    patient: PatientId,
    by: Option<UserId>,
) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "update consents set withdrawn_at = clock_timestamp(), withdrawn_by = $3, version = version + 1
         where id = $1 and patient_id = $2 and withdrawn_at is null",
        id.0,
        patient.0,
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// The wrapped key of a consent, while it lives.
#[derive(Debug, Clone)]
pub struct PatientKey {
    /// Row.
    pub id: PatientKeyId,
    /// Fernet key wrapped by the master key.
    pub wrapped_key: String,
}

/// Finds the key of a consent.
pub async fn key(
    source: &mut impl Source,
    consent: ConsentId,
) -> Result<Option<PatientKey>, StoreError> {
    let row = sqlx::query!(
        r#"select id, wrapped_key as "wrapped_key!" from patient_keys where consent_id = $1 and wrapped_key is not null"#,
        consent.0
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(row.map(|r| PatientKey {
        id: r.id.into(),
        wrapped_key: r.wrapped_key,
    }))
}

/// Keeps a new key for a consent. Of two at once the first stays, and is answered to both.
pub async fn insert_key(
    uow: &mut UnitOfWork,
    id: PatientKeyId,
    patient: PatientId,
    consent: ConsentId,
    wrapped_key: &str,
) -> Result<Option<PatientKey>, StoreError> {
    sqlx::query!(
        "insert into patient_keys (id, patient_id, consent_id, wrapped_key) values ($1, $2, $3, $4)
         on conflict (consent_id) do nothing",
        id.0,
        patient.0,
        consent.0,
        wrapped_key
    )
    .execute(uow.connection())
    .await?;
    key(uow, consent).await
}

/// Destroys the key of a consent: what was written under it can never be read again.
pub async fn destroy_key(uow: &mut UnitOfWork, consent: ConsentId) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update patient_keys set wrapped_key = null, destroyed_at = clock_timestamp() where consent_id = $1 and wrapped_key is not null",
        consent.0
    )
    .execute(uow.connection())
    .await?;
    if result.rows_affected() == 0 {
        Ok(())
    } else {
        affected("destroy key", 1, &result)
    }
}
