//! The second factor: setting it up, confirming, recovery codes, and who must have one.

mod challenge;

use cloudcare_domain::{
    access::{Permission, Role, Subject, UserActor},
    audit::{AuditAction, AuditEvent, AuditOutcome},
    id::UserId,
    second_factor::{RECOVERY_CODES, SecondFactorPolicy},
    user::User,
};
use cloudcare_store::{UnitOfWork, second_factor, sign_in_brake, user};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

use crate::{
    Caller, ServiceError, Services,
    installation::readable_secret,
    machine::random_bytes,
    sign_in::{Keys, account_key, source_key},
    token::hash_secret,
    workstation::normalised_code,
};

pub use challenge::CompletedSignIn;

const NO_FACTOR: &str = "no second factor is set up; set one up first";
pub(crate) const WRONG_CODE: &str =
    "the code is not right or was used already; wait for the next one your app shows";

/// A secret to take into an authenticator app; told this once.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// Base 32, to type.
    pub secret: String,
    /// `otpauth://…`, to be drawn as a QR code.
    pub uri: String,
}

/// What shows that somebody holds the second factor.
#[derive(Debug, Clone, Copy)]
pub enum Proof<'a> {
    /// What the app shows now.
    Code(&'a str),
    /// One of the recovery codes.
    Recovery(&'a str),
}

impl Services {
    /// Begins to set up the caller's own second factor; it is in force once
    /// [`Services::confirm_second_factor`] took a first code.
    pub async fn enrol_second_factor(
        &self,
        caller: &Caller,
        password: &str,
    ) -> Result<Enrolment, ServiceError> {
        let me = person(caller)?;
        self.check_own_password(caller, "password", password)
            .await?;
        let mut uow = self.store().begin().await?;
        let account = one(&mut uow, me.user_id).await?;
        let enrolment = self.prepare_factor(&mut uow, &account).await?;
        let event = changed(me.user_id, "prepared");
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(enrolment)
    }

    /// Takes the first code of a secret, which is in force from then on. Answers the recovery codes.
    pub async fn confirm_second_factor(
        &self,
        caller: &Caller,
        code: &str,
    ) -> Result<Vec<String>, ServiceError> {
        let (uow, id) = self.prove(caller, Proof::Code(code)).await?;
        self.hand_out_codes(caller, uow, id, "confirmed").await
    }

    /// Replaces the caller's recovery codes.
    pub async fn new_recovery_codes(
        &self,
        caller: &Caller,
        code: &str,
    ) -> Result<Vec<String>, ServiceError> {
        let (uow, id) = self.prove(caller, Proof::Code(code)).await?;
        self.hand_out_codes(caller, uow, id, "recovery_codes").await
    }

    async fn hand_out_codes(
        &self,
        caller: &Caller,
        mut uow: UnitOfWork,
        id: UserId,
        what: &'static str,
    ) -> Result<Vec<String>, ServiceError> {
        let codes = self.fresh_recovery_codes(&mut uow, id).await?;
        uow.commit(self.ids(), &caller.actor, &caller.origin, changed(id, what))
            .await?;
        Ok(codes)
    }

    /// Takes the caller's own second factor away, unless their role must have one.
    pub async fn remove_own_second_factor(
        &self,
        caller: &Caller,
        proof: Proof<'_>,
    ) -> Result<(), ServiceError> {
        let me = person(caller)?;
        let policy = second_factor::policy(&mut self.store().reader().await?).await?;
        if policy.roles.contains(&me.role) {
            return Err(ServiceError::Conflict(
                "your role must have a second factor here; an administrator can reset it for a new phone"
                    .to_owned(),
            ));
        }
        let (mut uow, id) = self.prove(caller, proof).await?;
        second_factor::remove(&mut uow, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            changed(id, "removed"),
        )
        .await?;
        Ok(())
    }

    /// Takes somebody's second factor away, for a lost phone: they set up another where they must.
    pub async fn reset_second_factor(
        &self,
        caller: &Caller,
        id: UserId,
    ) -> Result<(), ServiceError> {
        let attempt = changed(id, "reset");
        self.authorise(
            caller,
            Permission::UserManage,
            &Subject::Installation,
            attempt.clone(),
        )
        .await?;
        let mut uow = self.store().begin().await?;
        if !second_factor::remove(&mut uow, id).await? {
            return Err(ServiceError::NotFound("this account has no second factor"));
        }
        uow.commit(self.ids(), &caller.actor, &caller.origin, attempt)
            .await?;
        Ok(())
    }

    /// Who must have a second factor.
    pub async fn second_factor_policy(
        &self,
        caller: &Caller,
    ) -> Result<SecondFactorPolicy, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "second_factor_policy");
        self.authorise(
            caller,
            Permission::UserManage,
            &Subject::Installation,
            attempt,
        )
        .await?;
        Ok(second_factor::policy(&mut self.store().reader().await?).await?)
    }

    /// Says who must have a second factor; it is asked for from their next sign-in on.
    pub async fn set_second_factor_policy(
        &self,
        caller: &Caller,
        version: i32,
        mut roles: Vec<Role>,
    ) -> Result<SecondFactorPolicy, ServiceError> {
        roles.sort_unstable();
        roles.dedup();
        let names: Vec<&str> = roles.iter().map(|r| r.as_str()).collect();
        let attempt =
            AuditEvent::new(AuditAction::Update, "second_factor_policy").with("roles", names);
        self.authorise(
            caller,
            Permission::UserManage,
            &Subject::Installation,
            attempt.clone(),
        )
        .await?;
        let mut uow = self.store().begin().await?;
        if !second_factor::set_policy(&mut uow, &roles, version).await? {
            return Err(ServiceError::Conflict(
                "somebody else has changed this since you opened it; look again".to_owned(),
            ));
        }
        let made = second_factor::policy(&mut uow).await?;
        uow.commit(self.ids(), &caller.actor, &caller.origin, attempt)
            .await?;
        Ok(made)
    }

    /// Makes a secret that waits for its first code.
    async fn prepare_factor(
        &self,
        uow: &mut UnitOfWork,
        account: &User,
    ) -> Result<Enrolment, ServiceError> {
        let secret = Zeroizing::new(random_bytes::<20>());
        let sealed = self.inner.master_key.wrap(secret.as_slice());
        if !second_factor::prepare(uow, account.id, &sealed).await? {
            return Err(ServiceError::Conflict(
                "a second factor is set up already; remove it first".to_owned(),
            ));
        }
        let totp = totp(secret.as_slice(), &account.profile.email)?;
        Ok(Enrolment {
            secret: totp.secret().to_base32(),
            uri: totp.to_url().map_err(ServiceError::internal)?,
        })
    }

    /// Checks the proof of a signed-in person; guessing is slowed down like guessing a password.
    async fn prove(
        &self,
        caller: &Caller,
        proof: Proof<'_>,
    ) -> Result<(UnitOfWork, UserId), ServiceError> {
        let me = person(caller)?;
        let mut reader = self.store().reader().await?;
        let email = user::email(&mut reader, me.user_id)
            .await?
            .ok_or(ServiceError::Unauthenticated("please sign in again"))?;
        let keys = Keys {
            account: account_key(&email),
            source: source_key("sign-in", &caller.origin, me.workstation_id),
        };
        self.take_try(&mut reader, &caller.origin, &keys).await?;
        drop(reader);
        let mut uow = self.store().begin().await?;
        if !self.is_proof(&mut uow, me.user_id, proof).await? {
            drop(uow);
            let event = changed(me.user_id, "proof")
                .outcome(AuditOutcome::Denied)
                .with("reason", "wrong_code");
            self.store()
                .begin()
                .await?
                .commit(self.ids(), &caller.actor, &caller.origin, event)
                .await?;
            return Err(ServiceError::invalid("code", WRONG_CODE));
        }
        sign_in_brake::forget(&mut uow, &keys.account).await?;
        sign_in_brake::give_back(&mut uow, &keys.source).await?;
        Ok((uow, me.user_id))
    }

    /// Whether a proof is right and was not taken before; it is taken with the unit of work.
    pub(super) async fn is_proof(
        &self,
        uow: &mut UnitOfWork,
        id: UserId,
        proof: Proof<'_>,
    ) -> Result<bool, ServiceError> {
        let factor = second_factor::get(uow, id)
            .await?
            .ok_or_else(|| ServiceError::Conflict(NO_FACTOR.to_owned()))?;
        match proof {
            Proof::Code(code) => {
                let secret = self.inner.master_key.unwrap(&factor.sealed_secret)?;
                let now =
                    u64::try_from(uow.now().await?.as_second()).map_err(ServiceError::internal)?;
                let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
                match totp(&secret, "account")?.check(&code, now) {
                    None => Ok(false),
                    Some(step) => {
                        let step = i64::try_from(step).map_err(ServiceError::internal)?;
                        Ok(second_factor::use_step(uow, id, step).await?)
                    }
                }
            }
            Proof::Recovery(_) if !factor.is_confirmed => Ok(false),
            Proof::Recovery(code) => {
                Ok(second_factor::use_recovery_code(uow, id, &recovery_hash(id, code)).await?)
            }
        }
    }

    pub(super) async fn fresh_recovery_codes(
        &self,
        uow: &mut UnitOfWork,
        id: UserId,
    ) -> Result<Vec<String>, ServiceError> {
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| readable_secret(4)).collect();
        let hashed: Vec<_> = codes
            .iter()
            .map(|code| (self.ids().uuid(), recovery_hash(id, code)))
            .collect();
        second_factor::replace_recovery_codes(uow, id, &hashed).await?;
        Ok(codes)
    }
}

/// Six digits of SHA-1 each 30 seconds, one step of patience on both sides: what every authenticator
/// app reads, and RFC 6238 recommends.
fn totp(secret: &[u8], account: &str) -> Result<Totp, ServiceError> {
    Builder::new()
        .with_secret(secret.to_vec())
        .with_account_name(account.replace(':', "_"))
        .with_issuer(Some("CloudCare"))
        .build()
        .map_err(ServiceError::internal)
}

fn recovery_hash(id: UserId, code: &str) -> [u8; 32] {
    hash_secret(&format!("{id} {}", normalised_code(code)))
}

fn changed(id: UserId, what: &'static str) -> AuditEvent {
    AuditEvent::new(AuditAction::SecondFactorChange, "user")
        .resource(id)
        .with("what", what)
}

fn person(caller: &Caller) -> Result<&UserActor, ServiceError> {
    caller.actor.user().ok_or(ServiceError::Forbidden(
        "only a signed-in person has a second factor",
    ))
}

async fn one(uow: &mut UnitOfWork, id: UserId) -> Result<User, ServiceError> {
    user::get(uow, id)
        .await?
        .ok_or(ServiceError::NotFound("no such account"))
}
