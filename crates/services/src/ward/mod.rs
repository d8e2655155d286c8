//! Wards: their boards, and setting them up.

mod board;
mod disagreement;

pub use board::{Board, BoardAlert, BoardBed, Occupant};

use cloudcare_domain::{
    event::{Audience, EventKind, NewEvent},
    id::{BedId, HospitalId, WardId},
};
use cloudcare_store::UnitOfWork;
use jiff::Timestamp;
use serde_json::json;

/// Tells everybody who looks at a ward's board to read it again.
pub(crate) fn tell_board(
    uow: &mut UnitOfWork,
    hospital_id: HospitalId,
    ward_id: WardId,
    bed_id: Option<BedId>,
    reason: &str,
    now: Timestamp,
) {
    uow.emit(NewEvent {
        kind: EventKind::Board,
        audience: Audience {
            hospital_id: Some(hospital_id),
            ward_id: Some(ward_id),
            ..Audience::default()
        },
        payload: json!({ "ward_id": ward_id, "bed_id": bed_id, "reason": reason, "timestamp": now }),
    });
}
