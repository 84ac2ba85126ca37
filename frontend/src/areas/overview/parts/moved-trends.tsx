/** The trends that moved most since the reading before. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TrendRow } from '#shared/contracts/api/signals.ts'
import { read } from '../../../api/read.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { Score } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'

const FEW = 8
/** A window that ran empty says nothing. */
const hasSignals = ({ signalCount }: TrendRow) => signalCount > 0

export function MovedTrends() {
  const query = useQuery(read('GET /api/trends', { limit: FEW }))
  return (
    <Panel
      title="Trends that moved most"
      query={query}
      rows={FEW}
      className="min-h-88 wide:col-span-5"
      aside={
        <Link to="/companies" className="link text-12">
          Companies
        </Link>
      }
      empty={{
        when: (rows) => !rows.some(hasSignals),
        words:
          'No trend yet. Aggregation sums up a ticker as soon as a document about it was understood.',
      }}
    >
      {(rows) => (
        <Table
          label="Trends that moved most"
          rows={rows.filter(hasSignals)}
          keyOf={(row) => row.trendId}
          columns={[
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
            {
              head: 'Window',
              isWide: true,
              value: (row) => row.trendWindow,
              cell: (row) => row.trendWindow,
            },
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
              value: (row) => row.moved,
              cell: (row) =>
                row.moved === null ? (
                  <span className="text-muted">first</span>
                ) : (
                  <Score score={row.moved} />
                ),
            },
          ]}
        />
      )}
    </Panel>
  )
}
