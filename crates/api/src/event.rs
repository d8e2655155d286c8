//! The event stream (SSE): replay by `Last-Event-ID`, an honest ping, an explicit gap.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::{BufMut, Bytes, BytesMut};
use cloudcare_domain::{event::Cursor, id::WardId};
use cloudcare_services::event::{Delivery, EndReason, Subscription, Topics};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use crate::{ApiState, Problem, body::QueryOf, identity::SignedIn, problem::Problems};

/// Wards one stream may follow.
const MAX_BOARDS: usize = 50;

/// What to hear of, and after what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StreamQuery {
    /// `alerts`, `board:<ward id>`, separated by commas; `alerts` where absent.
    topics: Option<String>,
    /// The id of the last event seen, where the `Last-Event-ID` header can't be sent.
    after: Option<String>,
}

/// The alerts topic alone.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AfterQuery {
    /// The id of the last event seen, where the `Last-Event-ID` header can't be sent.
    after: Option<String>,
}

/// A live stream: one per client, with topics
#[utoipa::path(get, path = "/events/stream", tag = "emergency", params(StreamQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "the id of the last event seen")),
    responses((status = 200, content_type = "text/event-stream", body = String), Problems))]
pub(crate) async fn stream(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    headers: HeaderMap,
    QueryOf(query): QueryOf<StreamQuery>,
) -> Result<Response, Problem> {
    let topics = parse_topics(query.topics.as_deref().unwrap_or("alerts"))?;
    let after = cursor(&headers, query.after.as_deref())?;
    Ok(answer(
        state.services.subscribe(&caller, topics, after).await?,
    ))
}

/// A live stream of alerts
#[utoipa::path(get, path = "/emergency/stream", tag = "emergency", params(AfterQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "the id of the last event seen")),
    responses((status = 200, content_type = "text/event-stream", body = String), Problems))]
pub(crate) async fn emergency_stream(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    headers: HeaderMap,
    QueryOf(query): QueryOf<AfterQuery>,
) -> Result<Response, Problem> {
    let topics = Topics {
        alerts: true,
        boards: Vec::new(),
    };
    let after = cursor(&headers, query.after.as_deref())?;
    Ok(answer(
        state.services.subscribe(&caller, topics, after).await?,
    ))
}

fn parse_topics(text: &str) -> Result<Topics, Problem> {
    let refuse = || {
        Problem::field(
            StatusCode::UNPROCESSABLE_ENTITY,
            "topics",
            "alerts, board:<ward id>, separated by commas; at most 50 boards",
        )
    };
    let mut topics = Topics::default();
    for topic in text.split(',').map(str::trim).filter(|t| !t.is_empty()) {
        match topic.split_once(':') {
            None if topic == "alerts" => topics.alerts = true,
            Some(("board", id)) => topics
                .boards
                .push(id.parse::<WardId>().map_err(|_| refuse())?),
            _ => return Err(refuse()),
        }
    }
    topics.boards.sort_unstable();
    topics.boards.dedup();
    let is_empty = !topics.alerts && topics.boards.is_empty();
    if is_empty || topics.boards.len() > MAX_BOARDS {
        Err(refuse())
    } else {
        Ok(topics)
    }
}

fn cursor(headers: &HeaderMap, after: Option<&str>) -> Result<Option<Cursor>, Problem> {
    if let Some(value) = headers.get("last-event-id").filter(|v| !v.is_empty()) {
        // A client sends by itself what it was told last; one it can't read again would leave it deaf.
        let place = value.to_str().ok().and_then(|text| text.parse().ok());
        return Ok(Some(place.unwrap_or_else(Cursor::elsewhere)));
    }
    after
        .filter(|text| !text.is_empty())
        .map(|text| {
            text.parse().map_err(|e| {
                Problem::field(StatusCode::UNPROCESSABLE_ENTITY, "after", format!("{e}"))
            })
        })
        .transpose()
}

fn answer(subscription: Subscription) -> Response {
    let body = Body::from_stream(async_stream::stream! {
        let mut subscription = subscription;
        yield Ok::<_, std::convert::Infallible>(Bytes::from_static(b"retry: 1000\n\n"));
        while let Some(delivery) = subscription.next().await {
            if let Some(frame) = encode(&delivery) {
                yield Ok(frame);
            }
        }
    });
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// Every frame carries an id, or a client would forget its place. A log that can't be read ends the
/// stream without a word: the silence is what the client's watchdog hears.
fn encode(delivery: &Delivery) -> Option<Bytes> {
    match delivery {
        Delivery::Event { id, name, data } => Some(frame(id, name, data)),
        Delivery::Ping { last_event, now } => {
            let id = last_event.to_string();
            Some(frame(
                &id,
                "ping",
                json!({ "timestamp": now, "last_event_id": id })
                    .to_string()
                    .as_bytes(),
            ))
        }
        Delivery::Gap { resume, oldest } => Some(frame(
            &resume.to_string(),
            "gap",
            json!({ "oldest": oldest }).to_string().as_bytes(),
        )),
        Delivery::End(EndReason::SessionEnded) => Some(Bytes::from_static(
            b"event: session_ended\ndata: {\"reason\":\"session_ended\"}\n\n",
        )),
        Delivery::End(EndReason::LogNotRead) => None,
    }
}

fn frame(id: &str, name: &str, data: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(id.len() + name.len() + data.len() + 24);
    frame.put_slice(b"id: ");
    frame.put_slice(id.as_bytes());
    frame.put_slice(b"\nevent: ");
    frame.put_slice(name.as_bytes());
    frame.put_slice(b"\ndata: ");
    frame.put_slice(data);
    frame.put_slice(b"\n\n");
    frame.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_alerts_and_boards_and_nothing_else() {
        let id = "019aab00-0000-7000-8000-000000000001";
        assert_eq!(
            parse_topics("alerts").unwrap(),
            Topics {
                alerts: true,
                boards: vec![]
            }
        );
        let both = parse_topics(&format!("alerts, board:{id},board:{id}")).unwrap();
        assert_eq!(both.boards.len(), 1);
        for bad in ["", ",", "everything", "board:", "board:x", "alerts;board"] {
            assert!(parse_topics(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_frame_is_what_an_event_source_reads() {
        assert_eq!(
            frame("e-1", "ping", b"{}").as_ref(),
            b"id: e-1\nevent: ping\ndata: {}\n\n"
        );
    }
}
