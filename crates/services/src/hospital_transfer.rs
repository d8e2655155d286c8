//! Transfers between hospitals: each side says its own part, and both reach the record meanwhile.

use cloudcare_domain::{
    access::{Permission, Subject},
    admission::{AdmissionEventKind, AdmissionRecord, Disposition, TreatmentType},
    audit::{AuditAction, AuditEvent},
    hospital_transfer::{HospitalTransfer, Side, TransferCommand, TransferStatus, transition},
    id::{AdmissionId, BedId, HospitalId, HospitalTransferId, PatientId, WardId},
    patient::{PatientIdentity, PatientRef},
};
use cloudcare_store::{
    Source, UnitOfWork, admission, hospital as hospitals, hospital_transfer, patient, ward,
};
use jiff::civil::Date;
use strum::VariantArray;

use crate::{
    Caller, CreationKey, Current, HIDDEN, ServiceError, Services,
    admission::{AdmitPatient, DischargePatient, Line},
    bed::checked_words,
    creation::Creation,
    ward::tell_board,
};

/// A transfer as one side sees it.
#[derive(Debug, Clone)]
pub struct TransferView {
    /// The transfer.
    pub transfer: HospitalTransfer,
    /// Who; absent where the record can't be read.
    pub patient: PatientIdentity,
    /// Seen from the receiving hospital.
    pub is_incoming: bool,
    /// What the caller could do now.
    pub allowed: Vec<TransferCommand>,
    /// Today, to which ages are counted.
    pub today: Date,
}

/// A transfer to ask for.
#[derive(Debug, Clone)]
pub struct AskTransfer {
    /// Hospital by name or id.
    pub to_hospital: String,
    /// Onto which ward.
    pub to_ward_id: Option<WardId>,
    /// Why.
    pub reason: String,
}

/// What comes with a command.
#[derive(Debug, Clone, Default)]
pub struct DecideTransfer {
    /// The transfer's version as last seen.
    pub version: i32,
    /// Why not.
    pub reason: Option<String>,
    /// On arrival: into this bed.
    pub bed_id: Option<BedId>,
    /// On arrival: onto this ward.
    pub ward_id: Option<WardId>,
    /// On arrival: without a bed, where.
    pub place: Option<String>,
}

impl Services {
    /// Asks another hospital to take a patient who is in one.
    pub async fn ask_transfer(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        key: Option<CreationKey>,
        request: AskTransfer,
    ) -> Result<TransferView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "hospital_transfer");
        let (mut uow, patient_id) = self
            .open_patient(caller, reference, Permission::PatientRead, &attempt)
            .await?;
        patient::lock(&mut uow, patient_id).await?;
        let mut open = admission::open_of_patient(&mut uow, patient_id, None).await?;
        open.sort_by_key(|a| {
            (
                a.treatment_type != TreatmentType::Inpatient,
                a.lying_since.is_none(),
            )
        });
        let Some(stay) = open.into_iter().next() else {
            return Err(ServiceError::Conflict(
                "this patient is in no hospital; admit them where they are to go".to_owned(),
            ));
        };
        self.authorise(
            caller,
            Permission::AdmissionWrite,
            &at(stay.hospital_id),
            attempt.clone().about([patient_id]),
        )
        .await?;
        let id = match self.creation(&mut uow, key, "hospital_transfer").await? {
            Creation::Fresh(id) => HospitalTransferId(id),
            Creation::Repeat(id) => {
                let known = load(&mut uow, HospitalTransferId(id)).await?;
                let view = self
                    .transfer_view(caller, &mut uow, known, Side::Sending)
                    .await?;
                let read = AuditEvent::new(AuditAction::Read, "hospital_transfer");
                let event = read.resource(id).about([patient_id]);
                uow.commit(self.ids(), &caller.actor, &caller.origin, event)
                    .await?;
                return Ok(view);
            }
        };
        let reason = checked_words("reason", Some(&request.reason), 1_000)?.ok_or(
            ServiceError::invalid("reason", "say why, in 1 to 1,000 characters"),
        )?;
        let to = crate::hospital::find(&mut uow, request.to_hospital.trim())
            .await
            .map_err(|error| match error {
                ServiceError::NotFound(_) => {
                    ServiceError::invalid("to_hospital", "no such hospital")
                }
                other => other,
            })?;
        if to.id == stay.hospital_id {
            return Err(ServiceError::invalid(
                "to_hospital",
                "the patient is there already; move them to another ward or bed",
            ));
        }
        if let Some(ward_id) = request.to_ward_id {
            check_ward(&mut uow, ward_id, to.id, "to_ward_id").await?;
        }
        let new = hospital_transfer::NewTransfer {
            id,
            patient_id,
            from_admission_id: stay.id,
            to_hospital_id: to.id,
            to_ward_id: request.to_ward_id,
            reason,
            by: caller.actor.user().map(|u| u.user_id),
        };
        hospital_transfer::insert(&mut uow, &new)
            .await
            .map_err(|error| {
                if error.is_conflict_on(hospital_transfer::ONE_OPEN) {
                    ServiceError::Conflict("a transfer of this patient is open already".to_owned())
                } else {
                    error.into()
                }
            })?;
        let asked = load(&mut uow, id).await?;
        self.tell_transfer(&mut uow, &asked, Some(&stay)).await?;
        let view = self
            .transfer_view(caller, &mut uow, asked, Side::Sending)
            .await?;
        let event = attempt.resource(id).about([patient_id]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    /// Transfers into and out of a hospital, newest first.
    pub async fn transfers(
        &self,
        caller: &Caller,
        hospital_name_or_id: &str,
        open_only: bool,
    ) -> Result<Vec<TransferView>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "hospital_transfer");
        let (mut uow, hospital) = self
            .open_hospital(
                caller,
                hospital_name_or_id,
                Permission::PatientRead,
                &attempt,
            )
            .await?;
        let found =
            hospital_transfer::list(&mut uow, None, Some(hospital.id), open_only, 200).await?;
        let ids: Vec<PatientId> = found.iter().map(|t| t.patient_id).collect();
        let identities = patient::identities(&mut uow, &ids).await?;
        let today = self.today_in(Some(&hospital.time_zone));
        let views = found
            .into_iter()
            .filter_map(|transfer| {
                Some(TransferView {
                    patient: identities.get(&transfer.patient_id)?.clone(),
                    is_incoming: transfer.to_hospital.0 == hospital.id,
                    allowed: allowed(caller, &transfer),
                    transfer,
                    today,
                })
            })
            .collect();
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(hospital.id).about(ids),
        )
        .await?;
        Ok(views)
    }

    /// Accepts, declines, departs, arrives or cancels. Departure discharges the patient here, arrival
    /// admits them there, in the same unit of work.
    pub async fn decide_transfer(
        &self,
        caller: &Caller,
        id: HospitalTransferId,
        command: TransferCommand,
        request: DecideTransfer,
    ) -> Result<TransferView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "hospital_transfer")
            .resource(id)
            .with("command", command.as_str());
        let mut uow = self.store().begin().await?;
        let seen = hospital_transfer::get(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        let side = command.side();
        let mine = match side {
            Side::Sending => seen.from_hospital.0,
            Side::Receiving => seen.to_hospital.0,
        };
        self.authorise(
            caller,
            Permission::AdmissionWrite,
            &at(mine),
            attempt.clone().about([seen.patient_id]),
        )
        .await?;
        patient::lock(&mut uow, seen.patient_id).await?;
        let current = hospital_transfer::lock(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        let refusal = match transition(current.status, command) {
            Err(refusal) => Some(refusal.to_string()),
            Ok(_) if current.version != request.version => {
                Some("somebody changed this transfer since you saw it; look again".to_owned())
            }
            Ok(_) => None,
        };
        if let Some(message) = refusal {
            let current = self.transfer_view(caller, &mut uow, current, side).await?;
            return Err(ServiceError::Stale {
                message,
                current: Current::HospitalTransfer(Box::new(current)),
            });
        }
        let reason = checked_words("reason", request.reason.as_deref(), 1_000)?;
        let (to, decline_reason) = match command {
            TransferCommand::Decline => (
                TransferStatus::Declined,
                Some(reason.ok_or(ServiceError::invalid(
                    "reason",
                    "say why the patient can't come",
                ))?),
            ),
            TransferCommand::Accept => (TransferStatus::Accepted, None),
            TransferCommand::Cancel => (TransferStatus::Cancelled, None),
            TransferCommand::Depart => (TransferStatus::InTransit, None),
            TransferCommand::Arrive => (TransferStatus::Arrived, None),
        };
        let stay = admission::get(&mut uow, current.from_admission_id).await?;
        let to_admission = match command {
            TransferCommand::Depart => {
                self.depart(caller, &mut uow, &current).await?;
                None
            }
            TransferCommand::Arrive => Some(
                self.arrive(caller, &mut uow, &current, stay.as_ref(), &request)
                    .await?,
            ),
            TransferCommand::Accept | TransferCommand::Decline | TransferCommand::Cancel => None,
        };
        hospital_transfer::advance(
            &mut uow,
            &current,
            to,
            decline_reason.as_deref(),
            to_admission,
            caller.actor.user().map(|u| u.user_id),
        )
        .await?;
        let changed = load(&mut uow, id).await?;
        self.tell_transfer(&mut uow, &changed, stay.as_ref())
            .await?;
        let view = self.transfer_view(caller, &mut uow, changed, side).await?;
        let event = attempt.about([current.patient_id]);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(view)
    }

    async fn depart(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        transfer: &HospitalTransfer,
    ) -> Result<(), ServiceError> {
        let hospital = hospitals::get(uow, transfer.from_hospital.0)
            .await?
            .ok_or(ServiceError::NotFound("no such hospital"))?;
        let stay = admission::lock(uow, transfer.from_admission_id)
            .await?
            .filter(AdmissionRecord::is_open)
            .ok_or_else(|| {
                ServiceError::Conflict(
                    "this patient was discharged meanwhile; cancel the transfer".to_owned(),
                )
            })?;
        let sent_from = stay.bed.as_ref().map(|b| b.0);
        let discharge = DischargePatient {
            version: stay.version,
            disposition: Disposition::OtherHospital,
            summary: None,
            discharged_at: None,
            // They stay open on the way, and follow the patient on arrival (H22).
            leave_open: true,
        };
        let sent = self
            .discharge_in(caller, uow, &hospital, stay, &discharge)
            .await?;
        let at = match sent.discharged_at {
            Some(at) => at,
            None => uow.now().await?,
        };
        let line = Line::new(sent.id, AdmissionEventKind::Sent, at)
            .beds(sent_from, None)
            .with("to_hospital", Some(transfer.to_hospital.1.as_str()));
        self.tell_story(caller, uow, line).await
    }

    async fn arrive(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        transfer: &HospitalTransfer,
        from: Option<&AdmissionRecord>,
        request: &DecideTransfer,
    ) -> Result<AdmissionId, ServiceError> {
        let hospital = hospitals::get(uow, transfer.to_hospital.0)
            .await?
            .ok_or(ServiceError::NotFound("no such hospital"))?;
        let id = AdmissionId::generate(self.ids());
        let ward_id = match (request.ward_id, request.bed_id) {
            (Some(ward), _) => Some(ward),
            (None, Some(_)) => None,
            (None, None) => transfer.to_ward_id,
        };
        let admit = AdmitPatient {
            treatment_type: TreatmentType::Inpatient,
            department: None,
            reason: from
                .and_then(|a| a.reason.clone())
                .or_else(|| Some(transfer.reason.clone())),
            ward_id,
            bed_id: request.bed_id,
            place: request.place.clone(),
            needs: from.map(|a| a.needs.clone()).unwrap_or_default(),
            responsible_doctor: None,
            expected_discharge_at: None,
            admitted_at: None,
            override_reason: request.reason.clone(),
        };
        let (arrived, _) = self
            .admit_in(caller, uow, &hospital, id, transfer.patient_id, admit)
            .await?;
        let line = Line::new(id, AdmissionEventKind::Arrived, arrived.admitted_at)
            .beds(None, arrived.bed.map(|b| b.0))
            .with("from_hospital", Some(transfer.from_hospital.1.as_str()));
        self.tell_story(caller, uow, line).await?;
        Ok(id)
    }

    async fn transfer_view(
        &self,
        caller: &Caller,
        source: &mut impl Source,
        transfer: HospitalTransfer,
        side: Side,
    ) -> Result<TransferView, ServiceError> {
        let patient = patient::identity(source, transfer.patient_id)
            .await?
            .ok_or(ServiceError::NotFound(HIDDEN))?;
        let hospital = match side {
            Side::Sending => transfer.from_hospital.0,
            Side::Receiving => transfer.to_hospital.0,
        };
        let zone = hospitals::get(source, hospital).await?.map(|h| h.time_zone);
        Ok(TransferView {
            patient,
            is_incoming: side == Side::Receiving,
            allowed: allowed(caller, &transfer),
            transfer,
            today: self.today_in(zone.as_deref()),
        })
    }

    async fn tell_transfer(
        &self,
        uow: &mut UnitOfWork,
        transfer: &HospitalTransfer,
        stay: Option<&AdmissionRecord>,
    ) -> Result<(), ServiceError> {
        let now = uow.now().await?;
        if let Some((ward, _)) = stay.and_then(|a| a.ward.as_ref()) {
            tell_board(uow, transfer.from_hospital.0, *ward, None, "transfer", now);
        }
        if let Some(ward) = transfer.to_ward_id {
            tell_board(uow, transfer.to_hospital.0, ward, None, "transfer", now);
        }
        Ok(())
    }
}

/// What the caller could say now, for the sides they speak for.
fn allowed(caller: &Caller, transfer: &HospitalTransfer) -> Vec<TransferCommand> {
    TransferCommand::VARIANTS
        .iter()
        .copied()
        .filter(|command| transition(transfer.status, *command).is_ok())
        .filter(|command| {
            let hospital = match command.side() {
                Side::Sending => transfer.from_hospital.0,
                Side::Receiving => transfer.to_hospital.0,
            };
            caller
                .actor
                .may(Permission::AdmissionWrite, &at(hospital))
                .is_ok()
        })
        .collect()
}

fn at(hospital_id: HospitalId) -> Subject {
    Subject::Place {
        hospital_id,
        ward_id: None,
    }
}

async fn load(
    source: &mut impl Source,
    id: HospitalTransferId,
) -> Result<HospitalTransfer, ServiceError> {
    hospital_transfer::get(source, id)
        .await?
        .ok_or(ServiceError::NotFound(HIDDEN))
}

async fn check_ward(
    source: &mut impl Source,
    ward_id: WardId,
    hospital: HospitalId,
    field: &str,
) -> Result<(), ServiceError> {
    ward::get(source, ward_id)
        .await?
        .filter(|w| w.hospital_id == hospital)
        .map(|_| ())
        .ok_or_else(|| ServiceError::invalid(field, "no such ward in that hospital"))
}
