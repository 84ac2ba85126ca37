/** The chain behind an order, written for a person. */

import { LINKS, type Explanation, type Link, type LinkName } from './link.ts'

/** Intact links of one kind that are written out; the rest is counted. */
const SHOWN_MAX = 5

const titles: Readonly<Record<LinkName, string>> = {
  order: 'Order',
  risk_evaluation: 'Risk evaluation',
  decision: 'Decision',
  entry_decision: 'Decision that entered the position',
  recommendation: 'Recommendation',
  trend: 'Trend',
  signal: 'Signals, strongest first',
  extraction: 'Readings',
  quote: 'Quotes',
  document: 'Documents',
  raw_object: 'Raw objects',
  normalized_text: 'Normalised texts',
}

/** Every link in the order of the chain; broken ones whole, intact ones as far as they can be read. */
export function sayExplanation({ orderId, intact, broken, links }: Explanation): string {
  const parts = LINKS.flatMap((name) =>
    sayLinks(
      name,
      links.filter(({ link }) => link === name),
    ),
  )
  const verdict = intact
    ? `The chain of order ${orderId} is intact: ${links.length} links checked.`
    : [
        `The chain of order ${orderId} is BROKEN:`,
        ...broken.map((link) => `  ${sayBroken(link)}`),
      ].join('\n')
  return [...parts, verdict].join('\n')
}

/** One broken link in one line. */
export function sayBroken({ link, id, why }: Link): string {
  return `${link} ${id}: ${why}`
}

function sayLinks(name: LinkName, links: readonly Link[]): string[] {
  if (links.length === 0) return []
  const broken = links.filter(({ ok }) => !ok)
  const intact = links.filter(({ ok }) => ok).sort(byPlace)
  const shown = intact.slice(0, SHOWN_MAX)
  const more = intact.length - shown.length
  return [
    titles[name],
    ...broken.map((link) => `  BROKEN ${sayBroken(link)}`),
    ...shown.flatMap((link) => [`  ok ${link.id}`, ...sayDetail(link)]),
    ...(more > 0 ? [`  ok and ${more} more`] : []),
  ]
}

function byPlace(one: Link, other: Link): number {
  const rankOf = ({ detail }: Link) =>
    typeof detail['rankScore'] === 'number' ? detail['rankScore'] : -1
  return rankOf(other) - rankOf(one)
}

function sayDetail({ link, detail }: Link): string[] {
  if (link === 'quote')
    return quotesOf(detail).map(({ text, start, end }) => `     “${text}” [${start}–${end}]`)
  const { checks, ...plain } = detail
  const words = Object.entries(plain)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name} ${sayValue(value)}`)
    .join(', ')
  return [
    ...(words === '' ? [] : [`     ${words}`]),
    ...(Array.isArray(checks) ? checks.map(sayCheck) : []),
  ]
}

function sayCheck(check: {
  name: string
  found: unknown
  limit: unknown
  passed: boolean
}): string {
  return `     ${check.passed ? 'passed' : 'failed'} ${check.name}: ${sayValue(check.found)} against ${sayValue(check.limit)}`
}

function quotesOf(detail: Record<string, unknown>): { text: string; start: number; end: number }[] {
  return Array.isArray(detail['quotes']) ? detail['quotes'] : []
}

function sayValue(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number') return String(Number(value.toFixed(4)))
  return typeof value === 'string' ? value : JSON.stringify(value)
}
