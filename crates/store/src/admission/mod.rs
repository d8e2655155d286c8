//! Admissions and whereabouts.

mod board;
mod hospital;
mod record;
mod story;

pub use board::{BoardFacts, board_facts, latest_observations};
pub use hospital::{NewestStay, StayFilter, StayInHospital, count_in_hospital, in_hospital};
pub use record::{
    Change, Obstacle, admit, cancel, change, count_of_patient, discharge, get, lock, obstacle,
    of_patient, open_of_patient, relocate,
};
pub use story::{NewStoryLine, StoryLine, add_to_story, story};

use std::collections::HashMap;

use cloudcare_domain::{
    access::{Place, Subject},
    admission::{Admission, Isolation, Whereabouts},
    bed::Needs,
    id::{AdmissionId, BedId, DepartmentId, DoctorId, HospitalId, PatientId, UserId, WardId},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, parse};

/// An admission about to be written.
#[derive(Debug, Clone)]
pub struct NewAdmission {
    /// The admission.
    pub admission: Admission,
    /// Isolation need.
    pub isolation: Option<Isolation>,
    /// Where a patient without a bed is.
    pub place: Option<String>,
    /// Doctor who answers for the patient.
    pub responsible_doctor: Option<DoctorId>,
    /// When discharge is planned.
    pub expected_discharge_at: Option<Timestamp>,
}

/// What an admission by somebody holds beyond the stay itself.
#[derive(Debug, Clone, Default)]
pub struct AdmittedWith {
    /// Capabilities the place must have.
    pub needs: Vec<String>,
    /// Department.
    pub department_id: Option<DepartmentId>,
    /// Who admitted.
    pub by: Option<UserId>,
}

/// A patient lying, or being, on a ward; the board's row without the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupancy {
    /// Admission.
    pub admission_id: AdmissionId,
    /// Its version.
    pub admission_version: i32,
    /// Who.
    pub patient_id: PatientId,
    /// The ward that answers for the patient, by name; another than the board's where the patient
    /// lies in a bed of this ward all the same.
    pub ward: Option<(WardId, String)>,
    /// In which bed; none for the "no bed / away" lane.
    pub bed_id: Option<BedId>,
    /// Since when in hospital.
    pub admitted_at: Timestamp,
    /// Discharged, although still in a bed as far as the stays tell.
    pub discharged_at: Option<Timestamp>,
    /// Planned discharge.
    pub expected_discharge_at: Option<Timestamp>,
    /// What the place must have.
    pub needs: Needs,
    /// Where, without a bed.
    pub place: Option<String>,
    /// Away and coming back, since then.
    pub away_since: Option<Timestamp>,
    /// Responsible doctor's name.
    pub responsible_doctor: Option<String>,
    /// Open admissions of the patient, this one included; more than one is a disagreement.
    pub open_admissions: i64,
}

/// Adds an admission.
pub async fn insert(uow: &mut UnitOfWork, new: &NewAdmission) -> Result<(), StoreError> {
    let a = &new.admission;
    sqlx::query!(
        "insert into admissions (id, patient_id, hospital_id, ward_id, treatment_type, reason, isolation, place,
                                 responsible_doctor_id, admitted_at, expected_discharge_at, discharged_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        a.id.0,
        a.patient_id.0,
        a.hospital_id.0,
        a.ward_id.map(Uuid::from),
        a.treatment_type.as_str(),
        a.reason,
        new.isolation.map(Isolation::as_str),
        new.place,
        new.responsible_doctor.map(Uuid::from),
        a.admitted_at.to_sqlx() as _,
        new.expected_discharge_at.map(ToSqlx::to_sqlx) as _,
        a.discharged_at.map(ToSqlx::to_sqlx) as _,
    )
    .execute(uow.connection())
    .await?;
    Ok(())
}

/// Everyone a ward answers for now, with or without a bed, and everyone who lies in one of its beds.
/// A stay that was never closed shows even where the admission has ended: who lies there is told by
/// the stay alone.
pub async fn on_ward(source: &mut impl Source, ward: WardId) -> Result<Vec<Occupancy>, StoreError> {
    let rows = sqlx::query!(
        r#"with here as (
             select a.id from admissions a where a.ward_id = $1 and a.discharged_at is null
             union
             select s.admission_id from bed_stays s join beds b on b.id = s.bed_id
             where b.ward_id = $1 and upper_inf(s.during)
           )
           select a.id, a.version, a.patient_id, a.ward_id, w.name as "ward_name?", s.bed_id as "bed_id?", a.admitted_at,
                  a.discharged_at, a.expected_discharge_at, a.isolation, a.needs, a.place, a.away_since,
                  d.full_name as "doctor?",
                  (select count(*) from admissions o where o.patient_id = a.patient_id and o.discharged_at is null) as "open!"
           from here
           join admissions a on a.id = here.id
           left join wards w on w.id = a.ward_id
           left join bed_stays s on s.admission_id = a.id and upper_inf(s.during)
           left join doctors d on d.id = a.responsible_doctor_id
           order by a.admitted_at, a.id"#,
        ward.0
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Occupancy {
                admission_id: r.id.into(),
                admission_version: r.version,
                patient_id: r.patient_id.into(),
                ward: r.ward_id.map(WardId).zip(r.ward_name),
                bed_id: r.bed_id.map(BedId),
                admitted_at: r.admitted_at.to_jiff(),
                discharged_at: r.discharged_at.map(jiff_sqlx::Timestamp::to_jiff),
                expected_discharge_at: r.expected_discharge_at.map(jiff_sqlx::Timestamp::to_jiff),
                needs: needs(r.isolation.as_deref(), r.needs)?,
                place: r.place,
                away_since: r.away_since.map(jiff_sqlx::Timestamp::to_jiff),
                responsible_doctor: r.doctor,
                open_admissions: r.open,
            })
        })
        .collect()
}

fn needs(isolation: Option<&str>, capabilities: Vec<String>) -> Result<Needs, StoreError> {
    Ok(Needs {
        isolation: isolation
            .map(|i| parse("admissions.isolation", i))
            .transpose()?,
        capabilities,
    })
}

/// Where a patient is now; none when not admitted anywhere.
pub async fn whereabouts(
    source: &mut impl Source,
    patient: PatientId,
) -> Result<Option<Whereabouts>, StoreError> {
    let row = sqlx::query!(
        r#"select a.hospital_id, a.ward_id, w.name as "ward_name?", b.id as "bed_id?", b.label as "bed_label?", a.place
           from admissions a
           left join wards w on w.id = a.ward_id
           left join bed_stays s on s.admission_id = a.id and upper_inf(s.during)
           left join beds b on b.id = s.bed_id
           where a.patient_id = $1 and a.discharged_at is null
           order by (a.treatment_type = 'inpatient') desc, a.admitted_at desc
           limit 1"#,
        patient.0
    )
    .fetch_optional(source.connection())
    .await?;
    Ok(row.map(|r| Whereabouts {
        hospital_id: r.hospital_id.into(),
        ward_id: r.ward_id.map(WardId),
        ward_name: r.ward_name,
        bed_id: r.bed_id.map(BedId),
        bed_label: r.bed_label,
        place: r.place,
    }))
}

/// The patient as a subject of access: the places that answer for them now, or did within 72 hours
/// of discharge; both sides of a transfer between hospitals while it is open, the receiving one only
/// to read until it has accepted; and the hospital that registered them, for 72 hours and until
/// somebody has admitted them (H19).
pub async fn subject(source: &mut impl Source, patient: PatientId) -> Result<Subject, StoreError> {
    Ok(subjects(source, &[patient])
        .await?
        .remove(&patient)
        .unwrap_or(Subject::Patient {
            patient_id: patient,
            wards: Vec::new(),
            hospitals: Vec::new(),
            everyone_at: Vec::new(),
            readers: Vec::new(),
        }))
}

/// [`subject`] for many patients at once; one for whom no place answers is missing.
pub async fn subjects(
    source: &mut impl Source,
    patients: &[PatientId],
) -> Result<HashMap<PatientId, Subject>, StoreError> {
    let ids: Vec<Uuid> = patients.iter().map(|p| p.0).collect();
    let rows = sqlx::query!(
        r#"with answering (patient_id, hospital_id, ward_id, is_everyone, only_reads) as (
             select patient_id, hospital_id, ward_id, false, false from admissions
             where patient_id = any($1) and (discharged_at is null or discharged_at > clock_timestamp() - interval '72 hours')
             union all
             select t.patient_id, a.hospital_id, a.ward_id, false, false
             from hospital_transfers t join admissions a on a.id = t.from_admission_id
             where t.patient_id = any($1) and t.status in ('requested', 'accepted', 'in_transit')
             union all
             select t.patient_id, t.to_hospital_id, t.to_ward_id, t.to_ward_id is null, t.status = 'requested'
             from hospital_transfers t
             where t.patient_id = any($1) and t.status in ('requested', 'accepted', 'in_transit')
             union all
             select p.id, p.registered_hospital_id, null, true, false from patients p
             where p.id = any($1) and p.registered_hospital_id is not null
               and (p.created_at > clock_timestamp() - interval '72 hours'
                    or not exists (select from admissions a where a.patient_id = p.id and a.cancelled_at is null))
           )
           select patient_id as "patient_id!",
                  coalesce(array_agg(distinct hospital_id) filter (where not only_reads), '{}') as "hospitals!",
                  coalesce(array_agg(distinct ward_id) filter (where ward_id is not null and not only_reads), '{}') as "wards!",
                  coalesce(array_agg(distinct hospital_id) filter (where is_everyone and not only_reads), '{}') as "everyone_at!",
                  -- One transfer of a patient is open at a time.
                  min(hospital_id::text) filter (where only_reads)::uuid as reader_hospital,
                  min(ward_id::text) filter (where only_reads)::uuid as reader_ward
           from answering group by patient_id"#,
        &ids
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let patient_id = PatientId(r.patient_id);
            let subject = Subject::Patient {
                patient_id,
                wards: r.wards.into_iter().map(WardId).collect(),
                hospitals: r.hospitals.into_iter().map(HospitalId).collect(),
                everyone_at: r.everyone_at.into_iter().map(HospitalId).collect(),
                readers: r
                    .reader_hospital
                    .map(|hospital| Place {
                        hospital_id: HospitalId(hospital),
                        ward_id: r.reader_ward.map(WardId),
                    })
                    .into_iter()
                    .collect(),
            };
            (patient_id, subject)
        })
        .collect())
}
