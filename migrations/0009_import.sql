-- Why: a second import of changed content may write over what the import itself wrote, never over what
-- somebody has corrected here since; so it must know in which version it left a row.

-- The version of our row as the import left it; another one means that somebody has changed it here.
alter table imported_resources add column local_version integer not null default 1;
