//! A door to the network.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, serve::ListenerExt};
use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::OpenError;

/// How often a silent peer is asked whether it is there.
const KEEPALIVE: Duration = Duration::from_secs(5);
/// How long a peer may leave what was sent to it unacknowledged. A station whose cable was pulled
/// counts as listening until then (H2), so it is little more than two pings.
const UNACKNOWLEDGED: Duration = Duration::from_secs(12);

/// Without this the system would hold on to a dead peer for a quarter of an hour. An option that
/// the system does not know is left out: the stream works without it.
fn notice_dead_peers(stream: &TcpStream) {
    let socket = SockRef::from(stream);
    let keepalive = TcpKeepalive::new()
        .with_time(KEEPALIVE)
        .with_interval(KEEPALIVE);
    let mut set = vec![
        socket.set_tcp_nodelay(true),
        socket.set_tcp_keepalive(&keepalive),
    ];
    #[cfg(target_os = "linux")]
    set.push(socket.set_tcp_user_timeout(Some(UNACKNOWLEDGED)));
    for refused in set.into_iter().filter_map(Result::err) {
        tracing::debug!(
            error = &refused as &dyn std::error::Error,
            "a socket option was refused"
        );
    }
}

/// An open door.
#[derive(Debug)]
pub struct ListenerHandle {
    /// Where it is; with the port the system chose where 0 was asked for.
    pub address: SocketAddr,
    _closes_on_drop: DropGuard,
}

impl ListenerHandle {
    pub(crate) async fn open(
        address: SocketAddr,
        router: Router,
        stop: CancellationToken,
    ) -> Result<Self, OpenError> {
        let listen = |source| OpenError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let bound = listener.local_addr().map_err(listen)?;
        let listener = listener.tap_io(|stream| notice_dead_peers(stream));
        let signal = stop.clone();
        tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            // Streams never end by themselves: closing does not wait for them.
            tokio::select! {
                served = axum::serve(listener, service) => {
                    if let Err(error) = served {
                        tracing::error!(error = &error as &dyn std::error::Error, "the listener ended");
                    }
                }
                () = signal.cancelled() => {}
            }
        });
        Ok(Self {
            address: bound,
            _closes_on_drop: stop.drop_guard(),
        })
    }
}
