/** A company in a few lines: who it is, what it cost last, and its trends. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../api/read.ts'
import { wordsFor } from '../text/codes.ts'
import { dollars } from '../text/format.ts'
import { Score, SignedShare } from './figures.tsx'
import { Badge } from './words.tsx'
import { CardLine, cardReads, CardTitle, Loaded } from './card-parts.tsx'
import { byWindow } from './by-window.ts'

export function CompanyCard({ ticker }: { ticker: string }) {
  const companies = useQuery({ ...read('GET /api/companies', { ticker }), ...cardReads })
  const trends = useQuery({ ...read('GET /api/trends', { ticker }), ...cardReads })
  return (
    <Loaded query={companies}>
      {([company]) =>
        company ? (
          <>
            <CardTitle>{company.legalName}</CardTitle>
            <CardLine>
              <span>{ticker}</span>
              <span>{company.sector || 'no sector'}</span>
              {!company.active && <span className="text-warn">rests</span>}
            </CardLine>
            <p className="mt-1.5">
              {company.close === null ? (
                <span className="text-muted">No price yet</span>
              ) : (
                <>
                  {dollars(company.close)}{' '}
                  {company.changePct !== null && <SignedShare share={company.changePct} />}{' '}
                  <span className="text-12 text-muted">close of {company.sessionDate}</span>
                </>
              )}
            </p>
            <Loaded query={trends}>
              {(rows) =>
                rows.length === 0 ? (
                  <p className="mt-1.5 text-muted">No trend yet</p>
                ) : (
                  <ul aria-label="Trends" className="mt-1.5 space-y-0.5">
                    {byWindow(rows).map((row) => (
                      <li key={row.trendId} className="flex items-center justify-between gap-2">
                        <span className="text-12 text-muted">{wordsFor(row.trendWindow)}</span>
                        <span className="flex items-center gap-2">
                          <Badge code={row.direction} />
                          <span className="w-12 text-right">
                            <Score score={row.sentimentMean} />
                          </span>
                        </span>
                      </li>
                    ))}
                  </ul>
                )
              }
            </Loaded>
          </>
        ) : (
          <p className="text-muted">{ticker} is not tracked.</p>
        )
      }
    </Loaded>
  )
}
