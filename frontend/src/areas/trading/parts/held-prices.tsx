/** The closes of a trade's life with what was bought and sold, its levels, and the same as a table. */

import { lazy, Suspense, useState } from 'react'
import type { TradePage } from '#shared/contracts/api/trades.ts'
import { Button } from '../../../parts/button.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { dayEt, dollars } from '../../../text/format.ts'
import type { Level, Mark } from './position-chart.tsx'

const PositionChart = lazy(() =>
  import('./position-chart.tsx').then(({ PositionChart: chart }) => ({ default: chart })),
)

type Bar = TradePage['prices']['bars'][number]

export function HeldPrices({ told }: { told: TradePage }) {
  const [isTable, setIsTable] = useState(false)
  const { trade, prices } = told
  const words = (at: string) => (prices.from === 'days' ? at.slice(0, 10) : dayEt(new Date(at)))
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2 px-4 pb-2 text-12 text-muted">
        <span>
          {prices.from === 'days' ? 'Closes of days' : 'Closes of minutes'}. ▲ bought, ▼ sold, at
          the price of the fill.
        </span>
        <Button isSmall aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          {isTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </div>
      {isTable ? (
        <Table
          label="Prices"
          rows={prices.bars}
          columns={columnsOf(words)}
          keyOf={(bar) => bar.at}
        />
      ) : (
        <Suspense fallback={<div className="skeleton mx-4 mb-4 h-72" />}>
          <PositionChart
            name={`Closes of ${trade.ticker} while it was held, with levels and fills, dollars`}
            bars={prices.bars.map(({ at, close }) => ({ day: at, close: Number(close) }))}
            levels={levelsOf(told)}
            marks={marksOf(told)}
            wordsOf={words}
          />
        </Suspense>
      )}
    </>
  )
}

const columnsOf = (words: (at: string) => string): Column<Bar>[] => [
  { head: 'At (ET)', value: (bar) => bar.at, cell: (bar) => words(bar.at) },
  ...(['open', 'high', 'low', 'close'] as const).map((name) => ({
    head: name.charAt(0).toUpperCase() + name.slice(1),
    isNumber: true,
    value: (bar: Bar) => Number(bar[name]),
    cell: (bar: Bar) => dollars(bar[name]),
  })),
]

function levelsOf({ levels, trade }: TradePage): Level[] {
  const all: [string, string | null, string][] = [
    ['bought', trade.entryPrice, 'var(--muted)'],
    ['stop', levels?.stopPrice ?? trade.stopPrice, 'var(--down)'],
    ['target 1', levels?.target1 ?? null, 'var(--up)'],
    ['target 2', levels?.target2 ?? null, 'var(--up)'],
  ]
  return all.flatMap(([name, at, color]) => (at ? [{ name, price: Number(at), color }] : []))
}

const DAY_MS = 86_400_000

/** Each fill at the bar that it fell into; of a day without one it stands by itself. */
function marksOf({ fills, prices: { bars } }: TradePage): Mark[] {
  return fills.map(({ filledAt, price, side }) => {
    const bar = bars.findLast(({ at }) => at <= filledAt)
    const isWithin = bar && Date.parse(filledAt) - Date.parse(bar.at) < DAY_MS
    return { day: isWithin ? bar.at : filledAt, price: Number(price), side }
  })
}
