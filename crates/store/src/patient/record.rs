//! The whole record of a patient.

use cloudcare_domain::{
    address::Address,
    admission::{Isolation, Whereabouts},
    code::{DoctorCode, PatientCode},
    doctor::RelatedDoctor,
    id::{AdmissionId, BedId, DoctorId, HospitalId, PatientId, UserId, WardId},
    patient::{
        AllergyState, Demographics, FormerName, IdentityState, PatientIdentity, PatientRecord,
        ResuscitationStatus,
    },
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected, parse};

/// A patient about to be registered; the database makes the code.
#[derive(Debug, Clone)]
pub struct Registration<'a> {
    /// Id.
    pub id: PatientId,
    /// Who.
    pub demographics: &'a Demographics,
    /// How well that is known.
    pub identity_state: IdentityState,
    /// What is known of allergies; the list is written beside.
    pub allergy_state: AllergyState,
    /// Resuscitation status where decided.
    pub resuscitation_status: Option<ResuscitationStatus>,
    /// The hospital that answers for the patient until one admits them.
    pub hospital: Option<HospitalId>,
    /// Who registers.
    pub by: Option<UserId>,
    /// What was seen of somebody nobody can name.
    pub description: Option<&'a str>,
    /// Mother, for somebody born here.
    pub mother: Option<PatientId>,
    /// The hour of birth, for somebody born here.
    pub born_at: Option<Timestamp>,
}

/// Where a patient is admitted now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// Admission.
    pub admission_id: AdmissionId,
    /// Since when.
    pub admitted_at: Timestamp,
    /// Name of the hospital.
    pub hospital_name: String,
    /// Where in it.
    pub at: Whereabouts,
    /// Isolation need.
    pub isolation: Option<Isolation>,
    /// Doctor who answers for the patient.
    pub responsible_doctor: Option<(DoctorId, String)>,
}

/// One record, linked and deactivated ones included.
pub async fn record(
    source: &mut impl Source,
    id: PatientId,
) -> Result<Option<PatientRecord>, StoreError> {
    let row = sqlx::query!(
        "select id, code, family_name, given_name, title, date_of_birth, date_of_birth_is_estimated, gender, contact, email,
                address, blood_type, insurance_provider, insurance_number, identity_state, linked_to, mother_id, born_at,
                registered_hospital_id, is_active, version, created_at, updated_at
         from patients where id = $1",
        id.0
    )
    .fetch_optional(source.connection())
    .await?;
    row.map(|r| {
        let demographics = Demographics {
            family_name: r.family_name,
            given_name: r.given_name,
            title: r.title,
            date_of_birth: r.date_of_birth.to_jiff(),
            date_of_birth_is_estimated: r.date_of_birth_is_estimated,
            gender: parse("patients.gender", &r.gender)?,
            contact: r.contact,
            email: r.email,
            address: r.address.as_ref().and_then(Address::from_database),
            blood_type: parse("patients.blood_type", &r.blood_type)?,
            insurance_provider: r.insurance_provider,
            insurance_number: r.insurance_number,
        };
        Ok(PatientRecord {
            identity: PatientIdentity {
                id: r.id.into(),
                code: PatientCode::from_database(r.code),
                family_name: demographics.family_name.clone(),
                given_name: demographics.given_name.clone(),
                title: demographics.title.clone(),
                date_of_birth: demographics.date_of_birth,
                is_estimated: demographics.date_of_birth_is_estimated,
                gender: demographics.gender,
            },
            demographics,
            identity_state: parse("patients.identity_state", &r.identity_state)?,
            linked_to: r.linked_to.map(PatientId),
            mother: r.mother_id.map(PatientId),
            born_at: r.born_at.map(jiff_sqlx::Timestamp::to_jiff),
            registered_at: r.registered_hospital_id.map(HospitalId),
            is_active: r.is_active,
            version: r.version,
            created_at: r.created_at.to_jiff(),
            updated_at: r.updated_at.to_jiff(),
        })
    })
    .transpose()
}

/// Registers a patient.
pub async fn register(
    uow: &mut UnitOfWork,
    new: &Registration<'_>,
) -> Result<PatientCode, StoreError> {
    let d = new.demographics;
    let code = sqlx::query_scalar!(
        "insert into patients (id, family_name, given_name, title, date_of_birth, date_of_birth_is_estimated, gender, contact,
                               email, address, blood_type, insurance_provider, insurance_number, identity_state,
                               allergy_state, allergy_state_by, allergy_state_at, resuscitation_status,
                               registered_hospital_id, registered_by, mother_id, born_at, description)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                 case when $15 <> 'not_asked' then clock_timestamp() end, $17, $18, $19, $20, $21, $22)
         returning code",
        new.id.0,
        d.family_name,
        d.given_name,
        d.title,
        d.date_of_birth.to_sqlx() as _,
        d.date_of_birth_is_estimated,
        d.gender.as_str(),
        d.contact,
        d.email,
        address_of(d),
        d.blood_type.as_str(),
        d.insurance_provider,
        d.insurance_number,
        new.identity_state.as_str(),
        new.allergy_state.as_str(),
        (new.allergy_state != AllergyState::NotAsked)
            .then_some(new.by)
            .flatten()
            .map(Uuid::from),
        new.resuscitation_status.map(ResuscitationStatus::as_str),
        new.hospital.map(Uuid::from),
        new.by.map(Uuid::from),
        new.mother.map(Uuid::from),
        new.born_at.map(ToSqlx::to_sqlx) as _,
        new.description,
    )
    .fetch_one(uow.connection())
    .await?;
    Ok(PatientCode::from_database(code))
}

fn address_of(demographics: &Demographics) -> Option<serde_json::Value> {
    demographics
        .address
        .as_ref()
        .and_then(|address| serde_json::to_value(address).ok())
}

/// Writes who somebody is and how to reach them, over the version that was read.
pub async fn update(
    uow: &mut UnitOfWork,
    id: PatientId,
    version: i32,
    demographics: &Demographics,
    identity_state: IdentityState,
) -> Result<(), StoreError> {
    let d = demographics;
    let result = sqlx::query!(
        "update patients set family_name = $3, given_name = $4, title = $5, date_of_birth = $6, date_of_birth_is_estimated = $7,
                             gender = $8, contact = $9, email = $10, address = $11, blood_type = $12, insurance_provider = $13,
                             insurance_number = $14, identity_state = $15, version = version + 1, updated_at = clock_timestamp()
         where id = $1 and version = $2",
        id.0,
        version,
        d.family_name,
        d.given_name,
        d.title,
        d.date_of_birth.to_sqlx() as _,
        d.date_of_birth_is_estimated,
        d.gender.as_str(),
        d.contact,
        d.email,
        address_of(d),
        d.blood_type.as_str(),
        d.insurance_provider,
        d.insurance_number,
        identity_state.as_str()
    )
    .execute(uow.connection())
    .await?;
    affected("update patient", 1, &result)
}

/// Takes a record out of use; its history stays.
pub async fn deactivate(uow: &mut UnitOfWork, id: PatientId) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update patients set is_active = false, version = version + 1, updated_at = clock_timestamp() where id = $1 and is_active",
        id.0
    )
    .execute(uow.connection())
    .await?;
    affected("deactivate patient", 1, &result)
}

/// Writes the resuscitation status, over the version that was read.
pub async fn set_resuscitation_status(
    uow: &mut UnitOfWork,
    id: PatientId,
    version: i32,
    status: Option<ResuscitationStatus>,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update patients set resuscitation_status = $3, version = version + 1, updated_at = clock_timestamp()
         where id = $1 and version = $2",
        id.0,
        version,
        status.map(ResuscitationStatus::as_str)
    )
    .execute(uow.connection())
    .await?;
    affected("set resuscitation status", 1, &result)
}

/// Writes what is known of allergies, over the version that was read, with who says so and when (H13).
pub async fn set_allergy_state(
    uow: &mut UnitOfWork,
    id: PatientId,
    version: i32,
    state: AllergyState,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update patients set allergy_state = $3, allergy_state_by = $4, allergy_state_at = clock_timestamp(),
                             version = version + 1, updated_at = clock_timestamp()
         where id = $1 and version = $2",
        id.0,
        version,
        state.as_str(),
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    affected("set allergy state", 1, &result)
}

/// The names a record had before, the latest first.
pub async fn former_names(
    source: &mut impl Source,
    patient: PatientId,
) -> Result<Vec<FormerName>, StoreError> {
    let rows = sqlx::query!(
        "select family_name, given_name, until from patient_former_names where patient_id = $1 order by until desc, id desc",
        patient.0
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| FormerName {
            family_name: r.family_name,
            given_name: r.given_name,
            until: r.until.to_jiff(),
        })
        .collect())
}

/// Those born to a patient, oldest first.
pub async fn newborns(
    source: &mut impl Source,
    mother: PatientId,
) -> Result<Vec<PatientId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "select id from patients where mother_id = $1 and is_active and identity_state <> 'linked' order by born_at, id",
        mother.0
    )
    .fetch_all(source.connection())
    .await?;
    Ok(ids.into_iter().map(PatientId).collect())
}

/// Where a patient is admitted now; an inpatient stay before any other.
pub async fn stay(
    source: &mut impl Source,
    patient: PatientId,
) -> Result<Option<Stay>, StoreError> {
    let row = sqlx::query!(
        r#"select a.id, a.admitted_at, a.hospital_id, h.name as hospital_name, a.ward_id, w.name as "ward_name?",
                  b.id as "bed_id?", b.label as "bed_label?", a.place, a.isolation,
                  d.id as "doctor_id?", d.full_name as "doctor_name?"
           from admissions a
           join hospitals h on h.id = a.hospital_id
           left join wards w on w.id = a.ward_id
           left join bed_stays s on s.admission_id = a.id and upper_inf(s.during)
           left join beds b on b.id = s.bed_id
           left join doctors d on d.id = a.responsible_doctor_id
           where a.patient_id = $1 and a.discharged_at is null
           order by (a.treatment_type = 'inpatient') desc, a.admitted_at desc
           limit 1"#,
        patient.0
    )
    .fetch_optional(source.connection())
    .await?;
    row.map(|r| {
        Ok(Stay {
            admission_id: AdmissionId(r.id),
            admitted_at: r.admitted_at.to_jiff(),
            hospital_name: r.hospital_name,
            at: Whereabouts {
                hospital_id: r.hospital_id.into(),
                ward_id: r.ward_id.map(WardId),
                ward_name: r.ward_name,
                bed_id: r.bed_id.map(BedId),
                bed_label: r.bed_label,
                place: r.place,
            },
            isolation: r
                .isolation
                .as_deref()
                .map(|i| parse("admissions.isolation", i))
                .transpose()?,
            responsible_doctor: r.doctor_id.map(DoctorId).zip(r.doctor_name),
        })
    })
    .transpose()
}

/// The doctors of a patient, current ones first, then the latest to have ended.
pub async fn doctors(
    source: &mut impl Source,
    patient: PatientId,
    current_only: bool,
) -> Result<Vec<RelatedDoctor>, StoreError> {
    let rows = sqlx::query!(
        "select d.id, d.code, d.full_name, d.specializations, r.relationship_type, r.started_at, r.ended_at
         from patient_doctors r join doctors d on d.id = r.doctor_id
         where r.patient_id = $1 and (not $2 or r.ended_at is null)
         order by r.ended_at desc nulls first, r.started_at desc, r.id limit 500",
        patient.0,
        current_only
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| RelatedDoctor {
            id: r.id.into(),
            code: DoctorCode::from_database(r.code),
            full_name: r.full_name,
            specializations: r.specializations,
            relationship_type: r.relationship_type,
            started_at: r.started_at.to_jiff(),
            ended_at: r.ended_at.map(jiff_sqlx::Timestamp::to_jiff),
        })
        .collect())
}
