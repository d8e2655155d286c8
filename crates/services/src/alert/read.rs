//! Reading alerts: with names for people, without for stations (H1).

use std::collections::HashMap;

use cloudcare_domain::{
    access::{Actor, Permission, Role, Scope, Subject},
    alert::{Alert, AlertCommand, AlertStatus, ReceiptKind, Severity, allowed_commands},
    audit::{AuditAction, AuditEvent},
    id::{AlertId, PatientId},
    patient::{PatientIdentity, PatientRef, PatientSafety},
    workstation::LISTENING_WITHIN,
};
use cloudcare_store::{
    UnitOfWork, alert, alert::HistoryLine, alert::StationReach, hospital, patient,
};
use jiff::{SignedDuration, civil::Date};

use crate::{Caller, ServiceError, Services};

/// Nothing displayed within this time: nobody was reached (H2).
const REACH_WITHIN: SignedDuration = SignedDuration::from_secs(10);

/// An alert as one caller may see it.
#[derive(Debug, Clone)]
pub struct AlertView {
    /// The alert.
    pub alert: Alert,
    /// Who it is about, where the caller may see names.
    pub patient: Option<(PatientIdentity, Option<PatientSafety>)>,
    /// Whether the caller sees names and clinical words at all.
    pub is_named: bool,
    /// Today at the hospital.
    pub today: Date,
    /// Who was reached.
    pub reach: Reach,
    /// What this caller could do now.
    pub allowed: Vec<AlertCommand>,
}

/// Who was reached.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// Stations told or owed.
    pub stations: Vec<StationReach>,
    /// Nobody showed it, in time or at all.
    pub nobody_reached: bool,
    /// The number to phone then.
    pub phone: Option<String>,
}

/// Which alerts.
#[derive(Debug, Clone, Default)]
pub struct AlertQuery {
    /// Every open state.
    pub active_only: bool,
    /// Of one severity.
    pub severity: Option<Severity>,
    /// About one patient.
    pub patient: Option<PatientRef>,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

impl Services {
    /// The alerts within the caller's reach, newest first, and how many there are (to 1,001).
    pub async fn alerts(
        &self,
        caller: &Caller,
        query: &AlertQuery,
    ) -> Result<(Vec<AlertView>, usize), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "alert");
        let mut filter = alert::AlertFilter {
            open_only: query.active_only,
            severity: query.severity,
            skip: query.skip,
            limit: query.limit,
            ..alert::AlertFilter::default()
        };
        let mut uow = match &query.patient {
            // A code that answers with a bed would tie the two together.
            Some(_) if matches!(caller.actor, Actor::Workstation(_)) => {
                return Err(ServiceError::Forbidden(
                    "sign in to read the alerts of a patient",
                ));
            }
            Some(reference) => {
                let (uow, id) = self
                    .open_patient(caller, reference, Permission::AlertRead, &attempt)
                    .await?;
                filter.patients = Some(vec![id]);
                uow
            }
            None => {
                self.scope_of_list(caller, &mut filter, &attempt).await?;
                self.store().begin().await?
            }
        };
        let alerts = alert::list(&mut uow, &filter).await?;
        let total = alert::count(&mut uow, &filter).await?;
        let views = self.views(caller, &mut uow, alerts).await?;
        let about: Vec<PatientId> = views
            .iter()
            .filter_map(|v| v.patient.as_ref().map(|p| p.0.id))
            .collect();
        // A station reads neither name nor finding: nobody's record is opened.
        if !matches!(caller.actor, Actor::Workstation(_)) {
            uow.commit(
                self.ids(),
                &caller.actor,
                &caller.origin,
                attempt.about(about).with("count", views.len()),
            )
            .await?;
        }
        Ok((views, total))
    }

    async fn scope_of_list(
        &self,
        caller: &Caller,
        filter: &mut alert::AlertFilter,
        attempt: &AuditEvent,
    ) -> Result<(), ServiceError> {
        match &caller.actor {
            Actor::User(user) if user.role == Role::Patient => {
                filter.patients = Some(user.patient_id.into_iter().collect());
            }
            Actor::User(user) => {
                self.authorise(
                    caller,
                    Permission::AlertRead,
                    &Subject::Installation,
                    attempt.clone(),
                )
                .await?;
                filter.scope = Some(user.scope.clone());
            }
            Actor::Workstation(station) => {
                let listens = station.kind.listens_for_alerts();
                filter.scope = Some(if listens {
                    station.scope.clone()
                } else {
                    Scope::default()
                });
            }
            Actor::System(_) => {}
        }
        Ok(())
    }

    /// One alert by the caller's id or ours.
    pub async fn alert(&self, caller: &Caller, alert_ref: &str) -> Result<AlertView, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "alert").resource(alert_ref);
        let mut uow = self.store().begin().await?;
        let id = self
            .find_alert(caller, &mut uow, alert_ref, &attempt)
            .await?;
        let view = self.view(caller, &mut uow, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.about(view.alert.patient_id),
        )
        .await?;
        Ok(view)
    }

    /// The whole story of an alert, oldest first.
    pub async fn alert_history(
        &self,
        caller: &Caller,
        alert_ref: &str,
    ) -> Result<Vec<HistoryLine>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "alert_history").resource(alert_ref);
        if matches!(caller.actor, Actor::Workstation(_)) {
            return Err(ServiceError::Forbidden(
                "sign in to read the story of an alert",
            ));
        }
        let mut uow = self.store().begin().await?;
        let id = self
            .find_alert(caller, &mut uow, alert_ref, &attempt)
            .await?;
        let lines = alert::history(&mut uow, id).await?;
        let filter = alert::AlertFilter {
            id: Some(id),
            limit: 1,
            ..Default::default()
        };
        let about = alert::list(&mut uow, &filter)
            .await?
            .pop()
            .and_then(|a| a.patient_id);
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.about(about),
        )
        .await?;
        Ok(lines)
    }

    /// The open alerts of a patient whom the caller may reach.
    pub(crate) async fn open_alerts_of(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        patient_id: PatientId,
    ) -> Result<Vec<AlertView>, ServiceError> {
        let filter = alert::AlertFilter {
            open_only: true,
            patients: Some(vec![patient_id]),
            limit: 100,
            ..Default::default()
        };
        let open = alert::list(uow, &filter).await?;
        self.views(caller, uow, open).await
    }

    /// The view of an alert the caller just raised or answered; that act is recorded already.
    pub(super) async fn view_of_raised(
        &self,
        caller: &Caller,
        id: AlertId,
    ) -> Result<AlertView, ServiceError> {
        let mut uow = self.store().begin().await?;
        self.view(caller, &mut uow, id).await
    }

    pub(super) async fn view(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        id: AlertId,
    ) -> Result<AlertView, ServiceError> {
        let filter = alert::AlertFilter {
            id: Some(id),
            limit: 1,
            ..Default::default()
        };
        let alerts = alert::list(uow, &filter).await?;
        self.views(caller, uow, alerts)
            .await?
            .pop()
            .ok_or(ServiceError::NotFound(crate::HIDDEN))
    }

    async fn views(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        alerts: Vec<Alert>,
    ) -> Result<Vec<AlertView>, ServiceError> {
        let user = caller.actor.user();
        // The administrator who raised one may see that it was, and no clinical words.
        let is_named = user.is_some_and(|u| u.role != Role::Admin);
        let ids: Vec<AlertId> = alerts.iter().map(|a| a.id).collect();
        let patients: Vec<PatientId> = alerts.iter().filter_map(|a| a.patient_id).collect();
        let identities = if is_named {
            patient::identities(uow, &patients).await?
        } else {
            HashMap::new()
        };
        let safety = if is_named {
            patient::safety(uow, &patients).await?
        } else {
            HashMap::new()
        };
        let mut stations = alert::reach(uow, &ids, LISTENING_WITHIN).await?;
        let now = uow.now().await?;
        let mut hospitals = HashMap::new();
        for id in alerts.iter().map(|a| a.hospital_id) {
            if let std::collections::hash_map::Entry::Vacant(entry) = hospitals.entry(id) {
                entry.insert(hospital::get(uow, id).await?);
            }
        }
        Ok(alerts
            .into_iter()
            .map(|alert| {
                let home = hospitals.get(&alert.hospital_id).and_then(Option::as_ref);
                let stations = stations.remove(&alert.id).unwrap_or_default();
                let displayed = stations
                    .iter()
                    .any(|s| s.receipts.contains(&ReceiptKind::Displayed));
                let waited = now.duration_since(alert.last_occurrence_at) > REACH_WITHIN;
                let nobody_there = !stations.iter().any(|s| s.is_listening);
                let reach = Reach {
                    nobody_reached: alert.status == AlertStatus::Active
                        && !displayed
                        && (waited || nobody_there),
                    phone: home.and_then(|h| h.alert_phone_number.clone()),
                    stations,
                };
                let patient = alert.patient_id.and_then(|id| {
                    identities
                        .get(&id)
                        .map(|identity| (identity.clone(), safety.get(&id).cloned()))
                });
                AlertView {
                    patient,
                    is_named,
                    today: self.today_in(home.map(|h| h.time_zone.as_str())),
                    reach,
                    allowed: allowed_to(caller, &alert),
                    alert,
                }
            })
            .collect())
    }
}

fn allowed_to(caller: &Caller, alert: &Alert) -> Vec<AlertCommand> {
    let place = Subject::Place {
        hospital_id: alert.hospital_id,
        ward_id: alert.ward.as_ref().map(|w| w.0),
    };
    let may =
        |permission| caller.actor.user().is_some() && caller.actor.may(permission, &place).is_ok();
    let (answer, close) = (may(Permission::AlertAnswer), may(Permission::AlertClose));
    allowed_commands(alert.status)
        .into_iter()
        .filter(|command| match command {
            AlertCommand::Acknowledge | AlertCommand::Respond => answer,
            AlertCommand::Resolve | AlertCommand::FalseAlarm => close,
        })
        .collect()
}
