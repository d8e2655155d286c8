//! Leaving: asked about when a ward would lose its CloudCare, and clean whichever way it happens.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tauri::{AppHandle, Emitter as _, Manager as _};

use crate::{station::Station, windows};

/// Whether the end has begun, so that a second request does not start it again.
#[derive(Default)]
pub(crate) struct Leaving(AtomicBool);

/// Quits, after asking if this station is the only CloudCare there is: then nobody is told of
/// anything any more. The main window asks and answers with `quit_confirmed`.
pub(crate) fn ask(app: &AppHandle) {
    if !app.state::<Arc<Station>>().is_alone() {
        return quit(app);
    }
    windows::show_main(app);
    if let Err(error) = app.emit_to(windows::MAIN, "quit-requested", ()) {
        tracing::error!(%error, "the main window could not be asked");
    }
}

/// Ends the program: sound, streams, door and database first.
pub(crate) fn quit(app: &AppHandle) {
    if app.state::<Leaving>().0.swap(true, Ordering::SeqCst) {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        app.state::<Arc<Station>>().close().await;
        app.exit(0);
    });
}

/// Whether the end is prepared and the event loop may stop.
pub(crate) fn is_leaving(app: &AppHandle) -> bool {
    app.state::<Leaving>().0.load(Ordering::SeqCst)
}

/// A service manager, a log-out or Ctrl-C ends it like a confirmed quit: nobody is there to ask.
#[cfg(unix)]
pub(crate) async fn on_signals(app: AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt), Ok(mut hangup)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
        signal(SignalKind::hangup()),
    ) else {
        return tracing::error!(
            "signals can't be heard; the database stops by itself if the program is ended"
        );
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = hangup.recv() => {}
    }
    quit(&app);
}

/// On Windows a log-out closes the windows, which ends it the same way.
#[cfg(not(unix))]
pub(crate) async fn on_signals(app: AppHandle) {
    if tokio::signal::ctrl_c().await.is_ok() {
        quit(&app);
    }
}
