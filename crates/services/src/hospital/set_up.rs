//! Setting hospitals up.

use cloudcare_domain::{
    access::{Permission, Subject},
    audit::{AuditAction, AuditEvent},
    hospital::{HospitalProfile, HospitalRecord, TimeZoneName},
    id::HospitalId,
};
use cloudcare_store::{Source, StoreError, UnitOfWork, hospital};

use super::find;
use crate::{
    Caller, CreationKey, Current, FieldError, HIDDEN, ServiceError, Services, creation::Creation,
};

impl Services {
    /// Active hospitals, and how many there are (to 1,001). Known to everyone signed in, stations
    /// included.
    pub async fn hospitals(
        &self,
        _caller: &Caller,
        emergency_only: bool,
        specialization: Option<String>,
        skip: i64,
        limit: i64,
    ) -> Result<(Vec<HospitalRecord>, usize), ServiceError> {
        let mut reader = self.store().reader().await?;
        let filter = hospital::HospitalFilter {
            emergency_only,
            specialization,
            skip,
            limit,
            ..Default::default()
        };
        let hospitals = hospital::records(&mut reader, &filter).await?;
        let total = hospital::count(&mut reader, &filter).await?;
        Ok((hospitals, total))
    }

    /// One hospital by its unique name or id.
    pub async fn hospital(
        &self,
        _caller: &Caller,
        name_or_id: &str,
    ) -> Result<HospitalRecord, ServiceError> {
        let mut reader = self.store().reader().await?;
        let id = find(&mut reader, name_or_id).await?.id;
        record(&mut reader, id).await
    }

    /// Adds a hospital.
    pub async fn create_hospital(
        &self,
        caller: &Caller,
        key: Option<CreationKey>,
        profile: HospitalProfile,
    ) -> Result<HospitalRecord, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Create, "hospital");
        self.authorise(
            caller,
            Permission::HospitalWrite,
            &Subject::Installation,
            attempt.clone(),
        )
        .await?;
        let profile = checked(profile)?;
        let mut uow = self.store().begin().await?;
        let id = match self.creation(&mut uow, key, "hospital").await? {
            Creation::Fresh(id) => {
                hospital::write(&mut uow, HospitalId(id), &profile)
                    .await
                    .map_err(name_taken)?;
                HospitalId(id)
            }
            Creation::Repeat(id) => HospitalId(id),
        };
        let created = record(&mut uow, id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(id),
        )
        .await?;
        Ok(created)
    }

    /// Writes what is said of a hospital.
    pub async fn update_hospital(
        &self,
        caller: &Caller,
        name_or_id: &str,
        version: i32,
        profile: HospitalProfile,
    ) -> Result<HospitalRecord, ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "hospital");
        let (mut uow, found) = self
            .open_hospital(caller, name_or_id, Permission::HospitalWrite, &attempt)
            .await?;
        let profile = checked(profile)?;
        hospital::lock(&mut uow, found.id).await?;
        let current = record(&mut uow, found.id).await?;
        if current.version != version {
            return Err(ServiceError::Stale {
                message: "somebody changed this hospital since you saw it; look again".to_owned(),
                current: Current::Hospital(Box::new(current)),
            });
        }
        hospital::write(&mut uow, found.id, &profile)
            .await
            .map_err(name_taken)?;
        let updated = record(&mut uow, found.id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(found.id),
        )
        .await?;
        Ok(updated)
    }

    /// Takes a hospital out of use.
    pub async fn remove_hospital(
        &self,
        caller: &Caller,
        name_or_id: &str,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Delete, "hospital");
        let (mut uow, found) = self
            .open_hospital(caller, name_or_id, Permission::HospitalWrite, &attempt)
            .await?;
        hospital::lock(&mut uow, found.id).await?;
        let (wards, patients) = hospital::in_use(&mut uow, found.id).await?;
        if wards > 0 || patients > 0 {
            return Err(ServiceError::Conflict(format!(
                "{wards} wards and {patients} patients still belong to this hospital"
            )));
        }
        hospital::deactivate(&mut uow, found.id).await?;
        uow.commit(
            self.ids(),
            &caller.actor,
            &caller.origin,
            attempt.resource(found.id),
        )
        .await?;
        Ok(())
    }

    /// The old counter of free beds. Occupancy is derived, so there is nothing to set (P5).
    pub async fn set_bed_counter(
        &self,
        caller: &Caller,
        name_or_id: &str,
    ) -> Result<(), ServiceError> {
        let attempt = AuditEvent::new(AuditAction::Update, "hospital");
        let (uow, _) = self
            .open_hospital(caller, name_or_id, Permission::AdmissionWrite, &attempt)
            .await?;
        drop::<UnitOfWork>(uow);
        Err(ServiceError::Conflict(
            "free beds are counted from who lies where and can't be set; admit, move or discharge, or change the state of a bed"
                .to_owned(),
        ))
    }
}

pub(super) async fn record(
    source: &mut impl Source,
    id: HospitalId,
) -> Result<HospitalRecord, ServiceError> {
    let filter = hospital::HospitalFilter {
        id: Some(id),
        limit: 1,
        ..Default::default()
    };
    hospital::records(source, &filter)
        .await?
        .pop()
        .ok_or(ServiceError::NotFound(HIDDEN))
}

fn name_taken(error: StoreError) -> ServiceError {
    if error.is_conflict_on(hospital::UNIQUE_NAME) {
        ServiceError::Conflict(
            "a hospital of this name is, or was, in use; choose another name".to_owned(),
        )
    } else {
        error.into()
    }
}

/// Every field that can't be taken, at once.
fn checked(profile: HospitalProfile) -> Result<HospitalProfile, ServiceError> {
    let mut errors = Vec::new();
    let mut line = |field: &str, words: Option<String>| -> Option<String> {
        let words = words
            .map(|w| w.trim().to_owned())
            .filter(|w| !w.is_empty())?;
        if words.chars().count() > 200 {
            errors.push(FieldError::new(field, "at most 200 characters"));
        }
        Some(words)
    };
    let checked = HospitalProfile {
        name: profile.name.trim().to_owned(),
        registration_number: line("registration_number", profile.registration_number),
        hospital_type: line("hospital_type", Some(profile.hospital_type))
            .unwrap_or_else(|| "general".to_owned()),
        contact: line("contact", profile.contact),
        email: line("email", profile.email),
        address: profile
            .address
            .and_then(cloudcare_domain::address::Address::tidied),
        website: line("website", profile.website),
        emergency_services: profile.emergency_services,
        specializations: profile
            .specializations
            .into_iter()
            .filter_map(|w| line("specializations", Some(w)))
            .collect(),
        accreditations: profile
            .accreditations
            .into_iter()
            .filter_map(|w| line("accreditations", Some(w)))
            .collect(),
        time_zone: profile.time_zone,
        crash_call_number: line("crash_call_number", profile.crash_call_number),
        alert_phone_number: line("alert_phone_number", profile.alert_phone_number),
        bed_turnaround_minutes: profile.bed_turnaround_minutes,
    };
    // A name like an id would stand before the hospital of that id in every path.
    if !(2..=200).contains(&checked.name.chars().count())
        || checked.name.parse::<HospitalId>().is_ok()
    {
        errors.push(FieldError::new(
            "hospital_name",
            "2 to 200 characters, and not a UUID",
        ));
    }
    if let Err(error) = TimeZoneName::parse(&checked.time_zone) {
        errors.push(FieldError::new("time_zone", error));
    }
    if !(0..=1_440).contains(&checked.bed_turnaround_minutes) {
        errors.push(FieldError::new("bed_turnaround_minutes", "0 to 1,440"));
    }
    if checked.address.as_ref().is_some_and(|a| !a.fits()) {
        errors.push(FieldError::new(
            "address",
            "every line at most 200 characters",
        ));
    }
    for (field, list) in [
        ("specializations", &checked.specializations),
        ("accreditations", &checked.accreditations),
    ] {
        if list.len() > 100 {
            errors.push(FieldError::new(field, "at most 100"));
        }
    }
    if errors.is_empty() {
        Ok(checked)
    } else {
        Err(ServiceError::Invalid(errors))
    }
}
