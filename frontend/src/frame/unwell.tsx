/** Above every page while a program that must always run does not: which one, since when, and what is not done meanwhile. */

import { useQuery } from '@tanstack/react-query'
import type { Overview } from '#shared/contracts/api/overview.ts'
import { read } from '../api/read.ts'
import { count, span } from '../text/format.ts'

type Ill = Overview['unwell'][number]

/** What nobody does while it stands still. */
const undone: Readonly<Record<string, string>> = {
  'trading-engine': 'No stop is watched, nothing is bought or sold.',
  'risk-engine': 'No order by hand is judged, no approval ends.',
  scheduler: 'No source is asked, and what was read is not summed up.',
  'symbol-registry': 'No company, source or list can be changed.',
  'market-stream': 'Prices come by asking alone.',
  'query-api': 'Another of its kind answers this page.',
}

export function Unwell() {
  const { data, dataUpdatedAt } = useQuery(read('GET /api/overview', {}))
  if (!data || data.unwell.length === 0) return null
  return (
    <div
      role="status"
      aria-label="Not running"
      className="border-b border-down/50 bg-surface px-3 py-2 text-13 md:px-4"
    >
      {data.unwell.map((ill) => (
        <p key={`${ill.service} ${ill.loop}`}>
          <strong className={`font-semibold ${ill.state === 'silent' ? 'text-down' : 'text-warn'}`}>
            {ill.state === 'silent' ? '■' : '▲'} {ill.service}
          </strong>{' '}
          {saysOf(ill, Date.now() - dataUpdatedAt)}{' '}
          {ill.loop === null && <span className="text-muted">{undone[ill.service]}</span>}
        </p>
      ))}
    </div>
  )
}

/** In a few words, for the bar on top. */
export function briefly({ state, forMs, failures }: Ill, laterMs: number): string {
  const since = span(forMs + Math.max(0, laterMs))
  if (state === 'silent') return `Stopped ${since} ago`
  if (state === 'failing') return `${count(failures)} rounds failed`
  return `Stuck for ${since}`
}

function saysOf({ state, loop, forMs, failures, said }: Ill, laterMs: number): string {
  const since = span(forMs + Math.max(0, laterMs))
  if (state === 'silent') return `has not been heard for ${since}.`
  if (state === 'stuck') return `has been at one round for ${since}.`
  if (state === 'late') return `has done no round for ${since}.`
  const what = loop === null ? 'fails' : `fails to look (${loop})`
  return `${what}, ${count(failures)} times in a row: ${said}.`
}
