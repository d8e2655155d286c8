//! The demo hospital: made-up people, one per role, so that everything can be tried in a minute.
//!
//! Only ever written into an installation that was started as a demo and is empty.

mod generate;
mod load;
mod patients;
mod people;
mod small;
mod ward_life;

use cloudcare_domain::{
    access::{Actor, Job, Role},
    audit::{AuditAction, AuditEvent},
    consent::Consent,
    id::{ConsentId, HospitalId, PatientId, WardId},
    import::ForeignKind,
};
use cloudcare_store::{
    UnitOfWork, consent, demo,
    import::{self as import_store, ForeignKey},
    installation, user, wearable, workstation,
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    Origin, ServiceError, Services, import, token::hash_secret, workstation::normalised_code,
};
use small::Small;

pub use load::{GenerateDemo, Generated};

/// How the demo is started.
#[derive(Debug, Clone, Default)]
pub struct DemoOptions {
    /// `CLOUDCARE_DEMO_PASSWORD`; random per installation where absent.
    pub password: Option<String>,
    /// Which hospital an empty demo gets.
    pub hospital: DemoHospital,
}

/// Which hospital an empty demo gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DemoHospital {
    /// The small one, drawn by hand.
    #[default]
    Small,
    /// None yet: [`Services::generate_demo`] makes it.
    Generated,
}

/// The application that writes for the demo patient's watch.
pub const DEMO_DATA_ORIGIN: &str = "com.google.android.apps.fitness";

impl Services {
    pub(crate) async fn prepare_demo(&self, options: DemoOptions) -> Result<(), ServiceError> {
        let mut reader = self.store().reader().await?;
        let is_empty = !user::any(&mut reader).await?;
        let known = installation::get(&mut reader)
            .await?
            .and_then(|i| i.demo_password);
        drop(reader);
        let password = match (&options.password, &known) {
            (Some(wanted), _) => wanted.clone(),
            (None, Some(known)) => known.clone(),
            (None, None) => return Err(ServiceError::internal("a demo without a password")),
        };
        cloudcare_domain::user::check_password(
            &password,
            cloudcare_domain::user::Holder::default(),
        )
        .map_err(|e| ServiceError::invalid("CLOUDCARE_DEMO_PASSWORD", e))?;
        let is_new_password = known.as_deref() != Some(password.as_str());
        let is_filled_here = is_empty && options.hospital == DemoHospital::Small;
        if !is_filled_here && !is_new_password {
            return Ok(());
        }
        if !is_filled_here {
            return self.change_demo_password(&password).await;
        }
        let hash = self.inner.passwords.hash(&password).await?;
        let mut uow = self.store().begin().await?;
        if is_new_password {
            installation::set_demo_password(&mut uow, &password).await?;
            user::set_every_password(&mut uow, &hash).await?;
        }
        if is_empty {
            self.fill_demo(&mut uow, &hash).await?;
        }
        let event = AuditEvent::new(AuditAction::Setup, "demo").with("filled", is_empty);
        uow.commit(
            self.ids(),
            &Actor::System(Job::Demo),
            &Origin::default(),
            event,
        )
        .await?;
        Ok(())
    }

    async fn fill_demo(
        &self,
        uow: &mut UnitOfWork,
        password_hash: &str,
    ) -> Result<(), ServiceError> {
        let now = uow.now().await?;
        let mut small = Small::draw(self.ids(), now);
        demo::copy(uow, &mut small.batch).await?;
        for (id, patient) in &small.told {
            let key = ForeignKey {
                source: import::DEFAULT_SOURCE,
                kind: ForeignKind::Patient.as_str(),
                id,
            };
            import_store::remember(uow, key, patient.0, &demo::UNTOLD, 1).await?;
        }
        self.demo_users(uow, &small, password_hash).await?;
        self.demo_watch(uow, small.watched, now).await?;
        self.insert_demo_code(uow, small.hospital, small.wards)
            .await
    }

    /// Whether people of the demo still lack what the bundles of `data/synthea` tell of them: the
    /// demo has only just been filled, or was interrupted before they were read.
    pub async fn demo_lacks_histories(&self) -> Result<bool, ServiceError> {
        Ok(demo::has_untold(&mut self.store().reader().await?).await?)
    }

    /// The demo's own code, which enrols any number of stations.
    async fn insert_demo_code(
        &self,
        uow: &mut UnitOfWork,
        hospital_id: HospitalId,
        ward_ids: Vec<WardId>,
    ) -> Result<(), ServiceError> {
        let code = self
            .installation()?
            .demo_enrolment_code
            .clone()
            .unwrap_or_default();
        let row = workstation::EnrolmentCode {
            id: self.ids().uuid(),
            code_hash: hash_secret(&normalised_code(&code)),
            hospital_id,
            ward_ids,
            created_by: None,
            expires_at: uow.now().await? + SignedDuration::from_hours(24 * 3_650),
            reusable: true,
        };
        workstation::insert_code(uow, &row).await?;
        Ok(())
    }

    async fn demo_users(
        &self,
        uow: &mut UnitOfWork,
        small: &Small,
        password_hash: &str,
    ) -> Result<(), ServiceError> {
        for (email, full_name, role) in people::USERS {
            let new = user::NewUser {
                id: cloudcare_domain::id::UserId::generate(self.ids()),
                email: email.to_owned(),
                full_name: full_name.to_owned(),
                role,
                password_hash: password_hash.to_owned(),
                patient_id: (role == Role::Patient).then_some(small.watched),
                doctor_id: (role == Role::Doctor).then_some(small.first_doctor),
            };
            user::insert(uow, &new).await?;
            if role != Role::Patient {
                user::affiliate(uow, self.ids(), new.id, small.hospital, None).await?;
            }
        }
        Ok(())
    }

    async fn demo_watch(
        &self,
        uow: &mut UnitOfWork,
        patient_id: PatientId,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let yes = Consent {
            id: ConsentId::generate(self.ids()),
            patient_id,
            data_types: Vec::new(),
            purpose: "Healthcare monitoring on the ward".to_owned(),
            given: true,
            recorded_at: now,
            expires_at: None,
            withdrawn_at: None,
        };
        consent::insert(uow, &yes, None).await?;
        wearable::bind_device(
            uow,
            self.ids(),
            patient_id,
            "Demo watch",
            DEMO_DATA_ORIGIN,
            None,
        )
        .await?;
        Ok(())
    }
}
