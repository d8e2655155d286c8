//! Somebody nobody could name turns out to be somebody: named, or linked to the record there was.

use cloudcare_domain::id::PatientId;

use crate::{Source, StoreError, UnitOfWork, affected};

/// The constraint that keeps one active inpatient stay per patient.
pub const ONE_INPATIENT_STAY: &str = "admissions_one_active_inpatient_idx";

/// Everything known of `from` becomes known of `to`, and `from` answers as `to` from now on. The
/// allergy list becomes the union; substances listed on both stay once. Allergy and resuscitation
/// states are the caller's to decide.
pub async fn link(uow: &mut UnitOfWork, from: PatientId, to: PatientId) -> Result<(), StoreError> {
    // Nobody may be called first twice.
    sqlx::query!(
        "update family_contacts set is_primary = false, version = version + 1
         where patient_id = $1 and is_primary and is_active
           and exists (select from family_contacts o where o.patient_id = $2 and o.is_primary and o.is_active)",
        from.0,
        to.0
    )
    .execute(uow.connection())
    .await?;
    // A death already on the other record stands for both.
    sqlx::query!(
        "update deaths set patient_id = $2
         where patient_id = $1 and not (reversed_at is null and exists
           (select from deaths o where o.patient_id = $2 and o.reversed_at is null))",
        from.0,
        to.0
    )
    .execute(uow.connection())
    .await?;
    sqlx::query!(
        "update allergies set patient_id = $2
         where patient_id = $1 and not (status = 'active' and exists
           (select from allergies o where o.patient_id = $2 and o.status = 'active'
              and search_form(o.substance) = search_form(allergies.substance)))",
        from.0,
        to.0
    )
    .execute(uow.connection())
    .await?;
    sqlx::query!(
        "update patient_doctors set patient_id = $2
         where patient_id = $1 and not (ended_at is null and exists
           (select from patient_doctors o where o.patient_id = $2 and o.doctor_id = patient_doctors.doctor_id
              and o.relationship_type = patient_doctors.relationship_type and o.ended_at is null))",
        from.0,
        to.0
    )
    .execute(uow.connection())
    .await?;
    // One phone writes for one record at a time.
    sqlx::query!(
        "update wearable_devices set unbound_at = clock_timestamp()
         where patient_id = $1 and unbound_at is null and exists
           (select from wearable_devices o where o.patient_id = $2 and o.data_origin = wearable_devices.data_origin
              and o.unbound_at is null)",
        from.0,
        to.0
    )
    .execute(uow.connection())
    .await?;
    // What the same phone has sent for both stays once.
    sqlx::query!(
        "update wearable_records set patient_id = $2
         where patient_id = $1 and not exists
           (select from wearable_records o where o.patient_id = $2 and o.kind = wearable_records.kind
              and o.record_id = wearable_records.record_id)",
        from.0,
        to.0
    )
    .execute(uow.connection())
    .await?;
    for statement in [
        "update consents set patient_id = $2 where patient_id = $1",
        "update patient_keys set patient_id = $2 where patient_id = $1",
        "update wearable_devices set patient_id = $2 where patient_id = $1",
        "update late_findings set patient_id = $2 where patient_id = $1",
        "update patient_former_names set patient_id = $2 where patient_id = $1",
        "update admissions set patient_id = $2 where patient_id = $1",
        "update bed_stays set patient_id = $2 where patient_id = $1",
        "update bed_reservations set patient_id = $2 where patient_id = $1",
        "update hospital_transfers set patient_id = $2 where patient_id = $1",
        "update alerts set patient_id = $2 where patient_id = $1",
        "update conditions set patient_id = $2 where patient_id = $1",
        "update observation_sets set patient_id = $2 where patient_id = $1",
        "update medication_statements set patient_id = $2 where patient_id = $1",
        "update family_contacts set patient_id = $2 where patient_id = $1",
        "update patients set mother_id = $2 where mother_id = $1",
        "update patients set linked_to = $2 where linked_to = $1",
    ] {
        sqlx::query(statement)
            .bind(from.0)
            .bind(to.0)
            .execute(uow.connection())
            .await?;
    }
    let result = sqlx::query!(
        "update patients set identity_state = 'linked', linked_to = $2, version = version + 1, updated_at = clock_timestamp()
         where id = $1 and identity_state = 'unidentified'",
        from.0,
        to.0
    )
    .execute(uow.connection())
    .await?;
    affected("link patient", 1, &result)
}
