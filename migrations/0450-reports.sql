-- Reports of days and weeks: each says what it rests on, and each reading of the account up to where it knows the books.

alter table trading_reports
  add column account_id text not null default '',
  add column period_start timestamptz not null default 'epoch',
  add column version integer not null default 1 check (version > 0),
  add column made_at timestamptz not null default 'epoch',
  -- Of all that the report says; another hash is another version.
  add column body_sha256 text not null default '',
  add column reconciles boolean not null default true;
create index trading_reports_period on trading_reports (period_end desc, report_id);

-- The newest entry of the books that the reading sums up: entries may come to be known later than they are dated.
alter table portfolio_snapshots add column ledger_entry_id bigint;
create index ledger_entries_account on ledger_entries (account_id, ledger_entry_id);

create index circuit_breaker_events_opened on circuit_breaker_events (account_id, opened_at);
