//! Changing one's own password.

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

impl Services {
    /// Changes the caller's own password; every other session of theirs ends. Guessing the old one
    /// here is slowed down like guessing it at the sign-in.
    pub async fn change_password(
        &self,
        caller: &Caller,
        old: &str,
        new: &str,
    ) -> Result<(), ServiceError> {
        let me = caller.actor.user().ok_or(ServiceError::Forbidden(
            "only a signed-in person has a password",
        ))?;
        let attempt = AuditEvent::new(AuditAction::PasswordChange, "user").resource(me.user_id);
        let place = self.inner.passwords.line_up()?;
        let mut reader = self.store().reader().await?;
        let account = existing(&mut reader, me.user_id).await?;
        check_password(new, account.profile.holder())
            .map_err(|e| ServiceError::invalid("new_password", e))?;
        let keys = Keys {
            account: account_key(&account.profile.email),
            source: source_key("sign-in", &caller.origin, me.workstation_id),
        };
        self.take_try(&mut reader, &caller.origin, &keys).await?;
        let hash = user::credentials_of(&mut reader, me.user_id)
            .await?
            .and_then(|c| c.password_hash);
        drop(reader);
        if self.inner.passwords.verify(old, hash.as_deref()).await? == Verdict::Wrong {
            let event = attempt
                .outcome(AuditOutcome::Denied)
                .with("reason", "wrong_credentials");
            self.store()
                .begin()
                .await?
                .commit(self.ids(), &caller.actor, &caller.origin, event)
                .await?;
            return Err(ServiceError::invalid(
                "old_password",
                "this is not your password",
            ));
        }
        let new_hash = self.inner.passwords.hash(new).await?;
        drop(place);
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
        sign_in_brake::forget(&mut uow, &keys.account).await?;
        sign_in_brake::give_back(&mut uow, &keys.source).await?;
        let ended = end_all(
            &mut uow,
            me.user_id,
            Some(me.session_id),
            SessionEnd::PasswordChanged,
        )
        .await?;
        let event = attempt.with("sessions_ended", ended);
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(())
    }
}
