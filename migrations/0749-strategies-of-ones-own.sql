-- Strategies in files of one's own: what each file is called, what is wrong with it, and since when it is gone.
-- works with older code: a release before this one writes the names that it knows, as ever
create table own_strategies (
  file text primary key,
  name text,
  summary text not null,
  sha256 text not null,
  fault text,
  found_at timestamptz not null,
  checked_at timestamptz not null,
  gone_at timestamptz,
  constraint own_strategies_name_check check (name ~ '^[a-z][a-z0-9-]{1,39}$'),
  constraint own_strategies_check check (name is not null or fault is not null),
  constraint own_strategies_check1 check (gone_at >= found_at)
);
-- Two files of one name cannot both be asked.
create unique index own_strategies_asked on own_strategies (name) where fault is null and gone_at is null;

alter table strategy_outputs drop constraint strategy_outputs_strategy_check,
  add constraint strategy_outputs_strategy_check check (strategy ~ '^[a-z][a-z0-9-]{1,39}$');
alter table strategy_trades drop constraint strategy_trades_strategy_check,
  add constraint strategy_trades_strategy_check check (strategy ~ '^[a-z][a-z0-9-]{1,39}$');
