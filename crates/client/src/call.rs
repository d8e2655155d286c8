//! One request to wherever the server is, and what to do with its answer.

use std::{future::Future, pin::Pin};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _};
use http::{Method, Request, Response, header};
use serde::{Serialize, de::DeserializeOwned};

use crate::{ClientError, Problem};

/// The body of an answer as it arrives.
pub type Body = Pin<Box<dyn Stream<Item = Result<Bytes, ClientError>> + Send>>;

/// A way to a CloudCare server. The request's address is a path under `/api/` with its query.
pub trait Call: Clone + Send + Sync + 'static {
    /// Sends the request and returns the answer's head; the body follows as a stream. A refusal
    /// (4xx, 5xx) is an answer, not an error.
    fn call(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Body>, ClientError>> + Send;
}

/// Largest answer read into memory, in bytes. Boards and lists are far below; streams are not read
/// this way.
const LARGEST_ANSWER: usize = 32 * 1024 * 1024;

/// Reads a whole answer into memory, up to 32 MB.
pub async fn collect(response: Response<Body>) -> Result<Response<Bytes>, ClientError> {
    let (head, mut body) = response.into_parts();
    let mut all = BytesMut::new();
    while let Some(piece) = body.next().await {
        let piece = piece?;
        if all.len() + piece.len() > LARGEST_ANSWER {
            return Err(ClientError::TooLarge(LARGEST_ANSWER / 1024 / 1024));
        }
        all.extend_from_slice(&piece);
    }
    Ok(Response::from_parts(head, all.freeze()))
}

/// Turns a refusal into [`ClientError::Refused`]; its member `retry_after` is the header's seconds.
pub fn expect_success(response: Response<Bytes>) -> Result<Response<Bytes>, ClientError> {
    if response.status().is_success() {
        return Ok(response);
    }
    let mut problem = Problem::from_response(response.status(), response.body());
    let wait = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if let Some(seconds) = wait {
        problem = problem.with("retry_after", seconds);
    }
    Err(ClientError::Refused(Box::new(problem)))
}

fn read<T: DeserializeOwned>(response: &Response<Bytes>) -> Result<T, ClientError> {
    // serde_json's message names positions and types, never values of strings beyond an enum's tag.
    serde_json::from_slice(response.body())
        .map_err(|error| ClientError::Unexpected(error.to_string()))
}

fn build(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Bytes,
) -> Result<Request<Bytes>, ClientError> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::ACCEPT, "application/json");
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request
        .body(body)
        .map_err(|error| ClientError::Unexpected(error.to_string()))
}

/// GETs a JSON document, with further headers.
pub async fn get_json<T: DeserializeOwned>(
    call: &impl Call,
    path: &str,
    headers: &[(&str, &str)],
) -> Result<T, ClientError> {
    let request = build(Method::GET, path, headers, Bytes::new())?;
    read(&expect_success(collect(call.call(request).await?).await?)?)
}

/// Sends a JSON document and reads the one that comes back; `()` reads nothing (204).
pub async fn send_json<B: Serialize + Sync, T: DeserializeOwned + 'static>(
    call: &impl Call,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &B,
) -> Result<T, ClientError> {
    let body =
        serde_json::to_vec(body).map_err(|error| ClientError::Unexpected(error.to_string()))?;
    let request = build(method, path, headers, Bytes::from(body))?;
    let response = expect_success(collect(call.call(request).await?).await?)?;
    if response.body().is_empty() {
        // `()` and `Option` read `null`; anything else reports that the answer was empty.
        return serde_json::from_str("null")
            .map_err(|_| ClientError::Unexpected("the answer was empty".to_owned()));
    }
    read(&response)
}
