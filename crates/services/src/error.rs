//! How a use case can end without success. The api maps this once to problem+json.

use cloudcare_domain::{
    admission::AdmissionRecord,
    alert::IllegalMove,
    code::CodeError,
    condition::Condition,
    doctor::Doctor,
    family_contact::FamilyContact,
    hospital::{Department, HospitalRecord},
    user::User,
    ward::WardRecord,
};
use cloudcare_store::StoreError;
use jiff::SignedDuration;

use crate::{
    alert::AlertView,
    allergy::AllergiesView,
    bed::BedView,
    hospital_transfer::TransferView,
    master_key::WrongMasterKey,
    patient::{Duplicate, PatientView},
};

/// One field that can't be taken, in words for whoever filled it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl FieldError {
    /// A field and its trouble.
    pub fn new(field: impl Into<String>, message: impl std::fmt::Display) -> Self {
        Self {
            field: field.into(),
            message: message.to_string(),
        }
    }
}

/// Why a use case did not succeed. The words go to the user; they never hold a patient's data.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// Nobody is signed in, or not any more.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// Too many wrong passwords.
    #[error("too many attempts; try again later or ask your administrator")]
    LockedOut {
        /// How long to wait.
        retry_after: SignedDuration,
    },
    /// More people sign in at once than passwords can be looked at.
    #[error("many people are signing in just now; try again in a few seconds")]
    Busy,
    /// Not allowed, and the actor may know it exists.
    #[error("{0}")]
    Forbidden(&'static str),
    /// Not there, or not for the actor to know.
    #[error("{0}")]
    NotFound(&'static str),
    /// Fields that can't be taken, every one at once.
    #[error("some fields can't be taken")]
    Invalid(Vec<FieldError>),
    /// The state of things does not allow it.
    #[error("{0}")]
    Conflict(String),
    /// Somebody else was first; this is where the thing stands now.
    #[error("{message}")]
    Stale {
        /// In words.
        message: String,
        /// The thing as it is now.
        current: Current,
    },
    /// The wanted place can't be had; these can.
    #[error("{message}")]
    NoBed {
        /// In words.
        message: String,
        /// Free beds of the hospital, best first.
        free_beds: Vec<BedView>,
    },
    /// Somebody registered already is very likely the same person (P1).
    #[error("very likely registered already: open that record, or say why this is another person")]
    Duplicates(Vec<Duplicate>),
    /// The database is away; worth trying again.
    #[error("the database can't be reached just now; nothing was changed, try again")]
    Unavailable(#[source] StoreError),
    /// The connection was lost while saving.
    #[error(
        "the connection to the database was lost while saving: it is not known whether this was kept; look before you repeat it"
    )]
    OutcomeUnknown(#[source] StoreError),
    /// The database's disk is full.
    #[error("the disk of the database is full; nothing was changed, tell your administrator")]
    DiskFull(#[source] StoreError),
    /// The folder beside the database that guards the audit record can't be used.
    #[error(
        "the folder for the seals of the audit record can't be used; see that it is there, may be written and has room"
    )]
    RecordFolder(#[source] std::io::Error),
    /// A fault of ours. Logged once at the edge, never told in detail.
    #[error("something went wrong in CloudCare; nothing was changed")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What an edit met instead of what the editor had seen. Whoever may edit a thing may see this.
#[derive(Debug)]
pub enum Current {
    /// An alert.
    Alert(Box<AlertView>),
    /// An admission.
    Admission(Box<AdmissionRecord>),
    /// A bed.
    Bed(Box<BedView>),
    /// A doctor.
    Doctor(Box<Doctor>),
    /// A patient.
    Patient(Box<PatientView>),
    /// What is known of allergies.
    Allergies(Box<AllergiesView>),
    /// A condition.
    Condition(Box<Condition>),
    /// Somebody to call.
    FamilyContact(Box<FamilyContact>),
    /// Alerts that are open.
    Alerts(Vec<AlertView>),
    /// A hospital.
    Hospital(Box<HospitalRecord>),
    /// A department.
    Department(Box<Department>),
    /// A ward.
    Ward(Box<WardRecord>),
    /// A transfer between hospitals.
    HospitalTransfer(Box<TransferView>),
    /// An account.
    User(Box<User>),
}

impl ServiceError {
    /// One field that can't be taken.
    pub fn invalid(field: &str, message: impl std::fmt::Display) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }

    /// Every field that can't be taken, where there is one.
    pub(crate) fn unless_clean(errors: Vec<FieldError>) -> Result<(), Self> {
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Self::Invalid(errors))
        }
    }

    pub(crate) fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Unavailable(error),
            StoreError::OutcomeUnknown(_) => Self::OutcomeUnknown(error),
            StoreError::DiskFull(_) => Self::DiskFull(error),
            StoreError::Unstorable(_) => Self::Invalid(Vec::new()),
            // A key of the caller's own making that is another row's id.
            StoreError::Conflict { ref constraint } if constraint.ends_with("_pkey") => {
                Self::invalid(
                    "Idempotency-Key",
                    "already used for something else; make a new one",
                )
            }
            other => Self::internal(other),
        }
    }
}

impl From<WrongMasterKey> for ServiceError {
    fn from(error: WrongMasterKey) -> Self {
        Self::Conflict(error.to_string())
    }
}

impl From<IllegalMove> for ServiceError {
    fn from(error: IllegalMove) -> Self {
        Self::Conflict(error.to_string())
    }
}

impl From<CodeError> for ServiceError {
    fn from(error: CodeError) -> Self {
        Self::invalid("patient_id", error)
    }
}
