-- A change of companies never fails for what the record of their tracking holds: a company that was added again met its
-- own open span.
create or replace function keep_tracking() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  at timestamptz := coalesce(nullif(current_setting('stonks.now', true), '')::timestamptz, clock_timestamp());
begin
  -- A clock that went back ends nothing before it began.
  if tg_op <> 'INSERT' and old.active
    and (tg_op = 'DELETE' or not new.active or (new.company_id, new.ticker) <> (old.company_id, old.ticker))
  then
    update company_tracking set tracked_until = greatest(at, tracked_from)
    where company_id = old.company_id and tracked_until is null;
  end if;
  if tg_op <> 'DELETE' and new.active
    and (tg_op = 'INSERT' or not old.active or (new.company_id, new.ticker) <> (old.company_id, old.ticker))
    and not exists (select from company_tracking where company_id = new.company_id and tracked_until is null)
  then
    insert into company_tracking (company_id, ticker, tracked_from) values (new.company_id, new.ticker, at)
    on conflict (company_id, tracked_from) do update set tracked_until = null, ticker = excluded.ticker;
  end if;
  return null;
end $$;
