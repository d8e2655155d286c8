//! Sessions: who is behind a credential, which are open, and ending them.

use cloudcare_domain::{
    access::{Actor, Grant, Job, Permission, Subject, UserActor, grant},
    audit::{AuditAction, AuditEvent},
    event::{Audience, EventKind, NewEvent},
    id::{DoctorId, SessionId, UserId},
    session::{Session, SessionEnd},
};
use cloudcare_store::{UnitOfWork, doctor, second_factor, session, user, workstation};
use jiff::Timestamp;
use serde_json::json;
use strum::VariantArray;

use crate::{
    Caller, Origin, ServiceError, Services,
    token::{STATION_PREFIX, Tokens, hash_secret},
};

pub(crate) const OVER: &str = "please sign in again";

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

    /// Live sessions of the caller, or of somebody else for whoever keeps accounts.
    pub async fn sessions(
        &self,
        caller: &Caller,
        of: Option<UserId>,
    ) -> Result<Vec<Session>, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Read, "session");
        let me = caller.actor.user().map(|user| user.user_id);
        let user = self
            .whose_sessions(caller, of.or(me), attempt.clone())
            .await?;
        let mut uow = self.store().begin().await?;
        let sessions = session::live(&mut uow, user).await?;
        let event = attempt
            .with("user_id", user.to_string())
            .with("count", sessions.len());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok(sessions)
    }

    /// Ends a session at once, streams included: an own one, or anybody's for whoever keeps accounts.
    pub async fn end_session(&self, caller: &Caller, id: SessionId) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::SessionEnd, "session").resource(id);
        let holder = session::holder(&mut self.store().reader().await?, id).await?;
        self.whose_sessions(caller, holder, attempt.clone()).await?;
        let mut uow = self.store().begin().await?;
        if holder.is_none() || !session::end(&mut uow, id, SessionEnd::Terminated).await? {
            return Err(ServiceError::NotFound("no such session, or it has ended"));
        }
        uow.emit(session_ended(id, SessionEnd::Terminated));
        uow.commit(self.ids(), &caller.actor, &caller.origin, attempt)
            .await?;
        Ok(())
    }

    /// Whose sessions are meant, and whether the caller may. What is nobody's is answered to people
    /// like somebody else's.
    async fn whose_sessions(
        &self,
        caller: &Caller,
        of: Option<UserId>,
        attempt: AuditEvent,
    ) -> Result<UserId, ServiceError> {
        let Some(me) = caller.actor.user() else {
            return Err(ServiceError::Forbidden("only people have sessions"));
        };
        if of == Some(me.user_id) {
            return Ok(me.user_id);
        }
        self.authorise(
            caller,
            Permission::UserManage,
            &Subject::Installation,
            attempt,
        )
        .await?;
        Ok(of.unwrap_or(me.user_id))
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

pub(crate) fn session_ended(id: SessionId, reason: SessionEnd) -> NewEvent {
    NewEvent {
        kind: EventKind::Session,
        audience: Audience {
            session_id: Some(id),
            ..Audience::default()
        },
        payload: json!({ "reason": reason.as_str() }),
    }
}

/// Ends every session of an account, or all but one, and tells every instance; a sign-in that waits
/// for its code ends too.
pub(crate) async fn end_all(
    uow: &mut UnitOfWork,
    user: UserId,
    except: Option<SessionId>,
    reason: SessionEnd,
) -> Result<usize, ServiceError> {
    second_factor::end_challenges(uow, user).await?;
    let ended = session::end_all(uow, user, except, reason).await?;
    for id in &ended {
        uow.emit(session_ended(*id, reason));
    }
    Ok(ended.len())
}
