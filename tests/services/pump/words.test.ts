/** What a pump says to whoever reads its log: each change once, and nothing for a poll. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { childEnv } from '#shared/host/env.ts'
import { deadKey, pausedKey, pendingKey } from '#shared/queue/redis/keys.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import {
  drawPasswords,
  redisUrl as urlOf,
  startRedis,
} from '../../../services/local/embedded/redis.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { startServer } from '../../helpers/http.ts'
import { openTestRedis } from '../../helpers/redis.ts'
import { proofBy } from '../../helpers/prove.ts'
import { TEST_SECRET } from '../../helpers/secret.ts'

const MAIN = fileURLToPath(new URL('../../../services/pump/index.ts', import.meta.url))
const { url } = await cloneDatabase()
const { url: redisUrl, redis } = await openTestRedis()
const server = await startServer()
/** As the parser answers. */
const answer = (status: number, body = '') =>
  server.answer('/', (request) => ({ status, body, headers: proofBy('parser', request, status) }))
answer(422, '{"reason":"invalid","message":"no job"}')

type Line = { level: string; stage?: string; msg: string }
let pump: ChildProcess | undefined
let lines: Line[] = []

afterEach(() => pump?.kill('SIGKILL'))

/** Starts a pump of parser; its function refuses every job. */
async function start(toRedis: string, settings: Record<string, string> = {}): Promise<number> {
  lines = []
  const [port] = (await freePorts(1)) as [number]
  const env = childEnv({
    DATABASE_URL: url,
    REDIS_URL: toRedis,
    FUNCTION_URL: server.url,
    PUMP_STAGES: 'parser',
    PORT: String(port),
    LOG_LEVEL: 'info',
    REAPER_SECONDS: '0.05',
    SERVICE_SECRET: TEST_SECRET,
    ...settings,
  })
  pump = spawn(process.execPath, ['--no-warnings', MAIN], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  createInterface({ input: pump.stderr! }).on('line', (line) => {
    lines.push(JSON.parse(line) as Line)
  })
  return port
}

const said = () => lines.map(({ level, msg }) => `${level} ${msg}`)
const until = (words: string) => expect.poll(said, { timeout: 15_000 }).toContain(words)

async function end(): Promise<void> {
  const ended = once(pump!, 'exit')
  pump!.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
}

test('start, pause, end of the pause, a dead letter, and the end, one line each', async () => {
  await start(redisUrl)
  await until('info pump of parser is ready: takes jobs')
  await redis.sadd(pausedKey('parser'), 'operator', 'pipeline')
  await until('info parser is paused by operator and pipeline: 0 in flight go on')
  await redis.rpush(pendingKey('parsing'), 'not a job')
  await redis.del(pausedKey('parser'))
  await until('info parser is resumed')
  await expect.poll(() => redis.llen(deadKey('parsing')), { timeout: 15_000 }).toBe(1)
  await expect.poll(() => lines.at(-1)?.level).toBe('error')
  await end()
  expect(said().map((words) => words.replace(/: .*/, ''))).toEqual([
    'info pump of parser started',
    'info pump of parser is ready',
    'info parser is paused by operator and pipeline',
    'info parser is resumed',
    'error job of parsing dead-lettered',
    'info pump of parser is draining',
    'info pump of parser stopped',
  ])
  expect(lines.every(({ stage }) => stage === 'parser')).toBe(true)
})

test('a Redis that is away is told once, and once when it is back', async () => {
  const [port] = (await freePorts(1)) as [number]
  const passwords = drawPasswords()
  await start(urlOf(port, 'pump', passwords.pump))
  await until(`warn waiting for Redis: connect ECONNREFUSED 127.0.0.1:${port}`)
  const back = await startRedis(port, { passwords })
  try {
    await until('info pump of parser is ready: takes jobs')
    await end()
  } finally {
    await back.stop()
  }
  expect(said().map((words) => words.replace(/[:,] .*/, ''))).toEqual([
    'info pump of parser started',
    'warn waiting for Redis',
    'info Redis answers again',
    'info pump of parser is ready',
    'info pump of parser is draining',
    'info pump of parser stopped',
  ])
})

const readiness = (port: number) =>
  expect.poll(
    () =>
      fetch(`http://127.0.0.1:${port}/ready`).then(
        async (answer) => `${answer.status} ${await answer.text()}`,
      ),
    { timeout: 15_000 },
  )

test('a secret that the function does not have is told, by log and readiness, and loses no job', async () => {
  const body = '{"detail":"Only our own programs may ask here","code":"unsigned"}'
  server.answer('/', { status: 401, body })
  await redis.del(deadKey('parsing'))
  await redis.rpush(pendingKey('parsing'), '{}')
  const port = await start(redisUrl)
  await until(
    'warn parser is not let in by its function, and its jobs wait: SERVICE_SECRET must be the same in both, ' +
      'and ALLOWED_HOSTS name the function: Only our own programs may ask here',
  )
  await readiness(port).toMatch(/^503 .*parser does not let this pump in: Only our own/)
  answer(204)
  await until('info parser is let in by its function again, after 0 s')
  await readiness(port).toMatch(/^200 /)
  await end()
  expect(await redis.exists(deadKey('parsing'))).toBe(0)
})

test('without a secret a pump takes no job, and says why', async () => {
  await redis.rpush(pendingKey('parsing'), '{}')
  const port = await start(redisUrl, { SERVICE_SECRET: '' })
  const why = 'SERVICE_SECRET is not set here, so no request is taken'
  await until(`error the pump carries no jobs: ${why}`)
  await until(`warn parser takes no jobs: ${why}`)
  await readiness(port).toMatch(/^503 .*SERVICE_SECRET is not set/)
  expect(await redis.llen(pendingKey('parsing'))).toBe(1)
  await end()
})
