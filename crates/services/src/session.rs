//! Sign-in, refresh, sign-out, and who is behind a credential.

use cloudcare_domain::{
    access::{Actor, Grant, Job, Permission, UserActor, grant},
    audit::{AuditAction, AuditEvent, AuditOutcome},
    event::{Audience, EventKind, NewEvent},
    id::{DoctorId, SessionId, WorkstationId},
    session::{FAILURES_BEFORE_LOCKOUT, SESSION_LIFE, SessionEnd, lockout_after, may_attempt},
    user::parse_email,
};
use cloudcare_store::{UnitOfWork, doctor, session, user, workstation};
use jiff::Timestamp;
use serde_json::json;
use strum::VariantArray;

use crate::{
    Caller, Origin, ServiceError, Services,
    token::{AccessToken, REFRESH_PREFIX, STATION_PREFIX, Secret, Tokens, hash_secret},
};

const WRONG: &str = "the e-mail or the password is not right";
const OVER: &str = "please sign in again";

/// What a sign-in or a refresh gives.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// For requests.
    pub access: AccessToken,
    /// For the next refresh; used once.
    pub refresh_token: String,
}

/// The signed-in person as the interface needs them.
#[derive(Debug, Clone)]
pub struct Me {
    /// Who.
    pub actor: UserActor,
    /// Address.
    pub email: String,
    /// What the role permits at all.
    pub permissions: Vec<Permission>,
    /// The doctor whose own account this is.
    pub doctor_id: Option<DoctorId>,
    /// When the session ends at the latest.
    pub session_expires_at: Timestamp,
}

impl Services {
    pub(crate) async fn load_signing_keys(&self) -> Result<(), ServiceError> {
        let mut uow = self.store().begin().await?;
        session::lock_signing_keys(&mut uow).await?;
        let mut rows = session::signing_keys(&mut uow).await?;
        if rows.iter().all(|row| row.retired) {
            let row = Tokens::generate(self.ids().uuid(), &self.inner.master_key)?;
            session::insert_signing_key(&mut uow, &row).await?;
            let event = AuditEvent::new(AuditAction::Create, "signing_key").resource(row.id);
            uow.commit(
                self.ids(),
                &Actor::System(Job::Setup),
                &Origin::default(),
                event,
            )
            .await?;
            rows.insert(0, row);
        }
        self.inner.tokens.load(&rows, &self.inner.master_key)
    }

    /// Signs a person in by address and password. `station` is the credential of the workstation
    /// they sit at, where there is one.
    pub async fn sign_in(
        &self,
        origin: &Origin,
        email: &str,
        password: &str,
        station: Option<&str>,
    ) -> Result<SignedIn, ServiceError> {
        let nobody = Actor::System(Job::SignIn);
        let attempt = AuditEvent::new(AuditAction::SignIn, "session");
        let account_hash = hash_secret(&email.trim().to_lowercase());
        let now = self.clock().now();

        let mut reader = self.store().reader().await?;
        let locked = may_attempt(
            session::locked_until(&mut reader, &account_hash).await?,
            now,
        );
        let attempts = match locked {
            Ok(()) => session::count_attempt(&mut reader, &account_hash).await?,
            Err(_) => 0,
        };
        let until = match locked {
            Err(until) => Some(until),
            Ok(()) if attempts > FAILURES_BEFORE_LOCKOUT => lockout_after(attempts, now),
            Ok(()) => None,
        };
        if let Some(until) = until {
            drop(reader);
            let event = attempt
                .outcome(AuditOutcome::Denied)
                .with("reason", "locked_out");
            self.store()
                .begin()
                .await?
                .commit(self.ids(), &nobody, origin, event)
                .await?;
            return Err(ServiceError::LockedOut {
                retry_after: until.duration_since(now),
            });
        }
        let account = match parse_email(email) {
            Ok(email) => user::credentials(&mut reader, &email).await?,
            Err(_) => None,
        };
        drop(reader);

        let hash = account.as_ref().map(|a| a.password_hash.as_str());
        let is_right = self.inner.passwords.verify(password, hash).await?;
        let Some(account) = account.filter(|a| is_right && a.user.is_active) else {
            return self
                .refuse_sign_in(origin, &account_hash, attempt, attempts, now)
                .await;
        };

        let mut uow = self.store().begin().await?;
        let workstation_id = self.station_of(&mut uow, station).await?;
        let session_id = SessionId::generate(self.ids());
        session::clear_failures(&mut uow, &account_hash).await?;
        session::open(
            &mut uow,
            session_id,
            account.user.id,
            workstation_id,
            origin,
            now + SESSION_LIFE,
        )
        .await?;
        user::signed_in(&mut uow, account.user.id).await?;
        let refresh = self.new_refresh_token(&mut uow, session_id).await?;
        let actor = session::actor(&mut uow, session_id)
            .await?
            .ok_or(ServiceError::Unauthenticated(OVER))?;
        let event = attempt.resource(session_id);
        uow.commit(self.ids(), &Actor::User(actor), origin, event)
            .await?;
        let access =
            self.inner
                .tokens
                .issue(account.user.id, session_id, self.installation_id()?, now)?;
        Ok(SignedIn {
            access,
            refresh_token: refresh,
        })
    }

    async fn refuse_sign_in(
        &self,
        origin: &Origin,
        account_hash: &[u8; 32],
        attempt: AuditEvent,
        failures: i32,
        now: Timestamp,
    ) -> Result<SignedIn, ServiceError> {
        let mut uow = self.store().begin().await?;
        if let Some(until) = lockout_after(failures, now) {
            session::lock_account(&mut uow, account_hash, until).await?;
        }
        let event = attempt
            .outcome(AuditOutcome::Denied)
            .with("reason", "wrong_credentials")
            .with("failures", failures);
        uow.commit(self.ids(), &Actor::System(Job::SignIn), origin, event)
            .await?;
        Err(ServiceError::Unauthenticated(WRONG))
    }

    async fn station_of(
        &self,
        uow: &mut UnitOfWork,
        credential: Option<&str>,
    ) -> Result<Option<WorkstationId>, ServiceError> {
        match credential {
            None => Ok(None),
            Some(credential) => match workstation::actor(uow, &hash_secret(credential)).await? {
                Some(station) => Ok(Some(station.workstation_id)),
                None => Err(ServiceError::Unauthenticated(
                    "this workstation is not enrolled any more; enrol it again",
                )),
            },
        }
    }

    async fn new_refresh_token(
        &self,
        uow: &mut UnitOfWork,
        session_id: SessionId,
    ) -> Result<String, ServiceError> {
        let secret = Secret::generate(REFRESH_PREFIX);
        session::add_refresh_token(uow, self.ids().uuid(), session_id, &secret.hash).await?;
        Ok(secret.text)
    }

    /// Trades a refresh token for a new pair. A token seen twice ends its session for everybody.
    pub async fn refresh(&self, origin: &Origin, token: &str) -> Result<SignedIn, ServiceError> {
        let nobody = Actor::System(Job::SignIn);
        let attempt = AuditEvent::new(AuditAction::SessionRefresh, "session");
        let mut uow = self.store().begin().await?;
        let Some(found) = session::lock_refresh_token(&mut uow, &hash_secret(token)).await? else {
            let event = attempt
                .outcome(AuditOutcome::Denied)
                .with("reason", "unknown_token");
            uow.commit(self.ids(), &nobody, origin, event).await?;
            return Err(ServiceError::Unauthenticated(OVER));
        };
        if found.used_at.is_some() {
            session::end(&mut uow, found.session_id, SessionEnd::RefreshReused).await?;
            uow.emit(session_ended(found.session_id, SessionEnd::RefreshReused));
            let event = attempt
                .resource(found.session_id)
                .outcome(AuditOutcome::Denied)
                .with("reason", "token_reused");
            uow.commit(self.ids(), &nobody, origin, event).await?;
            return Err(ServiceError::Unauthenticated(OVER));
        }
        let Some(actor) = session::actor(&mut uow, found.session_id).await? else {
            let event = attempt
                .resource(found.session_id)
                .outcome(AuditOutcome::Denied)
                .with("reason", "session_over");
            uow.commit(self.ids(), &nobody, origin, event).await?;
            return Err(ServiceError::Unauthenticated(OVER));
        };
        session::use_refresh_token(&mut uow, &found).await?;
        let refresh_token = self.new_refresh_token(&mut uow, found.session_id).await?;
        let user_id = actor.user_id;
        uow.commit(
            self.ids(),
            &Actor::User(actor),
            origin,
            attempt.resource(found.session_id),
        )
        .await?;
        let access = self.inner.tokens.issue(
            user_id,
            found.session_id,
            self.installation_id()?,
            self.clock().now(),
        )?;
        Ok(SignedIn {
            access,
            refresh_token,
        })
    }

    /// Ends the caller's own session at once, streams included.
    pub async fn sign_out(&self, caller: &Caller) -> Result<(), ServiceError> {
        let user = caller.actor.user().ok_or(ServiceError::Forbidden(
            "only a signed-in person can sign out",
        ))?;
        let mut uow = self.store().begin().await?;
        session::end(&mut uow, user.session_id, SessionEnd::SignedOut).await?;
        uow.emit(session_ended(user.session_id, SessionEnd::SignedOut));
        let event = AuditEvent::new(AuditAction::SignOut, "session").resource(user.session_id);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }

    /// Who is behind a bearer credential: a person's access token or a station's own.
    pub async fn authenticate(&self, bearer: &str) -> Result<Actor, ServiceError> {
        if bearer.starts_with(STATION_PREFIX) {
            let mut reader = self.store().reader().await?;
            let station = workstation::actor(&mut reader, &hash_secret(bearer)).await?;
            return station
                .map(Actor::Workstation)
                .ok_or(ServiceError::Unauthenticated(
                    "this workstation is not enrolled any more; enrol it again",
                ));
        }
        // Signature first: a forged token costs no connection.
        let session_id = self
            .inner
            .tokens
            .verify(bearer, self.installation_id()?, self.clock().now())
            .ok_or(ServiceError::Unauthenticated(OVER))?;
        let mut reader = self.store().reader().await?;
        let actor = session::actor(&mut reader, session_id).await?;
        actor
            .map(Actor::User)
            .ok_or(ServiceError::Unauthenticated(OVER))
    }

    /// The signed-in person.
    pub async fn me(&self, caller: &Caller) -> Result<Me, ServiceError> {
        let actor = caller
            .actor
            .user()
            .ok_or(ServiceError::Forbidden("a workstation is not a person"))?
            .clone();
        let mut reader = self.store().reader().await?;
        let email = user::email(&mut reader, actor.user_id)
            .await?
            .ok_or(ServiceError::Unauthenticated(OVER))?;
        let session_expires_at = session::expires_at(&mut reader, actor.session_id)
            .await?
            .ok_or(ServiceError::Unauthenticated(OVER))?;
        let doctor_id = doctor::of_user(&mut reader, actor.user_id).await?;
        let permissions = Permission::VARIANTS
            .iter()
            .copied()
            .filter(|p| grant(actor.role, *p) != Grant::No)
            .collect();
        Ok(Me {
            actor,
            email,
            permissions,
            doctor_id,
            session_expires_at,
        })
    }
}

fn session_ended(id: SessionId, reason: SessionEnd) -> NewEvent {
    NewEvent {
        kind: EventKind::Session,
        audience: Audience {
            session_id: Some(id),
            ..Audience::default()
        },
        payload: json!({ "reason": reason.as_str() }),
    }
}
