//! `cloudcare-server demo`: a generated hospital of any size, into a demo and nowhere else.

use std::collections::BTreeSet;

use cloudcare_domain::{
    access::{Actor, Job, Role},
    audit::{AuditAction, AuditEvent},
    id::{DoctorId, HospitalId, PatientId, UserId},
};
use cloudcare_store::{
    UnitOfWork,
    demo::{self, Batch, Table},
    installation, user,
};
use jiff::Timestamp;

use super::{
    generate::{About, Order, Plan},
    people,
};
use crate::{Caller, Origin, ServiceError, Services};

/// More is a fault of typing, not a hospital.
const MOST_PATIENTS: u64 = 20_000_000;
/// Patients between two writes: some tens of megabytes, and a line of progress.
const CHUNK: u64 = 20_000;

/// A generated hospital as somebody orders it.
#[derive(Debug, Clone)]
pub struct GenerateDemo {
    /// Decides everything; the same seed, size and time give the same hospital.
    pub seed: u64,
    /// How many patients.
    pub patients: u64,
    /// What "now" is; the database's clock where absent.
    pub at: Option<Timestamp>,
    /// Also into a demo that holds something already.
    pub add: bool,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Generated {
    /// Hospitals.
    pub hospitals: u64,
    /// Wards.
    pub wards: u64,
    /// Beds.
    pub beds: u64,
    /// Doctors.
    pub doctors: u64,
    /// Patients.
    pub patients: u64,
    /// Stays, past and present.
    pub admissions: u64,
    /// Sets of observations.
    pub observation_sets: u64,
    /// Rows of every table together.
    pub rows: u64,
    /// What was taken for "now".
    pub at: Timestamp,
}

impl Services {
    /// Makes a hospital of made-up people. Refuses an installation that is no demo, and one that holds
    /// anything unless told to add. All or nothing: one unit of work. `progress` gets the number of
    /// patients written so far.
    pub async fn generate_demo(
        &self,
        caller: &Caller,
        order: GenerateDemo,
        progress: impl Fn(u64) + Send + Sync,
    ) -> Result<Generated, ServiceError> {
        if !matches!(caller.actor, Actor::System(Job::Demo)) {
            return Err(ServiceError::Forbidden(
                "only the command line makes a demo hospital",
            ));
        }
        if !self.is_demo() {
            return Err(ServiceError::Conflict(
                "this installation is no demo; made-up people never go into a real one".to_owned(),
            ));
        }
        if !(1..=MOST_PATIENTS).contains(&order.patients) {
            return Err(ServiceError::invalid(
                "patients",
                "a generated hospital has 1 to 20,000,000 patients",
            ));
        }
        let password = self.demo_password().await?;
        let password_hash = self.inner.passwords.hash(&password).await?;
        let mut uow = self.store().begin().await?;
        let is_empty = demo::is_empty(&mut uow).await?;
        if !is_empty && !order.add {
            return Err(ServiceError::Conflict(
                "this demo is not empty; give --add to add a hospital to it, or another folder"
                    .to_owned(),
            ));
        }
        demo::take_time(&mut uow).await?;
        let at = match order.at {
            Some(at) => at,
            None => uow.now().await?,
        };
        let taken_names: BTreeSet<String> =
            demo::hospital_names(&mut uow).await?.into_iter().collect();
        let mut plan = Plan::new(Order {
            seed: order.seed,
            patients: order.patients,
            // Whole seconds: what is told of a run can be typed again.
            at: Timestamp::from_second(at.as_second()).unwrap_or(at),
            taken_names,
        });
        self.refuse_twice(&mut uow, &plan).await?;
        let made = write(&mut uow, &mut plan, progress).await?;
        self.write_accounts(&mut uow, &plan, is_empty, &password_hash)
            .await?;
        let event = AuditEvent::new(AuditAction::Setup, "demo")
            .with("patients", made.patients)
            .with("beds", made.beds)
            .with("added", !is_empty);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        // The hospital is there; without statistics the first searches are only slower.
        if let Err(error) = demo::analyse(self.store()).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the new tables could not be analysed"
            );
        }
        Ok(made)
    }

    /// The demo's password, as set at this start or an earlier one.
    async fn demo_password(&self) -> Result<String, ServiceError> {
        let mut reader = self.store().reader().await?;
        installation::get(&mut reader)
            .await?
            .and_then(|i| i.demo_password)
            .ok_or_else(|| ServiceError::internal("a demo without a password"))
    }

    async fn refuse_twice(&self, uow: &mut UnitOfWork, plan: &Plan) -> Result<(), ServiceError> {
        let Some(first) = plan.hospitals.first() else {
            return Ok(());
        };
        if demo::has_hospital(uow, HospitalId(first.id)).await? {
            return Err(ServiceError::Conflict(format!(
                "the hospital of seed {} is in this demo already; give another --seed",
                plan.order.seed
            )));
        }
        Ok(())
    }

    /// The five people of a demo, where there is nobody yet; and the code that enrols a station.
    /// Whoever works in the demo works in the generated hospitals too.
    async fn write_accounts(
        &self,
        uow: &mut UnitOfWork,
        plan: &Plan,
        is_empty: bool,
        password_hash: &str,
    ) -> Result<(), ServiceError> {
        if is_empty {
            for (index, (email, full_name, role)) in (0..).zip(people::USERS) {
                let new = user::NewUser {
                    id: UserId(plan.id(About::User, index)),
                    email: email.to_owned(),
                    full_name: full_name.to_owned(),
                    role,
                    password_hash: password_hash.to_owned(),
                    patient_id: plan
                        .account_holder()
                        .filter(|_| role == Role::Patient)
                        .map(PatientId),
                    doctor_id: (role == Role::Doctor).then(|| DoctorId(plan.first_doctor())),
                };
                user::insert(uow, &new).await?;
            }
        }
        for hospital in &plan.hospitals {
            demo::affiliate_everybody(uow, HospitalId(hospital.id)).await?;
        }
        if is_empty && let Some(hospital) = plan.hospitals.first() {
            self.insert_demo_code(uow, HospitalId(hospital.id), plan.wards_of_first_hospital())
                .await?;
        }
        Ok(())
    }

    /// Gives a demo, and everybody in it, another password.
    pub(crate) async fn change_demo_password(&self, password: &str) -> Result<(), ServiceError> {
        let mut uow = self.store().begin().await?;
        installation::set_demo_password(&mut uow, password).await?;
        let hash = self.inner.passwords.hash(password).await?;
        user::set_every_password(&mut uow, &hash).await?;
        let event = AuditEvent::new(AuditAction::Setup, "demo").with("filled", false);
        uow.commit(
            self.ids(),
            &Actor::System(Job::Demo),
            &Origin::default(),
            event,
        )
        .await?;
        Ok(())
    }
}

async fn write(
    uow: &mut UnitOfWork,
    plan: &mut Plan,
    progress: impl Fn(u64) + Send + Sync,
) -> Result<Generated, ServiceError> {
    let mut batch = Batch::default();
    plan.write_places(&mut batch);
    let patients = plan.order.patients;
    for index in 0..patients {
        plan.write_patient(index, &mut batch);
        if (index + 1).is_multiple_of(CHUNK) {
            demo::copy(uow, &mut batch).await?;
            progress(index + 1);
        }
    }
    demo::copy(uow, &mut batch).await?;
    if !patients.is_multiple_of(CHUNK) {
        progress(patients);
    }
    Ok(Generated {
        hospitals: batch.count(Table::Hospitals),
        wards: batch.count(Table::Wards),
        beds: batch.count(Table::Beds),
        doctors: batch.count(Table::Doctors),
        patients: batch.count(Table::Patients),
        admissions: batch.count(Table::Admissions),
        observation_sets: batch.count(Table::ObservationSets),
        rows: batch.total(),
        at: plan.order.at,
    })
}
