/** Goal: of a day that the engine played by itself no decision is told as missing, whatever became of each recommendation. */

import { expect, test } from 'vitest'
import { replayDay } from '#shared/explain/parity/replay-day.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { NOON, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const rig = openEngineRig(sql, as('stonks_trading'))

test('bought, skipped, superseded, not held, sold by two windows, and said in the last minute', async () => {
  await rig.reset()
  const say = (
    ticker: string,
    minute: number,
    more: { action?: 'buy' | 'sell'; window?: string; confidence?: number } = {},
  ) => seedRecommendation(sql, { ticker, generatedAt: later(minute), ...more })
  await say('AAA', -1)
  await say('BBB', -1, { action: 'sell' })
  await say('BBB', -1, { window: '1d', confidence: 0.4 })
  await rig.run(NOON)
  await rig.fillWaiting('AAA', '100', later(1))
  await rig.run(later(2))
  // Both windows end what is held: one decision does, and the other has nothing left to decide.
  await say('AAA', 10, { action: 'sell' })
  await say('AAA', 10, { action: 'sell', window: '1d' })
  await rig.run(later(11))
  await rig.fillWaiting('AAA', '100', later(12))
  await rig.run(later(13))
  await say('BBB', 20)
  await say('BBB', 21, { action: 'sell' })
  await rig.run(later(22))
  // 15:59:00; the next round comes after the close.
  await say('BBB', 299, { window: '30d' })
  await rig.run(later(301))
  const { missing, decisions } = await replayDay(
    {
      sql: as('stonks_api'),
      objects: memoryObjects(),
      build: '',
      inputsFrom: later(-24 * 60),
      asOf: later(24 * 60),
    },
    '2024-06-03',
  )
  expect(await rig.codes('AAA')).toContain('sell_recommendation')
  expect(decisions).toBeGreaterThanOrEqual(7)
  expect(missing).toEqual({ all: 0, explained: 0 })
})
