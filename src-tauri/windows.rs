//! The main window and what closing it means.

use std::{path::PathBuf, sync::Arc};

use tauri::{
    AppHandle, Emitter as _, Manager as _, Url, UserAttentionType, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, webview::PageLoadEvent,
};

use crate::{state::StateCell, station::Station};

/// The main window's label.
pub(crate) const MAIN: &str = "main";

/// Builds the main window.
pub(crate) fn build_main(app: &AppHandle, webview_data: PathBuf) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("CloudCare")
        .inner_size(1440.0, 900.0)
        .min_inner_size(1280.0, 720.0)
        .prevent_overflow()
        .data_directory(webview_data)
        .general_autofill_enabled(false)
        // The page's own dragging, of a patient's card to a bed, is kept from it by the shell's handler for files.
        .disable_drag_drop_handler()
        .on_navigation(is_ours)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Started {
                let_go_of_the_page_before(window.app_handle());
            }
        })
        .build()
}

/// A page that is loaded anew never closes the streams it had: sixteen of them, and it would hear nothing more.
fn let_go_of_the_page_before(app: &AppHandle) {
    if let Some(station) = app.try_state::<Arc<Station>>() {
        station.streams.close_all();
    }
}

/// Whether a page of the interface itself: nothing else is ever shown in a window that can reach
/// the station.
pub(crate) fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        "about" => true,
        _ => false,
    }
}

/// Brings the main window before the user, because the user asked for it.
pub(crate) fn show_main(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    let shown = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the main window could not be shown");
    }
}

/// Makes the taskbar entry of the main window ask for attention, or stop asking.
pub(crate) fn call_attention(app: &AppHandle, wanted: bool) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    if let Err(error) = window.request_user_attention(wanted.then_some(UserAttentionType::Critical))
    {
        tracing::warn!(%error, "the taskbar could not be told");
    }
}

/// Tells every window whenever the state changes.
pub(crate) async fn tell_all(app: AppHandle, state: StateCell) {
    let mut changes = state.follow();
    loop {
        let now = changes.borrow_and_update().clone();
        if let Err(error) = app.emit("station-state", now) {
            tracing::error!(%error, "the windows could not be told about the station");
        }
        if changes.changed().await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_shown() {
        let ours = |text: &str| is_ours(&text.parse().expect("an address"));
        assert!(ours("tauri://localhost/index.html"));
        assert!(ours("http://tauri.localhost/alert.html"));
        for other in [
            "https://example.org/",
            "tauri://elsewhere/",
            "file:///etc/passwd",
            "http://127.0.0.1:8844/",
        ] {
            assert!(!ours(other), "{other}");
        }
    }
}
