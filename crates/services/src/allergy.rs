//! Allergies: the state of knowledge and the list, changed together so that they never contradict
//! each other (H13).

use cloudcare_domain::{
    access::Permission,
    allergy::{Allergy, AllergyStateError, AllergyStatus, NewAllergy, check_state},
    audit::{AuditAction, AuditEvent},
    id::{AllergyId, PatientId},
    patient::{AllergyState, PatientRef},
};
use cloudcare_store::{UnitOfWork, allergy, allergy::StateOfKnowledge, patient};

use crate::{Caller, Current, FieldError, ServiceError, Services, patient::fields};

/// Changes in one request.
const MOST_CHANGES: usize = 50;

/// What is known of a patient's allergies.
#[derive(Debug, Clone)]
pub struct AllergiesView {
    /// The state, by whom and when.
    pub known: StateOfKnowledge,
    /// Every entry, those that hold first.
    pub allergies: Vec<Allergy>,
    /// The patient's version.
    pub version: i32,
}

/// One change of the list.
#[derive(Debug, Clone)]
pub enum AllergyChange {
    /// A new entry.
    Add(NewAllergy),
    /// An entry holds, or does not.
    SetStatus {
        /// Which.
        id: AllergyId,
        /// Whether it holds.
        status: AllergyStatus,
        /// Why.
        reason: String,
    },
}

impl Services {
    /// State and list.
    pub async fn allergies(
        &self,
        caller: &Caller,
        reference: &PatientRef,
    ) -> Result<AllergiesView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "allergies");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::ClinicalRead, &attempt)
            .await?;
        let view = allergies_view(&mut uow, id).await?;
        let event = attempt.resource(id).about([id]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    /// Writes state and changes over the version the caller has seen. Said again, a state is
    /// re-confirmed: who and when are new.
    pub async fn update_allergies(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        version: i32,
        state: AllergyState,
        changes: Vec<AllergyChange>,
    ) -> Result<AllergiesView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "allergies");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::AllergyWrite, &attempt)
            .await?;
        patient::lock(&mut uow, id).await?;
        let current = allergies_view(&mut uow, id).await?;
        if current.version != version {
            return Err(ServiceError::Stale {
                message: "somebody else changed this patient in the meantime; look at the allergies as they are now"
                    .to_owned(),
                current: Current::Allergies(Box::new(current)),
            });
        }
        check_changes(&current, &changes)?;
        let by = caller.actor.user().map(|u| u.user_id);
        for change in &changes {
            match change {
                AllergyChange::Add(entry) => {
                    let entry_id = AllergyId::generate(self.ids());
                    let entry = entry.clone().tidied();
                    allergy::insert(&mut uow, entry_id, id, &entry, by).await?;
                }
                AllergyChange::SetStatus {
                    id: entry,
                    status,
                    reason,
                } => {
                    allergy::set_status(&mut uow, id, *entry, *status, reason.trim(), by).await?;
                }
            }
        }
        let active = allergies_view(&mut uow, id)
            .await?
            .allergies
            .iter()
            .filter(|a| a.status == AllergyStatus::Active)
            .count();
        match check_state(state, active) {
            Ok(()) => {}
            Err(error @ AllergyStateError::ListIsNotEmpty(_)) => {
                return Err(ServiceError::Stale {
                    message: error.to_string(),
                    current: Current::Allergies(Box::new(current)),
                });
            }
            Err(error @ AllergyStateError::ListIsEmpty) => {
                return Err(ServiceError::invalid("state", error));
            }
        }
        patient::set_allergy_state(&mut uow, id, version, state, by).await?;
        self.tell_board(&mut uow, id, "allergies").await?;
        let view = allergies_view(&mut uow, id).await?;
        let event = attempt
            .resource(id)
            .about([id])
            .with("state", state.as_str())
            .with("changes", changes.len());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }
}

async fn allergies_view(
    uow: &mut UnitOfWork,
    id: PatientId,
) -> Result<AllergiesView, ServiceError> {
    let record = patient::record(uow, id).await?;
    let known = allergy::state(uow, id).await?;
    let (Some(record), Some(known)) = (record, known) else {
        return Err(ServiceError::NotFound(crate::HIDDEN));
    };
    Ok(AllergiesView {
        known,
        allergies: allergy::of_patient(uow, id).await?,
        version: record.version,
    })
}

fn check_changes(current: &AllergiesView, changes: &[AllergyChange]) -> Result<(), ServiceError> {
    let mut errors = Vec::new();
    if changes.len() > MOST_CHANGES {
        errors.push(FieldError::new("changes", "at most 50 at once"));
    }
    for (i, change) in changes.iter().enumerate() {
        let mut refuse = |field: &str, words: &str| {
            errors.push(FieldError::new(format!("changes[{i}].{field}"), words));
        };
        match change {
            AllergyChange::Add(entry) => {
                let entry = entry.clone().tidied();
                let substance = entry.substance.to_lowercase();
                let is_listed = current.allergies.iter().any(|a| {
                    a.status == AllergyStatus::Active
                        && a.entry.substance.to_lowercase() == substance
                });
                if is_listed {
                    refuse("substance", "on the list already");
                }
                errors.extend(fields(Some(("changes", i)), entry.troubles()));
            }
            AllergyChange::SetStatus { id, reason, .. } => {
                if !current.allergies.iter().any(|a| a.id == *id) {
                    refuse("id", "no such entry");
                }
                if !(1..=500).contains(&reason.trim().chars().count()) {
                    refuse("status_reason", "say why, in 1 to 500 characters");
                }
            }
        }
    }
    ServiceError::unless_clean(errors)
}
