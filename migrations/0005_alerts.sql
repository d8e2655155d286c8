-- Why: an alert has a place and an audience before it has anything else (H1, H2). Its story, its
-- recipients, its steps and what each station did with it are rows of their own, so that nothing
-- about "who was told" is ever inferred.

create table alerts (
  id                 uuid primary key,
  -- The caller's own id (E1); ours where the caller gave none.
  alert_ref          text not null unique check (length(alert_ref) between 1 and 200),
  -- What was asked for, to tell a repeated request from another one with the same id (H29).
  request_hash       bytea not null check (octet_length(request_hash) = 32),
  hospital_id        uuid not null references hospitals,
  ward_id            uuid references wards,
  bed_id             uuid references beds,
  place              text not null check (length(place) between 1 and 500),
  patient_id         uuid references patients,
  alert_type         text not null check (alert_type in
    ('cardiac_arrest', 'fall_detection', 'abnormal_vitals', 'manual_trigger', 'seizure', 'unconscious', 'other')),
  severity           text not null check (severity in ('critical', 'high', 'medium', 'low')),
  status             text not null check (status in ('active', 'acknowledged', 'responding', 'resolved', 'false_alarm')),
  description        text not null check (length(description) <= 2000),
  triggered_by       text not null check (triggered_by in ('wearable', 'manual', 'system')),
  trigger_data       jsonb,
  location           jsonb,
  -- The watching rule that raised it; one open alert per patient and rule (H6).
  rule               text,
  occurrences        integer not null default 1 check (occurrences > 0),
  -- Raised again because it became worse: told anew, to whoever is there now (H3).
  current_step       integer not null default 1 check (current_step > 0),
  raised_by_user     uuid references users,
  raised_by_station  uuid references workstations,
  -- When it happened to the patient, and when we knew.
  taken_at           timestamptz,
  raised_at          timestamptz not null default clock_timestamp(),
  last_occurrence_at timestamptz not null default clock_timestamp(),
  acknowledged_by    uuid references users,
  acknowledged_at    timestamptz,
  acknowledged_on    uuid references workstations,
  responder_id       uuid references users,
  responding_at      timestamptz,
  closed_by          uuid references users,
  closed_at          timestamptz,
  closing_notes      text,
  version            integer not null default 1,
  check ((status in ('resolved', 'false_alarm')) = (closed_at is not null)),
  check (status <> 'acknowledged' or acknowledged_at is not null),
  check (status <> 'responding' or responding_at is not null)
);
create unique index alerts_one_open_per_rule_idx on alerts (patient_id, rule)
  where rule is not null and status in ('active', 'acknowledged', 'responding');
create index alerts_open_idx on alerts (hospital_id, ward_id) where status in ('active', 'acknowledged', 'responding');
create index alerts_raised_idx on alerts (raised_at desc, id desc);
create index alerts_patient_idx on alerts (patient_id, raised_at desc);
create index alerts_ward_idx on alerts (ward_id, raised_at desc);
create index alerts_bed_idx on alerts (bed_id);
create index alerts_raised_by_user_idx on alerts (raised_by_user);
create index alerts_raised_by_station_idx on alerts (raised_by_station);
create index alerts_acknowledged_by_idx on alerts (acknowledged_by);
create index alerts_acknowledged_on_idx on alerts (acknowledged_on);
create index alerts_responder_idx on alerts (responder_id);
create index alerts_closed_by_idx on alerts (closed_by);

-- The ladder: who is owed this alert, when, and what came of it. Due times are the database's (H27).
create table alert_steps (
  id         uuid primary key,
  alert_id   uuid not null references alerts,
  step       integer not null check (step > 0),
  audience   text not null check (audience in ('ward', 'charge_nurse', 'on_call_doctor', 'hospital')),
  due_at     timestamptz not null,
  started_at timestamptz,
  outcome    text check (outcome in ('reached', 'nobody_there', 'cancelled')),
  unique (alert_id, step)
);
create index alert_steps_due_idx on alert_steps (due_at) where started_at is null;

create table alert_recipients (
  id             uuid primary key,
  alert_id       uuid not null references alerts,
  step           integer not null,
  workstation_id uuid references workstations,
  user_id        uuid references users,
  resolved_at    timestamptz not null default clock_timestamp(),
  check (num_nonnulls(workstation_id, user_id) = 1),
  unique nulls not distinct (alert_id, step, workstation_id, user_id)
);
create index alert_recipients_workstation_idx on alert_recipients (workstation_id);
create index alert_recipients_user_idx on alert_recipients (user_id);

-- What a device did with it. A receipt never stops a ladder (H3).
create table alert_receipts (
  alert_id       uuid not null references alerts,
  workstation_id uuid not null references workstations,
  -- A receipt is for one telling: what was shown an hour ago says nothing about now.
  step           integer not null,
  kind           text not null check (kind in ('sent', 'received', 'displayed', 'sounded')),
  at             timestamptz not null default clock_timestamp(),
  primary key (alert_id, workstation_id, step, kind)
);
create index alert_receipts_workstation_idx on alert_receipts (workstation_id);

create table alert_history (
  id             uuid primary key,
  alert_id       uuid not null references alerts,
  kind           text not null check (kind in ('raised', 'repeated', 'severity_raised', 'acknowledged', 'responding', 'resolved', 'false_alarm')),
  at             timestamptz not null default clock_timestamp(),
  user_id        uuid references users,
  workstation_id uuid references workstations,
  notes          text check (length(notes) <= 2000)
);
create index alert_history_alert_idx on alert_history (alert_id, at, id);
create index alert_history_user_idx on alert_history (user_id);
create index alert_history_workstation_idx on alert_history (workstation_id);
revoke update, delete, truncate on alert_history from cloudcare_app;
