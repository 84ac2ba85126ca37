/** Each program runs from its bundle alone: no packages but DuckDB, no sources, nothing written beside it. */

import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stageNames } from '#shared/pipeline.ts'
import { bundleFunctions, bundleServices, bundleWarm } from '../../images/bundle.ts'
import { cloneDatabase } from '../helpers/database.ts'
import { openTestRedis } from '../helpers/redis.ts'
import { run, start, stateOf, type Env } from './programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-bundle-'))
const functions = join(folder, 'functions')
const services = join(folder, 'services')
const env: Env = { OBJECTS_DIR: join(folder, 'objects') }
let bundled: string[][]

beforeAll(async () => {
  await Promise.all([bundleFunctions(functions), bundleServices(services)])
  await bundleWarm(join(folder, 'warm'))
  const [database, redis] = await Promise.all([cloneDatabase(), openTestRedis()])
  Object.assign(env, { DATABASE_URL: database.url, REDIS_URL: redis.url })
  bundled = [stateOf(functions), stateOf(services)]
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const programs = [
  ...stageNames.map((stage) => join('functions', stage)),
  ...globSync('services/*/index.ts').map((file) => join('services', basename(join(file, '..')))),
]

test.each(programs)('%s comes up alone, is ready and ends clean', async (program) => {
  const { ready, stop } = await start(join(folder, `${program}.mjs`), env)
  expect(await ready()).toBe(200)
  expect(await stop()).toEqual({ code: 0, stdout: '', stderr: '' })
})

test('a function does a job and refuses what is none', async () => {
  const { ask, stop } = await start(join(functions, 'recommendation.mjs'), env)
  const event = {
    specversion: '1.0',
    id: 'b1a1c1d1-0000-4000-8000-000000000001',
    source: '/stonks/test',
    type: 'stonks.recommendation',
    time: '2026-05-04T14:00:00Z',
    datacontenttype: 'application/json',
  }
  expect(await ask('/', { ...event, data: { ticker: 'AAPL', window: '7d' } })).toBe(204)
  expect(await ask('/', { ...event, data: { ticker: 7 } })).toBe(400)
  await stop()
})

test('the extractor has FinBERT and its runtime from the folder of the model, or says what is missing there', async () => {
  const model = join(folder, 'finbert')
  const runtime = join(model, 'node_modules', 'onnxruntime-node')
  mkdirSync(model)
  writeFileSync(join(model, 'vocab.txt'), '[PAD]\n[UNK]\n[CLS]\n[SEP]\n')
  const program = join(functions, 'extractor.mjs')
  const named = { ...env, FINBERT_MODEL: model }
  const without = await run([program], named)
  expect(without.code).not.toBe(0)
  expect(without.stderr).toContain(`expected a folder with model.onnx, found ${model}`)
  writeFileSync(join(model, 'model.onnx'), 'a model')
  const alone = await run([program], named)
  expect(alone.code).not.toBe(0)
  expect(alone.stderr).toContain(
    `expected onnxruntime-node in ${model}, found none (our images hold none)`,
  )
  mkdirSync(runtime, { recursive: true })
  writeFileSync(
    join(runtime, 'index.js'),
    `module.exports = { Tensor: class {}, InferenceSession: { create: async () => ({}) } }`,
  )
  const { ready, stop } = await start(program, named)
  expect(await ready()).toBe(200)
  expect(await stop()).toMatchObject({ code: 0 })
})

test('query-api has its API where there is no page', async () => {
  const { ask, stop } = await start(join(services, 'query-api.mjs'), env)
  // It asks who is there; nobody is.
  expect(await ask('/api/overview')).toBe(401)
  expect(await ask('/')).toBe(503)
  await stop()
})

describe('stonks', () => {
  const stonks = join(services, 'stonks.mjs')

  test('lists every command but those of a machine', async () => {
    const { code, stdout } = await run([stonks, '--help'])
    const listed = [...stdout.matchAll(/^ {2}([a-z]+) +\S/gm)].map(([, name]) => name)
    const commands = globSync('services/cli/commands/*.ts').map((file) => basename(file, '.ts'))
    expect(code).toBe(0)
    expect(commands.filter((name) => !listed.includes(name)).sort()).toEqual([
      'doctor',
      'fn',
      'scale',
      'up',
    ])
  })

  test('sql asks DuckDB in its own process', async () => {
    const asked = [stonks, 'sql', 'select count(*) as n from documents', '--json']
    const { code, stdout } = await run(asked, env)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ rows: [[0]] })
  })

  test('migrate finds the migrations that this database has run', async () => {
    const { code, stdout } = await run([stonks, 'migrate', '--json'], env)
    expect(stdout).toBe('{"ran":[]}\n')
    expect(code).toBe(0)
  })
})

test('functions are started once in an image’s build, and then from the cache', async () => {
  const cache = join(folder, 'cache')
  const warm = await run([join(folder, 'warm/warm.mjs'), functions, cache])
  const said = `${stageNames.length} programs started once\n`
  expect(warm).toEqual({ code: 0, stdout: said, stderr: '' })

  const { stop } = await start(join(functions, 'parser.mjs'), {
    ...env,
    NODE_COMPILE_CACHE: cache,
    NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
  })
  const { stderr } = await stop()
  expect(stderr).toContain('was accepted')
  expect(stderr).not.toContain('was rejected')
})

test('nothing wrote into the bundles', () => {
  expect([stateOf(functions), stateOf(services)]).toEqual(bundled)
})
