/** Recommendations as briefs: verdict, trend, evidence on both sides, what became of each. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { Brief, EvidenceRow, RecommendationRow } from '#shared/contracts/api/signals.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnWithin, inOrderWithin } from '#shared/sql/page.ts'

export type RecommendationFilter = {
  ticker?: string | undefined
  action?: string | undefined
  mode?: string | undefined
  sort: Sort
  limit: number
  after?: string | undefined
}

const listed = { table: 'recommendations', as: 'recommendations', id: 'recommendation_id' }
const ORDER = ['generated_at', ['ticker', 'trend_window']] as const

/** By when they were made. */
export async function listRecommendations(
  db: Db,
  filter: RecommendationFilter,
): Promise<Served<RecommendationRow>[]> {
  const { ticker, action, mode, sort, limit, after } = filter
  await askRow(db, listed, after)
  return db<Served<RecommendationRow>[]>`
    select recommendation_id, ticker, trend_window, generated_at, action, mode, confidence,
      strength, contradiction, direction, suppressions, ineligibilities, portfolio_pct,
      max_loss_pct, thesis
    from recommendations where true
      ${ticker ? db`and ticker = ${ticker}` : db``}
      ${action ? db`and action = ${action}` : db``}
      ${mode ? db`and mode = ${mode}` : db``}
      ${goOnWithin(db, listed, ORDER, { after, sort })}
    ${inOrderWithin(db, listed, ORDER, sort)} limit ${limit}`
}

/** One recommendation with the trend it was made of, or undefined. */
export async function readBrief(
  db: Db,
  recommendationId: string,
): Promise<Served<Brief> | undefined> {
  const [row] = await db<Served<Brief>[]>`
    select r.recommendation_id, r.ticker, r.trend_window, r.generated_at, r.action, r.mode,
      r.confidence, r.strength, r.contradiction, r.direction, r.suppressions, r.ineligibilities,
      r.portfolio_pct, r.max_loss_pct, r.thesis, r.trend_id, r.thesis_model, r.checks,
      t.sentiment_mean, t.signal_count, t.source_count, t.scoring_version, t.as_of, t.macro_only,
      t.pattern_only
    from recommendations r join trend_history t using (trend_id)
    where recommendation_id = ${recommendationId}`
  return row
}

/** What spoke for and against, the weightiest first. */
export async function listEvidence(
  db: Db,
  recommendationId: string,
): Promise<Served<EvidenceRow>[]> {
  return db<Served<EvidenceRow>[]>`
    select e.side, e.place, e.rank_score, e.document_id, d.title, d.publisher, d.published_at,
      i.sentiment_score, i.impact_score, i.catalyst, t.weight, i.quotes -> 0 ->> 'text' as quote
    from recommendation_evidence e
    join recommendations r using (recommendation_id)
    join documents d on d.document_id = e.document_id
    left join document_impact_records i on i.impact_id = e.impact_id
    left join trend_evidence t
      on t.trend_id = r.trend_id and t.side = e.side and t.impact_id = e.impact_id
    where e.recommendation_id = ${recommendationId}
    order by e.side desc, e.place`
}
