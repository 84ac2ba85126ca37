/** Two settings over their values: what each pair made by its colour, the strategy's neighbours around it. */

import type { BacktestResults } from '#shared/contracts/api/backtest-results.ts'
import { Table, type Column } from '../../../parts/table.tsx'
import { percent, signedPercent } from '../../../text/format.ts'
import { peakSaid, ratio } from './backtest-words.ts'

type SettingsMap = NonNullable<NonNullable<BacktestResults['swept']>['map']>
type Cell = SettingsMap['cells'][number]

const share = (value: number | null) => (value === null ? '–' : percent(value))

export function RunMap({ map }: { map: SettingsMap }) {
  const { along, down, cells, peak } = map
  const reach = Math.max(0.1, ...cells.map(({ sharpe }) => Math.abs(sharpe ?? 0)))
  return (
    <>
      <p className="max-w-prose px-4 pb-3 text-muted">{peakSaid(map)}</p>
      <div className="overflow-x-auto px-4 pb-3">
        <table className="border-separate border-spacing-1">
          <caption className="pb-1 text-left text-12 text-muted">
            Sharpe ratio. Along: {along.name}. Down: {down.name}.
          </caption>
          <thead>
            <tr>
              <td />
              {along.values.map((value) => (
                <th key={value} scope="col" className="px-2 text-12 font-normal text-muted">
                  {value}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {down.values.map((value, row) => (
              <tr key={value}>
                <th scope="row" className="pr-2 text-right text-12 font-normal text-muted">
                  {value}
                </th>
                {along.values.map((_, place) => (
                  <HeatCell
                    key={place}
                    cell={cells.find((one) => one.down === row && one.along === place)}
                    reach={reach}
                    isBest={
                      peak !== null &&
                      cells.some(
                        (one) => one.name === peak.name && one.down === row && one.along === place,
                      )
                    }
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <details className="px-4 pb-4">
        <summary className="link cursor-pointer">As a table</summary>
        <Table
          label="Other settings"
          rows={cells}
          columns={columns}
          keyOf={({ name }: Cell) => name}
        />
      </details>
    </>
  )
}

function HeatCell({
  cell,
  reach,
  isBest,
}: {
  cell: Cell | undefined
  reach: number
  isBest: boolean
}) {
  const sharpe = cell?.sharpe ?? null
  return (
    <td
      title={cell && `${cell.name}: ${signedPercent(cell.return, 1)}`}
      className={`relative min-w-16 overflow-hidden rounded border px-2 py-2 text-center ${isBest ? 'border-accent font-semibold' : 'border-line'}`}
    >
      <span
        aria-hidden="true"
        className={`absolute inset-0 ${(sharpe ?? 0) >= 0 ? 'bg-up' : 'bg-down'}`}
        style={{ opacity: 0.4 * (Math.abs(sharpe ?? 0) / reach) }}
      />
      <span className="relative">
        {ratio(sharpe)}
        {isBest && <span className="ml-1 text-12 font-normal">best</span>}
      </span>
    </td>
  )
}

const number = (head: string, of: (row: Cell) => number | null, said: (row: Cell) => string) => ({
  head,
  isNumber: true,
  value: (row: Cell) => of(row) ?? Number.NEGATIVE_INFINITY,
  cell: said,
})

const columns: Column<Cell>[] = [
  { head: 'Settings', value: ({ name }) => name, cell: ({ name }) => name },
  number(
    'Return',
    ({ return: made }) => made,
    ({ return: made }) => signedPercent(made, 1),
  ),
  number(
    'Sharpe',
    ({ sharpe }) => sharpe,
    ({ sharpe }) => ratio(sharpe),
  ),
  number(
    'Not luck',
    ({ sharpeDeflated }) => sharpeDeflated,
    ({ sharpeDeflated }) => share(sharpeDeflated),
  ),
  {
    ...number(
      'Around it',
      ({ around }) => around,
      ({ around }) => ratio(around),
    ),
    isWide: true,
  },
  {
    ...number(
      'Spread',
      ({ spread }) => spread,
      ({ spread }) => ratio(spread),
    ),
    isWide: true,
  },
]
