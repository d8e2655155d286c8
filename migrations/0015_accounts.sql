-- Why: accounts get their whole life (invited by a link, checked, given a new password, disabled), what
-- slows guessing counts sources as well as accounts, and signing in can ask for a second factor.

-- Nobody has set one yet: the account was invited.
alter table users alter column password_hash drop not null;
alter table users
  add column reset_requested_at timestamptz,
  add column password_changed_at timestamptz;
-- The administrator's list of those who wait for a new password.
create index users_reset_requested_idx on users (reset_requested_at) where reset_requested_at is not null;
create index users_created_idx on users (created_at, id);

-- Links that do one thing for one account, once. The token itself is with its holder alone.
create table account_links (
  id         uuid primary key,
  user_id    uuid not null references users,
  purpose    text not null check (purpose in ('invitation', 'password_reset', 'email_check')),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  -- The address it was made for: a link does not outlive a change of it.
  email      text not null,
  created_by uuid references users,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  -- Followed, or replaced by a newer one.
  used_at    timestamptz
);
create index account_links_user_idx on account_links (user_id, purpose) where used_at is null;
create index account_links_created_by_idx on account_links (created_by) where created_by is not null;

comment on table sign_in_failures is
  'Tries in a row, by the hash of what was typed as the account or of where it came from.';
create index sign_in_failures_last_idx on sign_in_failures (last_at);
create index sessions_live_idx on sessions (user_id) where ended_at is null;

-- A shared secret for time-based codes (RFC 6238), sealed by the master key.
create table second_factors (
  user_id       uuid primary key references users,
  sealed_secret text not null,
  created_at    timestamptz not null default clock_timestamp(),
  -- In force once a first code was right.
  confirmed_at  timestamptz,
  -- The step of the last code taken: no code is taken twice.
  last_step     bigint not null default 0
);

create table recovery_codes (
  id         uuid primary key,
  user_id    uuid not null references users,
  code_hash  bytea not null check (octet_length(code_hash) = 32),
  created_at timestamptz not null default clock_timestamp(),
  used_at    timestamptz,
  unique (user_id, code_hash)
);

-- A sign-in whose password was right and whose code is still to come.
create table sign_in_challenges (
  id             uuid primary key,
  user_id        uuid not null references users,
  workstation_id uuid references workstations,
  token_hash     bytea not null unique check (octet_length(token_hash) = 32),
  created_at     timestamptz not null default clock_timestamp(),
  expires_at     timestamptz not null,
  used_at        timestamptz
);
create index sign_in_challenges_user_idx on sign_in_challenges (user_id);
create index sign_in_challenges_workstation_idx on sign_in_challenges (workstation_id) where workstation_id is not null;
create index sign_in_challenges_expires_idx on sign_in_challenges (expires_at);

alter table sessions add column has_second_factor boolean not null default false;

-- Roles whose people must have a second factor.
alter table installation
  add column second_factor_roles text[] not null default '{}'
    check (second_factor_roles <@ array['admin', 'doctor', 'nurse', 'pharmacist', 'patient']),
  add column second_factor_version integer not null default 1;
