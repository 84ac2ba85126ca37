/** What was held at the end of each New York day. */

import { lakeTable } from './fact.ts'

export const positionDaysTable = lakeTable({
  name: 'position_days',
  jobType: 'positions_snapshot',
  says: 'What was held at the end of each New York day',
  table: 'position_days',
  key: { account_id: 'text', day_date: 'date', ticker: 'text' },
  entity: 'ticker',
  isByDay: true,
  moment: 'taken_at',
  columns: {
    account_id: ['text', 'the account'],
    day_date: ['date', 'the New York day that ended'],
    ticker: ['text', 'what was held'],
    taken_at: ['timestamp', 'when it was looked at, business time'],
    sector: ['text', 'its sector'],
    quantity: ['decimal', 'shares'],
    entry_price_avg: ['decimal', 'mean price paid, dollars'],
    mark_price: ['decimal', 'price it is valued at, dollars'],
    marked_at: ['timestamp', 'when that price was'],
    opened_at: ['timestamp', 'when it was bought first'],
    realised_pnl: ['decimal', 'profit of what was sold of it, dollars'],
  },
})
