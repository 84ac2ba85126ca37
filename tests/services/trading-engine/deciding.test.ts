import { beforeEach, describe, expect, test } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import { runTradingRound, type TradingEngine } from '../../../services/trading-engine/round.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import {
  NOON,
  seedAccount,
  seedBars,
  seedCompany,
  seedRecommendation,
} from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const prices = new Map<string, string>()
let now = NOON

const engine: TradingEngine = {
  sql: as('stonks_trading'),
  rules,
  latestTrades: async (tickers) =>
    new Map(
      tickers.flatMap((ticker) => {
        const price = prices.get(ticker)
        return price ? [[ticker, { price, at: now }] as const] : []
      }),
    ),
}
const at = (text: string) => new Date(text)
const run = (moment: Date) => {
  now = moment
  return runTradingRound(engine, moment)
}
const decisions = (ticker: string) => sql<{ kind: string; action: string; code: string }[]>`
  select kind, action, code from trading_decisions where ticker = ${ticker} order by seq`
const codes = async (ticker: string) => (await decisions(ticker)).map(({ code }) => code)

beforeEach(async () => {
  await sql`truncate jobs, trading_decisions, recommendations, trend_history, order_fills, positions,
    portfolio_snapshots, daily_risk_snapshots, circuit_breaker_events, position_stop_levels,
    broker_accounts, companies, market_snapshots, reserve_pool_ledger, orders, risk_evaluations,
    risk_tier_history cascade`
  prices.clear()
  await seedAccount(sql, '10000')
  for (const [ticker, sector, step] of [
    ['AAA', 'Technology', 1],
    ['BBB', 'Energy', 2.3],
  ] as const) {
    await seedCompany(sql, ticker, sector)
    const wave = (_: unknown, day: number) => 100 * (1 + 0.02 * Math.sin(day * step))
    await seedBars(sql, ticker, Array.from({ length: 61 }, wave))
    prices.set(ticker, '100.000000')
  }
})

describe('what is said while the exchange is shut', () => {
  test.each([
    ['on a Friday at 17:00', '2024-05-31T21:00:00Z', '2024-06-03T13:35:00Z'],
    ['on a Monday at 18:30', '2024-06-03T22:30:00Z', '2024-06-04T13:36:00Z'],
    ['on a Sunday', '2024-06-02T12:00:00Z', '2024-06-03T15:29:00Z'],
    ['too late in a session to enter', '2024-06-03T19:56:00Z', '2024-06-04T13:35:00Z'],
    ['before Thanksgiving', '2024-11-27T22:00:00Z', '2024-11-29T14:35:00Z'],
    ['after a half day', '2024-11-29T18:30:00Z', '2024-12-02T14:35:00Z'],
  ])('%s is bought at the next open', async (_, saidAt, open) => {
    await seedRecommendation(sql, { ticker: 'AAA', generatedAt: at(saidAt) })
    await run(new Date(at(saidAt).getTime() + 120_000))
    expect((await codes('AAA')).at(-1)).toBe('trading_window')
    await run(at(open))
    expect((await codes('AAA')).at(-1)).toBe('entry')
  })

  test('is forgotten two hours after the open', async () => {
    await seedRecommendation(sql, { ticker: 'AAA', generatedAt: at('2024-05-31T21:00:00Z') })
    await run(at('2024-06-03T15:31:00Z'))
    expect(await codes('AAA')).toEqual([])
  })

  test('is taken in order of confidence', async () => {
    await seedRecommendation(sql, {
      ticker: 'AAA',
      confidence: 0.6,
      generatedAt: at('2024-05-31T21:00:00Z'),
    })
    await seedRecommendation(sql, {
      ticker: 'BBB',
      confidence: 0.7,
      generatedAt: at('2024-06-02T21:00:00Z'),
    })
    await run(at('2024-06-03T13:35:00Z'))
    const entered = await sql<
      { ticker: string }[]
    >`select ticker from trading_decisions order by seq`
    expect(entered.map(({ ticker }) => ticker)).toEqual(['BBB', 'AAA'])
  })
})
