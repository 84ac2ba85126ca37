/**
 * Goal: what runs on a machine is its user's alone. Method: `up` with canaries in its environment; the
 * environment of every child as the system has it, and another user at every port and file.
 */

import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stageNames, stages } from '#shared/pipeline.ts'
import type { Run } from '../../services/local/state.ts'
import { start, stonks, until, withState } from './platform.ts'

const CANARIES = {
  BROKER_API_KEY: 'canary-broker-key',
  BROKER_API_SECRET: 'canary-broker-secret',
  MARKET_DATA_API_KEY: 'canary-market-key',
  S3_ACCESS_KEY: 'canary-s3-key',
  AWS_SECRET_ACCESS_KEY: 'canary-sns-secret',
  GITHUB_TOKEN: 'canary-of-another',
}
/** Who may be told of each, by the folder of its program; the world plays both vendors here. */
const MAY: Record<string, string[]> = {
  'canary-broker-key': ['trading-engine', 'broker-adapter', 'broker-sync', 'world'],
  'canary-broker-secret': ['trading-engine', 'broker-adapter', 'broker-sync', 'world'],
  'canary-market-key': ['ingestion', 'market-stream', 'world'],
  'canary-s3-key': [
    ...stageNames.filter((stage) => 'objects' in stages[stage].reaches),
    'scheduler',
    'query-api',
  ],
  'canary-sns-secret': ['trading-engine'],
  'canary-of-another': [],
}
/** As whom each comes to the record; any other as `stonks_functions`. */
const ROLES: Record<string, string | undefined> = {
  world: undefined,
  scheduler: 'stonks_orchestration',
  pump: 'stonks_orchestration',
  'query-api': 'stonks_api',
  'symbol-registry': 'stonks_api',
  'trading-engine': 'stonks_trading',
  'risk-engine': 'stonks_trading',
  'broker-adapter': 'stonks_trading',
  'broker-sync': 'stonks_trading',
  'lake-publisher': 'stonks_lake',
  reporter: 'stonks_lake',
}
const SERVICES = [
  'symbol-registry',
  'risk-engine',
  'query-api',
  'pump',
  'scheduler',
  'market-stream',
]
const ALL = [...stageNames, ...SERVICES, 'trading-engine', 'world']
/** Nobody's number. */
const OTHER_USER = 54_321

type Child = { name: string; env: Record<string, string>; args: string }

test('every child is told its own secrets alone, and another user gets in nowhere', async () => {
  await withState(async (state) => {
    const up = start(['up', '--state', state], undefined, CANARIES)
    const seen = new Map<string, Child>()
    try {
      await until('the address', 90_000, () =>
        Promise.resolve(/is up, after/.exec(up.stderr())?.[0]),
      )
      // Its own time comes once a day.
      const job = JSON.stringify({ report_type: 'daily', period_end: '2026-03-02T22:00:00Z' })
      await stonks(['enqueue', 'report_generation', job, '--state', state])
      // Both are off at first, and let a job go by.
      await stonks(['enqueue', 'signal_engine', '{"ticker":"AAPL"}', '--state', state])
      await stonks(['enqueue', 'strategy', '{"ticker":"AAPL"}', '--state', state])
      // Nobody asked for such a run: it is done at once.
      const nobodys = `{"run_id":"${randomUUID()}"}`
      await stonks(['enqueue', 'backtest', nobodys, '--state', state])
      const run = () => JSON.parse(readFileSync(join(state, 'live/run.json'), 'utf8')) as Run
      await until('every function', 180_000, () => {
        for (const { pid } of run().children) {
          const child = lookAt(pid)
          if (child) seen.set(child.name, child)
        }
        return Promise.resolve(ALL.every((name) => seen.has(name)) || undefined)
      }).catch((fault: unknown) => {
        throw new Error(`not seen: ${ALL.filter((name) => !seen.has(name)).join()}`, {
          cause: fault,
        })
      })
      checkEnvironments([...seen.values()])
      if (process.getuid?.() === 0) await attackAsOther(state, run())
    } finally {
      up.child.kill('SIGINT')
      await up.run
    }
  })
}, 240_000)

/** A program of ours, by the folder it lies in. */
function lookAt(pid: number): Child | undefined {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    const name = /\/(?:functions|services)\/([^/]+)\/(?:index|main)\.ts/.exec(args)?.[1]
    const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean)
    const env = Object.fromEntries(
      lines.map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
    )
    return name === undefined ? undefined : { name, args, env: env as Record<string, string> }
  } catch {
    // It has ended meanwhile.
    return undefined
  }
}

function checkEnvironments(children: Child[]): void {
  for (const [canary, may] of Object.entries(MAY)) {
    const told = children.filter(({ env }) => JSON.stringify(env).includes(canary))
    expect([canary, told.map(({ name }) => name).sort()]).toEqual([canary, may.toSorted()])
  }
  for (const { name, env, args } of children) {
    const isQueued = ['pump', 'scheduler', 'query-api', 'ingestion'].includes(name)
    expect([name, 'REDIS_URL' in env]).toEqual([name, isQueued])
    const role = env['DATABASE_URL'] && new URL(env['DATABASE_URL']).username
    expect([name, role]).toEqual([name, name in ROLES ? ROLES[name] : 'stonks_functions'])
    expect(args).not.toMatch(/canary|:\/\/[^ ]*@/)
  }
  const users = children.flatMap(({ env }) =>
    env['REDIS_URL'] ? [new URL(env['REDIS_URL']).username] : [],
  )
  expect(users.toSorted()).toEqual(['api', 'pacer', 'pump', 'scheduler'])
}

/** Skipped where the tests do not run as root: only root may become another. */
async function attackAsOther(state: string, run: Run): Promise<void> {
  const first = Number(readFileSync(join(state, 'live/ports.json'), 'utf8'))
  const ports = Array.from({ length: PORTS }, (_, place) => first + place)
  process.seteuid!(OTHER_USER)
  try {
    const files = [
      'secrets.json',
      'run.json',
      'logs/pump.log',
      'postgres/PG_VERSION',
      'alpaca.jsonl',
    ]
    for (const file of files.map((name) => join(state, 'live', name)))
      expect([file, outcome(() => readFileSync(file))]).toEqual([file, 'EACCES'])
    const tried = run.children.map(({ pid }) => outcome(() => readFileSync(`/proc/${pid}/environ`)))
    // A function that had nothing to do has ended meanwhile.
    expect(new Set(tried.filter((word) => word !== 'ENOENT'))).toEqual(new Set(['EACCES']))
    expect(tried.filter((word) => word === 'EACCES').length).toBeGreaterThan(SERVICES.length)
    for (const folder of ['', 'objects', 'logs', 'postgres'])
      expect(outcome(() => readdirSync(join(state, 'live', folder)))).toBe('EACCES')
    await tradeAsOther(run.env['BROKER_BASE_URL']!)
    let refusals = 0
    for (const port of ports) {
      expect([port, await sayToRedis(port)]).toEqual([
        port,
        expect.not.stringMatching(/PONG|\+OK|\$/),
      ])
      for (const user of ['stonks', 'postgres', 'stonks_api']) {
        const word = await knockAtPostgres(port, user)
        expect([port, user, word]).not.toEqual([port, user, 'in'])
        refusals += word === 'refused' || word === SASL ? 1 : 0
      }
    }
    // One of them is the record.
    expect(refusals).toBe(3)
  } finally {
    process.seteuid!(0)
  }
}

/** Whoever guesses at the simulated account's keys gets nothing of it. */
async function tradeAsOther(broker: string): Promise<void> {
  const order = { symbol: 'ANY', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' }
  for (const guess of ['replay', 'key', 'canary-broker-key']) {
    const headers = { 'apca-api-key-id': guess, 'apca-api-secret-key': guess }
    const body = JSON.stringify(order)
    const placed = await fetch(`${broker}/v2/orders`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    })
    const read = await fetch(`${broker}/v2/account`, { headers })
    expect([guess, placed.status, read.status]).toEqual([guess, 401, 401])
  }
}

/** How PostgreSQL asks for a password by SCRAM. */
const SASL = '10'
/** More than the block of a platform has. */
const PORTS = 30

function outcome(attempt: () => unknown): string {
  try {
    attempt()
    return 'read'
  } catch (fault) {
    return (fault as { code?: string }).code ?? String(fault)
  }
}

/** What a port answers to these bytes. */
function tell(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1')
    socket.setTimeout(1_000, () => socket.destroy())
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(Buffer.concat(chunks)))
    socket.write(bytes)
  })
}

async function sayToRedis(port: number): Promise<string> {
  const words = 'PING\r\nKEYS *\r\nAUTH default\r\nAUTH house house\r\n'
  return (await tell(port, Buffer.from(words))).toString('latin1')
}

/** `in` where it asks for nothing; what it asks for as PostgreSQL numbers it; `refused`; else nothing. */
async function knockAtPostgres(port: number, user: string): Promise<string> {
  const body = Buffer.from(`\0\x03\0\0user\0${user}\0database\0stonks\0\0`, 'latin1')
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  const answer = await tell(port, Buffer.concat([length, body]))
  if (answer[0] === 'E'.charCodeAt(0)) return 'refused'
  if (answer[0] !== 'R'.charCodeAt(0)) return ''
  return answer.readInt32BE(5) === 0 ? 'in' : String(answer.readInt32BE(5))
}
