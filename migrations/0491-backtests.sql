-- Backtests that people ask for: one row a run, one a trade.
-- works with older code: the tables that go were never read or written.

drop table backtest_trades;
drop table backtest_runs;

create table backtest_runs (
  run_id uuid primary key,
  job_id uuid not null,
  -- Business time, and who asked.
  asked_at timestamptz not null,
  asked_by text not null,
  strategy text not null,
  -- Days of trading in New York.
  first_day date not null,
  last_day date not null,
  -- All else that was asked for, as it counts.
  settings jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  -- Why it failed, and in words.
  reason text,
  says text,
  -- One more at each delivery: only the newest writes.
  attempt integer not null default 0 check (attempt >= 0),
  sessions_done integer not null default 0,
  sessions_total integer not null default 0,
  -- Real seconds: until its end as it goes on, and that it took.
  seconds_left double precision,
  seconds double precision,
  begun_at timestamptz,
  ended_at timestamptz,
  cancel_asked_by text,
  results jsonb,
  check (last_day > first_day),
  check (sessions_done between 0 and sessions_total),
  check ((state in ('done', 'failed', 'cancelled')) = (ended_at is not null)),
  check ((state = 'failed') = (reason is not null)),
  check ((state = 'done') = (results is not null))
);
create index backtest_runs_asked on backtest_runs (asked_at desc, run_id desc);
create index backtest_runs_open on backtest_runs (state) where state in ('queued', 'running');

create table backtest_trades (
  trade_id uuid primary key,
  run_id uuid not null references backtest_runs on delete cascade,
  -- In the order in which they ended.
  place integer not null check (place >= 0),
  ticker text not null,
  entry_date date not null,
  exit_date date not null,
  -- Shares bought, and dollars.
  quantity numeric(24, 9) not null check (quantity >= 0),
  paid numeric(24, 6) not null,
  profit numeric(24, 6) not null,
  fees numeric(24, 6) not null,
  spread numeric(24, 6) not null,
  slippage numeric(24, 6) not null,
  -- At the end of the run: valued at the last close.
  is_open boolean not null,
  why text not null,
  unique (run_id, place),
  check (exit_date >= entry_date)
);
create index backtest_trades_ticker on backtest_trades (run_id, ticker, place);

-- What was known of a ticker by a moment, whatever it was read as later.
create index document_impact_records_known on document_impact_records (ticker, extracted_at);
