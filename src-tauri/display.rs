//! The display the program needs, on Linux: X11, because Wayland gives no window the right to stand
//! on top of the others, which the alert window must; and pages painted without a graphics device
//! where there is none.

use std::process::ExitCode;

/// Starts this program once more in the same process id if its environment lacks what the toolkit
/// needs (`missing`); says what to do when there is no display at all. `None` means: go on.
///
/// The variables have to be there before the toolkit starts, and changing one's own environment is
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
    let missing = missing(|name| env::var(name).ok(), has_graphics_device());
    if missing.is_empty() {
        if !set("DISPLAY") {
            eprintln!(
                "There is no X11 display: the alert window may not stay on top of other windows."
            );
        }
        return None;
    }
    let program = env::current_exe().ok()?;
    let error = Command::new(program)
        .args(env::args_os().skip(1))
        .envs(missing)
        .exec();
    eprintln!(
        "X11 could not be chosen ({error}); the alert window may not stay on top of other windows."
    );
    None
}

/// What the environment lacks. Without a graphics device `WebKit` would paint through one made of
/// software, which translates its programs at the first painting: the first alert would stand on the
/// screen half a second later than it is known. Whoever sets the variable has decided otherwise.
#[cfg(target_os = "linux")]
fn missing(
    value: impl Fn(&str) -> Option<String>,
    has_graphics_device: bool,
) -> Vec<(&'static str, &'static str)> {
    const PAINTING: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";
    let mut missing = Vec::new();
    let has_x11 = value("DISPLAY").is_some_and(|display| !display.is_empty());
    if has_x11 && value("GDK_BACKEND").as_deref() != Some("x11") {
        missing.push(("GDK_BACKEND", "x11"));
    }
    if !has_graphics_device && value(PAINTING).is_none() {
        missing.push((PAINTING, "1"));
    }
    missing
}

/// Whether the kernel offers a device that draws.
#[cfg(target_os = "linux")]
fn has_graphics_device() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|mut entries| {
        entries.any(|entry| {
            entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
        })
    })
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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    const X11: (&str, &str) = ("GDK_BACKEND", "x11");
    const PLAIN: (&str, &str) = ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");

    fn missing_in(
        set: &[(&str, &str)],
        has_graphics_device: bool,
    ) -> Vec<(&'static str, &'static str)> {
        let value = |name: &str| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        missing(value, has_graphics_device)
    }

    #[test]
    fn x11_is_chosen_where_there_is_one() {
        let display = ("DISPLAY", ":0");
        assert_eq!(missing_in(&[display], true), [X11]);
        assert_eq!(
            missing_in(&[display, ("GDK_BACKEND", "wayland")], true),
            [X11]
        );
        assert_eq!(missing_in(&[("WAYLAND_DISPLAY", "wayland-0")], true), []);
    }

    #[test]
    fn without_a_graphics_device_none_is_made_of_software() {
        let set = [("DISPLAY", ":0"), X11];
        assert_eq!(missing_in(&set, false), [PLAIN]);
        assert_eq!(missing_in(&set, true), []);
        let decided = ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "0");
        assert_eq!(missing_in(&[set[0], X11, decided], false), []);
        // Started once more, it lacks nothing: it does not start itself for ever.
        assert_eq!(missing_in(&[set[0], X11, PLAIN], false), []);
    }
}
