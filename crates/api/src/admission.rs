//! Admissions: in, elsewhere, out.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use cloudcare_domain::{
    admission::{AdmissionEventKind, AdmissionRecord, Disposition, Isolation, TreatmentType},
    bed::Needs,
    id::{AdmissionId, BedId, HospitalId, UserId, WardId},
};
use cloudcare_services::admission::{
    AdmitPatient, ChangeAdmission, DischargePatient, Moved, StoryLine, TransferPatient,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    ApiState, Problem,
    alert::Person,
    body::{Creating, IdempotencyKey, Json, PathOf, QueryOf, nullable},
    identity::SignedIn,
    paging::{Page, total},
    patient::{PatientIdentity, reference},
    problem::Problems,
};

/// A stay in a hospital.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Admission {
    id: AdmissionId,
    hospital_id: HospitalId,
    hospital_name: String,
    /// The ward that answers for the patient.
    #[serde(skip_serializing_if = "Option::is_none")]
    ward_id: Option<WardId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ward_name: Option<String>,
    /// The bed now; the last one of a stay that has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    bed_id: Option<BedId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bed_label: Option<String>,
    treatment_type: TreatmentType,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Where, without a bed.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    isolation: Option<Isolation>,
    /// Capabilities the place must have.
    needs: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    responsible_doctor: Option<Person>,
    admitted_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_discharge_at: Option<Timestamp>,
    /// Absent while it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    discharged_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disposition: Option<Disposition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discharge_summary: Option<String>,
    /// It was a mistake, and never counts as treatment.
    #[serde(skip_serializing_if = "Option::is_none")]
    cancelled_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancel_reason: Option<String>,
    version: i32,
}

impl From<AdmissionRecord> for Admission {
    fn from(a: AdmissionRecord) -> Self {
        let (ward_id, ward_name) = a.ward.unzip();
        let (bed_id, bed_label) = a.bed.unzip();
        Self {
            id: a.id,
            hospital_id: a.hospital_id,
            hospital_name: a.hospital_name,
            ward_id,
            ward_name,
            bed_id,
            bed_label,
            treatment_type: a.treatment_type,
            reason: a.reason,
            place: a.place,
            isolation: a.needs.isolation,
            needs: a.needs.capabilities,
            // A person by name, like those who have accounts; this id is the doctor's.
            responsible_doctor: a.responsible_doctor.map(|(id, full_name)| Person {
                id: UserId(id.0),
                full_name,
            }),
            admitted_at: a.admitted_at,
            expected_discharge_at: a.expected_discharge_at,
            discharged_at: a.discharged_at,
            disposition: a.disposition,
            discharge_summary: a.discharge_summary,
            cancelled_at: a.cancelled_at,
            cancel_reason: a.cancel_reason,
            version: a.version,
        }
    }
}

/// Somebody to take in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Admit {
    /// `inpatient` where absent.
    treatment_type: Option<TreatmentType>,
    /// By name; the ward's where absent.
    department: Option<String>,
    /// At most 1,000 characters.
    reason: Option<String>,
    /// A suitable free bed of it is taken where no bed is named.
    ward_id: Option<WardId>,
    bed_id: Option<BedId>,
    /// Without a bed: where. At most 200 characters.
    place: Option<String>,
    isolation: Option<Isolation>,
    #[serde(default)]
    needs: Vec<String>,
    /// Code or UUID.
    responsible_doctor_id: Option<String>,
    expected_discharge_at: Option<Timestamp>,
    /// Now where absent; not in the future.
    admitted_at: Option<Timestamp>,
    /// Why a bed that is kept for somebody else, or lacks what is needed, is used all the same.
    override_reason: Option<String>,
}

/// Where a patient is to go.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BedTransfer {
    /// Of the stay, as last seen.
    version: i32,
    bed_id: Option<BedId>,
    /// A suitable free bed of it; with `place`, without one.
    ward_id: Option<WardId>,
    /// Out of bed: where.
    place: Option<String>,
    /// Somebody lies in the bed: change places, with that stay's version as last seen.
    swap_with_version: Option<i32>,
    reason: Option<String>,
    /// Now where absent; not in the future.
    moved_at: Option<Timestamp>,
    override_reason: Option<String>,
    /// With `place`: the bed is kept until then.
    keep_bed_until: Option<Timestamp>,
}

/// One patient's move.
#[derive(Debug, Serialize, ToSchema)]
pub struct BedMove {
    admission_id: AdmissionId,
    patient: PatientIdentity,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_bed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_bed: Option<String>,
}

/// What a transfer did.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransferDone {
    moves: Vec<BedMove>,
    admission: Admission,
}

impl From<Moved> for TransferDone {
    fn from(moved: Moved) -> Self {
        let today: Date = moved.today;
        Self {
            moves: moved
                .moves
                .into_iter()
                .map(|m| BedMove {
                    admission_id: m.admission_id,
                    patient: PatientIdentity::of(m.patient, today),
                    from_bed: m.from_bed,
                    to_bed: m.to_bed,
                })
                .collect(),
            admission: moved.admission.into(),
        }
    }
}

/// How a stay ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Discharge {
    /// Of the stay, as last seen.
    version: i32,
    disposition: Disposition,
    /// At most 20,000 characters.
    discharge_summary: Option<String>,
    /// Now where absent; not in the future.
    discharged_at: Option<Timestamp>,
    /// Open alerts are left open, knowingly.
    leave_open: Option<bool>,
}

/// The admission was a mistake.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelAdmission {
    version: i32,
    /// 1 to 500 characters.
    reason: String,
}

/// What to change; what is absent stays, null takes it away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdmissionUpdate {
    version: i32,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    reason: Option<Option<String>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Isolation>)]
    isolation: Option<Option<Isolation>>,
    needs: Option<Vec<String>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    responsible_doctor_id: Option<Option<String>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Timestamp>)]
    expected_discharge_at: Option<Option<Timestamp>>,
    /// Why the patient stays in a place that lacks what is needed.
    override_reason: Option<String>,
}

/// A line of an admission's story.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdmissionEvent {
    id: Uuid,
    kind: AdmissionEventKind,
    at: Timestamp,
    recorded_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_bed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_bed: Option<String>,
    detail: serde_json::Value,
}

impl From<StoryLine> for AdmissionEvent {
    fn from(line: StoryLine) -> Self {
        Self {
            id: line.id,
            kind: line.kind,
            at: line.at,
            recorded_at: line.recorded_at,
            by: line.by,
            from_bed: line.from_bed,
            to_bed: line.to_bed,
            detail: line.detail,
        }
    }
}

/// Admit a patient
#[utoipa::path(post, path = "/hospitals/{hospital_name}/patients/{patient_id}/admit", tag = "admissions",
    request_body = Admit, params(("hospital_name" = String, Path), ("patient_id" = String, Path), IdempotencyKey),
    responses((status = 201, body = Admission), Problems))]
pub(crate) async fn admit(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((name, patient_id)): PathOf<(String, String)>,
    Creating { key, body }: Creating<Admit>,
) -> Result<(StatusCode, axum::Json<Admission>), Problem> {
    let request = AdmitPatient {
        treatment_type: body.treatment_type.unwrap_or(TreatmentType::Inpatient),
        department: body.department,
        reason: body.reason,
        ward_id: body.ward_id,
        bed_id: body.bed_id,
        place: body.place,
        needs: Needs {
            isolation: body.isolation,
            capabilities: body.needs,
        },
        responsible_doctor: body.responsible_doctor_id,
        expected_discharge_at: body.expected_discharge_at,
        admitted_at: body.admitted_at,
        override_reason: body.override_reason,
    };
    let admission = state
        .services
        .admit_patient(&caller, &name, &reference(&patient_id)?, key, request)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(admission.into())))
}

/// Move a patient: into a free bed, in exchange with somebody, out of bed, onto another ward
#[utoipa::path(post, path = "/hospitals/{hospital_name}/patients/{patient_id}/transfer", tag = "admissions",
    request_body = BedTransfer, params(("hospital_name" = String, Path), ("patient_id" = String, Path)),
    responses((status = 200, body = TransferDone), Problems))]
pub(crate) async fn transfer(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((name, patient_id)): PathOf<(String, String)>,
    Json(body): Json<BedTransfer>,
) -> Result<axum::Json<TransferDone>, Problem> {
    let request = TransferPatient {
        version: body.version,
        bed_id: body.bed_id,
        ward_id: body.ward_id,
        place: body.place,
        swap_with_version: body.swap_with_version,
        reason: body.reason,
        moved_at: body.moved_at,
        override_reason: body.override_reason,
        keep_bed_until: body.keep_bed_until,
    };
    let moved = state
        .services
        .transfer_patient(&caller, &name, &reference(&patient_id)?, request)
        .await?;
    Ok(axum::Json(moved.into()))
}

/// Discharge a patient
#[utoipa::path(post, path = "/hospitals/{hospital_name}/patients/{patient_id}/discharge", tag = "admissions",
    request_body = Discharge, params(("hospital_name" = String, Path), ("patient_id" = String, Path)),
    responses((status = 200, body = Admission), Problems))]
pub(crate) async fn discharge(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf((name, patient_id)): PathOf<(String, String)>,
    Json(body): Json<Discharge>,
) -> Result<axum::Json<Admission>, Problem> {
    let request = DischargePatient {
        version: body.version,
        disposition: body.disposition,
        summary: body.discharge_summary,
        discharged_at: body.discharged_at,
        leave_open: body.leave_open.unwrap_or(false),
    };
    let admission = state
        .services
        .discharge_patient(&caller, &name, &reference(&patient_id)?, request)
        .await?;
    Ok(axum::Json(admission.into()))
}

/// A patient's admissions, newest first
#[utoipa::path(get, path = "/patients/{patient_id}/admissions", tag = "admissions",
    params(("patient_id" = String, Path), Page), responses((status = 200, body = Vec<Admission>), Problems))]
pub(crate) async fn of_patient(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<String>,
    QueryOf(page): QueryOf<Page>,
) -> Result<(HeaderMap, axum::Json<Vec<Admission>>), Problem> {
    let (skip, limit) = page.checked()?;
    let (admissions, count) = state
        .services
        .admissions(&caller, &reference(&id)?, skip, limit)
        .await?;
    let admissions = admissions.into_iter().map(Admission::from).collect();
    Ok((total(count), axum::Json(admissions)))
}

/// One admission
#[utoipa::path(get, path = "/admissions/{id}", tag = "admissions", params(("id" = AdmissionId, Path)),
    responses((status = 200, body = Admission), Problems))]
pub(crate) async fn get(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<AdmissionId>,
) -> Result<axum::Json<Admission>, Problem> {
    Ok(axum::Json(
        state.services.admission(&caller, id).await?.into(),
    ))
}

/// Change reason, needs, doctor or plan of an open admission
#[utoipa::path(patch, path = "/admissions/{id}", tag = "admissions", request_body = AdmissionUpdate,
    params(("id" = AdmissionId, Path)), responses((status = 200, body = Admission), Problems))]
pub(crate) async fn change(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<AdmissionId>,
    Json(body): Json<AdmissionUpdate>,
) -> Result<axum::Json<Admission>, Problem> {
    let request = ChangeAdmission {
        version: body.version,
        reason: body.reason,
        isolation: body.isolation,
        needs: body.needs,
        responsible_doctor: body.responsible_doctor_id,
        expected_discharge_at: body.expected_discharge_at,
        override_reason: body.override_reason,
    };
    let admission = state
        .services
        .change_admission(&caller, id, request)
        .await?;
    Ok(axum::Json(admission.into()))
}

/// Take back an admission that was a mistake
#[utoipa::path(post, path = "/admissions/{id}/cancel", tag = "admissions", request_body = CancelAdmission,
    params(("id" = AdmissionId, Path)), responses((status = 200, body = Admission), Problems))]
pub(crate) async fn cancel(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<AdmissionId>,
    Json(body): Json<CancelAdmission>,
) -> Result<axum::Json<Admission>, Problem> {
    let admission = state
        .services
        .cancel_admission(&caller, id, body.version, &body.reason)
        .await?;
    Ok(axum::Json(admission.into()))
}

/// What happened in the course of an admission, oldest first
#[utoipa::path(get, path = "/admissions/{id}/events", tag = "admissions", params(("id" = AdmissionId, Path)),
    responses((status = 200, body = Vec<AdmissionEvent>), Problems))]
pub(crate) async fn story(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(id): PathOf<AdmissionId>,
) -> Result<axum::Json<Vec<AdmissionEvent>>, Problem> {
    let story = state.services.admission_story(&caller, id).await?;
    Ok(axum::Json(
        story.into_iter().map(AdmissionEvent::from).collect(),
    ))
}
