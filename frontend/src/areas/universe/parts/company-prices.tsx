/** A company's daily closes, with the last of them as the title. */

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { BarRow } from '#shared/contracts/api/universe.ts'
import { read } from '../../../api/read.ts'
import { Panel } from '../../../parts/panel.tsx'
import { dollars, signedPercent } from '../../../text/format.ts'

const PriceChart = lazy(async () => {
  const { PriceChart: chart } = await import('./price-chart.tsx')
  return { default: chart }
})

export function CompanyPrices({ ticker, className }: { ticker: string; className: string }) {
  const query = useQuery(read('GET /api/companies/:id/bars', { id: ticker }))
  return (
    <Panel
      title={titleOf(ticker, query.data)}
      query={query}
      rows={8}
      className={className}
      empty={{
        when: (bars) => bars.length === 0,
        words: 'No price is stored. The company’s source of prices brings them at its next turn.',
      }}
    >
      {(bars) => (
        <Suspense fallback={<div className="skeleton mx-4 mb-4 h-60" />}>
          <PriceChart bars={bars} />
        </Suspense>
      )}
    </Panel>
  )
}

function titleOf(ticker: string, bars: readonly BarRow[] | undefined): string {
  const [last, before] = [bars?.at(-1), bars?.at(-2)]
  if (!last) return 'Prices'
  const moved = before && Number(last.close) / Number(before.close) - 1
  const told = moved === undefined ? '' : `, ${signedPercent(moved)}`
  return `${ticker} closed at ${dollars(last.close)} on ${last.sessionDate}${told}`
}
