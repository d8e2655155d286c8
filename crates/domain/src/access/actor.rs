//! Who is acting, and whether they may.

use crate::{
    access::{Grant, Permission, Role, grant},
    id::{HospitalId, PatientId, SessionId, UserId, WardId, WorkstationId},
    text_enum,
    workstation::WorkstationKind,
};

/// Where a person or a station is at work: loaded once per request, taken by the SQL, by
/// [`Actor::may`] and by the stream filter, so that a list and a single read never disagree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Hospitals reached as a whole.
    pub hospitals: Vec<HospitalId>,
    /// Wards reached, those of `hospitals` included.
    pub wards: Vec<WardId>,
    /// Hospitals worked or stood in, even if only on a ward: what happens there outside every ward
    /// (a corridor, the car park) concerns everybody there.
    pub at: Vec<HospitalId>,
}

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserActor {
    /// Account.
    pub user_id: UserId,
    /// Name as shown to others.
    pub full_name: String,
    /// Role.
    pub role: Role,
    /// Session.
    pub session_id: SessionId,
    /// The station the session was opened on.
    pub workstation_id: Option<WorkstationId>,
    /// The patient whose own account this is.
    pub patient_id: Option<PatientId>,
    /// Where at work.
    pub scope: Scope,
}

/// A station acting by its own credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkstationActor {
    /// Station.
    pub workstation_id: WorkstationId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub kind: WorkstationKind,
    /// Where it stands.
    pub hospital_id: HospitalId,
    /// What it listens to.
    pub scope: Scope,
}

text_enum! {
    /// Work nobody asked for just now.
    pub enum Job {
        /// Setting an installation up.
        Setup,
        /// Filling the demo hospital.
        Demo,
        /// The command line, by whoever holds the machine.
        CommandLine,
        /// Answering somebody who has not signed in.
        SignIn,
        /// Shortening the event log.
        EventLog,
        /// Taking in what another system has told.
        Import,
        /// Sealing the record.
        AuditSeal,
    }
}

/// Whoever acts. Every service function takes one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    User(UserActor),
    /// A station.
    Workstation(WorkstationActor),
    /// Background work.
    System(Job),
}

/// What is acted upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The installation itself.
    Installation,
    /// A place.
    Place {
        /// Hospital.
        hospital_id: HospitalId,
        /// Ward, where it is one.
        ward_id: Option<WardId>,
    },
    /// A patient.
    Patient {
        /// Who.
        patient_id: PatientId,
        /// Wards that answer for the patient now, or did within 72 h of discharge (H19).
        wards: Vec<WardId>,
        /// Hospitals likewise.
        hospitals: Vec<HospitalId>,
        /// Hospitals in which everybody is concerned: an alert of this patient outside every ward.
        everyone_at: Vec<HospitalId>,
        /// Where the record is read and nothing is written yet: a hospital that has been asked to take
        /// the patient and has not accepted.
        readers: Vec<Place>,
    },
}

/// A ward, or a whole hospital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Hospital.
    pub hospital_id: HospitalId,
    /// Ward, where it is one.
    pub ward_id: Option<WardId>,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// The actor may know it exists.
    #[error("not allowed")]
    Forbidden,
    /// The actor must not learn that it exists: answered like something that is not there (H20).
    #[error("not found")]
    Hidden,
}

impl Actor {
    /// Decides. The only place that does.
    pub fn may(&self, permission: Permission, subject: &Subject) -> Result<(), Denial> {
        match self {
            Self::System(_) => Ok(()),
            Self::User(user) => user.may(permission, subject),
            Self::Workstation(station) => station.may(permission, subject),
        }
    }

    /// The person's account, where a person acts.
    pub fn user(&self) -> Option<&UserActor> {
        match self {
            Self::User(user) => Some(user),
            Self::Workstation(_) | Self::System(_) => None,
        }
    }

    /// The station acted from or acting.
    pub fn workstation_id(&self) -> Option<WorkstationId> {
        match self {
            Self::User(user) => user.workstation_id,
            Self::Workstation(station) => Some(station.workstation_id),
            Self::System(_) => None,
        }
    }

    /// Where the actor is at work; nowhere for background work.
    pub fn scope(&self) -> Option<&Scope> {
        match self {
            Self::User(user) => Some(&user.scope),
            Self::Workstation(station) => Some(&station.scope),
            Self::System(_) => None,
        }
    }
}

impl UserActor {
    fn may(&self, permission: Permission, subject: &Subject) -> Result<(), Denial> {
        let reached = match grant(self.role, permission) {
            Grant::No => false,
            Grant::All => true,
            Grant::Own => {
                matches!(subject, Subject::Patient { patient_id, .. } if self.patient_id == Some(*patient_id))
            }
            Grant::InReach => {
                self.scope.reaches(subject)
                    || (permission.only_reads() && self.scope.reads(subject))
            }
        };
        match (reached, self.role) {
            (true, _) => Ok(()),
            // Patients learn nothing about others; staff always know who is registered (H20).
            (false, Role::Patient) if !matches!(subject, Subject::Installation) => {
                Err(Denial::Hidden)
            }
            (false, _) => Err(Denial::Forbidden),
        }
    }
}

impl WorkstationActor {
    fn may(&self, permission: Permission, subject: &Subject) -> Result<(), Denial> {
        let granted = match permission {
            Permission::HospitalRead => true,
            // A dispensary or a kiosk is told of nothing, and what it showed would reach nobody.
            Permission::AlertRead | Permission::AlertReceipt => self.kind.listens_for_alerts(),
            _ => false,
        };
        if granted && self.scope.reaches(subject) {
            Ok(())
        } else {
            Err(Denial::Forbidden)
        }
    }
}

impl Scope {
    /// Whether a subject is within reach.
    pub fn reaches(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Installation => true,
            Subject::Place {
                hospital_id,
                ward_id,
            } => self.covers(Some(*hospital_id), *ward_id),
            Subject::Patient {
                wards,
                hospitals,
                everyone_at,
                ..
            } => {
                hospitals.iter().any(|h| self.hospitals.contains(h))
                    || wards.iter().any(|w| self.wards.contains(w))
                    || everyone_at.iter().any(|h| self.covers(Some(*h), None))
            }
        }
    }

    /// Whether a subject beyond reach may be read all the same.
    fn reads(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Patient { readers, .. } => readers
                .iter()
                .any(|place| self.covers(Some(place.hospital_id), place.ward_id)),
            Subject::Installation | Subject::Place { .. } => false,
        }
    }

    /// Whether a place is within reach: the one rule for lists, single reads and streams.
    pub fn covers(&self, hospital: Option<HospitalId>, ward: Option<WardId>) -> bool {
        hospital.is_some_and(|h| self.hospitals.contains(&h))
            || match ward {
                Some(ward) => self.wards.contains(&ward),
                None => hospital.is_some_and(|h| self.at.contains(&h)),
            }
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;
    use uuid::Uuid;

    use super::*;

    const HERE: WardId = WardId(Uuid::from_u128(1));
    const ELSEWHERE: WardId = WardId(Uuid::from_u128(2));
    const HOSPITAL: HospitalId = HospitalId(Uuid::from_u128(3));
    const ME: PatientId = PatientId(Uuid::from_u128(4));
    const OTHER: PatientId = PatientId(Uuid::from_u128(5));

    fn person(role: Role) -> Actor {
        Actor::User(UserActor {
            user_id: UserId(Uuid::nil()),
            full_name: "Someone".to_owned(),
            role,
            session_id: SessionId(Uuid::nil()),
            workstation_id: None,
            patient_id: (role == Role::Patient).then_some(ME),
            scope: Scope {
                hospitals: vec![],
                at: vec![],
                wards: if role == Role::Patient {
                    vec![]
                } else {
                    vec![HERE]
                },
            },
        })
    }

    fn patient(id: PatientId, ward: WardId) -> Subject {
        Subject::Patient {
            patient_id: id,
            wards: vec![ward],
            hospitals: vec![HOSPITAL],
            everyone_at: vec![],
            readers: vec![],
        }
    }

    #[test]
    fn a_hospital_that_was_only_asked_to_take_a_patient_reads_and_writes_nothing() {
        let asked = Subject::Patient {
            patient_id: OTHER,
            wards: vec![ELSEWHERE],
            hospitals: vec![],
            everyone_at: vec![],
            readers: vec![Place {
                hospital_id: HOSPITAL,
                ward_id: Some(HERE),
            }],
        };
        for permission in Permission::VARIANTS {
            for role in [Role::Doctor, Role::Nurse, Role::Pharmacist] {
                let expected = match grant(role, *permission) {
                    Grant::All => true,
                    Grant::InReach => permission.only_reads(),
                    Grant::No | Grant::Own => false,
                };
                assert_eq!(
                    person(role).may(*permission, &asked).is_ok(),
                    expected,
                    "{role} {permission}"
                );
            }
        }
    }

    #[test]
    fn staff_reach_the_patients_of_their_wards_and_no_others() {
        for role in [Role::Doctor, Role::Nurse, Role::Pharmacist] {
            assert_eq!(
                person(role).may(Permission::ClinicalRead, &patient(OTHER, HERE)),
                Ok(()),
                "{role}"
            );
            assert_eq!(
                person(role).may(Permission::ClinicalRead, &patient(OTHER, ELSEWHERE)),
                Err(Denial::Forbidden),
                "{role}"
            );
        }
    }

    #[test]
    fn a_patient_reaches_the_own_record_and_never_learns_of_others() {
        let me = person(Role::Patient);
        assert_eq!(me.may(Permission::WearableSync, &patient(ME, HERE)), Ok(()));
        assert_eq!(
            me.may(Permission::WearableSync, &patient(OTHER, HERE)),
            Err(Denial::Hidden)
        );
        assert_eq!(
            me.may(Permission::PatientRead, &patient(OTHER, HERE)),
            Err(Denial::Hidden)
        );
    }

    #[test]
    fn administrators_write_nothing_clinical() {
        let admin = person(Role::Admin);
        for permission in [
            Permission::ClinicalRead,
            Permission::AlertAnswer,
            Permission::AlertClose,
            Permission::WearableSync,
            Permission::ConsentManage,
        ] {
            assert_eq!(
                admin.may(permission, &patient(OTHER, HERE)),
                Err(Denial::Forbidden),
                "{permission}"
            );
        }
    }

    #[test]
    fn a_station_hears_its_wards_and_can_do_nothing_else() {
        let station = Actor::Workstation(WorkstationActor {
            workstation_id: WorkstationId(Uuid::nil()),
            name: "Nurse station 1".to_owned(),
            kind: WorkstationKind::NurseStation,
            hospital_id: HOSPITAL,
            scope: Scope {
                hospitals: vec![],
                wards: vec![HERE],
                at: vec![HOSPITAL],
            },
        });
        let here = Subject::Place {
            hospital_id: HOSPITAL,
            ward_id: Some(HERE),
        };
        let there = Subject::Place {
            hospital_id: HOSPITAL,
            ward_id: Some(ELSEWHERE),
        };
        for permission in Permission::VARIANTS {
            let expected = matches!(
                permission,
                Permission::AlertRead | Permission::AlertReceipt | Permission::HospitalRead
            );
            assert_eq!(
                station.may(*permission, &here).is_ok(),
                expected,
                "{permission}"
            );
            assert!(station.may(*permission, &there).is_err(), "{permission}");
        }
    }

    /// The whole table, readable in review: role by permission.
    #[test]
    fn the_permission_table_is_the_agreed_one() {
        let mut table = String::new();
        for permission in Permission::VARIANTS {
            let row: Vec<&str> = Role::VARIANTS
                .iter()
                .map(|role| match grant(*role, *permission) {
                    Grant::No => "-",
                    Grant::Own => "own",
                    Grant::InReach => "reach",
                    Grant::All => "all",
                })
                .collect();
            table.extend([permission.as_str(), " ", &row.join(" "), "\n"]);
        }
        let agreed = "\
hospital_read all all all all all
board_read all reach reach reach -
patient_read all reach reach reach own
clinical_read - reach reach reach own
patient_search all all all all -
patient_register all all all - -
patient_write all reach reach - own
clinical_write - reach reach - -
allergy_write - reach reach reach -
admission_write all reach reach - -
hospital_write all - - - -
doctor_write all - - - -
doctor_availability all all - - -
alert_read - reach reach reach own
alert_raise all reach reach reach own
alert_answer - reach reach reach -
alert_close - reach reach - -
alert_delegate - - - - -
alert_receipt - - - - -
wearable_sync - - - - own
consent_manage - reach reach - own
workstation_manage all - - - -
audit_read all - - - own
user_manage all - - - -
";
        assert_eq!(
            table, agreed,
            "columns: admin doctor nurse pharmacist patient"
        );
    }
}
