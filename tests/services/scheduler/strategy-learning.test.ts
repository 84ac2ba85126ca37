/** Learning of weights over a real record: each trade once, each step with its rows, and by whom. */

import { pino } from 'pino'
import { beforeEach, expect, test } from 'vitest'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import type { ShadowTrade } from '#shared/domain/strategy/shadow/follow.ts'
import { readWeights } from '#shared/sql/strategy/weights.ts'
import { saveTrades, type CreditedTrade } from '#shared/sql/strategy/trades.ts'
import { runRound } from '../../../services/scheduler/round.ts'
import { learningDuty } from '../../../services/scheduler/strategy-learning.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { sessionsFrom } from '../../helpers/engine-bars.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_orchestration')
const log = pino({ level: 'silent' })
const duties = [learningDuty({ sql: own })]
const round = (day: number) =>
  runRound(
    { sql: own, log, duties },
    newYorkInstant(`2026-03-${String(day).padStart(2, '0')}`, '00:10'),
  )
const dates = sessionsFrom('2026-01-05', 40)

beforeEach(async () => {
  await clearAudit(sql)
  await sql`truncate scheduler_duties, strategy_trades, strategy_weights, learning_adjustments restart identity`
  await sql`insert into risk_configs (name, value) values ('strategies_mode', '"shadow"')
    on conflict (name) do update set value = excluded.value`
})

/** Closed trades of one strategy, `profit` dollars on 4,800 each. */
async function close(
  strategy: CreditedTrade['strategy'],
  ticker: string,
  count: number,
  profit: string,
  credits: CreditedTrade['credits'] = { [strategy]: 1 },
): Promise<void> {
  const trades = Array.from({ length: count }, (_, at): CreditedTrade => {
    const trade: ShadowTrade = {
      state: 'closed',
      decidedOn: dates[at]!,
      enteredOn: dates[at + 1]!,
      exitedOn: dates[at + 2]!,
      quantity: '48',
      entryPrice: '100',
      exitPrice: '101',
      paid: '4800',
      profit,
      fees: '0.1',
      spread: '0.5',
      slippage: '0.5',
      why: 'stop',
    }
    return { ...trade, strategy, credits, version: 0 }
  })
  await sql.begin((tx) => saveTrades(tx, ticker, trades, newYorkInstant('2026-03-01', '20:00')))
}

const steps = () => sql`select * from learning_adjustments order by adjustment_id`
const uncounted = async () =>
  (await sql`select 1 from strategy_trades where counted_in is null`).length
const audited = () => sql`
  select actor_kind, actor, action, entity_id, before, detail, reason from audit_events order by audit_event_id`

test('a step moves the weights, counts each trade, and leaves its rows', async () => {
  await close('momentum', 'AAPL', 12, '48')
  await close('mean-reversion', 'MSFT', 12, '-24')
  await round(2)
  const [step, ...more] = await steps()
  expect(more).toEqual([])
  expect(step).toMatchObject({
    code: 'weights_moved',
    tradesWaiting: 24,
    tradesCounted: 24,
    versionBefore: 0,
    versionAfter: 1,
    weightsBefore: { momentum: 1 / 3 },
    rewards: { momentum: { trades: 12 }, 'news-driven': { trades: 0, made: null, reward: null } },
  })
  expect(step!['why']).toMatch(
    /^24 trades counted: momentum 1\.00 % a trade over 12\.0 that count as 11\.6, mean-reversion -0\.50 %/,
  )
  const { version, weights } = await readWeights(own)
  expect(version).toBe(1)
  expect(weights).toEqual(step!['weightsAfter'])
  expect(weights.momentum).toBeCloseTo(0.3 + 0.2 / 3, 12)
  expect(await uncounted()).toBe(0)
  expect(await audited()).toMatchObject([
    {
      actorKind: 'service',
      actor: 'scheduler',
      action: 'learn_strategy_weights',
      entityId: 'version 1',
      before: { momentum: 1 / 3 },
      detail: { code: 'weights_moved', tradesCounted: 24, momentum: weights.momentum },
    },
  ])
})

test('a trade counts once: another day without new ones moves nothing and says nothing', async () => {
  await close('momentum', 'AAPL', 12, '48')
  await close('mean-reversion', 'MSFT', 12, '-24')
  for (const day of [2, 2, 3, 4]) await round(day)
  expect(await steps()).toHaveLength(1)
  await close('momentum', 'XOM', 12, '48')
  await close('mean-reversion', 'JPM', 8, '0')
  await round(5)
  expect(await steps()).toMatchObject([
    {},
    { tradesCounted: 20, versionBefore: 1, versionAfter: 2 },
  ])
})

test('too few say so once until more come in, and count in the step that takes them', async () => {
  await close('momentum', 'AAPL', 10, '48')
  for (const day of [2, 3]) await round(day)
  await close('mean-reversion', 'MSFT', 9, '24')
  for (const day of [4, 5]) await round(day)
  expect(await steps()).toMatchObject([
    { code: 'too_few_trades', tradesWaiting: 10, tradesCounted: 0, versionAfter: 0 },
    {
      code: 'too_few_trades',
      tradesWaiting: 19,
      why: '19 new closed trades: a step takes 20 or more',
    },
  ])
  await close('mean-reversion', 'JPM', 1, '24')
  await round(6)
  expect((await steps())[2]).toMatchObject({ code: 'weights_moved', tradesCounted: 20 })
  expect(await audited()).toHaveLength(3)
})

test('where nothing earned the weights stay, and the trades have counted', async () => {
  await close('momentum', 'AAPL', 12, '-48')
  await close('mean-reversion', 'MSFT', 12, '-24')
  await round(2)
  expect(await steps()).toMatchObject([
    { code: 'nothing_earned', tradesCounted: 24, versionBefore: 0, versionAfter: 0 },
  ])
  expect(await uncounted()).toBe(0)
  expect(await readWeights(own)).toMatchObject({ version: 0 })
})

test('trades of the ensemble are shared out among those that made them', async () => {
  await close('ensemble', 'AAPL', 24, '48', { momentum: 0.25, 'news-driven': 0.75 })
  await round(2)
  // What earned alike is not told apart.
  expect((await steps())[0]).toMatchObject({
    code: 'weights_unchanged',
    versionAfter: 0,
    tradesCounted: 24,
    rewards: { momentum: { trades: 6 }, 'news-driven': { trades: 18 } },
  })
})

test('open, waiting and void trades count for nothing, nor does anything while strategies are off', async () => {
  await close('momentum', 'AAPL', 12, '48')
  await close('mean-reversion', 'MSFT', 12, '24')
  await sql`update risk_configs set value = '"off"' where name = 'strategies_mode'`
  await round(2)
  expect(await steps()).toEqual([])
  await sql`update strategy_trades set state = 'void', closed_at = null where ticker = 'MSFT'`
  await sql`update risk_configs set value = '"shadow"' where name = 'strategies_mode'`
  await round(3)
  expect(await steps()).toMatchObject([{ code: 'too_few_trades', tradesWaiting: 12 }])
})

test('of two schedulers one takes the step', async () => {
  await close('momentum', 'AAPL', 12, '48')
  await close('mean-reversion', 'MSFT', 12, '-24')
  await Promise.all([round(2), round(2)])
  expect(await steps()).toHaveLength(1)
  expect(await readWeights(own)).toMatchObject({ version: 1 })
})

test('weights that a person changed meanwhile are not written over', async () => {
  await close('momentum', 'AAPL', 12, '48')
  await close('mean-reversion', 'MSFT', 12, '-24')
  const settle = await learningDuty({ sql: own }).run({
    now: newYorkInstant('2026-03-02', '00:10'),
    last: null,
    signal: new AbortController().signal,
    isOn: true,
  })
  await sql`insert into strategy_weights (version, weights, made_at, made_by, reason)
    values (1, '{"momentum": 0.2, "mean-reversion": 0.4, "news-driven": 0.4}', now(), 'olga', 'tried')`
  expect(typeof settle === 'string' ? settle : await own.begin((tx) => settle(tx))).toBe(0)
  expect(await steps()).toEqual([])
  expect(await uncounted()).toBe(24)
})
