/**
 * Goal: a whole day of a paper account comes out again, sales and stops at the broker with it, and what was
 * changed or taken out of it afterwards is named. Method: news read by the stages, the real engine, adapter,
 * keeper and reading against the world's broker; then breaches that no trigger was asked about.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { openFolder } from '#shared/clients/objects/folder.ts'
import type { ParityBody } from '#shared/contracts/api/parity.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { replayDay } from '#shared/explain/parity/replay-day.ts'
import { canonicalJson } from '#shared/host/canonical.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { runTradingRound } from '../../../services/trading-engine/round.ts'
import { openDesk } from '../../chaos/trading/desk.ts'
import { serveBroker, setClock } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, wave } from '../../helpers/engine.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { openReplayCommand } from '../../helpers/replay-command.ts'
import { tellNews } from '../../helpers/told-news.ts'
import { allowMany, seedBars, seedCompany, seedSettings } from '../../helpers/trading.ts'

const { sql, as, url } = await cloneDatabase()
const own = as('stonks_trading')
const objects = memoryObjects()
const DAY = '2024-06-03'
const clock = setClock(later(-4))
/** What each is traded at from when on. */
const steps: { ticker: string; from: Date; price: number }[] = []
const quotes = {
  lastTrade: (ticker: string, at: Date) => {
    const step = steps.findLast((one) => one.ticker === ticker && one.from <= at)
    return { price: step?.price ?? 100, at }
  },
}
const broker = await serveBroker(clock, { quotes })
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 5_000 })
const handlers = brokerAdapter({ sql: own, alpaca, deployStage: 'test', rules, graceSeconds: 60 })
const engine = { sql: own, rules, latestTrades: alpaca.latestTrades }
const desk = openDesk(own, handlers, () => clock.now())

const trades = (ticker: string, price: number) => steps.push({ ticker, from: clock.now(), price })
/** Minutes go by: reading, keeper, round, and what those send is carried to the broker. */
async function minutes(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    clock.set(new Date(clock.now().getTime() + 60_000))
    const state = await fetchBrokerState(alpaca, null)
    await own.begin((tx) => recordBrokerState(tx, state, clock.now()))
    await keepOrders({ sql: own, broker: alpaca, graceSeconds: 60 }, clock.now())
    await runTradingRound(engine, clock.now())
    for (const row of await desk.waiting()) await desk.carry(row, false)
  }
}
const set = (restingStops: boolean) =>
  seedSettings(sql, {
    enabled: true,
    restingStops,
    gradualTranches: 2,
    gradualThreshold: '30',
    positionCap: '2000',
  })
const levelsOf = async (ticker: string) => {
  const [row] = await sql<{ stop: number; target: number }[]>`
    select stop_price::float8 as stop, target_1::float8 as target from position_stop_levels where ticker = ${ticker}`
  return row!
}
const codes = async (ticker: string) =>
  (
    await sql<{ code: string; action: string }[]>`
      select code, action from trading_decisions where ticker = ${ticker} order by seq`
  ).map(({ code, action }) => (action === 'act' ? code : `${code} skipped`))

/** Undone afterwards; no trigger or key is asked. */
const after = (...breaches: string[]) => afterwards(later(-24 * 60), ...breaches)
/** The same, as asked when what was decided before `inputsFrom` may be pruned. */
async function afterwards(inputsFrom: Date, ...breaches: string[]): ReturnType<typeof replayDay> {
  let found: Awaited<ReturnType<typeof replayDay>> | undefined
  const undo = new Error('undo')
  await sql
    .begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      for (const breach of breaches) await tx.unsafe(breach)
      // As asked the night after, while everything is kept.
      const parts = { sql: tx as never, objects, build: '', inputsFrom }
      found = await replayDay({ ...parts, asOf: later(24 * 60) }, DAY)
      throw undo
    })
    .catch((fault: unknown) => {
      if (fault !== undo) throw fault
    })
  return found!
}

beforeAll(async () => {
  for (const [ticker, step] of [
    ['AAPL', 1],
    ['MSFT', 2.3],
  ] as const) {
    await seedCompany(sql, ticker, ticker)
    await seedBars(sql, ticker, wave(100, step))
  }
  await sql`insert into pipeline_control (enabled) values (true)
    on conflict (only_row) do update set enabled = true`
  await allowMany(sql)
  await set(false)
  await tellNews({ sql, objects }, { ticker: 'AAPL', name: 'Apricot Holdings' })
  await tellNews({ sql, objects }, { ticker: 'MSFT', name: 'Meridian Works' })
  await minutes(6)
  // One falls under its stop, and the second part of the other is due.
  trades('MSFT', (await levelsOf('MSFT')).stop - 1)
  await minutes(32)
  await set(true)
  await minutes(3)
  // Half of it is sold, and what rests at the broker for the rest of it follows.
  trades('AAPL', (await levelsOf('AAPL')).target + 0.5)
  await minutes(8)
  trades('AAPL', (await levelsOf('AAPL')).target + 3)
  await minutes(4)
  await set(false)
  await minutes(3)
}, 120_000)

const causes = ({ differences }: Awaited<ReturnType<typeof replayDay>>) =>
  differences.map(({ ticker, part, cause }) => `${ticker} ${part} ${cause}`)
const decision = (code: string, of = 'order by seq limit 1') =>
  `(select decision_id from trading_decisions where code = '${code}' ${of})`

test('a whole day comes out again, twice, with nothing left out of it', async () => {
  expect(await codes('MSFT')).toEqual([
    'entry',
    'cool_down skipped',
    'stop_loss',
    'cool_down skipped',
  ])
  expect(await codes('AAPL')).toEqual([
    'entry',
    'duplicate skipped',
    'tranche',
    'resting_stop',
    'target_1',
    'resting_stop',
    'resting_stop',
  ])
  const parts = { sql: as('stonks_api'), objects, build: '', inputsFrom: later(-24 * 60) }
  const replay = () => replayDay({ ...parts, asOf: later(24 * 60) }, DAY)
  const [one, two] = [await replay(), await replay()]
  expect([one.differences, one.gaps]).toEqual([[], []])
  expect(one).toMatchObject({ decisions: 11, equal: 11, different: 0, notReplayed: 0, left: 0 })
  expect(one.orders).toEqual({ recorded: 8, replayed: 8 })
  expect(one.missing).toEqual({ all: 0, explained: 0 })
  // One gave way to the sale at the target, the other was switched off.
  expect(one.takenBack).toEqual({ all: 2, equal: 2 })
  expect(one.recordedSha256).toBe(one.replayedSha256)
  expect(canonicalJson(two)).toBe(canonicalJson(one))
})

describe('of what was changed afterwards', () => {
  test.each([
    ['a stop', 'stop_loss', '{input,levels,stopPrice}', 'MSFT'],
    ['half a sale', 'target_1', '{input,holding,quantity}', 'AAPL'],
    ['a later part', 'tranche', '{input,tranche,quantity}', 'AAPL'],
    ['a stop at the broker', 'resting_stop', '{input,levels,stopPrice}', 'AAPL'],
  ])('what %s was judged on is named', async (_, code, path, ticker) => {
    const found =
      await after(`update decision_inputs set inputs = jsonb_set(inputs, '${path}', '"1"')
      where decision_id = ${decision(code)}`)
    expect(found).toMatchObject({ equal: 10, different: 1 })
    expect(new Set(causes(found))).toEqual(new Set([`${ticker} decision inputs_altered`]))
    // The hash alone tells of nothing more than itself: what comes out is another thing as well.
    expect(found.differences.length).toBeGreaterThan(1)
  })

  test.each([
    ['stop_loss', 'quantity = quantity + 1', 'quantity', 'MSFT'],
    ['target_1', `checks = jsonb_set(checks, '{0,found}', '"1"')`, 'checks.target_1.found', 'AAPL'],
    ['tranche', `sizing = jsonb_set(sizing, '{parts}', '9')`, 'sizing.parts', 'AAPL'],
    ['resting_stop', 'reference_price = 1', 'referencePrice', 'AAPL'],
  ])('the decision %s is named, with what is another', async (code, change, field, ticker) => {
    const found = await after(
      `update trading_decisions set ${change} where decision_id = ${decision(code)}`,
    )
    expect(found).toMatchObject({ equal: 10, different: 1 })
    // What its order says of it, where it has one, is told behind that.
    const [first] = found.differences.filter(({ part }) => part === 'decision')
    expect(first).toMatchObject({ ticker, field, cause: 'record_altered' })
    expect(found.ordersSha256).toBe((await after()).ordersSha256)
  })

  test.each(['stop_loss', 'target_1', 'tranche', 'resting_stop'])(
    'a deleted %s is missed',
    async (code) => {
      const [gone] = await sql<{ decisionId: string; ticker: string }[]>`
        select decision_id, ticker from trading_decisions where code = ${code} order by seq limit 1`
      const found = await after(
        `delete from trading_decisions where decision_id = ${decision(code)}`,
      )
      const missed = found.differences.filter(({ cause }) => cause === 'decision_missing')
      // Of a later part the order and the plan are left, of the last sale of a ticker the order and the sale.
      const parts = code === 'tranche' ? ['order', 'tranche'] : ['order']
      expect(found).toMatchObject({ decisions: 10, missing: { all: parts.length, explained: 0 } })
      expect(missed.map(({ part }) => part).sort()).toEqual(parts)
      expect(new Set(missed.map(({ ticker }) => ticker))).toEqual(new Set([gone!.ticker]))
    },
  )

  test('a part of an entry that was given up, and its decision is gone, is missed', async () => {
    const found = await after(
      `delete from trading_decisions where decision_id = ${decision('cool_down', 'and part > 1')}`,
    )
    expect(found.differences).toMatchObject([
      { ticker: 'MSFT', part: 'tranche', cause: 'decision_missing' },
    ])
  })

  test('one whose decision may have been pruned since is not, and an order still is', async () => {
    const pruned = `delete from trading_decisions where decision_id = ${decision('cool_down', 'and part > 1')}`
    const long = await afterwards(later(24 * 60), pruned)
    expect(long.missing).toEqual({ all: 0, explained: 0 })
    const sold = `delete from trading_decisions where decision_id = ${decision('stop_loss')}`
    expect((await afterwards(later(24 * 60), sold)).missing).toEqual({ all: 1, explained: 0 })
  })

  test('an order of a sale is named', async () => {
    const found = await after(
      `update orders set quantity = quantity + 1 where decision_id = ${decision('stop_loss')}`,
    )
    expect(found).toMatchObject({ equal: 10, different: 1 })
    expect(new Set(causes(found))).toEqual(
      new Set(['MSFT decision chain_broken', 'MSFT risk_evaluation chain_broken']),
    )
  })

  test('what a stop was taken back on is named, and one that nobody had reason to take back', async () => {
    const kept = `event = 'cancel_asked' and detail ? 'judged'`
    const altered = await after(
      `update order_events set detail = jsonb_set(detail, '{judged}', '"{}"') where ${kept}`,
    )
    expect(causes(altered)).toEqual(['AAPL taken_back inputs_altered'])
    expect(altered).toMatchObject({ equal: 11, takenBack: { all: 2, equal: 1 } })
    const other = await after(
      `update order_events set detail = jsonb_set(detail, '{reason}', '"no_whole_share"') where ${kept}`,
    )
    expect(other.differences).toMatchObject([
      { recorded: 'no_whole_share', replayed: 'resting_stops_off', cause: 'record_altered' },
    ])
    const gone = await after(`update order_events set detail = detail - 'judged' where ${kept}`)
    expect(causes(gone)).toEqual(['AAPL taken_back inputs_missing'])
    const byHand = await after(
      `update order_events set detail = '{"by": "ann", "reason": "by_hand"}' where ${kept}`,
    )
    expect([byHand.differences, byHand.gaps]).toMatchObject([[], [{ cause: 'by_hand' }]])
  })

  test('a stop that gave way to a sale at a limit, as people ask for, had reason to', async () => {
    const atLimit = await after(
      `update trading_decisions set order_type = 'limit', limit_price = 100
       where decision_id = ${decision('target_1')}`,
    )
    expect(atLimit.takenBack).toEqual({ all: 2, equal: 2 })
    const gone = await after(
      `delete from trading_decisions where code in ('target_1', 'stop_loss')`,
    )
    expect(causes(gone)).toContain('AAPL taken_back record_altered')
  })
})

test('what was decided before inputs of it were kept is said to be so, and is no difference', async () => {
  const late = `update migrations set ran_at = '2024-06-04' where name like '0630%'`
  const sales = `delete from decision_inputs where judged_by in ('exit', 'tranche', 'resting')`
  const events = `update order_events set detail = detail - 'judged'`
  const found = await after(late, sales, events)
  expect(found).toMatchObject({ equal: 4, different: 0, notReplayed: 7 })
  expect(found.differences).toEqual([])
  expect(new Set(found.gaps.map(({ cause }) => cause))).toEqual(new Set(['recorded_before']))
  // Younger ones are missed.
  const young = await after(sales, `update migrations set ran_at = '2024-05-01'`)
  expect(young).toMatchObject({ different: 7, notReplayed: 0 })
  expect(new Set(causes(young).map((text) => text.split(' ').at(-1)))).toEqual(
    new Set(['inputs_missing']),
  )
})

describe('the command, as a person runs it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-replay-day-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const stonks = openReplayCommand({ url, objects: folder })
  beforeAll(async () => {
    const store = openFolder(folder, { flush: false })
    for (const [path, bytes] of objects.held) {
      const [bucket = '', ...key] = path.split('/')
      await store.put(bucket, key.join('/'), bytes, '')
    }
  })
  /** What no trigger was asked about. */
  const breach = (change: string) =>
    sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx.unsafe(change)
    })

  test('gives identical decisions and orders twice, byte for byte', async () => {
    const [one, two] = [await stonks(DAY, '--json'), await stonks(DAY, '--json')]
    expect([one.code, one.err]).toEqual([0, ''])
    expect(two).toEqual(one)
    const body = JSON.parse(one.out) as ParityBody
    expect(body).toMatchObject({ decisions: 11, equal: 11, orders: { recorded: 8, replayed: 8 } })
    expect([body.differences, body.gaps]).toEqual([[], []])
    expect(body.replayedSha256).toBe(body.recordedSha256)
    expect(canonicalJson(body)).toBe(canonicalJson(await after()))
    const [told, again] = [await stonks(DAY), await stonks(DAY)]
    expect(again).toEqual(told)
    expect(told.code).toBe(0)
    expect(told.out).toContain(
      '11 decisions, 11 come out the same, 0 do not, 0 cannot be replayed.',
    )
    expect(told.out).toContain(
      `Orders among them: 8 recorded, 8 replayed, hash ${body.ordersSha256}`,
    )
    expect(told.out).toContain(
      'Stops at the broker asked back: 2, of which 2 are asked back again.',
    )
    expect(told.out).not.toContain('Differences')
  }, 240_000)

  test('says of a decision, an input and an order that were changed which it is, and why', async () => {
    const { ordersSha256 } = JSON.parse((await stonks(DAY, '--json')).out) as ParityBody
    const sold = `decision_id = ${decision('stop_loss')}`
    const cases = [
      [`trading_decisions set quantity = quantity + 1`, /MSFT +decision quantity .*record_altered/],
      [
        `decision_inputs set inputs = jsonb_set(inputs, '{input,levels,stopPrice}', '"1"')`,
        /MSFT +decision inputs .*inputs_altered/,
      ],
      [`orders set quantity = quantity + 1`, /MSFT +decision .*chain_broken/],
    ] as const
    for (const [change, words] of cases) {
      const table = change.split(' ')[0]!
      const [was] = await sql<{ row: string }[]>`
        select to_jsonb(t)::text as row from ${sql(table)} t where ${sql.unsafe(sold)}`
      await breach(`update ${change} where ${sold}`)
      const { code, out } = await stonks(DAY)
      expect(code).toBe(1)
      expect(out).toContain('11 decisions, 10 come out the same, 1 do not, 0 cannot be replayed.')
      expect(out).toMatch(words)
      if (!change.startsWith('decision_inputs')) expect(out).toContain(ordersSha256)
      const column = change.includes('quantity') ? 'quantity' : 'inputs'
      await breach(`update ${table} set ${column} =
        (jsonb_populate_record(null::${table}, '${was!.row.replaceAll("'", "''")}')).${column} where ${sold}`)
    }
    expect((await stonks(DAY)).code).toBe(0)
  }, 240_000)
})
