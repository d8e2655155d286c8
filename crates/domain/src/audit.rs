//! Audit events: who did what to whom, when, from where, with what result (R2).

use serde_json::{Map, Value};

use crate::{id::PatientId, text_enum};

text_enum! {
    /// What was done.
    pub enum AuditAction {
        /// Signed in.
        SignIn,
        /// Signed out.
        SignOut,
        /// Refreshed a session.
        SessionRefresh,
        /// A session was ended for its holder.
        SessionEnd,
        /// Read.
        Read,
        /// Made.
        Create,
        /// Changed.
        Update,
        /// Taken away (never erased).
        Delete,
        /// Raised an alert.
        AlertRaise,
        /// A rule was broken again.
        AlertRepeat,
        /// Acknowledged.
        AlertAcknowledge,
        /// Responding.
        AlertRespond,
        /// Resolved.
        AlertResolve,
        /// Marked as a false alarm.
        AlertFalseAlarm,
        /// A station told what it did with an alert.
        AlertReceipt,
        /// Wearable records arrived.
        WearableSync,
        /// Consent given.
        ConsentGive,
        /// Consent refused or withdrawn.
        ConsentWithdraw,
        /// Station enrolled.
        WorkstationEnrol,
        /// Station removed.
        WorkstationRemove,
        /// Admitted.
        Admit,
        /// Moved to another place.
        Transfer,
        /// Discharged.
        Discharge,
        /// Admission told to be a mistake.
        AdmissionCancel,
        /// Opened a live stream.
        StreamOpen,
        /// Set the installation up.
        Setup,
        /// Took records of another system.
        Import,
        /// Made a one-use link for an account.
        LinkCreate,
        /// Followed a one-use link.
        LinkUse,
        /// Asked for a new password.
        PasswordResetRequest,
        /// Set a password.
        PasswordChange,
        /// Set up, confirmed or took away a second factor.
        SecondFactorChange,
    }
}

text_enum! {
    /// How it ended.
    pub enum AuditOutcome {
        /// Done.
        Success,
        /// Not allowed.
        Denied,
        /// Tried and not possible.
        Failed,
    }
}

/// One line of the record, as the use case knows it. Who and from where comes from the actor and
/// the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// What was done.
    pub action: AuditAction,
    /// To what sort of thing, for example `alert`.
    pub resource_type: &'static str,
    /// To which one.
    pub resource_id: Option<String>,
    /// Every patient whose data were touched.
    pub subjects: Vec<PatientId>,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// Codes and counts only; never clinical text, never names.
    pub detail: Map<String, Value>,
}

impl AuditEvent {
    /// A success, about nobody yet.
    pub fn new(action: AuditAction, resource_type: &'static str) -> Self {
        Self {
            action,
            resource_type,
            resource_id: None,
            subjects: Vec::new(),
            outcome: AuditOutcome::Success,
            detail: Map::new(),
        }
    }

    /// Names the thing.
    #[must_use]
    pub fn resource(mut self, id: impl std::fmt::Display) -> Self {
        self.resource_id = Some(id.to_string());
        self
    }

    /// Names the patients.
    #[must_use]
    pub fn about(mut self, patients: impl IntoIterator<Item = PatientId>) -> Self {
        self.subjects.extend(patients);
        self
    }

    /// Says how it ended.
    #[must_use]
    pub fn outcome(mut self, outcome: AuditOutcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// Adds a code or a count.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(key.to_owned(), value.into());
        self
    }
}
