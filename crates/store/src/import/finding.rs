//! Imported conditions, allergies, medicines and vital signs.

use cloudcare_domain::{
    id::IdGen,
    import::{AllergyRecord, ConditionRecord, MedicationRecord, VitalsRecord},
    observation::Vitals,
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork};

use super::new_id;

/// Adds a condition.
pub async fn insert_condition(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    patient: Uuid,
    told: &ConditionRecord,
) -> Result<Uuid, StoreError> {
    let id = new_id(ids);
    sqlx::query!(
        "insert into conditions (id, patient_id, icd10_code, description, started_on, ended_on)
         values ($1, $2, $3, $4, $5, $6)",
        id,
        patient,
        told.icd10_code,
        told.description,
        told.started_on.map(ToSqlx::to_sqlx) as _,
        told.ended_on.map(ToSqlx::to_sqlx) as _
    )
    .execute(uow.connection())
    .await?;
    Ok(id)
}

/// Writes over what an import wrote.
pub async fn update_condition(
    uow: &mut UnitOfWork,
    id: Uuid,
    version: i32,
    told: &ConditionRecord,
) -> Result<Option<i32>, StoreError> {
    let version = sqlx::query_scalar!(
        "update conditions set icd10_code = $3, description = $4, started_on = $5, ended_on = $6, version = version + 1
         where id = $1 and version = $2 and status = 'active' returning version",
        id,
        version,
        told.icd10_code,
        told.description,
        told.started_on.map(ToSqlx::to_sqlx) as _,
        told.ended_on.map(ToSqlx::to_sqlx) as _
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(version)
}

/// Adds an allergy, refuted where the other system says so.
pub async fn insert_allergy(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    patient: Uuid,
    told: &AllergyRecord,
) -> Result<Uuid, StoreError> {
    let id = new_id(ids);
    let (code, system) = told.code.as_ref().map(|c| (&c.0, &c.1)).unzip();
    sqlx::query!(
        "insert into allergies (id, patient_id, substance, reaction, severity, category, code, code_system, status,
                                status_reason, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, case when $9::text is null then 'active' else 'refuted' end, $9,
                 coalesce($10, clock_timestamp()))",
        id,
        patient,
        told.substance,
        told.reaction,
        told.severity,
        told.category,
        code,
        system,
        told.refuted,
        told.recorded_at.map(ToSqlx::to_sqlx) as _
    )
    .execute(uow.connection())
    .await?;
    Ok(id)
}

/// Writes over what an import wrote.
pub async fn update_allergy(
    uow: &mut UnitOfWork,
    id: Uuid,
    version: i32,
    told: &AllergyRecord,
) -> Result<Option<i32>, StoreError> {
    let (code, system) = told.code.as_ref().map(|c| (&c.0, &c.1)).unzip();
    let version = sqlx::query_scalar!(
        "update allergies set substance = $3, reaction = $4, severity = $5, category = $6, code = $7, code_system = $8,
                status = case when $9::text is null then 'active' else 'refuted' end, status_reason = $9,
                version = version + 1
         where id = $1 and version = $2 and status_by is null returning version",
        id,
        version,
        told.substance,
        told.reaction,
        told.severity,
        told.category,
        code,
        system,
        told.refuted
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(version)
}

/// Says that a patient has allergies, whatever was said before: a list with entries beside "none
/// known" would be read as none (H13). Answers the patient's new version where that was news.
pub async fn tell_allergies(
    uow: &mut UnitOfWork,
    patient: Uuid,
) -> Result<Option<i32>, StoreError> {
    let version = sqlx::query_scalar!(
        "update patients set allergy_state = 'known', allergy_state_by = null, allergy_state_at = clock_timestamp(),
                version = version + 1, updated_at = clock_timestamp()
         where id = $1 and allergy_state <> 'known' returning version",
        patient
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(version)
}

/// Adds a medicine.
pub async fn insert_medication(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    patient: Uuid,
    told: &MedicationRecord,
) -> Result<Uuid, StoreError> {
    let id = new_id(ids);
    let (code, system) = told.code.as_ref().map(|c| (&c.0, &c.1)).unzip();
    sqlx::query!(
        "insert into medication_statements (id, patient_id, medication_name, code, code_system, dosage, status, authored_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        patient,
        told.name,
        code,
        system,
        told.dosage,
        told.status,
        told.authored_at.map(ToSqlx::to_sqlx) as _
    )
    .execute(uow.connection())
    .await?;
    Ok(id)
}

/// Writes over what an import wrote; nobody else writes these rows, so they have no version.
pub async fn update_medication(
    uow: &mut UnitOfWork,
    id: Uuid,
    told: &MedicationRecord,
) -> Result<(), StoreError> {
    let (code, system) = told.code.as_ref().map(|c| (&c.0, &c.1)).unzip();
    let result = sqlx::query!(
        "update medication_statements set medication_name = $2, code = $3, code_system = $4, dosage = $5, status = $6,
                authored_at = $7
         where id = $1",
        id,
        told.name,
        code,
        system,
        told.dosage,
        told.status,
        told.authored_at.map(ToSqlx::to_sqlx) as _
    )
    .execute(uow.connection())
    .await?;
    crate::affected("update medicine", 1, &result)
}

/// Adds a set of vital signs.
pub async fn insert_vitals(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    patient: Uuid,
    admission: Option<Uuid>,
    told: &VitalsRecord,
) -> Result<Uuid, StoreError> {
    let id = new_id(ids);
    let at: Timestamp = told.taken_at;
    let v = &told.vitals;
    sqlx::query!(
        "insert into observation_sets (id, patient_id, admission_id, taken_at, origin, respiration_per_min,
                                       oxygen_saturation_percent, systolic_mmhg, diastolic_mmhg, pulse_per_min,
                                       temperature_c, weight_kg, height_cm)
         values ($1, $2, $3, $4, 'import', $5, $6, $7, $8, $9, $10, $11, $12)",
        id,
        patient,
        admission,
        at.to_sqlx() as _,
        v.respiration_per_min,
        v.oxygen_saturation_percent,
        v.systolic_mmhg,
        v.diastolic_mmhg,
        v.pulse_per_min,
        v.temperature_c,
        v.weight_kg,
        v.height_cm
    )
    .execute(uow.connection())
    .await?;
    Ok(id)
}

/// Adds values to a set: over those it has where `over` says so, else only where it has none. Answers
/// none too where one of them is there already and differs.
pub async fn fill_vitals(
    uow: &mut UnitOfWork,
    id: Uuid,
    version: i32,
    v: &Vitals,
    over: bool,
) -> Result<Option<i32>, StoreError> {
    let version = sqlx::query_scalar!(
        "update observation_sets set
           respiration_per_min = coalesce($3, respiration_per_min),
           oxygen_saturation_percent = coalesce($4, oxygen_saturation_percent),
           systolic_mmhg = coalesce($5, systolic_mmhg),
           diastolic_mmhg = coalesce($6, diastolic_mmhg),
           pulse_per_min = coalesce($7, pulse_per_min),
           temperature_c = coalesce($8, temperature_c),
           weight_kg = coalesce($9, weight_kg),
           height_cm = coalesce($10, height_cm),
           version = version + 1
         where id = $1 and version = $2 and status = 'final' and ($11 or coalesce(respiration_per_min = $3, true)
             and coalesce(oxygen_saturation_percent = $4, true)
             and coalesce(systolic_mmhg = $5, true)
             and coalesce(diastolic_mmhg = $6, true)
             and coalesce(pulse_per_min = $7, true)
             and coalesce(temperature_c = $8, true)
             and coalesce(weight_kg = $9, true)
             and coalesce(height_cm = $10, true))
         returning version",
        id,
        version,
        v.respiration_per_min,
        v.oxygen_saturation_percent,
        v.systolic_mmhg,
        v.diastolic_mmhg,
        v.pulse_per_min,
        v.temperature_c,
        v.weight_kg,
        v.height_cm,
        over
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(version)
}

/// Takes values out of a set they no longer belong to; a set that is left empty was a mistake.
pub async fn clear_vitals(
    uow: &mut UnitOfWork,
    id: Uuid,
    version: i32,
    v: &Vitals,
) -> Result<Option<i32>, StoreError> {
    let version = sqlx::query_scalar!(
        "update observation_sets set
           respiration_per_min = case when $3 then null else respiration_per_min end,
           oxygen_saturation_percent = case when $4 then null else oxygen_saturation_percent end,
           systolic_mmhg = case when $5 then null else systolic_mmhg end,
           diastolic_mmhg = case when $6 then null else diastolic_mmhg end,
           pulse_per_min = case when $7 then null else pulse_per_min end,
           temperature_c = case when $8 then null else temperature_c end,
           weight_kg = case when $9 then null else weight_kg end,
           height_cm = case when $10 then null else height_cm end,
           version = version + 1
         where id = $1 and version = $2 and status = 'final' returning version",
        id,
        version,
        v.respiration_per_min.is_some(),
        v.oxygen_saturation_percent.is_some(),
        v.systolic_mmhg.is_some(),
        v.diastolic_mmhg.is_some(),
        v.pulse_per_min.is_some(),
        v.temperature_c.is_some(),
        v.weight_kg.is_some(),
        v.height_cm.is_some()
    )
    .fetch_optional(uow.connection())
    .await?;
    sqlx::query!(
        "update observation_sets set status = 'entered_in_error'
         where id = $1 and num_nonnulls(respiration_per_min, oxygen_saturation_percent, on_oxygen, systolic_mmhg,
               diastolic_mmhg, pulse_per_min, temperature_c, consciousness, weight_kg, height_cm) = 0",
        id
    )
    .execute(uow.connection())
    .await?;
    Ok(version)
}
