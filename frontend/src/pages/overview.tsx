/** The first page: money, the pipeline, what moved, what came in, what was decided, what needs a person. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { deadLettersQuery, decisionsQuery, documentsQuery, overviewQuery, pipelineQuery, trendsQuery } from '../api.ts'
import { DeadLetterTable } from '../parts/dead-letter-table.tsx'
import { EquityPanel } from '../parts/equity-panel.tsx'
import { Score, When } from '../parts/figures.tsx'
import { Panel } from '../parts/panel.tsx'
import { Table } from '../parts/table.tsx'
import { Badge, Code } from '../parts/words.tsx'
import { PipelinePicture } from '../pipeline/picture.tsx'

const FEW = 8

export function OverviewPage() {
  return (
    <div className="grid grid-cols-1 gap-3 md:gap-4 lg:grid-cols-12">
      <h1 className="sr-only">Overview</h1>
      <EquityPanel className="lg:col-span-8" />
      <LatestDecisions />
      <PipelinePanel />
      <MovedTrends />
      <NewestDocuments />
      <NeedsYou />
    </div>
  )
}

function PipelinePanel() {
  const pipeline = useQuery(pipelineQuery())
  const overview = useQuery(overviewQuery())
  return (
    <Panel title="Pipeline" query={pipeline} rows={6} className="lg:col-span-12"
      aside={<Link to="/pipeline" className="link text-12">Every stage in numbers</Link>}>
      {(data) => <PipelinePicture pipeline={data} isEnabled={overview.data?.pipeline.switch.enabled ?? true} />}
    </Panel>
  )
}

function LatestDecisions() {
  const query = useQuery(decisionsQuery({ limit: FEW }))
  return (
    <Panel title="Latest decisions and orders" query={query} rows={FEW} className="lg:col-span-4"
      aside={<Link to="/decisions" className="link text-12">All</Link>}
      empty={{ when: (rows) => rows.length === 0, words: 'No decision yet. The trading engine writes one for every recommendation it looks at, to act or not, as soon as a trend gives rise to a recommendation.' }}>
      {(rows) => (
        <ul className="pb-2">
          {rows.map((row) => (
            <li key={row.decisionId} className="flex min-h-8 items-baseline gap-2 px-4 py-1">
              <strong className="w-14 shrink-0 font-semibold">{row.ticker}</strong>
              <span className="min-w-0 flex-1">
                {row.orderId && row.orderState
                  ? <Link to="/orders/$id" params={{ id: row.orderId }} className="hover:underline"><Badge code={row.side ?? 'act'} /> <Badge code={row.orderState} /></Link>
                  : <Code code={row.code} />}
              </span>
              <span className="text-12 text-muted"><When at={row.decidedAt} /></span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function MovedTrends() {
  const query = useQuery(trendsQuery({ limit: FEW }))
  return (
    <Panel title="Trends that moved most" query={query} rows={FEW} className="lg:col-span-5"
      aside={<Link to="/companies" className="link text-12">Companies</Link>}
      empty={{ when: (rows) => rows.length === 0, words: 'No trend yet. Aggregation sums up a ticker as soon as a document about it was understood.' }}>
      {(rows) => (
        <Table label="Trends that moved most" rows={rows} keyOf={(row) => row.trendId} columns={[
          { head: 'Ticker', value: (row) => row.ticker, cell: (row) => <strong className="font-semibold">{row.ticker}</strong> },
          { head: 'Window', value: (row) => row.trendWindow, cell: (row) => row.trendWindow },
          { head: 'Direction', value: (row) => row.direction, cell: (row) => <Badge code={row.direction} /> },
          { head: 'Sentiment', isNumber: true, value: (row) => row.sentimentMean, cell: (row) => <Score score={row.sentimentMean} /> },
          { head: 'Moved', isNumber: true, value: (row) => row.moved, cell: (row) => row.moved === null ? <span className="text-muted">first</span> : <Score score={row.moved} /> },
        ]} />
      )}
    </Panel>
  )
}

function NewestDocuments() {
  const query = useQuery(documentsQuery({ limit: FEW }))
  return (
    <Panel title="Newest documents" query={query} rows={FEW} className="lg:col-span-4"
      aside={<Link to="/documents" className="link text-12">All</Link>}
      empty={{ when: (rows) => rows.length === 0, words: 'Nothing has come in. The scheduler asks every source in turn; news, filings and pages appear here as they are stored.' }}>
      {(rows) => (
        <ul className="pb-2">
          {rows.map((row) => (
            <li key={row.documentId} className="px-4 py-1.5">
              <Link to="/documents/$id" params={{ id: row.documentId }} className="line-clamp-1 font-medium hover:underline">{row.title || 'Untitled'}</Link>
              <p className="flex flex-wrap gap-x-2 text-12 text-muted">
                {row.tickers.length > 0 && <span className="text-text">{row.tickers.slice(0, 4).join(' ')}</span>}
                <span>{row.publisher}</span>
                <When at={row.publishedAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function NeedsYou() {
  const query = useQuery(deadLettersQuery({ limit: 5 }))
  return (
    <Panel title="Needs you" query={query} rows={4} className="lg:col-span-3"
      aside={<Link to="/pipeline" hash="dead-letters" className="link text-12">Dead letters</Link>}
      empty={{ when: (rows) => rows.length === 0, words: 'Nothing waits for you. A job that fails too often, or that no retry can help, appears here with its reason.' }}>
      {(rows) => <DeadLetterTable rows={rows} isShort />}
    </Panel>
  )
}
