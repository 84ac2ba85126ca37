/**
 * Goal: a secret is where it is needed and nowhere else. Method: a canary in every secret setting and
 * in a feed's address, the whole platform against a vendor that gives back what it was sent in every
 * way a vendor can fail, and then all that the run has left anywhere is searched.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue } from '#shared/contracts/api/catalogue.ts'
import { sources } from '#shared/domain/source/sources.ts'
import { variables } from '#shared/host/variables.ts'
import { openRedis } from '#shared/queue/redis/connection.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { saveCompanies } from '#shared/sql/universe/companies.ts'
import { saveSources, sourceIdOf, type NewSource } from '#shared/sql/universe/sources.ts'
import type { Run } from '../../services/local/state.ts'
import { decide } from '../functions/broker-adapter/orders.ts'
import { openHostileVendor, type Mood } from './hostile-vendor.ts'
import { start, until, withState } from './platform.ts'

const secretNames = Object.entries(variables).flatMap(([name, row]) =>
  'secret' in row ? [name] : [],
)
const canaryOf = (name: string) => `canary-${name.toLowerCase()}/7+q=${'x'.repeat(16)}`
const canaries = Object.fromEntries(
  [...secretNames, 'FEED_TOKEN', 'OLLAMA_PASSWORD'].map((name) => [name, canaryOf(name)]),
)
const MOODS: readonly Mood[] = ['unauthorized', 'redirect', 'malformed', 'broken', 'refused']

/** Each form that a secret could be found in. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const base64 = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(4, -4),
  )
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...base64]
}

/** What was found where: `place: secret`. */
function searcher(secrets: Record<string, string>) {
  const needles = Object.entries(secrets).flatMap(([name, secret]) =>
    [...new Set(formsOf(secret))].map((form) => ({ name, form: Buffer.from(form) })),
  )
  const found = new Set<string>()
  return {
    found,
    search(place: string, bytes: string | Buffer): void {
      const buffer = Buffer.from(bytes)
      for (const { name, form } of needles)
        if (buffer.includes(form)) found.add(`${place}: ${name}`)
    },
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Every row of every table as text; settings of sources are where a feed's token lives. */
async function dump(sql: Sql): Promise<[string, string][]> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`
  const dumps: [string, string][] = []
  for (const { name } of tables) {
    const rows = await sql<{ text: string }[]>`
      select (to_jsonb(t) - ${name === 'sources' ? 'config' : ''}::text)::text as text from ${sql(name)} t`
    dumps.push([`table ${name}`, rows.map(({ text }) => text).join('\n')])
  }
  return dumps
}

async function readRedis(url: string): Promise<string> {
  const redis = openRedis(url)
  const read: Record<string, (key: string) => Promise<unknown>> = {
    string: (key) => redis.get(key),
    list: (key) => redis.lrange(key, 0, -1),
    hash: (key) => redis.hgetall(key),
    set: (key) => redis.smembers(key),
    zset: (key) => redis.zrange(key, '0', '-1'),
  }
  const texts: string[] = []
  for (const key of await redis.keys('*'))
    texts.push(JSON.stringify([key, await read[await redis.type(key)]?.(key)]))
  redis.disconnect()
  return texts.join('\n')
}

/** Signs in as who holds the state does, and reads every route that can be read without an id. */
async function readApi(address: string, printed: string): Promise<[string, string][]> {
  const { url } = JSON.parse(printed) as { url: string }
  const headers = { origin: address, 'content-type': 'application/json' }
  const body = JSON.stringify({ link: new URL(url).hash.replace('#link=', '') })
  const signed = await fetch(`${address}/api/access/link`, { method: 'POST', headers, body })
  expect(signed.status).toBe(200)
  const cookie = signed.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const paths = Object.keys(catalogue).flatMap((key) => {
    const [method, path = ''] = key.split(' ')
    return method === 'GET' && !path.includes(':') ? [path] : []
  })
  const replies: [string, string][] = []
  for (const path of [...paths, '/metrics', '/nowhere?token=none']) {
    const reply = await fetch(address + path, {
      headers: { cookie },
      signal: AbortSignal.timeout(3_000),
    })
    const text = await reply.text().catch(() => '')
    replies.push([`GET ${path}`, `${JSON.stringify([...reply.headers])}${text}`])
  }
  return replies
}

test('a canary in every secret setting turns up nowhere, whatever fails', async () => {
  const vendor = await openHostileVendor()
  await withState(async (state) => {
    const live = join(state, 'live')
    const env = {
      ...Object.fromEntries(secretNames.map((name) => [name, canaryOf(name)])),
      MARKET_DATA_BASE_URL: `${vendor.url}/polygon`,
      EDGAR_DATA_BASE_URL: `${vendor.url}/edgar-data`,
      EDGAR_BASE_URL: `${vendor.url}/edgar`,
      BROKER_BASE_URL: `${vendor.url}/alpaca`,
      BROKER_DATA_BASE_URL: `${vendor.url}/alpaca-data`,
      OLLAMA_BASE_URL: `http://reader:${encodeURIComponent(canaryOf('OLLAMA_PASSWORD'))}@${vendor.host}`,
      S3_ENDPOINT: vendor.url,
      FETCH_ALLOW_HOSTS: vendor.host,
      BROKER_REQUESTS_PER_MINUTE: '0',
      POLYGON_PER_MINUTE: '0',
      SCHEDULER_SECONDS: '1',
      AGGREGATION_SECONDS: '1',
      TRADING_POLLING_INTERVAL_SECONDS: '5',
      DELIVERIES_MAX: '2',
      LOG_LEVEL: 'trace',
    }
    const up = start(['up', '--state', state], undefined, env)
    let said = ''
    try {
      await until('the address', 120_000, () =>
        Promise.resolve(/is up, after/.exec(up.stderr())?.[0]),
      )
      const run = JSON.parse(readFileSync(join(live, 'run.json'), 'utf8')) as Run
      const secretFile = JSON.parse(readFileSync(join(live, 'secrets.json'), 'utf8')) as {
        env: Record<string, string>
        drawn: Record<string, string>
      }
      const settings = { ...run.env, ...secretFile.env }
      const { search, found } = searcher({ ...canaries, ...secretFile.drawn })
      const sql = openPostgres(settings['DATABASE_URL'], 2)
      await sql.begin(async (tx) => {
        await saveCompanies(tx, [{ ticker: 'AAPL', name: 'Apple', sector: '', aliases: [] }])
        await saveSources(tx, seeds(vendor.url))
      })
      const cli = async (...args: string[]) => {
        const { stdout, stderr } = await start([...args, '--state', state]).run
        search(`stonks ${args[0]} ${args[1] ?? ''}`, stdout + stderr)
        return stdout
      }
      await until('a document that the model is asked about', 120_000, () =>
        Promise.resolve(vendor.asked.some((line) => line.includes('/api/generate')) || undefined),
      )
      for (const mood of MOODS) {
        await vendor.be(mood)
        await askAgain(sql)
        const { job } = await decide(sql, new Date(), { name: mood })
        await cli('enqueue', 'broker_orders', JSON.stringify(job))
        if (mood === 'unauthorized') await cli('doctor')
        await until(`every source to fail: ${mood}`, 120_000, async () => {
          const [row] = await sql`
            select count(distinct source_id)::integer as failed from ingestion_runs where status = 'failed'
              and source_id = any(${seeds(vendor.url).map(sourceIdOf)}::uuid[])`
          const isTold =
            mood === 'refused' ||
            vendor.asked.some((line) => line.startsWith(`${mood} GET /alpaca-data`))
          return (isTold && row?.['failed'] === seeds(vendor.url).length) || undefined
        })
        for (const [place, text] of await dump(sql)) search(`${place}, ${mood}`, text)
        search(`Redis, ${mood}`, await readRedis(settings['REDIS_URL']!))
      }
      await cli('queues')
      await cli('dlq')
      await cli('audit', 'verify')
      const [dead] = await sql<{ jobId: string }[]>`select job_id from jobs where state = 'dead'`
      if (dead) await cli('dlq', 'show', dead.jobId)
      const address = settings['PUBLIC_URL']!
      for (const [place, text] of await readApi(address, await cli('link', '--json')))
        search(place, text)
      for (const { pid } of run.children) searchProcess(search, pid)
      await sql.end()
      up.child.kill('SIGINT')
      const { stdout, stderr } = await up.run
      said = stdout + stderr
      search('what up says', said)
      for (const [path, bytes] of vendor.stored) search(`object ${path}`, bytes)
      for (const file of filesIn(state)) {
        const name = file.slice(state.length)
        // The one file that holds secrets; the record's own pages hold a feed's token.
        if (name.endsWith('/secrets.json') || name.startsWith('/live/postgres/')) continue
        search(name, readFileSync(file))
      }
      expect(vendor.stored.size).toBeGreaterThan(0)
      const kinds = new Set(vendor.asked.map((line) => line.split(/[/?]/)[1]))
      for (const kind of ['alpaca', 'alpaca-data', 'polygon', 'feed', 'api', 'stonks-raw-news'])
        expect(kinds).toContain(kind)
      expect([...found].sort()).toEqual([])
    } finally {
      up.child.kill('SIGINT')
      await up.run
      await vendor.close()
    }
  })
})

function seeds(url: string): NewSource[] {
  const source = { companyId: null, credibilityScore: 0.5 }
  return [
    { ...source, sourceType: 'broker', ...sources.broker.seeds.account },
    { ...source, sourceType: 'market_api', ...sources.market_api.seeds.session },
    { ...source, sourceType: 'news_api', ...sources.news_api.seeds.news },
    {
      ...source,
      sourceType: 'web_scrape',
      sourceName: 'Paid feed',
      config: {
        format: 'feed',
        url: `${url}/feed?token=${encodeURIComponent(canaryOf('FEED_TOKEN'))}`,
      },
    },
  ]
}

/** No process is told a secret in its arguments, and a server that is not ours in no way at all. */
function searchProcess(search: (place: string, bytes: Buffer) => void, pid: number): void {
  const read = (name: string) => readFileSync(join('/proc', String(pid), name))
  try {
    const argv = read('cmdline').toString().replaceAll('\0', ' ').trim()
    search(`arguments of ${argv}`, Buffer.from(argv))
    if (!/\/(functions|services)\/(?!local\/)/.test(argv))
      search(`environment of ${argv}`, read('environ'))
  } catch {
    // Gone since, or a system without /proc.
  }
}

/** Has every source asked once more, at once. */
async function askAgain(sql: Sql): Promise<void> {
  await sql`delete from ingestion_runs`
  await sql`update jobs set state = 'cancelled', settled_at = clock_timestamp() where state = 'queued'`
  await sql`update sources set last_scheduled_at = null, next_try_at = null, last_published_at = null,
    state = '{}', failures = 0`
}
