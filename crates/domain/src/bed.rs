//! Beds: what the hospital sets, and what is derived from who lies in them (P6).

use jiff::Timestamp;

use crate::{
    admission::Isolation,
    id::{AdmissionId, BedId, HospitalId, PatientId, ReservationId, WardId},
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
        /// Kept for somebody, until a time; free again by itself.
        Reserved,
        /// Being cleaned.
        Cleaning,
        /// Out of use.
        Closed,
    }
}

impl BedState {
    /// A patient in the bed always shows, whatever the bed is set to: a person is never hidden
    /// behind a cleaning sign. A bed that can't be used now shows why before for whom it is kept.
    pub fn derive(service: ServiceState, occupied: bool, reserved: bool) -> Self {
        match (occupied, service, reserved) {
            (true, _, _) => Self::Occupied,
            (false, ServiceState::Closed, _) => Self::Closed,
            (false, ServiceState::Cleaning, _) => Self::Cleaning,
            (false, ServiceState::InService, true) => Self::Reserved,
            (false, ServiceState::InService, false) => Self::Free,
        }
    }
}

text_enum! {
    /// How a bed suits one patient.
    pub enum Fit {
        /// Free, or kept for this patient, and it has what is needed.
        Suits,
        /// Free, and its room lacks something.
        Lacks,
        /// Kept for somebody else.
        Reserved,
        /// Being cleaned.
        Cleaning,
        /// Somebody lies in it; two patients could change places.
        Occupied,
        /// Out of use.
        Closed,
    }
}

/// A bed is kept for somebody, perhaps not yet known, until a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// Id.
    pub id: ReservationId,
    /// For whom, where known.
    pub patient_id: Option<PatientId>,
    /// Why.
    pub reason: Option<String>,
    /// Since when.
    pub from: Timestamp,
    /// Lapses by itself then.
    pub until: Timestamp,
    /// Who keeps it.
    pub by: Option<String>,
}

/// Who lies in a bed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lying {
    /// Who.
    pub patient_id: PatientId,
    /// In the course of which admission.
    pub admission_id: AdmissionId,
    /// That admission's version.
    pub admission_version: i32,
    /// Since when.
    pub since: Timestamp,
}

/// A bed as it stands now: the hospital's word, and what is derived from stays and reservations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BedNow {
    /// The bed.
    pub bed: Bed,
    /// The ward's name.
    pub ward_name: String,
    /// The hospital.
    pub hospital_id: HospitalId,
    /// Counts changes of what the hospital says of it.
    pub version: i32,
    /// How long cleaning takes here, in minutes.
    pub turnaround_minutes: i32,
    /// For whom it is kept now.
    pub reservation: Option<Reservation>,
    /// Who lies in it now.
    pub lying: Option<Lying>,
}

impl BedNow {
    /// What the board shows.
    pub fn state(&self) -> BedState {
        BedState::derive(
            self.bed.service_state,
            self.lying.is_some(),
            self.reservation.is_some(),
        )
    }

    /// When a bed that is being cleaned is reckoned to be ready.
    pub fn ready_about(&self) -> Option<Timestamp> {
        (self.state() == BedState::Cleaning).then(|| {
            self.bed.state_since
                + jiff::SignedDuration::from_mins(i64::from(self.turnaround_minutes))
        })
    }

    /// Kept for somebody who is not this patient; a bed kept for nobody yet known is kept from all.
    pub fn is_reserved_from(&self, patient: Option<PatientId>) -> bool {
        self.reservation
            .as_ref()
            .is_some_and(|r| r.patient_id.is_none() || r.patient_id != patient)
    }

    /// How it suits a patient with these needs.
    pub fn fit(&self, patient: Option<PatientId>, needs: &Needs) -> Fit {
        match self.state() {
            BedState::Occupied => Fit::Occupied,
            BedState::Closed => Fit::Closed,
            BedState::Cleaning => Fit::Cleaning,
            BedState::Reserved if self.is_reserved_from(patient) => Fit::Reserved,
            BedState::Reserved | BedState::Free => {
                if needs.lacking(&self.bed.capabilities).is_empty() {
                    Fit::Suits
                } else {
                    Fit::Lacks
                }
            }
        }
    }

    /// Sorts beds best first for a patient: what suits, what is kept for them, their own ward, and
    /// the room with the least that others may need more.
    pub fn rank(
        &self,
        patient: Option<PatientId>,
        needs: &Needs,
        ward: Option<WardId>,
    ) -> (Fit, bool, bool, usize, String, i32) {
        let kept_for_them = self.reservation.is_some() && !self.is_reserved_from(patient);
        (
            self.fit(patient, needs),
            !kept_for_them,
            ward.is_some_and(|w| w != self.bed.ward_id),
            self.bed.capabilities.len() + 2 * needs.lacking(&self.bed.capabilities).len(),
            self.ward_name.clone(),
            self.bed.position,
        )
    }
}

/// What a patient's place must have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// How the patient must be kept apart.
    pub isolation: Option<Isolation>,
    /// Other capabilities, for example `oxygen`.
    pub capabilities: Vec<String>,
}

impl Needs {
    /// Every capability the room must have.
    pub fn required(&self) -> Vec<String> {
        let mut required = self.capabilities.clone();
        if let Some(isolation) = self.isolation {
            let room = isolation.room().to_owned();
            if !required.contains(&room) {
                required.push(room);
            }
        }
        required
    }

    /// What a room with these capabilities lacks.
    pub fn lacking(&self, capabilities: &[String]) -> Vec<String> {
        let mut required = self.required();
        required.retain(|need| !capabilities.contains(need));
        required
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
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_patient_is_never_hidden_behind_the_state_of_the_bed() {
        use BedState as B;
        use ServiceState as S;
        for (service, occupied, reserved, shown) in [
            (S::InService, false, false, B::Free),
            (S::InService, false, true, B::Reserved),
            (S::InService, true, false, B::Occupied),
            (S::InService, true, true, B::Occupied),
            (S::Cleaning, false, false, B::Cleaning),
            (S::Cleaning, false, true, B::Cleaning),
            (S::Cleaning, true, false, B::Occupied),
            (S::Cleaning, true, true, B::Occupied),
            (S::Closed, false, false, B::Closed),
            (S::Closed, false, true, B::Closed),
            (S::Closed, true, false, B::Occupied),
            (S::Closed, true, true, B::Occupied),
        ] {
            assert_eq!(
                BedState::derive(service, occupied, reserved),
                shown,
                "{service} {occupied} {reserved}"
            );
        }
    }

    fn bed(service_state: ServiceState, capabilities: &[&str]) -> BedNow {
        BedNow {
            bed: Bed {
                id: BedId(Uuid::from_u128(1)),
                ward_id: WardId(Uuid::from_u128(2)),
                label: "A1".to_owned(),
                bay: "Bay A".to_owned(),
                position: 1,
                capabilities: capabilities.iter().map(|c| (*c).to_owned()).collect(),
                service_state,
                state_reason: None,
                state_since: Timestamp::UNIX_EPOCH,
            },
            ward_name: "Ward 1".to_owned(),
            hospital_id: HospitalId(Uuid::from_u128(3)),
            version: 1,
            turnaround_minutes: 45,
            reservation: None,
            lying: None,
        }
    }

    fn kept_for(patient_id: Option<PatientId>) -> Option<Reservation> {
        Some(Reservation {
            id: ReservationId(Uuid::nil()),
            patient_id,
            reason: None,
            from: Timestamp::UNIX_EPOCH,
            until: Timestamp::MAX,
            by: None,
        })
    }

    #[test]
    fn a_room_is_matched_with_what_the_patient_needs() {
        let me = Some(PatientId(Uuid::from_u128(4)));
        let needs = |isolation, capabilities: &[&str]| Needs {
            isolation,
            capabilities: capabilities.iter().map(|c| (*c).to_owned()).collect(),
        };
        for (room, needed, fit) in [
            (&[][..], needs(None, &[]), Fit::Suits),
            (&[], needs(Some(Isolation::Contact), &[]), Fit::Lacks),
            (&["isolation"], needs(Some(Isolation::Contact), &[]), Fit::Suits),
            (&["isolation"], needs(Some(Isolation::Droplet), &[]), Fit::Suits),
            (&["isolation"], needs(Some(Isolation::Airborne), &[]), Fit::Lacks),
            (&["isolation", "negative_pressure"], needs(Some(Isolation::Airborne), &[]), Fit::Suits),
            (&["oxygen"], needs(None, &["oxygen"]), Fit::Suits),
            (&["oxygen"], needs(None, &["oxygen", "monitor"]), Fit::Lacks),
        ] {
            assert_eq!(bed(ServiceState::InService, room).fit(me, &needed), fit, "{room:?} {needed:?}");
        }
    }

    #[test]
    fn a_bed_kept_for_me_suits_me_and_nobody_else() {
        let (me, other) = (PatientId(Uuid::from_u128(4)), PatientId(Uuid::from_u128(5)));
        let needs = Needs::default();
        let mut kept = bed(ServiceState::InService, &[]);
        kept.reservation = kept_for(Some(me));
        assert_eq!(kept.fit(Some(me), &needs), Fit::Suits);
        assert_eq!(kept.fit(Some(other), &needs), Fit::Reserved);
        assert_eq!(kept.fit(None, &needs), Fit::Reserved);
        kept.reservation = kept_for(None);
        assert_eq!(
            kept.fit(Some(me), &needs),
            Fit::Reserved,
            "kept for somebody not yet known"
        );
        assert_eq!(
            bed(ServiceState::Cleaning, &[]).ready_about(),
            Some(Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_mins(45))
        );
        assert_eq!(kept.ready_about(), None);
    }
}
