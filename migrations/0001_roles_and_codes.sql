-- Why: the application works as `cloudcare_app`, which can never rewrite the record, whoever owns the
-- schema; and human codes carry a check digit (Damm) so that a mistyped code finds nobody.
-- The role is shared by every database of a cluster, so another migration may create it first.

create extension if not exists btree_gist;

do $$
begin
  if not exists (select from pg_roles where rolname = 'cloudcare_app') then
    create role cloudcare_app nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end
$$;

do $$
begin
  execute format('grant cloudcare_app to %I', current_user);
exception when others then
  -- Granted earlier, or by somebody else just now: being a member is all that matters.
  if not pg_has_role(current_user, 'cloudcare_app', 'member') then
    raise;
  end if;
end
$$;

grant usage on schema public to cloudcare_app;
alter default privileges in schema public grant select, insert, update, delete on tables to cloudcare_app;
alter default privileges in schema public grant usage on sequences to cloudcare_app;

-- Damm's quasigroup of order 10 (H. M. Damm, 2004): catches every single-digit error and every
-- adjacent transposition.
create function damm_check_digit(digits text) returns text
  language plpgsql immutable strict parallel safe as $$
declare
  quasigroup constant text := '0317598642709215486342068713591750983426612304597836742095815869720134894536201794386172052581436790';
  interim integer := 0;
begin
  for i in 1 .. length(digits) loop
    interim := substr(quasigroup, interim * 10 + substr(digits, i, 1)::integer + 1, 1)::integer;
  end loop;
  return interim::text;
end
$$;

create sequence patient_code_numbers;
create sequence doctor_code_numbers;

create function next_patient_code() returns text language sql volatile as $$
  select 'P' || d || '-' || damm_check_digit(d)
  from (select lpad(n::text, greatest(5, length(n::text)), '0') as d
        from (select nextval('patient_code_numbers') as n) as s) as t
$$;

create function next_doctor_code() returns text language sql volatile as $$
  select 'D' || d || '-' || damm_check_digit(d)
  from (select lpad(n::text, greatest(4, length(n::text)), '0') as d
        from (select nextval('doctor_code_numbers') as n) as s) as t
$$;
