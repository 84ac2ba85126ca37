import { Big } from 'big.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { explainOrder } from '#shared/explain/explain.ts'
import { deriveId } from '#shared/host/ids.ts'
import { tripManual } from '#shared/sql/risk/breakers.ts'
import { readDeparture } from '#shared/sql/trading/departure.ts'
import { liftHold, setHold } from '#shared/sql/trading/standing.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, seedRecommendation, seedSettings } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const {
  run,
  reset,
  prices,
  waiting: jobs,
  fillWaiting,
  place,
} = openEngineRig(sql, as('stonks_trading'))
let recommendationId = ''

beforeEach(async () => {
  await sql`truncate trading_holds`
  await reset()
  await seedSettings(sql, {
    enabled: true,
    gradualTranches: 3,
    gradualThreshold: '30',
    positionCap: '300',
  })
  recommendationId = await seedRecommendation(sql, { ticker: 'AAA' })
  await run(NOON)
  await fillWaiting('AAA', '100', NOON)
})
const made = () => sql<{ code: string; action: string; quantity: string | null; part: number }[]>`
  select code, action, quantity, part from trading_decisions where ticker = 'AAA' and kind = 'entry' order by seq`
const plan = () => sql<{ part: number; state: string; code: string }[]>`
  select part, state, code from entry_tranches order by part`
const codes = async () => (await plan()).map(({ state, code }) => `${state} ${code}`.trim())

describe('a gradual entry', () => {
  test('is bought in three parts, half an hour apart, each a decision of its own', async () => {
    await run(later(29))
    expect(await codes()).toEqual(['waiting', 'waiting'])
    await run(later(30))
    await run(later(31))
    await fillWaiting('AAA', '100', later(31))
    expect(await codes()).toEqual(['sent tranche', 'waiting'])
    await run(later(60))
    await fillWaiting('AAA', '100', later(60))
    await run(later(90))
    expect(await codes()).toEqual(['sent tranche', 'sent tranche'])
    const all = await made()
    expect(all.map(({ code, quantity, part }) => [code, Number(quantity), part])).toEqual([
      ['entry', 1, 1],
      ['tranche', 1, 2],
      ['tranche', 1, 3],
    ])
    const [second] = await sql`select decision_id, checks from trading_decisions where part = 2`
    expect(second?.['decisionId']).toBe(deriveId('decision', recommendationId, 'entry', '2'))
    expect(second?.['checks'].every(({ passed }: { passed: boolean }) => passed)).toBe(true)
  })

  test('is explained by a decision of its own, part by part', async () => {
    await run(later(30))
    const made: string[] = []
    await place(later(30), async (orderId) => made.push(orderId))
    expect(made).toHaveLength(1)
    const { links, broken } = await explainOrder({ sql, objects: memoryObjects() }, made[0]!)
    const own = ['order', 'decision', 'risk_evaluation', 'recommendation']
    expect(links.map(({ link }) => link)).toEqual(expect.arrayContaining(own))
    // What was said before stands for itself here: the recommendation has no chain behind it.
    expect(broken.filter(({ link }) => own.slice(0, 3).includes(link))).toEqual([])
    await sql`update trading_decisions set quantity = quantity + 1 where part = 2`
    const changed = await explainOrder({ sql, objects: memoryObjects() }, made[0]!)
    expect(changed.broken.map(({ link }) => link)).toContain('decision')
  })

  test('leaves by the age of its own decision, not of what was said at first', async () => {
    await run(later(30))
    const [part] = await sql`select decision_id from trading_decisions where part = 2`
    const [id, hash] = [part?.['decisionId'] as string, 'a'.repeat(64)]
    await sql`insert into risk_evaluations (risk_evaluation_id, decision_id, evaluated_at, passed, code, checks, inputs, inputs_sha256)
      values (${id}, ${id}, ${later(30)}, true, 'passed', '[]', '{}', ${hash})`
    await sql`insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker,
        side, order_type, quantity, reference_price, state, intended_at)
      values (${id}, ${id}, ${id}, ${hash}, ${id}, 'AAA', 'buy', 'market', 1, 100, 'intent', ${later(30)})`
    expect(await readDeparture(sql, id)).toMatchObject({
      decidedAt: later(30),
      recommendedAt: null,
    })
  })

  test('is given up once the price fell by more than a range, and not before', async () => {
    const [row] = await sql<{ atr: string }[]>`select atr from entry_tranches limit 1`
    prices.set('AAA', new Big(100).minus(row!.atr).toFixed())
    await run(later(30))
    expect(await codes()).toEqual(['sent tranche', 'waiting'])
    await fillWaiting('AAA', '100', later(30))
    prices.set('AAA', new Big(100).minus(row!.atr).minus('0.01').toFixed())
    await run(later(60))
    expect(await codes()).toEqual(['sent tranche', 'dropped tranche_price'])
    expect((await made()).at(-1)).toMatchObject({ action: 'skip', code: 'tranche_price', part: 3 })
  })

  test.each<[string, () => Promise<unknown>]>([
    [
      'outweighed',
      () =>
        seedRecommendation(sql, {
          ticker: 'AAA',
          window: '1d',
          action: 'sell',
          confidence: 0.78,
          generatedAt: later(1),
        }),
    ],
    [
      'halted',
      () =>
        sql.begin((tx) =>
          setHold(
            tx,
            { code: 'kill_switch', state: 'halted', says: 'for the test', by: 'test' },
            NOON,
          ),
        ),
    ],
    [
      'circuit_breaker',
      () =>
        sql.begin((tx) =>
          tripManual(tx, { ticker: 'AAA', closesAt: null, by: 'a person', reason: 'news' }, NOON),
        ),
    ],
    [
      'confidence_below_tier',
      () =>
        sql`update trading_engine_config set risk_tier = 'conservative'`.then(
          () => sql`update recommendations set confidence = 0.7`,
        ),
    ],
  ])('is cancelled for good: %s', async (code, cause) => {
    await cause()
    await run(later(2))
    expect(await codes()).toEqual([`dropped ${code}`, `dropped ${code}`])
    await sql`truncate trading_holds`
    await sql`update circuit_breaker_events set reset_at = ${later(3)}`
    await run(later(30))
    expect(await codes()).toEqual([`dropped ${code}`, `dropped ${code}`])
  })

  test('ends with its position, and buys nothing back', async () => {
    prices.set('AAA', '80')
    await run(later(2))
    await fillWaiting('AAA', '80', later(2))
    prices.set('AAA', '100')
    await run(later(3))
    expect(await codes()).toEqual(['dropped cool_down', 'dropped cool_down'])
    await run(later(62))
    expect(await jobs()).toHaveLength(0)
  })

  test('waits while trading only reduces, and is too old after two hours of sessions', async () => {
    await sql.begin((tx) =>
      setHold(tx, { code: 'paused', state: 'reducing', says: 'for the test', by: 'test' }, NOON),
    )
    await run(later(31))
    await run(later(62))
    expect(await codes()).toEqual(['waiting', 'waiting'])
    await sql.begin((tx) => liftHold(tx, 'paused', later(63)))
    await run(later(63))
    await fillWaiting('AAA', '100', later(63))
    // The same again at once would be a second one by mistake.
    expect(await codes()).toEqual(['sent tranche', 'waiting'])
    await run(later(65))
    expect(await codes()).toEqual(['sent tranche', 'sent tranche'])
  })

  test('is forgotten where its part could not leave in time', async () => {
    await sql.begin((tx) =>
      setHold(tx, { code: 'paused', state: 'reducing', says: 'for the test', by: 'test' }, NOON),
    )
    await sql.begin((tx) => liftHold(tx, 'paused', later(151)))
    await run(later(151))
    expect(await codes()).toEqual(['dropped tranche_late', 'dropped tranche_late'])
  })
})
