//! Hospitals.

use cloudcare_domain::{hospital::Hospital, id::HospitalId};
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork};

/// Which hospitals.
#[derive(Debug, Clone, Default)]
pub struct HospitalFilter {
    /// By id.
    pub id: Option<HospitalId>,
    /// By unique name.
    pub name: Option<String>,
    /// Only those with emergency services.
    pub emergency_only: bool,
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
