//! One API request of the webview: what may pass, and how it travels.

use bytes::{BufMut as _, Bytes, BytesMut};
use cloudcare_client::{ClientError, Problem, Session, collect};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::{Map, Value};

use crate::backend::Backend;

/// Request headers the webview may set. Credentials, cookies and the station's own headers are not
/// among them: the shell sets those.
const PASSED: [HeaderName; 6] = [
    header::ACCEPT,
    header::ACCEPT_LANGUAGE,
    header::CONTENT_TYPE,
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    HeaderName::from_static("idempotency-key"),
];

/// A request the shell does not carry.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum Rejected {
    #[error("only paths under /api/ pass through the shell")]
    NotApi,
    #[error("this path hands out credentials; the shell has commands for it")]
    Credentials,
    #[error("event streams pass through the stream command")]
    Stream,
    #[error("the request is not well-formed")]
    Malformed,
}

/// Checks and builds the request from the command's own headers and body.
pub(crate) fn build(headers: &HeaderMap, body: Vec<u8>) -> Result<Request<Bytes>, Rejected> {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .ok_or(Rejected::Malformed)
    };
    let method: Method = text("x-method")?.parse().map_err(|_| Rejected::Malformed)?;
    let path = text("x-path")?;
    check(&method, path)?;
    let mut request = Request::new(Bytes::from(body));
    *request.method_mut() = method;
    *request.uri_mut() = path.parse().map_err(|_| Rejected::Malformed)?;
    let wanted: Map<String, Value> = match headers.get("x-headers") {
        None => Map::new(),
        Some(_) => serde_json::from_str(text("x-headers")?).map_err(|_| Rejected::Malformed)?,
    };
    for (name, value) in wanted {
        let Ok(name) = name.parse::<HeaderName>() else {
            return Err(Rejected::Malformed);
        };
        if PASSED.contains(&name) {
            let value = value
                .as_str()
                .and_then(|value| HeaderValue::from_str(value).ok())
                .ok_or(Rejected::Malformed)?;
            request.headers_mut().insert(name, value);
        }
    }
    Ok(request)
}

fn check(method: &Method, path: &str) -> Result<(), Rejected> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let rest = path.strip_prefix("/api/").ok_or(Rejected::NotApi)?;
    // A segment that some layer might read differently than this one does not pass at all.
    let mut segments: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
    let tame = |segment: &&str| {
        !segment.is_empty()
            && !matches!(*segment, "." | "..")
            && !segment.contains(['\\', '\0', ';'])
    };
    if !rest.trim_end_matches('/').is_empty() && !segments.iter().all(tame) {
        return Err(Rejected::Malformed);
    }
    if segments.first().is_some_and(|first| is_version(first)) {
        segments.remove(0);
    }
    let lower: Vec<String> = segments
        .iter()
        .map(|segment| segment.to_ascii_lowercase())
        .collect();
    let named: Vec<&str> = lower.iter().map(String::as_str).collect();
    // None of ours is ever written with an escape, so an escaped name is somebody's attempt.
    if named.first().is_some_and(|first| first.contains('%')) {
        return Err(Rejected::Malformed);
    }
    match named.as_slice() {
        ["auth", name, ..] if name.contains('%') => Err(Rejected::Malformed),
        ["auth", "login" | "refresh" | "logout", ..] | ["login" | "refresh" | "setup"] => {
            Err(Rejected::Credentials)
        }
        ["workstations", "local"] => Err(Rejected::Credentials),
        ["workstations"] if method == Method::POST => Err(Rejected::Credentials),
        ["events" | "emergency", "stream"] => Err(Rejected::Stream),
        _ => Ok(()),
    }
}

fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix('v')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Sends it for the signed-in user; for nobody when nobody is. Without a way to the server the answer
/// is a 503 made here, which says whether anything can have happened.
pub(crate) async fn send(
    session: Option<(&Session<Backend>, &Backend)>,
    request: Request<Bytes>,
) -> Response<Bytes> {
    let Some((session, backend)) = session else {
        return refuse(&Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Not started",
            "This station has no CloudCare to talk to yet.",
        ));
    };
    let is_read = request.method().is_safe();
    let answer = if session.is_signed_in() {
        session.send(request).await
    } else {
        use cloudcare_client::Call as _;
        backend.call(request).await
    };
    let whole = match answer {
        Ok(response) => collect(response).await,
        Err(error) => Err(error),
    };
    whole.unwrap_or_else(|error| refuse(&link_lost(&error, is_read)))
}

fn link_lost(error: &ClientError, is_read: bool) -> Problem {
    if matches!(error, ClientError::SignedOut) {
        return Problem::new(
            StatusCode::UNAUTHORIZED,
            "Signed out",
            "The session has ended. Sign in again.",
        );
    }
    let outcome = match (is_read, error.nothing_was_sent()) {
        (true, _) => "Nothing could be loaded.",
        (false, true) => "NOT SAVED: nothing was sent.",
        (false, false) => "It is not known whether this was saved: look before you repeat it.",
    };
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "Link lost",
        format!("{outcome} {error}"),
    )
    .with("code", "link_lost")
    .with("nothing_was_sent", error.nothing_was_sent())
}

fn refuse(problem: &Problem) -> Response<Bytes> {
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() =
        StatusCode::from_u16(problem.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}

/// The answer as the webview reads it: big-endian length, JSON head, body.
pub(crate) fn encode(response: &Response<Bytes>) -> Vec<u8> {
    let headers: Map<String, Value> = response
        .headers()
        .iter()
        .filter(|(name, _)| **name != header::SET_COOKIE)
        .filter_map(|(name, value)| Some((name.to_string(), Value::from(value.to_str().ok()?))))
        .collect();
    let head =
        serde_json::json!({ "status": response.status().as_u16(), "headers": headers }).to_string();
    let mut bytes = BytesMut::with_capacity(4 + head.len() + response.body().len());
    bytes.put_u32(u32::try_from(head.len()).unwrap_or(u32::MAX));
    bytes.put_slice(head.as_bytes());
    bytes.put_slice(response.body());
    bytes.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: &str, path: &str, headers: &str) -> Result<Request<Bytes>, Rejected> {
        let mut map = HeaderMap::new();
        map.insert("x-method", method.parse().expect("a value"));
        map.insert("x-path", path.parse().expect("a value"));
        map.insert("x-headers", headers.parse().expect("a value"));
        build(&map, b"{}".to_vec())
    }

    #[test]
    fn ordinary_requests_pass_without_the_headers_that_are_not_theirs_to_set() {
        let request = asked(
            "POST",
            "/api/v1/emergency/alerts?limit=2",
            r#"{"Content-Type":"application/json","Authorization":"Bearer x","Cookie":"a","X-CloudCare-Setup-Token":"t"}"#,
        )
        .expect("passes");
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.uri(), "/api/v1/emergency/alerts?limit=2");
        assert_eq!(request.headers().len(), 1);
        assert_eq!(request.headers()[header::CONTENT_TYPE], "application/json");
        for path in [
            "/api/",
            "/api/auth/me",
            "/api/workstations/me",
            "/api/emergency/alerts/a%2Fb/events",
        ] {
            assert!(asked("GET", path, "{}").is_ok(), "{path}");
        }
    }

    #[test]
    fn nothing_that_hands_out_a_credential_passes() {
        for path in [
            "/api/auth/login",
            "/api/auth/login/",
            "/api/auth/login/second-factor",
            "/api/v1/auth/login/second-factor/enrolment",
            "/api/v1/auth/login",
            "/api/AUTH/Login",
            "/api/auth/refresh?x=1",
            "/api/auth/logout",
            "/api/setup",
            "/api/workstations",
            "/api/workstations/local",
            "/api/v1/workstations/local",
            "/api/v2/login",
            "/api/v2/refresh",
        ] {
            assert_eq!(
                asked("POST", path, "{}").err(),
                Some(Rejected::Credentials),
                "{path}"
            );
        }
        assert!(
            asked("GET", "/api/workstations", "{}").is_ok(),
            "the list of stations is an ordinary read"
        );
        assert_eq!(
            asked("GET", "/api/events/stream?topics=alerts", "{}").err(),
            Some(Rejected::Stream)
        );
        assert_eq!(
            asked("GET", "/api/v1/emergency/stream", "{}").err(),
            Some(Rejected::Stream)
        );
    }

    #[test]
    fn disguises_do_not_pass() {
        for path in [
            "/api/./auth/login",
            "/api/x/../auth/login",
            "/api//auth/login",
            "/api/%61uth/login",
            "/api/auth/%6Cogin",
            "/api/auth;x/login",
            "/api/v1//auth/login",
        ] {
            assert_eq!(
                asked("POST", path, "{}").err(),
                Some(Rejected::Malformed),
                "{path}"
            );
        }
        for path in [
            "/",
            "/index.html",
            "http://elsewhere/api/",
            "/apix/",
            "api/auth/me",
        ] {
            assert_eq!(
                asked("GET", path, "{}").err(),
                Some(Rejected::NotApi),
                "{path}"
            );
        }
    }

    #[test]
    fn an_answer_is_a_length_a_head_and_a_body() {
        let mut response = Response::new(Bytes::from_static(b"body"));
        response
            .headers_mut()
            .insert("x-request-id", HeaderValue::from_static("7"));
        response
            .headers_mut()
            .insert(header::SET_COOKIE, HeaderValue::from_static("secret"));
        let bytes = encode(&response);
        let length = u32::from_be_bytes(bytes[..4].try_into().expect("four")) as usize;
        let head: Value = serde_json::from_slice(&bytes[4..4 + length]).expect("JSON");
        assert_eq!(
            head,
            serde_json::json!({"status": 200, "headers": {"x-request-id": "7"}})
        );
        assert_eq!(&bytes[4 + length..], b"body");
    }

    #[test]
    fn a_lost_link_says_whether_anything_can_have_happened() {
        let unreachable = ClientError::Unreachable("connection refused".into());
        let unknown = ClientError::NoAnswer(30);
        assert!(
            link_lost(&unreachable, false)
                .detail
                .starts_with("NOT SAVED")
        );
        assert!(
            link_lost(&unknown, false)
                .detail
                .contains("not known whether this was saved")
        );
        assert!(
            link_lost(&unknown, true)
                .detail
                .starts_with("Nothing could be loaded")
        );
        let answer = refuse(&link_lost(&unreachable, false));
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(
            answer.headers()[header::CONTENT_TYPE],
            "application/problem+json"
        );
    }
}
