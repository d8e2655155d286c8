//! Accounts.

use cloudcare_domain::{
    access::Role,
    audit::{AuditAction, AuditEvent},
    id::{HospitalId, UserId},
    user::{check_password, parse_email},
};
use cloudcare_store::user;

use crate::{Caller, FieldError, ServiceError, Services};

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
    /// Makes an account. Only background work (the installer, the command line) may, until users
    /// are administered.
    pub async fn create_user(
        &self,
        caller: &Caller,
        request: CreateUser,
    ) -> Result<UserId, ServiceError> {
        if !matches!(caller.actor, cloudcare_domain::access::Actor::System(_)) {
            return Err(ServiceError::Forbidden(
                "accounts are made by whoever installs CloudCare",
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
        let mut errors = Vec::new();
        let parsed = parse_email(&email).map_err(|e| errors.push(FieldError::new("email", e)));
        if let Err(e) = check_password(password) {
            errors.push(FieldError::new("password", e));
        }
        let full_name = full_name.trim().to_owned();
        if !(2..=255).contains(&full_name.chars().count()) {
            errors.push(FieldError::new(
                "full_name",
                "give a name of 2 to 255 characters",
            ));
        }
        let (Ok(email), true) = (parsed, errors.is_empty()) else {
            return Err(ServiceError::Invalid(errors));
        };
        let password_hash = self.inner.passwords.hash(password).await?;
        Ok(user::NewUser {
            id: UserId::generate(self.ids()),
            email,
            full_name,
            role,
            password_hash,
            patient_id: None,
            doctor_id: None,
        })
    }
}

pub(crate) async fn insert_user(
    uow: &mut cloudcare_store::UnitOfWork,
    new: &user::NewUser,
) -> Result<(), ServiceError> {
    user::insert(uow, new).await.map_err(|error| {
        if error.is_conflict_on("users_email_idx") || error.is_conflict_on("users_username_key") {
            ServiceError::Conflict("there is already an account with this e-mail".to_owned())
        } else {
            error.into()
        }
    })
}
