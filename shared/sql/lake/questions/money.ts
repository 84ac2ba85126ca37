/** Shipped questions: what is held, what the account is worth, and what trading brought. */

import { newYorkDay } from './pieces.ts'
import type { ShippedQuestion } from './shipped.ts'

/** The last reading of each account on each New York day. */
const LAST_READINGS = `read_last as (
  select *, row_number() over (partition by account_id, on_day order by taken_at desc) as place
  from (select *, ${newYorkDay('taken_at')} as on_day from equity) e
), day_ends as (
  select account_id, on_day, cash, equity, equity - coalesce(flows, 0) as earned, highest_equity, open_positions
  from read_last where place = 1
)`

export const moneyQuestions: readonly ShippedQuestion[] = [
  {
    slug: 'profit-by-ticker',
    area: 'trading',
    name: 'Profit by company',
    says: 'What was paid and received for each company, fees among it, what is still held at its last close, and the profit so far in dollars; where nothing is held any more it is realised. Splits are not taken into account',
    statement: `with traded as (
  select account_id, ticker, sum(case when side = 'buy' then quantity else -quantity end) as held,
    sum(case when side = 'buy' then price * quantity else 0 end) as bought,
    sum(case when side = 'sell' then price * quantity else 0 end) as sold, sum(fee) as fees, count(*) as fills
  from fills where busted_at is null
  group by account_id, ticker
), closes as (
  select ticker, close, row_number() over (partition by ticker order by session_date desc) as place
  from market_bars where timespan = '1d'
), worth as (
  select t.*, case when t.held = 0 then 0 else t.held * c.close end as worth
  from traded t left join closes c on c.ticker = t.ticker and c.place = 1
)
select ticker, fills, cast(bought as decimal(18, 2)) as bought, cast(sold as decimal(18, 2)) as sold,
  cast(fees as decimal(18, 2)) as fees, held, cast(worth as decimal(18, 2)) as worth,
  cast(sold + worth - bought - fees as decimal(18, 2)) as profit,
  case when held = 0 then cast(sold - bought - fees as decimal(18, 2)) end as realised
from worth
order by profit desc, ticker, account_id`,
    chart: { kind: 'bar', x: 'ticker', y: ['profit'] },
  },
  {
    slug: 'positions-by-day',
    area: 'trading',
    name: 'What is held, by day',
    says: 'Positions at the end of each New York day: how many, what they are worth in dollars, their share of the equity as it was valued last and that of the largest, 0 to 1',
    statement: `with ${LAST_READINGS}, held as (
  select account_id, day_date, count(*) as positions, sum(quantity * mark_price) as worth,
    max(quantity * mark_price) as largest
  from position_days where quantity <> 0
  group by account_id, day_date
), valued as (
  select h.*, e.equity,
    row_number() over (partition by h.account_id, h.day_date order by e.on_day desc) as place
  from held h
  left join day_ends e on e.account_id = h.account_id and e.on_day <= h.day_date
    and e.on_day > h.day_date - interval '7' day
)
select day_date as day, positions, cast(worth as decimal(18, 2)) as worth,
  cast(equity as decimal(18, 2)) as equity,
  round(cast(worth as double) / cast(equity as double), 4) as share_of_equity,
  round(cast(largest as double) / cast(equity as double), 4) as largest_share
from valued
where place = 1
order by day, account_id`,
    chart: { kind: 'line', x: 'day', y: ['share_of_equity', 'largest_share'] },
  },
  {
    slug: 'equity-by-day',
    area: 'trading',
    name: 'Equity by day, and how far below its highest',
    says: 'The last valuation of each New York day, in dollars: equity, cash, what the day brought without what was paid in or taken out, and how many percent it lies below the highest there was',
    statement: `with ${LAST_READINGS}
select on_day as day, cast(equity as decimal(18, 2)) as equity, cast(cash as decimal(18, 2)) as cash,
  cast(earned - lag(earned) over (partition by account_id order by on_day) as decimal(18, 2)) as result,
  round((1 - cast(equity as double) / cast(highest_equity as double)) * 100, 2) as drawdown_pct, open_positions
from day_ends
order by day, account_id`,
    chart: { kind: 'line', x: 'day', y: ['equity'] },
  },
  {
    slug: 'turnover-by-month',
    area: 'trading',
    name: 'Turnover by month',
    says: 'Dollars bought and sold in each month, and half of both as a share of the mean equity of its days: 1 is the whole account once',
    statement: `with ${LAST_READINGS}, traded as (
  select account_id, cast(date_trunc('month', ${newYorkDay('filled_at')}) as date) as month,
    sum(case when side = 'buy' then price * quantity else 0 end) as bought,
    sum(case when side = 'sell' then price * quantity else 0 end) as sold
  from fills where busted_at is null
  group by account_id, cast(date_trunc('month', ${newYorkDay('filled_at')}) as date)
), worth as (
  select account_id, cast(date_trunc('month', on_day) as date) as month, sum(equity) as equity, count(*) as days
  from day_ends group by account_id, cast(date_trunc('month', on_day) as date)
)
select t.month, cast(t.bought as decimal(18, 2)) as bought, cast(t.sold as decimal(18, 2)) as sold,
  round(cast(w.equity as double) / w.days, 2) as equity_mean,
  round(cast(t.bought + t.sold as double) / 2 / (cast(w.equity as double) / w.days), 4) as turnover
from traded t left join worth w on w.account_id = t.account_id and w.month = t.month
order by t.month, t.account_id`,
    chart: { kind: 'bar', x: 'month', y: ['turnover'] },
  },
]
