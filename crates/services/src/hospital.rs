//! Hospitals.

use cloudcare_domain::{hospital::Hospital, id::HospitalId, ward::Ward};
use cloudcare_store::{hospital, ward};

use crate::{Caller, ServiceError, Services};

impl Services {
    /// Active hospitals. Known to everyone signed in, stations included.
    pub async fn hospitals(
        &self,
        _caller: &Caller,
        emergency_only: bool,
        skip: i64,
        limit: i64,
    ) -> Result<Vec<Hospital>, ServiceError> {
        let mut reader = self.store().reader().await?;
        let filter = hospital::HospitalFilter {
            emergency_only,
            skip,
            limit,
            ..Default::default()
        };
        Ok(hospital::list(&mut reader, &filter).await?)
    }

    /// One hospital by its unique name or id.
    pub async fn hospital(
        &self,
        _caller: &Caller,
        name_or_id: &str,
    ) -> Result<Hospital, ServiceError> {
        let mut reader = self.store().reader().await?;
        let filter = match name_or_id.parse::<HospitalId>() {
            Ok(id) => hospital::HospitalFilter {
                id: Some(id),
                limit: 1,
                ..Default::default()
            },
            Err(_) => hospital::HospitalFilter {
                name: Some(name_or_id.to_owned()),
                limit: 1,
                ..Default::default()
            },
        };
        hospital::list(&mut reader, &filter)
            .await?
            .pop()
            .ok_or(ServiceError::NotFound("no such hospital"))
    }

    /// Its wards.
    pub async fn wards(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
    ) -> Result<Vec<Ward>, ServiceError> {
        let hospital = self.hospital(caller, hospital_name_or_id).await?;
        let mut reader = self.store().reader().await?;
        Ok(ward::of_hospital(&mut reader, hospital.id).await?)
    }

    /// The hospital a person works at, for its clock and its numbers; none for people without one.
    pub async fn home_hospital(
        &self,
        caller: &Caller,
    ) -> Result<Option<(Hospital, Vec<Ward>)>, ServiceError> {
        let Some(scope) = caller.actor.scope() else {
            return Ok(None);
        };
        let mut reader = self.store().reader().await?;
        let id = match (scope.hospitals.first(), scope.wards.first()) {
            (Some(id), _) => Some(*id),
            (None, Some(ward_id)) => ward::get(&mut reader, *ward_id)
                .await?
                .map(|w| w.hospital_id),
            (None, None) => None,
        };
        let Some(id) = id else { return Ok(None) };
        let Some(hospital) = hospital::get(&mut reader, id).await? else {
            return Ok(None);
        };
        let wards = ward::of_hospital(&mut reader, id)
            .await?
            .into_iter()
            .filter(|w| scope.wards.contains(&w.id))
            .collect();
        Ok(Some((hospital, wards)))
    }
}
