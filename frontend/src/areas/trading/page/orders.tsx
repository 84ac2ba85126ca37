/** Every order, newest first, and those that others placed. */

import { OrderRow } from '#shared/contracts/api/trading.ts'
import { ChoiceField } from '../../../parts/field.tsx'
import { codeChoices } from '../../../parts/filter-of.ts'
import { Listing } from '../../../parts/listing/listing.tsx'
import { useListing } from '../../../parts/listing/use-listing.ts'
import { TickerField } from '../../../parts/ticker-field.tsx'
import { ForeignOrders } from '../parts/foreign-orders.tsx'
import { orderColumns } from '../parts/order-columns.tsx'

const [all, ...states] = codeChoices(OrderRow.entries.state.options)
const choices = [all!, ['open', 'open, each that is not over'] as const, ...states]

export function OrdersPage() {
  const listing = useListing('orders')
  const { by } = listing
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Orders</h1>
      <ForeignOrders />
      <Listing
        title="Orders"
        one="order"
        listing={listing}
        columns={orderColumns}
        orderedBy="Meant"
        idOf={(row) => row.orderId}
        filters={
          <>
            <ChoiceField name="State" {...by('state')} choices={choices} />
            <TickerField name="Ticker" {...by('ticker')} placeholder="any" />
          </>
        }
        empty="No order yet. One is made when the engine decides to act and risk lets it through."
      />
    </div>
  )
}
