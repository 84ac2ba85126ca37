/** Every recorded answer of Polygon's and Alpaca's market data is read by our readers; skipped where none are beside. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBars } from '#shared/clients/polygon/read-bars.ts'
import {
  isRefused,
  readDetailsOf,
  readDividend,
  readSplit,
} from '#shared/clients/polygon/read-reference.ts'
import { beside } from '../../helpers/beside.ts'
import { jobFor, openBench } from './bench.ts'

const { path: folder, why } = beside('data/api-fixtures')
const AFTERWARDS = new Date('2035-01-01T00:00:00Z')

type Answer = { name: string; body: { results?: unknown } }

/** Answers of Polygon by their path, recorded and from its description. */
function polygonAnswers(part: string): Answer[] {
  const files = (at: string): string[] =>
    readdirSync(at).flatMap((name) => {
      const path = join(at, name)
      return statSync(path).isDirectory() ? files(path) : [path]
    })
  const recorded = files(join(folder, 'polygon/mocks')).map((name) => ({
    name,
    body: JSON.parse(readFileSync(name, 'utf8')) as Answer['body'],
  }))
  const text = readFileSync(join(folder, 'polygon/openapi_examples_stocks.json'), 'utf8')
  const described = Object.entries(JSON.parse(text) as Record<string, Answer['body']>)
  return [...recorded, ...described.map(([name, body]) => ({ name, body }))].filter(({ name }) =>
    name.includes(part),
  )
}

const tickerOf = (item: object) => ('T' in item ? String(item.T) : 'AAPL')
const listed = ({ body }: Answer) =>
  Array.isArray(body.results) ? (body.results as unknown[]) : []

test.skipIf(why)(`bars of Polygon${why}`, () => {
  const answers = polygonAnswers('/v2/aggs/').filter((one) => listed(one).length > 0)
  expect(answers.length).toBeGreaterThan(4)
  for (const answer of answers) {
    const items = listed(answer)
    const { bars, rejects } = readBars(items, tickerOf, AFTERWARDS)
    // The one recorded with a day's first moment on a Saturday is none of an exchange's days.
    const odd = rejects.filter(({ reason }) => reason !== 'no_session')
    expect([answer.name, odd]).toEqual([answer.name, []])
    expect(bars.length + rejects.length).toBe(items.length)
    expect(bars.length).toBeGreaterThan(0)
  }
})

test.skipIf(why)(`splits and dividends of Polygon${why}`, () => {
  for (const [part, read] of [
    ['reference/splits', readSplit],
    ['reference/dividends', readDividend],
  ] as const) {
    const items = polygonAnswers(part).flatMap(listed)
    expect(items.length).toBeGreaterThan(part.endsWith('splits') ? 5 : 3)
    expect(items.map((item) => read(item)).filter(isRefused)).toEqual([])
  }
})

test.skipIf(why)(`details of Polygon${why}`, () => {
  const answers = polygonAnswers('reference/tickers/').filter(({ body }) => {
    const { results } = body
    return typeof results === 'object' && results !== null && 'cik' in results
  })
  expect(answers.length).toBeGreaterThan(1)
  for (const { body } of answers)
    expect(readDetailsOf('AAPL', body.results, undefined)).toMatchObject({
      name: 'Apple Inc.',
      cik: '0000320193',
      securityType: 'CS',
    })
})

test.skipIf(why)(`bars of Alpaca${why}`, async () => {
  const text = readFileSync(join(folder, 'alpaca/alpaca-py_mock_responses.jsonl'), 'utf8')
  const answers = text
    .split('\n')
    .filter((line) => /"url": "[^"]*\/v2\/stocks\/bars/.test(line))
    .map((line) => JSON.parse(line) as { url: string; body: { bars: Record<string, unknown> } })
  expect(answers.length).toBeGreaterThan(5)
  const { sql, server, run } = await openBench()
  await sql`insert into companies (company_id, ticker, legal_name)
    select gen_random_uuid(), ticker, ticker from unnest(array['TSLA', 'SPY']) as ticker`
  for (const [place, { url, body }] of answers.entries()) {
    const latest = url.includes('/latest')
    const path = `/alpaca-data/v2/stocks/bars${latest ? '/latest' : ''}`
    server.answer(path, { body: JSON.stringify({ ...body, next_page_token: null }) })
    const job = await jobFor(sql, {
      sourceType: 'alpaca_bars',
      sourceName: `Recorded ${place}`,
      config: { kind: latest ? 'latest' : 'range', extended_hours: true },
    })
    await run(job, '2024-01-02T12:00:00Z')
    const [outcome] = await sql`
      select status, items_new, error from ingestion_runs where source_id = ${job.source_id}`
    const told = Object.values(body.bars).flat().length
    expect([url, outcome]).toEqual([url, { status: 'succeeded', itemsNew: told, error: null }])
  }
})
