import { beforeEach, describe, expect, test } from 'vitest'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import { markPositions } from '#shared/sql/trading/positions.ts'
import { keepBeat, watchOnce } from '../../../services/trading-engine/watch-loops.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, seedFill, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
const rig = openEngineRig(sql, own)
const { run, prices, codes, fillWaiting, levels, exit, engine } = rig
beforeEach(() => rig.reset())

async function enter(): Promise<void> {
  await seedRecommendation(sql, { ticker: 'AAA' })
  await run(NOON)
  await fillWaiting('AAA', '100', NOON)
  await run(later(1))
}

const beat = (at: Date, work: () => Promise<void>) =>
  keepBeat(own, { loop: 'fast', everySeconds: 60 }, at, work)

const away = async (): Promise<never> => {
  throw new BrokerError('Ask the broker: no reply', { status: 0 })
}

/** A stream's last trade and offers, as market-stream keeps them. */
async function stream(
  at: Date,
  { trade, bid, ask }: { trade?: string; bid?: string; ask?: string },
): Promise<void> {
  await sql`
    insert into latest_quotes (ticker, vendor, received_at, trade_price, traded_at, bid, ask, quoted_at)
    values ('AAA', 'alpaca_iex', ${at}, ${trade ?? null}, ${trade ? at : null}, ${bid ?? null}, ${ask ?? null},
      ${bid ? at : null})
    on conflict (ticker) do update set trade_price = excluded.trade_price, traded_at = excluded.traded_at,
      bid = excluded.bid, ask = excluded.ask, quoted_at = excluded.quoted_at`
}

describe('the loop that watches', () => {
  test('sells at the stop; so does a round that can decide on nothing', async () => {
    await enter()
    prices.set('AAA', '80')
    await sql`alter table recommendations rename to hidden`
    try {
      await expect(run(later(2))).rejects.toThrow('recommendations')
    } finally {
      await sql`alter table hidden rename to recommendations`
    }
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
    await rig.refuse(later(2), 'no')
    await watchOnce(engine, 'fast', later(2))
    await watchOnce(engine, 'slow', later(3))
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss', 'stop_loss'])
  })

  test('says when it last went well, and what went wrong since', async () => {
    await beat(NOON, async () => undefined)
    const fault = beat(later(1), async () => {
      throw new Error('no room')
    })
    await expect(fault).rejects.toThrow('no room')
    const fast = sql`from trading_loops where loop = 'fast'`
    expect(await sql`select loop, began_at, good_at, failures, said ${fast}`).toEqual([
      { loop: 'fast', beganAt: later(1), goodAt: NOON, failures: 1, said: 'no room' },
    ])
    await beat(later(2), async () => undefined)
    expect(await sql`select good_at, failures, said ${fast}`).toEqual([
      { goodAt: later(2), failures: 0, said: '' },
    ])
  })

  test('two engines at once sell what is held once', async () => {
    await enter()
    prices.set('AAA', '80')
    rig.state.now = later(2)
    await Promise.all([1, 2, 3].map(() => watchOnce(engine, 'fast', later(2))))
    expect((await rig.jobs()).filter(({ side }) => side === 'sell')).toMatchObject([
      { quantity: '0.5' },
    ])
  })

  test('a round that holds its turn does not hold up a stop', async () => {
    await enter()
    prices.set('AAA', '80')
    rig.state.now = later(2)
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const round = own.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('trading-engine'))`
      await held
    })
    await watchOnce(engine, 'fast', later(2))
    release()
    await round
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
  })
})

describe('while the broker refuses everything', () => {
  test('the stream’s price sells, and the decision says where it came from', async () => {
    await enter()
    await stream(later(2), { trade: '80' })
    await run(later(2), { latestTrades: away })
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
    const [row] = await sql<{ checks: { name: string; found: unknown }[] }[]>`
      select checks from trading_decisions where code = 'stop_loss'`
    expect(row?.checks).toMatchObject([
      { name: 'stop_loss', found: '80.000000' },
      { name: 'price_source', found: `stream of ${later(2).toISOString()}` },
      { name: 'price_age', found: 0 },
    ])
  })

  test('the bid does where nothing was traded lately; a crossed quote is none', async () => {
    await enter()
    await stream(later(5), { bid: '80', ask: '79' })
    await run(later(5), { latestTrades: away })
    expect(await codes('AAA')).toEqual(['entry'])
    await stream(later(6), { bid: '80', ask: '80.1' })
    await run(later(6), { latestTrades: away })
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
  })

  test('a print of hours ahead is none, and never holds a later one up', async () => {
    await enter()
    const ahead = async () => new Map([['AAA', { price: '100', at: later(600) }]])
    await stream(later(2), { bid: '80', ask: '80.1' })
    await run(later(2), { latestTrades: ahead })
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
    expect(await sql`select from positions where marked_at > ${later(10)}`).toHaveLength(0)
  })

  test('a vendor’s clock some minutes ahead of ours does not take the prices away', async () => {
    await enter()
    const ahead = async () => new Map([['AAA', { price: '80', at: later(5) }]])
    await run(later(2), { latestTrades: ahead })
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
  })

  test('the broker’s own price of a holding limits a loss, and takes no profit', async () => {
    await enter()
    const target = (await levels('AAA'))!.target2
    const tell = (price: string, at: Date) =>
      own.begin((tx) => markPositions(tx, [{ ticker: 'AAA', quantity: '1', price }], at))
    await tell(target, later(5))
    await run(later(5), { latestTrades: away })
    // What was paid is no price, and the one known is as new as the broker's word.
    await own.begin((tx) =>
      markPositions(tx, [{ ticker: 'AAA', quantity: '1', price: '1', isPaid: true }], later(6)),
    )
    await run(later(6), { latestTrades: away })
    expect(await codes('AAA')).toEqual(['entry'])
    expect(await sql`select mark_price::float8 as price, marked_at as at from positions`).toEqual([
      { price: Number(target), at: later(6) },
    ])
    await tell('80', later(7))
    await run(later(7), { latestTrades: away })
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
    const [row] = await sql<{ checks: { name: string; found: unknown }[] }[]>`
      select checks from trading_decisions where code = 'stop_loss'`
    expect(row?.checks[1]).toMatchObject({ found: `broker of ${later(7).toISOString()}` })
  })

  test('the last minute does; and where there is nothing at all the round is not lost', async () => {
    await enter()
    await run(later(2), { latestTrades: away })
    await sql`insert into minute_bars (ticker, session_date, starts_at, open, high, low, close, volume, vendor, fetched_at)
      values ('AAA', '2024-06-03', ${later(2)}, 81, 81, 80, 80, 100, 'alpaca_iex', ${later(3)})`
    await run(later(3), { latestTrades: away })
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
  })
})

describe('one absurd print', () => {
  const quoted = (bid: string, ask: string) => ({
    latestQuotes: async () => new Map([['AAA', { bid, ask, at: rig.state.now }]]),
  })

  test('sells nothing while a newer quote speaks against it, and moves no level', async () => {
    await enter()
    const printed = later(2)
    const latestTrades = async () => new Map([['AAA', { price: '60', at: printed }]])
    for (const minute of [2, 3, 4])
      await run(later(minute), { latestTrades, ...quoted('99.9', '100.1') })
    await run(later(5), quoted('99.9', '100.1'))
    expect(await codes('AAA')).toEqual(['entry'])
    expect(await levels('AAA')).toMatchObject({ trailingStop: null })
  })

  test('that comes again sells at the next look, whatever is quoted', async () => {
    await enter()
    prices.set('AAA', '60')
    await run(later(2), quoted('99.9', '100.1'))
    expect(await codes('AAA')).toEqual(['entry'])
    await run(later(3), quoted('99.9', '100.1'))
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
  })

  test('that only a wide quote speaks against sells at the next look', async () => {
    await enter()
    const printed = later(2)
    const latestTrades = async () => new Map([['AAA', { price: '60', at: printed }]])
    await run(later(2), { latestTrades, ...quoted('96', '140') })
    expect(await codes('AAA')).toEqual(['entry'])
    await run(later(3), { latestTrades, ...quoted('96', '140') })
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
  })

  test('is none where all tell of the gap: the stop is sold at once, at the open', async () => {
    await enter()
    const open = new Date('2024-06-04T13:30:05Z')
    prices.set('AAA', '60')
    await run(open, quoted('59.9', '60.1'))
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
    expect(await exit('AAA')).toMatchObject({ state: 'sent' })
  })
})

test('the last price of the session sells at a stop though it is old, and never at a target', async () => {
  await enter()
  const placed = (await levels('AAA'))!
  const old = (price: string) => ({
    latestTrades: async () => new Map([['AAA', { price, at: later(2) }]]),
  })
  await run(later(20), old(placed.target1))
  expect(await codes('AAA')).toEqual(['entry'])
  await run(later(21), old(placed.stopPrice))
  expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
})

test('a ticker whose fills cannot be booked is told of, and the others end', async () => {
  await enter()
  await seedFill(sql, { id: 'b', ticker: 'BBB', side: 'buy', quantity: '1', price: '100' })
  await sql`create function refuse_books() returns trigger language plpgsql as
    $$ begin raise exception 'no books for %', new.ticker; end $$`
  await sql`create trigger refuse_books before insert on ledger_tickers for each row
    when (new.ticker = 'BBB') execute function refuse_books()`
  prices.set('AAA', '80')
  try {
    await watchOnce(engine, 'fast', later(2))
  } finally {
    await sql`drop function refuse_books cascade`
  }
  expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
  expect(await sql`select ticker, part, said from ticker_faults`).toEqual([
    { ticker: 'BBB', part: 'book', said: 'no books for BBB' },
  ])
  await watchOnce(engine, 'fast', later(3))
  expect(await sql`select from ticker_faults`).toHaveLength(0)
  expect(await sql`select quantity from ledger_tickers where ticker = 'BBB'`).toHaveLength(1)
})

test.each([
  ['trading_engine_config', 'loop'],
  ['trading_engine_config', 'round'],
  ['risk_configs', 'round'],
  ['trading_config_versions', 'round'],
])('sells at the stop without a row in %s, in a %s', async (table, way) => {
  await enter()
  prices.set('AAA', '80')
  await sql`create table kept as select * from ${sql(table)}`
  await sql`alter table ${sql(table)} disable trigger user`
  await sql`delete from ${sql(table)}`
  try {
    if (way === 'loop') await watchOnce(engine, 'fast', later(2))
    // A round may fail for it, and does so after its exits.
    else await run(later(2)).catch(() => undefined)
    expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
  } finally {
    await sql`insert into ${sql(table)} overriding system value select * from kept`
    await sql`alter table ${sql(table)} enable trigger user`
    await sql`drop table kept`
  }
})

test('on a half day nothing is sold after 13:00, and it is at the next open', async () => {
  await enter()
  prices.set('AAA', '80')
  await watchOnce(engine, 'fast', new Date('2024-07-03T17:00:30Z'))
  expect(await codes('AAA')).toEqual(['entry'])
  rig.state.now = new Date('2024-07-05T13:30:30Z')
  await watchOnce(engine, 'fast', rig.state.now)
  expect(await codes('AAA')).toEqual(['entry', 'stop_loss'])
})
