//! One line of the record as it is written, and the bytes a proof of it covers.

use cloudcare_domain::{
    access::{Actor, Job},
    audit::{AuditEvent, Purpose},
    id::{AuditEventId, IdGen},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::Origin;

/// Everything the application writes of an audit event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditRecord {
    /// Its id; kept when it is written later than it happened.
    pub id: Uuid,
    /// When, where the database did not say it itself.
    pub at: Option<Timestamp>,
    /// `user`, `workstation`, `system` or `anonymous`.
    pub actor_kind: String,
    /// Who.
    pub user_id: Option<Uuid>,
    /// As what.
    pub role: Option<String>,
    /// In which session.
    pub session_id: Option<Uuid>,
    /// On which station.
    pub workstation_id: Option<Uuid>,
    /// Which background work.
    pub job: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// What.
    pub action: String,
    /// To what sort of thing.
    pub resource_type: String,
    /// To which.
    pub resource_id: Option<String>,
    /// Whose data.
    pub subjects: Vec<Uuid>,
    /// How it ended.
    pub outcome: String,
    /// What for.
    pub purpose: Option<String>,
    /// Codes and counts.
    pub detail: Map<String, Value>,
    /// The request.
    pub request_id: Option<String>,
}

impl AuditRecord {
    /// An event by somebody from somewhere.
    pub(crate) fn new(ids: &dyn IdGen, actor: &Actor, origin: &Origin, event: &AuditEvent) -> Self {
        let (kind, user, job) = match actor {
            Actor::User(user) => ("user", Some(user), None),
            Actor::Workstation(_) => ("workstation", None, None),
            Actor::System(Job::SignIn) => ("anonymous", None, Some(Job::SignIn)),
            Actor::System(job) => ("system", None, Some(*job)),
        };
        Self {
            id: AuditEventId::generate(ids).0,
            at: None,
            actor_kind: kind.to_owned(),
            user_id: user.map(|u| u.user_id.0),
            role: user.map(|u| u.role.as_str().to_owned()),
            session_id: user.map(|u| u.session_id.0),
            workstation_id: actor.workstation_id().map(|w| w.0),
            job: job.map(|j| j.as_str().to_owned()),
            address: origin.address.clone(),
            action: event.action.as_str().to_owned(),
            resource_type: event.resource_type.to_owned(),
            resource_id: event.resource_id.clone(),
            subjects: event.subjects.iter().map(|id| id.0).collect(),
            outcome: event.outcome.as_str().to_owned(),
            purpose: Some(
                event
                    .purpose
                    .unwrap_or_else(|| Purpose::of(actor))
                    .as_str()
                    .to_owned(),
            ),
            detail: event.detail.clone(),
            request_id: origin.request_id.clone(),
        }
    }

    /// The same line after the act turned out otherwise; none: nobody knows.
    pub(crate) fn corrected(mut self, outcome: Option<&str>) -> Self {
        match outcome {
            Some(outcome) => outcome.clone_into(&mut self.outcome),
            None => {
                self.detail
                    .insert("outcome_unknown".to_owned(), true.into());
            }
        }
        self
    }

    /// The same line where what it refers to is not there.
    pub(crate) fn without_references(mut self) -> Self {
        for (key, id) in [
            ("user_id", self.user_id.take()),
            ("session_id", self.session_id.take()),
            ("workstation_id", self.workstation_id.take()),
        ] {
            if let Some(id) = id {
                self.detail.insert(key.to_owned(), id.to_string().into());
            }
        }
        self
    }

    /// The bytes that prove who wrote it: each value behind its length, in one order for ever. Its
    /// time and its place are not among them: those are the database's, and sealed afterwards.
    pub fn written_form(&self) -> Vec<u8> {
        let mut form = WrittenForm::default();
        form.uuid(Some(self.id));
        form.text(Some(&self.actor_kind));
        form.uuid(self.user_id);
        form.text(self.role.as_deref());
        form.uuid(self.session_id);
        form.uuid(self.workstation_id);
        form.text(self.job.as_deref());
        form.text(self.address.as_deref());
        form.text(Some(&self.action));
        form.text(Some(&self.resource_type));
        form.text(self.resource_id.as_deref());
        form.many(self.subjects.iter().map(|id| id.as_bytes().as_slice()));
        form.text(Some(&self.outcome));
        form.text(self.purpose.as_deref());
        form.detail(&self.detail);
        form.text(self.request_id.as_deref());
        form.bytes
    }
}

/// Values behind their lengths.
#[derive(Debug, Default)]
pub(super) struct WrittenForm {
    pub(super) bytes: Vec<u8>,
}

impl WrittenForm {
    /// One value, or none.
    pub(super) fn value(&mut self, value: Option<&[u8]>) {
        match value {
            None => self.bytes.extend_from_slice(&u32::MAX.to_be_bytes()),
            Some(value) => {
                self.length(value.len());
                self.bytes.extend_from_slice(value);
            }
        }
    }

    fn length(&mut self, length: usize) {
        let length = u32::try_from(length).unwrap_or(u32::MAX - 1);
        self.bytes.extend_from_slice(&length.to_be_bytes());
    }

    fn text(&mut self, text: Option<&str>) {
        self.value(text.map(str::as_bytes));
    }

    fn uuid(&mut self, id: Option<Uuid>) {
        self.value(id.as_ref().map(|id| id.as_bytes().as_slice()));
    }

    /// How many, then each.
    pub(super) fn many<'a>(&mut self, values: impl ExactSizeIterator<Item = &'a [u8]>) {
        self.length(values.len());
        for value in values {
            self.value(Some(value));
        }
    }

    /// JSON with its keys in order: the database keeps them in an order of its own.
    pub(super) fn detail(&mut self, detail: &Map<String, Value>) {
        let mut text = String::new();
        sorted_object(detail, &mut text);
        self.value(Some(text.as_bytes()));
    }
}

fn sorted_object(map: &Map<String, Value>, out: &mut String) {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_by_key(|(key, _)| key.as_str());
    out.push('{');
    for (key, value) in entries {
        out.push_str(&Value::from(key.as_str()).to_string());
        out.push(':');
        sorted(value, out);
        out.push(',');
    }
    out.push('}');
}

fn sorted(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => sorted_object(map, out),
        Value::Array(values) => {
            out.push('[');
            for value in values {
                sorted(value, out);
                out.push(',');
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}
