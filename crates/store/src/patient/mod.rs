//! Patients: who they are. Beside it: the whole record, how one is found, how two are told to be one.

mod duplicate;
mod link;
mod record;
mod search;
mod summary;

pub use duplicate::{Candidate, candidates, dismiss, serialise_registrations};
pub use link::{ONE_INPATIENT_STAY, link};
pub use record::{
    Registration, Stay, deactivate, doctors, former_names, newborns, record, register,
    set_allergy_state, set_resuscitation_status, stay, update,
};
pub use search::{
    born_on, by_code, by_former_name, by_insurance_number, by_name, by_name_and_birth_date,
    by_name_with_slips, by_phone,
};
pub use summary::{
    Newest, Presence, Summary, SummaryPage, count, newest, presence, summaries, with_open_alerts,
};

use std::collections::HashMap;

use cloudcare_domain::{
    allergy::NewAllergy,
    code::PatientCode,
    id::{AllergyId, IdGen, PatientId},
    patient::{
        AllergyState, BloodType, Demographics, IdentityState, PatientIdentity, PatientRef,
        PatientSafety, ResuscitationStatus,
    },
};
use jiff::civil::Date;
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

/// Finds the patient a path names: an active record, or the one it turned out to be.
pub async fn resolve(
    source: &mut impl Source,
    reference: &PatientRef,
) -> Result<Option<PatientId>, StoreError> {
    let (id, code) = match reference {
        PatientRef::Id(id) => (Some(id.0), None),
        PatientRef::Code(code) => (None, Some(code.as_str())),
    };
    let id = sqlx::query_scalar!(
        "select t.id from patients p join patients t on t.id = coalesce(p.linked_to, p.id)
         where (p.id = $1 or p.code = $2) and p.is_active and t.is_active",
        id,
        code
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
        "select id, code, family_name, given_name, title, date_of_birth, date_of_birth_is_estimated, gender
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
                is_estimated: r.date_of_birth_is_estimated,
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

/// Registers a patient of whom little is known.
pub async fn insert(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    new: &NewPatient,
) -> Result<PatientCode, StoreError> {
    let demographics = Demographics {
        family_name: new.family_name.clone(),
        given_name: new.given_name.clone(),
        title: new.title.clone(),
        date_of_birth: new.date_of_birth,
        date_of_birth_is_estimated: false,
        gender: new.gender,
        contact: None,
        email: None,
        address: None,
        blood_type: BloodType::Unknown,
        insurance_provider: None,
        insurance_number: None,
    };
    let registration = Registration {
        id: new.id,
        demographics: &demographics,
        identity_state: IdentityState::Identified,
        allergy_state: new.allergy_state,
        resuscitation_status: new.resuscitation_status,
        hospital: None,
        by: None,
        description: None,
        mother: None,
        born_at: None,
    };
    let code = register(uow, &registration).await?;
    for substance in &new.allergies {
        let entry = NewAllergy {
            substance: substance.clone(),
            reaction: None,
            severity: None,
            category: None,
            code: None,
        };
        let id = AllergyId::generate(ids);
        crate::allergy::insert(uow, id, new.id, &entry, None).await?;
    }
    Ok(code)
}
