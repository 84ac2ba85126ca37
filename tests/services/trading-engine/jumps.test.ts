/** A price that jumps as over a split: one question to the broker tells a split from a crash. */

import { beforeEach, describe, expect, test } from 'vitest'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import { followSplit } from '#shared/sql/trading/follow.ts'
import type { BrokerPosition } from '#shared/domain/trading/broker-state.ts'
import type { TradingEngine } from '../../../services/trading-engine/round.ts'
import { watchOnce } from '../../../services/trading-engine/watch-loops.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const rig = openEngineRig(sql, own)
const { run, prices, codes, fillWaiting, levels } = rig
beforeEach(() => rig.reset())

/** What the broker says is held of AAA, and how often it was asked. */
function tell(quantity: string | (() => Promise<BrokerPosition[]>)) {
  const asked = { times: 0 }
  const holdings: NonNullable<TradingEngine['holdings']> = async () => {
    asked.times += 1
    if (typeof quantity !== 'string') return quantity()
    return [{ ticker: 'AAA', quantity, price: prices.get('AAA')!, assetClass: 'us_equity' }]
  }
  return { holdings, asked }
}

async function enter(): Promise<void> {
  await seedRecommendation(sql, { ticker: 'AAA' })
  await run(NOON)
  await fillWaiting('AAA', '100', NOON)
  await run(later(1))
}

const look = (at: Date, parts: Partial<TradingEngine>) => {
  rig.state.now = at
  return watchOnce({ ...rig.engine, ...parts }, 'fast', at)
}
const held = async () => {
  const [row] = await sql<{ quantity: number; mark: number; cost: number }[]>`
    select held.quantity::float, mark_price::float as mark, cost::float from ledger_tickers held
    join positions using (account_id, ticker) where ticker = 'AAA'`
  return row!
}
const faults = () => sql`select ticker, part from ticker_faults`

/** Shares after for each before. */
const SPLITS = [
  ['2:1', 2],
  ['3:1', 3],
  ['3:2', 1.5],
  ['5:4', 1.25],
  ['4:1', 4],
  ['10:1', 10],
  ['20:1', 20],
  ['1:2', 0.5],
  ['1:3', 1 / 3],
  ['1:8', 0.125],
  ['1:10', 0.1],
  ['1:20', 0.05],
] as const

describe.each(['loop', 'round'])('in a %s', (way) => {
  const go = (at: Date, parts: Partial<TradingEngine>) =>
    way === 'loop' ? look(at, parts) : run(at, parts)

  test.each(SPLITS)('%s: levels and books go over the split, and nothing is sold', async (_, n) => {
    await enter()
    const before = { ...(await held()), ...(await levels('AAA'))! }
    const quantity = (before.quantity * n).toFixed(9)
    prices.set('AAA', (100 / n).toFixed(6))
    const { holdings, asked } = tell(quantity)
    await go(later(2), { holdings })
    expect(await codes('AAA')).toEqual(['entry'])
    expect(asked.times).toBe(1)
    const after = { ...(await held()), ...(await levels('AAA'))! }
    expect(after.quantity).toBeCloseTo(before.quantity * n, 6)
    expect(after.cost).toBeCloseTo(before.cost, 6)
    for (const level of ['stopPrice', 'target1', 'target2'] as const)
      expect(Number(after[level])).toBeCloseTo(Number(before[level]) / n, 3)
    await go(later(3), { holdings })
    expect([await codes('AAA'), asked.times]).toEqual([['entry'], 1])
    // A fall from there is a fall.
    prices.set('AAA', (80 / n).toFixed(6))
    await go(later(4), { holdings })
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
  })

  test.each(SPLITS.filter(([, n]) => n > 1))(
    'a crash as deep as %s is sold at the same look',
    async (_, n) => {
      await enter()
      prices.set('AAA', (100 / n).toFixed(6))
      const { holdings, asked } = tell((await held()).quantity.toString())
      await go(later(2), { holdings })
      expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
      expect(asked.times).toBe(1)
    },
  )

  test('while the broker does not say, a crash is sold within a minute', async () => {
    await enter()
    prices.set('AAA', '50')
    const { holdings } = tell(async () => {
      throw new BrokerError('Ask the broker: no reply', { status: 0 })
    })
    await go(later(2), { holdings })
    expect([await codes('AAA'), await faults()]).toEqual([
      ['entry'],
      [{ ticker: 'AAA', part: 'split' }],
    ])
    await go(later(3), { holdings })
    expect([await codes('AAA'), await faults()]).toEqual([['entry', 'stop_loss'], []])
  })

  test('while the broker did not say at first, a split is taken over at the next look', async () => {
    await enter()
    const { quantity } = await held()
    prices.set('AAA', '50')
    const away = tell(async () => {
      throw new BrokerError('Ask the broker: no reply', { status: 0 })
    })
    await go(later(2), away)
    await go(later(3), tell((quantity * 2).toString()))
    expect([await codes('AAA'), await faults()]).toEqual([['entry'], []])
    expect((await held()).quantity).toBeCloseTo(quantity * 2, 6)
  })
})

test('a small fall asks nobody', async () => {
  await enter()
  prices.set('AAA', '85')
  const { holdings, asked } = tell('0')
  await look(later(2), { holdings })
  expect([await codes('AAA'), asked.times]).toEqual([['entry', 'stop_loss'], 0])
})

test('what the broker does not hold any more is no split', async () => {
  await enter()
  prices.set('AAA', '50')
  const { holdings } = tell(async () => [])
  await look(later(2), { holdings })
  expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
})

test.each(['before', 'after'])(
  'the broker tells of it first, and the market %s the next look: levels go over it once',
  async (when) => {
    await enter()
    const before = (await levels('AAA'))!
    const { quantity } = await held()
    const at = {
      ticker: 'AAA',
      mark: '100',
      theirs: { quantity: (quantity * 2).toString(), price: '50' },
    }
    await own.begin((tx) => followSplit(tx, at, later(2)))
    prices.set('AAA', '50')
    const { holdings } = tell((quantity * 2).toString())
    const market = () => sql`
      insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
      values (gen_random_uuid(), 'AAA', 'split', '2024-06-03', 1, 2, ${later(-60)})`
    if (when === 'before') await market()
    await look(later(2), { holdings })
    if (when === 'after') await market()
    await look(later(3), { holdings })
    expect(await codes('AAA')).toEqual(['entry'])
    expect(Number((await levels('AAA'))!.stopPrice)).toBeCloseTo(Number(before.stopPrice) / 2, 3)
    expect((await held()).quantity).toBeCloseTo(quantity * 2, 6)
  },
)
