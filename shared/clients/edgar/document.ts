/** A filing that was gathered, as the document it is kept as. */

import type { IngestionJob } from '../../contracts/jobs/ingestion.ts'
import type { FoundDocument } from '../../domain/source/found.ts'
import type { Gathered } from './gather.ts'
import type { FilingRow } from './submissions.ts'

/** Known by company, number and file, wherever it was found. */
export function documentOf(
  row: FilingRow,
  { acceptedAt, flags, url, raw }: Extract<Gathered, { is: 'here' }>,
  job: IngestionJob,
): FoundDocument {
  const { accessionNumber, form, items, primaryDocument, description } = row
  const about = items ? `, items ${items.replaceAll(',', ', ')}` : ''
  const { cik } = job.config
  return {
    documentType: 'filing',
    identity: `filing\n${String(cik)}\n${accessionNumber}\n${primaryDocument}`,
    sourceItemId: accessionNumber,
    ticker: job.ticker,
    title: `${job.legal_name || job.ticker} ${form}${about}`,
    url,
    author: null,
    publisher: 'SEC EDGAR',
    publisherDomain: 'sec.gov',
    summary: description,
    credibilityScore: job.credibility_score,
    publishedAt: acceptedAt,
    hourIsSynthetic: false,
    dateFlags: flags,
    raw: { bucket: 'stonks-raw-filings', ...raw },
  }
}
