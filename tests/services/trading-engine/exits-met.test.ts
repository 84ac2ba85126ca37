/** What an exit meets on its way: a halt of the exchange, a gap at the open, a restart. */

import { expect, test } from 'vitest'
import { watchOnce } from '../../../services/trading-engine/watch-loops.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, seedFill, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const rig = openEngineRig(sql, as('stonks_trading'))
const { run, prices, codes, fillWaiting, jobs, exit, levels } = rig

const sales = async () => (await jobs()).filter(({ side }) => side === 'sell')

test('a halt of the exchange: wanted, told of, tried again, and sold as trading resumes', async () => {
  await rig.reset()
  await seedRecommendation(sql, { ticker: 'AAA' })
  await run(NOON)
  await fillWaiting('AAA', '100', NOON)
  await run(later(1))
  await sql`
    insert into broker_assets (ticker, tradable, fractionable, halted, status, read_at)
    values ('AAA', true, true, true, 'active', ${NOON})`
  // The last price before the halt is under the stop, and no other comes; another stock trades on.
  await seedFill(sql, { id: 'b', ticker: 'BBB', side: 'buy', quantity: '1', price: '100' })
  const latestTrades = async () =>
    new Map([
      ['AAA', { price: '80', at: later(2) }],
      ['BBB', { price: '100', at: rig.state.now }],
    ])
  for (const minute of [2, 4, 6, 8]) {
    await run(later(minute), { latestTrades })
    expect(await exit('AAA')).toMatchObject({ code: 'stop_loss', state: 'sent' })
    await rig.refuse(later(minute), '403 {"message":"asset AAA is halted"}')
    await run(new Date(later(minute).getTime() + 5_000), { latestTrades })
    expect(await exit('AAA')).toMatchObject({
      state: 'refused',
      said: expect.stringContaining('halted'),
    })
  }
  expect(await sql`select subject from notification_wishes where kind = 'exit_refused'`).toEqual([
    { subject: 'AAA' },
  ])
  prices.set('AAA', '70')
  await run(later(10))
  await fillWaiting('AAA', '70', later(10))
  await run(later(11))
  expect(await exit('AAA')).toMatchObject({ code: 'stop_loss', state: 'done' })
  await sql`truncate broker_assets`
})

test.each([
  ['the stop', '60', 'stop_loss', '0.5'],
  ['both targets', '300', 'target_2', '0.5'],
  ['the first target', 'target1', 'target_1', '0.25'],
])('the open beyond %s is sold at the first look of the session', async (_, price, code, sold) => {
  await rig.reset()
  await seedRecommendation(sql, { ticker: 'AAA' })
  await run(NOON)
  await fillWaiting('AAA', '100', NOON)
  await run(later(1))
  const { target1 } = (await levels('AAA'))!
  prices.set('AAA', price === 'target1' ? target1 : price)
  rig.state.now = new Date('2024-06-04T13:30:05Z')
  await watchOnce(rig.engine, 'fast', rig.state.now)
  expect(await codes('AAA')).toEqual(['entry', code])
  expect((await sales()).map(({ quantity }) => quantity)).toEqual([sold])
})

test('what trails goes on after a restart, and ends the rest', async () => {
  await rig.reset()
  await seedRecommendation(sql, { ticker: 'AAA' })
  await run(NOON)
  await fillWaiting('AAA', '100', NOON)
  await run(later(1))
  const { target1 } = (await levels('AAA'))!
  prices.set('AAA', target1)
  await run(later(2))
  await fillWaiting('AAA', target1, later(2))
  await run(later(3))
  const before = await levels('AAA')
  const restarted = openEngineRig(sql, as('stonks_trading'))
  restarted.prices.set('AAA', target1)
  await restarted.run(later(4))
  expect(await levels('AAA')).toEqual(before)
  restarted.prices.set('AAA', before!.trailingStop!)
  await restarted.run(later(5))
  expect((await codes('AAA')).at(-1)).toBe('trailing_stop')
})
