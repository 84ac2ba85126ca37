/** What the small day's strategies said in shadow, and trades on paper: waiting, open, closed and void. */

import { SHADOW_STRATEGIES } from '#shared/contracts/strategy-words.ts'
import { newYorkDate, nextSession, previousSession } from '#shared/domain/market/calendar.ts'
import type { ShadowTrade } from '#shared/domain/strategy/shadow/follow.ts'
import type { Sql } from '#shared/sql/open.ts'
import { saveStrategyOutputs } from '#shared/sql/strategy/outputs.ts'
import { saveTrades, type CreditedTrade } from '#shared/sql/strategy/trades.ts'
import { saveStep } from '#shared/sql/strategy/learning.ts'
import { firstWeights } from '#shared/sql/strategy/weights.ts'
import { minutesAgo, NOW } from './fixture-base.ts'

/** Sessions that are over, newest first. */
function sessionsBefore(at: Date, count: number): string[] {
  const dates: string[] = []
  for (let session = previousSession(at); dates.length < count;) {
    dates.push(session.date)
    session = previousSession(session.opensAt)
  }
  return dates
}

export async function fillStrategies(sql: Sql): Promise<void> {
  const past = sessionsBefore(NOW, 40)
  for (const [place, ticker] of ['AAPL', 'MSFT'].entries())
    for (const at of [1, 0])
      await sql.begin((tx) =>
        saveStrategyOutputs(tx, {
          ticker,
          sessionDate: past[at + 1]!,
          evaluatedAt: minutesAgo(60 + 1_440 * at + place),
          actsOn: nextSession(minutesAgo(60 + 1_440 * at)).date,
          mode: 'shadow',
          closePrice: '187.25',
          bars: 260 - at,
          lacks: place === 0 ? [] : ['news_none'],
          weights: firstWeights,
          said: SHADOW_STRATEGIES.map((strategy, own) => {
            const reading = [0.031, -0.12, 0.42, place === 0 ? 0.33 : 0.09][own]!
            return strategy === 'ensemble' && place === 1
              ? {
                  strategy,
                  reading,
                  direction: 'none',
                  weight: null,
                  why: 'long, strength 0.0900, under 0.3',
                }
              : {
                  strategy,
                  reading,
                  direction: reading > 0 ? 'long' : 'short',
                  weight: reading > 0 ? 0.048 : 0,
                  why: `${reading > 0 ? 'long' : 'short'}, strength ${Math.abs(reading).toFixed(4)}`,
                }
          }),
        }),
      )
  const closed = (at: number, profit: string): ShadowTrade => ({
    state: 'closed',
    decidedOn: past[at + 3]!,
    enteredOn: past[at + 2]!,
    exitedOn: past[at]!,
    quantity: '25.634178905',
    entryPrice: '187.25',
    exitPrice: '189.1',
    paid: '4799.9999',
    profit,
    fees: '0.145',
    spread: '0.96',
    slippage: '1.44',
    why: 'short, strength 0.0210',
  })
  const own = (
    trade: ShadowTrade,
    strategy: CreditedTrade['strategy'],
    credits: CreditedTrade['credits'],
  ): CreditedTrade => ({ ...trade, strategy, credits, version: 0 })
  const open: ShadowTrade = {
    ...closed(2, '12.5'),
    state: 'open',
    exitedOn: null,
    exitPrice: null,
    why: '',
  }
  const waiting: ShadowTrade = {
    ...open,
    state: 'waiting',
    decidedOn: newYorkDate(minutesAgo(1_440)),
    enteredOn: null,
    entryPrice: null,
    quantity: '0',
    paid: '0',
    profit: '0',
  }
  await sql.begin(async (tx) => {
    const trades: CreditedTrade[] = []
    for (let at = 1; at < 32; at += 1)
      trades.push(
        own(closed(at, String(40 - 3 * (at % 11))), 'momentum', { momentum: 1 }),
        own(closed(at, String(15 - 5 * (at % 7))), 'mean-reversion', { 'mean-reversion': 1 }),
      )
    trades.push(
      own(closed(4, '60.25'), 'news-driven', { 'news-driven': 1 }),
      own(closed(5, '-22'), 'ensemble', { momentum: 0.1, 'news-driven': 0.9 }),
      own(open, 'news-driven', { 'news-driven': 1 }),
      own({ ...waiting }, 'ensemble', { 'news-driven': 1 }),
    )
    await saveTrades(tx, 'AAPL', trades, minutesAgo(60))
    await saveTrades(tx, 'MSFT', [own(open, 'momentum', { momentum: 1 })], minutesAgo(1_500))
    await saveTrades(tx, 'MSFT', [], minutesAgo(60))
  })
  await fillSteps(sql)
}

/** Steps of learning that moved nothing, and two that moved the weights. */
async function fillSteps(sql: Sql): Promise<void> {
  const ids = await sql<{ tradeId: string }[]>`
    select trade_id from strategy_trades where state = 'closed' order by exited_on, trade_id limit 44`
  const counted = ids.map(({ tradeId }) => tradeId)
  const none = { trades: 0, made: null, reward: null }
  const nothing = { momentum: none, 'mean-reversion': none, 'news-driven': none }
  const second = { momentum: 0.35, 'mean-reversion': 0.316667, 'news-driven': 0.333333 }
  const third = { momentum: 0.38, 'mean-reversion': 0.286667, 'news-driven': 0.333333 }
  const rewards = {
    momentum: { trades: 11, made: 0.0062, reward: 0.5 },
    'mean-reversion': { trades: 11, made: 0.0011, reward: 0.166667 },
    'news-driven': none,
  }
  const moved = { code: 'weights_moved' as const, rewards, waiting: 22 }
  const why =
    '22 trades counted: momentum 0.62 % a trade over 11.0; weights moved towards what earned'
  await sql.begin(async (tx) => {
    const few = { code: 'too_few_trades' as const, counted: [], rewards: nothing, waiting: 12 }
    const before = firstWeights
    const said = '12 new closed trades: a step takes 20 or more'
    await saveStep(tx, { ...few, before, after: before.weights, why: said }, minutesAgo(8_640))
    const first = { ...moved, counted: counted.slice(0, 22), before, after: second, why }
    await saveStep(tx, first, minutesAgo(4_320))
    const then = { ...moved, counted: counted.slice(22), before: { version: 1, weights: second } }
    await saveStep(tx, { ...then, after: third, why }, minutesAgo(1_440))
  })
}
