//! The tray: link and count at a glance. Stock GNOME shows none, so it never carries anything alone.

use std::sync::{Mutex, PoisonError};

use tauri::{
    AppHandle,
    image::Image,
    menu::{Menu, MenuItem, PredefinedMenuItem},
    tray::{TrayIcon, TrayIconBuilder},
};

use super::{
    book::Counts,
    tray_icon::{Picture, SIZE, draw},
    watchdog::LinkState,
};

/// The menu's entries, by id.
pub(crate) const OPEN: &str = "open";
pub(crate) const PAUSE: &str = "pause-sound";
pub(crate) const QUIT: &str = "quit";

/// The icon in the tray, if the desktop has one.
pub(crate) struct Tray {
    icon: Option<TrayIcon>,
    /// What it shows: each change writes a picture to disk and wakes the desktop, each ping must not.
    shown: Mutex<Option<(Picture, String)>>,
}

impl Tray {
    /// Puts the icon there. A desktop without a tray is no error: nothing depends on it.
    pub(crate) fn start(
        app: &AppHandle,
        on_menu: impl Fn(&AppHandle, &str) + Send + Sync + 'static,
    ) -> Tray {
        let icon = build(app, on_menu)
            .inspect_err(|error| tracing::warn!(%error, "no tray icon"))
            .ok();
        Tray {
            icon,
            shown: Mutex::default(),
        }
    }

    /// Shows link, open alerts and unanswered ones.
    pub(crate) fn show(&self, link: Option<LinkState>, counts: Counts, unanswered: usize) {
        let Some(icon) = &self.icon else { return };
        let picture = match (link, unanswered) {
            (Some(LinkState::Lost), _) => Picture::Lost,
            (_, 0) => Picture::Quiet,
            (_, count) => Picture::Count(count),
        };
        let words = words(link, counts, unanswered);
        let wanted = Some((picture, words.clone()));
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if *shown == wanted {
            return;
        }
        *shown = wanted;
        let (pixels, size) = (draw(picture), u32::from(SIZE));
        let label = (unanswered > 0).then(|| unanswered.to_string());
        // Each can fail only while the desktop or the program is going away.
        let _ = icon.set_icon(Some(Image::new_owned(pixels, size, size)));
        let _ = icon.set_tooltip(Some(&words));
        let _ = icon.set_title(label.as_deref());
    }
}

fn build(
    app: &AppHandle,
    on_menu: impl Fn(&AppHandle, &str) + Send + Sync + 'static,
) -> tauri::Result<TrayIcon> {
    let open = MenuItem::with_id(app, OPEN, "Open CloudCare", true, None::<&str>)?;
    let pause = MenuItem::with_id(app, PAUSE, "Pause the sound for 60 s", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, QUIT, "Quit CloudCare…", true, None::<&str>)?;
    let menu = Menu::with_items(
        app,
        &[&open, &pause, &PredefinedMenuItem::separator(app)?, &quit],
    )?;
    let size = u32::from(SIZE);
    TrayIconBuilder::with_id("cloudcare")
        .icon(Image::new_owned(draw(Picture::Quiet), size, size))
        .tooltip("CloudCare")
        .menu(&menu)
        .on_menu_event(move |app, event| on_menu(app, event.id().as_ref()))
        .build(app)
}

fn words(link: Option<LinkState>, counts: Counts, unanswered: usize) -> String {
    let link = match link {
        None => "not connected yet",
        Some(LinkState::Up) => "linked",
        Some(LinkState::Connecting) => "connecting",
        Some(LinkState::Lost) => "LINK LOST: no alert reaches this station",
    };
    match counts.total() {
        0 => format!("CloudCare: {link}, no open alerts"),
        total => format!(
            "CloudCare: {link}, {total} open alerts ({} critical), {unanswered} unanswered",
            counts.critical
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_say_link_and_counts() {
        let counts = Counts {
            critical: 1,
            high: 2,
            medium: 0,
            low: 0,
        };
        assert_eq!(
            words(Some(LinkState::Up), counts, 2),
            "CloudCare: linked, 3 open alerts (1 critical), 2 unanswered"
        );
        assert!(words(Some(LinkState::Lost), Counts::default(), 0).contains("LINK LOST"));
    }
}
