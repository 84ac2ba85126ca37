/** Every trade that ended: from a ticker's first share to its last, why, and what came of it. */

import { TradeRow } from '#shared/contracts/api/trades.ts'
import { ChoiceField } from '../../../parts/field.tsx'
import { codeChoices } from '../../../parts/filter-of.ts'
import { Listing } from '../../../parts/listing/listing.tsx'
import { useListing } from '../../../parts/listing/use-listing.ts'
import { TickerField } from '../../../parts/ticker-field.tsx'
import { tradeColumns } from '../parts/trade-columns.tsx'

const exits = codeChoices([
  'stop_loss',
  'trailing_stop',
  'target_1',
  'target_2',
  'sell_recommendation',
  'micro_hold',
  'rebalance',
  'emergency',
  'manual_override',
  'sold_elsewhere',
])
const catalysts = codeChoices(TradeRow.entries.catalyst.wrapped.options)

export function TradesPage() {
  const listing = useListing('trades')
  const { by } = listing
  return (
    <>
      <h1 className="sr-only">Trades</h1>
      <Listing
        title="Trades"
        one="trade"
        listing={listing}
        columns={tradeColumns}
        orderedBy="Closed"
        idOf={(row) => row.tradeId}
        filters={
          <>
            <ChoiceField name="Why out" {...by('exit')} choices={exits} />
            <ChoiceField name="Catalyst" {...by('catalyst')} choices={catalysts} />
            <TickerField name="Ticker" {...by('ticker')} placeholder="any" />
          </>
        }
        empty="No trade yet. One stands here once the last share of a position is sold."
      />
    </>
  )
}
