-- The record of work. A row here, committed with the change that caused it, is a job; Redis only
-- dispatches. `relayed_at is null` makes a row part of the outbox.

create table jobs (
  job_id uuid primary key,
  seq bigint generated always as identity,
  list text not null,
  payload jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'done', 'dead', 'cancelled')),
  caused_by uuid,
  traceparent text,
  business_at timestamptz not null,
  -- Real time, of this server's clock: delivery never follows business time.
  enqueued_at timestamptz not null default clock_timestamp(),
  relayed_at timestamptz,
  settled_at timestamptz,
  deliveries integer not null default 0 check (deliveries >= 0),
  swept integer not null default 0,
  replayed integer not null default 0,
  reason text,
  last_error text,
  history jsonb not null default '[]',
  check ((state = 'queued') = (settled_at is null)),
  check (state <> 'dead' or reason is not null)
);
create index jobs_outbox on jobs (seq) where state = 'queued' and relayed_at is null;
create index jobs_queued on jobs (list, relayed_at) where state = 'queued';
create index jobs_dead on jobs (list, settled_at) where state = 'dead';
create index jobs_settled on jobs (settled_at) where state = 'done';

-- Wakes the relay at commit; it also looks by itself, so a lost notice costs only time.
create function announce_jobs() returns trigger language plpgsql as $$
begin
  perform pg_notify('jobs', '');
  return null;
end $$;
create trigger jobs_announce after insert on jobs for each statement execute function announce_jobs();

-- The one switch. Redis mirrors it for KEDA and the pumps; this row is the truth.
create table pipeline_control (
  only_row boolean primary key default true check (only_row),
  enabled boolean not null,
  changed_at timestamptz not null default clock_timestamp(),
  changed_by text not null default 'install',
  reason text not null default ''
);

-- Stages an operator paused one by one, beside the switch.
create table paused_stages (
  stage text primary key,
  paused_at timestamptz not null default clock_timestamp(),
  paused_by text not null
);

create table audit_events (
  audit_event_id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  business_at timestamptz not null,
  actor text not null,
  action text not null,
  entity_type text not null,
  entity_id text not null,
  detail jsonb not null default '{}'
);
create index audit_events_entity on audit_events (entity_type, entity_id);
