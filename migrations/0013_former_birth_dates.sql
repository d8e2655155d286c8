-- Why: a corrected birth date changes doses, scores and who is found as a duplicate. What stood there before
-- stays on the record; who corrected it, where and when is in the audit event of the same moment.

create table patient_former_birth_dates (
  id                         bigint generated always as identity primary key,
  patient_id                 uuid not null references patients,
  date_of_birth              date not null,
  date_of_birth_is_estimated boolean not null,
  until                      timestamptz not null default clock_timestamp()
);
create index patient_former_birth_dates_patient_idx on patient_former_birth_dates (patient_id, until desc);
revoke update, delete, truncate on patient_former_birth_dates from cloudcare_app;

-- In the database, so that no writer can forget it.
create function keep_former_birth_date() returns trigger language plpgsql as $$
begin
  insert into patient_former_birth_dates (patient_id, date_of_birth, date_of_birth_is_estimated)
  values (new.id, old.date_of_birth, old.date_of_birth_is_estimated);
  return null;
end
$$;
create trigger patients_former_birth_date after update of date_of_birth, date_of_birth_is_estimated on patients
  for each row when ((old.date_of_birth, old.date_of_birth_is_estimated)
                     is distinct from (new.date_of_birth, new.date_of_birth_is_estimated))
  execute function keep_former_birth_date();
