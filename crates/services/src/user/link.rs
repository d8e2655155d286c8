//! One-use links: accepting an invitation, setting a forgotten password, checking an address.
//!
//! Nothing sends mail yet: an administrator hands the link over.

use cloudcare_domain::{
    access::{Actor, Job},
    account_link::{LinkPurpose, is_open},
    audit::{AuditAction, AuditEvent, AuditOutcome},
    id::{AccountLinkId, UserId},
    session::{SOURCE_BRAKE, SessionEnd},
    user::{AccountState, User, check_password, parse_email},
};
use cloudcare_store::{
    UnitOfWork,
    account_link::{self, AccountLink},
    sign_in_brake, user,
};
use jiff::Timestamp;

use super::existing;
use crate::{
    Caller, Origin, ServiceError, Services,
    session::end_all,
    sign_in::{account_key, source_key},
    token::{LINK_PREFIX, Secret, hash_secret},
};

const DEAD: &str =
    "this link was used already, was replaced or is too old; ask your administrator for a new one";

/// A link to hand over.
#[derive(Debug, Clone)]
pub struct IssuedLink {
    /// What opens it; told this once.
    pub token: String,
    /// What it does.
    pub purpose: LinkPurpose,
    /// Until when it can be followed.
    pub expires_at: Timestamp,
}

/// What following a link did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedLink {
    /// What it did.
    pub purpose: LinkPurpose,
    /// The account's address, to sign in with.
    pub email: String,
}

impl Services {
    /// Makes a link for an account; an earlier one of the same purpose works no more.
    pub async fn create_link(
        &self,
        caller: &Caller,
        id: UserId,
        purpose: LinkPurpose,
    ) -> Result<IssuedLink, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::LinkCreate, "user")
            .resource(id)
            .with("purpose", purpose.as_str());
        self.authorise_users(caller, attempt.clone()).await?;
        let mut uow = self.store().begin().await?;
        user::lock(&mut uow, id).await?;
        let account = existing(&mut uow, id).await?;
        fits(purpose, &account)?;
        account_link::revoke(&mut uow, id, Some(purpose)).await?;
        let secret = Secret::generate(LINK_PREFIX);
        let link = AccountLink {
            id: AccountLinkId::generate(self.ids()),
            user_id: id,
            purpose,
            email: account.profile.email,
            expires_at: uow.now().await? + purpose.life(),
            used_at: None,
        };
        let by = caller.actor.user().map(|me| me.user_id);
        account_link::insert(&mut uow, &link, &secret.hash, by).await?;
        uow.commit(self.ids(), &caller.actor, &caller.origin, attempt)
            .await?;
        Ok(IssuedLink {
            token: secret.text,
            purpose,
            expires_at: link.expires_at,
        })
    }

    /// Notes for the administrators that somebody forgot a password. The answer is the same whether
    /// there is such an account or not.
    pub async fn request_password_reset(
        &self,
        origin: &Origin,
        email: &str,
    ) -> Result<(), ServiceError> {
        let mut reader = self.store().reader().await?;
        let key = source_key("reset", origin, None);
        if let Err(retry_after) = sign_in_brake::take(&mut reader, &key, &SOURCE_BRAKE).await? {
            return Err(ServiceError::LockedOut { retry_after });
        }
        drop(reader);
        let mut uow = self.store().begin().await?;
        let email = parse_email(email).map_err(|e| ServiceError::invalid("email", e))?;
        let is_known = user::request_reset(&mut uow, &email).await?;
        let event =
            AuditEvent::new(AuditAction::PasswordResetRequest, "user").outcome(if is_known {
                AuditOutcome::Success
            } else {
                AuditOutcome::Denied
            });
        uow.commit(self.ids(), &Actor::System(Job::SignIn), origin, event)
            .await?;
        Ok(())
    }

    /// Follows a link, once. One that sets a password ends every session of the account.
    pub async fn use_link(
        &self,
        origin: &Origin,
        token: &str,
        password: Option<&str>,
    ) -> Result<UsedLink, ServiceError> {
        let place = self.inner.passwords.line_up()?;
        let hash = hash_secret(token);
        let key = source_key("link", origin, None);
        let mut uow = self.store().begin().await?;
        if let Err(retry_after) = sign_in_brake::take(&mut uow, &key, &SOURCE_BRAKE).await? {
            return Err(ServiceError::LockedOut { retry_after });
        }
        let Some((link, account)) = open_link(&mut uow, &hash).await? else {
            let event = AuditEvent::new(AuditAction::LinkUse, "user").outcome(AuditOutcome::Denied);
            // Commits the count of tries too.
            uow.commit(self.ids(), &Actor::System(Job::SignIn), origin, event)
                .await?;
            return Err(ServiceError::NotFound(DEAD));
        };
        // Let go while hashing; the link is looked at again below.
        drop(uow);
        let password_hash = match (link.purpose.sets_password(), password) {
            (false, _) => None,
            (true, None) => {
                return Err(ServiceError::invalid("password", "choose a password"));
            }
            (true, Some(password)) => {
                check_password(password, account.profile.holder())
                    .map_err(|e| ServiceError::invalid("password", e))?;
                Some(self.inner.passwords.hash(password).await?)
            }
        };
        drop(place);
        let mut uow = self.store().begin().await?;
        let Some((link, account)) = open_link(&mut uow, &hash).await? else {
            return Err(ServiceError::NotFound(DEAD));
        };
        account_link::use_up(&mut uow, link.id).await?;
        let mut event = AuditEvent::new(AuditAction::LinkUse, "user")
            .resource(account.id)
            .with("purpose", link.purpose.as_str());
        if let Some(password_hash) = password_hash {
            user::set_password(&mut uow, account.id, &password_hash).await?;
            account_link::revoke(&mut uow, account.id, Some(LinkPurpose::Invitation)).await?;
            account_link::revoke(&mut uow, account.id, Some(LinkPurpose::PasswordReset)).await?;
            sign_in_brake::forget(&mut uow, &account_key(&account.profile.email)).await?;
            let ended = end_all(&mut uow, account.id, None, SessionEnd::PasswordChanged).await?;
            event = event.with("sessions_ended", ended);
        } else if !user::verify_email(&mut uow, account.id, &link.email).await? {
            return Err(ServiceError::NotFound(DEAD));
        }
        uow.commit(self.ids(), &Actor::System(Job::SignIn), origin, event)
            .await?;
        Ok(UsedLink {
            purpose: link.purpose,
            email: account.profile.email,
        })
    }
}

/// The link and its account, both locked, where the link can still be followed.
async fn open_link(
    uow: &mut UnitOfWork,
    token_hash: &[u8; 32],
) -> Result<Option<(AccountLink, User)>, ServiceError> {
    let Some(link) = account_link::lock(uow, token_hash).await? else {
        return Ok(None);
    };
    user::lock(uow, link.user_id).await?;
    let account = existing(uow, link.user_id).await?;
    let now = uow.now().await?;
    let is_good = is_open(link.used_at, link.expires_at, now)
        && link.email == account.profile.email
        && fits(link.purpose, &account).is_ok();
    Ok(is_good.then_some((link, account)))
}

fn fits(purpose: LinkPurpose, account: &User) -> Result<(), ServiceError> {
    let conflict = |words: &str| Err(ServiceError::Conflict(words.to_owned()));
    match (purpose, account.state) {
        (_, AccountState::Disabled) => {
            conflict("this account is out of use; take it into use again first")
        }
        (LinkPurpose::Invitation, AccountState::Active) => {
            conflict("the invitation was accepted already; make a link for a new password instead")
        }
        (LinkPurpose::PasswordReset, AccountState::Invited) => {
            conflict("nobody has set a password yet; make an invitation instead")
        }
        (LinkPurpose::EmailCheck, _) if account.is_verified => {
            conflict("this address was checked already")
        }
        _ => Ok(()),
    }
}
