-- Files of the lake that are being written, and days whose manifest is older than their files.
-- works with older code: nothing of the release before reads or writes it.

-- A file is named here before it is stored and no more once lake_files holds it: what is left of a delivery that
-- another overtook is found without listing the store.
create table lake_writes (
  key text primary key,
  begun_at timestamptz not null default clock_timestamp(),
  -- It is being taken away: who would write it again waits, and who wrote it may not commit it.
  is_doomed boolean not null default false
);
create index lake_writes_age on lake_writes (begun_at);

-- Each day of each table that has files; `changes` counts what came to them, `told` up to where its manifest says so.
create table lake_days (
  fact text not null,
  day date not null,
  changes integer not null default 1,
  told integer not null default 0,
  -- Files that hold it, and when the last one came.
  files integer not null default 0,
  changed_at timestamptz not null default clock_timestamp(),
  -- The `changes` at which its files were to become one last: a day that cannot be made one keeps none waiting.
  tried integer not null default 0,
  primary key (fact, day)
);
create index lake_days_untold on lake_days (changed_at) where told < changes;
create index lake_days_small on lake_days (changed_at) where files > 1 and tried < changes;

-- Where a platform scales itself, how many worked.
alter table stage_samples add replicas integer;
