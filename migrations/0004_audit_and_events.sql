-- Why: the record that cannot be bent, and the log that every screen and every alert is read from.
-- The application may add to both and may change neither.

create table audit_events (
  id             uuid primary key,
  at             timestamptz not null default clock_timestamp(),
  actor_kind     text not null check (actor_kind in ('user', 'workstation', 'system', 'anonymous')),
  user_id        uuid references users,
  role           text,
  session_id     uuid references sessions,
  workstation_id uuid references workstations,
  job            text,
  address        text,
  action         text not null,
  resource_type  text not null,
  resource_id    text,
  -- Every patient whose data were read or written, one event per request.
  subjects       uuid[] not null default '{}',
  outcome        text not null check (outcome in ('success', 'denied', 'failed')),
  -- Codes and counts only, never clinical text.
  detail         jsonb not null default '{}',
  request_id     text
);
create index audit_events_at_idx on audit_events (at desc, id desc);
create index audit_events_user_idx on audit_events (user_id, at desc);
create index audit_events_session_idx on audit_events (session_id);
create index audit_events_workstation_idx on audit_events (workstation_id, at desc);
create index audit_events_subjects_idx on audit_events using gin (subjects);
create index audit_events_action_idx on audit_events (action, at desc);
revoke update, delete, truncate on audit_events from cloudcare_app;

create table events (
  n           bigint generated always as identity primary key,
  at          timestamptz not null default clock_timestamp(),
  kind        text not null check (kind in ('alert', 'board', 'session', 'reach')),
  hospital_id uuid,
  ward_id     uuid,
  patient_id  uuid,
  alert_id    uuid,
  session_id  uuid,
  user_id     uuid,
  payload     jsonb not null
);
create index events_at_idx on events (at);
revoke update, delete, truncate on events from cloudcare_app;

create table event_log_state (
  singleton      boolean primary key default true check (singleton),
  -- Every event up to and including this number is gone: an older cursor is told `gap`.
  pruned_through bigint not null default 0
);
insert into event_log_state default values;
revoke insert, update, delete, truncate on event_log_state from cloudcare_app;

-- The only way to shorten the log; runs as the owner because the application may not delete.
create function prune_events(older_than interval) returns bigint
  language plpgsql security definer set search_path = public as $$
declare
  last bigint;
begin
  select max(n) into last from events where at < clock_timestamp() - greatest(older_than, interval '1 day');
  if last is null then
    return 0;
  end if;
  update event_log_state set pruned_through = greatest(pruned_through, last);
  delete from events where n <= last;
  return last;
end
$$;
revoke execute on function prune_events(interval) from public;
grant execute on function prune_events(interval) to cloudcare_app;
