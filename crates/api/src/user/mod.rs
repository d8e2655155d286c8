//! Accounts.

pub mod affiliation;
pub mod link;
pub mod password;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use cloudcare_domain::{
    access::Role,
    id::{DoctorId, HospitalId, PatientId, UserId},
    user::{AccountState, LicenseState, UserProfile},
};
use cloudcare_services::user::UserFilter;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{Creating, IdempotencyKey, Json, PathOf, QueryOf},
    identity::SignedIn,
    paging::{Page, total},
    problem::Problems,
};

/// An account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    id: UserId,
    email: String,
    /// A short name, unique; the address where nobody gave one.
    username: String,
    /// Given name first.
    full_name: String,
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license_number: Option<String>,
    /// The last day the licence is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    license_expires_on: Option<Date>,
    /// Whether the licence counts today.
    license_state: LicenseState,
    /// The patient whose own account this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    patient_id: Option<PatientId>,
    /// The doctor whose account this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    doctor_id: Option<DoctorId>,
    /// Invited, active or disabled.
    state: AccountState,
    is_active: bool,
    /// The address was shown to be the holder's.
    is_verified: bool,
    /// Signing in asks for a code as well.
    has_second_factor: bool,
    /// Somebody asked for a new password and has not set one since.
    #[serde(skip_serializing_if = "Option::is_none")]
    password_reset_requested_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_login: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: i32,
}

impl From<cloudcare_domain::user::User> for User {
    fn from(u: cloudcare_domain::user::User) -> Self {
        Self {
            id: u.id,
            email: u.profile.email,
            username: u.profile.username,
            full_name: u.profile.full_name,
            role: u.profile.role,
            phone: u.profile.phone,
            license_number: u.profile.license_number,
            license_expires_on: u.profile.license_expires_on,
            license_state: u.license,
            patient_id: u.profile.patient_id,
            doctor_id: u.profile.doctor_id,
            state: u.state,
            is_active: u.state != AccountState::Disabled,
            is_verified: u.is_verified,
            has_second_factor: u.has_second_factor,
            password_reset_requested_at: u.reset_requested_at,
            last_login: u.last_login,
            created_at: u.created_at,
            updated_at: u.updated_at,
            version: u.version,
        }
    }
}

/// Somebody to invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserCreate {
    email: String,
    /// 3 to 100 characters without spaces; the address where absent.
    username: Option<String>,
    /// Given name first; 2 to 255 characters.
    full_name: String,
    role: Role,
    phone: Option<String>,
    license_number: Option<String>,
    /// Absent: not verified.
    license_expires_on: Option<Date>,
    /// Whose own account it is, for the role `patient` alone.
    patient_id: Option<PatientId>,
    /// Which doctor's account it is, for the role `doctor` alone.
    doctor_id: Option<DoctorId>,
}

/// An account written anew: what is absent is cleared. Of themselves people change their phone alone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserUpdate {
    /// The version that was read.
    version: i32,
    email: String,
    username: Option<String>,
    full_name: String,
    role: Role,
    phone: Option<String>,
    license_number: Option<String>,
    /// Absent: not verified.
    license_expires_on: Option<Date>,
    patient_id: Option<PatientId>,
    doctor_id: Option<DoctorId>,
    /// False takes the account out of use; its sessions end at once.
    is_active: bool,
}

/// Which accounts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UserQuery {
    /// A part of the name, the short name or the address.
    q: Option<String>,
    role: Option<Role>,
    state: Option<AccountState>,
    /// Only those who asked for a new password and have not set one.
    waits_for_password: Option<bool>,
    /// Who works at this hospital now.
    hospital_id: Option<HospitalId>,
    /// How many to pass over; 0 or more.
    skip: Option<i64>,
    /// How many at most; 1 to 500, 100 where absent.
    limit: Option<i64>,
}

/// Accounts in order of their names, disabled ones included
#[utoipa::path(get, path = "/users", tag = "users", params(UserQuery),
    responses((status = 200, body = Vec<User>, headers(("X-Total-Count" = i64))), Problems))]
pub(crate) async fn list(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(query): QueryOf<UserQuery>,
) -> Result<(HeaderMap, axum::Json<Vec<User>>), Problem> {
    let (skip, limit) = Page::new(query.skip, query.limit).checked()?;
    let filter = UserFilter {
        words: query.q,
        role: query.role,
        state: query.state,
        waits_for_password: query.waits_for_password.unwrap_or(false),
        hospital: query.hospital_id,
        skip,
        limit,
        ..UserFilter::default()
    };
    let (users, count) = state.services.users(&caller, filter).await?;
    let users = users.into_iter().map(User::from).collect();
    Ok((total(count), axum::Json(users)))
}

/// Make an account that nobody can sign in to before its invitation is accepted
#[utoipa::path(post, path = "/users", tag = "users", request_body = UserCreate, params(IdempotencyKey),
    responses((status = 201, body = User), Problems))]
pub(crate) async fn invite(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Creating { key, body }: Creating<UserCreate>,
) -> Result<(StatusCode, axum::Json<User>), Problem> {
    let profile = UserProfile {
        email: body.email,
        username: body.username.unwrap_or_default(),
        full_name: body.full_name,
        role: body.role,
        phone: body.phone,
        license_number: body.license_number,
        license_expires_on: body.license_expires_on,
        patient_id: body.patient_id,
        doctor_id: body.doctor_id,
    };
    let user = state.services.invite_user(&caller, key, profile).await?;
    Ok((StatusCode::CREATED, axum::Json(user.into())))
}

/// One account: one's own, or any for an administrator
#[utoipa::path(get, path = "/users/{id}", tag = "users", params(("id" = UserId, Path)),
    responses((status = 200, body = User), Problems))]
pub(crate) async fn get(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<UserId>,
) -> Result<axum::Json<User>, Problem> {
    Ok(axum::Json(state.services.user(&caller, id).await?.into()))
}

/// Write an account anew; of themselves people change their phone alone
#[utoipa::path(put, path = "/users/{id}", tag = "users", request_body = UserUpdate, params(("id" = UserId, Path)),
    responses((status = 200, body = User), Problems))]
pub(crate) async fn update(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<UserId>,
    Json(body): Json<UserUpdate>,
) -> Result<axum::Json<User>, Problem> {
    let profile = UserProfile {
        email: body.email,
        username: body.username.unwrap_or_default(),
        full_name: body.full_name,
        role: body.role,
        phone: body.phone,
        license_number: body.license_number,
        license_expires_on: body.license_expires_on,
        patient_id: body.patient_id,
        doctor_id: body.doctor_id,
    };
    let user = state
        .services
        .update_user(&caller, id, body.version, profile, body.is_active)
        .await?;
    Ok(axum::Json(user.into()))
}

/// Take an account out of use; its sessions end at once and nothing of it is erased
#[utoipa::path(delete, path = "/users/{id}", tag = "users", params(("id" = UserId, Path)),
    responses((status = 204), Problems))]
pub(crate) async fn disable(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<UserId>,
) -> Result<StatusCode, Problem> {
    state.services.disable_user(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
