-- Why: nothing from a wearable is kept without the patient's consent, and what is kept can only be
-- read with a key that dies when the consent does (H15).

create table consents (
  id           uuid primary key,
  patient_id   uuid not null references patients,
  -- Empty: every kind of data.
  data_types   text[] not null default '{}',
  purpose      text not null,
  given        boolean not null,
  recorded_by  uuid references users,
  recorded_at  timestamptz not null default clock_timestamp(),
  expires_at   timestamptz,
  withdrawn_at timestamptz,
  withdrawn_by uuid references users,
  version      integer not null default 1
);
create index consents_patient_idx on consents (patient_id, recorded_at desc);
create index consents_recorded_by_idx on consents (recorded_by);
create index consents_withdrawn_by_idx on consents (withdrawn_by);

create table patient_keys (
  id           uuid primary key,
  patient_id   uuid not null references patients,
  consent_id   uuid not null unique references consents,
  -- A random Fernet key wrapped by the master key; null once destroyed.
  wrapped_key  text,
  created_at   timestamptz not null default clock_timestamp(),
  destroyed_at timestamptz,
  check ((wrapped_key is null) = (destroyed_at is not null))
);
create index patient_keys_patient_idx on patient_keys (patient_id);

-- H6: a reading pages only when its device is bound to this patient.
create table wearable_devices (
  id          uuid primary key,
  patient_id  uuid not null references patients,
  label       text not null,
  -- Health Connect's metadata.dataOrigin: the application that wrote the record.
  data_origin text not null,
  bound_by    uuid references users,
  bound_at    timestamptz not null default clock_timestamp(),
  unbound_at  timestamptz
);
create unique index wearable_devices_bound_idx on wearable_devices (patient_id, data_origin) where unbound_at is null;
create index wearable_devices_bound_by_idx on wearable_devices (bound_by);

create table wearable_records (
  id          uuid primary key,
  patient_id  uuid not null references patients,
  kind        text not null check (kind in ('oxygen_saturation', 'heart_rate')),
  -- Health Connect's metadata.id. Two patients may send the same one.
  record_id   text not null check (length(record_id) between 1 and 200),
  key_id      uuid not null references patient_keys,
  -- Fernet token of the record's values.
  payload     text not null,
  -- Keyed with the patient's key: tells a re-sent record from a corrected one without revealing either.
  content_mac bytea not null check (octet_length(content_mac) = 32),
  data_origin text not null,
  taken_at    timestamptz not null,
  ended_at    timestamptz check (ended_at >= taken_at),
  recorded_at timestamptz not null default clock_timestamp(),
  updated_at  timestamptz not null default clock_timestamp(),
  unique (patient_id, kind, record_id)
);
create index wearable_records_time_idx on wearable_records (patient_id, kind, taken_at desc);
create index wearable_records_patient_time_idx on wearable_records (patient_id, taken_at desc);
create index wearable_records_key_idx on wearable_records (key_id);

-- H6: breaches too old to page become one silent finding per sync.
create table late_findings (
  id            uuid primary key,
  patient_id    uuid not null references patients,
  rule          text not null,
  severity      text not null check (severity in ('critical', 'high', 'medium', 'low')),
  readings      integer not null check (readings > 0),
  first_taken_at timestamptz not null,
  last_taken_at  timestamptz not null,
  recorded_at   timestamptz not null default clock_timestamp()
);
create index late_findings_patient_idx on late_findings (patient_id, recorded_at desc);

-- Limits are data with a source, an author and a version (H6). One row a band; a rule's bands share
-- its name, and the worst band breached decides the severity.
create table wearable_limits (
  id          uuid primary key,
  -- Null: the default that came with CloudCare; a hospital's own rows replace it rule by rule.
  hospital_id uuid references hospitals,
  rule        text not null,
  record_kind text not null check (record_kind in ('oxygen_saturation', 'heart_rate')),
  comparison  text not null check (comparison in ('below', 'above')),
  -- In the kind's own unit: oxygen_saturation percent, heart_rate beats per minute.
  limit_value numeric(8, 2) not null,
  severity    text not null check (severity in ('critical', 'high', 'medium', 'low')),
  source      text not null,
  author      text not null,
  version     integer not null,
  valid_from  timestamptz not null default clock_timestamp(),
  valid_to    timestamptz,
  unique nulls not distinct (hospital_id, rule, severity, version)
);

-- Defaults, until a hospital signs its own. A wearable never feeds NEWS2 (H6); its bands are only
-- borrowed here as the nearest published limits.
insert into wearable_limits (id, rule, record_kind, comparison, limit_value, severity, source, author, version) values
  ('019aab00-0000-7000-8000-000000000001', 'wearable.oxygen_saturation.low', 'oxygen_saturation', 'below', 90, 'critical',
   'WHO Pulse Oximetry Training Manual 2011: below 90 % is an emergency', 'CloudCare', 1),
  ('019aab00-0000-7000-8000-000000000002', 'wearable.oxygen_saturation.low', 'oxygen_saturation', 'below', 92, 'medium',
   'RCP NEWS2 2017, scale 1: 91 % or less scores 3', 'CloudCare', 1),
  ('019aab00-0000-7000-8000-000000000003', 'wearable.heart_rate.high', 'heart_rate', 'above', 130, 'high',
   'RCP NEWS2 2017: 131 or more scores 3', 'CloudCare', 1),
  ('019aab00-0000-7000-8000-000000000004', 'wearable.heart_rate.low', 'heart_rate', 'below', 41, 'high',
   'RCP NEWS2 2017: 40 or less scores 3', 'CloudCare', 1);
