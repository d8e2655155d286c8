//! Hospitals.

mod department;
mod people;
mod set_up;
mod statistics;

pub use department::DepartmentInput;
pub use people::{
    DoctorAtHospital, HospitalStays, NewestStay, PatientInHospital, StayInHospital, StaysPage,
};
pub use statistics::{DayCount, People, Statistics, WardOccupancy};

use cloudcare_domain::{hospital::Hospital, id::HospitalId, ward::Ward};
use cloudcare_store::{Source, hospital, ward};

use crate::{Caller, ServiceError, Services};

impl Services {
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

/// Among so many the one that has wards is looked for.
const MOST_HOSPITALS: i64 = 1_000;

/// The hospital of an installation that runs one. An import knows others by name, where its patients
/// were treated before: they have no wards here, and do not count.
pub(crate) async fn only(source: &mut impl Source) -> Result<Option<Hospital>, ServiceError> {
    let filter = hospital::HospitalFilter {
        limit: MOST_HOSPITALS,
        ..Default::default()
    };
    let mut hospitals = hospital::list(source, &filter).await?;
    if hospitals.len() > 1 {
        let mut with_wards = Vec::new();
        for hospital in hospitals {
            if !ward::of_hospital(source, hospital.id).await?.is_empty() {
                with_wards.push(hospital);
            }
            if with_wards.len() > 1 {
                return Ok(None);
            }
        }
        hospitals = with_wards;
    }
    Ok(hospitals.pop())
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
