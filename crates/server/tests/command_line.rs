//! The command line that scripts rely on, by the real binary and a real database.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails where it must; helpers outside #[test] functions too"
)]

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;

const PASSWORD: &str = "a demo password for tests";

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
    command
}

/// A folder that PostgreSQL reaches too when the tests run as root.
fn folder() -> TempDir {
    let folder = TempDir::with_prefix("cloudcare-server-").unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(
        folder.path(),
        std::os::unix::fs::PermissionsExt::from_mode(0o755),
    )
    .unwrap();
    folder
}

struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    fn start(data_dir: &Path, more: &[&str]) -> Self {
        let mut child = server()
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data_dir)
            .args(more)
            .env("CLOUDCARE_DEMO_PASSWORD", PASSWORD)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening on ").map(str::to_owned))
            .expect("it says where it listens");
        Self { child, address }
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> (u16, Value) {
        let client = client();
        let mut request =
            client.request(method.parse().unwrap(), format!("{}{path}", self.address));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn sign_in(&self, email: &str, password: &str) -> String {
        let (status, body) = self
            .ask(
                "POST",
                "/api/auth/login",
                None,
                Some(json!({ "email": email, "password": password })),
            )
            .await;
        assert_eq!(status, 200, "{body}");
        body["access_token"].as_str().unwrap().to_owned()
    }

    /// As a power failure would.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// As an administrator would.
    fn stop(mut self) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        assert!(self.child.wait().unwrap().success(), "it stops cleanly");
    }
}

fn client() -> reqwest::Client {
    // The first caller installs it; the others find it there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().build().unwrap()
}

fn words(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn it_tells_its_version_and_its_help_and_refuses_what_it_does_not_know() {
    let version = server().arg("--version").output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&version.stdout),
        format!("cloudcare-server {}\n", env!("CARGO_PKG_VERSION"))
    );
    let help = words(&server().args(["serve", "--help"]).output().unwrap());
    for flag in ["--listen", "--data-dir", "--demo", "--database-url"] {
        assert!(help.contains(flag), "{flag}");
    }
    assert!(!server().arg("fly").output().unwrap().status.success());
    assert!(
        !server()
            .args(["serve", "--listen", "nowhere"])
            .output()
            .unwrap()
            .status
            .success()
    );
}

#[tokio::test]
async fn an_acknowledged_alert_survives_a_kill_and_the_open_one_is_still_open() {
    let data = folder();
    let serving = Serving::start(data.path(), &["--demo"]);
    assert_eq!(serving.ask("GET", "/api/ready", None, None).await.0, 200);
    let nurse = serving.sign_in("nurse@demo.local", PASSWORD).await;
    for id in ["answered", "open"] {
        let alert = json!({ "alert_id": id, "place": "corridor", "alert_type": "other", "severity": "high", "description": "x" });
        let (status, body) = serving
            .ask("POST", "/api/emergency/alerts", Some(&nurse), Some(alert))
            .await;
        assert_eq!(status, 201, "{body}");
    }
    let path = "/api/emergency/alerts/answered/acknowledge";
    assert_eq!(
        serving
            .ask("PATCH", path, Some(&nurse), Some(json!({})))
            .await
            .0,
        200
    );

    let second = server()
        .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data.path())
        .output()
        .unwrap();
    assert!(!second.status.success());
    assert!(
        words(&second).contains(&serving.child.id().to_string()),
        "who holds the folder: {}",
        words(&second)
    );

    serving.kill();
    let again = Serving::start(data.path(), &["--demo"]);
    // The session outlives the server too.
    let (status, listed) = again
        .ask("GET", "/api/emergency/alerts", Some(&nurse), None)
        .await;
    assert_eq!(status, 200);
    let standing: Vec<(&str, &str)> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|a| {
            (
                a["alert_id"].as_str().unwrap(),
                a["status"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(standing, [("open", "active"), ("answered", "acknowledged")]);
    again.stop();

    let real = server()
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data.path())
        .output()
        .unwrap();
    assert!(!real.status.success());
    assert!(
        words(&real).contains("demo"),
        "made-up people never meet real ones: {}",
        words(&real)
    );
}

#[tokio::test]
async fn outside_the_demo_the_installer_makes_the_first_account() {
    let data = folder();
    let migrated = server()
        .args(["migrate", "--data-dir"])
        .arg(data.path())
        .output()
        .unwrap();
    assert!(migrated.status.success(), "{}", words(&migrated));
    let add = |password: &str| {
        let mut child = server()
            .args([
                "user",
                "add",
                "--email",
                "ann@brigid.example",
                "--name",
                "Ann Byrne",
                "--role",
                "admin",
                "--data-dir",
            ])
            .arg(data.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        child.wait_with_output().unwrap()
    };
    let weak = add("short");
    assert!(!weak.status.success());
    assert!(
        words(&weak).contains("at least 8 characters"),
        "{}",
        words(&weak)
    );
    let good = add("a long enough one");
    assert!(good.status.success(), "{}", words(&good));
    let twice = add("a long enough one");
    assert!(
        !twice.status.success() && words(&twice).contains("already an account"),
        "{}",
        words(&twice)
    );

    let serving = Serving::start(data.path(), &[]);
    let (_, about) = serving.ask("GET", "/api/installation", None, None).await;
    assert_eq!(
        (&about["is_demo"], about.get("demo")),
        (&json!(false), None)
    );
    serving
        .sign_in("ann@brigid.example", "a long enough one")
        .await;
    serving.stop();
}

#[tokio::test]
async fn a_hospital_is_made_on_a_server_once_and_a_lost_master_key_is_told() {
    let data = folder();
    let set_up = |zone: &str| {
        server()
            .args([
                "setup",
                "--hospital",
                "St Brigid's",
                "--time-zone",
                zone,
                "--ward",
                "Medical 1",
                "--beds",
                "12",
            ])
            .args([
                "--admin-email",
                "ann@brigid.example",
                "--admin-name",
                "Ann Byrne",
                "--data-dir",
            ])
            .arg(data.path())
            .env("CLOUDCARE_USER_PASSWORD", "a long enough one")
            .output()
            .unwrap()
    };
    let wrong = set_up("Mars/Olympus");
    assert!(
        !wrong.status.success() && words(&wrong).contains("time_zone"),
        "{}",
        words(&wrong)
    );
    let made = set_up("Europe/Dublin");
    assert!(made.status.success(), "{}", words(&made));
    let twice = set_up("Europe/Dublin");
    assert!(
        !twice.status.success() && words(&twice).contains("set up already"),
        "{}",
        words(&twice)
    );

    let serving = Serving::start(data.path(), &[]);
    let token = serving
        .sign_in("ann@brigid.example", "a long enough one")
        .await;
    let (_, me) = serving.ask("GET", "/api/auth/me", Some(&token), None).await;
    assert_eq!(me["hospital"]["name"], "St Brigid's");
    serving.stop();

    let key = data.path().join("secrets/master.key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let serve = || {
        server()
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data.path())
            .output()
            .unwrap()
    };
    let lost = words(&serve());
    assert!(
        lost.contains("master.key") && lost.contains("Restore it"),
        "{lost}"
    );
    assert!(!key.exists(), "and no other is put in its place");
    std::fs::write(&key, "00".repeat(32)).unwrap();
    assert!(
        words(&serve()).contains("does not belong to this database"),
        "{}",
        words(&serve())
    );
    std::fs::write(&key, kept).unwrap();
    Serving::start(data.path(), &[]).stop();
}

#[tokio::test]
async fn verify_audit_ends_well_only_when_the_record_is_whole_and_names_the_first_bad_event() {
    let app = cloudcare_testkit::TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    assert_eq!(nurse.get("/api/patients/P00001").await.status, 200);
    app.sealed().await;
    let data = folder();
    app.put_master_key(data.path());
    let verify = || {
        server()
            .args([
                "verify-audit",
                "--database-url",
                app.database_url(),
                "--data-dir",
            ])
            .arg(data.path())
            .arg("--audit-dir")
            .arg(app.record_folder())
            .output()
            .unwrap()
    };
    let whole = verify();
    assert_eq!(whole.status.code(), Some(0), "{}", words(&whole));
    assert!(
        words(&whole).contains("the audit record is whole"),
        "{}",
        words(&whole)
    );
    let id = cloudcare_testkit::rows(
        app.database_url(),
        "update audit_events set user_id = null where resource_type = 'patient' and action = 'read' returning id::text",
    )
    .await
    .remove(0);
    let bent = verify();
    assert_eq!(bent.status.code(), Some(3), "{}", words(&bent));
    assert!(
        words(&bent).contains(&format!("first bad event: {id} of "))
            && words(&bent).contains("(edited)"),
        "{}",
        words(&bent)
    );
}
