//! Audit events: who did what to whom, when, from where, with what result (R2).

use serde_json::{Map, Value};

use crate::{
    access::{Actor, Role},
    id::PatientId,
    text_enum,
};

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
        /// An instance began to serve.
        Start,
        /// Took data out of the installation.
        Export,
        /// Printed.
        Print,
        /// Proved that the record is whole, or found where it is not.
        AuditVerify,
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

impl AuditAction {
    /// Whether the act goes on while the record can't be written, its event kept aside meanwhile:
    /// care that stops because its record does is worse than a record that comes late (H30).
    /// Reading, what a reader needs to be let in, and alerts; nothing else that changes a record.
    pub fn goes_on_without_record(self) -> bool {
        match self {
            Self::Read
            | Self::StreamOpen
            | Self::SignIn
            | Self::SignOut
            | Self::SessionRefresh
            | Self::SessionEnd
            | Self::AlertRaise
            | Self::AlertRepeat
            | Self::AlertAcknowledge
            | Self::AlertRespond
            | Self::AlertReceipt => true,
            Self::Create
            | Self::Update
            | Self::Delete
            | Self::AlertResolve
            | Self::AlertFalseAlarm
            | Self::WearableSync
            | Self::ConsentGive
            | Self::ConsentWithdraw
            | Self::WorkstationEnrol
            | Self::WorkstationRemove
            | Self::Admit
            | Self::Transfer
            | Self::Discharge
            | Self::AdmissionCancel
            | Self::Setup
            | Self::Import
            | Self::Start
            | Self::Export
            | Self::Print
            | Self::AuditVerify
            | Self::LinkCreate
            | Self::LinkUse
            | Self::PasswordResetRequest
            | Self::PasswordChange
            | Self::SecondFactorChange => false,
        }
    }

    /// Whether it changes nothing, so that a failed record of it leaves nothing to undo. Opening a
    /// stream renews a station's presence.
    pub fn is_read(self) -> bool {
        self == Self::Read
    }
}

text_enum! {
    /// What it was for; the words follow HL7's purposes of use.
    pub enum Purpose {
        /// Caring for a patient.
        Treatment,
        /// Running the hospital.
        Administration,
        /// A person about the own record.
        OwnRecord,
        /// The installation itself: set-up, import, upkeep.
        Operation,
        /// Looking who did what.
        AccessReview,
    }
}

impl Purpose {
    /// What somebody acts for where the use case does not say otherwise.
    pub fn of(actor: &Actor) -> Self {
        match actor {
            Actor::User(user) => match user.role {
                Role::Doctor | Role::Nurse | Role::Pharmacist => Self::Treatment,
                Role::Admin => Self::Administration,
                Role::Patient => Self::OwnRecord,
            },
            Actor::Workstation(_) => Self::Treatment,
            Actor::System(_) => Self::Operation,
        }
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
    /// What for, where it is not what the actor usually acts for ([`Purpose::of`]).
    pub purpose: Option<Purpose>,
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
            purpose: None,
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

    /// Says what it was for.
    #[must_use]
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// Adds a code or a count.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(key.to_owned(), value.into());
        self
    }
}
