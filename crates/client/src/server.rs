//! A server on another machine (or another process of this one), over HTTPS.

use std::{net::IpAddr, time::Duration};

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::{Request, Response};
use url::{Host, Url};

use crate::{Body, Call, ClientError};

/// How long a connection may take to come up before the server counts as unreachable.
const CONNECT: Duration = Duration::from_secs(5);
/// How long the head of an answer may take.
const ANSWER: Duration = Duration::from_secs(30);

/// A CloudCare server by its address. Cheap to clone: the connections are shared.
#[derive(Clone, Debug)]
pub struct Server {
    http: reqwest::Client,
    base: Url,
}

impl Server {
    /// Prepares the way to `address` (`https://host[:port][/prefix]`); nothing is sent yet. The
    /// server's certificate is checked against the operating system's roots. Plain `http` is
    /// accepted for loopback addresses only.
    pub fn new(address: &str) -> Result<Server, ClientError> {
        let base = parse(address)?;
        let loopback = is_loopback(&base);
        if base.scheme() == "http" && !loopback {
            return Err(ClientError::Insecure(base.to_string()));
        }
        // One TLS stack in the process; the second and later installations find the first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut http = reqwest::Client::builder()
            .user_agent(concat!("cloudcare/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .tcp_keepalive(Duration::from_secs(15))
            // A redirect would carry the credential to an address nobody enrolled with.
            .redirect(reqwest::redirect::Policy::none());
        if loopback {
            http = http.no_proxy();
        }
        let http = http
            .build()
            .map_err(|error| ClientError::Tls(chain(&error)))?;
        Ok(Server { http, base })
    }

    /// The address, without a trailing slash.
    pub fn address(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    fn resolve(&self, request: &Request<Bytes>) -> Result<Url, ClientError> {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", http::uri::PathAndQuery::as_str);
        Url::parse(&format!("{}{path}", self.address()))
            .map_err(|_| ClientError::NotAnAddress(self.address().to_owned()))
    }
}

impl Call for Server {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Body>, ClientError> {
        let url = self.resolve(&request)?;
        let (head, body) = request.into_parts();
        let mut headers = head.headers;
        headers.remove(http::header::HOST);
        let sent = self
            .http
            .request(head.method, url)
            .headers(headers)
            .body(body)
            .send();
        let answer = tokio::time::timeout(ANSWER, sent)
            .await
            .map_err(|_| ClientError::NoAnswer(ANSWER.as_secs()))?
            .map_err(|error| explain(&error))?;
        let mut response = Response::builder()
            .status(answer.status())
            .version(answer.version());
        if let Some(headers) = response.headers_mut() {
            headers.clone_from(answer.headers());
        }
        let body: Body = Box::pin(
            answer
                .bytes_stream()
                .map(|piece| piece.map_err(|error| explain(&error))),
        );
        response
            .body(body)
            .map_err(|error| ClientError::Unexpected(error.to_string()))
    }
}

fn parse(address: &str) -> Result<Url, ClientError> {
    let not = || ClientError::NotAnAddress(address.trim().chars().take(200).collect());
    let url = Url::parse(address.trim()).map_err(|_| not())?;
    let plain = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if !plain || url.host().is_none() || !matches!(url.scheme(), "http" | "https") {
        return Err(not());
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

fn explain(error: &reqwest::Error) -> ClientError {
    let cause = chain(error);
    if cause.contains("certificate") {
        return ClientError::Untrusted(cause);
    }
    if error.is_connect() {
        return ClientError::Unreachable(cause);
    }
    if error.is_timeout() {
        return ClientError::NoAnswer(ANSWER.as_secs());
    }
    ClientError::Broken(cause)
}

/// The innermost cause: "connection refused" or "certificate expired" says more
/// than the outer "error sending request", and never holds the address with its query.
fn chain(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_computer_only() {
        for address in [
            "http://127.0.0.1:8844",
            "http://localhost:8844/",
            "http://[::1]:1",
            "https://ward.example",
        ] {
            assert!(Server::new(address).is_ok(), "{address}");
        }
        for address in [
            "http://10.0.0.5:8844",
            "http://ward.example",
            "http://127.0.0.1.example",
        ] {
            assert!(
                matches!(Server::new(address), Err(ClientError::Insecure(_))),
                "{address}"
            );
        }
    }

    #[test]
    fn what_is_not_an_address_is_said_so() {
        for address in [
            "",
            "ward",
            "ftp://ward.example",
            "https://a:b@ward.example",
            "https://ward.example?x=1",
            "file:///etc",
        ] {
            assert!(
                matches!(Server::new(address), Err(ClientError::NotAnAddress(_))),
                "{address}"
            );
        }
    }

    #[test]
    fn a_prefix_in_the_address_is_kept() {
        let server = Server::new("https://ward.example/cloudcare/").expect("an address");
        let request = Request::get("/api/health?x=1")
            .body(Bytes::new())
            .expect("a request");
        assert_eq!(
            server.resolve(&request).expect("a url").as_str(),
            "https://ward.example/cloudcare/api/health?x=1"
        );
    }
}
