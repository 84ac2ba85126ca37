/** Tables `recommendations` and `recommendation_evidence`. */

import type { Action, Judgement, Mode } from '../../domain/recommendation/action.ts'
import type { Window } from '../../domain/signal/window.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db } from '../open.ts'
import type { RecordedTrend } from './recorded-trends.ts'

/** The recommendation on one ticker and window at one business moment. */
export function recommendationIdOf(ticker: string, window: Window, generatedAt: Date): string {
  return deriveId('recommendation', ticker, window, generatedAt.toISOString())
}

export type Said = { action: Action; mode: Mode; confidence: number }

/** What was last recommended on a ticker and window before `now`. */
export async function readNewestSaid(
  db: Db,
  ticker: string,
  window: Window,
  now: Date,
): Promise<Said | undefined> {
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
      max_loss_pct, thesis, thesis_model, rule_version)
    select recommendation_id, ticker, trend_window, trend_id, generated_at, action, mode, confidence,
      strength, contradiction, direction, suppressions, ineligibilities, checks, portfolio_pct,
      max_loss_pct, thesis, thesis_model, rule_version
    from jsonb_populate_record(null::recommendations, ${db.json(toRow(recommendation, recommendationId))})
    on conflict (recommendation_id) do update set
      trend_id = excluded.trend_id, action = excluded.action, mode = excluded.mode,
      confidence = excluded.confidence, strength = excluded.strength,
      contradiction = excluded.contradiction, direction = excluded.direction,
      suppressions = excluded.suppressions, ineligibilities = excluded.ineligibilities,
      checks = excluded.checks, portfolio_pct = excluded.portfolio_pct,
      max_loss_pct = excluded.max_loss_pct, thesis = excluded.thesis,
      thesis_model = excluded.thesis_model, rule_version = excluded.rule_version
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
export async function dropRecommendation(
  db: Db,
  ticker: string,
  window: Window,
  generatedAt: Date,
): Promise<void> {
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
    rule_version: judgement.ruleVersion,
  }
}
