//! One-use links of accounts, by the SHA-256 of their token.

use cloudcare_domain::{
    account_link::LinkPurpose,
    id::{AccountLinkId, UserId},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected, parse};

/// A link as it rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLink {
    /// Id.
    pub id: AccountLinkId,
    /// Whose.
    pub user_id: UserId,
    /// What it does.
    pub purpose: LinkPurpose,
    /// The address it was made for.
    pub email: String,
    /// Until when it can be followed.
    pub expires_at: Timestamp,
    /// When it was followed or replaced.
    pub used_at: Option<Timestamp>,
}

/// Keeps a link.
pub async fn insert(
    uow: &mut UnitOfWork,
    link: &AccountLink,
    token_hash: &[u8; 32],
    created_by: Option<UserId>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into account_links (id, user_id, purpose, token_hash, email, created_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        link.id.0,
        link.user_id.0,
        link.purpose.as_str(),
        token_hash.as_slice(),
        link.email,
        created_by.map(Uuid::from),
        link.expires_at.to_sqlx() as _
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Finds a link by its token and locks it, so that of two uses at once one comes second.
pub async fn lock(
    uow: &mut UnitOfWork,
    token_hash: &[u8; 32],
) -> Result<Option<AccountLink>, StoreError> {
    let row = sqlx::query!(
        "select id, user_id, purpose, email, expires_at, used_at from account_links where token_hash = $1 for update",
        token_hash.as_slice()
    )
    .fetch_optional(uow.connection())
    .await?;
    row.map(|r| {
        Ok(AccountLink {
            id: r.id.into(),
            user_id: r.user_id.into(),
            purpose: parse("account_links.purpose", &r.purpose)?,
            email: r.email,
            expires_at: r.expires_at.to_jiff(),
            used_at: r.used_at.map(jiff_sqlx::Timestamp::to_jiff),
        })
    })
    .transpose()
}

/// Notes that a link was followed.
pub async fn use_up(uow: &mut UnitOfWork, id: AccountLinkId) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update account_links set used_at = clock_timestamp() where id = $1 and used_at is null",
        id.0
    )
    .execute(uow.connection())
    .await?;
    affected("use a link", 1, &result)
}

/// Makes every open link of an account worthless, or only those of one purpose.
pub async fn revoke(
    uow: &mut UnitOfWork,
    user: UserId,
    purpose: Option<LinkPurpose>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update account_links set used_at = clock_timestamp()
         where user_id = $1 and used_at is null and ($2::text is null or purpose = $2)",
        user.0,
        purpose.map(LinkPurpose::as_str)
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}
