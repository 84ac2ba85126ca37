/** A few days of two companies, by hand: what was published, read and expected, and what prices did. */

import { deriveId, sha256 } from '#shared/host/ids.ts'

export const idOf = (name: string) => deriveId('small lake', name)
/** A moment of May 2019, UTC: New York is four hours behind, and a session opens at 13:30. */
export const at = (text: string) => new Date(`2019-${text}Z`)

export type Put = (table: string, rows: Readonly<Record<string, unknown>>[]) => Promise<unknown>

export const TICKERS = ['AAA', 'BBB'] as const

/** Moves less their mean, in percent: AAA +1, −1, +2, BBB the opposite; then both none. */
const BARS: [ticker: string, day: string, open: string, close: string][] = [
  ['AAA', '2019-05-01', '100', '102'],
  ['BBB', '2019-05-01', '100', '100'],
  ['AAA', '2019-05-02', '100', '99'],
  ['BBB', '2019-05-02', '100', '101'],
  ['AAA', '2019-05-03', '100', '104'],
  ['BBB', '2019-05-03', '100', '100'],
  ['AAA', '2019-05-06', '100', '101'],
  ['AAA', '2019-05-07', '100', '100'],
  ['BBB', '2019-05-07', '100', '100'],
]

type Told = {
  name: string
  ticker: string
  catalyst: string
  score: number
  confidence: number
  publisher: 'wire.example' | 'daily.example'
  published: string
  ingested: string
  read: string
}

const TOLD: Told[] = [
  { name: 'a', ticker: 'AAA', catalyst: 'earnings', score: 0.8, confidence: 0.95, publisher: 'wire.example', published: '05-01T12:00', ingested: '05-01T12:02', read: '05-01T12:05' },
  // The same kind of news of the same company before the same session.
  { name: 'b', ticker: 'AAA', catalyst: 'earnings', score: -0.2, confidence: 0.45, publisher: 'daily.example', published: '05-01T11:00', ingested: '05-01T11:01', read: '05-01T11:02' },
  { name: 'c', ticker: 'AAA', catalyst: 'earnings', score: 0.5, confidence: 0.65, publisher: 'wire.example', published: '05-01T12:15', ingested: '05-01T12:16', read: '05-01T12:20' },
  { name: 'd', ticker: 'BBB', catalyst: 'product', score: 0.6, confidence: 0.65, publisher: 'wire.example', published: '05-02T12:00', ingested: '05-02T12:01', read: '05-02T12:03' },
  // While a session is open, so for the next.
  { name: 'e', ticker: 'BBB', catalyst: 'legal', score: -0.4, confidence: 0.65, publisher: 'daily.example', published: '05-01T14:00', ingested: '05-01T14:01', read: '05-01T14:02' },
  { name: 'f', ticker: 'AAA', catalyst: 'legal', score: -0.5, confidence: 0.95, publisher: 'wire.example', published: '05-02T23:00', ingested: '05-02T23:01', read: '05-02T23:02' },
  // Published a second before the open and known after it; Monday’s session has no move.
  { name: 'g', ticker: 'AAA', catalyst: 'legal', score: -0.3, confidence: 0.95, publisher: 'daily.example', published: '05-03T13:29:59', ingested: '05-03T13:40', read: '05-03T13:50' },
  { name: 'i', ticker: 'AAA', catalyst: 'other', score: 0, confidence: 0.5, publisher: 'wire.example', published: '05-01T10:00', ingested: '05-01T10:01', read: '05-01T10:03' },
] // prettier-ignore

export async function putNews(put: Put): Promise<void> {
  await put(
    'companies',
    TICKERS.map((ticker) => ({ companyId: idOf(ticker), ticker, legalName: ticker })),
  )
  await put(
    'market_snapshots',
    BARS.map(([ticker, day, open, close]) => ({
      ticker,
      timespan: '1d',
      startsAt: new Date(`${day}T04:00:00Z`),
      sessionDate: day,
      open,
      close,
      high: '110',
      low: '90',
      volume: '1000',
      fetchedAt: new Date(`${day}T20:15:00Z`),
    })),
  )
  for (const told of TOLD) await putTold(put, told)
  await put('document_intelligence', [
    { ...readingOf(TOLD[0]!, 'old', at('05-01T12:04')), number: 2, isCurrent: false },
  ])
  const before = impactOf({ ...TOLD[0]!, score: -0.8, confidence: 1 }, 'old', at('05-01T12:04'))
  await put('document_impact_records', [{ ...before, isCurrent: false }])
}

async function putTold(put: Put, told: Told): Promise<void> {
  const { name, publisher, published, ingested, read } = told
  await put('documents', [
    {
      documentId: idOf(name),
      sourceType: publisher === 'wire.example' ? 'news_api' : 'rss',
      documentType: 'article',
      contentHash: sha256(name),
      rawBucket: 'b',
      rawKey: 'k',
      rawSha256: sha256(name),
      title: `News ${name}`,
      publisher,
      publisherDomain: publisher,
      publishedAt: at(published),
      ingestedAt: at(ingested),
      status: 'extracted',
      statusAt: at(read),
      qualityScore: 0.8,
      language: 'en',
      // b and a tell one story.
      storyId: idOf(name === 'b' ? 'a' : name),
    },
  ])
  await put('document_intelligence', [readingOf(told, 'rules', at(read))])
  await put('document_impact_records', [impactOf(told, 'rules', at(read))])
}

const readingOf = ({ name, confidence }: Told, model: string, extractedAt: Date) => ({
  readingId: idOf(`${name} by ${model}`),
  documentId: idOf(name),
  model,
  modelVersion: 'v1',
  promptVersion: 'v1',
  confidence,
  novelty: 0.5,
  inputSha256: sha256(name),
  inputLength: 400,
  extractedAt,
})

const impactOf = (
  { name, ticker, catalyst, score, confidence, published }: Told,
  model: string,
  extractedAt: Date,
) => ({
  impactId: idOf(`${name} of ${ticker} by ${model}`),
  readingId: idOf(`${name} by ${model}`),
  documentId: idOf(name),
  companyId: idOf(ticker),
  ticker,
  sentiment: score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral',
  sentimentScore: score,
  impactScore: 0.5,
  confidence,
  catalyst,
  publishedAt: at(published),
  extractedAt,
})
