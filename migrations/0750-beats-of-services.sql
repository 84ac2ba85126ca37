-- Each always-on program says every few seconds that it is there, and how its rounds go. Times are real.
-- works with older code: a release before this one does not know the table, and says nothing of itself
create table service_beats (
  service text not null,
  instance text not null,
  started_at timestamptz not null default clock_timestamp(),
  at timestamptz not null default clock_timestamp(),
  -- Of rounds: how far apart they are meant to be, when the last one that went well ended, since when one runs.
  every_ms integer check (every_ms >= 0),
  round_at timestamptz,
  running_since timestamptz,
  -- How long one may run; what is usual where it is null.
  running_ms_max integer check (running_ms_max > 0),
  failures integer not null default 0 check (failures >= 0),
  said text not null default '',
  primary key (service, instance)
) with (fillfactor = 50);
