/** Every order, newest first, and those that others placed. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { ForeignOrders } from '../parts/foreign-orders.tsx'
import { orderColumns } from '../parts/order-columns.tsx'

export function OrdersPage() {
  const query = useQuery(read('GET /api/orders', { limit: 300 }))
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Orders</h1>
      <ForeignOrders />
      <Panel
        title="Orders"
        query={query}
        rows={12}
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'No order yet. One is made when the engine decides to act and risk lets it through.',
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
