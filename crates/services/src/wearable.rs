//! Wearable records: consent, sealing, limits, and the alert in the same transaction (W4, W5, H6).

use cloudcare_domain::{
    access::Permission,
    admission::Whereabouts,
    alert::{AlertType, HistoryKind, TriggeredBy},
    audit::{AuditAction, AuditEvent, AuditOutcome},
    consent::in_force,
    event::{Audience, EventKind, NewEvent},
    id::{PatientId, PatientKeyId, WearableRecordId},
    patient::PatientRef,
    wearable::{Breach, RecordKind, Sample, WearableRecord, assess, parse_item},
};
use cloudcare_store::{
    UnitOfWork, admission, alert, consent, death, patient,
    wearable::{self, Kept, SealedRecord},
};
use fernet::Fernet;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    Caller, ServiceError, Services,
    alert::{Occasion, alert_event},
};

/// Readings kept with an alert, newest last.
const READINGS_WITH_ALERT: usize = 20;
/// Items taken in one request.
pub const MAX_ITEMS: usize = 5_000;

/// What became of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemResult {
    /// The sender's id, where there was one.
    pub id: Option<String>,
    /// What became of it; a refusal has a reason.
    pub outcome: Result<ItemKept, String>,
}

/// How an item was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKept {
    /// New.
    Stored,
    /// Corrected.
    Updated,
    /// Known already.
    Duplicate,
}

/// What became of a sync.
#[derive(Debug, Clone)]
pub struct Synced {
    /// Per item, in the order sent.
    pub results: Vec<ItemResult>,
    /// Whether readings of this device page somebody, and if not, why (H16: never silently).
    pub watched: Result<(), &'static str>,
}

/// What is sealed in a record.
#[derive(Serialize, Deserialize)]
struct Content {
    device: Option<String>,
    ended_at: Option<Timestamp>,
    samples: Vec<(Timestamp, rust_decimal::Decimal)>,
}

impl Services {
    /// Takes records of one kind from a patient's phone.
    pub async fn sync_wearables(
        &self,
        caller: &Caller,
        reference: &PatientRef,
        kind: RecordKind,
        items: &[Value],
    ) -> Result<Synced, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::WearableSync, "wearable_record")
            .with("kind", kind.as_str());
        if items.len() > MAX_ITEMS {
            return Err(ServiceError::invalid(
                "data",
                format!("send at most {MAX_ITEMS} items at once"),
            ));
        }
        let (mut uow, patient_id) = self
            .open_patient(caller, reference, Permission::WearableSync, &attempt)
            .await?;
        // Two phones of one patient at once must not both find no open alert.
        patient::lock(&mut uow, patient_id).await?;
        let now = uow.now().await?;
        let attempt = attempt.resource(patient_id).about([patient_id]);
        let consents = consent::of_patient(&mut uow, patient_id).await?;
        let Some(consent) = in_force(&consents, kind.data_type(), now) else {
            drop(uow);
            let event = attempt
                .outcome(AuditOutcome::Denied)
                .with("reason", "no_consent");
            self.store()
                .begin()
                .await?
                .commit(self.ids(), &caller.actor, &caller.origin, event)
                .await?;
            return Err(ServiceError::Forbidden(
                "the patient has not consented to keeping this kind of data; nothing was kept",
            ));
        };
        let key = self.key_for(&mut uow, patient_id, consent.id).await?;

        let mut results = Vec::with_capacity(items.len());
        let mut taken: Vec<WearableRecord> = Vec::new();
        for item in items {
            let (result, record) = self
                .take_item(&mut uow, patient_id, kind, &key, item, now)
                .await?;
            results.push(result);
            taken.extend(record);
        }
        let count = |wanted| results.iter().filter(|r| r.outcome == Ok(wanted)).count();
        let event = attempt
            .with("stored", count(ItemKept::Stored))
            .with("updated", count(ItemKept::Updated))
            .with("duplicates", count(ItemKept::Duplicate))
            .with(
                "refused",
                results.iter().filter(|r| r.outcome.is_err()).count(),
            );
        let (watched, alerts) = self
            .watch(caller, &mut uow, patient_id, kind, &taken, now)
            .await?;
        let record = cloudcare_domain::non_empty::NonEmpty::new(event, alerts);
        uow.commit(self.ids(), &caller.actor, &caller.origin, record)
            .await?;
        Ok(Synced { results, watched })
    }

    async fn take_item(
        &self,
        uow: &mut UnitOfWork,
        patient_id: PatientId,
        kind: RecordKind,
        key: &OpenKey,
        item: &Value,
        now: Timestamp,
    ) -> Result<(ItemResult, Option<WearableRecord>), ServiceError> {
        let record = match parse_item(kind, item, now) {
            Ok(record) => record,
            Err(refusal) => {
                let id = item
                    .pointer("/metadata/id")
                    .and_then(Value::as_str)
                    .map(|id| id.chars().take(200).collect());
                return Ok((
                    ItemResult {
                        id,
                        outcome: Err(refusal.to_string()),
                    },
                    None,
                ));
            }
        };
        let sealed = key.seal(WearableRecordId::generate(self.ids()), patient_id, &record)?;
        let kept = match wearable::keep(uow, &sealed).await? {
            Kept::Stored => ItemKept::Stored,
            Kept::Updated => ItemKept::Updated,
            Kept::Duplicate => ItemKept::Duplicate,
        };
        let result = ItemResult {
            id: Some(record.record_id.clone()),
            outcome: Ok(kept),
        };
        Ok((result, (kept != ItemKept::Duplicate).then_some(record)))
    }

    /// Compares what is new with the limits and raises, repeats or notes.
    async fn watch(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        patient_id: PatientId,
        kind: RecordKind,
        records: &[WearableRecord],
        now: Timestamp,
    ) -> Result<(Result<(), &'static str>, Vec<AuditEvent>), ServiceError> {
        let Some(at) = admission::whereabouts(uow, patient_id).await? else {
            return Ok((
                Err("the patient is not admitted: nobody is watching these data"),
                Vec::new(),
            ));
        };
        if death::of_patient(uow, patient_id).await?.is_some() {
            // H21. In words that tell a phone nothing of it.
            return Ok((Err("nobody is watching these data"), Vec::new()));
        }
        let devices = wearable::bound_devices(uow, patient_id).await?;
        let device_of =
            |r: &WearableRecord| devices.iter().find(|d| d.data_origin == r.data_origin);
        let bound: Vec<&WearableRecord> =
            records.iter().filter(|r| device_of(r).is_some()).collect();
        let watched = if devices.is_empty() || bound.len() < records.len() {
            Err("this device is not paired with the patient: its readings alert nobody")
        } else {
            Ok(())
        };
        let label = bound
            .first()
            .and_then(|r| device_of(r))
            .map(|d| d.label.clone());
        let samples: Vec<Sample> = bound
            .iter()
            .flat_map(|r| r.samples.iter().cloned())
            .collect();
        let limits = wearable::limits(uow, Some(at.hospital_id), kind).await?;
        let watched = match watched {
            Ok(()) if limits.is_empty() => {
                Err("no limits are loaded for this kind of data: nobody is alerted")
            }
            other => other,
        };
        let assessment = assess(kind, &samples, &limits, now);
        for late in &assessment.late {
            wearable::insert_late_finding(uow, self.ids(), patient_id, late).await?;
        }
        let mut audits = Vec::new();
        for breach in &assessment.fresh {
            audits.push(
                self.page(
                    caller,
                    uow,
                    patient_id,
                    &at,
                    kind,
                    breach,
                    label.as_deref(),
                    now,
                )
                .await?,
            );
        }
        if !records.is_empty()
            && let Some(ward_id) = at.ward_id
        {
            uow.emit(NewEvent {
                kind: EventKind::Board,
                audience: Audience { hospital_id: Some(at.hospital_id), ward_id: Some(ward_id), ..Audience::default() },
                payload: json!({ "ward_id": ward_id, "bed_id": at.bed_id, "reason": "wearable", "timestamp": now }),
            });
        }
        Ok((watched, audits))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one breach with everything that surrounds it; called from one place"
    )]
    async fn page(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        patient_id: PatientId,
        at: &Whereabouts,
        kind: RecordKind,
        breach: &Breach,
        device_label: Option<&str>,
        now: Timestamp,
    ) -> Result<AuditEvent, ServiceError> {
        let limit = &breach.limit;
        let description = format!(
            "{} {} {} from a wearable, {} {}",
            kind.label(),
            breach.worst.value.normalize(),
            kind.unit(),
            limit.comparison,
            limit.value
        );
        let open = alert::lock_open_of_rule(uow, patient_id, &limit.rule).await?;
        let earlier = open
            .as_ref()
            .and_then(|a| a.trigger_data.as_ref())
            .and_then(|t| t.get("readings"))
            .cloned();
        let trigger = json!({
            "record_kind": kind,
            "value": breach.worst.value.normalize(),
            "unit": kind.unit(),
            "taken_at": breach.worst.taken_at,
            "limit": limit.value,
            "comparison": limit.comparison,
            "rule": limit.rule,
            "source": limit.source,
            "limit_version": limit.version,
            "readings": readings(earlier, &breach.readings),
            "device_label": device_label,
        });
        let Some(open) = open else {
            let occasion = Occasion {
                alert_ref: None,
                request_hash: Sha256::digest(trigger.to_string().as_bytes()).into(),
                hospital_id: at.hospital_id,
                ward: at.ward_id.zip(at.ward_name.clone()),
                whereabouts: Some(at.clone()),
                place: at.describe(),
                patient_id: Some(patient_id),
                alert_type: AlertType::AbnormalVitals,
                severity: limit.severity,
                description,
                triggered_by: TriggeredBy::Wearable,
                trigger_data: Some(trigger),
                location: None,
                rule: Some(limit.rule.clone()),
                taken_at: Some(breach.worst.taken_at),
            };
            let raised = self.raise_in(caller, uow, occasion).await?;
            return Ok(AuditEvent::new(AuditAction::AlertRaise, "alert")
                .resource(&raised.alert_ref)
                .about([patient_id])
                .with("severity", raised.severity.as_str())
                .with("rule", limit.rule.as_str()));
        };
        let worse = limit.severity > open.severity;
        // A milder or an older reading joins the others; the headline keeps what is worst and newest.
        let is_headline = limit.severity >= open.severity
            && open.taken_at.is_none_or(|at| breach.worst.taken_at >= at);
        let kept = match (&open.trigger_data, is_headline) {
            (Some(Value::Object(fields)), false) => {
                let mut fields = fields.clone();
                fields.insert("readings".to_owned(), trigger["readings"].clone());
                Value::Object(fields)
            }
            _ => trigger,
        };
        let repetition = alert::Repetition {
            severity: limit.severity,
            description: if is_headline {
                &description
            } else {
                &open.description
            },
            trigger_data: &kept,
            taken_at: if is_headline {
                Some(breach.worst.taken_at)
            } else {
                open.taken_at
            },
            at,
        };
        alert::repeat(uow, &open, &repetition).await?;
        if worse {
            let stations = self.listeners(uow, at.hospital_id, at.ward_id).await?;
            alert::insert_step(uow, self.ids(), open.id, &stations).await?;
        }
        let story = if worse {
            HistoryKind::SeverityRaised
        } else {
            HistoryKind::Repeated
        };
        alert::add_history(uow, self.ids(), open.id, story, None, None, None).await?;
        let identity = patient::identity(uow, patient_id).await?;
        if let Some(changed) = alert::lock(uow, open.id).await? {
            // A worse alert is told like a new one: it must pop up and sound again (H3).
            let event = if worse {
                "alert_raised"
            } else {
                "alert_repeated"
            };
            uow.emit(alert_event(event, &changed, identity.as_ref(), now));
        }
        Ok(AuditEvent::new(AuditAction::AlertRepeat, "alert")
            .resource(&open.alert_ref)
            .about([patient_id])
            .with("rule", limit.rule.as_str())
            .with("worse", worse))
    }

    async fn key_for(
        &self,
        uow: &mut UnitOfWork,
        patient_id: PatientId,
        consent_id: cloudcare_domain::id::ConsentId,
    ) -> Result<OpenKey, ServiceError> {
        let found = match consent::key(uow, consent_id).await? {
            Some(key) => Some(key),
            None => {
                let wrapped = self
                    .inner
                    .master_key
                    .wrap(Fernet::generate_key().as_bytes());
                consent::insert_key(
                    uow,
                    PatientKeyId::generate(self.ids()),
                    patient_id,
                    consent_id,
                    &wrapped,
                )
                .await?
            }
        };
        let row = found.ok_or(ServiceError::Forbidden(
            "the data under this consent were erased; give a new consent first",
        ))?;
        let opened = self.inner.master_key.unwrap(&row.wrapped_key)?;
        let text = std::str::from_utf8(&opened).map_err(ServiceError::internal)?;
        let fernet = Fernet::new(text)
            .ok_or_else(|| ServiceError::internal("a patient key is malformed"))?;
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(text.as_bytes())
            .map_err(ServiceError::internal)?;
        Ok(OpenKey {
            id: row.id,
            fernet,
            mac,
        })
    }
}

struct OpenKey {
    id: PatientKeyId,
    fernet: Fernet,
    mac: Hmac<Sha256>,
}

impl OpenKey {
    fn seal(
        &self,
        id: WearableRecordId,
        patient_id: PatientId,
        record: &WearableRecord,
    ) -> Result<SealedRecord, ServiceError> {
        let content = Content {
            device: record.device.clone(),
            ended_at: record.ended_at,
            samples: record
                .samples
                .iter()
                .map(|s| (s.taken_at, s.value.normalize()))
                .collect(),
        };
        let plain =
            serde_json::to_vec(&(record.taken_at, &content)).map_err(ServiceError::internal)?;
        let mut mac = self.mac.clone();
        mac.update(&plain);
        Ok(SealedRecord {
            id,
            patient_id,
            kind: record.kind,
            record_id: record.record_id.clone(),
            key_id: self.id,
            payload: self.fernet.encrypt(&plain),
            content_mac: mac.finalize().into_bytes().into(),
            data_origin: record.data_origin.clone(),
            taken_at: record.taken_at,
            ended_at: record.ended_at,
        })
    }
}

/// The readings shown with an alert: what it held, what is new, newest last, the last twenty.
fn readings(earlier: Option<Value>, new: &[Sample]) -> Value {
    let mut all: Vec<Value> = match earlier {
        Some(Value::Array(readings)) => readings,
        _ => Vec::new(),
    };
    all.extend(
        new.iter()
            .map(|s| json!({ "value": s.value.normalize(), "taken_at": s.taken_at })),
    );
    all.sort_by_key(|r| {
        r.get("taken_at")
            .and_then(Value::as_str)
            .and_then(|t| t.parse::<Timestamp>().ok())
    });
    // Phones send growing records again and again.
    all.dedup();
    let surplus = all.len().saturating_sub(READINGS_WITH_ALERT);
    Value::Array(all.split_off(surplus))
}
