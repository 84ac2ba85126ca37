/** This release's images on the schema of the next one: they go on where it only added, and say so where it did not. */

import { cpSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stageNames } from '#shared/pipeline.ts'
import { bundleFunctions, bundleServices } from '../../images/bundle.ts'
import { cloneDatabase } from '../helpers/database.ts'
import { openTestRedis } from '../helpers/redis.ts'
import { run, start, type Env, type Ran } from './programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-rollback-'))
const functions = join(folder, 'functions')
const services = join(folder, 'services')
/** A release to come: this one, with code that needs one more migration. */
const nextFunctions = join(folder, 'next-functions')
const next = join(folder, 'next')
const NEXT_RELEASE = fileURLToPath(new URL('next-release.mjs', import.meta.url))
const env: Env = { OBJECTS_DIR: join(folder, 'objects'), LOG_LEVEL: 'warn' }

const BREAKS = `-- breaks older code: jobs.producer is called made_by
alter table jobs rename column producer to made_by;
`
const event = {
  specversion: '1.0',
  source: '/stonks/test',
  type: 'stonks.recommendation',
  time: '2026-05-04T14:00:00Z',
  datacontenttype: 'application/json',
  data: { ticker: 'AAPL', window: '7d' },
}
const eventOf = (number: number) => ({
  ...event,
  id: `b1a1c1d1-0000-4000-8000-00000000000${number}`,
})

beforeAll(async () => {
  await Promise.all([bundleFunctions(functions), bundleServices(services)])
  for (const [from, to] of [
    [functions, nextFunctions],
    [services, next],
  ] as const) {
    cpSync(from, to, { recursive: true })
    expect(await run([NEXT_RELEASE, to])).toEqual({ code: 0, stdout: '', stderr: '' })
  }
  const [database, redis] = await Promise.all([cloneDatabase(), openTestRedis()])
  Object.assign(env, { DATABASE_URL: database.url, REDIS_URL: redis.url })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const migrate = (release: string): Promise<Ran> =>
  run([join(release, 'stonks.mjs'), 'migrate', '--json'], env)

const programs = [
  ...stageNames.map((stage) => join('functions', stage)),
  ...globSync('services/*/index.ts').map((file) => join('services', basename(join(file, '..')))),
]

describe('the next release adds to the schema', () => {
  test('its functions wait for its migration, and it runs', async () => {
    const { ask, stop } = await start(join(nextFunctions, 'recommendation.mjs'), env)
    expect(await ask('/ready')).toBe(503)
    expect(await ask('/', eventOf(0))).toBe(503)
    expect(await migrate(next)).toEqual({
      code: 0,
      stdout: '{"ran":["9001-planted.sql"]}\n',
      stderr: '',
    })
    expect(await ask('/', eventOf(0))).toBe(204)
    expect(await ask('/ready')).toBe(200)
    await stop()
  })

  test('migrate of this one changes nothing, warns, and ends well', async () => {
    expect(await migrate(services)).toEqual({
      code: 0,
      stdout: '{"ran":[]}\n',
      stderr:
        'The schema is of a newer release, at 9001-planted.sql. It only adds: this release works with it\n',
    })
  })

  test.each(programs)('%s of this one is ready and warns once', async (program) => {
    const { ask, ready, stop } = await start(join(folder, `${program}.mjs`), env)
    expect(await ready()).toBe(200)
    expect(await ask('/ready')).toBe(200)
    const { code, stderr } = await stop()
    expect(code, stderr).toBe(0)
    const warnings = stderr.split('\n').filter((line) => line.includes('newer than'))
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('the schema is at 9001-planted.sql')
  })

  test('a function of this one does its work', async () => {
    const { ask, stop } = await start(join(functions, 'recommendation.mjs'), env)
    expect(await ask('/', eventOf(1))).toBe(204)
    await stop()
  })
})

describe('the next release breaks the schema for this one', () => {
  test('this one, still running, has its work wait from then on', async () => {
    const { ask, stop } = await start(join(functions, 'recommendation.mjs'), env)
    expect(await ask('/', eventOf(2))).toBe(204)
    writeFileSync(join(next, 'migrations/9002-breaks.sql'), BREAKS)
    expect(await migrate(next)).toMatchObject({ code: 0, stdout: '{"ran":["9002-breaks.sql"]}\n' })
    expect(await ask('/', eventOf(3))).toBe(503)
    expect(await ask('/ready')).toBe(503)
    await stop()
  })

  test('migrate of this one refuses, by the name of the migration, and says what to do', async () => {
    const { code, stderr } = await migrate(services)
    expect(code).toBe(1)
    expect(stderr).toContain(
      '9002-breaks.sql of a newer release has run on this database, and code older than it cannot work with that: ' +
        'jobs.producer is called made_by. Run the release that brought it, or restore a backup from before it',
    )
  })

  test('what ran, and what it broke, can be read by it all the same', async () => {
    const { code, stdout } = await run([join(services, 'stonks.mjs'), 'migrate', '--list'], env)
    const lines = stdout.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(lines.at(-2)).toMatch(/^9001-planted\.sql {2}\S+Z$/)
    expect(lines.at(-1)).toMatch(
      /^9002-breaks\.sql {2}\S+Z {2}breaks older code: jobs\.producer is called made_by$/,
    )
  })

  test.each(programs)('%s of this one is alive and not ready', async (program) => {
    const { ask, stop } = await start(join(folder, `${program}.mjs`), {
      ...env,
      LOG_LEVEL: 'fatal',
    })
    expect(await ask('/ready')).toBe(503)
    expect(await ask('/health')).toBe(200)
    expect((await stop()).code).toBe(0)
  })
})
