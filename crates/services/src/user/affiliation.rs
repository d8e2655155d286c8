//! Where a person works, from when to when (H19).

use cloudcare_domain::{
    affiliation::{
        Affiliation, AffiliationChange, AffiliationPlace, MAX_AFFILIATIONS, NewAffiliation,
        troubles,
    },
    audit::{AuditAction, AuditEvent},
    id::{AffiliationId, UserId},
};
use cloudcare_store::{Source, affiliation, user};

use super::{check_version, existing, reach_changed};
use crate::{Caller, FieldError, ServiceError, Services};

/// Where a person works, with the version of the account it was read at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliations {
    /// The newest beginning first; what is past included.
    pub list: Vec<Affiliation>,
    /// Version of the account.
    pub version: i32,
}

impl Services {
    /// Where a person works and worked.
    pub async fn affiliations(
        &self,
        caller: &Caller,
        id: UserId,
    ) -> Result<Affiliations, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "affiliation").resource(id);
        self.authorise_user(caller, id, attempt.clone()).await?;
        let mut uow = self.store().begin().await?;
        let found = all(&mut uow, id).await?;
        uow.commit(self.ids(), &caller.actor, &caller.origin, attempt)
            .await?;
        Ok(found)
    }

    /// Says where a person works from now on. What is past stays on record; what has begun and is not
    /// named any more ends now.
    pub async fn set_affiliations(
        &self,
        caller: &Caller,
        id: UserId,
        version: i32,
        wanted: Vec<NewAffiliation>,
    ) -> Result<Affiliations, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "affiliation").resource(id);
        self.authorise_users(caller, attempt.clone()).await?;
        if wanted.len() > MAX_AFFILIATIONS {
            return Err(ServiceError::invalid(
                "affiliations",
                format!("at most {MAX_AFFILIATIONS}"),
            ));
        }
        let mut uow = self.store().begin().await?;
        user::lock(&mut uow, id).await?;
        check_version(version, &existing(&mut uow, id).await?)?;
        let now = uow.now().await?;
        let mut errors: Vec<FieldError> = troubles(&wanted, now)
            .into_iter()
            .map(|(i, field, words)| FieldError::new(format!("affiliations[{i}].{field}"), words))
            .collect();
        let places: Vec<AffiliationPlace> = wanted.iter().map(|w| w.place).collect();
        let known = affiliation::known_places(&mut uow, &places).await?;
        errors.extend(
            known
                .iter()
                .enumerate()
                .filter(|(_, known)| !**known)
                .map(|(i, _)| {
                    FieldError::new(
                        format!("affiliations[{i}].hospital_id"),
                        "no such hospital, or the ward is not one of it",
                    )
                }),
        );
        ServiceError::unless_clean(errors)?;
        let current = affiliation::of_user(&mut uow, id, false).await?;
        let change = AffiliationChange::between(&current, &wanted, now);
        for entry in &change.end {
            affiliation::end(&mut uow, *entry).await?;
        }
        for entry in &change.cancel {
            affiliation::cancel(&mut uow, *entry).await?;
        }
        for (entry, ends_at) in &change.move_end {
            affiliation::move_end(&mut uow, *entry, *ends_at).await?;
        }
        for new in &change.add {
            let entry = AffiliationId::generate(self.ids());
            affiliation::insert(&mut uow, entry, id, new).await?;
        }
        let event = attempt
            .with("added", change.add.len())
            .with("ended", change.end.len() + change.cancel.len())
            .with("moved", change.move_end.len());
        if change != AffiliationChange::default() {
            user::touch(&mut uow, id).await?;
            uow.emit(reach_changed(id));
        }
        let made = all(&mut uow, id).await?;
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(made)
    }
}

async fn all(source: &mut impl Source, id: UserId) -> Result<Affiliations, ServiceError> {
    let version = existing(source, id).await?.version;
    let list = affiliation::of_user(source, id, true).await?;
    Ok(Affiliations { list, version })
}
