//! What this station tells the server about each alert: received, displayed, sounded (H2, H3).

use std::{collections::HashSet, time::Duration};

use cloudcare_client::{Call, ClientError, Credential, StationCredential, send_json};
use http::Method;
use serde::Serialize;
use tokio::sync::mpsc;

/// A receipt. A station that says so is believed, so none is sent before it is true.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// The alert arrived here.
    Received,
    /// It was painted in a visible window.
    Displayed,
    /// A burst was played on a device.
    Sounded,
}

/// Sends each receipt once, in order, and again until the server has it.
#[derive(Clone, Debug)]
pub(crate) struct Receipts(mpsc::UnboundedSender<Order>);

#[derive(Debug)]
enum Order {
    Send(String, Kind),
    /// The alert needs an answer again: its receipts are due again, too.
    Renew(String),
}

#[derive(Serialize)]
struct Body {
    kind: Kind,
}

/// How often a receipt is tried. After that the server has long climbed the ladder by itself.
const ATTEMPTS: u32 = 12;
const PAUSE: Duration = Duration::from_secs(5);

impl Receipts {
    /// Starts the sender; it ends when the last clone is dropped. `delivered` gets each alert whose
    /// receipt the server has, so that what it says about this station can be shown.
    pub(crate) fn start(
        call: impl Call,
        credential: StationCredential,
        delivered: mpsc::UnboundedSender<String>,
    ) -> Receipts {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut sent: HashSet<(String, Kind)> = HashSet::new();
            while let Some(order) = receiver.recv().await {
                match order {
                    Order::Renew(alert_id) => sent.retain(|(id, _)| *id != alert_id),
                    Order::Send(alert_id, kind) => {
                        if sent.insert((alert_id.clone(), kind)) {
                            // One that waits for the link must not hold up those after it.
                            let (call, credential) = (call.clone(), credential.clone());
                            let delivered = delivered.clone();
                            tokio::spawn(async move {
                                if deliver(&call, &credential, &alert_id, kind).await {
                                    // Nobody waits for it while the program ends.
                                    let _ = delivered.send(alert_id);
                                }
                            });
                        }
                    }
                }
            }
        });
        Receipts(sender)
    }

    pub(crate) fn send(&self, alert_id: &str, kind: Kind) {
        // Closed only while the program ends.
        let _ = self.0.send(Order::Send(alert_id.to_owned(), kind));
    }

    /// Makes the receipts of an alert due again, because it needs an answer again.
    pub(crate) fn renew(&self, alert_id: &str) {
        let _ = self.0.send(Order::Renew(alert_id.to_owned()));
    }
}

/// Whether the server has it now.
async fn deliver(
    call: &impl Call,
    credential: &StationCredential,
    alert_id: &str,
    kind: Kind,
) -> bool {
    for attempt in 1..=ATTEMPTS {
        match post(call, credential, alert_id, kind).await {
            Ok(()) => return true,
            // Closed meanwhile, or not this station's any more: no repeat changes that.
            Err(error)
                if error
                    .status()
                    .is_some_and(|status| (400..500).contains(&status)) =>
            {
                tracing::info!(?kind, %error, "receipt refused");
                return false;
            }
            Err(error) if attempt == ATTEMPTS => {
                tracing::warn!(?kind, %error, "receipt not delivered");
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
    false
}

async fn post(
    call: &impl Call,
    credential: &StationCredential,
    alert_id: &str,
    kind: Kind,
) -> Result<(), ClientError> {
    let bearer = format!("Bearer {}", credential.bearer().await?.reveal());
    let path = format!("/api/emergency/alerts/{}/receipts", path_segment(alert_id));
    send_json(
        call,
        Method::POST,
        &path,
        &[("authorization", &bearer)],
        &Body { kind },
    )
    .await
}

/// An id as one segment of a path: the raiser chooses it, so it may hold anything.
pub(crate) fn path_segment(text: &str) -> String {
    use std::fmt::Write as _;
    let mut segment = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            segment.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(segment, "%{byte:02X}");
        }
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_segment_whatever_it_holds() {
        assert_eq!(path_segment("01-ab_~"), "01-ab_~");
        assert_eq!(path_segment("../x?y#ö"), "%2E%2E%2Fx%3Fy%23%C3%B6");
    }
}
