-- How often signals of prices were right, session by session: what is measured is added up from these.
-- works with older code: the release before adds up outputs anew, and comes to the same.
create table signal_hit_days (
  name text not null check (name in ('fibonacci', 'ma_stack', 'rsi', 'cup_handle', 'elliott')),
  session_date date not null,
  -- Companies that the signal pointed somewhere for and whose price moved in the five sessions after.
  companies integer not null check (companies > 0),
  hits integer not null check (hits between 0 and companies),
  primary key (name, session_date)
);

insert into signal_hit_days
select c.name, o.session_date, count(*), count(*) filter (where (c.direction = 'bullish') = (o.moved > 0))
from signal_engine_outputs o
  cross join lateral jsonb_to_recordset(o.confluences) as c (name text, direction text)
where o.moved <> 0 and c.direction <> 'neutral'
group by c.name, o.session_date;
