-- Why: a paper band, a letter or a colleague still says the name somebody had before: the alias of a patient
-- nobody could name, or a name since corrected. It stays on the record, and finds the patient.

create table patient_former_names (
  id          bigint generated always as identity primary key,
  -- Whose it was; after a link, the record the patient turned out to have.
  patient_id  uuid not null references patients,
  family_name text not null,
  given_name  text not null,
  search_name text not null generated always as (search_form(family_name || ' ' || given_name)) stored,
  until       timestamptz not null default clock_timestamp()
);
create index patient_former_names_patient_idx on patient_former_names (patient_id, until desc);
create index patient_former_names_search_idx on patient_former_names (search_name text_pattern_ops);
revoke delete, truncate on patient_former_names from cloudcare_app;

-- In the database, so that no writer can forget it.
create function keep_former_name() returns trigger language plpgsql as $$
begin
  insert into patient_former_names (patient_id, family_name, given_name)
  values (coalesce(new.linked_to, new.id), old.family_name, old.given_name);
  return null;
end
$$;
create trigger patients_former_name_of_renamed after update of family_name, given_name on patients
  for each row when ((old.family_name, old.given_name) is distinct from (new.family_name, new.given_name))
  execute function keep_former_name();
create trigger patients_former_name_of_linked after update of linked_to on patients
  for each row when (old.linked_to is null and new.linked_to is not null)
  execute function keep_former_name();

-- Those linked before names were kept.
insert into patient_former_names (patient_id, family_name, given_name, until)
select linked_to, family_name, given_name, updated_at from patients where linked_to is not null;
