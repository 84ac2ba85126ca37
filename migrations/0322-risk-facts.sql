-- What risk-2 looks at beside holdings: what the broker lets an account do, its list of assets, and
-- the prices of the last hour.

alter table broker_accounts
  -- The broker lets nothing, or no trade, be done.
  add column blocked boolean not null default false,
  -- Day trades of five sessions as the broker counts them.
  add column day_trades integer;

create table broker_assets (
  ticker text primary key,
  tradable boolean not null,
  fractionable boolean not null,
  halted boolean not null,
  status text not null,
  read_at timestamptz not null
);

-- Prices as the engine and the broker adapter saw them. Older ones go as new ones come.
create table recent_prices (
  ticker text not null references companies (ticker) on update cascade on delete cascade,
  at timestamptz not null,
  price numeric(20, 6) not null check (price > 0),
  primary key (ticker, at)
);
create index recent_prices_age on recent_prices (at);
