/** The way back to earlier weights, and what is told of strategies, over the small day. */

import { expect, test } from 'vitest'
import type {
  StrategyBoard,
  WeightsHistory,
  WeightsVersion,
} from '#shared/contracts/api/strategy-weights.ts'
import { person } from '../../../helpers/principals.ts'
import { openApi } from '../api.ts'

async function open(role: 'operator' | 'viewer' = 'operator') {
  const api = await openApi({ authenticate: () => Promise.resolve(person(role, 'olga')) })
  const revert = async (version: number, reason = 'as it was') => {
    const reply = await api.post('/api/strategy-weights/revert', { version, reason })
    return { status: reply.status, body: (await reply.json()) as WeightsVersion }
  }
  return { ...api, revert }
}

test('a revert is a new version with the old weights, told of in the audit', async () => {
  const { sql, read, revert } = await open()
  const before = await read<WeightsHistory>('/api/strategy-weights')
  expect(before.versions.map(({ version }) => version)).toEqual([2, 1])
  expect(await revert(1)).toMatchObject({
    status: 200,
    body: { version: 3, revertsTo: 1, madeBy: 'olga', reason: 'as it was' },
  })
  const { versions } = await read<WeightsHistory>('/api/strategy-weights')
  expect(versions[0]!.weights).toEqual(before.versions[1]!.weights)
  expect(versions.slice(1)).toEqual(before.versions)
  expect(await read<StrategyBoard>('/api/strategies')).toMatchObject({ version: 3 })
  // Back to what the product comes with, too.
  expect((await revert(0)).body.weights.momentum).toBe(1 / 3)
  expect(
    await sql`select actor, entity_id, before, detail, reason from audit_events
      where action = 'POST /api/strategy-weights/revert' order by audit_event_id`,
  ).toMatchObject([
    {
      actor: 'olga',
      entityId: 'strategy_weights',
      before: { version: 2 },
      detail: { version: 3, revertsTo: 1 },
      reason: 'as it was',
    },
    { before: { version: 3 }, detail: { version: 4, revertsTo: 0 } },
  ])
})

test('there is no way back to what there was not, to what is in force, without a reason, or for a viewer', async () => {
  const { revert } = await open()
  for (const [version, reason] of [
    [9, 'tried'],
    [2, 'tried'],
    [1, ' '],
  ] as const)
    expect((await revert(version, reason)).status).toBe(422)
  expect((await (await open('viewer')).revert(1)).status).toBe(403)
})

test('each strategy is told with its weight, the equal one, its record and what stands', async () => {
  const { read } = await open('viewer')
  const { strategies, beside, newTrades, stepTakes } = await read<StrategyBoard>('/api/strategies')
  expect(strategies.map(({ strategy, weight, open: held }) => [strategy, weight, held])).toEqual([
    ['momentum', 0.38, 0],
    ['mean-reversion', 0.286667, 0],
    ['news-driven', 0.333333, 1],
    ['ensemble', null, 0],
  ])
  expect(strategies[0]).toMatchObject({ equalWeight: 1 / 3, record: { trades: 31, days: 31 } })
  // Of fewer than forty days nothing is said of chance.
  expect(strategies[0]!.record.interval).toBeNull()
  expect(strategies[2]!.record).toMatchObject({
    trades: 1,
    won: 1,
    profit: '60.25',
    interval: null,
  })
  // All of the small day's trades were decided by equal weights.
  expect(beside).toMatchObject({ verdict: 'never_moved', days: 0 })
  expect([newTrades, stepTakes]).toEqual([20, 20])
})
