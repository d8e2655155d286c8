//! Facts about processes, and signals to them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::time::{Instant, sleep};

/// How often a process is looked at while we wait for its end.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// True when the system knows a process of this id, be it an ended one whose status nobody has fetched.
/// This is how PostgreSQL judges the process named in a lock file.
pub(crate) fn is_known(pid: i32) -> bool {
    !matches!(kill(Pid::from_raw(pid), None), Err(Errno::ESRCH))
}

/// True when a process of this id runs, whoever it belongs to.
pub(crate) fn is_alive(pid: i32) -> bool {
    is_known(pid) && !has_ended(pid)
}

/// True for a process that has ended and waits for its parent to fetch its status (in a container there
/// may be nobody to do so). Always false where there is no `/proc`.
fn has_ended(pid: i32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        // The state follows the program's name, which stands in parentheses and may hold some itself.
        stat.rsplit(')')
            .next()
            .is_some_and(|rest| rest.trim_start().starts_with(['Z', 'X']))
    })
}

/// Sends a signal; an error means there is no such process or it is not ours to signal.
pub(crate) fn signal(pid: i32, signal: Signal) -> Result<(), Errno> {
    kill(Pid::from_raw(pid), signal)
}

/// Waits until the process is gone; false when it still runs after `limit`.
pub(crate) async fn wait_gone(pid: i32, limit: Duration) -> bool {
    let until = Instant::now() + limit;
    while is_alive(pid) {
        if Instant::now() >= until {
            return false;
        }
        sleep(LOOK_EVERY).await;
    }
    true
}

/// True when the process is a PostgreSQL working on this database folder. A process we may not look into
/// is not one of ours: ours run under our account, or we are root.
#[cfg(target_os = "linux")]
pub(crate) fn is_postgres_on(pid: i32, database: &Path) -> bool {
    let program = std::fs::read_link(format!("/proc/{pid}/exe"));
    let folder = std::fs::read_link(format!("/proc/{pid}/cwd"));
    // The programs may have been replaced under the running process: "postgres (deleted)".
    program.is_ok_and(|path| file_name(&path).starts_with("postgres"))
        && folder.is_ok_and(|path| path == database)
}

#[cfg(target_os = "linux")]
fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Without `/proc`: the command line, which names the program and the folder (`-D`).
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_postgres_on(pid: i32, database: &Path) -> bool {
    let asked = std::process::Command::new("ps")
        .args(["-o", "command=", "-p", &pid.to_string()])
        .output();
    asked.is_ok_and(|answer| {
        let line = String::from_utf8_lossy(&answer.stdout);
        line.contains("postgres") && line.contains(&*database.to_string_lossy())
    })
}

/// The program a process runs, where the system tells.
pub(crate) fn program_of(pid: i32) -> Option<PathBuf> {
    std::fs::read_link(format!("/proc/{pid}/exe")).ok()
}

/// Every PostgreSQL process working on this database folder: the children a killed server left behind.
pub(crate) fn postgres_on(database: &Path) -> Vec<i32> {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok())
        .filter(|pid| is_postgres_on(*pid, database))
        .collect()
}
