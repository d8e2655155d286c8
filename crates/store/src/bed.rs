//! Beds.

use cloudcare_domain::{
    bed::{Bed, BedNow, Lying, Reservation, ServiceState},
    id::{AdmissionId, BedId, HospitalId, IdGen, PatientId, ReservationId, WardId},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected, parse};

/// Which beds; every part narrows.
#[derive(Debug, Clone, Default)]
pub struct BedFilter {
    /// These.
    pub ids: Option<Vec<BedId>>,
    /// Of a ward.
    pub ward: Option<WardId>,
    /// Of a hospital.
    pub hospital: Option<HospitalId>,
}

/// Beds that stand somewhere, in the order of wards and of the wards' own. Who lies in one comes from
/// the stay alone: whether that person can be read has nothing to do with whether the bed is taken.
pub async fn list(source: &mut impl Source, filter: &BedFilter) -> Result<Vec<BedNow>, StoreError> {
    let ids: Option<Vec<Uuid>> = filter.ids.as_ref().map(|ids| ids.iter().map(|b| b.0).collect());
    let rows = sqlx::query!(
        r#"select b.id, b.ward_id, b.label, b.bay, b.position, b.capabilities, b.service_state, b.state_reason, b.state_since,
                  b.version, w.name as ward_name, w.hospital_id, h.bed_turnaround_minutes,
                  r.id as "reservation_id?", r.patient_id as reserved_for, r.reason as reserved_why,
                  lower(r.during) as reserved_from, upper(r.during) as reserved_until, u.full_name as "reserved_by?",
                  s.patient_id as "lying_patient?", s.admission_id as "lying_admission?", a.version as "lying_version?",
                  lower(s.during) as lying_since
           from beds b
           join wards w on w.id = b.ward_id
           join hospitals h on h.id = w.hospital_id
           left join bed_reservations r on r.bed_id = b.id and r.during @> (select clock_timestamp())
           left join users u on u.id = r.reserved_by
           left join bed_stays s on s.bed_id = b.id and upper_inf(s.during)
           left join admissions a on a.id = s.admission_id
           where b.is_active and ($1::uuid[] is null or b.id = any($1)) and ($2::uuid is null or b.ward_id = $2)
             and ($3::uuid is null or w.hospital_id = $3) and w.is_active
           order by w.name, b.position, b.id"#,
        ids.as_deref(),
        filter.ward.map(Uuid::from),
        filter.hospital.map(Uuid::from)
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            let reservation = match (r.reservation_id, r.reserved_from, r.reserved_until) {
                (Some(id), Some(from), Some(until)) => Some(Reservation {
                    id: ReservationId(id),
                    patient_id: r.reserved_for.map(PatientId),
                    reason: r.reserved_why,
                    from: from.to_jiff(),
                    until: until.to_jiff(),
                    by: r.reserved_by,
                }),
                _ => None,
            };
            let lying = match (r.lying_patient, r.lying_admission, r.lying_version, r.lying_since) {
                (Some(patient), Some(admission), Some(version), Some(since)) => Some(Lying {
                    patient_id: patient.into(),
                    admission_id: admission.into(),
                    admission_version: version,
                    since: since.to_jiff(),
                }),
                _ => None,
            };
            Ok(BedNow {
                bed: Bed {
                    id: r.id.into(),
                    ward_id: r.ward_id.into(),
                    label: r.label,
                    bay: r.bay,
                    position: r.position,
                    capabilities: r.capabilities,
                    service_state: parse("beds.service_state", &r.service_state)?,
                    state_reason: r.state_reason,
                    state_since: r.state_since.to_jiff(),
                },
                ward_name: r.ward_name,
                hospital_id: r.hospital_id.into(),
                version: r.version,
                turnaround_minutes: r.bed_turnaround_minutes,
                reservation,
                lying,
            })
        })
        .collect()
}

/// One bed.
pub async fn get(source: &mut impl Source, id: BedId) -> Result<Option<BedNow>, StoreError> {
    let filter = BedFilter {
        ids: Some(vec![id]),
        ..BedFilter::default()
    };
    Ok(list(source, &filter).await?.pop())
}

/// Makes units of work about these beds follow one another until this one ends. Taken before a stay
/// is written: racing inserts would deadlock on the exclusion constraints.
pub async fn lock(uow: &mut UnitOfWork, beds: &[BedId]) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = beds.iter().map(|b| b.0).collect();
    sqlx::query!(
        "select id from beds where id = any($1) order by id for no key update",
        &ids
    )
    .fetch_all(uow.connection())
    .await?;
    Ok(())
}

/// Locks the bed of a ward that suits best and that nobody else is just taking: one kept for the
/// patient, then one with the least that others may need more. Look again whether it is free: its
/// taker may have ended between this statement's picture and its lock.
pub async fn pick(
    uow: &mut UnitOfWork,
    ward: WardId,
    patient: PatientId,
    required: &[String],
) -> Result<Option<BedId>, StoreError> {
    let id = sqlx::query_scalar!(
        "select b.id from beds b
         where b.ward_id = $1 and b.is_active and b.service_state = 'in_service' and b.capabilities @> $3
           and not exists (select from bed_stays s where s.bed_id = b.id and upper_inf(s.during))
           and not exists (select from bed_reservations r where r.bed_id = b.id
                           and r.during @> (select clock_timestamp()) and r.patient_id is distinct from $2)
         order by exists (select from bed_reservations r where r.bed_id = b.id and r.patient_id = $2
                          and r.during @> (select clock_timestamp())) desc,
                  cardinality(b.capabilities), b.position
         limit 1
         for no key update of b skip locked",
        ward.0,
        patient.0,
        required
    )
    .fetch_optional(uow.connection())
    .await?;
    Ok(id.map(BedId))
}

/// What the hospital says of a bed from now on.
pub async fn set_state(
    uow: &mut UnitOfWork,
    id: BedId,
    state: ServiceState,
    reason: Option<&str>,
    since: Timestamp,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "update beds set service_state = $2, state_reason = $3, state_since = $4, version = version + 1 where id = $1",
        id.0,
        state.as_str(),
        reason,
        since.to_sqlx() as _
    )
    .execute(uow.connection())
    .await?;
    affected("set bed state", 1, &result)
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

/// Keeps a bed for somebody from now until a time.
pub async fn reserve(
    uow: &mut UnitOfWork,
    id: ReservationId,
    bed: BedId,
    patient: Option<PatientId>,
    reason: Option<&str>,
    until: Timestamp,
    by: Option<cloudcare_domain::id::UserId>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into bed_reservations (id, bed_id, patient_id, reason, during, reserved_by)
         values ($1, $2, $3, $4, tstzrange(clock_timestamp(), $5), $6)",
        id.0,
        bed.0,
        patient.map(Uuid::from),
        reason,
        until.to_sqlx() as _,
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Ends what is kept now of a bed; answers whether anything was.
pub async fn release(uow: &mut UnitOfWork, bed: BedId) -> Result<bool, StoreError> {
    let result = sqlx::query!(
        "update bed_reservations set during = tstzrange(lower(during), clock_timestamp())
         where bed_id = $1 and during @> clock_timestamp()",
        bed.0
    )
    .execute(uow.connection())
    .await?;
    Ok(result.rows_affected() > 0)
}

/// Ends everything that is kept for a patient in one hospital; answers the beds and their wards.
pub async fn release_all(
    uow: &mut UnitOfWork,
    patient: PatientId,
    hospital: HospitalId,
) -> Result<Vec<(BedId, WardId)>, StoreError> {
    let rows = sqlx::query!(
        "update bed_reservations r set during = tstzrange(lower(r.during), clock_timestamp())
         from beds b join wards w on w.id = b.ward_id
         where r.patient_id = $1 and r.during @> clock_timestamp() and b.id = r.bed_id and w.hospital_id = $2
         returning b.id, b.ward_id",
        patient.0,
        hospital.0
    )
    .fetch_all(uow.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (BedId(r.id), WardId(r.ward_id)))
        .collect())
}
