//! Makes a new database, or checks the one that is there.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use tokio::io::AsyncWriteExt as _;

use crate::diagnosis::last_lines;
use crate::files::{ensure_folder, set_mode, sync_folder, write_private};
use crate::secrets::Passwords;
use crate::server::Place;
use crate::{Durability, PostgresError, VERSION};

/// Whoever connects must know a password; nobody connects over the network.
const HOST_BASED_AUTHENTICATION: &str = "\
# Written by CloudCare. Unix socket only, passwords always.
local  all          all       scram-sha-256
local  replication  postgres  scram-sha-256
";

/// What a look at the database folder says.
pub(crate) enum Found {
    /// Nothing yet: a first start.
    Nothing,
    /// A database of our major version.
    Database,
}

/// Looks before anything is touched, so that a damaged or foreign folder stays as it is.
pub(crate) fn look(place: &Place) -> Result<Found, PostgresError> {
    let folder = place.layout.database();
    let damaged = |detail: &str| PostgresError::Damaged {
        folder: folder.clone(),
        detail: detail.to_owned(),
    };
    let is_empty = match fs::read_dir(&folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(PostgresError::at("read", &folder)(error)),
    };
    if is_empty {
        // A disk that is not mounted must not look like a first start: that would show an empty hospital.
        return if was_made(place) {
            Err(damaged("it was made before, and now it is empty or gone"))
        } else {
            Ok(Found::Nothing)
        };
    }
    let version = match fs::read_to_string(folder.join("PG_VERSION")) {
        Ok(version) => version.trim().to_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(damaged("PG_VERSION is missing"));
        }
        Err(error) => return Err(PostgresError::at("read", &folder.join("PG_VERSION"))(error)),
    };
    if Some(version.as_str()) != VERSION.split('.').next() {
        return Err(PostgresError::OtherVersion {
            folder,
            found: version,
            bundled: VERSION,
        });
    }
    for part in ["global/pg_control", "base", "pg_wal"] {
        if !folder.join(part).exists() {
            return Err(damaged(&format!("{part} is missing")));
        }
    }
    Ok(Found::Database)
}

fn was_made(place: &Place) -> bool {
    place.layout.secrets().join("database-made").exists()
}

/// Makes the database under another name with its roles and rules, then puts it in its place in one step:
/// a start that is cut off leaves nothing half made.
pub(crate) async fn make(place: &Place, passwords: &Passwords) -> Result<(), PostgresError> {
    let making = place.layout.database_in_the_making();
    if making.exists() {
        crate::leftovers::clear_half_made(&making).await?;
        fs::remove_dir_all(&making).map_err(PostgresError::at("remove", &making))?;
    }
    ensure_folder(&making, 0o700)?;
    place.account.give(&making)?;

    let mut initdb = place
        .account
        .command(&place.installation, "initdb", &place.layout.root);
    initdb.arg("--pgdata").arg(&making).args([
        "--username=postgres",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        // Nobody gets in before the passwords are set and our own rules are in place, just below.
        "--auth=reject",
    ]);
    if place.durability == Durability::TestsOnly {
        initdb.arg("--no-sync");
    }
    let output = run(initdb, "")
        .await
        .map_err(|error| could_not_run(place, "initdb", error))?;
    succeeded(place, &output)?;

    let rules = making.join("pg_hba.conf");
    fs::write(&rules, HOST_BASED_AUTHENTICATION).map_err(PostgresError::at("write", &rules))?;
    single_user(
        place,
        &making,
        &format!(
            "ALTER ROLE postgres PASSWORD '{}'\n\
         CREATE ROLE cloudcare LOGIN NOSUPERUSER NOCREATEDB CREATEROLE PASSWORD '{}'\n",
            passwords.superuser, passwords.application
        ),
        "postgres",
    )
    .await?;
    single_user(
        place,
        &making,
        "CREATE DATABASE cloudcare OWNER cloudcare\n",
        "postgres",
    )
    .await?;
    if place.durability == Durability::Full {
        crate::files::sync_tree(&making)?;
    }

    let database = place.layout.database();
    // An empty folder of that name is allowed and in the way.
    if database.exists() {
        fs::remove_dir(&database).map_err(PostgresError::at("remove", &database))?;
    }
    fs::rename(&making, &database).map_err(PostgresError::at("create", &database))?;
    sync_folder(&place.layout.root)?;
    write_private(&place.layout.secrets().join("database-made"), VERSION)
}

/// Makes an existing database ready to start: its owner, its rights, and new passwords if the old ones
/// were lost.
pub(crate) async fn adopt(place: &Place, passwords: &Passwords) -> Result<(), PostgresError> {
    let database = place.layout.database();
    place.account.give(&database)?;
    set_mode(&database, 0o700)?;
    if !was_made(place) {
        write_private(&place.layout.secrets().join("database-made"), VERSION)?;
    }
    if passwords.fresh {
        tracing::warn!("database passwords were missing: setting new ones");
        single_user(
            place,
            &database,
            &format!(
                "ALTER ROLE postgres PASSWORD '{}'\nALTER ROLE cloudcare PASSWORD '{}'\n",
                passwords.superuser, passwords.application
            ),
            "postgres",
        )
        .await?;
    }
    Ok(())
}

/// Runs statements, one a line, in a PostgreSQL that serves nobody else. Passwords go through its standard
/// input: never in an argument list, an environment or a log.
async fn single_user(
    place: &Place,
    folder: &Path,
    statements: &str,
    database: &str,
) -> Result<(), PostgresError> {
    let mut postgres = place
        .account
        .command(&place.installation, "postgres", &place.layout.root);
    postgres.arg("--single").arg("-D").arg(folder).args([
        "-c",
        "exit_on_error=true",
        "-c",
        "log_min_error_statement=panic",
        database,
    ]);
    let output = run(postgres, statements)
        .await
        .map_err(|error| could_not_run(place, "postgres", error))?;
    succeeded(place, &output)
}

async fn run(mut command: tokio::process::Command, input: &str) -> std::io::Result<Output> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ended early closes the pipe; its exit status and words tell more than that.
        let _ = stdin.write_all(input.as_bytes()).await;
    }
    child.wait_with_output().await
}

fn could_not_run(place: &Place, program: &str, reason: std::io::Error) -> PostgresError {
    PostgresError::CouldNotRun {
        program: place.installation.join("bin").join(program),
        reason,
    }
}

fn succeeded(place: &Place, output: &Output) -> Result<(), PostgresError> {
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let root = &place.layout.root;
    match crate::diagnosis::interpret(&said, root, &place.layout.postgres_log()) {
        crate::diagnosis::Diagnosis::Failed(
            known @ (PostgresError::DiskFull { .. }
            | PostgresError::MissingLibrary { .. }
            | PostgresError::NotWritable { .. }),
        ) => Err(known),
        _ => Err(PostgresError::CouldNotInitialise {
            folder: root.clone(),
            detail: last_lines(&said),
        }),
    }
}
