/** The closes of a ticker with the days on which a run bought and sold it. */

import { useQuery } from '@tanstack/react-query'
import {
  Area,
  AreaChart,
  CartesianGrid,
  ReferenceDot,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { BacktestPrices, BacktestTradeRow } from '#shared/contracts/api/backtests.ts'
import { read } from '../../../api/read.ts'
import { areaLook, tooltipLook } from '../../../parts/chart-look.ts'
import { dollars } from '../../../text/format.ts'

const tick = { fill: 'var(--muted)', fontSize: 12 }

type Props = { runId: string; ticker: string; trades: readonly BacktestTradeRow[] }

export function TradePrices({ runId, ticker, trades }: Props) {
  const query = useQuery(read('GET /api/trading/backtest/:id/prices', { id: runId, ticker }))
  if (query.isError)
    return (
      <p role="alert" className="px-4 pb-2 text-down">
        Could not read its prices: {query.error.message}
      </p>
    )
  if (query.data?.ticker !== ticker) return <div className="skeleton mx-4 mb-4 h-64" />
  return <Prices prices={query.data} trades={trades.filter((one) => one.ticker === ticker)} />
}

function Prices({
  prices: { ticker, closes, since },
  trades,
}: {
  prices: BacktestPrices
  trades: readonly BacktestTradeRow[]
}) {
  const data = closes.map(({ date, close }) => ({ date, close: Number(close) }))
  const closeOf = new Map(data.map(({ date, close }) => [date, close]))
  const marks = trades
    .flatMap(({ tradeId, entryDate, exitDate, isOpen }) => [
      { key: `${tradeId} in`, date: entryDate, isBuy: true },
      ...(isOpen ? [] : [{ key: `${tradeId} out`, date: exitDate, isBuy: false }]),
    ])
    // Of a bar that is gone there is no height to draw it at.
    .filter(({ date }) => closeOf.has(date))
  if (data.length === 0)
    return <p className="px-4 pb-2 text-muted">No price of {ticker} is stored of these days.</p>
  return (
    <>
      <p className="px-4 pb-1 text-12 text-muted">
        Closes of {ticker}, splits taken out. ▲ bought, ▼ sold at the open of the day; at the height
        of its close.
      </p>
      {since > 0 && (
        <p className="px-4 pb-1 text-12 text-warn">
          {since} of {closes.length} bars came or were revised after it was asked for: what it went
          over was other.
        </p>
      )}
      <div
        className="mx-2 mb-3 h-64"
        role="img"
        aria-label={`Closes of ${ticker}, dollars, with ${marks.length} purchases and sales`}
      >
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart
            data={data}
            margin={{ top: 18, right: 24, bottom: 0, left: 4 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="date" minTickGap={56} tick={tick} stroke="var(--line)" />
            <YAxis
              domain={['auto', 'auto']}
              width={84}
              tickFormatter={(value: number) => dollars(value)}
              tick={tick}
              stroke="var(--line)"
            />
            <Tooltip {...tooltipLook} formatter={(value) => [dollars(Number(value)), 'Close']} />
            <Area dataKey="close" {...areaLook} />
            {marks.map(({ key, date, isBuy }) => (
              <ReferenceDot
                key={key}
                x={date}
                y={closeOf.get(date) ?? 0}
                r={4}
                fill={isBuy ? 'var(--up)' : 'var(--down)'}
                stroke="var(--surface)"
                label={{
                  value: isBuy ? '▲' : '▼',
                  position: isBuy ? 'bottom' : 'top',
                  fill: 'var(--text)',
                  fontSize: 11,
                }}
              />
            ))}
          </AreaChart>
        </ResponsiveContainer>
      </div>
    </>
  )
}
