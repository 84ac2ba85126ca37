import { describe, expect, it } from 'vitest'
import { extractor } from '../../../functions/extractor/handler.ts'
import { parser } from '../../../functions/parser/handler.ts'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { PutOff } from '#shared/host/faults.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { newsItem, openDesk } from '../../helpers/documents.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_functions')
const { objects, place } = await openDesk(sql)
const registry = openRegistry(own)
const parsing = parser({ sql: own, objects, registry, textMax: 8000 }).parsing
const stage = extractor({
  sql: own,
  objects,
  registry,
  readerOf: () => Promise.resolve(toneReader),
  textMax: 8000,
})
const delivery = (at: string) => ({
  jobId: deriveId('job', at),
  now: new Date(at),
  signal: new AbortController().signal,
})

async function parse(id: string, at = '2019-03-11T14:00:00Z') {
  const job = { document_id: id, ticker: '', source_type: 'news_api' } as const
  const parsed = await parsing(job, delivery(at))
  return own.begin((tx) => parsed(tx, new Date(at)))
}

/** Parses and reads a headline at `at`; returns its id and what reading handed on. */
async function read(name: string, title: string, at = '2019-03-11T14:00:00Z') {
  const id = await place(name, { raw: newsItem(title), at })
  const [handed] = await parse(id, at)
  const settle =
    handed?.to === 'extraction'
      ? await stage.extraction(handed.job, delivery(at))
      : await stage.macro_classification(handed!.job as never, delivery(at))
  const again = () => own.begin((tx) => settle(tx, new Date(at)))
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
      expect(confidence).toBeLessThanOrEqual(1)
      for (const quote of quotes) expect(title.slice(quote.start, quote.end)).toBe(quote.text)
    }
    const [document] = await sql`select status from documents where document_id = ${id}`
    expect(document).toEqual({ status: 'extracted' })
    const [intelligence] =
      await sql`select model, novelty from document_intelligence where document_id = ${id}`
    expect(intelligence).toEqual({ model: 'rules-v2', novelty: 1 })
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
        model: 'rules-v2',
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
    await parse(id)
    await sql`update documents set document_type = 'macro_event', status = 'parsed' where document_id = ${id}`
    const job = { document_id: id, ticker: '' as const, normalized_text: '' }
    const settle = await stage.macro_classification(job, delivery('2019-03-11T14:00:00Z'))
    expect(await own.begin((tx) => settle(tx, new Date('2019-03-11T14:00:00Z')))).toEqual([])
    const [document] =
      await sql`select status, status_reason from documents where document_id = ${id}`
    expect(document).toEqual({ status: 'classified', statusReason: 'no_event' })
  })
})

describe('a job that lies', () => {
  const AT = '2019-03-11T14:00:00Z'
  const lieOf = (id: string) => ({
    document_id: id,
    ticker: 'TGT' as const,
    normalized_text: 'Target soars after record takeover bid, Apple collapses',
  })
  const readingsOf = (id: string) => sql`
    select input_sha256, input_length, asked, summary from document_intelligence where document_id = ${id}`

  it('has the stored text read, about the companies that parsing found', async () => {
    const title = 'Boeing shares plunge after crash'
    const id = await place('a lie', { raw: newsItem(title) })
    await parse(id)
    const settle = await stage.extraction(lieOf(id), delivery(AT))
    const handed = await own.begin((tx) => settle(tx, new Date(AT)))
    expect(handed).toEqual([{ to: 'aggregation', job: { ticker: 'BA' } }])
    expect(await readingsOf(id)).toMatchObject([
      { inputSha256: sha256(title), inputLength: title.length, asked: ['BA'] },
    ])
    const impacts = sql`select ticker, sentiment from document_impact_records where document_id = ${id}`
    expect(await impacts).toEqual([{ ticker: 'BA', sentiment: 'negative' }])
  })

  it.each([
    ['was never parsed', 'ingested'],
    ['is about nobody tracked', 'untracked'],
    ['is of low quality', 'low_quality'],
    ['has no text', 'no_text'],
  ])('about a document that %s is refused for good', async (_what, status) => {
    const id = await place(`lie ${status}`, { raw: newsItem('Boeing shares plunge after crash') })
    await parse(id)
    await sql`update documents set status = ${status}, status_reason = null where document_id = ${id}`
    await expect(stage.extraction(lieOf(id), delivery(AT))).rejects.toMatchObject({
      reason: 'not_to_be_read',
    })
    expect(await readingsOf(id)).toEqual([])
  })

  it('cannot make an event of the world of a company’s news', async () => {
    const id = await place('no world', { raw: newsItem('Boeing shares plunge after crash') })
    await parse(id)
    const job = { ...lieOf(id), ticker: '' as const }
    await expect(stage.macro_classification(job, delivery(AT))).rejects.toMatchObject({
      reason: 'not_to_be_read',
    })
  })

  it('finds no text where none is stored, and another than was recorded is not read', async () => {
    const id = await place('gone', { raw: newsItem('Boeing shares plunge after crash') })
    await parse(id)
    const where = sql`select normalized_key from documents where document_id = ${id}`
    const [row] = await where
    const other = Buffer.from('Boeing shares soar after crash')
    await objects.put('stonks-normalized', String(row!['normalizedKey']), other, 'text/plain')
    await expect(stage.extraction(lieOf(id), delivery(AT))).rejects.toMatchObject({
      cause: { message: expect.stringContaining('not those that were stored there') },
    })
    await sql`update documents set normalized_key = '2019/03/11/nowhere.txt' where document_id = ${id}`
    await expect(stage.extraction(lieOf(id), delivery(AT))).rejects.toMatchObject({
      reason: 'text_missing',
    })
    expect(await readingsOf(id)).toEqual([])
  })
})

it('a document waits while the store that has its text is away', async () => {
  const id = await place('waits', { raw: newsItem('Boeing shares plunge after crash') })
  const [handed] = await parse(id)
  const away = { ...objects, get: () => Promise.reject(new Error('away')) }
  const readerOf = () => Promise.resolve(toneReader)
  const waiting = extractor({ sql: own, objects: away, registry, readerOf, textMax: 8000 })
  const reading = waiting.extraction(handed!.job as never, delivery('2019-03-11T14:00:00Z'))
  await expect(reading).rejects.toBeInstanceOf(PutOff)
})
