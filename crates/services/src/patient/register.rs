//! Registering: with the allergies, without a second record of the same person (P1, H20); somebody
//! nobody can name, in one call; somebody born here.

use cloudcare_domain::{
    access::{Permission, Subject},
    allergy::{NewAllergy, check_state},
    audit::{AuditAction, AuditEvent},
    condition::NewCondition,
    family_contact::NewFamilyContact,
    hospital::Hospital,
    id::{AllergyId, ConditionId, FamilyContactId, HospitalId, PatientId},
    patient::{
        AllergyState, BloodType, Demographics, DuplicateReason, Gender, IdentityState, Likelihood,
        PatientRef, ResuscitationStatus, likelihood,
    },
};
use cloudcare_store::{UnitOfWork, allergy, condition, family_contact, hospital, patient};
use jiff::{
    Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};

use super::{PatientSummary, PatientView, find};
use crate::{Caller, CreationKey, FieldError, ServiceError, Services, creation::Creation};

/// Entries of one kind in one registration.
const MOST_ENTRIES: usize = 50;

/// Somebody to register.
#[derive(Debug, Clone)]
pub struct RegisterPatient {
    /// Who.
    pub demographics: Demographics,
    /// What is known of allergies.
    pub allergy_state: AllergyState,
    /// The list, for [`AllergyState::Known`].
    pub allergies: Vec<NewAllergy>,
    /// Conditions.
    pub conditions: Vec<NewCondition>,
    /// Whom to call.
    pub family_contacts: Vec<NewFamilyContact>,
    /// Resuscitation status where decided.
    pub resuscitation_status: Option<ResuscitationStatus>,
    /// Where; the caller's own hospital where absent.
    pub hospital: Option<HospitalId>,
    /// Mother, for somebody born here.
    pub mother: Option<PatientRef>,
    /// The hour of birth, for somebody born here.
    pub born_at: Option<Timestamp>,
    /// Likely duplicates somebody has looked at and found to be others.
    pub not_duplicate_of: Vec<PatientRef>,
    /// Why they are.
    pub not_duplicate_because: Option<String>,
}

/// Somebody nobody can name yet.
#[derive(Debug, Clone)]
pub struct RegisterUnidentified {
    /// What to call them, for example `Unknown 7`.
    pub alias: String,
    /// Gender as seen.
    pub gender: Gender,
    /// Age as guessed, in years.
    pub estimated_age_years: i16,
    /// What was seen: clothes, marks, where found.
    pub description: Option<String>,
    /// Where; the caller's own hospital where absent.
    pub hospital: Option<HospitalId>,
}

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
    /// Registers a patient, unless somebody very like is registered and nobody has said why this is
    /// another person.
    pub async fn register_patient(
        &self,
        caller: &Caller,
        key: Option<CreationKey>,
        mut request: RegisterPatient,
    ) -> Result<PatientView, ServiceError> {
        let mut uow = self.open_registration(caller).await?;
        let mother = self
            .mother_of(caller, &mut uow, request.mother.as_ref())
            .await?;
        request.demographics = request.demographics.tidied();
        let home = self
            .registering_hospital(caller, &mut uow, request.hospital, mother)
            .await?;
        self.check_registration(caller, &request, &home, mother)?;
        let id = match self.creation(&mut uow, key, "patient").await? {
            Creation::Fresh(id) => PatientId(id),
            Creation::Repeat(id) => return self.registered(caller, uow, PatientId(id)).await,
        };
        patient::serialise_registrations(&mut uow, request.demographics.date_of_birth).await?;
        let dismissed = self.dismissed(&mut uow, caller, &request).await?;
        let by = caller.actor.user().map(|u| u.user_id);
        let registration = patient::Registration {
            id,
            demographics: &request.demographics,
            identity_state: IdentityState::Identified,
            allergy_state: request.allergy_state,
            resuscitation_status: request.resuscitation_status,
            hospital: Some(home.id),
            by,
            description: None,
            mother,
            born_at: request.born_at,
        };
        patient::register(&mut uow, &registration).await?;
        for entry in request.allergies {
            let entry_id = AllergyId::generate(self.ids());
            allergy::insert(&mut uow, entry_id, id, &entry.tidied(), by).await?;
        }
        for entry in request.conditions {
            let entry_id = ConditionId::generate(self.ids());
            condition::insert(&mut uow, entry_id, id, &entry.tidied(), by).await?;
        }
        for person in request.family_contacts {
            let contact = FamilyContactId::generate(self.ids());
            family_contact::insert(&mut uow, contact, id, &person.tidied()).await?;
        }
        let reason = request.not_duplicate_because.unwrap_or_default();
        for other in &dismissed {
            patient::dismiss(&mut uow, id, *other, reason.trim(), by).await?;
        }
        let view = self.patient_view(caller, &mut uow, id).await?;
        let event = AuditEvent::new(AuditAction::Create, "patient")
            .resource(id)
            .about([id])
            .about(mother)
            .with("dismissed_duplicates", dismissed.len());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    /// Registers somebody nobody can name: an alias, gender and a guess at the age are enough.
    pub async fn register_unidentified(
        &self,
        caller: &Caller,
        key: Option<CreationKey>,
        request: RegisterUnidentified,
    ) -> Result<PatientView, ServiceError> {
        let mut uow = self.open_registration(caller).await?;
        let home = self
            .registering_hospital(caller, &mut uow, request.hospital, None)
            .await?;
        let today = self.today_in(Some(&home.time_zone));
        let mut errors = Vec::new();
        if !(0..=120).contains(&request.estimated_age_years) {
            errors.push(FieldError::new("estimated_age_years", "0 to 120 years"));
        }
        let alias = request.alias.trim().to_owned();
        if !(1..=200).contains(&alias.chars().count()) {
            errors.push(FieldError::new(
                "alias",
                "what to call them, in 1 to 200 characters",
            ));
        }
        let description = request.description.as_deref().map(str::trim);
        if description.is_some_and(|d| d.chars().count() > 1_000) {
            errors.push(FieldError::new("description", "at most 1,000 characters"));
        }
        ServiceError::unless_clean(errors)?;
        let id = match self.creation(&mut uow, key, "patient").await? {
            Creation::Fresh(id) => PatientId(id),
            Creation::Repeat(id) => return self.registered(caller, uow, PatientId(id)).await,
        };
        let demographics = Demographics {
            family_name: alias,
            given_name: String::new(),
            title: None,
            date_of_birth: date(today.year() - request.estimated_age_years, 1, 1),
            date_of_birth_is_estimated: true,
            gender: request.gender,
            contact: None,
            email: None,
            address: None,
            blood_type: BloodType::Unknown,
            insurance_provider: None,
            insurance_number: None,
        };
        let registration = patient::Registration {
            id,
            demographics: &demographics,
            identity_state: IdentityState::Unidentified,
            allergy_state: AllergyState::NotAsked,
            resuscitation_status: None,
            hospital: Some(home.id),
            by: caller.actor.user().map(|u| u.user_id),
            description: description.filter(|d| !d.is_empty()),
            mother: None,
            born_at: None,
        };
        patient::register(&mut uow, &registration).await?;
        let view = self.patient_view(caller, &mut uow, id).await?;
        let event = AuditEvent::new(AuditAction::Create, "patient")
            .resource(id)
            .about([id])
            .with("unidentified", true);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

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
        let subjects = cloudcare_store::admission::subjects(uow, &ids).await?;
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
    async fn dismissed(
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

    async fn open_registration(&self, caller: &Caller) -> Result<UnitOfWork, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "patient");
        self.authorise(
            caller,
            Permission::PatientRegister,
            &Subject::Installation,
            attempt,
        )
        .await?;
        Ok(self.store().begin().await?)
    }

    async fn registered(
        &self,
        caller: &Caller,
        mut uow: UnitOfWork,
        id: PatientId,
    ) -> Result<PatientView, ServiceError> {
        let view = self.patient_view(caller, &mut uow, id).await?;
        let event = AuditEvent::new(AuditAction::Read, "patient")
            .resource(id)
            .about([id]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    async fn mother_of(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        mother: Option<&PatientRef>,
    ) -> Result<Option<PatientId>, ServiceError> {
        let Some(reference) = mother else {
            return Ok(None);
        };
        let id = find(uow, reference)
            .await?
            .ok_or(ServiceError::NotFound(crate::HIDDEN))?;
        let subject = cloudcare_store::admission::subject(uow, id).await?;
        let attempt = AuditEvent::new(AuditAction::Create, "newborn").resource(id);
        self.authorise(caller, Permission::PatientWrite, &subject, attempt)
            .await?;
        Ok(Some(id))
    }

    /// The hospital that answers for whoever is registered: the one asked for, else the mother's,
    /// else the caller's.
    async fn registering_hospital(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        asked: Option<HospitalId>,
        mother: Option<PatientId>,
    ) -> Result<Hospital, ServiceError> {
        let is_admin = caller
            .actor
            .user()
            .is_some_and(|u| u.role == cloudcare_domain::access::Role::Admin);
        let scope = caller.actor.scope().cloned().unwrap_or_default();
        let works_at = |id: &HospitalId| scope.hospitals.contains(id) || scope.at.contains(id);
        let mothers = match mother {
            Some(id) => patient::stay(uow, id).await?.map(|s| s.at.hospital_id),
            None => None,
        };
        let id = match asked {
            Some(id) if !is_admin && !works_at(&id) => {
                return Err(ServiceError::invalid(
                    "hospital_id",
                    "you do not work at this hospital",
                ));
            }
            Some(id) => Some(id),
            None => mothers
                .or(scope.hospitals.first().copied())
                .or(scope.at.first().copied())
                .or(self.only_hospital(uow).await?),
        };
        match id {
            Some(id) => hospital::get(uow, id).await?,
            None => None,
        }
        .ok_or_else(|| ServiceError::invalid("hospital_id", "say at which hospital"))
    }

    fn check_registration(
        &self,
        caller: &Caller,
        request: &RegisterPatient,
        home: &Hospital,
        mother: Option<PatientId>,
    ) -> Result<(), ServiceError> {
        let has_facts = request.allergy_state != AllergyState::NotAsked
            || !request.allergies.is_empty()
            || !request.conditions.is_empty()
            || request.resuscitation_status.is_some();
        let here = Subject::Place {
            hospital_id: home.id,
            ward_id: None,
        };
        // Whoever registers at a hospital they work at may record facts there by their role alone.
        if has_facts && caller.actor.may(Permission::ClinicalWrite, &here).is_err() {
            return Err(ServiceError::Forbidden(
                "register without clinical facts (allergies not asked); a nurse or a doctor records them",
            ));
        }
        let today = self.today_in(Some(&home.time_zone));
        let mut errors: Vec<FieldError> = fields(None, request.demographics.troubles(today));
        for (i, entry) in request.allergies.iter().enumerate() {
            let troubles = entry.clone().tidied().troubles();
            errors.extend(fields(Some(("allergies", i)), troubles));
        }
        for (i, entry) in request.conditions.iter().enumerate() {
            let troubles = entry.clone().tidied().troubles(today);
            errors.extend(fields(Some(("conditions", i)), troubles));
        }
        for (i, person) in request.family_contacts.iter().enumerate() {
            let troubles = person.clone().tidied().troubles();
            errors.extend(fields(Some(("family_contacts", i)), troubles));
        }
        for (field, count) in [
            ("allergies", request.allergies.len()),
            ("conditions", request.conditions.len()),
            ("family_contacts", request.family_contacts.len()),
            ("not_duplicate_of", request.not_duplicate_of.len()),
        ] {
            if count > MOST_ENTRIES {
                errors.push(FieldError::new(field, "at most 50 at once"));
            }
        }
        if request
            .family_contacts
            .iter()
            .filter(|c| c.is_primary)
            .count()
            > 1
        {
            errors.push(FieldError::new(
                "family_contacts",
                "one at most is called first",
            ));
        }
        if let Err(error) = check_state(request.allergy_state, request.allergies.len()) {
            errors.push(FieldError::new("allergy_state", error));
        }
        let reason = request.not_duplicate_because.as_deref().unwrap_or_default();
        if !request.not_duplicate_of.is_empty()
            && !(1..=500).contains(&reason.trim().chars().count())
        {
            errors.push(FieldError::new(
                "not_duplicate_because",
                "say why this is another person, in 1 to 500 characters",
            ));
        }
        errors.extend(self.birth_trouble(request, home, mother));
        ServiceError::unless_clean(errors)
    }

    /// Somebody born here has an hour of birth, and it lies on the day of birth.
    fn birth_trouble(
        &self,
        request: &RegisterPatient,
        home: &Hospital,
        mother: Option<PatientId>,
    ) -> Option<FieldError> {
        let Some(born_at) = request.born_at else {
            return mother.map(|_| FieldError::new("born_at", "say when the child was born"));
        };
        let zone = TimeZone::get(&home.time_zone).unwrap_or(TimeZone::UTC);
        if born_at > self.clock().now() {
            Some(FieldError::new("born_at", "not in the future"))
        } else if born_at.to_zoned(zone).date() != request.demographics.date_of_birth {
            Some(FieldError::new(
                "born_at",
                "must lie on the date of birth, by the hospital's clock",
            ))
        } else {
            None
        }
    }
}

/// Troubles as field errors; of a list's entry with its place in the list.
pub(crate) fn fields(
    list: Option<(&str, usize)>,
    troubles: Vec<(&'static str, &'static str)>,
) -> Vec<FieldError> {
    troubles
        .into_iter()
        .map(|(field, words)| match list {
            Some((list, i)) => FieldError::new(format!("{list}[{i}].{field}"), words),
            None => FieldError::new(field, words),
        })
        .collect()
}
