//! What this installation is.

use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected};

/// What this installation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallationRow {
    /// Its own id; part of what tokens are bound to.
    pub id: Uuid,
    /// Whether every person in it is made up.
    pub is_demo: bool,
    /// The demo's shared password.
    pub demo_password: Option<String>,
    /// Lets a second station join the demo.
    pub demo_enrolment_code: Option<String>,
}

/// Reads it; none before the first start.
pub async fn get(source: &mut impl Source) -> Result<Option<InstallationRow>, StoreError> {
    Ok(sqlx::query_as!(
        InstallationRow,
        "select id, is_demo, demo_password, demo_enrolment_code from installation"
    )
    .fetch_optional(source.connection())
    .await?)
}

/// Writes it at the first start. Answers false where another instance was first.
pub async fn insert(uow: &mut UnitOfWork, row: &InstallationRow) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "insert into installation (id, is_demo, demo_password, demo_enrolment_code) values ($1, $2, $3, $4) on conflict do nothing",
        row.id,
        row.is_demo,
        row.demo_password,
        row.demo_enrolment_code
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Changes the demo's password.
pub async fn set_demo_password(uow: &mut UnitOfWork, password: &str) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update installation set demo_password = $1 where is_demo",
        password
    )
    .execute(uow.connection())
    .await?;
    affected("set demo password", 1, &result)
}

/// Whether patients see the names of those who opened their record; else their roles alone (H34).
pub async fn access_log_shows_names(source: &mut impl Source) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar!("select access_log_shows_names from installation")
            .fetch_one(source.connection())
            .await?,
    )
}

/// Sets that.
pub async fn show_names_in_access_log(
    uow: &mut UnitOfWork,
    shows_names: bool,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update installation set access_log_shows_names = $1",
        shows_names
    )
    .execute(uow.connection())
    .await?;
    affected("set what the access log shows", 1, &result)
}
