/** Prices, one row a bar. */

import { lakeTable } from './fact.ts'

export const marketBarsTable = lakeTable({
  name: 'market_bars',
  jobType: 'market_snapshot',
  says: 'Prices, one row a bar',
  table: 'market_snapshots',
  key: { ticker: 'text', timespan: 'text', starts_at: 'timestamptz' },
  entity: 'ticker',
  isByDay: true,
  moment: 'starts_at',
  columns: {
    ticker: ['text', 'what was traded'],
    timespan: ['text', 'length of the bar: 1d, a day'],
    starts_at: ['timestamp', 'when the bar begins'],
    session_date: ['date', 'the session, New York'],
    open: ['decimal', 'first price, dollars'],
    high: ['decimal', 'highest price, dollars'],
    low: ['decimal', 'lowest price, dollars'],
    close: ['decimal', 'last price, dollars'],
    volume: ['decimal', 'shares traded'],
    vwap: ['decimal', 'price weighted by volume, dollars'],
    basis: ['text', 'raw, or adjusted for splits'],
    vendor: ['text', 'who told it'],
    fetched_at: ['timestamp', 'when it was fetched, business time'],
  },
})
