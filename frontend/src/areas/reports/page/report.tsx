/** One report: what it finds, in sentences first, and every figure behind them. */

import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ReportAnswer } from '#shared/contracts/api/reports.ts'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { isUnknown, Unknown } from '../../../parts/unknown.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { ReportBooks } from '../parts/books.tsx'
import { ReportFigures } from '../parts/money.tsx'
import { periodName } from '../parts/names.ts'
import { ReportQualityTables } from '../parts/quality.tsx'
import { ReportSignalTables } from '../parts/signals.tsx'
import { IncidentTable, PlanTables, ReportCheckTable, TradeTable } from '../parts/tables.tsx'

export function ReportPage() {
  const { id } = useParams({ from: '/reports/$id' })
  const query = useQuery(read('GET /api/reports/:id', { id }))
  usePageTitle(query.data ? periodName(query.data) : 'Report')
  const panel = (title: string, show: (told: ReportAnswer) => ReactNode) => (
    <Panel title={title} query={query} rows={4}>
      {show}
    </Panel>
  )
  if (isUnknown(query)) return <Unknown what="report" list="/reports" listName="Reports" />
  // Said once: no part of it can be read by itself.
  if (query.isError && query.data === undefined)
    return (
      <div className="space-y-4">
        <Head told={undefined} id={id} />
        {panel('Findings', () => null)}
      </div>
    )
  return (
    <div className="space-y-4">
      <Head told={query.data} id={id} />
      {panel('Findings', ({ body }) => (
        <ul className="list-disc space-y-1 pr-4 pb-4 pl-8">
          {body.findings.map(({ about, says }) => (
            <li key={`${about} ${says}`}>{says}</li>
          ))}
        </ul>
      ))}
      {panel('Money', ({ body }) => (
        <ReportFigures body={body} />
      ))}
      {panel('Trades', ({ body }) => (
        <TradeTable trades={body.trades} />
      ))}
      {panel('What checks saved or cost', ({ body }) => (
        <ReportCheckTable checks={body.checks} />
      ))}
      {panel('Signals, and how they were borne out', ({ body }) => (
        <ReportSignalTables signals={body.signals} />
      ))}
      {panel('Readers and sources', ({ body }) => (
        <ReportQualityTables quality={body.quality} />
      ))}
      {panel('Incidents', ({ body }) => (
        <IncidentTable incidents={body.incidents} more={body.moreIncidents} />
      ))}
      {panel('Held and planned', ({ body }) => (
        <PlanTables planned={body.planned} />
      ))}
      {panel('Held to the books', ({ body }) => (
        <ReportBooks reconciliation={body.reconciliation} />
      ))}
    </div>
  )
}

function Head({ told, id }: { told: ReportAnswer | undefined; id: string }) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-3">
      <div>
        <h1 className="text-20 font-semibold">{told ? periodName(told) : 'Report'}</h1>
        {told && (
          <p className="mt-1 flex flex-wrap gap-x-3 text-muted">
            <span>{told.body.account ? `Account ${told.body.account}` : 'No account yet'}</span>
            <span>
              Version {told.version}, made <When at={told.madeAt} />
            </span>
            {!told.reconciles && (
              <span role="alert" className="font-medium text-down">
                It does not equal the books
              </span>
            )}
          </p>
        )}
      </div>
      {told && (
        <a
          href={`/api/reports/${encodeURIComponent(id)}/html`}
          target="_blank"
          rel="noreferrer"
          className="link h-8"
        >
          To print or keep
        </a>
      )}
    </header>
  )
}
