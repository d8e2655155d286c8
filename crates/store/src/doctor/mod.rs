//! Doctors.

mod relation;

use cloudcare_domain::{
    code::DoctorCode,
    doctor::{Doctor, DoctorProfile},
    id::{DoctorId, HospitalId, PatientId, UserId, WardId},
    patient::Gender,
};
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected, parse};

pub use relation::{
    TreatmentFilter, assign, assign_as, employ, end_all, end_posts, end_treatments, post, posts,
    posts_at, treatments,
};

/// Which doctors.
#[derive(Debug, Clone, Default)]
pub struct DoctorFilter {
    /// By id.
    pub id: Option<DoctorId>,
    /// By code.
    pub code: Option<DoctorCode>,
    /// Words that are all in the name, as searches compare names, or a code's beginning.
    pub words: Option<String>,
    /// Current doctors of a patient.
    pub patient: Option<PatientId>,
    /// With this specialisation.
    pub specialization: Option<String>,
    /// Only those who can be called on now.
    pub available_only: bool,
    /// Of these alone, those who are kept no longer included.
    pub among: Option<Vec<DoctorId>>,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

/// Doctors in order of their names; active ones, unless asked for by id in [`DoctorFilter::among`].
pub async fn list(
    source: &mut impl Source,
    filter: &DoctorFilter,
) -> Result<Vec<Doctor>, StoreError> {
    let among: Option<Vec<Uuid>> = filter
        .among
        .as_ref()
        .map(|ids| ids.iter().map(|id| id.0).collect());
    let rows = sqlx::query!(
        r#"select id, code, full_name, gender, phone, email, license_number, license_expires_on, specializations,
                  qualifications, experience_years, is_available, is_active, version, current_date as "today!",
                  (select count(distinct r.patient_id) from patient_doctors r join patients p on p.id = r.patient_id
                   where r.doctor_id = doctors.id and r.ended_at is null and p.is_active) as "current_patients!"
           from doctors
           where (is_active or $9::uuid[] is not null) and ($9::uuid[] is null or id = any($9))
             and ($1::uuid is null or id = $1) and ($2::text is null or code = $2)
             and ($3::text is null or $3 ~* '^d[0-9-]+$' and code like upper($3) || '%'
                  or (select coalesce(bool_and(search_name like '%' || word || '%'), false)
                      from unnest(string_to_array(search_form($3), ' ')) as word where word <> ''))
             and ($4::text is null or specializations @> array[$4]) and (not $5 or is_available)
             and ($6::uuid is null or exists (select from patient_doctors r
                   where r.doctor_id = doctors.id and r.patient_id = $6 and r.ended_at is null))
           order by full_name, id offset $7 limit $8"#,
        filter.id.map(Uuid::from),
        filter.code.as_ref().map(DoctorCode::as_str),
        filter.words,
        filter.specialization,
        filter.available_only,
        filter.patient.map(Uuid::from),
        filter.skip,
        filter.limit,
        among.as_deref()
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            let profile = DoctorProfile {
                full_name: r.full_name,
                gender: r
                    .gender
                    .as_deref()
                    .map(|g| parse("doctors.gender", g))
                    .transpose()?,
                contact: r.phone,
                email: r.email,
                license_number: r.license_number,
                license_expires_on: r.license_expires_on.map(jiff_sqlx::Date::to_jiff),
                specializations: r.specializations,
                qualifications: r.qualifications,
                experience_years: r.experience_years,
            };
            Ok(Doctor {
                id: r.id.into(),
                code: DoctorCode::from_database(r.code),
                is_verified: profile.is_verified(r.today.to_jiff()),
                profile,
                is_available: r.is_available,
                is_active: r.is_active,
                current_patients: r.current_patients,
                version: r.version,
            })
        })
        .collect()
}

/// How many active doctors a filter finds, counted up to `most`.
pub async fn count(
    source: &mut impl Source,
    filter: &DoctorFilter,
    most: i64,
) -> Result<usize, StoreError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
             select from doctors
             where is_active
               and ($1::text is null or $1 ~* '^d[0-9-]+$' and code like upper($1) || '%'
                    or (select coalesce(bool_and(search_name like '%' || word || '%'), false)
                        from unnest(string_to_array(search_form($1), ' ')) as word where word <> ''))
               and ($2::text is null or specializations @> array[$2]) and (not $3 or is_available)
             limit $4) as found"#,
        filter.words,
        filter.specialization,
        filter.available_only,
        most
    )
    .fetch_one(source.connection())
    .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// One active doctor.
pub async fn get(source: &mut impl Source, id: DoctorId) -> Result<Option<Doctor>, StoreError> {
    let filter = DoctorFilter {
        id: Some(id),
        limit: 1,
        ..DoctorFilter::default()
    };
    Ok(list(source, &filter).await?.pop())
}

/// Makes units of work about one doctor follow one another until this one ends.
pub async fn lock(uow: &mut UnitOfWork, id: DoctorId) -> Result<(), StoreError> {
    sqlx::query!(
        "select id from doctors where id = $1 for no key update",
        id.0
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(())
}

/// Adds a doctor; the database makes the code. A licence number somebody has is a conflict on
/// `doctors_license_number_key`.
pub async fn insert(
    uow: &mut UnitOfWork,
    id: DoctorId,
    profile: &DoctorProfile,
) -> Result<DoctorCode, StoreError> {
    let code = sqlx::query_scalar!(
        "insert into doctors (id, full_name, gender, phone, email, license_number, license_expires_on, specializations,
                              qualifications, experience_years)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning code",
        id.0,
        profile.full_name,
        profile.gender.map(Gender::as_str),
        profile.contact,
        profile.email,
        profile.license_number,
        profile.license_expires_on.map(ToSqlx::to_sqlx) as _,
        &profile.specializations,
        &profile.qualifications,
        profile.experience_years
    )
    .fetch_one(uow.connection())
    .await?;
    Ok(DoctorCode::from_database(code))
}

/// Writes a whole profile over the one of a locked doctor.
pub async fn update(
    uow: &mut UnitOfWork,
    id: DoctorId,
    profile: &DoctorProfile,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update doctors set full_name = $2, gender = $3, phone = $4, email = $5, license_number = $6,
                license_expires_on = $7, specializations = $8, qualifications = $9, experience_years = $10,
                version = version + 1, updated_at = clock_timestamp()
         where id = $1 and is_active",
        id.0,
        profile.full_name,
        profile.gender.map(Gender::as_str),
        profile.contact,
        profile.email,
        profile.license_number,
        profile.license_expires_on.map(ToSqlx::to_sqlx) as _,
        &profile.specializations,
        &profile.qualifications,
        profile.experience_years
    )
    .execute(uow.connection())
    .await?;
    affected("update doctor", 1, &result)
}

/// Says whether a locked doctor can be called on.
pub async fn set_available(
    uow: &mut UnitOfWork,
    id: DoctorId,
    is_available: bool,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update doctors set is_available = $2, version = version + 1, updated_at = clock_timestamp()
         where id = $1 and is_active",
        id.0,
        is_available
    )
    .execute(uow.connection())
    .await?;
    affected("set availability", 1, &result)
}

/// Keeps a locked doctor no longer; what is known stays.
pub async fn deactivate(uow: &mut UnitOfWork, id: DoctorId) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update doctors set is_active = false, is_available = false, version = version + 1,
                updated_at = clock_timestamp()
         where id = $1 and is_active",
        id.0
    )
    .execute(uow.connection())
    .await?;
    affected("deactivate doctor", 1, &result)
}

/// Which doctor an account belongs to.
pub async fn of_user(
    source: &mut impl Source,
    user: UserId,
) -> Result<Option<DoctorId>, StoreError> {
    let id = sqlx::query_scalar!("select doctor_id from users where id = $1", user.0)
        .fetch_optional(source.connection())
        .await?;
    Ok(id.flatten().map(DoctorId))
}

/// Where the patients in hospital are whom a doctor answers for, one entry for each.
pub async fn responsible_at(
    source: &mut impl Source,
    id: DoctorId,
) -> Result<Vec<(HospitalId, Option<WardId>)>, StoreError> {
    let rows = sqlx::query!(
        "select hospital_id, ward_id from admissions where responsible_doctor_id = $1 and discharged_at is null",
        id.0
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.hospital_id.into(), r.ward_id.map(WardId)))
        .collect())
}
