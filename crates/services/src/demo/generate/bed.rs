//! Beds: what their places have, and what state they are in.

use cloudcare_store::demo::{Batch, BedRow};
use uuid::Uuid;

use super::{About, Plan, place::Kind};

#[derive(Debug)]
pub(crate) struct Bed {
    pub(crate) id: Uuid,
    pub(crate) ward: usize,
    pub(super) state: State,
    pub(super) capabilities: Vec<&'static str>,
    pub(super) label: String,
    pub(super) bay: String,
    pub(super) position: i32,
}

impl Bed {
    /// Whether its place has this.
    pub(crate) fn has(&self, capability: &str) -> bool {
        self.capabilities.contains(&capability)
    }
}

/// Reserved and occupied are not states of their own in the record: stays and reservations tell them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Free,
    Occupied,
    Reserved,
    Cleaning,
    Closed,
}

impl Plan {
    /// What a bed's place has: the `n`th of its ward, counted from 0.
    pub(super) fn capabilities(
        &self,
        index: usize,
        n: usize,
        kind: Kind,
        (is_side_room, is_cot): (bool, bool),
    ) -> Vec<&'static str> {
        let mut dice = self.dice(About::Bed, index as u64 + 1);
        let mut capabilities = Vec::new();
        if is_cot {
            capabilities.push("cot");
        }
        if is_side_room {
            capabilities.push("isolation");
            if index.is_multiple_of(3) {
                capabilities.push("negative_pressure");
            }
        }
        if kind == Kind::IntensiveCare || (kind != Kind::Maternity && dice.percent(70)) {
            capabilities.push("oxygen");
        }
        if matches!(kind, Kind::IntensiveCare | Kind::Emergency) || dice.percent(30) {
            capabilities.push("monitor");
        }
        if kind == Kind::IntensiveCare {
            capabilities.push("ventilator");
        }
        if n < 4 {
            capabilities.push("in_sight");
        }
        capabilities
    }

    /// Writes a bed.
    pub(super) fn write_bed(&self, index: usize, batch: &mut Batch) {
        let bed = &self.beds[index];
        let mut dice = self.dice(About::Bed, index as u64 + (1 << 40));
        let (service_state, state_reason, minutes) = match bed.state {
            State::Cleaning => ("cleaning", None, dice.between(5, 70)),
            State::Closed => {
                let reasons = [
                    "Bed rail fault",
                    "No staff",
                    "Oxygen outlet leaks",
                    "Deep clean of the bay",
                ];
                let reason = dice.of_these(&reasons);
                ("closed", Some(reason), dice.between(300, 9_000))
            }
            State::Free | State::Reserved => ("in_service", None, dice.between(60, 2_000)),
            State::Occupied => ("in_service", None, 30 * 24 * 60),
        };
        batch.push(&BedRow {
            id: bed.id,
            ward_id: self.wards[bed.ward].id,
            label: bed.label.clone(),
            bay: bed.bay.clone(),
            position: bed.position,
            capabilities: bed.capabilities.clone(),
            service_state,
            state_reason,
            state_since: self.ago(minutes),
        });
    }
}
