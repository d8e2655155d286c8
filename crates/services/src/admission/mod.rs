//! Admissions: in, elsewhere, out. Each is one unit of work that writes the stay, the story, the
//! boards and the record together.

mod admit;
mod change;
mod leave;
mod place;
mod read;
mod transfer;

pub use admit::AdmitPatient;
pub use change::ChangeAdmission;
pub use leave::DischargePatient;
pub use read::StoryLine;
pub use transfer::{BedMove, Moved, TransferPatient};

use std::collections::BTreeMap;

use cloudcare_domain::{
    admission::{AdmissionEventKind, AdmissionRecord},
    hospital::Hospital,
    id::{AdmissionId, BedId, HospitalId, PatientId, WardId},
};
use cloudcare_store::{UnitOfWork, admission};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::{Caller, Current, ServiceError, Services};

/// Boards that have to be told, each once.
#[derive(Debug, Default)]
pub(crate) struct Touched(BTreeMap<(HospitalId, WardId), Option<BedId>>);

impl Touched {
    pub(crate) fn ward(&mut self, hospital: HospitalId, ward: Option<WardId>, bed: Option<BedId>) {
        if let Some(ward) = ward {
            let told = self.0.entry((hospital, ward)).or_insert(bed);
            // Two beds of one ward: the board is read as a whole.
            if *told != bed {
                *told = None;
            }
        }
    }

    pub(crate) fn tell(self, uow: &mut UnitOfWork, reason: &str, now: Timestamp) {
        for ((hospital, ward), bed) in self.0 {
            crate::ward::tell_board(uow, hospital, ward, bed, reason, now);
        }
    }
}

/// A line of an admission's story in the making; words are part of the clinical record, so they may
/// stand here and not in the audit detail.
pub(crate) struct Line {
    pub(crate) admission_id: AdmissionId,
    pub(crate) kind: AdmissionEventKind,
    pub(crate) at: Timestamp,
    pub(crate) from_bed: Option<BedId>,
    pub(crate) to_bed: Option<BedId>,
    pub(crate) detail: Map<String, Value>,
}

impl Line {
    pub(crate) fn new(admission_id: AdmissionId, kind: AdmissionEventKind, at: Timestamp) -> Self {
        Self {
            admission_id,
            kind,
            at,
            from_bed: None,
            to_bed: None,
            detail: Map::new(),
        }
    }

    pub(crate) fn beds(mut self, from: Option<BedId>, to: Option<BedId>) -> Self {
        (self.from_bed, self.to_bed) = (from, to);
        self
    }

    pub(crate) fn with(mut self, key: &str, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.detail.insert(key.to_owned(), value.into());
        }
        self
    }
}

impl Services {
    pub(crate) async fn tell_story(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        line: Line,
    ) -> Result<(), ServiceError> {
        let line = admission::NewStoryLine {
            admission_id: line.admission_id,
            kind: line.kind,
            at: line.at,
            by: caller.actor.user().map(|u| u.user_id),
            from_bed: line.from_bed,
            to_bed: line.to_bed,
            detail: Value::Object(line.detail),
        };
        admission::add_to_story(uow, self.ids(), &line).await?;
        Ok(())
    }

    /// The open stay of a patient in a hospital: the one with a bed, else the newest.
    pub(crate) async fn open_stay(
        &self,
        uow: &mut UnitOfWork,
        patient_id: PatientId,
        hospital: &Hospital,
    ) -> Result<AdmissionRecord, ServiceError> {
        let mut open = admission::open_of_patient(uow, patient_id, Some(hospital.id)).await?;
        open.sort_by_key(|a| a.lying_since.is_none());
        let Some(found) = open.into_iter().next() else {
            return Err(ServiceError::Conflict(
                "this patient is not in this hospital now".to_owned(),
            ));
        };
        admission::lock(uow, found.id)
            .await?
            .filter(AdmissionRecord::is_open)
            .ok_or_else(|| {
                ServiceError::Conflict("this patient is not in this hospital now".to_owned())
            })
    }
}

/// Refuses an edit of what has changed since the editor saw it.
pub(crate) fn check_version(current: &AdmissionRecord, seen: i32) -> Result<(), ServiceError> {
    if current.version == seen {
        Ok(())
    } else {
        Err(stale(
            current,
            "somebody changed this stay since you saw it; look again",
        ))
    }
}

pub(crate) fn stale(current: &AdmissionRecord, message: &str) -> ServiceError {
    ServiceError::Stale {
        message: message.to_owned(),
        current: Current::Admission(Box::new(current.clone())),
    }
}

/// When something happened: now, or a time in the past that does not come before what came before.
pub(crate) fn checked_time(
    field: &str,
    said: Option<Timestamp>,
    now: Timestamp,
    not_before: Option<Timestamp>,
) -> Result<Timestamp, ServiceError> {
    let at = said.unwrap_or(now);
    if at > now {
        return Err(ServiceError::invalid(field, "can't be in the future"));
    }
    if not_before.is_some_and(|start| at <= start) {
        return Err(ServiceError::invalid(
            field,
            "must be after the patient came to this place",
        ));
    }
    Ok(at)
}

/// Capabilities as somebody wrote them: few, short, each once.
pub(crate) fn checked_capabilities(
    field: &str,
    words: Vec<String>,
) -> Result<Vec<String>, ServiceError> {
    let mut checked: Vec<String> = Vec::new();
    for word in words {
        let word = word.trim().to_lowercase().replace(' ', "_");
        let tame = (1..=40).contains(&word.chars().count())
            && word.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !tame {
            return Err(ServiceError::invalid(
                field,
                "each a word such as oxygen or negative_pressure, at most 40 letters",
            ));
        }
        if !checked.contains(&word) {
            checked.push(word);
        }
    }
    if checked.len() > 20 {
        return Err(ServiceError::invalid(field, "at most 20"));
    }
    Ok(checked)
}
