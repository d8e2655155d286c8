//! Moving: into a free bed, two patients into each other's, out of bed and back, onto another ward.

use cloudcare_domain::{
    access::Permission,
    admission::{AdmissionEventKind, AdmissionRecord},
    audit::{AuditAction, AuditEvent},
    bed::BedNow,
    hospital::Hospital,
    id::{AdmissionId, BedId, PatientId, ReservationId, WardId},
    patient::{PatientIdentity, PatientRef},
};
use cloudcare_store::{UnitOfWork, admission, bed, patient as patients, ward};
use jiff::{SignedDuration, Timestamp, civil::Date};

use super::{
    Line, Touched, check_version, checked_time,
    place::{Leaves, Place, Wanted},
    stale,
};
use crate::{Caller, HIDDEN, ServiceError, Services, bed::checked_words};

/// A bed is kept for somebody who is away for at most so long.
const LONGEST_KEEP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Where a patient is to go.
#[derive(Debug, Clone)]
pub struct TransferPatient {
    /// The stay's version as last seen.
    pub version: i32,
    /// Into this bed.
    pub bed_id: Option<BedId>,
    /// Onto this ward: into a suitable free bed of it, or with `place` without one.
    pub ward_id: Option<WardId>,
    /// Out of bed: where.
    pub place: Option<String>,
    /// Somebody lies in the bed: change places, with that stay's version as last seen.
    pub swap_with_version: Option<i32>,
    /// Why.
    pub reason: Option<String>,
    /// When, if not now.
    pub moved_at: Option<Timestamp>,
    /// Why a bed that is kept for somebody else, or lacks something, is used all the same.
    pub override_reason: Option<String>,
    /// Away and coming back: the bed is kept until then.
    pub keep_bed_until: Option<Timestamp>,
}

/// One patient's move.
#[derive(Debug, Clone)]
pub struct BedMove {
    /// The stay.
    pub admission_id: AdmissionId,
    /// Who.
    pub patient: PatientIdentity,
    /// Out of which bed.
    pub from_bed: Option<String>,
    /// Into which.
    pub to_bed: Option<String>,
}

/// What a transfer did.
#[derive(Debug, Clone)]
pub struct Moved {
    /// Everybody who moved.
    pub moves: Vec<BedMove>,
    /// The stay of the patient who was asked for.
    pub admission: AdmissionRecord,
    /// Today on the hospital's calendar.
    pub today: Date,
}

/// A move that is checked and locked.
struct Step<'a> {
    hospital: &'a Hospital,
    admission: AdmissionRecord,
    reason: Option<String>,
    override_reason: Option<String>,
    moved_at: Option<Timestamp>,
}

/// Who went from where to where, and what was overridden.
type Trace = (Vec<(AdmissionRecord, Option<BedNow>, Option<BedNow>)>, Vec<&'static str>);

impl Services {
    /// Moves a patient: one unit of work, however many beds and wards it touches.
    pub async fn transfer_patient(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        reference: &PatientRef,
        request: TransferPatient,
    ) -> Result<Moved, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Transfer, "admission");
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::AdmissionWrite,
                &attempt,
            )
            .await?;
        let patient_id = crate::patient::find(&mut uow, reference)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        let place = checked_words("place", request.place.as_deref(), 200)?;
        let reason = checked_words("reason", request.reason.as_deref(), 500)?;
        let override_reason =
            checked_words("override_reason", request.override_reason.as_deref(), 500)?;
        if request.bed_id.is_some() && place.is_some() {
            return Err(ServiceError::invalid(
                "place",
                "a patient lies in a bed or is somewhere else, not both",
            ));
        }
        if request.bed_id.is_none() && request.ward_id.is_none() && place.is_none() {
            return Err(ServiceError::invalid("bed_id", "say where to"));
        }
        if request.keep_bed_until.is_some() && place.is_none() {
            return Err(ServiceError::invalid(
                "keep_bed_until",
                "a bed is kept for somebody who is somewhere else: say where",
            ));
        }
        let other = self
            .lock_everybody(&mut uow, &hospital, patient_id, &request)
            .await?;
        let admission = self.open_stay(&mut uow, patient_id, &hospital).await?;
        check_version(&admission, request.version)?;
        if let Some(ward_id) = request.ward_id {
            ward::get(&mut uow, ward_id)
                .await?
                .filter(|w| w.hospital_id == hospital.id)
                .ok_or(ServiceError::invalid(
                    "ward_id",
                    "no such ward in this hospital",
                ))?;
        }
        // The own bed before the new one is looked for: `lock` takes both in one order.
        let beds: Vec<BedId> = admission
            .bed
            .iter()
            .filter(|_| admission.lying_since.is_some())
            .map(|b| b.0)
            .chain(request.bed_id)
            .collect();
        bed::lock(&mut uow, &beds).await?;
        if admission.lying_since.is_some()
            && request.bed_id.is_some()
            && admission.bed.as_ref().map(|b| b.0) == request.bed_id
        {
            return Err(stale(&admission, "this patient lies in this bed already"));
        }
        let now = uow.now().await?;
        let not_before = admission.lying_since.unwrap_or(admission.admitted_at);
        checked_time("moved_at", request.moved_at, now, Some(not_before))?;
        let step = Step {
            hospital: &hospital,
            admission,
            reason,
            override_reason,
            moved_at: request.moved_at,
        };
        let mut touched = Touched::default();
        touched.ward(
            hospital.id,
            step.admission.ward.as_ref().map(|w| w.0),
            None,
        );
        let (trace, overridden) = match (place, other, request.swap_with_version) {
            (Some(place), _, _) => {
                self.go_away(caller, &mut uow, &step, &place, &request, &mut touched)
                    .await?
            }
            (None, Some(other), Some(version)) => {
                self.swap(caller, &mut uow, &step, other, version, &mut touched)
                    .await?
            }
            (None, _, _) => {
                self.go_to_bed(caller, &mut uow, &step, &request, &mut touched)
                    .await?
            }
        };
        let now = uow.now().await?;
        touched.tell(&mut uow, "transfer", now);
        let about: Vec<PatientId> = trace.iter().map(|(a, _, _)| a.patient_id).collect();
        for patient in &about {
            self.alerts_follow(&mut uow, *patient).await?;
        }
        let identities = patients::identities(&mut uow, &about).await?;
        let moves = trace
            .iter()
            .filter_map(|(a, from, to)| {
                Some(BedMove {
                    admission_id: a.id,
                    patient: identities.get(&a.patient_id)?.clone(),
                    from_bed: from.as_ref().map(|b| b.bed.label.clone()),
                    to_bed: to.as_ref().map(|b| b.bed.label.clone()),
                })
            })
            .collect();
        let moved = admission::get(&mut uow, step.admission.id)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        let event = attempt
            .resource(step.admission.id)
            .about(about)
            .with("overridden", overridden);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(Moved {
            moves,
            admission: moved,
            today: self.today_in(Some(&hospital.time_zone)),
        })
    }

    /// Locks the patient, and whoever lies in the wanted bed, in the order every exchange takes; answers
    /// that other stay.
    async fn lock_everybody(
        &self,
        uow: &mut UnitOfWork,
        hospital: &Hospital,
        patient_id: PatientId,
        request: &TransferPatient,
    ) -> Result<Option<AdmissionId>, ServiceError> {
        let lying = match request.bed_id {
            Some(id) => bed::get(uow, id)
                .await?
                .filter(|b| b.hospital_id == hospital.id)
                .ok_or(ServiceError::invalid(
                    "bed_id",
                    "no such bed in this hospital",
                ))?
                .lying
                .filter(|l| l.patient_id != patient_id),
            None => None,
        };
        let swaps = lying.filter(|_| request.swap_with_version.is_some());
        let mut people: Vec<PatientId> = swaps
            .iter()
            .map(|l| l.patient_id)
            .chain([patient_id])
            .collect();
        people.sort_unstable();
        for person in people {
            patients::lock(uow, person).await?;
        }
        Ok(swaps.map(|l| l.admission_id))
    }

    async fn go_to_bed(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        step: &Step<'_>,
        request: &TransferPatient,
        touched: &mut Touched,
    ) -> Result<Trace, ServiceError> {
        let admission = &step.admission;
        let wanted = Wanted {
            hospital: step.hospital,
            patient_id: admission.patient_id,
            needs: &admission.needs,
            bed_id: request.bed_id,
            ward_id: request.ward_id,
            override_reason: step.override_reason.as_deref(),
            from: step.moved_at,
        };
        // The stay that lasts would clash with itself; a refusal drops the whole unit of work.
        let asked_at = uow.now().await?;
        let from = self
            .get_up(
                uow,
                admission,
                step.moved_at.unwrap_or(asked_at),
                Leaves::Used,
                touched,
            )
            .await?;
        let place = self.find_place(uow, &wanted).await?;
        let returned = admission.away_since.is_some();
        self.write_place(uow, admission, Some(place.bed.bed.ward_id), None, None)
            .await?;
        self.lie_down(caller, uow, admission, &place, touched)
            .await?;
        let kind = if returned {
            AdmissionEventKind::Returned
        } else {
            AdmissionEventKind::Moved
        };
        let line = Line::new(admission.id, kind, place.from)
            .beds(from.as_ref().map(|b| b.bed.id), Some(place.bed.bed.id))
            .with("reason", step.reason.clone())
            .with(
                "override_reason",
                step.override_reason
                    .clone()
                    .filter(|_| !place.overridden.is_empty()),
            );
        self.tell_story(caller, uow, line).await?;
        let Place {
            bed, overridden, ..
        } = place;
        Ok((vec![(admission.clone(), from, Some(bed))], overridden))
    }

    async fn go_away(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        step: &Step<'_>,
        place: &str,
        request: &TransferPatient,
        touched: &mut Touched,
    ) -> Result<Trace, ServiceError> {
        let admission = &step.admission;
        let now = uow.now().await?;
        let at = step.moved_at.unwrap_or(now);
        let own_ward = admission.ward.as_ref().map(|w| w.0);
        let ward = request.ward_id.or(own_ward);
        let leaves = if request.keep_bed_until.is_some() {
            Leaves::AsItIs
        } else {
            Leaves::Used
        };
        let from = self.get_up(uow, admission, at, leaves, touched).await?;
        if let Some(until) = request.keep_bed_until {
            let Some(bed) = &from else {
                return Err(ServiceError::invalid(
                    "keep_bed_until",
                    "this patient has no bed to keep",
                ));
            };
            if until <= now || until > now + LONGEST_KEEP {
                return Err(ServiceError::invalid(
                    "keep_bed_until",
                    "must be in the future, and within seven days",
                ));
            }
            // Kept for somebody else while lain in (an import): the one who is away goes before.
            bed::release(uow, bed.bed.id).await?;
            bed::reserve(
                uow,
                ReservationId::generate(self.ids()),
                bed.bed.id,
                Some(admission.patient_id),
                None,
                until,
                caller.actor.user().map(|u| u.user_id),
            )
            .await?;
        }
        let away_since = admission.away_since.or(from.is_some().then_some(at));
        self.write_place(uow, admission, ward, Some(place), away_since)
            .await?;
        touched.ward(step.hospital.id, ward, None);
        let line = Line::new(admission.id, AdmissionEventKind::Away, at)
            .beds(from.as_ref().map(|b| b.bed.id), None)
            .with("place", Some(place))
            .with("reason", step.reason.clone())
            .with(
                "keep_bed_until",
                request.keep_bed_until.map(|t| t.to_string()),
            );
        self.tell_story(caller, uow, line).await?;
        Ok((vec![(admission.clone(), from, None)], Vec::new()))
    }

    /// Two patients into each other's beds. Both stay occupied: nobody else gets in between, and the
    /// linen is the wards' own business.
    async fn swap(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        step: &Step<'_>,
        other: AdmissionId,
        other_version: i32,
        touched: &mut Touched,
    ) -> Result<Trace, ServiceError> {
        let mine = &step.admission;
        let theirs = admission::lock(uow, other)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        if !theirs.is_open() {
            return Err(stale(
                &theirs,
                "whoever lay in this bed has left; the bed was not freed",
            ));
        }
        check_version(&theirs, other_version)?;
        let (Some((my_bed, _)), Some(_)) = (&mine.bed, mine.lying_since) else {
            return Err(stale(
                mine,
                "this patient has no bed to give in exchange; find a free one",
            ));
        };
        let (Some((their_bed, _)), Some(since)) = (&theirs.bed, theirs.lying_since) else {
            return Err(stale(&theirs, "the bed was left just now; look again"));
        };
        let now = uow.now().await?;
        let at = checked_time("moved_at", step.moved_at, now, Some(since))?;
        let my_place = self.bed_of(uow, step.hospital, *my_bed).await?;
        let their_place = self.bed_of(uow, step.hospital, *their_bed).await?;
        let mut lacking = mine.needs.lacking(&their_place.bed.capabilities);
        lacking.extend(theirs.needs.lacking(&my_place.bed.capabilities));
        if !lacking.is_empty() && step.override_reason.is_none() {
            let wanted = Wanted {
                hospital: step.hospital,
                patient_id: mine.patient_id,
                needs: &mine.needs,
                bed_id: None,
                ward_id: mine.ward.as_ref().map(|w| w.0),
                override_reason: None,
                from: None,
            };
            let message = format!(
                "one of the places lacks {}; say why they change all the same",
                lacking.join(", ")
            );
            return self.no_bed(uow, &wanted, &message).await;
        }
        self.get_up(uow, mine, at, Leaves::AsItIs, touched).await?;
        self.get_up(uow, &theirs, at, Leaves::AsItIs, touched)
            .await?;
        for (who, from, to) in [
            (mine, &my_place, &their_place),
            (&theirs, &their_place, &my_place),
        ] {
            self.write_place(uow, who, Some(to.bed.ward_id), None, None)
                .await?;
            let place = Place {
                bed: to.clone(),
                from: at,
                overridden: Vec::new(),
            };
            self.lie_down(caller, uow, who, &place, touched).await?;
            let line = Line::new(who.id, AdmissionEventKind::Moved, at)
                .beds(Some(from.bed.id), Some(to.bed.id))
                .with("exchange", Some(true))
                .with("reason", step.reason.clone())
                .with(
                    "override_reason",
                    step.override_reason
                        .clone()
                        .filter(|_| !lacking.is_empty()),
                );
            self.tell_story(caller, uow, line).await?;
        }
        let overridden = if lacking.is_empty() {
            Vec::new()
        } else {
            vec!["lacks"]
        };
        let trace = vec![
            (
                mine.clone(),
                Some(my_place.clone()),
                Some(their_place.clone()),
            ),
            (theirs, Some(their_place), Some(my_place)),
        ];
        Ok((trace, overridden))
    }

    async fn write_place(
        &self,
        uow: &mut UnitOfWork,
        admission: &AdmissionRecord,
        ward: Option<WardId>,
        place: Option<&str>,
        away_since: Option<Timestamp>,
    ) -> Result<(), ServiceError> {
        admission::relocate(uow, admission, ward, place, away_since).await?;
        Ok(())
    }
}
