/** Trades of a run, page by page, and on the prices of the ticker that is chosen. */

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { BacktestTradeRow } from '#shared/contracts/api/backtests.ts'
import { read } from '../../../api/read.ts'
import { ChoiceField } from '../../../parts/field.tsx'
import { SignedMoney, SignedShare } from '../../../parts/figures.tsx'
import { Older } from '../../../parts/older.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { dollars, shares } from '../../../text/format.ts'

const TradePrices = lazy(() =>
  import('./trade-prices.tsx').then(({ TradePrices: component }) => ({ default: component })),
)
const SHOWN = 100

const cost = ({ fees, spread, slippage }: BacktestTradeRow) =>
  Number(fees) + Number(spread) + Number(slippage)
const made = ({ profit, paid }: BacktestTradeRow) =>
  Number(paid) > 0 ? Number(profit) / Number(paid) : 0

const columns: Column<BacktestTradeRow>[] = [
  { head: 'Ticker', value: (row) => row.ticker, cell: (row) => row.ticker },
  { head: 'Bought', value: (row) => row.entryDate, cell: (row) => row.entryDate },
  {
    head: 'Sold',
    value: (row) => row.exitDate,
    cell: (row) => (row.isOpen ? <span className="text-muted">open</span> : row.exitDate),
  },
  {
    head: 'Profit',
    isNumber: true,
    value: (row) => Number(row.profit),
    cell: (row) => <SignedMoney amount={row.profit} />,
  },
  {
    head: 'Of what it cost',
    isNumber: true,
    isWide: true,
    value: made,
    cell: (row) => <SignedShare share={made(row)} />,
  },
  {
    head: 'Shares',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.quantity),
    cell: (row) => shares(row.quantity),
  },
  {
    head: 'Paid',
    isNumber: true,
    isWide: true,
    value: (row) => Number(row.paid),
    cell: (row) => dollars(row.paid),
  },
  { head: 'Costs', isNumber: true, isWide: true, value: cost, cell: (row) => dollars(cost(row)) },
  { head: 'Why it ended', isWide: true, value: (row) => row.why, cell: (row) => row.why },
]

export function RunTrades({ runId, tickers }: { runId: string; tickers: readonly string[] }) {
  const [ticker, setTicker] = useState('')
  const [after, setAfter] = useState<string>()
  const query = useQuery(
    read('GET /api/trading/backtest/:id/trades', {
      id: runId,
      ticker,
      limit: SHOWN,
      ...(after === undefined ? {} : { after }),
    }),
  )
  const choose = (chosen: string) => {
    setTicker(chosen)
    setAfter(undefined)
  }
  return (
    <Panel
      title="Trades"
      query={query}
      rows={8}
      aside={
        <div className="w-36 pt-1">
          <ChoiceField
            name="Ticker"
            value={ticker}
            onChange={choose}
            choices={[['', 'all'], ...tickers.map((one) => [one, one] as const)]}
          />
        </div>
      }
    >
      {(rows) => (
        <>
          {ticker === '' ? (
            <p className="px-4 pb-2 text-12 text-muted">
              Newest first. Choose a ticker to see its trades on its prices.
            </p>
          ) : (
            <Suspense fallback={<div className="skeleton mx-4 mb-4 h-64" />}>
              <TradePrices runId={runId} ticker={ticker} trades={rows} />
            </Suspense>
          )}
          {rows.length === 0 ? (
            <p className="px-4 pb-4 text-muted">
              {ticker === '' ? 'It never traded.' : `It never traded ${ticker}.`}
            </p>
          ) : (
            <Table label="Trades" rows={rows} columns={columns} keyOf={(row) => row.tradeId} />
          )}
          <Older
            label="trades"
            after={after}
            last={rows.length === SHOWN ? rows.at(-1)?.tradeId : undefined}
            onGo={setAfter}
          />
        </>
      )}
    </Panel>
  )
}
