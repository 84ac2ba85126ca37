import { beforeAll, describe, expect, it } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { answerRegistry } from '../../../services/symbol-registry/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'

const { sql, as } = await cloneDatabase()
const NOW = new Date('2024-06-03T15:00:00Z')
const clock = { mode: 'real' as const, speed: 1, now: () => NOW }
const own = as('stonks_api')
const site = {
  service: 'symbol-registry' as const,
  answers: answerRegistry({ sql: own, clock }),
  keep: openKeep(own, clock),
}
const askAs = (name: string) => {
  const api = askService(site, person('operator', name))
  return async (method: string, path: string, body?: unknown) => {
    const response = await api(method, `/registry/${path}`, body)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
}
const ask = askAs('ann')
const askBob = askAs('bob')
const companyIdOf = async (ticker: string) =>
  (
    await sql<{ companyId: string }[]>`select company_id from companies where ticker = ${ticker}`
  )[0]!.companyId

beforeAll(async () => {
  for (const [ticker, name] of [
    ['AAPL', 'Apple'],
    ['MSFT', 'Microsoft'],
    ['TSM', 'TSMC'],
  ])
    await ask('POST', 'companies', { ticker, name, aliases: [`${name} Inc`] })
})

describe('a company', () => {
  it('is changed in part, and its version counts what people edit', async () => {
    const { body: before } = await ask('GET', 'companies/AAPL')
    const changed = await ask('PUT', 'companies/AAPL', {
      name: ' Apple Inc. ',
      sector: 'Technology',
      industry: 'Computers',
      cik: '320193',
    })
    expect(changed).toMatchObject({
      status: 200,
      body: {
        legalName: 'Apple Inc.',
        sector: 'Technology',
        industry: 'Computers',
        cik: '0000320193',
        version: Number(before['version']) + 1,
      },
    })
    const same = await ask('PUT', 'companies/AAPL', { name: 'Apple Inc.' })
    expect(same.body['version']).toBe(changed.body['version'])
    const names = await ask('POST', 'companies/AAPL/aliases', { alias: 'iPhone maker' })
    expect(names.status).toBe(201)
    const { body: after } = await ask('GET', 'companies/AAPL')
    expect(after['version']).toBe(Number(changed.body['version']) + 1)
    expect(await ask('PUT', 'companies/AAPL', { cik: null })).toMatchObject({
      body: { cik: null, industry: 'Computers' },
    })
  })

  it('is not overwritten by who read it before another changed it', async () => {
    const { body } = await ask('GET', 'companies/MSFT')
    const version = body['version']
    const [one, other] = await Promise.all([
      ask('PUT', 'companies/MSFT', { version, sector: 'Software' }),
      askBob('PUT', 'companies/MSFT', { version, sector: 'Clouds' }),
    ])
    const said = [one, other].sort((a, b) => a.status - b.status)
    expect(said[0]?.status).toBe(200)
    expect(said[1]).toMatchObject({
      status: 409,
      body: {
        code: 'changed_since',
        detail: expect.stringContaining(`at version ${Number(version) + 1} now`),
      },
    })
    const { body: after } = await ask('GET', 'companies/MSFT')
    expect(after['sector']).toBe(said[0]?.body['sector'])
  })

  it.each([
    [{ name: '' }, 'name', 'expected 1 to 200 characters, found 0'],
    [{ cik: '12a' }, 'cik', 'expected one to ten digits, found "12a"'],
    [{ active: 'yes' }, 'active', 'expected boolean, found "yes"'],
    [{ ticker: 'X' }, 'ticker', 'expected no such field, found "ticker"'],
    [{ version: 0 }, 'version', 'expected at least 1, found 0'],
  ])('changed to %j is refused by field, wanted and found', async (body, field, says) => {
    expect(await ask('PUT', 'companies/AAPL', body)).toMatchObject({
      status: 422,
      body: { code: 'invalid', faults: [{ field, says }], detail: `${field}: ${says}` },
    })
  })

  it('takes no name that is another’s, in any case of letters', async () => {
    expect(await ask('POST', 'companies/AAPL/aliases', { alias: 'MICROSOFT inc' })).toMatchObject({
      status: 409,
      body: { code: 'name_taken', detail: expect.stringContaining('is a name of MSFT already') },
    })
    expect(await ask('DELETE', 'companies/AAPL/aliases', { alias: 'iPhone maker' })).toMatchObject({
      status: 200,
      body: ['Apple Inc'],
    })
    expect(await ask('DELETE', 'companies/AAPL/aliases', { alias: 'iPhone maker' })).toMatchObject({
      status: 404,
    })
  })

  it('is deleted with its names and unused sources where nothing hangs on it', async () => {
    await ask('POST', 'companies', { ticker: 'GONE', name: 'Gone Corp', aliases: ['Goner'] })
    expect((await ask('DELETE', 'companies/GONE')).status).toBe(200)
    expect((await ask('GET', 'companies/GONE')).status).toBe(404)
    expect((await ask('DELETE', 'companies/GONE')).status).toBe(404)
    const [audit] = await sql`
      select actor, outcome, before->>'ticker' as ticker, detail from audit_events
      where entity_id = 'GONE' order by audit_event_id desc offset 1 limit 1`
    expect(audit).toMatchObject({ actor: 'ann', outcome: 'done', ticker: 'GONE' })
  })

  it('is not deleted where something hangs on it, and says what', async () => {
    const companyId = await companyIdOf('TSM')
    await sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high,
        low, close, volume, fetched_at)
      values ('TSM', '1d', ${NOW}, '2024-06-03', 1, 1, 1, 1, 1, ${NOW})`
    await sql`update sources set last_scheduled_at = ${NOW} where company_id = ${companyId}`
    expect(await ask('DELETE', 'companies/TSM')).toMatchObject({
      status: 409,
      body: {
        code: 'in_use',
        detail:
          'TSM cannot be deleted, since these hang on it: bars (1), sources that were fetched (1). Let it rest instead',
      },
    })
    expect((await ask('GET', 'companies/TSM')).body['hanging']).toEqual([
      { what: 'bars', count: 1 },
      { what: 'sources that were fetched', count: 1 },
    ])
    await sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high,
        low, close, volume, fetched_at)
      select 'TSM', '1m', ${NOW}::timestamptz + g * interval '1 minute', '2024-06-03', 1, 1, 1, 1, 1, ${NOW}
      from generate_series(1, 1200) g`
    expect((await ask('DELETE', 'companies/TSM')).body['detail']).toContain('bars (1000 or more)')
    await sql`delete from market_snapshots`
  })
})

describe('securities', () => {
  it('are listed beside the ticker their company is tracked by', async () => {
    const companyId = await companyIdOf('MSFT')
    await sql`insert into securities (ticker, company_id, share_class, name, is_primary)
      values ('MSFT.B', ${companyId}, 'B', 'Microsoft Class B', false)`
    expect((await ask('GET', 'securities?company=MSFT')).body).toMatchObject([
      { ticker: 'MSFT', company: 'MSFT', isPrimary: true, active: true },
      { ticker: 'MSFT.B', company: 'MSFT', shareClass: 'B', isPrimary: false },
    ])
    expect((await ask('GET', 'securities')).body).toHaveLength(4)
    await sql`delete from securities where ticker = 'MSFT.B'`
  })
})

describe('a watchlist', () => {
  it('is made, changed, filled and deleted', async () => {
    const made = await ask('POST', 'watchlists', { name: 'Chips', tickers: ['TSM'] })
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Chips', tickers: ['TSM'], version: 1 },
    })
    const path = `watchlists/${String(made.body['watchlistId'])}`
    expect(await ask('POST', `${path}/members`, { ticker: 'AAPL' })).toMatchObject({
      status: 201,
      body: { tickers: ['AAPL', 'TSM'], version: 2 },
    })
    expect(await ask('DELETE', `${path}/members`, { ticker: 'TSM' })).toMatchObject({
      body: { tickers: ['AAPL'], version: 3 },
    })
    expect(await ask('DELETE', `${path}/members`, { ticker: 'TSM' })).toMatchObject({ status: 404 })
    expect(await ask('PUT', path, { version: 2, name: 'Late' })).toMatchObject({
      status: 409,
      body: { code: 'changed_since' },
    })
    expect(
      await ask('PUT', path, { version: 3, name: 'Silicon', tickers: ['MSFT', 'TSM'] }),
    ).toMatchObject({ body: { name: 'Silicon', tickers: ['MSFT', 'TSM'], version: 4 } })
    expect((await ask('GET', 'watchlists?ticker=TSM')).body).toMatchObject([{ name: 'Silicon' }])
    expect((await ask('GET', 'watchlists?ticker=AAPL')).body).toEqual([])
    expect((await ask('DELETE', path)).status).toBe(200)
    expect((await ask('GET', path)).status).toBe(404)
  })

  it('has a name of its own, and members that are tracked', async () => {
    await ask('POST', 'watchlists', { name: 'Mine' })
    expect(await ask('POST', 'watchlists', { name: 'mine' })).toMatchObject({
      status: 409,
      body: { code: 'name_taken' },
    })
    expect(
      await ask('POST', 'watchlists', { name: 'Other', tickers: ['AAPL', 'NOPE'] }),
    ).toMatchObject({
      status: 422,
      body: {
        faults: [{ field: 'tickers.1', says: 'expected a tracked company, found "NOPE"' }],
      },
    })
    expect(await sql`select from watchlists where name = 'Other'`).toHaveLength(0)
  })
})

describe('an exposure profile', () => {
  const profile = {
    marketPosition: 'global_leader',
    revenueRegions: { 'Greater China': 0.2, snake_case: 0.4 },
    supplyRegions: ['Taiwan'],
    keyInputs: ['lithium'],
    produces: [],
  }
  const path = 'companies/AAPL/exposures'

  it('gets a version with each change; old ones stay, and say who and when', async () => {
    expect(await ask('PUT', path, { ...profile, version: null })).toMatchObject({
      status: 200,
      body: { ...profile, version: 1, isCurrent: true, changedBy: 'ann' },
    })
    expect(
      await askBob('PUT', path, {
        ...profile,
        supplyRegions: ['Vietnam'],
        version: 1,
        reason: 'moved',
      }),
    ).toMatchObject({ body: { version: 2, supplyRegions: ['Vietnam'] } })
    expect((await ask('GET', path)).body).toMatchObject([
      {
        version: 2,
        isCurrent: true,
        changedBy: 'bob',
        changedAt: NOW.toISOString(),
        reason: 'moved',
      },
      { version: 1, isCurrent: false, supplyRegions: ['Taiwan'] },
    ])
    expect((await ask('GET', 'exposures')).body).toMatchObject([{ ticker: 'AAPL', version: 2 }])
    expect(await ask('PUT', path, { ...profile, version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'changed_since' },
    })
  })

  it('is withdrawn without losing its past, and made again', async () => {
    expect(await ask('DELETE', path, { version: 2 })).toMatchObject({
      body: { version: 3, isWithdrawn: true },
    })
    expect((await ask('GET', 'exposures')).body).toEqual([])
    expect(await ask('DELETE', path, {})).toMatchObject({ status: 404 })
    expect(await ask('PUT', path, { ...profile, version: null })).toMatchObject({
      body: { version: 4, isWithdrawn: false },
    })
    expect((await ask('GET', path)).body).toHaveLength(4)
  })

  it('of two made at once one is refused', async () => {
    const version = 4
    const said = await Promise.all([
      ask('PUT', path, { ...profile, version }),
      askBob('PUT', path, { ...profile, version }),
    ])
    expect(said.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it.each([
    [{ revenueRegions: { US: 0.7, EU: 0.5 } }, 'revenueRegions', 'sum to at most 1, found 1.2000'],
    [{ revenueRegions: { US: -1 } }, 'revenueRegions.US', 'expected at least 0, found -1'],
    [{ marketPosition: 'huge' }, 'marketPosition', 'found "huge"'],
    [{ keyInputs: [''] }, 'keyInputs.0', 'expected 1 to 60 characters, found 0'],
  ])('with %j is refused at its field', async (wrong, field, says) => {
    expect(await ask('PUT', path, { ...profile, ...wrong })).toMatchObject({
      status: 422,
      body: { faults: [{ field, says: expect.stringContaining(says) }] },
    })
  })
})

describe('competitors', () => {
  const pair = { relationshipType: 'direct_rival', strength: 0.8 }

  it('are one pair, whichever is named first, and are read from both sides', async () => {
    const made = await ask('POST', 'competitors', { ticker: 'MSFT', competitor: 'AAPL', ...pair })
    expect(made).toMatchObject({
      status: 201,
      body: { ticker: 'AAPL', competitor: 'MSFT', isSymmetric: true, version: 1 },
    })
    expect(
      await ask('POST', 'competitors', { ticker: 'AAPL', competitor: 'MSFT', ...pair }),
    ).toMatchObject({
      status: 409,
      body: {
        code: 'related_already',
        detail: 'AAPL and MSFT are related already: direct_rival, strength 0.8',
      },
    })
    for (const ticker of ['AAPL', 'MSFT'])
      expect((await ask('GET', `competitors?ticker=${ticker}`)).body).toHaveLength(1)
    const path = `competitors/${String(made.body['relationshipId'])}`
    expect(await askBob('PUT', path, { version: 1, strength: 0.5 })).toMatchObject({
      body: { strength: 0.5, version: 2, changedBy: 'bob' },
    })
    expect((await ask('PUT', path, { version: 1, strength: 0.1 })).status).toBe(409)
    expect((await ask('DELETE', path)).status).toBe(200)
    expect((await ask('DELETE', path)).status).toBe(404)
  })

  it('of a supply chain keep their direction', async () => {
    expect(
      await ask('POST', 'competitors', {
        ticker: 'TSM',
        competitor: 'AAPL',
        relationshipType: 'supply_chain_adjacent',
        strength: 1,
      }),
    ).toMatchObject({ body: { ticker: 'TSM', competitor: 'AAPL', isSymmetric: false } })
  })

  it('added from both sides at once are one pair', async () => {
    const said = await Promise.all([
      ask('POST', 'competitors', { ticker: 'MSFT', competitor: 'TSM', ...pair }),
      askBob('POST', 'competitors', { ticker: 'TSM', competitor: 'MSFT', ...pair }),
    ])
    expect(said.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it.each([
    [{ ticker: 'AAPL', competitor: 'AAPL', ...pair }, 422],
    [{ ticker: 'AAPL', competitor: 'NOPE', ...pair }, 404],
    [{ ticker: 'AAPL', competitor: 'MSFT', ...pair, strength: 1.1 }, 422],
    [{ ticker: 'AAPL', competitor: 'MSFT', ...pair, relationshipType: 'friends' }, 422],
  ])('%j are refused with %d', async (body, status) => {
    expect((await ask('POST', 'competitors', body)).status).toBe(status)
  })
})

describe('a source', () => {
  const feed = {
    sourceType: 'web_scrape',
    sourceName: 'CNBC',
    config: { format: 'feed', url: 'https://feeds.example.com/c.xml' },
  }
  const jobsOf = (sourceId: string) => sql<{ jobId: string; payload: string }[]>`
    select job_id, payload::text as payload from jobs
    where list = 'ingestion' and payload->>'source_id' = ${sourceId} and state = 'queued'`

  it('is paused, resumed and edited, one of two at a time', async () => {
    const { body } = await ask('POST', 'sources', feed)
    const path = `sources/${String(body['sourceId'])}`
    expect(await ask('POST', `${path}/pause`, {})).toMatchObject({
      body: { active: false, version: 2 },
    })
    expect(await ask('POST', `${path}/fetch`, {})).toMatchObject({
      status: 409,
      body: { code: 'paused' },
    })
    expect(await ask('POST', `${path}/resume`, {})).toMatchObject({
      body: { active: true, version: 3 },
    })
    expect(await askBob('PUT', path, { version: 1, credibilityScore: 0.1 })).toMatchObject({
      status: 409,
      body: { code: 'changed_since' },
    })
    expect(await askBob('PUT', path, { version: 3, credibilityScore: 0.4 })).toMatchObject({
      body: { credibilityScore: 0.4, version: 4 },
    })
    expect((await ask('GET', path)).body).toMatchObject({ version: 4, active: true })
    expect((await ask('GET', 'sources?type=web_scrape&active=true')).body).toHaveLength(1)
  })

  it('is fetched now, once, whatever its cadence says, and the audit has it', async () => {
    const { body } = await ask('POST', 'sources', feed)
    const sourceId = String(body['sourceId'])
    await sql`update sources set last_scheduled_at = ${NOW} where source_id = ${sourceId}`
    const said = await Promise.all([
      ask('POST', `sources/${sourceId}/fetch`, {}),
      askBob('POST', `sources/${sourceId}/fetch`, {}),
    ])
    expect(said.map(({ status }) => status).sort()).toEqual([202, 409])
    expect(said.find(({ status }) => status === 409)).toMatchObject({
      body: { code: 'in_flight', detail: 'CNBC is being fetched: wait until that has ended' },
    })
    const jobs = await jobsOf(sourceId)
    expect(jobs).toHaveLength(1)
    expect(JSON.parse(jobs[0]!.payload)).toMatchObject({ source_name: 'CNBC', config: feed.config })
    expect(
      await sql`select outcome from audit_events where entity_id = ${sourceId}
        and action = 'POST /registry/sources/:id/fetch' and outcome = 'done'`,
    ).toHaveLength(1)
  })

  it('is deleted once no fetch of it is under way; its documents stay', async () => {
    const { body } = await ask('POST', 'sources', feed)
    const sourceId = String(body['sourceId'])
    expect(await ask('DELETE', `sources/${sourceId}`)).toMatchObject({
      status: 409,
      body: { code: 'in_flight' },
    })
    await sql`update jobs set state = 'done', settled_at = clock_timestamp() where state = 'queued'`
    await sql`insert into ingestion_runs (ingestion_run_id, source_id, status, started_at)
      values (${deriveId('run')}, ${sourceId}, 'succeeded', ${NOW})`
    expect(await ask('DELETE', `sources/${sourceId}`)).toEqual({
      status: 200,
      body: { sourceId, runs: 1, documents: 0 },
    })
    expect((await ask('GET', `sources/${sourceId}`)).status).toBe(404)
  })
})

describe('companies as a file', () => {
  const send = (text: string, store: boolean) =>
    ask('POST', 'universe', { file: Buffer.from(text).toString('base64'), store })

  it('say what they would change, and change it whole', async () => {
    const file =
      'Symbol;Company;Sector;Aliases\nAAPL;Apple Inc.;Hardware;Cupertino\nORCL;Oracle;;\n'
    const wanted = {
      charset: 'utf-8',
      rows: 2,
      added: ['ORCL'],
      changed: [
        { ticker: 'AAPL', field: 'sector', from: 'Technology', to: 'Hardware' },
        { ticker: 'AAPL', field: 'aliases', from: '', to: 'Cupertino' },
      ],
      same: 0,
      notes: ['cells are divided by ;'],
      faults: [],
    }
    expect((await send(file, false)).body).toEqual({ ...wanted, isStored: false })
    expect((await ask('GET', 'companies/ORCL')).status).toBe(404)
    expect((await send(file, true)).body).toEqual({ ...wanted, isStored: true })
    expect((await ask('GET', 'companies/ORCL')).body).toMatchObject({
      sources: [{ sourceName: 'Polygon bars' }],
    })
    expect((await send(file, false)).body).toMatchObject({ added: [], changed: [], same: 2 })
    // A file without a column of sectors takes none away.
    expect((await send('ticker,name\nAAPL,Apple\n', true)).body).toMatchObject({
      changed: [{ ticker: 'AAPL', field: 'name', from: 'Apple Inc.', to: 'Apple' }],
    })
    expect((await ask('GET', 'companies/AAPL')).body).toMatchObject({ sector: 'Hardware' })
  })

  it('with any wrong row store nothing, and name each by line and column', async () => {
    const file = 'ticker,name,cik\nGOOD,Good,1\n!!,Bad,1\nBADC,Bad,x\n'
    expect((await send(file, false)).body).toMatchObject({
      rows: 1,
      added: ['GOOD'],
      faults: [
        expect.stringMatching(/^line 3, column ticker: .*found "!!"$/),
        expect.stringMatching(/^line 4, column cik: .*found "x"$/),
      ],
    })
    expect(await send(file, true)).toMatchObject({
      status: 422,
      body: {
        faults: [
          { field: 'file', says: expect.stringContaining('line 3, column ticker') },
          { field: 'file', says: expect.stringContaining('line 4, column cik') },
        ],
      },
    })
    expect((await ask('GET', 'companies/GOOD')).status).toBe(404)
    expect(await ask('POST', 'universe', { file: '§', store: true })).toMatchObject({ status: 422 })
  })

  it('take in a company whatever id it has in the record', async () => {
    await sql`insert into companies (company_id, ticker, legal_name) values (gen_random_uuid(), 'HAND', 'By hand')`
    expect((await send('ticker,name\nHAND,By hand Inc.\n', true)).status).toBe(200)
    expect((await ask('POST', 'companies', { ticker: 'HAND', name: 'By hand' })).status).toBe(200)
    expect((await ask('GET', 'companies/HAND')).body['sources']).toHaveLength(1)
  })

  it('go out as they come in', async () => {
    const api = askService(site)
    const csv = await (await api('GET', '/registry/universe?format=csv')).text()
    expect(csv.split('\r\n')[0]).toBe('ticker,name,sector,aliases,cik')
    const again = await send(csv, false)
    expect(again.body).toMatchObject({ added: [], changed: [], faults: [] })
  })
})
