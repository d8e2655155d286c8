//! Accounts: who has one, what is written down of it, and its end.

mod affiliation;
mod link;
mod password;

use cloudcare_domain::{
    access::{Actor, Permission, Role, Subject},
    audit::{AuditAction, AuditEvent},
    event::{Audience, EventKind, NewEvent},
    id::{HospitalId, UserId},
    session::SessionEnd,
    user::{AccountState, User, UserProfile, check_password},
};
use cloudcare_store::{Source, StoreError, UnitOfWork, account_link, user};
use serde_json::json;

use crate::{
    Caller, CreationKey, Current, ServiceError, Services, creation::Creation, patient::fields,
    session::end_all,
};

pub use affiliation::Affiliations;
pub use cloudcare_store::user::UserFilter;
pub use link::{IssuedLink, UsedLink};

const NO_SUCH_USER: &str = "no such account";
/// A list is counted exactly up to here.
const COUNTED_TO: i64 = 1_001;

/// An account to make.
#[derive(Debug, Clone)]
pub struct CreateUser {
    /// Address.
    pub email: String,
    /// Given name first.
    pub full_name: String,
    /// Role.
    pub role: Role,
    /// First password.
    pub password: String,
    /// Hospital the person works at as a whole.
    pub hospital: Option<HospitalId>,
}

impl Services {
    /// Makes an account with its first password: background work alone (the installer, the command
    /// line). People invite instead.
    pub async fn create_user(
        &self,
        caller: &Caller,
        request: CreateUser,
    ) -> Result<UserId, ServiceError> {
        if !matches!(caller.actor, Actor::System(_)) {
            return Err(ServiceError::Forbidden(
                "nobody chooses a password for somebody else; invite them",
            ));
        }
        let new = self
            .checked_user(
                request.email,
                request.full_name,
                request.role,
                &request.password,
            )
            .await?;
        let mut uow = self.store().begin().await?;
        insert_user(&mut uow, &new).await?;
        if let Some(hospital) = request.hospital {
            user::affiliate(&mut uow, self.ids(), new.id, hospital, None).await?;
        }
        let event = AuditEvent::new(AuditAction::Create, "user")
            .resource(new.id)
            .with("role", new.role.as_str());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(new.id)
    }

    pub(crate) async fn checked_user(
        &self,
        email: String,
        full_name: String,
        role: Role,
        password: &str,
    ) -> Result<user::NewUser, ServiceError> {
        let profile = UserProfile {
            email,
            username: String::new(),
            full_name,
            role,
            phone: None,
            license_number: None,
            license_expires_on: None,
            patient_id: None,
            doctor_id: None,
        }
        .tidied();
        let mut errors = fields(None, profile.troubles());
        if let Err(e) = check_password(password, profile.holder()) {
            errors.push(crate::FieldError::new("password", e));
        }
        ServiceError::unless_clean(errors)?;
        let password_hash = self.inner.passwords.hash(password).await?;
        Ok(user::NewUser {
            id: UserId::generate(self.ids()),
            email: profile.email,
            full_name: profile.full_name,
            role,
            password_hash,
            patient_id: None,
            doctor_id: None,
        })
    }

    /// Accounts in order of their names, and how many there are (to 1,001).
    pub async fn users(
        &self,
        caller: &Caller,
        filter: UserFilter,
    ) -> Result<(Vec<User>, usize), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "user");
        self.authorise_users(caller, attempt.clone()).await?;
        let filter = UserFilter {
            id: None,
            words: filter
                .words
                .map(|w| w.trim().to_owned())
                .filter(|w| !w.is_empty()),
            ..filter
        };
        let mut uow = self.store().begin().await?;
        let users = user::list(&mut uow, &filter).await?;
        let total = user::count(&mut uow, &filter, COUNTED_TO).await?;
        // A patient's account tells who is a patient.
        let event = attempt
            .with("count", users.len())
            .about(users.iter().filter_map(|user| user.profile.patient_id));
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok((users, total))
    }

    /// One account: one's own, or any for whoever keeps accounts.
    pub async fn user(&self, caller: &Caller, id: UserId) -> Result<User, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "user").resource(id);
        self.authorise_user(caller, id, attempt.clone()).await?;
        let mut uow = self.store().begin().await?;
        let found = existing(&mut uow, id).await?;
        let event = attempt.about(found.profile.patient_id);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(found)
    }

    /// Makes an account that nobody can sign in to before its invitation is accepted.
    pub async fn invite_user(
        &self,
        caller: &Caller,
        key: Option<CreationKey>,
        profile: UserProfile,
    ) -> Result<User, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "user");
        self.authorise_users(caller, attempt.clone()).await?;
        let profile = checked(profile)?;
        let mut uow = self.store().begin().await?;
        let (id, event) = match self.creation(&mut uow, key, "user").await? {
            Creation::Fresh(id) => {
                user::invite(&mut uow, UserId(id), &profile)
                    .await
                    .map_err(taken)?;
                (id, attempt.with("role", profile.role.as_str()))
            }
            Creation::Repeat(id) => (id, AuditEvent::new(AuditAction::Read, "user")),
        };
        let made = existing(&mut uow, UserId(id)).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            event.resource(id),
        )
        .await?;
        Ok(made)
    }

    /// Writes a profile anew. Of themselves people change their phone alone; taking an account out of
    /// use ends its sessions at once.
    pub async fn update_user(
        &self,
        caller: &Caller,
        id: UserId,
        version: i32,
        profile: UserProfile,
        is_active: bool,
    ) -> Result<User, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "user").resource(id);
        self.authorise_user(caller, id, attempt.clone()).await?;
        let profile = checked(profile)?;
        let mut uow = self.store().begin().await?;
        let administrators = user::lock_administrators(&mut uow).await?;
        user::lock(&mut uow, id).await?;
        let before = existing(&mut uow, id).await?;
        check_version(version, &before)?;
        let was_active = before.state != AccountState::Disabled;
        if before.profile.differs_beyond_own_fields(&profile) || is_active != was_active {
            self.authorise_users(caller, attempt.clone()).await?;
            self.keep_an_administrator(caller, &before, &profile, is_active, administrators)?;
        }
        user::update(&mut uow, id, &profile, is_active)
            .await
            .map_err(taken)?;
        let mut event = attempt;
        if was_active && !is_active {
            event = event.with("sessions_ended", disable(&mut uow, id).await?);
        }
        if before.profile.email != profile.email {
            account_link::revoke(&mut uow, id, None).await?;
        }
        if before.profile.role != profile.role {
            event = event.with("role", profile.role.as_str());
            uow.emit(reach_changed(id));
        }
        let made = existing(&mut uow, id).await?;
        let event = event.with("is_active", is_active);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(made)
    }

    /// Takes an account out of use: every session ends at once. Nothing of it is erased.
    pub async fn disable_user(&self, caller: &Caller, id: UserId) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "user").resource(id);
        self.authorise_users(caller, attempt.clone()).await?;
        let mut uow = self.store().begin().await?;
        let administrators = user::lock_administrators(&mut uow).await?;
        user::lock(&mut uow, id).await?;
        let before = existing(&mut uow, id).await?;
        if before.state == AccountState::Disabled {
            return Err(ServiceError::Conflict(
                "this account is out of use already".to_owned(),
            ));
        }
        self.keep_an_administrator(caller, &before, &before.profile, false, administrators)?;
        user::update(&mut uow, id, &before.profile, false).await?;
        let ended = disable(&mut uow, id).await?;
        let event = attempt.with("sessions_ended", ended);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }

    /// Nobody locks an installation out of its own administration.
    #[expect(clippy::unused_self, reason = "reads as one of the steps")]
    fn keep_an_administrator(
        &self,
        caller: &Caller,
        before: &User,
        profile: &UserProfile,
        is_active: bool,
        administrators: i64,
    ) -> Result<(), ServiceError> {
        let is_one = before.profile.role == Role::Admin && before.state == AccountState::Active;
        let stays_one = is_one && profile.role == Role::Admin && is_active;
        if is_one && !stays_one && administrators <= 1 {
            return Err(ServiceError::Conflict(
                "this is the last administrator; give somebody else that role first".to_owned(),
            ));
        }
        let is_own = caller
            .actor
            .user()
            .is_some_and(|me| me.user_id == before.id);
        if is_own && (profile.role != before.profile.role || !is_active) {
            return Err(ServiceError::Conflict(
                "nobody takes their own role or account away; ask another administrator".to_owned(),
            ));
        }
        Ok(())
    }

    async fn authorise_users(
        &self,
        caller: &Caller,
        attempt: AuditEvent,
    ) -> Result<(), ServiceError> {
        self.authorise(
            caller,
            Permission::UserManage,
            &Subject::Installation,
            attempt,
        )
        .await
    }

    /// One's own account, or any for whoever keeps accounts.
    async fn authorise_user(
        &self,
        caller: &Caller,
        id: UserId,
        attempt: AuditEvent,
    ) -> Result<(), ServiceError> {
        if caller.actor.user().is_some_and(|me| me.user_id == id) {
            return Ok(());
        }
        self.authorise_users(caller, attempt).await
    }
}

/// Ends what an account that goes out of use still has.
async fn disable(uow: &mut UnitOfWork, id: UserId) -> Result<usize, ServiceError> {
    account_link::revoke(uow, id, None).await?;
    end_all(uow, id, None, SessionEnd::UserDisabled).await
}

fn reach_changed(id: UserId) -> NewEvent {
    NewEvent {
        kind: EventKind::Reach,
        audience: Audience {
            user_id: Some(id),
            ..Audience::default()
        },
        payload: json!({ "reason": "account_changed" }),
    }
}

async fn existing(source: &mut impl Source, id: UserId) -> Result<User, ServiceError> {
    user::get(source, id)
        .await?
        .ok_or(ServiceError::NotFound(NO_SUCH_USER))
}

fn checked(profile: UserProfile) -> Result<UserProfile, ServiceError> {
    let profile = profile.tidied();
    ServiceError::unless_clean(fields(None, profile.troubles()))?;
    Ok(profile)
}

fn check_version(seen: i32, now: &User) -> Result<(), ServiceError> {
    if seen == now.version {
        return Ok(());
    }
    Err(ServiceError::Stale {
        message: "somebody else has changed this account since you opened it; nothing was changed"
            .to_owned(),
        current: Current::User(Box::new(now.clone())),
    })
}

fn taken(error: StoreError) -> ServiceError {
    let conflict = |words: &str| ServiceError::Conflict(words.to_owned());
    match &error {
        StoreError::Conflict { constraint } => match constraint.as_str() {
            "users_email_idx" => conflict("there is already an account with this e-mail"),
            "users_username_key" => {
                conflict("there is already an account with this e-mail or short name")
            }
            "users_patient_id_key" => conflict("this patient has an account already"),
            "users_doctor_id_key" => conflict("this doctor has an account already"),
            "users_patient_id_fkey" => ServiceError::invalid("patient_id", "no such patient"),
            "users_doctor_id_fkey" => ServiceError::invalid("doctor_id", "no such doctor"),
            _ => error.into(),
        },
        _ => error.into(),
    }
}

pub(crate) async fn insert_user(
    uow: &mut UnitOfWork,
    new: &user::NewUser,
) -> Result<(), ServiceError> {
    user::insert(uow, new).await.map_err(taken)
}
