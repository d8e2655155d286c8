//! What can go wrong between us and the database.

use std::str::FromStr;

/// A database problem, told apart by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is away, restarting or switching over: worth trying again.
    #[error("the database can't be reached")]
    Unavailable(#[source] sqlx::Error),
    /// The connection was lost while the database was asked to commit: it may have, or not.
    #[error("it is not known whether the change was kept")]
    OutcomeUnknown(#[source] sqlx::Error),
    /// The disk is full: nothing can be written until there is room.
    #[error("the database's disk is full")]
    DiskFull(#[source] sqlx::Error),
    /// A constraint refused the write; its name says which rule.
    #[error("refused by {constraint}")]
    Conflict {
        /// The constraint's name in the schema.
        constraint: String,
    },
    /// The database was brought up by a newer program than this one.
    #[error(
        "the database belongs to a newer version of CloudCare (migration {0}); update this program"
    )]
    NewerSchema(i64),
    /// A migration could not be carried out.
    #[error("the database could not be brought up to date")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// The text in a column is not of its set: somebody else wrote it.
    #[error("{column} holds something this program does not know")]
    Inconsistent {
        /// Which column.
        column: &'static str,
    },
    /// A write touched another number of rows than it must.
    #[error("{operation} changed {found} rows instead of {expected}")]
    RowsAffected {
        /// What was being done.
        operation: &'static str,
        /// How many rows it must change.
        expected: u64,
        /// How many it did.
        found: u64,
    },
    /// A value the database can't hold, such as a text with a NUL or a time out of its range.
    #[error("a value can't be stored")]
    Unstorable(#[source] sqlx::Error),
    /// Anything else the driver says.
    #[error("the database refused a statement")]
    Driver(#[source] sqlx::Error),
}

impl StoreError {
    /// Whether this is the refusal of the named constraint.
    pub fn is_conflict_on(&self, name: &str) -> bool {
        matches!(self, Self::Conflict { constraint } if constraint == name)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            sqlx::Error::Database(db) => {
                let code = db.code().unwrap_or_default();
                match (code.as_ref(), db.constraint()) {
                    // unique_violation, exclusion_violation, foreign_key_violation, check_violation
                    ("23505" | "23P01" | "23503" | "23514", Some(constraint)) => Self::Conflict {
                        constraint: constraint.to_owned(),
                    },
                    ("53100", _) => Self::DiskFull(error),
                    // 22: data exception
                    (c, _) if c.starts_with("22") => Self::Unstorable(error),
                    // 08: connection; 53: resources; 57P: shutting down; 25006: a replica;
                    // 40001, 40P01: serialisation and deadlock; 55P03, 57014, 25P03: waited too long.
                    (c, _)
                        if c.starts_with("08") || c.starts_with("53") || c.starts_with("57P") =>
                    {
                        Self::Unavailable(error)
                    }
                    ("25006" | "40001" | "40P01" | "55P03" | "57014" | "25P03", _) => {
                        Self::Unavailable(error)
                    }
                    _ => Self::Driver(error),
                }
            }
            _ => Self::Driver(error),
        }
    }
}

/// Reads a closed set from its text.
pub(crate) fn parse<T: FromStr>(column: &'static str, text: &str) -> Result<T, StoreError> {
    text.parse()
        .map_err(|_| StoreError::Inconsistent { column })
}

/// Checks that a write did exactly what it meant to.
pub(crate) fn affected(
    operation: &'static str,
    expected: u64,
    result: &sqlx::postgres::PgQueryResult,
) -> Result<(), StoreError> {
    match result.rows_affected() {
        found if found == expected => Ok(()),
        found => Err(StoreError::RowsAffected {
            operation,
            expected,
            found,
        }),
    }
}
