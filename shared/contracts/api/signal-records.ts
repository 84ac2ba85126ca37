/** What stands behind trends, row by row: their history, projections, and hits of events and rivals. */

import * as v from 'valibot'
import { Share, Ticker, TrendWindow, Uuid } from '../primitives.ts'
import { CATALYSTS, DURATIONS, RELATIONSHIPS, TREND_DIRECTIONS } from '../sets.ts'
import { ProjectionRow } from './company-insight.ts'
import { Sign } from './events.ts'
import type { ApiRoutes } from './route.ts'
import { AskedTicker, Count, Detail, Moment, Score, datedList } from './words.ts'

export const TrendHistoryRow = v.strictObject({
  trendId: Uuid,
  ticker: Ticker,
  trendWindow: TrendWindow,
  asOf: Moment,
  direction: v.picklist(TREND_DIRECTIONS),
  strength: Share,
  confidence: Share,
  contradiction: Share,
  sentimentMean: Score,
  signalCount: Count,
  sourceCount: Count,
  /** Only events of the world, or only rivals' news, spoke in it. */
  macroOnly: v.boolean(),
  patternOnly: v.boolean(),
  scoringVersion: v.string(),
})
export type TrendHistoryRow = v.InferOutput<typeof TrendHistoryRow>

export const TrendProjectionRow = v.strictObject({
  trendId: Uuid,
  ticker: Ticker,
  ...ProjectionRow.entries,
})
export type TrendProjectionRow = v.InferOutput<typeof TrendProjectionRow>

export const MacroImpactRow = v.strictObject({
  macroImpactId: Uuid,
  globalEventId: Uuid,
  documentId: Uuid,
  ticker: Ticker,
  occurredAt: Moment,
  /** When the product knew of it. */
  knownAt: Moment,
  score: Share,
  direction: Sign,
  duration: v.picklist(DURATIONS),
  components: Detail,
})
export type MacroImpactRow = v.InferOutput<typeof MacroImpactRow>

export const CompetitiveSignalRow = v.strictObject({
  competitiveSignalId: Uuid,
  documentId: Uuid,
  /** Whose news it was, and whom it reaches. */
  sourceTicker: Ticker,
  targetTicker: Ticker,
  publishedAt: Moment,
  catalyst: v.picklist(CATALYSTS),
  relationshipType: v.picklist(RELATIONSHIPS),
  relationshipStrength: Share,
  direction: Sign,
  strength: Share,
  patternConfidence: Share,
  components: Detail,
})
export type CompetitiveSignalRow = v.InferOutput<typeof CompetitiveSignalRow>

const read = { service: 'query-api', role: 'viewer', topic: 'trends' } as const

export const signalRecordRoutes = {
  'GET /api/trend-history': {
    ...read,
    does: 'lists every trend that was made, beside the newest of each',
    query: datedList({ ticker: AskedTicker, window: v.optional(TrendWindow) }, 'asOf'),
    pages: { field: 'trendId', param: 'after' },
    answer: v.array(TrendHistoryRow),
  },
  'GET /api/trend-projections': {
    ...read,
    does: 'lists where trends were said to go',
    query: datedList(
      { ticker: AskedTicker, horizon: v.optional(v.picklist(['1d', '7d', '30d'])) },
      'asOf',
    ),
    pages: { field: 'trendId', param: 'after' },
    answer: v.array(TrendProjectionRow),
  },
  'GET /api/macro-impacts': {
    ...read,
    does: 'lists how events of the world hit companies',
    query: datedList({ ticker: AskedTicker, event: v.optional(Uuid) }, 'occurredAt'),
    pages: { field: 'macroImpactId', param: 'after' },
    answer: v.array(MacroImpactRow),
  },
  'GET /api/competitive-signals': {
    ...read,
    does: 'lists what news of companies meant for their rivals',
    query: datedList({ ticker: AskedTicker, source: AskedTicker }, 'publishedAt'),
    pages: { field: 'competitiveSignalId', param: 'after' },
    answer: v.array(CompetitiveSignalRow),
  },
} as const satisfies ApiRoutes
