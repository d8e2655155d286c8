//! Who lies in which bed, and when: the ranges the database keeps apart.

use cloudcare_domain::id::{AdmissionId, BedId, IdGen, PatientId, UserId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork};

/// The constraint that keeps two patients out of one bed.
pub const ONE_PATIENT_PER_BED: &str = "bed_stays_one_patient_per_bed";
/// The constraint that keeps one patient out of two beds.
pub const ONE_BED_PER_PATIENT: &str = "bed_stays_one_bed_per_patient";

/// Lays a patient in a bed from a time on. Lock the bed and ask [`clash`] before: the constraints
/// would refuse, and end the transaction.
pub async fn begin(
    uow: &mut UnitOfWork,
    ids: &dyn IdGen,
    admission: AdmissionId,
    bed: BedId,
    patient: PatientId,
    from: Timestamp,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into bed_stays (id, admission_id, bed_id, patient_id, during, moved_by)
         values ($1, $2, $3, $4, tstzrange($5, null), $6)",
        ids.uuid(),
        admission.0,
        bed.0,
        patient.0,
        from.to_sqlx() as _,
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Ends whatever stay of the admission lasts; answers the bed.
pub async fn end(
    uow: &mut UnitOfWork,
    admission: AdmissionId,
    at: Timestamp,
) -> Result<Option<BedId>, StoreError> {
    let bed = sqlx::query_scalar!(
        "update bed_stays set during = tstzrange(lower(during), $2) where admission_id = $1 and upper_inf(during) returning bed_id",
        admission.0,
        at.to_sqlx() as _
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(bed.map(BedId))
}

/// What stands against a stay from a time in the past on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// Somebody lay in the bed until then.
    Bed(Timestamp),
    /// The patient lay in another bed until then.
    Patient(Timestamp),
}

/// Ended stays of the bed or of the patient that reach beyond `from`.
pub async fn clash(
    source: &mut impl Source,
    bed: BedId,
    patient: PatientId,
    from: Timestamp,
) -> Result<Option<Clash>, StoreError> {
    let row = sqlx::query!(
        "select (select max(upper(during)) from bed_stays where bed_id = $1 and during && tstzrange($3, null)
                 and not upper_inf(during)) as bed,
                (select max(upper(during)) from bed_stays where patient_id = $2 and during && tstzrange($3, null)
                 and not upper_inf(during)) as patient",
        bed.0,
        patient.0,
        from.to_sqlx() as _
    )
    .fetch_one(source.connection())
    .await?;
    Ok(match (row.bed, row.patient) {
        (Some(until), _) => Some(Clash::Bed(until.to_jiff())),
        (None, Some(until)) => Some(Clash::Patient(until.to_jiff())),
        (None, None) => None,
    })
}

/// The end of the last stay of an admission that has ended; the earliest moment for the next.
pub async fn last_end(
    source: &mut impl Source,
    admission: AdmissionId,
) -> Result<Option<Timestamp>, StoreError> {
    let at = sqlx::query_scalar!(
        "select max(upper(during)) from bed_stays where admission_id = $1 and not upper_inf(during)",
        admission.0
    )
    .fetch_one(source.connection())
    .await?;
    Ok(at.map(jiff_sqlx::Timestamp::to_jiff))
}
