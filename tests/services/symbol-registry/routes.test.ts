import { describe, expect, it } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import { answerRegistry } from '../../../services/symbol-registry/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService } from '../../helpers/principals.ts'

const { sql, as } = await cloneDatabase()
const clock = { mode: 'real' as const, speed: 1, now: () => new Date('2024-06-03T15:00:00Z') }
const answers = answerRegistry({ sql: as('stonks_api'), clock })
const askRegistry = askService({ service: 'symbol-registry', answers })

async function ask(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await askRegistry(method, path, body)
  return { status: response.status, body: await response.json() }
}

describe('companies', () => {
  it('are added with their sources, once', async () => {
    const apple = {
      ticker: 'AAPL',
      name: 'Apple',
      sector: 'Tech',
      aliases: ['iPhone'],
      cik: '320193',
    }
    const added = await ask('POST', '/registry/companies', apple)
    expect(added).toMatchObject({
      status: 201,
      body: {
        ticker: 'AAPL',
        legalName: 'Apple',
        aliases: ['iPhone'],
        cik: '0000320193',
        active: true,
      },
    })
    expect((await ask('POST', '/registry/companies', apple)).status).toBe(200)
    expect(await ask('GET', '/registry/companies/AAPL')).toMatchObject({
      status: 200,
      body: {
        ticker: 'AAPL',
        sources: [
          { sourceName: 'SEC EDGAR' },
          { sourceName: 'SEC EDGAR facts' },
          { sourceName: 'Polygon bars' },
        ],
      },
    })
  })

  it('stand under one notation of their ticker, and under that of their primary security', async () => {
    const added = await ask('POST', '/registry/companies', { ticker: 'BRK-B', name: 'Berkshire' })
    expect(added).toMatchObject({ status: 201, body: { ticker: 'BRK.B' } })
    expect(
      (await ask('POST', '/registry/companies', { ticker: 'BTC-USD', name: 'x' })).status,
    ).toBe(422)
    await sql`insert into securities (ticker, company_id, is_primary)
      select 'BRK.A', company_id, false from companies where ticker = 'BRK.B'`
    expect(await ask('POST', '/registry/companies', { ticker: 'BRK.A', name: 'x' })).toMatchObject({
      status: 409,
      body: { detail: 'BRK.A is a security of BRK.B already' },
    })
    expect((await ask('DELETE', '/registry/companies/BRK.B')).status).toBe(200)
  })

  it('come in as a file, several securities of one issuer as one company', async () => {
    const rows = 'Symbol,Name\nFOXA,Fox Corporation (Class A)\nFOX,Fox Corporation (Class B)\n'
    const file = Buffer.from(rows).toString('base64')
    expect(await ask('POST', '/registry/universe', { file, store: true })).toMatchObject({
      status: 200,
      body: { added: ['FOXA'], faults: [] },
    })
    expect(await ask('GET', '/registry/companies/FOXA')).toMatchObject({
      body: {
        legalName: 'Fox Corporation',
        sources: [{ sourceName: 'Polygon bars' }, { sourceName: 'Polygon bars FOX' }],
      },
    })
    expect((await ask('GET', '/registry/companies/FOX')).status).toBe(404)
    expect((await ask('DELETE', '/registry/companies/FOXA')).status).toBe(200)
  })

  it('may rest', async () => {
    expect(await ask('PUT', '/registry/companies/AAPL', { active: false })).toMatchObject({
      status: 200,
      body: { active: false },
    })
    expect(await ask('GET', '/registry/companies?active=true')).toEqual({ status: 200, body: [] })
    expect((await ask('GET', '/registry/companies?active=false')).body).toHaveLength(1)
    await ask('PUT', '/registry/companies/AAPL', { active: true })
  })

  it('have names that can be added and replaced', async () => {
    expect(await ask('POST', '/registry/companies/AAPL/aliases', { alias: 'Apple Inc.' })).toEqual({
      status: 201,
      body: ['Apple Inc.', 'iPhone'],
    })
    expect(
      await ask('PUT', '/registry/companies/AAPL/aliases', { aliases: ['Macintosh', 'iPhone'] }),
    ).toEqual({ status: 200, body: ['Macintosh', 'iPhone'] })
    expect(await ask('GET', '/registry/companies/AAPL/aliases')).toEqual({
      status: 200,
      body: ['Macintosh', 'iPhone'],
    })
  })

  it.each([
    ['GET', '/registry/companies/MSFT', undefined, 404],
    ['GET', '/registry/companies/..%2f', undefined, 422],
    ['GET', '/registry/companies?active=perhaps', undefined, 422],
    ['POST', '/registry/companies', { ticker: 'aapl', name: 'x' }, 422],
    ['POST', '/registry/companies', '{', 400],
    ['POST', '/registry/companies/MSFT/aliases', { alias: 'Windows' }, 404],
    ['PUT', '/registry/companies/AAPL/aliases', { aliases: ['x'] }, 422],
    ['PATCH', '/registry/companies/AAPL', {}, 405],
    ['GET', '/nowhere', undefined, 404],
  ])('%s %s with %j is %d', async (method, path, body, status) => {
    expect(await ask(method, path, body)).toMatchObject({
      status,
      body: { detail: expect.any(String), code: expect.any(String) },
    })
  })
})

describe('keys in a source’s settings', () => {
  const url = 'https://feeds.example.com/x.xml?token=canary-token&n=2'
  const hidden = 'https://feeds.example.com/x.xml?token=[hidden]&n=2'
  const source = { sourceType: 'web_scrape', sourceName: 'Paid', config: { format: 'feed', url } }
  const kept = async () =>
    (await sql`select config->>'url' as url from sources where source_name = 'Paid'`)[0]?.['url']

  it('are shown to nobody, and kept by who gives back what was shown', async () => {
    const added = await ask('POST', '/registry/sources', source)
    expect(added).toMatchObject({ status: 201, body: { config: { url: hidden } } })
    const { sourceId, config } = added.body as { sourceId: string; config: Record<string, unknown> }
    const path = `/registry/sources/${sourceId}`
    const changed = await ask('PUT', path, { config: { ...config, polling_interval_seconds: 60 } })
    expect(changed).toMatchObject({ status: 200, body: { config: { url: hidden } } })
    expect(await kept()).toBe(url)
    const half = { ...config, url: 'https://elsewhere.example.com/x.xml?token=[hidden]' }
    expect(await ask('PUT', path, { config: half })).toMatchObject({ status: 422 })
    expect(await ask('POST', '/registry/sources', { ...source, config: half })).toMatchObject({
      status: 422,
    })
    expect(await kept()).toBe(url)
    const seen = [await ask('GET', '/registry/sources'), changed, added]
    expect(JSON.stringify(seen)).not.toContain('canary')
    const [audit] =
      await sql`select count(*)::integer as rows from audit_events where entity_id = ${sourceId}`
    expect(audit?.['rows']).toBeGreaterThan(1)
    const told = await sql`select a::text as row from audit_events a`
    expect(JSON.stringify(told)).not.toContain('canary')
    await sql`delete from sources where source_name = 'Paid'`
  })
})

describe('sources', () => {
  const feed = {
    sourceType: 'web_scrape',
    sourceName: 'CNBC',
    config: { format: 'feed', url: 'http://feeds.example/c.xml', note_of_ours: 1 },
  }

  it('are added for the market or for a company', async () => {
    expect(await ask('POST', '/registry/sources', feed)).toMatchObject({
      status: 201,
      body: {
        companyId: null,
        ticker: '',
        config: feed.config,
        credibilityScore: 0.5,
        active: true,
      },
    })
    expect((await ask('POST', '/registry/sources', feed)).status).toBe(200)
    expect(await ask('POST', '/registry/sources', { ...feed, ticker: 'AAPL' })).toMatchObject({
      status: 201,
      body: { ticker: 'AAPL' },
    })
    expect((await ask('GET', '/registry/sources?ticker=AAPL')).body).toHaveLength(4)
  })

  it('are changed in part', async () => {
    const [source] = (await ask('GET', '/registry/sources')).body as {
      sourceId: string
      config: unknown
    }[]
    const changed = await ask('PUT', `/registry/sources/${source?.sourceId}`, {
      active: false,
      credibilityScore: 0.9,
    })
    expect(changed).toMatchObject({
      status: 200,
      body: { active: false, credibilityScore: 0.9, config: source?.config },
    })
  })

  it.each([
    ['filings_api', { cik: '12' }, 'config.cik: expected ten digits, found "12"'],
    [
      'market_api',
      { kind: 'minutes' },
      'config.kind: expected range, grouped_daily or minute, found "minutes"',
    ],
    ['market_api', { kind: 'range' }, 'config: expected a ticker beside such settings, found none'],
    [
      'news_api',
      { lookback_days: -1 },
      'config.lookback_days: expected more than 0 days, found -1',
    ],
    [
      'web_scrape',
      { format: 'feed', url: 'ftp://x' },
      'config.url: expected an http or https URL, found "ftp://x"',
    ],
    [
      'web_scrape',
      { url: 'http://0x7f.1:8080/' },
      'config.url: expected port 80 or 443, found 8080 of 127.0.0.1',
    ],
    [
      'web_scrape',
      { format: 'feed', url: 'http://[::ffff:169.254.169.254]/latest/' },
      'config.url: expected an address out on the internet, found [::ffff:a9fe:a9fe]',
    ],
    [
      'macro_news',
      { format: 'feed', url: 'http://ann:secret@example.com/' },
      'config.url: expected a URL without a user name or password',
    ],
    [
      'macro_news',
      { format: 'feed' },
      'config.url: expected an http or https URL beside format feed, found none',
    ],
    [
      'broker',
      { polling_interval_seconds: 'often' },
      'config.polling_interval_seconds: expected a number from 1 to 31536000, found "often"',
    ],
  ])(
    'of type %s with %j are refused by setting, wanted and found',
    async (sourceType, config, detail) => {
      const answer = await ask('POST', '/registry/sources', {
        sourceType,
        sourceName: 'Bad',
        config,
      })
      expect(answer).toMatchObject({ status: 422, body: { detail, code: 'invalid' } })
    },
  )

  it('keep settings that are sound when a change is not', async () => {
    const [source] = (await ask('GET', '/registry/sources')).body as {
      sourceId: string
      config: object
    }[]
    const path = `/registry/sources/${source?.sourceId}`
    expect((await ask('PUT', path, { config: { url: 'nowhere' } })).status).toBe(422)
    const all = (await ask('GET', '/registry/sources')).body as {
      sourceId: string
      config: object
    }[]
    expect(all.find(({ sourceId }) => sourceId === source?.sourceId)?.config).toEqual(
      source?.config,
    )
  })

  it('are believed as far as their type, where nothing is said', async () => {
    const filings = {
      sourceType: 'filings_api',
      sourceName: 'Filings',
      config: { cik: '0000320193' },
    }
    expect((await ask('POST', '/registry/sources', filings)).body).toMatchObject({
      credibilityScore: 0.95,
    })
  })

  it.each([
    ['POST', '/registry/sources', { ...feed, ticker: 'MSFT' }, 404],
    ['POST', '/registry/sources', { ...feed, config: {} }, 422],
    ['POST', '/registry/sources', { ...feed, config: { url: 'file:///etc/passwd' } }, 422],
    [
      'POST',
      '/registry/sources',
      { ...feed, config: { ...feed.config, polling_interval_seconds: 0 } },
      422,
    ],
    [
      'POST',
      '/registry/sources',
      { ...feed, config: { ...feed.config, blob: 'x'.repeat(5000) } },
      422,
    ],
    ['POST', '/registry/sources', { ...feed, sourceType: 'psychic' }, 422],
    ['POST', '/registry/sources', { sourceType: 'market_api', sourceName: 'Bars' }, 422],
    ['PUT', '/registry/sources/17', { active: false }, 422],
    ['PUT', `/registry/sources/${deriveId('none')}`, { active: false }, 404],
  ])('%s %s with %j is %d', async (method, path, body, status) => {
    expect(await ask(method, path, body)).toMatchObject({
      status,
      body: { detail: expect.any(String), code: expect.any(String) },
    })
  })
})
