//! Finding patients: one query for each thing people search by, each on an index of its own, so that
//! a million patients are no more than a few pages to read.
//!
//! Names are compared in the form the database itself makes (`search_form`).

use std::collections::HashMap;

use cloudcare_domain::{
    access::Scope,
    admission::Whereabouts,
    code::PatientCode,
    id::{BedId, HospitalId, PatientId, WardId},
    patient::{CodeSearch, IdentityState, PatientIdentity},
};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, parse};

/// How much of a name must agree with what was typed, 0 to 1: two letters swapped in a name of seven
/// still do.
const WORD_LIKENESS: &str = "0.45";

/// By code: the whole one first, then those that begin like it. A record that turned out to be
/// another's answers with that one.
pub async fn by_code(
    source: &mut impl Source,
    code: &CodeSearch,
    limit: i64,
) -> Result<Vec<PatientId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"select t.id from
             (select id, code, linked_to, is_active from patients
              where code = $1 or (code ~>=~ $2 and code ~<~ ($2 || U&'\+10FFFF'))
              order by (code = $1) is true desc, code limit $3) p
           join patients t on t.id = coalesce(p.linked_to, p.id)
           where p.is_active and t.is_active
           order by (p.code = $1) is true desc, p.code"#,
        code.whole.as_ref().map(PatientCode::as_str),
        code.prefix,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(unique(ids))
}

/// By birth date, in order of names.
pub async fn born_on(
    source: &mut impl Source,
    dates: &[Date],
    limit: i64,
) -> Result<Vec<PatientId>, StoreError> {
    let dates: Vec<String> = dates.iter().map(Date::to_string).collect();
    let ids = sqlx::query_scalar!(
        "select id from patients
         where is_active and identity_state <> 'linked' and date_of_birth = any($1::text[]::date[])
         order by search_name, id limit $2",
        &dates,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(unique(ids))
}

/// By birth date and a name that is nearly this, the nearest first.
pub async fn by_name_and_birth_date(
    source: &mut impl Source,
    name: &str,
    dates: &[Date],
    limit: i64,
) -> Result<Vec<PatientId>, StoreError> {
    let dates: Vec<String> = dates.iter().map(Date::to_string).collect();
    let ids = sqlx::query_scalar!(
        "select id from patients
         where is_active and identity_state <> 'linked' and date_of_birth = any($2::text[]::date[])
           and greatest(word_similarity(search_form($1), search_name),
                        word_similarity(search_form($1), search_name_reversed)) >= 0.4
         order by greatest(word_similarity(search_form($1), search_name),
                           word_similarity(search_form($1), search_name_reversed)) desc, search_name, id
         limit $3",
        name,
        &dates,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(unique(ids))
}

/// By the telephone number's beginning or end: people leave out prefixes, never the end.
pub async fn by_phone(
    source: &mut impl Source,
    phone: &str,
    limit: i64,
) -> Result<Vec<PatientId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"(select id as "id!" from patients
            where is_active and identity_state <> 'linked' and search_phone <> ''
              and search_phone ~>=~ phone_form($1) and search_phone ~<~ (phone_form($1) || U&'\+10FFFF')
            order by search_phone using ~<~ limit $2)
           union all
           (select id from patients
            where is_active and identity_state <> 'linked' and search_phone <> ''
              and search_phone_reversed ~>=~ reverse(phone_form($1))
              and search_phone_reversed ~<~ (reverse(phone_form($1)) || U&'\+10FFFF')
            order by search_phone_reversed using ~<~ limit $2)"#,
        phone,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(unique(ids))
}

/// By the whole insurance number.
pub async fn by_insurance_number(
    source: &mut impl Source,
    number: &str,
    limit: i64,
) -> Result<Vec<PatientId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "select id from patients
         where is_active and identity_state <> 'linked' and search_insurance <> ''
           and search_insurance = replace(search_form($1), ' ', '')
         order by id limit $2",
        number,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(unique(ids))
}

/// By the beginning of a name in either order; then by the beginnings of its parts in any order
/// (`consid ald`). In the order of the index, so that one letter is answered as fast as ten.
pub async fn by_name(
    source: &mut impl Source,
    name: &str,
    limit: i64,
) -> Result<Vec<PatientId>, StoreError> {
    let Some(form) = search_form(source, name).await? else {
        return Ok(Vec::new());
    };
    let mut ids = sqlx::query_scalar!(
        r#"(select id as "id!" from patients
            where is_active and identity_state <> 'linked'
              and search_name ~>=~ $1 and search_name ~<~ ($1 || U&'\+10FFFF')
            order by search_name using ~<~ limit $2)
           union all
           (select id from patients
            where is_active and identity_state <> 'linked'
              and search_name_reversed ~>=~ $1 and search_name_reversed ~<~ ($1 || U&'\+10FFFF')
            order by search_name_reversed using ~<~ limit $2)"#,
        form,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    let words: Vec<&str> = form.split(' ').collect();
    let longest = words.iter().copied().max_by_key(|w| w.chars().count());
    if let (Some(longest), true) = (longest, words.len() > 1 && ids.is_empty()) {
        let others: Vec<String> = words
            .iter()
            .filter(|w| **w != longest)
            .map(|w| format!("% {w}%"))
            .collect();
        ids = sqlx::query_scalar!(
            r#"(select id as "id!" from patients
                where is_active and identity_state <> 'linked'
                  and search_name ~>=~ $1 and search_name ~<~ ($1 || U&'\+10FFFF')
                  and (' ' || search_name) like all($2)
                order by search_name using ~<~ limit $3)
               union all
               (select id from patients
                where is_active and identity_state <> 'linked'
                  and search_name_reversed ~>=~ $1 and search_name_reversed ~<~ ($1 || U&'\+10FFFF')
                  and (' ' || search_name_reversed) like all($2)
                order by search_name_reversed using ~<~ limit $3)"#,
            longest,
            &others,
            limit
        )
        .fetch_all(source.connection())
        .await?;
    }
    Ok(unique(ids))
}

/// By a name that is nearly this, the nearest first.
pub async fn by_name_with_slips(
    uow: &mut UnitOfWork,
    name: &str,
    limit: i64,
) -> Result<Vec<PatientId>, StoreError> {
    let Some(form) = search_form(uow, name).await? else {
        return Ok(Vec::new());
    };
    let turned: Vec<&str> = form.split(' ').rev().collect();
    sqlx::query!(
        "select set_config('pg_trgm.word_similarity_threshold', $1, true)",
        WORD_LIKENESS
    )
    .fetch_one(uow.connection())
    .await?;
    let ids = sqlx::query_scalar!(
        r#"select id from patients
           where is_active and identity_state <> 'linked' and ($1 <% search_name or $2 <% search_name)
           order by greatest(word_similarity($1, search_name), word_similarity($2, search_name)) desc, search_name, id
           limit $3"#,
        form,
        turned.join(" "),
        limit
    )
    .fetch_all(uow.connection())
    .await?;
    Ok(unique(ids))
}

async fn search_form(source: &mut impl Source, name: &str) -> Result<Option<String>, StoreError> {
    let form = sqlx::query_scalar!(r#"select search_form($1) as "form!""#, name)
        .fetch_one(source.connection())
        .await?;
    Ok((!form.is_empty()).then_some(form))
}

fn unique(ids: Vec<Uuid>) -> Vec<PatientId> {
    let mut seen = std::collections::HashSet::new();
    ids.into_iter()
        .filter(|id| seen.insert(*id))
        .map(PatientId)
        .collect()
}

/// A place in the list of everybody, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest {
    /// When the last one seen was registered.
    pub created_at: Timestamp,
    /// Who that was.
    pub id: PatientId,
}

/// A page of the list of everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryPage {
    /// Who stands on it.
    pub ids: Vec<PatientId>,
    /// Its last line.
    pub last: Option<Newest>,
}

/// Everybody, newest first; of them only `among`, where given.
pub async fn newest(
    source: &mut impl Source,
    among: Option<&[PatientId]>,
    after: Option<Newest>,
    skip: i64,
    limit: i64,
) -> Result<SummaryPage, StoreError> {
    let among: Option<Vec<Uuid>> = among.map(|ids| ids.iter().map(|id| id.0).collect());
    let rows = sqlx::query!(
        "select id, created_at from patients
         where is_active and identity_state <> 'linked' and ($1::uuid[] is null or id = any($1))
           and ($2::timestamptz is null or (created_at, id) < ($2, $3))
         order by created_at desc, id desc offset $4 limit $5",
        among.as_deref(),
        after.map(|a| a.created_at.to_sqlx()) as _,
        after.map(|a| a.id.0),
        skip,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(SummaryPage {
        last: rows.last().map(|r| Newest {
            created_at: r.created_at.to_jiff(),
            id: r.id.into(),
        }),
        ids: rows.into_iter().map(|r| PatientId(r.id)).collect(),
    })
}

/// How many patients there are, counted to 1,001 at most.
pub async fn count(source: &mut impl Source) -> Result<usize, StoreError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from
             (select from patients where is_active and identity_state <> 'linked' limit 1001) p"#
    )
    .fetch_one(source.connection())
    .await?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Patients with an open alert in these places.
pub async fn with_open_alerts(
    source: &mut impl Source,
    scope: &Scope,
) -> Result<Vec<PatientId>, StoreError> {
    let hospitals: Vec<Uuid> = scope.hospitals.iter().map(|h| h.0).collect();
    let wards: Vec<Uuid> = scope.wards.iter().map(|w| w.0).collect();
    let at: Vec<Uuid> = scope.at.iter().map(|h| h.0).collect();
    let ids = sqlx::query_scalar!(
        r#"select distinct patient_id as "id!" from alerts
           where status in ('active', 'acknowledged', 'responding') and patient_id is not null
             and (hospital_id = any($1) or ward_id = any($2) or (ward_id is null and hospital_id = any($3)))"#,
        &hospitals,
        &wards,
        &at
    )
    .fetch_all(source.connection())
    .await?;
    Ok(ids.into_iter().map(PatientId).collect())
}

/// What everybody of the staff may know of a patient (H20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Who.
    pub identity: PatientIdentity,
    /// Whether the birth date is a guess.
    pub is_estimated: bool,
    /// How well it is known who it is.
    pub identity_state: IdentityState,
    /// Whether a death is recorded.
    pub is_deceased: bool,
}

/// Summaries by id; unknown and deactivated ids are missing.
pub async fn summaries(
    source: &mut impl Source,
    ids: &[PatientId],
) -> Result<HashMap<PatientId, Summary>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|p| p.0).collect();
    let rows = sqlx::query!(
        r#"select id, code, family_name, given_name, title, date_of_birth, gender, date_of_birth_is_estimated, identity_state,
                  exists (select from deaths d where d.patient_id = p.id and d.reversed_at is null) as "is_deceased!"
           from patients p where id = any($1) and is_active"#,
        &ids
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            let summary = Summary {
                identity: PatientIdentity {
                    id: r.id.into(),
                    code: PatientCode::from_database(r.code),
                    family_name: r.family_name,
                    given_name: r.given_name,
                    title: r.title,
                    date_of_birth: r.date_of_birth.to_jiff(),
                    gender: parse("patients.gender", &r.gender)?,
                },
                is_estimated: r.date_of_birth_is_estimated,
                identity_state: parse("patients.identity_state", &r.identity_state)?,
                is_deceased: r.is_deceased,
            };
            Ok((summary.identity.id, summary))
        })
        .collect()
}

/// What only those within reach may know beside a summary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    /// Where the patient is admitted.
    pub at: Option<Whereabouts>,
    /// Whether an alert is open.
    pub has_open_alert: bool,
}

/// Where patients are now, and for whom an alert is open.
pub async fn presence(
    source: &mut impl Source,
    ids: &[PatientId],
) -> Result<HashMap<PatientId, Presence>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|p| p.0).collect();
    let rows = sqlx::query!(
        r#"select p.id as "id!", a.hospital_id as "hospital_id?", a.ward_id as "ward_id?", w.name as "ward_name?",
                  b.id as "bed_id?", b.label as "bed_label?", a.place as "place?",
                  exists (select from alerts al where al.patient_id = p.id
                          and al.status in ('active', 'acknowledged', 'responding')) as "has_open_alert!"
           from unnest($1::uuid[]) as p (id)
           left join lateral (select id, hospital_id, ward_id, place from admissions
                              where patient_id = p.id and discharged_at is null
                              order by (treatment_type = 'inpatient') desc, admitted_at desc limit 1) a on true
           left join wards w on w.id = a.ward_id
           left join bed_stays s on s.admission_id = a.id and upper_inf(s.during)
           left join beds b on b.id = s.bed_id"#,
        &ids
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let at = r.hospital_id.map(|hospital| Whereabouts {
                hospital_id: HospitalId(hospital),
                ward_id: r.ward_id.map(WardId),
                ward_name: r.ward_name,
                bed_id: r.bed_id.map(BedId),
                bed_label: r.bed_label,
                place: r.place,
            });
            let presence = Presence {
                at,
                has_open_alert: r.has_open_alert,
            };
            (PatientId(r.id), presence)
        })
        .collect())
}
