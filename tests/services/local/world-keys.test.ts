import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { secretValues } from '#shared/host/env.ts'
import { variables } from '#shared/host/variables.ts'
import { childNames, envOf } from '../../../services/local/child-env.ts'
import type { UpOptions } from '../../../services/local/options.ts'
import { openSecrets } from '../../../services/local/secrets.ts'
import { settingsOf, worldKeysOf, type Ports } from '../../../services/local/settings.ts'
import { claimState, readRun, writeRun } from '../../../services/local/state.ts'
import { worldArgs } from '../../../services/local/world.ts'

const KEYS = ['BROKER_API_KEY', 'BROKER_API_SECRET', 'MARKET_DATA_API_KEY'] as const
const OUTSIDE = ['BROKER_BASE_URL', 'BROKER_DATA_BASE_URL', 'MARKET_DATA_BASE_URL'] as const

let state: string
beforeEach(() => {
  state = join(mkdtempSync(join(tmpdir(), 'stonks-world-keys-')), 'live')
  for (const name of [...KEYS, ...OUTSIDE]) vi.stubEnv(name, '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(join(state, '..'), { recursive: true, force: true })
})

const ports = { world: 4_001, page: 4_002, registry: 4_003, engine: 4_004, risk: 4_005 } as Ports

/** What a start of this state tells its children and its world. */
function start(of = state) {
  const options = { state: of, once: false, seed: 1 } as UpOptions
  const secrets = openSecrets(of)
  const urls = { database: 'postgres://127.0.0.1/x', redis: 'redis://127.0.0.1' }
  const settings = settingsOf(options, ports, 5_000, urls, 'real', secrets)
  return { settings, world: worldKeysOf(settings, secrets), args: worldArgs(options, ports.world) }
}

const keysOf = (env: Record<string, string | undefined>) => KEYS.map((name) => env[name])
const origin = { data: null, from: null, seed: 1, cash: null }

test('each state draws the keys of its world, long and once', async () => {
  await claimState(state, origin, false)
  const first = start()
  for (const key of keysOf(first.settings)) expect(key).toMatch(/^[\w-]{43}$/)
  expect(new Set(keysOf(first.settings)).size).toBe(3)
  expect(keysOf(start().settings)).toEqual(keysOf(first.settings))
  const other = join(state, '../other')
  await claimState(other, origin, false)
  const all = [...keysOf(start(other).settings), ...keysOf(first.settings)]
  expect(new Set(all).size).toBe(6)
})

test('the world is told what the children ask it with, and not by its arguments', async () => {
  await claimState(state, origin, false)
  const { settings, world, args } = start()
  expect(keysOf(world)).toEqual(keysOf(settings))
  for (const key of keysOf(world)) expect(args.join(' ')).not.toContain(key)
})

test('they stand in secrets.json alone, and reach nobody who needs none', async () => {
  await claimState(state, origin, false)
  const { settings } = start()
  writeRun(state, { ...readRun(state)!, env: settings })
  const told = readFileSync(join(state, 'run.json'), 'utf8')
  for (const key of keysOf(settings)) expect(told).not.toContain(key)
  const having = (key: (typeof KEYS)[number]) =>
    childNames.filter((child) => JSON.stringify(envOf(child, settings)).includes(settings[key]!))
  const traders = ['trading-engine', 'broker-adapter', 'broker-sync']
  expect(having('BROKER_API_KEY').toSorted()).toEqual(traders.toSorted())
  expect(having('BROKER_API_SECRET').toSorted()).toEqual(traders.toSorted())
  // Of the world they are one key: market-stream hears its prices with it, as Alpaca's.
  expect(having('MARKET_DATA_API_KEY').toSorted()).toEqual(['ingestion', 'market-stream'])
  expect(settings['ALPACA_DATA_SECRET']).toBe(settings['MARKET_DATA_API_KEY'])
})

test('keys that the environment names open the world where it plays their vendor', async () => {
  await claimState(state, origin, false)
  for (const name of KEYS) vi.stubEnv(name, `named-${name}`)
  expect(keysOf(start().world)).toEqual(KEYS.map((name) => `named-${name}`))
})

test('a real vendor’s keys are not told to the world, which then takes others', async () => {
  await claimState(state, origin, false)
  for (const name of KEYS) vi.stubEnv(name, `real-${name}`)
  for (const name of OUTSIDE) vi.stubEnv(name, 'https://vendor.example')
  const { settings, world } = start()
  expect(keysOf(settings)).toEqual(KEYS.map((name) => `real-${name}`))
  for (const key of keysOf(world)) expect(key).toMatch(/^[\w-]{43}$/)
})

test('no value that a run draws is one that the redaction skips', async () => {
  await claimState(state, origin, false)
  const { world } = start()
  for (const name of KEYS) {
    expect('secret' in variables[name]).toBe(true)
    vi.stubEnv(name, world[name])
  }
  expect(secretValues()).toEqual(expect.arrayContaining(keysOf(world)))
})
