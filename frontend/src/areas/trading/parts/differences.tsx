/** Where the books and the broker differ, with the way to take the broker's figure. */

import { useQuery } from '@tanstack/react-query'
import type { DifferenceRow } from '#shared/contracts/api/beside.ts'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { dollars, shares } from '../../../text/format.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Action } from '../../../parts/steer/action.tsx'

type Row = DifferenceRow

/** Shown where there are any. */
export function Differences() {
  const query = useQuery(read('GET /api/differences', {}))
  if (!query.data || query.data.length === 0) return null
  return (
    <Panel
      title="The books and the broker differ: trading is halted while that lasts"
      query={query}
    >
      {(rows) => (
        <ul>
          {rows.map((row) => (
            <li
              key={row.difference}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2 last:border-0"
            >
              <span className="min-w-0 flex-1 basis-60">
                <strong className="font-semibold">{nameOf(row)}</strong>: our books say{' '}
                {amountOf(row, row.ours)}, the broker {amountOf(row, row.theirs)}
                <span className="block text-12 text-muted">
                  since <When at={row.since} />, in {row.readings}{' '}
                  {row.readings === 1 ? 'reading' : 'readings'}
                </span>
              </span>
              <Accept row={row} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

const nameOf = ({ what, ticker }: Row) => (what === 'cash' ? 'Cash' : `Shares of ${ticker}`)
const amountOf = ({ what }: Row, amount: string) =>
  what === 'cash' ? dollars(amount) : shares(amount)

function Accept({ row }: { row: Row }) {
  const mayAccept = useMayDo('POST /api/trading/differences/accept')
  if (!mayAccept) return null
  const does = `Accept ${nameOf(row).toLowerCase()}`
  const consequences = [
    { what: nameOf(row), from: amountOf(row, row.ours), to: amountOf(row, row.theirs) },
    { what: 'The books hold the difference as come from outside, for good.' },
    { what: 'Where nothing else differs, the halt for it ends.' },
  ]
  return (
    <Action
      words={does}
      brief="Accept the broker’s figure"
      isSmall
      reason="needed"
      consequences={consequences}
      change={(reason) =>
        send('POST /api/trading/differences/accept', {
          body: { what: row.what, ticker: row.ticker, theirs: row.theirs, reason },
          says: { does, consequences },
        })
      }
    />
  )
}
