/** What the symbol registry takes and answers of exposure profiles: what of the world a company hangs on. */

import * as v from 'valibot'
import { Share, Ticker, Uuid } from '../primitives.ts'
import { MARKET_POSITIONS } from '../sets.ts'
import { wanted } from '../sources/settings.ts'
import { company } from './registry-companies.ts'
import { changes, reads } from './registry-service.ts'
import { Line, RowVersion } from './registry-words.ts'
import type { ApiRoutes } from './route.ts'
import { Moment, shortList } from './words.ts'

/** A region, a commodity, a product: one word or a few, as events of the world name them. */
const Word = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, wanted('1 to 60 characters')),
  v.maxLength(60, wanted('1 to 60 characters')),
)
const Words = v.pipe(v.array(Word), v.maxLength(100, 'expected at most 100 words'))

const SHARES_SUM_MAX = 1.000_001

/** A region and its share of the revenue; what is left over comes from elsewhere. */
const Regions = v.pipe(
  v.record(Word, Share),
  v.check(
    (regions) => Object.values(regions).reduce((sum, share) => sum + share, 0) <= SHARES_SUM_MAX,
    ({ input }) =>
      `expected shares that sum to at most 1, found ${Object.values(input)
        .reduce((sum, share) => sum + share, 0)
        .toFixed(4)}`,
  ),
)

const profile = {
  marketPosition: v.picklist(MARKET_POSITIONS),
  revenueRegions: Regions,
  supplyRegions: Words,
  keyInputs: Words,
  produces: Words,
}

export const ExposureProfile = v.strictObject({
  companyId: Uuid,
  ticker: Ticker,
  ...profile,
  version: RowVersion,
  isCurrent: v.boolean(),
  /** The company has had no profile since then. */
  isWithdrawn: v.boolean(),
  changedBy: v.string(),
  changedAt: Moment,
  reason: v.string(),
})
export type ExposureProfile = v.InferOutput<typeof ExposureProfile>

/** The version it was made on; null where the company had none. Left out, it is made on whatever there is. */
const MadeOn = { version: v.optional(v.nullable(RowVersion)), reason: v.optional(Line, '') }

export const ExposureBody = v.strictObject({ ...MadeOn, ...profile })
export type ExposureBody = v.InferOutput<typeof ExposureBody>

export const exposureRoutes = {
  'GET /registry/exposures': {
    ...reads,
    does: 'lists current exposure profiles',
    query: shortList({ position: v.optional(v.picklist(MARKET_POSITIONS)) }, 'ticker'),
    pages: { field: 'ticker', param: 'after', whole: true },
    answer: v.array(ExposureProfile),
  },
  'GET /registry/companies/:id/exposures': {
    ...reads,
    ...company,
    does: 'lists every version of an exposure profile',
    query: shortList({}, '-version'),
    pages: { field: 'version', param: 'after', whole: true },
    answer: v.array(ExposureProfile),
  },
  'PUT /registry/companies/:id/exposures': {
    ...changes,
    ...company,
    does: 'makes a new version of an exposure profile',
    body: ExposureBody,
    answer: ExposureProfile,
  },
  'DELETE /registry/companies/:id/exposures': {
    ...changes,
    ...company,
    does: 'withdraws an exposure profile; its versions stay',
    body: v.strictObject(MadeOn),
    answer: ExposureProfile,
  },
} as const satisfies ApiRoutes
