//! What this installation is, and setting it up.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    access::Role,
    id::{HospitalId, WardId},
};
use cloudcare_services::installation::SetUp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ApiState, Problem, VERSION, body::Json, identity::ThisPc, problem::Problems};

/// What anybody may know before signing in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Installation {
    version: &'static str,
    /// Every person in it is made up.
    is_demo: bool,
    /// It waits to be set up.
    needs_setup: bool,
    /// The hospital, where there is exactly one.
    #[serde(skip_serializing_if = "Option::is_none")]
    hospital_name: Option<String>,
    /// How to get into a demo; absent in a real hospital.
    #[serde(skip_serializing_if = "Option::is_none")]
    demo: Option<Demo>,
}

/// How to get into a demo.
#[derive(Debug, Serialize, ToSchema)]
pub struct Demo {
    /// One password for all.
    password: String,
    /// Enrols a second station.
    enrolment_code: String,
    /// The people.
    accounts: Vec<DemoAccount>,
}

/// A made-up person.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemoAccount {
    email: String,
    full_name: String,
    role: Role,
    /// In a few words.
    description: &'static str,
}

/// What this installation is
#[utoipa::path(get, path = "/installation", tag = "installation", security(()),
    responses((status = 200, body = Installation), Problems))]
pub(crate) async fn about(
    State(state): State<ApiState>,
) -> Result<axum::Json<Installation>, Problem> {
    let about = state.services.about().await?;
    Ok(axum::Json(Installation {
        version: VERSION,
        is_demo: about.is_demo,
        needs_setup: about.needs_setup,
        hospital_name: about.hospital_name,
        demo: about.demo.map(|demo| Demo {
            password: demo.password,
            enrolment_code: demo.enrolment_code,
            accounts: demo
                .accounts
                .into_iter()
                .map(|a| DemoAccount {
                    email: a.email,
                    full_name: a.full_name,
                    description: describe(a.role),
                    role: a.role,
                })
                .collect(),
        }),
    }))
}

fn describe(role: Role) -> &'static str {
    match role {
        Role::Admin => "Administrator",
        Role::Doctor => "Doctor, acute medicine",
        Role::Nurse => "Nurse, all wards",
        Role::Pharmacist => "Pharmacist",
        Role::Patient => "Patient, own record",
    }
}

/// A hospital on this PC.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    hospital_name: String,
    /// IANA zone, for example `Europe/London`.
    time_zone: String,
    ward_name: String,
    /// 1 to 200.
    bed_count: u32,
    /// Shown on arrest alerts, never dialled.
    crash_call_number: Option<String>,
    /// Whom to phone when an alert reaches nobody.
    alert_phone_number: Option<String>,
    admin: SetupAdmin,
}

/// The first administrator.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupAdmin {
    email: String,
    full_name: String,
    /// 8 characters or more; 15 are better.
    password: String,
}

/// What was set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetupDone {
    hospital_id: HospitalId,
    ward_id: WardId,
}

/// Set up a hospital, once, from the PC that runs this installation
#[utoipa::path(post, path = "/setup", tag = "installation", request_body = Setup, security(()),
    params(("X-CloudCare-Setup-Token" = String, Header, description = "known only to the process that runs this installation")),
    responses((status = 201, body = SetupDone), Problems))]
pub(crate) async fn set_up(
    State(state): State<ApiState>,
    ThisPc(caller): ThisPc,
    Json(body): Json<Setup>,
) -> Result<(StatusCode, axum::Json<SetupDone>), Problem> {
    let request = SetUp {
        hospital_name: body.hospital_name,
        time_zone: body.time_zone,
        ward_name: body.ward_name,
        bed_count: body.bed_count,
        crash_call_number: body.crash_call_number,
        alert_phone_number: body.alert_phone_number,
        admin_email: body.admin.email,
        admin_full_name: body.admin.full_name,
        admin_password: body.admin.password,
    };
    let (hospital_id, ward_id) = state.services.set_up(&caller, request).await?;
    Ok((
        StatusCode::CREATED,
        axum::Json(SetupDone {
            hospital_id,
            ward_id,
        }),
    ))
}
