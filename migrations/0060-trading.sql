-- What the engine and the risk checks need beside 0006.

insert into risk_configs (name, value) values ('positions_max', '10');

-- An order an operator asked for has a decision too, but no recommendation.
alter table trading_decisions add column source text not null default 'engine'
  check (source in ('engine', 'override'));
alter table trading_decisions drop constraint trading_decisions_check1;
alter table trading_decisions add constraint trading_decisions_entry_has_a_cause
  check (kind = 'exit' or recommendation_id is not null or source = 'override');

create index trading_decisions_acted on trading_decisions (ticker, decided_at desc) where action = 'act';
create index recommendations_actionable on recommendations (generated_at)
  where action in ('buy', 'sell') and mode <> 'informational';
create index risk_evaluations_evaluated on risk_evaluations (evaluated_at desc);

-- I1 once more, on its own: nothing but the ledger says what the reserve holds.
create view reserve_balance as
  select coalesce(sum(amount), 0)::numeric(20, 6) as balance from reserve_pool_ledger;
