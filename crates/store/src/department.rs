//! Departments.

use cloudcare_domain::{
    hospital::Department,
    id::{DepartmentId, HospitalId, WardId},
};
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected};

/// The index that keeps names unique in a hospital.
pub const UNIQUE_NAME: &str = "departments_name_idx";

/// Active departments of a hospital in order of their names, or the one asked for.
pub async fn of_hospital(
    source: &mut impl Source,
    hospital: HospitalId,
    id: Option<DepartmentId>,
) -> Result<Vec<Department>, StoreError> {
    let rows = sqlx::query!(
        r#"select d.id, d.name, d.version,
                  (select count(*) from wards w where w.department_id = d.id and w.is_active) as "wards!"
           from departments d
           where d.hospital_id = $1 and d.is_active and ($2::uuid is null or d.id = $2) order by d.name"#,
        hospital.0,
        id.map(Uuid::from)
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Department {
            id: r.id.into(),
            name: r.name,
            ward_count: r.wards,
            version: r.version,
        })
        .collect())
}

/// Makes changes of one department follow one another.
pub async fn lock(uow: &mut UnitOfWork, id: DepartmentId) -> Result<(), StoreError> {
    sqlx::query!(
        "select id from departments where id = $1 for no key update",
        id.0
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(())
}

/// Adds a department.
pub async fn insert(
    uow: &mut UnitOfWork,
    id: DepartmentId,
    hospital: HospitalId,
    name: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into departments (id, hospital_id, name) values ($1, $2, $3)",
        id.0,
        hospital.0,
        name
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Renames a department.
pub async fn rename(uow: &mut UnitOfWork, id: DepartmentId, name: &str) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update departments set name = $2, version = version + 1 where id = $1 and is_active",
        id.0,
        name
    )
    .execute(uow.connection())
    .await?;
    affected("rename department", 1, &result)
}

/// Takes a department out of use.
pub async fn deactivate(uow: &mut UnitOfWork, id: DepartmentId) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update departments set is_active = false, version = version + 1 where id = $1 and is_active",
        id.0
    )
    .execute(uow.connection())
    .await?;
    affected("deactivate department", 1, &result)
}

/// The department of a name, whatever its case.
pub async fn by_name(
    source: &mut impl Source,
    hospital: HospitalId,
    name: &str,
) -> Result<Option<DepartmentId>, StoreError> {
    let id = sqlx::query_scalar!(
        "select id from departments where hospital_id = $1 and lower(name) = lower($2) and is_active",
        hospital.0,
        name
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(id.map(DepartmentId))
}

/// The department a ward belongs to.
pub async fn of_ward(
    source: &mut impl Source,
    ward: WardId,
) -> Result<Option<DepartmentId>, StoreError> {
    let id = sqlx::query_scalar!("select department_id from wards where id = $1", ward.0)
        .fetch_optional(source.connection())
        .await?;
    Ok(id.flatten().map(DepartmentId))
}
