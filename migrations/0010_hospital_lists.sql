-- Why: the list of who is in a hospital now must not read every stay the hospital ever had.

create index admissions_hospital_open_idx on admissions (hospital_id, admitted_at desc, id desc) where discharged_at is null;
