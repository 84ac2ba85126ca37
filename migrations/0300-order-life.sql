-- Every order has one owner from its intent to its end: when it was last put to the broker, whether it
-- may be there, when it was last asked for, who wants it taken back, and why it ended if we ended it.
alter table orders
  -- The last time it was put to the broker, and how often that was: written before it is.
  add column posted_at timestamptz,
  add column posts integer not null default 0 check (posts >= 0),
  -- Put to the broker without a clear answer: it may be there.
  add column may_be_sent boolean not null default false,
  add column looked_at timestamptz,
  -- Since when the broker has said that it has none of it, though it had.
  add column missing_since timestamptz,
  add column cancel_asked_at timestamptz,
  add column cancel_asked_by text,
  add column cancel_reason text,
  add column cancel_sent_at timestamptz,
  add column end_code text check (end_code ~ '^[a-z][a-z0-9_]*$'),
  -- The broker's id of the order that stands in its place.
  add column replaced_by text,
  -- Of what was filled, what the exchange took back.
  add column busted_quantity numeric(20, 9) not null default 0
    check (busted_quantity >= 0 and busted_quantity <= filled_quantity),
  add constraint orders_cancel_check check ((cancel_asked_at is null) = (cancel_asked_by is null));

-- An intent of an earlier release may have been sent: it is believed lost only once it was asked for.
update orders set may_be_sent = true, posted_at = intended_at where state = 'intent';

alter table orders drop constraint orders_state_check;
alter table orders add constraint orders_state_check check (state in
  ('intent', 'submitted', 'partially_filled', 'filled', 'canceled', 'expired', 'rejected', 'replaced', 'unknown'));

create index orders_cancel_asked on orders (cancel_asked_at)
  where cancel_asked_at is not null and state in ('intent', 'submitted', 'partially_filled', 'unknown');

-- I12: only legal moves (domain/trading/order-state.ts says the same), what is closed stays closed, and
-- what was filled is never less.
create or replace function guard_order() returns trigger language plpgsql as $$
begin
  if new.state <> old.state and not (case old.state
    when 'intent' then new.state in ('submitted', 'partially_filled', 'unknown', 'filled', 'canceled', 'expired', 'rejected', 'replaced')
    when 'submitted' then new.state in ('partially_filled', 'unknown', 'filled', 'canceled', 'expired', 'rejected', 'replaced')
    when 'partially_filled' then new.state in ('unknown', 'filled', 'canceled', 'expired', 'replaced')
    when 'unknown' then new.state in ('submitted', 'partially_filled', 'filled', 'canceled', 'expired', 'rejected', 'replaced')
    else false end) then
    raise exception 'order % is % and cannot become %', old.order_id, old.state, new.state
      using errcode = 'check_violation';
  end if;
  if new.filled_quantity > 0
     and (new.state = 'submitted' or (new.state = 'rejected' and old.state <> 'rejected')) then
    raise exception 'order % has % filled and cannot be %', old.order_id, new.filled_quantity, new.state
      using errcode = 'check_violation';
  end if;
  if new.state = 'filled' and old.state <> 'filled' and new.filled_quantity <> new.quantity then
    raise exception 'order % is for % and cannot be filled with %', old.order_id, new.quantity, new.filled_quantity
      using errcode = 'check_violation';
  end if;
  if new.filled_quantity < old.filled_quantity or new.busted_quantity < old.busted_quantity then
    raise exception 'order % had % filled and cannot have %', old.order_id, old.filled_quantity, new.filled_quantity
      using errcode = 'check_violation';
  end if;
  if new.posts < old.posts or (old.posted_at is not null and new.posted_at is distinct from old.posted_at and new.posts = old.posts) then
    raise exception 'order % was put to the broker % times', old.order_id, old.posts using errcode = 'check_violation';
  end if;
  if (new.decision_id, new.client_order_id, new.ticker, new.side, new.quantity)
     is distinct from (old.decision_id, old.client_order_id, old.ticker, old.side, old.quantity)
     or (old.broker_order_id is not null and new.broker_order_id is distinct from old.broker_order_id) then
    raise exception 'order % is immutable in what it orders', old.order_id using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- A decision whose order came to nothing before there was one.
alter table trading_decisions
  add column dropped_code text check (dropped_code ~ '^[a-z][a-z0-9_]*$'),
  add column dropped_at timestamptz,
  add constraint trading_decisions_dropped check ((dropped_code is null) = (dropped_at is null));

-- Jobs of orders that had their last delivery: the order keeper decides what becomes of them.
create index jobs_left_to_keeper on jobs (seq) where state = 'done' and reason = 'left_to_keeper';
