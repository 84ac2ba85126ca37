-- breaks older code: it books no shares that come without a fill, and stores lots without their cost

-- All that the broker tells of an account beside orders: dividends, fees, interest, transfers, splits and
-- the like. What is not understood is kept and shown as well.

create table account_activities (
  account_id text not null default current_account_id(),
  -- The broker's own id: told twice is told once.
  activity_id text not null,
  activity_type text not null,
  -- What it was taken for; `unknown` moves nothing but the cash it names.
  kind text not null check (kind in ('income', 'charge', 'transfer', 'split', 'shares', 'trade', 'unknown')),
  ticker text,
  quantity numeric(20, 9),
  price numeric(20, 6),
  -- Dollars added to cash, or taken from it.
  amount numeric(20, 6) not null default 0,
  status text not null,
  at timestamptz not null,
  told jsonb not null,
  recorded_at timestamptz not null,
  primary key (account_id, activity_id)
);
create index account_activities_at on account_activities (account_id, at desc, activity_id);

-- Changes of shares that are no fills, folded with the fills of their ticker.
create table share_events (
  account_id text not null default current_account_id(),
  event_id text not null,
  ticker text not null,
  kind text not null check (kind in ('split', 'move')),
  -- Why: `opening` and `unexplained` change with what becomes known, the others are facts.
  because text not null check (because in ('opening', 'unexplained', 'activity', 'corporate_action', 'accepted')),
  -- Shares after for each before.
  ratio numeric(30, 15) check (ratio > 0),
  side text check (side in ('buy', 'sell')),
  quantity numeric(20, 9) check (quantity > 0),
  price numeric(20, 6) check (price >= 0),
  at timestamptz not null,
  booked boolean not null default false,
  primary key (account_id, event_id),
  check ((kind = 'split') = (ratio is not null)),
  check ((kind = 'move') = (side is not null and quantity is not null and price is not null))
);
create index share_events_ticker on share_events (account_id, ticker, at);
create index share_events_guessed on share_events (account_id, ticker) where because = 'unexplained';
create index share_events_unbooked on share_events (account_id, ticker) where not booked;

-- Lots and trades may come of an event as well as of a fill.
alter table ledger_tickers drop constraint ledger_tickers_account_id_newest_execution_id_fkey,
  drop constraint ledger_tickers_newest_side_check, drop constraint ledger_tickers_check,
  -- Dollars of shares that came, less those that went, without cash.
  add column moved numeric not null default 0,
  add check (realised = cash + fees + cost - moved);
alter table ledger_lots drop constraint ledger_lots_account_id_execution_id_fkey, add column cost numeric;
update ledger_lots set cost = quantity * price;
alter table ledger_lots alter column cost set not null;
alter table ledger_trades drop constraint ledger_trades_account_id_execution_id_fkey;
alter table ledger_closings drop constraint ledger_closings_account_id_execution_id_fkey;
alter table reserve_pool_ledger drop constraint reserve_pool_ledger_account_id_closing_execution_id_fkey;

-- What moved cash beside fills. Cash is opened_with + transferred + earned + unexplained + the fills' cash.
alter table broker_accounts
  add column transferred numeric not null default 0,
  add column earned numeric not null default 0,
  -- The broker's cash less all that is explained, at the newest reading.
  add column unexplained numeric not null default 0,
  -- Equity at the previous close, by the broker.
  add column last_equity numeric(20, 6);

-- Dollars that came from outside less those that went, ever: what is no profit and no loss.
alter table portfolio_snapshots add column flows numeric;
alter table portfolio_days add column flows numeric;

create or replace function carry_highest_equity() returns trigger language plpgsql as $$
begin
  -- What was paid in or taken out since moves the highest with it.
  new.highest_equity := greatest(new.equity, (
    select highest_equity + coalesce(new.flows - flows, 0) from portfolio_snapshots
    where account_id = new.account_id and taken_at < new.taken_at
    order by taken_at desc limit 1));
  return new;
end $$;
create or replace function keep_portfolio_day() returns trigger language plpgsql as $$
begin
  insert into portfolio_days as known
    (account_id, session_date, taken_at, equity, cash, positions_value, reserve, flows)
  values (new.account_id, new.session_date, new.taken_at, new.equity, new.cash, new.positions_value,
    new.reserve, new.flows)
  on conflict (account_id, session_date) do update set taken_at = excluded.taken_at,
    equity = excluded.equity, cash = excluded.cash, positions_value = excluded.positions_value,
    reserve = excluded.reserve, flows = excluded.flows
  where known.taken_at <= excluded.taken_at;
  return null;
end $$;

-- Double entry: each transaction's debits are its credits (I5).
create table ledger_entries (
  account_id text not null default current_account_id(),
  ledger_entry_id bigint generated always as identity primary key,
  transaction_id text not null,
  at timestamptz not null,
  book text not null check (book in
    ('cash', 'securities', 'opening', 'transfers', 'income', 'charges', 'fees', 'profit', 'unexplained')),
  ticker text,
  debit numeric not null default 0 check (debit >= 0),
  credit numeric not null default 0 check (credit >= 0),
  check ((debit = 0) <> (credit = 0))
);
create index ledger_entries_transaction on ledger_entries (account_id, transaction_id);
create function guard_entries() returns trigger language plpgsql as $$
declare
  apart numeric;
begin
  select sum(debit) - sum(credit) into apart from ledger_entries
  where account_id = new.account_id and transaction_id = new.transaction_id;
  if apart <> 0 then
    raise exception 'transaction % has debits that differ from its credits by %', new.transaction_id, apart
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger ledger_entries_balance after insert on ledger_entries
  deferrable initially deferred for each row execute function guard_entries();
create trigger ledger_entries_append_only before update or delete on ledger_entries
  for each row execute function refuse_change();

-- Where our books and the broker's differ; a row goes once they agree.
create table account_differences (
  account_id text not null default current_account_id(),
  what text not null check (what in ('cash', 'position')),
  ticker text not null default '',
  ours numeric not null,
  theirs numeric not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  -- Readings in a row that found it so.
  readings integer not null,
  primary key (account_id, what, ticker)
);

-- Holdings that are no shares held long: shown, and never traded.
create table other_holdings (
  account_id text not null default current_account_id(),
  symbol text not null,
  asset_class text not null,
  quantity numeric(20, 9) not null,
  price numeric(20, 6) not null,
  seen_at timestamptz not null,
  primary key (account_id, symbol)
);
alter table ledger_tickers alter column newest_filled_at drop not null,
  alter column newest_side drop not null, alter column newest_execution_id drop not null,
  add check (newest_side in ('split', 'buy', 'sell'));

-- What fills add up to goes with them, where all of them go.
create function forget_ledger() returns trigger language plpgsql as $$
begin
  truncate ledger_tickers, ledger_lots, ledger_trades, ledger_closings, share_events, ledger_entries;
  return null;
end $$;
create trigger order_fills_none after truncate on order_fills
  for each statement execute function forget_ledger();
create function forget_accounts() returns trigger language plpgsql as $$
begin
  truncate account_activities, account_differences, other_holdings;
  return null;
end $$;
create trigger broker_accounts_none after truncate on broker_accounts
  for each statement execute function forget_accounts();
