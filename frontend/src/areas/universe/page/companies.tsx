/** The tracked universe, and where each company's trends stand. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { count, dollars, signedPercent } from '../../../text/format.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { Score, Share, SignedShare, When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'
import type { CompanyRow } from '#shared/contracts/api/universe.ts'
import type { TrendRow } from '#shared/contracts/api/signals.ts'

const companyColumns: Column<CompanyRow>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => <CompanyLink ticker={row.ticker} />,
  },
  { head: 'Name', value: (row) => row.legalName, cell: (row) => row.legalName },
  { head: 'Sector', isWide: true, value: (row) => row.sector, cell: (row) => row.sector },
  {
    head: 'Last close',
    isNumber: true,
    value: (row) => Number(row.close ?? 0),
    cell: (row) => (
      <span title={row.sessionDate ?? undefined}>{row.close ? dollars(row.close) : '–'}</span>
    ),
  },
  {
    head: 'Change',
    isNumber: true,
    value: (row) => row.changePct,
    cell: (row) =>
      row.changePct === null ? (
        '–'
      ) : (
        <span title={signedPercent(row.changePct, 4)}>
          <SignedShare share={row.changePct} />
        </span>
      ),
  },
  {
    head: 'Documents',
    isNumber: true,
    isWide: true,
    value: (row) => row.documents,
    cell: (row) => count(row.documents),
  },
  {
    head: 'Last news',
    isNumber: true,
    isWide: true,
    value: (row) => row.lastPublishedAt,
    cell: (row) => (row.lastPublishedAt ? <When at={row.lastPublishedAt} /> : '–'),
  },
]

const trendColumns: Column<TrendRow>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => (
      <>
        <CompanyLink ticker={row.ticker} />{' '}
        <span className="text-12 text-muted wide:hidden">{row.trendWindow}</span>
      </>
    ),
  },
  { head: 'Window', isWide: true, value: (row) => row.trendWindow, cell: (row) => row.trendWindow },
  {
    head: 'Direction',
    value: (row) => row.direction,
    cell: (row) => <Badge code={row.direction} />,
  },
  {
    head: 'Sentiment',
    isNumber: true,
    value: (row) => row.sentimentMean,
    cell: (row) => <Score score={row.sentimentMean} />,
  },
  {
    head: 'Moved',
    isNumber: true,
    isWide: true,
    value: (row) => row.moved,
    cell: (row) =>
      row.moved === null ? <span className="text-muted">first</span> : <Score score={row.moved} />,
  },
  {
    head: 'Strength',
    isNumber: true,
    isWide: true,
    value: (row) => row.strength,
    cell: (row) => <Share value={row.strength} label="Strength" />,
  },
  {
    head: 'Confidence',
    isNumber: true,
    value: (row) => row.confidence,
    cell: (row) => <Share value={row.confidence} label="Confidence" />,
  },
  {
    head: 'Contradiction',
    isNumber: true,
    isWide: true,
    value: (row) => row.contradiction,
    cell: (row) => <Share value={row.contradiction} label="Contradiction" />,
  },
  {
    head: 'Signals',
    isNumber: true,
    isWide: true,
    value: (row) => row.signalCount,
    cell: (row) => count(row.signalCount),
  },
  {
    head: 'Sources',
    isNumber: true,
    isWide: true,
    value: (row) => row.sourceCount,
    cell: (row) => count(row.sourceCount),
  },
  {
    head: 'As of',
    isNumber: true,
    isWide: true,
    value: (row) => row.asOf,
    cell: (row) => <When at={row.asOf} />,
  },
]

export function CompaniesPage() {
  const companies = useQuery(read('GET /api/companies', { limit: 500 }))
  const trends = useQuery(read('GET /api/trends', { limit: 500 }))
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Companies</h1>
      <Panel
        title="Companies"
        query={companies}
        rows={8}
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'No company is tracked. The seed command fills the universe; the registry adds to it.',
        }}
      >
        {(rows) => (
          <Table
            label="Companies"
            rows={rows}
            columns={companyColumns}
            keyOf={(row) => row.companyId}
            hasTools
          />
        )}
      </Panel>
      <Panel
        title="Trends"
        query={trends}
        rows={8}
        empty={{
          when: (rows) => rows.length === 0,
          words:
            'No trend yet. Aggregation sums up a ticker in five windows as soon as a document about it was understood.',
        }}
      >
        {(rows) => (
          <Table
            label="Trends"
            rows={rows}
            columns={trendColumns}
            keyOf={(row) => row.trendId}
            hasTools
          />
        )}
      </Panel>
    </div>
  )
}
