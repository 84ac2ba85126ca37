/** Every order, as it stands. */

import { lakeTable } from './fact.ts'

export const ordersTable = lakeTable({
  name: 'orders',
  jobType: 'trade_order',
  says: 'Every order, as it stands',
  table: 'orders',
  key: { order_id: 'uuid' },
  moment: 'intended_at',
  columns: {
    order_id: ['text', 'the order'],
    account_id: ['text', 'the account it is of'],
    intended_at: ['timestamp', 'when it was decided to be sent, business time'],
    posted_at: ['timestamp', 'when it was put to the broker last'],
    submitted_at: ['timestamp', 'when the broker had it'],
    closed_at: ['timestamp', 'when it ended'],
    decision_id: ['text', 'the decision it carries out'],
    risk_evaluation_id: ['text', 'the checks it passed'],
    client_order_id: ['text', 'the id we gave it'],
    broker_order_id: ['text', 'the id the broker gave it'],
    ticker: ['text', 'what is ordered'],
    sector: ['text', 'its sector'],
    side: ['text', 'buy or sell'],
    order_type: ['text', 'market, limit, stop or stop_limit'],
    quantity: ['decimal', 'shares ordered'],
    limit_price: ['decimal', 'dollars'],
    stop_price: ['decimal', 'dollars'],
    reference_price: ['decimal', 'price when it was decided, dollars'],
    state: ['text', 'where it stands'],
    filled_quantity: ['decimal', 'shares filled'],
    filled_price_avg: ['decimal', 'mean price of what was filled, dollars'],
    protects: ['boolean', 'true of a stop that rests at the broker'],
    end_code: ['text', 'how it ended, as a code'],
    reject_reason: ['text', 'why it was refused, in the words of who refused'],
  },
})
