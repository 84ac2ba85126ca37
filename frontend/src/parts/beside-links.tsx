/** Leads to tools that stand beside the page, where somebody said where they are. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../api/read.ts'

const names = { grafana: 'Grafana', superset: 'Superset', logs: 'Logs' } as const

type BesideLinksProps = {
  which: readonly (keyof typeof names)[]
  /** The trace whose logs are meant. */
  traceId?: string | undefined
}

export function BesideLinks({ which, traceId = '' }: BesideLinksProps) {
  const { data } = useQuery(read('GET /api/beside', {}))
  const there = which.flatMap((name) => {
    const href = data?.[name]
    return href ? [{ name, href: href.replace('{trace}', traceId) }] : []
  })
  if (there.length === 0) return null
  return (
    <nav aria-label="Beside this page" className="flex flex-wrap gap-x-4 gap-y-1">
      {there.map(({ name, href }) => (
        <a key={name} href={href} target="_blank" rel="noreferrer" className="link">
          {names[name]} ↗
        </a>
      ))}
    </nav>
  )
}
