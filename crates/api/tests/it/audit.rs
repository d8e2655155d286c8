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
    let bad = found.first_bad.as_ref().unwrap();
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

/// What somebody can do to the seals, who knows how they are made but has no key, after having
/// changed event 9 to fit.
#[tokio::test]
async fn seals_made_again_without_the_key_do_not_pass() {
    let app = sealed_demo().await;
    let nowhere = TempDir::new().unwrap();
    tamper(&app, "create table true_events as select * from audit_events; create table true_seals as select * from audit_seals").await;
    let e = event_at(&app, 9).await;
    let block = "(select max(block) from audit_seals where first_position <= 9)";
    let first = one(
        &app,
        &format!("select event_ids[1]::text from audit_seals where block = {block}"),
    )
    .await;
    let edit = format!("update audit_events set outcome = 'denied' where id = '{e}';");
    let forgeries = [
        // Plain hashes of the rows as they are now, and of the seal.
        format!(
            "update audit_seals s set
               tags = (select string_agg(sha256(convert_to(a::text, 'utf8')), '' order by o)
                       from unnest(s.event_ids) with ordinality as u(id, o) join audit_events a using (id)),
               mac = sha256(s.previous_mac || s.tags) where block = {block}"
        ),
        // The event taken out of its seal.
        format!(
            "update audit_seals set event_ids = array_remove(event_ids, '{e}'), tags = substr(tags, 33)
             where block = {block}"
        ),
        // The event's tag taken from another event.
        format!("update audit_seals set tags = substr(tags, 33) || substr(tags, 1, 32) where block = {block}"),
        // Said to be under another key.
        format!("update audit_seals set key_id = '\\x0000000000000000' where block = {block}"),
        // Said to be older than proofs.
        format!("update audit_seals set format = 0 where block = {block}"),
    ];
    for forgery in forgeries {
        tamper(&app, &format!("{edit}{forgery}")).await;
        for copy in [app.record_folder(), nowhere.path()] {
            let (fault, _, event) = bad(&verify(&app, copy).await);
            let expected = if forgery.contains("key_id") {
                Fault::OtherKey
            } else {
                Fault::SealChanged
            };
            assert_eq!((fault, event), (expected, Some(first.clone())), "{forgery}");
        }
        tamper(&app, "truncate audit_events, audit_seals; insert into audit_events select * from true_events; insert into audit_seals select * from true_seals").await;
    }
}

#[tokio::test]
async fn events_cut_off_at_the_end_with_their_seals_are_missed_by_the_copy_outside() {
    let app = sealed_demo().await;
    let cut = "delete from audit_events where id in
                 (select unnest(event_ids) from audit_seals where block > 2);";
    let first = one(
        &app,
        "select event_ids[1]::text from audit_seals where block = 3",
    )
    .await;
    let position = app
        .count("select first_position from audit_seals where block = 3")
        .await;
    tamper(
        &app,
        &format!("{cut} delete from audit_seals where block > 2"),
    )
    .await;
    let found = verify(&app, app.record_folder()).await;
    assert_eq!(bad(&found), (Fault::Truncated, position, Some(first)));
    assert_eq!(found.events, position - 1);
    // The instance that runs finds it by itself, says so, and does not seal over it.
    loop {
        let ready = app.anybody().get("/api/ready").await;
        assert_eq!(ready.status, 200, "care goes on");
        if ready.body["audit"]["status"] == "broken" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    app.sign_in("nurse").await;
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    assert_eq!(app.count("select max(block) from audit_seals").await, 2);
}

#[tokio::test]
async fn seals_taken_away_from_events_that_stay_are_missed_too() {
    let app = sealed_demo().await;
    let first = one(
        &app,
        "select event_ids[1]::text from audit_seals where block = 3",
    )
    .await;
    let position = app
        .count("select first_position from audit_seals where block = 3")
        .await;
    tamper(&app, "delete from audit_seals where block > 2").await;
    let found = verify(&app, app.record_folder()).await;
    assert_eq!(bad(&found), (Fault::SealGone, position, Some(first)));
}

/// Without a copy outside, what a start has put on record speaks for the seals before it.
#[tokio::test]
async fn all_seals_taken_away_and_made_again_are_missed_even_without_a_copy_outside() {
    let app = sealed_demo().await;
    let nowhere = TempDir::new().unwrap();
    let again = app.another_instance(true).await;
    again.sealed().await;
    assert_eq!(verify(&app, nowhere.path()).await.first_bad, None);
    tamper(&app, "delete from audit_seals").await;
    let (fault, position, _) = bad(&verify(&app, nowhere.path()).await);
    assert_eq!((fault, position), (Fault::SealGone, 1));
    // A third instance, which knows nothing but what is on record, seals nothing over it.
    let third = app.another_instance(true).await;
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    assert_eq!(third.count("select count(*) from audit_seals").await, 0);
    assert_eq!(
        third.anybody().get("/api/ready").await.body["audit"]["status"],
        "broken"
    );
}

/// The second before the seal is no gap either.
#[tokio::test]
async fn an_event_forged_or_edited_before_it_is_sealed_is_told_from_ours() {
    let app = sealed_demo().await;
    tamper(
        &app,
        "insert into audit_events (id, actor_kind, user_id, role, action, resource_type, outcome, subjects)
         select '00000000-0000-7000-8000-00000000000f', 'user', u.id, 'nurse', 'read', 'patient', 'success', array[p.id]
         from users u, patients p where u.email = 'nurse@demo.local' and p.code like 'P00001%'",
    )
    .await;
    let forged = (
        Fault::NotWrittenByUs,
        Some("00000000-0000-7000-8000-00000000000f".to_owned()),
    );
    let (fault, _, event) = bad(&verify(&app, app.record_folder()).await);
    assert_eq!((fault, event), forged);
    app.sealed().await;
    let (fault, _, event) = bad(&verify(&app, app.record_folder()).await);
    assert_eq!((fault, event), forged, "and a seal does not make it true");
}

#[tokio::test]
async fn two_instances_seal_one_record_and_each_has_its_copy() {
    let app = TestApp::demo().await;
    let other = app.another_instance(true).await;
    let (one, two) = (app.sign_in("nurse").await, other.sign_in("doctor").await);
    let asks = (0..60).map(|n| {
        let client = if n % 2 == 0 { one.clone() } else { two.clone() };
        tokio::spawn(async move { client.get("/api/patients/P00001").await.status.as_u16() })
    });
    for ask in asks.collect::<Vec<_>>() {
        assert_eq!(ask.await.unwrap(), 200);
    }
    app.sealed().await;
    other.sealed().await;
    for instance in [&app, &other] {
        let found = verify(&app, instance.record_folder()).await;
        assert_eq!(found.first_bad, None);
        assert_eq!(found.unsealed, 0);
        assert!(matches!(found.outside_copy, OutsideCopy::UpTo(_)));
    }
}

/// A transaction that ends after younger ones must find its place, not a closed door.
#[tokio::test]
async fn a_write_that_takes_long_is_sealed_when_it_ends_and_nothing_is_sealed_past_it() {
    let app = sealed_demo().await;
    let mut slow = app.database().await;
    slow.execute("begin; insert into audit_events (id, actor_kind, action, resource_type, outcome) values ('00000000-0000-7000-8000-00000000000e', 'system', 'read', 'patient', 'success')")
        .await
        .unwrap();
    let before = app.count("select max(block) from audit_seals").await;
    let nurse = app.sign_in("nurse").await;
    assert_eq!(nurse.get("/api/patients/P00001").await.status, 200);
    tokio::time::sleep(std::time::Duration::from_millis(2_500)).await;
    assert_eq!(
        app.count("select max(block) from audit_seals").await,
        before
    );
    let ready = app.anybody().get("/api/ready").await;
    assert!(
        ready.body["audit"]["unsealed_seconds"].as_i64().unwrap() >= 1,
        "{}",
        ready.body
    );
    slow.execute("commit").await.unwrap();
    app.sealed().await;
    let (fault, _, event) = bad(&verify(&app, app.record_folder()).await);
    assert_eq!(fault, Fault::NotWrittenByUs, "it is this test's own");
    assert_eq!(
        event.as_deref(),
        Some("00000000-0000-7000-8000-00000000000e")
    );
}

/// Any column of any event: a column added later must not be left out of the seal.
#[tokio::test]
async fn every_column_of_every_event_is_under_its_seal() {
    let app = sealed_demo().await;
    let columns = rows(
        app.database_url(),
        "select column_name::text from information_schema.columns where table_name = 'audit_events' order by ordinal_position",
    )
    .await;
    let mut sealed: Vec<&str> = cloudcare_store::audit::raw::COLUMNS.split(", ").collect();
    let mut there: Vec<&str> = columns.iter().map(String::as_str).collect();
    sealed.sort_unstable();
    there.sort_unstable();
    assert_eq!(sealed, there);

    tamper(
        &app,
        "create table true_events as select * from audit_events",
    )
    .await;
    let events = app.count("select count(*) from audit_events").await;
    let mut chance: u64 = 20_261_122;
    let mut next = |below: u64| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % below
    };
    for column in &columns {
        let position = i64::try_from(next(events.unsigned_abs())).unwrap() + 1;
        let id = event_at(&app, position).await;
        let kind = one(&app, &format!("select udt_name::text from information_schema.columns where table_name = 'audit_events' and column_name = '{column}'")).await;
        let value = match (column.as_str(), kind.as_str()) {
            ("actor_kind", _) => "case actor_kind when 'user' then 'system' else 'user' end".to_owned(),
            ("outcome", _) => "case outcome when 'success' then 'failed' else 'success' end".to_owned(),
            ("user_id", _) => "(select id from users u where u.id is distinct from audit_events.user_id limit 1)".to_owned(),
            ("session_id", _) => "(select id from sessions s where s.id is distinct from audit_events.session_id limit 1)".to_owned(),
            ("workstation_id", _) => "(select id from workstations w where w.id is distinct from audit_events.workstation_id limit 1)".to_owned(),
            (_, "uuid") => "gen_random_uuid()".to_owned(),
            (_, "_uuid") => "subjects || gen_random_uuid()".to_owned(),
            (_, "jsonb") => "detail || '{\"x\": 1}'".to_owned(),
            (_, "timestamptz") => "at + interval '1 microsecond'".to_owned(),
            (_, "bytea") => "sha256('x')".to_owned(),
            (_, "int4" | "int8") => format!("{column} + 100000"),
            (name, _) => format!("coalesce({name}, '') || 'x'"),
        };
        let was = one(
            &app,
            &format!("select coalesce({column}::text, '∅') from audit_events where id = '{id}'"),
        )
        .await;
        tamper(
            &app,
            &format!("update audit_events set {column} = {value} where id = '{id}'"),
        )
        .await;
        let is = one(&app, &format!("select coalesce((select coalesce({column}::text, '∅') from audit_events where id = '{id}'), 'gone')")).await;
        if was == is {
            // No workstation to name: there is none in this hospital.
            assert_eq!(column, "workstation_id");
            continue;
        }
        let found = verify(&app, app.record_folder()).await;
        let bad = found
            .first_bad
            .unwrap_or_else(|| panic!("{column} can be changed"));
        assert_eq!(
            (bad.position, bad.event_id.map(|e| e.to_string())),
            (position, Some(id)),
            "{column}"
        );
        tamper(
            &app,
            "truncate audit_events; insert into audit_events select * from true_events",
        )
        .await;
    }
    // As many at random as there are columns: one deleted, one put in another's place.
    for _ in 0..12 {
        let position = i64::try_from(next(events.unsigned_abs() - 1)).unwrap() + 1;
        let id = event_at(&app, position).await;
        let is_deleted = next(2) == 0;
        let sql = if is_deleted {
            format!("delete from audit_events where id = '{id}'")
        } else {
            format!(
                "update audit_events set xid = (select max(xid) from audit_events) + 1 where id = '{id}'"
            )
        };
        tamper(&app, &sql).await;
        let fault = if is_deleted {
            Fault::Deleted
        } else {
            Fault::Moved
        };
        assert_eq!(
            bad(&verify(&app, app.record_folder()).await),
            (fault, position, Some(id))
        );
        tamper(
            &app,
            "truncate audit_events; insert into audit_events select * from true_events",
        )
        .await;
    }
}

/// A database that was restored on another cluster counts its transactions anew.
#[tokio::test]
async fn the_record_goes_on_where_the_data_move_to_another_cluster() {
    let app = sealed_demo().await;
    tamper(&app, "update audit_eras set system_identifier = 1").await;
    let there = app.another_instance(true).await;
    assert_eq!(
        there.count("select max(era)::bigint from audit_eras").await,
        2
    );
    let nurse = there.sign_in("nurse").await;
    assert_eq!(nurse.get("/api/patients/P00001").await.status, 200);
    there.sealed().await;
    assert!(
        there
            .count("select count(*) from audit_events where era = 2")
            .await
            >= 2
    );
    let found = verify(&there, there.record_folder()).await;
    assert_eq!((found.first_bad, found.unsealed), (None, 0));
    // Opened once, however many instances start.
    let another = app.another_instance(true).await;
    assert_eq!(
        another
            .count("select max(era)::bigint from audit_eras")
            .await,
        2
    );
}
