import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { childEnv } from '#shared/host/env.ts'
import { variables } from '#shared/host/variables.ts'
import { queueUsers } from '#shared/queue/redis/rights.ts'
import { redisConfig } from '../../../services/local/embedded/redis-config.ts'
import { openSecrets, redisPasswords } from '../../../services/local/secrets.ts'
import { childNames, envOf, type ChildName } from '../../../services/local/child-env.ts'

afterEach(() => vi.unstubAllEnvs())

const secrets = Object.entries(variables)
  .filter(([, variable]) => 'secret' in variable)
  .map(([name]) => name)
const settings = {
  ...Object.fromEntries(secrets.map((name) => [name, `canary-${name}`])),
  DATABASE_URL: 'postgres://stonks:canary-d@127.0.0.1:1/stonks',
  REDIS_URL: 'redis://127.0.0.1:2/0',
  LOG_LEVEL: 'info',
}

/** Secrets, and addresses of the record and of Redis, that a child is told. */
function told(child: ChildName): string[] {
  const env = envOf(child, settings)
  return Object.keys(env)
    .filter((name) => name !== 'LOG_LEVEL' && env[name] !== undefined)
    .sort()
}

const record = ['DATABASE_URL', 'POSTGRES_PASSWORD', 'SERVICE_SECRET']
const queues = ['REDIS_PASSWORD', 'REDIS_URL']
const reddit = ['REDDIT_CLIENT_ID', 'REDDIT_CLIENT_SECRET']
const objects = ['S3_ACCESS_KEY', 'S3_SECRET_KEY']
const notices = [
  'GMAIL_APP_PASSWORD',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
]
const broker = ['BROKER_API_KEY', 'BROKER_API_SECRET']

test.each<[ChildName, string[]]>([
  ['world', []],
  ['seed', ['DATABASE_URL', 'POSTGRES_PASSWORD']],
  ['pump', [...record, ...queues]],
  ['scheduler', [...record, ...queues, ...objects]],
  [
    'query-api',
    [
      ...record,
      ...queues,
      ...objects,
      'OIDC_CLIENT_SECRET',
      'SESSION_SECRET',
      'METRICS_TOKEN',
      'TRINO_PASSWORD',
    ],
  ],
  ['symbol-registry', record],
  ['risk-engine', record],
  ['market-stream', [...record, 'ALPACA_DATA_KEY', 'ALPACA_DATA_SECRET']],
  ['trading-engine', [...record, ...broker, ...notices]],
  // Of Redis it is told alone where it comes as `pacer`: here, nowhere.
  [
    'ingestion',
    [
      ...record,
      ...objects,
      'MARKET_DATA_API_KEY',
      'ALPACA_DATA_KEY',
      'ALPACA_DATA_SECRET',
      ...reddit,
      'REDIS_URL',
    ],
  ],
  ['parser', [...record, ...objects]],
  ['extractor', [...record, ...objects, 'OPENAI_API_KEY']],
  ['aggregation', record],
  ['recommendation', [...record, 'OPENAI_API_KEY']],
  ['signal-engine', record],
  ['strategy', record],
  ['broker-adapter', [...record, ...broker]],
  ['broker-sync', [...record, ...broker]],
  ['lake-publisher', [...record, ...objects]],
  ['reporter', record],
  ['backtester', record],
])('%s is told %j and no other secret', (child, expected) => {
  expect(told(child)).toEqual(expected.toSorted())
  expect(envOf(child, settings)['LOG_LEVEL']).toBe('info')
})

test('ingestion comes to Redis as the one who counts turns, or not at all', () => {
  const queues = { pump: 'p', scheduler: 's', api: 'a', pacer: 'redis://pacer@127.0.0.1:2' }
  expect(envOf('ingestion', settings, { queues })['REDIS_URL']).toBe(queues.pacer)
  expect(envOf('ingestion', settings)['REDIS_URL']).toBe('none')
  expect(envOf('parser', settings, { queues })['REDIS_URL']).toBeUndefined()
})

test('every user of Redis has a password of its own, in a state of before too', () => {
  const state = mkdtempSync(join(tmpdir(), 'stonks-secrets-'))
  onTestFinished(() => rmSync(state, { recursive: true }))
  const drawn: Record<string, string> = { 'redis:pump': 'p'.repeat(32) }
  writeFileSync(join(state, 'secrets.json'), JSON.stringify({ drawn, env: {} }))
  const passwords = redisPasswords(openSecrets(state))
  const users = ['house', ...Object.keys(queueUsers)]
  expect(Object.keys(passwords).toSorted()).toEqual(users.toSorted())
  for (const password of Object.values(passwords)) expect(password).toMatch(/^.{20,}$/)
  expect(new Set(Object.values(passwords)).size).toBe(users.length)
  expect(redisConfig(1, passwords)).toContain('user pacer reset on #')
})

test('every child has a row here, and every secret somebody who needs it', () => {
  expect(childNames).toHaveLength(21)
  const untold = secrets.filter((name) => !childNames.some((child) => told(child).includes(name)))
  // A command's, which no child runs.
  const commands = /^(?:POSTGRES_PASSWORD_|STONKS_TOKEN$)/
  expect(untold.filter((name) => !commands.test(name))).toEqual([])
})

test('what the environment holds in secret is handed to no child, known or not', () => {
  const held = {
    BROKER_API_KEY: 'canary-1',
    DATABASE_URL: 'postgres://me:canary-2@host/db',
    AWS_SECRET_ACCESS_KEY: 'canary-3',
    NPM_TOKEN: 'canary-4',
    OTHER_URL: 'https://me:canary-5@host/',
    PGPASSWORD: 'canary-6',
  }
  for (const [name, value] of Object.entries(held)) vi.stubEnv(name, value)
  expect(JSON.stringify(childEnv({}))).not.toContain('canary')
  expect(childEnv({ BROKER_API_KEY: 'named' })['BROKER_API_KEY']).toBe('named')
  expect(childEnv({})['PATH']).toBe(process.env['PATH'])
})
