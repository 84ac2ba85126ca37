/** Sales that a stop or a target called for, by the recorded minutes, and that nobody decided on. */

import type { ParityFinding } from '../../contracts/api/parity.ts'
import { heldOver, type HoldWord } from '../../domain/trading/holds-over.ts'
import { MINUTE_MS, SECOND_MS } from '../../domain/spans.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db } from '../../sql/open.ts'
import { readUnsold, type Unsold } from '../../sql/provenance/unsold.ts'
import { findingOf } from './compare.ts'

/** A look comes every minute at least, and a print that is doubted waits one look. */
const LOOKED_MS = 15 * MINUTE_MS
/** Of more the cause is not looked for: they are counted. */
const LOOKED_AT_MAX = 1_000
/** What only holds purchases back keeps no sale from leaving. */
const ENTRIES_ALONE = [
  'paused',
  'reducing',
  'trading_disabled',
  'runaway',
  'pipeline_off',
  'build_mismatch',
  'limits_unreadable',
  'settings_unreadable',
]

/** Of [from, until) of one session, with what is known to have kept each from being sold. */
export async function findUnsold(
  db: Db,
  { from, until, words }: { from: Date; until: Date; words: readonly HoldWord[] },
): Promise<{ counts: { all: number; explained: number }; findings: ParityFinding[] }> {
  const lookSeconds = LOOKED_MS / SECOND_MS
  const rows = await readUnsold(db, { from, until, lookSeconds, most: LOOKED_AT_MAX })
  const findings = rows.map((row) => findingOfUnsold(row, whyUnsold(row, words)))
  const explained = findings.filter(({ recorded }) => recorded !== '').length
  return { counts: { all: rows[0]?.total ?? 0, explained }, findings }
}

function whyUnsold({ at, waited, wasUp }: Unsold, words: readonly HoldWord[]): string {
  const until = new Date(+at + LOOKED_MS)
  const held = heldOver(words, { from: at, until }).filter((code) => !ENTRIES_ALONE.includes(code))
  if (held.length > 0) return `trading was held back: ${held.join(', ')}`
  if (waited !== null) return `the sale was wanted, and waited: ${waited}`
  return wasUp ? '' : 'no books were kept then: the engine was not up, or its account not readable'
}

function findingOfUnsold({ ticker, entered, code, level, at }: Unsold, recorded: string) {
  const decisionId = deriveId('exit', ticker, entered ?? '', code, at.toISOString())
  const replayed = `a sale by ${code}: minutes from ${at.toISOString()} on lie beyond ${level}`
  const found = { part: 'exit', field: code, recorded, replayed, cause: 'decision_missing' }
  return findingOf({ decisionId, ticker }, found)
}
