import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyRequest } from '#shared/host/signature.ts'
import { writeEvent } from '#shared/queue/envelope.ts'
import { deriveId } from '#shared/host/ids.ts'
import { deadKey, heldKeys, pausedKey, pendingKey } from '#shared/queue/redis/keys.ts'
import type { Letter } from '#shared/queue/dead-letters.ts'
import { openLog } from '#shared/host/log.ts'
import { push } from '#shared/queue/redis/claim.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { backOffAfter } from '../../../services/pump/carry.ts'
import { startStage, type StagePump } from '../../../services/pump/stage.ts'
import { chaosTable } from '../../chaos/stages/table.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { proofBy } from '../../helpers/prove.ts'
import { TEST_SECRET } from '../../helpers/secret.ts'
import { openTestRedis } from '../../helpers/redis.ts'

const { sql } = await cloneDatabase()
const { redis } = await openTestRedis()
const stage = 'chaos-first'
const log = openLog('test')
log.level = 'silent'

type Post = { number: number; list: string; delivery: number; at: number }
type Behave = (post: Post, response: ServerResponse, request: IncomingMessage) => void

let posts: Post[] = []
const bodies: string[] = []
let pump: StagePump | undefined
let server: Server | undefined

beforeEach(async () => {
  posts = []
  await redis.flushdb()
  await sql`truncate jobs`
})
afterEach(async () => {
  await pump?.stop(100)
  pump = undefined
  server?.closeAllConnections()
  server?.close()
})

/** As a function shows who it is. */
function proveBy(by: string, request: IncomingMessage, response: ServerResponse): void {
  const write = response.writeHead.bind(response)
  response.writeHead = ((status: number) =>
    write(status, proofBy(by, request, status))) as typeof response.writeHead
}

async function serve(behave: Behave, port = 0, by: string | null = stage): Promise<number> {
  server = createServer((request, response) => {
    if (by !== null) proveBy(by, request, response)
    void text(request).then((body) => {
      bodies.push(body)
      const event = JSON.parse(body) as { type: string; data: { number: number } }
      const post = {
        number: event.data.number,
        list: event.type.slice('stonks.'.length),
        delivery: Number(request.headers['x-stonks-delivery']),
        at: performance.now(),
      }
      posts.push(post)
      behave(post, response, request)
    })
  })
  await new Promise<void>((resolve) => {
    server!.listen(port, '127.0.0.1', () => resolve())
  })
  return (server.address() as AddressInfo).port
}

function start(port: number, answerMs = 10_000): void {
  pump = startStage({
    stage,
    row: chaosTable.stages[stage],
    url: new URL(`http://127.0.0.1:${port}`),
    sql,
    redis,
    deaths: {},
    log,
    needs: async () => undefined,
    secret: TEST_SECRET,
    settings: { answerMs, leaseMs: 2_000, reaperMs: 20, deliveriesMax: 5, backOffMs: 5 },
  })
}

function fill(list: string, numbers: Iterable<number>): Promise<number> {
  return push(
    redis,
    list,
    [...numbers].map((number) =>
      writeEvent({
        jobId: deriveId(list, number),
        list,
        producer: 'test',
        traceparent: null,
        businessAt: new Date('2026-01-02T15:00:00Z'),
        payload: JSON.stringify({ number }),
      }),
    ),
  )
}

const range = (count: number) => Array.from({ length: count }, (_, number) => number)
const ok: Behave = (_, response) => void response.writeHead(204).end()

const done = (count: number) =>
  expect.poll(() => pump!.counts().done, { timeout: 10_000, interval: 10 }).toBe(count)
const letters = async () =>
  (await redis.lrange(deadKey('chaos_first'), 0, -1)).map((entry) => JSON.parse(entry) as Letter)
const dead = (count: number) =>
  expect.poll(async () => (await letters()).length, { timeout: 10_000, interval: 10 }).toBe(count)

test('finds what a hand pushed without a word, while other jobs are in flight and after', async () => {
  const held: ServerResponse[] = []
  start(
    await serve((post, response) =>
      post.number === 0 ? held.push(response) : ok(post, response, response.req),
    ),
  )
  await fill('chaos_first', [0])
  await expect.poll(() => held.length).toBe(1)
  await redis.rpush(pendingKey('chaos_first'), '{"number":1}')
  await done(1)
  held[0]?.writeHead(204).end()
  await done(2)
  await redis.rpush(pendingKey('chaos_first'), '{"number":2}')
  await done(3)
})

test.each([
  ['that proves nothing', null],
  ['that is another function', 'chaos-second'],
])('what takes the port of a function, one %s, ends no job', async (_who, by) => {
  const port = await serve(ok, 0, by)
  start(port)
  await fill('chaos_first', [1])
  await expect.poll(() => pump!.barred()).toContain('does not show that it is')
  expect(pump!.counts().done).toBe(0)
  server!.closeAllConnections()
  await new Promise((resolve) => server!.close(resolve))
  await serve(ok, port)
  await done(1)
})

test('two lists share 2 to 1 while both are full, and neither waits for an empty one', async () => {
  await fill('chaos_first', range(150))
  await fill('chaos_side', range(150))
  start(await serve(ok))
  await done(300)
  const share = (all: Post[]) =>
    all.filter(({ list }) => list === 'chaos_first').length / all.length
  expect(share(posts.slice(0, 210))).toBeGreaterThan(2 / 3 - 0.05)
  expect(share(posts.slice(0, 210))).toBeLessThan(2 / 3 + 0.05)
  expect(share(posts.slice(240))).toBeLessThan(0.05)
  expect(await redis.keys('stonks:*')).toEqual([])
})

test('never more than the stage’s jobs are in flight', async () => {
  await fill('chaos_first', range(60))
  let inside = 0
  let most = 0
  start(
    await serve((_, response) => {
      most = Math.max(most, ++inside)
      setTimeout(() => {
        inside--
        response.writeHead(204).end()
      }, 5)
    }),
  )
  await done(60)
  expect(most).toBe(chaosTable.stages[stage].inFlight)
})

test('a job that fails each time is delivered exactly five times, then dead on record and in its list', async () => {
  await fill('chaos_first', [1])
  start(await serve((_, response) => void response.writeHead(500).end('{"message":"no luck"}')))
  await dead(1)
  expect(posts.map(({ delivery }) => delivery)).toEqual([1, 2, 3, 4, 5])
  const [letter] = await letters()
  expect(letter).toMatchObject({
    reason: 'deliveries_exhausted',
    error: 'after 5 deliveries: no luck',
    job: { id: deriveId('chaos_first', 1) },
  })
  expect(letter!.history).toHaveLength(5)
  expect(
    await sql`select state, reason, deliveries, jsonb_array_length(history) as past from jobs`,
  ).toEqual([{ state: 'dead', reason: 'deliveries_exhausted', deliveries: 5, past: 5 }])
  expect(await redis.keys('stonks:*')).toEqual([deadKey('chaos_first')])
})

test.each([
  [400, '{"reason":"invalid","message":"wrong"}', 'invalid'],
  [422, '{"reason":"no_such_company","message":"who?"}', 'no_such_company'],
  [409, 'not for you', 'refused'],
  [404, '{"reason":"no_such_ticker","message":"which?"}', 'no_such_ticker'],
])('a %i is a dead letter after one delivery', async (status, body, reason) => {
  await fill('chaos_first', [1])
  start(await serve((_, response) => void response.writeHead(status).end(body)))
  await dead(1)
  expect(posts).toHaveLength(1)
  expect((await letters())[0]).toMatchObject({ reason })
})

test.each([
  [401, '{"detail":"Only our own programs may ask here","code":"unsigned"}'],
  [421, '{"detail":"This is not \\"a\\"","code":"strange_host"}'],
  [403, 'RBAC: access denied'],
  [415, '{"detail":"Send JSON","code":"media_type"}'],
])(
  'a %i of the door loses no job and counts no delivery: it waits until it is let in',
  async (status, body) => {
    await fill('chaos_first', [1])
    start(
      await serve((_, response, request) => {
        if (posts.length <= 3) response.writeHead(status).end(body)
        else ok(posts[3]!, response, request)
      }),
    )
    await expect.poll(() => pump!.barred()).toBeTruthy()
    await done(1)
    expect(posts.map(({ delivery }) => delivery)).toEqual([1, 1, 1, 1])
    expect(pump!.barred()).toBeUndefined()
    expect(pump!.counts()).toMatchObject({ dead: 0, failed: 0, held: 3 })
    expect(await letters()).toEqual([])
  },
)

test('signs every event, over exactly what it sends', async () => {
  const verified: string[] = []
  await fill('chaos_first', [1])
  start(
    await serve((post, response, request) => {
      const { method = '', url: target = '', headers } = request
      const sent = { method, target, headers, body: bodies.at(-1)! }
      verified.push(verifyRequest(TEST_SECRET, sent).by)
      ok(post, response, request)
    }),
  )
  await done(1)
  expect(verified).toEqual(['pump'])
})

test.each([408, 425, 429, 500, 502, 504])('a %i is tried again', async (status) => {
  await fill('chaos_first', [1])
  start(
    await serve(
      ({ delivery }, response) => void response.writeHead(delivery < 3 ? status : 204).end(),
    ),
  )
  await done(1)
  expect(posts.map(({ delivery }) => delivery)).toEqual([1, 2, 3])
})

test('a job that is put off is no delivery, however often, and waits among the leases as long as told', async () => {
  const waits = ['-1', '', '1', '900']
  await fill('chaos_first', [1, 2])
  start(
    await serve(({ number, delivery }, response) => {
      if (number === 2) return void response.writeHead(204).end()
      const wait = waits[posts.filter((post) => post.number === 1).length - 1] ?? '9e99'
      response.setHeader('x-stonks-put-off', wait)
      response.writeHead(429).end(`{"message":"delivery ${delivery} waits its turn"}`)
    }),
  )
  const holder = () => redis.hget(heldKeys(stage).holders, deriveId('chaos_first', 1))
  await expect.poll(holder, { interval: 10 }).toMatch(/^~\d+ chaos_first$/)
  for (const left of [1, 2, 3, 4]) {
    // Time goes by: what it waits for has come.
    await expect.poll(holder, { interval: 10 }).toMatch(/^~/)
    expect(pump!.counts()).toMatchObject({ putOff: left, failed: 0, dead: 0, inFlight: 0 })
    await redis.zadd(heldKeys(stage).leases, 0, deriveId('chaos_first', 1))
    await expect.poll(() => pump!.counts().putOff, { interval: 10 }).toBe(left + 1)
  }
  await done(1)
  await expect.poll(holder, { interval: 10 }).toMatch(/^~/)
  const mine = posts.filter(({ number }) => number === 1)
  expect(mine.map(({ delivery }) => delivery)).toEqual([1, 1, 1, 1, 1])
  const due = Number(await redis.zscore(heldKeys(stage).leases, deriveId('chaos_first', 1)))
  const [seconds] = (await redis.time()).map(Number) as [number]
  expect(due / 1_000 - seconds).toBeGreaterThan(3_500)
  expect(due / 1_000 - seconds).toBeLessThanOrEqual(3_601)
  expect((await holder())!).toBe(`~${due} chaos_first`)
  expect(await redis.exists(heldKeys(stage).deliveries, heldKeys(stage).history)).toBe(0)
  expect(await letters()).toEqual([])
  expect(await sql`select 1 from jobs where state = 'dead'`).toEqual([])
})

test('only its own function may put a job off', async () => {
  await fill('chaos_first', [1])
  start(
    await serve(
      (_, response) => {
        response.setHeader('x-stonks-put-off', '60000')
        response.writeHead(429).end()
      },
      0,
      'chaos-second',
    ),
  )
  await dead(1)
  expect(pump!.counts().putOff).toBe(0)
})

test('garbage is carried to its refusal, too large a job without a request', async () => {
  await redis.rpush(pendingKey('chaos_first'), `{"number":"${'x'.repeat(1024 * 1024)}"}`)
  start(await serve(ok))
  await dead(1)
  expect((await letters())[0]).toMatchObject({ reason: 'too_large' })
  expect(posts).toEqual([])
})

test('a job is held, uncounted, until its function is there', async () => {
  const [port] = (await freePorts(1)) as [number]
  await fill('chaos_first', range(3))
  start(port)
  await expect.poll(() => pump!.counts().held, { timeout: 5_000 }).toBeGreaterThan(3)
  expect(await redis.zcard(heldKeys(stage).leases)).toBe(3)
  let turnedAway = 0
  // A gateway without a route to it says 404, one without a pod 503; a proxy that stands beside a
  // process that is starting again says 502 and why.
  const answers = [404, 503, 502, 404, 503, 502]
  const refused = 'dial tcp 127.0.0.1:8080: connect: connection refused'
  await serve((_, response) => {
    const status = answers[turnedAway++] ?? 204
    response.writeHead(status).end(status === 502 ? refused : undefined)
  }, port)
  await done(3)
  expect(new Set(posts.map(({ delivery }) => delivery))).toEqual(new Set([1]))
})

test.each([
  // What a process does that dies.
  ['its connections break', () => server!.closeAllConnections()],
  [
    'its gateway answers 502',
    (inside: Set<ServerResponse>) => {
      for (const response of inside) response.writeHead(502).end()
    },
  ],
])(
  'of the jobs in a function that dies only the one that kills it is buried: %s',
  async (_, die) => {
    const inside = new Set<ServerResponse>()
    const port = await serve(({ number }, response) => {
      inside.add(response)
      response.once('close', () => inside.delete(response))
      if (number === 5) return die(inside)
      setTimeout(() => response.headersSent || response.writeHead(204).end(), 3)
    })
    await fill('chaos_first', range(40))
    start(port)
    await done(39)
    await dead(1)
    expect((await letters())[0]!.job).toMatchObject({ data: { number: 5 } })
    const deliveries = posts.filter(({ number }) => number === 5).map(({ delivery }) => delivery)
    expect([...new Set(deliveries)]).toEqual([1, 2, 3, 4, 5])
    expect(deliveries.length).toBeLessThanOrEqual(6)
  },
)

test('an answer that does not come is given up, and the job tried again', async () => {
  await fill('chaos_first', [1])
  const port = await serve(({ delivery }, response) => {
    if (delivery > 1) response.writeHead(204).end()
  })
  start(port, 100)
  await done(1)
  expect(posts.map(({ delivery }) => delivery)).toEqual([1, 2])
})

test('a lease outlives a long job', async () => {
  await fill('chaos_first', [1])
  start(await serve((_, response) => void setTimeout(() => response.writeHead(204).end(), 3_000)))
  await done(1)
  expect(posts).toHaveLength(1)
})

test('nothing is taken while the stage is paused', async () => {
  await redis.sadd(pausedKey(stage), 'pipeline')
  await fill('chaos_first', range(5))
  start(await serve(ok))
  for (let round = 0; round < 5; round++) pump!.wake()
  expect(await redis.llen(pendingKey('chaos_first'))).toBe(5)
  await redis.srem(pausedKey(stage), 'pipeline')
  pump!.wake()
  await done(5)
})

test('told to stop it finishes what is in flight and leaves the rest in the list', async () => {
  await fill('chaos_first', range(20))
  start(await serve((_, response) => void setTimeout(() => response.writeHead(204).end(), 150)))
  await expect.poll(() => posts.length, { interval: 5 }).toBe(8)
  await pump!.stop(5_000)
  expect(pump!.counts()).toMatchObject({ done: posts.length, inFlight: 0, failed: 0 })
  expect(await redis.llen(pendingKey('chaos_first'))).toBe(20 - posts.length)
  expect(await redis.zcard(heldKeys(stage).leases)).toBe(0)
})

test('what is not done in the time it has goes back to the list, counted', async () => {
  await fill('chaos_first', range(3))
  start(await serve(() => undefined))
  await expect.poll(() => posts.length, { interval: 5 }).toBe(3)
  await pump!.stop(50)
  expect(await redis.llen(pendingKey('chaos_first'))).toBe(3)
  expect(await redis.hvals(heldKeys(stage).deliveries)).toEqual(['1', '1', '1'])
  start(await serve(ok))
  await done(3)
  expect(posts.slice(3).map(({ delivery }) => delivery)).toEqual([2, 2, 2])
})

test('back-off doubles from a second to a minute', () => {
  expect([1, 2, 3, 6, 7, 20].map((delivery) => backOffAfter(delivery, 1_000))).toEqual([
    1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
  ])
})
