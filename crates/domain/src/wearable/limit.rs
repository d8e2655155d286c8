//! Limits held as data, and what of a record breaks them (H6).

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use super::{RecordKind, Sample};
use crate::{alert::Severity, text_enum};

/// A reading older than this pages nobody (H6).
pub const FRESH_FOR: SignedDuration = SignedDuration::from_mins(15);

text_enum! {
    /// On which side of the limit the danger lies.
    pub enum Comparison {
        /// Values below break it.
        Below,
        /// Values above break it.
        Above,
    }
}

/// One band of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The rule's name; its bands share it, and one alert is open per patient and rule.
    pub rule: String,
    /// Kind of record.
    pub kind: RecordKind,
    /// Side.
    pub comparison: Comparison,
    /// In the kind's unit; the limit itself is still within.
    pub value: Decimal,
    /// How bad.
    pub severity: Severity,
    /// Who says so, with edition.
    pub source: String,
    /// Version of the row.
    pub version: i32,
}

impl Limit {
    /// Whether a value breaks it.
    pub fn is_broken_by(&self, value: Decimal) -> bool {
        match self.comparison {
            Comparison::Below => value < self.value,
            Comparison::Above => value > self.value,
        }
    }
}

/// A rule broken by some readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The worst band broken.
    pub limit: Limit,
    /// Readings that break any band of the rule, oldest first.
    pub readings: Vec<Sample>,
    /// The reading furthest beyond the limit; the newest of equals.
    pub worst: Sample,
}

/// What must be told now, and what only noted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assessment {
    /// Fresh breaches, one a rule: these page.
    pub fresh: Vec<Breach>,
    /// Old breaches, one a rule: one silent late finding each.
    pub late: Vec<Breach>,
}

/// Compares readings of one kind with the limits.
pub fn assess(
    kind: RecordKind,
    samples: &[Sample],
    limits: &[Limit],
    now: Timestamp,
) -> Assessment {
    let (fresh, late): (Vec<&Sample>, Vec<&Sample>) = samples
        .iter()
        .partition(|s| now.duration_since(s.taken_at) <= FRESH_FOR);
    Assessment {
        fresh: breaches(kind, &fresh, limits),
        late: breaches(kind, &late, limits),
    }
}

fn breaches(kind: RecordKind, samples: &[&Sample], limits: &[Limit]) -> Vec<Breach> {
    let mut rules: Vec<&str> = limits
        .iter()
        .filter(|l| l.kind == kind)
        .map(|l| l.rule.as_str())
        .collect();
    rules.sort_unstable();
    rules.dedup();
    rules
        .into_iter()
        .filter_map(|rule| breach_of(rule, kind, samples, limits))
        .collect()
}

fn breach_of(
    rule: &str,
    kind: RecordKind,
    samples: &[&Sample],
    limits: &[Limit],
) -> Option<Breach> {
    let bands: Vec<&Limit> = limits
        .iter()
        .filter(|l| l.kind == kind && l.rule == rule)
        .collect();
    let mut readings: Vec<Sample> = samples
        .iter()
        .filter(|s| bands.iter().any(|b| b.is_broken_by(s.value)))
        .map(|s| (*s).clone())
        .collect();
    readings.sort_by_key(|s| s.taken_at);
    let limit = bands
        .iter()
        .filter(|b| readings.iter().any(|s| b.is_broken_by(s.value)))
        .max_by_key(|b| b.severity)
        .map(|b| (*b).clone())?;
    let worst = readings
        .iter()
        .max_by_key(|s| {
            let beyond = match limit.comparison {
                Comparison::Below => limit.value - s.value,
                Comparison::Above => s.value - limit.value,
            };
            (beyond, s.taken_at)
        })?
        .clone();
    Some(Breach {
        limit,
        readings,
        worst,
    })
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use rust_decimal::dec;

    use super::*;

    fn limits() -> Vec<Limit> {
        let band = |rule: &str, kind, comparison, value, severity| Limit {
            rule: rule.to_owned(),
            kind,
            comparison,
            value,
            severity,
            source: "test".to_owned(),
            version: 1,
        };
        vec![
            band(
                "spo2.low",
                RecordKind::OxygenSaturation,
                Comparison::Below,
                dec!(90),
                Severity::Critical,
            ),
            band(
                "spo2.low",
                RecordKind::OxygenSaturation,
                Comparison::Below,
                dec!(92),
                Severity::Medium,
            ),
            band(
                "hr.high",
                RecordKind::HeartRate,
                Comparison::Above,
                dec!(130),
                Severity::High,
            ),
            band(
                "hr.low",
                RecordKind::HeartRate,
                Comparison::Below,
                dec!(41),
                Severity::High,
            ),
        ]
    }

    fn at(seconds_ago: i64, value: Decimal) -> Sample {
        Sample {
            taken_at: now() - seconds_ago.seconds(),
            value,
        }
    }

    fn now() -> Timestamp {
        "2026-11-22T15:42:00Z".parse().unwrap()
    }

    #[test]
    fn the_edges_of_every_band() {
        for (kind, value, severity) in [
            (RecordKind::OxygenSaturation, dec!(92), None),
            (
                RecordKind::OxygenSaturation,
                dec!(91.9),
                Some(Severity::Medium),
            ),
            (
                RecordKind::OxygenSaturation,
                dec!(91),
                Some(Severity::Medium),
            ),
            (
                RecordKind::OxygenSaturation,
                dec!(90),
                Some(Severity::Medium),
            ),
            (
                RecordKind::OxygenSaturation,
                dec!(89.9),
                Some(Severity::Critical),
            ),
            (
                RecordKind::OxygenSaturation,
                dec!(84),
                Some(Severity::Critical),
            ),
            (RecordKind::HeartRate, dec!(130), None),
            (RecordKind::HeartRate, dec!(131), Some(Severity::High)),
            (RecordKind::HeartRate, dec!(41), None),
            (RecordKind::HeartRate, dec!(40), Some(Severity::High)),
        ] {
            let found = assess(kind, &[at(10, value)], &limits(), now());
            assert_eq!(
                found.fresh.first().map(|b| b.limit.severity),
                severity,
                "{kind} {value}"
            );
        }
    }

    #[test]
    fn h6_old_data_does_not_page() {
        for (seconds_ago, pages) in [
            (0, true),
            (900, true),
            (901, false),
            (86_400, false),
            (-20, true),
        ] {
            let found = assess(
                RecordKind::OxygenSaturation,
                &[at(seconds_ago, dec!(84))],
                &limits(),
                now(),
            );
            assert_eq!(
                (found.fresh.len(), found.late.len()),
                if pages { (1, 0) } else { (0, 1) },
                "{seconds_ago} s"
            );
        }
    }

    #[test]
    fn many_breaches_of_one_rule_are_one_with_its_worst_reading() {
        let samples = [
            at(50, dec!(91)),
            at(40, dec!(84)),
            at(30, dec!(88)),
            at(20, dec!(97)),
            at(10, dec!(84)),
        ];
        let found = assess(RecordKind::OxygenSaturation, &samples, &limits(), now());
        assert_eq!(found.fresh.len(), 1);
        assert_eq!(found.fresh[0].limit.severity, Severity::Critical);
        assert_eq!(found.fresh[0].readings.len(), 4, "97 is within");
        assert_eq!(
            found.fresh[0].worst,
            at(10, dec!(84)),
            "the newest of equals"
        );
    }

    #[test]
    fn both_sides_of_one_kind_are_two_rules() {
        let found = assess(
            RecordKind::HeartRate,
            &[at(20, dec!(30)), at(10, dec!(180))],
            &limits(),
            now(),
        );
        assert_eq!(found.fresh.len(), 2);
    }
}
