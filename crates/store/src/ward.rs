//! Wards.

use cloudcare_domain::{
    id::{DepartmentId, HospitalId, WardId},
    ward::{Ward, WardKind, WardRecord},
};
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected, parse};

/// The index that keeps names unique in a hospital.
pub const UNIQUE_NAME: &str = "wards_name_idx";

/// Active wards of a hospital in order of their names.
pub async fn of_hospital(
    source: &mut impl Source,
    hospital: HospitalId,
) -> Result<Vec<Ward>, StoreError> {
    let rows = sqlx::query!(
        r#"select w.id, w.hospital_id, w.name, w.kind, (select count(*) from beds b where b.ward_id = w.id and b.is_active) as "bed_count!"
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
        r#"select w.id, w.hospital_id, w.name, w.kind, (select count(*) from beds b where b.ward_id = w.id and b.is_active) as "bed_count!"
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

/// Active wards of a hospital as they are set up, in order of their names, or the one asked for.
pub async fn records(
    source: &mut impl Source,
    hospital: HospitalId,
    id: Option<WardId>,
) -> Result<Vec<WardRecord>, StoreError> {
    let rows = sqlx::query!(
        r#"select w.id, w.hospital_id, w.name, w.kind, w.department_id, d.name as "department?", w.version,
                  c.total as "total!", c.occupied as "occupied!", c.available as "available!"
           from wards w
           left join departments d on d.id = w.department_id
           cross join lateral (
             select count(*) as total, count(*) filter (where taken) as occupied,
                    count(*) filter (where not taken and not kept and service_state = 'in_service') as available
             from (select b.service_state,
                          exists (select from bed_stays s where s.bed_id = b.id and upper_inf(s.during)) as taken,
                          exists (select from bed_reservations r where r.bed_id = b.id
                                  and r.during @> (select clock_timestamp())) as kept
                   from beds b where b.ward_id = w.id and b.is_active) as each_bed) c
           where w.hospital_id = $1 and w.is_active and ($2::uuid is null or w.id = $2)
           order by w.name"#,
        hospital.0,
        id.map(Uuid::from)
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(WardRecord {
                ward: Ward {
                    id: r.id.into(),
                    hospital_id: r.hospital_id.into(),
                    name: r.name,
                    kind: parse("wards.kind", &r.kind)?,
                    bed_count: r.total,
                },
                department: r.department_id.map(DepartmentId).zip(r.department),
                occupied: r.occupied,
                available: r.available,
                version: r.version,
            })
        })
        .collect()
}

/// Makes changes of one ward and of what stands in it follow one another.
pub async fn lock(uow: &mut UnitOfWork, id: WardId) -> Result<(), StoreError> {
    sqlx::query!("select id from wards where id = $1 for no key update", id.0)
        .fetch_optional(uow.connection())
        .await?;
    Ok(())
}

/// Writes name, department and kind.
pub async fn update(
    uow: &mut UnitOfWork,
    id: WardId,
    name: &str,
    department: Option<DepartmentId>,
    kind: WardKind,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update wards set name = $2, department_id = $3, kind = $4, version = version + 1 where id = $1 and is_active",
        id.0,
        name,
        department.map(Uuid::from),
        kind.as_str()
    )
    .execute(uow.connection())
    .await?;
    affected("update ward", 1, &result)
}

/// What still belongs to a ward: beds, and people it answers for.
pub async fn in_use(source: &mut impl Source, id: WardId) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query!(
        r#"select (select count(*) from beds where ward_id = $1 and is_active) as "beds!",
                  (select count(*) from admissions where ward_id = $1 and discharged_at is null) as "patients!""#,
        id.0
    )
    .fetch_one(source.connection())
    .await?;
    Ok((row.beds, row.patients))
}

/// Takes a ward out of use; its history stays.
pub async fn deactivate(uow: &mut UnitOfWork, id: WardId) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update wards set is_active = false, version = version + 1 where id = $1 and is_active",
        id.0
    )
    .execute(uow.connection())
    .await?;
    affected("deactivate ward", 1, &result)
}
