import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { TrialLine } from '#shared/clients/trial/lines.ts'
import type { Trial } from '#shared/clients/trial/errand.ts'
import { runTrial } from '#shared/clients/trial/run.ts'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { startServer } from '../../helpers/http.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-try-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const keep = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const item = (title: string, link: string, day = '02') =>
  `<item><title>${title}</title><link>${link}</link><guid>${link}</guid>` +
  `<pubDate>Mon, ${day} Mar 2026 07:00:00 GMT</pubDate><description>More of it.</description></item>`
const feedOf = (...items: string[]) =>
  `<rss version="2.0"><channel><title>A</title>${items.join('')}</channel></rss>`

const ford = {
  companyId: 'F',
  ticker: 'F',
  legalName: 'Ford Motor Company',
  sector: '',
  aliases: ['Ford'],
}

const given = (name: string, text: string, beside: Record<string, string> = {}) => ({
  name,
  bytes: Buffer.from(text),
  names: [name, ...Object.keys(beside)],
  beside: (other: string) => (other in beside ? Buffer.from(beside[other] ?? '') : undefined),
})

const attempt = (over: Partial<Trial>): Promise<TrialLine[]> =>
  runTrial({
    type: 'feed',
    from: {
      files: [given('feed.xml', feedOf(item('Ford recalls trucks', 'https://a.example/1')))],
    },
    registry: compileRegistry([ford]),
    now: new Date('2026-03-02T15:00:00Z'),
    allowHosts: [],
    ...over,
  })

const kinds = (lines: readonly TrialLine[]) => lines.map(({ kind }) => kind)

describe('runTrial()', () => {
  it('tells of a feed what would be stored, named and read', async () => {
    const [line, last, ...others] = await attempt({})
    expect(others).toEqual([])
    expect(line).toMatchObject({
      kind: 'document',
      version: 1,
      title: 'Ford recalls trucks',
      published_at: '2026-03-02T07:00:00.000Z',
      flags: [],
      publisher: 'source.example',
      mentions: [{ ticker: 'F', offset: 0 }],
      route: { to: 'extraction', ticker: 'F' },
      reading: [{ ticker: 'F' }],
    })
    expect(last).toMatchObject({
      kind: 'summary',
      outcome: 'succeeded',
      items: 1,
      kept: 1,
      rejected: 0,
    })
  })

  it('gives the same ids every time, wherever it was served', async () => {
    expect(await attempt({})).toEqual(await attempt({}))
  })

  it('leaves out what a file before it told', async () => {
    const files = [
      given('a.xml', feedOf(item('Ford recalls trucks', 'https://a.example/1'))),
      given(
        'b.xml',
        feedOf(
          item('Ford recalls trucks', 'https://a.example/1'),
          item('Ford hires', 'https://a.example/2', '03'),
        ),
      ),
    ]
    const lines = await attempt({ from: { files }, now: new Date('2026-03-04T00:00:00Z') })
    expect(lines[0]).toMatchObject({ title: 'Ford hires' })
    expect(lines.at(-1)).toMatchObject({ items: 2, kept: 1, notes: ['1 known already'] })
  })

  it('counts bars by ticker and shows those that were refused', async () => {
    const t = Date.parse('2026-03-02T05:00:00Z')
    const bars = [
      { T: 'F', o: 10, h: 12, l: 9, c: 11, v: 5, t },
      { T: 'F', o: 10, h: 2, l: 9, c: 11, v: 5, t },
    ]
    const file = given('bars.json', JSON.stringify({ status: 'OK', results: bars }))
    const lines = await attempt({
      type: 'polygon-bars',
      from: { files: [file] },
      ticker: 'F',
      now: new Date('2026-03-03T15:00:00Z'),
    })
    expect(kinds(lines)).toEqual(['bars', 'reject', 'summary'])
    expect(lines[0]).toMatchObject({ ticker: 'F', count: 1 })
    expect(lines.at(-1)).toMatchObject({ outcome: 'partly', rejected: 1 })
  })

  it('reads an account, and which of its lists the file is', async () => {
    const position = { symbol: 'F', qty: '3', current_price: '10', avg_entry_price: '9' }
    const file = given('mine.json', JSON.stringify([position]))
    const lines = await attempt({ type: 'alpaca', from: { files: [file] } })
    expect(kinds(lines)).toEqual(['account', 'position', 'summary'])
    expect(lines[1]).toMatchObject({ ticker: 'F', quantity: '3' })
  })

  it('reads a filing with the exhibit that lies beside it, as its own', async () => {
    const list = JSON.stringify({
      filings: {
        recent: {
          accessionNumber: ['0000037996-26-000001'],
          acceptanceDateTime: ['2026-03-02T13:05:00.000Z'],
          filingDate: ['2026-03-02'],
          form: ['8-K'],
          primaryDocument: ['f.htm'],
          items: ['2.02'],
        },
      },
    })
    const beside = {
      'f.htm': '<p>Item 2.02 Results</p><p>The news is attached.</p>',
      'f.EX99.1.htm': '<p>Ford Motor Company reports a record profit for the quarter.</p>',
    }
    const [line] = await attempt({
      type: 'edgar',
      ticker: 'F',
      from: { files: [given('list.json', list, beside)] },
    })
    expect(line).toMatchObject({ kind: 'document', reading: [{ ticker: 'F' }] })
  })

  it('asks an address through the guard, and fails in words', async () => {
    const server = await startServer()
    const { host } = new URL(server.url)
    server.answer('/feed', { body: feedOf(item('Ford hires', 'https://a.example/2')) })
    const from = { url: `${server.url}/feed` }
    expect(kinds(await attempt({ from, allowHosts: [host] }))).toEqual(['document', 'summary'])
    const [refused] = await attempt({ from })
    expect(refused).toMatchObject({ outcome: 'failed', items: 0 })
    expect(JSON.stringify(refused)).toMatch(/expected port 80 or 443/)
  })
})

describe('stonks source try', () => {
  const stonks = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['services/cli/main.ts', 'source', ...args],
      { encoding: 'utf8' },
    )
    return { status, lines: stdout.split('\n').filter(Boolean), stderr }
  }

  it('prints one JSON object a line, and looks for the companies beside the file', () => {
    keep('companies.csv', 'ticker,name,sector,aliases\nF,Ford Motor Company,Autos,Ford\n')
    const file = keep('feed.xml', feedOf(item('Ford recalls trucks', 'https://a.example/1')))
    const { status, lines } = stonks('try', '--type', 'feed', file, '--now', '2026-03-02T15:00:00Z')
    expect(status).toBe(0)
    expect(lines.map((line) => (JSON.parse(line) as TrialLine).kind)).toEqual([
      'document',
      'summary',
    ])
    expect(lines[0]).toContain('"mentions":[{"ticker":"F","offset":0}]')
  })

  it('says what is wrong with how it was asked', () => {
    const { status, stderr } = stonks('try', '--type', 'fax', 'x')
    expect(status).toBe(2)
    expect(stderr).toContain('--type is one of feed, page, polygon-news')
  })
})
