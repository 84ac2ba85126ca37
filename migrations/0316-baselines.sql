-- What a breaker's losses are measured from once a person has reset it: the level of then, so that the
-- same loss does not open it again. Of the emergency it is the highest equity since, moved along with
-- what is paid in and out.
create table breaker_baselines (
  account_id text not null default current_account_id() references broker_accounts on delete cascade,
  breaker text not null,
  ticker text not null default '',
  level numeric(20, 6) not null,
  deposit numeric(20, 6) not null,
  since timestamptz not null,
  primary key (account_id, breaker, ticker)
);
alter table circuit_breaker_events add column reset_by text, add column reset_reason text;
create index circuit_breaker_events_reset on circuit_breaker_events (account_id, breaker, reset_at desc)
  where reset_at is not null;

-- The session whose review of the tier is done.
create table tier_reviews (
  account_id text primary key default current_account_id() references broker_accounts on delete cascade,
  reviewed_on date not null
);
