-- works with older code: it posts an entry for each change of the books as well

-- The equity identity, at every commit (I3, I5, I7): what the entries of an account add up to moves with
-- what its account and its tickers say, so that equity at any prices is what came, what was earned and
-- what is held. No transaction commits books that would be apart by it, whoever wrote them.

-- Cash of a fill has fifteen decimals; what it restates has them too.
alter table broker_accounts alter column opened_with type numeric;

-- What the entries of an account add up to by book, and how far they stood from the rows when the account
-- began: nothing, but for books older than the entries.
create table ledger_balances (
  account_id text primary key,
  cash numeric not null default 0,
  securities numeric not null default 0,
  fees numeric not null default 0,
  profit numeric not null default 0,
  cash_before numeric not null default 0,
  securities_before numeric not null default 0,
  fees_before numeric not null default 0,
  profit_before numeric not null default 0
);

-- What the rows of an account say of the same four; of one whose books have not begun its cash is not told.
create function books_of(of_account text,
  out cash numeric, out securities numeric, out fees numeric, out profit numeric)
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(sum(t.cash), 0) + coalesce((
      select opened_with + transferred + earned + unexplained from broker_accounts
      where account_id = of_account and begun_at is not null), 0),
    coalesce(sum(t.cost), 0), coalesce(sum(t.fees), 0), -coalesce(sum(t.realised), 0)
  from ledger_tickers t where t.account_id = of_account
$$;

-- From here on the account is held to what it is now.
create function begin_identity(of_account text) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into ledger_balances
  select of_account, e.cash, e.securities, e.fees, e.profit,
    e.cash - b.cash, e.securities - b.securities, e.fees - b.fees, e.profit - b.profit
  from (select
      coalesce(sum(debit - credit) filter (where book = 'cash'), 0) as cash,
      coalesce(sum(debit - credit) filter (where book = 'securities'), 0) as securities,
      coalesce(sum(debit - credit) filter (where book = 'fees'), 0) as fees,
      coalesce(sum(debit - credit) filter (where book = 'profit'), 0) as profit
    from ledger_entries where account_id = of_account) e, books_of(of_account) b
  on conflict (account_id) do update set cash = excluded.cash, securities = excluded.securities,
    fees = excluded.fees, profit = excluded.profit, cash_before = excluded.cash_before,
    securities_before = excluded.securities_before, fees_before = excluded.fees_before,
    profit_before = excluded.profit_before
$$;
-- Only what begins an account calls it.
revoke execute on function begin_identity(text) from public;
select begin_identity(account_id) from broker_accounts;

create function begin_account_identity() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform begin_identity(new.account_id);
  return null;
end $$;
create trigger broker_accounts_identity_begins after insert on broker_accounts
  for each row execute function begin_account_identity();

create function add_balances() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update ledger_balances known set cash = known.cash + made.cash,
    securities = known.securities + made.securities, fees = known.fees + made.fees,
    profit = known.profit + made.profit
  from (select account_id,
      coalesce(sum(debit - credit) filter (where book = 'cash'), 0) as cash,
      coalesce(sum(debit - credit) filter (where book = 'securities'), 0) as securities,
      coalesce(sum(debit - credit) filter (where book = 'fees'), 0) as fees,
      coalesce(sum(debit - credit) filter (where book = 'profit'), 0) as profit
    from added group by account_id) made
  where known.account_id = made.account_id;
  return null;
end $$;
create trigger ledger_entries_balances after insert on ledger_entries
  referencing new table as added for each statement execute function add_balances();

create function guard_identity() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  of_account text := case when tg_op = 'DELETE' then old.account_id else new.account_id end;
  apart text;
begin
  select concat_ws(', ',
      case when known.cash - known.cash_before is distinct from books.cash then 'cash' end,
      case when known.securities - known.securities_before is distinct from books.securities
        then 'securities' end,
      case when known.fees - known.fees_before is distinct from books.fees then 'fees' end,
      case when known.profit - known.profit_before is distinct from books.profit then 'profit' end)
    into apart
  from ledger_balances known, books_of(of_account) books where known.account_id = of_account;
  if apart <> '' then
    raise exception 'the books of account % differ from their entries: %', of_account, apart
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger broker_accounts_identity after update of opened_with, transferred, earned,
    unexplained, begun_at on broker_accounts
  deferrable initially deferred for each row execute function guard_identity();
create constraint trigger ledger_tickers_identity after insert or update or delete on ledger_tickers
  deferrable initially deferred for each row execute function guard_identity();
create constraint trigger ledger_entries_identity after insert on ledger_entries
  deferrable initially deferred for each row execute function guard_identity();

-- Lots are what is held and what it cost.
create function guard_lots() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  of_account text := case when tg_op = 'DELETE' then old.account_id else new.account_id end;
  of_ticker text := case when tg_op = 'DELETE' then old.ticker else new.ticker end;
begin
  perform from ledger_tickers t
  where t.account_id = of_account and t.ticker = of_ticker and row(t.quantity, t.cost) is distinct from row(
    (select coalesce(sum(quantity), 0) from ledger_lots where account_id = of_account and ticker = of_ticker),
    (select coalesce(sum(cost), 0) from ledger_lots where account_id = of_account and ticker = of_ticker));
  if found then
    raise exception 'the lots of % in account % are not what is held', of_ticker, of_account
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger ledger_tickers_lots after insert or update of quantity, cost on ledger_tickers
  deferrable initially deferred for each row execute function guard_lots();
create constraint trigger ledger_lots_held after insert or update or delete on ledger_lots
  deferrable initially deferred for each row execute function guard_lots();

-- What entries add up to goes with them, where all of them go.
create function forget_balances() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from ledger_balances;
  perform begin_identity(account_id) from broker_accounts;
  return null;
end $$;
create trigger ledger_entries_none after truncate on ledger_entries
  for each statement execute function forget_balances();
create trigger ledger_tickers_none after truncate on ledger_tickers
  for each statement execute function forget_balances();
create trigger broker_accounts_balances_none after truncate on broker_accounts
  for each statement execute function forget_balances();
