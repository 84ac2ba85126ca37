/** What the broker takes no parts of a share of: bought and sold in whole shares, and what is left over. */

import { beforeEach, describe, expect, test } from 'vitest'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, seedFill, seedRecommendation, seedSettings } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const rig = openEngineRig(sql, as('stonks_trading'))
const { run, prices, codes, fillWaiting, levels, exit, waiting } = rig

beforeEach(async () => {
  await rig.reset()
  await sql`truncate broker_assets`
  await flag(false)
})

async function flag(fractionable: boolean): Promise<void> {
  await sql`
    insert into broker_assets (ticker, tradable, fractionable, halted, status, read_at)
    select ticker, true, ${fractionable}, false, 'active', ${NOON} from companies
    on conflict (ticker) do update set fractionable = excluded.fractionable`
}

const orders = async () =>
  (await waiting()).map(({ ticker, side, quantity }) => [side, ticker, quantity])
const hold = (quantity: string) =>
  seedFill(sql, { id: `b${quantity}`, ticker: 'BBB', side: 'buy', quantity, price: '100' })

describe('an entry', () => {
  test.each([
    ['350', [['buy', 'AAA', '3']], 'fractionable'],
    ['100', [['buy', 'AAA', '1']], 'cap'],
    ['99.99', [], 'fractionable'],
  ])('under a cap of %s dollars at 100 a share', async (positionCap, expected, bound) => {
    await seedSettings(sql, { enabled: true, positionCap })
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    expect(await orders()).toEqual(expected)
    const [row] = await sql<
      { code: string; sizing: { bound: string; steps: { name: string }[] } }[]
    >`
      select code, sizing from trading_decisions where ticker = 'AAA'`
    expect(row?.code).toBe(expected.length > 0 ? 'entry' : 'order_too_small')
    expect(row?.sizing.bound).toContain(bound)
    expect(row?.sizing.steps.map(({ name }) => name)).toContain('fractionable')
  })

  test('in parts is made of whole shares each, which add up', async () => {
    await seedSettings(sql, {
      enabled: true,
      positionCap: '450',
      gradualTranches: 3,
      gradualThreshold: '100',
    })
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    const [row] = await sql<{ sizing: { parts: string[] } }[]>`select sizing from trading_decisions`
    expect(row?.sizing.parts).toEqual(['1', '1', '2'])
  })

  test('of what is taken in parts has parts, and is no less than a dollar', async () => {
    await flag(true)
    await seedSettings(sql, { enabled: true, positionCap: '50' })
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    expect(await orders()).toEqual([['buy', 'AAA', '0.5']])
    await seedSettings(sql, { enabled: true, positionCap: '0.99' })
    await seedRecommendation(sql, { ticker: 'BBB' })
    await run(later(1))
    expect(await codes('BBB')).toEqual(['order_too_small'])
  })
})

describe('an exit', () => {
  test('sells whole shares first, then what is left over by an order of its own', async () => {
    await hold('10.5')
    await run(later(1))
    prices.set('BBB', '80')
    await run(later(2))
    expect(await orders()).toEqual([['sell', 'BBB', '10']])
    await fillWaiting('BBB', '80', later(2))
    await run(later(3))
    expect(await orders()).toEqual([['sell', 'BBB', '0.5']])
    await rig.refuse(later(3), '403 {"message":"asset BBB is not fractionable"}')
    await run(later(4))
    expect(await exit('BBB')).toMatchObject({ code: 'stop_loss', state: 'sent' })
    await fillWaiting('BBB', '80', later(4))
    await run(later(5))
    expect(await exit('BBB')).toMatchObject({ state: 'done' })
  })

  test('goes by the broker’s words where its list said otherwise', async () => {
    await flag(true)
    await hold('2.25')
    await run(later(1))
    prices.set('BBB', '80')
    await run(later(2))
    expect(await orders()).toEqual([['sell', 'BBB', '2.25']])
    await rig.refuse(later(2), '403 {"message":"asset BBB is not fractionable"}')
    await run(later(3))
    expect(await orders()).toEqual([['sell', 'BBB', '2']])
  })

  test.each([
    ['3', '1'],
    ['1', '1'],
    ['2.5', '1'],
  ])('at the first target of %s shares sells %s', async (held, half) => {
    await seedSettings(sql, { enabled: true, positionCap: '350' })
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    await sql`update jobs set payload = payload || ${sql.json({ quantity: Number(held) })}`
    await fillWaiting('AAA', '100', NOON)
    await run(later(1))
    prices.set('AAA', (await levels('AAA'))!.target1)
    await run(later(2))
    expect(await orders()).toEqual([['sell', 'AAA', half]])
  })

  test('of less than one share of what is taken in parts sells just that', async () => {
    await flag(true)
    await hold('0.000000003')
    await run(later(1))
    prices.set('BBB', '80')
    await run(later(2))
    expect(await orders()).toEqual([['sell', 'BBB', '0.000000003']])
  })
})
