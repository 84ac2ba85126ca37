import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeJobs } from '#shared/queue/record/jobs.ts'
import { replayDead } from '#shared/queue/record/dead.ts'
import { openRig, type Rig } from './rig.ts'

const now = new Date('2026-01-02T15:00:00Z')
let rig: Rig

beforeAll(async () => {
  rig = await openRig({ DELIVERIES_MAX: '3' })
  for (const part of ['scheduler', 'first', 'second', 'pump'] as const) rig.start(part)
})
afterAll(() => rig.close())

const open = async () => (await rig.sql`select 1 from jobs where state = 'queued'`).length

test('jobs that kill their function are buried after their deliveries, the others are done', async () => {
  const poison = [3, 17]
  const jobs = Array.from({ length: 60 }, (_, number) => ({
    to: 'chaos_first',
    job: { number, ...(poison.includes(number) ? { kill: 'always' } : {}) },
  }))
  await storeJobs(rig.sql, jobs, { key: 'chaos:poison', now })
  await expect.poll(open, { timeout: 60_000, interval: 100 }).toBe(0)
  const dead = await rig.sql<{ number: number; deliveries: number; reason: string }[]>`
    select (payload->>'number')::int as number, deliveries, reason from jobs where state = 'dead' order by number
  `
  expect(dead.map((job) => ({ ...job }))).toEqual(
    poison.map((number) => ({ number, deliveries: 3, reason: 'deliveries_exhausted' })),
  )
  const effects =
    await rig.sql`select number from chaos_effects where stage = 'chaos-second' order by number`
  expect(effects).toHaveLength(58)
  // Killed in company once, it goes alone from then on: one run more than deliveries at most.
  const runs = await rig.sql<{ runs: number }[]>`
    select count(*)::int as runs from chaos_runs where number = any(${poison}) group by number
  `
  for (const { runs: times } of runs) expect(times).toBeLessThanOrEqual(4)
})

test('a replay delivers each dead letter again, and no more', async () => {
  await rig.sql`update jobs set payload = payload - 'kill' where state = 'dead'`
  expect(await replayDead(rig.sql, { list: 'chaos_first' })).toHaveLength(2)
  expect(await replayDead(rig.sql, { list: 'chaos_first' })).toHaveLength(0)
  await expect.poll(open, { timeout: 30_000, interval: 100 }).toBe(0)
  const effects =
    await rig.sql`select stage, number from chaos_effects where number in (3, 17) order by stage, number`
  expect(effects.map(({ stage, number }) => [stage, number])).toEqual([
    ['chaos-first', 3],
    ['chaos-first', 17],
    ['chaos-second', 3],
    ['chaos-second', 17],
  ])
})

test('on SIGTERM pump and functions end with 0, no delivery failed, no job lost', async () => {
  const jobs = Array.from({ length: 40 }, (_, number) => ({
    to: 'chaos_first',
    job: { number: 1_000 + number, takes: 150 },
  }))
  await storeJobs(rig.sql, jobs, { key: 'chaos:drain', now })
  await expect
    .poll(async () => (await rig.sql`select 1 from chaos_effects where number >= 1000`).length, {
      timeout: 20_000,
      interval: 20,
    })
    .toBeGreaterThan(4)
  expect(await rig.drain('pump')).toEqual([0])
  expect((await rig.drain('first')).concat(await rig.drain('second'))).toEqual([0, 0])
  expect(rig.log('pump').split('is draining')[1]).not.toMatch(/failed|dead-lettered/)
  expect(await rig.redis.zcard('stonks:leases:chaos-first')).toBe(0)
  for (const part of ['first', 'second', 'pump'] as const) rig.start(part)
  await expect.poll(open, { timeout: 30_000, interval: 100 }).toBe(0)
  expect(await rig.sql`select number from chaos_effects where number >= 1000`).toHaveLength(80)
  const retried =
    await rig.sql`select 1 from jobs where deliveries > 1 and (payload->>'number')::int >= 1000`
  expect(retried).toHaveLength(0)
})
