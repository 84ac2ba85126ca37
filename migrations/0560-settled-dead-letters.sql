-- A dead letter of a fetch is settled by a later fetch of its source that asked for all that it would have.

-- How many parts of what a fetch asked for could not be had; null of runs before this.
alter table ingestion_runs add column items_missing integer check (items_missing >= 0);

-- The job whose fetch covers this dead one, and when that fetch was made, business time.
alter table jobs add column covered_by uuid, add column covered_at timestamptz,
  add constraint jobs_covered_check
    check ((covered_by is null) = (covered_at is null) and (covered_by is null or (state = 'cancelled' and reason is not null)));

create index jobs_dead_fetches on jobs ((payload ->> 'source_id'), seq)
  where state = 'dead' and list in ('ingestion', 'broker_sync');
create index jobs_cancelled on jobs (settled_at, seq) where state = 'cancelled';

-- A letter that is settled was given up all the same: how often that happened never sinks.
CREATE OR REPLACE FUNCTION public.count_changed_jobs()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into job_counts as known (backend, list, queued, unrelayed, dead, enqueued, done, cancelled, buried,
    deliveries, failures, replays)
  select pg_backend_pid(), list,
    coalesce(sum(sign) filter (where state = 'queued'), 0),
    coalesce(sum(sign) filter (where state = 'queued' and relayed_at is null), 0),
    coalesce(sum(sign) filter (where state = 'dead'), 0),
    0,
    coalesce(sum(sign) filter (where state = 'done'), 0),
    coalesce(sum(sign) filter (where state = 'cancelled'), 0),
    coalesce(sum(sign) filter (where state = 'dead' or covered_by is not null), 0) + sum(sign * replayed),
    sum(sign * deliveries), sum(sign * failures_of(state, deliveries, replayed)), sum(sign * replayed)
  from (
    select 1 as sign, list, state, covered_by, relayed_at, deliveries, replayed from after_it
    union all
    select -1, list, state, covered_by, relayed_at, deliveries, replayed from before_it
  ) as changed group by list
  on conflict (backend, list) do update set
    queued = known.queued + excluded.queued, unrelayed = known.unrelayed + excluded.unrelayed,
    dead = known.dead + excluded.dead, done = known.done + excluded.done,
    cancelled = known.cancelled + excluded.cancelled, buried = known.buried + excluded.buried,
    deliveries = known.deliveries + excluded.deliveries, failures = known.failures + excluded.failures,
    replays = known.replays + excluded.replays;
  return null;
end $function$;
