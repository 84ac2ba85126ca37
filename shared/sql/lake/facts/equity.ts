/** What an account was worth, each time it was valued. */

import { lakeTable } from './fact.ts'

export const equityTable = lakeTable({
  name: 'equity',
  jobType: 'pnl_snapshot',
  says: 'What an account was worth, each time it was valued',
  table: 'portfolio_snapshots',
  key: { account_id: 'text', taken_at: 'timestamptz' },
  entity: 'account_id',
  isByDay: true,
  moment: 'taken_at',
  columns: {
    account_id: ['text', 'the account'],
    taken_at: ['timestamp', 'when, business time'],
    session_date: ['date', 'the session, New York'],
    cash: ['decimal', 'dollars'],
    positions_value: ['decimal', 'dollars'],
    equity: ['decimal', 'cash and positions, dollars'],
    realised_pnl: ['decimal', 'profit of what was sold, dollars'],
    unrealised_pnl: ['decimal', 'profit of what is held, dollars'],
    reserve: ['decimal', 'set aside, dollars'],
    active_pool: ['decimal', 'what may be traded with, dollars'],
    open_positions: ['integer', 'how many are held'],
    highest_equity: ['decimal', 'the highest there was, flows taken along, dollars'],
    flows: ['decimal', 'paid in less taken out since the beginning, dollars'],
  },
})
