/** What the API answers about one company as a whole: what happened on its prices, and what moves it. */

import * as v from 'valibot'
import { Share, Ticker, TrendWindow, Uuid } from '../primitives.ts'
import {
  CATALYSTS,
  DOCUMENT_STATUSES,
  ORDER_SIDES,
  ORDER_STATES,
  RECOMMENDATION_ACTIONS,
  RECOMMENDATION_MODES,
  SEVERITIES,
  TREND_DIRECTIONS,
} from '../sets.ts'
import { Sign } from './events.ts'
import type { ApiRoutes } from './route.ts'
import { Count, DecimalText, Detail, Format, Moment, Score, SessionDate } from './words.ts'

export const MARK_RANGES = ['1m', '3m', '1y'] as const

/** The session it counts for: what comes after four in the afternoon in New York counts for the next day. */
const day = SessionDate
const Direction = v.picklist(TREND_DIRECTIONS)

/** The most of one kind in one answer; of more, the newest. */
export const MARKS_MAX = 300

const TrendMark = v.strictObject({
  trendId: Uuid,
  day,
  asOf: Moment,
  direction: Direction,
  sentimentMean: Score,
  strength: Share,
  confidence: Share,
})

const DocumentMark = v.strictObject({
  documentId: Uuid,
  day,
  publishedAt: Moment,
  title: v.string(),
  publisher: v.string(),
  status: v.picklist(DOCUMENT_STATUSES),
  /** Null where nothing was read of it for this company. */
  sentimentScore: v.nullable(Score),
  impactScore: v.nullable(Share),
  catalyst: v.nullable(v.picklist(CATALYSTS)),
})

const EventMark = v.strictObject({
  globalEventId: Uuid,
  day,
  occurredAt: Moment,
  title: v.string(),
  severity: v.picklist(SEVERITIES),
  score: Share,
  direction: Sign,
})

const OrderMark = v.strictObject({
  orderId: Uuid,
  day,
  /** When it was filled last, or meant where nothing was. */
  at: Moment,
  side: v.picklist(ORDER_SIDES),
  state: v.picklist(ORDER_STATES),
  quantity: DecimalText,
  /** What was filled at which mean price; null where nothing was. */
  filledQuantity: DecimalText,
  filledPriceAvg: v.nullable(DecimalText),
})

const AdviceMark = v.strictObject({
  recommendationId: Uuid,
  day,
  generatedAt: Moment,
  action: v.picklist(RECOMMENDATION_ACTIONS),
  mode: v.picklist(RECOMMENDATION_MODES),
  confidence: Share,
})

export const CompanyMarks = v.strictObject({
  since: Moment,
  until: Moment,
  /** The last of each day in the window asked for, oldest first. */
  trend: v.array(TrendMark),
  documents: v.pipe(v.array(DocumentMark), v.maxLength(MARKS_MAX)),
  events: v.pipe(v.array(EventMark), v.maxLength(MARKS_MAX)),
  orders: v.pipe(v.array(OrderMark), v.maxLength(MARKS_MAX)),
  /** To buy or to sell. */
  advice: v.pipe(v.array(AdviceMark), v.maxLength(MARKS_MAX)),
})
export type CompanyMarks = v.InferOutput<typeof CompanyMarks>

/** What one layer brings into a trend. */
const LayerShare = v.strictObject({
  layer: v.picklist(['company', 'macro', 'competitive']),
  signals: Count,
  /** Weight times impact, by what the signals say; their sum is the layer's mass. */
  positive: v.number(),
  negative: v.number(),
  neutral: v.number(),
  /** Of the mass of all layers together. */
  share: Share,
})
export type LayerShare = v.InferOutput<typeof LayerShare>

const WindowLayers = v.strictObject({
  trendId: Uuid,
  trendWindow: TrendWindow,
  asOf: Moment,
  direction: Direction,
  sentimentMean: Score,
  /** Null where it was summed up by rules that this release does not know. */
  layers: v.nullable(v.array(LayerShare)),
})

export const ProjectionRow = v.strictObject({
  horizon: v.picklist(['1d', '7d', '30d']),
  asOf: Moment,
  direction: Direction,
  strength: Share,
  confidence: Share,
  lowConfidence: v.boolean(),
  macroContributionPct: v.number(),
  divergesFromCurrent: v.boolean(),
  components: Detail,
})
export type ProjectionRow = v.InferOutput<typeof ProjectionRow>

const MacroRow = v.strictObject({
  ...EventMark.entries,
  macroImpactId: Uuid,
  components: Detail,
})

const RivalSignal = v.strictObject({
  competitiveSignalId: Uuid,
  sourceTicker: Ticker,
  targetTicker: Ticker,
  documentId: v.nullable(Uuid),
  title: v.nullable(v.string()),
  catalyst: v.string(),
  direction: Sign,
  strength: Share,
  patternConfidence: Share,
  createdAt: Moment,
})

export const LAYER_ROWS_MAX = 20

export const CompanyLayers = v.strictObject({
  windows: v.array(WindowLayers),
  /** The newest of each horizon, the nearest first. */
  projections: v.array(ProjectionRow),
  /** Events of the world that move it, the newest first. */
  macro: v.pipe(v.array(MacroRow), v.maxLength(LAYER_ROWS_MAX)),
  /** What happens to rivals and reaches it, and what happens to it and reaches them; newest first. */
  competitive: v.pipe(v.array(RivalSignal), v.maxLength(LAYER_ROWS_MAX)),
})
export type CompanyLayers = v.InferOutput<typeof CompanyLayers>

const ofCompany = { service: 'query-api', role: 'viewer', names: 'company', id: Ticker } as const

export const insightRoutes = {
  'GET /api/companies/:id/marks': {
    ...ofCompany,
    does: 'shows what happened to a company on its prices',
    query: v.strictObject({
      range: v.optional(v.picklist(MARK_RANGES), '3m'),
      window: v.optional(TrendWindow, '7d'),
      format: Format,
    }),
    answer: CompanyMarks,
    topic: 'documents',
  },
  'GET /api/companies/:id/layers': {
    ...ofCompany,
    does: 'shows what each layer brings into the trends of a company',
    answer: CompanyLayers,
    topic: 'trends',
  },
} as const satisfies ApiRoutes
