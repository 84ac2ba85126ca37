import { beforeAll, expect, test } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import { searchDecisions, totalDecisions } from '../../../services/query-api/trading/decisions.ts'
import { listRecommendations } from '../../../services/query-api/signals/recommendations.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const api = as('stonks_api')
/** New York is four hours behind: the day ends at 04:00. */
const at = (time: string) => new Date(`2024-06-03T${time}:00Z`)

type Made = { ticker?: string; code?: string; time: string; action?: 'skip' | 'act' }

async function decide({ ticker = 'AAA', code = 'no_position', time, action = 'skip' }: Made) {
  await sql`insert into trading_decisions (decision_id, ticker, decided_at, kind, action, code, side, quantity, checks, risk_tier)
    values (${deriveId('repeat', ticker, code, time, action)}, ${ticker}, ${at(time)}, 'exit', ${action}, ${code}, 'sell',
      ${action === 'act' ? '1' : null}, '[]', 'moderate')`
}

beforeAll(async () => {
  // The first is of the evening before, in New York.
  for (const time of ['03:59', '04:00', '14:00', '14:01']) await decide({ time })
  await decide({ time: '14:02', code: 'duplicate' })
  await decide({ time: '14:03', ticker: 'BBB' })
  for (const time of ['14:04', '14:05']) await decide({ time, action: 'act', code: 'stop_loss' })
})

const listed = (filter: object = {}) => searchDecisions(api, { limit: 50, ...filter })

test('skips of one ticker for one reason within a day are one row, the newest, with all of them counted', async () => {
  const rows = await listed({ repeats: 'fold' })
  expect(rows.map(({ decidedAt, code, repeats }) => [decidedAt, code, repeats])).toEqual([
    [at('14:05'), 'stop_loss', null],
    [at('14:04'), 'stop_loss', null],
    [at('14:03'), 'no_position', null],
    [at('14:02'), 'duplicate', null],
    [
      at('14:01'),
      'no_position',
      { count: 3, isMore: false, firstAt: '2024-06-03T04:00:00.000Z', trendWindows: [] },
    ],
    [at('03:59'), 'no_position', null],
  ])
})

test('folds are counted and gone through as folds, and each stands by itself where asked', async () => {
  expect(await totalDecisions(api, { repeats: 'fold' })).toEqual({ count: 6, isMore: false })
  expect(await totalDecisions(api, {})).toEqual({ count: 8, isMore: false })
  const whole = await listed({ repeats: 'fold' })
  const rest = await listed({ repeats: 'fold', after: whole[3]!.decisionId })
  expect(rest).toEqual(whole.slice(4))
  const day = {
    from: '2024-06-03',
    to: '2024-06-03',
    code: 'no_position',
    ticker: 'AAA',
    kind: 'exit',
  }
  expect(await listed(day)).toHaveLength(3)
  expect((await listed()).every(({ repeats }) => repeats === null)).toBe(true)
})

test('a recommendation says which newer one stands, and a decision its window', async () => {
  const seed = (confidence: number, generatedAt: Date, window = '7d') =>
    seedRecommendation(sql, { ticker: 'CCC', confidence, generatedAt, window })
  const first = await seed(0.6, at('10:00'))
  const second = await seed(0.7, at('11:00'))
  const last = await seed(0.8, at('12:00'))
  const other = await seed(0.9, at('13:00'), '30d')
  const rows = await listRecommendations(api, { sort: '-generatedAt', limit: 10, ticker: 'CCC' })
  const stands = new Map(
    rows.map(({ recommendationId, supersededBy }) => [
      recommendationId,
      supersededBy?.recommendationId,
    ]),
  )
  expect([first, second, last, other].map((id) => stands.get(id))).toEqual([
    last,
    last,
    undefined,
    undefined,
  ])
  await sql`update trading_decisions set recommendation_id = ${other} where code = 'duplicate'`
  expect(await listed({ code: 'duplicate' })).toMatchObject([{ trendWindow: '30d' }])
})
