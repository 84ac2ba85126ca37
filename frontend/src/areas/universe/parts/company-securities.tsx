/** The securities of a company, the one it is traded by first. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { Panel } from '../../../parts/panel.tsx'

export function CompanySecurities({ ticker }: { ticker: string }) {
  const query = useQuery(read('GET /registry/securities', { company: ticker }))
  return (
    <Panel title="Securities" query={query} rows={2}>
      {(rows) => (
        <ul aria-label="Securities" className="px-4 pb-4">
          {[...rows]
            .sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary))
            .map((row) => (
              <li key={row.ticker} className="flex items-baseline justify-between gap-3 py-0.5">
                <span className="min-w-0 break-words">
                  <strong className="font-semibold">{row.ticker}</strong>{' '}
                  <span className="text-muted">{row.shareClass || row.name}</span>
                </span>
                <span className="text-12 whitespace-nowrap text-muted">
                  {row.isPrimary ? 'traded' : row.active ? 'prices only' : 'no longer listed'}
                </span>
              </li>
            ))}
        </ul>
      )}
    </Panel>
  )
}
