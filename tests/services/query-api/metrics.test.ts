/** /metrics against what SQL and Redis say, while work moves through its real states. */

import { execFileSync } from 'node:child_process'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { beforeEach, describe, expect, test } from 'vitest'
import { listNames, readerOf, stageNames, type ListName } from '#shared/pipeline.ts'
import { buryJob } from '#shared/queue/dead-letters.ts'
import { EPOCH } from '#shared/queue/redis/keys.ts'
import { claim } from '#shared/queue/redis/claim.ts'
import { acknowledge, fail } from '#shared/queue/redis/settle.ts'
import { relayRound } from '#shared/queue/relay.ts'
import { commandActor } from '#shared/sql/access/audit.ts'
import { setPipeline } from '#shared/queue/switch.ts'
import { finishJob, storeJobs } from '#shared/queue/record/jobs.ts'
import { replayDead } from '#shared/queue/record/dead.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { openMetrics } from '../../../services/query-api/metrics/scrape.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { numbersOf } from '../../helpers/metrics.ts'
import { openTestRedis } from '../../helpers/redis.ts'

const { sql } = await cloneDatabase()
const { redis } = await openTestRedis()
const now = new Date('2026-01-07T17:00:00Z')
const clock = { mode: 'stepped' as const, speed: 1, now: () => now }
const log = pino({ level: 'silent' })
const parts = { sql, redis, clock, log, brokerMode: 'paper', depthLimit: 50 }

beforeEach(async () => {
  await sql`truncate jobs, pipeline_control, paused_stages, scheduler_duties`
  await redis.flushdb()
  await redis.set(EPOCH, '1')
})

let made = 0
const ask = (list: ListName, count: number) =>
  storeJobs(
    sql,
    Array.from({ length: count }, () => ({ to: list, job: { ticker: `T${made++}` } })),
    { key: 'test:metrics', now },
  )
const take = (list: ListName, most: number) =>
  claim(redis, { stage: readerOf(list), list, most, leaseMs: 60_000 })
const finish = async (list: ListName, count: number) => {
  for (const job of await take(list, count)) {
    await sql.begin((tx) =>
      finishJob(tx, { jobId: job.id, list, payload: {}, businessAt: now }, job.delivery),
    )
    await acknowledge(redis, readerOf(list), job)
  }
}
const bury = async (list: ListName, count: number) => {
  for (const job of await take(list, count))
    await buryJob({ sql, redis }, readerOf(list), job, { reason: 'refused', error: 'no' })
}
/** As `settleFetches` leaves a letter, which it does for lists of fetches alone. */
const settle = (list: ListName, count: number) => sql`
  update jobs set state = 'cancelled', reason = 'fetched_since', settled_at = clock_timestamp(),
    covered_by = gen_random_uuid(), covered_at = ${now}
  where seq in (select seq from jobs where state = 'dead' and list = ${list} order by seq limit ${count})`

describe('the work', () => {
  test('reconciles at every step: enqueued = done + dead + settled + unrelayed + waiting + in flight', async () => {
    const metrics = openMetrics(parts)
    const steps: (() => Promise<unknown>)[] = [
      () => ask('extraction', 12),
      () => relayRound({ sql, redis }, 8),
      () => ask('aggregation', 5),
      () => finish('extraction', 3),
      () => bury('extraction', 2),
      () => take('extraction', 2),
      () => relayRound({ sql, redis }, 100),
      () => finish('aggregation', 4),
      () => replayDead(sql, { list: 'extraction' }),
      () => relayRound({ sql, redis }, 100),
      () => finish('extraction', 2),
      () => bury('extraction', 1),
      () => settle('extraction', 1),
    ]
    let before = new Map<string, number>()
    for (const step of steps) {
      await step()
      const found = numbersOf(await metrics())
      await expectReconciled(found)
      for (const [series, value] of found)
        if (series.includes('_total')) expect(value).toBeGreaterThanOrEqual(before.get(series) ?? 0)
      before = found
    }
    const extraction = '{list="extraction",stage="extractor"}'
    expect(before.get(`stonks_jobs_enqueued_total${extraction}`)).toBe(12)
    expect(before.get(`stonks_jobs_done_total${extraction}`)).toBe(5)
    expect(before.get(`stonks_dead_letters_total${extraction}`)).toBe(3)
    expect(before.get(`stonks_jobs_dead${extraction}`)).toBe(0)
    expect(before.get(`stonks_jobs_settled_total${extraction}`)).toBe(1)
    expect(before.get(`stonks_jobs_replayed_total${extraction}`)).toBe(2)
    expect(before.get('stonks_jobs_in_flight{stage="extractor"}')).toBe(2)
  })

  async function expectReconciled(found: Map<string, number>): Promise<void> {
    const rows = await sql<{ list: string; jobs: number; deliveries: number; done: number }[]>`
      select list, count(*)::integer as jobs, sum(deliveries) as deliveries,
        count(*) filter (where state = 'done')::integer as done from jobs group by list`
    for (const stage of stageNames) {
      let queued = 0
      let elsewhere = found.get(`stonks_jobs_in_flight{stage="${stage}"}`) ?? NaN
      for (const list of listNames.filter((name) => readerOf(name) === stage)) {
        const of = (name: string) =>
          found.get(`stonks_${name}{list="${list}",stage="${stage}"}`) ?? NaN
        const row = rows.find((one) => one.list === list)
        expect(of('jobs_enqueued_total')).toBe(row?.jobs ?? 0)
        expect(of('jobs_done_total')).toBe(row?.done ?? 0)
        expect(of('deliveries_total')).toBe(row?.deliveries ?? 0)
        expect(of('jobs_enqueued_total')).toBe(
          of('jobs_done_total') + of('jobs_dead') + of('jobs_settled_total') + of('jobs_queued'),
        )
        queued += of('jobs_queued')
        elsewhere += of('jobs_unrelayed') + of('queue_depth')
      }
      expect(queued).toBe(elsewhere)
    }
  }

  test('ages: what waits longest, what is in work longest, what is not relayed', async () => {
    const extraction = '{list="extraction",stage="extractor"}'
    const ids = await ask('extraction', 3)
    await relayRound({ sql, redis }, 100)
    await sql`update jobs set relayed_at = relayed_at - interval '100 seconds' where job_id = ${ids[0]!}`
    await sql`update jobs set relayed_at = relayed_at - interval '40 seconds' where job_id = ${ids[1]!}`
    const metrics = openMetrics(parts)
    const read = async (series: string) => numbersOf(await metrics()).get(series)
    expect(await read(`stonks_queue_oldest_seconds${extraction}`)).toBeGreaterThanOrEqual(100)
    const [held] = await take('extraction', 1)
    expect(held?.id).toBe(ids[0])
    const waiting = await read(`stonks_queue_oldest_seconds${extraction}`)
    expect(waiting).toBeGreaterThanOrEqual(40)
    expect(waiting).toBeLessThan(100)
    const [seconds] = (await redis.time()).map(Number)
    await redis.hset('stonks:holders:extractor', ids[0]!, `${seconds! - 700}.5.1 extraction`)
    expect(
      await read('stonks_jobs_in_flight_oldest_seconds{stage="extractor"}'),
    ).toBeGreaterThanOrEqual(699)
    expect(await read('stonks_relay_lag_seconds')).toBe(0)
    await ask('parsing', 1)
    await sql`update jobs set enqueued_at = enqueued_at - interval '90 seconds' where list = 'parsing'`
    expect(await read('stonks_relay_lag_seconds')).toBeGreaterThanOrEqual(90)
  })

  test('how far the lake is behind, and within how many seconds facts were held', async () => {
    await sql`truncate lake_changes, row_counts`
    const metrics = openMetrics(parts)
    expect(numbersOf(await metrics()).get('stonks_lake_lag_seconds')).toBe(0)
    await sql`insert into lake_changes (fact, key, changed_at)
      values ('orders', '{}', clock_timestamp() - interval '400 seconds'), ('orders', '{}', clock_timestamp())`
    await sql`insert into row_counts (backend, kind, key, rows)
      values (1, 'lake_delays', '10', 40), (2, 'lake_delays', '10', 2), (1, 'lake_delays', '+Inf', 1)`
    const found = numbersOf(await metrics())
    expect(found.get('stonks_lake_lag_seconds')).toBeGreaterThanOrEqual(400)
    const within = (seconds: string) =>
      found.get(`stonks_lake_facts_held_total{within="${seconds}"}`)
    expect(['5', '10', '900', '+Inf'].map(within)).toEqual([0, 42, 42, 43])
  })

  test('a failed delivery waits in back-off and is still in flight', async () => {
    await ask('extraction', 1)
    await relayRound({ sql, redis }, 100)
    const [job] = await take('extraction', 1)
    await fail(redis, 'extractor', job!, { error: 'late', backOffMs: 60_000, counts: true })
    const found = numbersOf(await openMetrics(parts)())
    expect(found.get('stonks_jobs_in_flight{stage="extractor"}')).toBe(1)
    expect(found.get('stonks_jobs_in_back_off{stage="extractor"}')).toBe(1)
    expect(found.get('stonks_jobs_in_flight_oldest_seconds{stage="extractor"}')).toBe(0)
  })

  test('the switch, a paused stage, and when the scheduler was last seen', async () => {
    await setPipeline({ sql, redis, clock }, false, commandActor('test'), 'rest')
    await sql`insert into paused_stages (stage, paused_by) values ('parser', 'test')`
    await sql`insert into scheduler_duties (duty, last_good_at, failures)
      values ('recovery', ${new Date(now.getTime() - 400_000)}, 2), ('lake', null, 1)`
    const found = numbersOf(await openMetrics(parts)())
    expect(found.get('stonks_pipeline_enabled')).toBe(0)
    expect(found.get('stonks_stage_paused{stage="parser"}')).toBe(1)
    expect(found.get('stonks_stage_paused{stage="extractor"}')).toBe(0)
    expect(found.get('stonks_scheduler_age_seconds{duty="recovery"}')).toBe(400)
    expect(found.get('stonks_scheduler_duty_failures{duty="recovery"}')).toBe(2)
    expect(found.has('stonks_scheduler_age_seconds{duty="lake"}')).toBe(false)
  })
})

describe('what does not answer', () => {
  test('Redis: what it knows is left out, the record is told', async () => {
    const away = new Redis({ port: 1, maxRetriesPerRequest: 0, retryStrategy: () => null })
    away.on('error', () => undefined)
    const found = numbersOf(await openMetrics({ ...parts, redis: away })())
    away.disconnect()
    expect(found.get('stonks_redis_up')).toBe(0)
    expect([...found.keys()].filter((key) => /queue_depth\{|in_flight/.test(key))).toEqual([])
    expect(found.get('stonks_jobs_queued{list="parsing",stage="parser"}')).toBe(0)
  })

  test('PostgreSQL: the scrape still succeeds and says so', async () => {
    const away = openPostgres('postgres://stonks@127.0.0.1:1/stonks', 1)
    const found = numbersOf(await openMetrics({ ...parts, sql: away })())
    await away.end({ timeout: 0 })
    expect(found.get('stonks_postgres_up')).toBe(0)
    expect(found.get('stonks_queue_depth{list="parsing",stage="parser"}')).toBe(0)
    expect([...found.keys()].filter((key) => key.includes('stonks_jobs_done'))).toEqual([])
  })
})

const promtool = (() => {
  try {
    return execFileSync('promtool', ['--version'], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return undefined
  }
})()

test.skipIf(!promtool)('promtool finds nothing to say (apt-get install prometheus)', async () => {
  const text = await openMetrics(parts)()
  expect(execFileSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })).toBe('')
})
