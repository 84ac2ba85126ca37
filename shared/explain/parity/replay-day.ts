/**
 * Replays the decisions of one business day from the record, and says where they do not come out the same.
 *
 * Reads only, a page of decisions at a time; what it finds is told up to a bound and counted beyond it.
 */

import { setImmediate } from 'node:timers/promises'
import type { ParityBody, ParityFinding } from '../../contracts/api/parity.ts'
import type { Objects } from '../../clients/objects/store.ts'
import { newYorkInstant, shiftDate } from '../../domain/market/calendar.ts'
import type { Limits } from '../../domain/risk/limits.ts'
import { rules as releaseRules, type Rules } from '../../domain/rules/versions.ts'
import { readNumber } from '../../host/env.ts'
import { openAgents } from '../../sql/agents/agents.ts'
import type { Sql } from '../../sql/open.ts'
import {
  readDayDecisions,
  readInputsKeptSince,
  type DayDecision,
} from '../../sql/provenance/day-decisions.ts'
import type { KeptInputs } from '../../sql/trading/decision-inputs.ts'
import { openRegistry } from '../../sql/universe/registry.ts'
import { openExplainer, openKnown } from '../explain.ts'
import { compareOutcomes, findingOf } from './compare.ts'
import { followDecision, type FollowParts } from './follow.ts'
import { openLayerCheck } from './layers.ts'
import { judgeAgain, recordedOutcome, type InputsKept } from './judge-again.ts'
import { findMissing } from './missing.ts'
import { openReadingCheck } from './readings.ts'
import { compareLimits, readInForce, type InForce } from './settings.ts'
import { judgeTakenBack } from './taken-back.ts'
import { openTally, type Replayed } from './tally.ts'

export type ReplayParts = {
  sql: Sql
  objects: Pick<Objects, 'get'>
  /** The build that replays. */
  build: string
  rules?: Rules
  /** Inputs decided earlier, of no order, may have been pruned. */
  inputsFrom: Date
  /** What was recommended just before may not have been met by a round; absent: the day is long over. */
  asOf?: Date
  /** Ends it, between two decisions. */
  signal?: AbortSignal
}

const PAGE = 200

/** What the replay of a New York day found. */
export async function replayDay(parts: ReplayParts, day: string): Promise<ParityBody> {
  const { sql, build, inputsFrom, asOf } = parts
  const from = newYorkInstant(day, '00:00')
  const until = newYorkInstant(shiftDate(day, 1), '00:00')
  const at = await openReplay(parts, from)
  const tally = openTally()
  for await (const row of walkDay(parts, { from, until })) tally.add(await replayOne(at, row))
  const since = at.kept.laterSince
  const { counts: takenBack, ...others } = await judgeTakenBack(sql, { from, until, build, since })
  tally.addBeside(others)
  const { counts: missing, findings } = await findMissing(sql, day, { keptFrom: inputsFrom, asOf })
  tally.addBeside({ differences: findings }, missing.all)
  return { day, build, ...tally.sum(), missing, takenBack, settingsSha256: at.inForce.sha256 }
}

async function openReplay(parts: ReplayParts, from: Date): Promise<Replay> {
  const { sql, objects, rules = releaseRules } = parts
  const [kept, inForce] = await Promise.all([
    readInputsKeptSince(sql),
    readInForce(sql, rules, from),
  ])
  const explaining = { sql, objects, rules }
  const known = openKnown(explaining)
  const again = {
    db: sql,
    objects,
    registry: openRegistry(sql),
    choose: openAgents(sql),
    textMax: readNumber('EXTRACTION_TEXT_MAX', 1),
  }
  return {
    db: sql,
    rules,
    known,
    explain: openExplainer(explaining, known),
    readings: openReadingCheck(again),
    layers: openLayerCheck(again),
    build: parts.build,
    kept: { ...kept, from: parts.inputsFrom },
    inForce,
  }
}

async function* walkDay(
  { sql, signal }: ReplayParts,
  span: { from: Date; until: Date },
): AsyncGenerator<DayDecision> {
  let after: { decidedAt: Date; seq: number } | undefined
  for (;;) {
    const rows = await readDayDecisions(sql, { ...span, ...(after && { after }), most: PAGE })
    for (const row of rows) {
      yield row
      // Whoever else is served by this process gets a turn, however much is judged.
      await setImmediate()
      signal?.throwIfAborted()
    }
    after = rows.at(-1)
    if (rows.length < PAGE) return
  }
}

type Replay = FollowParts & { build: string; kept: InputsKept; inForce: InForce }

async function replayOne(at: Replay, row: DayDecision): Promise<Replayed> {
  const recorded = recordedOutcome(at.rules, row)
  const again = judgeAgain(at.rules, row, at.kept)
  if (again.kind === 'not_judged') {
    const { cause, says } = again
    const gap = findingOf(row, { part: 'decision', field: 'inputs', recorded: says, cause })
    const none = { differences: [], changedSince: [] }
    return { recorded, replayed: null, depth: 'none', gaps: [gap], ...none }
  }
  if (again.kind === 'broken') {
    const { field, cause, says } = again
    const found = findingOf(row, { part: 'decision', field, replayed: says, cause })
    const none = { gaps: [], changedSince: [] }
    return { recorded, replayed: null, depth: 'none', differences: [found], ...none }
  }
  const { outcome: replayed, inputs, isAltered } = again
  const differences: ParityFinding[] = []
  if (isAltered) {
    const is = { recorded: row.inputsSha256, replayed: 'another hash' }
    const found = { part: 'decision', field: 'inputs', ...is, cause: 'inputs_altered' }
    differences.push(findingOf(row, found))
  }
  const other = row.build === at.build ? 'record_altered' : 'other_build'
  const cause = isAltered ? 'inputs_altered' : other
  differences.push(...compareOutcomes(row, { recorded, replayed }, cause))
  const judgedBy = limitsOf(inputs)
  const limits = judgedBy && compareLimits(row, judgedBy, at.inForce.limits)
  const below = await followDecision(at, row)
  return {
    recorded,
    replayed,
    depth: below.depth ?? 'decision',
    differences: [...differences, ...(limits?.unrecorded ?? []), ...below.differences],
    gaps: below.gaps,
    changedSince: limits?.since ?? [],
  }
}

/** The limits that a purchase was judged by, where it came that far. */
function limitsOf(inputs: KeptInputs): Limits | undefined {
  if (inputs.by === 'tranche') return inputs.input.limits
  return inputs.by === 'entry' ? inputs.input.past?.limits : undefined
}
