import { beforeEach, describe, expect, test } from 'vitest'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, restateAccount, seedRecommendation, seedSettings } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const {
  run,
  reset,
  prices,
  codes,
  waiting: jobs,
  fillWaiting,
} = openEngineRig(sql, as('stonks_trading'))
beforeEach(() => reset())

const say = (ticker: string, minute: number, window = 'intraday') =>
  seedRecommendation(sql, { ticker, window, generatedAt: later(minute) })
const allow = (changes: Parameters<typeof seedSettings>[1] = {}) =>
  seedSettings(sql, { enabled: true, microEnabled: true, positionCap: null, ...changes })

describe('a micro-trade', () => {
  test('is none unless an installation wants it', async () => {
    await say('AAA', -1)
    await run(NOON)
    expect(await codes('AAA')).toEqual(['entry'])
  })

  test('is of the shortest window, takes three hundredths of the pool, and is sold after two hours', async () => {
    await allow()
    await say('AAA', -1)
    await say('BBB', -1, '7d')
    await run(NOON)
    expect([await codes('AAA'), await codes('BBB')]).toEqual([['micro_entry'], ['entry']])
    const [job] = (await jobs()).filter(({ ticker }) => ticker === 'AAA')
    expect(Number(job?.quantity)).toBe(3)
    await fillWaiting('AAA', '100', NOON)
    await run(later(119))
    expect(await codes('AAA')).toEqual(['micro_entry'])
    await run(later(120))
    expect(await codes('AAA')).toEqual(['micro_entry', 'micro_hold'])
    await fillWaiting('AAA', '100', later(120))
    await run(later(121))
    expect(await jobs().then((all) => all.filter(({ ticker }) => ticker === 'AAA'))).toEqual([])
  })

  test('comes five minutes after another at the earliest, and so often a session', async () => {
    await allow()
    await say('AAA', -1)
    await run(NOON)
    await say('BBB', 0)
    await run(later(4))
    expect(await codes('BBB')).toEqual(['micro_pace'])
    await allow({ microDailyMax: 1 })
    await run(later(5))
    expect(await codes('BBB')).toEqual(['micro_daily'])
    await allow()
    await run(later(6))
    expect(await codes('BBB')).toEqual(['micro_entry'])
  })
})

test('a position that outgrew its share is brought back to it, once', async () => {
  await seedSettings(sql, { enabled: true, positionCap: '400' })
  await say('AAA', -1, '7d')
  await run(NOON)
  await fillWaiting('AAA', '100', NOON)
  await run(later(1))
  // Nine tenths are paid out: four hundred of a thousand are held, and a tenth may be.
  await restateAccount(sql, { openedWith: '1000', cash: '600', equity: '1000' })
  await run(later(2))
  expect(await codes('AAA')).toEqual(['entry', 'rebalance'])
  expect(Number((await jobs())[0]?.quantity)).toBe(3)
  await fillWaiting('AAA', '100', later(2))
  prices.set('AAA', '100.5')
  await run(later(3))
  await run(later(4))
  expect(await codes('AAA')).toEqual(['entry', 'rebalance'])
})
