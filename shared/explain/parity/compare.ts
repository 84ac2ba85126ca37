/** What differs between a decision as recorded and as it came out again, field by field. */

import type { ParityFinding } from '../../contracts/api/parity.ts'
import { shortened } from '../../domain/document/text/cut.ts'
import { canonicalJson } from '../../host/canonical.ts'
import type { DayDecision } from '../../sql/provenance/day-decisions.ts'
import type { DecidedOutcome } from './judge-again.ts'

/** One finding; values as text a person can read, cut. */
export function findingOf(
  { decisionId, ticker }: Pick<DayDecision, 'decisionId' | 'ticker'>,
  found: { part: string; field: string; recorded?: unknown; replayed?: unknown; cause: string },
): ParityFinding {
  const { part, field, recorded, replayed, cause } = found
  return {
    decisionId,
    ticker,
    part,
    field,
    recorded: say(recorded),
    replayed: say(replayed),
    cause,
  }
}

/** Every field that is another; of checks and steps the very one. */
export function compareOutcomes(
  row: DayDecision,
  { recorded, replayed }: { recorded: DecidedOutcome; replayed: DecidedOutcome },
  cause: string,
): ParityFinding[] {
  const fields = Object.keys(recorded) as (keyof DecidedOutcome)[]
  return fields.flatMap((field) => {
    const [was, is] = [recorded[field], replayed[field]]
    if (canonicalJson(was) === canonicalJson(is)) return []
    return innermost(field, was, is).map(([name, one, other]) =>
      findingOf(row, { part: 'decision', field: name, recorded: one, replayed: other, cause }),
    )
  })
}

/** Goes down objects and lists to what differs; a check goes by its name. */
function innermost(path: string, was: unknown, is: unknown): [string, unknown, unknown][] {
  if (canonicalJson(was) === canonicalJson(is)) return []
  if (!isNode(was) || !isNode(is)) return [[path, was, is]]
  const [one, other] = [namedOf(was), namedOf(is)]
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return names.flatMap((name) => innermost(`${path}.${name}`, one[name], other[name]))
}

function isNode(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function namedOf(node: object): Record<string, unknown> {
  if (!Array.isArray(node)) return node as Record<string, unknown>
  // Two checks may bear one name: the gates' and the risk's.
  const times = new Map<string, number>()
  return Object.fromEntries(
    node.map((item: unknown, place) => {
      const name = isNode(item) && 'name' in item ? String(item.name) : String(place)
      const before = times.get(name) ?? 0
      times.set(name, before + 1)
      return [before === 0 ? name : `${name}#${before + 1}`, item]
    }),
  )
}

function say(value: unknown): string {
  if (value === undefined) return ''
  return shortened(typeof value === 'string' ? value : canonicalJson(value), 200)
}
