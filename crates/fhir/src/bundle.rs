//! A bundle as a stream of entries.

use std::{fmt, io, ops::ControlFlow};

use cloudcare_domain::import::{Foreign, ForeignKind};
use jiff::tz::TimeZone;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{error::Category, value::RawValue};

use crate::{Item, Pass, map};

/// Resource types beyond this length are not FHIR's.
const LONGEST_TYPE: usize = 40;

/// Why a bundle can't be read. Never holds what stands in it.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The file ends in the middle.
    #[error("it ends in the middle, at line {line}, column {column}")]
    CutOff {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Not JSON, or not of a bundle's form.
    #[error("it is not a FHIR bundle in JSON: line {line}, column {column}")]
    Malformed {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// JSON, but another resource.
    #[error("it is not a FHIR Bundle")]
    NotABundle,
    /// A bundle of another type, for example a search result.
    #[error("it is not a transaction, batch or collection bundle")]
    WrongType,
    /// It can't be read at all.
    #[error("it can't be read")]
    Io(#[source] io::Error),
    /// Whoever takes the items wanted no more.
    #[error("reading it was given up")]
    Stopped,
}

/// Reads a bundle for one pass and gives each resource to `take`. Dates without a time are midnight
/// in `zone`. An error comes after the items before it.
pub fn read(
    source: impl io::Read,
    pass: Pass,
    zone: &TimeZone,
    take: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<(), BundleError> {
    let mut reading = Reading {
        pass,
        zone,
        take,
        is_stopped: false,
        resource_type: None,
        bundle_type: None,
    };
    let mut json = serde_json::Deserializer::from_reader(source);
    let parsed = reading.deserialize(&mut json).and_then(|()| json.end());
    match parsed {
        _ if reading.is_stopped => Err(BundleError::Stopped),
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            Err(match error.classify() {
                Category::Eof => BundleError::CutOff { line, column },
                Category::Io => BundleError::Io(error.into()),
                Category::Syntax | Category::Data => BundleError::Malformed { line, column },
            })
        }
        Ok(()) if reading.resource_type.as_deref() != Some("Bundle") => {
            Err(BundleError::NotABundle)
        }
        Ok(())
            if !matches!(
                reading.bundle_type.as_deref(),
                Some("transaction" | "batch" | "collection")
            ) =>
        {
            Err(BundleError::WrongType)
        }
        Ok(()) => Ok(()),
    }
}

struct Reading<'a> {
    pass: Pass,
    zone: &'a TimeZone,
    take: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    is_stopped: bool,
    resource_type: Option<String>,
    bundle_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    full_url: Option<String>,
    resource: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    resource_type: String,
    id: Option<String>,
}

impl Reading<'_> {
    fn entry(&mut self, entry: &Entry) -> ControlFlow<()> {
        let Some(resource) = &entry.resource else {
            return ControlFlow::Continue(());
        };
        let Ok(head) = serde_json::from_str::<Head>(resource.get()) else {
            return self.skip("(unknown)", "is not a FHIR resource");
        };
        let name: String = head.resource_type.chars().take(LONGEST_TYPE).collect();
        let kind = match name.as_str() {
            "Organization" => ForeignKind::Organization,
            "Practitioner" => ForeignKind::Practitioner,
            "Patient" => ForeignKind::Patient,
            "Encounter" => ForeignKind::Encounter,
            "Condition" => ForeignKind::Condition,
            "AllergyIntolerance" => ForeignKind::AllergyIntolerance,
            "MedicationRequest" => ForeignKind::MedicationRequest,
            "Observation" => ForeignKind::Observation,
            _ if self.pass == Pass::Places => {
                return self.skip(&name, "this kind of resource is not taken");
            }
            _ => return ControlFlow::Continue(()),
        };
        if !self.pass.takes(kind) {
            return ControlFlow::Continue(());
        }
        // Within a bundle others point at the entry's address, which need not be the resource's id.
        let id = entry
            .full_url
            .as_deref()
            .and_then(map::key_of_reference)
            .or(head.id)
            .filter(|id| !id.is_empty() && id.len() <= 200);
        let Some(id) = id else {
            return self.skip(&name, "has no id");
        };
        match map::record(kind, resource.get(), self.zone) {
            Ok(record) => (self.take)(Item::Record(Box::new(Foreign { id, record }))),
            Err(reason) => (self.take)(Item::Skipped { kind: name, reason }),
        }
    }

    fn skip(&mut self, kind: &str, reason: &'static str) -> ControlFlow<()> {
        (self.take)(Item::Skipped {
            kind: kind.to_owned(),
            reason: reason.into(),
        })
    }
}

impl<'de> DeserializeSeed<'de> for &mut Reading<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Reading<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bundle")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(field) = fields.next_key::<String>()? {
            match field.as_str() {
                "resourceType" => self.resource_type = fields.next_value()?,
                "type" => self.bundle_type = fields.next_value()?,
                "entry" => fields.next_value_seed(Entries(self))?,
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct Entries<'r, 'a>(&'r mut Reading<'a>);

impl<'de> DeserializeSeed<'de> for Entries<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(entry) = entries.next_element::<Entry>()? {
            if self.0.entry(&entry).is_break() {
                self.0.is_stopped = true;
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
