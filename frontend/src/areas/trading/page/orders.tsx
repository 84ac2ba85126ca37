/** Every order, newest first, and those that others placed. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '../../../api/read.ts'
import { Choices } from '../../../parts/choices.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { ForeignOrders } from '../parts/foreign-orders.tsx'
import { orderColumns } from '../parts/order-columns.tsx'

const choices = [
  ['', 'All'],
  ['open', 'Open'],
  ['filled', 'Filled'],
  ['rejected', 'Refused'],
  ['canceled', 'Cancelled'],
  ['expired', 'Expired'],
] as const

export function OrdersPage() {
  const [state, setState] = useState<(typeof choices)[number][0]>('')
  const query = useQuery(read('GET /api/orders', { limit: 300, state }))
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Orders</h1>
      <ForeignOrders />
      <Panel
        title="Orders"
        query={query}
        rows={12}
        aside={
          <Choices label="Which orders" choices={choices} chosen={state} onChoose={setState} />
        }
        empty={{
          when: (rows) => rows.length === 0,
          words:
            state === ''
              ? 'No order yet. One is made when the engine decides to act and risk lets it through.'
              : 'No order stands so.',
        }}
      >
        {(rows) => (
          <Table
            label="Orders"
            rows={rows}
            columns={orderColumns}
            keyOf={(row) => row.orderId}
            hasTools
          />
        )}
      </Panel>
    </div>
  )
}
