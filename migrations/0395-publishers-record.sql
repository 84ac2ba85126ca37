-- What a publisher has told first, and how often a known owner told it after it.
alter table publishers
  add column stories integer not null default 0 check (stories >= 0),
  add column confirmed integer not null default 0 check (confirmed >= 0),
  add column confirmed_days integer not null default 0 check (confirmed_days >= 0),
  add column confirmed_on date;
-- When a known owner first told the story that this document told before.
alter table documents add column confirmed_at timestamptz;
