//! Wearable records: what a watch sends, and what of it must be told to somebody (W3–W5, H6).

mod dialect;
mod limit;

pub use dialect::{ItemRefusal, parse_item};
pub use limit::{Assessment, Breach, Comparison, FRESH_FOR, Limit, assess};

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::{consent::DataType, text_enum};

text_enum! {
    /// Kinds of record taken so far (Health Connect's names in [`RecordKind::from_method`]).
    pub enum RecordKind {
        /// Oxygen saturation, percent.
        OxygenSaturation,
        /// Heart rate, beats per minute.
        HeartRate,
    }
}

impl RecordKind {
    /// Reads Health Connect's type name; its first letter comes in both cases.
    pub fn from_method(method: &str) -> Option<Self> {
        match method {
            "OxygenSaturation" | "oxygenSaturation" | "oxygen_saturation" => {
                Some(Self::OxygenSaturation)
            }
            "HeartRate" | "heartRate" | "heart_rate" => Some(Self::HeartRate),
            _ => None,
        }
    }

    /// The kind of data a consent must cover.
    pub fn data_type(self) -> DataType {
        match self {
            Self::OxygenSaturation => DataType::BloodOxygen,
            Self::HeartRate => DataType::HeartRate,
        }
    }

    /// The unit of its values.
    pub fn unit(self) -> &'static str {
        match self {
            Self::OxygenSaturation => "%",
            Self::HeartRate => "/min",
        }
    }

    /// The words on a screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::OxygenSaturation => "Oxygen saturation",
            Self::HeartRate => "Heart rate",
        }
    }
}

/// One measured value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// When it was measured.
    pub taken_at: Timestamp,
    /// In the kind's unit.
    pub value: Decimal,
}

/// A record as both dialects mean it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WearableRecord {
    /// Health Connect's `metadata.id`.
    pub record_id: String,
    /// Kind.
    pub kind: RecordKind,
    /// The application that wrote it.
    pub data_origin: String,
    /// The device in words, where the dialect tells.
    pub device: Option<String>,
    /// Start, or the instant.
    pub taken_at: Timestamp,
    /// End of an interval.
    pub ended_at: Option<Timestamp>,
    /// Values, at least one, in order of time.
    pub samples: Vec<Sample>,
}
