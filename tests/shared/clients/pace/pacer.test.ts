import { expect, test } from 'vitest'
import { openOwnTurns } from '#shared/clients/pace/own-turns.ts'
import { openPacer } from '#shared/clients/pace/pacer.ts'
import type { Limit, VendorTurns } from '#shared/clients/pace/turns.ts'
import { polygonPacer } from '#shared/clients/pace/vendors.ts'
import { PutOff } from '#shared/host/faults.ts'
import { openLog } from '#shared/host/log.ts'
import { closeRedis, openRedis, SOON } from '#shared/queue/redis/connection.ts'
import { openSharedTurns } from '#shared/queue/redis/shared-turns.ts'
import { openTestRedis } from '../../../helpers/redis.ts'

const { redis, url } = await openTestRedis()
const log = openLog('test')
log.level = 'silent'
const signal = new AbortController().signal
const never = new AbortController()

/** A vendor that refuses what is over so many in any sixty seconds of its own clock. */
function strictVendor(most: number) {
  const answered: number[] = []
  let refused = 0
  return {
    ask(nowMs: number): number {
      if (answered.filter((at) => at > nowMs - 60_000).length >= most) {
        refused += 1
        return 429
      }
      answered.push(nowMs)
      return 200
    },
    counts: () => ({ answered: answered.length, refused }),
  }
}

test.each([
  ['two processes over one count', 1],
  ['one of two processes that count for themselves', 2],
])('forty companies have their bars in time, none refused: %s', async (_, stretch) => {
  // Time is simulated; the counting is the real thing. Pumps hold four jobs at once.
  let now = 0
  const turns = openOwnTurns(stretch, () => now)
  const vendor = strictVendor(5)
  const limits: Limit[] = [{ name: 'polygon', most: 5, spanMs: 61_000 }]
  let jobs = Array.from({ length: 40 }, (_company, number) => ({ number, dueAt: 0 }))
  // What else the scheduler asks for: news each five minutes, and a session of all companies.
  for (let at = 0; at < 900_000; at += 300_000) jobs.push({ number: 100 + at, dueAt: at })
  jobs.push({ number: 99, dueAt: 0 })
  let deliveries = 0
  const doneAt = new Map<number, number>()
  while (jobs.some(({ number }) => number < 40)) {
    jobs.sort((a, b) => a.dueAt - b.dueAt || a.number - b.number)
    const [job, ...rest] = jobs as [(typeof jobs)[number], ...typeof jobs]
    now = Math.max(now, job.dueAt)
    deliveries += 1
    const { isTaken, waitMs } = await turns.take('polygon', limits, 5_000)
    jobs = rest
    if (!isTaken) jobs.push({ ...job, dueAt: now + waitMs })
    else {
      expect(vendor.ask(now + waitMs)).toBe(200)
      doneAt.set(job.number, now + waitMs)
    }
  }
  const last = Math.max(...[...doneAt].filter(([number]) => number < 40).map(([, at]) => at))
  expect(last / 60_000).toBeLessThan(stretch * 10)
  expect(vendor.counts().refused).toBe(0)
  // Those that were sent away come back one by one, not all of them together.
  expect(deliveries).toBeLessThan(100)
})

test('workers share their turns in Redis, and what is told to one holds all', async () => {
  await redis.flushdb()
  const clients = [1, 2].map(() => openRedis(url, SOON))
  const [one, other] = clients.map((client) => openSharedTurns(client, log)) as [
    VendorTurns,
    VendorTurns,
  ]
  const limits = [{ name: 'v', most: 3, spanMs: 60_000 }]
  const taken = await Promise.all(
    Array.from({ length: 12 }, (_, n) => (n % 2 ? one : other).take('v', limits, 1_000)),
  )
  expect(taken.filter(({ isTaken }) => isTaken)).toHaveLength(3)
  const promised = taken.filter(({ isTaken }) => !isTaken).map(({ waitMs }) => waitMs)
  promised.sort((a, b) => a - b)
  expect(promised[0]).toBeGreaterThan(59_000)
  expect(promised[0]).toBeLessThanOrEqual(60_000)
  for (const [place, wait] of promised.slice(1).entries())
    expect(Math.round((wait - promised[place]!) / 1_000)).toBe(20)
  const free = [{ name: 'free', most: 3, spanMs: 60_000 }]
  const pacer = openPacer({ vendor: 'w', limitsOf: () => free, turns: one })
  await pacer.turn(signal)
  await pacer.told(new Headers({ 'retry-after': '500' }), 200)
  const fault = await pacer.told(new Headers({ 'retry-after': '90' }), 429).catch((e: unknown) => e)
  expect(fault).toBeInstanceOf(PutOff)
  expect((fault as PutOff).untilMs - Date.now()).toBeGreaterThan(85_000)
  await expect(
    openPacer({ vendor: 'w', limitsOf: () => free, turns: other }).turn(signal),
  ).rejects.toThrow(/Ask w: its next free turn is in (8\d|90) s/)
  // Nothing stays for ever.
  for (const key of await redis.keys('*')) expect(await redis.pttl(key)).toBeGreaterThan(0)
  await Promise.all(clients.map(closeRedis))
})

test('a plan says how many, and how many of them for bars and for news', async () => {
  const count = async (perMinute: number, kind: string) => {
    const pacer = polygonPacer(openOwnTurns(), perMinute)
    let taken = 0
    for (; taken < 200; taken++) {
      const put = await pacer.turn(signal, { kind }).catch((fault: unknown) => fault)
      if (put) break
    }
    return taken
  }
  expect(await count(5, 'bars')).toBe(5)
  expect(await count(45, 'bars')).toBe(20)
  expect(await count(45, 'news')).toBe(25)
  expect(await count(90, 'bars')).toBe(40)
  expect(await count(0, 'bars')).toBe(200)
})

test('while Redis is away a process counts for itself, says so once, and comes back to it', async () => {
  const words: string[] = []
  const told = openLog('test')
  told.level = 'silent'
  told.warn = ((...said: unknown[]) => words.push(String(said.at(-1)))) as typeof told.warn
  const away = openRedis('redis://127.0.0.1:1/0', { ...SOON, commandTimeout: 50 })
  const turns = openSharedTurns(away, told)
  const limits = [{ name: 'x', most: 2, spanMs: 60_000 }]
  const taken = []
  for (let n = 0; n < 3; n++) taken.push(await turns.take('x', limits, 1_000))
  expect(taken.map(({ isTaken }) => isTaken)).toEqual([true, true, false])
  expect(taken[2]!.waitMs).toBeGreaterThan(100_000)
  expect(words).toHaveLength(1)
  expect(words[0]).toContain('half as often')
  away.disconnect()
})

test('a wait for a turn ends when the host does', async () => {
  const limits = [{ name: 'y', most: 1, spanMs: 4_000 }]
  const pacer = openPacer({ vendor: 'y', limitsOf: () => limits, turns: openOwnTurns() })
  await pacer.turn(never.signal)
  const waiting = pacer.turn(never.signal)
  never.abort()
  await expect(waiting).rejects.toThrow('aborted')
})
