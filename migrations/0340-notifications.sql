-- works with older code: the table notifications that goes was never read or written
-- What people are told, by which way, and what became of it: each wish to tell is planned once, one row a
-- channel. Times of trade are business time; when a row is tried next and who has it in hand is real time.
drop table notifications;
create table notifications (
  notification_id uuid primary key,
  seq bigint generated always as identity,
  channel text not null check (channel in ('email', 'sms')),
  kind text not null check (kind ~ '^[a-z][a-z0-9_]*$'),
  severity text not null check (severity in ('info', 'warning', 'critical')),
  -- What it is about, with the kind: the same again within the kind's minutes is not told twice.
  about text not null,
  wish_id uuid,
  digest_id uuid references notifications on delete set null,
  subject text not null,
  body text not null,
  state text not null check (state in ('wanted', 'waiting', 'sent', 'failed', 'suppressed', 'digested')),
  reason text not null default '',
  made_at timestamptz not null,
  planned_at timestamptz not null,
  -- Until when quiet hours hold it.
  waits_until timestamptz,
  attempts integer not null default 0 check (attempts >= 0),
  tries_left integer not null default 0 check (tries_left >= 0),
  next_try_at timestamptz,
  leased_until timestamptz,
  sent_at timestamptz,
  check ((state = 'sent') = (sent_at is not null)),
  check (state <> 'waiting' or waits_until is not null),
  check (state <> 'wanted' or next_try_at is not null),
  check (state not in ('failed', 'suppressed') or reason <> '')
);
create index notifications_due on notifications (next_try_at) where state = 'wanted';
create index notifications_waiting on notifications (channel, seq) where state = 'waiting';
create index notifications_left on notifications (channel, planned_at) where state in ('wanted', 'sent', 'failed');
create index notifications_about on notifications (channel, kind, about, planned_at);
create index notifications_made on notifications (made_at);
create index notifications_newest on notifications (seq);
create index notifications_of_digest on notifications (digest_id) where digest_id is not null;

-- Every try to send one. One without an end is under way, or its program ended within it.
create table notification_attempts (
  notification_id uuid not null references notifications on delete cascade,
  attempt integer not null check (attempt > 0),
  began_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('sent', 'again', 'refused')),
  said text not null default '',
  primary key (notification_id, attempt)
);

-- How people are told: each change is a version, the newest is in force.
create table notification_settings_versions (
  version bigint generated always as identity primary key,
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  changed_by text not null check (changed_by <> ''),
  changed_at timestamptz not null,
  reason text not null default ''
);
insert into notification_settings_versions (settings, changed_by, changed_at) values ('{
  "email": {"on": true, "least": "info", "perHour": 20, "perDay": 100},
  "sms": {"on": true, "least": "warning", "perHour": 5, "perDay": 20},
  "muted": [], "quiet": null
}', 'install', clock_timestamp());
create trigger notification_settings_versions_stand before update or delete on notification_settings_versions
  for each row execute function refuse_change();
