/** Recommendations as briefs: verdict, trend, evidence on both sides, what became of each. */

import type { Served } from '#shared/contracts/api/route.ts'
import {
  NEIGHBOURS_MAX,
  type Brief,
  type EvidenceRow,
  type RecommendationRow,
} from '#shared/contracts/api/signals.ts'
import type { RowTotal, Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import {
  askRow,
  countUpTo,
  goOnWithin,
  inOrderWithin,
  withinDays,
  type AskedDays,
} from '#shared/sql/page.ts'

type Narrowed = AskedDays & {
  ticker?: string | undefined
  action?: string | undefined
  mode?: string | undefined
}

export type RecommendationFilter = Narrowed & {
  sort: Sort
  limit: number
  after?: string | undefined
}

const listed = { table: 'recommendations', as: 'recommendations', id: 'recommendation_id' }
const ORDER = ['generated_at', ['ticker', 'trend_window']] as const

function independent(db: Db) {
  return db`case when stories is not null then json_build_object('stories', stories, 'owners', owners) end
    as independent`
}

/** Of one row, by the one index of ticker, window and moment; `as` names the table in the query. */
function superseding(db: Db, as: string) {
  const own = (column: string) => db(`${as}.${column}`)
  return db`(
    select json_build_object('recommendationId', newer.recommendation_id, 'action', newer.action,
      'confidence', newer.confidence)
    from recommendations newer where newer.ticker = ${own('ticker')}
      and newer.trend_window = ${own('trend_window')} and newer.generated_at > ${own('generated_at')}
    order by newer.generated_at desc limit 1) as superseded_by`
}

function columns(db: Db) {
  return db`recommendation_id, ticker, trend_window, generated_at, action, mode, confidence, strength,
    contradiction, direction, suppressions, ineligibilities, portfolio_pct, max_loss_pct, thesis,
    ${independent(db)}, would_change, risk, ${superseding(db, 'recommendations')}`
}

/** By when they were made. */
export async function listRecommendations(
  db: Db,
  filter: RecommendationFilter,
): Promise<Served<RecommendationRow>[]> {
  const { sort, limit, after } = filter
  await askRow(db, listed, after)
  return db<Served<RecommendationRow>[]>`
    select ${columns(db)} from recommendations where ${narrowed(db, filter)}
      ${goOnWithin(db, listed, ORDER, { after, sort })}
    ${inOrderWithin(db, listed, ORDER, sort)} limit ${limit}`
}

/** How many there are. */
export function totalRecommendations(db: Db, filter: Narrowed): Promise<RowTotal> {
  return countUpTo(db, db`select 1 from recommendations where ${narrowed(db, filter)}`)
}

function narrowed(db: Db, filter: Narrowed) {
  const { ticker, action, mode } = filter
  return db`true
    ${ticker ? db`and ticker = ${ticker}` : db``}
    ${action ? db`and action = ${action}` : db``}
    ${mode ? db`and mode = ${mode}` : db``}
    ${withinDays(db, 'generated_at', filter)}`
}

/** One recommendation with the trend it was made of, or undefined. */
export async function readBrief(
  db: Db,
  recommendationId: string,
): Promise<Served<Brief> | undefined> {
  const [row] = await db<Served<Brief>[]>`
    select r.recommendation_id, r.ticker, r.trend_window, r.generated_at, r.action, r.mode,
      r.confidence, r.strength, r.contradiction, r.direction, r.suppressions, r.ineligibilities,
      r.portfolio_pct, r.max_loss_pct, r.thesis, ${independent(db)}, r.would_change, r.risk, r.trend_id, r.thesis_model, r.checks, r.rule_version,
      t.sentiment_mean, t.signal_count, t.source_count, t.scoring_version, t.as_of, t.macro_only,
      t.pattern_only, ${superseding(db, 'r')}
    from recommendations r join trend_history t using (trend_id)
    where recommendation_id = ${recommendationId}`
  return row
}

type Place = Pick<Served<Brief>, 'ticker' | 'trendWindow' | 'generatedAt'>

/** Those of the same ticker and window before and after one, the nearest first. */
export async function listNeighbours(
  db: Db,
  { ticker, trendWindow, generatedAt }: Place,
): Promise<{ earlier: Served<RecommendationRow>[]; later: Served<RecommendationRow>[] }> {
  const own = db`from recommendations where ticker = ${ticker} and trend_window = ${trendWindow}`
  const [earlier, later] = await Promise.all([
    db<Served<RecommendationRow>[]>`select ${columns(db)} ${own}
      and generated_at < ${generatedAt} order by generated_at desc limit ${NEIGHBOURS_MAX}`,
    db<Served<RecommendationRow>[]>`select ${columns(db)} ${own}
      and generated_at > ${generatedAt} order by generated_at limit ${NEIGHBOURS_MAX}`,
  ])
  return { earlier, later }
}

/** What spoke for and against, the weightiest first. */
export async function listEvidence(
  db: Db,
  recommendationId: string,
): Promise<Served<EvidenceRow>[]> {
  return db<Served<EvidenceRow>[]>`
    select e.side, e.place, e.rank_score, e.document_id, d.title, d.publisher, d.published_at,
      coalesce(i.sentiment_score, hit.direction * hit.score) as sentiment_score,
      coalesce(i.impact_score, hit.score) as impact_score, i.catalyst, t.weight,
      i.quotes -> 0 ->> 'text' as quote, t.layer, hit.global_event_id, d.story_id, p.owner,
      d.owner_record
    from recommendation_evidence e
    join recommendations r using (recommendation_id)
    join documents d on d.document_id = e.document_id
    left join document_impact_records i on i.impact_id = e.impact_id
    left join macro_impact_records hit on hit.macro_impact_id = e.impact_id
    left join publishers p on p.domain = d.publisher_domain
    left join trend_evidence t
      on t.trend_id = r.trend_id and t.side = e.side and t.impact_id = e.impact_id
    where e.recommendation_id = ${recommendationId}
    order by e.side desc, e.place`
}
