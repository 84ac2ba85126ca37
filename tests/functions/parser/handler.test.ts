import { describe, expect, it } from 'vitest'
import { parser } from '../../../functions/parser/handler.ts'
import type { HandoverFrom, JobOf } from '#shared/pipeline.ts'
import { PermanentFault, PutOff } from '#shared/host/faults.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { newsItem, openDesk } from '../../helpers/documents.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_functions')
const { objects, place } = await openDesk(sql)
const stage = parser({ sql: own, objects, registry: openRegistry(own), textMax: 8000 })
const now = new Date('2019-03-11T15:00:00Z')

async function parse(
  documentId: string,
  lie: Partial<JobOf<'parsing'>> = {},
): Promise<readonly HandoverFrom<'parser'>[]> {
  const delivery = { jobId: deriveId('job', documentId), now, signal: new AbortController().signal }
  const settle = await stage.parsing(
    { document_id: documentId, ticker: '', source_type: 'news_api', ...lie },
    delivery,
  )
  return own.begin((tx) => settle(tx, now)) as Promise<readonly HandoverFrom<'parser'>[]>
}

async function read(documentId: string) {
  const [row] = await sql`select * from documents where document_id = ${documentId}`
  return row!
}

describe('a headline about a tracked company', () => {
  const title = 'Boeing shares plunge after Ethiopian crash, Apple edges higher'

  it('is stored as text and handed on under its most prominent company', async () => {
    const id = await place('headline', { raw: newsItem(title) })
    const handed = await parse(id)
    expect(handed).toEqual([
      { to: 'extraction', job: { document_id: id, ticker: 'BA', normalized_text: title } },
    ])
    const row = await read(id)
    expect(row).toMatchObject({
      status: 'parsed',
      statusReason: null,
      title,
      author: 'A. Writer',
      documentType: 'article',
    })
    expect(['high', 'medium']).toContain(row['qualityConfidence'])
    // What its quality is made of is kept, and why it is not more.
    expect(row['qualityReasons']).toEqual(['short_text'])
    expect(row['qualityParts']).toMatchObject({ title: 1, date: 1, mention: 1, clean: 1 })
    expect((await objects.get('stonks-normalized', row['normalizedKey'])).toString()).toBe(title)
    const mentions =
      await sql`select ticker, alias, first_offset, in_title from document_company_mentions
      where document_id = ${id} order by ticker`
    expect([...mentions]).toEqual([
      { ticker: 'AAPL', alias: 'Apple', firstOffset: title.indexOf('Apple'), inTitle: true },
      { ticker: 'BA', alias: 'Boeing', firstOffset: 0, inTitle: true },
    ])
  })

  it('is the same whatever its job says of it', async () => {
    const id = await place('lied about', { raw: newsItem(title) })
    const told = await parse(id)
    const before = await read(id)
    expect(await parse(id, { ticker: 'TGT', source_type: 'macro_news' })).toEqual(told)
    expect(await read(id)).toEqual(before)
  })

  it('changes nothing when it is parsed again', async () => {
    const id = await place('twice', { raw: newsItem(title) })
    const first = await parse(id)
    const before = await read(id)
    expect(await parse(id)).toEqual(first)
    expect(await read(id)).toEqual(before)
  })

  it('keeps the status of a document that was read for meaning since', async () => {
    const id = await place('read since', { raw: newsItem(title) })
    await sql`update documents set status = 'extracted' where document_id = ${id}`
    await parse(id)
    expect(await read(id)).toMatchObject({ status: 'extracted' })
  })
})

describe('a headline about the world', () => {
  it('goes to macro classification without a ticker', async () => {
    const id = await place('world', {
      raw: newsItem('China raises tariffs on U.S. soybeans as trade war escalates'),
    })
    expect(await parse(id)).toEqual([
      { to: 'macro_classification', job: expect.objectContaining({ document_id: id, ticker: '' }) },
    ])
    expect(await read(id)).toMatchObject({ documentType: 'macro_event', status: 'parsed' })
  })
})

describe('what cannot be read', () => {
  const words =
    'The quick brown fox said that the weather in the valley was mild and the harvest was good. '
  it.each([
    [
      'nobody tracked',
      { raw: newsItem('Local bakery in the valley wins prize for bread') },
      'untracked',
      'no_tracked_company',
    ],
    [
      'named by its source only',
      { raw: newsItem('Local bakery in the valley wins prize for bread', '', ['BA']) },
      'untracked',
      'only_source_names_company',
    ],
    ['unknown JSON', { raw: { hello: 'world' } }, 'no_text', 'unknown_json'],
    ['an array', { raw: [1, 2] }, 'no_text', 'unknown_json'],
    [
      'broken JSON',
      { raw: '{"title": "Boeing', mediaType: 'application/json' },
      'no_text',
      'malformed_json',
    ],
    ['an empty item', { raw: newsItem('', '') }, 'no_text', 'no_text'],
    [
      'a picture',
      { raw: Buffer.from([0x89, 0x50, 0, 0, 1]), mediaType: 'text/html' },
      'no_text',
      'not_text',
    ],
    [
      'an empty filing',
      { raw: '<html><body><p> </p></body></html>', mediaType: 'text/html', documentType: 'filing' },
      'no_text',
      'no_text',
    ],
    [
      'HTML too deep',
      { raw: `<html>${'<div>'.repeat(100_000)}x`, mediaType: 'text/html' },
      'no_text',
      'markup_too_deep',
    ],
    [
      'an error page',
      {
        raw: '<html><title>404 Not Found</title><body><h1>404 Not Found</h1><p>Boeing page is not here</p></body></html>',
        mediaType: 'text/html',
      },
      'low_quality',
      'error_page',
    ],
    [
      'a cookie wall',
      {
        raw: '<html><body><p>We use cookies. Accept all cookies to read about Boeing. Cookie policy.</p></body></html>',
        mediaType: 'text/html',
      },
      'low_quality',
      'consent_wall',
    ],
    [
      'garbage',
      { raw: newsItem('Boeing xkcd{}{} qrtzz}}}|| zzxw__^^ ~~\\\\ bcdfgh [[[ ]]] <<<< >>>>') },
      'low_quality',
      'garbled_text',
    ],
    ['two words', { raw: newsItem('Boeing news') }, 'low_quality', 'too_short'],
    [
      'another language',
      {
        raw: newsItem(
          'Boeing und die Folgen',
          'Der Konzern hat mit dem Absturz nicht gerechnet und wird die Flugzeuge auf dem Boden lassen',
        ),
      },
      'low_quality',
      'not_english',
    ],
    [
      'plain text sent as HTML',
      { raw: words, mediaType: 'text/html' },
      'untracked',
      'no_tracked_company',
    ],
  ] as const)('%s is marked, and handed to nobody', async (name, draft, status, reason) => {
    const id = await place(name, draft)
    expect(await parse(id)).toEqual([])
    expect(await read(id)).toMatchObject({ status, statusReason: reason })
  })

  it('text that is not HTML but names a company is read as text', async () => {
    const id = await place('plain', {
      raw: `Boeing said deliveries rose. ${words}`,
      mediaType: 'text/html',
    })
    expect(await parse(id)).toMatchObject([{ to: 'extraction', job: { ticker: 'BA' } }])
  })

  it('a missing raw object is a permanent fault', async () => {
    const id = await place('missing', {
      raw: newsItem('Boeing shares rise on strong orders'),
      stored: false,
    })
    await expect(parse(id)).rejects.toMatchObject({
      name: 'PermanentFault',
      reason: 'raw_object_missing',
    })
  })

  it('a missing document is a permanent fault', async () => {
    await expect(parse(deriveId('document', 'never stored'))).rejects.toBeInstanceOf(PermanentFault)
  })
})

it('is not read from bytes that are not those which were stored, and is once they are', async () => {
  const id = await place('swapped', { raw: newsItem('Boeing shares plunge after Ethiopian crash') })
  const { rawBucket, rawKey } = await read(id)
  const stored = await objects.get(rawBucket, rawKey)
  const swapped = newsItem('Boeing shares soar, says an authorization header')
  await objects.put(rawBucket, rawKey, Buffer.from(JSON.stringify(swapped)), 'application/json')
  const refusal = parse(id)
  await expect(refusal).rejects.toThrow('its bytes are not those that were stored there')
  await expect(refusal).rejects.not.toBeInstanceOf(PermanentFault)
  expect((await read(id))['status']).toBe('ingested')
  await objects.put(rawBucket, rawKey, stored, 'application/json')
  expect(await parse(id)).toHaveLength(1)
})

it.each(['get', 'put'] as const)(
  'a document waits while the store does not answer to %s',
  async (way) => {
    const id = await place(`waits-${way}`, { raw: newsItem('Boeing shares plunge after crash') })
    const away = { ...objects, [way]: () => Promise.reject(new Error('away')) }
    const waiting = parser({ sql: own, objects: away, registry: openRegistry(own), textMax: 8000 })
    const delivery = { jobId: deriveId('job', id), now, signal: new AbortController().signal }
    const job = { document_id: id, ticker: '', source_type: 'news_api' } as const
    await expect(waiting.parsing(job, delivery)).rejects.toBeInstanceOf(PutOff)
    expect(await parse(id)).toHaveLength(1)
  },
)
