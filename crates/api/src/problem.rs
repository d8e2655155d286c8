//! Errors on the wire: `application/problem+json` (RFC 9457), always with `detail`.

use std::error::Error;

use axum::{
    body::{Body, to_bytes},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use cloudcare_services::{Current, ServiceError};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use crate::{
    admission::Admission,
    alert::Alert,
    allergy::Allergies,
    bed::Bed,
    condition::Condition,
    doctor::Doctor,
    family_contact::FamilyContact,
    hospital::{HospitalRecord, department::Department, ward::Ward},
    hospital_transfer::HospitalTransfer,
    patient::{DuplicateCandidate, PatientRecord},
    user::User,
};

/// Content type of every error.
pub(crate) const CONTENT_TYPE: &str = "application/problem+json";

/// What went wrong and what to do, in words; never internals.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// A URI that names the kind of problem.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The kind in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What went wrong this time.
    #[schema(value_type = String)]
    detail: Box<str>,
    /// The path asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<Box<str>>,
    /// Every field that can't be taken.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<FieldProblem>)]
    errors: Box<[FieldProblem]>,
    /// With 409: the thing as it stands now, in the shape in which it is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<CurrentState>)]
    current: Option<Box<CurrentState>>,
    /// With 409 where a bed can't be had: free ones of the hospital, best first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Bed>>)]
    free_beds: Option<Box<Many<Bed>>>,
    /// With 409 at registration: who very likely is the same person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<DuplicateCandidate>>)]
    duplicates: Option<Box<Many<DuplicateCandidate>>>,
    #[serde(skip)]
    retry_after_seconds: Option<u32>,
}

/// What an edit met instead of what the editor had seen.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum CurrentState {
    /// An alert.
    Alert(Box<Alert>),
    /// An admission.
    Admission(Box<Admission>),
    /// A bed.
    Bed(Box<Bed>),
    /// A doctor.
    Doctor(Box<Doctor>),
    /// A patient.
    Patient(Box<PatientRecord>),
    /// What is known of allergies.
    Allergies(Box<Allergies>),
    /// A condition.
    Condition(Box<Condition>),
    /// Somebody to call.
    FamilyContact(Box<FamilyContact>),
    /// Alerts that are open.
    Alerts(Vec<Alert>),
    /// A hospital.
    Hospital(Box<HospitalRecord>),
    /// A department.
    Department(Box<Department>),
    /// A ward.
    Ward(Box<Ward>),
    /// A transfer between hospitals.
    HospitalTransfer(Box<HospitalTransfer>),
    /// An account.
    User(Box<User>),
}

impl From<Current> for CurrentState {
    fn from(current: Current) -> Self {
        match current {
            Current::Alert(alert) => Self::Alert(Box::new(Alert::from(*alert))),
            Current::Admission(admission) => Self::Admission(Box::new(Admission::from(*admission))),
            Current::Bed(bed) => Self::Bed(Box::new(Bed::from(*bed))),
            Current::Doctor(doctor) => Self::Doctor(Box::new(Doctor::from(*doctor))),
            Current::Allergies(view) => Self::Allergies(Box::new(Allergies::from(*view))),
            Current::Condition(entry) => Self::Condition(Box::new(Condition::from(*entry))),
            Current::FamilyContact(contact) => {
                Self::FamilyContact(Box::new(FamilyContact::from(*contact)))
            }
            Current::Alerts(open) => Self::Alerts(open.into_iter().map(Alert::from).collect()),
            Current::Patient(view) => Self::Patient(Box::new(PatientRecord::from(*view))),
            Current::Hospital(hospital) => {
                Self::Hospital(Box::new(HospitalRecord::from(*hospital)))
            }
            Current::Department(department) => {
                Self::Department(Box::new(Department::from(*department)))
            }
            Current::HospitalTransfer(transfer) => {
                Self::HospitalTransfer(Box::new(HospitalTransfer::from(*transfer)))
            }
            Current::User(user) => Self::User(Box::new(User::from(*user))),
            Current::Ward(ward) => Self::Ward(Box::new(Ward::from(*ward))),
        }
    }
}

/// What few problems carry, behind one pointer: every answer's error has room for it.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
struct Many<T>(Vec<T>);

/// A field that can't be taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// Its name.
    field: String,
    /// What is wrong and what would be right.
    message: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into().into_boxed_str(),
            instance: None,
            errors: Box::default(),
            current: None,
            free_beds: None,
            duplicates: None,
            retry_after_seconds: None,
        }
    }

    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "something went wrong in CloudCare; nothing was changed. Try again, and tell your administrator the request id if it stays",
        )
    }

    /// For what the framework answers by itself.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let detail = match status {
            StatusCode::SERVICE_UNAVAILABLE => "this took too long and was given up; try again",
            StatusCode::NOT_FOUND => "there is nothing at this path; see /api/openapi.json",
            StatusCode::PAYLOAD_TOO_LARGE => "the body is too large",
            StatusCode::INTERNAL_SERVER_ERROR => return Self::internal(),
            _ => "this request can't be taken",
        };
        let mut problem = Self::new(status, detail);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            problem.retry_after_seconds = Some(2);
        }
        problem
    }

    pub(crate) fn field(
        status: StatusCode,
        field: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let mut problem = Self::new(status, "some fields can't be taken");
        problem.errors = Box::new([FieldProblem {
            field: field.into(),
            message: message.into(),
        }]);
        problem
    }
}

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        let detail = error.to_string();
        match error {
            ServiceError::Unauthenticated(_) => Self::new(StatusCode::UNAUTHORIZED, detail),
            ServiceError::LockedOut { retry_after } => {
                let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, detail);
                problem.retry_after_seconds =
                    Some(u32::try_from(retry_after.as_secs().max(1)).unwrap_or(u32::MAX));
                problem
            }
            ServiceError::Busy => {
                let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, detail);
                problem.retry_after_seconds = Some(2);
                problem
            }
            ServiceError::Forbidden(_) => Self::new(StatusCode::FORBIDDEN, detail),
            ServiceError::NotFound(_) => Self::new(StatusCode::NOT_FOUND, detail),
            ServiceError::Invalid(fields) => {
                let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail);
                problem.errors = fields
                    .into_iter()
                    .map(|f| FieldProblem {
                        field: f.field,
                        message: f.message,
                    })
                    .collect();
                problem
            }
            ServiceError::Conflict(_) => Self::new(StatusCode::CONFLICT, detail),
            ServiceError::Stale { current, .. } => {
                let mut problem = Self::new(StatusCode::CONFLICT, detail);
                problem.current = Some(Box::new(current.into()));
                problem
            }
            ServiceError::NoBed { free_beds, .. } => {
                let mut problem = Self::new(StatusCode::CONFLICT, detail);
                let beds = free_beds.into_iter().map(Bed::from).collect();
                problem.free_beds = Some(Box::new(Many(beds)));
                problem
            }
            ServiceError::Duplicates(duplicates) => {
                let mut problem = Self::new(StatusCode::CONFLICT, detail);
                let duplicates = duplicates.into_iter().map(DuplicateCandidate::from);
                problem.duplicates = Some(Box::new(Many(duplicates.collect())));
                problem
            }
            ServiceError::Unavailable(_)
            | ServiceError::OutcomeUnknown(_)
            | ServiceError::DiskFull(_)
            | ServiceError::RecordFolder(_) => {
                tracing::warn!(
                    error = &error as &dyn Error,
                    "a request could not be served"
                );
                let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, detail);
                problem.retry_after_seconds = Some(2);
                problem
            }
            ServiceError::Internal(ref source) => {
                // Logged once, here, with its whole chain.
                tracing::error!(error = source.as_ref() as &dyn Error, "a request failed");
                Self::internal()
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after_seconds;
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Adds the path to a problem on its way out.
pub(crate) async fn complete(response: Response, instance: &str) -> Response {
    if response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|t| t != CONTENT_TYPE)
    {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, 1024 * 1024).await else {
        return Problem::internal().into_response();
    };
    let Ok(mut problem) = serde_json::from_slice::<serde_json::Value>(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    if let Some(fields) = problem.as_object_mut() {
        fields.entry("instance").or_insert_with(|| instance.into());
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(problem.to_string()))
}

/// The errors every operation may answer with.
#[derive(IntoResponses)]
#[expect(
    dead_code,
    reason = "only described in the OpenAPI document; handlers answer with Problem itself"
)]
pub(crate) enum Problems {
    /// Malformed request.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(Problem),
    /// No credential, or not any more.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthenticated(Problem),
    /// Not allowed.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// Not there, or not for the caller to know.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// The state of things does not allow it.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body is not JSON.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(Problem),
    /// Fields that can't be taken.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
    /// Too many attempts.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(Problem),
    /// The database is away.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}
