import { fc, test as property } from '@fast-check/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { writeEvent } from '#shared/queue/envelope.ts'
import { deriveId } from '#shared/host/ids.ts'
import { endHolds, hasten } from '#shared/queue/redis/hasten.ts'
import {
  deadKey,
  EPOCH,
  heldKeys,
  pausedKey,
  pendingKey,
  rateLimitKey,
} from '#shared/queue/redis/keys.ts'
import {
  claim,
  exhume,
  push,
  readHistory,
  reap,
  renew,
  type Claimed,
} from '#shared/queue/redis/claim.ts'
import { ending } from '#shared/queue/redis/scripts/ending.ts'
import { taking } from '#shared/queue/redis/scripts/taking.ts'
import { acknowledge, bury, fail, release } from '#shared/queue/redis/settle.ts'
import { openTestRedis } from '../../../helpers/redis.ts'

const { redis } = await openTestRedis()
const stage = 'test-stage'
const list = 'test_list'
const held = heldKeys(stage)
const leaseMs = 60_000

beforeEach(async () => void (await redis.flushdb()))

function event(number: number): string {
  return writeEvent({
    jobId: deriveId('queue-test', number),
    list,
    producer: 'test',
    traceparent: null,
    businessAt: new Date('2026-01-02T15:00:00Z'),
    payload: JSON.stringify({ number }),
  })
}

const take = (most = 1, lease = leaseMs) => claim(redis, { stage, list, most, leaseMs: lease })
const takeOne = async () => (await take())[0]!
const reapNow = (deliveriesMax = 5) => reap(redis, { stage, deliveriesMax, most: 100, leaseMs })
/** Makes every lease and back-off a thing of the past. */
const runOut = async () => {
  for (const id of await redis.zrange(held.leases, '0', '-1')) await redis.zadd(held.leases, 1, id)
}
const leftovers = async () => (await redis.keys('*')).sort()

describe('a job', () => {
  test('moves from its list under a lease on Redis time, and is gone when acknowledged', async () => {
    await push(redis, list, [event(1), event(2)])
    const [first, second] = await take(5)
    expect(first).toEqual({
      id: deriveId('queue-test', 1),
      list,
      delivery: 1,
      suspect: false,
      event: event(1),
      token: expect.any(String),
    })
    const [seconds] = await redis.time()
    const deadline = Number(await redis.zscore(held.leases, first!.id))
    expect(Math.abs(deadline - leaseMs - Number(seconds) * 1_000)).toBeLessThan(2_000)
    expect(await acknowledge(redis, stage, first!)).toBe(true)
    expect(await acknowledge(redis, stage, second!)).toBe(true)
    expect(await leftovers()).toEqual([])
  })

  test('in flight is not handed out again, though a copy of it waits', async () => {
    await push(redis, list, [event(1), event(1), event(1)])
    expect(await take(5)).toHaveLength(1)
    expect(await redis.llen(pendingKey(list))).toBe(0)
  })

  test('is not claimed while its stage is paused', async () => {
    await push(redis, list, [event(1)])
    await redis.sadd(pausedKey(stage), 'operator')
    expect(await take()).toEqual([])
    await redis.srem(pausedKey(stage), 'operator')
    expect(await take()).toHaveLength(1)
  })

  test('comes back when its holder is gone, with the delivery counted and noted', async () => {
    await push(redis, list, [event(1)])
    await take()
    expect(await reapNow()).toEqual({ returned: 0, exhausted: [] })
    await runOut()
    expect((await reapNow()).returned).toBe(1)
    const again = await takeOne()
    expect(again.delivery).toBe(2)
    expect(await readHistory(redis, stage, again.id)).toEqual([
      { delivery: 1, at: expect.any(Number), error: 'its holder died or let the lease run out' },
    ])
  })

  test('stays in flight for the scaler during its back-off', async () => {
    await push(redis, list, [event(1)])
    const job = await takeOne()
    await fail(redis, stage, job, {
      backOffMs: 30_000,
      error: 'no "answer"',
      counts: true,
      suspect: true,
    })
    expect(await redis.zcard(held.leases)).toBe(1)
    expect((await reapNow()).returned).toBe(0)
    await runOut()
    expect((await reapNow()).returned).toBe(1)
    expect(await takeOne()).toMatchObject({ delivery: 2, suspect: true })
    expect(await readHistory(redis, stage, job.id)).toEqual([
      { delivery: 1, at: expect.any(Number), error: 'no "answer"' },
    ])
  })

  test('that no function saw is not counted as delivered', async () => {
    await push(redis, list, [event(1)])
    await fail(redis, stage, await takeOne(), { backOffMs: 0, error: 'absent', counts: false })
    await reapNow()
    await release(redis, stage, await takeOne(), false)
    expect(await takeOne()).toMatchObject({ delivery: 1 })
  })

  test('put back goes to the head of its list', async () => {
    await push(redis, list, [event(1), event(2)])
    const job = await takeOne()
    await release(redis, stage, job, true)
    expect(await takeOne()).toMatchObject({ id: job.id, delivery: 2 })
  })
})

test('a worker’s death at each delivery ends in exactly five', async () => {
  await push(redis, list, [event(1)])
  let deliveries = 0
  let last: Claimed | undefined
  for (let round = 0; round < 20 && !last; round++) {
    deliveries += (await take()).length
    await runOut()
    last = (await reapNow()).exhausted[0]
  }
  expect(deliveries).toBe(5)
  expect(last).toMatchObject({ delivery: 5, list, event: event(1) })
  expect(await readHistory(redis, stage, last!.id)).toHaveLength(5)
  expect(await bury(redis, stage, last!, JSON.stringify({ job: { id: last!.id } }))).toBe(true)
  expect(await leftovers()).toEqual([deadKey(list)])
  expect(await exhume(redis, list, [last!.id])).toBe(1)
  expect(await leftovers()).toEqual([])
})

test('a burial that was cut off is taken up again', async () => {
  await push(redis, list, [event(1)])
  await take()
  await runOut()
  const [first] = (await reapNow(1)).exhausted
  await runOut()
  const [second] = (await reapNow(1)).exhausted
  expect(await bury(redis, stage, first!, '{}')).toBe(false)
  expect(await bury(redis, stage, second!, '{}')).toBe(true)
  expect(await redis.llen(deadKey(list))).toBe(1)
})

test('an old token changes nothing', async () => {
  await push(redis, list, [event(1)])
  const old = await takeOne()
  await runOut()
  await reapNow()
  const fresh = await takeOne()
  const dump = async () =>
    Promise.all((await leftovers()).map(async (key) => [key, await redis.dump(key)]))
  const before = await dump()
  const failure = { backOffMs: 0, error: 'late', counts: true }
  expect(await renew(redis, stage, old, leaseMs)).toBe(false)
  expect(await acknowledge(redis, stage, old)).toBe(false)
  expect(await fail(redis, stage, old, failure)).toBe(false)
  expect(await release(redis, stage, old, true)).toBe(false)
  expect(await bury(redis, stage, old, '{}')).toBe(false)
  expect(await acknowledge(redis, stage, { ...old, token: '-' })).toBe(false)
  expect(await dump()).toEqual(before)
  expect(await renew(redis, stage, fresh, leaseMs)).toBe(true)
  expect(await fail(redis, stage, fresh, failure)).toBe(true)
  expect(await acknowledge(redis, stage, fresh)).toBe(false)
})

describe('what a hand pushes', () => {
  test('as a bare job is put into an event, whose id lasts', async () => {
    await redis.rpush(pendingKey(list), '{"number":1,"big":12345678901234567890,"none":[]}')
    const job = await takeOne()
    expect(job.event).toContain('"data":{"number":1,"big":12345678901234567890,"none":[]}}')
    expect(JSON.parse(job.event)).toMatchObject({
      specversion: '1.0',
      id: job.id,
      source: '/stonks/hand',
      type: `stonks.${list}`,
    })
    await runOut()
    await reapNow()
    expect(await takeOne()).toMatchObject({ id: job.id, delivery: 2, event: job.event })
  })

  test('two bare jobs that are equal are two jobs', async () => {
    await redis.rpush(pendingKey(list), '{"number":1}', '{"number":1}')
    const jobs = await take(5)
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(2)
    for (const { id } of jobs)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('as an event of another maker keeps its id', async () => {
    const foreign = JSON.stringify({
      type: `stonks.${list}`,
      source: 'x',
      specversion: '1.0',
      id: 'a b',
      data: {},
    })
    await redis.rpush(pendingKey(list), foreign)
    expect(await takeOne()).toMatchObject({ id: 'a b', event: foreign })
  })

  property.prop(
    [
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
      ),
    ],
    { numRuns: 200 },
  )('of any kind is claimed without a fault', async (garbage) => {
    await redis.del(pendingKey(list))
    await redis.rpush(pendingKey(list), garbage)
    const job = await takeOne()
    expect(job.id).not.toBe('')
    expect(await acknowledge(redis, stage, job)).toBe(true)
  })
})

test('waits are ended early but for a job in hand and one that had its last delivery', async () => {
  await push(redis, list, [event(1), event(2), event(3), event(4)])
  const [failed, putOff, inHand, spent] = (await take(4)) as [Claimed, Claimed, Claimed, Claimed]
  const wait = { backOffMs: 60_000, error: 'away', counts: true }
  await fail(redis, stage, failed, wait)
  await fail(redis, stage, putOff, { ...wait, counts: false, putOff: true })
  await fail(redis, stage, spent, wait)
  await redis.hset(held.deliveries, spent.id, 5)
  await redis.set(rateLimitKey('polygon:held'), '9999999999999')

  await endHolds(redis)
  expect(await hasten(redis, stage, 5)).toBe(2)
  expect(await redis.exists(rateLimitKey('polygon:held'))).toBe(0)
  const back = await take(5)
  expect(back.map(({ id, delivery }) => [id, delivery]).sort()).toEqual(
    [
      [failed.id, 2],
      [putOff.id, 1],
    ].sort(),
  )
  expect((await redis.zrange(held.leases, '0', '-1')).sort()).toEqual(
    [inHand.id, spent.id, ...back.map(({ id }) => id)].sort(),
  )
})

test('a full list takes no more than its high-water mark', async () => {
  const events = Array.from({ length: 10 }, (_, number) => event(number))
  expect(await push(redis, list, events, { highWater: 7 })).toBe(7)
  expect(await push(redis, list, events, { highWater: 7 })).toBe(0)
  expect(await redis.llen(pendingKey(list))).toBe(7)
})

test('a Redis without its mark takes no jobs of record', async () => {
  expect(await push(redis, list, [event(1)], { needsEpoch: true })).toBe(-1)
  await redis.set(EPOCH, 'there')
  expect(await push(redis, list, [event(1)], { needsEpoch: true })).toBe(1)
})

test('no script is given a worker’s time', () => {
  for (const [name, { lua }] of Object.entries({ ...taking, ...ending })) {
    expect([name, /\bos\.|redis\.call\('time'\)/.test(lua)]).toEqual([
      name,
      ['claim', 'renew', 'fail', 'reap'].includes(name),
    ])
    expect(lua).not.toMatch(/os\.(time|clock)/)
  }
})
