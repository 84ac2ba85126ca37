/** Shipped questions: what is thought of companies and expected of them, and what came of it. */

import { dueDay, MOVES, NEXT_SESSION, wilson } from './pieces.ts'
import type { ShippedQuestion } from './shipped.ts'

export const trendQuestions: readonly ShippedQuestion[] = [
  {
    slug: 'trends-and-moves',
    area: 'signals',
    name: 'Trends by window and direction, and what came of them',
    says: 'The last trend of each company and window before each session, where it changed since the session before: how often the session went that way, and by how many hundredths of a percent on average, from open to close less the mean of all companies',
    statement: `with claims as (
  select ticker, trend_window, direction, as_of, trend_id, ${dueDay('as_of')} as due
  from trends where signal_count > 0
), ${NEXT_SESSION}, ${MOVES}, standing as (
  select c.ticker, c.trend_window, c.direction, n.session_date,
    row_number() over (partition by c.ticker, c.trend_window, n.session_date order by c.as_of desc, c.trend_id) as place
  from claims c join next_session n on n.due = c.due
)
select s.trend_window || ' ' || s.direction as trend, count(*) as sessions,
  count(*) filter (where m.move > 0) as rose, count(*) filter (where m.move < 0) as fell,
  round(avg(m.move) * 10000, 1) as move_bps
from standing s join moves m on m.ticker = s.ticker and m.session_date = s.session_date
where s.place = 1
group by s.trend_window, s.direction
order by case s.trend_window when 'intraday' then 0 when '1d' then 1 when '7d' then 2 when '30d' then 3 else 4 end,
  s.direction`,
    chart: { kind: 'bar', x: 'trend', y: ['move_bps'] },
  },
  {
    slug: 'trends-that-moved',
    area: 'signals',
    name: 'Trends that moved most',
    says: 'Where what is thought of companies over 7 days went furthest in the last week that the lake has: mean sentiment at its beginning and end, −1 to 1, and how often it changed',
    statement: `with last as (
  select max(as_of) as at from trends
), ranked as (
  select t.ticker, t.direction, t.sentiment_mean,
    row_number() over (partition by t.ticker order by t.as_of, t.trend_id) as from_first,
    row_number() over (partition by t.ticker order by t.as_of desc, t.trend_id desc) as from_last
  from trends t cross join last
  where t.trend_window = '7d' and t.as_of > last.at - interval '7' day
)
select ticker, count(*) as changes,
  max(case when from_first = 1 then direction end) as direction_before,
  max(case when from_last = 1 then direction end) as direction_now,
  round(max(case when from_first = 1 then sentiment_mean end), 3) as sentiment_before,
  round(max(case when from_last = 1 then sentiment_mean end), 3) as sentiment_now,
  round(max(case when from_last = 1 then sentiment_mean end)
    - max(case when from_first = 1 then sentiment_mean end), 3) as moved
from ranked
group by ticker
having count(*) > 1
order by abs(max(case when from_last = 1 then sentiment_mean end)
  - max(case when from_first = 1 then sentiment_mean end)) desc, ticker
limit 50`,
    chart: { kind: 'bar', x: 'ticker', y: ['moved'] },
  },
  {
    slug: 'signal-engine-pipelines',
    area: 'signals',
    name: 'What the pipelines of the signal engine say, and what came of it',
    says: 'Each pair of verdicts of the heuristic and the probabilistic pipeline: how often they stood beside each other, and of those whose five sessions are over how often the price rose, with its interval of 95 %, and by how many hundredths of a percent it moved on average',
    statement: `with counted as (
  select heuristic_verdict || ' and ' || probabilistic_verdict as verdicts, count(*) as outputs,
    count(*) filter (where moved <> 0) as tried, count(*) filter (where moved > 0) as hits,
    avg(moved) as move
  from signal_engine_outputs
  where heuristic_verdict is not null and probabilistic_verdict is not null
  group by heuristic_verdict || ' and ' || probabilistic_verdict
)
select verdicts, outputs, tried, hits as rose,
  case when tried > 0 then round(hits * 1e0 / tried, 3) end as rose_share, ${wilson('hits', 'tried')},
  round(move * 10000, 1) as move_bps
from counted
order by outputs desc, verdicts`,
    chart: { kind: 'bar', x: 'verdicts', y: ['outputs'] },
  },
  {
    slug: 'projections-and-outcomes',
    area: 'signals',
    name: 'Projections, and what came of them',
    says: 'The last projection of each company and horizon before each session, once the horizon is over: how often the price rose from that open to the last close within it, and by how much percent on average',
    statement: `with claims as (
  select ticker, horizon, direction, low_confidence, as_of, ${dueDay('as_of')} as due,
    case horizon when '1d' then 1 when '7d' then 7 else 30 end as days
  from trend_projections
), ${NEXT_SESSION}, standing as (
  select c.ticker, c.horizon, c.direction, c.low_confidence, c.days, n.session_date,
    row_number() over (partition by c.ticker, c.horizon, n.session_date order by c.as_of desc) as place
  from claims c join next_session n on n.due = c.due
), bars as (
  select ticker, session_date, cast(open as double) as opened, cast(close as double) as closed
  from market_bars where timespan = '1d'
), ended as (
  select s.ticker, s.horizon, s.direction, s.low_confidence, s.session_date, max(e.session_date) as ended_on
  from standing s
  join bars e on e.ticker = s.ticker and e.session_date >= s.session_date
    and date_diff('day', s.session_date, e.session_date) < s.days
  where s.place = 1
    and date_diff('day', s.session_date, (select max(session_date) from bars)) >= s.days - 1
  group by s.ticker, s.horizon, s.direction, s.low_confidence, s.session_date
)
select x.horizon || ' ' || x.direction as projection, count(*) as projections,
  count(*) filter (where x.low_confidence) as unsure,
  count(*) filter (where e.closed > b.opened) as rose, count(*) filter (where e.closed < b.opened) as fell,
  round(avg(e.closed / b.opened - 1) * 100, 2) as change_pct
from ended x
join bars b on b.ticker = x.ticker and b.session_date = x.session_date
join bars e on e.ticker = x.ticker and e.session_date = x.ended_on
group by x.horizon, x.direction
order by case x.horizon when '1d' then 0 when '7d' then 1 else 2 end, x.direction`,
    chart: { kind: 'bar', x: 'projection', y: ['change_pct'] },
  },
]
