//! The event stream: server-sent events that go on where they stopped.
//!
//! `eventsource-client` parses, remembers the last id and backs off between attempts. What it sends
//! goes through our own [`Call`], so each attempt carries a fresh credential, and the same code
//! reads a remote server and the router of this process.

use std::{fmt::Display, io, time::Duration};

use bytes::Bytes;
use eventsource_client::{Client as _, ClientBuilder, Error as SseError, ReconnectOptions, SSE};
use futures_util::{Stream, StreamExt as _};
use http::{Request, Response, StatusCode, header};
use launchdarkly_sdk_transport::{ByteStream, HttpTransport, ResponseFuture, TransportError};
use sync_wrapper::{SyncFuture, SyncStream};
use tokio::{sync::mpsc, time::timeout};

use crate::{Body, Call, ClientError, Credential, Problem, session::authorised};

/// What to follow and how patiently.
#[derive(Clone, Debug)]
pub struct StreamOptions {
    /// Path and query under `/api/`, for example `/api/events/stream?topics=alerts`.
    pub path: String,
    /// Go on after this event; `None` starts with what happens next.
    pub after: Option<String>,
    /// A connection silent for this long is dead and is made anew. The server pings every 5 s.
    pub silence: Duration,
    /// Pause before the first new attempt; it doubles up to `longest_pause`, with jitter.
    pub first_pause: Duration,
    /// The longest pause between two attempts.
    pub longest_pause: Duration,
}

impl StreamOptions {
    /// The stream at `path`, silent for 12 s at most, tried again after 0.5 to 8 s.
    pub fn new(path: impl Into<String>, after: Option<String>) -> StreamOptions {
        StreamOptions {
            path: path.into(),
            after,
            silence: Duration::from_secs(12),
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(8),
        }
    }
}

/// One event as the server sent it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StreamEvent {
    /// `epoch-n`; the place to go on from.
    pub id: String,
    /// The event's name.
    pub event: String,
    /// Its JSON text.
    pub data: String,
}

/// Why the stream is down at the moment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lost {
    /// The HTTP status, when the server answered and refused.
    pub status: Option<u16>,
    /// What happened, for the user.
    pub detail: String,
}

/// What a stream yields, for ever: it ends only when dropped.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum StreamItem {
    /// The server answered; events follow.
    Connected,
    /// An event, each exactly once over all connections.
    Event(StreamEvent),
    /// The connection is gone or an attempt failed; the next attempt is under way.
    Lost(Lost),
}

/// Follows a stream over `call` for `credential`. Nothing is sent before the first poll.
///
/// A connection that breaks before its first frame has no place to go on from: on every
/// [`StreamItem::Connected`] the reader loads the state it follows once more.
pub fn open_stream<C: Call, K: Credential>(
    call: C,
    credential: K,
    options: StreamOptions,
) -> impl Stream<Item = StreamItem> + Send + 'static {
    async_stream::stream! {
        let (failed, mut failures) = mpsc::unbounded_channel();
        let transport = Transport { call, credential, silence: options.silence, failed };
        let mut place = Place::default();
        let mut after = options.after.clone();
        loop {
            let mut events = match connect(&options, after.clone(), transport.clone()) {
                Ok(events) => events,
                Err(error) => {
                    yield StreamItem::Lost(lost(&error));
                    tokio::time::sleep(options.longest_pause).await;
                    continue;
                }
            };
            loop {
                let item = tokio::select! {
                    biased;
                    Some(failure) = failures.recv() => Some(StreamItem::Lost(failure)),
                    next = events.next() => match next {
                        None => break,
                        Some(Ok(SSE::Connected(_))) => Some(StreamItem::Connected),
                        Some(Ok(SSE::Comment(_))) => None,
                        Some(Ok(SSE::Event(event))) => {
                            let event = StreamEvent {
                                id: event.id.unwrap_or_default(),
                                event: event.event_type,
                                data: event.data,
                            };
                            if !event.id.is_empty() {
                                after = Some(event.id.clone());
                            }
                            place.is_new(&event).then_some(StreamItem::Event(event))
                        }
                        Some(Err(error)) => Some(StreamItem::Lost(explained(&error))),
                    },
                };
                if let Some(item) = item {
                    yield item;
                }
            }
            // The parser gave up on this client (it does for malformed parameters only): the place
            // is known, so a new one goes on from there.
            yield StreamItem::Lost(Lost { status: None, detail: "The event stream ended.".to_owned() });
            tokio::time::sleep(options.longest_pause).await;
        }
    }
}

type Events = eventsource_client::BoxStream<Result<SSE, SseError>>;

fn connect<C: Call, K: Credential>(
    options: &StreamOptions,
    after: Option<String>,
    transport: Transport<C, K>,
) -> Result<Events, ClientError> {
    let unexpected = |error: SseError| ClientError::Unexpected(error.to_string());
    // The client library wants a whole address; the transport uses its path and query only.
    let mut builder = ClientBuilder::for_url(&format!("http://server{}", options.path))
        .map_err(unexpected)?
        .redirect_limit(0)
        .reconnect(
            ReconnectOptions::reconnect(true)
                .retry_initial(true)
                .delay(options.first_pause)
                .delay_max(options.longest_pause)
                .backoff_factor(2)
                .build(),
        );
    if let Some(after) = after {
        builder = builder.last_event_id(after);
    }
    Ok(builder.build_with_transport(transport).stream())
}

/// Remembers the last real event, so that a server which repeats after a resume is heard once.
#[derive(Debug, Default)]
struct Place {
    last: Option<(String, u64)>,
}

impl Place {
    fn is_new(&mut self, event: &StreamEvent) -> bool {
        // A ping and a gap carry the place they are at, which is the last event's own id.
        if matches!(event.event.as_str(), "ping" | "gap" | "session_ended") {
            return true;
        }
        let Some((epoch, number)) = parse_id(&event.id) else {
            return true;
        };
        if let Some((last_epoch, last_number)) = &self.last
            && *last_epoch == epoch
            && number <= *last_number
        {
            return false;
        }
        self.last = Some((epoch, number));
        true
    }
}

fn parse_id(id: &str) -> Option<(String, u64)> {
    let (epoch, number) = id.rsplit_once('-')?;
    Some((epoch.to_owned(), number.parse().ok()?))
}

/// Our [`Call`] as the client library's transport.
#[derive(Clone)]
struct Transport<C, K> {
    call: C,
    credential: K,
    silence: Duration,
    /// The library retries a failed connection without a word; the link lamp needs to know.
    failed: mpsc::UnboundedSender<Lost>,
}

impl<C: Call, K: Credential> HttpTransport for Transport<C, K> {
    fn request(&self, request: Request<Option<Bytes>>) -> ResponseFuture {
        let this = self.clone();
        Box::pin(SyncFuture::new(async move {
            this.attempt(request).await.map_err(|error| {
                // The stream may have been dropped meanwhile; then nobody is left to tell.
                let _ = this.failed.send(lost(&error));
                broken(error.to_string())
            })
        }))
    }
}

impl<C: Call, K: Credential> Transport<C, K> {
    async fn attempt(
        &self,
        request: Request<Option<Bytes>>,
    ) -> Result<Response<ByteStream>, ClientError> {
        let request = request.map(Option::unwrap_or_default);
        let bearer = self.credential.bearer().await?;
        let mut response = self.send(&request, &bearer).await?;
        if response.status() == StatusCode::UNAUTHORIZED
            && let Ok(bearer) = self.credential.renew(&bearer).await
        {
            response = self.send(&request, &bearer).await?;
        }
        if !response.status().is_success() {
            let status = response.status();
            let body = crate::collect(response).await?;
            return Err(ClientError::Refused(Box::new(Problem::from_response(
                status,
                body.body(),
            ))));
        }
        let is_events = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        if !is_events {
            return Err(ClientError::Unexpected(
                "it is not an event stream".to_owned(),
            ));
        }
        Ok(response.map(|body| never_silent(body, self.silence)))
    }

    async fn send(
        &self,
        request: &Request<Bytes>,
        bearer: &crate::Secret,
    ) -> Result<Response<Body>, ClientError> {
        let request = authorised(request, bearer)?;
        timeout(self.silence, self.call.call(request))
            .await
            .map_err(|_| ClientError::NoAnswer(self.silence.as_secs()))?
    }
}

/// Ends a body that stays silent: a connection whose other side vanished never says so itself.
fn never_silent(mut body: Body, silence: Duration) -> ByteStream {
    Box::pin(SyncStream::new(async_stream::stream! {
        loop {
            match timeout(silence, body.next()).await {
                Ok(Some(Ok(piece))) => yield Ok(piece),
                Ok(Some(Err(error))) => {
                    yield Err(broken(error));
                    return;
                }
                Ok(None) => return,
                Err(_) => {
                    yield Err(broken(format!("nothing was heard for {} s", silence.as_secs())));
                    return;
                }
            }
        }
    }))
}

fn broken(detail: impl Display) -> TransportError {
    TransportError::new(io::Error::other(detail.to_string()))
}

fn lost(error: &ClientError) -> Lost {
    Lost {
        status: error.status(),
        detail: error.to_string(),
    }
}

/// The library's error, for a connection that had been up. (What fails before that, the transport
/// reports itself.)
fn explained(error: &SseError) -> Lost {
    let detail = match error {
        SseError::Eof | SseError::UnexpectedEof => "The server closed the event stream.".to_owned(),
        SseError::Transport(cause) => cause.inner().to_string(),
        other => other.to_string(),
    };
    Lost {
        status: None,
        detail,
    }
}
