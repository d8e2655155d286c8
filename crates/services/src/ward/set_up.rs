//! Setting wards up.

use cloudcare_domain::{
    access::Permission,
    audit::{AuditAction, AuditEvent},
    hospital::Hospital,
    id::{DepartmentId, HospitalId, WardId},
    ward::{Ward, WardKind, WardRecord},
};
use cloudcare_store::{Source, StoreError, UnitOfWork, department, ward};

use super::tell_board;
use crate::{Caller, CreationKey, Current, ServiceError, Services, creation::Creation};

/// What is said of a ward.
#[derive(Debug, Clone)]
pub struct WardInput {
    /// Unique in the hospital.
    pub name: String,
    /// The department it belongs to.
    pub department_id: Option<DepartmentId>,
    /// What it is for.
    pub kind: WardKind,
}

impl Services {
    /// Wards of a hospital with their beds counted. Known to everyone signed in.
    pub async fn wards(
        &self,
        _caller: &Caller,
        hospital_name_or_id: &str,
    ) -> Result<Vec<WardRecord>, ServiceError> {
        let mut reader = self.store().reader().await?;
        let hospital = crate::hospital::find(&mut reader, hospital_name_or_id).await?;
        Ok(ward::records(&mut reader, hospital.id, None).await?)
    }

    /// Adds a ward.
    pub async fn create_ward(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        key: Option<CreationKey>,
        input: WardInput,
    ) -> Result<WardRecord, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "ward");
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::HospitalWrite,
                &attempt,
            )
            .await?;
        let name = check(&mut uow, &hospital, &input).await?;
        let id = match self.creation(&mut uow, key, "ward").await? {
            Creation::Fresh(id) => {
                let id = WardId(id);
                let new = Ward {
                    id,
                    hospital_id: hospital.id,
                    name: name.clone(),
                    kind: input.kind,
                    bed_count: 0,
                };
                ward::insert(&mut uow, &new).await.map_err(name_taken)?;
                if input.department_id.is_some() {
                    ward::update(&mut uow, id, &name, input.department_id, input.kind).await?;
                }
                id
            }
            Creation::Repeat(id) => WardId(id),
        };
        let created = one(&mut uow, hospital.id, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(id),
        )
        .await?;
        Ok(created)
    }

    /// Writes what is said of a ward.
    pub async fn update_ward(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        id: WardId,
        version: i32,
        input: WardInput,
    ) -> Result<WardRecord, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "ward").resource(id);
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::HospitalWrite,
                &attempt,
            )
            .await?;
        let name = check(&mut uow, &hospital, &input).await?;
        ward::lock(&mut uow, id).await?;
        let current = one(&mut uow, hospital.id, id).await?;
        if current.version != version {
            return Err(ServiceError::Stale {
                message: "somebody changed this ward since you saw it; look again".to_owned(),
                current: Current::Ward(Box::new(current)),
            });
        }
        ward::update(&mut uow, id, &name, input.department_id, input.kind)
            .await
            .map_err(name_taken)?;
        let now = uow.now().await?;
        tell_board(&mut uow, hospital.id, id, None, "set_up", now);
        let updated = one(&mut uow, hospital.id, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(id),
        )
        .await?;
        Ok(updated)
    }

    /// Takes a ward out of use.
    pub async fn remove_ward(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        id: WardId,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "ward").resource(id);
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::HospitalWrite,
                &attempt,
            )
            .await?;
        ward::lock(&mut uow, id).await?;
        one(&mut uow, hospital.id, id).await?;
        let (beds, patients) = ward::in_use(&mut uow, id).await?;
        if beds > 0 || patients > 0 {
            return Err(ServiceError::Conflict(format!(
                "{beds} beds and {patients} patients still belong to this ward"
            )));
        }
        ward::deactivate(&mut uow, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(id),
        )
        .await?;
        Ok(())
    }
}

async fn check(
    uow: &mut UnitOfWork,
    hospital: &Hospital,
    input: &WardInput,
) -> Result<String, ServiceError> {
    let name = checked_name(&input.name)?;
    if let Some(id) = input.department_id
        && department::of_hospital(uow, hospital.id, Some(id))
            .await?
            .is_empty()
    {
        return Err(ServiceError::invalid(
            "department_id",
            "no such department in this hospital",
        ));
    }
    Ok(name)
}

pub(crate) async fn one(
    source: &mut impl Source,
    hospital: HospitalId,
    id: WardId,
) -> Result<WardRecord, ServiceError> {
    ward::records(source, hospital, Some(id))
        .await?
        .pop()
        .ok_or(ServiceError::NotFound("no such ward in this hospital"))
}

fn name_taken(error: StoreError) -> ServiceError {
    if error.is_conflict_on(ward::UNIQUE_NAME) {
        ServiceError::Conflict("a ward of this name is there already".to_owned())
    } else {
        error.into()
    }
}

/// A name as people write one: trimmed, and neither empty nor endless.
pub(crate) fn checked_name(name: &str) -> Result<String, ServiceError> {
    let name = name.trim();
    if (1..=200).contains(&name.chars().count()) {
        Ok(name.to_owned())
    } else {
        Err(ServiceError::invalid("name", "1 to 200 characters"))
    }
}
