/** Shipped questions: how documents come in and go through the stages. */

import { newYorkDay, secondsBetween } from './pieces.ts'
import type { ShippedQuestion } from './shipped.ts'

export const pipelineQuestions: readonly ShippedQuestion[] = [
  {
    slug: 'documents-by-publisher',
    area: 'pipeline',
    name: 'Documents by publisher, and how late they are read',
    says: 'Documents of each publisher, how many were read of companies, and minutes from publication to the first reading: half and nine of ten took no longer. Those whose hour was made up are not timed',
    statement: `with first_reading as (
  select document_id, min(extracted_at) as read_at from extractions group by document_id
), timed as (
  select d.publisher, d.document_id, f.read_at,
    case when not d.hour_is_synthetic then ${secondsBetween('d.published_at', 'f.read_at')} end as seconds
  from documents d left join first_reading f on f.document_id = d.document_id
), ranked as (
  select *, row_number() over (partition by publisher order by seconds, document_id) as place,
    count(seconds) over (partition by publisher) as timed
  from timed
)
select publisher, count(*) as documents, count(read_at) as read,
  round(min(case when place * 2 >= timed then seconds end) / 60e0, 1) as minutes_half,
  round(min(case when place * 10 >= timed * 9 then seconds end) / 60e0, 1) as minutes_nine_of_ten
from ranked
group by publisher
order by documents desc, publisher
limit 100`,
    chart: { kind: 'bar', x: 'publisher', y: ['documents', 'read'] },
  },
  {
    slug: 'documents-by-day',
    area: 'pipeline',
    name: 'Documents by day',
    says: 'Documents that came in on each New York day, of how many publishers and stories, and how many of them were read',
    statement: `select ${newYorkDay('d.ingested_at')} as day, count(*) as documents,
  count(distinct d.publisher) as publishers,
  count(distinct coalesce(d.story_id, d.document_id)) as stories, count(e.document_id) as read
from documents d
left join (select distinct document_id from extractions) e on e.document_id = d.document_id
group by ${newYorkDay('d.ingested_at')}
order by day`,
    chart: { kind: 'line', x: 'day', y: ['documents', 'stories', 'read'] },
  },
  {
    slug: 'documents-by-status',
    area: 'pipeline',
    name: 'Documents by where they stand',
    says: 'Where documents stand in the pipeline, and why, as a code; how good they can be read on average, 0 to 1, and how many are in English',
    statement: `select case when status_reason is null then status else status || ': ' || status_reason end as stands,
  count(*) as documents, count(distinct publisher) as publishers, round(avg(quality_score), 3) as quality_mean,
  count(*) filter (where language = 'en') as english, max(ingested_at) as newest_at
from documents
group by status, status_reason
order by documents desc, stands`,
    chart: { kind: 'bar', x: 'stands', y: ['documents'] },
  },
  {
    slug: 'stories-told-most',
    area: 'pipeline',
    name: 'Stories told most often',
    says: 'Stories of which copies came in: documents, outlets that told them, the title of the first, and minutes from the first to the last',
    statement: `with told as (
  select coalesce(story_id, document_id) as story_id, title, published_at, publisher_domain,
    row_number() over (partition by coalesce(story_id, document_id) order by published_at, document_id) as place
  from documents
)
select story_id, max(case when place = 1 then title end) as title, count(*) as documents,
  count(distinct publisher_domain) as outlets, min(published_at) as first_at,
  round(${secondsBetween('min(published_at)', 'max(published_at)')} / 60e0, 0) as minutes
from told
group by story_id
having count(*) > 1
order by documents desc, first_at, story_id
limit 100`,
    chart: { kind: 'bar', x: 'title', y: ['documents'] },
  },
  {
    slug: 'stage-times',
    area: 'pipeline',
    name: 'Times by list',
    says: 'Jobs of each list that were done, and real seconds from being made to done: half and nine of ten took no longer, and the longest; how many were delivered more than once',
    statement: `with timed as (
  select list, job_id, deliveries, ${secondsBetween('enqueued_at', 'settled_at')} as seconds
  from jobs where state = 'done'
), ranked as (
  select *, row_number() over (partition by list order by seconds, job_id) as place,
    count(*) over (partition by list) as jobs
  from timed
)
select list, count(*) as jobs, min(case when place * 2 >= jobs then seconds end) as seconds_half,
  min(case when place * 10 >= jobs * 9 then seconds end) as seconds_nine_of_ten,
  max(seconds) as seconds_most, count(*) filter (where deliveries > 1) as delivered_again
from ranked
group by list
order by seconds_nine_of_ten desc, list`,
    chart: { kind: 'bar', x: 'list', y: ['seconds_half', 'seconds_nine_of_ten'] },
  },
  {
    slug: 'jobs-given-up',
    area: 'pipeline',
    name: 'Jobs that were given up, by reason',
    says: 'How jobs of each list ended, those that were given up by their reason, and their share of all jobs of the list, 0 to 1',
    statement: `with ended as (
  select list, state, reason, count(*) as jobs, max(settled_at) as last_at
  from jobs group by list, state, reason
)
select list || ' ' || case when reason is null then state else state || ': ' || reason end as went, jobs,
  round(jobs * 1e0 / sum(jobs) over (partition by list), 4) as share_of_list, last_at
from ended
order by case when state = 'dead' then 0 else 1 end, jobs desc, went`,
    chart: { kind: 'bar', x: 'went', y: ['jobs'] },
  },
  {
    slug: 'scaling-by-stage',
    area: 'pipeline',
    name: 'Scaling by stage',
    says: 'What waited at each stage and how many functions ran, over the minutes in which that changed: most and mean, and in how many of them jobs waited while nothing ran',
    statement: `select stage, count(*) as minutes, max(pending) as pending_most,
  round(avg(cast(pending as double)), 1) as pending_mean, max(in_flight) as in_flight_most,
  max(replicas) as replicas_most, round(avg(cast(replicas as double)), 2) as replicas_mean,
  count(*) filter (where pending > 0 and replicas = 0) as waited_for_first,
  count(*) filter (where paused) as paused
from scaling
group by stage
order by pending_most desc, stage`,
    chart: { kind: 'bar', x: 'stage', y: ['pending_most', 'replicas_most'] },
  },
  {
    slug: 'price-gaps',
    area: 'pipeline',
    name: 'Gaps in prices',
    says: 'Sessions between the first and the last bar of each ticker on which others have a bar and it has none',
    statement: `with sessions as (
  select distinct session_date from market_bars where timespan = '1d'
), spans as (
  select ticker, min(session_date) as first_on, max(session_date) as last_on, count(*) as bars
  from market_bars where timespan = '1d' group by ticker
)
select p.ticker, p.first_on, p.last_on, p.bars, count(*) - p.bars as missing
from spans p join sessions s on s.session_date between p.first_on and p.last_on
group by p.ticker, p.first_on, p.last_on, p.bars
order by missing desc, p.ticker`,
    chart: { kind: 'bar', x: 'ticker', y: ['missing'] },
  },
]
