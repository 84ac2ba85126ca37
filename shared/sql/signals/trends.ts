/** Tables `trend_windows`, `trend_history` and `trend_evidence`. */

import { signalSetOf, type PastTrend } from '../../domain/signal/change.ts'
import type { StoredLayers } from '../../domain/signal/layers.ts'
import type { Trend } from '../../domain/signal/trend.ts'
import { WINDOWS } from '../../contracts/sets.ts'
import type { Window } from '../../domain/signal/window.ts'
import { deriveId, sha256 } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'

/** The trend of one ticker and window at one business moment. */
export function trendIdOf(ticker: string, window: Window, asOf: Date): string {
  return deriveId('trend', ticker, window, asOf.toISOString())
}

/** Holds every other transaction that sums up or judges this ticker until this one ends. */
export async function lockTicker(db: Tx, ticker: string): Promise<void> {
  await db`select pg_advisory_xact_lock(hashtext(${`trend:${ticker}`}))`
}

/** What a trend was made of, in one word: two trends of the same signals have the same. */
export function signalDigestOf(trend: Pick<Trend, 'ids'>): string {
  return sha256(signalSetOf(trend))
}

/** A recorded trend: what news is told by, and what its successors go on from. */
type RecordedBefore = PastTrend & {
  sentimentMean: number
  /** Of a day's trend alone. */
  impactIds: string[] | null
}

export type PastTrends = {
  /** The newest of each window before the moment. */
  before: Map<Window, RecordedBefore>
  /** Those already computed at the moment itself. */
  same: Map<Window, RecordedBefore>
}

/** What was last recorded of a ticker, before `asOf` and at `asOf`. */
export async function readPastTrends(db: Db, ticker: string, asOf: Date): Promise<PastTrends> {
  const rows = await db<(RecordedBefore & { window: Window; isSame: boolean })[]>`
    select past.trend_window as window, past.as_of = ${asOf} as is_same,
           past.direction, past.strength, past.confidence, past.signal_digest,
           past.scoring_version, past.facts->'vouched'->'seasoned' as seasoned, past.sentiment_mean, case past.trend_window when '1d' then past.impact_ids end as impact_ids
    from unnest(${[...WINDOWS]}::text[]) as wanted(trend_window)
    cross join lateral (
      (select * from trend_history
       where ticker = ${ticker} and trend_window = wanted.trend_window and as_of < ${asOf}
       order by as_of desc limit 1)
      union all
      select * from trend_history
      where ticker = ${ticker} and trend_window = wanted.trend_window and as_of = ${asOf}
    ) past
  `
  const mapOf = (same: boolean) =>
    new Map(rows.filter(({ isSame }) => isSame === same).map((row) => [row.window, row]))
  return { before: mapOf(false), same: mapOf(true) }
}

/** The rules and weights that trends were made by. */
export type MadeBy = { scoringVersion: string; layers: StoredLayers }

/**
 * Stores trends of one moment with their evidence, and makes each the current one of its window
 * unless a later one stands there.
 *
 * At one moment the last computed stands, but one that a decision already rests on never changes.
 * Returns the windows that were stored.
 */
export async function saveTrends(
  db: Db,
  trends: readonly Trend[],
  { scoringVersion, layers }: MadeBy,
): Promise<Window[]> {
  if (trends.length === 0) return []
  const rows = trends.map((trend) => ({
    ...toHistoryRow(trend),
    scoring_version: scoringVersion,
    layers,
  }))
  const stored = await db<{ trendId: string; trendWindow: Window }[]>`
    insert into trend_history as history (
      trend_id, ticker, trend_window, as_of, direction, strength, confidence, contradiction,
      sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids, macro_ids,
      competitive_ids, macro_only, pattern_only, facts, signal_digest, layers,
      disagreements, company_signals)
    select trend_id, ticker, trend_window, as_of, direction, strength, confidence, contradiction,
      sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids, macro_ids,
      competitive_ids, macro_only, pattern_only, facts, signal_digest, layers, disagreements,
      cardinality(impact_ids)
    from jsonb_populate_recordset(null::trend_history, ${db.json(rows)})
    on conflict (trend_id) do update set
      direction = excluded.direction, strength = excluded.strength, confidence = excluded.confidence,
      contradiction = excluded.contradiction, sentiment_mean = excluded.sentiment_mean,
      signal_count = excluded.signal_count, source_count = excluded.source_count,
      market = excluded.market, scoring_version = excluded.scoring_version,
      impact_ids = excluded.impact_ids, macro_ids = excluded.macro_ids,
      competitive_ids = excluded.competitive_ids, macro_only = excluded.macro_only,
      pattern_only = excluded.pattern_only, facts = excluded.facts,
      signal_digest = excluded.signal_digest, layers = excluded.layers,
      disagreements = excluded.disagreements, company_signals = excluded.company_signals
    where not exists (
      select from recommendations join trading_decisions using (recommendation_id)
      where recommendations.trend_id = history.trend_id)
    returning trend_id, trend_window
  `
  const trendIds = stored.map(({ trendId }) => trendId)
  await Promise.all([makeCurrent(db, trendIds), saveEvidence(db, trends, trendIds)])
  return stored.map(({ trendWindow }) => trendWindow)
}

async function makeCurrent(db: Db, trendIds: string[]): Promise<void> {
  await db`
    insert into trend_windows as present (
      ticker, trend_window, trend_id, as_of, direction, strength, confidence, contradiction,
      sentiment_mean, signal_count, source_count)
    select ticker, trend_window, trend_id, as_of, direction, strength, confidence, contradiction,
      sentiment_mean, signal_count, source_count
    from trend_history where trend_id = any(${trendIds}::uuid[])
    on conflict (ticker, trend_window) do update set
      trend_id = excluded.trend_id, as_of = excluded.as_of, direction = excluded.direction,
      strength = excluded.strength, confidence = excluded.confidence,
      contradiction = excluded.contradiction, sentiment_mean = excluded.sentiment_mean,
      signal_count = excluded.signal_count, source_count = excluded.source_count
    where present.as_of <= excluded.as_of
  `
}

/** Replaces the evidence of the given trends. */
async function saveEvidence(db: Db, trends: readonly Trend[], trendIds: string[]): Promise<void> {
  const rows = trends
    .filter(({ ticker, window, asOf }) => trendIds.includes(trendIdOf(ticker, window, asOf)))
    .flatMap(toEvidenceRows)
  await db`delete from trend_evidence where trend_id = any(${trendIds}::uuid[])`
  await db`
    insert into trend_evidence (
      trend_id, side, place, impact_id, document_id, layer, rank_score, weight, impact, recency,
      credibility, gate, novelty, market_context, voice)
    select trend_id, side, place, impact_id, document_id, layer, rank_score, weight, impact, recency,
      credibility, gate, novelty, market_context, voice
    from jsonb_populate_recordset(null::trend_evidence, ${db.json(rows)})
  `
}

function toHistoryRow(trend: Trend) {
  const { ticker, window, asOf, data } = trend
  return {
    trend_id: trendIdOf(ticker, window, asOf),
    ticker,
    trend_window: window,
    as_of: asOf.toISOString(),
    direction: trend.direction,
    strength: trend.strength,
    confidence: trend.confidence,
    contradiction: trend.contradiction,
    sentiment_mean: trend.sentimentMean,
    signal_count: trend.signalCount,
    source_count: trend.sourceCount,
    market: trend.market,
    impact_ids: trend.ids.company,
    macro_ids: trend.ids.macro,
    competitive_ids: trend.ids.competitive,
    macro_only: trend.macroOnly,
    pattern_only: trend.patternOnly,
    signal_digest: signalDigestOf(trend),
    disagreements: trend.disagreements,
    facts: { ...data, newestPublishedAt: data.newestPublishedAt?.toISOString() ?? null },
  }
}

function toEvidenceRows({ ticker, window, asOf, evidence }: Trend) {
  const trend_id = trendIdOf(ticker, window, asOf)
  return evidence.map((each) => ({
    trend_id,
    side: each.side,
    place: each.place,
    impact_id: each.signal.impactId,
    document_id: each.signal.documentId,
    layer: each.signal.layer,
    rank_score: each.rankScore,
    weight: each.weight,
    impact: each.impact,
    recency: each.recency,
    credibility: each.credibility,
    gate: each.gate,
    novelty: each.novelty,
    market_context: each.marketContext,
    voice: each.voice,
  }))
}
