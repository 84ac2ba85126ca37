/** Dead letters of fetches after an outage: what a later fetch covers needs nobody, what none covers stays. */

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { deliver, type DeliveryHost } from '#shared/queue/deliver.ts'
import { productTable } from '#shared/queue/table.ts'
import { recordDeath, replayDead } from '#shared/queue/record/dead.ts'
import { readJobTotals } from '#shared/queue/record/counts.ts'
import { settleFetches } from '#shared/queue/record/settle-fetches.ts'
import { forgetJobs } from '#shared/queue/record/settled.ts'
import { deriveId } from '#shared/host/ids.ts'
import { noteRun } from '#shared/sql/universe/ingestion-runs.ts'
import { saveSources, sourceIdOf, type NewSource } from '#shared/sql/universe/sources.ts'
import { ingestion } from '../../../functions/ingestion/handler.ts'
import { openDeaths } from '../../../services/pump/deaths.ts'
import { adaptersAt } from '../../functions/ingestion/bench.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openRounds } from '../../helpers/rounds.ts'

const { sql, as } = await cloneDatabase()
/** As scheduler and pump come to it. */
const own = as('stonks_orchestration')
const folder = mkdtempSync(join(tmpdir(), 'stonks-dead-fetches-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const objects = openFolder(folder)
const rounds = openRounds({ sql: own, objects })

/** How the vendor's feeds answer; those not named never do. */
const answers = new Map<string, (response: ServerResponse) => void>()
/** The patience of the delivery in hand: it ends as soon as a frozen feed was asked. */
let patience = new AbortController()
const vendor = createServer((request, response) => {
  const answer = answers.get(request.url ?? '')
  if (answer) answer(response)
  else patience.abort(new Error('The vendor gives no answer'))
})
await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve))
afterAll(() => {
  vi.unstubAllEnvs()
  vendor.closeAllConnections()
  vendor.close()
})
const url = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`
// The scheduler refuses what no fetch may be made of.
vi.stubEnv('FETCH_ALLOW_HOSTS', new URL(url).host)
const handlers = ingestion({
  sql: as('stonks_functions'),
  objects,
  adapters: adaptersAt(url, sql),
  allowHosts: [new URL(url).host],
}) as unknown as DeliveryHost['handlers']

const feed =
  (title: string) =>
  (response: ServerResponse): void => {
    response.setHeader('content-type', 'application/rss+xml')
    response.end(`<rss version="2.0"><channel><title>T</title><link>http://x</link><description>d</description>
      <item><title>${title}</title><link>http://x/${title}</link><pubDate>Thu, 03 Jan 2019 15:00:00 GMT</pubDate>
      <description>Words</description></item></channel></rss>`)
  }
const gone = (response: ServerResponse) => void response.writeHead(404).end()

const START = Date.parse('2019-01-03T15:00:00Z')
const at = (minute: number) => new Date(START + minute * 60_000)
const DELIVERIES = 2

async function source(name: string, path: string, config: object = {}): Promise<string> {
  const whole: NewSource = {
    companyId: null,
    sourceType: 'web_scrape',
    sourceName: name,
    credibilityScore: 0.5,
    config: { format: 'feed', url: `${url}${path}`, polling_interval_seconds: 300, ...config },
  }
  await sql.begin((tx) => saveSources(tx, [whole]))
  return sourceIdOf(whole)
}

/** A round of the scheduler, and what waits carried to its end as a pump does. */
async function minute(number: number): Promise<void> {
  const now = at(number)
  expect((await rounds(now)).failed).toEqual([])
  const jobs = await sql<{ jobId: string; payload: string; businessAt: Date }[]>`
    select job_id, payload::text as payload, business_at from jobs
    where state = 'queued' and list = 'ingestion' order by seq`
  for (const job of jobs) await carry(job, now)
}

async function carry(
  { jobId, payload, businessAt }: { jobId: string; payload: string; businessAt: Date },
  now: Date,
): Promise<void> {
  const list = 'ingestion'
  const event = {
    specversion: '1.0',
    id: jobId,
    source: '/stonks/scheduler',
    type: `stonks.${list}`,
    time: businessAt.toISOString(),
    datacontenttype: 'application/json',
    data: JSON.parse(payload) as unknown,
  }
  for (let delivery = 1; ; delivery++) {
    patience = new AbortController()
    const outcome = await deliver(
      {
        table: productTable,
        stage: 'ingestion',
        handlers,
        sql: as('stonks_functions'),
        schema: { pass: () => Promise.resolve(), look: () => Promise.resolve() },
        clock: { mode: 'stepped', speed: 1, now: () => now } as DeliveryHost['clock'],
        signal: patience.signal,
      },
      event,
      delivery,
    )
    if (outcome.status === 204) return
    const isRefused = outcome.status === 400 || outcome.status === 422
    if (!isRefused && delivery < DELIVERIES) continue
    const error = outcome.message
    const reason = isRefused ? outcome.reason : 'deliveries_exhausted'
    await own.begin(async (tx) => {
      await recordDeath(tx, {
        jobId,
        list,
        payload,
        businessAt,
        reason,
        error,
        deliveries: delivery,
        history: [],
      })
      await openDeaths({ now: () => now })['ingestion']!(tx, {
        jobId,
        job: JSON.parse(payload),
        reason,
        error,
      })
    })
    return
  }
}

const letters = () =>
  sql<{ name: string; state: string; reason: string; coveredBy: string | null }[]>`
    select payload ->> 'source_name' as name, state, reason, covered_by from jobs
    where state in ('dead', 'cancelled') order by seq`
const dead = async () => (await letters()).filter(({ state }) => state === 'dead')

beforeEach(async () => {
  answers.clear()
  await sql`truncate jobs, sources, documents, scheduler_duties cascade`
})

it('a vendor that was frozen for ten minutes leaves nothing for a person, and nothing is lost', async () => {
  await source('Markets', '/markets.xml')
  await source('World', '/world.xml')
  answers.set('/markets.xml', feed('before'))
  answers.set('/world.xml', feed('abroad'))
  await minute(0)
  answers.clear()
  for (let number = 5; number < 15; number++) await minute(number)
  const [totals] = (await readJobTotals(sql)).filter(({ list }) => list === 'ingestion')
  // Each source kept asking by its back-off; one letter of each stands for all of its own.
  expect(totals!.buried).toBeGreaterThanOrEqual(6)
  const standing = (await letters()).filter(({ state }) => state === 'dead')
  expect(new Set(standing.map(({ name }) => name))).toEqual(new Set(['Markets', 'World']))

  answers.set('/markets.xml', feed('after'))
  for (let number = 15; number < 25; number++) await minute(number)
  // One of two sources of the vendor is back: what only the other would have told stays.
  expect((await dead()).map(({ name }) => name)).toEqual(['World'])
  const settled = (await letters()).filter(({ name }) => name === 'Markets')
  expect(settled.at(-1)).toMatchObject({ state: 'cancelled', reason: 'fetched_since' })
  expect(
    await sql`select state from jobs where job_id = ${settled.at(-1)!.coveredBy}`,
  ).toMatchObject([{ state: 'done' }])

  answers.set('/world.xml', feed('later'))
  for (let number = 25; number < 90; number += 5) await minute(number)
  expect(await dead()).toEqual([])
  expect((await sql`select title from documents order by title`).map(({ title }) => title)).toEqual(
    ['abroad', 'after', 'before', 'later'],
  )
  const [end] = (await readJobTotals(sql)).filter(({ list }) => list === 'ingestion')
  // Counted, told in the audit, and how often jobs were given up is not forgotten.
  expect(end).toMatchObject({ dead: 0, cancelled: end!.buried, queued: 0 })
  const audit = await sql<{ reason: string; actor: string }[]>`
    select reason, actor from audit_events where action = 'settle_dead_letter'`
  expect(audit).toHaveLength(end!.cancelled)
  expect(
    audit.some(({ reason }) => /^settled: fetched at 2019-.+ by job [0-9a-f-]{36}$/.test(reason)),
  ).toBe(true)
})

it('a vendor that answers 404 for good keeps one letter, which can be replayed', async () => {
  await source('Gone', '/gone.xml')
  answers.set('/gone.xml', gone)
  for (const number of [0, 2, 6, 12, 24, 50]) await minute(number)
  await rounds(at(52))
  const all = await letters()
  expect(all.length).toBeGreaterThan(3)
  expect(await dead()).toMatchObject([{ name: 'Gone', reason: 'source_gone' }])
  expect(new Set(all.slice(0, -1).map(({ reason }) => reason))).toEqual(new Set(['asked_since']))
  expect(all.at(-1)!.state).toBe('dead')
  expect(await replayDead(own, { list: 'ingestion' })).toHaveLength(1)
})

/** A letter of a source, and one whole fetch of it a minute later. */
async function letterAndFetch(
  sourceId: string,
  letter: object,
  later: object,
  run: { status?: 'succeeded' | 'partly' | 'failed'; itemsMissing?: number; minute?: number } = {},
) {
  const death = {
    list: 'ingestion',
    businessAt: at(0),
    reason: 'refused',
    error: 'no',
    deliveries: 1,
    history: [],
  }
  const payload = (config: object) => JSON.stringify({ source_id: sourceId, config })
  await recordDeath(sql, { ...death, jobId: deriveId('test', 'letter'), payload: payload(letter) })
  const jobId = deriveId('test', 'later')
  await sql`insert into jobs (job_id, list, payload, business_at, state, settled_at)
    values (${jobId}, 'ingestion', ${payload(later)}::text::jsonb, ${at(1)}, 'done', clock_timestamp())`
  const { minute: number = 1, ...told } = run
  await noteRun(sql, { jobId, sourceId, status: 'succeeded', startedAt: at(number), ...told })
  await rounds(at(2), false)
  return (await letters())[0]!.state
}

it.each([
  ['the same settings', { url: 'a' }, { url: 'a' }, {}, 'cancelled'],
  ['another pace', { url: 'a', polling_interval_seconds: 60 }, { url: 'a' }, {}, 'cancelled'],
  ['a further reach', { lookback_days: 7 }, { lookback_days: 90 }, {}, 'cancelled'],
  ['a shorter reach', { lookback_days: 90 }, { lookback_days: 7 }, {}, 'dead'],
  ['a reach of its own', { lookback_days: 90 }, {}, {}, 'dead'],
  ['another address', { url: 'a' }, { url: 'b' }, {}, 'dead'],
  ['what is no settings at all', [1], {}, {}, 'cancelled'],
  ['a part missing', {}, {}, { status: 'partly', itemsMissing: 1 }, 'dead'],
  ['records refused', {}, {}, { status: 'partly', itemsMissing: 0 }, 'cancelled'],
  ['a failure', {}, {}, { status: 'failed' }, 'dead'],
  ['an earlier moment', {}, {}, { minute: -1 }, 'dead'],
] as const)('a fetch with %s', async (_, letter, later, run, state) => {
  expect(await letterAndFetch(await source('One', '/one.xml'), letter, later, run)).toBe(state)
})

it('letters that have to stay keep no other from being looked at', async () => {
  const covered = await letterAndFetch(await source('One', '/one.xml'), {}, {}, { minute: -1 })
  expect(covered).toBe('dead')
  await source('Two', '/two.xml')
  await sql`insert into jobs (job_id, list, payload, business_at, state, reason, last_error, settled_at)
    select gen_random_uuid(), list, jsonb_build_object('source_id', (select source_id from sources where source_name = 'Two'),
      'config', '{}'::jsonb), business_at, 'dead', reason, last_error, clock_timestamp()
    from jobs where state = 'dead'`
  await sql`update ingestion_runs set started_at = ${at(1)}`
  expect(await own.begin((tx) => settleFetches(tx, 1))).toMatchObject([{ reason: 'fetched_since' }])
  expect(await letters()).toMatchObject([{ state: 'cancelled' }, { state: 'dead' }])
})

it('what is settled goes with the other letters', async () => {
  await letterAndFetch(await source('One', '/one.xml'), {}, {})
  expect(await forgetJobs(sql, { state: 'cancelled', days: 90, most: 9 })).toBe(0)
  await sql`update jobs set settled_at = settled_at - interval '91 days'`
  expect(await forgetJobs(sql, { state: 'cancelled', days: 90, most: 9 })).toBe(1)
})
