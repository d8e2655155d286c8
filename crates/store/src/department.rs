//! Departments.

use cloudcare_domain::id::{DepartmentId, HospitalId, WardId};

use crate::{Source, StoreError};

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
