//! Beds.

use cloudcare_domain::{
    bed::Bed,
    id::{AdmissionId, BedId, IdGen, PatientId, WardId},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

use crate::{Source, StoreError, UnitOfWork, parse};

/// Beds of a ward in the ward's order.
pub async fn of_ward(source: &mut impl Source, ward: WardId) -> Result<Vec<Bed>, StoreError> {
    let rows = sqlx::query!(
        "select id, ward_id, label, bay, position, capabilities, service_state, state_reason, state_since
         from beds where ward_id = $1 order by position",
        ward.0
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Bed {
                id: r.id.into(),
                ward_id: r.ward_id.into(),
                label: r.label,
                bay: r.bay,
                position: r.position,
                capabilities: r.capabilities,
                service_state: parse("beds.service_state", &r.service_state)?,
                state_reason: r.state_reason,
                state_since: r.state_since.to_jiff(),
            })
        })
        .collect()
}

/// Adds a bed.
pub async fn insert(uow: &mut UnitOfWork, bed: &Bed) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into beds (id, ward_id, label, bay, position, capabilities, service_state, state_reason, state_since)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        bed.id.0,
        bed.ward_id.0,
        bed.label,
        bed.bay,
        bed.position,
        &bed.capabilities,
        bed.service_state.as_str(),
        bed.state_reason,
        bed.state_since.to_sqlx() as _
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Lays a patient in a bed from a time on. The database refuses a second patient in the bed
/// (`bed_stays_one_patient_per_bed`) and a second bed for the patient (`bed_stays_one_bed_per_patient`).
pub async fn occupy(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    admission: AdmissionId,
    bed: BedId,
    patient: PatientId,
    from: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into bed_stays (id, admission_id, bed_id, patient_id, during) values ($1, $2, $3, $4, tstzrange($5, null))",
        ids.uuid(),
        admission.0,
        bed.0,
        patient.0,
        from.to_sqlx() as _
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}
