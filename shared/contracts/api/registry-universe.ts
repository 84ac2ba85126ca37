/** What the symbol registry takes and answers of companies as a file: out as CSV, and in again. */

import * as v from 'valibot'
import { Ticker } from '../primitives.ts'
import { wanted } from '../sources/settings.ts'
import { changes, reads } from './registry-service.ts'
import type { ApiRoutes } from './route.ts'
import { Count, Flag, shortList } from './words.ts'

/** A company as a row of the file that `stonks seed` and the import take. */
const UniverseRow = v.strictObject({
  ticker: Ticker,
  name: v.string(),
  sector: v.string(),
  /** Between bars. */
  aliases: v.string(),
  cik: v.string(),
})

/** A file of this many bytes fits into a body. */
const FILE_BYTES_MAX = 750_000

const File = v.pipe(
  v.string(),
  v.base64(wanted('a file in base64')),
  v.maxBytes(
    Math.ceil(FILE_BYTES_MAX / 3) * 4,
    `expected at most ${FILE_BYTES_MAX} bytes, found more`,
  ),
)

/** What an import does, or would do; with any fault nothing is stored. */
export const UniverseReport = v.strictObject({
  isStored: v.boolean(),
  charset: v.string(),
  rows: Count,
  added: v.array(v.string()),
  changed: v.array(
    v.strictObject({ ticker: v.string(), field: v.string(), from: v.string(), to: v.string() }),
  ),
  same: Count,
  /** What was guessed or passed over. */
  notes: v.array(v.string()),
  /** What is wrong, each by its line in the file and its column. */
  faults: v.array(v.string()),
})
export type UniverseReport = v.InferOutput<typeof UniverseReport>

export const universeFileRoutes = {
  'GET /registry/universe': {
    ...reads,
    does: 'lists companies as the import takes them',
    query: shortList({ active: v.optional(Flag) }, 'ticker'),
    pages: { field: 'ticker', param: 'after', whole: true },
    answer: v.array(UniverseRow),
  },
  'POST /registry/universe': {
    ...changes,
    does: 'takes in companies from a file, or says what that would change',
    body: v.strictObject({
      file: File,
      /** False: only says what it would change. */
      store: v.boolean(),
    }),
    answer: UniverseReport,
  },
} as const satisfies ApiRoutes
