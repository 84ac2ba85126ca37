-- Every attempt at a source is a run, and the source itself says how it fares.
--
-- Releases before this one write runs without a job, under the job's id; both read alike.
alter table ingestion_runs
  add column job_id uuid,
  add column ended_at timestamptz,
  add column items_rejected integer not null default 0,
  -- Real time: tells apart attempts of one business moment.
  add column noted_at timestamptz not null default clock_timestamp();
update ingestion_runs set job_id = ingestion_run_id, ended_at = started_at;
create index ingestion_runs_job on ingestion_runs (job_id);

-- All in business time.
alter table sources
  -- Fetches in a row that failed, each counted once however often it was delivered.
  add column failures integer not null default 0 check (failures >= 0),
  add column failing_since timestamptz,
  add column last_error text,
  add column last_succeeded_at timestamptz,
  add column next_try_at timestamptz,
  add column newest_item_at timestamptz;

update sources s set
  failures = past.failures,
  failing_since = past.since,
  last_error = past.error,
  last_succeeded_at = past.ok_at,
  next_try_at = past.failed_at + least(3600, 60 * 2 ^ least(past.failures - 1, 16)) * interval '1 second',
  newest_item_at = case when s.source_type <> 'broker' then s.last_published_at end
from (
  select s.source_id, ok.at as ok_at, count(r)::integer as failures, min(r.started_at) as since,
    max(r.started_at) as failed_at, (array_agg(r.error order by r.started_at desc))[1] as error
  from sources s
  left join lateral (select max(started_at) as at from ingestion_runs ok
    where ok.source_id = s.source_id and ok.status in ('succeeded', 'partly')) ok on true
  left join ingestion_runs r on r.source_id = s.source_id and r.status = 'failed'
    and r.started_at > coalesce(ok.at, '-infinity')
  group by s.source_id, ok.at
) past
where past.source_id = s.source_id;
