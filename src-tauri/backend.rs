//! Where requests go: the CloudCare in this process, or a server elsewhere.

use axum::Router;
use bytes::Bytes;
use cloudcare_client::{Body, Call, ClientError, Server};
use futures_util::StreamExt as _;
use http::{Request, Response};
use tower::ServiceExt as _;

/// The two ways a station gets its CloudCare. Everything above sends the same request either way.
#[derive(Clone)]
pub(crate) enum Backend {
    /// The router of this process; nothing crosses a socket.
    InProcess(Router),
    /// A server elsewhere.
    Remote(Server),
}

impl Call for Backend {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, ClientError> {
        match self {
            Backend::Remote(server) => server.call(request).await,
            Backend::InProcess(router) => {
                let request = request.map(axum::body::Body::from);
                let Ok(response) = router.clone().oneshot(request).await;
                Ok(response.map(|body| -> Body {
                    Box::pin(
                        body.into_data_stream().map(|piece| {
                            piece.map_err(|error| ClientError::Broken(error.to_string()))
                        }),
                    )
                }))
            }
        }
    }
}
