/** What the symbol registry takes and answers of trials: what would be stored of a source. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'
import { TRIAL_TYPES } from '../sets.ts'
import { HttpUrl, wanted } from '../sources/settings.ts'
import type { ApiRoutes } from './route.ts'
import { Detail, Moment } from './words.ts'

/** In base 64: a body holds no more. */
const FILE_TEXT_MAX = 900_000

const GivenFile = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  base64: v.pipe(
    v.string(),
    v.maxLength(FILE_TEXT_MAX, `expected at most ${FILE_TEXT_MAX} characters of base 64`),
    v.base64(wanted('a file in base 64')),
  ),
})

/** An address of a feed or a page, or a file of any type. */
const TrialBody = v.pipe(
  v.strictObject({
    type: v.picklist(TRIAL_TYPES),
    url: v.optional(HttpUrl),
    file: v.optional(GivenFile),
    /** Business time of the fetch; absent: now. */
    now: v.optional(
      v.pipe(
        v.string(),
        v.isoTimestamp(wanted('a time such as 2026-03-02T15:00:00Z')),
        v.transform((text) => new Date(text)),
      ),
    ),
    ticker: v.optional(Ticker),
    cik: v.optional(v.pipe(v.string(), v.regex(/^\d{1,10}$/, wanted('up to ten digits')))),
  }),
  v.check(
    ({ url, file }) => (url === undefined) !== (file === undefined),
    'expected a url or a file',
  ),
  v.check(
    ({ type, url }) => url === undefined || type === 'feed' || type === 'page',
    'expected the address of a feed or a page; of other types a file is tried',
  ),
)
export type TrialBody = v.InferOutput<typeof TrialBody>

const TrialRow = v.strictObject({
  trialId: Uuid,
  type: v.picklist(TRIAL_TYPES),
  /** The address or the file's name. */
  of: v.string(),
  state: v.picklist(['waiting', 'done', 'failed']),
  askedAt: Moment,
  endedAt: v.nullable(Moment),
  /** As `stonks source try` prints them; the last says how it went. */
  lines: v.array(Detail),
  /** Lines beyond what is kept. */
  linesLeftOut: v.number(),
})
export type TrialRow = v.InferOutput<typeof TrialRow>

const tries = { service: 'symbol-registry', role: 'operator' } as const

export const sourceTrialRoutes = {
  'POST /registry/source-trials': {
    ...tries,
    does: 'tries a source, and stores nothing of it',
    body: TrialBody,
    made: 202,
    answer: TrialRow,
  },
  'GET /registry/source-trials/:id': {
    ...tries,
    names: 'trial',
    does: 'shows what would be stored of a source that was tried',
    answer: TrialRow,
  },
} as const satisfies ApiRoutes
