//! Typed identifiers: a patient's id can't be passed where a bed's is wanted.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Makes ids. The one implementation that reads randomness and time lives in `services`.
pub trait IdGen: Send + Sync {
    /// A new UUIDv7.
    fn uuid(&self) -> Uuid;
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id.
            pub fn generate(ids: &dyn IdGen) -> Self {
                Self(ids.uuid())
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A one-use link of an account.
    AccountLinkId,
    /// An admission of one patient to one hospital.
    AdmissionId,
    /// A person's time at a place of work.
    AffiliationId,
    /// An emergency alert.
    AlertId,
    /// An entry of a patient's allergy list.
    AllergyId,
    /// One line of the audit record.
    AuditEventId,
    /// A bed of a ward.
    BedId,
    /// A patient's condition.
    ConditionId,
    /// A patient's consent.
    ConsentId,
    /// A department of a hospital.
    DepartmentId,
    /// A doctor.
    DoctorId,
    /// Somebody to call for a patient.
    FamilyContactId,
    /// A hospital.
    HospitalId,
    /// A patient's way from one hospital to another.
    HospitalTransferId,
    /// A patient.
    PatientId,
    /// A wrapped key of one patient and one consent.
    PatientKeyId,
    /// A bed that is kept for somebody.
    ReservationId,
    /// A signed-in session.
    SessionId,
    /// A user account.
    UserId,
    /// A ward.
    WardId,
    /// A stored wearable record.
    WearableRecordId,
    /// An enrolled workstation.
    WorkstationId,
}
