-- Why: who may sign in, from which station, and with what that station itself may listen (H1).

create table users (
  id                 uuid primary key,
  email              text not null check (position('@' in email) > 1),
  username           text not null unique,
  full_name          text not null,
  role               text not null check (role in ('admin', 'doctor', 'nurse', 'pharmacist', 'patient')),
  phone              text,
  license_number     text,
  license_expires_on date,
  -- PHC string, Argon2id.
  password_hash      text not null,
  patient_id         uuid unique references patients check (patient_id is null or role = 'patient'),
  doctor_id          uuid unique references doctors check (doctor_id is null or role = 'doctor'),
  is_active          boolean not null default true,
  is_verified        boolean not null default false,
  version            integer not null default 1,
  created_at         timestamptz not null default clock_timestamp(),
  updated_at         timestamptz not null default clock_timestamp(),
  last_login         timestamptz
);
create unique index users_email_idx on users (lower(email));
create index users_name_idx on users (full_name, id);

-- H19: reach follows the places a person works at. No ward: the whole hospital.
create table affiliations (
  id          uuid primary key,
  user_id     uuid not null references users,
  hospital_id uuid not null references hospitals,
  ward_id     uuid references wards,
  during      tstzrange not null default tstzrange(clock_timestamp(), null)
);
create index affiliations_user_idx on affiliations (user_id);
create index affiliations_hospital_idx on affiliations (hospital_id);
create index affiliations_ward_idx on affiliations (ward_id);

create table workstations (
  id                uuid primary key,
  name              text not null,
  hospital_id       uuid not null references hospitals,
  kind              text not null check (kind in ('nurse_station', 'ward', 'pharmacy', 'office', 'kiosk')),
  -- SHA-256 of the credential; the credential itself is with the station alone.
  credential_hash   bytea not null unique check (octet_length(credential_hash) = 32),
  enrolled_by       uuid references users,
  enrolled_at       timestamptz not null default clock_timestamp(),
  last_seen_at      timestamptz,
  revoked_at        timestamptz
);
create index workstations_hospital_idx on workstations (hospital_id, name) where revoked_at is null;
create index workstations_enrolled_by_idx on workstations (enrolled_by);

create table workstation_wards (
  workstation_id uuid not null references workstations,
  ward_id        uuid not null references wards,
  primary key (workstation_id, ward_id)
);
create index workstation_wards_ward_idx on workstation_wards (ward_id);

create table enrolment_codes (
  id          uuid primary key,
  code_hash   bytea not null unique check (octet_length(code_hash) = 32),
  hospital_id uuid not null references hospitals,
  ward_ids    uuid[] not null,
  created_by  uuid references users,
  created_at  timestamptz not null default clock_timestamp(),
  expires_at  timestamptz not null,
  used_at     timestamptz,
  -- Only the demo's own code may enrol more than one station.
  reusable    boolean not null default false
);
create index enrolment_codes_hospital_idx on enrolment_codes (hospital_id);
create index enrolment_codes_created_by_idx on enrolment_codes (created_by);

create table signing_keys (
  id                  uuid primary key,
  public_key          bytea not null,
  -- Ed25519 PKCS#8, wrapped by the installation's master key.
  wrapped_private_key text not null,
  created_at          timestamptz not null default clock_timestamp(),
  retired_at          timestamptz
);

create table sessions (
  id             uuid primary key,
  user_id        uuid not null references users,
  workstation_id uuid references workstations,
  address        text,
  user_agent     text,
  created_at     timestamptz not null default clock_timestamp(),
  last_used_at   timestamptz not null default clock_timestamp(),
  expires_at     timestamptz not null,
  ended_at       timestamptz,
  end_reason     text check (end_reason in ('signed_out', 'refresh_reused', 'terminated', 'user_disabled', 'password_changed')),
  check ((ended_at is null) = (end_reason is null))
);
create index sessions_user_idx on sessions (user_id, created_at desc);
create index sessions_workstation_idx on sessions (workstation_id);

create table refresh_tokens (
  id         uuid primary key,
  session_id uuid not null references sessions,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  issued_at  timestamptz not null default clock_timestamp(),
  -- Used once; seen again after that, the whole family is revoked.
  used_at    timestamptz
);
create index refresh_tokens_session_idx on refresh_tokens (session_id);

-- Counted by a hash of what was typed, so that an account that does not exist behaves like one that does.
create table sign_in_failures (
  account_hash bytea primary key check (octet_length(account_hash) = 32),
  failures     integer not null check (failures > 0),
  last_at      timestamptz not null default clock_timestamp(),
  locked_until timestamptz
);

alter table patients add foreign key (allergy_state_by) references users;
create index patients_allergy_state_by_idx on patients (allergy_state_by) where allergy_state_by is not null;
alter table allergies add foreign key (recorded_by) references users;
create index allergies_recorded_by_idx on allergies (recorded_by) where recorded_by is not null;
