//! The ward board: every bed of a ward and everyone the ward answers for (P8).

use std::collections::HashMap;

use cloudcare_domain::{
    access::{Permission, Subject},
    alert::{Alert, AlertStatus, AlertType, Severity},
    audit::{AuditAction, AuditEvent},
    bed::BedNow,
    event::Cursor,
    hospital::Hospital,
    id::{BedId, PatientId, WardId},
    patient::{IdentityState, PatientIdentity, PatientSafety},
    ward::Ward,
};
use cloudcare_store::{
    admission, admission::Occupancy, alert, bed, event_log, hospital, patient, ward, wearable,
};
use jiff::{Timestamp, civil::Date};

use super::disagreement::disagreements;
use crate::{Caller, ServiceError, Services};

/// A newborn's age is counted in hours up to here.
const NEWBORN_HOURS: i64 = 28 * 24;

/// A ward as it stands at one moment.
#[derive(Debug, Clone)]
pub struct Board {
    /// The ward.
    pub ward: Ward,
    /// Its hospital.
    pub hospital: Hospital,
    /// Today on the hospital's calendar.
    pub today: Date,
    /// Database time of the picture.
    pub as_at: Timestamp,
    /// The last event in the picture: a stream opened after it misses nothing.
    pub last_event: Cursor,
    /// Beds in the ward's order.
    pub beds: Vec<BoardBed>,
    /// Everyone without a bed (H22).
    pub no_bed: Vec<Occupant>,
}

/// A bed with whoever lies in it.
#[derive(Debug, Clone)]
pub struct BoardBed {
    /// The bed, with what the board shows of it: taken from the stay, never from whether the person
    /// in it can be read.
    pub bed: BedNow,
    /// For whom it is kept.
    pub reserved_for: Option<PatientIdentity>,
    /// Who lies in it, where the record can be read.
    pub occupant: Option<Occupant>,
}

/// A person on the board.
#[derive(Debug, Clone)]
pub struct Occupant {
    /// Who.
    pub identity: PatientIdentity,
    /// The stay.
    pub stay: Occupancy,
    /// Allergies and resuscitation status; absent where the caller may not read clinical facts.
    pub safety: Option<PatientSafety>,
    /// Labels of other beds on this ward with the same surname (H33).
    pub same_surname_beds: Vec<String>,
    /// Device that watches, and when it last told something.
    pub wearable: Option<(String, Option<Timestamp>)>,
    /// Open alerts; empty where the caller may not read alerts.
    pub alerts: Vec<BoardAlert>,
    /// How well it is known who this is.
    pub identity_state: IdentityState,
    /// Completed hours since birth, for the first 28 days.
    pub age_hours: Option<i64>,
    /// The latest set of vital signs, when and in words; absent where the caller may not read
    /// clinical facts.
    pub latest_observation: Option<(Timestamp, String)>,
    /// Data that disagree, in words.
    pub disagreements: Vec<String>,
}

/// An open alert as a card shows it.
#[derive(Debug, Clone)]
pub struct BoardAlert {
    /// The caller-supplied id.
    pub alert_ref: String,
    /// Severity.
    pub severity: Severity,
    /// Status.
    pub status: AlertStatus,
    /// Type.
    pub alert_type: AlertType,
    /// When raised.
    pub raised_at: Timestamp,
}

impl Services {
    /// The board of a ward.
    pub async fn board(&self, caller: &Caller, ward_id: WardId) -> Result<Board, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "ward_board").resource(ward_id);
        let mut uow = self.store().begin().await?;
        let ward = ward::get(&mut uow, ward_id)
            .await?
            .ok_or(ServiceError::NotFound("no such ward"))?;
        let place = Subject::Place {
            hospital_id: ward.hospital_id,
            ward_id: Some(ward_id),
        };
        self.authorise(caller, Permission::BoardRead, &place, attempt.clone())
            .await?;

        // The position is read first: what changes after it is told again by the stream.
        let position = event_log::position(&mut uow).await?;
        let hospital = hospital::get(&mut uow, ward.hospital_id)
            .await?
            .ok_or(ServiceError::NotFound("no such hospital"))?;
        let filter = bed::BedFilter {
            ward: Some(ward_id),
            ..Default::default()
        };
        let beds = bed::list(&mut uow, &filter).await?;
        let stays = admission::on_ward(&mut uow, ward_id).await?;
        let ids: Vec<PatientId> = stays.iter().map(|s| s.patient_id).collect();
        let expected: Vec<PatientId> = beds
            .iter()
            .filter_map(|b| b.reservation.as_ref()?.patient_id)
            .collect();
        let everybody: Vec<PatientId> = ids.iter().chain(&expected).copied().collect();
        let identities = patient::identities(&mut uow, &everybody).await?;
        let facts = admission::board_facts(&mut uow, &ids).await?;
        let may_read_facts = caller.actor.may(Permission::ClinicalRead, &place).is_ok();
        let safety = if may_read_facts {
            patient::safety(&mut uow, &ids).await?
        } else {
            HashMap::new()
        };
        let alerts = if caller.actor.may(Permission::AlertRead, &place).is_ok() {
            let filter = alert::AlertFilter {
                open_only: true,
                patients: Some(ids.clone()),
                limit: 1_000,
                ..alert::AlertFilter::default()
            };
            alert::list(&mut uow, &filter).await?
        } else {
            Vec::new()
        };
        let observations = if may_read_facts {
            admission::latest_observations(&mut uow, &ids).await?
        } else {
            HashMap::new()
        };
        let watching = wearable::watching(&mut uow, &ids).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.about(everybody),
        )
        .await?;

        let parts = Parts {
            ward: ward_id,
            hospital: &hospital,
            identities,
            safety,
            alerts,
            watching,
            facts,
            observations,
            beds: beds.iter().map(|b| (b.bed.id, b)).collect(),
            stays: &stays,
            now: position.now,
        };
        let (mut lying, mut no_bed): (Vec<_>, Vec<_>) = stays
            .iter()
            .filter_map(|stay| parts.occupant(stay))
            .partition(|o| o.stay.bed_id.is_some());
        let board_beds = beds
            .iter()
            .map(|bed| {
                let at = lying
                    .iter()
                    .position(|o| o.stay.bed_id == Some(bed.bed.id));
                BoardBed {
                    occupant: at.map(|i| lying.swap_remove(i)),
                    reserved_for: bed
                        .reservation
                        .as_ref()
                        .and_then(|r| parts.identities.get(&r.patient_id?).cloned()),
                    bed: bed.clone(),
                }
            })
            .collect();
        // Nobody the ward answers for is left off its board, wherever the bed stands (H22).
        no_bed.append(&mut lying);
        Ok(Board {
            today: self.today_in(Some(&hospital.time_zone)),
            ward,
            hospital,
            as_at: position.now,
            last_event: Cursor {
                epoch: position.epoch,
                n: position.newest,
            },
            beds: board_beds,
            no_bed,
        })
    }
}

struct Parts<'a> {
    ward: WardId,
    hospital: &'a Hospital,
    identities: HashMap<PatientId, PatientIdentity>,
    safety: HashMap<PatientId, PatientSafety>,
    alerts: Vec<Alert>,
    watching: HashMap<PatientId, (String, Option<Timestamp>)>,
    facts: HashMap<PatientId, admission::BoardFacts>,
    observations: HashMap<PatientId, (Timestamp, String)>,
    beds: HashMap<BedId, &'a BedNow>,
    stays: &'a [Occupancy],
    now: Timestamp,
}

impl Parts<'_> {
    fn occupant(&self, stay: &Occupancy) -> Option<Occupant> {
        let identity = self.identities.get(&stay.patient_id)?.clone();
        let open: Vec<&Alert> = self
            .alerts
            .iter()
            .filter(|a| a.patient_id == Some(stay.patient_id))
            .collect();
        let facts = self.facts.get(&stay.patient_id);
        let bed = stay
            .bed_id
            .and_then(|id| self.beds.get(&id))
            .map(|b| &b.bed);
        let disagreements = disagreements(
            self.ward,
            self.hospital,
            stay,
            bed,
            facts,
            &open,
            self.now,
        );
        let mut alerts: Vec<BoardAlert> = open
            .iter()
            .map(|a| BoardAlert {
                alert_ref: a.alert_ref.clone(),
                severity: a.severity,
                status: a.status,
                alert_type: a.alert_type,
                raised_at: a.raised_at,
            })
            .collect();
        alerts.sort_by_key(|a| (std::cmp::Reverse(a.severity), a.raised_at));
        Some(Occupant {
            same_surname_beds: self.same_surname(&identity),
            safety: self.safety.get(&stay.patient_id).cloned(),
            wearable: self.watching.get(&stay.patient_id).cloned(),
            identity_state: facts.map_or(IdentityState::Identified, |f| f.identity_state),
            age_hours: facts
                .and_then(|f| f.born_at)
                .map(|born| self.now.duration_since(born).as_hours())
                .filter(|hours| (0..=NEWBORN_HOURS).contains(hours)),
            latest_observation: self.observations.get(&stay.patient_id).cloned(),
            stay: stay.clone(),
            identity,
            alerts,
            disagreements,
        })
    }

    fn same_surname(&self, who: &PatientIdentity) -> Vec<String> {
        let surname = who.family_name.to_lowercase();
        let mut beds: Vec<String> = self
            .stays
            .iter()
            .filter(|s| s.patient_id != who.id)
            .filter(|s| {
                self.identities
                    .get(&s.patient_id)
                    .is_some_and(|p| p.family_name.to_lowercase() == surname)
            })
            .map(|s| {
                s.bed_id
                    .and_then(|b| self.beds.get(&b))
                    .map_or("no bed", |b| b.bed.label.as_str())
                    .to_owned()
            })
            .collect();
        beds.sort();
        beds
    }
}
