//! A door to the network.

use std::net::SocketAddr;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::OpenError;

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
