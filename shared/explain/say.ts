/** The chain behind an order, written for a person. */

import { LINKS, type Explanation, type Link, type LinkName } from '../contracts/api/explanation.ts'

/** Intact signals that are written out with all below them; the rest is counted. */
const SIGNALS_SHOWN_MAX = 5

const titles: Readonly<Record<LinkName, string>> = {
  order: 'Order',
  risk_evaluation: 'Risk evaluation',
  decision: 'Decision',
  entry_decision: 'Decision that entered the position',
  recommendation: 'Recommendation',
  trend: 'Trend',
  signal: 'Signal',
  extraction: 'Reading',
  quote: 'Quotes',
  document: 'Document',
  raw_object: 'Raw object',
  normalized_text: 'Normalised text',
}

/** Every link in the order of the chain; each signal with all below it, the strongest first. */
export function sayExplanation({ orderId, intact, broken, links }: Explanation): string {
  const above = links.filter(({ impactId }) => impactId === undefined)
  const signals = groupSignals(links)
  const isBroken = (group: readonly Link[]) => group.some(({ ok }) => !ok)
  const whole = signals.filter((group) => !isBroken(group))
  const more = Math.max(0, whole.length - SIGNALS_SHOWN_MAX)
  const shown = [...signals.filter(isBroken), ...whole.slice(0, SIGNALS_SHOWN_MAX)]
  const verdict = intact
    ? `The chain of order ${orderId} is intact: ${links.length} links checked.`
    : [
        `The chain of order ${orderId} is BROKEN:`,
        ...broken.map((link) => `  ${sayBroken(link)}`),
      ].join('\n')
  return [
    ...above.flatMap((link) => sayLink(link, '')),
    ...shown.flat().flatMap((link) => sayLink(link, link.link === 'signal' ? '  ' : '    ')),
    ...(more > 0 ? [`  and ${more} more signals, intact with all below them`] : []),
    verdict,
  ].join('\n')
}

/** One broken link in one line. */
export function sayBroken({ link, id, why }: Link): string {
  return `${link} ${id}: ${why}`
}

/** The links of each signal, in the order of the chain; signals by their rank. */
function groupSignals(links: readonly Link[]): Link[][] {
  const groups = new Map<string, Link[]>()
  for (const link of links) {
    if (link.impactId === undefined) continue
    groups.set(link.impactId, [...(groups.get(link.impactId) ?? []), link])
  }
  const rankOf = ([signal]: Link[]) => Number(signal?.detail['rankScore'] ?? -1)
  return [...groups.values()]
    .map((group) => group.toSorted((one, other) => placeOf(one) - placeOf(other)))
    .sort((one, other) => rankOf(other) - rankOf(one))
}

function placeOf({ link }: Link): number {
  return LINKS.indexOf(link)
}

function sayLink({ link, id, ok, why, detail }: Link, indent: string): string[] {
  const head = `${indent}${titles[link]} ${id}: ${ok ? 'ok' : `BROKEN, ${why}`}`
  return [head, ...sayDetail(link, detail).map((line) => `${indent}  ${line}`)]
}

function sayDetail(link: LinkName, detail: Record<string, unknown>): string[] {
  if (link === 'quote') {
    return quotesOf(detail).map(({ text, start, end }) => `“${text}” [${start}–${end}]`)
  }
  const { checks, impactId: _said, ...plain } = detail
  const words = Object.entries(plain)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name} ${sayValue(value)}`)
    .join(', ')
  return [...(words === '' ? [] : [words]), ...(Array.isArray(checks) ? checks.map(sayCheck) : [])]
}

type Check = { name: string; found: unknown; limit: unknown; passed: boolean }

function sayCheck({ name, found, limit, passed }: Check): string {
  return `${passed ? 'passed' : 'failed'} ${name}: ${sayValue(found)} against ${sayValue(limit)}`
}

function quotesOf(detail: Record<string, unknown>): { text: string; start: number; end: number }[] {
  return Array.isArray(detail['quotes']) ? detail['quotes'] : []
}

function sayValue(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number') return String(Number(value.toFixed(4)))
  return typeof value === 'string' ? value : JSON.stringify(value)
}
