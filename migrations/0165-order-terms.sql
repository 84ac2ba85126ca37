-- The terms of an order stand with its decision, so that nothing of an order is taken from the job that
-- carries it: whoever could write to a list could else change what was decided. Every decision so far
-- was to trade at the market, but an operator's own order, which is carried out as it is decided.
alter table trading_decisions
  add column order_type text not null default 'market'
    check (order_type in ('market', 'limit', 'stop', 'stop_limit')),
  add column limit_price numeric(20, 6) check (limit_price > 0),
  add column stop_price numeric(20, 6) check (stop_price > 0);
