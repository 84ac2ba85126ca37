import { beforeEach, expect, test } from 'vitest'
import { replayDay } from '#shared/explain/parity/replay-day.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { NOON, seedFill } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const rig = openEngineRig(sql, as('stonks_trading'))
const objects = memoryObjects()

/** What the night after misses of the day. */
async function missed() {
  const parts = { sql: as('stonks_api'), objects, build: '', inputsFrom: later(-24 * 60) }
  const { missing, differences } = await replayDay({ ...parts, asOf: later(24 * 60) }, '2024-06-03')
  const of = differences.filter(({ cause }) => cause === 'decision_missing')
  return {
    missing,
    found: of.map(({ ticker, part, field }) => [ticker, part, field].join(' ')),
    of,
  }
}
/** Minutes of AAA, each wholly at one price. */
async function trade(price: number, from: number, count: number): Promise<void> {
  for (let minute = from; minute < from + count; minute += 1)
    await sql`insert into minute_bars (ticker, starts_at, session_date, open, high, low, close, volume, vendor, fetched_at)
      values ('AAA', ${later(minute)}, '2024-06-03', ${price}, ${price}, ${price}, ${price}, 100, 'alpaca_iex', ${NOON})`
}

beforeEach(async () => {
  await rig.reset()
  await sql`truncate trading_holds`
  await seedFill(sql, { id: 'a', ticker: 'AAA', side: 'buy', quantity: '2', price: '100' })
  await rig.run(later(1))
  const stop = Number((await rig.levels('AAA'))!.stopPrice)
  await sql`update position_stop_levels set target_1 = ${stop + 40}, target_2 = ${stop + 60}`
  // The engine lives on, and sees another price than the record has.
  for (const minute of [10, 20, 30]) await rig.run(later(minute))
})
const stop = async () => Number((await rig.levels('AAA'))!.stopPrice)

test('minutes under the stop and no sale are told with their level', async () => {
  expect(await missed()).toMatchObject({ missing: { all: 0, explained: 0 }, found: [] })
  await trade(await stop(), 12, 4)
  const { missing, found, of } = await missed()
  expect(missing).toEqual({ all: 1, explained: 0 })
  expect(found).toEqual(['AAA exit stop_loss'])
  expect(of[0]).toMatchObject({ recorded: '', replayed: expect.stringContaining('15:12:00') })
})

test('minutes over the first target are, while half is not sold', async () => {
  await trade((await stop()) + 41, 12, 4)
  expect(await missed()).toMatchObject({ found: ['AAA exit target_1'] })
  await sql`update position_stop_levels set half_taken = true`
  expect(await missed()).toMatchObject({ found: [] })
})

test('a spike, a level of later, extended hours and a sale that was decided on are not', async () => {
  const under = await stop()
  await trade(under, 12, 2)
  expect(await missed()).toMatchObject({ found: [] })
  await trade(under, 14, 2)
  await sql`update position_stop_levels set updated_at = ${later(14)}`
  expect(await missed()).toMatchObject({ found: [] })
  await sql`update position_stop_levels set updated_at = ${later(1)}`
  await sql`update minute_bars set is_extended = true`
  expect(await missed()).toMatchObject({ found: [] })
  await sql`update minute_bars set is_extended = false`
  rig.prices.set('AAA', String(under - 1))
  await rig.run(later(14))
  expect(await rig.codes('AAA')).toEqual(['stop_loss'])
  expect(await missed()).toMatchObject({ found: [] })
})

test('what held it back is told: a hold that halts, a sale that waited, an engine that was away', async () => {
  await trade(await stop(), 12, 4)
  const hold = (code: string) => sql`
    insert into trading_holds (code, state, says, since, set_by) values (${code}, 'halted', 'a test', ${later(5)}, 'ann')`
  await hold('kill_switch')
  expect(await missed()).toMatchObject({
    missing: { all: 1, explained: 1 },
    of: [{ recorded: 'trading was held back: kill_switch' }],
  })
  await sql`truncate trading_holds`
  // A pause holds purchases back, and no sale.
  await hold('paused')
  expect(await missed()).toMatchObject({ missing: { all: 1, explained: 0 } })
  await sql`insert into position_exits (ticker, code, state, since, said, updated_at)
    values ('AAA', 'stop_loss', 'wanted', ${later(12)}, 'clock_skewed: the clock is away', ${later(12)})`
  expect(await missed()).toMatchObject({
    of: [{ recorded: expect.stringContaining('clock_skewed') }],
  })
  await sql`update position_exits set state = 'sent', said = ''`
  expect(await missed()).toMatchObject({
    missing: { all: 1, explained: 1 },
    of: [{ recorded: 'the sale was wanted, and waited: an order of it was on its way' }],
  })
  await sql`truncate position_exits`
  await sql`delete from portfolio_snapshots where taken_at > ${later(11)}`
  expect(await missed()).toMatchObject({
    missing: { all: 1, explained: 1 },
    of: [{ recorded: expect.stringContaining('no books were kept') }],
  })
})

test('what an account that was left still holds is nobody’s to sell, from when it was left', async () => {
  await trade(await stop(), 12, 4)
  await sql`update broker_accounts set is_current = false`
  expect(await missed()).toMatchObject({ found: ['AAA exit stop_loss'] })
  await sql`delete from portfolio_snapshots where taken_at > ${later(11)}`
  expect(await missed()).toMatchObject({ missing: { all: 0, explained: 0 }, found: [] })
  await sql`update broker_accounts set is_current = true`
})
