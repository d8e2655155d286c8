//! What this installation is, and setting one up.

use cloudcare_domain::{
    access::{Actor, Job, Role},
    audit::{AuditAction, AuditEvent},
    bed::{Bed, ServiceState},
    hospital::{Hospital, TimeZoneName},
    id::{BedId, HospitalId, WardId},
    ward::{Ward, WardKind},
};
use cloudcare_store::{UnitOfWork, bed, hospital, installation, user, ward};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Caller, FieldError, Origin, ServiceError, Services, machine::random_bytes, user::insert_user,
};

/// What anybody may know of an installation before signing in.
#[derive(Debug, Clone)]
pub struct About {
    /// Whether everybody in it is made up.
    pub is_demo: bool,
    /// Whether it waits to be set up.
    pub needs_setup: bool,
    /// The hospital, where there is exactly one.
    pub hospital_name: Option<String>,
    /// Demo only: how to sign in and how to join.
    pub demo: Option<DemoAccess>,
}

/// How to get into a demo.
#[derive(Debug, Clone)]
pub struct DemoAccess {
    /// One password for all.
    pub password: String,
    /// Code that enrols a second station.
    pub enrolment_code: String,
    /// The people.
    pub accounts: Vec<user::AccountLine>,
}

/// A hospital on this PC.
#[derive(Debug, Clone)]
pub struct SetUp {
    /// Name of the hospital.
    pub hospital_name: String,
    /// IANA zone.
    pub time_zone: String,
    /// First ward.
    pub ward_name: String,
    /// Its beds, 1 to 200.
    pub bed_count: u32,
    /// Crash-call number, shown on arrest alerts.
    pub crash_call_number: Option<String>,
    /// Whom to phone when nobody is reached.
    pub alert_phone_number: Option<String>,
    /// First administrator's address.
    pub admin_email: String,
    /// Name.
    pub admin_full_name: String,
    /// Password.
    pub admin_password: String,
}

impl Services {
    pub(crate) fn installation_id(&self) -> Result<Uuid, ServiceError> {
        Ok(self.installation()?.id)
    }

    pub(crate) fn installation(&self) -> Result<&installation::InstallationRow, ServiceError> {
        self.inner
            .installation
            .get()
            .ok_or_else(|| ServiceError::internal("the installation is not loaded"))
    }

    /// Whether this installation is a demo.
    pub fn is_demo(&self) -> bool {
        self.inner.installation.get().is_some_and(|i| i.is_demo)
    }

    pub(crate) async fn load_installation(&self, demo: bool) -> Result<(), ServiceError> {
        let mut uow = self.store().begin().await?;
        let row = match installation::get(&mut uow).await? {
            Some(row) => row,
            None => {
                let row = installation::InstallationRow {
                    id: self.ids().uuid(),
                    is_demo: demo,
                    demo_password: demo.then(|| readable_secret(3)),
                    demo_enrolment_code: demo.then(|| readable_secret(2)),
                };
                if installation::insert(&mut uow, &row).await? {
                    let event = AuditEvent::new(AuditAction::Setup, "installation")
                        .resource(row.id)
                        .with("demo", demo);
                    uow.commit(
                        self.ids(),
                        &Actor::System(Job::Setup),
                        &Origin::default(),
                        event,
                    )
                    .await?;
                    row
                } else {
                    drop(uow);
                    let mut reader = self.store().reader().await?;
                    installation::get(&mut reader)
                        .await?
                        .ok_or_else(|| ServiceError::internal("the installation row is missing"))?
                }
            }
        };
        if row.is_demo != demo {
            return Err(ServiceError::Conflict(if row.is_demo {
                "this data folder holds the demo hospital; start it with --demo, or choose another folder for real work".to_owned()
            } else {
                "this data folder holds a real hospital; start it without --demo".to_owned()
            }));
        }
        let _ = self.inner.installation.set(row);
        Ok(())
    }

    /// What anybody may know before signing in.
    pub async fn about(&self) -> Result<About, ServiceError> {
        let mut reader = self.store().reader().await?;
        let hospital = crate::hospital::only(&mut reader).await?;
        let needs_setup = !user::any(&mut reader).await?;
        let row = installation::get(&mut reader).await?;
        let demo = match row {
            Some(installation::InstallationRow {
                is_demo: true,
                demo_password: Some(password),
                demo_enrolment_code: Some(enrolment_code),
                ..
            }) => Some(DemoAccess {
                password,
                enrolment_code,
                accounts: user::all_accounts(&mut reader).await?,
            }),
            _ => None,
        };
        Ok(About {
            is_demo: demo.is_some(),
            needs_setup,
            hospital_name: hospital.map(|only| only.name),
            demo,
        })
    }

    /// Sets up a hospital with one ward and its first administrator: once, by whoever holds the
    /// machine.
    pub async fn set_up(
        &self,
        caller: &Caller,
        request: SetUp,
    ) -> Result<(HospitalId, WardId), ServiceError> {
        if !matches!(caller.actor, Actor::System(Job::Setup)) {
            return Err(ServiceError::Forbidden(
                "only this PC's own first start can set it up",
            ));
        }
        let now = self.clock().now();
        let (hospital, ward, beds) = self.plan(&request, now)?;
        let admin = self
            .checked_user(
                request.admin_email,
                request.admin_full_name,
                Role::Admin,
                &request.admin_password,
            )
            .await
            .map_err(prefix_admin)?;
        let mut uow = self.store().begin().await?;
        if user::any(&mut uow).await? {
            return Err(ServiceError::Conflict(
                "this installation is set up already; sign in instead".to_owned(),
            ));
        }
        insert_hospital(&mut uow, &hospital).await?;
        ward::insert(&mut uow, &ward).await?;
        for bed in &beds {
            bed::insert(&mut uow, bed).await?;
        }
        insert_user(&mut uow, &admin).await?;
        user::affiliate(&mut uow, self.ids(), admin.id, hospital.id, None).await?;
        let event = AuditEvent::new(AuditAction::Setup, "hospital")
            .resource(hospital.id)
            .with("beds", beds.len());
        uow.commit(self.ids(), &caller.actor, &caller.origin, event)
            .await?;
        Ok((hospital.id, ward.id))
    }

    fn plan(
        &self,
        request: &SetUp,
        now: Timestamp,
    ) -> Result<(Hospital, Ward, Vec<Bed>), ServiceError> {
        let mut errors = Vec::new();
        let hospital_name = request.hospital_name.trim().to_owned();
        if !(2..=200).contains(&hospital_name.chars().count()) {
            errors.push(FieldError::new(
                "hospital_name",
                "give a name of 2 to 200 characters",
            ));
        }
        if let Err(e) = TimeZoneName::parse(&request.time_zone) {
            errors.push(FieldError::new("time_zone", e));
        }
        let ward_name = request.ward_name.trim().to_owned();
        if !(1..=200).contains(&ward_name.chars().count()) {
            errors.push(FieldError::new(
                "ward_name",
                "give a name of 1 to 200 characters",
            ));
        }
        if !(1..=200).contains(&request.bed_count) {
            errors.push(FieldError::new("bed_count", "a ward has 1 to 200 beds"));
        }
        if !errors.is_empty() {
            return Err(ServiceError::Invalid(errors));
        }
        let hospital = Hospital {
            id: HospitalId::generate(self.ids()),
            name: hospital_name,
            hospital_type: "general".to_owned(),
            contact: None,
            emergency_services: true,
            time_zone: request.time_zone.clone(),
            crash_call_number: non_blank(request.crash_call_number.as_deref()),
            alert_phone_number: non_blank(request.alert_phone_number.as_deref()),
        };
        let ward = Ward {
            id: WardId::generate(self.ids()),
            hospital_id: hospital.id,
            name: ward_name,
            kind: WardKind::Inpatient,
            bed_count: i64::from(request.bed_count),
        };
        let beds = (1..=request.bed_count)
            .map(|n| self.numbered_bed(ward.id, n, now))
            .collect();
        Ok((hospital, ward, beds))
    }

    /// Beds are lettered by bays of six: A1 … A6, B1 …
    fn numbered_bed(&self, ward_id: WardId, n: u32, now: Timestamp) -> Bed {
        let bay = bay_letter((n - 1) / 6);
        Bed {
            id: BedId::generate(self.ids()),
            ward_id,
            label: format!("{bay}{}", (n - 1) % 6 + 1),
            bay: format!("Bay {bay}"),
            position: i32::try_from(n).unwrap_or(i32::MAX),
            capabilities: Vec::new(),
            service_state: ServiceState::InService,
            state_reason: None,
            state_since: now,
        }
    }
}

fn bay_letter(index: u32) -> String {
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => letter.to_string(),
        round => format!(
            "{letter}{letter}{}",
            if round > 1 {
                round.to_string()
            } else {
                String::new()
            }
        ),
    }
}

async fn insert_hospital(uow: &mut UnitOfWork, hospital: &Hospital) -> Result<(), ServiceError> {
    hospital::insert(uow, hospital).await.map_err(|error| {
        if error.is_conflict_on("hospitals_name_key") {
            ServiceError::Conflict("there is already a hospital of this name".to_owned())
        } else {
            error.into()
        }
    })
}

fn prefix_admin(error: ServiceError) -> ServiceError {
    match error {
        ServiceError::Invalid(fields) => ServiceError::Invalid(
            fields
                .into_iter()
                .map(|f| FieldError::new(format!("admin.{}", f.field), f.message))
                .collect(),
        ),
        other => other,
    }
}

fn non_blank(text: Option<&str>) -> Option<String> {
    text.map(str::trim)
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
}

/// Groups of four characters that can be read aloud and typed: no 0, O, 1, I, L, 5, S, 2, Z, U or V.
pub(crate) fn readable_secret(groups: usize) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHJKMNPQRTWXY346789";
    let bytes: [u8; 32] = random_bytes();
    bytes
        .chunks(4)
        .take(groups)
        .map(|group| {
            group
                .iter()
                .map(|b| char::from(ALPHABET[usize::from(*b) % ALPHABET.len()]))
                .collect::<String>()
        })
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bays_go_on_after_z() {
        assert_eq!(bay_letter(0), "A");
        assert_eq!(bay_letter(25), "Z");
        assert_eq!(bay_letter(26), "AA");
        assert_eq!(bay_letter(33), "HH");
    }

    #[test]
    fn a_readable_secret_has_no_look_alikes() {
        let secret = readable_secret(3);
        assert_eq!(secret.len(), 14);
        assert!(
            secret.chars().all(|c| c == '-'
                || (c.is_ascii_uppercase() || c.is_ascii_digit()) && !"0O1IL5S2ZUV".contains(c)),
            "{secret}"
        );
        assert_ne!(secret, readable_secret(3));
    }
}
