/** What is one document, and what a correction makes of it, from the fetch to the evidence. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { fc, test } from '@fast-check/vitest'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { articleIdentity } from '#shared/domain/document/article-identity.ts'
import type { FoundDocument } from '#shared/domain/source/found.ts'
import { checkDocument } from '#shared/explain/document.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readDocument } from '#shared/sql/documents/documents.ts'
import { readSignalOrigins } from '#shared/sql/provenance/evidence.ts'
import { readSignals, readSignalsById } from '#shared/sql/signals/signals.ts'
import { saveCompanies } from '#shared/sql/universe/companies.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { extractor } from '../../../functions/extractor/handler.ts'
import { ingestion } from '../../../functions/ingestion/handler.ts'
import { parser } from '../../../functions/parser/handler.ts'
import { readGlobalEvent } from '../../../services/query-api/documents/readings.ts'
import { removeSource } from '#shared/sql/registry/sources.ts'
import { lockSources } from '#shared/sql/universe/sources.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { jobFor } from './bench.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_functions')
const folder = mkdtempSync(join(tmpdir(), 'stonks-versions-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const objects = openFolder(folder)
await sql.begin((tx) =>
  saveCompanies(tx, [
    { ticker: 'F', name: 'Ford Motor Company', sector: '', aliases: ['Ford'] },
    { ticker: 'BA', name: 'Boeing', sector: '', aliases: ['Boeing'] },
  ]),
)
const registry = openRegistry(own)
const parse = parser({ sql: own, objects, registry, textMax: 8000 }).parsing
const read = extractor({
  sql: own,
  objects,
  registry,
  readerOf: () => Promise.resolve(toneReader),
  textMax: 8000,
})
const feed = (name: string) =>
  jobFor(sql, {
    sourceType: 'web_scrape',
    sourceName: name,
    config: { url: 'https://x.example/f', format: 'feed' },
  })
const sources = { a: await feed('A'), b: await feed('B') }
type Source = keyof typeof sources

beforeEach(async () => {
  await sql`truncate documents, document_keys cascade`
})

type Told = {
  title?: string
  body?: string
  id?: string | null
  url?: string | null
  at?: string
  publisher?: string
  flags?: FoundDocument['dateFlags']
}
function item({
  title = 'Ford posts its results',
  body = '',
  id = null,
  url = null,
  at = '14:00',
  publisher = 'Wire',
  flags = [],
}: Told): FoundDocument {
  const publishedAt = new Date(`2026-03-02T${at}:00Z`)
  return {
    documentType: 'article',
    identity: articleIdentity({ title, publishedAt, publisher, url }),
    sourceItemId: id,
    url,
    title,
    author: null,
    publisher,
    summary: body,
    credibilityScore: 0.5,
    publishedAt,
    hourIsSynthetic: false,
    dateFlags: flags,
    ticker: '',
    raw: {
      bucket: 'stonks-raw-news',
      bytes: Buffer.from(JSON.stringify({ title, link: url, description: body })),
      mediaType: 'application/json',
    },
  }
}

let fetches = 0
/** The first half of a fetch: what a source gives is found, and not yet recorded. */
async function gather(source: Source, told: readonly Told[], at = '15:00') {
  fetches += 1
  const one = () => Promise.resolve({ documents: told.map(item), seen: {} })
  const adapters = { news: one, bars: one, filings: one, feed: one, page: one }
  const handlers = ingestion({ sql: own, objects, adapters, allowHosts: [] } as never)
  const now = new Date(`2026-03-02T${at}:00Z`)
  const delivery = {
    jobId: deriveId('v', String(fetches)),
    now,
    signal: new AbortController().signal,
  }
  const settle = await handlers.ingestion(sources[source], delivery)
  return () => own.begin((tx) => settle(tx, now))
}
const fetchFrom = async (source: Source, told: readonly Told[], at?: string) =>
  (await gather(source, told, at))()
type Parsing = { job: { document_id: string; version?: number } }
const delivery = {
  jobId: deriveId('d', 'x'),
  now: new Date('2026-03-02T16:00:00Z'),
  signal: new AbortController().signal,
}
const parsed = async ({ job }: Parsing) => {
  const settle = await parse(job as never, delivery)
  return () => own.begin((tx) => settle(tx, delivery.now))
}
const extracted = async (handed: { to: string; job: unknown } | undefined) => {
  const settle =
    handed?.to === 'macro_classification'
      ? await read.macro_classification(handed.job as never, delivery)
      : await read.extraction(handed?.job as never, delivery)
  return () => own.begin((tx) => settle(tx, delivery.now))
}
/** Everything on the way from the fetch to the evidence. */
async function take(source: Source, told: readonly Told[], at?: string) {
  const handed = await fetchFrom(source, told, at)
  for (const job of handed) {
    for (const next of await (
      await parsed(job as Parsing)
    )())
      if (next.to !== 'aggregation') await (await extracted(next))()
  }
  return handed.length
}
const stored = () => sql<{ title: string; version: number }[]>`
  select title, version from documents order by published_at, title`
const count = async () => (await sql`select from documents`).count
const evidence = async (ticker = 'F') =>
  (await readSignals(own, ticker, new Date('2026-03-03T00:00:00Z'))).map(
    ({ sentiment }) => sentiment,
  )

const GOOD = 'Ford profit surged 60 percent and beat estimates; shares soar.'
const BAD = 'CORRECTION: Ford profit plunged 60 percent and missed estimates; shares slump.'

describe('the same document is', () => {
  it.each<[string, Told, Told]>([
    [
      'what its source calls the same, at another link',
      { id: 'g1', url: 'https://n.example/1' },
      { id: 'g1', url: 'https://n.example/one' },
    ],
    [
      'what has the same link',
      { url: 'https://n.example/1' },
      { url: 'http://www.n.example/1/?utm_source=x#c' },
    ],
    [
      'what has the same title, day and publisher where it has no link',
      {},
      { at: '18:00', title: 'FORD posts its results.' },
    ],
    [
      'the same again',
      { id: 'g1', url: 'https://n.example/1' },
      { id: 'g1', url: 'https://n.example/1' },
    ],
    [
      'the same link and title under another id',
      { id: 'g1', url: 'https://n.example/1' },
      { id: 'g2', url: 'https://n.example/1' },
    ],
  ])('%s', async (_name, one, other) => {
    await fetchFrom('a', [one])
    await fetchFrom('a', [other])
    expect(await count()).toBe(1)
    await fetchFrom('a', [one, other])
    expect(await count()).toBe(1)
  })

  it('the copy that another source has of it, whatever it calls it', async () => {
    await fetchFrom('a', [
      { id: 'poly', url: 'https://n.example/1?utm_medium=api', title: 'Ford: results' },
    ])
    await fetchFrom('b', [
      { id: 'guid', url: 'https://n.example/1', title: 'Ford posts its results' },
    ])
    expect(await stored()).toEqual([{ title: 'Ford: results', version: 1 }])
    // Its own name for it leads to it from now on.
    await fetchFrom('b', [{ id: 'guid', url: 'https://n.example/moved' }])
    expect(await count()).toBe(1)
  })
})

it('failures to read what was corrected are none of what it says now, nor of one that was read', async () => {
  const tries = async () => (await sql`select extraction_tries from documents`)[0]?.extractionTries
  await fetchFrom('a', [{ id: 'g1', body: GOOD, at: '13:00' }])
  await sql`update documents set status = 'extraction_failed', extraction_tries = 4`
  const handed = await fetchFrom('a', [{ id: 'g1', body: BAD, at: '14:00' }])
  expect(await tries()).toBe(0)
  await sql`update documents set extraction_tries = 2`
  for (const next of await (
    await parsed(handed[0] as Parsing)
  )())
    if (next.to === 'extraction') await (await extracted(next))()
  expect(await tries()).toBe(0)
})

describe('other documents are', () => {
  const rns = ['shell', 'bp', 'unilever', 'bp2', 'shell2'].map((name, n): Told => ({
    title: n < 2 ? 'Transaction in Own Shares' : 'Profit Warning',
    body: `${name} says so`,
    at: `0${n}:00`,
  }))
  it.each<[string, (told: Told, n: number) => Told]>([
    [
      'the same headlines at other links',
      (told, n) => ({ ...told, url: `https://g.example/${n}` }),
    ],
    ['the same headlines under other ids', (told, n) => ({ ...told, id: `g${n}` })],
    [
      'other ids at the site’s front page',
      (told, n) => ({ ...told, id: `g${n}`, url: 'https://g.example/' }),
    ],
    [
      'other ids that all lead to one page',
      (told, n) => ({ ...told, id: `g${n}`, url: 'https://g.example/rns' }),
    ],
    [
      'items that all bear one id',
      (told, n) => ({ ...told, id: 'same', url: `https://g.example/${n}` }),
    ],
    [
      'items that all bear one id and one link',
      (told) => ({ ...told, id: 'same', url: 'https://g.example/rns' }),
    ],
    ['items that bear nothing but one link', (told) => ({ ...told, url: 'https://g.example/rns' })],
  ])('%s', async (_name, change) => {
    const told = rns.map(change)
    expect(await fetchFrom('a', told)).toHaveLength(5)
    expect(await count()).toBe(5)
    expect(await fetchFrom('a', told)).toHaveLength(0)
    expect(await fetchFrom('a', told.toReversed())).toHaveLength(0)
    // One of them alone is still itself.
    expect(await fetchFrom('a', told.slice(2, 3))).toHaveLength(0)
    expect(await count()).toBe(5)
    expect((await sql`select from documents where version > 1`).count).toBe(0)
  })

  it('one more at a link that was seen to tell nothing', async () => {
    const at = (n: number): Told => ({
      title: `Story ${n}`,
      url: 'https://g.example/news',
      id: `i${n}`,
    })
    await fetchFrom('a', [at(1), at(2)])
    await fetchFrom('a', [at(3)])
    await fetchFrom('a', [at(4)])
    expect(await count()).toBe(4)
  })
})

describe('a correction', () => {
  const one: Told = { id: 'g1', url: 'https://n.example/ford', body: GOOD }

  it('replaces what was read, and what rested on it is explained as it stood', async () => {
    await take('a', [one])
    expect(await evidence()).toEqual([1])
    const [before] = await sql<
      { impactId: string }[]
    >`select impact_id from document_impact_records`
    const [signal] = await readSignalsById(
      own,
      [before!.impactId],
      new Date('2026-03-03T00:00:00Z'),
    )
    expect(await take('a', [{ ...one, body: BAD }])).toBe(1)
    expect(await evidence()).toEqual([-1])
    expect(await stored()).toEqual([{ title: 'Ford posts its results', version: 2 }])
    expect(
      await sql`select version, number, is_current from document_intelligence order by number`,
    ).toEqual([
      { version: 1, number: 1, isCurrent: false },
      { version: 2, number: 2, isCurrent: true },
    ])
    expect(
      await readSignalsById(own, [before!.impactId], new Date('2026-03-03T00:00:00Z')),
    ).toEqual([signal])
    const origins = await readSignalOrigins(
      sql,
      (await sql<{ impactId: string }[]>`select impact_id from document_impact_records`).map(
        ({ impactId }) => impactId,
      ),
    )
    expect(origins).toHaveLength(2)
    for (const origin of origins)
      for (const link of await checkDocument(objects, origin))
        expect(link).toMatchObject({ ok: true })
    expect(await take('a', [{ ...one, body: BAD }])).toBe(0)
  })

  it.each<[string, Told, number]>([
    ['of the title alone', { title: 'Ford posts its results, and regrets' }, 2],
    ['of the body alone', { body: 'Ford said so.' }, 2],
    ['of spaces', { body: `  ${GOOD.replaceAll(' ', '\n ')} ` }, 1],
    ['of how letters are written', { body: GOOD.replace('F', '&#70;') }, 1],
    ['of the moment alone', { at: '14:30' }, 1],
    ['of an older moment', { body: BAD, at: '13:00' }, 1],
    ['of a moment that cannot be told', { body: BAD, flags: ['undated'], at: '15:00' }, 2],
  ])('%s makes version %3$i', async (_name, change, version) => {
    await fetchFrom('a', [one])
    await fetchFrom('a', [{ ...one, ...change }])
    expect((await stored()).map((row) => row.version)).toEqual([version])
  })

  it.each<[string, Partial<Told>]>([
    ['of the moment it was told', {}],
    ['that tell no moment', { flags: ['undated'], at: '15:00' }],
    ['told later', { at: '14:45' }],
  ])('that is taken back is read again: the words that stood before, %s', async (_how, again) => {
    await take('a', [one])
    await take('a', [{ ...one, ...again, body: BAD }])
    expect(await evidence()).toEqual([-1])
    expect(
      await take('a', [
        { ...one, ...again, at: again.at === '14:45' ? '14:50' : (again.at ?? '14:00') },
      ]),
    ).toBe(1)
    expect(await evidence()).toEqual([1])
    expect((await stored()).map(({ version }) => version)).toEqual([3])
  })

  it('and the removal of its source meet many times, and neither waits for the other in a ring', async () => {
    const id = sources.a.source_id
    const undone = new Error('undone')
    const remove = () =>
      sql
        .begin(async (tx) => {
          await lockSources(tx)
          await tx`select from sources where source_id = ${id} for update`
          await removeSource(tx, id)
          throw undone
        })
        .catch((fault: unknown) => {
          if (fault !== undone) throw fault
        })
    await fetchFrom('a', [one])
    for (let turn = 0; turn < 60; turn += 1) {
      const body = `Ford said ${turn}.`
      const record = await gather('a', [
        { ...one, body, at: `14:${String(turn % 60).padStart(2, '0')}` },
      ])
      await Promise.all([remove(), record(), remove()])
    }
    expect((await stored()).map(({ version }) => version)).toEqual([61])
  })

  it('ends where two wordings are told by turns, and where a document has had a hundred', async () => {
    for (let turn = 0; turn < 20; turn += 1)
      await fetchFrom('a', [turn % 2 ? { ...one, body: BAD } : one])
    expect((await stored()).map(({ version }) => version)).toEqual([6])
    await sql`update documents set version = 100`
    expect(await fetchFrom('a', [{ ...one, body: 'At 15:01 it was so.', at: '15:01' }])).toEqual([])
    expect((await sql`select from ingestion_runs where error like '%passed over%'`).count).toBe(1)
  })

  it('comes from the source that told it first, and nothing flips between two wordings', async () => {
    const copy: Told = { id: 'c1', url: 'https://n.example/ford', body: 'Another wording of it.' }
    await fetchFrom('a', [one])
    for (let round = 0; round < 3; round += 1) {
      expect(await fetchFrom('b', [{ ...copy, at: `15:0${round}` }])).toHaveLength(0)
      expect(await fetchFrom('a', [one])).toHaveLength(0)
    }
    await fetchFrom('a', [{ ...one, body: BAD }])
    expect(await fetchFrom('b', [{ ...copy, body: GOOD }])).toHaveLength(0)
    // Its source took the correction back.
    expect(await fetchFrom('a', [one])).toHaveLength(1)
    expect((await stored()).map(({ version }) => version)).toEqual([3])
  })

  it('that stands beside what it corrects in one fetch counts once', async () => {
    const later = { ...one, body: BAD, at: '14:20' }
    for (const told of [
      [one, later],
      [later, one],
      [one, later],
    ])
      await take('a', told)
    expect(await evidence()).toEqual([-1])
    expect((await stored()).map(({ version }) => version)).toEqual([1])
  })

  it('found by two fetches at once is one version', async () => {
    await fetchFrom('a', [one])
    const both = await Promise.all([
      gather('a', [{ ...one, body: BAD }]),
      gather('a', [{ ...one, body: BAD }]),
    ])
    const handed = await Promise.all(both.map((record) => record()))
    expect(handed.flat()).toHaveLength(1)
    expect((await stored()).map(({ version }) => version)).toEqual([2])
  })

  it('and a new document, found by two sources at once, are one', async () => {
    const both = await Promise.all([
      gather('a', [one]),
      gather('b', [{ ...one, id: 'c1', title: 'Other' }]),
    ])
    const handed = await Promise.all(both.map((record) => record()))
    expect(handed.flat()).toHaveLength(1)
    expect(await count()).toBe(1)
  })

  it('that comes while the older is parsed or read takes its place, whatever ends last', async () => {
    const [first] = await fetchFrom('a', [one])
    const parsing = await parsed(first as Parsing)
    const [second] = await fetchFrom('a', [{ ...one, body: BAD }])
    expect(await parsing()).toEqual([])
    const [reading] = await (await parsed(second as Parsing))()
    const late = await extracted(reading)
    const [third] = await fetchFrom('a', [{ ...one, body: `${GOOD} Again.`, at: '14:50' }])
    expect(await late()).toEqual([])
    // Its job, delivered again, finds that there is nothing to be read yet.
    expect(await (await extracted(reading))()).toEqual([])
    const [last] = await (await parsed(third as Parsing))()
    await (
      await extracted(last)
    )()
    expect(await evidence()).toEqual([1])
    expect(await sql`select version from document_intelligence where is_current`).toEqual([
      { version: 3 },
    ])
  })

  it('that names the company no more takes its evidence away', async () => {
    await take('a', [one])
    const [handed] = await fetchFrom('a', [
      { ...one, title: 'Withdrawn', body: 'This article was withdrawn by its publisher today.' },
    ])
    expect(await (await parsed(handed as Parsing))()).toContainEqual({
      to: 'aggregation',
      job: { ticker: 'F' },
    })
    expect(await evidence()).toEqual([])
  })

  it('of which company moves the evidence to the other', async () => {
    await take('a', [one])
    await take('a', [
      { ...one, title: 'Boeing posts its results', body: GOOD.replace('Ford', 'Boeing') },
    ])
    expect([await evidence('F'), await evidence('BA')]).toEqual([[], [1]])
  })

  it('that tells of the world no more takes its event away', async () => {
    const war = {
      ...one,
      title: 'China raises tariffs on U.S. soybeans as trade war escalates',
      body: '',
    }
    await take('a', [war])
    const [{ documentId } = { documentId: '' }] = await sql<{ documentId: string }[]>`
      select document_id from documents`
    expect(await readGlobalEvent(own, documentId)).toMatchObject({ summary: expect.any(String) })
    const type = async () => (await readDocument(own, documentId))?.documentType
    expect(await type()).toBe('macro_event')
    await take('a', [one], '15:30')
    expect([await type(), await evidence()]).toEqual(['article', [1]])
    expect(await readGlobalEvent(own, documentId)).toBeUndefined()
  })

  it('waits for its text without the quality of the one before', async () => {
    await take('a', [one])
    await fetchFrom('a', [{ ...one, body: BAD }])
    expect(
      await sql`select quality_score, quality_parts, quality_reasons, quality_confidence from documents`,
    ).toEqual([
      { qualityScore: null, qualityParts: null, qualityReasons: null, qualityConfidence: null },
    ])
  })

  it('of a document from before contents were kept is seen once its words are known', async () => {
    await fetchFrom('a', [one])
    await sql`update documents set content_sha256 = null, told_at = null`
    await sql`delete from document_keys`
    expect(await fetchFrom('a', [one])).toHaveLength(0)
    expect(await count()).toBe(1)
    expect(await fetchFrom('a', [{ ...one, body: BAD }])).toHaveLength(1)
    expect((await stored()).map(({ version }) => version)).toEqual([2])
  })
})

const anyItem = fc.record({
  title: fc.constantFrom('One', 'Two'),
  body: fc.constantFrom('x', 'y'),
  id: fc.constantFrom('g1', 'g2', null),
  url: fc.constantFrom('https://n.example/1', 'https://n.example/2', 'https://n.example/', null),
  at: fc.constantFrom('13:00', '14:00'),
})
test.prop([fc.array(anyItem, { maxLength: 5 })], { numRuns: 8 })(
  'whatever a source tells, telling it again changes nothing',
  async (told) => {
    await sql`truncate documents, document_keys cascade`
    await fetchFrom('a', told)
    expect(await fetchFrom('a', told)).toEqual([])
    expect(await fetchFrom('a', told.toReversed())).toEqual([])
  },
)
