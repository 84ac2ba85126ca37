-- How much there is of what only grows, counted by whoever changes it, in the same transaction, so
-- that nobody who asks must look at all of it. Each backend counts in rows of its own: no two
-- transactions ever wait for one another over a count, and the sum over all backends is exact at any
-- moment. The scheduler adds up the rows of backends that are gone, under backend 0.
-- Statements without parameters keep their plan, whatever plan_cache_mode says: that is most of the
-- speed of these triggers.

lock table jobs, documents, document_impact_records, orders in share row exclusive mode;

create table job_counts (
  backend integer not null,
  list text not null,
  -- Jobs there are now.
  queued bigint not null,
  unrelayed bigint not null,
  dead bigint not null,
  -- Ever: what retention takes away stays counted.
  enqueued bigint not null,
  done bigint not null,
  cancelled bigint not null,
  buried bigint not null,
  deliveries bigint not null,
  failures bigint not null,
  replays bigint not null,
  primary key (backend, list)
) with (fillfactor = 40);

-- Deliveries of a job that had no outcome: the last one of a job that is done had, unless the job
-- was replayed, for then the number is that of its new life.
create function failures_of(job_state text, deliveries integer, replayed integer) returns integer
language sql immutable as $$
  select case when job_state = 'done' and replayed = 0 then greatest(deliveries - 1, 0) else deliveries end
$$;

create function count_new_jobs() returns trigger language plpgsql as $$
begin
  insert into job_counts as known (backend, list, queued, unrelayed, dead, enqueued, done, cancelled, buried,
    deliveries, failures, replays)
  select pg_backend_pid(), list,
    count(*) filter (where state = 'queued'),
    count(*) filter (where state = 'queued' and relayed_at is null),
    count(*) filter (where state = 'dead'),
    count(*),
    count(*) filter (where state = 'done'),
    count(*) filter (where state = 'cancelled'),
    count(*) filter (where state = 'dead') + sum(replayed),
    sum(deliveries), sum(failures_of(state, deliveries, replayed)), sum(replayed)
  from made group by list
  on conflict (backend, list) do update set
    queued = known.queued + excluded.queued, unrelayed = known.unrelayed + excluded.unrelayed,
    dead = known.dead + excluded.dead, enqueued = known.enqueued + excluded.enqueued,
    done = known.done + excluded.done, cancelled = known.cancelled + excluded.cancelled,
    buried = known.buried + excluded.buried, deliveries = known.deliveries + excluded.deliveries,
    failures = known.failures + excluded.failures, replays = known.replays + excluded.replays;
  return null;
end $$;

create function count_changed_jobs() returns trigger language plpgsql as $$
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
    coalesce(sum(sign) filter (where state = 'dead'), 0) + sum(sign * replayed),
    sum(sign * deliveries), sum(sign * failures_of(state, deliveries, replayed)), sum(sign * replayed)
  from (
    select 1 as sign, list, state, relayed_at, deliveries, replayed from after_it
    union all
    select -1, list, state, relayed_at, deliveries, replayed from before_it
  ) as changed group by list
  on conflict (backend, list) do update set
    queued = known.queued + excluded.queued, unrelayed = known.unrelayed + excluded.unrelayed,
    dead = known.dead + excluded.dead, done = known.done + excluded.done,
    cancelled = known.cancelled + excluded.cancelled, buried = known.buried + excluded.buried,
    deliveries = known.deliveries + excluded.deliveries, failures = known.failures + excluded.failures,
    replays = known.replays + excluded.replays;
  return null;
end $$;

create function count_gone_jobs() returns trigger language plpgsql as $$
begin
  insert into job_counts as known (backend, list, queued, unrelayed, dead, enqueued, done, cancelled, buried,
    deliveries, failures, replays)
  select pg_backend_pid(), list,
    -count(*) filter (where state = 'queued'),
    -count(*) filter (where state = 'queued' and relayed_at is null),
    -count(*) filter (where state = 'dead'),
    0, 0, 0, 0, 0, 0, 0
  from gone where state in ('queued', 'dead') group by list
  on conflict (backend, list) do update set
    queued = known.queued + excluded.queued, unrelayed = known.unrelayed + excluded.unrelayed,
    dead = known.dead + excluded.dead;
  return null;
end $$;

create function forget_job_counts() returns trigger language plpgsql as $$
begin
  delete from job_counts;
  return null;
end $$;

create trigger jobs_counted_new after insert on jobs referencing new table as made
  for each statement execute function count_new_jobs();
create trigger jobs_counted_changed after update on jobs
  referencing old table as before_it new table as after_it
  for each statement execute function count_changed_jobs();
create trigger jobs_counted_gone after delete on jobs referencing old table as gone
  for each statement execute function count_gone_jobs();
create trigger jobs_counted_none after truncate on jobs
  for each statement execute function forget_job_counts();

insert into job_counts
select 0, list,
  count(*) filter (where state = 'queued'),
  count(*) filter (where state = 'queued' and relayed_at is null),
  count(*) filter (where state = 'dead'),
  count(*),
  count(*) filter (where state = 'done'),
  count(*) filter (where state = 'cancelled'),
  count(*) filter (where state = 'dead') + sum(replayed),
  sum(deliveries), sum(failures_of(state, deliveries, replayed)), sum(replayed)
from jobs group by list;

create view job_totals as
select list, sum(queued)::bigint as queued, sum(unrelayed)::bigint as unrelayed, sum(dead)::bigint as dead,
  sum(enqueued)::bigint as enqueued, sum(done)::bigint as done, sum(cancelled)::bigint as cancelled,
  sum(buried)::bigint as buried, sum(deliveries)::bigint as deliveries, sum(failures)::bigint as failures,
  sum(replays)::bigint as replays
from job_counts group by list;

-- Rows of a kind there are now, by the one thing they are asked for by: documents and orders by
-- where they stand, impact records by ticker.
create table row_counts (
  backend integer not null,
  kind text not null check (kind in ('documents', 'impacts', 'orders')),
  key text not null,
  rows bigint not null,
  primary key (kind, key, backend)
) with (fillfactor = 40);

create view row_totals as
select kind, key, sum(rows)::bigint as rows from row_counts group by kind, key;

create function count_new_documents() returns trigger language plpgsql as $$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'documents', status, count(*) from made group by status
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $$;
create function count_changed_documents() returns trigger language plpgsql as $$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'documents', status, sum(sign)
  from (select 1 as sign, status from after_it union all select -1, status from before_it) as changed
  group by status having sum(sign) <> 0
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $$;
create function count_gone_documents() returns trigger language plpgsql as $$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'documents', status, -count(*) from gone group by status
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $$;
create trigger documents_counted_new after insert on documents referencing new table as made
  for each statement execute function count_new_documents();
create trigger documents_counted_changed after update on documents
  referencing old table as before_it new table as after_it
  for each statement execute function count_changed_documents();
create trigger documents_counted_gone after delete on documents referencing old table as gone
  for each statement execute function count_gone_documents();

create function count_new_impacts() returns trigger language plpgsql as $$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'impacts', ticker, count(*) from made group by ticker
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $$;
create function count_gone_impacts() returns trigger language plpgsql as $$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'impacts', ticker, -count(*) from gone group by ticker
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $$;
create trigger impacts_counted_new after insert on document_impact_records referencing new table as made
  for each statement execute function count_new_impacts();
create trigger impacts_counted_gone after delete on document_impact_records referencing old table as gone
  for each statement execute function count_gone_impacts();

create function count_new_orders() returns trigger language plpgsql as $$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'orders', state, count(*) from made group by state
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $$;
create function count_changed_orders() returns trigger language plpgsql as $$
begin
  insert into row_counts as known (backend, kind, key, rows)
  select pg_backend_pid(), 'orders', state, sum(sign)
  from (select 1 as sign, state from after_it union all select -1, state from before_it) as changed
  group by state having sum(sign) <> 0
  on conflict (kind, key, backend) do update set rows = known.rows + excluded.rows;
  return null;
end $$;
create trigger orders_counted_new after insert on orders referencing new table as made
  for each statement execute function count_new_orders();
create trigger orders_counted_changed after update on orders
  referencing old table as before_it new table as after_it
  for each statement execute function count_changed_orders();

create function forget_row_counts() returns trigger language plpgsql as $$
begin
  delete from row_counts where kind = tg_argv[0];
  return null;
end $$;
create trigger documents_counted_none after truncate on documents
  for each statement execute function forget_row_counts('documents');
create trigger impacts_counted_none after truncate on document_impact_records
  for each statement execute function forget_row_counts('impacts');
create trigger orders_counted_none after truncate on orders
  for each statement execute function forget_row_counts('orders');

insert into row_counts
  select 0, 'documents', status, count(*) from documents group by status
  union all select 0, 'impacts', ticker, count(*) from document_impact_records group by ticker
  union all select 0, 'orders', state, count(*) from orders group by state;
