import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'
import { childEnv } from '#shared/host/env.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-world-main-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function start(clock: string, ...args: string[]) {
  return startWith({}, clock, ...args)
}

function startWith(keys: Record<string, string>, clock: string, ...args: string[]) {
  return spawn(process.execPath, ['services/world/main.ts', ...args], {
    env: childEnv({ BUSINESS_CLOCK: clock, LOG_DESTINATION: 'stdout', HOST: '127.0.0.1', ...keys }),
  })
}

test('the process says one line when it is ready, follows the clock file, and ends on SIGTERM', async () => {
  const [port] = (await freePorts(1)) as [number]
  const file = join(folder, 'now')
  writeFileSync(file, '2026-03-03T15:00:00Z')
  const world = start(
    `stepped:${file}`,
    '--port',
    String(port),
    '--from',
    '2026-03-02',
    '--to',
    '2026-03-06',
  )
  const [line] = (await once(createInterface(world.stdout), 'line')) as [string]
  expect(JSON.parse(line)).toMatchObject({
    part: 'world',
    label: 'simulated',
    msg: 'The world is ready',
  })
  const now = async () =>
    ((await (await fetch(`http://127.0.0.1:${port}/world/info`)).json()) as { now: string }).now
  expect(await now()).toBe('2026-03-03T15:00:00.000Z')
  writeFileSync(file, '2026-03-03T15:05:00Z')
  expect(await now()).toBe('2026-03-03T15:05:00.000Z')
  world.kill('SIGTERM')
  expect(await once(world, 'exit')).toEqual([0, null])
})

test.each([
  [[], '1000'],
  [['--cash', '250.50'], '250.5'],
])('the paper account opens with 1,000 dollars unless told: %j', async (told, cash) => {
  const [port] = (await freePorts(1)) as [number]
  const file = join(folder, 'noon')
  writeFileSync(file, '2026-03-03T17:00:00Z')
  const range = ['--from', '2026-03-02', '--to', '2026-03-06']
  const world = start(`stepped:${file}`, '--port', String(port), ...range, ...told)
  await once(createInterface(world.stdout), 'line')
  const reply = await fetch(`http://127.0.0.1:${port}/alpaca/v2/account`, {
    headers: { 'apca-api-key-id': 'key', 'apca-api-secret-key': 'secret' },
  })
  expect(await reply.json()).toMatchObject({ cash, equity: cash, buying_power: cash })
  world.kill('SIGTERM')
  await once(world, 'exit')
})

/** The first two lines it says, once there are two. */
async function firstLines(world: ReturnType<typeof start>): Promise<{ msg: string }[]> {
  const said: { msg: string }[] = []
  for await (const line of createInterface(world.stdout))
    if (said.push(JSON.parse(line) as { msg: string }) === 2) break
  return said
}

test('a world that was told no keys takes any, and says so', async () => {
  const [port] = (await freePorts(1)) as [number]
  const world = start('real', '--port', String(port), '--from', '2026-03-02', '--to', '2026-03-03')
  expect(await firstLines(world)).toMatchObject([
    { msg: 'The world is ready' },
    {
      level: 'warn',
      msg: 'Any key opens the broker and the market’s data: whoever reaches this port can use it',
    },
  ])
  world.kill('SIGTERM')
  await once(world, 'exit')
})

test('a world that was told keys by its environment takes no others', async () => {
  const [port] = (await freePorts(1)) as [number]
  const keys = { BROKER_API_KEY: 'own-key', BROKER_API_SECRET: 'own-secret' }
  const told = { ...keys, MARKET_DATA_API_KEY: 'own-market-key' }
  const range = ['--from', '2026-03-02', '--to', '2026-03-03']
  const world = startWith(told, 'real', '--port', String(port), ...range)
  await once(createInterface(world.stdout), 'line')
  const statuses = []
  for (const secret of ['replay', told.BROKER_API_SECRET]) {
    const headers = { 'apca-api-key-id': told.BROKER_API_KEY, 'apca-api-secret-key': secret }
    const reply = await fetch(`http://127.0.0.1:${port}/alpaca/v2/account`, { headers })
    statuses.push(reply.status)
  }
  for (const key of ['replay', told.MARKET_DATA_API_KEY])
    statuses.push(
      (await fetch(`http://127.0.0.1:${port}/polygon/v2/reference/news?apiKey=${key}`)).status,
    )
  expect(statuses).toEqual([401, 200, 401, 200])
  world.kill('SIGTERM')
  await once(world, 'exit')
})

test('half of the broker’s keys is none: it does not start', async () => {
  const world = startWith({ BROKER_API_KEY: 'own-key' }, 'real', '--port', '1')
  let said = ''
  world.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  expect(await once(world, 'close')).toEqual([1, null])
  expect(said).toBe(
    'Read BROKER_API_KEY and BROKER_API_SECRET: expected both or neither, found one\n',
  )
})

test('wrong use ends with 1 and says what was wanted', async () => {
  const world = start('real', '--port', 'none')
  let said = ''
  world.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  expect(await once(world, 'close')).toEqual([1, null])
  expect(said).toBe('Read --port: expected a whole number, found "none"\n')
})
