/** What the broker told of a ticker beside orders and fills: dividends, splits, fees, shares that came or went. */

import { useQuery } from '@tanstack/react-query'
import type { ActivityRow } from '#shared/contracts/api/account.ts'
import { read } from '../../../api/read.ts'
import { dollars, shares } from '../../../text/format.ts'
import { SignedMoney, When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'

const words: Readonly<Record<ActivityRow['kind'], string>> = {
  income: 'Income',
  charge: 'Fee',
  transfer: 'Transfer',
  split: 'Split',
  shares: 'Shares came or went',
  trade: 'Trade of another kind',
  unknown: 'Of no known kind',
}

export function ActivityPanel({ ticker }: { ticker: string }) {
  const query = useQuery(read('GET /api/activities', { ticker }))
  return (
    <Panel
      title="What else touched it"
      query={query}
      rows={2}
      empty={{
        when: (rows) => rows.length === 0,
        words:
          'The broker told of no dividend, split, fee or transfer of it within the last year. Fills stand with its orders.',
      }}
    >
      {(rows) => (
        <ul className="pb-2">
          {rows.map((row) => (
            <li
              key={row.activityId}
              className="flex flex-wrap justify-between gap-x-4 border-b border-line px-4 py-1.5 last:border-0"
            >
              <span>
                {words[row.kind]} <code className="text-12 text-muted">{row.activityType}</code>
                {row.quantity && `, ${shares(row.quantity)} shares`}
                {row.price && ` at ${dollars(row.price)}`}
                {row.status !== 'executed' && <span className="text-warn"> ({row.status})</span>}
              </span>
              <span className="text-muted">
                {Number(row.amount) !== 0 && <SignedMoney amount={row.amount} />}{' '}
                <When at={row.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
