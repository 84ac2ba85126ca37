/**
 * Goal: traded, the signal engine's last evaluation keeps entries back and lets them in, and ends or holds up no
 * sale; in shadow it changes nothing but what is kept. Method: rounds of the engine over stored evaluations.
 */

import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { HeardEngine } from '#shared/contracts/api/heard-engine.ts'
import { deriveId } from '#shared/host/ids.ts'
import { replayDay } from '#shared/explain/parity/replay-day.ts'
import { explainOrder } from '#shared/explain/explain.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { sayEngine, setEngine, type EngineSaid } from '../../helpers/engine-said.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { NOON, seedRecommendation, seedSettings } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const { run, reset, codes, waiting, fillWaiting, place } = openEngineRig(sql, as('stonks_trading'))

beforeEach(async () => {
  await reset()
  await sql`truncate signal_engine_outputs`
  await sql`delete from risk_configs where name = 'signal_engine_mode'`
  await seedRecommendation(sql, { ticker: 'AAA' })
})

const kept = async (ticker = 'AAA') =>
  (
    await sql<{ signalEngine: unknown }[]>`
      select signal_engine from trading_decisions where ticker = ${ticker} order by seq`
  ).map(({ signalEngine }) => signalEngine)
const lastCheck = async () => {
  const [row] = await sql<{ check: unknown }[]>`
    select checks -> -1 as check from trading_decisions where ticker = 'AAA' order by seq desc limit 1`
  return row?.check
}
/** It ends in real time, years behind the business time that it is of. */
const giveUp = (at: Date) => sql`
  insert into jobs (job_id, list, payload, state, business_at, settled_at, reason)
  values (${deriveId('job', at.toISOString())}, 'signal_engine', '{"ticker":"AAA"}', 'dead', ${at}, clock_timestamp(), 'deliveries_used')`
const replay = () =>
  replayDay(
    { sql: as('stonks_api'), objects: memoryObjects(), build: '', inputsFrom: later(600) },
    '2024-06-03',
  )
/** Of the decisions alone: what is seeded has no chain below it. */
const differing = async () => (await replay()).differences.filter(({ part }) => part === 'decision')

describe('traded', () => {
  beforeEach(() => setEngine(sql, 'traded'))

  test('what both pipelines buy is entered, and what they said is kept with it', async () => {
    await sayEngine(sql, { ticker: 'AAA' })
    await run(NOON)
    expect(await codes('AAA')).toEqual(['entry'])
    const [heard] = await kept()
    expect(v.parse(HeardEngine, heard)).toMatchObject({
      mode: 'traded',
      session: '2024-05-31',
      output: { heuristicVerdict: 'buy', probabilisticVerdict: 'buy', sessionDate: '2024-05-31' },
      givenUp: null,
    })
    const [row] = await sql`select output_id from signal_engine_outputs`
    expect(heard).toMatchObject({ output: { outputId: row?.['outputId'] } })
    expect(await differing()).toEqual([])
  })

  test.each<[string, Omit<EngineSaid, 'ticker'>, string]>([
    ['scores only watch it', { scores: 'watch' }, 'scores watch, chance buy'],
    ['the chance is against it', { chance: 'skip' }, 'scores buy, chance skip'],
    ['a pipeline failed', { scores: null }, 'scores failed, chance buy'],
    [
      'a filter was shut',
      {
        scores: 'skip',
        chance: 'skip',
        filters: [{ code: 'earnings_near', found: 2, limit: 3 }],
      },
      'scores skip, chance skip',
    ],
  ])('nothing is entered where %s', async (_, said, found) => {
    await sayEngine(sql, { ticker: 'AAA', ...said })
    await run(NOON)
    expect(await codes('AAA')).toEqual(['engine_against'])
    expect(await lastCheck()).toMatchObject({ name: 'engine_against', found, limit: 'both buy' })
    expect(await waiting()).toEqual([])
    expect(await differing()).toEqual([])
  })

  test('without an evaluation nothing is entered, until one comes', async () => {
    await run(NOON)
    expect(await codes('AAA')).toEqual(['engine_unheard'])
    expect(await lastCheck()).toMatchObject({ found: 'none', limit: '2024-05-31' })
    await giveUp(new Date('2024-06-03T14:30:00Z'))
    await run(later(1))
    // What is kept is what it was skipped on at first; the same skip again writes nothing.
    expect(await kept()).toMatchObject([{ output: null, givenUp: null }])
    await sayEngine(sql, { ticker: 'AAA', at: later(2) })
    await run(later(3))
    expect(await codes('AAA')).toEqual(['entry'])
  })

  test('an evaluation that was given up is told with its reason', async () => {
    await giveUp(new Date('2024-06-03T06:30:00Z'))
    await run(NOON)
    expect(await lastCheck()).toMatchObject({
      name: 'engine_unheard',
      found: 'none, its job of 2024-06-03T06:30:00.000Z given up: deliveries_used',
    })
    expect(await differing()).toEqual([])
  })

  test('one of the session before, and one of another ticker, do not count', async () => {
    const thursday = new Date('2024-05-31T06:00:00Z')
    await sayEngine(sql, { ticker: 'AAA', session: '2024-05-30', at: thursday })
    await sayEngine(sql, { ticker: 'BBB' })
    await run(NOON)
    expect(await lastCheck()).toMatchObject({ name: 'engine_unheard', found: '2024-05-30' })
  })

  test('one that is made later than the round does not count', async () => {
    await sayEngine(sql, { ticker: 'AAA', at: later(1) })
    await run(NOON)
    expect(await codes('AAA')).toEqual(['engine_unheard'])
  })

  test('a sale leaves, whatever it says', async () => {
    await sayEngine(sql, { ticker: 'AAA' })
    await run(NOON)
    await fillWaiting('AAA', '100', NOON)
    await sayEngine(sql, { ticker: 'AAA', scores: 'skip', chance: 'skip', at: later(1) })
    const sale = { ticker: 'AAA', window: '1d', action: 'sell', confidence: 0.9 } as const
    await seedRecommendation(sql, { ...sale, generatedAt: later(1) })
    await run(later(2))
    expect(await codes('AAA')).toEqual(['entry', 'sell_recommendation'])
    expect((await waiting()).map(({ side }) => side)).toEqual(['sell'])
    expect((await kept())[1]).toBeNull()
  })

  test('the order is explained with it, and a value that was changed is found', async () => {
    await sayEngine(sql, { ticker: 'AAA' })
    await run(NOON)
    const made: string[] = []
    await place(NOON, async (orderId) => made.push(orderId))
    const decision = async () =>
      (await explainOrder({ sql, objects: memoryObjects() }, made[0]!)).links.find(
        ({ link }) => link === 'decision',
      )
    expect(await decision()).toMatchObject({
      ok: true,
      detail: {
        signalEngine: 'traded: scores buy, chance buy, of 2024-05-31; asked for 2024-05-31',
      },
    })
    await sql`update trading_decisions set signal_engine =
      jsonb_set(signal_engine, '{output,heuristicVerdict}', '"skip"')`
    expect((await decision())?.why).toContain('checks of the signal engine')
    expect((await differing()).map(({ field }) => field)).toContain(
      'signalEngine.output.heuristicVerdict',
    )
  })

  test('what a release before decided over it counts without it', async () => {
    await run(NOON)
    const [before] = await kept()
    await setEngine(sql, 'off')
    await run(later(1))
    expect(await codes('AAA')).toEqual(['entry'])
    // Its update names no such column, so that what stood there stays.
    await sql`update trading_decisions set rule_version = 'trading-2', signal_engine = ${sql.json(before as never)}`
    const made: string[] = []
    await place(later(1), async (orderId) => made.push(orderId))
    const { links } = await explainOrder({ sql, objects: memoryObjects() }, made[0]!)
    const decision = links.find(({ link }) => link === 'decision')
    expect(decision).toMatchObject({ ok: true, why: '' })
    expect(decision?.detail).not.toHaveProperty('signalEngine')
    expect(await differing()).toEqual([])
  })

  test('a later part of an entry is given up once it is against it', async () => {
    await seedSettings(sql, { enabled: true, gradualTranches: 3, gradualThreshold: '30' })
    await sayEngine(sql, { ticker: 'AAA' })
    await run(NOON)
    await fillWaiting('AAA', '100', NOON)
    await sayEngine(sql, { ticker: 'AAA', chance: 'watch', at: later(1) })
    await run(later(31))
    const parts = await sql`select state, code from entry_tranches order by part`
    expect(parts).toMatchObject([
      { state: 'dropped', code: 'engine_against' },
      { state: 'dropped', code: 'engine_against' },
    ])
    expect((await kept())[1]).toMatchObject({ output: { probabilisticVerdict: 'watch' } })
  })

  test('later parts wait for an evaluation, before they are due and after', async () => {
    await seedSettings(sql, { enabled: true, gradualTranches: 3, gradualThreshold: '30' })
    await setEngine(sql, 'off')
    await run(NOON)
    await fillWaiting('AAA', '100', NOON)
    await setEngine(sql, 'traded')
    const states = async () =>
      (await sql`select state from entry_tranches order by part`).map((row) => row['state'])
    await run(later(1))
    expect(await states()).toEqual(['waiting', 'waiting'])
    await run(later(31))
    expect(await states()).toEqual(['waiting', 'waiting'])
    await sayEngine(sql, { ticker: 'AAA', at: later(32) })
    await run(later(33))
    expect(await states()).toEqual(['sent', 'waiting'])
    expect(await codes('AAA')).toEqual(['entry', 'tranche'])
  })
})

describe('in shadow', () => {
  const outcome = async () => {
    await run(NOON)
    const [made] = await sql<Record<string, unknown>[]>`
      select decision_id, action, code, quantity, reference_price, checks, sizing, rule_version
      from trading_decisions where ticker = 'AAA'`
    return made
  }
  test('nothing differs from off but what is kept', async () => {
    await sayEngine(sql, { ticker: 'AAA', scores: 'skip', chance: 'skip' })
    const off = await outcome()
    expect(await kept()).toEqual([null])
    const said = { ticker: 'AAA', scores: 'skip', chance: 'skip' } as const
    await reset()
    await seedRecommendation(sql, { ticker: 'AAA' })
    await sayEngine(sql, said)
    await setEngine(sql, 'shadow')
    expect(await outcome()).toEqual(off)
    expect(off).toMatchObject({ action: 'act', code: 'entry' })
    expect(await kept()).toMatchObject([
      { mode: 'shadow', output: { heuristicVerdict: 'skip', probabilisticVerdict: 'skip' } },
    ])
    expect(await differing()).toEqual([])
    await sql`update trading_decisions set signal_engine = null`
    expect((await differing()).map(({ field }) => field)).toEqual(['signalEngine'])
  })

  test('a setting that cannot be read is off', async () => {
    await setEngine(sql, 'loud')
    await run(NOON)
    expect(await codes('AAA')).toEqual(['entry'])
    expect(await kept()).toEqual([null])
  })
})
