/** Every fill of an order. */

import { lakeTable } from './fact.ts'

export const fillsTable = lakeTable({
  name: 'fills',
  jobType: 'trade_fill',
  says: 'Every fill of an order',
  table: 'order_fills',
  key: { account_id: 'text', execution_id: 'text' },
  entity: 'execution_id',
  moment: 'filled_at',
  columns: {
    account_id: ['text', 'the account it is of'],
    execution_id: ['text', 'the fill, as the broker names it'],
    filled_at: ['timestamp', 'when it was filled'],
    recorded_at: ['timestamp', 'when we learned of it, business time'],
    order_id: ['text', 'our order; none where it is of a foreign one'],
    broker_order_id: ['text', 'the order, as the broker names it'],
    ticker: ['text', 'what was traded'],
    side: ['text', 'buy or sell'],
    quantity: ['decimal', 'shares'],
    price: ['decimal', 'dollars a share'],
    fee: ['decimal', 'dollars'],
    busted_at: ['timestamp', 'when the exchange took it back'],
  },
})
