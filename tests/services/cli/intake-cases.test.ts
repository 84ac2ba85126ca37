/** Inputs that people of the field reported, each through the real adapters, parser and mention rules. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Given, TrialType } from '#shared/clients/trial/given.ts'
import type { TrialLine } from '#shared/clients/trial/lines.ts'
import { runTrial } from '#shared/clients/trial/run.ts'
import { readUniverse } from '#shared/clients/universe/read.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { companiesToFind } from '#shared/domain/universe/securities.ts'
import { beside } from '../../helpers/beside.ts'

const { path: folder, why } = beside('cases/intake')

function givenAt(file: string, contentType?: string): Given {
  const names = readdirSync(dirname(file))
  return {
    name: basename(file),
    bytes: readFileSync(file),
    contentType,
    names,
    beside: (name) => (names.includes(name) ? readFileSync(join(dirname(file), name)) : undefined),
  }
}

type How = { now?: string; previous?: string; contentType?: string; ticker?: string }

async function attempt(type: TrialType, file: string, how: How = {}) {
  const { now = '2026-03-02T15:00:00Z', previous, contentType, ticker } = how
  const companies = ['companies.csv', 'universe.csv'].map((name) =>
    join(folder, dirname(file), name),
  )
  const universe = companies.find((path) => existsSync(path))
  const known = universe ? (await readUniverse(universe)).companies : []
  const files = [...(previous ? [previous] : []), file].map((name) =>
    givenAt(join(folder, name), contentType),
  )
  const lines = await runTrial({
    type,
    from: { files },
    registry: compileRegistry(companiesToFind(known)),
    now: new Date(now),
    allowHosts: [],
    ...(ticker ? { ticker } : {}),
  })
  const documents = lines.filter((line) => line.kind === 'document')
  return { lines, documents, summary: lines.at(-1) as Extract<TrialLine, { kind: 'summary' }> }
}

const named = (documents: { mentions: { ticker: string }[] }[]) =>
  documents.map(({ mentions }) => mentions.map(({ ticker }) => ticker).join(' '))
const published = (documents: { published_at: string }[]) =>
  documents.map(({ published_at: at }) => at)

describe.skipIf(why !== '')(`inputs that were reported${why}`, () => {
  it.each([
    ['submissions.json', '2025-08-27T20:30:00Z', '2025-08-27T20:22:14.000Z'],
    ['submissions.json', '2025-08-28T00:30:00Z', '2025-08-27T20:22:14.000Z'],
    ['nyclock.json', '2026-01-30T00:00:00Z', '2026-01-29T21:30:33.000Z'],
    ['late.json', '2025-07-02T00:00:00Z', '2025-06-30T22:35:29.000Z'],
  ])('a filing is known from when it was accepted: %s at %s', async (file, now, at) => {
    const { documents } = await attempt('edgar', `02-filing-time-utc/${file}`, { now })
    expect(published(documents)).toEqual([at])
  })

  it.each(['p1.json', 'p2.json'])('a next page elsewhere loses nothing: %s', async (file) => {
    const { documents, summary } = await attempt('polygon-news', `03-next-page-other-host/${file}`)
    expect(documents).toHaveLength(1)
    expect(summary.outcome).not.toBe('failed')
  })

  it('an index or an exchange is not the company', async () => {
    const { documents } = await attempt('feed', '04-index-or-exchange-is-not-the-company/feed.xml')
    const wrong = documents.filter(({ title }) => !title.startsWith('Nasdaq to buy'))
    expect(named(wrong).join(' ')).not.toMatch(/DOW|NDAQ/)
    expect(named(documents.filter(({ title }) => title.startsWith('Nasdaq to buy')))).toEqual([
      'NDAQ',
    ])
  })

  it('an acronym, a surname, another firm is not the company', async () => {
    const { documents } = await attempt('feed', '05-acronym-surname-other-firm/feed.xml')
    expect(named(documents).join('')).toBe('')
  })

  it('official names are found', async () => {
    const { documents } = await attempt('feed', '06-official-names-never-found/feed.xml')
    expect(named(documents).filter((tickers) => tickers === '')).toEqual([])
  })

  it('a ticker is one in every notation', async () => {
    const now = '2026-03-03T15:00:00Z'
    const { lines } = await attempt('polygon-bars', '08-brk-dash/grouped.json', { now })
    expect(lines[0]).toMatchObject({ kind: 'bars', ticker: 'BRK.B', count: 1 })
    const { documents } = await attempt('feed', '08-brk-dash/feed.xml')
    expect(named(documents)).toEqual(['BRK.B'])
  })

  it.each([
    ['latin1.xml', 'application/rss+xml; charset=ISO-8859-1', /Estée Lauder/],
    ['header1252.xml', 'text/xml; charset=windows-1252', /Moody’s/],
    ['utf16.xml', undefined, /\w/],
  ])('a feed is read in its charset: %s', async (file, contentType, title) => {
    const how = contentType ? { contentType } : {}
    const { documents } = await attempt('feed', `09-feed-charset/${file}`, how)
    expect(documents[0]?.title).toMatch(title)
    expect(named(documents)[0]).not.toBe('')
  })

  it('one headline over five announcements is five documents and stories', async () => {
    const { documents } = await attempt('feed', '10-same-headline-other-company/feed.xml')
    expect(new Set(documents.map(({ id }) => id)).size).toBe(5)
    expect(new Set(documents.map(({ story }) => story)).size).toBe(5)
    expect(named(documents).filter((tickers) => tickers === '')).toEqual([])
  })

  it('a correction is another version, and read as it says now', async () => {
    const before = '11-correction-never-read/v1.xml'
    const { documents } = await attempt('feed', '11-correction-never-read/v2.xml', {
      previous: before,
    })
    expect(documents).toMatchObject([
      { version: 2, reading: [{ ticker: 'F', sentiment: 'negative' }] },
    ])
  })

  it('a page whose counter moves is one document', async () => {
    const at = (file: string) => `12-page-counter-makes-new-evidence/${file}`
    const of = (file: string, previous?: string) =>
      attempt('page', at(file), previous ? { previous: at(previous) } : {})
    const [a, b, c] = [await of('a.html'), await of('b.html'), await of('c.html')]
    expect(new Set([a, b, c].map(({ documents }) => documents[0]?.id)).size).toBe(1)
    for (const [file, before] of [
      ['b.html', 'a.html'],
      ['c.html', 'b.html'],
    ] as const)
      expect((await of(file, before)).documents).toEqual([])
  })

  it('one filing that is gone hides none', async () => {
    const { documents, summary } = await attempt(
      'edgar',
      '13-one-gone-filing-stops-the-rest/submissions.json',
    )
    expect(documents).toHaveLength(1)
    expect(summary).toMatchObject({ outcome: 'partly' })
  })

  it.each(['head.html', 'body.html'])('what a page says of itself is decoded: %s', async (file) => {
    const { documents } = await attempt('page', `17-jsonld-entities/${file}`)
    expect(named(documents)[0]?.split(' ').sort()).toEqual(['MCO', 'T'])
    expect(documents[0]).toMatchObject({ route: { to: 'extraction' } })
  })

  it('zones have names', async () => {
    const { documents } = await attempt('feed', '18-zone-by-name/feed.xml')
    expect(published(documents).sort()).toEqual([
      '2026-02-24T13:00:00.000Z',
      '2026-02-25T09:00:00.000Z',
      '2026-02-26T09:00:00.000Z',
      '2026-02-27T05:00:00.000Z',
    ])
  })

  it('an item without a title has the beginning of what it says', async () => {
    const { documents } = await attempt('feed', '19-item-without-title/feed.xml')
    expect(named(documents)).toEqual(['F'])
    expect(documents[0]?.title).not.toBe('')
  })

  it('a date of the year nought stops nothing', async () => {
    const { documents, summary } = await attempt('feed', '20-zero-date-stops-the-feed/feed.xml')
    expect(documents.length).toBeGreaterThanOrEqual(2)
    expect(summary.outcome).toBe('succeeded')
    for (const { published_at: at, flags } of documents)
      expect(flags.length > 0 || at.startsWith('2026-03')).toBe(true)
  })

  it.each([
    ['dup.csv', /line 4.*AAPL.*line 2/],
    ['shifted.csv', /line 2.*5 cells.*4/],
  ])('a universe that is wrong is refused by line: %s', async (file, says) => {
    await expect(readUniverse(join(folder, '21-universe-csv', file))).rejects.toThrow(says)
  })

  it('a universe is read in its charset', async () => {
    const { companies } = await readUniverse(join(folder, '21-universe-csv/cp1252.csv'))
    expect(companies[0]?.name).toBe('Estée Lauder')
  })

  it('a consent wall goes nowhere', async () => {
    const { documents } = await attempt('page', '23-consent-wall/page.html')
    expect(documents).toMatchObject([
      { route: { to: 'nowhere', status: 'low_quality', reason: 'consent_wall' } },
    ])
  })

  it('an odd field costs itself', async () => {
    const { documents } = await attempt('polygon-news', '25-one-odd-field-costs-the-item/news.json')
    expect(documents).toHaveLength(4)
    expect(named(documents)).toEqual(['AAPL', 'AAPL', 'AAPL', 'AAPL'])
  })

  it.each(['fade.html', 'dialog.html'])('what people see is read: %s', async (file) => {
    const { documents } = await attempt('page', `26-body-faded-in/${file}`)
    expect(documents).toMatchObject([{ route: { to: 'extraction' } }])
    expect(documents[0]?.reading.length).toBeGreaterThan(0)
  })
})
