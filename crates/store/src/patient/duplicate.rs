//! Who may be the same person as somebody about to be registered.

use cloudcare_domain::{
    id::{PatientId, UserId},
    patient::Likeness,
};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::{Source, StoreError, UnitOfWork, affected};

/// Somebody registered already, and in what they are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub id: PatientId,
    /// In what the rule is interested.
    pub likeness: Likeness,
    /// Fields that are equal, by their names.
    pub matches: Vec<String>,
}

/// Registrations of people born on one day follow one another until the unit of work ends: two desks
/// must not both find nobody.
pub async fn serialise_registrations(uow: &mut UnitOfWork, born: Date) -> Result<(), StoreError> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('registration of ' || $1::text, 0))",
        born.to_string()
    )
    .fetch_one(uow.connection())
    .await?;
    Ok(())
}

/// Everybody who shares something that counts, at most 50; names count as alike where their trigrams
/// are by 0.45 in either order. A telephone number of fewer than six digits is nobody's own.
pub async fn candidates(
    source: &mut impl Source,
    family_name: &str,
    given_name: &str,
    date_of_birth: Option<Date>,
    contact: Option<&str>,
    insurance_number: Option<&str>,
) -> Result<Vec<Candidate>, StoreError> {
    let rows = sqlx::query!(
        r#"with typed as (
             select search_form($1 || ' ' || $2) as name, search_form($1) as family_name, search_form($2) as given_name,
                    case when length(phone_form($4)) >= 6 then phone_form($4) end as phone,
                    nullif(replace(search_form($5), ' ', ''), '') as insurance
           ), found as (
             select id from patients
             where is_active and identity_state <> 'linked' and date_of_birth = $3
             union
             select id from patients
             where is_active and identity_state <> 'linked' and search_phone <> ''
               and search_phone_reversed ~>=~ reverse(right((select phone from typed), 9))
               and search_phone_reversed ~<~ (reverse(right((select phone from typed), 9)) || U&'\+10FFFF')
             union
             select id from patients
             where is_active and identity_state <> 'linked' and search_insurance <> ''
               and search_insurance = (select insurance from typed)
           ), compared as (
             select p.id, p.search_name,
                    p.date_of_birth is not distinct from $3 as same_birth_date,
                    greatest(similarity(p.search_name, t.name), similarity(p.search_name_reversed, t.name)) as name_likeness,
                    coalesce(right(p.search_phone, 9) = right(t.phone, 9), false) as same_phone,
                    coalesce(p.search_insurance = t.insurance, false) as same_insurance,
                    search_form(p.family_name) = t.family_name as same_family_name,
                    search_form(p.given_name) = t.given_name as same_given_name
             from patients p join found using (id) cross join typed t
           )
           select id as "id!", same_birth_date as "same_birth_date!", name_likeness >= 0.45 as "similar_name!",
                  same_phone as "same_phone!", same_insurance as "same_insurance!",
                  same_family_name as "same_family_name!", same_given_name as "same_given_name!"
           from compared
           where same_phone or same_insurance or (same_birth_date and name_likeness >= 0.45)
           order by same_birth_date desc, name_likeness desc, id limit 50"#,
        family_name,
        given_name,
        date_of_birth.map(ToSqlx::to_sqlx) as _,
        contact.unwrap_or_default(),
        insurance_number.unwrap_or_default()
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Candidate {
            id: r.id.into(),
            likeness: Likeness {
                same_birth_date: r.same_birth_date,
                similar_name: r.similar_name,
                same_phone: r.same_phone,
                same_insurance_number: r.same_insurance,
            },
            matches: [
                ("family_name", r.same_family_name),
                ("given_name", r.same_given_name),
                ("date_of_birth", r.same_birth_date),
                ("contact", r.same_phone),
                ("insurance_number", r.same_insurance),
            ]
            .into_iter()
            .filter_map(|(field, is_equal)| is_equal.then(|| field.to_owned()))
            .collect(),
        })
        .collect())
}

/// Notes that somebody likely is another person after all, and why.
pub async fn dismiss(
    uow: &mut UnitOfWork,
    patient: PatientId,
    other: PatientId,
    reason: &str,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    let result = sqlx::query!(
        "insert into duplicate_dismissals (patient_id, other_id, reason, dismissed_by) values ($1, $2, $3, $4)",
        patient.0,
        other.0,
        reason,
        by.map(Uuid::from)
    )
    .execute(uow.connection())
    .await?;
    affected("dismiss duplicate", 1, &result)
}
