import { beforeEach, describe, expect, test } from 'vitest'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { saveOverride, readOrderDecision } from '#shared/sql/trading/overrides.ts'
import { placeIntent } from '../../../functions/broker-adapter/intent.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig, wave } from '../../helpers/engine.ts'
import { NOON, seedBars, seedCompany, seedFill, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const rig = openEngineRig(sql, as('stonks_trading'))
const { run, prices, codes, decisions, jobs, waiting, fillWaiting, place, refuse, levels, exit } =
  rig
beforeEach(() => rig.reset())

const WASH = '403 {"code":40310000,"message":"potential wash trade detected"}'

async function enter(ticker = 'AAA'): Promise<void> {
  await seedRecommendation(sql, { ticker })
  await run(NOON)
  await fillWaiting(ticker, '100', NOON)
  await run(later(1))
}

/** A person's order to buy, as it is when the broker adapter has judged it. */
async function override(quantity: string, at: Date) {
  const decisionId = deriveId('override', at.toISOString())
  const order = {
    ticker: 'AAA',
    side: 'buy',
    kind: 'entry',
    quantity,
    orderType: 'market',
  } as const
  const priceless = { limitPrice: null, stopPrice: null, referencePrice: null }
  await saveOverride(sql as never, { ...order, ...priceless, decisionId, requestedBy: 'ann' }, at)
  const decision = (await readOrderDecision(sql, decisionId))!
  const quote = { price: String(prices.get('AAA')), at }
  return placeIntent(sql, { decision, quote, deployStage: 'test', rules, now: at })
}

describe('one ticker at fault costs itself alone', () => {
  const invalid = (bad: string) => async (tickers: string[]) => {
    if (tickers.includes(bad))
      throw new BrokerError(`Ask the broker: 400, invalid symbol: ${bad}`, { status: 400 })
    return new Map(
      tickers.map((ticker) => [ticker, { price: prices.get(ticker) ?? '1', at: rig.state.now }]),
    )
  }

  test('more of one was sold than bought', async () => {
    await enter()
    await seedCompany(sql, 'GIFT', 'Energy')
    await seedFill(sql, {
      id: 'g',
      ticker: 'GIFT',
      side: 'sell',
      quantity: '3',
      price: '10',
      at: later(1),
    })
    prices.set('AAA', '80')
    await run(later(2)).catch(() => undefined)
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
  })

  test.each(['a candidate', 'a holding'])(
    '%s is refused by the data host, and set aside',
    async (what) => {
      await enter()
      await seedCompany(sql, 'BRK-B', 'Financials')
      await seedBars(sql, 'BRK-B', wave(100, 3))
      if (what === 'a candidate')
        await seedRecommendation(sql, { ticker: 'BRK-B', generatedAt: later(1) })
      else
        await seedFill(sql, {
          id: 'b',
          ticker: 'BRK-B',
          side: 'buy',
          quantity: '0.1',
          price: '100',
        })
      const asked: string[][] = []
      const latestTrades = async (tickers: string[]) => {
        asked.push(tickers)
        return invalid('BRK-B')(tickers)
      }
      prices.set('AAA', '80')
      await run(later(2), { latestTrades })
      expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
      const [fault] = await sql`select ticker, part, failures, said, next_try_at from ticker_faults`
      expect(fault).toMatchObject({
        ticker: 'BRK-B',
        part: 'price',
        failures: 1,
        nextTryAt: later(3),
      })
      expect(fault?.['said']).toContain('invalid symbol')
      asked.length = 0
      await run(new Date(later(2).getTime() + 30_000), { latestTrades })
      expect(asked.flat()).toEqual(['AAA'])
      prices.set('BRK-B', '100')
      await run(later(4))
      expect(await sql`select from ticker_faults`).toHaveLength(0)
    },
  )

  test('a ticker whose levels cannot be kept is told of, and the others end', async () => {
    await enter()
    await seedRecommendation(sql, { ticker: 'BBB', generatedAt: later(1) })
    await run(later(2))
    await fillWaiting('BBB', '100', later(2))
    await sql`create function refuse_bbb() returns trigger language plpgsql as
      $$ begin raise exception 'no room for %', new.ticker; end $$`
    await sql`create trigger refuse_bbb before insert on position_stop_levels for each row
      when (new.ticker = 'BBB') execute function refuse_bbb()`
    prices.set('AAA', '80')
    await run(later(3))
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
    expect(await sql`select ticker, part, said from ticker_faults`).toEqual([
      { ticker: 'BBB', part: 'stop', said: 'no room for BBB' },
    ])
    await sql`drop function refuse_bbb cascade`
    await run(later(4))
    expect(await levels('BBB')).toBeDefined()
    expect(await sql`select from ticker_faults`).toHaveLength(0)
  })

  test('what we did not buy has a stop of its own, and no targets', async () => {
    await seedCompany(sql, 'GIFT', 'Energy')
    await seedFill(sql, { id: 'g', ticker: 'GIFT', side: 'buy', quantity: '3', price: '10' })
    prices.set('GIFT', '50')
    await run(later(1))
    const placed = await levels('GIFT')
    expect(placed).toMatchObject({ target1: null, target2: null })
    // Ten days of bars are missing, so a tenth under the price is the stop.
    expect(Number(placed?.stopPrice)).toBeCloseTo(45, 4)
    prices.set('GIFT', '200')
    await run(later(2))
    expect(await waiting()).toHaveLength(0)
    prices.set('GIFT', '44')
    await run(later(3))
    expect(await codes('GIFT')).toEqual(['stop_loss'])
  })
})

describe('an exit is not forgotten', () => {
  test('a target whose sale was refused is sold again, and counts once it is', async () => {
    await enter()
    const placed = await levels('AAA')
    prices.set('AAA', placed!.target1)
    await run(later(2))
    await refuse(later(2), WASH)
    await run(later(3))
    expect(await levels('AAA')).toMatchObject({ halfTaken: false })
    expect(await exit('AAA')).toMatchObject({
      code: 'target_1',
      state: 'sent',
      refusals: 1,
      said: WASH,
    })
    expect(await codes('AAA')).toEqual(['entry', 'target_1', 'target_1'])
    await fillWaiting('AAA', placed!.target1, later(4))
    await run(later(5))
    expect(await levels('AAA')).toMatchObject({ halfTaken: true, trailingStop: expect.any(String) })
    expect(await exit('AAA')).toMatchObject({ state: 'done' })
    expect(await waiting()).toHaveLength(0)
  })

  test('a recommendation to sell that was refused is sold again, though it is old by then', async () => {
    await enter()
    await seedRecommendation(sql, {
      ticker: 'AAA',
      window: '1d',
      action: 'sell',
      generatedAt: later(1),
    })
    await run(later(2))
    for (const minute of [2, 10, 60, 150]) {
      await refuse(later(minute), WASH)
      await run(later(minute))
      await run(later(minute + 6))
    }
    expect((await jobs()).filter(({ side }) => side === 'sell')).toHaveLength(5)
    expect(
      await sql`select kind, subject from notification_wishes where kind = 'exit_refused'`,
    ).toEqual([{ kind: 'exit_refused', subject: 'AAA' }])
  })

  test('whose job died, or that the risk checks refused, comes again', async () => {
    await enter()
    prices.set('AAA', '80')
    await run(later(2))
    await sql`update jobs set state = 'dead', reason = 'deliveries_exhausted', settled_at = now() where state = 'queued'`
    await run(later(3))
    expect(await exit('AAA')).toMatchObject({ refusals: 1, said: 'deliveries_exhausted' })
    expect(await waiting()).toMatchObject([{ side: 'sell', quantity: '0.5' }])
    // The price recovers; what was decided stands.
    prices.set('AAA', '100')
    await run(later(5))
    expect(await waiting()).toHaveLength(1)
  })

  test('of which a part was sold wants the rest', async () => {
    await enter()
    prices.set('AAA', '80')
    await run(later(2))
    await place(later(2), async (orderId) => {
      await sql`insert into order_fills (execution_id, order_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at)
        values ('part', ${orderId}, 'b', 'AAA', 'sell', 0.2, 80, ${later(2)}, ${later(2)})`
      await sql`update orders set state = 'canceled', filled_quantity = 0.2, closed_at = ${later(2)} where order_id = ${orderId}`
    })
    await run(later(3))
    expect(await waiting()).toMatchObject([{ side: 'sell', quantity: '0.3' }])
    await fillWaiting('AAA', '80', later(3))
    await run(later(4))
    await run(later(5))
    expect(await exit('AAA')).toMatchObject({ state: 'done' })
    expect(await waiting()).toHaveLength(0)
  })

  test('that came while the purchase was on its way is kept until its fill', async () => {
    await seedRecommendation(sql, { ticker: 'AAA', confidence: 0.6 })
    await run(NOON)
    await seedRecommendation(sql, {
      ticker: 'AAA',
      window: '1d',
      action: 'sell',
      confidence: 0.95,
      generatedAt: later(1),
    })
    await run(later(1))
    expect(await exit('AAA')).toMatchObject({ code: 'sell_recommendation', state: 'wanted' })
    await fillWaiting('AAA', '100', later(130))
    await run(later(131))
    const made = await decisions('AAA')
    expect(made.map(({ action, code }) => [action, code])).toEqual([
      ['act', 'entry'],
      ['act', 'sell_recommendation'],
    ])
  })

  test('that waits for a purchase which comes to nothing ends with it', async () => {
    await seedRecommendation(sql, { ticker: 'AAA', confidence: 0.6 })
    await run(NOON)
    await seedRecommendation(sql, {
      ticker: 'AAA',
      window: '1d',
      action: 'sell',
      confidence: 0.95,
      generatedAt: later(1),
    })
    await run(later(1))
    await refuse(later(1), WASH)
    await run(later(2))
    expect(await exit('AAA')).toMatchObject({ state: 'done', said: 'nothing is held' })
    expect(await codes('AAA')).toEqual(['entry', 'no_position'])
  })

  test('gives way to a stronger one, which is not held back by its refusals', async () => {
    await enter()
    const placed = await levels('AAA')
    prices.set('AAA', placed!.target1)
    await run(later(2))
    for (const minute of [2, 3, 5]) {
      await refuse(later(minute), WASH)
      await run(later(minute))
      await run(later(minute + 1))
    }
    await refuse(later(6), WASH)
    prices.set('AAA', '80')
    await run(later(7))
    expect(await exit('AAA')).toMatchObject({ code: 'stop_loss', state: 'sent', refusals: 0 })
    expect(await waiting()).toMatchObject([{ side: 'sell', quantity: '0.5' }])
  })
})

describe('levels', () => {
  async function trailing(): Promise<void> {
    await enter()
    const placed = (await levels('AAA'))!
    prices.set('AAA', placed.target1)
    await run(later(2))
    await fillWaiting('AAA', placed.target1, later(2))
    prices.set('AAA', String(Number(placed.target2) - 0.01))
    await run(later(3))
  }

  test('stay as they are when a person’s purchase is refused', async () => {
    await trailing()
    const before = await levels('AAA')
    expect(before?.trailingStop).not.toBeNull()
    const outcome = await override('5000', later(3))
    expect(outcome.kind).toBe('refused')
    await run(later(4))
    expect(await levels('AAA')).toEqual(before)
  })

  test('follow a purchase once it has filled: the stop never falls, what trails goes on', async () => {
    await trailing()
    const before = (await levels('AAA'))!
    await run(later(4))
    expect(await levels('AAA')).toEqual(before)
    await seedFill(sql, {
      id: 'more',
      ticker: 'AAA',
      side: 'buy',
      quantity: '0.25',
      price: '90',
      at: later(4),
    })
    await run(later(5))
    const lower = (await levels('AAA'))!
    expect(lower).toMatchObject({
      halfTaken: true,
      stopPrice: before.stopPrice,
      trailingStop: before.trailingStop,
    })
    expect(Number(lower.target2)).toBeLessThan(Number(before.target2))
    await seedFill(sql, {
      id: 'dear',
      ticker: 'AAA',
      side: 'buy',
      quantity: '5',
      price: '112',
      at: later(5),
    })
    await run(later(6))
    expect(Number((await levels('AAA'))!.stopPrice)).toBeGreaterThan(Number(before.stopPrice))
  })

  test('begin anew with a new holding', async () => {
    await trailing()
    prices.set('AAA', '80')
    await run(later(4))
    await fillWaiting('AAA', '80', later(4))
    await seedFill(sql, {
      id: 'again',
      ticker: 'AAA',
      side: 'buy',
      quantity: '1',
      price: '80',
      at: later(5),
    })
    await run(later(6))
    expect(await levels('AAA')).toMatchObject({ halfTaken: false, trailingStop: null })
    expect(Number((await levels('AAA'))!.stopPrice)).toBeLessThan(80)
    expect(await waiting()).toHaveLength(0)
  })
})
