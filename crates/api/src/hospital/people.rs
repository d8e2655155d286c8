//! Who is treated in a hospital and who works there.

use axum::{extract::State, http::HeaderMap};
use cloudcare_domain::{admission::TreatmentType, id::AdmissionId};
use cloudcare_services::hospital::{
    DoctorAtHospital, HospitalStays, NewestStay, PatientInHospital,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState, Problem,
    body::{PathOf, QueryOf},
    doctor::Doctor,
    identity::SignedIn,
    paging::{Page, after, next_page, place, total},
    patient::PatientSummary,
    problem::Problems,
};

/// A patient's stay in a hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct HospitalPatient {
    patient: PatientSummary,
    admission_id: AdmissionId,
    admission_date: Timestamp,
    /// Absent while it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    discharge_date: Option<Timestamp>,
    treatment_type: TreatmentType,
    #[serde(skip_serializing_if = "Option::is_none")]
    ward_name: Option<String>,
    /// The bed now; the last one of a stay that has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    bed_label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<PatientInHospital> for HospitalPatient {
    fn from(view: PatientInHospital) -> Self {
        Self {
            patient: view.patient.into(),
            admission_id: view.stay.id,
            admission_date: view.stay.admitted_at,
            discharge_date: view.stay.discharged_at,
            treatment_type: view.stay.treatment_type,
            ward_name: view.stay.ward_name,
            bed_label: view.stay.bed_label,
            department: view.stay.department,
            reason: view.stay.reason,
        }
    }
}

/// A doctor's time at a hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct HospitalDoctor {
    doctor: Doctor,
    department: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<String>,
    join_date: Timestamp,
    /// Absent while it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    leave_date: Option<Timestamp>,
}

impl From<DoctorAtHospital> for HospitalDoctor {
    fn from(view: DoctorAtHospital) -> Self {
        Self {
            doctor: view.doctor.into(),
            department: view.post.department,
            position: view.post.position,
            join_date: view.post.started_at,
            leave_date: view.post.ended_at,
        }
    }
}

/// Which patients of a hospital.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HospitalPatientsQuery {
    /// Without stays that have ended; true where absent.
    current_only: Option<bool>,
    skip: Option<i64>,
    limit: Option<i64>,
    /// From the `Link` of the page before.
    after: Option<String>,
}

/// Which doctors of a hospital.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HospitalDoctorsQuery {
    /// By name, without regard to case; every department where absent.
    department: Option<String>,
    /// Without those who worked there before; true where absent.
    current_only: Option<bool>,
}

/// Who is in a hospital, or was, within reach: the newest stays first
#[utoipa::path(get, path = "/hospitals/{hospital_name}/patients", tag = "hospitals",
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID"), HospitalPatientsQuery),
    responses((status = 200, body = Vec<HospitalPatient>, headers(("X-Total-Count" = u32), ("Link" = String))), Problems))]
pub(crate) async fn patients(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
    QueryOf(query): QueryOf<HospitalPatientsQuery>,
) -> Result<(HeaderMap, axum::Json<Vec<HospitalPatient>>), Problem> {
    let (skip, limit) = Page::new(query.skip, query.limit).checked()?;
    let current_only = query.current_only.unwrap_or(true);
    let stays = HospitalStays {
        current_only,
        after: after(query.after.as_deref())?.map(|(admitted_at, id)| NewestStay {
            admitted_at,
            id: id.into(),
        }),
        skip,
        limit,
    };
    let page = state
        .services
        .hospital_patients(&caller, &name, &stays)
        .await?;
    let mut headers = total(page.total);
    if let Some(next) = page.next {
        let after = place(next.admitted_at, next.id.0);
        // By the id: a name would have to be encoded again.
        let hospital = page.hospital_id;
        next_page(
            &mut headers,
            &format!(
                "/api/v1/hospitals/{hospital}/patients?current_only={current_only}&limit={limit}&after={after}"
            ),
        );
    }
    let patients = page
        .patients
        .into_iter()
        .map(HospitalPatient::from)
        .collect();
    Ok((headers, axum::Json(patients)))
}

/// Who works at a hospital, or worked there
#[utoipa::path(get, path = "/hospitals/{hospital_name}/doctors", tag = "hospitals",
    params(("hospital_name" = String, Path, description = "URL-encoded name, or UUID"), HospitalDoctorsQuery),
    responses((status = 200, body = Vec<HospitalDoctor>), Problems))]
pub(crate) async fn doctors(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(name): PathOf<String>,
    QueryOf(query): QueryOf<HospitalDoctorsQuery>,
) -> Result<axum::Json<Vec<HospitalDoctor>>, Problem> {
    let doctors = state
        .services
        .hospital_doctors(
            &caller,
            &name,
            query.department.as_deref(),
            query.current_only.unwrap_or(true),
        )
        .await?;
    Ok(axum::Json(
        doctors.into_iter().map(HospitalDoctor::from).collect(),
    ))
}
