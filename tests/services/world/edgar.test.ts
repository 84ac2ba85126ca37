import { describe, expect, test } from 'vitest'
import { openEdgar } from '#shared/clients/edgar/client.ts'
import { edgarFacts } from '#shared/clients/edgar/facts.ts'
import { edgarFilings } from '#shared/clients/edgar/filings.ts'
import { trailingEarnings } from '#shared/domain/fundamentals/trailing-earnings.ts'
import { readRaw } from '#shared/domain/document/raw.ts'
import { serveWorld } from '../../helpers/world.ts'
import { openWorld } from '../../../services/world/open.ts'

const world = await openWorld({ seed: 4, from: '2026-02-02', to: '2026-02-27' })
const { setNow, get, url } = await serveWorld(world)
const now = new Date('2026-02-20T22:00:00Z')
setNow(now)
const edgar = openEdgar({
  dataBaseUrl: `${url}/edgar-data`,
  baseUrl: `${url}/edgar`,
  userAgent: 'tests tests@example.com',
  perSecond: 10_000,
})
const errandFor = (cik: string) => ({
  job: {
    source_id: '11111111-1111-4111-8111-111111111111',
    company_id: null,
    ticker: 'X',
    legal_name: 'X',
    aliases: [],
    source_type: 'filings_api' as const,
    source_name: 'SEC EDGAR',
    config: { cik },
    credibility_score: 0.95,
    scheduled_at: now.toISOString(),
  },
  seen: { lastPublishedAt: null, state: {} },
  now,
  signal: AbortSignal.timeout(20_000),
})
const filed = world.filings.filter(({ filedAt }) => filedAt <= now)

describe('the world’s EDGAR', () => {
  test('says the moment in UTC or in New York’s time, and the header tells it right', async () => {
    const ciks = [0, 1, 2].map(
      (rest) => filed.find(({ cik }) => Number(cik) % 3 === rest)?.cik ?? '',
    )
    for (const cik of ciks) {
      const { documents = [] } = await edgarFilings(edgar)(errandFor(cik))
      const wanted = filed.filter((filing) => filing.cik === cik).map(({ filedAt }) => filedAt)
      expect(documents.length).toBeGreaterThan(0)
      expect(documents.map(({ publishedAt }) => publishedAt)).toEqual(
        wanted.slice(0, documents.length),
      )
      expect(documents.flatMap(({ dateFlags = [] }) => dateFlags)).toEqual([])
    }
  })

  test('hands in the press release with the results', async () => {
    const results = filed.find(({ items }) => items?.startsWith('2.02'))
    const { documents = [] } = await edgarFilings(edgar)(errandFor(results?.cik ?? ''))
    const document = documents.find(({ sourceItemId }) => sourceItemId === results?.accessionNumber)
    const { body } = readRaw(document!.raw.bytes, document!.raw.mediaType, true)
    expect(body).toMatch(/^Item 2\.02/)
    expect(body).toMatch(/Reports Results\n\n\S/)
    expect(body).not.toContain('SEC-HEADER')
  })

  test('reports figures that were filed by then, and none of companies that are not its own', async () => {
    const { facts = [] } = await edgarFacts(edgar)(errandFor(filed[0]?.cik ?? ''))
    expect(facts.every(({ filedOn }) => filedOn <= '2026-02-20')).toBe(true)
    expect(trailingEarnings(facts, { on: '2026-02-20' })).toMatchObject({ through: '2025-12-31' })
    const none = await get('/edgar-data/api/xbrl/companyfacts/CIK0000000001.json')
    expect(none.status).toBe(404)
    expect(await none.text()).toContain('<Code>NoSuchKey</Code>')
  })

  test('has the folder and the whole of a filing', async () => {
    const { cik, accessionNumber, primaryDocument } = filed[0]!
    const folder = `/edgar/Archives/edgar/data/${Number(cik)}/${accessionNumber.replaceAll('-', '')}`
    const listed = (await (await get(`${folder}/index.json`)).json()) as {
      directory: { item: { name: string }[] }
    }
    expect(listed.directory.item.map(({ name }) => name)).toContain(primaryDocument)
    expect(await (await get(`${folder}/${accessionNumber}.txt`)).text()).toMatch(
      /^<SEC-DOCUMENT>[^]*<SEC-HEADER>[^]*<ACCEPTANCE-DATETIME>\d{14}\n[^]*<DOCUMENT>/,
    )
  })
})
