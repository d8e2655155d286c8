-- Why: the hospital as it stands: places, people, and who lies where. Occupancy is never a counter;
-- it is derived from stays, and the database itself refuses two patients in one bed.

create table installation (
  singleton      boolean primary key default true check (singleton),
  id             uuid not null,
  is_demo        boolean not null,
  -- Only a demo has one: made-up people, shown on its own sign-in screen.
  demo_password  text check (demo_password is null or is_demo),
  -- Lets a second station join the demo; outside a demo codes are made by an administrator.
  demo_enrolment_code text check (demo_enrolment_code is null or is_demo),
  created_at     timestamptz not null default clock_timestamp()
);

create table hospitals (
  id                  uuid primary key,
  name                text not null unique check (length(name) between 2 and 200),
  registration_number text,
  hospital_type       text not null default 'general',
  contact             text,
  email               text,
  address             jsonb,
  website             text,
  emergency_services  boolean not null default true,
  specializations     text[] not null default '{}',
  accreditations      text[] not null default '{}',
  -- IANA name: every wall-clock time of this hospital is shown in it (H27).
  time_zone           text not null,
  -- Shown, never dialled: CloudCare does not call the crash team (H17).
  crash_call_number   text,
  -- Told to the raiser when nobody was reached (H2).
  alert_phone_number  text,
  is_active           boolean not null default true,
  version             integer not null default 1,
  created_at          timestamptz not null default clock_timestamp(),
  updated_at          timestamptz not null default clock_timestamp()
);
create index hospitals_name_idx on hospitals (name) where is_active;

create table departments (
  id          uuid primary key,
  hospital_id uuid not null references hospitals,
  name        text not null,
  unique (hospital_id, name)
);

create table wards (
  id            uuid primary key,
  hospital_id   uuid not null references hospitals,
  department_id uuid references departments,
  name          text not null,
  kind          text not null default 'inpatient'
                check (kind in ('inpatient', 'intensive_care', 'maternity', 'paediatric', 'emergency', 'day')),
  is_active     boolean not null default true,
  version       integer not null default 1,
  created_at    timestamptz not null default clock_timestamp(),
  unique (hospital_id, name)
);
create index wards_department_idx on wards (department_id);

create table beds (
  id            uuid primary key,
  ward_id       uuid not null references wards,
  label         text not null,
  bay           text not null,
  -- Order on the board, counted from 1 within the ward.
  position      integer not null check (position > 0),
  capabilities  text[] not null default '{}',
  -- Occupied and reserved are derived, never set.
  service_state text not null default 'in_service' check (service_state in ('in_service', 'cleaning', 'closed')),
  state_reason  text,
  state_since   timestamptz not null default clock_timestamp(),
  version       integer not null default 1,
  unique (ward_id, label),
  unique (ward_id, position)
);

create table patients (
  id                   uuid primary key,
  code                 text not null unique default next_patient_code(),
  family_name          text not null check (length(family_name) between 1 and 200),
  given_name           text not null check (length(given_name) <= 200),
  title                text,
  date_of_birth        date not null,
  gender               text not null check (gender in ('male', 'female', 'other', 'prefer_not_to_say')),
  contact              text,
  email                text,
  address              jsonb,
  blood_type           text not null default 'unknown' check (blood_type in
    ('A_POSITIVE', 'A_NEGATIVE', 'B_POSITIVE', 'B_NEGATIVE', 'AB_POSITIVE', 'AB_NEGATIVE', 'O_POSITIVE', 'O_NEGATIVE', 'unknown')),
  -- H13: "none known" is somebody's statement, never an empty list.
  allergy_state        text not null default 'not_asked'
                       check (allergy_state in ('known', 'none_known', 'not_asked', 'unable_to_obtain')),
  allergy_state_by     uuid,
  allergy_state_at     timestamptz,
  -- H18: stands on the banner and on every alert.
  resuscitation_status text check (resuscitation_status in ('full_treatment', 'limited_treatment', 'not_for_resuscitation')),
  is_active            boolean not null default true,
  version              integer not null default 1,
  created_at           timestamptz not null default clock_timestamp(),
  updated_at           timestamptz not null default clock_timestamp()
);

create table allergies (
  id          uuid primary key,
  patient_id  uuid not null references patients,
  substance   text not null,
  reaction    text,
  -- Entries are refuted, never deleted (H13).
  status      text not null default 'active' check (status in ('active', 'refuted', 'entered_in_error')),
  recorded_by uuid,
  recorded_at timestamptz not null default clock_timestamp()
);
create index allergies_patient_idx on allergies (patient_id, recorded_at);

create table doctors (
  id                 uuid primary key,
  code               text not null unique default next_doctor_code(),
  full_name          text not null,
  specializations    text[] not null default '{}',
  qualifications     text[] not null default '{}',
  license_number     text unique,
  -- No expiry on file means the licence is not verified.
  license_expires_on date,
  phone              text,
  email              text,
  is_available       boolean not null default true,
  is_active          boolean not null default true,
  version            integer not null default 1,
  created_at         timestamptz not null default clock_timestamp(),
  updated_at         timestamptz not null default clock_timestamp()
);
create index doctors_name_idx on doctors (full_name, id) where is_active;

create table patient_doctors (
  id                uuid primary key,
  patient_id        uuid not null references patients,
  doctor_id         uuid not null references doctors,
  relationship_type text not null default 'current',
  started_at        timestamptz not null default clock_timestamp(),
  ended_at          timestamptz check (ended_at >= started_at)
);
create unique index patient_doctors_current_idx on patient_doctors (patient_id, doctor_id, relationship_type) where ended_at is null;
create index patient_doctors_doctor_idx on patient_doctors (doctor_id, started_at);

create table admissions (
  id                    uuid primary key,
  patient_id            uuid not null references patients,
  hospital_id           uuid not null references hospitals,
  -- The ward that answers for the patient, with or without a bed (H22).
  ward_id               uuid references wards,
  department_id         uuid references departments,
  treatment_type        text not null default 'inpatient' check (treatment_type in ('inpatient', 'outpatient', 'day', 'emergency')),
  reason                text,
  isolation             text check (isolation in ('contact', 'droplet', 'airborne')),
  -- Where a patient without a bed is: corridor, theatre, leave.
  place                 text,
  responsible_doctor_id uuid references doctors,
  admitted_at           timestamptz not null default clock_timestamp(),
  expected_discharge_at timestamptz,
  discharged_at         timestamptz check (discharged_at >= admitted_at),
  discharge_summary     text,
  version               integer not null default 1
);
create unique index admissions_one_active_inpatient_idx on admissions (patient_id)
  where discharged_at is null and treatment_type = 'inpatient';
create index admissions_patient_idx on admissions (patient_id, admitted_at desc);
create index admissions_ward_active_idx on admissions (ward_id) where discharged_at is null;
create index admissions_hospital_idx on admissions (hospital_id, admitted_at desc);
create index admissions_department_idx on admissions (department_id);
create index admissions_doctor_idx on admissions (responsible_doctor_id);

create table bed_stays (
  id           uuid primary key,
  admission_id uuid not null references admissions,
  bed_id       uuid not null references beds,
  patient_id   uuid not null references patients,
  during       tstzrange not null check (not isempty(during)),
  constraint bed_stays_one_patient_per_bed exclude using gist (bed_id with =, during with &&),
  constraint bed_stays_one_bed_per_patient exclude using gist (patient_id with =, during with &&)
);
create index bed_stays_admission_idx on bed_stays (admission_id);
create index bed_stays_open_idx on bed_stays (bed_id) where upper_inf(during);
create index bed_stays_patient_idx on bed_stays (patient_id) where upper_inf(during);
