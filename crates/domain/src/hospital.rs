//! Hospitals.

use serde::{Deserialize, Serialize};

use crate::{address::Address, id::HospitalId};

/// A hospital as its staff and stations need it at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hospital {
    /// Its id.
    pub id: HospitalId,
    /// Its unique name, by which paths may address it.
    pub name: String,
    /// What sort of hospital, for example `general`.
    pub hospital_type: String,
    /// Telephone number or other contact.
    pub contact: Option<String>,
    /// Whether it has emergency services.
    pub emergency_services: bool,
    /// The IANA zone its clocks show (H27).
    pub time_zone: String,
    /// The number that calls the crash team. CloudCare shows it and never dials it (H17).
    pub crash_call_number: Option<String>,
    /// The number to phone when an alert reached nobody (H2) or was not sent (H29).
    pub alert_phone_number: Option<String>,
}

/// What an administrator says of a hospital.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HospitalProfile {
    /// Its unique name, by which paths may address it.
    pub name: String,
    /// Where it is registered.
    pub registration_number: Option<String>,
    /// What sort of hospital, for example `general`.
    pub hospital_type: String,
    /// Telephone number or other contact.
    pub contact: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<Address>,
    /// Web site.
    pub website: Option<String>,
    /// Whether it has emergency services.
    pub emergency_services: bool,
    /// What it is known for.
    pub specializations: Vec<String>,
    /// By whom it is accredited.
    pub accreditations: Vec<String>,
    /// The IANA zone its clocks show (H27).
    pub time_zone: String,
    /// The number that calls the crash team (H17).
    pub crash_call_number: Option<String>,
    /// The number to phone when an alert reached nobody (H2).
    pub alert_phone_number: Option<String>,
    /// How long cleaning a bed takes, in minutes.
    pub bed_turnaround_minutes: i32,
}

/// A hospital as it is set up, with its beds counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HospitalRecord {
    /// Id.
    pub id: HospitalId,
    /// What was said of it.
    pub profile: HospitalProfile,
    /// Beds that stand in it.
    pub total_beds: i64,
    /// Beds somebody could lie in now; counted, never set.
    pub available_beds: i64,
    /// Not taken out of use.
    pub is_active: bool,
    /// Counts changes.
    pub version: i32,
}

/// A department, with the number of its wards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Id.
    pub id: crate::id::DepartmentId,
    /// Unique in the hospital.
    pub name: String,
    /// Wards that belong to it.
    pub ward_count: i64,
    /// Counts changes.
    pub version: i32,
}

/// An IANA time-zone name this program knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeZoneName(String);

/// The zone is not in the IANA database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an IANA time zone, for example Europe/London")]
pub struct UnknownTimeZone;

impl TimeZoneName {
    /// Checks the name against the IANA database.
    pub fn parse(name: &str) -> Result<Self, UnknownTimeZone> {
        jiff::tz::TimeZone::get(name)
            .map(|_| Self(name.to_owned()))
            .map_err(|_| UnknownTimeZone)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_must_be_one_the_world_knows() {
        assert!(TimeZoneName::parse("Europe/London").is_ok());
        assert!(TimeZoneName::parse("Middle/Earth").is_err());
        assert!(TimeZoneName::parse("").is_err());
    }
}
