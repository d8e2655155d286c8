//! Starting: what is made, who may reach it, how it runs.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use cloudcare_postgres::{Bundled, Durability, Layout, Stage};

use crate::machine::{self, Folder, connect, start, start_with};

#[tokio::test]
async fn the_first_start_makes_a_database_and_the_second_only_opens_it() {
    let folder = Folder::new();
    let stages = std::sync::Mutex::new(Vec::new());
    let note = |stage| stages.lock().unwrap().push(stage);
    let server = start_with(&folder, Durability::Full, note).await.unwrap();
    let seen = std::mem::take(&mut *stages.lock().unwrap());
    assert_eq!(
        seen,
        [
            Stage::Unpacking,
            Stage::Initialising,
            Stage::Starting,
            Stage::Ready
        ]
    );
    sqlx::query("create table note (text text)")
        .execute(&connect(&server).await)
        .await
        .unwrap();
    server.stop().await.unwrap();

    let began = Instant::now();
    let server = start_with(&folder, Durability::Full, note).await.unwrap();
    assert_eq!(*stages.lock().unwrap(), [Stage::Starting, Stage::Ready]);
    sqlx::query("select * from note")
        .fetch_all(&connect(&server).await)
        .await
        .unwrap();
    server.stop().await.unwrap();
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "took {:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn data_are_checksummed_synced_and_reached_by_socket_and_password_only() {
    let folder = Folder::new();
    let server = start_with(&folder, Durability::Full, |_| ()).await.unwrap();
    let pool = connect(&server).await;
    for (setting, wanted) in [
        ("data_checksums", "on"),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
        ("listen_addresses", ""),
        ("password_encryption", "scram-sha-256"),
        ("log_statement", "none"),
        ("server_encoding", "UTF8"),
    ] {
        let found: String = sqlx::query_scalar("select current_setting($1)")
            .bind(setting)
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(found, wanted, "{setting}");
    }
    assert_eq!(
        machine::tcp_sockets_of(server.pid()),
        0,
        "no TCP port is open"
    );

    let layout = folder.layout();
    let rights = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(rights(&layout.root.join("run")), 0o700);
    assert_eq!(rights(&layout.database()), 0o700);
    assert_eq!(rights(&layout.secrets()), 0o700);
    assert_eq!(rights(&layout.secrets().join("postgres-superuser")), 0o600);
    assert_eq!(rights(&layout.owner_lock()), 0o600);

    let guess = machine::with_password(server.url(), "guess");
    let refused = sqlx::PgPool::connect(&guess).await.unwrap_err().to_string();
    assert!(
        refused.contains("password authentication failed"),
        "{refused}"
    );
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_application_owns_its_database_and_may_make_roles_but_is_no_superuser() {
    let folder = Folder::new();
    let server = start(&folder).await;
    let pool = connect(&server).await;
    let (is_superuser, makes_roles, owner): (bool, bool, String) = sqlx::query_as(
        "select rolsuper, rolcreaterole, (select pg_get_userbyid(datdba) from pg_database where datname = 'cloudcare') \
         from pg_roles where rolname = current_user",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert!(!is_superuser && makes_roles);
    assert_eq!(owner, "cloudcare");
    for extension in ["btree_gist", "pg_trgm", "unaccent", "pgcrypto"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("create extension {extension}")))
            .execute(&pool)
            .await
            .unwrap();
    }
    sqlx::query("create role reader")
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("grant reader to cloudcare")
        .execute(&pool)
        .await
        .unwrap();
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_log_holds_no_data_of_failed_statements() {
    let folder = Folder::new();
    let server = start(&folder).await;
    let pool = connect(&server).await;
    sqlx::query("create table person (name text primary key)")
        .execute(&pool)
        .await
        .unwrap();
    for _ in 0..2 {
        let _ = sqlx::query("insert into person values ($1)")
            .bind("Canary Patient")
            .execute(&pool)
            .await;
    }
    let _ = sqlx::query("select 'Canary Patient'::int")
        .execute(&pool)
        .await;
    server.stop().await.unwrap();
    let log = fs::read_to_string(folder.layout().postgres_log()).unwrap();
    assert!(
        log.contains("database system is shut down"),
        "the log is written: {log}"
    );
    assert!(!log.contains("Canary"), "{log}");
}

#[tokio::test]
async fn several_data_folders_run_side_by_side() {
    let (one, two) = (Folder::new(), Folder::new());
    let (first, second) = tokio::join!(start(&one), start(&two));
    assert_ne!(first.url(), second.url());
    connect(&first).await;
    connect(&second).await;
    first.stop().await.unwrap();
    connect(&second).await;
    second.stop().await.unwrap();
}

#[tokio::test]
async fn the_database_never_runs_as_root() {
    let folder = Folder::new();
    let server = start(&folder).await;
    let owner = std::os::unix::fs::MetadataExt::uid(
        &fs::metadata(format!("/proc/{}", server.pid())).unwrap(),
    );
    assert_ne!(owner, 0);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_data_folder_with_a_very_long_path_works() {
    let folder = Folder::new();
    let long = folder.path().join("a-rather-long-name-".repeat(8));
    let server = machine::start_at(&long).await.unwrap();
    connect(&server).await;
    server.stop().await.unwrap();
    let server: Bundled = machine::start_at(&long).await.unwrap();
    server.stop().await.unwrap();
}

#[test]
fn the_default_data_folder_is_a_place_the_database_can_reach() {
    let root = Layout::default_root().unwrap();
    assert!(root.ends_with("cloudcare"));
    assert_eq!(root.starts_with("/var/lib"), machine::is_root());
}
