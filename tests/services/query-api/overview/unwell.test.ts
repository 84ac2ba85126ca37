import { expect, test } from 'vitest'
import { openBeats, readBeats, retireService } from '#shared/sql/beats.ts'
import { markOfUnwell, readUnwell } from '../../../../services/query-api/overview/unwell.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
const api = as('stonks_api')
const quiet = {
  everyMs: null,
  sinceRoundMs: null,
  runningMs: null,
  runningMsMax: null,
  failures: 0,
  said: '',
}
const since = (service: string, seconds: number) => sql`
  update service_beats set at = at - ${seconds} * interval '1 second' where service = ${service}`

test('one that beats is well; silent, it is told of, the trading engine first, until another takes its place', async () => {
  for (const service of ['scheduler', 'trading-engine'] as const)
    await openBeats(
      service === 'scheduler' ? as('stonks_orchestration') : as('stonks_trading'),
      service,
    )(quiet)
  await openBeats(api, 'query-api')(quiet)
  await openBeats(as('stonks_functions'), 'market-stream')(quiet)
  expect(await readUnwell(api)).toEqual([])
  expect(await markOfUnwell(api)).toBe('')
  await since('scheduler', 60)
  await since('trading-engine', 240)
  expect(await readUnwell(api)).toEqual([
    {
      service: 'trading-engine',
      loop: null,
      state: 'silent',
      forMs: expect.closeTo(240_000, -4),
      failures: 0,
      said: '',
    },
    {
      service: 'scheduler',
      loop: null,
      state: 'silent',
      forMs: expect.closeTo(60_000, -4),
      failures: 0,
      said: '',
    },
  ])
  expect(await markOfUnwell(api)).toBe('trading-engine null silent, scheduler null silent')
  await openBeats(as('stonks_trading'), 'trading-engine')(quiet)
  expect((await readUnwell(api)).map(({ service }) => service)).toEqual(['scheduler'])
  // The one before it is forgotten, so that the table does not grow with restarts.
  expect(await sql`select from service_beats where service = 'trading-engine'`).toHaveLength(1)
  await openBeats(sql, 'scheduler')(quiet)
})

test('rounds that run, are late or fail, and what was said of them', async () => {
  const beat = openBeats(sql, 'scheduler')
  await beat({
    ...quiet,
    everyMs: 1_000,
    sinceRoundMs: 500.4,
    runningMs: 41_000.7,
    failures: 0,
    said: '',
  })
  expect(await readUnwell(api)).toMatchObject([
    { state: 'stuck', forMs: expect.closeTo(41_000, -4) },
  ])
  await beat({
    ...quiet,
    everyMs: 1_000,
    sinceRoundMs: 90_000,
    runningMs: null,
    failures: 0,
    said: '',
  })
  expect(await readUnwell(api)).toMatchObject([{ state: 'late' }])
  await beat({
    ...quiet,
    everyMs: 1_000,
    sinceRoundMs: null,
    runningMs: null,
    failures: 2,
    said: `no\u0000 ${'x'.repeat(900)}`,
  })
  expect(await readUnwell(api)).toMatchObject([{ state: 'failing', failures: 2 }])
  await beat({ ...quiet, runningMs: 41_000, runningMsMax: 180_000 })
  expect(await readUnwell(api)).toEqual([])
  await beat(quiet)
  expect(await readUnwell(api)).toEqual([])
})

test('a loop of the engine that fails; what may be out of service is told of for a day', async () => {
  await sql`insert into trading_loops (loop, every_seconds, began_at, failures, said) values
    ('fast', 60, clock_timestamp(), 2, 'no prices'), ('slow', 300, clock_timestamp(), 1, 'once'), ('round', 60, clock_timestamp(), 5, 'x')`
  expect(await readUnwell(api)).toMatchObject([
    { service: 'trading-engine', loop: 'fast', state: 'failing', said: 'no prices' },
  ])
  await sql`delete from trading_loops`
  await since('market-stream', 3_600)
  expect(await readUnwell(api)).toMatchObject([{ service: 'market-stream', state: 'silent' }])
  await since('market-stream', 86_400)
  expect(await readUnwell(api)).toEqual([])
  expect((await readBeats(api)).map(({ service }) => service)).toContain('market-stream')
})

test('two instances do not take turns, and one that the clock was set back behind hides no other', async () => {
  await sql`delete from service_beats`
  const [one, other] = [openBeats(sql, 'scheduler'), openBeats(sql, 'scheduler')]
  const failing = { ...quiet, failures: 3, said: 'no disk' }
  await one(failing)
  await other(quiet)
  expect(await readUnwell(api)).toMatchObject([{ state: 'failing', said: 'no disk' }])
  await one(failing)
  expect(await readUnwell(api)).toMatchObject([{ state: 'failing', said: 'no disk' }])
  // It fails no more, and stood an hour ahead when the clock was set back: it is silent, the other is heard.
  await sql`update service_beats set at = at + interval '1 hour' where failures > 0`
  expect(await readUnwell(api)).toEqual([])
  // What is alone and lies ahead is not alive either.
  await sql`update service_beats set at = clock_timestamp() + interval '1 hour'`
  expect(await readUnwell(api)).toMatchObject([{ service: 'scheduler', state: 'silent' }])
  await other(quiet)
  expect(await readUnwell(api)).toEqual([])
  expect(await sql`select from service_beats where service = 'scheduler'`).toHaveLength(1)
})

test('a silent one is taken off until it beats again, and one that is heard is not', async () => {
  await sql`delete from service_beats`
  const beat = openBeats(sql, 'market-stream')
  await beat(quiet)
  const retire = () => sql.begin((tx) => retireService(tx, 'market-stream', 10_000))
  expect(await retire()).toBe(0)
  await since('market-stream', 60)
  expect(await readUnwell(api)).toMatchObject([{ service: 'market-stream', state: 'silent' }])
  expect(await retire()).toBe(1)
  expect(await readUnwell(api)).toEqual([])
  await beat(quiet)
  expect((await readBeats(api)).map(({ service }) => service)).toEqual(['market-stream'])
})
