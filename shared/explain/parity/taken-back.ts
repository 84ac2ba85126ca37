/** Stops at the broker that the engine had taken back: each judged again on what was kept with it. */

import type { ParityBody, ParityFinding } from '../../contracts/api/parity.ts'
import { judgeResting, type RestingInput } from '../../domain/trading/judge-resting.ts'
import { messageOf } from '../../host/faults.ts'
import { sha256 } from '../../host/ids.ts'
import type { Db } from '../../sql/open.ts'
import { readTakenBack, type TakenBack } from '../../sql/provenance/taken-back.ts'
import { findingOf } from './compare.ts'
import { reviveResting } from './revive.ts'

/** Of more it is counted alone that they were not judged again. */
const LOOKED_AT_MAX = 1_000
const ENGINE = 'trading-engine'
/** The one that sends orders has a stop give way to another order of its ticker. */
const SENDER = 'broker-adapter'

export type TakenBackAgain = {
  counts: NonNullable<ParityBody['takenBack']>
  differences: ParityFinding[]
  gaps: ParityFinding[]
}

/** What became of those of [from, until). */
export async function judgeTakenBack(
  db: Db,
  at: { from: Date; until: Date; build: string; since: Date | null },
): Promise<TakenBackAgain> {
  const rows = await readTakenBack(db, { ...at, most: LOOKED_AT_MAX })
  const judged = rows.map((row) => judgeOne(row, at))
  const differences = judged.flatMap(({ difference }) => difference ?? [])
  const gaps = judged.flatMap(({ gap }) => gap ?? [])
  const equal = rows.length - differences.length - gaps.length
  return { counts: { all: rows[0]?.total ?? 0, equal }, differences, gaps }
}

type One = { difference?: ParityFinding; gap?: ParityFinding }

function judgeOne(row: TakenBack, { build, since }: { build: string; since: Date | null }): One {
  const { by, reason, judged, at, orderId } = row
  const found = { part: 'taken_back', field: orderId, recorded: reason }
  if (judged === null) {
    if (by === SENDER) {
      const replayed = 'no other order of its ticker was on its way'
      return row.isInTheWay
        ? {}
        : { difference: findingOf(row, { ...found, replayed, cause: 'record_altered' }) }
    }
    if (by !== ENGINE) return { gap: findingOf(row, { ...found, cause: 'by_hand' }) }
    if (since === null || at < since)
      return { gap: findingOf(row, { ...found, cause: 'recorded_before' }) }
    return { difference: findingOf(row, { ...found, cause: 'inputs_missing' }) }
  }
  if (sha256(judged) !== row.judgedSha256)
    return { difference: findingOf(row, { ...found, cause: 'inputs_altered' }) }
  try {
    const input = reviveResting(JSON.parse(judged) as RestingInput)
    const verdict = judgeResting(input, at)
    const isOpen = input.open.some((open) => open.orderId === orderId)
    const replayed = verdict.action === 'take back' && isOpen ? verdict.reason : verdict.action
    if (replayed === reason) return {}
    const cause = row.build === build ? 'record_altered' : 'other_build'
    return { difference: findingOf(row, { ...found, replayed, cause }) }
  } catch (fault) {
    return {
      difference: findingOf(row, { ...found, replayed: messageOf(fault), cause: 'code_fails' }),
    }
  }
}
