/** What news gave to trade on, what came of it, and whether it is too thin to trade. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TradingReportAnswer } from '#shared/contracts/api/account.ts'
import { read } from '../../../api/read.ts'
import { wordsFor } from '../../../text/codes.ts'
import { count, dollars, percent } from '../../../text/format.ts'
import { Choices } from '../../../parts/choices.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { Panel } from '../../../parts/panel.tsx'

type Told = TradingReportAnswer

const spans = [
  ['1', 'A day'],
  ['7', '7 days'],
  ['30', '30 days'],
] as const

export function NewsPanel() {
  const [days, setDays] = useState<(typeof spans)[number][0]>('7')
  const query = useQuery(read('GET /api/trading/report', { days }))
  return (
    <Panel
      title={query.data ? titleOf(query.data) : 'What news gave to trade on'}
      query={query}
      rows={4}
      className="lg:col-span-2"
      aside={<Choices label="How far back" choices={spans} chosen={days} onChoose={setDays} />}
    >
      {(told) => (
        <>
          <NamedValues>
            <NamedValue name="Recommended to buy">{count(told.said.buys)}</NamedValue>
            <NamedValue name={`Sure enough, ${percent(told.said.confidenceMin)} or more`}>
              {count(told.said.sureBuys)}
            </NamedValue>
            <NamedValue name="Of these decided in a session">
              {count(told.said.sureBuysInSession)}
            </NamedValue>
            <NamedValue name="Recommended to sell">{count(told.said.sells)}</NamedValue>
            <NamedValue name="Bought, sold">
              {count(told.orders.buys)}, {count(told.orders.sells)}
            </NamedValue>
            <NamedValue name="Traded">{dollars(told.orders.dollars)}</NamedValue>
            <NamedValue name="Invested on the mean">{percent(told.invested.mean, 1)}</NamedValue>
          </NamedValues>
          <Stopped of={told.stopped.buys} />
        </>
      )}
    </Panel>
  )
}

/** The answer in a line. */
function titleOf({ said, orders }: Told): string {
  if (orders.buys > 0) return `News gave ${count(said.buys)} to buy; bought: ${count(orders.buys)}`
  if (said.sureBuysInSession > 0)
    return `Nothing was bought: checks stopped all ${count(said.sureBuysInSession)} that were sure enough`
  return `News is too thin to trade: ${count(said.sureBuys)} of ${count(said.buys)} recommendations to buy were sure enough, none in a session`
}

function Stopped({ of }: { of: Told['stopped']['buys'] }) {
  const rows = Object.entries(of).sort(([, a], [, b]) => b - a)
  if (rows.length === 0) return null
  return (
    <div className="border-t border-line px-4 py-2">
      <p className="text-12 text-muted">What stopped purchases:</p>
      <ul className="flex flex-wrap gap-x-6 gap-y-0.5">
        {rows.map(([code, times]) => (
          <li key={code} title={code}>
            {wordsFor(code)} <span className="text-muted">{count(times)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
