/** What trends said before sessions and what those did, and what was made of it. */

import type { ReportSignals } from '#shared/contracts/api/report-body.ts'
import { Table } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { count } from '../../../text/format.ts'
import { Nothing } from './nothing.tsx'
import { CountedShares } from './shares.tsx'

export function ReportSignalTables({ signals }: { signals: ReportSignals }) {
  return (
    <div className="grid grid-cols-1 gap-x-4 lg:grid-cols-2">
      <div className="min-w-0">
        {signals.byWindow.length === 0 ? (
          <Nothing>No trend took a side before a session whose prices are known.</Nothing>
        ) : (
          <>
            <CountedShares label="Window" shares={signals.byWindow} />
            <CountedShares label="Catalyst" shares={signals.byCatalyst} />
          </>
        )}
      </div>
      <div className="min-w-0">
        <Counts
          label="Recommendations"
          none="No recommendation was made."
          rows={signals.recommendations.map((one) => ({
            name: `${wordsFor(one.action)}, ${wordsFor(one.mode).toLowerCase()}`,
            count: one.count,
          }))}
        />
        <Counts
          label="Decisions"
          none="Nothing was decided."
          rows={signals.decisions.map((one) => ({
            name: `${one.kind}, ${wordsFor(one.action).toLowerCase()}: ${wordsFor(one.code)}`,
            count: one.count,
          }))}
        />
      </div>
    </div>
  )
}

type CountsProps = { label: string; none: string; rows: readonly { name: string; count: number }[] }

export function Counts({ label, none, rows }: CountsProps) {
  if (rows.length === 0) return <Nothing>{none}</Nothing>
  return (
    <Table
      label={label}
      rows={rows}
      keyOf={({ name }) => name}
      columns={[
        { head: label, value: ({ name }) => name, cell: ({ name }) => name },
        {
          head: 'Count',
          isNumber: true,
          value: (row) => row.count,
          cell: (row) => count(row.count),
        },
      ]}
    />
  )
}
