//! Where people work, from when to when.

use cloudcare_domain::{
    affiliation::{Affiliation, AffiliationPlace, NewAffiliation},
    id::{AffiliationId, UserId, WardId},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected};

/// Everything on record of a person, or only what is not past; the newest beginning first, at most
/// 500.
pub async fn of_user(
    source: &mut impl Source,
    user: UserId,
    with_past: bool,
) -> Result<Vec<Affiliation>, StoreError> {
    let rows = sqlx::query!(
        r#"select id, hospital_id, ward_id, lower(during) as starts_at, upper(during) as ends_at
           from affiliations
           where user_id = $1 and not isempty(during)
             and ($2 or upper_inf(during) or upper(during) > clock_timestamp())
           order by lower(during) desc, id desc limit 500"#,
        user.0,
        with_past
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Affiliation {
                id: r.id.into(),
                place: AffiliationPlace {
                    hospital_id: r.hospital_id.into(),
                    ward_id: r.ward_id.map(WardId),
                },
                starts_at: r
                    .starts_at
                    .ok_or(StoreError::Inconsistent {
                        column: "affiliations.during",
                    })?
                    .to_jiff(),
                ends_at: r.ends_at.map(jiff_sqlx::Timestamp::to_jiff),
            })
        })
        .collect()
}

/// Adds an entry; it begins now unless it says otherwise.
pub async fn insert(
    uow: &mut UnitOfWork,
    id: AffiliationId,
    user: UserId,
    new: &NewAffiliation,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into affiliations (id, user_id, hospital_id, ward_id, during)
         values ($1, $2, $3, $4, tstzrange(coalesce($5, clock_timestamp()), $6))",
        id.0,
        user.0,
        new.place.hospital_id.0,
        new.place.ward_id.map(Uuid::from),
        new.starts_at.map(Timestamp::to_sqlx) as _,
        new.ends_at.map(Timestamp::to_sqlx) as _
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Gives an entry another end, or none.
pub async fn move_end(
    uow: &mut UnitOfWork,
    id: AffiliationId,
    ends_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update affiliations set during = tstzrange(lower(during), $2) where id = $1",
        id.0,
        ends_at.map(Timestamp::to_sqlx) as _
    )
    .execute(uow.connection())
    .await?;
    affected("move the end of an affiliation", 1, &result)
}

/// Ends an entry that has begun; it stays on record.
pub async fn end(uow: &mut UnitOfWork, id: AffiliationId) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update affiliations set during = tstzrange(lower(during), clock_timestamp())
         where id = $1 and lower(during) <= clock_timestamp()",
        id.0
    )
    .execute(uow.connection())
    .await?;
    affected("end an affiliation", 1, &result)
}

/// Takes away an entry that has not begun.
pub async fn cancel(uow: &mut UnitOfWork, id: AffiliationId) -> Result<(), StoreError> {
    let result = sqlx::query!("delete from affiliations where id = $1", id.0)
        .execute(uow.connection())
        .await?;
    affected("cancel an affiliation", 1, &result)
}

/// Which of these places there are: a hospital in use, and where a ward is named, one in use of that
/// hospital. Answers for each place in its turn.
pub async fn known_places(
    source: &mut impl Source,
    places: &[AffiliationPlace],
) -> Result<Vec<bool>, StoreError> {
    let hospitals: Vec<Uuid> = places.iter().map(|p| p.hospital_id.0).collect();
    let wards: Vec<Option<Uuid>> = places.iter().map(|p| p.ward_id.map(|w| w.0)).collect();
    Ok(sqlx::query_scalar!(
        r#"select exists (select from hospitals h where h.id = wanted.hospital and h.is_active)
                  and (wanted.ward is null or exists (select from wards w
                       where w.id = wanted.ward and w.hospital_id = wanted.hospital and w.is_active)) as "known!"
           from unnest($1::uuid[], $2::uuid[]) with ordinality as wanted (hospital, ward, n) order by n"#,
        &hospitals,
        &wards as &[Option<Uuid>]
    )
    .fetch_all(source.connection())
    .await?)
}
