import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../../services/local/embedded/postgres.ts'
import type { Origin } from '../../../services/local/options.ts'
import { identify, isStillThere } from '../../../services/local/process-identity.ts'
import { claimState, isRunning, readRun } from '../../../services/local/state.ts'

const origin: Origin = { data: null, from: null, seed: 1, cash: null }
let state: string
let others: ChildProcess[] = []

beforeEach(() => {
  state = join(mkdtempSync(join(tmpdir(), 'stonks-state-')), 'live')
})
afterEach(() => {
  for (const child of others.splice(0)) child.kill('SIGKILL')
  rmSync(join(state, '..'), { recursive: true, force: true })
})

/** A process that would be mistaken for one of ours by its words alone. */
async function startOther(): Promise<{ child: ChildProcess; pid: number }> {
  const script = 'console.log(1); setInterval(() => undefined, 1000)'
  const child = spawn(process.execPath, ['-e', script, 'redis-server', state], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  others.push(child)
  await once(child.stdout, 'data')
  return { child, pid: child.pid! }
}

function leave(run: object): void {
  mkdirSync(state, { recursive: true })
  writeFileSync(join(state, 'run.json'), JSON.stringify(run))
}

const gone = { pid: 2 ** 22 + 1, born: 'long ago' }
const lives = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null

test.each([
  ['by its id alone', (pid: number) => pid],
  ['by its id and another birth', (pid: number) => ({ pid, born: 'another boot/1' })],
])('a stranger under the recycled id of a child is left alone, known %s', async (_how, note) => {
  const { child, pid } = await startOther()
  leave({ self: gone, env: {}, children: [note(pid)] })
  await claimState(state, origin, false)
  // What a signal would have done is done once a later process has come and gone.
  await once(spawn('true'), 'exit')
  expect(lives(child)).toBe(true)
  expect(isStillThere(identify(pid))).toBe(true)
})

test('what a killed platform left behind is ended', async () => {
  const { child, pid } = await startOther()
  const ended = once(child, 'exit')
  leave({ self: gone, env: {}, children: [identify(pid)] })
  await claimState(state, origin, false)
  expect(await ended).toEqual([null, 'SIGKILL'])
})

test('a platform that runs is named, with its address and two ways out', async () => {
  const { pid } = await startOther()
  leave({ self: identify(pid), address: 'http://127.0.0.1:1', env: {}, children: [] })
  await expect(claimState(state, origin, false)).rejects.toThrow(
    `The platform already runs on ${state} as process ${pid}, at http://127.0.0.1:1. ` +
      'Stop it with Ctrl-C or `kill ' +
      pid +
      '`, or give this one --state DIR',
  )
})

test('a stranger under the recycled id of the platform does not keep its folder', async () => {
  const { child, pid } = await startOther()
  leave({ self: { pid, born: 'another boot/1' }, env: {}, children: [] })
  await claimState(state, origin, false)
  expect(lives(child)).toBe(true)
  expect(readRun(state)?.self.pid).toBe(process.pid)
  expect(isRunning(readRun(state))).toBe(true)
})

test('a PostgreSQL of this folder that nobody noted is ended before another opens its files', async () => {
  const data = join(state, 'postgres')
  mkdirSync(state, { recursive: true })
  const [port] = (await freePorts(1)) as [number]
  const left = await startPostgres(data, port, throwaway, { ownGroup: true })
  const ended = once(left.process, 'exit')
  leave({ self: gone, env: {}, children: [] })
  await claimState(state, origin, false)
  await ended
  expect(existsSync(join(data, 'postmaster.pid'))).toBe(false)
  const again = await startPostgres(data, port, throwaway)
  await again.stop('immediate')
})

test('a stranger under the id in PostgreSQL’s lock file is left alone, and the lock file goes', async () => {
  const { child, pid } = await startOther()
  leave({ self: gone, env: {}, children: [] })
  mkdirSync(join(state, 'postgres'))
  const lock = join(state, 'postgres', 'postmaster.pid')
  writeFileSync(lock, `${pid}\n${join(state, 'postgres')}\n`)
  await claimState(state, origin, false)
  expect(existsSync(lock)).toBe(false)
  expect(lives(child)).toBe(true)
})

test('a state made from other input says what differs, and two ways out', async () => {
  await claimState(state, { ...origin, cash: '5000' }, false)
  await expect(claimState(state, { ...origin, seed: 2 }, false)).rejects.toThrow(
    `The state in ${state} was made with --seed 1 and --cash 5000; ` +
      'this asks for --seed 2 and no --cash. ' +
      'Start over with --fresh, go on with what it was made with, or keep both with --state DIR',
  )
  await claimState(state, { ...origin, seed: 2 }, true)
})
