import { beforeEach, expect, test, vi } from 'vitest'
import { stageNames } from '#shared/pipeline.ts'
import { pausedKey, PIPELINE_ENABLED } from '#shared/queue/redis/keys.ts'
import { UsageError } from '../../../services/cli/command.ts'
import { command } from '../../../services/cli/commands/pipeline.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openTestRedis } from '../../helpers/redis.ts'

const { url, sql } = await cloneDatabase()
const { url: redisUrl, redis } = await openTestRedis()

beforeEach(async () => {
  await sql`truncate pipeline_control, paused_stages`
  await clearAudit(sql)
  await redis.flushdb()
})

/** Runs the command in this process, as main.ts would; wrong use is 2 and the message. */
async function pipeline(words: string, env: Record<string, string> = {}) {
  for (const [name, value] of Object.entries({ DATABASE_URL: url, REDIS_URL: redisUrl, ...env }))
    vi.stubEnv(name, value)
  const out = vi.spyOn(console, 'log').mockReturnValue()
  const err = vi.spyOn(console, 'error').mockReturnValue()
  const linesOf = ({ mock }: typeof out) => mock.calls.map(([line]) => String(line)).join('\n')
  try {
    const code = await command.run(words.split(' '))
    return { code, out: linesOf(out), err: linesOf(err) }
  } catch (fault) {
    if (!(fault instanceof UsageError)) throw fault
    return { code: 2, out: linesOf(out), err: fault.message }
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
}

const pauses = async () =>
  (await Promise.all(stageNames.map((stage) => redis.smembers(pausedKey(stage))))).flat()
/** Orders still leave, and the broker is still read. */
const pausedBySwitch = stageNames
  .filter((stage) => stage !== 'broker-adapter' && stage !== 'broker-sync')
  .map(() => 'pipeline')
const audit = async () =>
  (
    await sql<{ said: string }[]>`
      select actor || ' ' || action as said from audit_events order by audit_event_id`
  ).map(({ said }) => said)

test('off is recorded, mirrored for every stage, told, and ends with on', async () => {
  const off = await pipeline('off --by alice --reason maintenance')
  expect(off).toMatchObject({ code: 0, err: '' })
  expect(off.out).toMatch(/^The pipeline is off now: alice turned it off at 2.+ \(maintenance\)\.$/)
  expect(await pauses()).toEqual(pausedBySwitch)
  expect(await redis.get(PIPELINE_ENABLED)).toBe('0')

  expect(JSON.parse((await pipeline('on --by bob --json')).out)).toEqual({
    enabled: true,
    changed_by: 'bob',
    changed_at: expect.stringMatching(/^2.+Z$/) as string,
    reason: '',
    paused_stages: [],
    outcome: 'changed',
    mirrored: true,
  })
  expect(await pauses()).toEqual([])
  expect(await audit()).toEqual(['alice pipeline_off', 'bob pipeline_on'])
})

test('on with --only-by ends its own off and leaves that of an operator', async () => {
  await pipeline('off --by helm --only-by helm')
  expect((await pipeline('on --by helm --only-by helm')).out).toContain('is on now: helm')

  await pipeline('off --by alice')
  const left = await pipeline('on --by helm --only-by helm')
  expect(left.code).toBe(0)
  expect(left.out).toMatch(/^The pipeline is left off: alice turned it off at /)
  expect(await pauses()).toHaveLength(pausedBySwitch.length)
})

test('an off of helm does not take over that of an operator, an operator’s takes over helm’s', async () => {
  await pipeline('off --by alice')
  expect((await pipeline('off --by helm --only-by helm')).out).toContain('left off: alice')
  expect((await pipeline('on --by helm --only-by helm')).out).toContain('left off: alice')

  await pipeline('on --by alice')
  await pipeline('off --by helm --only-by helm')
  expect((await pipeline('off --by alice')).out).toContain('is off now: alice')
  expect((await pipeline('on --by helm --only-by helm')).out).toContain('left off: alice')
})

test('a database that started off is nobody’s: helm may turn it on', async () => {
  const env = { PIPELINE_DEFAULT_OFF: 'true' }
  expect((await pipeline('status', env)).out).toMatch(/is off: the installation turned it off/)
  expect((await pipeline('on --by helm --only-by helm', env)).out).toContain('is on now: helm')
})

test('what stands so already is not recorded again', async () => {
  await pipeline('off --by helm')
  expect((await pipeline('off --by helm')).out).toContain('was off already: helm')
  await pipeline('on --by helm')
  expect((await pipeline('on --by bob')).out).toContain('was on already: helm')
  expect(await audit()).toEqual(['helm pipeline_off', 'helm pipeline_on'])
})

test('a lost mirror is made again even where the record stands already', async () => {
  await pipeline('off --by helm')
  await redis.flushdb()
  expect(await pipeline('status')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Redis does not say so yet: it holds other pauses') as string,
  })
  expect(await pipeline('off --by helm')).toMatchObject({ code: 0, err: '' })
  expect(await pauses()).toHaveLength(pausedBySwitch.length)
  expect(await pipeline('status')).toMatchObject({ code: 0, err: '' })
})

test('a Redis that is away leaves the record standing, and is told', async () => {
  const told = await pipeline('off --by alice', { REDIS_URL: 'redis://127.0.0.1:1/0' })
  expect(told.code).toBe(1)
  expect(told.out).toContain('is off now: alice')
  expect(told.err).toContain('Redis does not say so yet: Reach Redis: no answer in 3 s')
  const [row] = await sql<{ enabled: boolean }[]>`select enabled from pipeline_control`
  expect(row?.enabled).toBe(false)
})

test('a key that holds no set is told, not passed over', async () => {
  await redis.set(pausedKey('parser'), 'yes')
  const told = await pipeline('off --by alice')
  expect(told).toMatchObject({ code: 1, err: expect.stringContaining('WRONGTYPE') as string })
})

test('one stage is paused and resumed beside the switch', async () => {
  expect((await pipeline('pause parser --by alice')).out).toBe(
    'parser is paused now.\nStages that an operator paused: parser',
  )
  expect((await pipeline('pause parser --by bob')).out).toContain('parser was paused already.')
  expect(await redis.smembers(pausedKey('parser'))).toEqual(['operator'])
  expect(await pauses()).toHaveLength(1)
  expect(await pipeline('resume parser --by bob')).toEqual({
    code: 0,
    out: 'parser is not paused now.',
    err: '',
  })
  expect(await pauses()).toEqual([])
  expect(await audit()).toEqual(['alice stage_paused', 'bob stage_resumed'])
  expect(await pipeline('pause parsing')).toMatchObject({
    code: 2,
    err: expect.stringContaining('pause takes a stage. There are: ingestion, parser') as string,
  })
})

test.each(['', 'sideways', 'on off', 'pause', 'pause parser x', 'on --by='])(
  'refuses "pipeline %s"',
  async (words) => {
    const told = await pipeline(words)
    expect(told).toMatchObject({ code: 2, out: '' })
    expect(told.err).toMatch(/takes/)
  },
)
