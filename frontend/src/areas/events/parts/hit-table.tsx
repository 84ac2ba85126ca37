/** Companies an event hits, and the parts that make each number. */

import type { HitRow } from '#shared/contracts/api/events.ts'
import { Arrow } from '../../../parts/arrow.tsx'
import {
  componentNames,
  componentsInWords,
  componentText,
  nameOfComponent,
} from '../../../parts/components.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { Share } from '../../../parts/figures.tsx'
import { Table, type Column } from '../../../parts/table.tsx'

const fixed: Column<HitRow>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => <CompanyLink ticker={row.ticker} />,
  },
  { head: 'Name', isWide: true, value: (row) => row.legalName, cell: (row) => row.legalName },
  {
    head: 'Sector',
    isWide: true,
    value: (row) => row.sector,
    cell: (row) => <span className="whitespace-nowrap">{row.sector}</span>,
  },
  {
    head: 'Impact',
    isNumber: true,
    value: (row) => row.score * (row.direction || 1),
    cell: (row) => (
      <>
        <Arrow sign={row.direction} /> <Share value={row.score} label="Impact" />
      </>
    ),
  },
]

export function HitTable({ hits }: { hits: readonly HitRow[] }) {
  const parts = componentNames(hits).map((name): Column<HitRow> => ({
    head: nameOfComponent(name),
    isNumber: true,
    isWide: true,
    value: (row) => componentText(row.components[name]),
    cell: (row) => componentText(row.components[name]),
  }))
  const why: Column<HitRow> = {
    head: 'Why',
    value: (row) => componentsInWords(row.components),
    cell: (row) => (
      <span className="text-12 text-muted wide:hidden">{componentsInWords(row.components)}</span>
    ),
  }
  return (
    <>
      <p className="max-w-prose px-4 pb-2 text-12 text-muted">
        Impact = severity × overlap × reach × confidence of the event, where the overlap is 0.35 ×
        geography + 0.25 × supply + 0.25 × commodity + 0.15 × sector, each the share of the company
        that the event touches.
      </p>
      <Table
        label="Whom it hits"
        rows={hits}
        columns={[...fixed, ...parts, why]}
        keyOf={(row) => row.macroImpactId}
        hasTools
      />
    </>
  )
}
