//! An open alert follows its patient (H22).

use cloudcare_domain::{
    alert::AlertStatus,
    event::{Audience, NewEvent},
    id::PatientId,
};
use cloudcare_store::{UnitOfWork, admission, alert, patient};

use super::alert_event;
use crate::{ServiceError, Services};

impl Services {
    /// Gives the open alerts of a patient the place where the patient is now. The stations of a new
    /// ward are owed an unanswered alert like a new one; the old ward hears that it went. Nothing
    /// happens to the alerts of somebody who is in no hospital. The caller holds the patient's lock.
    pub(crate) async fn alerts_follow(
        &self,
        uow: &mut UnitOfWork,
        patient_id: PatientId,
    ) -> Result<(), ServiceError> {
        let Some(at) = admission::whereabouts(uow, patient_id).await? else {
            return Ok(());
        };
        let open = alert::lock_open_of_patient(uow, patient_id).await?;
        let mut identity = None;
        for alert in open {
            let ward = alert.ward.as_ref().map(|w| w.0);
            let bed = alert.bed.as_ref().map(|b| b.0);
            if (alert.hospital_id, ward, bed) == (at.hospital_id, at.ward_id, at.bed_id)
                && (at.bed_id.is_some() || alert.place == at.describe())
            {
                continue;
            }
            let other_ward = (alert.hospital_id, ward) != (at.hospital_id, at.ward_id);
            let told_anew = other_ward && alert.status == AlertStatus::Active;
            alert::follow(uow, &alert, &at, told_anew).await?;
            if told_anew {
                let stations = self.listeners(uow, at.hospital_id, at.ward_id).await?;
                alert::insert_step(uow, self.ids(), alert.id, &stations).await?;
            }
            if identity.is_none() {
                identity = patient::identity(uow, patient_id).await?;
            }
            let Some(moved) = alert::lock(uow, alert.id).await? else {
                continue;
            };
            let now = uow.now().await?;
            let event = alert_event("alert_moved", &moved, identity.as_ref(), now);
            if other_ward {
                uow.emit(NewEvent {
                    audience: Audience {
                        hospital_id: Some(alert.hospital_id),
                        ward_id: ward,
                        ..event.audience
                    },
                    ..event.clone()
                });
            }
            uow.emit(event);
        }
        Ok(())
    }
}
