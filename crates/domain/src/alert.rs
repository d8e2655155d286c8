//! Emergency alerts: what they are, and the moves between their states (E1, E2).

use jiff::Timestamp;

use crate::{
    id::{AlertId, BedId, HospitalId, PatientId, UserId, WardId, WorkstationId},
    text_enum,
};

text_enum! {
    /// How bad. Ordered: `Low < Medium < High < Critical`.
    pub enum Severity {
        /// Visual only.
        Low,
        /// IEC 60601-1-8 low priority.
        Medium,
        /// IEC 60601-1-8 medium priority.
        High,
        /// IEC 60601-1-8 high priority.
        Critical,
    }
}

text_enum! {
    /// What happened.
    pub enum AlertType {
        /// Cardiac arrest.
        CardiacArrest,
        /// A fall.
        FallDetection,
        /// Vital signs outside their limits.
        AbnormalVitals,
        /// Somebody asked for help.
        ManualTrigger,
        /// A seizure.
        Seizure,
        /// Unconscious.
        Unconscious,
        /// Something else, in words.
        Other,
    }
}

impl AlertType {
    /// How bad it is taken to be where nobody says.
    pub fn usual_severity(self) -> Severity {
        match self {
            Self::CardiacArrest | Self::Unconscious => Severity::Critical,
            Self::FallDetection
            | Self::AbnormalVitals
            | Self::ManualTrigger
            | Self::Seizure
            | Self::Other => Severity::High,
        }
    }
}

text_enum! {
    /// Who or what raised it.
    pub enum TriggeredBy {
        /// A wearable record beyond a limit.
        Wearable,
        /// A person.
        Manual,
        /// CloudCare itself.
        System,
    }
}

text_enum! {
    /// Where an alert stands.
    pub enum AlertStatus {
        /// Nobody has answered.
        Active,
        /// Somebody has seen it. Acknowledged is not attended (H3).
        Acknowledged,
        /// Somebody is going.
        Responding,
        /// Over.
        Resolved,
        /// Over, and there was nothing.
        FalseAlarm,
    }
}

impl AlertStatus {
    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        match self {
            Self::Active | Self::Acknowledged | Self::Responding => true,
            Self::Resolved | Self::FalseAlarm => false,
        }
    }
}

text_enum! {
    /// What a person can do with an alert.
    pub enum AlertCommand {
        /// I have seen it.
        Acknowledge,
        /// I am going.
        Respond,
        /// It is over.
        Resolve,
        /// It is over, and there was nothing.
        FalseAlarm,
    }
}

/// The move is not possible from where the alert stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this alert is {from}; it can't be changed by \"{command}\"")]
pub struct IllegalMove {
    /// Where it stands.
    pub from: AlertStatus,
    /// What was tried.
    pub command: AlertCommand,
}

/// The next status, or why there is none.
pub fn transition(from: AlertStatus, command: AlertCommand) -> Result<AlertStatus, IllegalMove> {
    use AlertCommand as C;
    use AlertStatus as S;
    match (from, command) {
        (S::Active, C::Acknowledge) => Ok(S::Acknowledged),
        (S::Active | S::Acknowledged, C::Respond) => Ok(S::Responding),
        // Nobody closes what nobody has looked at; a false alarm can be seen at a glance.
        (S::Acknowledged | S::Responding, C::Resolve) => Ok(S::Resolved),
        (S::Active | S::Acknowledged | S::Responding, C::FalseAlarm) => Ok(S::FalseAlarm),
        (S::Acknowledged | S::Responding, C::Acknowledge)
        | (S::Responding, C::Respond)
        | (S::Active, C::Resolve)
        | (S::Resolved | S::FalseAlarm, _) => Err(IllegalMove { from, command }),
    }
}

/// The commands that would be taken now.
pub fn allowed_commands(status: AlertStatus) -> Vec<AlertCommand> {
    use strum::VariantArray;
    AlertCommand::VARIANTS
        .iter()
        .copied()
        .filter(|c| transition(status, *c).is_ok())
        .collect()
}

text_enum! {
    /// What a station did with an alert. A receipt never stops a ladder (H3).
    pub enum ReceiptKind {
        /// Handed to the station's stream.
        Sent,
        /// Arrived at the station.
        Received,
        /// On a lit screen, in a visible window.
        Displayed,
        /// Played on an unmuted device.
        Sounded,
    }
}

text_enum! {
    /// One line of an alert's story.
    pub enum HistoryKind {
        /// Raised.
        Raised,
        /// The same rule was broken again.
        Repeated,
        /// It became worse.
        SeverityRaised,
        /// Acknowledged.
        Acknowledged,
        /// Somebody is going.
        Responding,
        /// Resolved.
        Resolved,
        /// False alarm.
        FalseAlarm,
    }
}

impl From<AlertCommand> for HistoryKind {
    fn from(command: AlertCommand) -> Self {
        match command {
            AlertCommand::Acknowledge => Self::Acknowledged,
            AlertCommand::Respond => Self::Responding,
            AlertCommand::Resolve => Self::Resolved,
            AlertCommand::FalseAlarm => Self::FalseAlarm,
        }
    }
}

/// Somebody did something at some time, perhaps on a station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Who.
    pub user_id: UserId,
    /// Name as shown.
    pub full_name: String,
    /// When.
    pub at: Timestamp,
    /// On which station.
    pub workstation: Option<(WorkstationId, String)>,
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Id.
    pub id: AlertId,
    /// The caller's id, unique.
    pub alert_ref: String,
    /// Hospital.
    pub hospital_id: HospitalId,
    /// Ward.
    pub ward: Option<(WardId, String)>,
    /// Bed with label and bay.
    pub bed: Option<(BedId, String, String)>,
    /// Where, in words, without a name.
    pub place: String,
    /// Whom it is about; none for a place.
    pub patient_id: Option<PatientId>,
    /// What.
    pub alert_type: AlertType,
    /// How bad.
    pub severity: Severity,
    /// Where it stands.
    pub status: AlertStatus,
    /// In words.
    pub description: String,
    /// Raised by.
    pub triggered_by: TriggeredBy,
    /// What triggered it.
    pub trigger_data: Option<serde_json::Value>,
    /// Coordinates or other place data of the caller.
    pub location: Option<serde_json::Value>,
    /// Watching rule.
    pub rule: Option<String>,
    /// How often the rule was broken since.
    pub occurrences: i32,
    /// When it happened to the patient.
    pub taken_at: Option<Timestamp>,
    /// When we knew.
    pub raised_at: Timestamp,
    /// When it last happened.
    pub last_occurrence_at: Timestamp,
    /// First acknowledgement.
    pub acknowledged: Option<Answer>,
    /// Who is going.
    pub responding: Option<Answer>,
    /// Who closed it.
    pub closed: Option<Answer>,
    /// Their words.
    pub closing_notes: Option<String>,
    /// Version for optimistic concurrency.
    pub version: i32,
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn every_move_is_decided() {
        use AlertCommand as C;
        use AlertStatus as S;
        let legal = [
            (S::Active, C::Acknowledge, S::Acknowledged),
            (S::Active, C::Respond, S::Responding),
            (S::Active, C::FalseAlarm, S::FalseAlarm),
            (S::Acknowledged, C::Respond, S::Responding),
            (S::Acknowledged, C::Resolve, S::Resolved),
            (S::Acknowledged, C::FalseAlarm, S::FalseAlarm),
            (S::Responding, C::Resolve, S::Resolved),
            (S::Responding, C::FalseAlarm, S::FalseAlarm),
        ];
        for from in S::VARIANTS {
            for command in C::VARIANTS {
                let expected = legal
                    .iter()
                    .find(|(f, c, _)| f == from && c == command)
                    .map(|(_, _, to)| *to);
                assert_eq!(
                    transition(*from, *command).ok(),
                    expected,
                    "{from} by {command}"
                );
            }
        }
    }

    #[test]
    fn a_closed_alert_stays_closed() {
        for from in [AlertStatus::Resolved, AlertStatus::FalseAlarm] {
            assert!(!from.is_open());
            assert_eq!(allowed_commands(from), vec![]);
        }
    }

    #[test]
    fn severity_is_ordered() {
        assert!(
            Severity::Critical > Severity::High
                && Severity::High > Severity::Medium
                && Severity::Medium > Severity::Low
        );
    }
}
