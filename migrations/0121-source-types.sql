-- The types of sources are told by their descriptors, so a new one asks for no migration.
alter table sources drop constraint sources_source_type_check;
alter table sources add constraint sources_source_type_check check (source_type ~ '^[a-z][a-z0-9_]{1,39}$');
