//! A patient's timeline.

use cloudcare_domain::{
    access::Permission,
    audit::{AuditAction, AuditEvent},
    patient::PatientRef,
    timeline::{TimelineCursor, TimelineEntry, TimelineKind, merged},
};
use cloudcare_store::{admission, timeline};
use strum::VariantArray;

use crate::{Caller, ServiceError, Services};

impl Services {
    /// What happened to a patient, newest first, of the kinds the caller may read; and where the next
    /// page begins.
    pub async fn timeline(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        kind: Option<TimelineKind>,
        after: Option<TimelineCursor>,
        limit: i64,
    ) -> Result<(Vec<TimelineEntry>, Option<TimelineCursor>), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "timeline");
        let needed = kind.map_or(Permission::PatientRead, permission);
        let (mut uow, id) = self
            .open_patient(caller, reference, needed, &attempt)
            .await?;
        let subject = admission::subject(&mut uow, id).await?;
        let mut lists = Vec::new();
        for wanted in TimelineKind::VARIANTS {
            let is_asked = kind.is_none_or(|kind| kind == *wanted);
            if is_asked && caller.actor.may(permission(*wanted), &subject).is_ok() {
                lists.push(timeline::of_kind(&mut uow, id, *wanted, after.as_ref(), limit).await?);
            }
        }
        let most = usize::try_from(limit).unwrap_or(0);
        let entries = merged(lists, most);
        let next = entries
            .last()
            .filter(|_| entries.len() == most)
            .map(TimelineCursor::after);
        let event = attempt.resource(id).about([id]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok((entries, next))
    }
}

/// Which permission a kind is read by.
fn permission(kind: TimelineKind) -> Permission {
    match kind {
        TimelineKind::Admission
        | TimelineKind::Discharge
        | TimelineKind::Move
        | TimelineKind::Death
        | TimelineKind::Registration => Permission::PatientRead,
        TimelineKind::Alert => Permission::AlertRead,
        TimelineKind::Condition
        | TimelineKind::Allergy
        | TimelineKind::ObservationSet
        | TimelineKind::Medication => Permission::ClinicalRead,
    }
}
