-- breaks older code: it keeps refused bars in market_rejects, which is gone; a run may have gone partly
--
-- One record of a source that cannot be used costs itself alone: it is kept here as it came, with the
-- reason, whatever the source. The same record refused again for the same reason is one row.

create table rejects (
  reject_id bigint generated always as identity primary key,
  -- Null for bars that were refused before their source was kept.
  source_id uuid references sources on delete cascade,
  -- The run that saw it last.
  ingestion_run_id uuid,
  reason text not null,
  says text not null,
  -- As it came; of a larger one the beginning.
  item bytea not null check (octet_length(item) <= 65536),
  item_bytes integer not null check (item_bytes >= 0),
  -- Of the whole.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  times integer not null default 1 check (times >= 1),
  unique nulls not distinct (source_id, sha256, reason)
);
create index rejects_newest on rejects (source_id, last_seen_at desc);
create index rejects_seen on rejects (last_seen_at);

insert into rejects (reason, says, item, item_bytes, sha256, first_seen_at, last_seen_at, times)
select reason, 'a bar of ' || ticker, substr(bytes, 1, 65536), octet_length(bytes),
  encode(sha256(bytes), 'hex'), min(fetched_at), max(fetched_at), count(*)
from (select *, convert_to(payload::text, 'UTF8') as bytes from market_rejects) as old
group by ticker, reason, bytes
on conflict do nothing;
drop table market_rejects;

-- Some of what was there could not be used or not be had; the rest was taken.
alter table ingestion_runs drop constraint ingestion_runs_status_check;
alter table ingestion_runs add constraint ingestion_runs_status_check
  check (status in ('succeeded', 'partly', 'failed', 'put_off'));
