//! Killing: the server, CloudCare, both; and what stays behind.

use std::time::Duration;

use cloudcare_postgres::{Durability, Health};

use crate::machine::{self, Folder, as_child, connect, start, start_with, wait_until};

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
        "crash::after_a_crash_of_cloudcare_the_next_start_takes_over_with_every_acknowledged_row",
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
    let (mut crashed, orphan) = machine::run_child(
        "crash::after_a_crash_of_both_the_next_start_recovers",
        &folder,
    );
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
        machine::run_child("crash::a_test_that_dies_leaves_no_database_behind", &folder);
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
