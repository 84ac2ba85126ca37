/** What the API answers about signals: trends, and the recommendations made of them. */

import * as v from 'valibot'
import { Share, Ticker, Uuid, TrendWindow } from '../primitives.ts'
import {
  CATALYSTS,
  EVIDENCE_SIDES,
  INELIGIBILITIES,
  RECOMMENDATION_ACTIONS,
  RECOMMENDATION_MODES,
  RECOMMENDATION_RISKS,
  SUPPRESSIONS,
  TREND_DIRECTIONS,
} from '../sets.ts'
import { DISAGREEMENTS_MAX, DisagreementRow } from './disagreements.ts'
import { LayersSet } from './layers.ts'
import type { ApiRoutes } from './route.ts'
import { recommendationNarrows, recommendationTotals } from './totals.ts'
import { DecisionRow } from './trading.ts'
import {
  AskedTicker,
  CheckRow,
  Count,
  RowLimit,
  Moment,
  Score,
  datedList,
  shortList,
} from './words.ts'

const RecommendationAction = v.picklist(RECOMMENDATION_ACTIONS)
const RecommendationMode = v.picklist(RECOMMENDATION_MODES)
const TrendDirectionWord = v.picklist(TREND_DIRECTIONS)

export const TrendRow = v.strictObject({
  trendId: Uuid,
  ticker: Ticker,
  trendWindow: TrendWindow,
  asOf: Moment,
  direction: TrendDirectionWord,
  strength: Share,
  confidence: Share,
  contradiction: Share,
  sentimentMean: Score,
  signalCount: Count,
  sourceCount: Count,
  /** Sentiment of the reading before this one; null for the first. */
  previousSentiment: v.nullable(Score),
  /** Sentiment now less sentiment before; null for the first. */
  moved: v.nullable(v.number()),
})
export type TrendRow = v.InferOutput<typeof TrendRow>

export const RecommendationRow = v.strictObject({
  recommendationId: Uuid,
  ticker: Ticker,
  trendWindow: TrendWindow,
  generatedAt: Moment,
  action: RecommendationAction,
  mode: RecommendationMode,
  confidence: Share,
  strength: Share,
  contradiction: Share,
  direction: TrendDirectionWord,
  suppressions: v.array(v.picklist(SUPPRESSIONS)),
  ineligibilities: v.array(v.picklist(INELIGIBILITIES)),
  portfolioPct: Share,
  maxLossPct: Share,
  thesis: v.string(),
  /** Stories that speak for it, told by owners with a record, copies once; null where none were counted. */
  independent: v.nullable(v.strictObject({ stories: Count, owners: Count })),
  /** What would make it another one, in sentences; the likeliest first. */
  wouldChange: v.array(v.string()),
  /** Null where an earlier release made it. */
  risk: v.nullable(v.picklist(RECOMMENDATION_RISKS)),
  /** The newest of the same ticker and window that was made since; null of the one that stands. */
  supersededBy: v.nullable(
    v.strictObject({ recommendationId: Uuid, action: RecommendationAction, confidence: Share }),
  ),
})
export type RecommendationRow = v.InferOutput<typeof RecommendationRow>

/** A recommendation with the trend it was made of. */
export const Brief = v.strictObject({
  ...RecommendationRow.entries,
  trendId: Uuid,
  thesisModel: v.string(),
  checks: v.array(CheckRow),
  sentimentMean: Score,
  signalCount: Count,
  sourceCount: Count,
  scoringVersion: v.string(),
  ruleVersion: v.string(),
  asOf: Moment,
  macroOnly: v.boolean(),
  patternOnly: v.boolean(),
})
export type Brief = v.InferOutput<typeof Brief>

export const EvidenceRow = v.strictObject({
  side: v.picklist(EVIDENCE_SIDES),
  place: Count,
  rankScore: v.number(),
  documentId: Uuid,
  title: v.string(),
  publisher: v.string(),
  publishedAt: Moment,
  sentimentScore: v.nullable(Score),
  impactScore: v.nullable(Share),
  catalyst: v.nullable(v.picklist(CATALYSTS)),
  weight: v.nullable(v.number()),
  quote: v.nullable(v.string()),
  /** Null where it was stored without its layer. */
  layer: v.nullable(v.picklist(['company', 'macro', 'competitive'])),
  /** The event of the world it is of, where it is of one. */
  globalEventId: v.nullable(Uuid),
  /** Documents of one story are one voice. */
  storyId: v.nullable(Uuid),
  /** Who stands behind the publisher, and whether that one had a record when the document came. */
  owner: v.nullable(v.string()),
  ownerRecord: v.nullable(v.picklist(['known', 'earned', 'none'])),
})
export type EvidenceRow = v.InferOutput<typeof EvidenceRow>

/** Of the same ticker and window, on either side of it. */
export const NEIGHBOURS_MAX = 5

/** A recommendation, its evidence on both sides, and what the engine made of it. */
export const BriefPage = v.strictObject({
  brief: Brief,
  evidence: v.array(EvidenceRow),
  /** The weightiest first. */
  disagreements: v.pipe(v.array(DisagreementRow), v.maxLength(DISAGREEMENTS_MAX)),
  decisions: v.array(DecisionRow),
  /** Those before it, the newest first, and those after it, the oldest first. */
  earlier: v.pipe(v.array(RecommendationRow), v.maxLength(NEIGHBOURS_MAX)),
  later: v.pipe(v.array(RecommendationRow), v.maxLength(NEIGHBOURS_MAX)),
})
export type BriefPage = v.InferOutput<typeof BriefPage>

export const signalRoutes = {
  ...recommendationTotals,
  'GET /api/layers': {
    service: 'query-api',
    role: 'viewer',
    topic: 'trends',
    does: 'shows which layers of signals speak in trends, how loud, and who set them so',
    answer: LayersSet,
  },
  'GET /api/trends': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists trends',
    query: shortList(
      {
        ticker: AskedTicker,
        window: v.optional(TrendWindow),
        limit: RowLimit,
      },
      '-moved',
    ),
    pages: { field: 'trendId', param: 'after', whole: true },
    answer: v.array(TrendRow),
    topic: 'trends',
  },
  'GET /api/recommendations': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists recommendations',
    query: datedList(recommendationNarrows, 'generatedAt'),
    pages: { field: 'recommendationId', param: 'after' },
    answer: v.array(RecommendationRow),
    topic: 'recommendations',
  },
  'GET /api/recommendations/:id': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows a recommendation and what it rests on',
    names: 'recommendation',
    answer: BriefPage,
    topic: 'recommendations',
  },
} as const satisfies ApiRoutes
