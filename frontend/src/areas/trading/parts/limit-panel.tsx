/** Each limit: what is found, where it binds, and how much room is left. */

import { count, dollars, percent } from '../../../text/format.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import type { LimitRow } from '#shared/contracts/api/engine.ts'
import type { Status } from './standing-panel.tsx'
import { Used } from './used.tsx'

const names: Readonly<Record<string, string>> = {
  positions_max: 'Positions at most',
  sectors_max: 'Sectors at most',
  position_pct_max: 'One position, of equity',
  position_value_max: 'One position, by risk',
  position_cap: 'One position, by settings',
  sector_pct_max: 'One sector, of equity',
  daily_loss_pct_max: 'Lost today, of equity',
  active_pool_minimum: 'Active pool at least',
}

function amount(unit: LimitRow['unit'], value: number | null): string {
  if (value === null) return '–'
  if (unit === 'share') return percent(value, 1).replace('-', '−')
  return unit === 'dollars' ? dollars(value) : count(value)
}

/** Of the limit that is used up; below the pool's minimum, nothing is left. */
function used({ limit, found, most }: LimitRow): number {
  if (found === null || !most) return 0
  return limit === 'active_pool_minimum' ? most / Math.max(found, most) : found / most
}

const columns: Column<LimitRow>[] = [
  {
    head: 'Limit',
    value: (row) => names[row.limit] ?? row.limit,
    cell: (row) => (
      <>
        <span title={row.limit}>{names[row.limit] ?? row.limit.replaceAll('_', ' ')}</span>
        {row.of && <span className="block text-12 text-muted">closest: {row.of}</span>}
      </>
    ),
  },
  {
    head: 'Found',
    isNumber: true,
    value: (row) => row.found,
    cell: (row) => amount(row.unit, row.found),
  },
  {
    head: 'At',
    isNumber: true,
    value: (row) => row.most,
    cell: (row) => <span className="text-muted">{amount(row.unit, row.most)}</span>,
  },
  {
    head: 'Left',
    isNumber: true,
    value: (row) => row.left,
    cell: (row) => (
      <span className={row.left !== null && row.left <= 0 ? 'font-semibold text-warn' : ''}>
        {amount(row.unit, row.left)}
      </span>
    ),
  },
  {
    head: 'Used',
    isNumber: true,
    isWide: true,
    value: used,
    cell: (row) => <Used share={used(row)} />,
  },
]

export function LimitPanel({ status }: { status: Status }) {
  return (
    <Panel title={titleOf(status.data?.limits)} query={status} rows={8}>
      {({ limits }) => (
        <Table label="Limits" rows={limits} columns={columns} keyOf={(row) => row.limit} />
      )}
    </Panel>
  )
}

function titleOf(limits: readonly LimitRow[] | undefined): string {
  if (!limits) return 'Limits'
  const bound = limits.filter(({ left }) => left !== null && left <= 0).length
  if (bound === 0) return 'Limits: there is room in every one'
  return `Limits: ${bound} of ${limits.length} used up`
}
