import { expect, test } from 'vitest'
import type { Reader } from '#shared/domain/document/reading/reading.ts'
import { explainOrder } from '#shared/explain/explain.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { aggregation } from '../../../functions/aggregation/handler.ts'
import { extractor } from '../../../functions/extractor/handler.ts'
import { later, putChain } from '../../helpers/chain.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putCompany, textOf } from '../../helpers/signals.ts'

const { sql } = await cloneDatabase()
const objects = memoryObjects()
const { entryOrderId, documentIds, impactIds } = await putChain(sql, objects.held)
const [documentId, firstImpact] = [documentIds[0]!, impactIds[0]!]
await putCompany(sql, 'MSFT')
await sql`update document_company_mentions set first_offset = 0`
const text = textOf({ ticker: 'AAPL', name: 'news 0' })

/** A reader by its name: says of a company what it is told to say. */
function readerOf(model: string, ticker: string, sentiment: 'positive' | 'negative'): Reader {
  const company = {
    entity: ticker,
    sentiment,
    score: sentiment === 'positive' ? 0.8 : -0.9,
    impact: 0.9,
    confidence: 0.9,
    catalyst: 'guidance' as const,
    quotes: [{ text: text.slice(0, 6), start: 0, end: 6 }],
  }
  return {
    model,
    modelVersion: '1',
    promptVersion: 'none',
    extract: async () => ({ companies: [company], keyFacts: [], summary: model, confidence: 0.9 }),
    classify: async () => null,
  }
}

const delivery = (minutes: number) => ({
  jobId: deriveId('job', minutes),
  now: later(minutes),
  signal: new AbortController().signal,
})

async function readAgain(reader: Reader, minutes: number): Promise<unknown[]> {
  const readerOf = () => Promise.resolve(reader)
  const stage = extractor({ sql, objects, registry: openRegistry(sql), readerOf, textMax: 8000 })
  const job = { document_id: documentId, ticker: 'AAPL', normalized_text: text }
  const settle = await stage.extraction(job, delivery(minutes))
  const handed = await sql.begin((tx) => settle(tx, later(minutes)))
  return handed.map(({ job: { ticker } }) => ticker)
}

const readings = () => sql`
  select number, model, is_current from document_intelligence where document_id = ${documentId} order by number`

async function trendOf(minutes: number): Promise<string[]> {
  const settle = await aggregation(rules).aggregation({ ticker: 'AAPL' }, delivery(minutes))
  await sql.begin((tx) => settle(tx, later(minutes)))
  const [trend] = await sql<{ impactIds: string[] }[]>`
    select impact_ids from trend_history where ticker = 'AAPL' and trend_window = '7d' order by as_of desc limit 1`
  return trend!.impactIds
}

const readingUnder = async (impactId: string) => {
  const { links } = await explainOrder({ sql, objects }, entryOrderId)
  return links.find((link) => link.link === 'extraction' && link.impactId === impactId)
}

test('a document read again by another reader: the order rests on the reading of its day', async () => {
  expect(await readAgain(readerOf('other-v1', 'AAPL', 'negative'), 60)).toEqual(['AAPL'])
  expect(await readings()).toEqual([
    { number: 1, model: 'rules-v1', isCurrent: false },
    { number: 2, model: 'other-v1', isCurrent: true },
  ])
  const explained = await explainOrder({ sql, objects }, entryOrderId)
  expect(explained.broken).toEqual([])
  expect((await readingUnder(firstImpact))?.detail).toMatchObject({
    model: 'rules-v1',
    number: 1,
    isCurrent: false,
  })
})

test('the trend after it counts the new reading in the place of the old', async () => {
  const [record] = await sql<{ impactId: string; readingId: string }[]>`
    select impact_id, reading_id from document_impact_records where document_id = ${documentId} and is_current`
  expect(record!.impactId).toBe(deriveId('impact', documentId, 'AAPL', record!.readingId))
  const counted = await trendOf(61)
  expect(counted).toContain(record!.impactId)
  expect(counted).not.toContain(firstImpact)
  expect(counted).toHaveLength(8)
  expect((await explainOrder({ sql, objects }, entryOrderId)).broken).toEqual([])
})

test('the same question again brings its reading back as it was, and adds none', async () => {
  const before = await sql`select * from document_impact_records order by impact_id`
  expect(await readAgain(readerOf('rules-v1', 'AAPL', 'negative'), 90)).toEqual(['AAPL'])
  expect(await readings()).toEqual([
    { number: 1, model: 'rules-v1', isCurrent: true },
    { number: 2, model: 'other-v1', isCurrent: false },
  ])
  const after = await sql`select * from document_impact_records order by impact_id`
  // Whether it counts, and since when, is all that is another.
  const asRead = (rows: typeof after) =>
    rows.map((row) => ({ ...row, isCurrent: null, turnedAt: null, againAt: null }))
  expect(asRead(after)).toEqual(asRead(before))
  expect(await trendOf(91)).toContain(firstImpact)
})

test('a company that a new reading leaves out is summed up again without it', async () => {
  expect(await readAgain(readerOf('third-v1', 'MSFT', 'positive'), 120)).toEqual(['AAPL', 'MSFT'])
  expect(await trendOf(121)).toHaveLength(7)
  expect((await explainOrder({ sql, objects }, entryOrderId)).broken).toEqual([])
})

test('what is counted of a company is what current readings say', async () => {
  const counted = await sql`
    select key as ticker, rows from row_totals where kind = 'impacts' and rows <> 0 order by key`
  const there = await sql`
    select ticker, count(*) as rows from document_impact_records where is_current group by ticker order by ticker`
  expect(counted).toEqual(there)
})

test('of two new readings at once one is current, and the other is asked for again', async () => {
  const outcomes = await Promise.allSettled([
    readAgain(readerOf('left-v1', 'AAPL', 'positive'), 150),
    readAgain(readerOf('right-v1', 'AAPL', 'positive'), 150),
  ])
  const lost = outcomes.filter(({ status }) => status === 'rejected').length
  expect(lost).toBeLessThanOrEqual(1)
  const known = await readings()
  expect(known.filter(({ isCurrent }) => isCurrent)).toHaveLength(1)
  expect(known.map(({ number }) => number)).toEqual(known.map((_, place) => place + 1))
})

test('a reading whose name does not follow from what was asked is a broken link', async () => {
  await sql`update document_intelligence set asked = '{AAPL,MSFT}'
    where document_id = ${documentId} and number = 1`
  const { broken } = await explainOrder({ sql, objects }, entryOrderId)
  expect(broken.map(({ link, why }) => [link, why.split(' is ')[0]])).toEqual([
    ['extraction', 'reading id'],
  ])
})
