-- The end of each session so far, kept by whoever takes a snapshot: equity over years is read from
-- here, one row a day, and not from one in each minute.
create table portfolio_days (
  session_date date primary key,
  taken_at timestamptz not null,
  equity numeric(20, 6) not null,
  cash numeric(20, 6) not null,
  positions_value numeric(20, 6) not null,
  reserve numeric(20, 6) not null
);
create index portfolio_days_taken on portfolio_days (taken_at);

create function keep_portfolio_day() returns trigger language plpgsql as $$
begin
  insert into portfolio_days as known (session_date, taken_at, equity, cash, positions_value, reserve)
  values (new.session_date, new.taken_at, new.equity, new.cash, new.positions_value, new.reserve)
  on conflict (session_date) do update set taken_at = excluded.taken_at, equity = excluded.equity,
    cash = excluded.cash, positions_value = excluded.positions_value, reserve = excluded.reserve
  where known.taken_at <= excluded.taken_at;
  return null;
end $$;
create trigger portfolio_snapshots_day after insert or update on portfolio_snapshots
  for each row execute function keep_portfolio_day();
create function forget_portfolio_days() returns trigger language plpgsql as $$
begin
  delete from portfolio_days;
  return null;
end $$;
create trigger portfolio_snapshots_none after truncate on portfolio_snapshots
  for each statement execute function forget_portfolio_days();

insert into portfolio_days
  select distinct on (session_date) session_date, taken_at, equity, cash, positions_value, reserve
  from portfolio_snapshots order by session_date, taken_at desc;
