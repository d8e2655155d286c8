//! The command line. Scripts rely on it: flags are added, never changed.

mod demo;

use std::{
    io::{IsTerminal, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use cloudcare_domain::access::{Job, Role};
use cloudcare_postgres::Layout;
use cloudcare_server::{
    Installation, OpenError, OpenOptions,
    import::{self, ImportError},
    migrate, verify,
};
use cloudcare_services::{
    Caller,
    import::{DEFAULT_SOURCE, ImportOptions},
    installation::SetUp,
    user::CreateUser,
};

/// Exit code of an import that read everything but some broken bundles.
const SOME_BROKEN: u8 = 3;
/// Exit code of an audit record that was bent.
const NOT_WHOLE: u8 = 3;

/// CloudCare's server: one HTTP API, the interface for browsers, and the event stream.
#[derive(Debug, Parser)]
#[command(
    name = "cloudcare-server",
    version,
    about,
    disable_help_subcommand = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until stopped; prints `listening on http://ADDR` once it answers
    Serve(Serve),
    /// Bring the database up to date and exit
    Migrate(Place),
    /// Make the hospital and its first administrator, once; the password is read like `user add`'s
    Setup(Setup),
    /// Make a demo hospital of made-up people, of any size, the same for the same seed
    Demo(Demo),
    /// Accounts
    #[command(subcommand)]
    User(User),
    /// Take in what another system has told
    #[command(subcommand)]
    Import(Import),
    /// Prove that the audit record is whole, or name the first event that is not as it was (exit code 3)
    VerifyAudit(Place),
}

#[derive(Debug, Subcommand)]
enum Import {
    /// FHIR R4 bundles: running it again changes nothing; exit code 3 when some bundles were broken
    Fhir(ImportFhir),
}

#[derive(Debug, Args)]
struct ImportFhir {
    #[command(flatten)]
    place: Place,
    /// Bundles in JSON, or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Into the demo hospital
    #[arg(long)]
    demo: bool,
    /// Name of the other system, within which its ids are unique
    #[arg(long, value_name = "NAME", default_value = DEFAULT_SOURCE)]
    source: String,
    /// IANA zone of imported hospitals; where absent, that of the hospital set up first, else UTC
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Hospital that registers the patients, by name: its staff can open them at once
    #[arg(long, value_name = "NAME")]
    hospital: Option<String>,
}

#[derive(Debug, Args)]
struct Setup {
    #[command(flatten)]
    place: Place,
    /// Name of the hospital
    #[arg(long, value_name = "NAME")]
    hospital: String,
    /// IANA zone, for example Europe/London
    #[arg(long, value_name = "ZONE")]
    time_zone: String,
    /// Name of the first ward
    #[arg(long, value_name = "NAME")]
    ward: String,
    /// Its beds
    #[arg(long, value_name = "N")]
    beds: u32,
    /// Number that calls the crash team; shown, never dialled
    #[arg(long, value_name = "NUMBER")]
    crash_call_number: Option<String>,
    /// Number to phone when an alert reaches nobody
    #[arg(long, value_name = "NUMBER")]
    alert_phone_number: Option<String>,
    /// Address the administrator signs in with
    #[arg(long, value_name = "EMAIL")]
    admin_email: String,
    /// Given name first
    #[arg(long, value_name = "NAME")]
    admin_name: String,
    /// First password; better on standard input, where no process list shows it
    #[arg(
        long,
        env = "CLOUDCARE_USER_PASSWORD",
        hide = true,
        hide_env_values = true
    )]
    password: Option<String>,
}

/// Where the data are.
#[derive(Debug, Args)]
struct Place {
    /// Folder of the bundled database, the master key and the logs
    #[arg(long, env = "CLOUDCARE_DATA_DIR", value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Somebody else's PostgreSQL (15 to 18); the bundled one where absent
    #[arg(
        long,
        env = "CLOUDCARE_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
    /// Folder for the copy of the audit record's seals, best on another machine's disk; `audit` in
    /// the data folder where absent
    #[arg(long, env = "CLOUDCARE_AUDIT_DIR", value_name = "DIR")]
    audit_dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    place: Place,
    /// Address to listen on
    #[arg(
        long,
        env = "CLOUDCARE_LISTEN",
        value_name = "ADDR",
        default_value = "127.0.0.1:8844"
    )]
    listen: SocketAddr,
    /// The demo hospital: made-up people, one password, a folder of its own
    #[arg(long, env = "CLOUDCARE_DEMO", value_parser = clap::builder::FalseyValueParser::new())]
    demo: bool,
    /// The demo's password; random where absent
    #[arg(
        long,
        env = "CLOUDCARE_DEMO_PASSWORD",
        value_name = "PASSWORD",
        hide = true,
        hide_env_values = true
    )]
    demo_password: Option<String>,
}

/// A demo hospital to make.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    place: Place,
    /// How many patients, 1 to 20,000,000
    #[arg(long, value_name = "N")]
    patients: u64,
    /// The same seed, size and time make the same hospital
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// What "now" is, for example 2026-11-22T14:30:00Z; the database's clock where absent
    #[arg(long, value_name = "TIME")]
    at: Option<jiff::Timestamp>,
    /// Also into a demo that holds something already
    #[arg(long)]
    add: bool,
    /// The demo's password; random where absent
    #[arg(
        long,
        env = "CLOUDCARE_DEMO_PASSWORD",
        value_name = "PASSWORD",
        hide = true,
        hide_env_values = true
    )]
    demo_password: Option<String>,
}

#[derive(Debug, Subcommand)]
enum User {
    /// Make an account; the password is read from standard input or `CLOUDCARE_USER_PASSWORD`
    Add(AddUser),
}

#[derive(Debug, Args)]
struct AddUser {
    #[command(flatten)]
    place: Place,
    /// Address the person signs in with
    #[arg(long)]
    email: String,
    /// Given name first
    #[arg(long, value_name = "NAME")]
    name: String,
    /// What the person is
    #[arg(long, value_enum)]
    role: StaffRole,
    /// Hospital the person works at, by name
    #[arg(long, value_name = "NAME")]
    hospital: Option<String>,
    /// First password; better on standard input, where no process list shows it
    #[arg(
        long,
        env = "CLOUDCARE_USER_PASSWORD",
        hide = true,
        hide_env_values = true
    )]
    password: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StaffRole {
    Admin,
    Doctor,
    Nurse,
    Pharmacist,
}

impl From<StaffRole> for Role {
    fn from(role: StaffRole) -> Self {
        match role {
            StaffRole::Admin => Self::Admin,
            StaffRole::Doctor => Self::Doctor,
            StaffRole::Nurse => Self::Nurse,
            StaffRole::Pharmacist => Self::Pharmacist,
        }
    }
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    match arguments.command {
        Command::Serve(serve) => run_serve(serve).await?,
        Command::Migrate(place) => run_migrate(place).await?,
        Command::Setup(setup) => run_setup(setup).await?,
        Command::Demo(demo) => demo::run(demo).await?,
        Command::User(User::Add(add)) => run_add_user(add).await?,
        Command::Import(Import::Fhir(fhir)) => return run_import_fhir(fhir).await,
        Command::VerifyAudit(place) => return run_verify_audit(place).await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn run_import_fhir(fhir: ImportFhir) -> Result<ExitCode> {
    let files = import::files(&fhir.paths)?;
    let options = OpenOptions {
        demo: fhir.demo,
        ..options(fhir.place, fhir.demo)?
    };
    let installation = Installation::open(options, tell)
        .await
        .map_err(opened_in_words)?;
    let options = ImportOptions {
        source: fhir.source,
        time_zone: fhir.time_zone,
        registered_at: fhir.hospital,
    };
    let imported = import::run(installation.services(), options, files, true).await;
    installation.close().await?;
    let report = imported.map_err(|error| match error {
        ImportError::Service(error) => in_words(error),
        other => other.into(),
    })?;
    for line in report.lines() {
        say(&line);
    }
    Ok(if report.broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(SOME_BROKEN)
    })
}

async fn run_verify_audit(place: Place) -> Result<ExitCode> {
    let found = verify::run(options(place, false)?)
        .await
        .map_err(opened_in_words)?;
    for line in verify::lines(&found) {
        say(&line);
    }
    Ok(if found.first_bad.is_none() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(NOT_WHOLE)
    })
}

async fn run_serve(serve: Serve) -> Result<()> {
    let options = OpenOptions {
        demo: serve.demo,
        demo_password: serve.demo_password,
        ..options(serve.place, serve.demo)?
    };
    if !serve.listen.ip().is_loopback() {
        tracing::warn!(
            "this address can be reached from the network without encryption; put a TLS proxy in front"
        );
    }
    let installation = Installation::open(options, tell)
        .await
        .map_err(opened_in_words)?;
    let door = match installation.listen(serve.listen).await {
        Ok(door) => door,
        Err(error) => {
            installation.close().await?;
            return Err(error.into());
        }
    };
    if let Some(demo) = installation.services().about().await?.demo {
        say(&format!(
            "demo hospital: sign in as nurse@demo.local with {}",
            demo.password
        ));
        say(&format!(
            "demo hospital: enrol another station with {}",
            demo.enrolment_code
        ));
    }
    say(&format!("listening on http://{}", door.address));
    stop_signal().await?;
    tell("Stopping");
    drop(door);
    installation.close().await?;
    Ok(())
}

async fn run_migrate(place: Place) -> Result<()> {
    match &place.database_url {
        Some(url) => migrate(url).await?,
        None => {
            let data_dir = data_dir(&place, false)?;
            let settings = cloudcare_postgres::Settings {
                data_dir,
                durability: cloudcare_postgres::Durability::default(),
            };
            let bundled = cloudcare_postgres::Bundled::start(settings, |_| ()).await?;
            let migrated = migrate(bundled.url()).await;
            bundled.stop().await?;
            migrated?;
        }
    }
    say("the database is up to date");
    Ok(())
}

async fn run_add_user(add: AddUser) -> Result<()> {
    let password = match add.password {
        Some(password) => password,
        None => read_password().await?,
    };
    let installation = Installation::open(options(add.place, false)?, tell).await?;
    let caller = Caller::system(Job::CommandLine);
    let made = async {
        let hospital = match &add.hospital {
            Some(name) => Some(
                installation
                    .services()
                    .hospital(&caller, name)
                    .await
                    .context(format!("hospital {name}"))?
                    .id,
            ),
            None => None,
        };
        let request = CreateUser {
            email: add.email.clone(),
            full_name: add.name,
            role: add.role.into(),
            password,
            hospital,
        };
        installation
            .services()
            .create_user(&caller, request)
            .await
            .map_err(in_words)
    }
    .await;
    installation.close().await?;
    made?;
    say(&format!("{} can sign in now", add.email));
    Ok(())
}

async fn run_setup(setup: Setup) -> Result<()> {
    let admin_password = match setup.password {
        Some(password) => password,
        None => read_password().await?,
    };
    let installation = Installation::open(options(setup.place, false)?, tell)
        .await
        .map_err(opened_in_words)?;
    let request = SetUp {
        hospital_name: setup.hospital.clone(),
        time_zone: setup.time_zone,
        ward_name: setup.ward,
        bed_count: setup.beds,
        crash_call_number: setup.crash_call_number,
        alert_phone_number: setup.alert_phone_number,
        admin_email: setup.admin_email.clone(),
        admin_full_name: setup.admin_name,
        admin_password,
    };
    let made = installation
        .services()
        .set_up(&Caller::system(Job::Setup), request)
        .await
        .map_err(in_words);
    installation.close().await?;
    made?;
    say(&format!(
        "{} is set up; {} can sign in now",
        setup.hospital, setup.admin_email
    ));
    Ok(())
}

fn opened_in_words(error: OpenError) -> anyhow::Error {
    match error {
        OpenError::Service(error) => in_words(error),
        other => other.into(),
    }
}

/// Names every field that was not taken.
fn in_words(error: cloudcare_services::ServiceError) -> anyhow::Error {
    match error {
        cloudcare_services::ServiceError::Invalid(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|f| format!("{}: {}", f.field, f.message))
                .collect();
            anyhow::anyhow!("{}", fields.join("; "))
        }
        other => other.into(),
    }
}

async fn read_password() -> Result<String> {
    if std::io::stdin().is_terminal() {
        tell("Password (it is shown as you type):");
    }
    let line = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map(|_| line)
    })
    .await??;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() {
        bail!("give the password on standard input or in CLOUDCARE_USER_PASSWORD");
    }
    Ok(password)
}

fn options(place: Place, demo: bool) -> Result<OpenOptions> {
    let data_dir = data_dir(&place, demo)?;
    Ok(OpenOptions {
        database_url: place.database_url,
        audit_dir: place.audit_dir,
        ..OpenOptions::new(data_dir)
    })
}

/// The demo has a folder of its own, so that made-up people never meet real ones.
fn data_dir(place: &Place, demo: bool) -> Result<PathBuf> {
    match &place.data_dir {
        Some(dir) => Ok(std::path::absolute(dir)?),
        None => Ok(Layout::default_root()?.join(if demo { "demo" } else { "server" })),
    }
}

#[cfg(unix)]
async fn stop_signal() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted?,
        _ = terminate.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn stop_signal() -> Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}

/// A line scripts may read. A closed pipe is the reader's choice, not a fault.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A line for a person who waits.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// A line of a failure.
pub(crate) fn complain(depth: usize, line: &str) {
    let prefix = if depth == 0 {
        "cloudcare-server:"
    } else {
        "  because"
    };
    let _ = writeln!(std::io::stderr().lock(), "{prefix} {line}");
}
