/**
 * Goal: what is measured of returns equals what empyrical and quantstats measure, to 1e-12. Method: each number of their
 * recordings is either compared or named as one that the product does not measure.
 */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { BacktestRun } from '#shared/domain/backtest/engine.ts'
import { measureRun, returnsOf } from '#shared/domain/backtest/measures.ts'
import { deepestDrawdown } from '#shared/domain/statistics/drawdown.ts'
import { momentsOf } from '#shared/domain/statistics/moments.ts'
import { sharpeOf } from '#shared/domain/statistics/sharpe.ts'
import { beside } from '../../../helpers/beside.ts'
import { columnsOf } from '../../../helpers/columns.ts'

const recorded = beside('data/oracles/stats/return_metrics.json')
const prices = beside('data/ohlcv')
const why = recorded.why || prices.why

/** `input` names the file and the column that the returns are of. */
type Recording = {
  name: string
  input?: string
  returns?: number[]
  n?: number
  first?: number
  last?: number
  metrics: Record<string, number | null>
}

/** Not measured by the product. */
const UNBUILT = [
  'annual_return',
  'calmar',
  'cvar_5',
  'downside_risk',
  'omega',
  'sortino',
  'stability',
  'tail_ratio',
  'value_at_risk_5',
  'quantstats_cagr',
  'quantstats_calmar',
  'quantstats_kelly_criterion',
  'quantstats_payoff_ratio',
  'quantstats_sortino',
  'quantstats_ulcer_index',
]
const YEAR = 252
const EQUAL = 1e-12

const recordings: Recording[] = why
  ? []
  : (JSON.parse(readFileSync(recorded.path, 'utf8')) as Recording[])

function returnsBehind({ input, returns }: Recording): number[] {
  if (returns) return returns
  const file = /^ohlcv\/A\/(\S+) column Adj Close/.exec(input!)![1]!
  return returnsOf([...columnsOf(`${prices.path}/${file}`).numbers('Adj Close')])
}

/** Of each return a trade of a dollar, so that share won and profit factor are those of trades. */
function runOf(returns: readonly number[]): BacktestRun {
  let worth = 1
  const equity = [1, ...returns.map((by) => (worth *= 1 + by))]
  const trades = returns
    // Theirs leave out what did not move.
    .filter((by) => by !== 0)
    .map((by, at) => ({
      ticker: 'AAA',
      entry: at,
      exit: at,
      quantity: '1',
      paid: '1',
      profit: String(by),
      fees: '0',
      spread: '0',
      slippage: '0',
      isOpen: false,
      why: '',
    }))
  const none = { wanted: [], rejected: [], fills: [], exposure: [], dates: [] }
  return { strategy: '', equity, trades, bars: 0, dividends: '0', first: 0, ...none }
}

function ours(returns: readonly number[]): Record<string, number | null> {
  const run = runOf(returns)
  const measures = measureRun(run, '1', { count: 1 })
  const deviation = momentsOf(returns)?.deviation ?? 0
  return {
    cum_return_final: measures.return,
    annual_volatility: deviation * Math.sqrt(YEAR),
    sharpe: measures.sharpe,
    'sharpe_rf_daily_0.0001': sharpeOf(returns.map((by) => by - 0.0001)),
    max_drawdown: -deepestDrawdown(run.equity),
    profit_factor_on_returns: measures.profitFactor,
    win_rate_nonzero: measures.winRate,
    quantstats_sharpe: measures.sharpe,
    quantstats_max_drawdown: -measures.drawdownMax,
    quantstats_profit_factor: measures.profitFactor,
    quantstats_win_rate: measures.winRate,
  }
}

describe.skipIf(why)(`returns as empyrical and quantstats measure them${why}`, () => {
  test.each(recordings)('$name', (recording) => {
    const { metrics, n } = recording
    const returns = returnsBehind(recording)
    if (n) {
      expect(returns.length).toBe(n)
      expectNear('first', returns[0]!, recording.first!)
      expectNear('last', returns.at(-1)!, recording.last!)
    }
    const measured = ours(returns)
    const named = [...Object.keys(measured), ...UNBUILT]
    expect(Object.keys(metrics).filter((metric) => !named.includes(metric))).toEqual([])
    for (const [metric, own] of Object.entries(measured)) {
      const theirs = metrics[metric]
      if (theirs === undefined) continue
      // Where nothing moved nothing is measured here, and quantstats says 0.
      if (own === null || theirs === null)
        expect([metric, own, theirs || null]).toEqual([metric, null, null])
      else expectNear(metric, own, theirs)
    }
  })

  test('every number is looked at', () => {
    const measured = Object.keys(ours([]))
    const asked = recordings.flatMap(({ metrics }) => Object.keys(metrics))
    expect(measured.filter((metric) => !asked.includes(metric))).toEqual([])
    expect(recordings.length).toBe(5)
  })
})

function expectNear(what: string, own: number, theirs: number): void {
  const apart = Math.abs(own - theirs) / Math.max(1, Math.abs(theirs))
  if (!(apart <= EQUAL)) expect([what, own]).toEqual([what, theirs])
}
