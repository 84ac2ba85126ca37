/** What the API answers about replays: whether a day's decisions come out again as they were recorded. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'
import type { ApiRoutes } from './route.ts'
import { Code, Count, longList, Moment, SessionDate, Sha256 } from './words.ts'

/** How far down a decision was replayed: to what it was judged on, the recommendation, its trend, the readings. */
export const PARITY_DEPTHS = ['none', 'decision', 'recommendation', 'trend', 'reading'] as const
export type ParityDepth = (typeof PARITY_DEPTHS)[number]

/** Where a difference was found, or what could not be replayed, and why. */
export const ParityFinding = v.strictObject({
  decisionId: Uuid,
  ticker: Ticker,
  /** The part: decision, recommendation, trend, reading, settings … */
  part: Code,
  field: v.string(),
  recorded: v.string(),
  replayed: v.string(),
  /** A word of docs/CODES.md. */
  cause: Code,
})
export type ParityFinding = v.InferOutput<typeof ParityFinding>

const counted = {
  day: SessionDate,
  build: v.string(),
  /** Decisions recorded that day, and how many came out the same, another way, or not again at all. */
  decisions: Count,
  equal: Count,
  different: Count,
  notReplayed: Count,
  /**
   * Recommendations of the day's session that may be traded and that no decision stands on, and those of them of
   * which it is known that trading was held back then. Absent where nobody looked.
   */
  missing: v.optional(v.strictObject({ all: Count, explained: Count })),
  /** Stops at the broker that were asked back that day, and those judged again to the same. Absent where nobody looked. */
  takenBack: v.optional(v.strictObject({ all: Count, equal: Count })),
  /** Decisions to act among those judged again, as recorded and as replayed. */
  orders: v.strictObject({ recorded: Count, replayed: Count }),
  /** Over the decisions judged again, in their order. */
  recordedSha256: Sha256,
  replayedSha256: Sha256,
  /** Over the orders among them: the same in two replays. */
  ordersSha256: Sha256,
  /** Of limits, settings and versions of rules in force when it was replayed. */
  settingsSha256: Sha256,
  /** Decisions by how far down they were replayed. */
  depths: v.record(v.picklist(PARITY_DEPTHS), Count),
}

/** What is signed. Two replays of one day by one build say the same to the byte. */
export const ParityBody = v.strictObject({
  ...counted,
  /** Differences; those beyond the most that are listed are counted. */
  differences: v.array(ParityFinding),
  /** What could not be replayed. */
  gaps: v.array(ParityFinding),
  /** What changed since, and changes nothing of the day: it was kept by value. */
  changedSince: v.array(ParityFinding),
  left: Count,
})
export type ParityBody = v.InferOutput<typeof ParityBody>

/** The body without its findings, which are counted: what a list tells. Signed by itself. */
export const ParitySummary = v.strictObject({
  ...counted,
  /** Those that are listed, and how many more there were. */
  found: v.strictObject({ differences: Count, gaps: Count, changedSince: Count, left: Count }),
})
export type ParitySummary = v.InferOutput<typeof ParitySummary>

const certificate = {
  certificateId: Uuid,
  day: SessionDate,
  build: v.string(),
  madeAt: Moment,
}

/** A certificate in the list; `isGenuine` is of what is told here. */
export const ParityRow = v.strictObject({
  ...certificate,
  summary: ParitySummary,
  isGenuine: v.boolean(),
})
export type ParityRow = v.InferOutput<typeof ParityRow>

export const ParityCertificate = v.strictObject({
  ...certificate,
  body: ParityBody,
  /** HMAC-SHA256 over the body and `madeAt`, and the key that made it. */
  signature: Sha256,
  keyId: v.string(),
  /** Whether the signature is of this body, by the key this service holds. */
  isGenuine: v.boolean(),
})
export type ParityCertificate = v.InferOutput<typeof ParityCertificate>

export const parityRoutes = {
  'GET /api/parity': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists the certificates of days that were replayed',
    query: longList({}, 'day'),
    pages: { field: 'certificateId', param: 'after' },
    answer: v.array(ParityRow),
  },
  'GET /api/parity/:id': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows the newest certificate of one day, or an earlier one of it, with what was found',
    names: 'certificate',
    id: SessionDate,
    query: v.strictObject({ certificate: v.optional(Uuid) }),
    answer: ParityCertificate,
  },
  'POST /api/parity/:id': {
    service: 'query-api',
    role: 'operator',
    does: 'replays the decisions of a day and signs what came of it',
    names: 'day',
    id: SessionDate,
    body: v.strictObject({}),
    answer: ParityCertificate,
  },
} as const satisfies ApiRoutes
