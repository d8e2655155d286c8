//! Patients.

use std::collections::HashMap;

use cloudcare_domain::{
    code::PatientCode,
    id::{IdGen, PatientId},
    patient::{AllergyState, PatientIdentity, PatientSafety, ResuscitationStatus},
};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, parse};

/// A patient about to be registered; the database makes the code.
#[derive(Debug, Clone)]
pub struct NewPatient {
    /// Id.
    pub id: PatientId,
    /// Surname.
    pub family_name: String,
    /// Given names.
    pub given_name: String,
    /// Title.
    pub title: Option<String>,
    /// Born.
    pub date_of_birth: Date,
    /// Gender.
    pub gender: cloudcare_domain::patient::Gender,
    /// Allergy state and, where known, the list.
    pub allergy_state: AllergyState,
    /// Substances.
    pub allergies: Vec<String>,
    /// Resuscitation status.
    pub resuscitation_status: Option<ResuscitationStatus>,
}

/// Finds a patient's id by its code.
pub async fn id_by_code(
    source: &mut impl Source,
    code: &PatientCode,
) -> Result<Option<PatientId>, StoreError> {
    let id = sqlx::query_scalar!(
        "select id from patients where code = $1 and is_active",
        code.as_str()
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(id.map(PatientId))
}

/// Identities by id; unknown and deactivated ids are missing.
pub async fn identities(
    source: &mut impl Source,
    ids: &[PatientId],
) -> Result<HashMap<PatientId, PatientIdentity>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|p| p.0).collect();
    let rows = sqlx::query!(
        "select id, code, family_name, given_name, title, date_of_birth, gender
         from patients where id = any($1) and is_active",
        &ids
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            let identity = PatientIdentity {
                id: r.id.into(),
                code: PatientCode::from_database(r.code),
                family_name: r.family_name,
                given_name: r.given_name,
                title: r.title,
                date_of_birth: r.date_of_birth.to_jiff(),
                gender: parse("patients.gender", &r.gender)?,
            };
            Ok((identity.id, identity))
        })
        .collect()
}

/// One identity.
pub async fn identity(
    source: &mut impl Source,
    id: PatientId,
) -> Result<Option<PatientIdentity>, StoreError> {
    Ok(identities(source, &[id]).await?.remove(&id))
}

/// What must stand beside an identity: allergies and resuscitation status.
pub async fn safety(
    source: &mut impl Source,
    ids: &[PatientId],
) -> Result<HashMap<PatientId, PatientSafety>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|p| p.0).collect();
    let rows = sqlx::query!(
        r#"select p.id, p.allergy_state, p.resuscitation_status,
                  coalesce((select array_agg(a.substance order by a.recorded_at, a.id) from allergies a
                            where a.patient_id = p.id and a.status = 'active'), '{}') as "allergies!"
           from patients p where p.id = any($1)"#,
        &ids
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            let safety = PatientSafety {
                allergy_state: parse("patients.allergy_state", &r.allergy_state)?,
                allergies: r.allergies,
                resuscitation_status: r
                    .resuscitation_status
                    .as_deref()
                    .map(|s| parse("patients.resuscitation_status", s))
                    .transpose()?,
            };
            Ok((PatientId(r.id), safety))
        })
        .collect()
}

/// Makes units of work about one patient follow one another until this one ends.
pub async fn lock(uow: &mut UnitOfWork, id: PatientId) -> Result<(), StoreError> {
    sqlx::query!(
        "select id from patients where id = $1 for no key update",
        id.0
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(())
}

/// Registers a patient.
pub async fn insert(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    new: &NewPatient,
) -> Result<PatientCode, StoreError> {
    let code = sqlx::query_scalar!(
        "insert into patients (id, family_name, given_name, title, date_of_birth, gender, allergy_state, resuscitation_status)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning code",
        new.id.0,
        new.family_name,
        new.given_name,
        new.title,
        new.date_of_birth.to_sqlx() as _,
        new.gender.as_str(),
        new.allergy_state.as_str(),
        new.resuscitation_status.map(ResuscitationStatus::as_str),
    )
    .fetch_one(uow.connection())
    .await?;
    for substance in &new.allergies {
        sqlx::query!(
            "insert into allergies (id, patient_id, substance) values ($1, $2, $3)",
            ids.uuid(),
            new.id.0,
            substance
        )
        .execute(uow.connection())
        .await?;
    }
    Ok(PatientCode::from_database(code))
}
