/**
 * Every setting of trading, changed by its route while the engine runs: its next round does as the new
 * one says. What tells people is read with the rest, and has no round of its own.
 */

import { expect, test } from 'vitest'
import { settingNames, type SettingName } from '#shared/contracts/trading-settings.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { readTradingSettings } from '#shared/sql/trading/settings.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { runTradingRound } from '../../../services/trading-engine/round.ts'
import { secondsOf } from '../../../services/trading-engine/watch-loops.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import {
  NOON,
  seedAccount,
  seedBars,
  seedCompany,
  seedFill,
  seedRecommendation,
} from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
let price = '100'
const latestTrades = (tickers: string[]) =>
  Promise.resolve(new Map(tickers.map((ticker) => [ticker, { price, at: NOON }])))
/** One engine from first to last: it remembers no setting. */
const engine = { sql: own, rules, latestTrades }
const clock = { mode: 'real' as const, speed: 1, now: () => NOON }
const ask = askService(
  { service: 'trading-engine', answers: answerEngine({ ...engine, clock }) },
  person('admin'),
)
const set = async (settings: object) => {
  const reply = await ask('PUT', '/api/trading/config', { settings })
  expect({ status: reply.status, of: settings }).toEqual({ status: 200, of: settings })
}
const round = () => runTradingRound(engine, NOON)

async function clear(): Promise<void> {
  await sql`truncate jobs, trading_decisions, recommendations, trend_history, order_fills, positions, portfolio_snapshots,
    portfolio_days, daily_risk_snapshots, circuit_breaker_events, breaker_baselines, broker_accounts, companies,
    market_snapshots, reserve_pool_ledger, orders, risk_evaluations, risk_tier_history, entry_tranches,
    position_exits, position_stop_levels, tier_reviews cascade`
  price = '100'
  await seedAccount(sql, '10000')
  for (const [ticker, step] of [
    ['AAA', 1],
    ['BBB', 2.3],
  ] as const) {
    await seedCompany(sql, ticker, ticker === 'AAA' ? 'Technology' : 'Energy')
    const closes = Array.from({ length: 61 }, (_, day) => 100 * (1 + 0.02 * Math.sin(day * step)))
    await seedBars(sql, ticker, closes)
  }
}

const decided = async () =>
  (
    await sql<{ code: string; quantity: string | null }[]>`
      select code, trim_scale(quantity) as quantity from trading_decisions order by seq`
  ).map(({ code, quantity }) => (quantity === null ? code : `${code} ${quantity}`))

/** What the engine makes of one recommendation. */
const entry = (confidence: number) => async () => {
  await seedRecommendation(sql, { ticker: 'AAA', confidence })
  await round()
  return (await decided()).join()
}
const parts = async () => {
  await entry(0.8)()
  const [row] = await sql<
    { parts: number }[]
  >`select count(*)::integer as parts from entry_tranches`
  return 1 + (row?.parts ?? 0)
}
const intraday = (ticker: string, minutes: number) =>
  seedRecommendation(sql, {
    ticker,
    window: 'intraday',
    generatedAt: new Date(NOON.getTime() - minutes * 60_000),
  })
/** Micro-trades of two tickers in one round. */
const micro = async () => {
  await intraday('AAA', 1)
  await intraday('BBB', 2)
  await round()
  return (await decided()).map((line) => line.split(' ')[0]).join()
}
const microSized = async () => {
  await intraday('AAA', 1)
  await round()
  return (await decided()).join()
}
const sellBy = async () => {
  await intraday('AAA', 1)
  await round()
  const [row] = await sql<{ by: string }[]>`
    select sizing ->> 'sellBy' as by from trading_decisions where action = 'act'`
  return (Date.parse(row?.by ?? '') - NOON.getTime()) / 60_000
}
const reserve = async () => {
  const [row] = await sql<{ sum: string }[]>`
    select trim_scale(coalesce(sum(amount), 0)) as sum from reserve_pool_ledger`
  return row?.sum
}
/** What goes to the reserve of 100 dollars of profit. */
const siphoned = async () => {
  await seedFill(sql, { id: 'in', ticker: 'AAA', side: 'buy', quantity: '10', price: '90' })
  await seedFill(sql, { id: 'out', ticker: 'AAA', side: 'sell', quantity: '10', price: '100' })
  await round()
  return reserve()
}
const overfull = async () => {
  await ask('POST', '/api/trading/reserve', { amount: '4000', reason: 'a test' })
  await round()
  return reserve()
}
const restingStop = async () => {
  await seedFill(sql, { id: 'in', ticker: 'AAA', side: 'buy', quantity: '2.5', price: '100' })
  await round()
  const [row] = await sql<{ said: string }[]>`
    select code || ' ' || quantity::float8 as said from trading_decisions where kind = 'exit'`
  return row?.said ?? ''
}
/** Whether a loss of a fifth liquidates. */
const fallen = async () => {
  await seedFill(sql, { id: 'in', ticker: 'AAA', side: 'buy', quantity: '50', price: '100' })
  await round()
  price = '60'
  await sql`update positions set marked_at = ${NOON}`
  await round()
  const rows = await sql`select from circuit_breaker_events where breaker = 'emergency'`
  return rows.length
}
const heldOne = async () => {
  await seedFill(sql, { id: 'in', ticker: 'BBB', side: 'buy', quantity: '1', price: '100' })
  await round()
  return entry(0.8)()
}
const read = (name: SettingName) => async () => (await readTradingSettings(own))[name]

type Look = () => Promise<unknown>
/** What is set besides, the two values, and what the engine is seen to do by each. */
type Row = {
  at?: object
  from: unknown
  to: unknown
  look: Look
  seen: readonly [unknown, unknown]
  /** Nothing is traded to see it. */
  isRead?: true
}
const contact = (name: SettingName, to: string): Row => ({
  from: '',
  to,
  look: read(name),
  seen: ['', to],
  isRead: true,
})
const MICRO = { microEnabled: true }
const table: Readonly<Record<SettingName, Row>> = {
  enabled: { from: true, to: false, look: entry(0.8), seen: ['entry 4.9', ''] },
  riskTier: {
    from: 'moderate',
    to: 'conservative',
    look: entry(0.7),
    seen: [expect.stringMatching(/^entry/), 'confidence_below_tier'],
  },
  siphonPct: { from: 0.2, to: 0.5, look: siphoned, seen: ['20', '50'] },
  reserveHighWaterPct: { from: 0.3, to: 0.2, look: overfull, seen: ['3000', '2000'] },
  pollingSeconds: {
    from: 60,
    to: 5,
    look: () => secondsOf(own, 'round'),
    seen: [60, 5],
    isRead: true,
  },
  restingStops: {
    from: false,
    to: true,
    look: restingStop,
    seen: ['', 'resting_stop 2'],
  },
  stopCheckSeconds: {
    from: 300,
    to: 90,
    look: () => secondsOf(own, 'slow'),
    seen: [300, 90],
    isRead: true,
  },
  fastStopSeconds: {
    from: 60,
    to: 10,
    look: () => secondsOf(own, 'fast'),
    seen: [60, 10],
    isRead: true,
  },
  gradualTranches: { at: { gradualThreshold: '100' }, from: 3, to: 2, look: parts, seen: [3, 2] },
  gradualThreshold: {
    at: { gradualTranches: 3 },
    from: '100',
    to: '9000',
    look: parts,
    seen: [3, 1],
  },
  positionCap: { from: '300', to: '200', look: entry(0.8), seen: ['entry 3', 'entry 2'] },
  poolMin: {
    from: '100',
    to: '9999999',
    look: entry(0.8),
    seen: ['entry 4.9', 'pool_below_minimum'],
  },
  emergencyDrawdownPct: { from: 0.4, to: 0.15, look: fallen, seen: [0, 1] },
  microEnabled: {
    from: false,
    to: true,
    look: async () => (await microSized()).split(' ')[0],
    seen: ['entry', 'micro_entry'],
  },
  microSeconds: {
    at: MICRO,
    from: 1,
    to: 3600,
    look: async () => {
      await intraday('AAA', 1)
      await round()
      await intraday('BBB', 1)
      await sql`update trading_decisions set decided_at = decided_at - interval '60 seconds'`
      await round()
      return (await decided()).at(-1)?.split(' ')[0]
    },
    seen: ['micro_entry', 'micro_pace'],
  },
  microPctMax: {
    at: MICRO,
    from: 0.03,
    to: 0.01,
    look: microSized,
    seen: ['micro_entry 3', 'micro_entry 1'],
  },
  microDailyMax: {
    at: { ...MICRO, microSeconds: 1 },
    from: 10,
    to: 0,
    look: async () => (await micro()).split(',')[0],
    seen: ['micro_entry', 'micro_daily'],
  },
  microHoldMinutes: { at: MICRO, from: 120, to: 30, look: sellBy, seen: [120, 30] },
  positionsMax: {
    from: 10,
    to: 1,
    look: heldOne,
    seen: [expect.stringMatching(/^entry/), expect.not.stringMatching(/^entry/)],
  },
  snsTopicArn: contact('snsTopicArn', 'arn:aws:sns:us-east-1:123456789012:trading'),
  snsPhoneNumber: contact('snsPhoneNumber', '+12065550100'),
  gmailSender: contact('gmailSender', 'a@example.com'),
  gmailRecipient: contact('gmailRecipient', 'b@example.com'),
}

const usual = {
  enabled: true,
  riskTier: 'moderate',
  gradualTranches: 1,
  gradualThreshold: '100',
  positionCap: '500',
  positionsMax: 10,
  microEnabled: false,
  microSeconds: 300,
  microDailyMax: 10,
}

test.each(settingNames)('%s changed at run time counts at the next round', async (name) => {
  const { at = {}, from, to, look, seen, isRead } = table[name]
  for (const [place, value] of [from, to].entries()) {
    if (!isRead) await clear()
    await set({ ...usual, ...at, [name]: value })
    expect({ [name]: value, seen: await look() }).toEqual({ [name]: value, seen: seen[place] })
  }
})
