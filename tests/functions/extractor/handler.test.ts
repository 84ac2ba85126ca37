import { describe, expect, it } from 'vitest'
import { extractor } from '../../../functions/extractor/handler.ts'
import { parser } from '../../../functions/parser/handler.ts'
import { rulesReader } from '#shared/domain/document/rules/reader.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { newsItem, openDesk } from '../../helpers/documents.ts'

const { sql } = await cloneDatabase()
const { objects, place } = await openDesk(sql)
const registry = openRegistry(sql)
const parsing = parser({ sql, objects, registry, textMax: 8000 }).parsing
const stage = extractor({ sql, registry, reader: rulesReader, textMax: 8000 })
const delivery = (at: string) => ({
  jobId: deriveId('job', at),
  now: new Date(at),
  signal: new AbortController().signal,
})

/** Parses and reads a headline at `at`; returns its id and what reading handed on. */
async function read(name: string, title: string, at = '2019-03-11T14:00:00Z') {
  const id = await place(name, { raw: newsItem(title), at })
  const parsed = await parsing(
    { document_id: id, ticker: '', source_type: 'news_api' },
    delivery(at),
  )
  const [handed] = await sql.begin((tx) => parsed(tx, new Date(at)))
  const settle =
    handed?.to === 'extraction'
      ? await stage.extraction(handed.job, delivery(at))
      : await stage.macro_classification(handed!.job, delivery(at))
  const again = () => sql.begin((tx) => settle(tx, new Date(at)))
  return { id, handedOn: await again(), again }
}

describe('extraction', () => {
  it('stores one impact a company, signs apart, quotes word for word, and asks for aggregation', async () => {
    const title = 'Boeing shares plunge after crash; Apple surges on record iPhone sales'
    const { id, handedOn } = await read('two sides', title)
    expect(handedOn).toEqual([
      { to: 'aggregation', job: { ticker: 'AAPL' } },
      { to: 'aggregation', job: { ticker: 'BA' } },
    ])
    const impacts =
      await sql`select * from document_impact_records where document_id = ${id} order by ticker`
    expect(impacts).toMatchObject([
      { ticker: 'AAPL', sentiment: 'positive', impactId: deriveId('impact', id, 'AAPL') },
      { ticker: 'BA', sentiment: 'negative' },
    ])
    for (const { quotes, confidence } of impacts) {
      expect(confidence).toBeLessThanOrEqual(0.8)
      for (const quote of quotes) expect(title.slice(quote.start, quote.end)).toBe(quote.text)
    }
    const [document] = await sql`select status from documents where document_id = ${id}`
    expect(document).toEqual({ status: 'extracted' })
    const [intelligence] =
      await sql`select model, novelty from document_intelligence where document_id = ${id}`
    expect(intelligence).toEqual({ model: 'rules-v1', novelty: 1 })
  })

  it('changes nothing when it is settled again', async () => {
    const { id, again, handedOn } = await read('twice', 'Boeing wins record order from Emirates')
    const rows =
      () => sql`select i.*, r.* from document_intelligence i join document_impact_records r using (document_id)
      where document_id = ${id} order by ticker`
    const before = await rows()
    expect(await again()).toEqual(handedOn)
    expect(await rows()).toEqual(before)
  })

  it('is less novel where the same was told in the three days before, whatever came at the same moment', async () => {
    const novelty = async (id: string) => {
      const [row] = await sql<
        { novelty: number }[]
      >`select novelty from document_intelligence where document_id = ${id}`
      return row?.novelty
    }
    const first = await read('first', 'Ford raises its dividend', '2019-05-01T10:00:00Z')
    const beside = await read('beside', 'Ford lifts dividend again', '2019-05-01T10:00:00Z')
    const second = await read('second', 'Ford hikes dividend once more', '2019-05-02T10:00:00Z')
    const later = await read('later', 'Ford boosts dividend to record', '2019-05-09T10:00:00Z')
    expect(await novelty(first.id)).toBe(1)
    expect(await novelty(beside.id)).toBe(1)
    expect(await novelty(second.id)).toBeCloseTo(1 / 3)
    expect(await novelty(later.id)).toBe(1)
  })

  it('is a permanent fault for a document that is not there', async () => {
    const job = {
      document_id: deriveId('document', 'nowhere'),
      ticker: 'BA',
      normalized_text: 'Boeing',
    }
    await expect(stage.extraction(job, delivery('2019-03-11T14:00:00Z'))).rejects.toMatchObject({
      reason: 'document_missing',
    })
  })
})

describe('macro classification', () => {
  it('stores the event and hands on nothing', async () => {
    const { id, handedOn, again } = await read(
      'tariffs',
      'China raises tariffs on U.S. soybeans as trade war escalates',
    )
    expect(handedOn).toEqual([])
    await again()
    const events = await sql`select * from global_events where document_id = ${id}`
    expect(events).toMatchObject([
      {
        eventType: 'trade_barrier',
        direction: 'trade_barrier',
        affectedRegions: ['US', 'China'],
        affectedCommodities: ['soybeans'],
        isInternational: true,
        model: 'rules-v1',
      },
    ])
    const [document] =
      await sql`select status, status_reason from documents where document_id = ${id}`
    expect(document).toEqual({ status: 'classified', statusReason: null })
  })

  it('says so where a document tells of no event', async () => {
    const id = await place('no event', {
      raw: newsItem('Ministers meet for lunch in a small village'),
      sourceType: 'macro_news',
    })
    const job = {
      document_id: id,
      ticker: '' as const,
      normalized_text: 'Ministers meet for lunch in a small village',
    }
    const settle = await stage.macro_classification(job, delivery('2019-03-11T14:00:00Z'))
    expect(await sql.begin((tx) => settle(tx, new Date('2019-03-11T14:00:00Z')))).toEqual([])
    const [document] =
      await sql`select status, status_reason from documents where document_id = ${id}`
    expect(document).toEqual({ status: 'classified', statusReason: 'no_event' })
  })
})
