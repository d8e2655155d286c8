//! The second half of a sign-in: the code after the password.

use cloudcare_domain::{
    access::{Actor, Job},
    second_factor::is_open,
    user::{AccountState, User},
};
use cloudcare_store::{
    UnitOfWork,
    second_factor::{self, Challenge},
    sign_in_brake, user,
};

use super::{Enrolment, Proof, WRONG_CODE, changed, one};
use crate::{
    Origin, ServiceError, Services,
    sign_in::{Keys, SignedIn, account_key, source_key},
    token::hash_secret,
};

const OVER: &str = "this sign-in took too long or was finished already; sign in again";

/// A sign-in by both factors.
#[derive(Debug, Clone)]
pub struct CompletedSignIn {
    /// The session.
    pub signed_in: SignedIn,
    /// Handed out where the factor was set up just now.
    pub recovery_codes: Option<Vec<String>>,
}

impl Services {
    /// Begins to set up a second factor for somebody whose role must have one and who gave the right
    /// password.
    pub async fn enrol_at_sign_in(
        &self,
        origin: &Origin,
        challenge: &str,
    ) -> Result<Enrolment, ServiceError> {
        let mut uow = self.store().begin().await?;
        let (_, account) = open_challenge(&mut uow, challenge).await?;
        let enrolment = self.prepare_factor(&mut uow, &account).await?;
        let event = changed(account.id, "prepared");
        uow.commit(self.ids(), &Actor::System(Job::SignIn), origin, event)
            .await?;
        Ok(enrolment)
    }

    /// Finishes a sign-in by a code. Codes are counted with the account's tries: guessing them waits
    /// like guessing a password.
    pub async fn complete_sign_in(
        &self,
        origin: &Origin,
        challenge: &str,
        proof: Proof<'_>,
    ) -> Result<CompletedSignIn, ServiceError> {
        let mut uow = self.store().begin().await?;
        let (found, account) = open_challenge(&mut uow, challenge).await?;
        // The count must stay whatever becomes of the unit of work.
        drop(uow);
        let keys = Keys {
            account: account_key(&account.profile.email),
            source: source_key("sign-in", origin, found.workstation_id),
        };
        let failures = {
            let mut reader = self.store().reader().await?;
            self.take_try(&mut reader, origin, &keys).await?
        };
        let mut uow = self.store().begin().await?;
        let (found, account) = open_challenge(&mut uow, challenge).await?;
        if !self.is_proof(&mut uow, account.id, proof).await? {
            drop(uow);
            self.record_refusal(origin, "wrong_code", failures).await?;
            return Err(ServiceError::Unauthenticated(WRONG_CODE));
        }
        second_factor::use_challenge(&mut uow, found.id).await?;
        let recovery_codes = if account.has_second_factor {
            None
        } else {
            Some(self.fresh_recovery_codes(&mut uow, account.id).await?)
        };
        sign_in_brake::forget(&mut uow, &keys.account).await?;
        sign_in_brake::give_back(&mut uow, &keys.source).await?;
        let signed_in = self
            .open_session(uow, origin, account.id, found.workstation_id, true)
            .await?;
        Ok(CompletedSignIn {
            signed_in,
            recovery_codes,
        })
    }
}

/// A challenge that can still be answered, with its account; both stay locked.
async fn open_challenge(
    uow: &mut UnitOfWork,
    token: &str,
) -> Result<(Challenge, User), ServiceError> {
    let over = || ServiceError::Unauthenticated(OVER);
    let found = second_factor::lock_challenge(uow, &hash_secret(token))
        .await?
        .ok_or_else(over)?;
    user::lock(uow, found.user_id).await?;
    let account = one(uow, found.user_id).await?;
    let now = uow.now().await?;
    if is_open(found.used_at, found.expires_at, now) && account.state == AccountState::Active {
        Ok((found, account))
    } else {
        Err(over())
    }
}
