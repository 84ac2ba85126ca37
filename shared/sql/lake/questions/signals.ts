/** Shipped questions: what news, events and rivals say of companies, and what came of it. */

import { newYorkDay, dueDay, MOVES, NEXT_SESSION, wilson } from './pieces.ts'
import type { ShippedQuestion } from './shipped.ts'

export const signalQuestions: readonly ShippedQuestion[] = [
  {
    slug: 'hit-rate-by-catalyst',
    area: 'signals',
    name: 'Hit rate by catalyst',
    says: 'How often prices went the way that news of each kind said: all of one kind, company and session is one claim; it hits where the session went that way from open to close, less the mean of all companies. Half hit by chance; low and high are its interval of 95 %',
    statement: `with claims as (
  select ticker, catalyst, sentiment_score * confidence as leaning, ${dueDay('extracted_at')} as due
  from impacts where is_current
), ${NEXT_SESSION}, ${MOVES}, said as (
  select c.catalyst, c.ticker, n.session_date, round(sum(c.leaning), 9) as leaning
  from claims c join next_session n on n.due = c.due
  group by c.catalyst, c.ticker, n.session_date
), counted as (
  select s.catalyst, count(*) as tried, count(*) filter (where s.leaning * m.move > 0) as hits,
    avg(case when s.leaning > 0 then m.move else -m.move end) as gain
  from said s join moves m on m.ticker = s.ticker and m.session_date = s.session_date
  where s.leaning <> 0 and m.move <> 0
  group by s.catalyst
)
select catalyst, tried, hits, round(hits * 1e0 / tried, 3) as hit_share, ${wilson('hits', 'tried')},
  round(gain * 10000, 1) as gain_bps
from counted
order by tried desc, catalyst`,
    chart: { kind: 'bar', x: 'catalyst', y: ['hit_share'] },
  },
  {
    slug: 'readings-by-catalyst',
    area: 'signals',
    name: 'What is read, by catalyst',
    says: 'What kinds of news were read of companies: how many readings of how many companies, how good for the company on average, −1 to 1, how much it matters and how sure, 0 to 1',
    statement: `select catalyst, count(*) as readings, count(distinct ticker) as companies,
  count(*) filter (where sentiment = 'positive') as positive,
  count(*) filter (where sentiment = 'negative') as negative,
  round(avg(sentiment_score), 3) as sentiment_mean, round(avg(impact_score), 3) as impact_mean,
  round(avg(confidence), 3) as confidence_mean
from impacts
where is_current
group by catalyst
order by readings desc, catalyst`,
    chart: { kind: 'bar', x: 'catalyst', y: ['positive', 'negative'] },
  },
  {
    slug: 'contradictions',
    area: 'signals',
    name: 'Where sources contradict each other',
    says: 'Companies and days on which some readings were good and others bad for the company: how many of each, and the outlets on each side',
    statement: `select i.ticker || ' ' || cast(${newYorkDay('i.published_at')} as varchar) as company_and_day,
  count(*) filter (where i.sentiment_score > 0) as good, count(*) filter (where i.sentiment_score < 0) as bad,
  count(distinct case when i.sentiment_score > 0 then d.publisher end) as publishers_good,
  count(distinct case when i.sentiment_score < 0 then d.publisher end) as publishers_bad,
  round(avg(i.sentiment_score), 3) as sentiment_mean
from impacts i join documents d on d.document_id = i.document_id
where i.is_current
group by ${newYorkDay('i.published_at')}, i.ticker
having count(*) filter (where i.sentiment_score > 0) > 0 and count(*) filter (where i.sentiment_score < 0) > 0
order by least(count(*) filter (where i.sentiment_score > 0), count(*) filter (where i.sentiment_score < 0)) desc,
  company_and_day
limit 100`,
    chart: { kind: 'bar', x: 'company_and_day', y: ['good', 'bad'] },
  },
  {
    slug: 'recommendations-by-action',
    area: 'signals',
    name: 'Recommendations, and what was made of them',
    says: 'What was advised by action and mode: how many, of how many companies and trends, how sure and strong on average, 0 to 1, and how many led to a decision to act',
    statement: `with acted as (
  select distinct recommendation_id from decisions where action = 'act' and recommendation_id is not null
)
select r.action || ', ' || r.mode as advice, count(*) as recommendations,
  count(distinct r.ticker) as companies, count(distinct r.ticker || ' ' || r.trend_window) as trends,
  count(a.recommendation_id) as acted, round(avg(r.confidence), 3) as confidence_mean,
  round(avg(r.strength), 3) as strength_mean
from recommendations r left join acted a on a.recommendation_id = r.recommendation_id
group by r.action, r.mode
order by recommendations desc, advice`,
    chart: { kind: 'bar', x: 'advice', y: ['recommendations', 'acted'] },
  },
  {
    slug: 'macro-impacts-by-event',
    area: 'signals',
    name: 'What events of the world reach',
    says: 'Events by kind and severity: how many, how many companies they reach, how far on average, 0 to 1, and how many of these impacts are good or bad for the company',
    statement: `select e.event_type || ', ' || e.severity as event, count(distinct e.global_event_id) as events,
  count(distinct m.ticker) as companies, round(avg(m.score), 3) as score_mean,
  count(*) filter (where m.direction > 0) as good, count(*) filter (where m.direction < 0) as bad
from global_events e
left join macro_impacts m on m.global_event_id = e.global_event_id and m.is_current
group by e.event_type, e.severity
order by events desc, event`,
    chart: { kind: 'bar', x: 'event', y: ['good', 'bad'] },
  },
  {
    slug: 'rivals-and-signals',
    area: 'signals',
    name: 'Rivals, and what news of one said of the other',
    says: 'Who competes with whom as it stands now, how strongly, 0 to 1, and the signals that news of one gave of the other, with their mean direction, −1 to 1',
    statement: `with newest as (
  select *, row_number() over (partition by relationship_id order by relationship_version desc) as place
  from competitor_relationships
), told as (
  select source_ticker, target_ticker, count(*) as signals,
    round(avg(cast(direction as double)), 3) as direction_mean, max(published_at) as last_at
  from competitive_signals group by source_ticker, target_ticker
)
select n.ticker || ' → ' || n.competitor_ticker as pair, n.relationship_type, round(n.strength, 3) as strength,
  coalesce(t.signals, 0) as signals, t.direction_mean, t.last_at
from newest n
left join told t on t.source_ticker = n.ticker and t.target_ticker = n.competitor_ticker
where n.place = 1
order by signals desc, pair, n.relationship_id
limit 100`,
    chart: { kind: 'bar', x: 'pair', y: ['signals'] },
  },
]
