/** What happened to rivals and reaches a company, and what happened to it and reaches them. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { Arrow } from '../../../parts/arrow.tsx'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { DocumentLink } from '../../../parts/document-link.tsx'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { wordsFor } from '../../../text/codes.ts'

export function RivalSignals({ ticker }: { ticker: string }) {
  const query = useQuery(read('GET /api/companies/:id/layers', { id: ticker }))
  return (
    <Panel
      title="News of rivals"
      query={query}
      rows={3}
      empty={{
        when: ({ competitive }) => competitive.length === 0,
        words:
          'None yet. News of a competitor reaches it where at least three like it were followed by a move.',
      }}
    >
      {({ competitive }) => (
        <ul className="px-4 pb-4">
          {competitive.map((row) => (
            <li key={row.competitiveSignalId} className="py-1">
              <Arrow sign={row.direction} /> <CompanyLink ticker={row.sourceTicker} /> →{' '}
              <CompanyLink ticker={row.targetTicker} />{' '}
              {row.documentId ? (
                <DocumentLink id={row.documentId} ticker={row.sourceTicker}>
                  {wordsFor(row.catalyst)}
                </DocumentLink>
              ) : (
                wordsFor(row.catalyst)
              )}{' '}
              <span className="text-12 text-muted">
                strength {row.strength.toFixed(2)}, pattern {row.patternConfidence.toFixed(2)},{' '}
                <When at={row.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
