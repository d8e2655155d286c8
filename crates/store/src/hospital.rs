//! Hospitals.

use cloudcare_domain::{
    address::Address,
    hospital::{Hospital, HospitalProfile, HospitalRecord},
    id::HospitalId,
};
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected};

/// The constraint that keeps names unique, those of hospitals out of use included.
pub const UNIQUE_NAME: &str = "hospitals_name_key";

/// Which hospitals.
#[derive(Debug, Clone, Default)]
pub struct HospitalFilter {
    /// By id.
    pub id: Option<HospitalId>,
    /// By unique name.
    pub name: Option<String>,
    /// Only those with emergency services.
    pub emergency_only: bool,
    /// Only those known for this; [`records`] looks at it.
    pub specialization: Option<String>,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

/// Active hospitals in order of their names.
pub async fn list(
    source: &mut impl Source,
    filter: &HospitalFilter,
) -> Result<Vec<Hospital>, StoreError> {
    let rows = sqlx::query!(
        "select id, name, hospital_type, contact, emergency_services, time_zone, crash_call_number, alert_phone_number
         from hospitals
         where is_active and ($1::uuid is null or id = $1) and ($2::text is null or name = $2)
           and (not $3 or emergency_services)
         order by name offset $4 limit $5",
        filter.id.map(Uuid::from),
        filter.name,
        filter.emergency_only,
        filter.skip,
        filter.limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Hospital {
            id: r.id.into(),
            name: r.name,
            hospital_type: r.hospital_type,
            contact: r.contact,
            emergency_services: r.emergency_services,
            time_zone: r.time_zone,
            crash_call_number: r.crash_call_number,
            alert_phone_number: r.alert_phone_number,
        })
        .collect())
}

/// One active hospital.
pub async fn get(source: &mut impl Source, id: HospitalId) -> Result<Option<Hospital>, StoreError> {
    let filter = HospitalFilter {
        id: Some(id),
        limit: 1,
        ..HospitalFilter::default()
    };
    Ok(list(source, &filter).await?.pop())
}

/// Adds a hospital.
pub async fn insert(uow: &mut UnitOfWork, hospital: &Hospital) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into hospitals (id, name, hospital_type, contact, emergency_services, time_zone, crash_call_number, alert_phone_number)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        hospital.id.0,
        hospital.name,
        hospital.hospital_type,
        hospital.contact,
        hospital.emergency_services,
        hospital.time_zone,
        hospital.crash_call_number,
        hospital.alert_phone_number
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Active hospitals as they are set up, in order of their names, with beds counted from stays and
/// reservations.
pub async fn records(
    source: &mut impl Source,
    filter: &HospitalFilter,
) -> Result<Vec<HospitalRecord>, StoreError> {
    let rows = sqlx::query!(
        r#"select h.id, h.name, h.registration_number, h.hospital_type, h.contact, h.email, h.address, h.website,
                  h.emergency_services, h.specializations, h.accreditations, h.time_zone, h.crash_call_number,
                  h.alert_phone_number, h.bed_turnaround_minutes, h.is_active, h.version,
                  c.total as "total!", c.available as "available!"
           from hospitals h
           cross join lateral (
             select count(*) as total,
                    count(*) filter (where b.service_state = 'in_service'
                      and not exists (select from bed_stays s where s.bed_id = b.id and upper_inf(s.during))
                      and not exists (select from bed_reservations r where r.bed_id = b.id
                                      and r.during @> (select clock_timestamp()))) as available
             from wards w join beds b on b.ward_id = w.id and b.is_active
             where w.hospital_id = h.id and w.is_active) c
           where h.is_active and ($1::uuid is null or h.id = $1) and ($2::text is null or h.name = $2)
             and (not $3 or h.emergency_services)
             and ($4::text is null or h.specializations @> array[$4])
           order by h.name offset $5 limit $6"#,
        filter.id.map(Uuid::from),
        filter.name,
        filter.emergency_only,
        filter.specialization,
        filter.skip,
        filter.limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| HospitalRecord {
            id: r.id.into(),
            profile: HospitalProfile {
                name: r.name,
                registration_number: r.registration_number,
                hospital_type: r.hospital_type,
                contact: r.contact,
                email: r.email,
                address: r.address.as_ref().and_then(Address::from_database),
                website: r.website,
                emergency_services: r.emergency_services,
                specializations: r.specializations,
                accreditations: r.accreditations,
                time_zone: r.time_zone,
                crash_call_number: r.crash_call_number,
                alert_phone_number: r.alert_phone_number,
                bed_turnaround_minutes: r.bed_turnaround_minutes,
            },
            total_beds: r.total,
            available_beds: r.available,
            is_active: r.is_active,
            version: r.version,
        })
        .collect())
}

/// How many hospitals a filter finds, counted to 1,001 at most.
pub async fn count(source: &mut impl Source, filter: &HospitalFilter) -> Result<usize, StoreError> {
    let n = sqlx::query_scalar!(
        r#"select count(*) as "n!" from (
             select from hospitals h where h.is_active and (not $1 or h.emergency_services)
               and ($2::text is null or h.specializations @> array[$2]) limit 1001) as counted"#,
        filter.emergency_only,
        filter.specialization
    )
    .fetch_one(source.connection())
    .await?;
    Ok(usize::try_from(n).unwrap_or(0))
}

/// Makes changes of one hospital follow one another.
pub async fn lock(uow: &mut UnitOfWork, id: HospitalId) -> Result<(), StoreError> {
    sqlx::query!(
        "select id from hospitals where id = $1 for no key update",
        id.0
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(())
}

/// Adds a hospital, or writes what is said of one over what was.
pub async fn write(
    uow: &mut UnitOfWork,
    id: HospitalId,
    profile: &HospitalProfile,
) -> Result<(), StoreError> {
    let address = profile
        .address
        .as_ref()
        .and_then(|address| serde_json::to_value(address).ok());
    let result = sqlx::query!(
        "insert into hospitals (id, name, registration_number, hospital_type, contact, email, address, website,
                                emergency_services, specializations, accreditations, time_zone, crash_call_number,
                                alert_phone_number, bed_turnaround_minutes)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         on conflict (id) do update set
           name = $2, registration_number = $3, hospital_type = $4, contact = $5, email = $6, address = $7, website = $8,
           emergency_services = $9, specializations = $10, accreditations = $11, time_zone = $12,
           crash_call_number = $13, alert_phone_number = $14, bed_turnaround_minutes = $15,
           version = hospitals.version + 1, updated_at = clock_timestamp()",
        id.0,
        profile.name,
        profile.registration_number,
        profile.hospital_type,
        profile.contact,
        profile.email,
        address,
        profile.website,
        profile.emergency_services,
        &profile.specializations,
        &profile.accreditations,
        profile.time_zone,
        profile.crash_call_number,
        profile.alert_phone_number,
        profile.bed_turnaround_minutes
    )
    .execute(uow.connection())
    .await?;
    affected("write hospital", 1, &result)
}

/// What still belongs to a hospital: wards, and people who are in it.
pub async fn in_use(source: &mut impl Source, id: HospitalId) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query!(
        r#"select (select count(*) from wards where hospital_id = $1 and is_active) as "wards!",
                  (select count(*) from admissions where hospital_id = $1 and discharged_at is null) as "patients!""#,
        id.0
    )
    .fetch_one(source.connection())
    .await?;
    Ok((row.wards, row.patients))
}

/// Takes a hospital out of use; its history stays.
pub async fn deactivate(uow: &mut UnitOfWork, id: HospitalId) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update hospitals set is_active = false, version = version + 1, updated_at = clock_timestamp()
         where id = $1 and is_active",
        id.0
    )
    .execute(uow.connection())
    .await?;
    affected("deactivate hospital", 1, &result)
}
