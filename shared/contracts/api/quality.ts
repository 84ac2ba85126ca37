/** What the API answers about how good readers, trends and publishers are. */

import * as v from 'valibot'
import { Share } from '../primitives.ts'
import { WINDOWS } from '../sets.ts'
import type { ApiRoutes } from './route.ts'
import { Count, Moment, Score, SessionDate, shortList } from './words.ts'

/** Where the truth lies in 95 of 100 cases; null where too few say nothing. */
const SureWithin = v.nullable(v.strictObject({ low: v.number(), high: v.number() }))

const ClassQuality = v.strictObject({ labels: Count, precision: Share, recall: Share, f1: Share })

/** The newest run of a reader over a labelled set. */
export const ReaderRun = v.strictObject({
  model: v.string(),
  version: v.string(),
  promptVersion: v.string(),
  set: v.string(),
  at: Moment,
  lines: Count,
  labels: Count,
  accuracy: Share,
  macroF1: Share,
  perClass: v.strictObject({
    positive: ClassQuality,
    neutral: ClassQuality,
    negative: ClassQuality,
  }),
  /** Of entities of texts where they differ; null where the set has none. */
  differingAccuracy: v.nullable(Share),
  brier: Share,
  /** Expected calibration error. */
  ece: Share,
  textsPerSecond: v.number(),
  tokens: v.nullable(Count),
  /** How sure it was, and how often right. */
  bins: v.array(
    v.strictObject({ from: Share, to: Share, count: Count, confidence: Share, accuracy: Share }),
  ),
})
export type ReaderRun = v.InferOutput<typeof ReaderRun>

const rho = {
  samples: Count,
  days: Count,
  /** Spearman's rank correlation; null where nothing moves. */
  rho: v.nullable(Score),
  interval: SureWithin,
}
const RankCorrelation = v.strictObject(rho)
export type RankCorrelation = v.InferOutput<typeof RankCorrelation>
const NamedCorrelation = v.strictObject({ ...rho, name: v.string() })

const WindowRun = v.strictObject({
  window: v.picklist(WINDOWS),
  runDays: Count,
  tickers: Count,
  next: RankCorrelation,
  overnight: RankCorrelation,
  same: RankCorrelation,
  words: v.strictObject({ next: RankCorrelation, same: RankCorrelation }),
  beyondWords: RankCorrelation,
  byStories: v.array(NamedCorrelation),
  byCatalyst: v.array(NamedCorrelation),
})
export type WindowRun = v.InferOutput<typeof WindowRun>

/** The newest look at what trends knew of the next session. */
export const TrendRun = v.strictObject({
  at: Moment,
  sessions: Count,
  first: v.nullable(SessionDate),
  last: v.nullable(SessionDate),
  samples: Count,
  baseline: v.string(),
  windows: v.array(WindowRun),
})
export type TrendRun = v.InferOutput<typeof TrendRun>

/** How often the next session bore out what was said before it. */
export const BorneOut = v.strictObject({
  /** 0 until a session followed something it said. */
  tried: Count,
  borneOut: Count,
  /** The last session that was counted. */
  through: v.nullable(SessionDate),
  /** Where its share lies in 95 of 100 cases; half are by chance. */
  interval: v.strictObject({ low: Share, high: Share }),
})
export type BorneOut = v.InferOutput<typeof BorneOut>

/** The record of a publisher. */
export const PublisherRecord = v.strictObject({
  domain: v.string(),
  name: v.string(),
  owner: v.string(),
  documents: Count,
  firstSeenAt: Moment,
  credibility: Share,
  ...BorneOut.entries,
})
export type PublisherRecord = v.InferOutput<typeof PublisherRecord>

/** Of the newest readings, how two readers of the same document saw the same company. */
export const ReaderPair = v.strictObject({
  model: v.string(),
  other: v.string(),
  pairs: Count,
  /** One says good, the other bad. */
  opposed: Count,
  /** One takes a side, the other does not. */
  unlike: Count,
})
export type ReaderPair = v.InferOutput<typeof ReaderPair>

/** Of the newest readings of a model, what it said of companies: what counts, and what was held back. */
export const HeldBack = v.strictObject({
  model: v.string(),
  readings: Count,
  kept: Count,
  /** The rules read the other side there. */
  contradictsRules: Count,
  /** No sentence of the text bears it. */
  noSentence: Count,
})
export type HeldBack = v.InferOutput<typeof HeldBack>

const Horizon = v.strictObject({
  /** Sessions from the open after which it was known to the close that is looked at. */
  sessions: Count,
  days: Count,
  companies: Count,
  /** Mean rank correlation of the days; null where none moved. */
  ic: v.nullable(Score),
  interval: SureWithin,
  /** How often chance alone is as far from 0; null where the days are too few to say. */
  chance: v.nullable(Share),
  /** What a dollar, half long and half short by rank, earned a day that was looked at, before costs. */
  spread: v.nullable(v.number()),
})

/** What one score of companies, taken before sessions open, knew of prices. */
export const Edge = v.strictObject({
  kind: v.picklist(['trend', 'signal', 'strategy']),
  name: v.string(),
  horizons: v.array(Horizon),
  /** Of the book, what is bought and sold from one session to the next. */
  turnover: v.nullable(Share),
  /** Dollars that a book may have before its trades are above 1 % of what is traded. */
  capacity: v.nullable(v.number()),
  /** Costs of a traded dollar at which nothing of the next session's spread is left, in basis points. */
  costsBorne: v.nullable(v.number()),
  /** The chance that the best of all that are listed looks as good over the next session, if none knew anything. */
  chanceOfBest: v.nullable(Share),
  /** Over the next session, oldest first. */
  byDay: v.array(v.strictObject({ day: SessionDate, ic: v.nullable(Score) })),
})
export type Edge = v.InferOutput<typeof Edge>

const reads = { service: 'query-api', role: 'viewer' } as const

export const qualityRoutes = {
  'GET /api/quality/readers': {
    ...reads,
    does: 'lists how well each reader read labelled texts',
    answer: v.strictObject({ runs: v.array(ReaderRun) }),
  },
  'GET /api/quality/trends': {
    ...reads,
    does: 'shows what trends knew of the next session',
    answer: v.strictObject({ newest: v.nullable(TrendRun) }),
  },
  'GET /api/quality/publishers': {
    ...reads,
    does: 'lists how often prices bore out what publishers said',
    topic: 'documents',
    query: shortList({}, '-tried'),
    pages: { field: 'domain', param: 'after', whole: true },
    answer: v.array(PublisherRecord),
  },
  'GET /api/quality/edge': {
    ...reads,
    does: 'shows what was known before sessions of what prices did next, and how likely that is luck',
    answer: v.strictObject({
      /** The last session that was counted; null before the first. */
      through: v.nullable(SessionDate),
      edges: v.array(Edge),
    }),
  },
  'GET /api/quality/disagreements': {
    ...reads,
    does: 'lists how often readers of one document disagree',
    topic: 'documents',
    answer: v.strictObject({ pairs: v.array(ReaderPair), held: v.array(HeldBack) }),
  },
} as const satisfies ApiRoutes
