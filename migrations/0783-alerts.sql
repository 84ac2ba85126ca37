-- Alerts as query-api judges them: each time one fired, who took note of it, and which are silent until when. Real times.
create table alert_firings (
  firing_id uuid primary key default gen_random_uuid(),
  alert text not null,
  labels jsonb not null,
  severity text not null check (severity in ('critical', 'warning', 'info')),
  summary text not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  acked_at timestamptz,
  acked_by text,
  acked_because text,
  constraint alert_firings_acked check ((acked_at is null) = (acked_by is null))
);
create unique index alert_firings_open on alert_firings (alert, labels) where ended_at is null;
create index alert_firings_began on alert_firings (began_at desc, firing_id desc);
create index alert_firings_ended on alert_firings (ended_at) where ended_at is not null;

create table alert_silences (
  alert text primary key,
  until timestamptz not null,
  silenced_at timestamptz not null default clock_timestamp(),
  silenced_by text not null,
  reason text not null
);
