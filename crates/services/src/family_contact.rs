//! Somebody to call for a patient. Patients keep their own (H33).

use cloudcare_domain::{
    access::Permission,
    audit::{AuditAction, AuditEvent},
    family_contact::{FamilyContact, NewFamilyContact},
    id::{FamilyContactId, PatientId},
    patient::PatientRef,
};
use cloudcare_store::{UnitOfWork, family_contact, patient};

use crate::{
    Caller, CreationKey, Current, ServiceError, Services, creation::Creation, patient::fields,
};

impl Services {
    /// Everybody to call, who is called first stands first.
    pub async fn family_contacts(
        &self,
        caller: &Caller,
        reference: &PatientRef,
    ) -> Result<Vec<FamilyContact>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "family_contact");
        let (mut uow, id) = self
            .open_patient(caller, reference, Permission::PatientRead, &attempt)
            .await?;
        let contacts = family_contact::of_patient(&mut uow, id, None).await?;
        let event = attempt.resource(id).about([id]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(contacts)
    }

    /// Adds somebody.
    pub async fn add_family_contact(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        key: Option<CreationKey>,
        person: NewFamilyContact,
    ) -> Result<FamilyContact, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "family_contact");
        let person = checked_person(person)?;
        let (mut uow, patient_id) = self
            .open_patient(caller, reference, Permission::PatientWrite, &attempt)
            .await?;
        // Two at once must not both be called first.
        patient::lock(&mut uow, patient_id).await?;
        let (id, event) = match self.creation(&mut uow, key, "family_contact").await? {
            Creation::Fresh(id) => {
                let id = FamilyContactId(id);
                family_contact::insert(&mut uow, id, patient_id, &person).await?;
                (id, attempt)
            }
            Creation::Repeat(id) => {
                let read = AuditEvent::new(AuditAction::Read, "family_contact");
                (FamilyContactId(id), read)
            }
        };
        self.contact_written(caller, uow, patient_id, id, event)
            .await
    }

    /// Changes somebody, over the version the caller has seen.
    pub async fn update_family_contact(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        id: FamilyContactId,
        version: i32,
        person: NewFamilyContact,
    ) -> Result<FamilyContact, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "family_contact");
        let person = checked_person(person)?;
        let (mut uow, patient_id) = self
            .open_patient(caller, reference, Permission::PatientWrite, &attempt)
            .await?;
        patient::lock(&mut uow, patient_id).await?;
        let current = one(&mut uow, patient_id, id).await?;
        if current.version != version
            || !family_contact::update(&mut uow, patient_id, id, version, &person).await?
        {
            return Err(ServiceError::Stale {
                message: "somebody else changed this in the meantime; look at it as it is now"
                    .to_owned(),
                current: Current::FamilyContact(Box::new(current)),
            });
        }
        self.contact_written(caller, uow, patient_id, id, attempt)
            .await
    }

    /// Takes somebody off the list.
    pub async fn remove_family_contact(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        id: FamilyContactId,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "family_contact");
        let (mut uow, patient_id) = self
            .open_patient(caller, reference, Permission::PatientWrite, &attempt)
            .await?;
        if !family_contact::remove(&mut uow, patient_id, id).await? {
            return Err(ServiceError::NotFound("no such contact"));
        }
        let event = attempt.resource(id).about([patient_id]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }

    async fn contact_written(
        &self,
        caller: &Caller,
        mut uow: UnitOfWork,
        patient_id: PatientId,
        id: FamilyContactId,
        event: AuditEvent,
    ) -> Result<FamilyContact, ServiceError> {
        let written = one(&mut uow, patient_id, id).await?;
        let event = event.resource(id).about([patient_id]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(written)
    }
}

fn checked_person(person: NewFamilyContact) -> Result<NewFamilyContact, ServiceError> {
    let person = person.tidied();
    ServiceError::unless_clean(fields(None, person.troubles()))?;
    Ok(person)
}

async fn one(
    uow: &mut UnitOfWork,
    patient: PatientId,
    id: FamilyContactId,
) -> Result<FamilyContact, ServiceError> {
    family_contact::of_patient(uow, patient, Some(id))
        .await?
        .pop()
        .ok_or(ServiceError::NotFound("no such contact"))
}
