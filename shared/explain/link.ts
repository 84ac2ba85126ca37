/**
 * The chain behind an order, link by link: from what the broker was asked down to the bytes that
 * came in. A link is checked against what it claims to be made of, never against itself.
 */

import { shortened } from '../domain/document/text/cut.ts'
import type { Link, Explanation, LinkName } from '../contracts/api/explanation.ts'
import type { Versions } from '../domain/rules/versions.ts'

/** A checked link; it holds when nothing was found against it. */
export function toLink(
  link: LinkName,
  id: string,
  faults: readonly (string | false | undefined)[],
  detail: Record<string, unknown> = {},
): Link {
  const found = faults.filter((fault) => typeof fault === 'string')
  return { link, id, ok: found.length === 0, why: found.join('; '), detail }
}

/** What a broken link takes down with it: these break because it did. */
const takenDown: Readonly<Partial<Record<LinkName, readonly LinkName[]>>> = {
  recommendation: ['trend', 'signal', 'document'],
  trend: ['signal', 'document'],
  signal: ['document'],
  extraction: ['normalized_text'],
  quote: ['normalized_text'],
}

/** The chain as a whole. */
export function toExplanation(orderId: string, links: readonly Link[]): Explanation {
  const broken = links.filter(({ ok }) => !ok)
  const causes = broken.filter(
    (link) =>
      !broken.some(
        (other) =>
          (takenDown[link.link] ?? []).includes(other.link) &&
          (link.impactId === undefined || link.impactId === other.impactId),
      ),
  )
  return { orderId, intact: broken.length === 0, broken: causes, links: [...links] }
}

/** A fault that names a number that is not what it should be; undefined when it is. */
export function differs(name: string, stored: unknown, expected: unknown): string | undefined {
  if (isSame(stored, expected)) return undefined
  return `${name} is ${say(stored)}, expected ${say(expected)}`
}

/** The version that made something; or, where this release knows none of that name, the fault. */
export function madeBy<Rule>(
  { known }: Versions<Rule>,
  name: string,
): { rules: Rule; fault?: undefined } | { rules?: undefined; fault: string } {
  const rules = known.get(name)
  return rules ? { rules } : { fault: `it was made by ${name}, which this release does not know` }
}

/** Scores agree to a billionth, everything else exactly. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') return Math.abs(one - other) <= 1e-9
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime()
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))
}

function say(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'missing')
  return shortened(text, 80)
}
