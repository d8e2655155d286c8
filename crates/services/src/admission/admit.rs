//! Admitting.

use cloudcare_domain::{
    access::Permission,
    admission::{Admission, AdmissionEventKind, AdmissionRecord, TreatmentType},
    audit::{AuditAction, AuditEvent},
    bed::Needs,
    code::DoctorCode,
    hospital::Hospital,
    id::{AdmissionId, BedId, DoctorId, PatientId, WardId},
    patient::PatientRef,
};
use cloudcare_store::{UnitOfWork, admission, department, doctor, patient as patients, ward};
use jiff::Timestamp;

use super::{
    Line, Touched, checked_capabilities, checked_time,
    place::{Place, Wanted},
    stale,
};
use crate::{
    Caller, CreationKey, HIDDEN, ServiceError, Services, bed::checked_words, creation::Creation,
};

/// Somebody to take in.
#[derive(Debug, Clone)]
pub struct AdmitPatient {
    /// How.
    pub treatment_type: TreatmentType,
    /// Department by name.
    pub department: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The ward; a suitable free bed of it is taken where no bed is named.
    pub ward_id: Option<WardId>,
    /// The bed.
    pub bed_id: Option<BedId>,
    /// Without a bed: where.
    pub place: Option<String>,
    /// What the place must have.
    pub needs: Needs,
    /// Doctor by code or id.
    pub responsible_doctor: Option<String>,
    /// Planned end.
    pub expected_discharge_at: Option<Timestamp>,
    /// When, if not now.
    pub admitted_at: Option<Timestamp>,
    /// Why a bed that is kept for somebody else, or lacks something, is used all the same.
    pub override_reason: Option<String>,
}

impl Services {
    /// Admits a patient.
    pub async fn admit_patient(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        reference: &PatientRef,
        key: Option<CreationKey>,
        request: AdmitPatient,
    ) -> Result<AdmissionRecord, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Admit, "admission");
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::AdmissionWrite,
                &attempt,
            )
            .await?;
        let patient_id = crate::patient::find(&mut uow, reference)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        patients::lock(&mut uow, patient_id).await?;
        let id = match self.creation(&mut uow, key, "admission").await? {
            Creation::Fresh(id) => AdmissionId(id),
            Creation::Repeat(id) => {
                let known = admission::get(&mut uow, AdmissionId(id))
                    .await?
                    .ok_or(ServiceError::NotFound(HIDDEN))?;
                let read = AuditEvent::new(AuditAction::Read, "admission");
                let event = read.resource(id).about([known.patient_id]);
                uow.commit(self.ids(), &caller.actor, &caller.origin, event)
                    .await?;
                return Ok(known);
            }
        };
        let (admitted, overridden) = self
            .admit_in(caller, &mut uow, &hospital, id, patient_id, request)
            .await?;
        let event = attempt
            .resource(id)
            .about([patient_id])
            .with("bed", admitted.bed.is_some())
            .with("overridden", overridden);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(admitted)
    }

    /// Writes an admission with its stay, story and boards; the caller holds the patient's lock and
    /// commits. Answers also what was overridden, as codes.
    pub(crate) async fn admit_in(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        hospital: &Hospital,
        id: AdmissionId,
        patient_id: PatientId,
        request: AdmitPatient,
    ) -> Result<(AdmissionRecord, Vec<&'static str>), ServiceError> {
        let reason = checked_words("reason", request.reason.as_deref(), 1_000)?;
        let where_else = checked_words("place", request.place.as_deref(), 200)?;
        let override_reason =
            checked_words("override_reason", request.override_reason.as_deref(), 500)?;
        let needs = Needs {
            isolation: request.needs.isolation,
            capabilities: checked_capabilities("needs", request.needs.capabilities)?,
        };
        self.check_admissible(uow, patient_id, &request.treatment_type, request.bed_id.is_some())
            .await?;
        let doctor = match &request.responsible_doctor {
            Some(reference) => Some(self.responsible_doctor(uow, reference).await?),
            None => None,
        };
        let ward = match request.ward_id {
            Some(ward) => Some(
                ward::get(uow, ward)
                    .await?
                    .filter(|w| w.hospital_id == hospital.id)
                    .ok_or(ServiceError::invalid(
                        "ward_id",
                        "no such ward in this hospital",
                    ))?,
            ),
            None => None,
        };
        let department_id = match &request.department {
            Some(name) => Some(
                department::by_name(uow, hospital.id, name.trim())
                    .await?
                    .ok_or(ServiceError::invalid(
                        "department",
                        "no such department in this hospital",
                    ))?,
            ),
            None => match &ward {
                Some(ward) => department::of_ward(uow, ward.id).await?,
                None => None,
            },
        };
        if where_else.is_some() && request.bed_id.is_some() {
            return Err(ServiceError::invalid(
                "place",
                "a patient lies in a bed or is somewhere else, not both",
            ));
        }
        let asked_at = uow.now().await?;
        let said = checked_time("admitted_at", request.admitted_at, asked_at, None)?;
        // Somebody who stays gets a bed of the ward; somebody who only comes and goes need not.
        let wants_bed = where_else.is_none()
            && (request.bed_id.is_some()
                || (request.ward_id.is_some()
                    && request.treatment_type != TreatmentType::Outpatient));
        let place: Option<Place> = if wants_bed {
            let wanted = Wanted {
                hospital,
                patient_id,
                needs: &needs,
                bed_id: request.bed_id,
                ward_id: request.ward_id,
                override_reason: override_reason.as_deref(),
                from: request.admitted_at,
            };
            Some(self.find_place(uow, &wanted).await?)
        } else {
            None
        };
        let from = place.as_ref().map_or(said, |p| p.from);
        if request.expected_discharge_at.is_some_and(|at| at <= from) {
            return Err(ServiceError::invalid(
                "expected_discharge_at",
                "must be after the admission",
            ));
        }
        let ward_id = place
            .as_ref()
            .map(|p| p.bed.bed.ward_id)
            .or(request.ward_id);
        let new = admission::NewAdmission {
            admission: Admission {
                id,
                patient_id,
                hospital_id: hospital.id,
                ward_id,
                treatment_type: request.treatment_type,
                reason,
                admitted_at: from,
                discharged_at: None,
            },
            isolation: needs.isolation,
            place: where_else.clone(),
            responsible_doctor: doctor,
            expected_discharge_at: request.expected_discharge_at,
        };
        let with = admission::AdmittedWith {
            needs: needs.capabilities.clone(),
            department_id,
            by: caller.actor.user().map(|u| u.user_id),
        };
        admission::admit(uow, &new, &with).await?;
        let admitted = admission::get(uow, id)
            .await?
            .ok_or_else(|| ServiceError::internal("an admission is not there after writing it"))?;
        let mut touched = Touched::default();
        touched.ward(hospital.id, ward_id, None);
        if let Some(place) = &place {
            self.lie_down(caller, uow, &admitted, place, &mut touched)
                .await?;
        }
        let overridden = place.as_ref().map_or_else(Vec::new, |p| p.overridden.clone());
        let line = Line::new(id, AdmissionEventKind::Admitted, from)
            .beds(None, place.as_ref().map(|p| p.bed.bed.id))
            .with("place", where_else)
            .with(
                "override_reason",
                override_reason.filter(|_| !overridden.is_empty()),
            );
        self.tell_story(caller, uow, line).await?;
        self.alerts_follow(uow, patient_id).await?;
        let now = uow.now().await?;
        touched.tell(uow, "admission", now);
        let admitted = admission::get(uow, id)
            .await?
            .ok_or_else(|| ServiceError::internal("an admission is not there after writing it"))?;
        Ok((admitted, overridden))
    }

    async fn check_admissible(
        &self,
        uow: &mut UnitOfWork,
        patient_id: PatientId,
        treatment_type: &TreatmentType,
        wants_this_bed: bool,
    ) -> Result<(), ServiceError> {
        match admission::obstacle(uow, patient_id).await? {
            Some(admission::Obstacle::Died) => {
                return Err(ServiceError::Conflict(
                    "a death is on record for this patient; take that back first if it is wrong"
                        .to_owned(),
                ));
            }
            Some(admission::Obstacle::Linked) => {
                return Err(ServiceError::Conflict(
                    "this record was linked to the person's own; admit under that one".to_owned(),
                ));
            }
            None => {}
        }
        let open = admission::open_of_patient(uow, patient_id, None).await?;
        let stands_against = open.iter().find(|a| {
            (a.treatment_type == TreatmentType::Inpatient
                && *treatment_type == TreatmentType::Inpatient)
                || (a.lying_since.is_some()
                    && (wants_this_bed || *treatment_type != TreatmentType::Outpatient))
        });
        match stands_against {
            Some(current) => Err(stale(
                current,
                "this patient is in hospital already; move or discharge them there",
            )),
            None => Ok(()),
        }
    }

    pub(crate) async fn responsible_doctor(
        &self,
        uow: &mut UnitOfWork,
        code_or_id: &str,
    ) -> Result<DoctorId, ServiceError> {
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
            (Err(_), Err(error)) => {
                return Err(ServiceError::invalid("responsible_doctor_id", error));
            }
        };
        doctor::list(uow, &filter)
            .await?
            .pop()
            .map(|d| d.id)
            .ok_or(ServiceError::invalid(
                "responsible_doctor_id",
                "no such doctor",
            ))
    }
}
