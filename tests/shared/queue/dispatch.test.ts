import { beforeEach, describe, expect, test } from 'vitest'
import { openLog } from '#shared/host/log.ts'
import {
  deadKey,
  EPOCH,
  pausedKey,
  pendingKey,
  PIPELINE_ENABLED,
} from '#shared/queue/redis/keys.ts'
import { buryJob, letterOf, type Letter } from '#shared/queue/dead-letters.ts'
import { claim, exhume } from '#shared/queue/redis/claim.ts'
import { acknowledge, LETTERS_MAX } from '#shared/queue/redis/settle.ts'
import { relayRound, startRelay } from '#shared/queue/relay.ts'
import { restoreIfLost, sweepRound } from '#shared/queue/sweeper.ts'
import { commandActor } from '#shared/sql/access/audit.ts'
import { mirrorSwitch, readPipeline, recordPause, setPipeline } from '#shared/queue/switch.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { readDead, replayDead } from '#shared/queue/record/dead.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openRedisGate } from '../../helpers/redis-gate.ts'
import { openTestRedis } from '../../helpers/redis.ts'

const { sql } = await cloneDatabase()
const { url, redis } = await openTestRedis()
const now = new Date('2026-01-02T15:00:00Z')
const clock = { mode: 'stepped', speed: 1, now: () => now } as const
const stores = { sql, redis }
const stage = 'aggregation'

beforeEach(async () => {
  await sql`truncate jobs, pipeline_control, paused_stages`
  await clearAudit(sql)
  await sql`update relay_turn set ends_at = '-infinity'`
  await redis.flushdb()
})

const ask = (...tickers: string[]) =>
  enqueue(
    sql,
    tickers.map((ticker) => ({ to: 'aggregation', job: { ticker } })),
    { key: 'test:ask', now },
  )
const pending = () => redis.llen(pendingKey('aggregation'))
const take = (most: number) => claim(redis, { stage, list: 'aggregation', most, leaseMs: 60_000 })
const makeOld = () => sql`update jobs set relayed_at = relayed_at - interval '1 hour'`

test('the same cause makes the same jobs, in order', async () => {
  const ids = await ask('AAPL', 'MSFT')
  expect(await ask('AAPL', 'MSFT')).toEqual(ids)
  expect(await ask('AAPL')).toEqual([ids[0]])
  const rows = await sql`select job_id, producer, payload::text from jobs order by seq`
  expect(rows).toEqual([
    { jobId: ids[0], producer: 'test', payload: '{"ticker": "AAPL"}' },
    { jobId: ids[1], producer: 'test', payload: '{"ticker": "MSFT"}' },
  ])
})

test('a job exists only once its transaction commits', async () => {
  await expect(
    sql.begin(async (tx) => {
      await enqueue(tx, [{ to: 'aggregation', job: { ticker: 'AAPL' } }], {
        key: 'test:undone',
        now,
      })
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  await restoreIfLost(stores)
  expect(await relayRound(stores)).toBe(0)
})

test('the relay pushes committed jobs once, as events in order', async () => {
  await restoreIfLost(stores)
  const ids = await ask('AAPL', 'MSFT', 'NVDA')
  expect(
    await Promise.all([relayRound(stores), relayRound(stores)]).then(([a, b]) => a! + b!),
  ).toBe(3)
  expect(await relayRound(stores)).toBe(0)
  const events = (await redis.lrange(pendingKey('aggregation'), 0, -1)).map(
    (text) => JSON.parse(text) as object,
  )
  expect(events[0]).toEqual({
    specversion: '1.0',
    id: ids[0],
    source: '/stonks/test',
    type: 'stonks.aggregation',
    time: '2026-01-02T15:00:00.000Z',
    datacontenttype: 'application/json',
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    data: { ticker: 'AAPL' },
  })
  expect(events).toHaveLength(3)
})

test('above the high-water mark rows wait in the database', async () => {
  await restoreIfLost(stores)
  await ask('A', 'B', 'C', 'D', 'E')
  expect(await relayRound(stores, 3)).toBe(3)
  expect(await relayRound(stores, 3)).toBe(0)
  for (const job of await take(2)) await acknowledge(redis, stage, job)
  expect(await relayRound(stores, 3)).toBe(2)
  expect(await pending()).toBe(3)
})

test('what waited for a restored Redis is pushed once', async () => {
  await ask('AAPL', 'MSFT')
  const relay = startRelay({ sql, redis, log: openLog('test') })
  try {
    // It has taken a turn, and pushes nothing while Redis is not restored.
    await expect
      .poll(
        async () => (await sql`select from relay_turn where ends_at > clock_timestamp()`).length,
      )
      .toBe(1)
    await restoreIfLost(stores)
    await ask('NVDA')
    await expect
      .poll(async () => (await sql`select from jobs where relayed_at is null`).length, {
        timeout: 10_000,
      })
      .toBe(0)
    expect(await pending()).toBe(3)
  } finally {
    await relay.stop()
  }
})

test('a started relay hears of a commit', async () => {
  await restoreIfLost(stores)
  const relay = startRelay({ sql, redis, log: openLog('test') })
  await ask('AAPL')
  await expect.poll(pending, { timeout: 5_000, interval: 20 }).toBe(1)
  await relay.stop()
})

test('a Redis that lost everything gets every queued job, dead letter and pause back', async () => {
  await restoreIfLost(stores)
  await ask('A', 'B', 'C', 'D')
  await setPipeline({ sql, redis, clock }, false, commandActor('operator'), 'test')
  await redis.del(pausedKey(stage))
  await relayRound(stores)
  const [inFlight, dead] = await take(2)
  await buryJob(stores, stage, dead!, { reason: 'invalid', error: 'no such thing' })
  const letters = await redis.lrange(deadKey('aggregation'), 0, -1)
  await redis.flushdb()
  expect(await relayRound(stores)).toBe(0)
  expect(await restoreIfLost(stores)).toBe(3)
  expect(await redis.smembers(pausedKey(stage))).toEqual(['pipeline'])
  expect(await redis.get(PIPELINE_ENABLED)).toBe('0')
  expect(await redis.get(EPOCH)).not.toBeNull()
  const restored = await redis.lrange(deadKey('aggregation'), 0, -1)
  expect(restored.map((text) => (JSON.parse(text) as Letter).job.id)).toEqual(
    letters.map((text) => (JSON.parse(text) as Letter).job.id),
  )
  expect(await relayRound(stores)).toBe(3)
  expect(await acknowledge(redis, stage, inFlight!)).toBe(false)
  expect(await restoreIfLost(stores)).toBeUndefined()
})

test('the sweeper finds single lost jobs by age, and leaves those Redis holds', async () => {
  await restoreIfLost(stores)
  await ask('A', 'B', 'C')
  await relayRound(stores)
  await take(1)
  await redis.rpop(pendingKey('aggregation'))
  expect(await sweepRound(stores, 120)).toBe(0)
  await makeOld()
  expect(await sweepRound(stores, 120)).toBe(1)
  expect(await relayRound(stores)).toBe(1)
  expect(await pending()).toBe(2)
})

test('a job swept before must be older to be swept again', async () => {
  await restoreIfLost(stores)
  await ask('A')
  await sql`update jobs set swept = 5, relayed_at = clock_timestamp() - interval '1 hour'`
  expect(await sweepRound(stores, 120)).toBe(0)
  expect(await sweepRound(stores, 60)).toBe(1)
})

test('a replay of k dead letters makes k deliveries, ids and history kept', async () => {
  await restoreIfLost(stores)
  const ids = await ask('A', 'B', 'C')
  await relayRound(stores)
  for (const job of await take(3))
    await buryJob(stores, stage, job, { reason: 'refused', error: 'no' })
  const [one] = await readDead(sql, { jobId: ids[0]! }, 1)
  expect(letterOf(one!)).toMatchObject({
    job: { id: ids[0], data: { ticker: 'A' } },
    reason: 'refused',
    error: 'no',
    history: [{ delivery: 1, error: 'no' }],
  })
  const replays = await Promise.all([
    replayDead(sql, { list: 'aggregation' }),
    replayDead(sql, { list: 'aggregation' }),
  ])
  const replayed = replays.flat()
  expect(replayed.map(({ jobId }) => jobId).sort()).toEqual([...ids].sort())
  expect(await exhume(redis, 'aggregation', ids)).toBe(3)
  expect(await relayRound(stores)).toBe(3)
  expect(await relayRound(stores)).toBe(0)
  const again = await take(10)
  expect(again.map(({ id, delivery }) => [id, delivery])).toEqual(ids.map((id) => [id, 1]))
  const rows = await sql`select replayed, jsonb_array_length(history) as past from jobs`
  expect(rows).toEqual(Array.from({ length: 3 }, () => ({ replayed: 1, past: 1 })))
})

test('a job that is done is not buried', async () => {
  await restoreIfLost(stores)
  const [id] = await ask('A')
  await relayRound(stores)
  const [job] = await take(1)
  await sql`update jobs set state = 'done', settled_at = clock_timestamp() where job_id = ${id!}`
  expect(
    await buryJob(stores, stage, job!, { reason: 'deliveries_exhausted', error: 'answer lost' }),
  ).toBe(false)
  expect(await redis.llen(deadKey('aggregation'))).toBe(0)
  expect(await sql`select state from jobs`).toEqual([{ state: 'done' }])
})

test.each([
  ['no JSON', '{"a'],
  ['a NUL', '{"ticker":"\\u0000"}'],
  ['half a surrogate', '{"ticker":"\\ud800"}'],
  ['bytes', '\u0000\u0001ÿ'],
  ['nothing', ''],
  ['not a number', 'NaN'],
])('garbage can be recorded: %s', async (_, garbage) => {
  await redis.rpush(pendingKey('aggregation'), garbage)
  const [job] = await take(1)
  expect(await buryJob(stores, stage, job!, { reason: 'invalid', error: 'not a job\0' })).toBe(true)
  expect(await readDead(sql, { list: 'aggregation' }, 9)).toHaveLength(1)
  const [letter] = await redis.lrange(deadKey('aggregation'), 0, -1)
  expect(JSON.parse(letter!)).toMatchObject({ reason: 'invalid', job: { id: job!.id } })
})

test('dead-letter lists that differ from the record are mended', async () => {
  await restoreIfLost(stores)
  await redis.rpush(deadKey('aggregation'), '{"job":{"id":"stale"}}')
  await sweepRound(stores)
  expect(await redis.llen(deadKey('aggregation'))).toBe(0)
})

test('the switch is PostgreSQL’s; Redis mirrors it, with pauses of single stages beside', async () => {
  expect((await readPipeline(sql)).enabled).toBe(true)
  expect(
    await recordPause(
      { sql, clock },
      { stage, isPaused: true, by: commandActor('alice'), reason: 'its model is moved' },
    ),
  ).toBe(true)
  expect(
    await recordPause(
      { sql, clock },
      { stage, isPaused: true, by: commandActor('bob'), reason: '' },
    ),
  ).toBe(false)
  await setPipeline({ sql, redis, clock }, false, commandActor('bob'), 'maintenance')
  expect(await readPipeline(sql)).toMatchObject({
    enabled: false,
    changedBy: 'bob',
    reason: 'maintenance',
  })
  expect((await redis.smembers(pausedKey(stage))).sort()).toEqual(['operator', 'pipeline'])
  expect(await redis.smembers(pausedKey('parser'))).toEqual(['pipeline'])
  await setPipeline({ sql, redis, clock }, true, commandActor('bob'), '')
  expect(await redis.smembers(pausedKey(stage))).toEqual(['operator'])
  await recordPause(
    { sql, clock },
    { stage, isPaused: false, by: commandActor('alice'), reason: '' },
  )
  await mirrorSwitch(stores)
  expect(await redis.exists(pausedKey(stage))).toBe(0)
  await redis.flushdb()
  await mirrorSwitch(stores)
  expect(await redis.get(PIPELINE_ENABLED)).toBe('1')
  const audit = await sql`select actor, action, entity_id from audit_events order by audit_event_id`
  expect(audit.map(({ actor, action, entityId }) => [actor, action, entityId])).toEqual([
    ['alice', 'stage_paused', stage],
    ['bob', 'pipeline_off', 'pipeline'],
    ['bob', 'pipeline_on', 'pipeline'],
    ['alice', 'stage_resumed', stage],
  ])
})

describe('a relay whose Redis does not answer', () => {
  test('holds no row, and pushes each job once when it answers again', async () => {
    await restoreIfLost(stores)
    const ids = await ask('A', 'B', 'C')
    const gate = await openRedisGate(url)
    const gated = { sql, redis: gate.redis }
    const asked = gate.shut('questions')
    const late = expect(relayRound(gated, 100, 300)).rejects.toThrow('Redis took no jobs')
    await asked
    // A covering job, an operator or retention may want them.
    const free = await sql`select job_id from jobs where relayed_at is null for update nowait`
    expect(free).toHaveLength(3)
    const open = await sql`
      select query from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`
    expect([...open]).toEqual([])
    await late
    // What is under way is waited for, not sent again.
    await expect(relayRound(gated, 100, 20)).rejects.toThrow('Redis took no jobs')
    expect(await sql`select from jobs where relayed_at is not null`).toHaveLength(0)
    gate.open()
    await expect.poll(pending).toBe(3)
    await relayRound(gated, 100)
    const claimed = await take(10)
    expect(claimed.map(({ id }) => id)).toEqual(ids)
    expect(await sql`select from jobs where relayed_at is null`).toHaveLength(0)
  })

  test('and dies leaves the turn to the next', async () => {
    await restoreIfLost(stores)
    await ask('A')
    const gate = await openRedisGate(url)
    const asked = gate.shut('questions')
    const dying = expect(relayRound({ sql, redis: gate.redis }, 100)).rejects.toThrow()
    await asked
    expect(await relayRound(stores)).toBe(0)
    // As it is five seconds after its death.
    await sql`update relay_turn set ends_at = clock_timestamp()`
    expect(await relayRound(stores)).toBe(1)
    gate.redis.disconnect()
    await dying
    expect(await take(10)).toHaveLength(1)
  })

  test('and loses its memory before the push is noted loses no job', async () => {
    await restoreIfLost(stores)
    const [id] = await ask('A')
    const gate = await openRedisGate(url)
    const pushed = gate.shut('answers')
    const relaying = relayRound({ sql, redis: gate.redis }, 100)
    await pushed
    await redis.flushdb()
    const restoring = restoreIfLost(stores)
    gate.open()
    await Promise.all([relaying, restoring])
    await relayRound(stores, 100)
    expect((await take(10)).map((job) => job.id)).toEqual([id])
  })
})

test('past the letters a list repeats, the sweeper leaves it alone', async () => {
  await restoreIfLost(stores)
  await sql`
    insert into jobs (job_id, list, payload, state, reason, business_at, relayed_at, settled_at, deliveries)
    select gen_random_uuid(), 'aggregation', '{"ticker":"A"}', 'dead', 'refused', now(), now(),
      clock_timestamp() - g * interval '1 second', 1 from generate_series(1, ${LETTERS_MAX + 5}) g`
  await sweepRound(stores)
  expect(await redis.llen(deadKey('aggregation'))).toBe(LETTERS_MAX)
  const newest = await redis.lindex(deadKey('aggregation'), -1)
  // A mark that a rewritten list would not have.
  await redis.lset(deadKey('aggregation'), 0, 'marked')
  await sweepRound(stores)
  expect(await redis.lindex(deadKey('aggregation'), 0)).toBe('marked')
  await ask('B')
  await relayRound(stores)
  const [job] = await take(1)
  await buryJob(stores, stage, job!, { reason: 'refused', error: 'no' })
  expect(await redis.llen(deadKey('aggregation'))).toBe(LETTERS_MAX)
  expect(await redis.lindex(deadKey('aggregation'), -2)).toBe(newest)
  await redis.lset(deadKey('aggregation'), 0, 'marked')
  await sweepRound(stores)
  expect(await redis.lindex(deadKey('aggregation'), 0)).toBe('marked')
})
