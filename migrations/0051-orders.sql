-- I12 holds for the broker's contradictions too: an order it rejected and then filled stays
-- rejected, and what was filled is told as it is.

create or replace function guard_order() returns trigger language plpgsql as $$
begin
  if old.state in ('filled', 'canceled', 'expired', 'rejected') and new.state <> old.state then
    raise exception 'order % is % and cannot become %', old.order_id, old.state, new.state
      using errcode = 'check_violation';
  end if;
  if new.state = 'intent' and old.state <> 'intent' then
    raise exception 'order % is % and cannot become intent', old.order_id, old.state
      using errcode = 'check_violation';
  end if;
  if new.filled_quantity > 0
     and (new.state = 'submitted' or (new.state = 'rejected' and old.state <> 'rejected')) then
    raise exception 'order % has % filled and cannot be %', old.order_id, new.filled_quantity, new.state
      using errcode = 'check_violation';
  end if;
  if old.state = 'partially_filled' and new.state = 'submitted' then
    raise exception 'order % is partially_filled and cannot become submitted', old.order_id
      using errcode = 'check_violation';
  end if;
  if new.state = 'filled' and old.state <> 'filled' and new.filled_quantity <> new.quantity then
    raise exception 'order % is for % and cannot be filled with %', old.order_id, new.quantity, new.filled_quantity
      using errcode = 'check_violation';
  end if;
  if new.filled_quantity < old.filled_quantity then
    raise exception 'order % had % filled and cannot have %', old.order_id, old.filled_quantity, new.filled_quantity
      using errcode = 'check_violation';
  end if;
  if old.broker_order_id is not null and new.broker_order_id is distinct from old.broker_order_id then
    raise exception 'order % is % at the broker and cannot become %', old.order_id, old.broker_order_id, new.broker_order_id
      using errcode = 'check_violation';
  end if;
  if (new.decision_id, new.client_order_id, new.ticker, new.side, new.quantity)
     is distinct from (old.decision_id, old.client_order_id, old.ticker, old.side, old.quantity) then
    raise exception 'order % is immutable in what it orders', old.order_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
