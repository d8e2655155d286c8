//! Rows by the thousand: how a generated demo hospital gets into the database.
//!
//! `COPY` is the one way to write a million patients in minutes. Its statements are not checked by
//! the compiler; the tests that load a small hospital check them against the real schema.

mod row;
mod sheet;

use cloudcare_domain::id::HospitalId;
use sqlx::{Connection, Executor};

use crate::{Source, Store, StoreError, UnitOfWork};

pub use row::{
    AdmissionEventRow, AdmissionRow, AllergyRow, BedReservationRow, BedRow, BedStayRow,
    ConditionRow, DeathRow, DepartmentRow, DoctorHospitalRow, DoctorRow, FamilyContactRow,
    HospitalRow, MedicationRow, ObservationRow, PatientDoctorRow, PatientRow, WardRow,
};
pub use sheet::{Batch, Row, Table};

/// Stands for what a foreign record told, while nothing was told yet.
pub const UNTOLD: [u8; 32] = [0; 32];

/// Whether anybody is known from another system of whom nothing was told yet.
pub async fn has_untold(source: &mut impl Source) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from imported_resources where resource_type = 'Patient' and content_hash = $1) as "any!""#,
        &UNTOLD[..]
    )
    .fetch_one(source.connection())
    .await?)
}

/// Lets this unit of work take as long as it needs: a load of a million rows is no stalled request.
pub async fn take_time(uow: &mut UnitOfWork) -> Result<(), StoreError> {
    uow.connection()
        .execute(
            "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0",
        )
        .await?;
    Ok(())
}

/// Writes a batch, table after table in the order of their references, and empties it.
pub async fn copy(uow: &mut UnitOfWork, batch: &mut Batch) -> Result<(), StoreError> {
    for (statement, bytes) in batch.take() {
        let mut copying = uow.connection().copy_in_raw(statement).await?;
        copying.send(bytes).await?;
        copying.finish().await?;
    }
    Ok(())
}

/// Names of all hospitals there are, active or not.
pub async fn hospital_names(source: &mut impl Source) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!("select name from hospitals")
        .fetch_all(source.connection())
        .await?)
}

/// Whether anything is in the installation: a hospital, a patient or an account.
pub async fn is_empty(source: &mut impl Source) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select not exists (select from hospitals) and not exists (select from patients)
                  and not exists (select from users) as "empty!""#
    )
    .fetch_one(source.connection())
    .await?)
}

/// Whether this very hospital was made before.
pub async fn has_hospital(source: &mut impl Source, id: HospitalId) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from hospitals where id = $1) as "there!""#,
        id.0
    )
    .fetch_one(source.connection())
    .await?)
}

/// Lets everybody who works here work at another hospital too: the demo's five people look after
/// every hospital of a demo.
pub async fn affiliate_everybody(
    uow: &mut UnitOfWork,
    hospital: HospitalId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into affiliations (id, user_id, hospital_id)
         select gen_random_uuid(), u.id, $1 from users u
         where u.role <> 'patient' and not exists (select from affiliations a where a.user_id = u.id and a.hospital_id = $1)",
        hospital.0
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Brings the planner's knowledge of the big tables up to date after a load, where this program
/// owns them; elsewhere autovacuum does it within minutes.
pub async fn analyse(store: &Store) -> Result<(), StoreError> {
    // A connection of its own: one that works as the owner never goes back to the pool.
    let mut connection = store.reader().await?.detach();
    connection
        .execute("reset role; set statement_timeout = 0")
        .await?;
    for statement in sheet::ANALYSE {
        connection.execute(*statement).await?;
    }
    connection.close().await?;
    Ok(())
}
