//! Reading an event stream as a client does.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use serde_json::Value;

/// One frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// `id:`.
    pub id: String,
    /// `event:`.
    pub event: String,
    /// `data:`, parsed.
    pub data: Value,
}

/// An open stream.
pub struct Stream {
    body: BodyDataStream,
    buffer: String,
}

impl Stream {
    pub(crate) fn new(body: Body) -> Self {
        Self {
            body: body.into_data_stream(),
            buffer: String::new(),
        }
    }

    /// The next frame, or none where the stream ended. Waits at most ten seconds.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some((block, rest)) = self.buffer.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.buffer = rest;
                if let Some(frame) = parse(&block) {
                    return Some(frame);
                }
                continue;
            }
            let chunk = tokio::time::timeout(Duration::from_secs(10), self.body.next())
                .await
                .expect("the stream is silent");
            self.buffer
                .push_str(std::str::from_utf8(&chunk?.unwrap()).unwrap());
        }
    }

    /// The next frame that is not a ping.
    pub async fn next_event(&mut self) -> Option<Frame> {
        loop {
            match self.next().await {
                Some(frame) if frame.event == "ping" => {}
                other => return other,
            }
        }
    }

    /// The next ping.
    pub async fn ping(&mut self) -> Frame {
        loop {
            let frame = self.next().await.expect("the stream ended");
            if frame.event == "ping" {
                return frame;
            }
        }
    }
}

fn parse(block: &str) -> Option<Frame> {
    let field = |name: &str| {
        block
            .lines()
            .find_map(|l| l.strip_prefix(name))
            .map(str::trim_start)
    };
    let event = field("event:")?.to_owned();
    let data = serde_json::from_str(field("data:")?).expect("data is JSON");
    Some(Frame {
        id: field("id:").unwrap_or_default().to_owned(),
        event,
        data,
    })
}
