//! The bundled PostgreSQL as its user meets it: real servers over real folders, killed and damaged for real.

mod machine;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use cloudcare_postgres::{Bundled, Durability, Health, Layout, PostgresError, Stage};
use machine::{Folder, as_child, connect, start, start_with, wait_until};

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
async fn a_killed_database_comes_back_by_itself_with_every_acknowledged_row() {
    let folder = Folder::new();
    let server = start_with(&folder, Durability::Full, |_| ()).await.unwrap();
    let mut health = server.health();
    let pool = connect(&server).await;
    sqlx::query("create table note (number int)")
        .execute(&pool)
        .await
        .unwrap();
    let mut acknowledged = 0;
    for _ in 0..2 {
        for _ in 0..20 {
            acknowledged += 1;
            sqlx::query("insert into note values ($1)")
                .bind(acknowledged)
                .execute(&pool)
                .await
                .unwrap();
        }
        let killed = server.pid();
        machine::kill(killed, "KILL");
        health
            .wait_for(|state| *state == Health::Restarting)
            .await
            .unwrap();
        health
            .wait_for(|state| *state == Health::Running)
            .await
            .unwrap();
        assert_ne!(server.pid(), killed);
        // The same pool: connections that died with the server are replaced.
        let count = machine::retry(|| {
            sqlx::query_scalar::<_, i64>("select count(*) from note").fetch_one(&pool)
        })
        .await;
        assert_eq!(count, i64::from(acknowledged));
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_database_killed_under_a_long_statement_comes_back_too() {
    let folder = Folder::new();
    let server = start(&folder).await;
    let mut health = server.health();
    let pool = connect(&server).await;
    // A child busy in a statement does not notice the death of its server, and holds its memory.
    let busy = tokio::spawn(async move {
        let _ = sqlx::query("select count(*) from generate_series(1, 100000000000)")
            .execute(&pool)
            .await;
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    machine::kill(server.pid(), "KILL");
    health
        .wait_for(|state| *state == Health::Restarting)
        .await
        .unwrap();
    health
        .wait_for(|state| *state == Health::Running)
        .await
        .unwrap();
    connect(&server).await;
    busy.abort();
    server.stop().await.unwrap();
}

#[tokio::test]
async fn after_a_crash_of_cloudcare_the_next_start_takes_over_with_every_acknowledged_row() {
    if let Some(folder) = as_child() {
        let server = start_with(&folder, Durability::Full, |_| ()).await.unwrap();
        let pool = connect(&server).await;
        sqlx::query("create table note as select 1 as number")
            .execute(&pool)
            .await
            .unwrap();
        machine::tell_parent_and_wait(server.pid());
    }
    let folder = Folder::new();
    let (mut crashed, orphan) = machine::run_child(
        "after_a_crash_of_cloudcare_the_next_start_takes_over_with_every_acknowledged_row",
        &folder,
    );
    crashed.kill().unwrap();
    crashed.wait().unwrap();
    assert!(
        machine::is_alive(orphan),
        "the database outlives a killed CloudCare"
    );

    let server = start_with(&folder, Durability::Full, |_| ()).await.unwrap();
    assert!(!machine::is_alive(orphan));
    assert_ne!(server.pid(), orphan);
    let number: i32 = sqlx::query_scalar("select number from note")
        .fetch_one(&connect(&server).await)
        .await
        .unwrap();
    assert_eq!(number, 1);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn after_a_crash_of_both_the_next_start_recovers() {
    if let Some(folder) = as_child() {
        let server = start_with(&folder, Durability::Full, |_| ()).await.unwrap();
        sqlx::query("create table note as select 1 as number")
            .execute(&connect(&server).await)
            .await
            .unwrap();
        machine::tell_parent_and_wait(server.pid());
    }
    let folder = Folder::new();
    let (mut crashed, orphan) =
        machine::run_child("after_a_crash_of_both_the_next_start_recovers", &folder);
    crashed.kill().unwrap();
    machine::kill(orphan, "KILL");
    crashed.wait().unwrap();
    let server = start_with(&folder, Durability::Full, |_| ()).await.unwrap();
    sqlx::query("select number from note")
        .fetch_one(&connect(&server).await)
        .await
        .unwrap();
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_test_that_dies_leaves_no_database_behind() {
    if let Some(folder) = as_child() {
        let server = start(&folder).await;
        machine::tell_parent_and_wait(server.pid());
    }
    let folder = Folder::new();
    let (mut crashed, server) =
        machine::run_child("a_test_that_dies_leaves_no_database_behind", &folder);
    crashed.kill().unwrap();
    crashed.wait().unwrap();
    wait_until("the test's server has ended", || !machine::is_alive(server)).await;
}

#[tokio::test]
async fn stopping_leaves_no_process_and_dropping_none_either() {
    let folder = Folder::new();
    let server = start(&folder).await;
    let pid = server.pid();
    server.stop().await.unwrap();
    assert!(!machine::is_alive(pid));
    assert_eq!(machine::processes_in(&folder.layout().database()), 0);

    let server = start(&folder).await;
    let pid = server.pid();
    drop(server);
    wait_until("the dropped server has ended", || !machine::is_alive(pid)).await;
}

#[tokio::test]
async fn a_second_cloudcare_is_told_which_process_has_the_folder() {
    let folder = Folder::new();
    let first = start(&folder).await;
    let refused = start_with(&folder, Durability::TestsOnly, |_| ())
        .await
        .unwrap_err();
    assert!(
        matches!(refused, PostgresError::HeldByAnother { .. }),
        "{refused}"
    );
    assert!(
        refused
            .to_string()
            .contains(&format!("process {}", std::process::id())),
        "{refused}"
    );
    connect(&first).await;
    first.stop().await.unwrap();
    start(&folder).await.stop().await.unwrap();
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
async fn data_of_another_postgresql_version_are_kept_and_named() {
    let folder = Folder::new();
    start(&folder).await.stop().await.unwrap();
    let version = folder.layout().database().join("PG_VERSION");
    fs::write(&version, "17\n").unwrap();
    let before = machine::listing(&folder.layout().database());
    let refused = start_with(&folder, Durability::TestsOnly, |_| ())
        .await
        .unwrap_err();
    assert!(
        matches!(refused, PostgresError::OtherVersion { .. }),
        "{refused}"
    );
    let told = refused.to_string();
    assert!(
        told.contains("PostgreSQL 17") && told.contains("18.6.0") && told.contains("kept"),
        "{told}"
    );
    assert_eq!(machine::listing(&folder.layout().database()), before);
    fs::write(&version, "18\n").unwrap();
    start(&folder).await.stop().await.unwrap();
}

#[tokio::test]
async fn a_damaged_folder_is_told_and_left_as_it_is() {
    let folder = Folder::new();
    start(&folder).await.stop().await.unwrap();
    let database = folder.layout().database();
    for part in ["PG_VERSION", "global/pg_control", "base"] {
        fs::rename(database.join(part), folder.path().join("aside")).unwrap();
        let before = machine::listing(&database);
        let refused = start_with(&folder, Durability::TestsOnly, |_| ())
            .await
            .unwrap_err();
        assert!(
            matches!(refused, PostgresError::Damaged { .. }),
            "{part}: {refused}"
        );
        let told = refused.to_string();
        assert!(
            told.contains(part) && told.contains("keeps what is there"),
            "{told}"
        );
        assert_eq!(machine::listing(&database), before);
        fs::rename(folder.path().join("aside"), database.join(part)).unwrap();
    }
    let control = fs::read(database.join("global/pg_control")).unwrap();
    fs::write(database.join("global/pg_control"), vec![0; control.len()]).unwrap();
    let refused = start_with(&folder, Durability::TestsOnly, |_| ())
        .await
        .unwrap_err();
    assert!(
        matches!(
            refused,
            PostgresError::Damaged { .. } | PostgresError::OtherVersion { .. }
        ),
        "{refused}"
    );
    fs::write(database.join("global/pg_control"), control).unwrap();
    start(&folder).await.stop().await.unwrap();
}

#[tokio::test]
async fn a_vanished_database_is_never_replaced_by_an_empty_one() {
    let folder = Folder::new();
    start(&folder).await.stop().await.unwrap();
    let database = folder.layout().database();
    fs::rename(&database, folder.path().join("elsewhere")).unwrap();
    let refused = start_with(&folder, Durability::TestsOnly, |_| ())
        .await
        .unwrap_err();
    assert!(
        matches!(refused, PostgresError::Damaged { .. }),
        "{refused}"
    );
    fs::create_dir(&database).unwrap();
    let refused = start_with(&folder, Durability::TestsOnly, |_| ())
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("empty or gone"), "{refused}");
    fs::remove_dir(&database).unwrap();
    fs::rename(folder.path().join("elsewhere"), &database).unwrap();
    start(&folder).await.stop().await.unwrap();
}

#[tokio::test]
async fn a_first_start_that_was_cut_off_is_made_anew() {
    let folder = Folder::new();
    let half = folder.path().join("database.new");
    fs::create_dir_all(&half).unwrap();
    fs::write(half.join("PG_VERSION"), "18\n").unwrap();
    let server = start(&folder).await;
    connect(&server).await;
    assert!(!half.exists());
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_stale_lock_file_naming_some_other_process_is_no_obstacle() {
    let folder = Folder::new();
    start(&folder).await.stop().await.unwrap();
    let database = folder.layout().database();
    let mut innocent = machine::sleeper_of_the_database_user();
    let stale = format!(
        "{}\n{}\n1700000000\n5432\n/run\n\n  1 1\nready   \n",
        innocent.id(),
        database.display()
    );
    fs::write(database.join("postmaster.pid"), stale).unwrap();
    let server = start(&folder).await;
    connect(&server).await;
    assert!(
        innocent.try_wait().unwrap().is_none(),
        "the other process was not touched"
    );
    innocent.kill().unwrap();
    innocent.wait().unwrap();
    server.stop().await.unwrap();
}

#[tokio::test]
async fn lost_passwords_are_replaced_and_the_data_stay() {
    let folder = Folder::new();
    let server = start(&folder).await;
    sqlx::query("create table note as select 7 as number")
        .execute(&connect(&server).await)
        .await
        .unwrap();
    server.stop().await.unwrap();
    fs::remove_dir_all(folder.layout().secrets()).unwrap();
    let server = start(&folder).await;
    let number: i32 = sqlx::query_scalar("select number from note")
        .fetch_one(&connect(&server).await)
        .await
        .unwrap();
    assert_eq!(number, 7);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn folder_rights_that_were_changed_are_put_right() {
    let folder = Folder::new();
    start(&folder).await.stop().await.unwrap();
    let layout = folder.layout();
    for path in [layout.database(), layout.secrets(), layout.root.join("run")] {
        fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
    }
    start(&folder).await.stop().await.unwrap();
    for path in [layout.database(), layout.secrets(), layout.root.join("run")] {
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o700,
            "{}",
            path.display()
        );
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    let folder = Folder::new();
    let data_dir = machine::unwritable_folder(&folder);
    let refused = machine::start_at(&data_dir).await.unwrap_err();
    assert!(
        matches!(refused, PostgresError::NotWritable { .. }),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("--data-dir"), "{refused}");
}

#[tokio::test]
async fn as_root_a_folder_the_database_user_cannot_reach_is_refused_with_a_way_out() {
    let folder = Folder::new();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let started = machine::start_at(&closed.join("data")).await;
    if machine::is_root() {
        let refused = started.unwrap_err();
        assert!(
            matches!(refused, PostgresError::NotTraversable { .. }),
            "{refused}"
        );
        assert!(
            refused.to_string().contains("/var/lib/cloudcare"),
            "{refused}"
        );
    } else {
        // An ordinary user's PostgreSQL is the user, who may enter.
        started.unwrap().stop().await.unwrap();
    }
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

#[tokio::test]
async fn a_database_that_stops_answering_is_reported_within_half_a_minute_and_forgiven_when_it_answers()
 {
    let folder = Folder::new();
    let server = start(&folder).await;
    let mut health = server.health();
    machine::kill(server.pid(), "STOP");
    let silent = tokio::time::timeout(
        Duration::from_secs(35),
        health.wait_for(|state| matches!(state, Health::Failed(_))),
    );
    silent.await.expect("reported in time").unwrap();
    machine::kill(server.pid(), "CONT");
    health
        .wait_for(|state| *state == Health::Running)
        .await
        .unwrap();
    server.stop().await.unwrap();
}

#[test]
fn the_default_data_folder_is_a_place_the_database_can_reach() {
    let root = Layout::default_root().unwrap();
    assert!(root.ends_with("cloudcare"));
    assert_eq!(root.starts_with("/var/lib"), machine::is_root());
}
