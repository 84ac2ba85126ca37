-- Stops that rest at the broker, beside our own watch: of each position one order at most.

-- A sale that stands at the broker as a position's stop until it is cancelled.
alter table orders add column protects boolean not null default false;
create index orders_protecting on orders (account_id, ticker)
  where protects and state in ('intent', 'submitted', 'partially_filled', 'unknown');

-- How the stop of a position fares at the broker: the order decided on last, and what refused it.
create table resting_stops (
  account_id text not null default current_account_id(),
  ticker text not null,
  decision_id uuid not null references trading_decisions,
  job_id uuid,
  -- sent: decided on, and not known to have ended.
  state text not null check (state in ('sent', 'refused', 'ended')),
  refusals integer not null default 0 check (refusals >= 0),
  next_try_at timestamptz,
  said text not null default '',
  updated_at timestamptz not null,
  primary key (account_id, ticker)
);
create index resting_stops_decision on resting_stops (decision_id);

-- A second one is refused, but for the one that takes the place of the first.
create function guard_protecting_order() returns trigger language plpgsql as $$
begin
  -- Of two that come at once the second sees the first.
  perform pg_advisory_xact_lock(hashtext('protects'), hashtext(new.account_id || ' ' || new.ticker));
  if exists (select from orders o where o.account_id = new.account_id and o.ticker = new.ticker and o.protects
      and o.state in ('intent', 'submitted', 'partially_filled', 'unknown')
      and o.order_id is distinct from new.replaces_order_id) then
    raise exception 'a stop of % rests at the broker already', new.ticker using errcode = 'unique_violation';
  end if;
  return new;
end $$;
create trigger orders_protecting_once before insert on orders for each row when (new.protects)
  execute function guard_protecting_order();
