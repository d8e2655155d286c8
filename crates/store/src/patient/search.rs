//! Finding patients: one query for each thing people search by, each on an index of its own, so that
//! a million patients are no more than a few pages to read.
//!
//! Names are compared in the form the database itself makes (`search_form`).

use cloudcare_domain::{
    code::PatientCode,
    id::PatientId,
    patient::{CodeSearch, one_slip_away},
};
use jiff::civil::Date;
use uuid::Uuid;

use crate::{Source, StoreError};

/// Words of a name that are looked at.
const MOST_WORDS: usize = 4;

/// By code: the whole one first, then those that begin like it. A record that turned out to be
/// another's answers with that one.
pub async fn by_code(
    source: &mut impl Source,
    code: &CodeSearch,
    limit: i64,
) -> Result<Vec<PatientId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"select t.id from
             ((select code, linked_to, id, is_active, false as is_begun from patients where code = $1)
              union all
              (select code, linked_to, id, is_active, true from patients
               where code ~>=~ $2 and code ~<~ ($2 || U&'\+10FFFF')
               order by code using ~<~ limit $3)) p
           join patients t on t.id = coalesce(p.linked_to, p.id)
           where p.is_active and t.is_active
           order by p.is_begun, p.code limit $3"#,
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

/// By the beginning of a name the record had before, the latest first.
pub async fn by_former_name(
    source: &mut impl Source,
    name: &str,
    limit: i64,
) -> Result<Vec<PatientId>, StoreError> {
    let Some(form) = search_form(source, name).await? else {
        return Ok(Vec::new());
    };
    let ids = sqlx::query_scalar!(
        r#"select f.patient_id from patient_former_names f join patients p on p.id = f.patient_id
           where p.is_active and f.search_name ~>=~ $1 and f.search_name ~<~ ($1 || U&'\+10FFFF')
           order by f.until desc limit $2"#,
        form,
        limit
    )
    .fetch_all(source.connection())
    .await?;
    Ok(unique(ids))
}

/// By a name that is nearly this, the nearest first: each word typed is compared with the words there
/// are, one slip away or alike, and the patients are those who have one of the words like the longest, and like the others.
pub async fn by_name_with_slips(
    source: &mut impl Source,
    name: &str,
    limit: i64,
) -> Result<Vec<PatientId>, StoreError> {
    let Some(form) = search_form(source, name).await? else {
        return Ok(Vec::new());
    };
    let typed: Vec<String> = form
        .split(' ')
        .take(MOST_WORDS)
        .map(str::to_owned)
        .collect();
    let (slipped, meant): (Vec<String>, Vec<String>) = typed
        .iter()
        .flat_map(|word| one_slip_away(word).into_iter().map(|m| (word.clone(), m)))
        .unzip();
    let near = sqlx::query!(
        r#"select typed as "typed!", word as "word!" from
             (select v.typed, k.word, 1::real as nearness
                from unnest($2::text[], $3::text[]) as v (typed, meant)
                join patient_name_words k on k.word = v.meant
              union all
              select t.typed, n.word, n.nearness
                from unnest($1::text[]) as t (typed)
                cross join lateral (select word, similarity(word, t.typed) as nearness from patient_name_words
                                    where word % t.typed order by nearness desc, word limit 8) n) near
           group by typed, word order by typed, max(nearness) desc, word"#,
        &typed,
        &slipped,
        &meant
    )
    .fetch_all(source.connection())
    .await?;
    let near_to = |typed: &str| -> Vec<&str> {
        near.iter()
            .filter(|n| n.typed == typed)
            .map(|n| n.word.as_str())
            .collect()
    };
    let Some(longest) = typed.iter().max_by_key(|w| w.chars().count()) else {
        return Ok(Vec::new());
    };
    let words: Vec<String> = near_to(longest).into_iter().map(str::to_owned).collect();
    // The words are letters and digits alone: nothing in them means anything to a pattern.
    let others: Vec<String> = typed
        .iter()
        .filter(|w| *w != longest)
        .map(|w| {
            let mut ways = vec![w.as_str()];
            ways.extend(near_to(w));
            format!(" ({})", ways.join("|"))
        })
        .collect();
    let ids = sqlx::query_scalar!(
        r#"select p.id as "id!" from unnest($1::text[]) with ordinality as n (word, nearness)
           cross join lateral (select id from patients
                               where is_active and identity_state <> 'linked'
                                 and string_to_array(search_name, ' ') @> array[n.word]
                                 and (' ' || search_name) ~ all($2)
                               limit $3) p
           order by n.nearness limit $3"#,
        &words,
        &others,
        limit
    )
    .fetch_all(source.connection())
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
