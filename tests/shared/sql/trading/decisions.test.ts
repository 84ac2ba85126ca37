/** Decisions that two processes come to at once. */

import { expect, test } from 'vitest'
import { decisionIdOf, saveDecision } from '#shared/sql/trading/decisions.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { NOON, seedRecommendation } from '../../../helpers/trading.ts'

const { sql } = await cloneDatabase()
const AT_ONCE = 4

const skipped = (decisionId: string, recommendationId: string) => ({
  decisionId,
  recommendationId,
  ticker: 'AAA',
  kind: 'entry' as const,
  action: 'skip' as const,
  code: 'superseded',
  side: 'buy' as const,
  quantity: null,
  referencePrice: null,
  checks: [],
  sizing: {},
  riskTier: '',
  ruleVersion: 'trading-2',
})

test('the same decision made by several at once is stored once, and fails none of them', async () => {
  for (let turn = 0; turn < 60; turn++) {
    const generatedAt = new Date(NOON.getTime() - turn)
    const recommendationId = await seedRecommendation(sql, { ticker: 'AAA', generatedAt })
    const decisionId = await decisionIdOf(sql, recommendationId, 'entry')
    const made = skipped(decisionId, recommendationId)
    const stored = await Promise.all(
      Array.from({ length: AT_ONCE }, () => sql.begin((tx) => saveDecision(tx, made, NOON))),
    )
    expect(stored.filter(Boolean)).toHaveLength(1)
  }
})

test('a skip gives way to an act, and an act to nothing', async () => {
  const recommendationId = await seedRecommendation(sql, { ticker: 'BBB' })
  const decisionId = await decisionIdOf(sql, recommendationId, 'entry')
  const skip = { ...skipped(decisionId, recommendationId), ticker: 'BBB' }
  const act = { ...skip, action: 'act' as const, code: 'entry', quantity: '1', referencePrice: '1' }
  const save = (made: typeof skip | typeof act) => sql.begin((tx) => saveDecision(tx, made, NOON))
  expect(await save(skip)).toBe(true)
  expect(await save(skip)).toBe(false)
  expect(await save(act)).toBe(true)
  expect(await save(skip)).toBe(false)
  const rows = await sql`select action, code from trading_decisions where ticker = 'BBB'`
  expect(rows).toEqual([{ action: 'act', code: 'entry' }])
})
