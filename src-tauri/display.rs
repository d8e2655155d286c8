//! The display the program needs, on Linux: X11, because Wayland gives no window the right to stand
//! on top of the others, which the alert window must.

use std::process::ExitCode;

/// Starts this program once more with the X11 backend if it is not chosen, in the same process id;
/// says what to do when there is no display at all. `None` means: go on.
///
/// The variable has to be there before the toolkit starts, and changing one's own environment is
/// not safe once threads exist; replacing the process is.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() -> Option<ExitCode> {
    use std::{env, os::unix::process::CommandExt as _, process::Command};
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    if !set("DISPLAY") && !set("WAYLAND_DISPLAY") {
        eprintln!(
            "cloudcare needs a display and there is none (DISPLAY is not set). On a machine without one run: cloudcare-server serve --demo"
        );
        return Some(ExitCode::from(2));
    }
    if !set("DISPLAY") {
        eprintln!(
            "There is no X11 display: the alert window may not stay on top of other windows."
        );
        return None;
    }
    if env::var_os("GDK_BACKEND").is_some_and(|backend| backend == "x11") {
        return None;
    }
    let program = env::current_exe().ok()?;
    let error = Command::new(program)
        .args(env::args_os().skip(1))
        .env("GDK_BACKEND", "x11")
        .exec();
    eprintln!(
        "X11 could not be chosen ({error}); the alert window may not stay on top of other windows."
    );
    None
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() -> Option<ExitCode> {
    None
}

/// Whether other programs of this session can be reached: the tray, and a second start of this one.
#[cfg(target_os = "linux")]
pub(crate) fn has_session_bus() -> bool {
    let named = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|value| !value.is_empty());
    let usual = std::env::var_os("XDG_RUNTIME_DIR").map(std::path::PathBuf::from);
    named || usual.is_some_and(|folder| folder.join("bus").exists())
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn has_session_bus() -> bool {
    true
}
