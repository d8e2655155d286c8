//! Setting departments up.

use cloudcare_domain::{
    access::Permission,
    audit::{AuditAction, AuditEvent},
    hospital::Department,
    id::{DepartmentId, HospitalId},
};
use cloudcare_store::{Source, StoreError, department};

use super::find;
use crate::{
    Caller, CreationKey, Current, ServiceError, Services, creation::Creation, ward::checked_name,
};

/// What is said of a department.
#[derive(Debug, Clone)]
pub struct DepartmentInput {
    /// Unique in the hospital.
    pub name: String,
}

impl Services {
    /// Departments of a hospital. Known to everyone signed in.
    pub async fn departments(
        &self,
        _caller: &Caller,
        hospital_name_or_id: &str,
    ) -> Result<Vec<Department>, ServiceError> {
        let mut reader = self.store().reader().await?;
        let hospital = find(&mut reader, hospital_name_or_id).await?;
        Ok(department::of_hospital(&mut reader, hospital.id, None).await?)
    }

    /// Adds a department.
    pub async fn create_department(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        key: Option<CreationKey>,
        input: DepartmentInput,
    ) -> Result<Department, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "department");
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::HospitalWrite,
                &attempt,
            )
            .await?;
        let name = checked_name(&input.name)?;
        let id = match self.creation(&mut uow, key, "department").await? {
            Creation::Fresh(id) => {
                department::insert(&mut uow, DepartmentId(id), hospital.id, &name)
                    .await
                    .map_err(name_taken)?;
                DepartmentId(id)
            }
            Creation::Repeat(id) => DepartmentId(id),
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

    /// Renames a department.
    pub async fn update_department(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        id: DepartmentId,
        version: i32,
        input: DepartmentInput,
    ) -> Result<Department, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "department").resource(id);
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::HospitalWrite,
                &attempt,
            )
            .await?;
        let name = checked_name(&input.name)?;
        department::lock(&mut uow, id).await?;
        let current = one(&mut uow, hospital.id, id).await?;
        if current.version != version {
            return Err(ServiceError::Stale {
                message: "somebody changed this department since you saw it; look again".to_owned(),
                current: Current::Department(Box::new(current)),
            });
        }
        department::rename(&mut uow, id, &name)
            .await
            .map_err(name_taken)?;
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

    /// Takes a department out of use.
    pub async fn remove_department(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        id: DepartmentId,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "department").resource(id);
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::HospitalWrite,
                &attempt,
            )
            .await?;
        department::lock(&mut uow, id).await?;
        let current = one(&mut uow, hospital.id, id).await?;
        if current.ward_count > 0 {
            return Err(ServiceError::Conflict(format!(
                "{} wards still belong to this department",
                current.ward_count
            )));
        }
        department::deactivate(&mut uow, id).await?;
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

async fn one(
    source: &mut impl Source,
    hospital: HospitalId,
    id: DepartmentId,
) -> Result<Department, ServiceError> {
    department::of_hospital(source, hospital, Some(id))
        .await?
        .pop()
        .ok_or(ServiceError::NotFound(
            "no such department in this hospital",
        ))
}

fn name_taken(error: StoreError) -> ServiceError {
    if error.is_conflict_on(department::UNIQUE_NAME) {
        ServiceError::Conflict("a department of this name is there already".to_owned())
    } else {
        error.into()
    }
}
