import { beforeAll, expect, test } from 'vitest'
import { STORY_PLACE } from '#shared/contracts/api/story.ts'
import { readStory } from '../../../services/query-api/universe/story.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { seedCompany, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const api = as('stonks_api')
const at = (minute: number) => new Date(Date.UTC(2024, 5, 3, 15, minute))

beforeAll(async () => {
  await seedCompany(sql, 'AAA', 'Energy')
  await seedCompany(sql, 'BBB', 'Energy')
  for (const ticker of ['AAA', 'BBB']) {
    const recommendationId = await seedRecommendation(sql, { ticker, generatedAt: at(1) })
    await sql`insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action, code, checks, risk_tier)
      values (gen_random_uuid(), ${recommendationId}, ${ticker}, ${at(2)}, 'entry', 'skip', 'duplicate', '[]', 'moderate')`
    // Four at one moment, and a microsecond later one more: none may be told twice or left out.
    for (const id of ['1', '2', '3', '4'])
      await sql`insert into order_fills (execution_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at)
        values (${ticker + id}, ${ticker + id}, ${ticker}, 'buy', ${id}, 10,
          ${at(3)}::timestamptz + ${id === '4' ? 1 : 0} * interval '1 microsecond', ${at(3)})`
  }
})

const told = (filter: object = {}) => readStory(api, 'AAA', { sort: '-at', limit: 50, ...filter })

test('what happened to a company is told in order, of it alone', async () => {
  const rows = (await told())!
  expect(rows.map(({ kind }) => kind)).toEqual([
    'fill',
    'fill',
    'fill',
    'fill',
    'decision',
    'recommendation',
  ])
  expect(rows[0]).toMatchObject({ side: 'buy', quantity: '4.000000000', title: null })
  expect(rows[4]).toMatchObject({ code: 'duplicate', trendWindow: '7d' })
  for (const { storyId } of rows) expect(storyId).toMatch(STORY_PLACE)
  expect(await readStory(api, 'NONE', { sort: '-at', limit: 5 })).toBeUndefined()
})

test.each(['-at', 'at'])(
  'it is gone through row by row, none twice and none left out, by %s',
  async (sort) => {
    const whole = (await told({ sort }))!
    const seen: string[] = []
    let after: string | undefined
    for (;;) {
      const [row] = (await told({ sort, limit: 1, after }))!
      if (!row) break
      seen.push(row.storyId)
      after = row.storyId
    }
    expect(seen).toEqual(whole.map(({ storyId }) => storyId))
    expect(new Set(seen).size).toBe(6)
  },
)

test('it is told of one kind, and of days', async () => {
  expect((await told({ kind: 'fill' }))!.map(({ kind }) => kind)).toEqual(Array(4).fill('fill'))
  expect(await told({ to: '2024-06-02' })).toEqual([])
  expect(await told({ from: '2024-06-03', to: '2024-06-03' })).toHaveLength(6)
})
