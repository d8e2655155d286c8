//! The record that cannot be bent: what it holds, and what `verify` says when somebody tries.

use std::path::Path;

use cloudcare_services::audit::{Fault, OutsideCopy, Verification};
use cloudcare_testkit::{TestApp, rows};
use serde_json::{Value, json};
use sqlx::Executor;
use tempfile::TempDir;

/// As somebody who holds the database and knows how the record is kept.
async fn tamper(app: &TestApp, sql: &str) {
    let mut database = app.database().await;
    database
        .execute(sqlx::AssertSqlSafe(sql.to_owned()))
        .await
        .unwrap();
}

async fn one(app: &TestApp, sql: &str) -> String {
    rows(app.database_url(), sql).await.pop().unwrap()
}

/// The id of the event at a position.
async fn event_at(app: &TestApp, position: i64) -> String {
    let sql = format!(
        "select event_ids[{position} - first_position + 1]::text from audit_seals
         where first_position <= {position} order by block desc limit 1"
    );
    one(app, &sql).await
}

async fn verify(app: &TestApp, copy: &Path) -> Verification {
    app.verify_audit(copy).await
}

fn bad(found: &Verification) -> (Fault, i64, Option<String>) {
    let bad = found.first_bad.as_ref().expect("it is not whole");
    (
        bad.fault,
        bad.position,
        bad.event_id.map(|id| id.to_string()),
    )
}

/// A demo with some reads of a chart in it, every one sealed, in several blocks.
async fn sealed_demo() -> TestApp {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    for _ in 0..3 {
        app.sealed().await;
        for path in ["allergies", "records", "conditions"] {
            let path = format!("/api/patients/P00001/{path}");
            assert_eq!(nurse.get(&path).await.status, 200);
        }
    }
    app.sealed().await;
    app
}

#[tokio::test]
async fn a_record_nobody_touched_is_whole_and_says_how_many_events_it_holds() {
    let app = sealed_demo().await;
    let events = app.count("select count(*) from audit_events").await;
    let seals = app.count("select count(*) from audit_seals").await;
    assert!(seals >= 3, "{seals}");
    let found = verify(&app, app.record_folder()).await;
    assert_eq!(found.first_bad, None);
    assert_eq!(
        (found.events, found.seals, found.unsealed),
        (events, seals, 0)
    );
    assert_eq!(found.outside_copy, OutsideCopy::UpTo(seals));
    let admin = app.sign_in("admin").await;
    let answer = admin.get("/api/audit/verify").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["is_whole"], json!(true));
    assert_eq!(answer.body["first_bad"], Value::Null);
    assert_eq!(
        app.count("select count(*) from audit_events where action = 'audit_verify' and outcome = 'success' and purpose = 'access_review'").await,
        1
    );
}

/// What somebody with all rights over the database can do to one event, and what is said of it.
/// `$E` is the event at position 9, `$F` the one at 10, `$L` the last one.
const TRICKS: &[(&str, &str, Fault, i64)] = &[
    (
        "edited",
        "update audit_events set user_id = null where id = '$E'",
        Fault::Edited,
        9,
    ),
    (
        "its patient taken out",
        "update audit_events set subjects = '{}', detail = '{}', outcome = 'denied' where id = '$E'",
        Fault::Edited,
        9,
    ),
    (
        "its time moved",
        "update audit_events set at = at + interval '1 microsecond' where id = '$E'",
        Fault::Edited,
        9,
    ),
    (
        "its proof taken out",
        "update audit_events set written_mac = null where id = '$E'",
        Fault::Edited,
        9,
    ),
    (
        "deleted",
        "delete from audit_events where id = '$E'",
        Fault::Deleted,
        9,
    ),
    (
        "given another id",
        "update audit_events set id = gen_random_uuid() where id = '$E'",
        Fault::Deleted,
        9,
    ),
    (
        "moved to the end",
        "update audit_events set xid = xid + 1000000 where id = '$E'",
        Fault::Moved,
        9,
    ),
    (
        "inserted between two",
        "insert into audit_events (id, actor_kind, action, resource_type, outcome, era, xid)
         select '00000000-0000-7000-8000-00000000000f', 'user', 'read', 'patient', 'success', era, xid
         from audit_events where id = '$E'",
        Fault::Inserted,
        0,
    ),
    (
        "a copy of a true one inserted",
        "insert into audit_events select (a).* from
           (select jsonb_populate_record(e, jsonb_build_object('id', '00000000-0000-7000-8000-00000000000f')) as a
            from audit_events e where id = '$E') as s",
        Fault::Inserted,
        0,
    ),
    (
        "the head cut off",
        "delete from audit_events where id in
           (select unnest(event_ids[1:5]) from audit_seals where block = 1)",
        Fault::Deleted,
        1,
    ),
    (
        "the head cut off with its seal",
        "delete from audit_events where id in (select unnest(event_ids) from audit_seals where block = 1);
         delete from audit_seals where block = 1",
        Fault::SealGone,
        1,
    ),
    (
        "the last event cut off",
        "delete from audit_events where id = '$L'",
        Fault::Deleted,
        -1,
    ),
    ("everything cut off", "truncate audit_events", Fault::Deleted, 1),
];

#[tokio::test]
async fn whatever_is_done_to_an_event_verify_names_the_first_bad_one() {
    let app = sealed_demo().await;
    let nowhere = TempDir::new().unwrap();
    tamper(
        &app,
        "create table true_events as select * from audit_events;
         create table true_seals as select * from audit_seals",
    )
    .await;
    let last = app.count("select count(*) from true_events").await;
    let (e, f, l) = (
        event_at(&app, 9).await,
        event_at(&app, 10).await,
        event_at(&app, last).await,
    );
    for (name, sql, fault, position) in TRICKS {
        let sql = sql.replace("$E", &e).replace("$F", &f).replace("$L", &l);
        tamper(&app, &sql).await;
        for copy in [app.record_folder(), nowhere.path()] {
            let found = verify(&app, copy).await;
            let (said, at, event) = bad(&found);
            assert_eq!(said, *fault, "{name}");
            match position {
                0 => assert_eq!(
                    event.as_deref(),
                    Some("00000000-0000-7000-8000-00000000000f"),
                    "{name}"
                ),
                -1 => assert_eq!((at, event), (last, Some(l.clone())), "{name}"),
                _ => {
                    assert_eq!(at, *position, "{name}");
                    if *fault != Fault::SealGone {
                        let expected = one(
                            &app,
                            &format!(
                                "select event_ids[{position} - first_position + 1]::text from true_seals
                                 where first_position <= {position} order by block desc limit 1"
                            ),
                        )
                        .await;
                        assert_eq!(event, Some(expected), "{name}");
                    }
                }
            }
            assert_eq!(found.events, at - 1, "{name}: what is before it holds");
        }
        tamper(
            &app,
            "truncate audit_events, audit_seals;
             insert into audit_events select * from true_events;
             insert into audit_seals select * from true_seals",
        )
        .await;
        assert_eq!(
            verify(&app, app.record_folder()).await.first_bad,
            None,
            "{name}"
        );
    }
}
