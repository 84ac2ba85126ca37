-- breaks older code: it keeps the books of every account as one, by keys that are gone

-- The books are kept per account at the broker. One account is current: it is the one traded with, and
-- all that engine, risk checks and pages read. What was kept of another stays, and is read by nobody.

-- `begun_at`: when its books began; null of one that is told of and was never traded with.
alter table broker_accounts add column is_current boolean not null default false,
  add column begun_at timestamptz default clock_timestamp();
update broker_accounts set is_current = true
where account_id = (select account_id from broker_accounts order by synced_at desc, account_id limit 1);
create unique index broker_accounts_current on broker_accounts (is_current) where is_current;

-- '' before any account was read.
create function current_account_id() returns text language sql stable parallel safe
  security definer set search_path = public, pg_temp as $$
  select coalesce((select account_id from broker_accounts where is_current), '')
$$;

alter table trading_decisions add column account_id text not null default current_account_id();
alter table risk_evaluations add column account_id text not null default current_account_id();
alter table approval_requests add column account_id text not null default current_account_id();
alter table orders add column account_id text not null default current_account_id();
alter table order_fills add column account_id text not null default current_account_id();
alter table positions add column account_id text not null default current_account_id();
alter table position_stop_levels add column account_id text not null default current_account_id();
alter table portfolio_snapshots add column account_id text not null default current_account_id();
alter table portfolio_days add column account_id text not null default current_account_id();
alter table daily_risk_snapshots add column account_id text not null default current_account_id();
alter table reserve_pool_ledger add column account_id text not null default current_account_id();
alter table risk_tier_history add column account_id text not null default current_account_id();
alter table circuit_breaker_events add column account_id text not null default current_account_id();
alter table ledger_tickers add column account_id text not null default current_account_id();
alter table ledger_lots add column account_id text not null default current_account_id();
alter table ledger_trades add column account_id text not null default current_account_id();
alter table ledger_closings add column account_id text not null default current_account_id();

alter table trading_decisions drop constraint trading_decisions_recommendation_id_kind_key;
alter table trading_decisions add unique (account_id, recommendation_id, kind);
alter table orders drop constraint orders_broker_order_id_key;
alter table orders add unique (account_id, broker_order_id);
alter table positions drop constraint positions_pkey, add primary key (account_id, ticker);
alter table position_stop_levels drop constraint position_stop_levels_pkey,
  add primary key (account_id, ticker);
alter table portfolio_snapshots drop constraint portfolio_snapshots_pkey,
  add primary key (account_id, taken_at);
alter table portfolio_days drop constraint portfolio_days_pkey,
  add primary key (account_id, session_date);
alter table daily_risk_snapshots drop constraint daily_risk_snapshots_pkey,
  add primary key (account_id, session_date);

-- I13: a fill is known by the id that the broker of this account gave it.
alter table ledger_tickers drop constraint ledger_tickers_newest_execution_id_fkey;
alter table ledger_lots drop constraint ledger_lots_execution_id_fkey;
alter table ledger_trades drop constraint ledger_trades_execution_id_fkey;
alter table ledger_closings drop constraint ledger_closings_execution_id_fkey;
alter table reserve_pool_ledger drop constraint reserve_pool_ledger_closing_execution_id_fkey;
alter table reserve_pool_ledger drop constraint reserve_pool_ledger_closing_execution_id_key;
alter table order_fills drop constraint order_fills_pkey, add primary key (account_id, execution_id);
alter table ledger_tickers drop constraint ledger_tickers_pkey, add primary key (account_id, ticker),
  add foreign key (account_id, newest_execution_id) references order_fills on update cascade;
alter table ledger_lots drop constraint ledger_lots_pkey, add primary key (account_id, execution_id),
  add foreign key (account_id, execution_id) references order_fills on update cascade;
alter table ledger_trades drop constraint ledger_trades_pkey, add primary key (account_id, execution_id),
  add foreign key (account_id, execution_id) references order_fills on update cascade;
alter table ledger_closings drop constraint ledger_closings_pkey, add primary key (account_id, execution_id),
  add foreign key (account_id, execution_id) references order_fills on update cascade;
alter table reserve_pool_ledger add unique (account_id, closing_execution_id),
  add foreign key (account_id, closing_execution_id) references order_fills on update cascade;

-- The first account that is told is the current one; another becomes it only when a person says so
-- (shared/sql/trading/accounts.ts). What was kept before any was known belongs to the first.
create function adopt_first_account() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  kept text;
begin
  if exists (select from broker_accounts where is_current or account_id = new.account_id) then
    return new;
  end if;
  new.is_current := true;
  foreach kept in array array['trading_decisions', 'risk_evaluations', 'approval_requests', 'orders',
    'positions', 'position_stop_levels', 'portfolio_days', 'portfolio_snapshots', 'daily_risk_snapshots',
    'risk_tier_history', 'circuit_breaker_events', 'order_fills', 'ledger_tickers', 'reserve_pool_ledger']
  loop
    execute format('update %I set account_id = $1 where account_id = %L', kept, '') using new.account_id;
  end loop;
  return new;
end $$;
create trigger broker_accounts_first before insert on broker_accounts
  for each row execute function adopt_first_account();

-- I13 and I1: facts stay as they are; but for what is booked, and whose they are once that is known.
create or replace function guard_fill() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'account_id' = to_jsonb(old) - 'account_id' and old.account_id = '' then
      return new;
    end if;
    if new.booked and to_jsonb(new) - 'booked' = to_jsonb(old) - 'booked' then
      return new;
    end if;
  end if;
  raise exception 'order_fills is append-only' using errcode = 'check_violation';
end $$;
create function guard_reserve_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'account_id' = to_jsonb(old) - 'account_id' and old.account_id = '' then
      return new;
    end if;
  end if;
  raise exception 'reserve_pool_ledger is append-only' using errcode = 'check_violation';
end $$;
drop trigger reserve_append_only on reserve_pool_ledger;
create trigger reserve_append_only before update or delete on reserve_pool_ledger
  for each row execute function guard_reserve_change();

-- What rounds, orders and pages look for, by account: nothing of one that is no longer current is passed over.
drop index order_fills_recorded;
create index order_fills_recorded on order_fills (account_id, recorded_at desc);
drop index order_fills_unbooked;
create index order_fills_unbooked on order_fills (account_id, ticker) where not booked;
drop index order_fills_ticker;
create index order_fills_ticker on order_fills (account_id, ticker, filled_at);
drop index ledger_tickers_held;
create index ledger_tickers_held on ledger_tickers (account_id, ticker) where quantity <> 0;
drop index ledger_lots_ticker;
create index ledger_lots_ticker on ledger_lots (account_id, ticker, filled_at);
drop index ledger_trades_closed;
create index ledger_trades_closed on ledger_trades (account_id, closed_at);
drop index ledger_trades_ticker;
create index ledger_trades_ticker on ledger_trades (account_id, ticker);
drop index ledger_closings_ticker;
create index ledger_closings_ticker on ledger_closings (account_id, ticker);
drop index portfolio_snapshots_session;
create index portfolio_snapshots_session on portfolio_snapshots (account_id, session_date, taken_at);
drop index portfolio_days_taken;
create index portfolio_days_taken on portfolio_days (account_id, taken_at);
create index reserve_pool_ledger_newest on reserve_pool_ledger (account_id, reserve_entry_id desc);
drop index orders_on_their_way;
create index orders_on_their_way on orders (account_id, seq)
  where state in ('intent', 'submitted', 'partially_filled', 'unknown') or filled_quantity > booked_quantity;
drop index orders_intended;
create index orders_intended on orders (account_id, intended_at desc);
drop index orders_state_intended;
create index orders_state_intended on orders (account_id, state, intended_at desc);
drop index orders_ticker_intended;
create index orders_ticker_intended on orders (account_id, ticker, intended_at desc);
create index trading_decisions_account on trading_decisions (account_id, decided_at desc);
drop index trading_decisions_ticker;
create index trading_decisions_ticker on trading_decisions (account_id, ticker, decided_at desc);
drop index trading_decisions_action;
create index trading_decisions_action on trading_decisions (account_id, action, decided_at desc);
drop index trading_decisions_code;
create index trading_decisions_code on trading_decisions (account_id, code, decided_at desc);
drop index trading_decisions_entries;
create index trading_decisions_entries on trading_decisions (account_id, ticker, decided_at desc, seq desc)
  where kind = 'entry' and action = 'act';
drop index trading_decisions_entered;
create index trading_decisions_entered on trading_decisions (account_id, decided_at)
  where kind = 'entry' and action = 'act';

-- I1 of each account by itself: an entry starts from the balance that the account's last one left.
create or replace function guard_reserve() returns trigger language plpgsql as $$
declare
  balance numeric(20, 6);
begin
  perform pg_advisory_xact_lock(hashtext('reserve_pool_ledger'));
  new.reserve_entry_id := nextval(pg_get_serial_sequence('reserve_pool_ledger', 'reserve_entry_id'));
  select balance_after into balance from reserve_pool_ledger
  where account_id = new.account_id order by reserve_entry_id desc limit 1;
  balance := coalesce(balance, 0);
  if new.balance_after <> balance + new.amount then
    raise exception 'reserve entry of % must leave %, not %', new.amount, balance + new.amount, new.balance_after
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create or replace view reserve_balance as
  select coalesce((
    select balance_after from reserve_pool_ledger where account_id = current_account_id()
    order by reserve_entry_id desc limit 1), 0)::numeric(20, 6) as balance;

create or replace function carry_highest_equity() returns trigger language plpgsql as $$
begin
  new.highest_equity := greatest(new.equity, (
    select highest_equity from portfolio_snapshots
    where account_id = new.account_id and taken_at < new.taken_at
    order by taken_at desc limit 1));
  return new;
end $$;

create or replace function keep_portfolio_day() returns trigger language plpgsql as $$
begin
  insert into portfolio_days as known
    (account_id, session_date, taken_at, equity, cash, positions_value, reserve)
  values (new.account_id, new.session_date, new.taken_at, new.equity, new.cash, new.positions_value, new.reserve)
  on conflict (account_id, session_date) do update set taken_at = excluded.taken_at,
    equity = excluded.equity, cash = excluded.cash, positions_value = excluded.positions_value,
    reserve = excluded.reserve
  where known.taken_at <= excluded.taken_at;
  return null;
end $$;

create or replace view view_decisions as
  select decision_id, recommendation_id, ticker, decided_at, kind, action, code, side, quantity,
    reference_price, risk_tier, rule_version
  from trading_decisions where account_id = current_account_id();
create or replace view view_orders as
  select order_id, decision_id, ticker, sector, side, order_type, quantity, reference_price, state,
    filled_quantity, filled_price_avg, reject_reason, intended_at, submitted_at, closed_at
  from orders where account_id = current_account_id();
create or replace view view_positions as
  select ticker, sector, quantity, entry_price_avg, mark_price, marked_at, opened_at, realised_pnl
  from positions where account_id = current_account_id();
create or replace view view_equity as
  select session_date, equity, cash, positions_value, reserve
  from portfolio_days where account_id = current_account_id();
