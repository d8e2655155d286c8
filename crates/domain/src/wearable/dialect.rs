//! The two payload dialects of the phone applications in the field.
//!
//! React Native sends rich metadata and quantities as objects of units; Kotlin sends only id and
//! origin and plain numbers. Both name the fields alike (`wire-contracts.md` 3.2), so one reader
//! takes both and refuses what is neither, item by item.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{RecordKind, Sample, WearableRecord};

/// A phone's clock may run ahead by this much before its reading counts as from the future.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_secs(30);
/// 1900-01-01T00:00:00Z.
const EARLIEST: i64 = -2_208_988_800;
/// More samples than this in one record is not a record.
const MAX_SAMPLES: usize = 20_000;

/// Why an item was not taken. The words go back to the sender; they never hold a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ItemRefusal {
    /// Not an object.
    #[error("not a record: expected an object")]
    NotARecord,
    /// No usable id.
    #[error("metadata.id is missing or not a text of 1 to 200 characters")]
    NoId,
    /// No origin.
    #[error("metadata.dataOrigin is missing or not a text of 1 to 200 characters")]
    NoOrigin,
    /// No usable time.
    #[error(
        "time, or startTime and endTime, must be RFC 3339 instants such as 2026-11-22T15:41:50Z"
    )]
    NoTime,
    /// Ends before it starts.
    #[error("endTime is before startTime")]
    TimeBackwards,
    /// From the future (H27).
    #[error("the record is from the future: check the clock of the phone")]
    Future,
    /// No value where one must be.
    #[error("the value is missing or not a number")]
    NoValue,
    /// Looks like a fraction (H26).
    #[error("oxygen saturation is given in percent, for example 97; this looks like a fraction")]
    Fraction,
    /// Not possible in a living person.
    #[error("the value is outside what can be measured")]
    Impossible,
    /// Too many samples.
    #[error("too many samples in one record: send at most {MAX_SAMPLES}")]
    TooManySamples,
}

/// Reads one item of either dialect.
pub fn parse_item(
    kind: RecordKind,
    item: &Value,
    now: Timestamp,
) -> Result<WearableRecord, ItemRefusal> {
    let fields = item.as_object().ok_or(ItemRefusal::NotARecord)?;
    let metadata = fields
        .get("metadata")
        .and_then(Value::as_object)
        .ok_or(ItemRefusal::NoId)?;
    let record_id = short_text(metadata.get("id")).ok_or(ItemRefusal::NoId)?;
    let data_origin = short_text(metadata.get("dataOrigin")).ok_or(ItemRefusal::NoOrigin)?;
    let device = metadata.get("device").and_then(device_in_words);

    let (taken_at, ended_at) = match kind {
        RecordKind::OxygenSaturation => (instant(fields.get("time"))?, None),
        RecordKind::HeartRate => (
            instant(fields.get("startTime"))?,
            Some(instant(fields.get("endTime"))?),
        ),
    };
    if ended_at.is_some_and(|end| end < taken_at) {
        return Err(ItemRefusal::TimeBackwards);
    }
    let samples = match kind {
        RecordKind::OxygenSaturation => {
            vec![Sample {
                taken_at,
                value: checked(kind, number(fields.get("percentage"))?)?,
            }]
        }
        RecordKind::HeartRate => heart_rate_samples(kind, fields.get("samples"))?,
    };
    let latest = samples
        .iter()
        .map(|s| s.taken_at)
        .chain(ended_at)
        .fold(taken_at, Timestamp::max);
    if latest > now + CLOCK_TOLERANCE {
        return Err(ItemRefusal::Future);
    }
    Ok(WearableRecord {
        record_id,
        kind,
        data_origin,
        device,
        taken_at,
        ended_at,
        samples,
    })
}

fn heart_rate_samples(
    kind: RecordKind,
    samples: Option<&Value>,
) -> Result<Vec<Sample>, ItemRefusal> {
    let items = samples
        .and_then(Value::as_array)
        .filter(|s| !s.is_empty())
        .ok_or(ItemRefusal::NoValue)?;
    if items.len() > MAX_SAMPLES {
        return Err(ItemRefusal::TooManySamples);
    }
    let mut samples = items
        .iter()
        .map(|sample| {
            Ok(Sample {
                taken_at: instant(sample.get("time"))?,
                value: checked(kind, number(sample.get("beatsPerMinute"))?)?,
            })
        })
        .collect::<Result<Vec<_>, ItemRefusal>>()?;
    samples.sort_by_key(|s| s.taken_at);
    Ok(samples)
}

fn checked(kind: RecordKind, value: Decimal) -> Result<Decimal, ItemRefusal> {
    match kind {
        RecordKind::OxygenSaturation if value > Decimal::ZERO && value <= Decimal::ONE => {
            Err(ItemRefusal::Fraction)
        }
        RecordKind::OxygenSaturation if value <= Decimal::ZERO || value > Decimal::ONE_HUNDRED => {
            Err(ItemRefusal::Impossible)
        }
        RecordKind::HeartRate if value < Decimal::ONE || value > Decimal::from(300) => {
            Err(ItemRefusal::Impossible)
        }
        RecordKind::OxygenSaturation | RecordKind::HeartRate => Ok(value),
    }
}

fn short_text(value: Option<&Value>) -> Option<String> {
    value
        .and_then(Value::as_str)
        .map(str::trim)
        .filter(|s| (1..=200).contains(&s.chars().count()) && !s.chars().any(char::is_control))
        .map(str::to_owned)
}

fn instant(value: Option<&Value>) -> Result<Timestamp, ItemRefusal> {
    value
        .and_then(Value::as_str)
        .and_then(|s| s.parse::<Timestamp>().ok())
        // Nobody alive was measured before; the database holds no year before its own first.
        .filter(|at| at.as_second() >= EARLIEST)
        .ok_or(ItemRefusal::NoTime)
}

/// A plain number (Kotlin, and React Native where the quantity has no unit), or React Native's
/// object of units, of which `value` or the only entry counts.
fn number(value: Option<&Value>) -> Result<Decimal, ItemRefusal> {
    let scalar = match value.ok_or(ItemRefusal::NoValue)? {
        Value::Object(units) => units
            .get("value")
            .or_else(|| units.values().next().filter(|_| units.len() == 1)),
        scalar => Some(scalar),
    };
    match scalar {
        Some(Value::Number(n)) => {
            let text = n.to_string();
            text.parse()
                .or_else(|_| Decimal::from_scientific(&text))
                .map_err(|_| ItemRefusal::NoValue)
        }
        _ => Err(ItemRefusal::NoValue),
    }
}

fn device_in_words(device: &Value) -> Option<String> {
    let parts: Vec<String> = ["manufacturer", "model"]
        .iter()
        .filter_map(|k| short_text(device.get(k)))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;
    use serde_json::json;

    use super::*;

    fn now() -> Timestamp {
        "2026-11-22T15:42:00Z".parse().unwrap()
    }

    fn saturation(percentage: &Value) -> Value {
        json!({"metadata": {"id": "r1", "dataOrigin": "watch"}, "time": "2026-11-22T15:41:50Z", "percentage": percentage})
    }

    #[test]
    fn both_dialects_of_a_saturation_mean_the_same() {
        let kotlin = saturation(&json!(84.0));
        let react_native = json!({
            "metadata": {"id": "r1", "clientRecordId": null, "clientRecordVersion": 0, "dataOrigin": "watch",
                         "lastModifiedTime": "2026-11-22T15:41:55.123Z", "recordingMethod": 2,
                         "device": {"manufacturer": "Acme", "model": "Watch 6", "type": 1}},
            "time": "2026-11-22T15:41:50Z", "percentage": {"value": 84}
        });
        let a = parse_item(RecordKind::OxygenSaturation, &kotlin, now()).unwrap();
        let b = parse_item(RecordKind::OxygenSaturation, &react_native, now()).unwrap();
        assert_eq!(a.samples[0].value, dec!(84));
        assert_eq!(
            (&a.record_id, a.taken_at, &a.samples[0].value),
            (&b.record_id, b.taken_at, &b.samples[0].value)
        );
        assert_eq!(
            (a.device, b.device.as_deref()),
            (None, Some("Acme Watch 6"))
        );
    }

    #[test]
    fn both_dialects_of_a_heart_rate_mean_the_same() {
        let samples = json!([{"time": "2026-11-22T15:41:30Z", "beatsPerMinute": 131}, {"time": "2026-11-22T15:41:00Z", "beatsPerMinute": 88}]);
        for metadata in [
            json!({"id": "h", "dataOrigin": "w"}),
            json!({"id": "h", "dataOrigin": "w", "recordingMethod": 2, "device": {}}),
        ] {
            let item = json!({"metadata": metadata, "startTime": "2026-11-22T15:41:00Z", "endTime": "2026-11-22T15:41:59Z", "samples": samples});
            let record = parse_item(RecordKind::HeartRate, &item, now()).unwrap();
            let values: Vec<_> = record.samples.iter().map(|s| s.value).collect();
            assert_eq!(values, [dec!(88), dec!(131)], "in order of time");
        }
    }

    #[test]
    fn impossible_values_are_refused_and_extremes_are_not() {
        use ItemRefusal as R;
        for (value, verdict) in [
            (json!(0), Err(R::Impossible)),
            (json!(-1), Err(R::Impossible)),
            (json!(0.97), Err(R::Fraction)),
            (json!(1), Err(R::Fraction)),
            (json!(1.5), Ok(dec!(1.5))),
            (json!(40), Ok(dec!(40))),
            (json!(100), Ok(dec!(100))),
            (json!(100.1), Err(R::Impossible)),
            (json!("97"), Err(R::NoValue)),
            (json!("1,000"), Err(R::NoValue)),
            (json!(null), Err(R::NoValue)),
            (json!([84]), Err(R::NoValue)),
            (json!(1e300), Err(R::NoValue)),
            (json!({"a": 1, "b": 2}), Err(R::NoValue)),
        ] {
            let got = parse_item(RecordKind::OxygenSaturation, &saturation(&value), now())
                .map(|r| r.samples[0].value);
            assert_eq!(got, verdict, "{value}");
        }
    }

    #[test]
    fn h27_the_future_is_refused_and_a_phone_slightly_ahead_is_not() {
        for (time, ok) in [
            ("2026-11-22T15:42:30Z", true),
            ("2026-11-22T15:42:31Z", false),
            ("2027-01-01T00:00:00Z", false),
        ] {
            let mut item = saturation(&json!(97));
            item["time"] = json!(time);
            assert_eq!(
                parse_item(RecordKind::OxygenSaturation, &item, now()).is_ok(),
                ok,
                "{time}"
            );
        }
    }

    #[test]
    fn broken_items_say_what_is_missing() {
        use ItemRefusal as R;
        let kind = RecordKind::OxygenSaturation;
        assert_eq!(parse_item(kind, &json!("x"), now()), Err(R::NotARecord));
        assert_eq!(parse_item(kind, &json!({}), now()), Err(R::NoId));
        assert_eq!(
            parse_item(kind, &json!({"metadata": {"id": {"$ne": null}}}), now()),
            Err(R::NoId)
        );
        assert_eq!(
            parse_item(kind, &json!({"metadata": {"id": "x"}}), now()),
            Err(R::NoOrigin)
        );
        assert_eq!(
            parse_item(
                kind,
                &json!({"metadata": {"id": "x", "dataOrigin": "w"}, "time": "yesterday"}),
                now()
            ),
            Err(R::NoTime)
        );
        let backwards = json!({"metadata": {"id": "x", "dataOrigin": "w"}, "startTime": "2026-11-22T15:41:00Z", "endTime": "2026-11-22T15:40:00Z", "samples": []});
        assert_eq!(
            parse_item(RecordKind::HeartRate, &backwards, now()),
            Err(R::TimeBackwards)
        );
        let empty = json!({"metadata": {"id": "x", "dataOrigin": "w"}, "startTime": "2026-11-22T15:40:00Z", "endTime": "2026-11-22T15:41:00Z", "samples": []});
        assert_eq!(
            parse_item(RecordKind::HeartRate, &empty, now()),
            Err(R::NoValue)
        );
    }
}
