-- Decisions, risk, orders, fills, positions. Many invariants stand here as constraints, so that no
-- code path can break them (docs/delivery.md and docs/FORMULAS.md name them).

create table trading_decisions (
  decision_id uuid primary key,
  -- Business order within a run: the engine's round, then the place in it.
  seq bigint generated always as identity,
  recommendation_id uuid references recommendations,
  ticker text not null,
  decided_at timestamptz not null,
  kind text not null check (kind in ('entry', 'exit')),
  action text not null check (action in ('act', 'skip')),
  code text not null check (code ~ '^[a-z][a-z0-9_]*$'),
  side text check (side in ('buy', 'sell')),
  quantity numeric(20, 9) check (quantity > 0),
  reference_price numeric(20, 6),
  -- Every check in order, with the number found and the limit it was compared with.
  checks jsonb not null,
  sizing jsonb not null default '{}',
  risk_tier text not null,
  check (action = 'skip' or (side is not null and quantity is not null)),
  check (kind = 'exit' or recommendation_id is not null),
  unique (recommendation_id, kind)
);
create index trading_decisions_decided on trading_decisions (decided_at desc);

create table risk_evaluations (
  risk_evaluation_id uuid primary key,
  decision_id uuid references trading_decisions,
  evaluated_at timestamptz not null,
  passed boolean not null,
  code text not null,
  checks jsonb not null,
  inputs jsonb not null,
  inputs_sha256 text not null check (inputs_sha256 ~ '^[0-9a-f]{64}$'),
  needs_approval boolean not null default false,
  unique (risk_evaluation_id, passed, inputs_sha256)
);

-- I9: an order names a passed evaluation of the same inputs. I10: one order a decision.
-- I8: exact decimals. I12: legal transitions only, filled never shrinks or passes the quantity.
create table orders (
  order_id uuid primary key,
  seq bigint generated always as identity,
  decision_id uuid not null unique references trading_decisions,
  risk_evaluation_id uuid not null,
  risk_passed boolean not null default true check (risk_passed),
  inputs_sha256 text not null,
  client_order_id text not null unique check (length(client_order_id) <= 128),
  broker_order_id text unique,
  ticker text not null,
  sector text not null default '',
  side text not null check (side in ('buy', 'sell')),
  order_type text not null,
  quantity numeric(20, 9) not null check (quantity > 0),
  limit_price numeric(20, 6),
  stop_price numeric(20, 6),
  reference_price numeric(20, 6) not null check (reference_price > 0),
  state text not null default 'intent' check (state in
    ('intent', 'submitted', 'partially_filled', 'filled', 'canceled', 'expired', 'rejected', 'unknown')),
  filled_quantity numeric(20, 9) not null default 0,
  filled_price_avg numeric(20, 6),
  reject_reason text,
  raw_status text,
  -- Business times.
  intended_at timestamptz not null,
  submitted_at timestamptz,
  closed_at timestamptz,
  foreign key (risk_evaluation_id, risk_passed, inputs_sha256)
    references risk_evaluations (risk_evaluation_id, passed, inputs_sha256),
  check (filled_quantity >= 0 and filled_quantity <= quantity)
);
create index orders_open on orders (ticker) where state in ('intent', 'submitted', 'partially_filled', 'unknown');

create function guard_order() returns trigger language plpgsql as $$
begin
  if old.state in ('filled', 'canceled', 'expired', 'rejected') and new.state <> old.state then
    raise exception 'order % is % and cannot become %', old.order_id, old.state, new.state
      using errcode = 'check_violation';
  end if;
  if new.state = 'intent' and old.state <> 'intent' then
    raise exception 'order % is % and cannot become intent', old.order_id, old.state
      using errcode = 'check_violation';
  end if;
  if old.state = 'partially_filled' and new.state = 'submitted' then
    raise exception 'order % is partially_filled and cannot become submitted', old.order_id
      using errcode = 'check_violation';
  end if;
  if new.filled_quantity < old.filled_quantity then
    raise exception 'order % had % filled and cannot have %', old.order_id, old.filled_quantity, new.filled_quantity
      using errcode = 'check_violation';
  end if;
  if (new.decision_id, new.client_order_id, new.ticker, new.side, new.quantity)
     is distinct from (old.decision_id, old.client_order_id, old.ticker, old.side, old.quantity) then
    raise exception 'order % is immutable in what it orders', old.order_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger orders_guard before update on orders for each row execute function guard_order();

create table order_events (
  order_event_id bigint generated always as identity primary key,
  order_id uuid not null references orders on delete cascade,
  at timestamptz not null,
  event text not null,
  detail jsonb not null default '{}'
);
create index order_events_order on order_events (order_id, order_event_id);

-- I13: a fill is known by the broker's execution id.
create table order_fills (
  execution_id text primary key,
  order_id uuid references orders,
  broker_order_id text not null,
  ticker text not null,
  side text not null check (side in ('buy', 'sell')),
  quantity numeric(20, 9) not null check (quantity > 0),
  price numeric(20, 6) not null check (price > 0),
  fee numeric(20, 6) not null default 0,
  filled_at timestamptz not null,
  recorded_at timestamptz not null
);
create index order_fills_ticker on order_fills (ticker, filled_at);

create table broker_accounts (
  account_id text primary key,
  mode text not null,
  status text not null,
  cash numeric(20, 6) not null,
  equity numeric(20, 6) not null,
  buying_power numeric(20, 6) not null,
  opened_with numeric(20, 6) not null,
  synced_at timestamptz not null
);

-- I7: the quantity is the signed sum of fills; the average price is recomputed from them.
create table positions (
  ticker text primary key,
  sector text not null default '',
  quantity numeric(20, 9) not null check (quantity >= 0),
  entry_price_avg numeric(20, 6) not null,
  mark_price numeric(20, 6) not null,
  marked_at timestamptz not null,
  opened_at timestamptz not null,
  realised_pnl numeric(20, 6) not null default 0
);

create table position_stop_levels (
  ticker text primary key,
  decision_id uuid not null references trading_decisions,
  atr numeric(20, 6) not null,
  stop_price numeric(20, 6) not null,
  target_1 numeric(20, 6) not null,
  target_2 numeric(20, 6) not null,
  trailing_stop numeric(20, 6),
  half_taken boolean not null default false,
  updated_at timestamptz not null
);

create table portfolio_snapshots (
  taken_at timestamptz primary key,
  session_date date not null,
  cash numeric(20, 6) not null,
  positions_value numeric(20, 6) not null,
  equity numeric(20, 6) not null,
  realised_pnl numeric(20, 6) not null,
  unrealised_pnl numeric(20, 6) not null,
  reserve numeric(20, 6) not null default 0,
  active_pool numeric(20, 6) not null,
  open_positions integer not null,
  -- I3, to the cent's ten-thousandth: equity is cash and what is held, and splits into two pools.
  check (equity = cash + positions_value),
  check (equity = active_pool + reserve)
);

create table daily_risk_snapshots (
  session_date date primary key,
  opening_equity numeric(20, 6) not null,
  lowest_equity numeric(20, 6) not null,
  orders_sent integer not null default 0
);

-- I1, I2: each row carries the balance after it; the next row starts there.
create table reserve_pool_ledger (
  reserve_entry_id bigint generated always as identity primary key,
  at timestamptz not null,
  amount numeric(20, 6) not null check (amount <> 0),
  balance_after numeric(20, 6) not null check (balance_after >= 0),
  trigger_type text not null,
  -- I6: one siphon for each closed trade.
  closing_execution_id text unique references order_fills (execution_id),
  notes text not null default ''
);

create function guard_reserve() returns trigger language plpgsql as $$
declare
  balance numeric(20, 6);
begin
  perform pg_advisory_xact_lock(hashtext('reserve_pool_ledger'));
  select coalesce(sum(amount), 0) into balance from reserve_pool_ledger;
  if new.balance_after <> balance + new.amount then
    raise exception 'reserve entry of % must leave %, not %', new.amount, balance + new.amount, new.balance_after
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger reserve_guard before insert on reserve_pool_ledger for each row execute function guard_reserve();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'check_violation';
end $$;
create trigger reserve_append_only before update or delete on reserve_pool_ledger
  for each row execute function refuse_change();

create table risk_tier_history (
  risk_tier_change_id bigint generated always as identity primary key,
  at timestamptz not null,
  from_tier text not null,
  to_tier text not null,
  reason text not null,
  numbers jsonb not null default '{}'
);

create table circuit_breaker_events (
  circuit_breaker_event_id bigint generated always as identity primary key,
  breaker text not null check (breaker in ('daily_loss', 'single_position', 'volatility', 'manual', 'emergency')),
  ticker text,
  opened_at timestamptz not null,
  -- Null: until someone resets it.
  closes_at timestamptz,
  reset_at timestamptz,
  numbers jsonb not null default '{}',
  opened_by text not null default 'engine'
);
create index circuit_breaker_events_open on circuit_breaker_events (breaker) where reset_at is null;

create table trading_engine_config (
  only_row boolean primary key default true check (only_row),
  mode text not null default 'paper' check (mode in ('paper', 'live', 'disabled')),
  paused boolean not null default false,
  risk_tier text not null default 'moderate' check (risk_tier in ('conservative', 'moderate', 'aggressive')),
  settings jsonb not null default '{}',
  -- Real time: a state older than 10 s means halted.
  heartbeat_at timestamptz not null default clock_timestamp()
);
insert into trading_engine_config default values;

create table approval_requests (
  approval_id uuid primary key,
  decision_id uuid not null unique references trading_decisions,
  order_hash text not null,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  status text not null default 'pending' check (status in ('pending', 'approved', 'denied', 'expired')),
  reviewed_by text,
  reviewed_at timestamptz,
  note text not null default ''
);
