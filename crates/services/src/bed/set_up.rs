//! Setting beds up, and what the hospital says of them: ready, being cleaned, out of use.

use cloudcare_domain::{
    access::{Permission, Subject},
    audit::{AuditAction, AuditEvent},
    bed::{Bed, ServiceState},
    id::{BedId, WardId},
};
use cloudcare_store::{StoreError, admission, bed, stay, ward};

use super::{BedView, checked_words};
use crate::{
    Caller, CreationKey, ServiceError, Services, admission::checked_capabilities,
    creation::Creation, ward::tell_board,
};

/// Beds set up in one request at most.
const MOST_AT_ONCE: usize = 200;

/// A bed to set up.
#[derive(Debug, Clone)]
pub struct NewBed {
    /// Unique in the ward.
    pub label: String,
    /// The bay or side room.
    pub bay: Option<String>,
    /// What it or its room has.
    pub capabilities: Vec<String>,
}

/// What to change of a bed; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct UpdateBed {
    /// The bed's version as last seen.
    pub version: i32,
    /// What the hospital says of it.
    pub state: Option<ServiceState>,
    /// Why; a bed out of use needs a reason.
    pub state_reason: Option<String>,
    /// What is written on it.
    pub label: Option<String>,
    /// The bay or side room.
    pub bay: Option<String>,
    /// What it or its room has.
    pub capabilities: Option<Vec<String>>,
}

impl UpdateBed {
    fn describes(&self) -> bool {
        self.label.is_some() || self.bay.is_some() || self.capabilities.is_some()
    }
}

impl Services {
    /// Sets beds up, at the end of the ward's order.
    pub async fn create_beds(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        ward_id: WardId,
        key: Option<CreationKey>,
        beds: Vec<NewBed>,
    ) -> Result<Vec<BedView>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "bed");
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::HospitalWrite,
                &attempt,
            )
            .await?;
        if !(1..=MOST_AT_ONCE).contains(&beds.len()) {
            return Err(ServiceError::invalid("beds", "1 to 200 beds at once"));
        }
        ward::lock(&mut uow, ward_id).await?;
        ward::get(&mut uow, ward_id)
            .await?
            .filter(|w| w.hospital_id == hospital.id)
            .ok_or(ServiceError::NotFound("no such ward in this hospital"))?;
        let mut labels = Vec::new();
        for bed in &beds {
            let label = checked_label(&bed.label)?;
            if labels.contains(&label) {
                return Err(ServiceError::invalid("beds", "every label once"));
            }
            labels.push(label);
        }
        let count = beds.len();
        if let Creation::Fresh(_) = self.creation(&mut uow, key, "beds").await? {
            let now = uow.now().await?;
            let mut position = bed::last_position(&mut uow, ward_id).await?;
            for (new, label) in beds.into_iter().zip(&labels) {
                position += 1;
                let bed = Bed {
                    id: BedId::generate(self.ids()),
                    ward_id,
                    label: label.clone(),
                    bay: checked_words("bay", new.bay.as_deref(), 100)?.unwrap_or_default(),
                    position,
                    capabilities: checked_capabilities("capabilities", new.capabilities)?,
                    service_state: ServiceState::InService,
                    state_reason: None,
                    state_since: now,
                };
                bed::insert(&mut uow, &bed).await.map_err(label_taken)?;
            }
            tell_board(&mut uow, hospital.id, ward_id, None, "set_up", now);
        }
        // Also of a repetition: the labels of the request tell which beds it made.
        let filter = bed::BedFilter {
            ward: Some(ward_id),
            ..Default::default()
        };
        let mut made = bed::list(&mut uow, &filter).await?;
        made.retain(|b| labels.contains(&b.bed.label));
        let views = self.bed_views(&mut uow, &hospital, made).await?;
        let event = attempt.resource(ward_id).with("beds", count);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(views)
    }

    /// Says that a bed is ready, being cleaned or out of use, or changes what is written on it.
    /// Nothing is said of a bed somebody lies in.
    pub async fn update_bed(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        id: BedId,
        request: UpdateBed,
    ) -> Result<BedView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "bed").resource(id);
        let permission = if request.describes() {
            Permission::HospitalWrite
        } else {
            Permission::AdmissionWrite
        };
        let (mut uow, hospital) = self
            .open_hospital(caller, hospital_name_or_id, permission, &attempt)
            .await?;
        if request.describes() && request.state.is_some() {
            let place = Subject::Place {
                hospital_id: hospital.id,
                ward_id: None,
            };
            self.authorise(caller, Permission::AdmissionWrite, &place, attempt.clone())
                .await?;
        }
        let reason = checked_words("state_reason", request.state_reason.as_deref(), 200)?;
        if request.state == Some(ServiceState::Closed) && reason.is_none() {
            return Err(ServiceError::invalid(
                "state_reason",
                "say why the bed is out of use",
            ));
        }
        bed::lock(&mut uow, &[id]).await?;
        let current = self.bed_of(&mut uow, &hospital, id).await?;
        if current.version != request.version {
            return self
                .stale_bed(
                    &mut uow,
                    &hospital,
                    id,
                    "somebody changed this bed since you saw it; look again",
                )
                .await;
        }
        let now = uow.now().await?;
        let mut about = None;
        if let Some(state) = request.state {
            if let Some(lying) = &current.lying {
                about = Some(lying.patient_id);
                // A stay that outlived its admission (the board says so) ends here.
                let ended = admission::get(&mut uow, lying.admission_id)
                    .await?
                    .and_then(|a| a.discharged_at);
                let Some(left) = ended else {
                    return self
                        .stale_bed(&mut uow, &hospital, id, "somebody lies in this bed")
                        .await;
                };
                let at = if left > lying.since { left } else { now };
                stay::end(&mut uow, lying.admission_id, at).await?;
            }
            bed::set_state(&mut uow, id, state, reason.as_deref(), now).await?;
        }
        if request.describes() {
            let label = match &request.label {
                Some(label) => checked_label(label)?,
                None => current.bed.label.clone(),
            };
            let bay = match &request.bay {
                Some(bay) => checked_words("bay", Some(bay), 100)?.unwrap_or_default(),
                None => current.bed.bay.clone(),
            };
            let capabilities = match request.capabilities {
                Some(words) => checked_capabilities("capabilities", words)?,
                None => current.bed.capabilities.clone(),
            };
            bed::describe(&mut uow, id, &label, &bay, &capabilities)
                .await
                .map_err(label_taken)?;
        }
        tell_board(
            &mut uow,
            hospital.id,
            current.bed.ward_id,
            Some(id),
            "bed",
            now,
        );
        let view = self.bed_view(&mut uow, &hospital, id).await?;
        let mut event = attempt.about(about);
        if let Some(state) = request.state {
            event = event.with("state", state.as_str());
        }
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    /// Takes a bed out of its ward.
    pub async fn remove_bed(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        id: BedId,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "bed").resource(id);
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::HospitalWrite,
                &attempt,
            )
            .await?;
        bed::lock(&mut uow, &[id]).await?;
        let current = self.bed_of(&mut uow, &hospital, id).await?;
        if current.lying.is_some() {
            return self
                .stale_bed(&mut uow, &hospital, id, "somebody lies in this bed")
                .await;
        }
        if current.reservation.is_some() {
            return self
                .stale_bed(&mut uow, &hospital, id, "this bed is kept for somebody")
                .await;
        }
        bed::deactivate(&mut uow, id).await?;
        let now = uow.now().await?;
        tell_board(
            &mut uow,
            hospital.id,
            current.bed.ward_id,
            Some(id),
            "set_up",
            now,
        );
        uow.commit(self.ids(), &caller.actor, &caller.origin, attempt)
            .await?;
        Ok(())
    }
}

fn checked_label(label: &str) -> Result<String, ServiceError> {
    let label = label.trim();
    if (1..=30).contains(&label.chars().count()) {
        Ok(label.to_owned())
    } else {
        Err(ServiceError::invalid("label", "1 to 30 characters"))
    }
}

fn label_taken(error: StoreError) -> ServiceError {
    if error.is_conflict_on(bed::UNIQUE_LABEL) {
        ServiceError::Conflict("a bed of this label stands in this ward already".to_owned())
    } else {
        error.into()
    }
}
