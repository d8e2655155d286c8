//! The questions a station asks before anybody signs in: what is this installation, set it up,
//! make me one of its stations, who am I.

use std::time::{Duration, Instant};

use cloudcare_client::{
    Call, ClientError, Credential as _, Secret, Server, StationCredential, get_json, send_json,
};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The header that proves a request comes from the program that owns the data folder.
const SETUP_TOKEN: &str = "x-cloudcare-setup-token";

/// GET `/api/installation`.
#[derive(Debug, Deserialize)]
pub(crate) struct Installation {
    pub version: String,
    #[serde(default)]
    pub is_demo: bool,
    #[serde(default)]
    pub needs_setup: bool,
    #[serde(default)]
    pub demo: Option<Demo>,
}

/// What a demo tells everybody.
#[derive(Debug, Deserialize)]
pub(crate) struct Demo {
    pub password: String,
    pub enrolment_code: String,
}

/// What enrolment answers.
#[derive(Debug, Deserialize)]
pub(crate) struct Enrolled {
    pub workstation: Value,
    pub credential: Secret,
}

#[derive(Serialize)]
struct Here<'a> {
    name: &'a str,
    kind: &'a str,
}

#[derive(Serialize)]
struct WithCode<'a> {
    enrolment_code: &'a str,
    name: &'a str,
    kind: &'a str,
}

pub(crate) async fn installation(call: &impl Call) -> Result<Installation, ClientError> {
    get_json(call, "/api/installation", &[]).await
}

/// Makes the hospital, its first ward and its first administrator from the first-run form.
pub(crate) async fn set_up(
    call: &impl Call,
    setup_token: &str,
    form: &Value,
) -> Result<Value, ClientError> {
    send_json(
        call,
        Method::POST,
        "/api/setup",
        &[(SETUP_TOKEN, setup_token)],
        form,
    )
    .await
}

/// Enrols this PC with the installation it runs itself.
pub(crate) async fn enrol_here(
    call: &impl Call,
    setup_token: &str,
    name: &str,
    kind: &str,
) -> Result<Enrolled, ClientError> {
    send_json(
        call,
        Method::POST,
        "/api/workstations/local",
        &[(SETUP_TOKEN, setup_token)],
        &Here { name, kind },
    )
    .await
}

/// Enrols this PC with a server, by the code an administrator gave.
pub(crate) async fn enrol_with_code(
    call: &impl Call,
    enrolment_code: &str,
    name: &str,
    kind: &str,
) -> Result<Enrolled, ClientError> {
    send_json(
        call,
        Method::POST,
        "/api/workstations",
        &[],
        &WithCode {
            enrolment_code,
            name,
            kind,
        },
    )
    .await
}

/// This station, as the server describes it.
pub(crate) async fn who_am_i(
    call: &impl Call,
    station: &StationCredential,
) -> Result<Value, ClientError> {
    let bearer = format!("Bearer {}", station.bearer().await?.reveal());
    get_json(call, "/api/workstations/me", &[("authorization", &bearer)]).await
}

/// The form of "this PC": the hospital to make, and this station.
#[derive(Clone, Deserialize)]
pub(crate) struct ThisPc {
    pub station_name: String,
    pub station_kind: String,
    /// The members of `/api/setup`, which the server checks.
    #[serde(flatten)]
    pub setup: Map<String, Value>,
}

/// The form of "a server".
#[derive(Clone, Deserialize)]
pub(crate) struct AtServer {
    pub url: String,
    pub enrolment_code: String,
    pub station_name: String,
    pub station_kind: String,
}

/// What was found at an address.
#[derive(Debug, Serialize)]
pub(crate) struct ServerCheck {
    pub reachable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_demo: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// Looks at an address without sending anything but the question.
pub(crate) async fn check_server(url: &str) -> ServerCheck {
    let begun = Instant::now();
    let asked = async { installation(&Server::new(url)?).await };
    let answer = match tokio::time::timeout(Duration::from_secs(8), asked).await {
        Ok(answer) => answer,
        Err(_) => Err(ClientError::NoAnswer(8)),
    };
    let latency_ms = u64::try_from(begun.elapsed().as_millis()).ok();
    match answer {
        Ok(found) => ServerCheck {
            reachable: true,
            latency_ms,
            version: Some(found.version),
            is_demo: Some(found.is_demo),
            problem: found
                .needs_setup
                .then(|| "This server has not been set up yet.".to_owned()),
        },
        Err(error) => ServerCheck {
            reachable: !error.nothing_was_sent() && !matches!(error, ClientError::NoAnswer(_)),
            latency_ms: None,
            version: None,
            is_demo: None,
            problem: Some(error.to_string()),
        },
    }
}
