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
  return spawn(process.execPath, ['services/world/main.ts', ...args], {
    env: childEnv({ BUSINESS_CLOCK: clock, LOG_DESTINATION: 'stdout', HOST: '127.0.0.1' }),
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

test('wrong use ends with 1 and says what was wanted', async () => {
  const world = start('real', '--port', 'none')
  let said = ''
  world.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  expect(await once(world, 'close')).toEqual([1, null])
  expect(said).toBe('Read --port: expected a whole number, found "none"\n')
})
