/**
 * Goal: the engine makes the trades and the money that backtesting.py 0.6 makes of the same prices and rules. Method: each
 * run recorded of it is run here: crossing means of 10 and 30, all money in whole shares, with and without a stop of 5 %
 * and a target of 10 %, with and without a commission.
 */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { noCosts } from '#shared/domain/backtest/costs.ts'
import { runBacktest } from '#shared/domain/backtest/engine.ts'
import { measureRun } from '#shared/domain/backtest/measures.ts'
import { backtestDefaults } from '#shared/domain/backtest/settings.ts'
import type { BacktestTrade } from '#shared/domain/backtest/trade.ts'
import type { Strategy } from '#shared/domain/strategy/strategy.ts'
import { simpleMean } from '#shared/domain/technical/indicators/averages.ts'
import { feedOfDays } from '../../../helpers/backtest-feed.ts'
import { beside } from '../../../helpers/beside.ts'
import { columnsOf } from '../../../helpers/columns.ts'

const recorded = beside('data/oracles/backtest/expected_long_only.json')
const prices = beside('data/ohlcv/daily/stocknet')
const why = recorded.why || prices.why

type PeerTrade = {
  Size: number
  EntryBar: number
  ExitBar: number
  EntryPrice: number
  ExitPrice: number
  PnL: number
  ReturnPct: number
  Commission: number
}
type PeerRun = {
  params: { strategy: string; fast: number; slow: number; cash: number; commission: number }
  stats: Record<string, number>
  trades: PeerTrade[]
  equity: number[]
}

const runs: [string, PeerRun][] = why
  ? []
  : Object.entries(JSON.parse(readFileSync(recorded.path, 'utf8')) as Record<string, PeerRun>)

/** Buys where the fast mean crosses above the slow one; sells where it crosses below, or by a stop and a target alone. */
function crossing({ fast, slow, strategy }: PeerRun['params']): Strategy {
  const rests = strategy === 'SLTP'
  return {
    name: 'crossing',
    summary: '',
    limits: { positionPctMax: 1, exposurePctMax: 1, positionsMax: 1, stopPct: 0 },
    open() {
      const [near, far] = [simpleMean(fast), simpleMean(slow)]
      let before = Number.NaN
      return ({ bars, holdings }) => {
        const { close, ticker } = bars[0]!
        const apart = near(close) - far(close)
        const [rose, fell] = [before < 0 && apart > 0, before > 0 && apart < 0]
        before = apart
        const isHeld = holdings.has(ticker)
        if (rose && !isHeld) {
          const levels = rests ? { stop: close * 0.95, take: close * 1.1 } : {}
          return [{ ticker, weight: 1, why: 'crossed', ...levels }]
        }
        return fell && isHeld && !rests ? [{ ticker, weight: 0, why: 'crossed' }] : []
      }
    },
  }
}

function runOurs(name: string, { params }: PeerRun) {
  const ticker = name.split('/')[0]!
  const feed = feedOfDays(ticker, columnsOf(`${prices.path}/${ticker}.csv`))
  const cash = String(params.cash)
  const run = runBacktest(crossing(params), feed, {
    ...backtestDefaults,
    cash,
    costs: { ...noCosts, feeBps: params.commission * 10_000 },
    volumeShareMax: 1,
    sizesAtOpen: true,
    from: feed.sessions[0]!.date,
  })
  const close = feed.sessions.at(-1)!.bars[0]!.close
  return { run, measures: measureRun(run, cash, { count: 1 }), close }
}

/** A hundredth of a cent: fees are held to a millionth of a dollar here, and theirs are floats. */
const DOLLARS = 1e-4
const SHARE = 1e-9
const NOTHING = { sale: 0, fees: 0 }

/** What it books otherwise of a trade that is open at the end: it sells at the last open, here it stands at the last close. */
function bookedAtTheEnd(trade: BacktestTrade | undefined, theirs: PeerTrade, close: number) {
  if (!trade?.isOpen) return NOTHING
  const fees = theirs.Commission - Number(trade.fees)
  return { sale: theirs.Size * (theirs.ExitPrice - close) - fees, fees }
}

describe.skipIf(why)(`trade by trade as backtesting.py${why}`, () => {
  test.each(runs)('%s', (name, peer) => {
    const { run, measures, close } = runOurs(name, peer)
    const { stats } = peer
    const last = bookedAtTheEnd(run.trades.at(-1), peer.trades.at(-1)!, close)
    const placed = run.trades.map(({ entry, exit, quantity }) => [entry, exit, Number(quantity)])
    expect(placed).toEqual(peer.trades.map((one) => [one.EntryBar, one.ExitBar, one.Size]))
    expect(run.trades.filter(({ isOpen }) => isOpen).length).toBe(last.sale === 0 ? 0 : 1)
    for (const [place, { profit, paid, fees }] of run.trades.entries()) {
      const theirs = peer.trades[place]!
      const { sale, fees: saleFees } = place === run.trades.length - 1 ? last : NOTHING
      expectNear(Number(paid), theirs.EntryPrice * theirs.Size, DOLLARS)
      expectNear(Number(profit) + sale, theirs.PnL, DOLLARS)
      expectNear(Number(fees) + saleFees, theirs.Commission, DOLLARS)
      expectNear((Number(profit) + sale) / Number(paid), theirs.ReturnPct, SHARE)
    }
    expect(run.equity.length).toBe(peer.equity.length)
    for (const [at, equity] of peer.equity.entries())
      expectNear(run.equity[at]! + (at === run.equity.length - 1 ? last.sale : 0), equity, DOLLARS)
    expect(run.trades.length).toBe(stats['# Trades'])
    expectNear(measures.winRate!, stats['Win Rate [%]']! / 100, SHARE)
    expectNear(measures.drawdownMax, -stats['Max. Drawdown [%]']! / 100, SHARE)
    expectNear(measures.return + last.sale / peer.params.cash, stats['Return [%]']! / 100, SHARE)
  })

  test('162 trades in all', () => {
    expect(runs.flatMap(([, { trades }]) => trades).length).toBe(162)
  })
})

function expectNear(own: number, theirs: number, within: number): void {
  if (!(Math.abs(own - theirs) <= within)) expect(own).toBe(theirs)
}
