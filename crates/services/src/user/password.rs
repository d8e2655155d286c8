//! One's own password: changing it, and showing it again.

use cloudcare_domain::{
    account_link::LinkPurpose,
    audit::{AuditAction, AuditEvent, AuditOutcome},
    session::SessionEnd,
    user::check_password,
};
use cloudcare_store::{account_link, sign_in_brake, user};

use super::existing;
use crate::{
    Caller, ServiceError, Services,
    password::Verdict,
    session::end_all,
    sign_in::{Keys, account_key, source_key},
};

const NO_PERSON: &str = "only a signed-in person has a password";

impl Services {
    /// Changes the caller's own password; every other session of theirs ends. Guessing the old one
    /// here is slowed down like guessing it at the sign-in.
    pub async fn change_password(
        &self,
        caller: &Caller,
        old: &str,
        new: &str,
    ) -> Result<(), ServiceError> {
        let me = caller
            .actor
            .user()
            .ok_or(ServiceError::Forbidden(NO_PERSON))?;
        let account = existing(&mut self.store().reader().await?, me.user_id).await?;
        check_password(new, account.profile.holder())
            .map_err(|e| ServiceError::invalid("new_password", e))?;
        let hash = self.check_own_password(caller, "old_password", old).await?;
        let new_hash = self.inner.passwords.hash(new).await?;
        let mut uow = self.store().begin().await?;
        user::lock(&mut uow, me.user_id).await?;
        let now = user::credentials_of(&mut uow, me.user_id).await?;
        if now.and_then(|n| n.password_hash) != hash {
            return Err(ServiceError::Conflict(
                "the password was changed a moment ago; sign in again".to_owned(),
            ));
        }
        user::set_password(&mut uow, me.user_id, &new_hash).await?;
        account_link::revoke(&mut uow, me.user_id, Some(LinkPurpose::PasswordReset)).await?;
        let ended = end_all(
            &mut uow,
            me.user_id,
            Some(me.session_id),
            SessionEnd::PasswordChanged,
        )
        .await?;
        let event = AuditEvent::new(AuditAction::PasswordChange, "user")
            .resource(me.user_id)
            .with("sessions_ended", ended);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }

    /// Shows at a locked screen that it is still the same person: by the password alone, because the
    /// session was opened with everything that was asked for.
    pub async fn unlock(&self, caller: &Caller, password: &str) -> Result<(), ServiceError> {
        self.check_own_password(caller, "password", password)
            .await?;
        let event = AuditEvent::new(AuditAction::SignIn, "session").with("step", "unlock");
        self.store()
            .begin()
            .await?
            .commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }

    /// Checks the caller's own password, named `field` in what is answered. Answers the hash it was
    /// looked at with.
    pub(crate) async fn check_own_password(
        &self,
        caller: &Caller,
        field: &'static str,
        password: &str,
    ) -> Result<Option<String>, ServiceError> {
        let me = caller
            .actor
            .user()
            .ok_or(ServiceError::Forbidden(NO_PERSON))?;
        let _place = self.inner.passwords.line_up()?;
        let mut reader = self.store().reader().await?;
        let email = existing(&mut reader, me.user_id).await?.profile.email;
        let keys = Keys {
            account: account_key(&email),
            source: source_key("sign-in", &caller.origin, me.workstation_id),
        };
        self.take_try(&mut reader, &caller.origin, &keys).await?;
        let hash = user::credentials_of(&mut reader, me.user_id)
            .await?
            .and_then(|c| c.password_hash);
        drop(reader);
        let verdict = self
            .inner
            .passwords
            .verify(password, hash.as_deref())
            .await?;
        if verdict == Verdict::Wrong {
            let event = AuditEvent::new(AuditAction::SignIn, "session")
                .outcome(AuditOutcome::Denied)
                .with("reason", "wrong_credentials")
                .with("step", field);
            self.store()
                .begin()
                .await?
                .commit(self.ids(), &caller.actor, &caller.origin, event)
                .await?;
            return Err(ServiceError::invalid(field, "this is not your password"));
        }
        let mut reader = self.store().reader().await?;
        sign_in_brake::forget(&mut reader, &keys.account).await?;
        sign_in_brake::give_back(&mut reader, &keys.source).await?;
        Ok(hash)
    }
}
