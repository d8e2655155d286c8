//! The station's own listening post (safety rule H1): it runs whoever is signed in, from enrolment
//! until the program ends, and keeps the book of open alerts true.

use std::{pin::Pin, sync::Arc};

use cloudcare_client::{
    Call, ClientError, Credential, StationCredential, StreamEvent, StreamItem, StreamOptions,
    get_json, open_stream,
};
use futures_util::{Stream, StreamExt as _};
use serde_json::Value;
use tokio::{
    sync::{Notify, mpsc, watch},
    time::Instant,
};

use super::{
    alert::OpenAlert,
    book::{Book, Change, Counts},
    painted::Painted,
    receipts::{Kind, Receipts, path_segment},
    watchdog::{Link, Watchdog},
};
use crate::clock::now;

const STREAM: &str = "/api/events/stream?topics=alerts";
const OPEN_ALERTS: &str = "/api/emergency/alerts?active_only=true&limit=500";

/// The open alerts at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Snapshot {
    /// Worst first.
    pub alerts: Vec<OpenAlert>,
    pub counts: Counts,
}

/// What the station knows, for everything that shows or sounds it.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    pub snapshot: watch::Receiver<Arc<Snapshot>>,
    pub link: watch::Receiver<Link>,
    pub receipts: Receipts,
    /// Makes the feed connect at once instead of after its pause.
    pub nudge: Arc<Notify>,
    /// Makes the feed load the open alerts once more.
    pub reload: Arc<Notify>,
    /// Which alerts a window has shown.
    pub painted: Painted,
}

impl Desk {
    /// Whether an alert needs the window over everything.
    pub(crate) fn wants_window(&self) -> bool {
        let held = self.snapshot.borrow();
        held.alerts.iter().any(OpenAlert::wants_window)
    }
}

/// Starts listening. `arrivals` gets each alert once, when it is first known here. Dropping the
/// guard ends it.
pub(crate) fn start<C: Call>(
    call: C,
    credential: StationCredential,
    arrivals: mpsc::UnboundedSender<OpenAlert>,
) -> (Desk, tokio_util::task::AbortOnDropHandle<()>) {
    let (delivered, deliveries) = mpsc::unbounded_channel();
    let receipts = Receipts::start(call.clone(), credential.clone(), delivered);
    let snapshot = watch::Sender::new(Arc::new(Snapshot::default()));
    let dog = Watchdog::new(Instant::now(), now());
    let link = watch::Sender::new(dog.link().clone());
    let desk = Desk {
        snapshot: snapshot.subscribe(),
        link: link.subscribe(),
        receipts: receipts.clone(),
        nudge: Arc::default(),
        reload: Arc::default(),
        painted: Painted::default(),
    };
    let (loaded, loads) = mpsc::unbounded_channel();
    let feed = Feed {
        call,
        credential,
        book: Book::default(),
        dog,
        snapshot,
        link,
        arrivals,
        receipts,
        painted: desk.painted.clone(),
        loaded,
        loading: false,
        load_again: false,
    };
    let task = tokio::spawn(feed.run(desk.nudge.clone(), desk.reload.clone(), loads, deliveries));
    (desk, tokio_util::task::AbortOnDropHandle::new(task))
}

/// An answer to something the feed asked for in the background.
enum Loaded {
    All {
        asked: u64,
        answer: Result<Vec<Value>, ClientError>,
    },
    One(Result<Value, ClientError>),
}

struct Feed<C> {
    call: C,
    credential: StationCredential,
    book: Book,
    dog: Watchdog,
    snapshot: watch::Sender<Arc<Snapshot>>,
    link: watch::Sender<Link>,
    arrivals: mpsc::UnboundedSender<OpenAlert>,
    receipts: Receipts,
    painted: Painted,
    loaded: mpsc::UnboundedSender<Loaded>,
    /// A list is on its way.
    loading: bool,
    /// Something happened since it was asked for that makes it worth asking again.
    load_again: bool,
}

type Items = Pin<Box<dyn Stream<Item = StreamItem> + Send>>;

impl<C: Call> Feed<C> {
    async fn run(
        mut self,
        nudge: Arc<Notify>,
        reload: Arc<Notify>,
        mut loads: mpsc::UnboundedReceiver<Loaded>,
        mut deliveries: mpsc::UnboundedReceiver<String>,
    ) {
        let mut items = self.connect();
        loop {
            tokio::select! {
                item = items.next() => match item {
                    Some(item) => self.heard(item),
                    None => items = self.connect(),
                },
                Some(loaded) = loads.recv() => self.took(loaded),
                () = self.dog.expired() => {
                    self.dog.lost(now());
                    self.publish_link();
                }
                () = nudge.notified() => items = self.connect(),
                () = reload.notified() => self.load_all(),
                Some(alert_id) = deliveries.recv() => self.load_one(&alert_id),
            }
        }
    }

    fn connect(&self) -> Items {
        let after = self.dog.link().last_event_id.clone();
        Box::pin(open_stream(
            self.call.clone(),
            self.credential.clone(),
            StreamOptions::new(STREAM, after),
        ))
    }

    fn heard(&mut self, item: StreamItem) {
        match item {
            // What happened before the first frame of this connection is in the list.
            StreamItem::Connected => self.load_all(),
            StreamItem::Lost(lost) => {
                self.dog.broken(now(), lost.detail);
                self.publish_link();
            }
            StreamItem::Event(event) => self.event(&event),
        }
    }

    fn event(&mut self, event: &StreamEvent) {
        match event.event.as_str() {
            "session_ended" => {
                self.dog
                    .broken(now(), "The server ended this station's stream.".to_owned());
                return self.publish_link();
            }
            "gap" => self.load_all(),
            "emergency_alert" => match serde_json::from_str(&event.data)
                .ok()
                .as_ref()
                .and_then(OpenAlert::from_event)
            {
                Some(alert) => {
                    let (id, open) = (alert.alert_id.clone(), alert.status.is_open());
                    let change = self.book.take(alert);
                    self.changed(change);
                    if open {
                        self.load_one(&id);
                    }
                }
                // An alert that can't be read must not be an alert that isn't shown.
                None => self.load_all(),
            },
            _ => {}
        }
        self.dog.alive(Instant::now(), now(), &event.id);
        self.publish_link();
    }

    fn load_all(&mut self) {
        if self.loading {
            self.load_again = true;
            return;
        }
        self.loading = true;
        let asked = self.book.turn();
        let (call, credential, loaded) = (
            self.call.clone(),
            self.credential.clone(),
            self.loaded.clone(),
        );
        tokio::spawn(async move {
            let answer = load(&call, &credential, OPEN_ALERTS).await;
            if answer.is_err() {
                // Not at once: a server that is starting answers 503 for a moment.
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
            let _ = loaded.send(Loaded::All { asked, answer });
        });
    }

    fn load_one(&self, alert_id: &str) {
        let path = format!("/api/emergency/alerts/{}", path_segment(alert_id));
        let (call, credential, loaded) = (
            self.call.clone(),
            self.credential.clone(),
            self.loaded.clone(),
        );
        tokio::spawn(async move {
            let _ = loaded.send(Loaded::One(load(&call, &credential, &path).await));
        });
    }

    fn took(&mut self, loaded: Loaded) {
        match loaded {
            Loaded::All { asked, answer } => {
                self.loading = false;
                let mut again = std::mem::take(&mut self.load_again);
                match answer {
                    Ok(list) => {
                        let change = self.book.replace(
                            list.into_iter().filter_map(OpenAlert::from_alert).collect(),
                            asked,
                        );
                        self.changed(change);
                    }
                    Err(error) => {
                        tracing::warn!(%error, "the open alerts could not be loaded");
                        // While the stream stands; without it, the next connection loads them.
                        again |= !error.nothing_was_sent() && !error.is_unauthorised();
                    }
                }
                if again {
                    self.load_all();
                }
            }
            Loaded::One(Ok(view)) => {
                if let Some(alert) = OpenAlert::from_alert(view) {
                    let change = self.book.take(alert);
                    self.changed(change);
                }
            }
            // What the event told is on screen; the next event or list completes it.
            Loaded::One(Err(error)) => tracing::warn!(%error, "an alert could not be loaded"),
        }
    }

    fn changed(&self, change: Change) {
        if !change.changed {
            return;
        }
        self.snapshot.send_replace(Arc::new(Snapshot {
            alerts: self.book.all(),
            counts: self.book.counts(),
        }));
        for alert in change.arrived {
            self.painted.forget(&alert.alert_id);
            self.receipts.renew(&alert.alert_id);
            self.receipts.send(&alert.alert_id, Kind::Received);
            let _ = self.arrivals.send(alert);
        }
    }

    fn publish_link(&self) {
        self.link.send_if_modified(|link| {
            let different = link != self.dog.link();
            link.clone_from(self.dog.link());
            different
        });
    }
}

async fn load<T: serde::de::DeserializeOwned>(
    call: &impl Call,
    credential: &StationCredential,
    path: &str,
) -> Result<T, ClientError> {
    let bearer = format!("Bearer {}", credential.bearer().await?.reveal());
    get_json(call, path, &[("authorization", &bearer)]).await
}
