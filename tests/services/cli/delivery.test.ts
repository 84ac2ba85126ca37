import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { childEnv } from '#shared/host/env.ts'
import { deadKey, pendingKey } from '#shared/queue/redis/keys.ts'
import { buryJob } from '#shared/queue/dead-letters.ts'
import { claim } from '#shared/queue/redis/claim.ts'
import { fail } from '#shared/queue/redis/settle.ts'
import { relayRound } from '#shared/queue/relay.ts'
import { restoreIfLost } from '#shared/queue/sweeper.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openTestRedis } from '../../helpers/redis.ts'
import { TEST_SECRET } from '../../helpers/secret.ts'

const MAIN = fileURLToPath(new URL('../../../services/cli/main.ts', import.meta.url))
const { url, sql } = await cloneDatabase()
const { url: redisUrl, redis } = await openTestRedis()
const own = { DATABASE_URL: url, REDIS_URL: redisUrl, SERVICE_SECRET: TEST_SECRET }

function stonks(
  args: string[],
  input = '',
  settings: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = childEnv({ ...own, ...settings })
    const child = spawn(process.execPath, ['--no-warnings', MAIN, ...args], { env })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString()
    })
    child.once('close', (code) => resolve({ code, out: out.trim(), err: err.trim() }))
    child.stdin.end(input)
  })
}

test('a job enqueued by hand waits, dies, is shown and replayed', async () => {
  const first = await stonks(['enqueue', 'aggregation', '{"ticker":"AAPL"}'])
  expect(first).toMatchObject({ code: 0, err: '' })
  const id = first.out
  const piped = await stonks(
    ['enqueue', 'aggregation', '-', '--key', 'once', '--json'],
    '{"ticker":"MSFT"}',
  )
  expect(JSON.parse(piped.out)).toEqual({ job: expect.any(String), list: 'aggregation' })
  expect(
    (await stonks(['enqueue', 'aggregation', '{"ticker":"MSFT"}', '--key', 'once', '--json'])).out,
  ).toBe(piped.out)

  await restoreIfLost({ sql, redis })
  await relayRound({ sql, redis })
  const [job] = await claim(redis, {
    stage: 'aggregation',
    list: 'aggregation',
    most: 1,
    leaseMs: 60_000,
  })
  const running = JSON.parse((await stonks(['queues', '--json'])).out) as { queues: object[] }
  expect(running.queues).toContainEqual({
    list: 'aggregation',
    stage: 'aggregation',
    pending: 1,
    outbox: 0,
    in_flight: 1,
    put_off: 0,
    put_off_from: null,
    put_off_to: null,
    dead: 0,
    paused: [],
    oldest_age_seconds: expect.any(Number),
  })
  await buryJob({ sql, redis }, 'aggregation', job!, { reason: 'invalid', error: 'not\na job' })
  expect((await stonks(['queues'])).out).toMatch(/aggregation +aggregation +1 +0 +0 +1 +no/)
  await sql`insert into scheduler_duties (duty, failures, last_error, next_at) values
    ('recovery', 3, 'the store is away', '2019-01-03T15:00:00Z'), ('lake', 0, null, null)`
  expect((await stonks(['queues'])).out.split('\n').at(-1)).toBe(
    'scheduler: recovery failed, 3 in a row: the store is away; tried again at 2019-01-03T15:00:00.000Z',
  )
  expect((await stonks(['dlq', 'list'])).out).toContain('not a job')
  const shown = JSON.parse((await stonks(['dlq', 'show', id, '--json'])).out) as object
  expect(shown).toMatchObject({ reason: 'invalid', job: { id, data: { ticker: 'AAPL' } } })
  expect(await stonks(['dlq', 'replay', id, '--json'])).toMatchObject({
    code: 0,
    out: JSON.stringify({ replayed: [id] }),
  })
  expect(await stonks(['dlq', 'replay', id])).toMatchObject({ code: 1 })
  expect(await redis.llen(deadKey('aggregation'))).toBe(0)
  await relayRound({ sql, redis })
  expect(await redis.llen(pendingKey('aggregation'))).toBe(2)
  const [early] = await claim(redis, {
    stage: 'aggregation',
    list: 'aggregation',
    most: 1,
    leaseMs: 60_000,
  })
  const wait = { backOffMs: 60_000, error: 'not its turn', counts: false, putOff: true }
  await fail(redis, 'aggregation', early!, wait)
  expect((await stonks(['queues'])).out).toMatch(
    /^aggregation: 1 put off, delivered from (\S+Z) to \1$/m,
  )
})

test.each([
  [['enqueue', 'nowhere', '{}'], 'no list "nowhere"'],
  [['enqueue', 'aggregation', '{'], 'the job is not JSON'],
  [['enqueue', 'aggregation', '{"ticker":5}'], 'ticker:'],
  [['dlq'], 'dlq takes list'],
  [['dlq', 'replay'], 'dlq takes list'],
  [['dlq', 'show', 'aggregation'], 'takes a job id'],
  [['fn', 'nothing'], 'fn takes one stage'],
  [['send', 'aggregation'], 'send takes one stage'],
  [['send', 'aggregation', '-', '--port', 'x'], '--port takes a number'],
  [['send', 'aggregation', '-'], 'the job is not JSON'],
])('%j is wrong use, and says why', async (args, words) => {
  const { code, err } = await stonks(args)
  expect(code).toBe(2)
  expect(err).toContain(words)
})

test('fn serves one function until it is told to stop, and send has it do a signed job', async () => {
  const env = childEnv(own)
  const child = spawn(process.execPath, ['--no-warnings', MAIN, 'fn', 'aggregation'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const words = await new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()))
  })
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(words)![0]
  await expect
    .poll(
      () =>
        fetch(`${address}/ready`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 10_000 },
    )
    .toBe(200)
  const to = ['send', 'aggregation', '-', '--port', new URL(address).port]
  expect(await stonks(to, '{"ticker":"AAPL"}')).toMatchObject({ code: 0, out: '204' })
  const other = { SERVICE_SECRET: 'another secret than that of the function' }
  expect(await stonks(to, '{"ticker":"MSFT"}', other)).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^401 .*unsigned/) as string,
  })
  expect(await stonks(to, '{"ticker":"MSFT"}', { SERVICE_SECRET: '' })).toMatchObject({
    code: 1,
    err: expect.stringContaining('SERVICE_SECRET is not set') as string,
  })
  const jobs = sql`select state, payload::text from jobs where producer = 'hand' and state = 'done'`
  expect(await jobs).toEqual([{ state: 'done', payload: '{"ticker": "AAPL"}' }])
  child.kill('SIGTERM')
  expect(
    await new Promise((resolve) => {
      child.once('exit', resolve)
    }),
  ).toBe(0)
})
