//! Event streams for the webview: opened and closed by number, carried by a channel.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use cloudcare_client::{Session, StreamItem, StreamOptions, open_stream};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use tauri::ipc::{Channel, JavaScriptChannelId};
use tokio_util::task::AbortOnDropHandle;

use crate::backend::Backend;

/// What the webview asks for.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum StreamAction {
    Open {
        topics: Vec<String>,
        after: Option<String>,
        channel: JavaScriptChannelId,
    },
    Close {
        id: u32,
    },
}

/// What arrives in the channel.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum StreamMessage {
    Event {
        id: String,
        event: String,
        data: String,
    },
    Link {
        up: bool,
    },
}

/// The open streams.
#[derive(Default)]
pub(crate) struct Streams {
    next: AtomicU32,
    open: Mutex<HashMap<u32, AbortOnDropHandle<()>>>,
}

/// More than any page needs; a page that opens one per render must not exhaust the server.
const MOST: usize = 16;

impl Streams {
    /// Follows the topics for the signed-in user until closed, or until the session ends.
    pub(crate) fn open(
        &self,
        session: Session<Backend>,
        backend: Backend,
        topics: &[String],
        after: Option<String>,
        channel: Channel<StreamMessage>,
    ) -> Result<u32, String> {
        let path = path(topics)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, task| !task.is_finished());
        if open.len() >= MOST {
            return Err(format!(
                "{MOST} event streams are open already; close one first."
            ));
        }
        let id = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let task = tokio::spawn(follow(
            session,
            backend,
            StreamOptions::new(path, after),
            channel,
        ));
        open.insert(id, AbortOnDropHandle::new(task));
        Ok(id)
    }

    pub(crate) fn close(&self, id: u32) {
        self.open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&id);
    }

    pub(crate) fn close_all(&self) {
        self.open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

fn path(topics: &[String]) -> Result<String, String> {
    let known = |topic: &String| {
        let rest = topic.strip_prefix("board:").unwrap_or(topic);
        !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if topics.is_empty() || !topics.iter().all(known) {
        return Err(
            "An event stream follows topics such as \"alerts\" or \"board:<ward>\".".to_owned(),
        );
    }
    Ok(format!("/api/events/stream?topics={}", topics.join(",")))
}

async fn follow(
    session: Session<Backend>,
    backend: Backend,
    options: StreamOptions,
    channel: Channel<StreamMessage>,
) {
    let mut items = Box::pin(open_stream(backend, session, options));
    let mut up = None;
    while let Some(item) = items.next().await {
        let message = match item {
            StreamItem::Connected if up != Some(true) => StreamMessage::Link { up: true },
            StreamItem::Lost(_) if up != Some(false) => StreamMessage::Link { up: false },
            StreamItem::Connected | StreamItem::Lost(_) => continue,
            StreamItem::Event(event) => StreamMessage::Event {
                id: event.id,
                event: event.event,
                data: event.data,
            },
        };
        if let StreamMessage::Link { up: now } = &message {
            up = Some(*now);
        }
        let ended =
            matches!(&message, StreamMessage::Event { event, .. } if event == "session_ended");
        // A channel fails when its page is gone: nobody is left to tell.
        if channel.send(message).is_err() || ended {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_become_a_path_and_nothing_else_does() {
        let topics =
            |list: &[&str]| path(&list.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            topics(&["alerts", "board:0199-ab"]).as_deref(),
            Ok("/api/events/stream?topics=alerts,board:0199-ab")
        );
        for bad in [
            &[][..],
            &[""],
            &["board:"],
            &["alerts&after=1"],
            &["a b"],
            &["board:x:y"],
        ] {
            assert!(topics(bad).is_err(), "{bad:?}");
        }
    }
}
