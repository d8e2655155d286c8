//! What a board shows of people beyond their stay.

use std::{collections::HashMap, fmt::Write};

use cloudcare_domain::{id::PatientId, patient::IdentityState};
use jiff::Timestamp;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::{Source, StoreError, parse};

/// Facts of the person that change how a card looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoardFacts {
    /// How well it is known who this is.
    pub identity_state: IdentityState,
    /// When born, where the hour matters.
    pub born_at: Option<Timestamp>,
    /// A death is on record.
    pub died_at: Option<Timestamp>,
}

/// Facts of many patients at once; unknown ones are missing.
pub async fn board_facts(
    source: &mut impl Source,
    patients: &[PatientId],
) -> Result<HashMap<PatientId, BoardFacts>, StoreError> {
    let ids: Vec<Uuid> = patients.iter().map(|p| p.0).collect();
    let rows = sqlx::query!(
        r#"select p.id, p.identity_state, p.born_at, d.died_at as "died_at?"
           from patients p left join deaths d on d.patient_id = p.id and d.reversed_at is null
           where p.id = any($1)"#,
        &ids
    )
    .fetch_all(source.connection())
    .await?;
    rows.into_iter()
        .map(|r| {
            let facts = BoardFacts {
                identity_state: parse("patients.identity_state", &r.identity_state)?,
                born_at: r.born_at.map(jiff_sqlx::Timestamp::to_jiff),
                died_at: r.died_at.map(jiff_sqlx::Timestamp::to_jiff),
            };
            Ok((PatientId(r.id), facts))
        })
        .collect()
}

/// The newest set of vital signs of each patient: when it was taken, and what it says in short.
/// What was not measured is left out, never shown as zero.
pub async fn latest_observations(
    source: &mut impl Source,
    patients: &[PatientId],
) -> Result<HashMap<PatientId, (Timestamp, String)>, StoreError> {
    let ids: Vec<Uuid> = patients.iter().map(|p| p.0).collect();
    let rows = sqlx::query!(
        r#"select p.id as "patient_id!", o.taken_at, o.respiration_per_min, o.oxygen_saturation_percent, o.on_oxygen,
                  o.systolic_mmhg, o.diastolic_mmhg, o.pulse_per_min, o.temperature_c, o.consciousness
           from unnest($1::uuid[]) as p(id)
           join lateral (select * from observation_sets s where s.patient_id = p.id and s.status = 'final'
                         order by s.taken_at desc limit 1) o on true"#,
        &ids
    )
    .fetch_all(source.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let mut summary = Summary::default();
            summary.value("RR", r.respiration_per_min, "");
            summary.value("SpO₂", r.oxygen_saturation_percent, " %");
            if r.on_oxygen == Some(true) {
                summary.words("on oxygen");
            }
            match (r.systolic_mmhg, r.diastolic_mmhg) {
                (Some(systolic), Some(diastolic)) => summary.words(&format!(
                    "BP {}/{}",
                    systolic.normalize(),
                    diastolic.normalize()
                )),
                (Some(systolic), None) => {
                    summary.words(&format!("BP {}", systolic.normalize()));
                }
                (None, _) => {}
            }
            summary.value("P", r.pulse_per_min, "");
            summary.value("T", r.temperature_c, " °C");
            if let Some(consciousness) = &r.consciousness {
                summary.words(consciousness);
            }
            (PatientId(r.patient_id), (r.taken_at.to_jiff(), summary.0))
        })
        .collect())
}

#[derive(Default)]
struct Summary(String);

impl Summary {
    fn words(&mut self, words: &str) {
        if !self.0.is_empty() {
            self.0.push_str(" · ");
        }
        self.0.push_str(words);
    }

    fn value(&mut self, name: &str, value: Option<Decimal>, unit: &str) {
        if let Some(value) = value {
            let mut words = String::new();
            // Writing into a string can't fail.
            let _ = write!(words, "{name} {}{unit}", value.normalize());
            self.words(&words);
        }
    }
}
