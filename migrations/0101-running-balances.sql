-- The reserve's balance, the highest equity, and indexes for what orders and rounds look for, so that
-- none of their reads grows with history.

-- I1: each entry starts from the balance the last one left, and entries are numbered in the order in
-- which they take the lock, so the last balance is the sum of all.
create or replace function guard_reserve() returns trigger language plpgsql as $$
declare
  balance numeric(20, 6);
begin
  perform pg_advisory_xact_lock(hashtext('reserve_pool_ledger'));
  new.reserve_entry_id := nextval(pg_get_serial_sequence('reserve_pool_ledger', 'reserve_entry_id'));
  select balance_after into balance from reserve_pool_ledger order by reserve_entry_id desc limit 1;
  balance := coalesce(balance, 0);
  if new.balance_after <> balance + new.amount then
    raise exception 'reserve entry of % must leave %, not %', new.amount, balance + new.amount, new.balance_after
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create or replace view reserve_balance as
  select coalesce(
    (select balance_after from reserve_pool_ledger order by reserve_entry_id desc limit 1), 0
  )::numeric(20, 6) as balance;

-- Each snapshot carries the highest equity up to its moment, whoever writes it.
alter table portfolio_snapshots add column highest_equity numeric(20, 6);
update portfolio_snapshots set highest_equity = so_far.highest
from (select taken_at, max(equity) over (order by taken_at) as highest from portfolio_snapshots) so_far
where so_far.taken_at = portfolio_snapshots.taken_at;
alter table portfolio_snapshots alter column highest_equity set not null;
create function carry_highest_equity() returns trigger language plpgsql as $$
begin
  new.highest_equity := greatest(new.equity, (
    select highest_equity from portfolio_snapshots where taken_at < new.taken_at
    order by taken_at desc limit 1));
  return new;
end $$;
create trigger portfolio_snapshots_highest before insert or update on portfolio_snapshots
  for each row execute function carry_highest_equity();
drop index portfolio_snapshots_equity;

create index trading_decisions_entries on trading_decisions (ticker, decided_at desc, seq desc)
  where kind = 'entry' and action = 'act';
create index trading_decisions_entered on trading_decisions (decided_at) where kind = 'entry' and action = 'act';
create index orders_ticker on orders (ticker, seq desc);
create index risk_evaluations_decision on risk_evaluations (decision_id, evaluated_at);
-- A breaker that ran out is never reset, and must not be looked at for ever.
drop index circuit_breaker_events_open;
create index circuit_breaker_events_open on circuit_breaker_events (coalesce(closes_at, 'infinity'))
  where reset_at is null;
