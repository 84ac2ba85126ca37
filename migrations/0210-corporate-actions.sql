-- Prices as they were traded, and what happened to the shares: a reader puts both together.

-- Bars of before were asked for adjusted: they carry every split up to the day they were fetched.
alter table market_snapshots
  add column basis text not null default 'adjusted' check (basis in ('raw', 'adjusted')),
  -- Who told it, and from which tape; of two the stronger stands.
  add column vendor text not null default 'polygon'
    check (vendor in ('polygon', 'alpaca_sip', 'alpaca_iex'));
alter table market_snapshots alter column basis set default 'raw';

-- Minutes are many, and kept for days only. They are raw.
create table minute_bars (
  ticker text not null,
  starts_at timestamptz not null,
  session_date date not null,
  open numeric(20, 6) not null check (open > 0),
  high numeric(20, 6) not null,
  low numeric(20, 6) not null check (low > 0),
  close numeric(20, 6) not null check (close > 0),
  volume numeric(24, 4) not null check (volume >= 0),
  vwap numeric(20, 6),
  -- Before the open or after the close of that day's session.
  is_extended boolean not null default false,
  vendor text not null check (vendor in ('polygon', 'alpaca_sip', 'alpaca_iex')),
  source_id uuid,
  fetched_at timestamptz not null,
  primary key (ticker, starts_at),
  check (high >= greatest(open, close, low) and low <= least(open, close, high))
);
create index minute_bars_age on minute_bars (starts_at);

-- The last that was traded and offered, as a stream tells it; one row a ticker.
create table latest_quotes (
  ticker text primary key,
  trade_price numeric(20, 6) check (trade_price > 0),
  trade_size numeric(24, 4),
  traded_at timestamptz,
  bid numeric(20, 6) check (bid > 0),
  bid_size numeric(24, 4),
  ask numeric(20, 6) check (ask > 0),
  ask_size numeric(24, 4),
  quoted_at timestamptz,
  vendor text not null check (vendor in ('polygon', 'alpaca_sip', 'alpaca_iex')),
  received_at timestamptz not null
);

-- Splits and dividends. What is changed or withdrawn later keeps its row, closed by replaced_at.
create table corporate_actions (
  action_id uuid not null,
  ticker text not null,
  kind text not null check (kind in ('split', 'dividend')),
  -- The first day on which prices are without it.
  ex_date date not null,
  -- Of a split: so many new shares (ratio_to) for so many old ones (ratio_from).
  ratio_from numeric check (ratio_from > 0),
  ratio_to numeric check (ratio_to > 0),
  -- Of a dividend: money a share of that day.
  amount numeric check (amount > 0),
  currency text,
  dividend_type text,
  declared_on date,
  record_on date,
  pay_on date,
  source_id uuid,
  known_at timestamptz not null,
  replaced_at timestamptz,
  primary key (action_id, known_at),
  check (kind <> 'split' or (ratio_from is not null and ratio_to is not null)),
  check (kind <> 'dividend' or amount is not null)
);
create unique index corporate_actions_standing on corporate_actions (action_id)
  where replaced_at is null;
create index corporate_actions_ticker on corporate_actions (ticker, kind, ex_date);

-- What a reference source says of a security; a row for each time that it said something new.
create table security_details (
  ticker text not null,
  known_at timestamptz not null,
  name text,
  security_type text,
  primary_exchange text,
  cik text,
  composite_figi text,
  share_class_figi text,
  active boolean not null,
  listed_on date,
  delisted_on date,
  currency text,
  shares_outstanding numeric check (shares_outstanding >= 0),
  weighted_shares numeric check (weighted_shares >= 0),
  market_cap numeric check (market_cap >= 0),
  -- Under which ticker it trades from which day on: [{"date", "ticker"}], newest first.
  ticker_changes jsonb not null default '[]',
  source_id uuid,
  primary key (ticker, known_at)
);

-- Nights over which a raw price moved as only a split moves it, and nothing is known that explains it.
create table split_suspicions (
  ticker text not null,
  session_date date not null,
  previous_close numeric(20, 6) not null,
  open numeric(20, 6) not null,
  flagged_at timestamptz not null,
  settled_at timestamptz,
  -- A split came to be known; news explains the move; the vendor lists no split days later; or its bar changed.
  settled_as text check (settled_as in ('split', 'news', 'no_split', 'bar_changed')),
  primary key (ticker, session_date),
  check ((settled_at is null) = (settled_as is null))
);
