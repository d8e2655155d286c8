//! Reads what PostgreSQL said when it ended, and finds the message that helps.

use std::path::Path;

use crate::PostgresError;

/// How many lines of the log a message quotes.
const QUOTED_LINES: usize = 3;

/// What the log says about a server that ended while starting.
pub(crate) enum Diagnosis {
    /// Children of a killed server still hold its memory: try again soon.
    OldServerStillEnding,
    /// Everything else, with its message.
    Failed(PostgresError),
}

/// Interprets the lines PostgreSQL wrote during one start. They come from its start-up only, which knows
/// no row of any table.
pub(crate) fn interpret(said: &str, database: &Path, log: &Path) -> Diagnosis {
    let has = |text: &str| said.contains(text);
    if has("pre-existing shared memory block") {
        return Diagnosis::OldServerStillEnding;
    }
    let folder = database.to_path_buf();
    Diagnosis::Failed(
        if has("No space left on device") || has("Disk quota exceeded") {
            PostgresError::DiskFull { folder }
        } else if let Some(library) = missing_library(said) {
            PostgresError::MissingLibrary { library }
        } else if has("database files are incompatible with server") {
            PostgresError::OtherVersion {
                folder,
                found: "another version".to_owned(),
                bundled: crate::VERSION,
            }
        } else if let Some(pid) = foreign_server(said) {
            PostgresError::HeldByForeignServer { folder, pid }
        } else if has("Read-only file system")
            || has("Permission denied")
            || has("has wrong ownership")
        {
            PostgresError::NotWritable {
                path: folder,
                reason: last_lines(said),
            }
        } else if DAMAGE.iter().any(|sign| has(sign)) {
            PostgresError::Damaged {
                folder,
                detail: last_lines(said),
            }
        } else {
            PostgresError::CouldNotStart {
                detail: last_lines(said),
                log: log.to_path_buf(),
            }
        },
    )
}

/// What PostgreSQL says when its files are not what they should be.
const DAMAGE: [&str; 10] = [
    "could not locate a valid checkpoint record",
    "could not locate required checkpoint record",
    "invalid checkpoint record",
    "incorrect checksum in control file",
    "control file appears to be corrupt",
    "could not find the database system",
    "invalid page in block",
    "is not a valid data directory",
    "could not open directory",
    "could not open file",
];

fn missing_library(said: &str) -> Option<String> {
    let rest = said
        .split("error while loading shared libraries: ")
        .nth(1)?;
    Some(rest.split(':').next()?.trim().to_owned())
}

fn foreign_server(said: &str) -> Option<i32> {
    if !said.contains("lock file \"postmaster.pid\" already exists") {
        return None;
    }
    said.split("(PID ").nth(1)?.split(')').next()?.parse().ok()
}

/// The last telling lines, without their time stamps.
pub(crate) fn last_lines(said: &str) -> String {
    let mut lines: Vec<&str> = said
        .lines()
        .filter_map(|line| {
            let from = ["PANIC:", "FATAL:", "ERROR:", "initdb:"]
                .iter()
                .find_map(|kind| line.find(kind))?;
            line.get(from..)
        })
        .collect();
    if lines.is_empty() {
        lines = said
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
    }
    let quoted = lines.split_off(lines.len().saturating_sub(QUOTED_LINES));
    if quoted.is_empty() {
        "it said nothing".to_owned()
    } else {
        quoted.join(" / ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(said: &str) -> String {
        match interpret(
            said,
            Path::new("/data/database"),
            Path::new("/data/logs/postgresql.log"),
        ) {
            Diagnosis::OldServerStillEnding => "wait".to_owned(),
            Diagnosis::Failed(error) => error.to_string(),
        }
    }

    #[test]
    fn a_full_disk_is_told_as_such_and_what_to_do() {
        let said = "2026-01-01 10:00:00 UTC [1] FATAL:  could not write lock file \"postmaster.pid\": No space left on device";
        assert!(
            message(said).contains("is full. Your data are kept. Make room"),
            "{}",
            message(said)
        );
    }

    #[test]
    fn a_missing_library_is_named_with_the_packages_to_install() {
        let said = "postgres: error while loading shared libraries: libxml2.so.2: cannot open shared object file";
        assert!(message(said).contains("libxml2.so.2"));
        assert!(message(said).contains("apt-get install"));
    }

    #[test]
    fn a_lost_checkpoint_is_damage_and_the_data_are_kept() {
        let said = "2026-01-01 10:00:00 UTC [1] LOG:  starting\n2026-01-01 10:00:00 UTC [2] PANIC:  could not locate a valid checkpoint record at 0/1";
        let told = message(said);
        assert!(
            told.contains("is damaged (PANIC:  could not locate"),
            "{told}"
        );
        assert!(told.contains("keeps what is there"));
    }

    #[test]
    fn the_children_of_a_killed_server_are_waited_for() {
        assert_eq!(
            message("FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use"),
            "wait"
        );
    }

    #[test]
    fn another_server_on_the_folder_is_named_by_its_process() {
        let said = "FATAL:  lock file \"postmaster.pid\" already exists\nHINT:  Is another postmaster (PID 77) running in data directory \"/d\"?";
        assert!(message(said).contains("process 77"));
    }

    #[test]
    fn anything_else_quotes_the_log() {
        let told = message("2026 [1] LOG:  x\n2026 [1] FATAL:  could not create semaphores");
        assert!(
            told.contains("FATAL:  could not create semaphores"),
            "{told}"
        );
    }
}
