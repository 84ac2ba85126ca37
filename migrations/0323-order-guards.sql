-- What an order is stands from its intent on, and it is what was decided and judged. I8, I9, I12, I6.

create function guard_intent() returns trigger language plpgsql as $$
declare
  decided trading_decisions;
  judged risk_evaluations;
begin
  if tg_op = 'UPDATE' then
    if (new.order_id, new.risk_evaluation_id, new.inputs_sha256, new.order_type, new.limit_price, new.stop_price,
        new.reference_price)
       is distinct from (old.order_id, old.risk_evaluation_id, old.inputs_sha256, old.order_type, old.limit_price,
        old.stop_price, old.reference_price)
       -- What was ordered before any account was known belongs to the first.
       or (old.account_id <> '' and new.account_id <> old.account_id) then
      raise exception 'order % is immutable in what it orders', old.order_id using errcode = 'check_violation';
    end if;
    return new;
  end if;
  select * into decided from trading_decisions where decision_id = new.decision_id;
  if decided.action = 'skip'
     or (decided.ticker, decided.side, decided.quantity) is distinct from (new.ticker, new.side, new.quantity) then
    raise exception 'order % is not what decision % decided', new.order_id, new.decision_id
      using errcode = 'check_violation';
  end if;
  select * into judged from risk_evaluations where risk_evaluation_id = new.risk_evaluation_id;
  if judged.decision_id is distinct from new.decision_id then
    raise exception 'order % was not judged by evaluation %', new.order_id, new.risk_evaluation_id
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger orders_intent before insert or update on orders for each row execute function guard_intent();

-- I6: what is set aside of a profit is set aside of one, once.
alter table reserve_pool_ledger add constraint reserve_pool_ledger_siphon_check
  check (trigger_type <> 'siphon' or (amount > 0 and closing_execution_id is not null)) not valid;

-- I8: an exact decimal is a number; PostgreSQL takes NaN for more than everything, so that no other check refuses it.
alter table orders add constraint orders_numbers
  check ('NaN' not in (quantity, filled_quantity, reference_price, limit_price, stop_price)) not valid;
alter table order_fills add constraint order_fills_numbers check ('NaN' not in (quantity, price, fee)) not valid;
alter table positions add constraint positions_numbers
  check ('NaN' not in (quantity, entry_price_avg, mark_price, realised_pnl)) not valid;
alter table trading_decisions add constraint trading_decisions_numbers
  check ('NaN' not in (quantity, reference_price, limit_price, stop_price)) not valid;
alter table reserve_pool_ledger add constraint reserve_pool_ledger_numbers
  check ('NaN' not in (amount, balance_after)) not valid;
alter table portfolio_snapshots add constraint portfolio_snapshots_numbers
  check ('NaN' not in (cash, positions_value, equity, reserve, active_pool)) not valid;
alter table broker_accounts add constraint broker_accounts_numbers
  check ('NaN' not in (cash, equity, buying_power, opened_with)) not valid;
