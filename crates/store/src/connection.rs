//! Connections: the pool, a reader, and what counts as a source of rows.

use std::{str::FromStr, sync::Arc, time::Duration};

use jiff::Timestamp;
use sqlx::{
    ConnectOptions, Executor, PgConnection, PgPool, Postgres,
    migrate::{MigrateError, Migrator},
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};

use crate::{StoreError, UnitOfWork, audit::RecordKeeper};

static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
    /// For what must be written while a unit of work is open, such as a denial: never waits for the
    /// pool whose connections may all be held by those who wait for it.
    aside: PgPool,
    keeper: Option<Arc<dyn RecordKeeper>>,
}

/// Connections kept for [`Store::begin_aside`].
const ASIDE_CONNECTIONS: u32 = 6;

/// Something rows can be read from: a [`Reader`] or a [`UnitOfWork`].
pub trait Source: Send {
    #[doc(hidden)]
    fn connection(&mut self) -> &mut PgConnection;
}

/// A connection for reads that concern no patient.
#[derive(Debug)]
pub struct Reader(PoolConnection<Postgres>);

/// Hears that the event log grew.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Listener {
    /// Waits for the next call. An error means that the connection is gone and calls may have been
    /// missed.
    pub async fn heard(&mut self) -> Result<(), StoreError> {
        self.0.recv().await?;
        Ok(())
    }
}

impl Source for Reader {
    fn connection(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}

impl Store {
    /// Opens a pool that works as `cloudcare_app`, which may add to the record and never change it.
    /// Nothing is connected yet, so that a program can start before its database.
    pub fn open(url: &str, max_connections: u32) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("cloudcare")
            .disable_statement_logging();
        Ok(Self {
            pool: pool(options.clone(), max_connections),
            aside: pool(options, ASIDE_CONNECTIONS),
            keeper: None,
        })
    }

    /// The same database, with every audit event proved and, in need, kept aside by `keeper`.
    #[must_use]
    pub fn with_keeper(self, keeper: Arc<dyn RecordKeeper>) -> Self {
        Self {
            keeper: Some(keeper),
            ..self
        }
    }

    pub(crate) fn aside(&self) -> &PgPool {
        &self.aside
    }

    /// Brings the database of `url` up to this program's schema, as its owner. Concurrent callers
    /// wait for one another.
    pub async fn migrate(url: &str) -> Result<(), StoreError> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("cloudcare migrate")
            .disable_statement_logging();
        let mut connection = options.connect().await?;
        MIGRATOR
            .run(&mut connection)
            .await
            .map_err(|error| match error {
                MigrateError::VersionMissing(version) => StoreError::NewerSchema(version),
                MigrateError::Execute(error) => error.into(),
                other => StoreError::Migration(other),
            })
    }

    /// Starts a unit of work.
    pub async fn begin(&self) -> Result<UnitOfWork, StoreError> {
        Ok(UnitOfWork::new(
            self.pool.begin().await?,
            self.keeper.clone(),
        ))
    }

    /// Starts a unit of work beside one that is open already.
    pub async fn begin_aside(&self) -> Result<UnitOfWork, StoreError> {
        Ok(UnitOfWork::new(
            self.aside.begin().await?,
            self.keeper.clone(),
        ))
    }

    /// A reader that never waits behind requests: for following the log.
    pub async fn reader_aside(&self) -> Result<Reader, StoreError> {
        Ok(Reader(self.aside.acquire().await?))
    }

    /// A connection for reads that concern no patient.
    pub async fn reader(&self) -> Result<Reader, StoreError> {
        Ok(Reader(self.pool.acquire().await?))
    }

    /// A connection of its own that hears `NOTIFY` on the event log's channel.
    pub async fn listen(&self) -> Result<Listener, StoreError> {
        let mut listener = PgListener::connect_with(&self.aside).await?;
        listener.listen(crate::event_log::CHANNEL).await?;
        Ok(Listener(listener))
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
        self.aside.close().await;
    }
}

fn pool(options: PgConnectOptions, max_connections: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(max_connections)
        .acquire_timeout(Duration::from_secs(5))
        .after_connect(|connection, _| {
            Box::pin(async move {
                // One stalled process must not hold the order lock, and every alert, for ever.
                connection
                    .execute(
                        "set role cloudcare_app; set lock_timeout = '5s'; set statement_timeout = '20s';
                         set idle_in_transaction_session_timeout = '10s'",
                    )
                    .await?;
                Ok(())
            })
        })
        .connect_lazy_with(options)
}

/// The database's own clock; ladders and due times use no other (H27).
pub(crate) async fn database_now(source: &mut impl Source) -> Result<Timestamp, StoreError> {
    let now = sqlx::query_scalar!(r#"select clock_timestamp() as "now!""#)
        .fetch_one(source.connection())
        .await?;
    Ok(now.to_jiff())
}

impl Reader {
    /// Takes the connection out of the pool for good.
    pub(crate) fn detach(self) -> PgConnection {
        self.0.detach()
    }

    /// The database's own clock.
    pub async fn now(&mut self) -> Result<Timestamp, StoreError> {
        database_now(self).await
    }
}
