/** What the decisions of a replayed day come to: counts, hashes, and findings up to a bound. */

import type { ParityDepth, ParityFinding } from '../../contracts/api/parity.ts'
import { PARITY_DEPTHS } from '../../contracts/api/parity.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { sha256 } from '../../host/ids.ts'
import type { DecidedOutcome } from './judge-again.ts'

/** Findings of each kind that are told. */
const FINDINGS_MAX = 200

/** One decision; with no outcome it is a gap, or a difference where there is one. */
export type Replayed = {
  recorded: DecidedOutcome
  replayed: DecidedOutcome | null
  depth: ParityDepth
  differences: ParityFinding[]
  gaps: ParityFinding[]
  changedSince: ParityFinding[]
}

/** Adds up what each decision came to; hashes line by line, so that no day is held whole. */
export function openTally() {
  const counts = { decisions: 0, equal: 0, different: 0, notReplayed: 0 }
  const orders = { recorded: 0, replayed: 0 }
  const depths = zeroes()
  const hashes = { recorded: '', replayed: '', orders: '' }
  const found = { differences: bounded(), gaps: bounded(), changedSince: bounded() }
  return {
    add({ recorded, replayed, depth, differences, gaps, changedSince }: Replayed) {
      counts.decisions++
      depths[depth]++
      const isGap = replayed === null && differences.length === 0
      if (isGap) counts.notReplayed++
      else counts[differences.length > 0 ? 'different' : 'equal']++
      for (const one of differences) found.differences.add(one)
      for (const one of gaps) found.gaps.add(one)
      for (const one of changedSince) found.changedSince.addOnce(one)
      if (isGap) return
      hashes.recorded = onward(hashes.recorded, recorded)
      hashes.replayed = onward(hashes.replayed, replayed)
      if (recorded.action === 'act') orders.recorded++
      if (replayed?.action !== 'act') return
      orders.replayed++
      hashes.orders = onward(hashes.orders, replayed)
    },
    /** What is of no decision of the day; of `all` differences those that are told here. */
    addBeside(
      { differences = [], gaps = [] }: Partial<Pick<Replayed, 'differences' | 'gaps'>>,
      all = differences.length,
    ) {
      found.differences.addAll(differences, all)
      found.gaps.addAll(gaps, gaps.length)
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

function zeroes() {
  return Object.fromEntries(PARITY_DEPTHS.map((depth) => [depth, 0])) as Record<ParityDepth, number>
}

/** The hash over all so far and one more; null where it should have come out and did not. */
function onward(before: string, outcome: DecidedOutcome | null): string {
  return sha256(`${before}\n${canonicalJson(outcome)}`)
}

function bounded() {
  const rows: ParityFinding[] = []
  const seen = new Set<string>()
  let left = 0
  const add = (one: ParityFinding): void => {
    if (rows.length < FINDINGS_MAX) rows.push(one)
    else left++
  }
  return {
    rows,
    left: () => left,
    add,
    addOnce(one: ParityFinding) {
      const name = `${one.field} ${one.recorded}`
      if (!seen.has(name)) add(one)
      seen.add(name)
    },
    /** Findings that are of no decision; of `all` the rest is counted alone. */
    addAll(findings: readonly ParityFinding[], all: number) {
      for (const one of findings) add(one)
      left += all - findings.length
    },
  }
}
