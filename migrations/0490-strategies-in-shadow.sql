-- What strategies say in shadow, the trades on paper that come of it, and the weights that are learned from them.
-- works with older code: the tables that go were never read or written.

drop table strategies;
drop table strategy_signals;
drop table learning_adjustments;

-- One row a ticker, session and strategy.
create table strategy_outputs (
  output_id uuid primary key,
  ticker text not null,
  -- Of the last daily bar that was read.
  session_date date not null,
  strategy text not null check (strategy in ('momentum', 'mean-reversion', 'news-driven', 'ensemble')),
  -- Business time.
  evaluated_at timestamptz not null,
  -- The session at whose open it may be acted on: the first that opened after it was said.
  acts_on date not null check (acts_on > session_date),
  mode text not null check (mode in ('shadow')),
  -- Above 0 long, below 0 short; its size is the strength.
  reading double precision not null,
  direction text not null check (direction in ('long', 'short', 'none')),
  -- Share of equity it wants held; null where it wants nothing changed.
  weight double precision check (weight between 0 and 1),
  why text not null,
  weights_version integer not null check (weights_version >= 0),
  -- Those of the ensemble, by name, that it was asked with.
  weights jsonb not null,
  close_price numeric(20, 6) not null check (close_price > 0),
  bars integer not null check (bars > 0),
  lacks text[] not null default '{}',
  check ((direction = 'none') = (weight is null)),
  unique (ticker, session_date, strategy)
);
create index strategy_outputs_at on strategy_outputs (evaluated_at desc, output_id);
create index strategy_outputs_ticker on strategy_outputs (ticker, strategy, evaluated_at desc);

-- Trades on paper: what came of what a strategy said, by the costs of a backtest. Dollars.
create table strategy_trades (
  trade_id uuid primary key,
  strategy text not null check (strategy in ('momentum', 'mean-reversion', 'news-driven', 'ensemble')),
  ticker text not null,
  state text not null check (state in ('waiting', 'open', 'closed', 'void')),
  decided_on date not null,
  entered_on date check (entered_on > decided_on),
  exited_on date check (exited_on >= entered_on),
  -- On the basis of the splits known as it was last looked at.
  quantity numeric not null check (quantity >= 0),
  entry_price numeric(20, 6),
  -- Null where it was valued at a close and not sold.
  exit_price numeric(20, 6),
  paid numeric not null,
  profit numeric not null,
  fees numeric not null,
  spread numeric not null,
  slippage numeric not null,
  why text not null,
  -- Whose doing it is, by name: shares of 1.
  credits jsonb not null,
  weights_version integer not null check (weights_version >= 0),
  seen_at timestamptz not null,
  closed_at timestamptz,
  -- The step of learning that it counted in; a trade counts once.
  counted_in bigint,
  check ((state = 'closed') = (closed_at is not null)),
  check (state <> 'closed' or (exited_on is not null and paid > 0)),
  check (counted_in is null or state = 'closed')
);
create unique index strategy_trades_standing on strategy_trades (ticker, strategy) where state in ('waiting', 'open');
create index strategy_trades_uncounted on strategy_trades (strategy, closed_at desc)
  where state = 'closed' and counted_in is null;
create index strategy_trades_closed on strategy_trades (exited_on, strategy) where state = 'closed';
create index strategy_trades_seen on strategy_trades (seen_at, trade_id);

-- Each weights of the ensemble that there were; version 0, equal ones, has no row.
create table strategy_weights (
  version integer primary key check (version > 0),
  weights jsonb not null,
  made_at timestamptz not null,
  made_by text not null,
  -- Which version a person went back to.
  reverts_to integer check (reverts_to >= 0 and reverts_to < version),
  reason text not null
);

-- Steps of learning, those that moved nothing among them.
create table learning_adjustments (
  adjustment_id bigint generated always as identity primary key,
  at timestamptz not null,
  code text not null check (code in
    ('weights_moved', 'too_few_trades', 'nothing_to_compare', 'nothing_earned', 'weights_unchanged')),
  -- Closed trades that had not counted yet, and how many of them this step counted.
  trades_waiting integer not null check (trades_waiting >= 0),
  trades_counted integer not null check (trades_counted between 0 and trades_waiting),
  version_before integer not null check (version_before >= 0),
  version_after integer not null check (version_after >= version_before),
  weights_before jsonb not null,
  weights_after jsonb not null,
  -- By strategy: credited trades, their mean return, and the reward that it moved towards.
  rewards jsonb not null,
  why text not null,
  check ((code = 'weights_moved') = (version_after > version_before))
);
create index learning_adjustments_at on learning_adjustments (at desc, adjustment_id);
