import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isSecret } from '#shared/host/env.ts'
import { attach, joinRunning } from '../../../services/cli/attach.ts'
import { keepPrivate } from '../../../services/local/private.ts'
import { identify } from '../../../services/local/process-identity.ts'
import { openSecrets, readSecretSettings } from '../../../services/local/secrets.ts'
import { claimState, readRun, writeRun } from '../../../services/local/state.ts'

/** Nobody's number. */
const OTHER_USER = 54_321

let root: string
let state: string
let mask: number
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'stonks-private-')), 'state')
  state = join(root, 'live')
  mask = process.umask(0o002)
})
afterEach(() => {
  process.umask(mask)
  rmSync(join(root, '..'), { recursive: true, force: true })
})

/** Paths below, and the folder itself, that others have any right to. */
function open(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const paths = [folder, ...all.map((path) => join(folder, path))]
  return paths.filter((path) => (lstatSync(path).mode & 0o077) !== 0)
}

const origin = { data: null, from: null, seed: 1, cash: null }

test('what a new state holds is for its user alone', async () => {
  await claimState(state, origin, false)
  openSecrets(state)
  expect(existsSync(join(state, 'secrets.json'))).toBe(true)
  expect(open(root)).toEqual([])
})

test('a state that an earlier release left open is closed, with all in it', async () => {
  mkdirSync(join(state, 'objects/stonks-raw-news/raw'), { recursive: true })
  mkdirSync(join(state, 'logs'))
  const files = ['objects/stonks-raw-news/raw/a.json', 'logs/pump.log', 'alpaca.jsonl', 'run.json']
  for (const file of files) writeFileSync(join(state, file), '{"children":[]}')
  writeFileSync(join(root, 'last.json'), JSON.stringify({ state }))
  expect(open(root).length).toBeGreaterThan(files.length)
  await claimState(state, origin, false)
  expect(open(root)).toEqual([])
  expect(readFileSync(join(state, 'alpaca.jsonl'), 'utf8')).toBe('{"children":[]}')
})

test('a folder that holds other things as well keeps its rights; the state in it is closed', () => {
  mkdirSync(root)
  chmodSync(root, 0o755)
  keepPrivate(state)
  expect(lstatSync(root).mode & 0o777).toBe(0o755)
  expect(open(state)).toEqual([])
})

test.each([0o777, 0o1777])('a state where others may write beside it (%o) is refused', (mode) => {
  mkdirSync(root)
  chmodSync(root, mode)
  if (mode === 0o1777) writeFileSync(join(root, 'last.json'), '{}')
  expect(() => keepPrivate(state)).toThrow(
    `Everything is kept in ${root}, and that can be written to by other users, who could then read it. ` +
      'Name a folder of your own with --state DIR',
  )
  expect(lstatSync(root).mode & 0o7777).toBe(mode)
})

test('what is secret among the settings of a run stands in secrets.json, never in run.json', async () => {
  await claimState(state, origin, false)
  const drawn = openSecrets(state)
  const secrets = {
    DATABASE_URL: 'postgres://stonks:canary-1@127.0.0.1:5/stonks',
    REDIS_URL: 'redis://api:canary-2@127.0.0.1:6/0',
    BROKER_API_KEY: 'canary-3',
    MARKET_DATA_BASE_URL: 'https://market.example/v2?apiKey=canary-4',
  }
  const plain = { BUSINESS_CLOCK: 'real', EDGAR_BASE_URL: 'http://127.0.0.1:7/edgar' }
  writeRun(state, { ...readRun(state)!, env: { ...secrets, ...plain } })
  expect(readRun(state)?.env).toMatchObject(plain)
  expect(readFileSync(join(state, 'run.json'), 'utf8')).not.toContain('canary')
  expect(readSecretSettings(state)).toMatchObject(secrets)
  expect(openSecrets(state)).toEqual(drawn)
  expect(open(root)).toEqual([])
})

test('secrets are long, drawn anew for each state, and kept from start to start', () => {
  keepPrivate(state)
  const other = join(root, 'once')
  keepPrivate(other)
  const [first, second] = [openSecrets(state), openSecrets(other)]
  const all = [...Object.values(first), ...Object.values(second)]
  expect(new Set(all).size).toBe(all.length)
  for (const secret of all) expect(secret).toMatch(/^[\w-]{43}$/)
  expect(openSecrets(state)).toEqual(first)
})

test.skipIf(process.getuid?.() !== 0)(
  'a command of another user is told whose platform it is (skipped: only root may become another)',
  async () => {
    chmodSync(join(root, '..'), 0o755)
    await claimState(state, origin, false)
    process.seteuid!(OTHER_USER)
    try {
      await expect(attach('queues', root)).rejects.toThrow(
        `The platform in ${root} is another user's, and only that user may join it. ` +
          'Go on as that user, or name a folder of your own with --state DIR',
      )
    } finally {
      process.seteuid!(0)
    }
  },
)

test.each([
  ['BROKER_API_SECRET', 'x', true],
  ['ANY_URL', 'redis://:word@host', true],
  ['ANY_URL', 'postgres://me:wo/rd@host', true],
  ['ANY_URL', 'https://host/path?api_key=word', true],
  ['ANY_URL', 'postgres://me@host/db?sslmode=require', false],
  ['LOG_LEVEL', 'info', false],
])('%s=%s is secret: %s', (name, value, expected) => {
  expect(isSecret(name, value)).toBe(expected)
})

test('a command of another shell meets the store that the platform was started with', async () => {
  await claimState(state, origin, false)
  vi.stubEnv('S3_ENDPOINT', 'http://store:9000')
  vi.stubEnv('S3_SECRET_KEY', 'word')
  writeRun(state, { self: identify(process.pid), env: { LOG_LEVEL: 'warn' }, children: [] })
  expect(readFileSync(join(state, 'run.json'), 'utf8')).not.toContain('word')
  for (const name of ['S3_ENDPOINT', 'S3_SECRET_KEY', 'LOG_LEVEL']) vi.stubEnv(name, '')
  expect(joinRunning(root)).toBe(true)
  expect(['S3_ENDPOINT', 'S3_SECRET_KEY', 'LOG_LEVEL'].map((name) => process.env[name])).toEqual([
    'http://store:9000',
    'word',
    'warn',
  ])
  vi.unstubAllEnvs()
})
