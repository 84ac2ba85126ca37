-- Orders that are open at the broker and not open with us: placed in the broker's own app, or shown there
-- after we held them for lost. They hold shares and money, so they count as on their way.
create table foreign_orders (
  account_id text not null default current_account_id(),
  broker_order_id text not null,
  client_order_id text not null,
  ticker text not null,
  side text not null check (side in ('buy', 'sell')),
  -- Null where it was placed for an amount of dollars.
  quantity numeric(20, 9) check (quantity > 0),
  filled_quantity numeric(20, 9) not null check (filled_quantity >= 0),
  limit_price numeric(20, 6),
  -- The broker's own word.
  status text not null,
  submitted_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (account_id, broker_order_id)
);
create index foreign_orders_ticker on foreign_orders (account_id, ticker);
