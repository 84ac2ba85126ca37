import { beforeEach, describe, expect, test } from 'vitest'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { depart } from '../../../functions/broker-adapter/depart.ts'
import { watchOnce } from '../../../services/trading-engine/watch-loops.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, seedFill, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const rig = openEngineRig(sql, own)
const { run, prices, codes, fillWaiting, levels, exit, engine } = rig
beforeEach(() => rig.reset())

/** AAA is ours, BBB came by itself; both are watched. */
async function enter(): Promise<void> {
  await seedRecommendation(sql, { ticker: 'AAA' })
  await run(NOON)
  await fillWaiting('AAA', '100', NOON)
  await seedFill(sql, { id: 'b', ticker: 'BBB', side: 'buy', quantity: '1', price: '100' })
  await run(later(1))
}

/** The sale of AAA leaves for the broker. */
async function expectSold(at: Date): Promise<void> {
  expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
  // What the broker adapter buries.
  await sql`delete from jobs where payload ->> 'idempotency_key' = '7'`
  const left: string[] = []
  await rig.place(at, async (orderId, { ticker, side }) => {
    const { kind } = await depart(sql, orderId, null, at)
    left.push(`${side} ${ticker} ${kind}`)
  })
  expect(left).toContain('sell AAA posted')
}

const holds = async (at: Date) => (await readStanding(sql, at)).holds

describe('a limit or a setting that cannot be read', () => {
  const LIMITS = [
    ['day_trade_equity_min', '"many"'],
    ['day_trade_equity_min', '{"odd": true}'],
    ['order_shares_max', '"1000"'],
    ['order_shares_max', '1e300'],
    ['orders_per_minute_max', 'null'],
    ['runaway_orders_max', '2.5e200'],
    ['approval_minutes', '1e15'],
    ['position_pct_max', '40'],
    ['position_value_max', '"-1"'],
    ['position_value_max', `"1${'0'.repeat(200)}"`],
    ['positions_max', '[]'],
  ] as const

  test.each(LIMITS)(
    '%s of %s: stops are sold, entries wait, and it is named',
    async (name, value) => {
      await enter()
      const [{ before }] = (await sql`
      select value::text as before from risk_configs where name = ${name}`) as never as [
        { before: string },
      ]
      await sql`update risk_configs set value = ${value}::text::jsonb where name = ${name}`
      try {
        await seedRecommendation(sql, { ticker: 'BBB', generatedAt: later(1) })
        prices.set('AAA', '80')
        await watchOnce(engine, 'fast', later(2))
        await expectSold(later(2))
        await run(later(3)).catch(() => undefined)
        expect(
          (await rig.jobs()).filter(({ side, ticker }) => side === 'buy' && ticker === 'BBB'),
        ).toEqual([])
        const named = (await holds(later(3))).find(({ code }) => code === 'limits_unreadable')
        expect(named).toMatchObject({ state: 'reducing' })
        expect(named?.says).toContain(name)
      } finally {
        await sql`update risk_configs set value = ${before}::text::jsonb where name = ${name}`
      }
      expect((await holds(later(3))).map(({ code }) => code)).toEqual([])
    },
  )

  test('a limit that is missing', async () => {
    await enter()
    await sql`create table kept as select * from risk_configs`
    await sql`delete from risk_configs where name = 'sectors_max'`
    try {
      prices.set('AAA', '80')
      await watchOnce(engine, 'fast', later(2))
      await expectSold(later(2))
      expect((await holds(later(2))).map(({ says }) => says).join()).toContain('sectors_max')
    } finally {
      await sql`insert into risk_configs select * from kept where name = 'sectors_max'`
      await sql`drop table kept`
    }
  })

  test.each([
    { fastStopSeconds: 'often' },
    { enabled: 'yes' },
    { gradualTranches: 1e300 },
    { siphonPct: null },
  ])('a version of the settings with %o', async (odd) => {
    await enter()
    await sql`insert into trading_config_versions (settings, changed_by, changed_at)
      select settings || ${sql.json(odd as never)}, 'test', ${later(1)} from trading_config_versions
      order by version desc limit 1`
    await seedRecommendation(sql, { ticker: 'BBB', generatedAt: later(1) })
    prices.set('AAA', '80')
    await watchOnce(engine, 'fast', later(2))
    await expectSold(later(2))
    await run(later(3)).catch(() => undefined)
    expect(
      (await rig.jobs()).filter(({ side, ticker }) => side === 'buy' && ticker === 'BBB'),
    ).toEqual([])
    const [name] = Object.keys(odd)
    expect((await holds(later(3))).map(({ says }) => says).join()).toContain(name)
  })
})

describe('one odd row costs itself alone', () => {
  const stop = (column: string, value: string) =>
    `update position_stop_levels set ${column} = ${value} where ticker = 'BBB'`
  const ROWS = [
    [
      'a position without a price',
      `alter table positions alter column mark_price drop not null;
      update positions set mark_price = null where ticker = 'BBB'`,
    ],
    ['a position at 0', `update positions set mark_price = 0 where ticker = 'BBB'`],
    ['a position below 0', `update positions set mark_price = -5 where ticker = 'BBB'`],
    ['a position that is gone', `delete from positions where ticker = 'BBB'`],
    ['a company that is gone', `delete from companies where ticker = 'BBB'`],
    ['a sector of no name', `update positions set sector = '' where ticker = 'BBB'`],
    ['a stop that is no number', stop('stop_price', `'NaN'`)],
    ['a stop at 0', stop('stop_price', '0')],
    ['a stop below 0', stop('stop_price', '-1')],
    ['a range that is no number', stop('atr', `'NaN'`)],
    ['a target that is no number', stop('target_1', `'NaN'`)],
    ['a trailing stop that is no number', stop('trailing_stop', `'NaN'`)],
    ['a stop above its target', stop('target_1 = 120, stop_price', '90000')],
    ['a day of long ago', stop('on_date', `'0001-01-01'`)],
    [
      'a quote that is no number',
      `insert into latest_quotes (ticker, vendor, received_at, trade_price, traded_at, bid, ask, quoted_at)
      values ('BBB', 'alpaca_iex', '2024-06-03T15:02:00Z', 'NaN', '2024-06-03T15:02:00Z', 'NaN', 'NaN', '2024-06-03T15:02:00Z')`,
    ],
    [
      'a foreign order of no number',
      `insert into foreign_orders (broker_order_id, client_order_id, ticker, side, quantity,
      filled_quantity, status, submitted_at, seen_at) values ('f', 'f', 'BBB', 'sell', 'NaN', 0, 'new', now(), '2024-06-03T15:02:00Z')`,
    ],
    [
      'an exit of an unknown word',
      `insert into position_exits (ticker, code, state, since, updated_at, next_try_at)
      values ('BBB', 'whim', 'refused', '2024-06-03T15:01:00Z', '2024-06-03T15:01:00Z', '2999-01-01')`,
    ],
    [
      'a ledger whose cost is no number',
      `alter table ledger_tickers disable trigger user;
      update ledger_tickers set cost = 'NaN', realised = 'NaN', moved = 'NaN' where ticker = 'BBB';
      alter table ledger_tickers enable trigger user`,
    ],
    [
      'a job that asks for nothing',
      `insert into jobs (job_id, list, payload, business_at)
      values (gen_random_uuid(), 'broker_orders', '{"idempotency_key": 7, "ticker": "AAA"}', now())`,
    ],
  ] as const

  test.each(ROWS)('%s', async (_, odd) => {
    await enter()
    await sql.unsafe(odd)
    prices.set('AAA', '80')
    await watchOnce(engine, 'fast', later(2))
    await expectSold(later(2))
    expect((await rig.jobs()).filter(({ ticker }) => ticker === 'BBB')).toEqual([])
    prices.set('BBB', '60')
    await watchOnce(engine, 'fast', later(3))
    expect(await codes('BBB')).toEqual(['stop_loss'])
    await sql`delete from positions where mark_price is null`
    await sql`alter table positions alter column mark_price set not null`
    await sql`delete from foreign_orders`
  })

  test.each(['0', '-3', 'NaN', '1e400', ' '])('a last trade of "%s"', async (price) => {
    await enter()
    prices.set('AAA', '80')
    prices.set('BBB', price)
    await watchOnce(engine, 'fast', later(2))
    await expectSold(later(2))
    expect(await exit('BBB')).toBeUndefined()
    expect(await levels('BBB')).toBeDefined()
  })
})
