//! Registering patients.

use axum::{extract::State, http::StatusCode};
use cloudcare_domain::{
    address::Address,
    allergy::{AllergyCategory, AllergySeverity, NewAllergy},
    condition::NewCondition,
    family_contact::NewFamilyContact,
    id::HospitalId,
    patient::{
        AllergyState, BloodType, Demographics, DuplicateReason, Gender, Likelihood, PatientRef,
        ResuscitationStatus,
    },
};
use cloudcare_services::patient::{
    Duplicate, DuplicateQuery as Query, RegisterPatient, RegisterUnidentified,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{PatientRecord, PatientSummary, reference};
use crate::{
    ApiState, Problem,
    body::{Creating, IdempotencyKey, PathOf, QueryOf},
    identity::SignedIn,
    problem::Problems,
};

/// A patient to register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatientCreate {
    family_name: String,
    /// May be empty.
    given_name: String,
    title: Option<String>,
    date_of_birth: Date,
    /// False where absent.
    date_of_birth_is_estimated: Option<bool>,
    gender: Gender,
    contact: Option<String>,
    email: Option<String>,
    address: Option<Address>,
    /// As told; not for transfusion.
    blood_type: Option<BloodType>,
    insurance_provider: Option<String>,
    insurance_number: Option<String>,
    allergy_state: AllergyState,
    /// Only with `allergy_state` `known`.
    #[serde(default)]
    allergies: Vec<AllergyInput>,
    #[serde(default)]
    conditions: Vec<ConditionCreate>,
    #[serde(default)]
    family_contacts: Vec<FamilyContactCreate>,
    resuscitation_status: Option<ResuscitationStatus>,
    /// Where; the own hospital where absent.
    hospital_id: Option<HospitalId>,
    /// Code or UUID of the mother of somebody born here.
    mother_id: Option<String>,
    /// The hour of birth of somebody born here; needed with `mother_id`.
    born_at: Option<Timestamp>,
    /// Codes or UUIDs of likely duplicates that are other people.
    #[serde(default)]
    not_duplicate_of: Vec<String>,
    /// Why they are; needed with `not_duplicate_of`.
    not_duplicate_because: Option<String>,
}

/// An allergy.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllergyInput {
    /// 1 to 200 characters.
    substance: String,
    reaction: Option<String>,
    severity: Option<AllergySeverity>,
    category: Option<AllergyCategory>,
    /// Without a code a prescription can't be checked against it.
    code: Option<String>,
    /// Needed with `code`.
    code_system: Option<String>,
}

/// A condition.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionCreate {
    /// For example `J18.9`.
    icd10_code: Option<String>,
    /// 1 to 500 characters.
    description: String,
    started_on: Option<Date>,
    ended_on: Option<Date>,
}

impl From<ConditionCreate> for NewCondition {
    fn from(c: ConditionCreate) -> Self {
        Self {
            icd10_code: c.icd10_code,
            description: c.description,
            started_on: c.started_on,
            ended_on: c.ended_on,
        }
    }
}

/// Somebody to call.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FamilyContactCreate {
    name: String,
    /// For example `daughter`.
    relationship: String,
    /// Telephone number.
    contact: String,
    email: Option<String>,
    /// Called first; one at most.
    is_primary: Option<bool>,
    is_emergency_contact: Option<bool>,
}

impl From<FamilyContactCreate> for NewFamilyContact {
    fn from(c: FamilyContactCreate) -> Self {
        Self {
            name: c.name,
            relationship: c.relationship,
            contact: c.contact,
            email: c.email,
            is_primary: c.is_primary.unwrap_or(false),
            is_emergency_contact: c.is_emergency_contact.unwrap_or(false),
        }
    }
}

/// Somebody nobody can name yet.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnidentifiedCreate {
    /// What to call them, for example `Unknown 7`.
    alias: String,
    gender: Gender,
    /// 0 to 120.
    estimated_age_years: i16,
    /// Clothes, marks, where found.
    description: Option<String>,
    /// Where; the own hospital where absent.
    hospital_id: Option<HospitalId>,
}

/// Somebody registered who may be the same person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DuplicateCandidate {
    patient: PatientSummary,
    likelihood: Likelihood,
    reasons: Vec<DuplicateReason>,
    /// Fields that are equal.
    matches: Vec<String>,
    /// Absent where the caller may not read clinical facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    has_allergies: Option<bool>,
}

impl From<Duplicate> for DuplicateCandidate {
    fn from(duplicate: Duplicate) -> Self {
        Self {
            patient: duplicate.patient.into(),
            likelihood: duplicate.likelihood,
            reasons: duplicate.reasons,
            matches: duplicate.matches,
            has_allergies: duplicate.has_allergies,
        }
    }
}

/// What is known so far.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DuplicatesQuery {
    family_name: Option<String>,
    given_name: Option<String>,
    date_of_birth: Option<Date>,
    contact: Option<String>,
    insurance_number: Option<String>,
}

/// A code with its system, or neither.
pub(crate) fn coded(
    field: &str,
    code: Option<String>,
    system: Option<String>,
) -> Result<Option<(String, String)>, Problem> {
    match (code, system) {
        (Some(code), Some(system)) => Ok(Some((code, system))),
        (None, None) => Ok(None),
        _ => Err(Problem::field(
            StatusCode::UNPROCESSABLE_ENTITY,
            field,
            "a code and its code_system, or neither",
        )),
    }
}

fn request_of(body: PatientCreate, mother: Option<PatientRef>) -> Result<RegisterPatient, Problem> {
    let allergies = body
        .allergies
        .into_iter()
        .enumerate()
        .map(|(i, a)| {
            Ok(NewAllergy {
                code: coded(&format!("allergies[{i}].code"), a.code, a.code_system)?,
                substance: a.substance,
                reaction: a.reaction,
                severity: a.severity,
                category: a.category,
            })
        })
        .collect::<Result<_, Problem>>()?;
    let others = body
        .not_duplicate_of
        .iter()
        .map(|other| {
            other.parse().map_err(|_| {
                Problem::field(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "not_duplicate_of",
                    "codes such as P00042-7, or UUIDs",
                )
            })
        })
        .collect::<Result<_, Problem>>()?;
    let named = body
        .mother_id
        .map(|id| {
            id.parse().map_err(|_| {
                Problem::field(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "mother_id",
                    "a code such as P00042-7, or a UUID",
                )
            })
        })
        .transpose()?;
    Ok(RegisterPatient {
        demographics: Demographics {
            family_name: body.family_name,
            given_name: body.given_name,
            title: body.title,
            date_of_birth: body.date_of_birth,
            date_of_birth_is_estimated: body.date_of_birth_is_estimated.unwrap_or(false),
            gender: body.gender,
            contact: body.contact,
            email: body.email,
            address: body.address,
            blood_type: body.blood_type.unwrap_or_default(),
            insurance_provider: body.insurance_provider,
            insurance_number: body.insurance_number,
        },
        allergy_state: body.allergy_state,
        allergies,
        conditions: body.conditions.into_iter().map(Into::into).collect(),
        family_contacts: body.family_contacts.into_iter().map(Into::into).collect(),
        resuscitation_status: body.resuscitation_status,
        hospital: body.hospital_id,
        mother: mother.or(named),
        born_at: body.born_at,
        not_duplicate_of: others,
        not_duplicate_because: body.not_duplicate_because,
    })
}

/// Register a patient; 409 with `duplicates` where somebody registered very likely is the same person
#[utoipa::path(post, path = "/patients", tag = "patients", request_body = PatientCreate, params(IdempotencyKey),
    responses((status = 201, body = PatientRecord), Problems))]
pub(crate) async fn register(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Creating { key, body }: Creating<PatientCreate>,
) -> Result<(StatusCode, axum::Json<PatientRecord>), Problem> {
    let request = request_of(body, None)?;
    let view = state
        .services
        .register_patient(&caller, key, request)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(view.into())))
}

/// Register somebody born here, linked to the mother
#[utoipa::path(post, path = "/patients/{patient_id}/newborns", tag = "patients", request_body = PatientCreate,
    params(("patient_id" = String, Path, description = "the mother's code or UUID"), IdempotencyKey),
    responses((status = 201, body = PatientRecord), Problems))]
pub(crate) async fn newborn(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    PathOf(mother): PathOf<String>,
    Creating { key, body }: Creating<PatientCreate>,
) -> Result<(StatusCode, axum::Json<PatientRecord>), Problem> {
    let request = request_of(body, Some(reference(&mother)?))?;
    let view = state
        .services
        .register_patient(&caller, key, request)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(view.into())))
}

/// Register somebody nobody can name yet, in one call
#[utoipa::path(post, path = "/patients/unidentified", tag = "patients", request_body = UnidentifiedCreate,
    params(IdempotencyKey), responses((status = 201, body = PatientRecord), Problems))]
pub(crate) async fn unidentified(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    Creating { key, body }: Creating<UnidentifiedCreate>,
) -> Result<(StatusCode, axum::Json<PatientRecord>), Problem> {
    let request = RegisterUnidentified {
        alias: body.alias,
        gender: body.gender,
        estimated_age_years: body.estimated_age_years,
        description: body.description,
        hospital: body.hospital_id,
    };
    let view = state
        .services
        .register_unidentified(&caller, key, request)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(view.into())))
}

/// Who may be the same person as somebody about to be registered, the likeliest first
#[utoipa::path(get, path = "/patients/duplicates", tag = "patients", params(DuplicatesQuery),
    responses((status = 200, body = Vec<DuplicateCandidate>), Problems))]
pub(crate) async fn duplicates(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    QueryOf(query): QueryOf<DuplicatesQuery>,
) -> Result<axum::Json<Vec<DuplicateCandidate>>, Problem> {
    let query = Query {
        family_name: query.family_name.unwrap_or_default(),
        given_name: query.given_name.unwrap_or_default(),
        date_of_birth: query.date_of_birth,
        contact: query.contact,
        insurance_number: query.insurance_number,
    };
    let duplicates = state.services.duplicates(&caller, &query).await?;
    Ok(axum::Json(
        duplicates
            .into_iter()
            .map(DuplicateCandidate::from)
            .collect(),
    ))
}
