-- What the exchange took back of what was filled. A bust may be told before its fill is: it is kept by
-- itself, and the fill is marked once both are known. What was filled stays written; what the fills add
-- up to leaves out those that were taken back.
create table fill_busts (
  account_id text not null default current_account_id(),
  -- Of the fill that was taken back.
  execution_id text not null,
  busted_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (account_id, execution_id)
);

alter table order_fills add column busted_at timestamptz;

create or replace function guard_fill() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'account_id' = to_jsonb(old) - 'account_id' and old.account_id = '' then
      return new;
    end if;
    if new.booked and to_jsonb(new) - 'booked' = to_jsonb(old) - 'booked' then
      return new;
    end if;
    -- Once, and never undone.
    if old.busted_at is null and to_jsonb(new) - 'busted_at' = to_jsonb(old) - 'busted_at' then
      return new;
    end if;
  end if;
  raise exception 'order_fills is append-only' using errcode = 'check_violation';
end $$;
