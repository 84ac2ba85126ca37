/** Every order, newest first, and those that others placed. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { OrderRow } from '#shared/contracts/api/trading.ts'
import { read } from '../../../api/read.ts'
import { narrowedBy } from '../../../api/search-of.ts'
import { ChoiceField } from '../../../parts/field.tsx'
import { codeChoices, filterOf } from '../../../parts/filter-of.ts'
import { askedOf, narrowsOf } from '../../../parts/listing/list-search.ts'
import { LIST_ROWS, Listing } from '../../../parts/listing/listing.tsx'
import { TickerField } from '../../../parts/ticker-field.tsx'
import { ForeignOrders } from '../parts/foreign-orders.tsx'
import { orderColumns } from '../parts/order-columns.tsx'

const [all, ...states] = codeChoices(OrderRow.entries.state.options)
const choices = [all!, ['open', 'open, each that is not over'] as const, ...states]

export function OrdersPage() {
  const search = useSearch({ from: '/orders' })
  const navigate = useNavigate({ from: '/orders' })
  const query = useQuery(read('GET /api/orders', askedOf(search, 'intendedAt', LIST_ROWS) as never))
  const total = useQuery(read('GET /api/totals/orders', narrowsOf(search)))
  const change = (name: string, value: string | undefined) =>
    void navigate({ search: narrowedBy(name, value), replace: name !== 'after' })
  const by = filterOf<keyof typeof search>(search, change)
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Orders</h1>
      <ForeignOrders />
      <Listing
        title="Orders"
        label="orders"
        one="order"
        query={query}
        total={total.data}
        path="/api/orders"
        search={search}
        onChange={change}
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
