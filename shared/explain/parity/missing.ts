/** Decisions of a day that should be there and are not: on recommendations that should have been decided on and were not, or whose decision is gone. */

import type { ParityBody, ParityFinding } from '../../contracts/api/parity.ts'
import { newYorkInstant, sessionOf, shiftDate } from '../../domain/market/calendar.ts'
import { MINUTE_MS } from '../../domain/spans.ts'
import { heldOver, type HoldWord } from '../../domain/trading/holds-over.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db } from '../../sql/open.ts'
import {
  readEngineSet,
  readHoldWords,
  readUndecided,
  type Undecided,
} from '../../sql/provenance/undecided.ts'
import { readUndecidedTraces } from '../../sql/provenance/undecided-traces.ts'
import { findingOf } from './compare.ts'
import { findUnsold } from './unsold.ts'

/** Of more the cause is not looked for: they are counted. */
const LOOKED_AT_MAX = 1_000
/** A round comes every minute: what is older was met by some. */
const MET_MS = 15 * MINUTE_MS

export type MissingDecisions = {
  counts: NonNullable<ParityBody['missing']>
  findings: ParityFinding[]
}

/**
 * Of those made within the day's session, of a mode that may be traded. None is missed of before `keptFrom`, whose
 * decision may have been pruned, nor of the last minutes before `asOf`.
 */
export async function findMissing(
  db: Db,
  day: string,
  { keptFrom, asOf }: { keptFrom: Date; asOf?: Date | undefined },
): Promise<MissingDecisions> {
  const traces = await findTraces(db, day, keptFrom)
  const session = sessionOf(day)
  if (!session) return traces
  const from = latest(session.opensAt, keptFrom)
  const until = asOf ? earliest(session.closesAt, new Date(+asOf - MET_MS)) : session.closesAt
  if (from >= until) return traces
  const dayEnds = newYorkInstant(shiftDate(day, 1), '00:00')
  const { mode, switches } = await readEngineSet(db, { from, until: dayEnds })
  const modes = mode === 'live' ? ['live_eligible'] : ['paper_eligible', 'live_eligible']
  const [rows, holds] = await Promise.all([
    readUndecided(db, { from, until, modes, most: LOOKED_AT_MAX }),
    readHoldWords(db, from),
  ])
  const words = [...holds, ...switchWords(switches)]
  const findings = rows.map((row) => findingOfMissing(row, whyHeld(row, words, mode)))
  const explained = findings.filter(({ recorded }) => recorded !== '').length
  const unsold = await findUnsold(db, { from, until, words: holds })
  return {
    counts: {
      all: traces.counts.all + unsold.counts.all + (rows[0]?.total ?? 0),
      explained: explained + unsold.counts.explained,
    },
    findings: [...traces.findings, ...unsold.findings, ...findings],
  }
}

/** What is left of decisions that are gone: orders, parts of entries, sales in hand. Nothing explains one. */
async function findTraces(db: Db, day: string, keptFrom: Date): Promise<MissingDecisions> {
  const from = newYorkInstant(day, '00:00')
  const until = newYorkInstant(shiftDate(day, 1), '00:00')
  const rows = await readUndecidedTraces(db, { from, until, keptFrom, most: LOOKED_AT_MAX })
  const findings = rows.map((row) =>
    findingOf(row, {
      part: row.what,
      field: row.id,
      replayed: `the decision behind ${row.says} of ${row.at.toISOString()}`,
      cause: 'decision_missing',
    }),
  )
  return { counts: { all: rows[0]?.total ?? 0, explained: 0 }, findings }
}

function whyHeld({ generatedAt }: Undecided, words: readonly HoldWord[], mode: string): string {
  if (mode === 'disabled') return 'trading was held back: mode_disabled'
  const until = new Date(+generatedAt + MET_MS)
  const held = heldOver(words, { from: generatedAt, until })
  return held.length > 0 ? `trading was held back: ${held.join(', ')}` : ''
}

/** Of before the first that is known nothing is. */
function switchWords(switches: readonly { at: Date; enabled: boolean }[]): HoldWord[] {
  return switches.map(({ at, enabled }, place) => ({
    code: 'trading_disabled',
    isSet: !enabled,
    at: place === 0 && enabled ? new Date(0) : at,
  }))
}

function findingOfMissing(
  { recommendationId, ticker, action, generatedAt }: Undecided,
  recorded: string,
): ParityFinding {
  const kind = action === 'buy' ? 'entry' : 'exit'
  return findingOf(
    { decisionId: deriveId('decision', recommendationId, kind), ticker },
    {
      part: 'decision',
      field: recommendationId,
      recorded,
      replayed: `a decision on the recommendation to ${action} of ${generatedAt.toISOString()}`,
      cause: 'decision_missing',
    },
  )
}

const latest = (a: Date, b: Date) => (a > b ? a : b)
const earliest = (a: Date, b: Date) => (a < b ? a : b)
