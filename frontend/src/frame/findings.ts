/** What the finder shows: pages of the product, and what the API found, each with its address. */

import type { FoundRow } from '#shared/contracts/api/find.ts'
import { wordsFor } from '../text/codes.ts'
import type { Stop } from './stops.ts'

export type Finding = {
  kind: FoundRow['kind'] | 'page'
  title: string
  says: string
  href: string
}

export const kindWords: Readonly<Record<Finding['kind'], string>> = {
  page: 'Page',
  company: 'Company',
  document: 'Document',
  recommendation: 'Advice',
  order: 'Order',
  event: 'Event',
  source: 'Source',
  backtest: 'Backtest',
  trace: 'Trace',
}

const folders: Readonly<Record<FoundRow['kind'], string>> = {
  company: '/companies',
  document: '/documents',
  recommendation: '/recommendations',
  order: '/orders',
  event: '/events',
  source: '/sources',
  backtest: '/backtests',
  trace: '/traces',
}

/** Pages whose name has each of the words; all where there are none. */
export function pagesLike(stops: readonly Stop[], words: string): Finding[] {
  const asked = words.toLowerCase().split(/\s+/)
  return stops
    .filter(({ name, group }) =>
      asked.every((word) => `${group} ${name}`.toLowerCase().includes(word)),
    )
    .map(({ name, group, to }) => ({ kind: 'page', title: name, says: group, href: to }))
}

export function foundOf(found: readonly FoundRow[]): Finding[] {
  return found.flatMap((one) => [asFinding(one), ...listsOf(one)])
}

function asFinding({ kind, id, title, says }: FoundRow): Finding {
  return {
    kind,
    title: title || id,
    says: kind === 'source' || kind === 'event' ? wordsFor(says) : says,
    href: `${folders[kind]}/${encodeURIComponent(id)}`,
  }
}

/** The lists that are most often looked at of a company. */
function listsOf({ kind, id }: FoundRow): Finding[] {
  if (kind !== 'company') return []
  return ['Documents', 'Recommendations', 'Decisions', 'Orders'].map((name) => ({
    kind: 'page',
    title: `${name} of ${id}`,
    says: '',
    href: `/${name.toLowerCase()}?ticker=${encodeURIComponent(id)}`,
  }))
}
