//! Workstations: stations that listen whoever is signed in (H1).

use jiff::Timestamp;

use crate::{
    id::{HospitalId, WardId, WorkstationId},
    text_enum,
};

text_enum! {
    /// What a workstation is for; decides how soon it locks and whether it must be audible.
    pub enum WorkstationKind {
        /// Shared, on around the clock, in sight of the beds.
        NurseStation,
        /// Elsewhere on a ward.
        Ward,
        /// The dispensary.
        Pharmacy,
        /// An office.
        Office,
        /// For patients.
        Kiosk,
    }
}

impl WorkstationKind {
    /// Idle minutes before it locks (S3).
    pub fn lock_after_minutes(self) -> u32 {
        match self {
            Self::NurseStation => 3,
            Self::Ward | Self::Pharmacy | Self::Kiosk => 5,
            Self::Office => 10,
        }
    }

    /// Whether ward alerts are this station's business.
    pub fn listens_for_alerts(self) -> bool {
        match self {
            Self::NurseStation | Self::Ward | Self::Office => true,
            Self::Pharmacy | Self::Kiosk => false,
        }
    }
}

/// A station counts as listening when it was heard of within this time (H2: a ward without a
/// listening station for 60 s is itself a notice).
pub const LISTENING_WITHIN: jiff::SignedDuration = jiff::SignedDuration::from_secs(30);

/// An enrolled workstation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workstation {
    /// Id.
    pub id: WorkstationId,
    /// What people call it.
    pub name: String,
    /// Where it stands.
    pub hospital_id: HospitalId,
    /// What it is for.
    pub kind: WorkstationKind,
    /// The wards it listens to.
    pub wards: Vec<(WardId, String)>,
    /// When it was last heard of.
    pub last_seen_at: Option<Timestamp>,
}
