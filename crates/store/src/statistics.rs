//! Statistics of a hospital: every number is counted from stays, none is kept.

use cloudcare_domain::id::{HospitalId, WardId};
use jiff::civil::Date;

use crate::{Source, StoreError};

/// Beds of one ward by what the board shows of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WardOccupancy {
    /// The ward.
    pub ward_id: WardId,
    /// Its name.
    pub ward_name: String,
    /// Beds that stand in it.
    pub total: i64,
    /// Somebody lies in it.
    pub occupied: i64,
    /// Kept for somebody.
    pub reserved: i64,
    /// Being cleaned.
    pub cleaning: i64,
    /// Out of use.
    pub closed: i64,
    /// Somebody could lie in it now.
    pub free: i64,
}

/// Wards of a hospital with their beds; the states are derived as `domain::bed::BedState` derives them.
pub async fn wards(
    source: &mut impl Source,
    hospital: HospitalId,
) -> Result<Vec<WardOccupancy>, StoreError> {
    let rows = sqlx::query!(
        r#"select w.id, w.name, count(b.id) as "total!",
                  count(*) filter (where b.taken) as "occupied!",
                  count(*) filter (where not b.taken and b.service_state = 'closed') as "closed!",
                  count(*) filter (where not b.taken and b.service_state = 'cleaning') as "cleaning!",
                  count(*) filter (where not b.taken and b.service_state = 'in_service' and b.kept) as "reserved!",
                  count(*) filter (where not b.taken and b.service_state = 'in_service' and not b.kept) as "free!"
           from wards w
           left join lateral (
             select b.id, b.service_state,
                    exists (select from bed_stays s where s.bed_id = b.id and upper_inf(s.during)) as taken,
                    exists (select from bed_reservations r where r.bed_id = b.id
                            and r.during @> (select clock_timestamp())) as kept
             from beds b where b.ward_id = w.id and b.is_active) b on true
           where w.hospital_id = $1 and w.is_active
           group by w.id, w.name order by w.name"#,
        hospital.0
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| WardOccupancy {
            ward_id: r.id.into(),
            ward_name: r.name,
            total: r.total,
            occupied: r.occupied,
            reserved: r.reserved,
            cleaning: r.cleaning,
            closed: r.closed,
            free: r.free,
        })
        .collect())
}

/// People of a hospital, counted.
#[derive(Debug, Clone, PartialEq)]
pub struct People {
    /// Doctors who work there now.
    pub doctors: i64,
    /// Open stays.
    pub patients: i64,
    /// Open stays without a bed, of those who should have one.
    pub without_bed: i64,
    /// Everybody who was ever treated there; a mistake is not a treatment.
    pub treated: i64,
    /// Mean length of stays that ended within the last year, in hours.
    pub average_stay_hours: Option<f64>,
}

/// People of a hospital.
pub async fn people(source: &mut impl Source, hospital: HospitalId) -> Result<People, StoreError> {
    let row = sqlx::query!(
        r#"select
             (select count(distinct doctor_id) from doctor_hospitals where hospital_id = $1 and ended_at is null) as "doctors!",
             (select count(*) from admissions where hospital_id = $1 and discharged_at is null) as "patients!",
             (select count(*) from admissions a where a.hospital_id = $1 and a.discharged_at is null
              and a.treatment_type <> 'outpatient'
              and not exists (select from bed_stays s where s.admission_id = a.id and upper_inf(s.during))) as "without_bed!",
             (select count(distinct patient_id) from admissions where hospital_id = $1 and cancelled_at is null) as "treated!",
             (select (extract(epoch from avg(discharged_at - admitted_at)) / 3600)::float8 from admissions
              where hospital_id = $1 and cancelled_at is null and treatment_type = 'inpatient'
              and discharged_at > clock_timestamp() - interval '1 year') as hours"#,
        hospital.0
    )
    .fetch_one(source.connection())
    .await?;
    Ok(People {
        doctors: row.doctors,
        patients: row.patients,
        without_bed: row.without_bed,
        treated: row.treated,
        average_stay_hours: row.hours,
    })
}

/// One day on the hospital's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCount {
    /// The day.
    pub day: Date,
    /// Who came.
    pub admissions: i64,
    /// Who left.
    pub discharges: i64,
    /// Beds lain in when the day began.
    pub occupied_at_midnight: i64,
}

/// The last 30 days on the calendar of the hospital's zone, today last.
pub async fn days(
    source: &mut impl Source,
    hospital: HospitalId,
    time_zone: &str,
) -> Result<Vec<DayCount>, StoreError> {
    let rows = sqlx::query!(
        r#"with today as (select (clock_timestamp() at time zone $2)::date as day),
                days as (select today.day - n as day, (today.day - n)::timestamp at time zone $2 as from_at,
                                (today.day - n + 1)::timestamp at time zone $2 as to_at
                         from today, generate_series(0, 29) as n),
                came as (select (admitted_at at time zone $2)::date as day, count(*) as n from admissions
                         where hospital_id = $1 and cancelled_at is null
                           and admitted_at >= (select min(from_at) from days) group by 1),
                went as (select (discharged_at at time zone $2)::date as day, count(*) as n from admissions
                         where hospital_id = $1 and cancelled_at is null
                           and discharged_at >= (select min(from_at) from days) group by 1)
           select d.day as "day!", coalesce(came.n, 0) as "admissions!", coalesce(went.n, 0) as "discharges!",
                  (select count(*) from wards w join beds b on b.ward_id = w.id
                   join bed_stays s on s.bed_id = b.id and s.during @> d.from_at
                   where w.hospital_id = $1) as "occupied!"
           from days d left join came on came.day = d.day left join went on went.day = d.day
           order by d.day"#,
        hospital.0,
        time_zone
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| DayCount {
            day: r.day.to_jiff(),
            admissions: r.admissions,
            discharges: r.discharges,
            occupied_at_midnight: r.occupied,
        })
        .collect())
}
