-- Why: beds that are reserved, patients who are away, moved, discharged, dead, on their way to another
-- hospital or admitted by mistake; and the history of all of it.

alter table hospitals add column bed_turnaround_minutes integer not null default 45 check (bed_turnaround_minutes between 0 and 1440);
create index hospitals_specializations_idx on hospitals using gin (specializations) where is_active;

alter table departments
  add column is_active boolean not null default true,
  add column version   integer not null default 1;

-- A name is free again once its department or ward is taken out of use.
alter table departments drop constraint departments_hospital_id_name_key;
create unique index departments_name_idx on departments (hospital_id, lower(name)) where is_active;
alter table wards drop constraint wards_hospital_id_name_key;
create unique index wards_name_idx on wards (hospital_id, lower(name)) where is_active;

-- A bed that stood here is history once somebody lay in it: it is taken out of the ward, never deleted.
alter table beds add column is_active boolean not null default true;
alter table beds drop constraint beds_ward_id_label_key;
alter table beds drop constraint beds_ward_id_position_key;
create unique index beds_label_idx on beds (ward_id, label) where is_active;
create unique index beds_position_idx on beds (ward_id, position) where is_active;

alter table admissions
  add column admitted_by        uuid references users,
  add column discharged_by      uuid references users,
  add column disposition        text check (disposition in ('home', 'other_hospital', 'self_discharge', 'absconded', 'died')),
  -- A mistake: the stay ends where it is told, and never counts as treatment.
  add column cancelled_at       timestamptz,
  add column cancelled_by       uuid references users,
  add column cancel_reason      text check ((cancel_reason is not null) = (cancelled_at is not null)),
  -- What the patient's place must have, for example oxygen, monitor, in_sight.
  add column needs              text[] not null default '{}',
  -- Away but coming back: theatre, leave. The bed is kept by a reservation.
  add column away_since         timestamptz,
  add constraint admissions_cancelled_check check (cancelled_at is null or discharged_at is not null);
create index admissions_admitted_by_idx on admissions (admitted_by) where admitted_by is not null;
create index admissions_discharged_by_idx on admissions (discharged_by) where discharged_by is not null;
create index admissions_cancelled_by_idx on admissions (cancelled_by) where cancelled_by is not null;

alter table bed_stays add column moved_by uuid references users;
create index bed_stays_moved_by_idx on bed_stays (moved_by) where moved_by is not null;
create index bed_stays_bed_history_idx on bed_stays (bed_id, lower(during) desc);

-- Lapses by itself at the end of its range: no job has to run for a bed to be free again.
create table bed_reservations (
  id           uuid primary key,
  bed_id       uuid not null references beds,
  -- For whom; a bed may be kept for somebody not yet known.
  patient_id   uuid references patients,
  reason       text check (length(reason) <= 200),
  during       tstzrange not null check (not isempty(during) and not upper_inf(during)),
  reserved_by  uuid references users,
  created_at   timestamptz not null default clock_timestamp(),
  constraint bed_reservations_one_per_bed exclude using gist (bed_id with =, during with &&)
);
create index bed_reservations_patient_idx on bed_reservations (patient_id) where patient_id is not null;
create index bed_reservations_reserved_by_idx on bed_reservations (reserved_by) where reserved_by is not null;

-- Who lay where and how it came about: the story of one admission, in order.
create table admission_events (
  id           uuid primary key,
  admission_id uuid not null references admissions,
  kind         text not null check (kind in ('admitted', 'moved', 'away', 'returned', 'isolation_changed', 'planned',
                                             'discharged', 'cancelled', 'sent', 'arrived')),
  at           timestamptz not null,
  recorded_at  timestamptz not null default clock_timestamp(),
  by_user      uuid references users,
  from_bed_id  uuid references beds,
  to_bed_id    uuid references beds,
  detail       jsonb not null default '{}'
);
create index admission_events_admission_idx on admission_events (admission_id, at, id);
create index admission_events_user_idx on admission_events (by_user) where by_user is not null;
create index admission_events_from_bed_idx on admission_events (from_bed_id) where from_bed_id is not null;
create index admission_events_to_bed_idx on admission_events (to_bed_id) where to_bed_id is not null;
revoke update, delete, truncate on admission_events from cloudcare_app;

-- From one hospital to another. Both may read the patient's record while it is open.
create table hospital_transfers (
  id                uuid primary key,
  patient_id        uuid not null references patients,
  from_admission_id uuid not null references admissions,
  to_hospital_id    uuid not null references hospitals,
  to_ward_id        uuid references wards,
  to_admission_id   uuid references admissions,
  status            text not null check (status in ('requested', 'accepted', 'declined', 'in_transit', 'arrived', 'cancelled')),
  reason            text not null check (length(reason) between 1 and 1000),
  decline_reason    text check ((decline_reason is not null) = (status = 'declined')),
  requested_by      uuid references users,
  requested_at      timestamptz not null default clock_timestamp(),
  decided_by        uuid references users,
  decided_at        timestamptz,
  departed_at       timestamptz,
  arrived_at        timestamptz,
  version           integer not null default 1
);
create unique index hospital_transfers_one_open_idx on hospital_transfers (patient_id)
  where status in ('requested', 'accepted', 'in_transit');
create index hospital_transfers_to_idx on hospital_transfers (to_hospital_id, status, requested_at desc);
create index hospital_transfers_patient_idx on hospital_transfers (patient_id, requested_at desc);
create index hospital_transfers_from_idx on hospital_transfers (from_admission_id);
create index hospital_transfers_to_ward_idx on hospital_transfers (to_ward_id) where to_ward_id is not null;
create index hospital_transfers_to_admission_idx on hospital_transfers (to_admission_id) where to_admission_id is not null;
create index hospital_transfers_requested_by_idx on hospital_transfers (requested_by) where requested_by is not null;
create index hospital_transfers_decided_by_idx on hospital_transfers (decided_by) where decided_by is not null;
