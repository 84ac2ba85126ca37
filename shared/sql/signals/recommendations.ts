/** Tables `recommendations` and `recommendation_evidence`. */

import type { Action, Judgement, Mode } from '../../domain/recommendation/action.ts'
import { WINDOWS } from '../../contracts/sets.ts'
import { isToBeSaidAgain } from '../../domain/trading/plan.ts'
import type { Window } from '../../domain/signal/window.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db } from '../open.ts'
import type { RecordedTrend } from './recorded-trends.ts'

/** The recommendation on one ticker and window at one business moment. */
export function recommendationIdOf(ticker: string, window: Window, generatedAt: Date): string {
  return deriveId('recommendation', ticker, window, generatedAt.toISOString())
}

export type Said = {
  window: Window
  action: Action
  mode: Mode
  confidence: number
  generatedAt: Date
  /** Whether the engine acted on it. */
  isActedOn: boolean
}

/** Whether it may be acted on and the session at `now` would pass over it, true though it is. */
export function isSilent({ action, mode, generatedAt, isActedOn }: Said, now: Date): boolean {
  const isForTrade = (action === 'buy' || action === 'sell') && mode !== 'informational'
  return isForTrade && !isActedOn && isToBeSaidAgain(generatedAt, now)
}

/** What was last recommended on a ticker and window before `now`. */
export async function readNewestSaid(
  db: Db,
  ticker: string,
  window: Window,
  now: Date,
): Promise<Said | undefined> {
  const [row] = await db<Said[]>`
    ${selectSaid(db)}
    where ticker = ${ticker} and trend_window = ${window} and generated_at < ${now}
    order by generated_at desc
    limit 1
  `
  return row
}

/** What each window of a ticker said last before `now`. */
export function readLastSaid(db: Db, ticker: string, now: Date): Promise<Said[]> {
  return db<Said[]>`
    select said.* from unnest(${[...WINDOWS]}::text[]) as wanted (trend_window)
    cross join lateral (
      ${selectSaid(db)}
      where ticker = ${ticker} and r.trend_window = wanted.trend_window and generated_at < ${now}
      order by generated_at desc limit 1) said`
}

function selectSaid(db: Db) {
  return db`
    select trend_window as window, action, mode, confidence, generated_at,
      exists (select from trading_decisions d
        where d.recommendation_id = r.recommendation_id and d.action = 'act') as is_acted_on
    from recommendations r`
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
      max_loss_pct, thesis, thesis_model, rule_version, stories, owners, would_change, risk)
    select recommendation_id, ticker, trend_window, trend_id, generated_at, action, mode, confidence,
      strength, contradiction, direction, suppressions, ineligibilities, checks, portfolio_pct,
      max_loss_pct, thesis, thesis_model, rule_version, stories, owners, would_change, risk
    from jsonb_populate_record(null::recommendations, ${db.json(toRow(recommendation, recommendationId))})
    on conflict (recommendation_id) do update set
      trend_id = excluded.trend_id, action = excluded.action, mode = excluded.mode,
      confidence = excluded.confidence, strength = excluded.strength,
      contradiction = excluded.contradiction, direction = excluded.direction,
      suppressions = excluded.suppressions, ineligibilities = excluded.ineligibilities,
      checks = excluded.checks, portfolio_pct = excluded.portfolio_pct,
      max_loss_pct = excluded.max_loss_pct, thesis = excluded.thesis,
      thesis_model = excluded.thesis_model, rule_version = excluded.rule_version,
      stories = excluded.stories, owners = excluded.owners,
      would_change = excluded.would_change, risk = excluded.risk
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

/**
 * Takes back what an earlier job said at this very moment, unless a decision rests on it. The lake, which may have it
 * already, is told.
 */
export async function dropRecommendation(
  db: Db,
  ticker: string,
  window: Window,
  generatedAt: Date,
): Promise<void> {
  await db`
    with withdrawn as (
      delete from recommendations present
      where recommendation_id = ${recommendationIdOf(ticker, window, generatedAt)}
        and not exists (
          select from trading_decisions where recommendation_id = present.recommendation_id)
      returning *)
    insert into lake_changes (fact, key, withdrawn)
    select 'recommendations', jsonb_build_object('recommendation_id', recommendation_id), to_jsonb(withdrawn)
    from withdrawn`
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
    confidence: judgement.judged.confidence,
    strength: judgement.judged.strength,
    contradiction: judgement.judged.contradiction,
    direction: judgement.judged.direction,
    suppressions: judgement.suppressions,
    ineligibilities: judgement.ineligibilities,
    checks: judgement.checks,
    portfolio_pct: judgement.portfolioPct,
    max_loss_pct: judgement.maxLossPct,
    thesis,
    thesis_model: thesisModel,
    rule_version: judgement.ruleVersion,
    stories: judgement.independent?.stories ?? null,
    owners: judgement.independent?.owners ?? null,
    would_change: judgement.wouldChange,
    risk: judgement.risk,
  }
}
