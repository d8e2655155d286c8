//! Finding a place: locking a bed, asking whether the patient may lie in it, and giving one up.

use cloudcare_domain::{
    admission::AdmissionRecord,
    bed::{BedNow, Fit, Needs, ServiceState},
    hospital::Hospital,
    id::{BedId, PatientId, WardId},
};
use cloudcare_store::{UnitOfWork, bed, stay, stay::Clash};
use jiff::{Timestamp, tz::TimeZone};

use super::Touched;
use crate::{Caller, ServiceError, Services};

/// A pick may find a bed whose taker has just ended; then the next picture shows it taken.
const PICKS: usize = 40;

/// A bed somebody is to lie in.
pub(crate) struct Wanted<'a> {
    pub(crate) hospital: &'a Hospital,
    pub(crate) patient_id: PatientId,
    pub(crate) needs: &'a Needs,
    /// This bed; or else any that suits of the ward.
    pub(crate) bed_id: Option<BedId>,
    pub(crate) ward_id: Option<WardId>,
    /// Taken all the same, in these words.
    pub(crate) override_reason: Option<&'a str>,
    /// Since when, where it was said; else from the moment nobody else can take the bed.
    pub(crate) from: Option<Timestamp>,
}

/// A bed that is locked and may be lain in.
pub(crate) struct Place {
    pub(crate) bed: BedNow,
    /// Since when.
    pub(crate) from: Timestamp,
    /// What was set aside by an override, as codes.
    pub(crate) overridden: Vec<&'static str>,
}

impl Services {
    /// Locks a bed for somebody, or refuses with the beds that are free.
    pub(crate) async fn find_place(
        &self,
        uow: &mut UnitOfWork,
        wanted: &Wanted<'_>,
    ) -> Result<Place, ServiceError> {
        let (bed, overridden) = match (wanted.bed_id, wanted.ward_id) {
            (Some(id), ward) => self.this_bed(uow, wanted, id, ward).await?,
            (None, Some(ward)) => self.any_bed(uow, wanted, ward).await?,
            (None, None) => {
                return Err(ServiceError::invalid("bed_id", "say which bed or ward"));
            }
        };
        // Whoever waited for the bed comes after the one before: now is later than when they asked.
        let from = match wanted.from {
            Some(from) => from,
            None => uow.now().await?,
        };
        match stay::clash(uow, bed.bed.id, wanted.patient_id, from).await? {
            None => Ok(Place {
                bed,
                from,
                overridden,
            }),
            Some(Clash::Bed(until)) => {
                let until = clock_time(wanted.hospital, until);
                self.no_bed(
                    uow,
                    wanted,
                    &format!("somebody lay in this bed until {until}; say a later time"),
                )
                .await
            }
            Some(Clash::Patient(until)) => {
                let until = clock_time(wanted.hospital, until);
                self.no_bed(
                    uow,
                    wanted,
                    &format!("this patient lay in another bed until {until}; say a later time"),
                )
                .await
            }
        }
    }

    async fn this_bed(
        &self,
        uow: &mut UnitOfWork,
        wanted: &Wanted<'_>,
        id: BedId,
        ward: Option<WardId>,
    ) -> Result<(BedNow, Vec<&'static str>), ServiceError> {
        // A bed that is plainly taken is refused at once: only those who may get it wait for its lock.
        let seen = bed_of(uow, wanted, id).await?;
        if seen.fit(Some(wanted.patient_id), wanted.needs) == Fit::Occupied {
            return self.no_bed(uow, wanted, "somebody lies in this bed").await;
        }
        bed::lock(uow, &[id]).await?;
        let bed = bed_of(uow, wanted, id).await?;
        if ward.is_some_and(|w| w != bed.bed.ward_id) {
            return Err(ServiceError::invalid(
                "ward_id",
                "the bed stands on another ward",
            ));
        }
        let mut overridden = Vec::new();
        let may_override = wanted.override_reason.is_some();
        let refusal = match bed.fit(Some(wanted.patient_id), wanted.needs) {
            Fit::Suits | Fit::Lacks => None,
            Fit::Reserved if may_override => {
                overridden.push("reserved");
                None
            }
            Fit::Reserved => Some(
                "this bed is kept for somebody else; say why it is used all the same, or take another",
            ),
            Fit::Occupied => Some("somebody lies in this bed"),
            Fit::Cleaning => {
                Some("this bed is being cleaned; say that it is ready first, or take another")
            }
            Fit::Closed => Some("this bed is out of use"),
        };
        if let Some(message) = refusal {
            return self.no_bed(uow, wanted, message).await;
        }
        let lacking = wanted.needs.lacking(&bed.bed.capabilities);
        if !lacking.is_empty() {
            if !may_override {
                let message = format!(
                    "this place lacks {}; say why it is used all the same, or take another",
                    lacking.join(", ")
                );
                return self.no_bed(uow, wanted, &message).await;
            }
            overridden.push("lacks");
        }
        Ok((bed, overridden))
    }

    async fn any_bed(
        &self,
        uow: &mut UnitOfWork,
        wanted: &Wanted<'_>,
        ward: WardId,
    ) -> Result<(BedNow, Vec<&'static str>), ServiceError> {
        let required = wanted.needs.required();
        // With a reason, a room that lacks something is better than none; a suitable one first.
        let without = [Vec::new()];
        let attempts = std::iter::once(&required).chain(
            without
                .iter()
                .filter(|_| wanted.override_reason.is_some() && !required.is_empty()),
        );
        for required in attempts {
            for _ in 0..PICKS {
                let Some(id) = bed::pick(uow, ward, wanted.patient_id, required).await? else {
                    break;
                };
                if let Some(bed) = bed::get(uow, id).await?
                    && matches!(
                        bed.fit(Some(wanted.patient_id), wanted.needs),
                        Fit::Suits | Fit::Lacks
                    )
                {
                    let lacks = !wanted.needs.lacking(&bed.bed.capabilities).is_empty();
                    return Ok((bed, if lacks { vec!["lacks"] } else { Vec::new() }));
                }
            }
        }
        let message = if required.is_empty() {
            "no bed is free on this ward".to_owned()
        } else {
            format!("no bed with {} is free on this ward", required.join(", "))
        };
        self.no_bed(uow, wanted, &message).await
    }

    /// A refusal that offers what is free.
    pub(crate) async fn no_bed<T>(
        &self,
        uow: &mut UnitOfWork,
        wanted: &Wanted<'_>,
        message: &str,
    ) -> Result<T, ServiceError> {
        let mut free_beds = self
            .free_beds(
                uow,
                wanted.hospital,
                wanted.patient_id,
                wanted.needs,
                wanted.ward_id,
            )
            .await?;
        if wanted.bed_id.is_none() {
            // Whatever would suit on the ward itself was locked: somebody is lying down in it this moment.
            free_beds.retain(|b| {
                let bed = &b.now.bed;
                Some(bed.ward_id) != wanted.ward_id
                    || !wanted.needs.lacking(&bed.capabilities).is_empty()
            });
        }
        Err(ServiceError::NoBed {
            message: message.to_owned(),
            free_beds,
        })
    }

    /// Lays the patient in the bed that was found; what was kept of it, or for them, is kept no longer.
    pub(crate) async fn lie_down(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        admission: &AdmissionRecord,
        place: &Place,
        touched: &mut Touched,
    ) -> Result<(), ServiceError> {
        let bed = &place.bed;
        stay::begin(
            uow,
            self.ids(),
            admission.id,
            bed.bed.id,
            admission.patient_id,
            place.from,
            caller.actor.user().map(|u| u.user_id),
        )
        .await
        .map_err(bed_taken)?;
        if bed.reservation.is_some() {
            bed::release(uow, bed.bed.id).await?;
        }
        for (bed_id, ward_id) in
            bed::release_all(uow, admission.patient_id, bed.hospital_id).await?
        {
            touched.ward(bed.hospital_id, Some(ward_id), Some(bed_id));
        }
        touched.ward(bed.hospital_id, Some(bed.bed.ward_id), Some(bed.bed.id));
        Ok(())
    }

    /// Ends the stay in whatever bed the patient lies in. The bed wants cleaning from then on, except
    /// where it is out of use already, or nobody lay in it.
    pub(crate) async fn get_up(
        &self,
        uow: &mut UnitOfWork,
        admission: &AdmissionRecord,
        at: Timestamp,
        leaves: Leaves,
        touched: &mut Touched,
    ) -> Result<Option<BedNow>, ServiceError> {
        let Some(bed_id) = stay::end(uow, admission.id, at).await? else {
            return Ok(None);
        };
        let Some(bed) = bed::get(uow, bed_id).await? else {
            return Ok(None);
        };
        if leaves == Leaves::Used && bed.bed.service_state == ServiceState::InService {
            bed::set_state(uow, bed_id, ServiceState::Cleaning, None, at).await?;
        }
        touched.ward(bed.hospital_id, Some(bed.bed.ward_id), Some(bed_id));
        Ok(Some(bed))
    }
}

async fn bed_of(
    uow: &mut UnitOfWork,
    wanted: &Wanted<'_>,
    id: BedId,
) -> Result<BedNow, ServiceError> {
    bed::get(uow, id)
        .await?
        .filter(|b| b.hospital_id == wanted.hospital.id)
        .ok_or(ServiceError::invalid(
            "bed_id",
            "no such bed in this hospital",
        ))
}

/// In what state somebody leaves a bed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaves {
    /// To be cleaned.
    Used,
    /// As it was: kept for them, somebody else lies down in it at once, or they never were in it.
    AsItIs,
}

/// What the database itself refuses, should anything have got past the locks (an import, another
/// program): still an answer in words.
fn bed_taken(error: cloudcare_store::StoreError) -> ServiceError {
    if error.is_conflict_on(stay::ONE_PATIENT_PER_BED) {
        ServiceError::Conflict(
            "somebody else was laid in this bed just now; look again for a free one".to_owned(),
        )
    } else if error.is_conflict_on(stay::ONE_BED_PER_PATIENT) {
        ServiceError::Conflict("this patient lies in another bed".to_owned())
    } else {
        error.into()
    }
}

/// A time as the hospital's clocks show it.
pub(crate) fn clock_time(hospital: &Hospital, at: Timestamp) -> String {
    let zone = TimeZone::get(&hospital.time_zone).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).strftime("%d.%m. %H:%M").to_string()
}
