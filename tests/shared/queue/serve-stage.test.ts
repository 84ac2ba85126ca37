import { spawn, type ChildProcess } from 'node:child_process'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { childEnv } from '#shared/host/env.ts'
import { deriveId } from '#shared/host/ids.ts'
import { coveredOf } from '#shared/host/posted.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { chaosSchema } from '../../chaos/stages/table.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { signedEvent, TEST_SECRET } from '../../helpers/secret.ts'

const STAGE = fileURLToPath(new URL('../../chaos/stages/first/index.ts', import.meta.url))
const COMMAND = fileURLToPath(
  new URL('../../../node_modules/.bin/functions-framework', import.meta.url),
)
const { url, sql } = await cloneDatabase()
const started: ChildProcess[] = []
const agent = new Agent({ keepAlive: true })
let port = 0

beforeAll(async () => {
  await sql.unsafe(chaosSchema)
  port = await start(process.execPath, [STAGE])
})
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
  agent.destroy()
})

async function start(command: string, args: string[], more = {}): Promise<number> {
  const [free] = (await freePorts(1)) as [number]
  const own = { DATABASE_URL: url, PORT: String(free), LOG_LEVEL: 'info' }
  const env = childEnv({ ...own, SERVICE_SECRET: TEST_SECRET, ...more })
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'ignore'] })
  started.push(child)
  await vi.waitFor(() => post(free, '/', ''), { timeout: 10_000, interval: 50 })
  return free
}

type Answer = { status: number; text: string; headers: Record<string, unknown> }

function post(
  to: number,
  path: string,
  body: string | Buffer,
  headers = {},
  method = 'POST',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        port: to,
        path,
        method,
        agent,
        headers: withoutGaps({ ...signedEvent(body, { target: path, method }), ...headers }),
      },
      (answer) => {
        let text = ''
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString()
        })
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }),
        )
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}

const withoutGaps = (headers: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))

function event(number: number, more: object = {}, change: object = {}): string {
  return JSON.stringify({
    specversion: '1.0',
    id: deriveId('test', number),
    source: '/stonks/test',
    type: 'stonks.chaos_first',
    time: '2026-01-02T15:00:00Z',
    datacontenttype: 'application/json',
    data: { number, ...more },
    ...change,
  })
}

test('records the effect and the hand-over once, and says so when asked again', async () => {
  const first = await post(port, '/', event(1))
  expect([first.status, first.headers['x-stonks-repeat']]).toEqual([204, undefined])
  const again = await post(port, '/', event(1), { 'x-stonks-delivery': '2' })
  expect([again.status, again.headers['x-stonks-repeat']]).toEqual([204, '1'])
  expect(await sql`select stage from chaos_effects where number = 1`).toHaveLength(1)
  const jobs =
    await sql`select list, state, producer, caused_by, payload::text from jobs order by seq`
  expect(jobs).toEqual([
    {
      list: 'chaos_first',
      state: 'done',
      producer: 'hand',
      causedBy: null,
      payload: '{"number": 1}',
    },
    {
      list: 'chaos_second',
      state: 'queued',
      producer: 'chaos-first',
      causedBy: deriveId('test', 1),
      payload: '{"number": 1}',
    },
  ])
})

test('keeps one effect when ten deliveries of one job run at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => post(port, '/', event(2, { takes: 30 }))),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(204))
  expect(answers.filter(({ headers }) => headers['x-stonks-repeat'] === undefined)).toHaveLength(1)
  expect(await sql`select stage from chaos_effects where number = 2`).toHaveLength(1)
})

test('blames no job while PostgreSQL is away', async () => {
  const away = await start(process.execPath, [STAGE], {
    DATABASE_URL: 'postgres://stonks@127.0.0.1:1/stonks',
  })
  const answer = await post(away, '/', event(6))
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    503,
    { message: expect.stringContaining('ECONNREFUSED') as string },
  ])
})

test.each([
  ['no JSON', '{', 400],
  ['no event', '{"hello":1}', 400],
  ['a batch', '[]', 400],
  ['a null', 'null', 400],
  [
    'another cloud’s event',
    '{"context":{"eventType":"google.storage.object.finalize","eventId":"1","resource":"x"},"data":{}}',
    400,
  ],
  ['a job of another shape', event(3, { surplus: true }), 400],
  ['a list this stage does not read', event(3, {}, { type: 'stonks.chaos_second' }), 400],
  ['a list there is not', event(3, {}, { type: 'stonks.constructor' }), 400],
  ['a body over 1 MiB', Buffer.alloc(1024 * 1024 + 1, 'a'), 413],
  ['a refusal of the handler', event(4, { fails: 'refused' }), 422],
  ['a fault of the handler', event(5, { fails: 'again' }), 500],
])('answers %s with its status', async (_, body, status) => {
  const answer = await post(port, '/', body)
  expect(answer.status).toBe(status)
  const told = JSON.parse(answer.text) as { reason?: string; message: string }
  expect(told.message).not.toBe('')
  const reasons: Record<number, string> = { 400: 'invalid', 413: 'too_large', 422: 'chaos_refused' }
  expect(told.reason).toBe(reasons[status])
  expect(await sql`select 1 from chaos_effects where number in (3, 4, 5)`).toHaveLength(0)
})

test('answers a job that is put off with how long, marked as no failure', async () => {
  const answer = await post(port, '/', event(10, { fails: 'put_off' }))
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    429,
    { message: 'Number 10 waits its turn' },
  ])
  const waitMs = Number(answer.headers['x-stonks-put-off'])
  expect(waitMs).toBeGreaterThan(500_000)
  expect(waitMs).toBeLessThanOrEqual(600_000)
  expect(answer.headers['retry-after']).toBe(String(Math.ceil(waitMs / 1_000)))
  expect(await sql`select 1 from chaos_effects where number = 10`).toHaveLength(0)
})

test('takes a body of just under 1 MiB, and an event in binary mode', async () => {
  const padded = event(6).slice(0, -1) + `,"pad":"${'x'.repeat(1024 * 1024 - 400)}"}`
  expect((await post(port, '/', padded)).status).toBe(204)
  expect((await postBinary(7)).status).toBe(204)
})

/** Signed with its attributes, which `changed` are afterwards. */
function postBinary(number: number, changed = {}): Promise<Answer> {
  const attributes = {
    'content-type': 'application/json',
    'ce-id': deriveId('test', number),
    'ce-source': '/stonks/test',
    'ce-specversion': '1.0',
    'ce-type': 'stonks.chaos_first',
  }
  const body = JSON.stringify({ number })
  const signed = signedEvent(coveredOf(attributes, Buffer.from(body)))
  return post(port, '/', body, { ...signed, ...attributes, ...changed })
}

test.each([
  ['id', { 'ce-id': deriveId('test', 9_999) }],
  ['type', { 'ce-type': 'stonks.chaos_second' }],
  ['time', { 'ce-time': '2030-01-01T00:00:00Z' }],
])('takes no event in binary mode whose %s is not the one signed', async (_, changed) => {
  const answer = await postBinary(8, changed)
  expect(answer.status).toBe(401)
  expect(await sql`select 1 from chaos_effects where number = 8`).toHaveLength(0)
})

test('tells health and readiness', async () => {
  expect((await post(port, '/health', '', {}, 'GET')).status).toBe(200)
  expect((await post(port, '/ready', '', {}, 'GET')).status).toBe(200)
  expect((await post(port, '/', '', {}, 'PUT')).status).toBe(405)
})

test('on SIGTERM finishes what is in flight, turns the rest away, and ends with 0', async () => {
  const own = await start(process.execPath, [STAGE])
  const child = started.at(-1)!
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
  })
  const inFlight = Array.from({ length: 5 }, (_, index) =>
    post(own, '/', event(100 + index, { takes: 600 })),
  )
  await expect
    .poll(async () => (await sql`select 1 from chaos_runs where number >= 100`).length)
    .toBe(5)
  child.kill('SIGTERM')
  const late: number[] = []
  for (let round = 0; round < 5; round++) {
    late.push(
      await post(own, '/', event(200 + round)).then(
        ({ status }) => status,
        () => 503,
      ),
    )
  }
  expect((await Promise.all(inFlight)).map(({ status }) => status)).toEqual([
    204, 204, 204, 204, 204,
  ])
  expect(late.filter((status) => status !== 204 && status !== 503)).toEqual([])
  expect(await ended).toBe(0)
  expect(await sql`select 1 from chaos_effects where number between 100 and 104`).toHaveLength(5)
})

test('a call too long for the grace is told to stop, and its job is answered for', async () => {
  const own = await start(process.execPath, [STAGE], { GRACE_SECONDS: '10' })
  const child = started.at(-1)!
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
  })
  const long = post(own, '/', event(400, { takes: 60_000 }))
  await expect
    .poll(async () => (await sql`select 1 from chaos_runs where number = 400`).length)
    .toBe(1)
  child.kill('SIGTERM')
  expect((await long).status).toBe(500)
  expect(await ended).toBe(0)
})

let framework: Promise<number> | undefined
const underFramework = () =>
  (framework ??= start(COMMAND, ['--target=chaos-first', `--source=${STAGE}`]))

test('runs under the framework’s own command', async () => {
  const own = await underFramework()
  expect((await post(own, '/', event(300))).status).toBe(204)
  expect((await post(own, '/', event(301, { fails: 'again' }))).status).toBe(500)
  expect(await sql`select 1 from chaos_effects where number = 300`).toHaveLength(1)
  const foreign = { origin: 'https://evil.example' }
  expect((await post(own, '/', event(302), foreign)).status).toBe(403)
  expect((await post(own, '/', event(302), { 'content-type': 'text/plain' })).status).toBe(415)
  expect((await post(own, '/', event(302), { host: 'evil.example' })).status).toBe(421)
  expect(await sql`select 1 from chaos_runs where number = 302`).toHaveLength(0)
})

/** What nobody of ours sends; `own` is an event that one of ours did sign. */
const forged: [string, (body: string) => Record<string, string | undefined>][] = [
  ['no signature', () => ({ 'x-stonks-signature': undefined })],
  ['another secret', (body) => signedEvent(body, { secret: 'x'.repeat(40) })],
  ['the signature of another body', (body) => signedEvent(`${body} `)],
  ['the signature of another address', (body) => signedEvent(body, { target: '/elsewhere' })],
  ['another name under it', () => ({ 'x-stonks-by': 'scheduler' })],
  ['the time of yesterday', () => ({ 'x-stonks-time': String(Date.now() - 86_400_000) })],
]

test.each(forged)('with %s an event changes nothing', async (_what, headers) => {
  const framework = await underFramework()
  for (const to of [port, framework]) {
    const body = event(600)
    const answer = await post(to, '/', body, headers(body))
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([401, { code: 'unsigned' }])
  }
  expect(await sql`select from chaos_runs where number = 600`).toEqual([])
})

test('signed by nobody, it is not even read', async () => {
  const none = { 'x-stonks-signature': undefined }
  for (const body of ['{', 'null', event(601, { fails: 'refused' })])
    expect((await post(port, '/', body, none)).status).toBe(401)
})

test('without a secret a function takes nothing, and its readiness says why', async () => {
  const [free] = (await freePorts(1)) as [number]
  const env = { DATABASE_URL: url, PORT: String(free), SERVICE_SECRET: '' }
  started.push(spawn(process.execPath, [STAGE], { env: childEnv(env), stdio: 'ignore' }))
  await vi.waitFor(() => post(free, '/health', '', {}, 'GET'), { timeout: 10_000, interval: 50 })
  const answer = await post(free, '/', event(602))
  expect([answer.status, answer.text]).toEqual([
    401,
    expect.stringContaining('SERVICE_SECRET is not set here'),
  ])
  expect(await post(free, '/ready', '', {}, 'GET')).toMatchObject({
    status: 503,
    text: expect.stringContaining('SERVICE_SECRET is not set here') as string,
  })
  expect(await sql`select from chaos_runs where number = 602`).toEqual([])
})

test('a migration of a newer release that breaks this code makes its jobs wait, not fail', async () => {
  const failing = event(500, { fails: 'again' })
  expect((await post(port, '/', failing)).status).toBe(500)
  await sql`insert into migrations (name, checksum, breaks) values ('9999-next.sql', '', 'a column is gone')`
  const held = await post(port, '/', failing)
  expect(held).toMatchObject({ status: 503 })
  expect(held.text).toContain('9999-next.sql of a newer release has run on this database')
  expect((await post(port, '/', event(501))).status).toBe(503)
  expect((await post(port, '/ready', '', {}, 'GET')).status).toBe(503)
  await sql`delete from migrations where name = '9999-next.sql'`
  expect((await post(port, '/', event(501))).status).toBe(204)
})
