/** A backtest's report as it is kept and shown. */

import type { BacktestResults, CurveDay } from '../../contracts/api/backtest-results.ts'
import type { VariantAxes } from '../strategy/variants.ts'
import type { BacktestRun } from './engine.ts'
import type { BacktestFeed } from './feed.ts'
import type { BacktestReport } from './report.ts'
import type { Sweep } from './sweep.ts'
import type { BacktestTrade } from './trade.ts'

const REFUSED_SHOWN = 100

/** What the record could not give. */
export type BacktestNote = BacktestResults['notes'][number]

export function resultsOf(
  report: BacktestReport,
  swept: SweptMap | undefined,
  notes: readonly BacktestNote[],
): BacktestResults {
  const { run, measures, benchmark, trials } = report
  const { costs, return: made, sharpe, sharpeDeflated, drawdownMax } = measures
  const { winRate, profitFactor, exposure, turnover } = measures
  return {
    sessions: run.dates.length,
    bars: run.bars,
    curve: curveOf(report),
    measures: {
      return: made,
      returnInterval: report.returnInterval,
      sharpe,
      sharpeInterval: report.sharpeInterval,
      sharpeDeflated,
      drawdownMax,
      orderDrawdowns: report.orderDrawdowns,
      winRate,
      profitFactor,
      exposure,
      turnover,
      randomChance: report.randomChance,
    },
    benchmark: heldOf(benchmark),
    universe: benchmark.universe && heldOf(benchmark.universe),
    trials: trials.count,
    costs,
    dividends: run.dividends,
    trades: run.trades.length,
    open: run.trades.filter(({ isOpen }) => isOpen).length,
    refused: refusedOf(run),
    checks: report.checks,
    swept: swept ? sweptOf(swept) : null,
    notes: [...notes],
  }
}

function heldOf({
  name,
  measures,
}: NonNullable<BacktestReport['benchmark']['universe']>): BacktestResults['benchmark'] {
  const { return: made, sharpe, drawdownMax, exposure } = measures
  return { name, return: made, sharpe, drawdownMax, exposure }
}

function curveOf({ run, benchmark, randomBand }: BacktestReport): CurveDay[] {
  const dollars = (value: number | undefined) => (value === undefined ? null : value.toFixed(2))
  return run.dates.map((date, place) => ({
    date,
    equity: run.equity[place]!.toFixed(2),
    benchmark: dollars(benchmark.run.equity[place]),
    low: dollars(randomBand?.low[place]),
    high: dollars(randomBand?.high[place]),
  }))
}

function refusedOf({ rejected }: BacktestRun): BacktestResults['refused'] {
  const counts = new Map<string, number>()
  for (const { code } of rejected) counts.set(code, (counts.get(code) ?? 0) + 1)
  return {
    counts: [...counts]
      .map(([code, count]) => ({ code, count }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
    latest: rejected.slice(-REFUSED_SHOWN).toReversed(),
  }
}

/** Other settings, and the axes that they lie on. */
export type SweptMap = { sweep: Sweep; axes: VariantAxes }

function sweptOf({ sweep, axes }: SweptMap): NonNullable<BacktestResults['swept']> {
  const { variants, stability, overfitting, walkForward, crossValidated } = sweep
  const { walkForwardInterval, crossValidatedInterval } = sweep
  const { chance = 0, inSample = 0, outOfSample = 0 } = overfitting ?? {}
  return {
    variants,
    overfitting: overfitting ? { chance, inSample, outOfSample } : null,
    walkForward,
    crossValidated,
    walkForwardInterval,
    crossValidatedInterval,
    map: { along: axisOf(axes.along), down: axisOf(axes.down), ...stability },
  }
}

const axisOf = ({ name, values }: VariantAxes['along']) => ({ name, values: [...values] })

/** A trade with the days on which it began and ended. */
export type DatedTrade = Omit<BacktestTrade, 'entry' | 'exit'> & {
  place: number
  entryDate: string
  exitDate: string
}

export function datedTrades({ trades }: BacktestRun, { sessions }: BacktestFeed): DatedTrade[] {
  return trades.map(({ entry, exit, ...trade }, place) => ({
    ...trade,
    place,
    entryDate: sessions[entry]!.date,
    exitDate: sessions[exit]!.date,
  }))
}
