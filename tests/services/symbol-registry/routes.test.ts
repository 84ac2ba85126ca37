import { describe, expect, it } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import { routes } from '../../../services/symbol-registry/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql } = await cloneDatabase()
const answer = routes(sql)

async function ask(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await answer(
    new Request(`http://registry${path}`, {
      method,
      ...(body === undefined
        ? {}
        : {
            body: typeof body === 'string' ? body : JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          }),
    }),
  )
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
    const added = await ask('POST', '/companies', apple)
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
    expect((await ask('POST', '/companies', apple)).status).toBe(200)
    expect(await ask('GET', '/companies/AAPL')).toMatchObject({
      status: 200,
      body: {
        ticker: 'AAPL',
        sources: [{ sourceName: 'SEC EDGAR' }, { sourceName: 'Polygon bars' }],
      },
    })
  })

  it('may rest', async () => {
    expect(await ask('PUT', '/companies/AAPL', { active: false })).toMatchObject({
      status: 200,
      body: { active: false },
    })
    expect(await ask('GET', '/companies?active=true')).toEqual({ status: 200, body: [] })
    expect((await ask('GET', '/companies?active=false')).body).toHaveLength(1)
    await ask('PUT', '/companies/AAPL', { active: true })
  })

  it('have names that can be added and replaced', async () => {
    expect(await ask('POST', '/companies/AAPL/aliases', { alias: 'Apple Inc.' })).toEqual({
      status: 201,
      body: ['Apple Inc.', 'iPhone'],
    })
    expect(
      await ask('PUT', '/companies/AAPL/aliases', { aliases: ['Macintosh', 'iPhone'] }),
    ).toEqual({ status: 200, body: ['Macintosh', 'iPhone'] })
    expect(await ask('GET', '/companies/AAPL/aliases')).toEqual({
      status: 200,
      body: ['Macintosh', 'iPhone'],
    })
  })

  it.each([
    ['GET', '/companies/MSFT', undefined, 404],
    ['GET', '/companies/..%2f', undefined, 422],
    ['GET', '/companies?active=perhaps', undefined, 422],
    ['POST', '/companies', { ticker: 'aapl', name: 'x' }, 422],
    ['POST', '/companies', '{', 400],
    ['POST', '/companies/MSFT/aliases', { alias: 'Windows' }, 404],
    ['PUT', '/companies/AAPL/aliases', { aliases: ['x'] }, 422],
    ['DELETE', '/companies/AAPL', undefined, 404],
    ['GET', '/nowhere', undefined, 404],
  ])('%s %s with %j is %d', async (method, path, body, status) => {
    expect(await ask(method, path, body)).toMatchObject({
      status,
      body: { detail: expect.any(String) },
    })
  })
})

describe('sources', () => {
  const feed = {
    sourceType: 'web_scrape',
    sourceName: 'CNBC',
    config: { format: 'feed', url: 'http://localhost/c.xml', note_of_ours: 1 },
  }

  it('are added for the market or for a company', async () => {
    expect(await ask('POST', '/sources', feed)).toMatchObject({
      status: 201,
      body: {
        companyId: null,
        ticker: '',
        config: feed.config,
        credibilityScore: 0.5,
        active: true,
      },
    })
    expect((await ask('POST', '/sources', feed)).status).toBe(200)
    expect(await ask('POST', '/sources', { ...feed, ticker: 'AAPL' })).toMatchObject({
      status: 201,
      body: { ticker: 'AAPL' },
    })
    expect((await ask('GET', '/sources?ticker=AAPL')).body).toHaveLength(3)
  })

  it('are changed in part', async () => {
    const [source] = (await ask('GET', '/sources')).body as { sourceId: string; config: unknown }[]
    const changed = await ask('PUT', `/sources/${source?.sourceId}`, {
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
      'config.kind: expected range or grouped_daily, found "minutes"',
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
      const answer = await ask('POST', '/sources', { sourceType, sourceName: 'Bad', config })
      expect(answer).toEqual({ status: 422, body: { detail } })
    },
  )

  it('keep settings that are sound when a change is not', async () => {
    const [source] = (await ask('GET', '/sources')).body as { sourceId: string; config: object }[]
    const path = `/sources/${source?.sourceId}`
    expect((await ask('PUT', path, { config: { url: 'nowhere' } })).status).toBe(422)
    const all = (await ask('GET', '/sources')).body as { sourceId: string; config: object }[]
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
    expect((await ask('POST', '/sources', filings)).body).toMatchObject({ credibilityScore: 0.95 })
  })

  it.each([
    ['POST', '/sources', { ...feed, ticker: 'MSFT' }, 404],
    ['POST', '/sources', { ...feed, config: {} }, 422],
    ['POST', '/sources', { ...feed, config: { url: 'file:///etc/passwd' } }, 422],
    ['POST', '/sources', { ...feed, config: { ...feed.config, polling_interval_seconds: 0 } }, 422],
    ['POST', '/sources', { ...feed, config: { ...feed.config, blob: 'x'.repeat(5000) } }, 422],
    ['POST', '/sources', { ...feed, sourceType: 'psychic' }, 422],
    ['POST', '/sources', { sourceType: 'market_api', sourceName: 'Bars' }, 422],
    ['PUT', '/sources/17', { active: false }, 422],
    ['PUT', `/sources/${deriveId('none')}`, { active: false }, 404],
  ])('%s %s with %j is %d', async (method, path, body, status) => {
    expect(await ask(method, path, body)).toMatchObject({
      status,
      body: { detail: expect.any(String) },
    })
  })
})
