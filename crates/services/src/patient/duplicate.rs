//! Whether somebody about to be registered is registered already (P1, H20).

use cloudcare_domain::{
    access::{Permission, Subject},
    audit::{AuditAction, AuditEvent},
    id::PatientId,
    patient::{DuplicateReason, Likelihood, likelihood},
};
use cloudcare_store::{UnitOfWork, admission, patient};
use jiff::civil::Date;

use super::{PatientSummary, RegisterPatient, find};
use crate::{Caller, ServiceError, Services};

/// Somebody who may be registered already.
#[derive(Debug, Clone, Default)]
pub struct DuplicateQuery {
    /// Surname.
    pub family_name: String,
    /// Given names.
    pub given_name: String,
    /// Born.
    pub date_of_birth: Option<Date>,
    /// Telephone number.
    pub contact: Option<String>,
    /// Number with the insurer.
    pub insurance_number: Option<String>,
}

/// Somebody registered who may be the same person.
#[derive(Debug, Clone)]
pub struct Duplicate {
    /// Who.
    pub patient: PatientSummary,
    /// How likely.
    pub likelihood: Likelihood,
    /// Why.
    pub reasons: Vec<DuplicateReason>,
    /// Fields that are equal, by their names.
    pub matches: Vec<String>,
    /// Whether allergies are listed; absent where the caller may not read clinical facts.
    pub has_allergies: Option<bool>,
}

impl Services {
    /// Who may be the same person as somebody described so far, the likeliest first.
    pub async fn duplicates(
        &self,
        caller: &Caller,
        query: &DuplicateQuery,
    ) -> Result<Vec<Duplicate>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "patient_duplicates");
        self.authorise(
            caller,
            Permission::PatientSearch,
            &Subject::Installation,
            attempt.clone(),
        )
        .await?;
        let mut uow = self.store().begin().await?;
        let duplicates = self.duplicates_in(caller, &mut uow, query).await?;
        let about = duplicates.iter().map(|d| d.patient.summary.identity.id);
        let event = attempt.about(about).with("count", duplicates.len());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(duplicates)
    }

    async fn duplicates_in(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        query: &DuplicateQuery,
    ) -> Result<Vec<Duplicate>, ServiceError> {
        let candidates = patient::candidates(
            uow,
            &query.family_name,
            &query.given_name,
            query.date_of_birth,
            query.contact.as_deref(),
            query.insurance_number.as_deref(),
        )
        .await?;
        let ids: Vec<PatientId> = candidates.iter().map(|c| c.id).collect();
        let mut summaries = self.summaries(caller, uow, &ids).await?;
        let subjects = admission::subjects(uow, &ids).await?;
        let safety = patient::safety(uow, &ids).await?;
        let mut duplicates: Vec<Duplicate> = candidates
            .into_iter()
            .filter_map(|candidate| {
                let (likelihood, reasons) = likelihood(candidate.likeness)?;
                let may_read_facts = subjects
                    .get(&candidate.id)
                    .is_some_and(|s| caller.actor.may(Permission::ClinicalRead, s).is_ok());
                Some(Duplicate {
                    patient: summaries.remove(&candidate.id)?,
                    likelihood,
                    reasons,
                    matches: candidate.matches,
                    has_allergies: safety
                        .get(&candidate.id)
                        .filter(|_| may_read_facts)
                        .map(|s| !s.allergies.is_empty()),
                })
            })
            .collect();
        duplicates.sort_by_key(|d| (d.likelihood, std::cmp::Reverse(d.matches.len())));
        Ok(duplicates)
    }

    /// The very likely duplicates somebody has dismissed with a reason; a refusal where one was not.
    pub(super) async fn dismissed(
        &self,
        uow: &mut UnitOfWork,
        caller: &Caller,
        request: &RegisterPatient,
    ) -> Result<Vec<PatientId>, ServiceError> {
        let d = &request.demographics;
        let query = DuplicateQuery {
            family_name: d.family_name.clone(),
            given_name: d.given_name.clone(),
            date_of_birth: Some(d.date_of_birth),
            contact: d.contact.clone(),
            insurance_number: d.insurance_number.clone(),
        };
        let mut dismissed = Vec::new();
        for reference in &request.not_duplicate_of {
            match find(uow, reference).await? {
                Some(id) if !dismissed.contains(&id) => dismissed.push(id),
                Some(_) => {}
                None => {
                    return Err(ServiceError::invalid("not_duplicate_of", "no such patient"));
                }
            }
        }
        let likely: Vec<Duplicate> = self
            .duplicates_in(caller, uow, &query)
            .await?
            .into_iter()
            .filter(|d| d.likelihood == Likelihood::VeryLikely)
            .collect();
        let is_open =
            |duplicate: &Duplicate| !dismissed.contains(&duplicate.patient.summary.identity.id);
        if likely.iter().any(is_open) {
            return Err(ServiceError::Duplicates(likely));
        }
        Ok(dismissed)
    }
}
