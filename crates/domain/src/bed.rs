//! Beds: what the hospital sets, and what is derived from who lies in them (P6).

use jiff::Timestamp;

use crate::{
    id::{BedId, WardId},
    text_enum,
};

text_enum! {
    /// What the hospital says of a bed. Occupied is never set by hand.
    pub enum ServiceState {
        /// Ready for a patient.
        InService,
        /// Being cleaned.
        Cleaning,
        /// Out of use.
        Closed,
    }
}

text_enum! {
    /// What the ward board shows.
    pub enum BedState {
        /// Ready and empty.
        Free,
        /// A patient lies in it.
        Occupied,
        /// Being cleaned.
        Cleaning,
        /// Out of use.
        Closed,
    }
}

impl BedState {
    /// A patient in the bed always shows, whatever the bed is set to: a person is never hidden
    /// behind a cleaning sign.
    pub fn derive(service: ServiceState, occupied: bool) -> Self {
        match (occupied, service) {
            (true, _) => Self::Occupied,
            (false, ServiceState::InService) => Self::Free,
            (false, ServiceState::Cleaning) => Self::Cleaning,
            (false, ServiceState::Closed) => Self::Closed,
        }
    }
}

/// A bed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bed {
    /// Its id.
    pub id: BedId,
    /// The ward it stands in.
    pub ward_id: WardId,
    /// What is written on it, for example `B4`; unique in the ward.
    pub label: String,
    /// The bay or side room.
    pub bay: String,
    /// Its place in the ward's own order, from 1.
    pub position: i32,
    /// What the bed or its room can do, for example `isolation`.
    pub capabilities: Vec<String>,
    /// What the hospital says of it.
    pub service_state: ServiceState,
    /// Why, where a reason was given.
    pub state_reason: Option<String>,
    /// Since when.
    pub state_since: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patient_is_never_hidden_behind_the_state_of_the_bed() {
        for service in [
            ServiceState::InService,
            ServiceState::Cleaning,
            ServiceState::Closed,
        ] {
            assert_eq!(BedState::derive(service, true), BedState::Occupied);
        }
        assert_eq!(
            BedState::derive(ServiceState::InService, false),
            BedState::Free
        );
        assert_eq!(
            BedState::derive(ServiceState::Cleaning, false),
            BedState::Cleaning
        );
        assert_eq!(
            BedState::derive(ServiceState::Closed, false),
            BedState::Closed
        );
    }
}
