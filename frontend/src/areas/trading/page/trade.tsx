/** One trade that ended: why in, why out, what came of it, and the prices of its life. */

import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { TradePage as Told } from '#shared/contracts/api/trades.ts'
import { read } from '../../../api/read.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { StoryPanel } from '../../../parts/story-panel.tsx'
import { isUnknown, Unknown } from '../../../parts/unknown.tsx'
import { exact, signedDollars } from '../../../text/format.ts'
import { TradeFills } from '../parts/trade-fills.tsx'
import { TradeNumbers } from '../parts/trade-numbers.tsx'
import { HeldPrices } from '../parts/held-prices.tsx'
import { TradeReasons } from '../parts/trade-reasons.tsx'

export function TradePage() {
  const { id } = useParams({ from: '/trades/$id' })
  const query = useQuery(read('GET /api/trades/:id', { id }))
  usePageTitle(query.data ? lineOf(query.data) : 'Trade')
  if (isUnknown(query)) return <Unknown what="trade" list="/trades" listName="Trades" />
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      <header className="lg:col-span-2">
        <h1 className="text-20 font-semibold">{query.data ? lineOf(query.data) : 'Trade'}</h1>
        {query.data && (
          <p className="mt-1 flex flex-wrap gap-x-3 text-muted">
            <CompanyLink ticker={query.data.trade.ticker} />
            <span>Closed {exact(new Date(query.data.trade.closedAt))}</span>
          </p>
        )}
      </header>
      <Panel title="What came of it" query={query} rows={4} className="lg:col-span-2">
        {({ trade }) => <TradeNumbers trade={trade} />}
      </Panel>
      <Panel title="Why" query={query} rows={4} className="lg:col-span-2">
        {(told) => <TradeReasons told={told} />}
      </Panel>
      <Panel
        title="Prices of its life"
        query={query}
        rows={8}
        className="lg:col-span-2"
        empty={{
          when: ({ prices }) => prices.bars.length === 0,
          words:
            'No price of that time is kept: minutes are for 30 days, days for good where they were fetched.',
        }}
      >
        {(told) => <HeldPrices told={told} />}
      </Panel>
      <Panel title="Bought and sold" query={query} rows={3} className="lg:col-span-2">
        {({ fills }) => <TradeFills fills={fills} />}
      </Panel>
      {query.data && (
        <StoryPanel
          ticker={query.data.trade.ticker}
          days={daysOf(query.data)}
          className="lg:col-span-2"
        />
      )}
    </div>
  )
}

const dayEt = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' })

/** Days of New York on which it was held. */
const daysOf = ({ trade: { openedAt, closedAt } }: Told) => ({
  from: dayEt.format(new Date(openedAt ?? closedAt)),
  to: dayEt.format(new Date(closedAt)),
})

/** `AAPL: −$1.30 after fees`. */
const lineOf = ({ trade }: Told) => `${trade.ticker}: ${signedDollars(trade.net)} after fees`
