//! The error body every route answers with (RFC 9457, `application/problem+json`).

use bytes::Bytes;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What the server says when it refuses: words for the user, and members a program can read.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Problem {
    /// A stable name of the kind of problem; `about:blank` when only the status matters.
    #[serde(rename = "type", default = "about_blank")]
    pub kind: String,
    /// A short heading.
    #[serde(default)]
    pub title: String,
    /// The HTTP status, repeated in the body.
    #[serde(default)]
    pub status: u16,
    /// What happened and what to do next, for the user. Never holds patient data.
    #[serde(default)]
    pub detail: String,
    /// Members of one kind of problem, for example `current` of a version conflict.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

fn about_blank() -> String {
    "about:blank".to_owned()
}

impl Problem {
    /// A problem made on this side, with no further members.
    pub fn new(status: StatusCode, title: impl Into<String>, detail: impl Into<String>) -> Problem {
        Problem {
            kind: about_blank(),
            title: title.into(),
            status: status.as_u16(),
            detail: detail.into(),
            more: Map::new(),
        }
    }

    /// Adds a member that a program may read.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Problem {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// Reads a refusal. A body that is no problem document (a proxy's page, an empty body) still
    /// gives words, made from the status.
    pub fn from_response(status: StatusCode, body: &Bytes) -> Problem {
        match serde_json::from_slice::<Problem>(body) {
            Ok(mut problem) if !problem.detail.is_empty() || !problem.title.is_empty() => {
                problem.status = status.as_u16();
                problem
            }
            _ => Problem::new(
                status,
                status.canonical_reason().unwrap_or("Error"),
                format!("The server answered {status} without saying why."),
            ),
        }
    }

    /// The words to show: the detail (or the title when there is none), and what is wrong with each
    /// field.
    pub fn words(&self) -> String {
        let mut words = if self.detail.is_empty() {
            self.title.clone()
        } else {
            self.detail.clone()
        };
        let errors = self.more.get("errors").and_then(Value::as_array);
        for error in errors.into_iter().flatten() {
            if let (Some(field), Some(message)) =
                (error["field"].as_str(), error["message"].as_str())
            {
                words.extend(["; ", field, ": ", message]);
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_problem_and_keeps_its_own_members() {
        let body = Bytes::from_static(
            br#"{"type":"/problems/stale","title":"Changed","status":409,"detail":"Somebody was faster.","current":{"version":4}}"#,
        );
        let problem = Problem::from_response(StatusCode::CONFLICT, &body);
        assert_eq!(problem.kind, "/problems/stale");
        assert_eq!(problem.words(), "Somebody was faster.");
        assert_eq!(problem.more["current"]["version"], 4);
    }

    #[test]
    fn each_field_that_is_refused_is_named() {
        let body = Bytes::from_static(
            br#"{"title":"Unprocessable","status":422,"detail":"some fields can't be taken","errors":[{"field":"enrolment_code","message":"not known"}]}"#,
        );
        let problem = Problem::from_response(StatusCode::UNPROCESSABLE_ENTITY, &body);
        assert_eq!(
            problem.words(),
            "some fields can't be taken; enrolment_code: not known"
        );
    }

    #[test]
    fn a_proxys_page_still_becomes_words() {
        let body = Bytes::from_static(b"<html>Bad gateway</html>");
        let problem = Problem::from_response(StatusCode::BAD_GATEWAY, &body);
        assert_eq!(problem.status, 502);
        assert!(problem.words().contains("502"));
    }
}
