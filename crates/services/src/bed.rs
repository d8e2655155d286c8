//! Beds: reading them, keeping them for somebody, and what the hospital says of them.

use cloudcare_domain::{
    access::{Permission, Subject},
    audit::{AuditAction, AuditEvent},
    bed::{BedNow, BedState, Fit, Needs},
    hospital::Hospital,
    id::{AdmissionId, BedId, PatientId, ReservationId, WardId},
    patient::{PatientIdentity, PatientRef},
};
use cloudcare_store::{Source, UnitOfWork, admission, bed, patient};
use jiff::{SignedDuration, Timestamp, civil::Date};

use crate::{Caller, CreationKey, Current, ServiceError, Services, creation::Creation};

/// A bed is kept for at most so long; whoever needs longer says so again.
const LONGEST_RESERVATION: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A bed with the people who have to do with it.
#[derive(Debug, Clone)]
pub struct BedView {
    /// The bed.
    pub now: BedNow,
    /// Who lies in it; absent also where the record can't be read, so ask the state, not this.
    pub occupant: Option<PatientIdentity>,
    /// For whom it is kept.
    pub reserved_for: Option<PatientIdentity>,
    /// Today on the hospital's calendar.
    pub today: Date,
}

/// A bed as a place for one patient.
#[derive(Debug, Clone)]
pub struct BedOption {
    /// The bed.
    pub bed: BedView,
    /// How it suits.
    pub fit: Fit,
    /// Capabilities that are needed and not there.
    pub lacks: Vec<String>,
    /// The version of the stay of whoever lies there, for an exchange.
    pub swap_with_version: Option<i32>,
}

/// For whom places are sought.
#[derive(Debug, Clone, Default)]
pub struct BedSearch {
    /// For a patient who is in already.
    pub admission_id: Option<AdmissionId>,
    /// On one ward.
    pub ward_id: Option<WardId>,
    /// What the place must have, where no admission tells.
    pub needs: Needs,
}

/// A bed to keep for somebody.
#[derive(Debug, Clone)]
pub struct ReserveBed {
    /// For whom, where known.
    pub patient: Option<PatientRef>,
    /// Until when.
    pub until: Timestamp,
    /// Why.
    pub reason: Option<String>,
}

impl Services {
    /// Beds of a hospital.
    pub async fn beds(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        ward_id: Option<WardId>,
        state: Option<BedState>,
    ) -> Result<Vec<BedView>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "bed");
        let (mut uow, hospital) = self
            .open_hospital(caller, hospital_name_or_id, Permission::BoardRead, &attempt)
            .await?;
        let filter = bed::BedFilter {
            hospital: Some(hospital.id),
            ward: ward_id,
            ..Default::default()
        };
        let mut beds = bed::list(&mut uow, &filter).await?;
        beds.retain(|b| state.is_none_or(|s| b.state() == s));
        let views = self.bed_views(&mut uow, &hospital, beds).await?;
        self.commit_read(caller, uow, attempt.resource(hospital.id), &views)
            .await?;
        Ok(views)
    }

    /// Every bed of a hospital as a place for one patient, best first.
    pub async fn bed_options(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        search: BedSearch,
    ) -> Result<Vec<BedOption>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "bed_options");
        let (mut uow, hospital) = self
            .open_hospital(caller, hospital_name_or_id, Permission::BoardRead, &attempt)
            .await?;
        let stay = match search.admission_id {
            Some(id) => Some(
                admission::get(&mut uow, id)
                    .await?
                    .filter(|a| a.hospital_id == hospital.id)
                    .ok_or(ServiceError::invalid(
                        "admission_id",
                        "no such admission in this hospital",
                    ))?,
            ),
            None => None,
        };
        let patient_id = stay.as_ref().map(|s| s.patient_id);
        let needs = stay.as_ref().map_or(search.needs, |s| s.needs.clone());
        let own_ward = stay.as_ref().and_then(|s| s.ward.as_ref().map(|w| w.0));
        let filter = bed::BedFilter {
            hospital: Some(hospital.id),
            ward: search.ward_id,
            ..Default::default()
        };
        let mut beds = bed::list(&mut uow, &filter).await?;
        beds.retain(|b| b.lying.as_ref().is_none_or(|l| Some(l.patient_id) != patient_id));
        beds.sort_by_cached_key(|b| b.rank(patient_id, &needs, own_ward));
        let views = self.bed_views(&mut uow, &hospital, beds).await?;
        self.commit_read(
            caller,
            uow,
            attempt.resource(hospital.id).about(patient_id),
            &views,
        )
        .await?;
        Ok(views
            .into_iter()
            .map(|bed| BedOption {
                fit: bed.now.fit(patient_id, &needs),
                lacks: needs.lacking(&bed.now.bed.capabilities),
                swap_with_version: bed.now.lying.as_ref().map(|l| l.admission_version),
                bed,
            })
            .collect())
    }

    /// Keeps a free bed, or one that is being cleaned, for somebody. It lapses by itself.
    pub async fn reserve_bed(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        id: BedId,
        key: Option<CreationKey>,
        request: ReserveBed,
    ) -> Result<BedView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "bed_reservation");
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::AdmissionWrite,
                &attempt,
            )
            .await?;
        let reason = checked_words("reason", request.reason.as_deref(), 200)?;
        let patient_id = match &request.patient {
            Some(reference) => Some(
                crate::patient::find(&mut uow, reference)
                    .await?
                    .ok_or(ServiceError::invalid("patient_id", "no such patient"))?,
            ),
            None => None,
        };
        bed::lock(&mut uow, &[id]).await?;
        let now = uow.now().await?;
        if request.until <= now || request.until > now + LONGEST_RESERVATION {
            return Err(ServiceError::invalid(
                "until",
                "must be in the future, and within seven days",
            ));
        }
        let current = self.bed_of(&mut uow, &hospital, id).await?;
        let reservation_id = match self.creation(&mut uow, key, "bed_reservation").await? {
            Creation::Fresh(id) => ReservationId(id),
            Creation::Repeat(_) => {
                let view = self.bed_view(&mut uow, &hospital, id).await?;
                let read = AuditEvent::new(AuditAction::Read, "bed").resource(id);
                self.commit_read(caller, uow, read, std::slice::from_ref(&view))
                    .await?;
                return Ok(view);
            }
        };
        match current.state() {
            BedState::Free | BedState::Cleaning if current.reservation.is_none() => {}
            BedState::Reserved | BedState::Free | BedState::Cleaning => {
                return self
                    .stale_bed(&mut uow, &hospital, id, "this bed is kept for somebody already")
                    .await;
            }
            BedState::Occupied => {
                return self
                    .stale_bed(&mut uow, &hospital, id, "somebody lies in this bed")
                    .await;
            }
            BedState::Closed => {
                return self
                    .stale_bed(&mut uow, &hospital, id, "this bed is out of use")
                    .await;
            }
        }
        bed::reserve(
            &mut uow,
            reservation_id,
            id,
            patient_id,
            reason.as_deref(),
            request.until,
            caller.actor.user().map(|u| u.user_id),
        )
        .await?;
        crate::ward::tell_board(
            &mut uow,
            hospital.id,
            current.bed.ward_id,
            Some(id),
            "reservation",
            now,
        );
        let view = self.bed_view(&mut uow, &hospital, id).await?;
        let event = attempt.resource(id).about(patient_id);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    /// Keeps a bed no longer.
    pub async fn release_bed(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        id: BedId,
    ) -> Result<BedView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "bed_reservation").resource(id);
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::AdmissionWrite,
                &attempt,
            )
            .await?;
        bed::lock(&mut uow, &[id]).await?;
        let current = self.bed_of(&mut uow, &hospital, id).await?;
        let about = current.reservation.as_ref().and_then(|r| r.patient_id);
        if !bed::release(&mut uow, id).await? {
            return self
                .stale_bed(&mut uow, &hospital, id, "this bed is not kept for anybody")
                .await;
        }
        let now = uow.now().await?;
        crate::ward::tell_board(
            &mut uow,
            hospital.id,
            current.bed.ward_id,
            Some(id),
            "reservation",
            now,
        );
        let view = self.bed_view(&mut uow, &hospital, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.about(about),
        )
        .await?;
        Ok(view)
    }

    /// Free beds of a hospital, best first for a patient: what a refusal offers instead.
    pub(crate) async fn free_beds(
        &self,
        source: &mut impl Source,
        hospital: &Hospital,
        patient_id: PatientId,
        needs: &Needs,
        ward: Option<WardId>,
    ) -> Result<Vec<BedView>, ServiceError> {
        let filter = bed::BedFilter {
            hospital: Some(hospital.id),
            ..Default::default()
        };
        let mut beds = bed::list(source, &filter).await?;
        beds.retain(|b| {
            matches!(
                b.fit(Some(patient_id), needs),
                Fit::Suits | Fit::Lacks
            )
        });
        beds.sort_by_cached_key(|b| b.rank(Some(patient_id), needs, ward));
        beds.truncate(100);
        self.bed_views(source, hospital, beds).await
    }

    pub(crate) async fn bed_views(
        &self,
        source: &mut impl Source,
        hospital: &Hospital,
        beds: Vec<BedNow>,
    ) -> Result<Vec<BedView>, ServiceError> {
        let ids: Vec<PatientId> = beds.iter().flat_map(people_of).collect();
        let identities = if ids.is_empty() {
            std::collections::HashMap::new()
        } else {
            patient::identities(source, &ids).await?
        };
        let today = self.today_in(Some(&hospital.time_zone));
        Ok(beds
            .into_iter()
            .map(|now| BedView {
                occupant: now
                    .lying
                    .as_ref()
                    .and_then(|l| identities.get(&l.patient_id).cloned()),
                reserved_for: now
                    .reservation
                    .as_ref()
                    .and_then(|r| r.patient_id)
                    .and_then(|id| identities.get(&id).cloned()),
                now,
                today,
            })
            .collect())
    }

    /// One bed of a hospital, as it stands in the unit of work.
    pub(crate) async fn bed_of(
        &self,
        source: &mut impl Source,
        hospital: &Hospital,
        id: BedId,
    ) -> Result<BedNow, ServiceError> {
        bed::get(source, id)
            .await?
            .filter(|b| b.hospital_id == hospital.id)
            .ok_or(ServiceError::NotFound("no such bed in this hospital"))
    }

    pub(crate) async fn bed_view(
        &self,
        source: &mut impl Source,
        hospital: &Hospital,
        id: BedId,
    ) -> Result<BedView, ServiceError> {
        let now = self.bed_of(source, hospital, id).await?;
        self.bed_views(source, hospital, vec![now])
            .await?
            .pop()
            .ok_or(ServiceError::NotFound("no such bed in this hospital"))
    }

    pub(crate) async fn stale_bed<T>(
        &self,
        source: &mut impl Source,
        hospital: &Hospital,
        id: BedId,
        message: &str,
    ) -> Result<T, ServiceError> {
        let view = self.bed_view(source, hospital, id).await?;
        Err(ServiceError::Stale {
            message: message.to_owned(),
            current: Current::Bed(Box::new(view)),
        })
    }

    async fn commit_read(
        &self,
        caller: &Caller,
        uow: UnitOfWork,
        attempt: AuditEvent,
        beds: &[BedView],
    ) -> Result<(), ServiceError> {
        let mut about: Vec<PatientId> = beds.iter().flat_map(|b| people_of(&b.now)).collect();
        about.sort_unstable();
        about.dedup();
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.about(about),
        )
        .await?;
        Ok(())
    }

    /// Opens a unit of work on a hospital as a place, with the permission checked.
    pub(crate) async fn open_hospital(
        &self,
        caller: &Caller,
        name_or_id: &str,
        permission: Permission,
        attempt: &AuditEvent,
    ) -> Result<(UnitOfWork, Hospital), ServiceError> {
        let mut uow = self.store().begin().await?;
        let hospital = crate::hospital::find(&mut uow, name_or_id).await?;
        // The hospital, not the ward: whoever works on one ward admits and moves to another.
        let place = Subject::Place {
            hospital_id: hospital.id,
            ward_id: None,
        };
        self.authorise(
            caller,
            permission,
            &place,
            attempt.clone().resource(hospital.id),
        )
        .await?;
        Ok((uow, hospital))
    }
}

/// Everybody whose data a bed shows.
fn people_of(bed: &BedNow) -> impl Iterator<Item = PatientId> + use<> {
    let lying = bed.lying.as_ref().map(|l| l.patient_id);
    let expected = bed.reservation.as_ref().and_then(|r| r.patient_id);
    lying.into_iter().chain(expected)
}

/// Words of a person: trimmed, absent where empty, and not longer than a field holds.
pub(crate) fn checked_words(
    field: &str,
    words: Option<&str>,
    longest: usize,
) -> Result<Option<String>, ServiceError> {
    let words = words.map(str::trim).filter(|w| !w.is_empty());
    if words.is_some_and(|w| w.chars().count() > longest) {
        return Err(ServiceError::invalid(
            field,
            format!("at most {longest} characters"),
        ));
    }
    Ok(words.map(str::to_owned))
}
