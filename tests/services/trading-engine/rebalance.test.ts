import { beforeEach, expect, test } from 'vitest'
import { readRebalanceLook } from '#shared/sql/trading/rebalance-looks.ts'
import { watchOnce } from '../../../services/trading-engine/watch-loops.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig, wave } from '../../helpers/engine.ts'
import { NOON, seedBars, seedCompany, seedFill } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const rig = openEngineRig(sql, own)
const look = (at: Date) => {
  rig.state.now = at
  return watchOnce(rig.engine, 'slow', at)
}
const hold = (ticker: string, quantity: string) =>
  seedFill(sql, { id: ticker, ticker, side: 'buy', quantity, price: '100' })

beforeEach(async () => {
  await rig.reset()
  await sql`truncate rebalance_looks, trading_loops`
  await seedCompany(sql, 'TWIN', 'Technology')
  await seedBars(sql, 'TWIN', wave(50, 1))
  await seedCompany(sql, 'YOUNG', 'Energy')
  rig.prices.set('TWIN', '50').set('YOUNG', '10')
})

test('each hour it is kept how closely what is held moves together', async () => {
  await look(NOON)
  expect(await readRebalanceLook(own)).toEqual({ lookedAt: NOON, pairs: [], outgrown: [] })
  for (const ticker of ['AAA', 'BBB', 'TWIN', 'YOUNG']) await hold(ticker, '1')
  await look(later(30))
  expect((await readRebalanceLook(own))?.lookedAt).toEqual(NOON)
  await look(later(60))
  const { lookedAt, pairs } = (await readRebalanceLook(own))!
  expect([lookedAt, pairs.length]).toEqual([later(60), 6])
  const rho = (ticker: string, other: string) =>
    pairs.find((pair) => pair.ticker === ticker && pair.other === other)?.rho
  expect(rho('AAA', 'TWIN')).toBeCloseTo(1, 6)
  expect(Math.abs(rho('AAA', 'BBB')!)).toBeLessThan(0.7)
  expect(rho('TWIN', 'YOUNG')).toBeNull()
  expect(await sql`select loop, good_at, failures from trading_loops`).toEqual([
    { loop: 'rebalance', goodAt: later(60), failures: 0 },
  ])
})

test('what outgrew its share is named while it has, and not after', async () => {
  await hold('AAA', '40')
  await look(NOON)
  const [row] = (await readRebalanceLook(own))!.outgrown
  expect(row?.ticker).toBe('AAA')
  expect(Number(row?.surplus)).toBeGreaterThan(20)
  await seedFill(sql, {
    id: 's',
    ticker: 'AAA',
    side: 'sell',
    quantity: '39',
    price: '100',
    at: later(1),
  })
  await look(later(61))
  expect((await readRebalanceLook(own))!.outgrown).toEqual([])
})

test('a look that fails says so in a row of its own, and stops are sold', async () => {
  await hold('AAA', '1')
  await look(NOON)
  const least = `check (looked_at <= '${NOON.toISOString()}')`
  await sql.unsafe(`alter table rebalance_looks add constraint none ${least}`)
  rig.prices.set('AAA', '80')
  try {
    await look(later(61))
  } finally {
    await sql`alter table rebalance_looks drop constraint none`
  }
  expect(await rig.codes('AAA')).toEqual(['stop_loss'])
  const [row] = await sql`select failures, said from trading_loops where loop = 'rebalance'`
  expect(row).toMatchObject({ failures: 1, said: expect.stringContaining('none') })
})
