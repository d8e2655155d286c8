//! Answering an alert, and telling what a station did with it.

use cloudcare_domain::{
    access::{Permission, Subject},
    alert::{Alert, AlertCommand, AlertStatus, HistoryKind, ReceiptKind, transition},
    audit::{AuditAction, AuditEvent, AuditOutcome},
    id::{AlertId, HospitalId, PatientId, UserId, WardId},
};
use cloudcare_store::{UnitOfWork, admission, alert, patient};

use super::{AlertView, alert_event};
use crate::{Caller, Current, ServiceError, Services};

impl Services {
    /// Acknowledges, responds to, resolves an alert or marks it as a false alarm. Doing again what
    /// the same person already did changes nothing and succeeds: an answer may be lost on its way.
    pub async fn answer_alert(
        &self,
        caller: &Caller,
        alert_ref: &str,
        command: AlertCommand,
        notes: Option<&str>,
        in_the_name_of: Option<UserId>,
    ) -> Result<AlertView, ServiceError> {
        let attempt = AuditEvent::new(action_of(command), "alert").resource(alert_ref);
        let notes = checked_notes(command, notes)?;
        let mut uow = self.store().begin().await?;
        let id = self
            .find_alert(caller, &mut uow, alert_ref, &attempt)
            .await?;
        let current = alert::lock(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(crate::HIDDEN))?;
        let subject = subject_of(&mut uow, &current).await?;
        let permission = match command {
            AlertCommand::Acknowledge | AlertCommand::Respond => Permission::AlertAnswer,
            AlertCommand::Resolve | AlertCommand::FalseAlarm => Permission::AlertClose,
        };
        self.authorise(caller, permission, &subject, attempt.clone())
            .await?;
        let user = caller.actor.user().ok_or(ServiceError::Forbidden(
            "sign in to answer: an answer has a name",
        ))?;
        if in_the_name_of.is_some_and(|other| other != user.user_id) {
            self.authorise(caller, Permission::AlertDelegate, &subject, attempt.clone())
                .await?;
        }
        let to = match transition(current.status, command) {
            Ok(to) => to,
            Err(_) if already_done_by(&current, command, user.user_id) => {
                let view = self.view(caller, &mut uow, id).await?;
                uow.commit(
                    self.ids(),
                    &caller.actor,
                    &caller.origin,
                    attempt.about(current.patient_id).with("repeated", true),
                )
                .await?;
                return Ok(view);
            }
            Err(refusal) => {
                drop(uow);
                let event = attempt
                    .outcome(AuditOutcome::Failed)
                    .about(current.patient_id)
                    .with("status", current.status.as_str());
                self.store()
                    .begin()
                    .await?
                    .commit(self.ids(), &caller.actor, &caller.origin, event)
                    .await?;
                let current = Box::new(self.view_of_raised(caller, id).await?);
                return Err(ServiceError::Stale {
                    message: refusal.to_string(),
                    current: Current::Alert(current),
                });
            }
        };
        alert::answer(
            &mut uow,
            &current,
            to,
            user.user_id,
            user.workstation_id,
            notes.as_deref(),
        )
        .await?;
        let kind = HistoryKind::from(command);
        alert::add_history(
            &mut uow,
            self.ids(),
            id,
            kind,
            Some(user.user_id),
            user.workstation_id,
            notes.as_deref(),
        )
        .await?;
        let changed = alert::lock(&mut uow, id)
            .await?
            .ok_or(ServiceError::NotFound(crate::HIDDEN))?;
        let identity = match changed.patient_id {
            Some(patient_id) => patient::identity(&mut uow, patient_id).await?,
            None => None,
        };
        let now = uow.now().await?;
        uow.emit(alert_event(
            event_of(command),
            &changed,
            identity.as_ref(),
            now,
        ));
        // Seen before it is kept: an answer that can't be shown must not be told as not given.
        let view = self.view(caller, &mut uow, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.about(changed.patient_id),
        )
        .await?;
        Ok(view)
    }

    /// Closes every open alert of a patient for a reason that is not in the alert itself; answers how
    /// many. The caller commits.
    pub(crate) async fn close_alerts_of(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        patient_id: PatientId,
        reason: &str,
    ) -> Result<usize, ServiceError> {
        let user = caller.actor.user().ok_or(ServiceError::Forbidden(
            "sign in to close an alert: an answer has a name",
        ))?;
        let filter = alert::AlertFilter {
            open_only: true,
            patients: Some(vec![patient_id]),
            limit: 1_000,
            ..Default::default()
        };
        let open = alert::list(uow, &filter).await?;
        let identity = patient::identity(uow, patient_id).await?;
        let mut closed = 0;
        for found in open {
            // Somebody may have closed it while we waited for its row.
            let Some(current) = alert::lock(uow, found.id)
                .await?
                .filter(|alert| alert.status.is_open())
            else {
                continue;
            };
            let (by, on) = (user.user_id, user.workstation_id);
            let to = AlertStatus::Resolved;
            alert::answer(uow, &current, to, by, on, Some(reason)).await?;
            alert::add_history(
                uow,
                self.ids(),
                current.id,
                HistoryKind::Resolved,
                Some(by),
                on,
                Some(reason),
            )
            .await?;
            let changed = alert::lock(uow, current.id)
                .await?
                .ok_or(ServiceError::NotFound(crate::HIDDEN))?;
            let now = uow.now().await?;
            uow.emit(alert_event(
                "alert_resolved",
                &changed,
                identity.as_ref(),
                now,
            ));
            closed += 1;
        }
        Ok(closed)
    }

    /// Notes what a station did with an alert. Receipts never stop anything (H3).
    pub async fn alert_receipt(
        &self,
        caller: &Caller,
        alert_ref: &str,
        kind: ReceiptKind,
    ) -> Result<(), ServiceError> {
        let station = Self::acting_station(caller)?;
        let attempt = AuditEvent::new(AuditAction::AlertReceipt, "alert")
            .resource(alert_ref)
            .with("kind", kind.as_str());
        let mut uow = self.store().begin().await?;
        let id = self
            .find_alert(caller, &mut uow, alert_ref, &attempt)
            .await?;
        if !alert::insert_receipt(&mut uow, id, station.workstation_id, kind).await? {
            return Ok(());
        }
        if kind == ReceiptKind::Displayed {
            let filter = alert::AlertFilter {
                id: Some(id),
                limit: 1,
                ..Default::default()
            };
            if let Some(alert) = alert::list(&mut uow, &filter).await?.pop() {
                let now = uow.now().await?;
                // Whoever raised it sees at once that it stands on a screen.
                uow.emit(alert_event("alert_displayed", &alert, None, now));
            }
        }
        uow.commit(self.ids(), &caller.actor, &caller.origin, attempt)
            .await?;
        Ok(())
    }

    /// Finds an alert by the caller's id or ours, and checks that the actor may read it.
    pub(super) async fn find_alert(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        alert_ref: &str,
        attempt: &AuditEvent,
    ) -> Result<AlertId, ServiceError> {
        // Our own id first: nobody's chosen id may stand before another alert.
        let mut found = None;
        if let Ok(id) = alert_ref.parse::<AlertId>() {
            let by_id = alert::AlertFilter {
                id: Some(id),
                limit: 1,
                ..Default::default()
            };
            found = alert::list(uow, &by_id).await?.pop();
        }
        if found.is_none() {
            let by_ref = alert::AlertFilter {
                alert_ref: Some(alert_ref.to_owned()),
                limit: 1,
                ..Default::default()
            };
            found = alert::list(uow, &by_ref).await?.pop();
        }
        let found = found.ok_or(ServiceError::NotFound(crate::HIDDEN))?;
        let subject = subject_of(uow, &found).await?;
        self.authorise(caller, Permission::AlertRead, &subject, attempt.clone())
            .await?;
        Ok(found.id)
    }
}

/// An alert is reached through its place; a patient's own alert also through the patient; one outside
/// every ward by everybody of the hospital.
pub(super) async fn subject_of(
    uow: &mut UnitOfWork,
    alert: &Alert,
) -> Result<Subject, ServiceError> {
    let ward = alert.ward.as_ref().map(|w| w.0);
    match alert.patient_id {
        None => Ok(Subject::Place {
            hospital_id: alert.hospital_id,
            ward_id: ward,
        }),
        Some(id) => Ok(at_place(
            admission::subject(uow, id).await?,
            alert.hospital_id,
            ward,
        )),
    }
}

/// A patient as reached through a place as well.
pub(super) fn at_place(subject: Subject, hospital: HospitalId, ward: Option<WardId>) -> Subject {
    match subject {
        Subject::Patient {
            patient_id,
            mut wards,
            mut hospitals,
            mut everyone_at,
            readers,
        } => {
            match ward {
                Some(ward) => wards.push(ward),
                None => everyone_at.push(hospital),
            }
            hospitals.push(hospital);
            Subject::Patient {
                patient_id,
                wards,
                hospitals,
                everyone_at,
                readers,
            }
        }
        other => other,
    }
}

fn already_done_by(alert: &Alert, command: AlertCommand, user: UserId) -> bool {
    let answer = match (command, alert.status) {
        (AlertCommand::Acknowledge, AlertStatus::Acknowledged) => &alert.acknowledged,
        (AlertCommand::Respond, AlertStatus::Responding) => &alert.responding,
        (AlertCommand::Resolve, AlertStatus::Resolved)
        | (AlertCommand::FalseAlarm, AlertStatus::FalseAlarm) => &alert.closed,
        _ => return false,
    };
    answer.as_ref().is_some_and(|a| a.user_id == user)
}

fn checked_notes(
    command: AlertCommand,
    notes: Option<&str>,
) -> Result<Option<String>, ServiceError> {
    let notes = notes.map(str::trim).filter(|n| !n.is_empty());
    let field = if command == AlertCommand::Resolve {
        "resolution_notes"
    } else {
        "notes"
    };
    if notes.is_some_and(|n| n.chars().count() > 2_000) {
        return Err(ServiceError::invalid(field, "at most 2,000 characters"));
    }
    let closes = matches!(command, AlertCommand::Resolve | AlertCommand::FalseAlarm);
    if closes && notes.is_none() {
        return Err(ServiceError::invalid(
            field,
            "say in a few words what was found and done",
        ));
    }
    Ok(notes.map(str::to_owned))
}

fn action_of(command: AlertCommand) -> AuditAction {
    match command {
        AlertCommand::Acknowledge => AuditAction::AlertAcknowledge,
        AlertCommand::Respond => AuditAction::AlertRespond,
        AlertCommand::Resolve => AuditAction::AlertResolve,
        AlertCommand::FalseAlarm => AuditAction::AlertFalseAlarm,
    }
}

fn event_of(command: AlertCommand) -> &'static str {
    match command {
        AlertCommand::Acknowledge => "alert_acknowledged",
        AlertCommand::Respond => "alert_responding",
        AlertCommand::Resolve => "alert_resolved",
        AlertCommand::FalseAlarm => "false_alarm",
    }
}
