-- What the scheduler last did, in business time, so that a restart repeats nothing.
create table scheduler_marks (
  name text primary key,
  at timestamptz not null
);

-- What a source must be asked with next time, beside the newest item: an ETag, a filing seen.
alter table sources add column state jsonb not null default '{}';

-- The same bar refused again is one row.
create unique index market_rejects_once on market_rejects (ticker, reason, md5(payload::text));
