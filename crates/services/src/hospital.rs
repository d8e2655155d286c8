//! Hospitals.

use cloudcare_domain::{hospital::Hospital, id::HospitalId, ward::Ward};
use cloudcare_store::{Source, hospital, ward};

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
        find(&mut self.store().reader().await?, name_or_id).await
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

/// Finds an active hospital by its unique name or id.
pub(crate) async fn find(
    source: &mut impl Source,
    name_or_id: &str,
) -> Result<Hospital, ServiceError> {
    let (id, name) = match name_or_id.parse::<HospitalId>() {
        Ok(id) => (Some(id), None),
        Err(_) => (None, Some(name_or_id.to_owned())),
    };
    let filter = hospital::HospitalFilter {
        id,
        name,
        limit: 1,
        ..Default::default()
    };
    hospital::list(source, &filter)
        .await?
        .pop()
        .ok_or(ServiceError::NotFound("no such hospital"))
}
