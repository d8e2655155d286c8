//! The questions a station asks before anybody signs in: what is this installation, set it up,
//! make me one of its stations, who am I.

use cloudcare_client::{
    Call, ClientError, Credential as _, Secret, StationCredential, get_json, send_json,
};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
