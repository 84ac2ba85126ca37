-- What an hourly look at the shares of the account found: how closely what is held moves together, and
-- what has outgrown its share. One row an account.
create table rebalance_looks (
  account_id text not null default current_account_id() primary key,
  looked_at timestamptz not null,
  pairs jsonb not null check (jsonb_typeof(pairs) = 'array'),
  outgrown jsonb not null check (jsonb_typeof(outgrown) = 'array')
);
