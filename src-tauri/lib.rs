//! The native workstation: a window on CloudCare, and the parts that alarm whoever is signed in.
//!
//! The interface in the webview sends every request through this program, which adds the credential
//! (`request`, `backend`), so no token ever reaches a page. The alarm path (`alerts`) has its own
//! credential and needs no page at all.

mod alerts;
mod backend;
mod clock;
mod commands;
mod connection;
mod credentials;
mod display;
mod enrol;
mod error;
mod exit;
mod flags;
mod folder;
mod keychain;
mod local;
mod request;
mod session;
mod state;
mod station;
mod stream;
mod windows;

use std::{
    path::Path,
    process::ExitCode,
    sync::{Arc, OnceLock},
    time::Duration,
};

use clap::Parser as _;
use cloudcare_postgres::Layout;
use tauri::{App, AppHandle, Manager as _, RunEvent, WindowEvent};

use crate::{
    alerts::{ReceiptKind, Speaker, Tray, popup, tray},
    connection::Senses,
    flags::Flags,
    folder::Folder,
    state::{Phase, StateCell},
    station::{Parts, Station},
};

/// Runs the workstation until it is quit.
pub fn run() -> ExitCode {
    let flags = Flags::parse();
    if let Some(ended) = display::prepare() {
        return ended;
    }
    log();
    let root = match flags.data_dir.clone().map_or_else(Layout::default_root, Ok) {
        Ok(root) => root,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let built = tauri::Builder::default()
        .plugin(single_instance(&root))
        .manage(exit::Leaving::default())
        .manage(popup::Note::default())
        .invoke_handler(tauri::generate_handler![
            commands::api_request,
            commands::session,
            commands::stream,
            commands::station,
            commands::alert_window
        ])
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                closing(window.app_handle(), window.label());
            }
        })
        .setup(move |app| set_up(app, flags, &root))
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::ExitRequested { api, .. } = event
                    && !exit::is_leaving(app)
                {
                    // The last window is gone or the desktop ends the session: cleanly, too.
                    api.prevent_exit();
                    exit::quit(app);
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("CloudCare could not start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// To standard error. The event-stream library's own lines are kept out: at its debug level it
/// writes what it receives.
fn log() {
    let wanted =
        std::env::var("CLOUDCARE_LOG").unwrap_or_else(|_| "warn,cloudcare_desktop=info".to_owned());
    let filter = tracing_subscriber::EnvFilter::new(format!("{wanted},eventsource_client=off"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// A second start with the same data folder brings the first one's window up instead.
fn single_instance(root: &Path) -> tauri::plugin::TauriPlugin<tauri::Wry> {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hash = DefaultHasher::new();
    std::path::absolute(root)
        .unwrap_or_else(|_| root.to_owned())
        .hash(&mut hash);
    tauri_plugin_single_instance::Builder::new()
        .callback(|app, _arguments, _folder| windows::show_main(app))
        .dbus_id(format!("org.cloudcare.workstation.d{:016x}", hash.finish()))
        .build()
}

fn set_up(app: &App, flags: Flags, root: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let handle = app.handle().clone();
    let state = StateCell::new();
    // Started before the station it reports to exists; nothing sounds until that is there.
    let whole: Arc<OnceLock<Arc<Station>>> = Arc::default();
    let later = Arc::clone(&whole);
    let speaker = Speaker::start(move |alert_ids| {
        let connection = later.get().and_then(|station| station.connection());
        for alert_id in connection.iter().flat_map(|_| &alert_ids) {
            if let Some(connection) = &connection {
                connection
                    .desk
                    .receipts
                    .send(alert_id, ReceiptKind::Sounded);
            }
        }
    })?;
    let tray = Arc::new(Tray::start(&handle, on_tray));
    let senses = Senses {
        app: handle.clone(),
        state: state.clone(),
        speaker: speaker.clone(),
        tray,
    };
    let parts = Parts {
        flags,
        folder: Folder::new(root.to_owned()),
        senses,
    };
    let station = Arc::new(Station::new(parts));
    let _ = whole.set(Arc::clone(&station));
    app.manage(Arc::clone(&station));
    tauri::async_runtime::spawn(windows::tell_all(handle.clone(), state.clone()));
    tauri::async_runtime::spawn(follow_speaker(speaker, state));
    tauri::async_runtime::spawn(exit::on_signals(handle.clone()));
    tauri::async_runtime::spawn(async move { station.start().await });
    let webview_data = root.join("webview");
    windows::build_main(&handle, webview_data.clone())?;
    popup::build(&handle, webview_data)?;
    Ok(())
}

async fn follow_speaker(speaker: Speaker, state: StateCell) {
    let mut reports = speaker.report();
    loop {
        let report = reports.borrow_and_update().clone();
        state.update(|state| state.sound = report);
        if reports.changed().await.is_err() {
            return;
        }
    }
}

/// Closing the main window hides it: the station listens on. Before it listens, closing is quitting.
fn closing(app: &AppHandle, label: &str) {
    if label != windows::MAIN {
        return;
    }
    let phase = app.state::<Arc<Station>>().state().phase;
    match (phase, app.get_webview_window(windows::MAIN)) {
        (Phase::Ready, Some(window)) => {
            // Without a session bus there is neither a tray nor a second start to bring it back.
            let done = if display::has_session_bus() {
                window.hide()
            } else {
                window.minimize()
            };
            if let Err(error) = done {
                tracing::warn!(%error, "the window could not be hidden");
            }
        }
        _ => exit::quit(app),
    }
}

fn on_tray(app: &AppHandle, entry: &str) {
    match entry {
        tray::OPEN => windows::show_main(app),
        tray::QUIT => exit::ask(app),
        tray::PAUSE => {
            let speaker = app.state::<Arc<Station>>().speaker().clone();
            tauri::async_runtime::spawn(async move { speaker.pause(Duration::from_mins(1)).await });
        }
        _ => {}
    }
}
