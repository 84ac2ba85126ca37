-- Of each trade that ended: what it was bought and sold for, why, and how far its price went meanwhile. The
-- trading engine works it out once and keeps it; a ticker that is added up anew has its trades worked out anew.
-- works with older code: a release before this one leaves the columns as they are
alter table ledger_trades
  add column trade_id uuid not null generated always as (md5(account_id || ' ' || execution_id)::uuid) stored,
  add column opened_at timestamptz,
  add column quantity numeric(20, 9) check (quantity >= 0),
  -- Dollars of all purchases, of all sales, and fees of both.
  add column paid numeric,
  add column received numeric,
  add column fees numeric,
  -- What bought first and what sold last; null where no order of ours did.
  add column entry_order_id uuid,
  add column exit_order_id uuid,
  add column recommendation_id uuid,
  add column trend_window text,
  -- Of the strongest document that spoke for the purchase.
  add column catalyst text,
  add column publisher text,
  add column exit_code text check (exit_code ~ '^[a-z][a-z0-9_]*$'),
  -- The first stop; dollars a share.
  add column stop_price numeric(20, 6) check (stop_price > 0),
  -- Of prices recorded while it was held; null with the reason why not.
  add column low_price numeric(20, 6) check (low_price > 0),
  add column high_price numeric(20, 6) check (high_price >= low_price),
  add column prices_from text check (prices_from in ('minutes', 'days', 'minutes_and_days')),
  add column prices_lack text check (prices_lack in ('no_prices', 'split', 'uneven')),
  add column kept_at timestamptz,
  -- No price that was recorded late is waited for any more.
  add column is_settled boolean not null default false;
create unique index ledger_trades_id on ledger_trades (trade_id);
create index ledger_trades_by_closing on ledger_trades (account_id, closed_at desc, trade_id desc);
create index ledger_trades_by_exit on ledger_trades (account_id, exit_code, closed_at desc, trade_id desc);
create index ledger_trades_by_catalyst on ledger_trades (account_id, catalyst, closed_at desc, trade_id desc);
create index ledger_trades_by_ticker on ledger_trades (account_id, ticker, closed_at desc, trade_id desc);
create index ledger_trades_unsettled on ledger_trades (account_id, closed_at) where not is_settled;
drop index ledger_trades_closed;
drop index ledger_trades_ticker;
