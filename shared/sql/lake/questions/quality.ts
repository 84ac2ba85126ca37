/** Shipped questions: how good sources, readers and models are. */

import { dueDay, MOVES, NEXT_SESSION, wilson } from './pieces.ts'
import type { ShippedQuestion } from './shipped.ts'

/** How often sessions bore out what a teller's documents said before they opened. */
const borneOutBy = (teller: string): string => `with claims as (
  select ${teller} as teller, i.ticker, i.sentiment_score * i.confidence as leaning,
    ${dueDay('d.published_at')} as due, ${dueDay('d.ingested_at')} as known_for
  from impacts i join documents d on d.document_id = i.document_id
  where i.is_current
), ${NEXT_SESSION}, ${MOVES}, said as (
  select c.teller, c.ticker, n.session_date, round(sum(c.leaning), 9) as leaning
  from claims c join next_session n on n.due = c.due
  where c.known_for <= n.session_date
  group by c.teller, c.ticker, n.session_date
), counted as (
  select s.teller, count(*) as tried, count(*) filter (where s.leaning * m.move > 0) as hits
  from said s join moves m on m.ticker = s.ticker and m.session_date = s.session_date
  where s.leaning <> 0 and m.move <> 0
  group by s.teller
)
select teller, tried, hits, round(hits * 1e0 / tried, 3) as hit_share, ${wilson('hits', 'tried')}
from counted
order by tried desc, teller
limit 100`

const BORNE_OUT =
  'all that one says of one company before one session is one claim, and the session bears it out where it went that way from open to close, less the mean of all companies. Half are borne out by chance; low and high are its interval of 95 %'

export const qualityQuestions: readonly ShippedQuestion[] = [
  {
    slug: 'publishers-borne-out',
    area: 'quality',
    name: 'How reliable publishers are',
    says: `How often prices bore out what the documents of each publisher said: ${BORNE_OUT}`,
    statement: borneOutBy("coalesce(d.publisher_domain, nullif(d.publisher, ''), 'unknown')"),
    chart: { kind: 'bar', x: 'teller', y: ['hit_share'] },
  },
  {
    slug: 'kinds-of-source-borne-out',
    area: 'quality',
    name: 'How reliable kinds of source are',
    says: `How often prices bore out what documents of each kind of source said: ${BORNE_OUT}`,
    statement: borneOutBy('d.source_type'),
    chart: { kind: 'bar', x: 'teller', y: ['hit_share'] },
  },
  {
    slug: 'calibration-by-reader',
    area: 'quality',
    name: 'Calibration by reader',
    says: 'Whether readers are right as often as they are sure: readings by tenths of confidence, how sure they were and how often the next session went that way from open to close, less the mean of all companies; the gap is above 0 where a reader was too sure. A reader is sure of what a text says, which is less than what a price does',
    statement: `with claims as (
  select coalesce(i.read_by, e.model) as reader, i.ticker, i.sentiment_score, i.confidence,
    least(cast(floor(i.confidence * 10) as bigint), 9) as tenth, ${dueDay('i.extracted_at')} as due
  from impacts i join extractions e on e.reading_id = i.reading_id
  where i.sentiment_score <> 0
), ${NEXT_SESSION}, ${MOVES}, tried as (
  select c.reader, c.tenth, c.confidence, case when c.sentiment_score * m.move > 0 then 1 else 0 end as hit
  from claims c join next_session n on n.due = c.due
  join moves m on m.ticker = c.ticker and m.session_date = n.session_date
  where m.move <> 0
), counted as (
  select reader, tenth, count(*) as tried, sum(hit) as hits, avg(confidence) as confidence
  from tried group by reader, tenth
)
select reader, tenth / 10e0 as confidence_from, tried, round(confidence, 3) as confidence_mean,
  round(hits * 1e0 / tried, 3) as hit_share, ${wilson('hits', 'tried')},
  round(confidence - hits * 1e0 / tried, 3) as gap
from counted
order by reader, tenth`,
    chart: { kind: 'scatter', x: 'confidence_mean', y: ['hit_share'] },
  },
  {
    slug: 'readings-by-reader',
    area: 'quality',
    name: 'Readings by reader',
    says: 'What each reader read: readings, documents, of how many something was said of a company, characters on average, and how sure and how new on average, 0 to 1',
    statement: `with said as (
  select reading_id, count(*) as companies from impacts group by reading_id
)
select e.model || ' ' || e.model_version as reader, count(*) as readings, count(distinct e.document_id) as documents,
  count(s.companies) as said_something, round(avg(cast(e.input_length as double)), 0) as characters_mean,
  round(avg(e.confidence), 3) as confidence_mean, round(avg(e.novelty), 3) as novelty_mean,
  max(e.extracted_at) as last_at
from extractions e left join said s on s.reading_id = e.reading_id
group by e.model, e.model_version
order by readings desc, reader`,
    chart: { kind: 'bar', x: 'reader', y: ['readings', 'said_something'] },
  },
  {
    slug: 'reader-disagreement',
    area: 'quality',
    name: 'Where readers disagree',
    says: 'Documents that two readers read of the same company: how often they agreed whether it is good or bad, how often they said the opposite, and how far apart they were on average, 0 to 2. Nothing while there is one reader',
    statement: `with told as (
  select i.document_id, i.ticker, coalesce(i.read_by, e.model) as reader, i.sentiment_score,
    row_number() over (partition by i.document_id, i.ticker, coalesce(i.read_by, e.model)
      order by i.extracted_at desc, i.impact_id) as place
  from impacts i join extractions e on e.reading_id = i.reading_id
)
select a.reader || ' and ' || b.reader as readers, count(*) as compared,
  count(*) filter (where sign(a.sentiment_score) = sign(b.sentiment_score)) as agreed,
  count(*) filter (where a.sentiment_score * b.sentiment_score < 0) as opposite,
  round(avg(abs(a.sentiment_score - b.sentiment_score)), 3) as apart_mean
from told a join told b on b.document_id = a.document_id and b.ticker = a.ticker and a.reader < b.reader
where a.place = 1 and b.place = 1
group by a.reader, b.reader
order by compared desc, readers`,
    chart: { kind: 'bar', x: 'readers', y: ['agreed', 'opposite'] },
  },
  {
    slug: 'agents-and-tokens',
    area: 'quality',
    name: 'What agents ask of models',
    says: 'Questions of each agent to each model: how many were answered, tokens read and written, milliseconds on average, and how often the model agreed with the rules on a company. Nothing while no model is asked',
    statement: `select agent || ': ' || case when model = '' then 'no model' else model end as asked, count(*) as questions,
  count(*) filter (where outcome = 'answered') as answered, coalesce(sum(tokens_in), 0) as tokens_in,
  coalesce(sum(tokens_out), 0) as tokens_out, round(avg(cast(latency_ms as double)), 0) as latency_ms_mean,
  coalesce(sum(compared), 0) as compared, coalesce(sum(agreed), 0) as agreed
from agent_calls
group by agent, model
order by questions desc, asked`,
    chart: { kind: 'bar', x: 'asked', y: ['tokens_in', 'tokens_out'] },
  },
  {
    slug: 'agents-without-answer',
    area: 'quality',
    name: 'Why agents got no answer',
    says: 'Questions to models that were not answered, by agent and reason, as a code: how many, of how many documents, and when first and last',
    statement: `select agent || ': ' || outcome as failed, count(*) as questions, count(distinct document_id) as documents,
  count(*) filter (where input_was_cut) as text_was_cut, min("at") as first_at, max("at") as last_at
from agent_calls
where outcome not in ('answered', 'kept')
group by agent, outcome
order by questions desc, failed`,
    chart: { kind: 'bar', x: 'failed', y: ['questions'] },
  },
]
