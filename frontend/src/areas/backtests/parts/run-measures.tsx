/** What a run came to, beside its benchmark; and what it cost. */

import type { BacktestResults } from '#shared/contracts/api/backtest-results.ts'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { count, dollars, percent, signedPercent } from '../../../text/format.ts'
import { ratio } from './backtest-words.ts'

type Row = { name: string; own: string; held: string; says: string }
type Range = { low: number; high: number } | null

const columns: Column<Row>[] = [
  {
    head: 'Measure',
    value: (row) => row.name,
    cell: (row) => (
      <>
        {row.name}
        <span className="block text-12 text-muted wide:hidden">{row.says}</span>
      </>
    ),
  },
  { head: 'Strategy', isNumber: true, value: (row) => row.own, cell: (row) => row.own },
  { head: 'Benchmark', isNumber: true, value: (row) => row.held, cell: (row) => row.held },
  {
    head: 'How sure',
    isWide: true,
    value: (row) => row.says,
    cell: (row) => <span className="text-muted">{row.says}</span>,
  },
]

const share = (value: number | null, digits = 1) =>
  value === null ? '–' : percent(value, digits).replace('-', '−')
const between = (range: Range, say: (value: number) => string) =>
  range ? `95 % of resamples: ${say(range.low)} to ${say(range.high)}` : 'too few sessions to say'

/** The chance of a coin, of random entries and of another order stand beside what was found. */
export function RunMeasures({ results }: { results: BacktestResults }) {
  return (
    <>
      <Table label="Measures" rows={rowsOf(results)} columns={columns} keyOf={(row) => row.name} />
      {results.universe && <Universe held={results.universe} />}
    </>
  )
}

/** What holding everything came to, where the benchmark is an index. */
function Universe({ held }: { held: NonNullable<BacktestResults['universe']> }) {
  return (
    <p className="px-4 pt-2 pb-5 text-muted">
      Bought and held beside it, {held.name}: {signedPercent(held.return, 1)}, Sharpe ratio{' '}
      {ratio(held.sharpe)}, deepest drawdown {share(held.drawdownMax)}.
    </p>
  )
}

function rowsOf({ measures: own, benchmark: held, trials, trades, open }: BacktestResults): Row[] {
  const { orderDrawdowns: order, randomChance } = own
  return [
    {
      name: 'Return',
      own: signedPercent(own.return, 1),
      held: signedPercent(held.return, 1),
      says: between(own.returnInterval, (value) => signedPercent(value, 1)),
    },
    {
      name: 'Sharpe ratio, a year’s',
      own: ratio(own.sharpe),
      held: ratio(held.sharpe),
      says: between(own.sharpeInterval, ratio),
    },
    {
      name: 'Luck alone would do worse',
      own: share(own.sharpeDeflated),
      held: '',
      says: `deflated Sharpe ratio: of the luckiest of ${trials} without skill so many would do worse; under 95 % luck explains it`,
    },
    {
      name: 'Random entries as good',
      own: share(randomChance),
      held: '',
      says:
        randomChance === null
          ? 'no trade could have begun elsewhere'
          : 'the same trades begun by chance, held as long; above 5 % entries show no skill',
    },
    {
      name: 'Deepest drawdown',
      own: share(own.drawdownMax),
      held: share(held.drawdownMax),
      says: order
        ? `the same trades in another order: ${share(order.middle)}, in one of twenty above ${share(order.high)}`
        : 'too few trades to say what another order would have done',
    },
    {
      name: 'Trades',
      own: count(trades),
      held: '',
      says: `${open} open at the end; won ${share(own.winRate)}, profit factor ${ratio(own.profitFactor)}`,
    },
    {
      name: 'Mean share invested',
      own: share(own.exposure),
      held: share(held.exposure),
      says: `bought and sold ${own.turnover.toFixed(1)} times its mean equity`,
    },
  ]
}

export function RunCosts({ results }: { results: BacktestResults }) {
  const { costs, dividends } = results
  const { fees, spread, slippage } = costs
  const whole = [fees, spread, slippage].reduce((sum, one) => sum + Number(one), 0)
  return (
    <NamedValues>
      <NamedValue name="All costs">{dollars(whole)}</NamedValue>
      <NamedValue name="Half the spread">{dollars(spread)}</NamedValue>
      <NamedValue name="Slippage">{dollars(slippage)}</NamedValue>
      <NamedValue name="Fees of sales">{dollars(fees)}</NamedValue>
      <NamedValue name="Dividends received">{dollars(dividends)}</NamedValue>
    </NamedValues>
  )
}
