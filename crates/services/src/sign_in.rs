//! Signing in and staying signed in.

use std::time::Duration;

use cloudcare_domain::{
    access::{Actor, Job},
    audit::{AuditAction, AuditEvent, AuditOutcome},
    id::{SessionId, UserId, WorkstationId},
    second_factor::{CHALLENGE_LIFE, NextStep},
    session::{ACCOUNT_BRAKE, SESSION_LIFE, SOURCE_BRAKE, SessionEnd, source_of},
    user::parse_email,
};
use cloudcare_store::{
    Source, UnitOfWork, second_factor, session, sign_in_brake, user, workstation,
};
use jiff::SignedDuration;
use tokio::time::Instant;

use crate::{
    Origin, ServiceError, Services,
    password::Verdict,
    session::{OVER, session_ended},
    token::{AccessToken, CHALLENGE_PREFIX, REFRESH_PREFIX, Secret, hash_secret},
};

const WRONG: &str = "the e-mail or the password is not right";

/// No refusal comes sooner: a password under an older hash takes longer to look at than one of an
/// account that does not exist, and nobody is to learn by the clock which it was.
const REFUSAL_TAKES: Duration = Duration::from_millis(500);

/// What a sign-in or a refresh gives.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// For requests.
    pub access: AccessToken,
    /// For the next refresh; used once.
    pub refresh_token: String,
}

/// What a right password leads to.
#[derive(Debug, Clone)]
pub enum SignInAnswer {
    /// A session.
    SignedIn(SignedIn),
    /// A code is asked for: nobody is signed in yet.
    Challenge {
        /// Stands for the right password at the next step.
        token: String,
        /// Until when.
        expires_in: SignedDuration,
        /// No second factor is set up and the role must have one: set it up first.
        must_enrol: bool,
    },
}

/// Whose tries are counted.
pub(crate) struct Keys {
    pub(crate) account: [u8; 32],
    pub(crate) source: [u8; 32],
}

impl Services {
    /// Signs a person in by address and password. `station` is the credential of the workstation
    /// they sit at, where there is one.
    pub async fn sign_in(
        &self,
        origin: &Origin,
        email: &str,
        password: &str,
        station: Option<&str>,
    ) -> Result<SignInAnswer, ServiceError> {
        let arrived = Instant::now();
        let place = self.inner.passwords.line_up()?;
        let mut reader = self.store().reader().await?;
        let workstation_id = station_of(&mut reader, station).await?;
        let keys = Keys {
            account: account_key(email),
            source: source_key("sign-in", origin, workstation_id),
        };
        let failures = self.take_try(&mut reader, origin, &keys).await?;
        let account = match parse_email(email) {
            Ok(email) => user::credentials(&mut reader, &email).await?,
            Err(_) => None,
        };
        // Not held while hashing: others need it.
        drop(reader);

        let hash = account.as_ref().and_then(|a| a.password_hash.clone());
        let verdict = self
            .inner
            .passwords
            .verify(password, hash.as_deref())
            .await?;
        let new_hash = match verdict {
            Verdict::RightAndOld => Some(self.inner.passwords.hash(password).await?),
            Verdict::Right | Verdict::Wrong => None,
        };
        drop(place);
        let known = account
            .filter(|a| a.is_active && verdict != Verdict::Wrong)
            .zip(hash);
        let Some((account, hash)) = known else {
            self.record_refusal(origin, "wrong_credentials", failures)
                .await?;
            tokio::time::sleep_until(arrived + REFUSAL_TAKES).await;
            return Err(ServiceError::Unauthenticated(WRONG));
        };

        let mut uow = self.store().begin().await?;
        // What was looked at must still hold: a new password or an end of the account comes first.
        user::lock(&mut uow, account.id).await?;
        let now = user::credentials_of(&mut uow, account.id).await?;
        if now.is_none_or(|n| !n.is_active || n.password_hash.as_ref() != Some(&hash)) {
            drop(uow);
            self.record_refusal(origin, "changed_meanwhile", failures)
                .await?;
            return Err(ServiceError::Unauthenticated(WRONG));
        }
        if let Some(new_hash) = new_hash {
            user::rehash(&mut uow, account.id, &hash, &new_hash).await?;
        }
        sign_in_brake::give_back(&mut uow, &keys.source).await?;
        let known = user::get(&mut uow, account.id)
            .await?
            .ok_or(ServiceError::Unauthenticated(WRONG))?;
        let policy = second_factor::policy(&mut uow).await?;
        match policy.after_password(known.profile.role, known.has_second_factor) {
            NextStep::SignedIn => {
                sign_in_brake::forget(&mut uow, &keys.account).await?;
                self.open_session(uow, origin, account.id, workstation_id, false)
                    .await
                    .map(SignInAnswer::SignedIn)
            }
            next => {
                // Not forgotten: whoever knows the password would guess codes without end.
                sign_in_brake::give_back(&mut uow, &keys.account).await?;
                self.challenge(uow, origin, account.id, workstation_id, next)
                    .await
            }
        }
    }

    async fn challenge(
        &self,
        mut uow: UnitOfWork,
        origin: &Origin,
        user_id: UserId,
        workstation_id: Option<WorkstationId>,
        next: NextStep,
    ) -> Result<SignInAnswer, ServiceError> {
        let secret = Secret::generate(CHALLENGE_PREFIX);
        let expires_at = uow.now().await? + CHALLENGE_LIFE;
        let id = self.ids().uuid();
        second_factor::add_challenge(
            &mut uow,
            id,
            user_id,
            workstation_id,
            &secret.hash,
            expires_at,
        )
        .await?;
        let event = AuditEvent::new(AuditAction::SignIn, "sign_in_challenge")
            .resource(id)
            .with("user_id", user_id.to_string());
        uow.commit(self.ids(), &Actor::System(Job::SignIn), origin, event)
            .await?;
        Ok(SignInAnswer::Challenge {
            token: secret.text,
            expires_in: CHALLENGE_LIFE,
            must_enrol: next == NextStep::Enrolment,
        })
    }

    /// Opens a session for somebody who has shown who they are, and commits.
    pub(crate) async fn open_session(
        &self,
        mut uow: UnitOfWork,
        origin: &Origin,
        user_id: UserId,
        workstation_id: Option<WorkstationId>,
        by_second_factor: bool,
    ) -> Result<SignedIn, ServiceError> {
        let now = self.clock().now();
        let session_id = SessionId::generate(self.ids());
        session::open(
            &mut uow,
            session_id,
            user_id,
            workstation_id,
            origin,
            now + SESSION_LIFE,
            by_second_factor,
        )
        .await?;
        user::signed_in(&mut uow, user_id).await?;
        let refresh_token = self.new_refresh_token(&mut uow, session_id).await?;
        let actor = session::actor(&mut uow, session_id)
            .await?
            .ok_or(ServiceError::Unauthenticated(OVER))?;
        let event = AuditEvent::new(AuditAction::SignIn, "session")
            .resource(session_id)
            .with("second_factor", by_second_factor);
        uow.commit(self.ids(), &Actor::User(actor), origin, event)
            .await?;
        let access = self
            .inner
            .tokens
            .issue(user_id, session_id, self.installation_id()?, now)?;
        Ok(SignedIn {
            access,
            refresh_token,
        })
    }

    /// Takes one try of an account and of where it comes from; where either must wait, that is on
    /// record and the answer.
    pub(crate) async fn take_try(
        &self,
        source: &mut impl Source,
        origin: &Origin,
        keys: &Keys,
    ) -> Result<i32, ServiceError> {
        let by_source = sign_in_brake::take(source, &keys.source, &SOURCE_BRAKE).await?;
        if let Err(wait) = by_source {
            return Err(self.locked_out(origin, "source", wait).await?);
        }
        match sign_in_brake::take(source, &keys.account, &ACCOUNT_BRAKE).await? {
            Ok(failures) => Ok(failures),
            Err(wait) => {
                // Whoever waits for an account is not guessing.
                sign_in_brake::give_back(source, &keys.source).await?;
                Err(self.locked_out(origin, "account", wait).await?)
            }
        }
    }

    async fn locked_out(
        &self,
        origin: &Origin,
        what: &'static str,
        retry_after: SignedDuration,
    ) -> Result<ServiceError, ServiceError> {
        let event = AuditEvent::new(AuditAction::SignIn, "session")
            .outcome(AuditOutcome::Denied)
            .with("reason", "locked_out")
            .with("of", what);
        self.store()
            .begin_aside()
            .await?
            .commit(self.ids(), &Actor::System(Job::SignIn), origin, event)
            .await?;
        Ok(ServiceError::LockedOut { retry_after })
    }

    pub(crate) async fn record_refusal(
        &self,
        origin: &Origin,
        reason: &'static str,
        failures: i32,
    ) -> Result<(), ServiceError> {
        let mut uow = self.store().begin().await?;
        sign_in_brake::prune(&mut uow).await?;
        let event = AuditEvent::new(AuditAction::SignIn, "session")
            .outcome(AuditOutcome::Denied)
            .with("reason", reason)
            .with("failures", failures);
        uow.commit(self.ids(), &Actor::System(Job::SignIn), origin, event)
            .await?;
        Ok(())
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
}

/// The account as typed: one that does not exist is counted like one that does.
pub(crate) fn account_key(email: &str) -> [u8; 32] {
    hash_secret(&email.trim().to_lowercase())
}

/// Where tries of one sort come from. An enrolled station is counted by itself, or one guesser would
/// keep a whole hospital behind the same address from signing in.
pub(crate) fn source_key(
    sort: &str,
    origin: &Origin,
    workstation: Option<WorkstationId>,
) -> [u8; 32] {
    let source = match workstation {
        Some(id) => id.to_string(),
        None => source_of(origin.address.as_deref().unwrap_or("unknown")),
    };
    hash_secret(&format!("{sort} from {source}"))
}

async fn station_of(
    source: &mut impl Source,
    credential: Option<&str>,
) -> Result<Option<WorkstationId>, ServiceError> {
    match credential {
        None => Ok(None),
        Some(credential) => match workstation::actor(source, &hash_secret(credential)).await? {
            Some(station) => Ok(Some(station.workstation_id)),
            None => Err(ServiceError::Unauthenticated(
                "this workstation is not enrolled any more; enrol it again",
            )),
        },
    }
}
