//! The brake on guessing: tries in a row by account and by source, shared by every instance. It is
//! no fact about anybody and carries no audit event; what was refused does.

use cloudcare_domain::session::Brake;
use jiff::SignedDuration;

use crate::{Source, StoreError, UnitOfWork};

/// Takes a try before it is made, so that many at once can't all be made: whatever wait would follow
/// a failure holds from now on. Answers the wait where the key must wait already.
pub async fn take(
    source: &mut impl Source,
    key_hash: &[u8; 32],
    brake: &Brake,
) -> Result<Result<i32, SignedDuration>, StoreError> {
    let waits = brake.schedule();
    let failures = sqlx::query_scalar!(
        "insert into sign_in_failures as f (account_hash, failures, locked_until)
         values ($1, 1, case when ($2::bigint[])[1] > 0 then clock_timestamp() + ($2::bigint[])[1] * interval '1 second' end)
         on conflict (account_hash) do update set (failures, last_at, locked_until) = (
             select n, clock_timestamp(), case when w > 0 then clock_timestamp() + w * interval '1 second' end
             from (select n, ($2::bigint[])[least(n, cardinality($2::bigint[]))] as w
                   from (select case when f.last_at < clock_timestamp() - $3 * interval '1 second' then 1
                                     else least(f.failures, 1000000) + 1 end as n) as counted) as waited)
         where f.locked_until is null or f.locked_until <= clock_timestamp()
         returning failures",
        key_hash.as_slice(),
        &waits,
        brake.rest.as_secs_f64()
    )
    .fetch_optional(source.connection())
    .await?;
    if let Some(failures) = failures {
        return Ok(Ok(failures));
    }
    let seconds = sqlx::query_scalar!(
        r#"select ceil(extract(epoch from locked_until - clock_timestamp()))::bigint as "seconds"
           from sign_in_failures where account_hash = $1"#,
        key_hash.as_slice()
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(Err(SignedDuration::from_secs(
        seconds.flatten().unwrap_or(1).max(1),
    )))
}

/// Gives a try back that was right: it counts for nothing, what was wrong before it still does.
pub async fn give_back(source: &mut impl Source, key_hash: &[u8; 32]) -> Result<(), StoreError> {
    sqlx::query!(
        "update sign_in_failures set failures = greatest(failures - 1, 1), locked_until = null where account_hash = $1",
        key_hash.as_slice()
    )
    .execute(source.connection())
    .await?;
    Ok(())
}

/// Forgets wrong tries after a right one.
pub async fn forget(source: &mut impl Source, key_hash: &[u8; 32]) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from sign_in_failures where account_hash = $1",
        key_hash.as_slice()
    )
    .execute(source.connection())
    .await?;
    Ok(())
}

/// Takes away some counts that rested for two days, so that guessing over many names does not fill
/// the table for good.
pub async fn prune(uow: &mut UnitOfWork) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from sign_in_failures where account_hash in (
           select account_hash from sign_in_failures
           where last_at < clock_timestamp() - interval '2 days' and (locked_until is null or locked_until < clock_timestamp())
           order by last_at limit 50 for update skip locked)"
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}
