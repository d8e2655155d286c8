//! Somebody to call for a patient.

use cloudcare_domain::{
    family_contact::{FamilyContact, NewFamilyContact},
    id::{FamilyContactId, PatientId},
};
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork};

/// Everybody to call, or one of them; who is called first stands first.
pub async fn of_patient(
    source: &mut impl Source,
    patient: PatientId,
    only: Option<FamilyContactId>,
) -> Result<Vec<FamilyContact>, StoreError> {
    let rows = sqlx::query!(
        "select id, name, relationship, contact, email, is_primary, is_emergency_contact, version
         from family_contacts where patient_id = $1 and is_active and ($2::uuid is null or id = $2)
         order by is_primary desc, created_at, id limit 100",
        patient.0,
        only.map(Uuid::from)
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| FamilyContact {
            id: r.id.into(),
            person: NewFamilyContact {
                name: r.name,
                relationship: r.relationship,
                contact: r.contact,
                email: r.email,
                is_primary: r.is_primary,
                is_emergency_contact: r.is_emergency_contact,
            },
            version: r.version,
        })
        .collect())
}

/// Adds somebody. Whoever is called first now, was not before.
pub async fn insert(
    uow: &mut UnitOfWork,
    id: FamilyContactId,
    patient: PatientId,
    person: &NewFamilyContact,
) -> Result<(), StoreError> {
    if person.is_primary {
        demote(uow, patient, id).await?;
    }
    sqlx::query!(
        "insert into family_contacts (id, patient_id, name, relationship, contact, email, is_primary, is_emergency_contact)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0,
        patient.0,
        person.name,
        person.relationship,
        person.contact,
        person.email,
        person.is_primary,
        person.is_emergency_contact
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Changes somebody, over the version that was read; false where another was there.
pub async fn update(
    uow: &mut UnitOfWork,
    patient: PatientId,
    id: FamilyContactId,
    version: i32,
    person: &NewFamilyContact,
) -> Result<bool, StoreError> {
    if person.is_primary {
        demote(uow, patient, id).await?;
    }
    let result = sqlx::query!(
        "update family_contacts set name = $4, relationship = $5, contact = $6, email = $7, is_primary = $8,
                                    is_emergency_contact = $9, version = version + 1, updated_at = clock_timestamp()
         where id = $1 and patient_id = $2 and version = $3 and is_active",
        id.0,
        patient.0,
        version,
        person.name,
        person.relationship,
        person.contact,
        person.email,
        person.is_primary,
        person.is_emergency_contact
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Takes somebody off the list; false where nobody like that was on it.
pub async fn remove(
    uow: &mut UnitOfWork,
    patient: PatientId,
    id: FamilyContactId,
) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "update family_contacts set is_active = false, version = version + 1, updated_at = clock_timestamp()
         where id = $1 and patient_id = $2 and is_active",
        id.0,
        patient.0
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}

async fn demote(
    uow: &mut UnitOfWork,
    patient: PatientId,
    except: FamilyContactId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update family_contacts set is_primary = false, version = version + 1, updated_at = clock_timestamp()
         where patient_id = $1 and id <> $2 and is_primary and is_active",
        patient.0,
        except.0
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}
