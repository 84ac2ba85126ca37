-- How each position ends is kept apart from the decisions to end it: an exit that was refused, or whose
-- order came to nothing, is wanted until the shares are sold.

-- Levels of what we did not buy: there is no decision behind them, and no plan to take a profit by.
alter table position_stop_levels
  alter column decision_id drop not null,
  alter column target_1 drop not null,
  alter column target_2 drop not null,
  add column basis text not null default 'atr' check (basis in ('atr', 'percent')),
  -- The newest purchase they follow, and when the levels of this holding were first placed.
  add column bought_execution text,
  add column placed_at timestamptz,
  -- New York's day of whose shares the prices are: a split after it moves them.
  add column on_date date,
  -- A print that hit a level and was not believed at once.
  add column doubted_price numeric(20, 6),
  add column doubted_print_at timestamptz,
  add column doubted_at timestamptz;
update position_stop_levels set placed_at = updated_at,
  on_date = (updated_at at time zone 'America/New_York')::date;

create table position_exits (
  account_id text not null default current_account_id(),
  ticker text not null,
  code text not null,
  state text not null check (state in ('wanted', 'sent', 'refused', 'done')),
  -- Shares still to be sold; null: all that is held.
  quantity numeric(20, 9) check (quantity >= 0),
  -- Shares held as the attempt in hand was sent.
  held numeric(20, 9),
  level numeric(20, 6),
  price numeric(20, 6),
  refusals integer not null default 0 check (refusals >= 0),
  attempts integer not null default 0 check (attempts >= 0),
  next_try_at timestamptz,
  said text not null default '',
  since timestamptz not null,
  recommendation_id uuid references recommendations,
  decision_id uuid references trading_decisions,
  job_id uuid,
  updated_at timestamptz not null,
  primary key (account_id, ticker)
);
create index position_exits_decision on position_exits (decision_id) where decision_id is not null;
create index position_exits_recommendation on position_exits (recommendation_id)
  where recommendation_id is not null;

-- What a person is to be told of; who tells takes the row in hand.
create table notification_wishes (
  wish_id uuid primary key,
  kind text not null check (kind ~ '^[a-z][a-z0-9_]*$'),
  subject text not null,
  says text not null,
  detail jsonb not null default '{}',
  made_at timestamptz not null,
  taken_at timestamptz
);
create index notification_wishes_waiting on notification_wishes (made_at) where taken_at is null;
create index notification_wishes_made on notification_wishes (made_at);

-- What one ticker could not be done with costs that ticker alone, and is tried again.
create table ticker_faults (
  ticker text not null,
  part text not null check (part in ('price', 'stop', 'entry')),
  said text not null,
  failures integer not null check (failures > 0),
  since timestamptz not null,
  failed_at timestamptz not null,
  next_try_at timestamptz not null,
  primary key (ticker, part)
);

-- The engine's loops: which ran when, and whether it went well.
create table trading_loops (
  loop text primary key,
  every_seconds integer not null check (every_seconds > 0),
  began_at timestamptz not null,
  good_at timestamptz,
  failures integer not null default 0 check (failures >= 0),
  said text not null default ''
);
