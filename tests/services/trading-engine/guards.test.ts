import { beforeEach, describe, expect, test } from 'vitest'
import { resetBreaker, tripManual } from '#shared/sql/risk/breakers.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, restateAccount, seedFill, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const { run, reset, prices, codes } = openEngineRig(sql, own)
beforeEach(() => reset())

const at = (text: string) => new Date(text)
const open = async () =>
  (
    await sql<{ breaker: string }[]>`select breaker from circuit_breaker_events
    where reset_at is null order by 1`
  ).map(({ breaker }) => breaker)
const resetBy = (
  breaker: 'emergency' | 'daily_loss' | 'single_position' | 'manual',
  ticker: string | null,
  moment: Date,
) =>
  own.begin((tx) => resetBreaker(tx, { breaker, ticker, by: 'a person', reason: 'seen' }, moment))
const hold = (ticker: string, quantity: string, moment = NOON) =>
  seedFill(sql, {
    id: `${ticker}${moment.toISOString()}`,
    ticker,
    side: 'buy',
    quantity,
    price: '100',
    at: moment,
  })

describe('a breaker that a person reset', () => {
  test('does not open again for the same emergency, and does for another', async () => {
    await hold('AAA', '90', at('2024-06-03T13:31:00Z'))
    await run(NOON)
    prices.set('AAA', '50')
    await run(later(1))
    expect(await open()).toContain('emergency')
    expect(await resetBy('emergency', null, later(2))).toBe(1)
    await run(later(3))
    await run(later(4))
    expect(await open()).not.toContain('emergency')
    // From 5,500 on, forty hundredths are 3,300.
    prices.set('AAA', '26')
    await run(later(5))
    expect(await open()).not.toContain('emergency')
    prices.set('AAA', '25')
    await run(later(6))
    expect(await open()).toContain('emergency')
  })

  test('is left also where the reset was written by hand', async () => {
    await sql`insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity, realised_pnl,
        unrealised_pnl, active_pool, open_positions)
      values ('2024-05-31T15:00:00Z', '2024-05-31', 20000, 0, 20000, 0, 0, 20000, 0)`
    await run(NOON)
    // Half of what the last close had is a loss of the day as well.
    expect(await open()).toEqual(['daily_loss', 'emergency'])
    await sql`update circuit_breaker_events set reset_at = ${later(1)}`
    await run(later(2))
    expect(await open()).toEqual([])
  })

  test('does not open again for the same day’s loss, does for more, and forgets it the next day', async () => {
    await hold('AAA', '90', at('2024-06-03T13:31:00Z'))
    await run(at('2024-06-03T13:32:00Z'))
    prices.set('AAA', '94')
    await run(NOON)
    expect(await open()).toEqual(['daily_loss'])
    await resetBy('daily_loss', null, later(1))
    await run(later(2))
    prices.set('AAA', '89')
    await run(later(3))
    expect(await open()).toEqual([])
    prices.set('AAA', '88')
    await run(later(4))
    expect(await open()).toEqual(['daily_loss'])
  })

  test('of one position is measured from the price of then', async () => {
    await hold('AAA', '1')
    await run(NOON)
    prices.set('AAA', '84')
    await run(later(1))
    expect(await open()).toEqual(['single_position'])
    await resetBy('single_position', 'AAA', later(2))
    await run(later(3))
    expect(await open()).toEqual([])
    prices.set('AAA', '71')
    await run(later(4))
    expect(await open()).toEqual(['single_position'])
  })
})

describe('one print that is far off', () => {
  const quotes = async () => new Map([['AAA', { bid: '99.9', ask: '100.1', at: later(1) }]])

  test('upwards makes no high that the next look has fallen from', async () => {
    await hold('AAA', '10', at('2024-06-03T13:31:00Z'))
    await run(NOON)
    prices.set('AAA', '100000')
    await run(later(1))
    prices.set('AAA', '100')
    await run(later(2))
    await run(later(3))
    expect([await open(), await codes('AAA')]).toEqual([[], []])
    // A high that stays for two rounds is one.
    prices.set('AAA', '1000')
    await run(later(4))
    await run(later(5))
    prices.set('AAA', '100')
    await run(later(6))
    expect(await open()).toContain('emergency')
  })

  test.each(['100000', '0.1'])(
    'at %s is no worth of anything where the best offers say otherwise',
    async (print) => {
      await hold('AAA', '90', at('2024-06-03T13:31:00Z'))
      await run(NOON)
      prices.set('AAA', print)
      await run(later(1), { latestQuotes: quotes })
      const [worth] =
        await sql`select equity::float8 from portfolio_snapshots where taken_at = ${later(1)}`
      prices.set('AAA', '100')
      await run(later(2))
      expect([worth, await open(), await codes('AAA')]).toEqual([{ equity: 10_000 }, [], []])
    },
  )
})

test('an account that owes more than it has keeps its books', async () => {
  await run(NOON)
  await restateAccount(sql, { openedWith: '-100', cash: '-100', equity: '-100' })
  await run(later(1))
  const [row] = await sql`
    select equity::float8, reserve::float8 from portfolio_snapshots where taken_at = ${later(1)}`
  expect(row).toEqual({ equity: -100, reserve: 0 })
})

test.each(['0', '-3'])('an account of %s dollars is looked at like any other', async (dollars) => {
  await restateAccount(sql, { openedWith: dollars, cash: dollars, equity: dollars })
  await seedRecommendation(sql, { ticker: 'AAA' })
  await run(NOON)
  await run(later(1))
  expect((await codes('AAA'))[0]).not.toBe('entry')
})

test('an emergency moves along with what is paid out', async () => {
  await run(NOON)
  await restateAccount(sql, { openedWith: '5000', cash: '5000', equity: '5000' })
  await run(later(1))
  expect(await open()).not.toContain('emergency')
})

test('a person holds all entries back, or one ticker’s, and lets them go', async () => {
  await seedRecommendation(sql, { ticker: 'AAA' })
  const trip = (ticker: string | null, closesAt: Date | null = null) =>
    own.begin((tx) => tripManual(tx, { ticker, closesAt, by: 'a person', reason: 'news' }, NOON))
  await trip(null)
  await run(NOON)
  expect(await codes('AAA')).toEqual(['circuit_breaker'])
  expect(await resetBy('manual', null, later(1))).toBe(1)
  expect(await resetBy('manual', null, later(1))).toBe(0)
  await trip('BBB')
  await trip('AAA', later(3))
  await run(later(2))
  expect(await codes('AAA')).toEqual(['circuit_breaker'])
  await run(later(3))
  expect(await codes('AAA')).toEqual(['entry'])
})

describe('the review of the tier', () => {
  const changes = () =>
    sql`select from_tier, to_tier from risk_tier_history order by risk_tier_change_id`

  test('is made in the session, though a fill came in before its open', async () => {
    await sql`insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity, realised_pnl,
        unrealised_pnl, active_pool, open_positions)
      values ('2024-05-31T15:00:00Z', '2024-05-31', 20000, 0, 20000, 0, 0, 20000, 0)`
    await seedFill(sql, {
      id: 'late',
      ticker: 'AAA',
      side: 'buy',
      quantity: '1',
      price: '100',
      at: at('2024-06-04T12:00:00Z'),
    })
    await run(at('2024-06-04T12:01:00Z'))
    expect(await changes()).toHaveLength(0)
    await run(at('2024-06-04T13:30:00Z'))
    await run(at('2024-06-04T13:31:00Z'))
    expect(await changes()).toEqual([{ fromTier: 'moderate', toTier: 'conservative' }])
  })

  /** Trades of one session, `won` of them at +2 dollars and the rest at −1. */
  async function trade(day: string, trades: number, won: number) {
    for (let n = 0; n < trades; n++) {
      const moment = at(`${day}T15:${String(n).padStart(2, '0')}:00Z`)
      await seedFill(sql, {
        id: `b${day}${n}`,
        ticker: 'BBB',
        side: 'buy',
        quantity: '1',
        price: '100',
        at: moment,
      })
      const exit = new Date(moment.getTime() + 30_000)
      const price = n < won ? '102' : '99'
      await seedFill(sql, {
        id: `s${day}${n}`,
        ticker: 'BBB',
        side: 'sell',
        quantity: '1',
        price,
        at: exit,
      })
    }
  }

  test('takes a step up on good trades, one alone, and one down on bad ones', async () => {
    await trade('2024-06-03', 10, 6)
    await run(at('2024-06-04T13:30:00Z'))
    expect(await changes()).toEqual([{ fromTier: 'moderate', toTier: 'aggressive' }])
    await sql`update trading_engine_config set risk_tier = 'conservative'`
    // The same trades say nothing twice.
    await run(at('2024-06-05T13:30:00Z'))
    expect(await changes()).toHaveLength(1)
    await trade('2024-06-05', 10, 6)
    await run(at('2024-06-06T13:30:00Z'))
    expect(await changes()).toHaveLength(2)
    await trade('2024-06-06', 10, 3)
    await run(at('2024-06-07T13:30:00Z'))
    expect((await changes()).at(-1)).toEqual({ fromTier: 'moderate', toTier: 'conservative' })
  })
})
