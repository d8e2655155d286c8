//! The five commands the webview has. Nothing else of this program is within its reach.

use std::{sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tauri::{
    AppHandle, Emitter as _, State, WebviewWindow,
    ipc::{InvokeBody, Request, Response},
};

use crate::{
    alerts::popup,
    enrol::{self, AtServer, ThisPc},
    exit, request,
    session::{SessionAction, SessionAnswer},
    station::Station,
    stream::StreamAction,
    windows,
};

/// What every command needs.
pub(crate) type Here<'a> = State<'a, Arc<Station>>;

/// 1. One API request: bytes in, bytes out. The credential is added on the way.
#[tauri::command]
pub(crate) async fn api_request(
    station: Here<'_>,
    request: Request<'_>,
) -> Result<Response, String> {
    let body = match request.body() {
        InvokeBody::Raw(bytes) => bytes.clone(),
        InvokeBody::Json(Value::Null) => Vec::new(),
        InvokeBody::Json(_) => return Err("the body of an API request travels as bytes".to_owned()),
    };
    let request = request::build(request.headers(), body).map_err(|error| error.to_string())?;
    let connection = station.connection();
    let way = connection
        .as_ref()
        .map(|connection| (connection.session.session(), &connection.backend));
    Ok(Response::new(request::encode(
        &request::send(way, request).await,
    )))
}

/// 2. Who is signed in.
#[tauri::command]
pub(crate) async fn session(
    station: Here<'_>,
    action: SessionAction,
) -> Result<SessionAnswer, String> {
    match station.connection() {
        Some(connection) => Ok(connection.session.act(action).await),
        None => Err("This station has no CloudCare to sign in to yet.".to_owned()),
    }
}

/// 3. Event streams for the signed-in user.
#[tauri::command]
pub(crate) async fn stream(
    station: Here<'_>,
    webview: WebviewWindow,
    action: StreamAction,
) -> Result<u32, String> {
    match action {
        StreamAction::Close { id } => {
            station.streams.close(id);
            Ok(id)
        }
        StreamAction::Open {
            topics,
            after,
            channel,
        } => {
            let connection = station
                .connection()
                .ok_or("This station has no CloudCare to listen to yet.")?;
            let channel = channel.channel_on(webview.as_ref().clone());
            let session = connection.session.session().clone();
            station
                .streams
                .open(session, connection.backend.clone(), &topics, after, channel)
        }
    }
}

/// What the webview asks the station for.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum StationAction {
    State,
    ChooseDemo,
    ChooseThisPc(ThisPc),
    CheckServer { url: String },
    ChooseServer(AtServer),
    TestSound,
    RetryLink,
    PauseSound { seconds: u64 },
    Quit,
    QuitConfirmed,
}

/// 4. The station: what it is, and what changes it.
#[tauri::command]
pub(crate) async fn station(
    app: AppHandle,
    station: Here<'_>,
    action: StationAction,
) -> Result<Value, String> {
    let done = match action {
        StationAction::State => Ok(()),
        StationAction::ChooseDemo => station.choose_demo().await,
        StationAction::ChooseThisPc(form) => station.choose_this_pc(form).await,
        StationAction::ChooseServer(form) => station.choose_server(form).await,
        StationAction::CheckServer { url } => return value(&enrol::check_server(&url).await),
        StationAction::TestSound => {
            station.speaker().test().await;
            Ok(())
        }
        StationAction::RetryLink => {
            station.retry().await;
            Ok(())
        }
        StationAction::PauseSound { seconds } => {
            station.speaker().pause(Duration::from_secs(seconds)).await;
            Ok(())
        }
        StationAction::Quit => {
            exit::ask(&app);
            Ok(())
        }
        StationAction::QuitConfirmed => {
            exit::quit(&app);
            Ok(())
        }
    };
    done.map_err(|error| error.to_string())?;
    let mut state = station.state();
    // The speaker's own report is newer than the state's copy by the time a test has started.
    state.sound = station.speaker().report().borrow().clone();
    value(&state)
}

/// What the alert window asks for.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum AlertWindowAction {
    State,
    Displayed {
        alert_ids: Vec<String>,
    },
    OpenChart {
        alert_id: String,
    },
    Answered,
    /// A note is being written in the window, or no longer.
    Writing {
        now: bool,
    },
}

/// 5. The alert window.
#[tauri::command]
pub(crate) async fn alert_window(
    app: AppHandle,
    station: Here<'_>,
    window: WebviewWindow,
    action: AlertWindowAction,
) -> Result<Value, String> {
    let connection = station.connection();
    match action {
        AlertWindowAction::State => {
            return match connection {
                Some(connection) => value(&connection.alerts()),
                None => Ok(serde_json::json!({ "signed_in": false, "alerts": [], "demo": false })),
            };
        }
        AlertWindowAction::Displayed { alert_ids } => {
            // Painted in a hidden window is not displayed (safety rule H3).
            let seen =
                window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(true);
            if let Some(connection) = connection.filter(|_| seen) {
                connection.displayed(&alert_ids);
            }
        }
        AlertWindowAction::OpenChart { alert_id } => {
            windows::show_main(&app);
            app.emit_to(
                windows::MAIN,
                "open-alert",
                serde_json::json!({ "alert_id": alert_id }),
            )
            .map_err(|error| error.to_string())?;
        }
        // The answer itself arrives by the station's stream within milliseconds and hides the
        // window; this covers a stream that is down at the moment.
        AlertWindowAction::Answered => {
            if let Some(connection) = connection {
                connection.desk.reload.notify_one();
            }
        }
        AlertWindowAction::Writing { now } if window.label() == popup::LABEL => {
            popup::writing(&app, now).map_err(|error| error.to_string())?;
            let waits = connection.is_some_and(|connection| connection.desk.wants_window());
            if !now && !waits {
                popup::hide(&app).map_err(|error| error.to_string())?;
            }
        }
        AlertWindowAction::Writing { .. } => {}
    }
    Ok(Value::Null)
}

fn value(answer: &impl Serialize) -> Result<Value, String> {
    serde_json::to_value(answer).map_err(|error| error.to_string())
}
