-- Prices. One bar is one row, of a named span; corrections replace.

create table market_snapshots (
  ticker text not null,
  -- Span of the bar: '1d', '1m' …
  timespan text not null,
  starts_at timestamptz not null,
  session_date date not null,
  open numeric(20, 6) not null check (open > 0),
  high numeric(20, 6) not null,
  low numeric(20, 6) not null check (low > 0),
  close numeric(20, 6) not null check (close > 0),
  volume numeric(24, 4) not null check (volume >= 0),
  vwap numeric(20, 6),
  source_id uuid,
  raw_key text,
  fetched_at timestamptz not null,
  primary key (ticker, timespan, starts_at),
  check (high >= greatest(open, close, low) and low <= least(open, close, high))
);
create index market_snapshots_session on market_snapshots (timespan, session_date);

-- Bars that were refused, with the reason; nothing is dropped in silence.
create table market_rejects (
  market_reject_id bigint generated always as identity primary key,
  ticker text not null,
  payload jsonb not null,
  reason text not null,
  fetched_at timestamptz not null
);
