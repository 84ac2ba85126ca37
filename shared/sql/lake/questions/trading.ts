/** Shipped questions: what was decided, checked, ordered and filled. */

import { newYorkDay, secondsBetween } from './pieces.ts'
import type { ShippedQuestion } from './shipped.ts'

/** The newest news that was read of a company before each purchase was advised. */
const NEWS_OF_ORDERS = `news as (
  select o.order_id, o.ticker, o.intended_at, r.generated_at, i.extracted_at, d.published_at, d.ingested_at, d.title,
    row_number() over (partition by o.order_id order by d.published_at desc, i.impact_id) as place
  from orders o
  join decisions x on x.decision_id = o.decision_id and x.kind = 'entry'
  join recommendations r on r.recommendation_id = x.recommendation_id
  join impacts i on i.ticker = o.ticker and i.extracted_at <= r.generated_at
  join documents d on d.document_id = i.document_id
), first_fill as (
  select order_id, min(filled_at) as filled_at from fills where busted_at is null group by order_id
)`

export const tradingQuestions: readonly ShippedQuestion[] = [
  {
    slug: 'decisions-skipped',
    area: 'trading',
    name: 'Decisions not to act, by reason',
    says: 'Why the engine did not act, as a code: purchases and sales, of how many companies, and the share of all decisions, 0 to 1',
    statement: `with decided as (
  select count(*) as decisions from decisions
)
select s.code, count(*) filter (where s.kind = 'entry') as entries,
  count(*) filter (where s.kind = 'exit') as exits, count(distinct s.ticker) as companies,
  round(count(*) * 1e0 / max(d.decisions), 4) as share_of_all, max(s.decided_at) as last_at
from decisions s cross join decided d
where s.action = 'skip'
group by s.code
order by entries desc, exits desc, s.code`,
    chart: { kind: 'bar', x: 'code', y: ['entries', 'exits'] },
  },
  {
    slug: 'refusals-by-check',
    area: 'trading',
    name: 'Refusals by check',
    says: 'How often each check of risk was made and how often an order failed on it, the share that failed, 0 to 1, and how often it alone stood in the way',
    statement: `with failed as (
  select risk_evaluation_id, count(*) as checks from risk_checks where not check_passed group by risk_evaluation_id
)
select k.check_name, count(*) as made, count(*) filter (where not k.check_passed) as failed,
  round(count(*) filter (where not k.check_passed) * 1e0 / count(*), 4) as failed_share,
  count(*) filter (where not k.check_passed and f.checks = 1) as alone
from risk_checks k left join failed f on f.risk_evaluation_id = k.risk_evaluation_id
group by k.check_name
order by failed desc, made desc, k.check_name`,
    chart: { kind: 'bar', x: 'check_name', y: ['failed', 'alone'] },
  },
  {
    slug: 'cost-of-checks',
    area: 'trading',
    name: 'What each check cost or saved',
    says: 'What would have come of what each check kept from being bought, where that is over: how often it would have won, dollars missed, dollars of loss saved, and what is left of both, above 0 where the check cost money',
    statement: `select code, count(*) as kept, count(*) filter (where state = 'ended') as ended,
  count(*) filter (where state = 'ended' and profit > 0) as won,
  cast(coalesce(sum(case when state = 'ended' and profit > 0 then profit end), 0) as decimal(18, 2)) as missed,
  cast(coalesce(-sum(case when state = 'ended' and profit < 0 then profit end), 0) as decimal(18, 2)) as saved,
  cast(coalesce(sum(case when state = 'ended' then profit end), 0) as decimal(18, 2)) as cost
from counterfactuals
group by code
order by cost desc, kept desc, code`,
    chart: { kind: 'bar', x: 'code', y: ['missed', 'saved'] },
  },
  {
    slug: 'bought-at-the-open',
    area: 'trading',
    name: 'What would have been bought at the open',
    says: 'Purchases that were not made and would have been made as a session opened: what kept them, what they would have cost, and what they would have brought so far or in the end, in dollars',
    statement: `select entered_on, ticker, code, kind, cast(quantity as decimal(18, 4)) as quantity,
  cast(price as decimal(18, 4)) as price,
  cast(price * quantity as decimal(18, 2)) as dollars, cast(profit as decimal(18, 2)) as profit, state, reason, ended_on
from counterfactuals
where at_open
order by entered_on desc, ticker, recommendation_id, kind
limit 500`,
    chart: { kind: 'scatter', x: 'entered_on', y: ['profit'] },
  },
  {
    slug: 'news-to-order',
    area: 'trading',
    name: 'From news to order',
    says: 'Of each purchase: the newest news of the company that was read before it was advised, and minutes from its publication to each step up to the first fill',
    statement: `with ${NEWS_OF_ORDERS}
select n.intended_at, n.ticker, n.title, n.published_at,
  round(${secondsBetween('n.published_at', 'n.ingested_at')} / 60e0, 1) as to_fetched,
  round(${secondsBetween('n.published_at', 'n.extracted_at')} / 60e0, 1) as to_read,
  round(${secondsBetween('n.published_at', 'n.generated_at')} / 60e0, 1) as to_advised,
  round(${secondsBetween('n.published_at', 'n.intended_at')} / 60e0, 1) as to_ordered,
  round(${secondsBetween('n.published_at', 'f.filled_at')} / 60e0, 1) as to_filled
from news n left join first_fill f on f.order_id = n.order_id
where n.place = 1
order by n.intended_at desc, n.order_id
limit 500`,
    chart: { kind: 'scatter', x: 'intended_at', y: ['to_read', 'to_ordered'] },
  },
  {
    slug: 'news-to-order-by-step',
    area: 'trading',
    name: 'From news to order, by step',
    says: 'Where the time goes from the newest news before a purchase to its first fill: minutes of each step, half and nine of ten of the orders took no longer',
    statement: `with ${NEWS_OF_ORDERS}, steps as (
  select order_id, '1 published to fetched' as step, ${secondsBetween('published_at', 'ingested_at')} as seconds from news where place = 1
  union all
  select order_id, '2 fetched to read', ${secondsBetween('ingested_at', 'extracted_at')} from news where place = 1
  union all
  select order_id, '3 read to advised', ${secondsBetween('extracted_at', 'generated_at')} from news where place = 1
  union all
  select order_id, '4 advised to ordered', ${secondsBetween('generated_at', 'intended_at')} from news where place = 1
  union all
  select n.order_id, '5 ordered to filled', ${secondsBetween('n.intended_at', 'f.filled_at')}
  from news n join first_fill f on f.order_id = n.order_id where n.place = 1
), ranked as (
  select *, row_number() over (partition by step order by seconds, order_id) as place,
    count(*) over (partition by step) as orders
  from steps
)
select step, count(*) as orders, round(min(case when place * 2 >= orders then seconds end) / 60e0, 1) as minutes_half,
  round(min(case when place * 10 >= orders * 9 then seconds end) / 60e0, 1) as minutes_nine_of_ten
from ranked
group by step
order by step`,
    chart: { kind: 'bar', x: 'step', y: ['minutes_half', 'minutes_nine_of_ten'] },
  },
  {
    slug: 'orders-by-end',
    area: 'trading',
    name: 'Orders by how they ended',
    says: 'Where orders stand or how they ended, as a code: purchases and sales, shares ordered and filled',
    statement: `select case when end_code is null or end_code = state then state else state || ': ' || end_code end as ended,
  count(*) filter (where side = 'buy') as buys, count(*) filter (where side = 'sell') as sells,
  sum(quantity) as ordered, sum(filled_quantity) as filled, max(intended_at) as last_at
from orders
group by state, end_code
order by buys desc, sells desc, ended`,
    chart: { kind: 'bar', x: 'ended', y: ['buys', 'sells'] },
  },
  {
    slug: 'slippage',
    area: 'trading',
    name: 'Slippage',
    says: 'What orders were filled at against the price when they were decided, by side and kind: dollars it cost, above 0 where it was worse, and in hundredths of a percent of the dollars, of all and of the worst order',
    statement: `with filled as (
  select side, order_type, reference_price * filled_quantity as dollars,
    (filled_price_avg - reference_price) * filled_quantity * case when side = 'buy' then 1 else -1 end as cost
  from orders where filled_quantity > 0 and filled_price_avg is not null
)
select side || ', ' || order_type as kind, count(*) as orders, cast(sum(dollars) as decimal(18, 2)) as dollars,
  cast(sum(cost) as decimal(18, 2)) as cost,
  round(cast(sum(cost) as double) / cast(sum(dollars) as double) * 10000, 2) as bps,
  round(max(cast(cost as double) / cast(dollars as double)) * 10000, 2) as worst_bps
from filled
group by side, order_type
order by kind`,
    chart: { kind: 'bar', x: 'kind', y: ['bps'] },
  },
  {
    slug: 'order-times',
    area: 'trading',
    name: 'Times of orders',
    says: 'Seconds from the decision to send an order to its first fill, by side and kind: half and nine of ten of those that were filled took no longer',
    statement: `with first_fill as (
  select order_id, min(filled_at) as filled_at from fills where busted_at is null group by order_id
), timed as (
  select o.order_id, o.side || ', ' || o.order_type as kind, o.submitted_at,
    ${secondsBetween('o.intended_at', 'f.filled_at')} as seconds
  from orders o left join first_fill f on f.order_id = o.order_id
), ranked as (
  select *, row_number() over (partition by kind order by seconds, order_id) as place,
    count(seconds) over (partition by kind) as filled
  from timed
)
select kind, count(*) as orders, count(submitted_at) as at_broker, count(seconds) as filled,
  min(case when place * 2 >= filled then seconds end) as seconds_half,
  min(case when place * 10 >= filled * 9 then seconds end) as seconds_nine_of_ten
from ranked
group by kind
order by kind`,
    chart: { kind: 'bar', x: 'kind', y: ['seconds_half', 'seconds_nine_of_ten'] },
  },
  {
    slug: 'fills-by-day',
    area: 'trading',
    name: 'Fills and fees by day',
    says: 'What was bought and sold on each New York day, in dollars, and what it cost in fees',
    statement: `select ${newYorkDay('filled_at')} as day, count(*) as fills, count(distinct ticker) as companies,
  cast(coalesce(sum(case when side = 'buy' then price * quantity end), 0) as decimal(18, 2)) as bought,
  cast(coalesce(sum(case when side = 'sell' then price * quantity end), 0) as decimal(18, 2)) as sold,
  cast(sum(fee) as decimal(18, 2)) as fees
from fills
where busted_at is null
group by ${newYorkDay('filled_at')}
order by day`,
    chart: { kind: 'line', x: 'day', y: ['bought', 'sold'] },
  },
]
