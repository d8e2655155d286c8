//! Somebody nobody could name: named, or linked to the record there was, with the union of what both
//! knew.

use cloudcare_domain::{
    access::Permission,
    allergy::{AllergyStatus, state_after_union},
    audit::{AuditAction, AuditEvent},
    id::PatientId,
    patient::{Gender, IdentityState, PatientRecord, PatientRef, ResuscitationStatus},
};
use cloudcare_store::{StoreError, UnitOfWork, allergy, patient};
use jiff::civil::Date;

use super::{PatientView, find, register::fields};
use crate::{Caller, ServiceError, Services};

/// Who somebody turned out to be.
#[derive(Debug, Clone)]
pub enum Identification {
    /// Somebody not registered before.
    Named {
        /// Surname.
        family_name: String,
        /// Given names.
        given_name: String,
        /// Title.
        title: Option<String>,
        /// Born.
        date_of_birth: Date,
        /// Gender.
        gender: Gender,
    },
    /// Somebody registered before.
    Linked(PatientRef),
}

impl Services {
    /// Says who somebody unidentified is, over the version the caller has seen. After a link the old
    /// code answers with the record linked to.
    pub async fn identify_patient(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        version: i32,
        identification: Identification,
    ) -> Result<PatientView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "patient_identity");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::PatientWrite, &attempt)
            .await?;
        let target = match &identification {
            Identification::Named { .. } => None,
            Identification::Linked(other) => {
                let other = find(&mut uow, other)
                    .await?
                    .ok_or_else(|| ServiceError::invalid("link_to", "no such patient"))?;
                if other == id {
                    return Err(ServiceError::invalid("link_to", "this is the same record"));
                }
                // Always in one order: two links that cross must not wait for each other.
                patient::lock(&mut uow, id.min(other)).await?;
                patient::lock(&mut uow, id.max(other)).await?;
                Some(other)
            }
        };
        let record = self.lock_version(caller, &mut uow, id, version).await?;
        if record.identity_state != IdentityState::Unidentified {
            return Err(ServiceError::Conflict(
                "it is known already who this is; correct the identity instead".to_owned(),
            ));
        }
        let shown = match (identification, target) {
            (
                Identification::Named {
                    family_name,
                    given_name,
                    title,
                    date_of_birth,
                    gender,
                },
                _,
            ) => {
                let mut demographics = record.demographics.clone();
                demographics.family_name = family_name;
                demographics.given_name = given_name;
                demographics.title = title;
                demographics.date_of_birth = date_of_birth;
                demographics.date_of_birth_is_estimated = false;
                demographics.gender = gender;
                let demographics = demographics.tidied();
                let today = self.today_of(caller, &mut uow).await?;
                ServiceError::unless_clean(fields(None, demographics.troubles(today)))?;
                let known = IdentityState::Identified;
                patient::update(&mut uow, id, version, &demographics, known).await?;
                id
            }
            (Identification::Linked(_), Some(target)) => {
                self.link(caller, &mut uow, &record, target).await?;
                target
            }
            (Identification::Linked(_), None) => return Err(ServiceError::NotFound(crate::HIDDEN)),
        };
        self.tell_board(&mut uow, shown, "identity").await?;
        let view = self.patient_view(caller, &mut uow, shown).await?;
        let event = attempt
            .resource(id)
            .about([id])
            .about(target)
            .with("linked", target.is_some());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    async fn link(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        from: &PatientRecord,
        to: PatientId,
    ) -> Result<(), ServiceError> {
        let (source, target) = (from.identity.id, to);
        let mut decided = patient::safety(uow, &[source, target]).await?;
        let status = |safety: Option<cloudcare_domain::patient::PatientSafety>| {
            safety.and_then(|s| s.resuscitation_status)
        };
        let resuscitation = agreed(
            status(decided.remove(&source)),
            status(decided.remove(&target)),
        )?;
        patient::link(uow, source, target)
            .await
            .map_err(link_conflict)?;
        let by = caller.actor.user().map(|u| u.user_id);
        let active = allergy::of_patient(uow, target)
            .await?
            .iter()
            .filter(|a| a.status == AllergyStatus::Active)
            .count();
        let known = allergy::state(uow, target)
            .await?
            .ok_or(ServiceError::NotFound(crate::HIDDEN))?;
        let state = state_after_union(known.state, active);
        let mut version = patient::record(uow, target)
            .await?
            .ok_or(ServiceError::NotFound(crate::HIDDEN))?
            .version;
        if state != known.state {
            patient::set_allergy_state(uow, target, version, state, by).await?;
            version += 1;
        }
        patient::set_resuscitation_status(uow, target, version, resuscitation).await?;
        Ok(())
    }
}

/// One decision where both records agree or one has none; people settle the rest.
fn agreed(
    of_source: Option<ResuscitationStatus>,
    of_target: Option<ResuscitationStatus>,
) -> Result<Option<ResuscitationStatus>, ServiceError> {
    match (of_source, of_target) {
        (Some(one), Some(other)) if one != other => Err(ServiceError::Conflict(
            "the two records say different things about resuscitation; decide that first"
                .to_owned(),
        )),
        (one, other) => Ok(one.or(other)),
    }
}

fn link_conflict(error: StoreError) -> ServiceError {
    match error {
        StoreError::Conflict { constraint } if constraint == patient::ONE_INPATIENT_STAY => {
            ServiceError::Conflict(
                "both records are of somebody in hospital now; end one of the stays first"
                    .to_owned(),
            )
        }
        StoreError::Conflict { .. } => ServiceError::Conflict(
            "the two records contradict each other: a stay, a transfer or an alert can only be of one of them"
                .to_owned(),
        ),
        other => other.into(),
    }
}
