-- Why: everything a hospital knows of a person beyond a name: contacts, conditions, allergies with their
-- history, death, birth, an identity still to be found; doctors with the hospitals they work at; what was
-- imported, so that a second import changes nothing; and columns that a search as one types can use.

create extension if not exists pg_trgm;

-- How a name is compared: lower case, without marks, letters that have no mark to lose spelt out, everything
-- else one space. In the database, so that no writer (a form, an import, COPY) can store another form than the
-- one a search asks for.
create function search_form(words text) returns text
  language sql immutable strict parallel safe as $$
  select trim(regexp_replace(
    regexp_replace(
      replace(replace(replace(translate(lower(normalize(words, NFKD)), 'łøđıħ’ʼ‘`´', 'lodih'''''), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
      '[\u0300-\u036f'']', '', 'g'),
    '[^[:alnum:]]+', ' ', 'g'))
$$;

-- A telephone number as people compare them: digits, without the zeros before a trunk or a country.
create function phone_form(words text) returns text
  language sql immutable strict parallel safe as $$
  select ltrim(regexp_replace(words, '\D', '', 'g'), '0')
$$;

alter table patients
  add column insurance_provider    text check (length(insurance_provider) <= 200),
  add column insurance_number      text check (length(insurance_number) <= 64),
  add column search_name           text generated always as (search_form(family_name || ' ' || given_name)) stored,
  -- The same with the given names first, so that either order is a prefix.
  add column search_name_reversed  text generated always as (search_form(given_name || ' ' || family_name)) stored,
  add column search_phone          text generated always as (phone_form(coalesce(contact, ''))) stored,
  -- Backwards: people leave out prefixes, never the end.
  add column search_phone_reversed text generated always as (reverse(phone_form(coalesce(contact, '')))) stored,
  add column search_insurance      text generated always as (replace(search_form(coalesce(insurance_number, '')), ' ', '')) stored,
  add column date_of_birth_is_estimated boolean not null default false,
  -- Unidentified: an alias stands for the name. Linked: another record is the person's own.
  add column identity_state        text not null default 'identified'
                                   check (identity_state in ('identified', 'unidentified', 'linked')),
  add column linked_to             uuid references patients,
  add column mother_id             uuid references patients,
  -- The hospital that registered the patient answers for them until it has admitted them (H19).
  add column registered_hospital_id uuid references hospitals,
  add column registered_by         uuid references users,
  -- What was seen of somebody nobody could name: clothes, marks, where found.
  add column description           text check (length(description) <= 1000),
  -- A newborn's age is counted in hours.
  add column born_at               timestamptz,
  add constraint patients_linked_check check ((identity_state = 'linked') = (linked_to is not null) and linked_to <> id),
  add constraint patients_mother_check check (mother_id <> id);

create index patients_search_name_idx on patients (search_name text_pattern_ops) where is_active;
create index patients_search_name_reversed_idx on patients (search_name_reversed text_pattern_ops) where is_active;
create index patients_search_phone_idx on patients (search_phone text_pattern_ops) where is_active and search_phone <> '';
create index patients_search_phone_reversed_idx on patients (search_phone_reversed text_pattern_ops) where is_active and search_phone <> '';
create index patients_search_insurance_idx on patients (search_insurance) where is_active and search_insurance <> '';
-- A code partly typed.
create index patients_code_prefix_idx on patients (code text_pattern_ops);
create index patients_search_trigram_idx on patients using gin (search_name gin_trgm_ops) where is_active;
create index patients_birth_idx on patients (date_of_birth, search_name) where is_active;
create index patients_created_idx on patients (created_at desc, id desc) where is_active;
create index patients_registered_hospital_idx on patients (registered_hospital_id) where registered_hospital_id is not null;
create index patients_registered_by_idx on patients (registered_by) where registered_by is not null;
create index patients_linked_idx on patients (linked_to) where linked_to is not null;
create index patients_mother_idx on patients (mother_id) where mother_id is not null;

-- Somebody looked at a likely duplicate and said that it is another person, and why.
create table duplicate_dismissals (
  patient_id   uuid not null references patients,
  other_id     uuid not null references patients,
  reason       text not null check (length(reason) between 1 and 500),
  dismissed_by uuid references users,
  dismissed_at timestamptz not null default clock_timestamp(),
  primary key (patient_id, other_id),
  check (patient_id <> other_id)
);
create index duplicate_dismissals_other_idx on duplicate_dismissals (other_id);
create index duplicate_dismissals_by_idx on duplicate_dismissals (dismissed_by) where dismissed_by is not null;
revoke update, delete, truncate on duplicate_dismissals from cloudcare_app;

create table family_contacts (
  id                   uuid primary key,
  patient_id           uuid not null references patients,
  name                 text not null check (length(name) between 1 and 200),
  relationship         text not null check (length(relationship) between 1 and 100),
  contact              text not null check (length(contact) between 1 and 100),
  email                text,
  is_primary           boolean not null default false,
  is_emergency_contact boolean not null default false,
  is_active            boolean not null default true,
  version              integer not null default 1,
  created_at           timestamptz not null default clock_timestamp(),
  updated_at           timestamptz not null default clock_timestamp()
);
create index family_contacts_patient_idx on family_contacts (patient_id, created_at) where is_active;
create unique index family_contacts_one_primary_idx on family_contacts (patient_id) where is_primary and is_active;

create table conditions (
  id           uuid primary key,
  patient_id   uuid not null references patients,
  -- ICD-10, for example J18.9; a condition may be known in words only.
  icd10_code   text check (icd10_code ~ '^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$'),
  description  text not null check (length(description) between 1 and 500),
  started_on   date,
  ended_on     date check (ended_on >= started_on),
  status       text not null default 'active' check (status in ('active', 'entered_in_error')),
  error_reason text check ((error_reason is not null) = (status = 'entered_in_error')),
  recorded_by  uuid references users,
  recorded_at  timestamptz not null default clock_timestamp(),
  version      integer not null default 1
);
create index conditions_patient_idx on conditions (patient_id, started_on desc, id);
create index conditions_recorded_by_idx on conditions (recorded_by);

alter table allergies
  add column severity      text check (severity in ('mild', 'moderate', 'severe', 'life_threatening')),
  add column category      text check (category in ('medicine', 'food', 'environment', 'other')),
  -- An uncoded entry can't be checked against a prescription (H13), and says so.
  add column code          text,
  add column code_system   text check ((code_system is null) = (code is null)),
  add column status_reason text,
  add column status_by     uuid references users,
  add column status_at     timestamptz,
  add column version       integer not null default 1;
create index allergies_status_by_idx on allergies (status_by) where status_by is not null;

-- Reversible, because people have been declared dead by a slip of the mouse (H21).
create table deaths (
  id              uuid primary key,
  patient_id      uuid not null references patients,
  died_at         timestamptz not null,
  verified_by     text not null check (length(verified_by) between 1 and 200),
  recorded_by     uuid references users,
  recorded_at     timestamptz not null default clock_timestamp(),
  reversed_at     timestamptz,
  reversed_by     uuid references users,
  reversal_reason text check ((reversal_reason is not null) = (reversed_at is not null))
);
create unique index deaths_one_idx on deaths (patient_id) where reversed_at is null;
create index deaths_recorded_by_idx on deaths (recorded_by);
create index deaths_reversed_by_idx on deaths (reversed_by) where reversed_by is not null;

alter table doctors
  add column gender           text check (gender in ('male', 'female', 'other', 'prefer_not_to_say')),
  add column experience_years integer check (experience_years between 0 and 80),
  add column search_name      text generated always as (search_form(full_name)) stored;
create index doctors_search_idx on doctors using gin (search_name gin_trgm_ops) where is_active;
create index doctors_specializations_idx on doctors using gin (specializations) where is_active;

create table doctor_hospitals (
  id          uuid primary key,
  doctor_id   uuid not null references doctors,
  hospital_id uuid not null references hospitals,
  department  text not null check (length(department) between 1 and 200),
  position    text check (length(position) <= 200),
  started_at  timestamptz not null default clock_timestamp(),
  ended_at    timestamptz check (ended_at >= started_at)
);
create unique index doctor_hospitals_current_idx on doctor_hospitals (doctor_id, hospital_id, department) where ended_at is null;
create index doctor_hospitals_doctor_idx on doctor_hospitals (doctor_id, started_at desc);
create index doctor_hospitals_hospital_idx on doctor_hospitals (hospital_id, department, started_at desc);

-- Measured or imported vital signs, one row per set. What a set lacks is null, never zero.
create table observation_sets (
  id               uuid primary key,
  patient_id       uuid not null references patients,
  admission_id     uuid references admissions,
  taken_at         timestamptz not null,
  recorded_at      timestamptz not null default clock_timestamp(),
  recorded_by      uuid references users,
  origin           text not null check (origin in ('ward', 'import', 'demo')),
  respiration_per_min  numeric(5, 1),
  oxygen_saturation_percent numeric(5, 1),
  on_oxygen        boolean,
  systolic_mmhg    numeric(5, 1),
  diastolic_mmhg   numeric(5, 1),
  pulse_per_min    numeric(5, 1),
  temperature_c    numeric(4, 1),
  consciousness    text check (consciousness in ('alert', 'confusion', 'voice', 'pain', 'unresponsive')),
  weight_kg        numeric(6, 2),
  height_cm        numeric(5, 1),
  status           text not null default 'final' check (status in ('final', 'entered_in_error')),
  version          integer not null default 1
);
create index observation_sets_patient_idx on observation_sets (patient_id, taken_at desc);
create index observation_sets_admission_idx on observation_sets (admission_id, taken_at desc);
create index observation_sets_recorded_by_idx on observation_sets (recorded_by) where recorded_by is not null;

-- What a patient is known to take or to have taken, as told by another system. Not a prescription of ours.
create table medication_statements (
  id          uuid primary key,
  patient_id  uuid not null references patients,
  medication_name text not null check (length(medication_name) between 1 and 500),
  code        text,
  code_system text,
  dosage      text,
  status      text not null check (status in ('active', 'on_hold', 'completed', 'cancelled', 'stopped', 'entered_in_error', 'draft', 'unknown')),
  authored_at timestamptz,
  recorded_at timestamptz not null default clock_timestamp()
);
create index medication_statements_patient_idx on medication_statements (patient_id, authored_at desc);

-- Which row of ours a foreign resource became, and a hash of what it was: a second import changes nothing.
create table imported_resources (
  source        text not null,
  resource_type text not null,
  source_id     text not null,
  local_id      uuid not null,
  content_hash  bytea not null check (octet_length(content_hash) = 32),
  imported_at   timestamptz not null default clock_timestamp(),
  primary key (source, resource_type, source_id)
);
create index imported_resources_local_idx on imported_resources (local_id);

-- The client's key is the row's id (`Idempotency-Key`); the hash tells a repeat from another request.
create table creations (
  id           uuid primary key,
  resource     text not null,
  request_hash bytea not null check (octet_length(request_hash) = 32),
  created_at   timestamptz not null default clock_timestamp()
);
revoke update, delete, truncate on creations from cloudcare_app;
