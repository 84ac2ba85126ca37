/** Tables `recommendations` and `recommendation_evidence`, and what a judgement is made from. */

import type { Action, Judgement, Mode } from '../domain/recommendation/action.ts'
import type { Readings } from '../domain/recommendation/suppression.ts'
import type { CitedEvidence } from '../domain/recommendation/thesis.ts'
import type { TrendFacts } from '../domain/signal/facts.ts'
import type { Direction } from '../domain/signal/trend.ts'
import { windowStart, type Window } from '../domain/signal/window.ts'
import { deriveId } from '../runtime/ids.ts'
import type { Db } from './open.ts'

/** The recommendation on one ticker and window at one business moment. */
export function recommendationIdOf(ticker: string, window: Window, generatedAt: Date): string {
  return deriveId('recommendation', ticker, window, generatedAt.toISOString())
}

export type RecordedTrend = {
  trendId: string
  ticker: string
  window: Window
  asOf: Date
  direction: Direction
  strength: number
  confidence: number
  contradiction: number
  sentimentMean: number
  signalCount: number
  sourceCount: number
  macroOnly: boolean
  patternOnly: boolean
  impactIds: string[]
  facts: TrendFacts
}

/** The newest trend recorded up to `now`; undefined when the ticker was never summed up. */
export async function readNewestTrend(
  db: Db,
  ticker: string,
  window: Window,
  now: Date,
): Promise<RecordedTrend | undefined> {
  const [row] = await db<(RecordedTrend & { facts: { newestPublishedAt: string | null } })[]>`
    select trend_id, ticker, trend_window as window, as_of, direction, strength, confidence,
           contradiction, sentiment_mean, signal_count, source_count, macro_only, pattern_only,
           impact_ids, facts
    from trend_history
    where ticker = ${ticker} and trend_window = ${window} and as_of <= ${now}
    order by as_of desc
    limit 1
  `
  if (!row) return undefined
  const newest = row.facts.newestPublishedAt
  return { ...row, facts: { ...row.facts, newestPublishedAt: newest === null ? null : new Date(newest) } }
}

export type RecordedEvidence = CitedEvidence & { place: number; impactId: string; documentId: string }

/** The evidence of a trend with what is cited of its documents; strongest first on each side. */
export function readEvidence(db: Db, trendId: string): Promise<RecordedEvidence[]> {
  return db<RecordedEvidence[]>`
    select evidence.side, evidence.place, evidence.impact_id, evidence.document_id,
           evidence.rank_score, document.title, document.published_at,
           coalesce(nullif(document.publisher, ''), document.source_type) as publisher
    from trend_evidence evidence
    join documents document using (document_id)
    where evidence.trend_id = ${trendId}
    order by evidence.side desc, evidence.place
  `
}

/**
 * How many documents that name a ticker in a trend's window were read, and how many could not be.
 *
 * Readings that ended at `now` itself count only where the trend already counts them, so that the
 * answer does not depend on which of two jobs came first. Nothing is counted while none failed.
 */
export async function countReadings(
  db: Db,
  { ticker, window, asOf, impactIds }: Pick<RecordedTrend, 'ticker' | 'window' | 'asOf' | 'impactIds'>,
  now: Date,
): Promise<Readings> {
  const named = db`
    from documents document
    join document_company_mentions mention using (document_id)
    join companies company using (company_id)
    where company.ticker = ${ticker}
      and document.published_at > ${windowStart(window, asOf)} and document.published_at <= ${asOf}`
  const [failed] = await db<{ count: number }[]>`
    select count(*)::int as count ${named}
      and document.status = 'extraction_failed' and document.status_at < ${now}
  `
  const extractionFailed = failed?.count ?? 0
  if (extractionFailed === 0) return { extracted: 0, extractionFailed }
  const [read] = await db<{ count: number }[]>`
    select count(*)::int as count ${named}
      and document.status = 'extracted'
      and (document.status_at < ${now} or document.document_id in (
        select document_id from document_impact_records where impact_id = any(${impactIds}::uuid[])))
  `
  return { extracted: read?.count ?? 0, extractionFailed }
}

export type Said = { action: Action; mode: Mode; confidence: number }

/** What was last recommended on a ticker and window before `now`. */
export async function readNewestSaid(db: Db, ticker: string, window: Window, now: Date): Promise<Said | undefined> {
  const [row] = await db<Said[]>`
    select action, mode, confidence
    from recommendations
    where ticker = ${ticker} and trend_window = ${window} and generated_at < ${now}
    order by generated_at desc
    limit 1
  `
  return row
}

export type NewRecommendation = Judgement & {
  trend: RecordedTrend
  generatedAt: Date
  thesis: string
  thesisModel: string
}

/**
 * Stores a recommendation with its evidence. At one moment the last computed stands, but one that
 * a decision already rests on never changes.
 */
export async function saveRecommendation(db: Db, recommendation: NewRecommendation): Promise<void> {
  const { trend, generatedAt } = recommendation
  const recommendationId = recommendationIdOf(trend.ticker, trend.window, generatedAt)
  const stored = await db`
    insert into recommendations as present (
      recommendation_id, ticker, trend_window, trend_id, generated_at, action, mode, confidence,
      strength, contradiction, direction, suppressions, ineligibilities, checks, portfolio_pct,
      max_loss_pct, thesis, thesis_model)
    select recommendation_id, ticker, trend_window, trend_id, generated_at, action, mode, confidence,
      strength, contradiction, direction, suppressions, ineligibilities, checks, portfolio_pct,
      max_loss_pct, thesis, thesis_model
    from jsonb_populate_record(null::recommendations, ${db.json(toRow(recommendation, recommendationId))})
    on conflict (recommendation_id) do update set
      trend_id = excluded.trend_id, action = excluded.action, mode = excluded.mode,
      confidence = excluded.confidence, strength = excluded.strength,
      contradiction = excluded.contradiction, direction = excluded.direction,
      suppressions = excluded.suppressions, ineligibilities = excluded.ineligibilities,
      checks = excluded.checks, portfolio_pct = excluded.portfolio_pct,
      max_loss_pct = excluded.max_loss_pct, thesis = excluded.thesis,
      thesis_model = excluded.thesis_model
    where not exists (
      select from trading_decisions where recommendation_id = present.recommendation_id)
    returning recommendation_id
  `
  if (stored.length === 0) return
  await db`delete from recommendation_evidence where recommendation_id = ${recommendationId}`
  await db`
    insert into recommendation_evidence (recommendation_id, side, place, impact_id, document_id, rank_score)
    select ${recommendationId}, side, place, impact_id, document_id, rank_score
    from trend_evidence where trend_id = ${trend.trendId}
  `
}

/** Takes back what an earlier job said at this very moment, unless a decision rests on it. */
export async function dropRecommendation(db: Db, ticker: string, window: Window, generatedAt: Date): Promise<void> {
  await db`
    delete from recommendations present
    where recommendation_id = ${recommendationIdOf(ticker, window, generatedAt)}
      and not exists (
        select from trading_decisions where recommendation_id = present.recommendation_id)
  `
}

function toRow(
  { trend, generatedAt, thesis, thesisModel, ...judgement }: NewRecommendation,
  recommendationId: string,
) {
  return {
    recommendation_id: recommendationId,
    ticker: trend.ticker,
    trend_window: trend.window,
    trend_id: trend.trendId,
    generated_at: generatedAt.toISOString(),
    action: judgement.action,
    mode: judgement.mode,
    confidence: trend.confidence,
    strength: trend.strength,
    contradiction: trend.contradiction,
    direction: trend.direction,
    suppressions: judgement.suppressions,
    ineligibilities: judgement.ineligibilities,
    checks: judgement.checks,
    portfolio_pct: judgement.portfolioPct,
    max_loss_pct: judgement.maxLossPct,
    thesis,
    thesis_model: thesisModel,
  }
}
