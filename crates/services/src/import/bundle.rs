//! One bundle, one unit of work.

use std::borrow::Cow;

use cloudcare_domain::{
    id::PatientId,
    import::{
        AllergyRecord, ConditionRecord, Foreign, MedicationRecord, PatientRecord, Record,
        StayRecord, VitalsRecord,
    },
};
use cloudcare_store::{UnitOfWork, import};
use tokio::sync::mpsc::Receiver;
use uuid::Uuid;

use crate::ServiceError;

use super::{CHANGED_HERE, Import, SET, Tally, hash};

const NO_PATIENT: &str = "its patient is in no bundle that was taken";
const SAME_TIME: &str =
    "another value of its kind and time was taken, or the set was changed here since";
const VERIFIED_BY: &str = "told by another system (import)";

/// What a bundle's reader sends.
#[derive(Debug)]
pub enum BundleStep {
    /// A record: patients first, then stays, then findings.
    Record(Box<Foreign<Record>>),
    /// A resource that is not taken.
    Skipped {
        /// Its resource type.
        kind: String,
        /// Why.
        reason: Cow<'static, str>,
    },
    /// The bundle was read to its end. Without it nothing of the bundle is kept.
    End,
}

/// How a bundle ended.
#[derive(Debug)]
pub enum BundleEnd {
    /// Kept.
    Kept(Tally),
    /// Not kept: the reader gave up before its end.
    Broken,
    /// Not kept yet: it tells about patients of a bundle still to come. Read it again last.
    Early,
}

/// What was done with a record.
enum Done {
    Taken,
    Updated,
    Unchanged,
    Skipped(&'static str),
}

impl Import {
    /// Takes one bundle. With `may_wait`, one that tells about patients nobody knows yet is put back.
    pub async fn bundle(
        &mut self,
        mut steps: Receiver<BundleStep>,
        may_wait: bool,
    ) -> Result<BundleEnd, ServiceError> {
        let mut uow = self.begin().await?;
        let mut tally = Tally::default();
        let mut about: Vec<PatientId> = Vec::new();
        let mut count = 0;
        loop {
            match steps.recv().await {
                Some(BundleStep::Record(told)) => {
                    count += 1;
                    let kind = told.record.kind();
                    match self.take(&mut uow, &told, &mut about).await? {
                        Done::Skipped(reason) if may_wait && reason == NO_PATIENT => {
                            self.resolved.clear();
                            return Ok(BundleEnd::Early);
                        }
                        Done::Skipped(reason) => tally.skipped(kind.as_str(), reason),
                        Done::Taken => tally.taken(kind),
                        Done::Updated => tally.updated(kind),
                        Done::Unchanged => tally.unchanged(kind),
                    }
                }
                Some(BundleStep::Skipped { kind, reason }) => tally.skipped(kind, reason),
                Some(BundleStep::End) => break,
                None => {
                    // What this bundle has resolved is gone with it.
                    self.resolved.clear();
                    return Ok(BundleEnd::Broken);
                }
            }
        }
        about.sort_unstable();
        about.dedup();
        self.commit(uow, "bundle", count, &about).await?;
        Ok(BundleEnd::Kept(tally))
    }

    /// Forgets what a bundle that failed had resolved.
    pub fn forget(&mut self) {
        self.resolved.clear();
    }

    async fn take(
        &mut self,
        uow: &mut UnitOfWork,
        told: &Foreign<Record>,
        about: &mut Vec<PatientId>,
    ) -> Result<Done, ServiceError> {
        let hash = hash(&told.record)?;
        let kind = told.record.kind();
        let known = self.known(uow, kind.as_str(), &told.id).await?;
        if known.as_ref().is_some_and(|k| k.content_hash == hash) {
            return Ok(Done::Unchanged);
        }
        let before = known.map(|k| (k.local_id, k.local_version));
        let patient = match &told.record {
            Record::Hospital(_) | Record::Doctor(_) => {
                // Places have their own way in.
                return Ok(Done::Unchanged);
            }
            Record::Patient(_) => None,
            Record::Stay(StayRecord { patient, .. })
            | Record::Condition(ConditionRecord { patient, .. })
            | Record::Allergy(AllergyRecord { patient, .. })
            | Record::Medication(MedicationRecord { patient, .. })
            | Record::Vitals(VitalsRecord { patient, .. }) => {
                match self.resolve(uow, patient).await? {
                    Some(id) => Some(id),
                    None => return Ok(Done::Skipped(NO_PATIENT)),
                }
            }
        };
        let written = match (&told.record, patient) {
            (Record::Patient(record), _) => self.patient(uow, before, record).await?,
            (Record::Stay(record), Some(patient)) => {
                self.stay(uow, before, patient, record).await?
            }
            (Record::Condition(record), Some(patient)) => {
                self.condition(uow, before, patient, record).await?
            }
            (Record::Allergy(record), Some(patient)) => {
                self.allergy(uow, before, patient, record).await?
            }
            (Record::Medication(record), Some(patient)) => {
                self.medication(uow, before, patient, record).await?
            }
            (Record::Vitals(record), Some(patient)) => {
                self.vitals(uow, before, patient, record).await?
            }
            (_, _) => return Ok(Done::Unchanged),
        };
        let (local_id, version) = match written {
            Ok(written) => written,
            Err(reason) => return Ok(Done::Skipped(reason)),
        };
        about.push(PatientId(patient.unwrap_or(local_id)));
        self.remember(uow, kind.as_str(), &told.id, local_id, &hash, version)
            .await?;
        Ok(if before.is_some() {
            Done::Updated
        } else {
            Done::Taken
        })
    }

    async fn patient(
        &self,
        uow: &mut UnitOfWork,
        before: Option<(Uuid, i32)>,
        told: &PatientRecord,
    ) -> Result<Written, ServiceError> {
        let ids = self.services.ids();
        let (id, version) = match before {
            Some((id, version)) => match import::update_patient(uow, id, version, told).await? {
                Some(version) => (id, version),
                None => return Ok(Err(CHANGED_HERE)),
            },
            None => {
                let at = self.registered_at.map(Uuid::from);
                let made = import::insert_patient(uow, ids, told, at).await?;
                (made.0, 1)
            }
        };
        if let Some(died_at) = told.died_at {
            import::insert_death(uow, ids, id, died_at, VERIFIED_BY).await?;
        }
        Ok(Ok((id, version)))
    }

    async fn stay(
        &mut self,
        uow: &mut UnitOfWork,
        before: Option<(Uuid, i32)>,
        patient: Uuid,
        told: &StayRecord,
    ) -> Result<Written, ServiceError> {
        let Some(hospital) = self.resolve(uow, &told.hospital).await? else {
            return Ok(Err("its hospital is in no bundle"));
        };
        let doctor = match &told.doctor {
            Some(doctor) => self.resolve(uow, doctor).await?,
            None => None,
        };
        if told.discharged_at.is_none() {
            // Two admissions at once follow one another.
            cloudcare_store::patient::lock(uow, PatientId(patient)).await?;
            let this = before.map(|b| b.0);
            if import::has_open_inpatient_stay(uow, patient, this).await? {
                return Ok(Err(
                    "has no end, and the patient is in hospital by another stay",
                ));
            }
        }
        Ok(match before {
            Some((id, version)) => import::update_stay(uow, id, version, hospital, doctor, told)
                .await?
                .map(|version| (id, version))
                .ok_or(CHANGED_HERE),
            None => {
                let ids = self.services.ids();
                let made = import::insert_stay(uow, ids, patient, hospital, doctor, told).await?;
                Ok((made.0, 1))
            }
        })
    }

    async fn condition(
        &self,
        uow: &mut UnitOfWork,
        before: Option<(Uuid, i32)>,
        patient: Uuid,
        told: &ConditionRecord,
    ) -> Result<Written, ServiceError> {
        Ok(match before {
            Some((id, version)) => import::update_condition(uow, id, version, told)
                .await?
                .map(|version| (id, version))
                .ok_or(CHANGED_HERE),
            None => {
                let ids = self.services.ids();
                Ok((import::insert_condition(uow, ids, patient, told).await?, 1))
            }
        })
    }

    async fn allergy(
        &self,
        uow: &mut UnitOfWork,
        before: Option<(Uuid, i32)>,
        patient: Uuid,
        told: &AllergyRecord,
    ) -> Result<Written, ServiceError> {
        let written = match before {
            Some((id, version)) => match import::update_allergy(uow, id, version, told).await? {
                Some(version) => (id, version),
                None => return Ok(Err(CHANGED_HERE)),
            },
            None => {
                let ids = self.services.ids();
                (import::insert_allergy(uow, ids, patient, told).await?, 1)
            }
        };
        if told.refuted.is_none()
            && let Some(version) = import::tell_allergies(uow, patient).await?
        {
            import::moved_on(uow, patient, version).await?;
        }
        Ok(Ok(written))
    }

    async fn medication(
        &self,
        uow: &mut UnitOfWork,
        before: Option<(Uuid, i32)>,
        patient: Uuid,
        told: &MedicationRecord,
    ) -> Result<Written, ServiceError> {
        Ok(Ok(if let Some((id, version)) = before {
            import::update_medication(uow, id, told).await?;
            (id, version)
        } else {
            let ids = self.services.ids();
            (import::insert_medication(uow, ids, patient, told).await?, 1)
        }))
    }

    /// Values of one stay and time make one set. A value told otherwise than before leaves the set
    /// where it stood and goes to the one of its time.
    async fn vitals(
        &mut self,
        uow: &mut UnitOfWork,
        before: Option<(Uuid, i32)>,
        patient: Uuid,
        told: &VitalsRecord,
    ) -> Result<Written, ServiceError> {
        let stay = match &told.stay {
            Some(stay) => self.resolve(uow, stay).await?,
            None => None,
        };
        let key = format!(
            "{}|{}|{}",
            told.patient.key,
            told.stay.as_ref().map_or("", |s| s.key.as_str()),
            told.taken_at
        );
        let mut set = self.known(uow, SET, &key).await?;
        if let Some((id, version)) = before
            && set.as_ref().is_none_or(|set| set.local_id != id)
        {
            let Some(version) = import::clear_vitals(uow, id, version, &told.vitals).await? else {
                return Ok(Err(CHANGED_HERE));
            };
            import::moved_on(uow, id, version).await?;
            set = self.known(uow, SET, &key).await?;
        }
        match set {
            Some(set) => {
                let over = before.is_some();
                let (id, version) = (set.local_id, set.local_version);
                let filled = import::fill_vitals(uow, id, version, &told.vitals, over).await?;
                let Some(version) = filled else {
                    return Ok(Err(if over { CHANGED_HERE } else { SAME_TIME }));
                };
                import::moved_on(uow, id, version).await?;
                Ok(Ok((id, version)))
            }
            None => {
                let ids = self.services.ids();
                let id = import::insert_vitals(uow, ids, patient, stay, told).await?;
                let hash = hash(&key)?;
                self.remember(uow, SET, &key, id, &hash, 1).await?;
                Ok(Ok((id, 1)))
            }
        }
    }
}

/// Our row with its version, or why nothing was written.
type Written = Result<(Uuid, i32), &'static str>;
