//! Doctors.

use cloudcare_domain::{code::DoctorCode, doctor::Doctor, id::DoctorId};
use cloudcare_store::doctor;

use crate::{Caller, ServiceError, Services};

impl Services {
    /// Active doctors. Known to everyone signed in.
    pub async fn doctors(
        &self,
        _caller: &Caller,
        specialization: Option<String>,
        available_only: bool,
        skip: i64,
        limit: i64,
    ) -> Result<Vec<Doctor>, ServiceError> {
        let mut reader = self.store().reader().await?;
        let filter = doctor::DoctorFilter {
            specialization,
            available_only,
            skip,
            limit,
            ..Default::default()
        };
        Ok(doctor::list(&mut reader, &filter).await?)
    }

    /// One doctor by code or id.
    pub async fn doctor(&self, _caller: &Caller, code_or_id: &str) -> Result<Doctor, ServiceError> {
        let filter = match (
            code_or_id.parse::<DoctorId>(),
            code_or_id.parse::<DoctorCode>(),
        ) {
            (Ok(id), _) => doctor::DoctorFilter {
                id: Some(id),
                limit: 1,
                ..Default::default()
            },
            (Err(_), Ok(code)) => doctor::DoctorFilter {
                code: Some(code),
                limit: 1,
                ..Default::default()
            },
            (Err(_), Err(error)) => return Err(ServiceError::invalid("doctor_id", error)),
        };
        let mut reader = self.store().reader().await?;
        doctor::list(&mut reader, &filter)
            .await?
            .pop()
            .ok_or(ServiceError::NotFound("no such doctor"))
    }
}
