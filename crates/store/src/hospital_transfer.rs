//! Transfers between hospitals.

use cloudcare_domain::{
    hospital_transfer::{HospitalTransfer, TransferStatus},
    id::{AdmissionId, HospitalId, HospitalTransferId, PatientId, UserId, WardId},
};
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected, parse};

/// The index that keeps one open transfer per patient.
pub const ONE_OPEN: &str = "hospital_transfers_one_open_idx";

/// Whether a transfer out of this admission is still open.
pub async fn open_from(
    source: &mut impl Source,
    admission: AdmissionId,
) -> Result<bool, StoreError> {
    let open = sqlx::query_scalar!(
        r#"select exists (select from hospital_transfers where from_admission_id = $1
                          and status in ('requested', 'accepted', 'in_transit')) as "open!""#,
        admission.0
    )
    .fetch_one(source.connection())
    .await?;
    Ok(open)
}

/// A transfer about to be asked for.
#[derive(Debug, Clone)]
pub struct NewTransfer {
    /// Id.
    pub id: HospitalTransferId,
    /// Who.
    pub patient_id: PatientId,
    /// Out of which stay.
    pub from_admission_id: AdmissionId,
    /// Where to.
    pub to_hospital_id: HospitalId,
    /// Onto which ward.
    pub to_ward_id: Option<WardId>,
    /// Why.
    pub reason: String,
    /// Who asks.
    pub by: Option<UserId>,
}

/// Adds a transfer.
pub async fn insert(uow: &mut UnitOfWork, new: &NewTransfer) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into hospital_transfers (id, patient_id, from_admission_id, to_hospital_id, to_ward_id, status, reason, requested_by)
         values ($1, $2, $3, $4, $5, 'requested', $6, $7)",
        new.id.0,
        new.patient_id.0,
        new.from_admission_id.0,
        new.to_hospital_id.0,
        new.to_ward_id.map(Uuid::from),
        new.reason,
        new.by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Transfers into and out of a hospital, newest first, or the one asked for.
pub async fn list(
    source: &mut impl Source,
    id: Option<HospitalTransferId>,
    hospital: Option<HospitalId>,
    open_only: bool,
    limit: i64,
) -> Result<Vec<HospitalTransfer>, StoreError> {
    let rows = sqlx::query!(
        r#"select t.id, t.patient_id, t.from_admission_id, a.hospital_id as from_id, f.name as from_name,
                  t.to_hospital_id, h.name as to_name, t.to_ward_id, t.status, t.reason, t.decline_reason,
                  t.requested_at, t.decided_at, t.departed_at, t.arrived_at, t.version
           from hospital_transfers t
           join admissions a on a.id = t.from_admission_id
           join hospitals f on f.id = a.hospital_id
           join hospitals h on h.id = t.to_hospital_id
           where ($1::uuid is null or t.id = $1)
             and ($2::uuid is null or t.to_hospital_id = $2 or a.hospital_id = $2)
             and (not $3 or t.status in ('requested', 'accepted', 'in_transit'))
           order by t.requested_at desc, t.id desc limit $4"#,
        id.map(Uuid::from),
        hospital.map(Uuid::from),
        open_only,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(HospitalTransfer {
                id: r.id.into(),
                patient_id: r.patient_id.into(),
                from_admission_id: r.from_admission_id.into(),
                from_hospital: (r.from_id.into(), r.from_name),
                to_hospital: (r.to_hospital_id.into(), r.to_name),
                to_ward_id: r.to_ward_id.map(WardId),
                status: parse("hospital_transfers.status", &r.status)?,
                reason: r.reason,
                decline_reason: r.decline_reason,
                requested_at: r.requested_at.to_jiff(),
                decided_at: r.decided_at.map(jiff_sqlx::Timestamp::to_jiff),
                departed_at: r.departed_at.map(jiff_sqlx::Timestamp::to_jiff),
                arrived_at: r.arrived_at.map(jiff_sqlx::Timestamp::to_jiff),
                version: r.version,
            })
        })
        .collect()
}

/// One transfer.
pub async fn get(
    source: &mut impl Source,
    id: HospitalTransferId,
) -> Result<Option<HospitalTransfer>, StoreError> {
    Ok(list(source, Some(id), None, false, 1).await?.pop())
}

/// One transfer, its row locked until the unit of work ends. Lock the patient before.
pub async fn lock(
    uow: &mut UnitOfWork,
    id: HospitalTransferId,
) -> Result<Option<HospitalTransfer>, StoreError> {
    sqlx::query!(
        "select id from hospital_transfers where id = $1 for no key update",
        id.0
    )
    .fetch_optional(uow.connection())
    .await?;
    get(uow, id).await
}

/// Writes where a transfer stands now.
pub async fn advance(
    uow: &mut UnitOfWork,
    transfer: &HospitalTransfer,
    to: TransferStatus,
    decline_reason: Option<&str>,
    to_admission: Option<AdmissionId>,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update hospital_transfers set
           status = $3, decline_reason = $4,
           to_admission_id = coalesce($5, to_admission_id),
           decided_by = case when $3 in ('accepted', 'declined', 'cancelled') and decided_at is null then $6 else decided_by end,
           decided_at = case when $3 in ('accepted', 'declined', 'cancelled') then coalesce(decided_at, clock_timestamp()) else decided_at end,
           departed_at = case when $3 = 'in_transit' then clock_timestamp() else departed_at end,
           arrived_at = case when $3 = 'arrived' then clock_timestamp() else arrived_at end,
           version = version + 1
         where id = $1 and version = $2",
        transfer.id.0,
        transfer.version,
        to.as_str(),
        decline_reason,
        to_admission.map(Uuid::from),
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    affected("advance transfer", 1, &result)
}
