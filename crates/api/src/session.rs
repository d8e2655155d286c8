//! Signing in and out.

use axum::{
    extract::State,
    http::{HeaderMap, Method, StatusCode},
};
use axum_extra::extract::CookieJar;
use cloudcare_domain::{
    access::{Permission, Role},
    code::PatientCode,
    id::{DoctorId, PatientId, SessionId, UserId, WorkstationId},
    patient::PatientRef,
    workstation::WorkstationKind,
};
use cloudcare_services::{
    ServiceError,
    sign_in::{SignInAnswer, SignedIn as Pair},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem, WORKSTATION_HEADER,
    body::{Json, PathOf, QueryOf},
    credential::{self, REFRESH_COOKIE},
    hospital::Hospital,
    identity::{From as Whence, SignedIn, check_origin},
    problem::Problems,
    ward::WardName,
};

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    email: String,
    password: String,
}

/// Tokens; for a browser they come as cookies instead and only the rest is here.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tokens {
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token: Option<String>,
    /// `bearer`, `cookie` for a browser, or `challenge` while a code is asked for.
    token_type: &'static str,
    /// Seconds the access token lives, or the challenge.
    expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    /// Nobody is signed in yet: a code is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    second_factor: Option<SecondFactorAsked>,
    /// Told once, where a second factor was set up just now.
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_codes: Option<Vec<String>>,
}

/// The password was right, and a code is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorAsked {
    /// Stands for the right password at the next step.
    challenge: String,
    /// None is set up and the role must have one: set it up with the challenge first.
    must_enrol: bool,
}

/// A refresh token; a browser's comes by cookie.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    refresh_token: Option<String>,
}

pub(crate) fn is_browser(headers: &HeaderMap) -> bool {
    headers
        .get("x-cloudcare-client")
        .is_some_and(|v| v == "browser")
}

pub(crate) fn answer(
    pair: Pair,
    recovery_codes: Option<Vec<String>>,
    jar: CookieJar,
    to_browser: bool,
    headers: &HeaderMap,
) -> (CookieJar, axum::Json<Tokens>) {
    let expires_in = pair.access.expires_in;
    if to_browser {
        let jar = credential::cookies(&pair, credential::came_by_tls(headers))
            .into_iter()
            .fold(jar, CookieJar::add);
        let body = Tokens {
            access_token: None,
            token_type: "cookie",
            expires_in,
            refresh_token: None,
            second_factor: None,
            recovery_codes,
        };
        (jar, axum::Json(body))
    } else {
        let body = Tokens {
            access_token: Some(pair.access.token),
            token_type: "bearer",
            expires_in,
            refresh_token: Some(pair.refresh_token),
            second_factor: None,
            recovery_codes,
        };
        (jar, axum::Json(body))
    }
}

/// Sign in by e-mail and password; where a second factor is asked for, the answer is a challenge
#[utoipa::path(post, path = "/auth/login", tag = "auth", request_body = Login, security(()),
    params(("X-CloudCare-Client" = Option<String>, Header, description = "`browser`: tokens come as cookies"),
           ("X-CloudCare-Workstation" = Option<String>, Header, description = "credential of the station signed in at")),
    responses((status = 200, body = Tokens), Problems))]
pub(crate) async fn login(
    State(state): State<ApiState>,
    Whence(origin): Whence,
    headers: HeaderMap,
    jar: CookieJar,
    Json(body): Json<Login>,
) -> Result<(CookieJar, axum::Json<Tokens>), Problem> {
    let station = headers
        .get(WORKSTATION_HEADER)
        .and_then(|v| v.to_str().ok());
    let next = state
        .services
        .sign_in(&origin, &body.email, &body.password, station)
        .await?;
    Ok(match next {
        SignInAnswer::SignedIn(pair) => answer(pair, None, jar, is_browser(&headers), &headers),
        SignInAnswer::Challenge {
            token,
            expires_in,
            must_enrol,
        } => {
            let asked = SecondFactorAsked {
                challenge: token,
                must_enrol,
            };
            let body = Tokens {
                access_token: None,
                token_type: "challenge",
                expires_in: expires_in.as_secs(),
                refresh_token: None,
                second_factor: Some(asked),
                recovery_codes: None,
            };
            (jar, axum::Json(body))
        }
    })
}

/// Trade a refresh token for a new pair; one seen twice ends the session
#[utoipa::path(post, path = "/auth/refresh", tag = "auth", request_body = Refresh, security(()),
    responses((status = 200, body = Tokens), Problems))]
pub(crate) async fn refresh(
    State(state): State<ApiState>,
    Whence(origin): Whence,
    method: Method,
    headers: HeaderMap,
    jar: CookieJar,
    Json(body): Json<Refresh>,
) -> Result<(CookieJar, axum::Json<Tokens>), Problem> {
    let (token, by_cookie) = match (body.refresh_token, jar.get(REFRESH_COOKIE)) {
        (Some(token), _) => (token, false),
        (None, Some(cookie)) => {
            check_origin(&method, &headers)?;
            (cookie.value().to_owned(), true)
        }
        (None, None) => return Err(ServiceError::Unauthenticated("please sign in").into()),
    };
    let pair = state.services.refresh(&origin, &token).await?;
    Ok(answer(pair, None, jar, by_cookie, &headers))
}

/// End this session at once, its streams included
#[utoipa::path(post, path = "/auth/logout", tag = "auth", responses((status = 204), Problems))]
pub(crate) async fn logout(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<(StatusCode, CookieJar), Problem> {
    state.services.sign_out(&caller).await?;
    let jar = credential::removed(credential::came_by_tls(&headers))
        .into_iter()
        .fold(jar, CookieJar::add);
    Ok((StatusCode::NO_CONTENT, jar))
}

/// The signed-in person.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    id: UserId,
    email: String,
    full_name: String,
    role: Role,
    /// What the role permits at all; where it reaches is decided per request.
    permissions: Vec<Permission>,
    /// The patient whose own account this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    patient: Option<OwnPatient>,
    /// The doctor whose own account this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    doctor_id: Option<DoctorId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hospital: Option<Hospital>,
    /// Wards within reach.
    wards: Vec<WardName>,
    /// The station signed in at.
    #[serde(skip_serializing_if = "Option::is_none")]
    workstation: Option<OwnWorkstation>,
    session: Session,
}

/// Whose own account this is.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnPatient {
    id: PatientId,
    code: PatientCode,
}

/// The station signed in at.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnWorkstation {
    id: WorkstationId,
    name: String,
    kind: WorkstationKind,
    lock_after_minutes: u32,
}

/// The session.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    id: SessionId,
    /// When it ends at the latest.
    expires_at: Timestamp,
}

/// An open session.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenSession {
    id: SessionId,
    /// This one.
    is_current: bool,
    /// The station it was opened at.
    #[serde(skip_serializing_if = "Option::is_none")]
    workstation_id: Option<WorkstationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workstation_name: Option<String>,
    /// Where it was opened from.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// By which program.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<String>,
    created_at: Timestamp,
    /// When it was last refreshed.
    last_used_at: Timestamp,
    /// When it ends at the latest.
    expires_at: Timestamp,
}

/// Whose sessions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SessionQuery {
    /// Somebody else's, for whoever keeps accounts.
    user_id: Option<UserId>,
}

/// Open sessions, the newest first: one's own, or somebody's for an administrator
#[utoipa::path(get, path = "/auth/sessions", tag = "auth", params(SessionQuery),
    responses((status = 200, body = Vec<OpenSession>), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(query): QueryOf<SessionQuery>,
) -> Result<axum::Json<Vec<OpenSession>>, Problem> {
    let sessions = state.services.sessions(&caller, query.user_id).await?;
    let current = caller.actor.user().map(|me| me.session_id);
    let open = sessions.into_iter().map(|s| OpenSession {
        id: s.id,
        is_current: current == Some(s.id),
        workstation_id: s.workstation_id,
        workstation_name: s.workstation_name,
        address: s.address,
        user_agent: s.user_agent,
        created_at: s.created_at,
        last_used_at: s.last_used_at,
        expires_at: s.expires_at,
    });
    Ok(axum::Json(open.collect()))
}

/// End a session at once, its streams included: an own one, or anybody's for an administrator
#[utoipa::path(delete, path = "/auth/sessions/{id}", tag = "auth", params(("id" = SessionId, Path)),
    responses((status = 204), Problems))]
pub(crate) async fn end(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<SessionId>,
) -> Result<StatusCode, Problem> {
    state.services.end_session(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The signed-in person, with permissions and workstation policy
#[utoipa::path(get, path = "/auth/me", tag = "auth", responses((status = 200, body = Me), Problems))]
pub(crate) async fn me(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
) -> Result<axum::Json<Me>, Problem> {
    let me = state.services.me(&caller).await?;
    let home = state.services.home_hospital(&caller).await?;
    let patient = match me.actor.patient_id {
        Some(id) => {
            let view = state.services.patient(&caller, &PatientRef::Id(id)).await?;
            Some(OwnPatient {
                id,
                code: view.record.identity.code,
            })
        }
        None => None,
    };
    let workstation = match me.actor.workstation_id {
        Some(_) => state
            .services
            .this_workstation(&caller)
            .await
            .ok()
            .map(|view| OwnWorkstation {
                id: view.workstation.id,
                name: view.workstation.name,
                kind: view.workstation.kind,
                lock_after_minutes: view.workstation.kind.lock_after_minutes(),
            }),
        None => None,
    };
    let (hospital, wards) = match home {
        Some((hospital, wards)) => (Some(Hospital::from(hospital)), wards),
        None => (None, Vec::new()),
    };
    Ok(axum::Json(Me {
        id: me.actor.user_id,
        email: me.email,
        full_name: me.actor.full_name,
        role: me.actor.role,
        permissions: me.permissions,
        patient,
        doctor_id: me.doctor_id,
        hospital,
        wards: wards
            .into_iter()
            .map(|w| WardName {
                id: w.id,
                name: w.name,
            })
            .collect(),
        workstation,
        session: Session {
            id: me.actor.session_id,
            expires_at: me.session_expires_at,
        },
    }))
}
