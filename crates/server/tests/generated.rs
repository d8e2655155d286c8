//! `cloudcare-server demo`: hospitals of made-up people, by the real binary and a real database.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where it must; helpers outside #[test] functions too"
)]

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use cloudcare_postgres::{Bundled, Durability, Settings};
use tempfile::TempDir;

const PASSWORD: &str = "a demo password for tests";
const AT: &str = "2026-11-22T14:30:00Z";

fn server() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cloudcare-server"));
    for name in [
        "CLOUDCARE_DATA_DIR",
        "CLOUDCARE_DATABASE_URL",
        "CLOUDCARE_LISTEN",
        "CLOUDCARE_DEMO",
    ] {
        command.env_remove(name);
    }
    command.env("CLOUDCARE_DEMO_PASSWORD", PASSWORD);
    command
}

/// A folder that PostgreSQL reaches too when the tests run as root.
fn folder() -> TempDir {
    let folder = TempDir::with_prefix("cloudcare-generated-").unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(
        folder.path(),
        std::os::unix::fs::PermissionsExt::from_mode(0o755),
    )
    .unwrap();
    folder
}

fn words(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn demo(data: &Path, arguments: &[&str]) -> Output {
    server()
        .arg("demo")
        .args(arguments)
        .arg("--data-dir")
        .arg(data)
        .output()
        .unwrap()
}

/// Every row of every generated table, in order, without what is not the seed's: when a row was
/// written, and by which account.
async fn content(data: &Path) -> Vec<(String, Vec<String>)> {
    let settings = Settings {
        data_dir: data.to_owned(),
        durability: Durability::TestsOnly,
    };
    let bundled = Bundled::start(settings, |_| ()).await.unwrap();
    let url = bundled.superuser_url().to_owned();
    let mut tables = Vec::new();
    for table in [
        "hospitals",
        "departments",
        "wards",
        "beds",
        "doctors",
        "doctor_hospitals",
        "patients",
        "allergies",
        "family_contacts",
        "conditions",
        "medication_statements",
        "deaths",
        "admissions",
        "bed_stays",
        "bed_reservations",
        "admission_events",
        "patient_doctors",
        "observation_sets",
    ] {
        let sql = format!("select to_jsonb(t)::text as row from {table} t order by id");
        tables.push((table.to_owned(), cloudcare_testkit::rows(&url, &sql).await));
    }
    bundled.stop().await.unwrap();
    tables
}

#[tokio::test]
async fn the_same_seed_makes_the_same_hospital_to_the_last_byte() {
    let (one, two) = (folder(), folder());
    for data in [&one, &two] {
        let made = demo(
            data.path(),
            &["--patients", "700", "--seed", "7", "--at", AT],
        );
        assert!(made.status.success(), "{}", words(&made));
        let said = String::from_utf8_lossy(&made.stdout).into_owned();
        let last = said.lines().last().unwrap();
        assert!(
            last.starts_with("made 700 patients, ")
                && last.contains("(seed 7, at 2026-11-22T14:30:00Z)"),
            "{said}"
        );
        assert!(
            words(&made).contains("700 of 700 patients"),
            "progress is told"
        );
    }
    let (one, two) = (content(one.path()).await, content(two.path()).await);
    for ((table, ours), (_, theirs)) in one.iter().zip(&two) {
        assert!(!ours.is_empty(), "{table} is empty");
        assert!(ours == theirs, "{table} differs");
    }
    let patients = &one.iter().find(|t| t.0 == "patients").unwrap().1;
    assert_eq!(patients.len(), 700);
}

#[tokio::test]
async fn every_size_can_be_made_signed_in_to_and_added_to_but_never_twice() {
    for patients in ["1", "9", "2600"] {
        let data = folder();
        let made = demo(data.path(), &["--patients", patients, "--seed", "3"]);
        assert!(made.status.success(), "{}", words(&made));

        let again = demo(data.path(), &["--patients", patients, "--seed", "4"]);
        assert!(
            !again.status.success() && words(&again).contains("not empty"),
            "{}",
            words(&again)
        );
        let twice = demo(data.path(), &["--patients", "5", "--seed", "3", "--add"]);
        assert!(
            !twice.status.success() && words(&twice).contains("give another --seed"),
            "{}",
            words(&twice)
        );
        let more = demo(data.path(), &["--patients", "5", "--seed", "4", "--add"]);
        assert!(more.status.success(), "{}", words(&more));

        let mut serving = server()
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines =
            std::io::BufRead::lines(std::io::BufReader::new(serving.stdout.take().unwrap()));
        let address = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening on ").map(str::to_owned))
            .expect("it says where it listens");
        let boards = boards(&address).await;
        assert!(boards.iter().any(|patients| *patients > 0), "{boards:?}");
        let pid = serving.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        assert!(serving.wait().unwrap().success());
    }
}

/// How many patients each ward's board shows the nurse.
async fn boards(address: &str) -> Vec<u64> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().build().unwrap();
    let json = async |request: reqwest::RequestBuilder| -> serde_json::Value {
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
    };
    let login = serde_json::json!({ "email": "nurse@demo.local", "password": PASSWORD });
    let request = client
        .post(format!("{address}/api/auth/login"))
        .header("content-type", "application/json")
        .body(login.to_string());
    let token = json(request).await["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let get = |path: String| client.get(format!("{address}{path}")).bearer_auth(&token);
    let me = json(get("/api/auth/me".to_owned())).await;
    let mut patients = Vec::new();
    for ward in me["wards"].as_array().unwrap() {
        let id = ward["id"].as_str().unwrap();
        let board = json(get(format!("/api/wards/{id}/board"))).await;
        patients.push(board["counts"]["patients"].as_u64().unwrap());
    }
    patients
}

#[test]
fn it_refuses_a_real_hospital_and_the_small_demo() {
    let real = folder();
    let migrated = server()
        .args([
            "setup",
            "--hospital",
            "St Brigid's",
            "--time-zone",
            "Europe/Dublin",
        ])
        .args([
            "--ward",
            "Medical 1",
            "--beds",
            "4",
            "--admin-email",
            "ann@brigid.example",
        ])
        .args(["--admin-name", "Ann Byrne", "--data-dir"])
        .arg(real.path())
        .env("CLOUDCARE_USER_PASSWORD", "a long enough one")
        .output()
        .unwrap();
    assert!(migrated.status.success(), "{}", words(&migrated));
    for more in [&["--patients", "5"][..], &["--patients", "5", "--add"]] {
        let refused = demo(real.path(), more);
        assert!(
            !refused.status.success() && words(&refused).contains("holds a real hospital"),
            "{}",
            words(&refused)
        );
    }
    for wrong in [
        &["--patients", "0"][..],
        &["--patients", "20000001"],
        &["--patients", "many"],
        &["--patients", "5", "--at", "yesterday"],
        &[],
    ] {
        let data = folder();
        assert!(!demo(data.path(), wrong).status.success(), "{wrong:?}");
    }
}
