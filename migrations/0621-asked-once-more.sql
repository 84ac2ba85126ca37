-- What is asked to be written once more is told apart from what changed: where it is held already, nothing is written.
-- works with older code: it writes what is asked whether it is held or not, as before.

alter table lake_changes add column asked boolean not null default false;
