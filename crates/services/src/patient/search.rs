//! Finding patients: one box for everything, and the list of everybody (P2).

use std::collections::{HashMap, HashSet};

use cloudcare_domain::{
    access::{Permission, Subject},
    admission::Whereabouts,
    audit::{AuditAction, AuditEvent},
    id::{HospitalId, PatientId},
    patient::{SearchBox, SearchMatch},
};
use cloudcare_store::{
    UnitOfWork, admission, patient,
    patient::{Newest, Summary},
};
use jiff::civil::Date;

use crate::{Caller, ServiceError, Services};

/// Fewer hits than this by what was typed, and names that are nearly it are looked for as well.
const FEW_HITS: usize = 5;
/// Shorter names are nearly everything.
const TYPO_LETTERS: usize = 5;

/// A patient in a list: minimal identity for all staff (H20), the rest within reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientSummary {
    /// Who.
    pub summary: Summary,
    /// Ages are counted to this day.
    pub today: Date,
    /// Where the patient is, in words.
    pub place: Option<String>,
    /// Whether the patient is admitted anywhere; absent beyond reach.
    pub has_open_admission: Option<bool>,
    /// Whether an alert is open; absent where the caller may not read alerts.
    pub has_open_alert: Option<bool>,
}

/// Somebody found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// Who.
    pub patient: PatientSummary,
    /// By what.
    pub matched: SearchMatch,
}

/// Which patients of the list.
#[derive(Debug, Clone, Default)]
pub struct PatientList {
    /// What was typed; everybody where nothing was.
    pub q: Option<String>,
    /// Only those with an open alert within reach.
    pub emergency_only: bool,
    /// Those registered before this one.
    pub after: Option<Newest>,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

impl Services {
    /// Whoever was meant by what was typed into the one box, the likeliest first.
    pub async fn search_patients(
        &self,
        caller: &Caller,
        text: &str,
        limit: usize,
    ) -> Result<Vec<SearchHit>, ServiceError> {
        let (mut uow, today) = self.open_search(caller).await?;
        let found = self
            .found_by(&mut uow, &SearchBox::read(text, today), limit)
            .await?;
        let ids: Vec<PatientId> = found.iter().map(|f| f.0).collect();
        let mut summaries = self.summaries(caller, &mut uow, &ids).await?;
        self.record_search(caller, uow, &ids).await?;
        Ok(found
            .into_iter()
            .filter_map(|(id, matched)| {
                let patient = summaries.remove(&id)?;
                Some(SearchHit { patient, matched })
            })
            .collect())
    }

    /// Everybody, newest first, or whoever was meant by `q`; how many there are (to 1,001) where that
    /// is known; and where the next page begins.
    pub async fn patients(
        &self,
        caller: &Caller,
        list: &PatientList,
    ) -> Result<(Vec<PatientSummary>, Option<usize>, Option<Newest>), ServiceError> {
        let (mut uow, today) = self.open_search(caller).await?;
        let among = if list.emergency_only {
            let attempt = AuditEvent::new(AuditAction::Read, "patient_search");
            self.authorise(
                caller,
                Permission::AlertRead,
                &Subject::Installation,
                attempt,
            )
            .await?;
            match caller.actor.scope() {
                Some(scope) => Some(patient::with_open_alerts(&mut uow, scope).await?),
                None => None,
            }
        } else {
            None
        };
        let (ids, total, next) = match list.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
            Some(q) => {
                let (skip, limit) = (usize_of(list.skip), usize_of(list.limit));
                let all = self
                    .found_by(&mut uow, &SearchBox::read(q, today), skip + limit)
                    .await?;
                let ids = all
                    .into_iter()
                    .map(|f| f.0)
                    .filter(|id| among.as_ref().is_none_or(|among| among.contains(id)))
                    .skip(skip)
                    .collect();
                (ids, None, None)
            }
            None => {
                let page = patient::newest(
                    &mut uow,
                    among.as_deref(),
                    list.after,
                    list.skip,
                    list.limit,
                )
                .await?;
                let total = match &among {
                    Some(among) => among.len(),
                    None => patient::count(&mut uow).await?,
                };
                let is_full = page.ids.len() == usize_of(list.limit);
                (page.ids, Some(total), page.last.filter(|_| is_full))
            }
        };
        let mut summaries = self.summaries(caller, &mut uow, &ids).await?;
        self.record_search(caller, uow, &ids).await?;
        let patients = ids.iter().filter_map(|id| summaries.remove(id)).collect();
        Ok((patients, total, next))
    }

    async fn open_search(&self, caller: &Caller) -> Result<(UnitOfWork, Date), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "patient_search");
        self.authorise(
            caller,
            Permission::PatientSearch,
            &Subject::Installation,
            attempt,
        )
        .await?;
        let mut uow = self.store().begin().await?;
        let today = self.today_of(caller, &mut uow).await?;
        Ok((uow, today))
    }

    async fn record_search(
        &self,
        caller: &Caller,
        uow: UnitOfWork,
        ids: &[PatientId],
    ) -> Result<(), ServiceError> {
        let event = AuditEvent::new(AuditAction::Read, "patient_search")
            .about(ids.iter().copied())
            .with("count", ids.len());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }

    /// The surest interpretation first; a name that is nearly it last, and only for want of others.
    async fn found_by(
        &self,
        uow: &mut UnitOfWork,
        typed: &SearchBox,
        limit: usize,
    ) -> Result<Vec<(PatientId, SearchMatch)>, ServiceError> {
        let mut found = Found::new(limit);
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        if let Some(code) = &typed.code {
            let ids = patient::by_code(uow, code, most).await?;
            found.add(ids, SearchMatch::Code);
        }
        if let Some(number) = &typed.insurance_number {
            let ids = patient::by_insurance_number(uow, number, most).await?;
            found.add(ids, SearchMatch::InsuranceNumber);
        }
        if let (Some(phone), true) = (&typed.phone, found.has_room()) {
            found.add(
                patient::by_phone(uow, phone, most).await?,
                SearchMatch::Phone,
            );
        }
        match (&typed.name, typed.birth_dates.is_empty()) {
            (Some(name), false) => {
                let ids =
                    patient::by_name_and_birth_date(uow, name, &typed.birth_dates, most).await?;
                found.add(ids, SearchMatch::BirthDate);
            }
            (None, false) if found.has_room() => {
                let ids = patient::born_on(uow, &typed.birth_dates, most).await?;
                found.add(ids, SearchMatch::BirthDate);
            }
            (Some(name), true) => {
                let ids = patient::by_name(uow, name, most).await?;
                found.add(ids, SearchMatch::Name);
                if found.has_room() {
                    let ids = patient::by_former_name(uow, name, most).await?;
                    found.add(ids, SearchMatch::FormerName);
                }
                let letters = name.chars().filter(|c| c.is_alphabetic()).count();
                if found.hits.len() < FEW_HITS.min(limit) && letters >= TYPO_LETTERS {
                    let ids = patient::by_name_with_slips(uow, name, most).await?;
                    found.add(ids, SearchMatch::NameTypo);
                }
            }
            (None, _) => {}
        }
        Ok(found.hits)
    }

    /// Patients as the caller may see them in a list; unknown and deactivated ones are missing.
    pub(crate) async fn summaries(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
        ids: &[PatientId],
    ) -> Result<HashMap<PatientId, PatientSummary>, ServiceError> {
        let summaries = patient::summaries(uow, ids).await?;
        let subjects = admission::subjects(uow, ids).await?;
        let mut presence = patient::presence(uow, ids).await?;
        let today = self.today_of(caller, uow).await?;
        Ok(summaries
            .into_iter()
            .map(|(id, summary)| {
                let may = |permission| {
                    subjects
                        .get(&id)
                        .is_some_and(|subject| caller.actor.may(permission, subject).is_ok())
                };
                let presence = presence.remove(&id).unwrap_or_default();
                let in_reach = may(Permission::PatientRead);
                let view = PatientSummary {
                    has_open_alert: may(Permission::AlertRead).then_some(presence.has_open_alert),
                    has_open_admission: in_reach.then_some(presence.at.is_some()),
                    place: presence
                        .at
                        .filter(|_| in_reach)
                        .as_ref()
                        .map(Whereabouts::describe),
                    summary,
                    today,
                };
                (id, view)
            })
            .collect())
    }

    /// Today where the caller works; UTC's for those who work nowhere.
    pub(crate) async fn today_of(
        &self,
        caller: &Caller,
        uow: &mut UnitOfWork,
    ) -> Result<Date, ServiceError> {
        let home: Option<HospitalId> = caller
            .actor
            .scope()
            .and_then(|scope| scope.hospitals.first().or(scope.at.first()))
            .copied();
        self.today_at_hospital(uow, home).await
    }
}

fn usize_of(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

/// Hits in order, nobody twice, and no more than asked for.
struct Found {
    hits: Vec<(PatientId, SearchMatch)>,
    seen: HashSet<PatientId>,
    limit: usize,
}

impl Found {
    fn new(limit: usize) -> Self {
        Self {
            hits: Vec::new(),
            seen: HashSet::new(),
            limit,
        }
    }

    fn has_room(&self) -> bool {
        self.hits.len() < self.limit
    }

    fn add(&mut self, ids: Vec<PatientId>, matched: SearchMatch) {
        for id in ids {
            if self.has_room() && self.seen.insert(id) {
                self.hits.push((id, matched));
            }
        }
    }
}
