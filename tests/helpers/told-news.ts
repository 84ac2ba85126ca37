/** News of a company as the stages make a recommendation of it: documents, readings, trend, judgement. */

import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { HandoverFrom } from '#shared/pipeline.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { aggregation } from '../../functions/aggregation/handler.ts'
import { extractor, type Deps } from '../../functions/extractor/handler.ts'
import { recommendation } from '../../functions/recommendation/handler.ts'
import { later } from './engine.ts'
import type { memoryObjects } from './memory-objects.ts'
import { putDocument, rawOf, textOf, type Told } from './signals.ts'

const delivery = (now: Date) => ({
  jobId: deriveId('job', now.toISOString()),
  now,
  signal: new AbortController().signal,
})

type Stores = { sql: Sql; objects: ReturnType<typeof memoryObjects> }
type Company = { ticker: string; name: string }

/** Eight good stories on a company of before noon, read and summed up as the stages do it; gives what is to be judged. */
export async function tellTrends(
  { sql, objects }: Stores,
  { ticker, name }: Company,
  readerOf: Deps['readerOf'] = () => Promise.resolve(toneReader),
): Promise<readonly HandoverFrom<'aggregation'>[]> {
  const registry = openRegistry(sql)
  const { extraction } = extractor({ sql, objects, registry, readerOf, textMax: 8_000 })
  await sql`update companies set legal_name = ${`${name} Inc.`} where ticker = ${ticker}`
  for (let index = 0; index < 8; index++) {
    const told: Told = {
      ticker,
      name: `news ${index}`,
      text: `${name} raised its outlook on Monday. Profit at ${name} grew faster than expected, story ${index}.`,
      publisher: `Paper ${index}`,
      publishedAt: later(-60 * (index + 1)),
      status: 'parsed',
    }
    const { documentId } = await putDocument(sql, told)
    objects.held.set(`stonks-raw-news/raw/${documentId}.json`, Buffer.from(rawOf(told)))
    objects.held.set(`stonks-normalized/text/${documentId}.txt`, Buffer.from(textOf(told)))
    await sql`update document_company_mentions set first_offset = 0 where document_id = ${documentId}`
    const settle = await extraction({ document_id: documentId } as never, delivery(later(-2)))
    await sql.begin((tx) => settle(tx, later(-2)))
  }
  const summed = await aggregation(rules).aggregation({ ticker }, delivery(later(-1)))
  return sql.begin((tx) => summed(tx, later(-1)))
}

/** The same, judged. */
export async function tellNews(
  stores: Stores,
  company: Company,
  readerOf?: Deps['readerOf'],
): Promise<void> {
  const [{ sql }, { ticker }] = [stores, company]
  await tellTrends(stores, company, readerOf)
  const judge = recommendation(rules).recommendation
  for (const window of ['7d', '1d'] as const) {
    const judged = await judge({ ticker, window }, delivery(later(-1)))
    await sql.begin((tx) => judged(tx, later(-1)))
  }
}
