/** Each strategy's weight beside the equal one, and what its closed trades on paper made. */

import type { StrategyBoard } from '#shared/contracts/api/strategy-weights.ts'
import { SignedMoney } from '../../../parts/figures.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count, percent, signedPercent } from '../../../text/format.ts'
import { strategyName } from '../../../text/strategy-names.ts'

type Row = StrategyBoard['strategies'][number]

const NONE = <span className="text-muted">–</span>

const columns: Column<Row>[] = [
  {
    head: 'Strategy',
    value: ({ strategy }) => strategyName(strategy),
    cell: ({ strategy, summary }) => (
      <>
        <span className="font-medium">{strategyName(strategy)}</span>
        <span className="hidden max-w-80 text-12 whitespace-normal text-muted md:block">
          {summary}
        </span>
      </>
    ),
  },
  {
    head: 'Weight',
    isNumber: true,
    value: ({ weight }) => weight,
    cell: ({ weight, equalWeight }) =>
      weight === null || equalWeight === null ? (
        NONE
      ) : (
        <>
          {percent(weight, 1)}
          <span className="block text-12 text-muted">equal {percent(equalWeight, 1)}</span>
        </>
      ),
  },
  {
    head: 'Made a trade',
    isNumber: true,
    value: ({ record }) => record.made,
    cell: ({ record: { made, interval } }) =>
      made === null ? (
        NONE
      ) : (
        <>
          <span className={interval && isShown(interval) ? 'font-semibold' : undefined}>
            {signedPercent(made)}
          </span>
          <span className="block text-12 whitespace-nowrap text-muted">
            {interval
              ? `${signedPercent(interval.low)} to ${signedPercent(interval.high)}`
              : 'too few days'}
          </span>
        </>
      ),
  },
  {
    head: 'Closed',
    isNumber: true,
    isWide: true,
    value: ({ record }) => record.trades,
    cell: ({ record: { trades, won } }) => (
      <>
        {count(trades)}
        <span className="block text-12 whitespace-nowrap text-muted">
          {trades > 0 ? `${percent(won / trades)} won` : ''}
        </span>
      </>
    ),
  },
  {
    head: 'Profit',
    isNumber: true,
    isWide: true,
    value: ({ record }) => Number(record.profit),
    cell: ({ record }) => <SignedMoney amount={record.profit} />,
  },
  {
    head: 'Days',
    isNumber: true,
    isWide: true,
    value: ({ record }) => record.days,
    cell: ({ record }) => count(record.days),
  },
  {
    head: 'Held',
    isNumber: true,
    isWide: true,
    value: ({ open }) => open,
    cell: ({ open, waiting }) =>
      waiting > 0 ? `${count(open)}, ${count(waiting)} wait` : count(open),
  },
]

export function Records({ strategies }: { strategies: readonly Row[] }) {
  return (
    <Table
      label="Strategies"
      rows={strategies}
      columns={columns}
      keyOf={({ strategy }) => strategy}
    />
  )
}

const isShown = ({ low, high }: { low: number; high: number }) => low > 0 || high < 0
