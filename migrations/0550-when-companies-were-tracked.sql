-- From when to when each company was tracked, so that a run over the past trades what was tracked then.

create table company_tracking (
  -- No reference: what was tracked stays on record when its company goes.
  company_id uuid not null,
  ticker text not null,
  -- Business time where whoever wrote it said so (stonks.now), else real time.
  tracked_from timestamptz not null,
  -- Null while it is tracked.
  tracked_until timestamptz,
  -- Its end was worked out from other rows, and not seen.
  is_guess boolean not null default false,
  primary key (company_id, tracked_from),
  check (tracked_until >= tracked_from)
);
create unique index company_tracking_open on company_tracking (company_id) where tracked_until is null;
create index company_tracking_ticker on company_tracking (ticker, tracked_from);
create index company_tracking_begun on company_tracking (tracked_from);

create function keep_tracking() returns trigger language plpgsql
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
    -- A change of companies never fails for what this record holds.
    and not exists (select from company_tracking where company_id = new.company_id and tracked_until is null)
  then
    insert into company_tracking (company_id, ticker, tracked_from) values (new.company_id, new.ticker, at)
    on conflict (company_id, tracked_from) do update set tracked_until = null, ticker = excluded.ticker;
  end if;
  return null;
end $$;
create trigger companies_tracked after insert or delete or update of company_id, ticker, active on companies
  for each row execute function keep_tracking();

-- What is known of before: rows of the audit say when a company was put to rest and taken up again, as long as they
-- are kept. One that rests and of which they say nothing ended, as is guessed, when its last bar was fetched.
insert into company_tracking (company_id, ticker, tracked_from, tracked_until, is_guess)
with turned as (
  select c.company_id, e.business_at as at, (e.detail ->> 'active')::boolean as active
  from companies c join audit_events e
    on e.action = 'PUT /registry/companies/:id' and e.entity_id = c.ticker and e.outcome = 'done'
  where (e.detail ->> 'active') in ('true', 'false') and e.business_at > c.created_at
    and (e.before ->> 'active') is distinct from (e.detail ->> 'active')
), told as (
  select company_id, at, active from turned
  union all
  select company_id, created_at, true from companies
), next as (
  select company_id, at, active,
    lead(at) over (partition by company_id order by at, active) as until
  from told
)
select n.company_id, c.ticker, n.at,
  case when n.until is not null then n.until
    when c.active then null
    else greatest(n.at, coalesce((select max(m.fetched_at) from market_snapshots m
      where m.ticker = c.ticker and m.timespan = '1d'), n.at)) end,
  n.until is null and not c.active
from next n join companies c using (company_id)
where n.active
on conflict do nothing;

-- One that is tracked though the audit says last that it was put to rest: who took it up again left no row, so it counts
-- as tracked from that rest on.
insert into company_tracking (company_id, ticker, tracked_from)
select c.company_id, c.ticker, coalesce(max(t.tracked_until), c.created_at)
from companies c left join company_tracking t using (company_id)
where c.active
group by c.company_id, c.ticker, c.created_at
having count(*) filter (where t.company_id is not null and t.tracked_until is null) = 0
on conflict (company_id, tracked_from) do update set tracked_until = null;
