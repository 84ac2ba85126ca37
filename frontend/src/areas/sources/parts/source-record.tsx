/** How often prices bore out what a source's documents said, and who publishes them. */

import type { UseQueryResult } from '@tanstack/react-query'
import type { SourcePage } from '#shared/contracts/api/sources.ts'
import { Panel } from '../../../parts/panel.tsx'
import { publisherColumns } from '../../../parts/publisher-columns.tsx'
import { Table } from '../../../parts/table.tsx'
import {
  meaningBorneOut,
  rangeBorneOut,
  shareBorneOut,
  whyNotCounted,
} from '../../../text/borne-out.ts'

export function SourceRecord({ query }: { query: UseQueryResult<SourcePage> }) {
  return (
    <Panel title={titleOf(query.data)} query={query} rows={2} className="lg:col-span-12">
      {({ source: { record }, publishers }) => (
        <>
          <p className="max-w-prose px-4 pb-3 text-muted">
            {whyNotCounted(record) ??
              'What it says of a company before a session is one claim, however many documents say it. It is borne out where the session then moves that way, against all companies. Half is chance.'}
          </p>
          {record !== null && publishers.length > 0 && (
            <Table
              label="Publishers of its newest documents, whichever source brought them"
              rows={publishers}
              columns={publisherColumns}
              keyOf={({ domain }) => domain}
            />
          )}
        </>
      )}
    </Panel>
  )
}

/** One question, its answer as the title. */
function titleOf(told: SourcePage | undefined): string {
  const record = told?.source.record
  const share = record ? shareBorneOut(record) : null
  if (!record || share === null) return 'How often prices bore it out'
  return `Prices bore out ${share} things it said (${rangeBorneOut(record)}): ${meaningBorneOut(record)}`
}
