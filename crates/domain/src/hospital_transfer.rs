//! From one hospital to another: asked, answered, on the way, there.

use jiff::Timestamp;

use crate::{
    id::{AdmissionId, HospitalId, HospitalTransferId, PatientId, WardId},
    text_enum,
};

text_enum! {
    /// Where a transfer stands.
    pub enum TransferStatus {
        /// The sending hospital has asked.
        Requested,
        /// The receiving hospital expects the patient.
        Accepted,
        /// The receiving hospital can't take the patient.
        Declined,
        /// On the way.
        InTransit,
        /// There.
        Arrived,
        /// Taken back before the departure.
        Cancelled,
    }
}

impl TransferStatus {
    /// Neither there nor given up.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Accepted | Self::InTransit)
    }
}

text_enum! {
    /// What somebody does about a transfer.
    pub enum TransferCommand {
        /// The patient may come.
        Accept,
        /// The patient can't come.
        Decline,
        /// The patient has left.
        Depart,
        /// The patient is here.
        Arrive,
        /// It is not to be.
        Cancel,
    }
}

/// Which hospital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Where the patient is.
    Sending,
    /// Where the patient is to go.
    Receiving,
}

impl TransferCommand {
    /// Whose word it is.
    pub fn side(self) -> Side {
        match self {
            Self::Accept | Self::Decline | Self::Arrive => Side::Receiving,
            Self::Depart | Self::Cancel => Side::Sending,
        }
    }
}

/// Not possible from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this transfer is {from}; {command} is not possible any more, or not yet")]
pub struct IllegalTransfer {
    /// Where it stands.
    pub from: TransferStatus,
    /// What was asked.
    pub command: TransferCommand,
}

/// Where a command leads.
pub fn transition(
    from: TransferStatus,
    command: TransferCommand,
) -> Result<TransferStatus, IllegalTransfer> {
    use TransferCommand as C;
    use TransferStatus as S;
    match (from, command) {
        (S::Requested, C::Accept) => Ok(S::Accepted),
        (S::Requested, C::Decline) => Ok(S::Declined),
        (S::Requested | S::Accepted, C::Cancel) => Ok(S::Cancelled),
        (S::Accepted, C::Depart) => Ok(S::InTransit),
        (S::InTransit, C::Arrive) => Ok(S::Arrived),
        (from, command) => Err(IllegalTransfer { from, command }),
    }
}

/// A transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HospitalTransfer {
    /// Id.
    pub id: HospitalTransferId,
    /// Who.
    pub patient_id: PatientId,
    /// The stay that ends with the departure.
    pub from_admission_id: AdmissionId,
    /// From where, by name.
    pub from_hospital: (HospitalId, String),
    /// Where to, by name.
    pub to_hospital: (HospitalId, String),
    /// Onto which ward, where that was asked.
    pub to_ward_id: Option<WardId>,
    /// Where it stands.
    pub status: TransferStatus,
    /// Why.
    pub reason: String,
    /// Why not.
    pub decline_reason: Option<String>,
    /// When it was asked.
    pub requested_at: Timestamp,
    /// When it was answered.
    pub decided_at: Option<Timestamp>,
    /// When the patient left.
    pub departed_at: Option<Timestamp>,
    /// When the patient came.
    pub arrived_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i32,
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    /// Every state by every command.
    #[test]
    fn a_transfer_goes_only_the_agreed_way() {
        let mut table = String::new();
        for from in TransferStatus::VARIANTS {
            let row: Vec<&str> = TransferCommand::VARIANTS
                .iter()
                .map(|command| transition(*from, *command).map_or("-", TransferStatus::as_str))
                .collect();
            table.extend([from.as_str(), ": ", &row.join(" "), "\n"]);
        }
        let agreed = "\
requested: accepted declined - - cancelled
accepted: - - in_transit - cancelled
declined: - - - - -
in_transit: - - - arrived -
arrived: - - - - -
cancelled: - - - - -
";
        assert_eq!(
            table, agreed,
            "columns: accept decline depart arrive cancel"
        );
    }

    #[test]
    fn each_side_speaks_for_itself() {
        for (command, side) in [
            (TransferCommand::Accept, Side::Receiving),
            (TransferCommand::Decline, Side::Receiving),
            (TransferCommand::Arrive, Side::Receiving),
            (TransferCommand::Depart, Side::Sending),
            (TransferCommand::Cancel, Side::Sending),
        ] {
            assert_eq!(command.side(), side, "{command}");
        }
    }
}
