//! Folders that are not as they should be: each a clear message, and the data kept.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use cloudcare_postgres::{Durability, PostgresError};

use crate::machine::{self, Folder, connect, start, start_with};

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
