//! The alert window: over everything, and never taking a key (safety rule H7) except into a note that
//! a person has opened in it.

use std::sync::{Mutex, PoisonError};

use tauri::{
    AppHandle, LogicalSize, Manager as _, PhysicalPosition, PhysicalSize, WebviewUrl,
    WebviewWindow, WebviewWindowBuilder,
};

use crate::windows::MAIN;

/// The window's label.
pub(crate) const LABEL: &str = "alert";
/// Size in logical pixels.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 360.0;
/// Distance from the corner of the work area, in logical pixels.
const MARGIN: f64 = 16.0;
/// Tells when a text field stands in the page (see `writing`).
const WRITING: &str = include_str!("writing.js");

/// A note that somebody writes in the window.
#[derive(Debug, Default)]
pub(crate) struct Note(Mutex<Writing>);

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Writing {
    #[default]
    No,
    /// The main window had the keyboard when the note was opened, and gets it back.
    FromMain,
    FromElsewhere,
}

impl Note {
    fn set(&self, now: Writing) -> Writing {
        std::mem::replace(
            &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner),
            now,
        )
    }

    fn is_open(&self) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) != Writing::No
    }
}

/// Builds the window, hidden: a window built when the alert arrives would be slower and might take
/// the focus.
pub(crate) fn build(
    app: &AppHandle,
    webview_data: std::path::PathBuf,
) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("alert.html".into()))
        .title("CloudCare alert")
        .inner_size(WIDTH, HEIGHT)
        .resizable(false)
        .maximizable(false)
        .minimizable(false)
        .closable(false)
        .decorations(false)
        .always_on_top(true)
        .visible_on_all_workspaces(true)
        .skip_taskbar(true)
        .focused(false)
        .focusable(false)
        .visible(false)
        // A hidden page would otherwise paint late when it is shown.
        .background_throttling(tauri::utils::config::BackgroundThrottlingPolicy::Disabled)
        .data_directory(webview_data)
        .general_autofill_enabled(false)
        .on_navigation(crate::windows::is_ours)
        .initialization_script(WRITING)
        .build()
}

/// A note was opened in the window by a click, or has gone. While it is open, and only then, a click
/// gives the window the keyboard, and it stays on the screen whoever answers the alert meanwhile.
pub(crate) fn writing(app: &AppHandle, now: bool) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(LABEL) else {
        return Ok(());
    };
    let main = app.get_webview_window(MAIN);
    let note = app.state::<Note>();
    if now {
        let from_main = main
            .as_ref()
            .is_some_and(|main| main.is_focused().unwrap_or(false));
        note.set(if from_main {
            Writing::FromMain
        } else {
            Writing::FromElsewhere
        });
        return window.set_focusable(true);
    }
    let before = note.set(Writing::No);
    window.set_focusable(false)?;
    match main {
        // Refusing the keyboard does not give back what the window has.
        Some(main) if before == Writing::FromMain && window.is_focused()? => main.set_focus(),
        _ => Ok(()),
    }
}

/// Shows the window in its corner if it is not there, without touching the focus.
pub(crate) fn show(app: &AppHandle) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(LABEL) else {
        return Ok(());
    };
    if window.is_visible()? {
        return Ok(());
    }
    place(&window)?;
    window.show()?;
    // Some window managers forget it for a window that was hidden, and place it anew.
    window.set_always_on_top(true)?;
    place(&window)
}

/// Loads the page anew: it stands there and has not painted what it was shown for.
pub(crate) fn repair(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    tracing::error!("the alert window shows nothing; its page is loaded anew");
    // Its note goes with the page.
    if let Err(error) = writing(app, false) {
        tracing::warn!(%error, "the alert window may keep the keyboard");
    }
    if let Err(error) = window.reload() {
        tracing::error!(%error, "the alert window could not be loaded anew");
    }
}

/// Hides the window, unless somebody is writing a note in it: their keys would go elsewhere.
pub(crate) fn hide(app: &AppHandle) -> tauri::Result<()> {
    if app.state::<Note>().is_open() {
        return Ok(());
    }
    match app.get_webview_window(LABEL) {
        Some(window) if window.is_visible()? => window.hide(),
        _ => Ok(()),
    }
}

fn place(window: &WebviewWindow) -> tauri::Result<()> {
    let Some(monitor) = window
        .primary_monitor()?
        .or(window.available_monitors()?.into_iter().next())
    else {
        return Ok(());
    };
    let area = monitor.work_area();
    let size = LogicalSize::new(WIDTH, HEIGHT).to_physical(monitor.scale_factor());
    let margin: PhysicalSize<u32> =
        LogicalSize::new(MARGIN, MARGIN).to_physical(monitor.scale_factor());
    window.set_position(corner((area.position, area.size), size, margin.width))
}

/// Bottom right of the work area; the top left of an area that is too small.
fn corner(
    (origin, area): (PhysicalPosition<i32>, PhysicalSize<u32>),
    size: PhysicalSize<u32>,
    margin: u32,
) -> PhysicalPosition<i32> {
    let offset = |area: u32, size: u32| {
        i32::try_from(area.saturating_sub(size.saturating_add(margin))).unwrap_or(0)
    };
    PhysicalPosition::new(
        origin.x + offset(area.width, size.width),
        origin.y + offset(area.height, size.height),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_in_the_bottom_right_corner_of_the_work_area() {
        let area = (
            PhysicalPosition::new(1920, 32),
            PhysicalSize::new(1440, 868),
        );
        assert_eq!(
            corner(area, PhysicalSize::new(560, 360), 16),
            PhysicalPosition::new(1920 + 864, 32 + 492)
        );
        let small = (PhysicalPosition::new(0, 0), PhysicalSize::new(400, 300));
        assert_eq!(
            corner(small, PhysicalSize::new(560, 360), 16),
            PhysicalPosition::new(0, 0)
        );
    }
}
