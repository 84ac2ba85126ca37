-- works with older code: what it writes is the first part, and it asks for no other

-- The later parts of a gradual entry, each waiting for its time: they survive a restart, and end with
-- what they belong to.
create table entry_tranches (
  account_id text not null default current_account_id() references broker_accounts on delete cascade,
  -- The decision of the first part.
  plan_id uuid not null references trading_decisions on delete cascade,
  part smallint not null check (part > 1),
  parts smallint not null check (parts >= part),
  ticker text not null,
  recommendation_id uuid not null,
  quantity numeric(20, 9) not null check (quantity > 0),
  -- Dollars a share at the first part, and the average true range then.
  price numeric(20, 6) not null check (price > 0),
  atr numeric(20, 6) not null check (atr > 0),
  planned_at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'dropped')),
  code text not null default '',
  settled_at timestamptz check ((state = 'waiting') = (settled_at is null)),
  primary key (plan_id, part)
);
create index entry_tranches_waiting on entry_tranches (account_id, ticker) where state = 'waiting';

-- Each part of an entry is a decision of its own.
alter table trading_decisions add column part smallint not null default 1 check (part > 0);
alter table trading_decisions drop constraint trading_decisions_account_id_recommendation_id_kind_key;
alter table trading_decisions add unique (account_id, recommendation_id, kind, part);
