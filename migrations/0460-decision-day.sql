-- The moment by which a decision is kept in the lake must never change; a skip that gives way to another outcome
-- is decided anew.
-- works with older code: a trigger fills it, and nothing of the release before reads it.
alter table trading_decisions add first_decided_at timestamptz;
update trading_decisions set first_decided_at = decided_at;
-- Null where triggers did not fire, as in a restore: then it was decided once.

create function keep_first_decided() returns trigger language plpgsql as $$
begin
  new.first_decided_at := case when tg_op = 'UPDATE' then old.first_decided_at else new.decided_at end;
  return new;
end $$;
create trigger keep_first_decided before insert or update on trading_decisions
  for each row execute function keep_first_decided();
