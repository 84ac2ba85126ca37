/**
 * Shipped questions through the engine that the product asks: in a process of its own, whose parser must find one SELECT
 * and whose files are the lake's alone. Their answers are worked out by hand.
 */

import { expect, test } from 'vitest'
import { openDuckdb } from '#shared/clients/lake/duckdb.ts'
import { placeInFolder } from '#shared/clients/lake/place.ts'
import { shareInterval } from '#shared/domain/statistics/share-interval.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import { openSmallLake } from './small-lake.ts'

const { held, folder } = await openSmallLake()
const engine = openDuckdb({
  tables: lakeTables,
  held: () => Promise.resolve([...held]),
  place: placeInFolder(folder),
})

async function answerTo(slug: string) {
  const found = shippedQuestions.find((one) => one.slug === slug)
  if (!found) throw new RangeError(`No question ${slug}`)
  const limits = { rowsMax: 1_000, seconds: 60, memoryMb: 512 }
  const { columns, rows } = await engine.query(
    found.statement,
    limits,
    new AbortController().signal,
  )
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, place) => [name, row[place]])))
}

const thousandths = (value: number) => Math.round(value * 1_000) / 1_000
const wilson = (hits: number, tried: number) => {
  const { low, high } = shareInterval(hits, tried)
  return { low: thousandths(low), high: thousandths(high) }
}

const ANSWERS: Record<string, object[]> = {
  // f came at seven in the evening in New York, the day before g.
  'documents-by-day': [
    { day: '2019-05-01', documents: 5, publishers: 2, stories: 4, read: 5 },
    { day: '2019-05-02', documents: 2, publishers: 1, stories: 2, read: 2 },
    { day: '2019-05-03', documents: 1, publishers: 1, stories: 1, read: 1 },
  ],
  'documents-by-status': [
    {
      stands: 'extracted',
      documents: 8,
      publishers: 2,
      quality_mean: 0.8,
      english: 8,
      newest_at: '2019-05-03 13:40:00+00',
    },
  ],
  // What an older reader said of a, and another took back, is none of it.
  'readings-by-catalyst': [
    { catalyst: 'earnings', readings: 3, companies: 1, positive: 2, negative: 1, sentiment_mean: 0.367, impact_mean: 0.5, confidence_mean: 0.683 },
    { catalyst: 'legal', readings: 3, companies: 2, positive: 0, negative: 3, sentiment_mean: -0.4, impact_mean: 0.5, confidence_mean: 0.85 },
    { catalyst: 'other', readings: 1, companies: 1, positive: 0, negative: 0, sentiment_mean: 0, impact_mean: 0.5, confidence_mean: 0.5 },
    { catalyst: 'product', readings: 1, companies: 1, positive: 1, negative: 0, sentiment_mean: 0.6, impact_mean: 0.5, confidence_mean: 0.65 },
  ], // prettier-ignore
  'readings-by-reader': [
    { reader: 'rules v1', readings: 8, documents: 8, said_something: 8, characters_mean: 400, confidence_mean: 0.719, novelty_mean: 0.5, last_at: '2019-05-03 13:50:00+00' },
    { reader: 'old v1', readings: 1, documents: 1, said_something: 1, characters_mean: 400, confidence_mean: 0.95, novelty_mean: 0.5, last_at: '2019-05-01 12:04:00+00' },
  ], // prettier-ignore
  'agents-without-answer': [
    {
      failed: 'document-extractor: model_cut',
      questions: 1,
      documents: 1,
      text_was_cut: 0,
      first_at: '2019-05-01 12:06:00+00',
      last_at: '2019-05-01 12:06:00+00',
    },
  ],
  'kinds-of-source-borne-out': [
    { teller: 'news_api', tried: 3, hits: 2, hit_share: 0.667, ...wilson(2, 3) },
    { teller: 'rss', tried: 2, hits: 0, hit_share: 0, ...wilson(0, 2) },
  ],
  'recommendations-by-action': [
    { advice: 'buy, paper_eligible', recommendations: 3, companies: 2, trends: 2, acted: 3, confidence_mean: 0.7, strength_mean: 0.6 },
    { advice: 'sell, paper_eligible', recommendations: 1, companies: 1, trends: 1, acted: 1, confidence_mean: 0.7, strength_mean: 0.6 },
  ], // prettier-ignore
  'macro-impacts-by-event': [
    { event: 'trade_barrier, high', events: 1, companies: 2, score_mean: 0.5, good: 0, bad: 2 },
  ],
  'rivals-and-signals': [
    {
      pair: 'AAA → BBB',
      relationship_type: 'direct_rival',
      strength: 0.7,
      signals: 1,
      direction_mean: -1,
      last_at: '2019-05-01 12:00:00+00',
    },
  ],
  'orders-by-end': [
    { ended: 'filled', buys: 2, sells: 1, ordered: '30.000000000', filled: '30.000000000', last_at: '2019-05-03 13:45:00+00' },
    { ended: 'rejected: buying_power', buys: 1, sells: 0, ordered: '5.000000000', filled: '0.000000000', last_at: '2019-05-03 14:00:00+00' },
  ], // prettier-ignore
  // Of the second purchase two fills came, of the sale one that was taken back before the one that counts.
  'order-times': [
    { kind: 'buy, limit', orders: 1, at_broker: 1, filled: 0, seconds_half: null, seconds_nine_of_ten: null },
    { kind: 'buy, market', orders: 2, at_broker: 2, filled: 2, seconds_half: 30, seconds_nine_of_ten: 60 },
    { kind: 'sell, limit', orders: 1, at_broker: 1, filled: 1, seconds_half: 60, seconds_nine_of_ten: 60 },
  ], // prettier-ignore
}

test.each(Object.entries(ANSWERS))('%s', async (slug, rows) => {
  expect(await answerTo(slug)).toEqual(rows)
})
