-- Why: the record can't be bent, not even by a superuser of the database, without `verify-audit` naming
-- the first event that was: each event carries a proof that CloudCare wrote it, and blocks of events
-- are sealed in a chain under a key that never rests in the database.

-- An event's place in the record is (era, xid, id). A transaction's number is below the oldest one
-- still running only when it has ended, so everything below that is there to be sealed, once and for
-- ever, without a lock that writers would wait for. Constant where it is added: no row is rewritten.
alter table audit_events
  add column purpose     text,
  -- Keyed proof over everything the application wrote; none in rows older than this column.
  add column written_mac bytea,
  -- Numbers of transactions start again when the data move to another cluster; eras do not.
  add column era         integer not null default 1,
  add column xid         bigint not null default (pg_current_xact_id()::text::bigint);
create index audit_events_place_idx on audit_events (era, xid, id);

create table audit_eras (
  era               integer primary key,
  system_identifier bigint not null,
  -- Events of era 1 with this number were there before proofs were.
  first_xid         bigint not null default (pg_current_xact_id()::text::bigint),
  opened_at         timestamptz not null default clock_timestamp()
);
insert into audit_eras (era, system_identifier)
  select 1, system_identifier from pg_control_system();
revoke insert, update, delete, truncate on audit_eras from cloudcare_app;

create table audit_seals (
  block          bigint primary key check (block > 0),
  -- Place of its first event in the whole record, from 1, without a gap.
  first_position bigint not null unique,
  event_ids      uuid[] not null check (cardinality(event_ids) > 0),
  -- 32 bytes for each event: keyed hash of its position and of all its columns.
  tags           bytea not null,
  -- Positions in the block, from 0, of events CloudCare did not write.
  unproven       integer[] not null default '{}',
  last_era       integer not null,
  last_xid       bigint not null,
  last_event     uuid not null,
  -- Which columns, in which form.
  format         smallint not null,
  key_id         bytea not null,
  sealed_at      timestamptz not null,
  previous_mac   bytea not null,
  mac            bytea not null unique
);
-- Nothing in them can be compressed.
alter table audit_seals alter column event_ids set storage external;
alter table audit_seals alter column tags set storage external;
revoke update, delete, truncate on audit_seals from cloudcare_app;

-- Opens the next era where the data have moved to another cluster, or its numbers have gone back.
-- Changing the default waits for every writer of the former era. Answers the era that is open.
create function open_audit_era() returns integer
  language plpgsql security definer set search_path = public as $$
declare
  here bigint := (select system_identifier from pg_control_system());
  last audit_eras;
begin
  select * into last from audit_eras order by era desc limit 1;
  if last.system_identifier = here and not exists (
       select from audit_seals
       where last_era = last.era and last_xid > pg_current_xact_id()::text::bigint) then
    return last.era;
  end if;
  lock table audit_eras in exclusive mode;
  if exists (select from audit_eras where era > last.era) then
    return last.era + 1;
  end if;
  execute format('alter table audit_events alter column era set default %s', last.era + 1);
  insert into audit_eras (era, system_identifier) values (last.era + 1, here);
  return last.era + 1;
end
$$;
revoke execute on function open_audit_era() from public;
grant execute on function open_audit_era() to cloudcare_app;

-- Whether patients see by whose name their record was opened, or by which role (a policy of the house).
alter table installation add column access_log_shows_names boolean not null default false;
