//! Where a doctor works, now and before.

use cloudcare_domain::{
    access::Permission,
    audit::{AuditAction, AuditEvent},
    doctor::Post,
};
use cloudcare_store::{StoreError, doctor};

use crate::{Caller, CreationKey, HIDDEN, ServiceError, Services, creation::Creation, hospital};

use super::find;

impl Services {
    /// Where a doctor works and worked. Known to everyone signed in.
    pub async fn posts_of_doctor(
        &self,
        _caller: &Caller,
        code_or_id: &str,
        current_only: bool,
    ) -> Result<Vec<Post>, ServiceError> {
        let mut reader = self.store().reader().await?;
        let doctor = find(&mut reader, code_or_id).await?;
        Ok(doctor::posts(&mut reader, doctor.id, current_only).await?)
    }

    /// Makes a doctor work in a department of a hospital.
    pub async fn employ_doctor(
        &self,
        caller: &Caller,
        code_or_id: &str,
        hospital_name_or_id: &str,
        key: Option<CreationKey>,
        department: &str,
        position: Option<&str>,
    ) -> Result<Post, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "doctor_hospitals");
        self.authorise_doctors(caller, Permission::DoctorWrite, &attempt)
            .await?;
        let department = department.trim();
        if !(1..=200).contains(&department.chars().count()) {
            return Err(ServiceError::invalid("department", "1 to 200 characters"));
        }
        let position = position.map(str::trim).filter(|p| !p.is_empty());
        if position.is_some_and(|p| p.chars().count() > 200) {
            return Err(ServiceError::invalid("position", "at most 200 characters"));
        }
        let mut uow = self.store().begin().await?;
        let doctor = find(&mut uow, code_or_id).await?;
        let hospital = hospital::find(&mut uow, hospital_name_or_id).await?;
        doctor::lock(&mut uow, doctor.id).await?;
        let id = match self.creation(&mut uow, key, "doctor_hospitals").await? {
            Creation::Repeat(id) => id,
            Creation::Fresh(id) => {
                doctor::employ(&mut uow, id, doctor.id, hospital.id, department, position)
                    .await
                    .map_err(taken_in_words)?;
                id
            }
        };
        let post = doctor::post(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        let event = attempt
            .resource(doctor.id)
            .with("hospital_id", hospital.id.to_string());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(post)
    }

    /// Ends a doctor's work at a hospital: in one department, or in all. History stays.
    pub async fn dismiss_doctor(
        &self,
        caller: &Caller,
        code_or_id: &str,
        hospital_name_or_id: &str,
        department: Option<&str>,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "doctor_hospitals");
        self.authorise_doctors(caller, Permission::DoctorWrite, &attempt)
            .await?;
        let mut uow = self.store().begin().await?;
        let doctor = find(&mut uow, code_or_id).await?;
        let hospital = hospital::find(&mut uow, hospital_name_or_id).await?;
        let department = department.map(str::trim);
        let ended = doctor::end_posts(&mut uow, doctor.id, hospital.id, department).await?;
        if ended == 0 {
            return Err(ServiceError::NotFound(
                "this doctor does not work there, or no longer",
            ));
        }
        let event = attempt
            .resource(doctor.id)
            .with("hospital_id", hospital.id.to_string())
            .with("ended", ended);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }
}

fn taken_in_words(error: StoreError) -> ServiceError {
    if error.is_conflict_on("doctor_hospitals_current_idx") {
        return ServiceError::Conflict(
            "this doctor works in this department of the hospital already".to_owned(),
        );
    }
    error.into()
}
