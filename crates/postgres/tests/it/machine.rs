//! What the tests do to the machine: folders, processes, signals.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::future::Future;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

use cloudcare_postgres::{Bundled, Durability, Layout, PostgresError, Settings, Stage};
use tempfile::TempDir;

const CHILD: &str = "CLOUDCARE_POSTGRES_TEST_CHILD";

/// A data folder of one test; removed at its end by the test that made it.
pub(crate) struct Folder {
    path: PathBuf,
    _made: Option<TempDir>,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let made = tempfile::Builder::new()
            .prefix("cloudcare-test-")
            .tempdir()
            .unwrap();
        // Root's PostgreSQL is another user, who has to pass through.
        fs::set_permissions(made.path(), fs::Permissions::from_mode(0o755)).unwrap();
        Self {
            path: made.path().canonicalize().unwrap(),
            _made: Some(made),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn layout(&self) -> Layout {
        Layout {
            root: self.path.clone(),
        }
    }
}

pub(crate) async fn start(folder: &Folder) -> Bundled {
    start_with(folder, Durability::TestsOnly, |_| ())
        .await
        .unwrap()
}

pub(crate) async fn start_at(data_dir: &Path) -> Result<Bundled, PostgresError> {
    let settings = Settings {
        data_dir: data_dir.to_path_buf(),
        durability: Durability::TestsOnly,
    };
    Bundled::start(settings, |_| ()).await
}

pub(crate) async fn start_with(
    folder: &Folder,
    durability: Durability,
    progress: impl Fn(Stage) + Send + Sync,
) -> Result<Bundled, PostgresError> {
    Bundled::start(
        Settings {
            data_dir: folder.path.clone(),
            durability,
        },
        progress,
    )
    .await
}

pub(crate) async fn connect(server: &Bundled) -> sqlx::PgPool {
    let pool = sqlx::PgPool::connect(server.url()).await.unwrap();
    sqlx::query("select 1").execute(&pool).await.unwrap();
    pool
}

/// Asks again for up to 10 s: connections that died with their server answer with an error once.
pub(crate) async fn retry<T, F: Future<Output = Result<T, sqlx::Error>>>(ask: impl Fn() -> F) -> T {
    for _ in 0..100 {
        if let Ok(answer) = ask().await {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    ask().await.unwrap()
}

pub(crate) fn with_password(url: &str, password: &str) -> String {
    let (head, tail) = url.split_once('@').unwrap();
    let (role, _) = head.rsplit_once(':').unwrap();
    format!("{role}:{password}@{tail}")
}

pub(crate) async fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..200 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not so after 10 s: {what}");
}

pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

pub(crate) fn is_alive(pid: i32) -> bool {
    // A killed orphan may wait for its new parent to fetch its status; it has ended all the same.
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        !stat
            .rsplit(')')
            .next()
            .unwrap()
            .trim_start()
            .starts_with('Z')
    })
}

pub(crate) fn kill(pid: i32, signal: &str) {
    assert!(pid > 1, "a real process");
    let killed = Command::new("kill")
        .args([&format!("-{signal}"), &pid.to_string()])
        .status();
    assert!(killed.unwrap().success());
}

pub(crate) fn processes_in(folder: &Path) -> usize {
    fs::read_dir("/proc")
        .unwrap()
        .filter_map(Result::ok)
        .filter(|entry| fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd == folder))
        .count()
}

/// How many TCP sockets, of either family, the process has open.
pub(crate) fn tcp_sockets_of(pid: i32) -> usize {
    let tables = ["tcp", "tcp6"]
        .map(|name| fs::read_to_string(format!("/proc/{pid}/net/{name}")).unwrap_or_default());
    let listed = |inode: &str| {
        tables
            .iter()
            .flat_map(|table| table.lines())
            .any(|line| line.split_whitespace().any(|word| word == inode))
    };
    fs::read_dir(format!("/proc/{pid}/fd"))
        .unwrap()
        .filter_map(|entry| fs::read_link(entry.unwrap().path()).ok())
        .filter_map(|link| {
            Some(
                link.to_str()?
                    .strip_prefix("socket:[")?
                    .strip_suffix(']')?
                    .to_owned(),
            )
        })
        .filter(|inode| listed(inode))
        .count()
}

/// Every file of a folder with its size: to see that nothing was changed.
pub(crate) fn listing(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(listing(&path));
        } else {
            let size = fs::metadata(&path).unwrap().len();
            found.insert(path, size);
        }
    }
    found
}

/// An innocent process of the user PostgreSQL runs as.
pub(crate) fn sleeper_of_the_database_user() -> Child {
    let mut command = Command::new("sleep");
    command.arg("600").current_dir("/");
    if is_root() {
        let nobody = Command::new("id")
            .args(["-u", "nobody"])
            .output()
            .unwrap()
            .stdout;
        command.uid(String::from_utf8(nobody).unwrap().trim().parse().unwrap());
    }
    command.spawn().unwrap()
}

/// A place this user cannot write to; for root, whom rights do not hold, one the kernel keeps.
pub(crate) fn unwritable_folder(folder: &Folder) -> PathBuf {
    if is_root() {
        return PathBuf::from("/sys/kernel/cloudcare");
    }
    let path = folder.path().join("read-only");
    fs::create_dir(&path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o555)).unwrap();
    path.join("data")
}

/// In a child made by [`run_child`]: the folder to work on.
pub(crate) fn as_child() -> Option<Folder> {
    env::var_os(CHILD).map(|path| Folder {
        path: PathBuf::from(path),
        _made: None,
    })
}

/// In the child: says that it is ready, then waits to be killed.
pub(crate) fn tell_parent_and_wait(server: i32) -> ! {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nserver {server}").unwrap();
    out.flush().unwrap();
    loop {
        thread::sleep(Duration::from_mins(1));
    }
}

/// Runs one test of this program in a process of its own, which may be killed; returns it and the process
/// id of its server.
pub(crate) fn run_child(test: &str, folder: &Folder) -> (Child, i32) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let server = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("server ")?.parse().ok())
        .expect("the child started its server");
    (child, server)
}
