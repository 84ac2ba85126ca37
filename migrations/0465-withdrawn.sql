-- A row that is taken back may be in the lake already: the change says so, with the row as it was.
-- works with older code: nothing of the release before writes it, and its batches leave such rows out.
alter table lake_changes add withdrawn jsonb;
