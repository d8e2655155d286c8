//! Wards.

use cloudcare_domain::{
    id::{HospitalId, WardId},
    ward::Ward,
};

use crate::{Source, StoreError, UnitOfWork, parse};

/// Active wards of a hospital in order of their names.
pub async fn of_hospital(
    source: &mut impl Source,
    hospital: HospitalId,
) -> Result<Vec<Ward>, StoreError> {
    let rows = sqlx::query!(
        r#"select w.id, w.hospital_id, w.name, w.kind, (select count(*) from beds b where b.ward_id = w.id) as "bed_count!"
           from wards w where w.hospital_id = $1 and w.is_active order by w.name"#,
        hospital.0
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Ward {
                id: r.id.into(),
                hospital_id: r.hospital_id.into(),
                name: r.name,
                kind: parse("wards.kind", &r.kind)?,
                bed_count: r.bed_count,
            })
        })
        .collect()
}

/// One active ward.
pub async fn get(source: &mut impl Source, id: WardId) -> Result<Option<Ward>, StoreError> {
    let row = sqlx::query!(
        r#"select w.id, w.hospital_id, w.name, w.kind, (select count(*) from beds b where b.ward_id = w.id) as "bed_count!"
           from wards w where w.id = $1 and w.is_active"#,
        id.0
    )
    .fetch_optional(source.connection())
    .await?;
    row.map(|r| {
        Ok(Ward {
            id: r.id.into(),
            hospital_id: r.hospital_id.into(),
            name: r.name,
            kind: parse("wards.kind", &r.kind)?,
            bed_count: r.bed_count,
        })
    })
    .transpose()
}

/// Adds a ward; its beds are added with [`crate::bed::insert`].
pub async fn insert(uow: &mut UnitOfWork, ward: &Ward) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into wards (id, hospital_id, name, kind) values ($1, $2, $3, $4)",
        ward.id.0,
        ward.hospital_id.0,
        ward.name,
        ward.kind.as_str()
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}
