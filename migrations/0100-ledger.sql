-- What the fills add up to, kept in the transaction that stores them: no order and no round reads
-- the fills of all time. Booked by shared/sql/trading/ledger.ts, by the rule of docs/FORMULAS.md,
-- Ledger; this file books what was stored before it.

-- One row a ticker ever traded. Dollars are exact sums, so they have no fixed number of places.
create table ledger_tickers (
  ticker text primary key,
  -- Signed: below 0 only while a purchase is not known yet.
  quantity numeric(20, 9) not null,
  cost numeric not null,
  -- What the fills added to the deposit, fees taken off.
  cash numeric not null,
  fees numeric not null,
  realised numeric not null,
  -- Profit so far of the trade in progress; then the trades that have ended.
  trade_profit numeric not null,
  trades_won integer not null,
  trades_lost integer not null,
  won_dollars numeric not null,
  lost_dollars numeric not null,
  opened_at timestamptz,
  -- The last fill in order: one that stands before it asks for a fold of the ticker's fills.
  newest_filled_at timestamptz not null,
  newest_side text not null check (newest_side in ('buy', 'sell')),
  newest_execution_id text not null references order_fills,
  check (realised = cash + fees + cost),
  check ((quantity = 0) = (opened_at is null))
);
create index ledger_tickers_held on ledger_tickers (ticker) where quantity <> 0;

-- What is left of the fills that opened what is held.
create table ledger_lots (
  execution_id text primary key references order_fills,
  ticker text not null,
  filled_at timestamptz not null,
  quantity numeric(20, 9) not null check (quantity <> 0),
  price numeric(20, 6) not null
);
create index ledger_lots_ticker on ledger_lots (ticker, filled_at);

-- Positions that ended, each known by the fill that ended it.
create table ledger_trades (
  execution_id text primary key references order_fills,
  ticker text not null,
  closed_at timestamptz not null,
  profit numeric not null
);
create index ledger_trades_closed on ledger_trades (closed_at);
create index ledger_trades_ticker on ledger_trades (ticker);

-- Profits the reserve has not had its share of yet; a row goes once it had.
create table ledger_closings (
  execution_id text primary key references order_fills,
  ticker text not null,
  filled_at timestamptz not null,
  side text not null,
  profit numeric not null
);
create index ledger_closings_ticker on ledger_closings (ticker);

-- A fill is stored, then booked, in one transaction; what an older release stored waits here.
alter table order_fills add column booked boolean not null default true;
alter table order_fills alter column booked set default false;
create index order_fills_unbooked on order_fills (ticker) where not booked;
create index order_fills_recorded on order_fills (recorded_at desc);

-- I13: a fill is a fact; all that may become of it is to be booked.
create function guard_fill() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if new.booked and to_jsonb(new) - 'booked' = to_jsonb(old) - 'booked' then
      return new;
    end if;
  end if;
  raise exception 'order_fills is append-only' using errcode = 'check_violation';
end $$;
drop trigger order_fills_append_only on order_fills;
create trigger order_fills_append_only before update or delete on order_fills
  for each row execute function guard_fill();

-- Shares of an order that are booked: what it has beyond them is on its way.
alter table orders add column booked_quantity numeric(20, 9) not null default 0;
update orders set booked_quantity = booked.quantity
from (select order_id, sum(quantity) as quantity from order_fills group by order_id) booked
where booked.order_id = orders.order_id;
create index orders_on_their_way on orders (seq)
  where state in ('intent', 'submitted', 'partially_filled', 'unknown') or filled_quantity > booked_quantity;

do $$
declare
  told record;
  fill record;
  lot record;
  book ledger_tickers;
  way integer;
  due numeric;
  part numeric;
  profit numeric;
  was integer;
begin
  for told in select distinct ticker from order_fills loop
    book := row(told.ticker, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null, null);
    for fill in
      select * from order_fills where ticker = told.ticker
      order by filled_at, case side when 'buy' then 0 else 1 end, execution_id collate "C"
    loop
      way := case fill.side when 'buy' then 1 else -1 end;
      due := fill.quantity;
      profit := 0;
      was := sign(book.quantity);
      for lot in
        select * from ledger_lots where ticker = told.ticker order by filled_at, execution_id collate "C"
      loop
        exit when due = 0 or sign(lot.quantity) = way;
        part := least(abs(lot.quantity), due);
        profit := profit - way * part * (fill.price - lot.price);
        due := due - part;
        if part = abs(lot.quantity) then
          delete from ledger_lots where execution_id = lot.execution_id;
        else
          update ledger_lots set quantity = quantity + way * part where execution_id = lot.execution_id;
        end if;
      end loop;
      if due > 0 then
        insert into ledger_lots (execution_id, ticker, filled_at, quantity, price)
        values (fill.execution_id, told.ticker, fill.filled_at, way * due, fill.price);
      end if;
      if due < fill.quantity and profit > 0 and not exists (
        select from reserve_pool_ledger where closing_execution_id = fill.execution_id)
      then
        insert into ledger_closings (execution_id, ticker, filled_at, side, profit)
        values (fill.execution_id, told.ticker, fill.filled_at, fill.side, profit);
      end if;
      book.quantity := book.quantity + way * fill.quantity;
      book.cost := book.cost + way * fill.quantity * fill.price + profit;
      book.cash := book.cash - way * fill.quantity * fill.price - fill.fee;
      book.fees := book.fees + fill.fee;
      book.realised := book.realised + profit;
      book.trade_profit := book.trade_profit + profit;
      if was <> sign(book.quantity) then
        book.opened_at := case when book.quantity <> 0 then fill.filled_at end;
        if was <> 0 then
          insert into ledger_trades (execution_id, ticker, closed_at, profit)
          values (fill.execution_id, told.ticker, fill.filled_at, book.trade_profit);
          if book.trade_profit > 0 then
            book.trades_won := book.trades_won + 1;
            book.won_dollars := book.won_dollars + book.trade_profit;
          else
            book.trades_lost := book.trades_lost + 1;
            book.lost_dollars := book.lost_dollars + book.trade_profit;
          end if;
          book.trade_profit := 0;
        end if;
      end if;
      book.newest_filled_at := fill.filled_at;
      book.newest_side := fill.side;
      book.newest_execution_id := fill.execution_id;
    end loop;
    insert into ledger_tickers select book.*;
  end loop;
end $$;
