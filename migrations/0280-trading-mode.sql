
-- Whether money may move, in one row: derived by trading-engine as it starts, from what it was given
-- and from what the account says of itself. `mode` of trading_engine_config and of risk_configs stays
-- for older releases, and decides nothing any more.
create table trading_mode (
  only_row boolean primary key default true check (only_row),
  mode text not null check (mode in ('disabled', 'paper', 'live')),
  -- Each source with what it said: setting, address, key, account.
  derived_from jsonb not null default '{}',
  -- Pairs that contradict each other, with both values; any of them means disabled.
  disagreements jsonb not null default '[]',
  derived_at timestamptz,
  account_id text not null default ''
);
-- Nothing was derived yet.
insert into trading_mode (mode) values ('disabled');

-- What holds trading back: each cause sets its own and lifts it again; the strictest counts.
create table trading_holds (
  code text primary key check (code ~ '^[a-z][a-z0-9_]{0,63}$'),
  state text not null check (state in ('reducing', 'halted')),
  says text not null,
  since timestamptz not null,
  set_by text not null,
  -- Over by itself from then on; null: until it is lifted.
  until timestamptz
);

-- What people had set in the older columns goes on holding.
insert into trading_holds (code, state, says, since, set_by)
select 'paused', 'reducing', 'paused by a person', now(), 'migration'
from trading_engine_config where paused;
insert into trading_holds (code, state, says, since, set_by)
select 'kill_switch', 'halted', 'the mode was set to disabled', now(), 'migration'
where exists (select from trading_engine_config where mode = 'disabled')
  or exists (select from risk_configs where name = 'mode' and value = '"disabled"');
