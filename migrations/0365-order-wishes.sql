-- Wakes the order keeper at commit, once somebody wants an order back or halts trading; it also looks by
-- itself, so a lost notice costs only time.
create function announce_wishes() returns trigger language plpgsql as $$
begin
  perform pg_notify('order_wishes', '');
  return null;
end $$;
create trigger orders_announce_wishes after update of cancel_asked_at on orders for each row
  when (old.cancel_asked_at is null and new.cancel_asked_at is not null) execute function announce_wishes();
create trigger trading_holds_announce_wishes after insert or update on trading_holds for each row
  when (new.code = 'kill_switch') execute function announce_wishes();
