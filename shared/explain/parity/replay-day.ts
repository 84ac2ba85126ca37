/**
 * Replays the decisions of one business day from the record, and says where they do not come out the same.
 *
 * Reads only, a page of decisions at a time; what it finds is told up to a bound and counted beyond it.
 */

import type { ParityBody, ParityDepth, ParityFinding } from '../../contracts/api/parity.ts'
import { PARITY_DEPTHS } from '../../contracts/api/parity.ts'
import type { Objects } from '../../clients/objects/store.ts'
import { newYorkInstant, shiftDate } from '../../domain/market/calendar.ts'
import { rules as releaseRules, type Rules } from '../../domain/rules/versions.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { sha256 } from '../../host/ids.ts'
import { openAgents } from '../../sql/agents/agents.ts'
import type { Sql } from '../../sql/open.ts'
import {
  readDayDecisions,
  readInputsKeptSince,
  type DayDecision,
} from '../../sql/provenance/day-decisions.ts'
import { openRegistry } from '../../sql/universe/registry.ts'
import { openExplainer, openKnown } from '../explain.ts'
import { compareOutcomes, findingOf } from './compare.ts'
import { followDecision, type FollowParts } from './follow.ts'
import { judgeAgain, recordedOutcome, type DecidedOutcome } from './judge-again.ts'
import { openReadingCheck } from './readings.ts'
import { compareLimits, readInForce, type InForce } from './settings.ts'

export type ReplayParts = {
  sql: Sql
  objects: Pick<Objects, 'get'>
  /** The build that replays. */
  build: string
  rules?: Rules
}

const PAGE = 200
/** Findings of each kind that are told. */
const FINDINGS_MAX = 200

/** What the replay of a New York day found. */
export async function replayDay(parts: ReplayParts, day: string): Promise<ParityBody> {
  const { sql, objects, rules = releaseRules } = parts
  const from = newYorkInstant(day, '00:00')
  const until = newYorkInstant(shiftDate(day, 1), '00:00')
  const [keptSince, inForce] = await Promise.all([
    readInputsKeptSince(sql),
    readInForce(sql, rules, from),
  ])
  const explaining = { sql, objects, rules }
  const known = openKnown(explaining)
  const readings = openReadingCheck({
    db: sql,
    objects,
    registry: openRegistry(sql),
    choose: openAgents(sql),
  })
  const explain = openExplainer(explaining, known)
  const at: Replay = {
    db: sql,
    rules,
    known,
    explain,
    readings,
    build: parts.build,
    keptSince,
    inForce,
  }
  const tally = openTally()
  let after: { decidedAt: Date; seq: number } | undefined
  for (;;) {
    const rows = await readDayDecisions(sql, { from, until, ...(after && { after }), most: PAGE })
    for (const row of rows) tally.add(await replayOne(at, row))
    after = rows.at(-1)
    if (rows.length < PAGE) break
  }
  return { day, build: parts.build, ...tally.sum(), settingsSha256: inForce.sha256 }
}

type Replay = FollowParts & { build: string; keptSince: Date | null; inForce: InForce }

type Replayed = {
  recorded: DecidedOutcome
  replayed: DecidedOutcome | null
  depth: ParityDepth
  differences: ParityFinding[]
  gaps: ParityFinding[]
  changedSince: ParityFinding[]
}

async function replayOne(at: Replay, row: DayDecision): Promise<Replayed> {
  const recorded = recordedOutcome(row)
  const again = judgeAgain(at.rules, row, at.keptSince)
  if (again.kind === 'not_judged') {
    const { cause, says } = again
    const gap = findingOf(row, { part: 'decision', field: 'inputs', recorded: says, cause })
    const none = { differences: [], changedSince: [] }
    return { recorded, replayed: null, depth: 'none', gaps: [gap], ...none }
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
  const past = inputs.by === 'entry' ? inputs.input.past : undefined
  const limits = past && compareLimits(row, past.limits, at.inForce.limits)
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

/** Adds up what each decision came to; hashes line by line, so that no day is held whole. */
function openTally() {
  const counts = { decisions: 0, equal: 0, different: 0, notReplayed: 0 }
  const orders = { recorded: 0, replayed: 0 }
  const depths = Object.fromEntries(PARITY_DEPTHS.map((depth) => [depth, 0])) as Record<
    ParityDepth,
    number
  >
  const hashes = { recorded: '', replayed: '', orders: '' }
  const found = { differences: bounded(), gaps: bounded(), changedSince: bounded() }
  const seen = new Set<string>()
  return {
    add({ recorded, replayed, depth, differences, gaps, changedSince }: Replayed) {
      counts.decisions++
      depths[depth]++
      if (replayed === null) counts.notReplayed++
      else counts[differences.length > 0 ? 'different' : 'equal']++
      for (const one of differences) found.differences.add(one)
      for (const one of gaps) found.gaps.add(one)
      for (const one of changedSince) {
        const name = `${one.field} ${one.recorded}`
        if (!seen.has(name)) found.changedSince.add(one)
        seen.add(name)
      }
      if (replayed === null) return
      hashes.recorded = onward(hashes.recorded, recorded)
      hashes.replayed = onward(hashes.replayed, replayed)
      if (recorded.action === 'act') orders.recorded++
      if (replayed.action !== 'act') return
      orders.replayed++
      hashes.orders = onward(hashes.orders, replayed)
    },
    sum() {
      const { differences, gaps, changedSince } = found
      return {
        ...counts,
        orders,
        recordedSha256: hashes.recorded || sha256(''),
        replayedSha256: hashes.replayed || sha256(''),
        ordersSha256: hashes.orders || sha256(''),
        depths,
        differences: differences.rows,
        gaps: gaps.rows,
        changedSince: changedSince.rows,
        left: differences.left() + gaps.left() + changedSince.left(),
      }
    },
  }
}

/** The hash over all so far and one more. */
function onward(before: string, outcome: DecidedOutcome): string {
  return sha256(`${before}\n${canonicalJson(outcome)}`)
}

function bounded() {
  const rows: ParityFinding[] = []
  let left = 0
  return {
    rows,
    left: () => left,
    add(one: ParityFinding) {
      if (rows.length < FINDINGS_MAX) rows.push(one)
      else left++
    },
  }
}
