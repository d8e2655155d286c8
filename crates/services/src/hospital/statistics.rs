//! Statistics of a hospital.

use cloudcare_domain::{
    access::Permission,
    audit::{AuditAction, AuditEvent},
    hospital::HospitalRecord,
};
use cloudcare_store::statistics;

use super::set_up::record;
use crate::{Caller, ServiceError, Services};

pub use cloudcare_store::statistics::{DayCount, People, WardOccupancy};

/// A hospital in numbers.
#[derive(Debug, Clone)]
pub struct Statistics {
    /// The hospital.
    pub hospital: HospitalRecord,
    /// Its people.
    pub people: People,
    /// Its wards' beds.
    pub wards: Vec<WardOccupancy>,
    /// The last 30 days, today last.
    pub days: Vec<DayCount>,
}

impl Services {
    /// A hospital in numbers, counted now.
    pub async fn hospital_statistics(
        &self,
        caller: &Caller,
        name_or_id: &str,
    ) -> Result<Statistics, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "hospital_statistics");
        let (mut uow, hospital) = self
            .open_hospital(caller, name_or_id, Permission::BoardRead, &attempt)
            .await?;
        let found = Statistics {
            hospital: record(&mut uow, hospital.id).await?,
            people: statistics::people(&mut uow, hospital.id).await?,
            wards: statistics::wards(&mut uow, hospital.id).await?,
            days: statistics::days(&mut uow, hospital.id, &hospital.time_zone).await?,
        };
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(hospital.id),
        )
        .await?;
        Ok(found)
    }
}
