import { beforeEach, describe, expect, test } from 'vitest'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, seedFill, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const {
  run,
  reset,
  prices,
  codes,
  waiting: jobs,
  fillWaiting,
} = openEngineRig(sql, as('stonks_trading'))
const at = (text: string) => new Date(text)
beforeEach(() => reset())

describe('what is said while the exchange is shut', () => {
  test.each([
    ['on a Friday at 17:00', '2024-05-31T21:00:00Z', '2024-06-03T13:35:00Z'],
    ['on a Monday at 18:30', '2024-06-03T22:30:00Z', '2024-06-04T13:36:00Z'],
    ['on a Sunday', '2024-06-02T12:00:00Z', '2024-06-03T15:29:00Z'],
    ['too late in a session to enter', '2024-06-03T19:56:00Z', '2024-06-04T13:35:00Z'],
    ['before Thanksgiving', '2024-11-27T22:00:00Z', '2024-11-29T14:35:00Z'],
    ['after a half day', '2024-11-29T18:30:00Z', '2024-12-02T14:35:00Z'],
  ])('%s is bought at the next open', async (_, saidAt, open) => {
    await seedRecommendation(sql, { ticker: 'AAA', generatedAt: at(saidAt) })
    await run(new Date(at(saidAt).getTime() + 120_000))
    expect((await codes('AAA')).at(-1)).toBe('trading_window')
    await run(at(open))
    expect((await codes('AAA')).at(-1)).toBe('entry')
  })

  test('is forgotten two hours after the open', async () => {
    await seedRecommendation(sql, { ticker: 'AAA', generatedAt: at('2024-05-31T21:00:00Z') })
    await run(at('2024-06-03T15:31:00Z'))
    expect(await codes('AAA')).toEqual([])
  })

  test('is taken in order of confidence', async () => {
    await seedRecommendation(sql, {
      ticker: 'AAA',
      confidence: 0.6,
      generatedAt: at('2024-05-31T21:00:00Z'),
    })
    await seedRecommendation(sql, {
      ticker: 'BBB',
      confidence: 0.7,
      generatedAt: at('2024-06-02T21:00:00Z'),
    })
    await run(at('2024-06-03T13:35:00Z'))
    const entered = await sql<
      { ticker: string }[]
    >`select ticker from trading_decisions order by seq`
    expect(entered.map(({ ticker }) => ticker)).toEqual(['BBB', 'AAA'])
  })
})

describe('one verdict a ticker', () => {
  const say = (window: string, action: 'buy' | 'sell', confidence: number, minute = -1) =>
    seedRecommendation(sql, {
      ticker: 'AAA',
      window,
      action,
      confidence,
      generatedAt: later(minute),
    })

  test('what a surer window says to sell is not bought, and the windows are shown', async () => {
    await say('30d', 'buy', 0.56, -2)
    await say('7d', 'sell', 0.97)
    await say('1d', 'sell', 0.95)
    await run(NOON)
    expect(await codes('AAA')).not.toContain('entry')
    const [row] = await sql`select checks from trading_decisions where kind = 'entry'`
    expect(row?.['checks']).toContainEqual({
      name: 'outweighed',
      found: 0.97,
      limit: 0.51,
      passed: false,
    })
    expect(row?.['checks']).toContainEqual({
      name: 'windows_to_sell',
      found: '7d 0.97, 1d 0.95',
      limit: null,
      passed: true,
    })
  })

  test('a weaker sale ends nothing that is held, and a surer one does', async () => {
    await say('7d', 'buy', 0.8)
    await run(NOON)
    await fillWaiting('AAA', '100', NOON)
    await say('1d', 'sell', 0.7, 1)
    await run(later(2))
    expect(await codes('AAA')).toEqual(['entry', 'outweighed'])
    await say('30d', 'sell', 0.85, 3)
    await run(later(4))
    expect(await codes('AAA')).toEqual(['entry', 'outweighed', 'sell_recommendation'])
  })

  test('a window that says the contrary takes back what it said', async () => {
    await say('7d', 'buy', 0.9, -30)
    await say('7d', 'sell', 0.6, -20)
    await run(NOON)
    expect(await codes('AAA')).toEqual(['superseded', 'no_position'])
    await run(later(1))
    expect(await codes('AAA')).toEqual(['superseded', 'no_position'])
  })

  test('a window that is less sure than before has not said the contrary', async () => {
    await say('7d', 'buy', 0.6, 360)
    await say('7d', 'buy', 0.5, 362)
    await run(later(363))
    await run(at('2024-06-04T13:36:00Z'))
    expect(await codes('AAA')).toEqual(['entry', 'confidence_below_tier'])
  })
})

describe('a ticker that was sold', () => {
  test('is left alone for an hour, and no longer', async () => {
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    await fillWaiting('AAA', '100', NOON)
    await run(later(1))
    prices.set('AAA', '90')
    await run(later(2))
    await fillWaiting('AAA', '90', later(2))
    await seedRecommendation(sql, { ticker: 'AAA', window: '30d', generatedAt: later(3) })
    await run(later(3))
    await run(later(61))
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss', 'cool_down'])
    await run(later(62))
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss', 'entry'])
  })
})

describe('an entry that was refused', () => {
  /** As the broker adapter leaves it: an order refused by the broker, or none, by risk. */
  async function refuse(by: 'broker' | 'risk', moment: Date): Promise<void> {
    for (const { jobId, payload } of await jobs()) {
      const { idempotency_key: id, quantity } = JSON.parse(payload) as Record<string, string>
      const hash = 'a'.repeat(64)
      await sql`insert into risk_evaluations (risk_evaluation_id, decision_id, evaluated_at, passed, code, checks, inputs, inputs_sha256)
        values (${jobId}, ${id!}, ${moment}, ${by === 'broker'}, ${by === 'broker' ? 'passed' : 'price_collar'}, '[]', '{}', ${hash})`
      if (by === 'broker')
        await sql`insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker,
            side, order_type, quantity, reference_price, state, reject_reason, intended_at, closed_at)
          values (${jobId}, ${id!}, ${jobId}, ${hash}, ${id!}, 'AAA', 'buy', 'market', ${quantity!}, 100, 'rejected',
            'insufficient buying power', ${moment}, ${moment})`
      await sql`update jobs set state = 'done', settled_at = now() where job_id = ${jobId}`
    }
  }

  test.each(['broker', 'risk'] as const)(
    'by %s is waited for, with the reason, and then tried',
    async (by) => {
      await seedRecommendation(sql, { ticker: 'AAA' })
      await run(NOON)
      await refuse(by, NOON)
      await seedRecommendation(sql, { ticker: 'AAA', window: '1d', generatedAt: later(1) })
      await run(later(29))
      expect(await codes('AAA')).toEqual(['entry', 'entry_refused'])
      const [row] = await sql`select checks from trading_decisions where code = 'entry_refused'`
      const says = by === 'broker' ? 'insufficient buying power' : 'price_collar'
      expect(row?.['checks']).toContainEqual({
        name: 'entry_refused',
        found: `refused 1 times: ${says}`,
        limit: later(30).toISOString(),
        passed: false,
      })
      await run(later(30))
      expect(await codes('AAA')).toEqual(['entry', 'entry'])
    },
  )
})

describe('an entry is sized', () => {
  test('by the trades of the last ninety days alone', async () => {
    const trade = async (n: number, moment: Date, exit: string) => {
      await seedFill(sql, {
        id: `b${n}`,
        ticker: 'BBB',
        side: 'buy',
        quantity: '0.5',
        price: '100',
        at: moment,
      })
      await seedFill(sql, {
        id: `s${n}`,
        ticker: 'BBB',
        side: 'sell',
        quantity: '0.5',
        price: exit,
        at: new Date(moment.getTime() + 60_000),
      })
    }
    for (let n = 0; n < 30; n++) await trade(n, new Date(Date.UTC(2021, 0, 4 + n, 15)), '99')
    await seedRecommendation(sql, { ticker: 'AAA', confidence: 0.99 })
    await run(NOON)
    const [row] = await sql`select code, sizing -> 'steps' -> 0 as step from trading_decisions`
    expect(row).toMatchObject({ code: 'entry', step: { note: 'kelly_needs_30_trades' } })
  })

  test('to nothing two sessions before its company tells results', async () => {
    const companyId = sql`select company_id from companies where ticker = 'AAA'`
    const tell = (number: string, moment: string) => sql`insert into earnings_dates
      (company_id, accession_number, basis, announced_at, is_sure, known_at)
      values ((${companyId}), ${number}, 'results', ${at(moment)}, true, ${at(moment)})`
    // Due again a quarter later, on 2024-06-05.
    await tell('0000001-24-000001', '2024-03-06T21:20:00Z')
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    expect(await codes('AAA')).toEqual(['earnings_near'])
  })

  test('whatever a filing says that is of another year than its number', async () => {
    const [company] = await sql`select company_id from companies where ticker = 'AAA'`
    await sql`insert into earnings_dates (company_id, accession_number, basis, announced_at, is_sure, known_at)
      values (${company?.['companyId']}, '0000001-25-000001', 'report', ${NOON}, true, ${later(-60)})`
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    expect(await codes('AAA')).toEqual(['entry'])
  })
})
