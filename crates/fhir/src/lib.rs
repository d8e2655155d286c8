//! FHIR R4 bundles on their way in: an adapter that turns resources into the domain's records.
//!
//! [`read`] goes through a bundle entry by entry and never holds more than one; what can't be taken
//! is told with its reason. References are kept as they are told: whoever writes resolves them.

mod bundle;
mod finding;
mod map;
mod resource;
mod vital;

use std::borrow::Cow;

use cloudcare_domain::import::{Foreign, ForeignKind, Record};

pub use bundle::{BundleError, read};

/// Which resources a reading is after. A bundle is read once for each: what others point at first,
/// so that nothing has to be kept in memory until it is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Organizations and practitioners; also tells of every resource that no pass takes.
    Places,
    /// Patients.
    Patients,
    /// Encounters.
    Stays,
    /// Everything about patients.
    Findings,
}

impl Pass {
    fn takes(self, kind: ForeignKind) -> bool {
        use ForeignKind as K;
        let pass = match kind {
            K::Organization | K::Practitioner => Self::Places,
            K::Patient => Self::Patients,
            K::Encounter => Self::Stays,
            K::Condition | K::AllergyIntolerance | K::MedicationRequest | K::Observation => {
                Self::Findings
            }
        };
        self == pass
    }
}

/// Why a resource is not taken; told to whoever runs the import, so without anything of a person.
pub type Reason = Cow<'static, str>;

/// One resource of a bundle.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Taken.
    Record(Box<Foreign<Record>>),
    /// Not taken.
    Skipped {
        /// Its resource type.
        kind: String,
        /// Why.
        reason: Reason,
    },
}
