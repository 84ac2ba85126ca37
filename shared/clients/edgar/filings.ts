/** A company's 8-K, 10-Q and 10-K filings since the last one seen. */

import { FilingsConfig } from '../../contracts/sources/filings-api.ts'
import type { Edgar, EdgarFiling } from './client.ts'
import type { Adapter, FoundDocument } from '../../domain/source/found.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import { DAY_MS } from '../../domain/spans.ts'

const FORMS = /^(8-K|10-Q|10-K)(\/A)?$/
/** Filings appear a little out of order; those seen are remembered by number. */
const OVERLAP_MS = 3_600_000
const REMEMBERED_MAX = 50
/** Documents one job fetches; the rest waits for the next. */
const FILINGS_MAX = 8

export function edgarFilings(edgar: Edgar): Adapter {
  return async ({ job, seen, now, signal }) => {
    const { cik, lookback_days: lookbackDays } = sourceSettingsOf(FilingsConfig, job)
    const since = seen.lastPublishedAt
      ? seen.lastPublishedAt.getTime() - OVERLAP_MS
      : now.getTime() - lookbackDays * DAY_MS
    const remembered = numbersIn(seen.state['accessions'])
    const due = (await edgar.filings(cik, signal))
      .filter(
        ({ form, acceptedAt, accessionNumber }) =>
          FORMS.test(form) &&
          acceptedAt.getTime() >= since &&
          acceptedAt <= now &&
          !remembered.includes(accessionNumber),
      )
      .slice(0, FILINGS_MAX)
    const documents: FoundDocument[] = []
    for (const filing of due)
      documents.push(toDocument(filing, job, await edgar.document(filing, signal)))
    const accessions = [...remembered, ...due.map(({ accessionNumber }) => accessionNumber)].slice(
      -REMEMBERED_MAX,
    )
    return {
      documents,
      seen: { lastPublishedAt: due.at(-1)?.acceptedAt ?? null, state: { accessions } },
    }
  }
}

function toDocument(
  filing: EdgarFiling,
  job: Parameters<Adapter>[0]['job'],
  { bytes, mediaType, url }: Awaited<ReturnType<Edgar['document']>>,
): FoundDocument {
  const about = filing.items ? `, items ${filing.items.replaceAll(',', ', ')}` : ''
  return {
    documentType: 'filing',
    identity: `filing\n${filing.cik}\n${filing.accessionNumber}\n${filing.primaryDocument}`,
    ticker: job.ticker,
    title: `${job.legal_name || job.ticker} ${filing.form}${about}`,
    url,
    author: null,
    publisher: 'SEC EDGAR',
    summary: filing.description,
    credibilityScore: job.credibility_score,
    publishedAt: filing.acceptedAt,
    hourIsSynthetic: false,
    raw: { bucket: 'stonks-raw-filings', bytes, mediaType },
  }
}

function numbersIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((number) => typeof number === 'string') : []
}
