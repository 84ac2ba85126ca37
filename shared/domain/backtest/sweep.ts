/**
 * A strategy with other settings beside it: how much of what the best one made is choice, and what choosing as one went
 * along would have made.
 *
 * Source: docs/FORMULAS.md, Backtests.
 */

import { blockInterval } from '../statistics/block-bootstrap.ts'
import type { Interval } from '../statistics/day-bootstrap.ts'
import { purgedFolds, walkForward, type Fold } from '../statistics/folds.ts'
import { momentsOf } from '../statistics/moments.ts'
import { overfittingOf, type Overfitting } from '../statistics/overfitting.ts'
import { deflatedSharpe, sharpeOf, type Trials } from '../statistics/sharpe.ts'
import type { Variant } from '../strategy/variants.ts'
import { playBacktest } from './engine.ts'
import type { BacktestFeed } from './feed.ts'
import { returnsOf } from './measures.ts'
import type { BacktestSettings } from './settings.ts'
import { stabilityOf, type Stability } from './stability.ts'
import { atOnce, type Steps } from './steps.ts'

const sweepDefaults = { folds: 5, purge: 10, embargo: 5, firstPart: 0.4, steps: 6 }

/** One variant's run. Its own settings are part of its name. */
export type SweptVariant = { name: string; return: number; sharpe: number | null }

type VariantRun = {
  name: string
  along: number
  down: number
  return: number
  returns: number[]
}

export type Sweep = {
  variants: SweptVariant[]
  /** The same by their places on the map, with what lies around each. */
  stability: Stability
  /** What the deflated ratio counts: the variants, and how far their ratios spread. */
  trials: Trials
  overfitting: Overfitting | null
  /** Sharpe ratio of what was chosen on sessions before only, and of what was chosen on all others. */
  walkForward: number | null
  crossValidated: number | null
  /** Where the two lie in 95 of 100 resamples in blocks. */
  walkForwardInterval: Interval | null
  crossValidatedInterval: Interval | null
}

/** Runs every variant; `told` hears how many are done. */
export function sweep(
  variants: readonly Variant[],
  feed: BacktestFeed,
  settings: BacktestSettings,
  told: (done: number) => void = () => {},
): Sweep {
  return atOnce(playSweep(variants, feed, settings, told))
}

/** `sweep`, one session of one variant a step. */
export function* playSweep(
  variants: readonly Variant[],
  feed: BacktestFeed,
  settings: BacktestSettings,
  told: (done: number) => void = () => {},
): Steps<Sweep> {
  const runs: VariantRun[] = []
  for (const { strategy, along, down } of variants) {
    const { equity } = yield* playBacktest(strategy, feed, settings)
    const returns = returnsOf(equity)
    const made = equity.length === 0 ? 0 : equity.at(-1)! / Number(settings.cash) - 1
    runs.push({ name: strategy.name, along, down, return: made, returns })
    told(runs.length)
  }
  const all = runs.map(({ returns }) => returns)
  const sessions = all[0]?.length ?? 0
  const { folds, purge, embargo, firstPart, steps } = sweepDefaults
  const first = Math.max(purge + 1, Math.round(sessions * firstPart))
  const step = Math.max(1, Math.ceil((sessions - first) / steps))
  const isEnough = sessions > first + steps && sessions >= folds * (purge + embargo)
  const trials = trialsOf(all)
  const forward = isEnough ? chosen(all, walkForward(sessions, { first, step, purge })) : null
  const crossed = isEnough ? chosen(all, purgedFolds(sessions, { folds, purge, embargo })) : null
  const cells = runs.map(({ returns, ...cell }) => ({
    ...cell,
    sharpe: sharpeOf(returns),
    sharpeDeflated: deflatedSharpe(returns, trials),
  }))
  return {
    variants: cells.map(({ name, return: made, sharpe }) => ({ name, return: made, sharpe })),
    stability: stabilityOf(cells),
    trials,
    overfitting: overfittingOf(all),
    walkForward: forward && sharpeOf(forward),
    crossValidated: crossed && sharpeOf(crossed),
    walkForwardInterval: forward && blockInterval(forward, sharpeOf),
    crossValidatedInterval: crossed && blockInterval(crossed, sharpeOf),
  }
}

/** Returns of the parts, each run by whatever was best on its training. */
function chosen(all: readonly (readonly number[])[], folds: readonly Fold[]): number[] {
  return folds.flatMap(({ train, test: [from, to] }) => {
    const scores = all.map((returns) => sharpeOf(train.map((at) => returns[at]!)) ?? -Infinity)
    const best = scores.reduce((top, score, at) => (score > scores[top]! ? at : top), 0)
    return all[best]!.slice(from, to)
  })
}

/** The variance is of the ratios of a session. */
function trialsOf(all: readonly (readonly number[])[]): Trials {
  const ratios = all.map((returns) => (sharpeOf(returns) ?? 0) / Math.sqrt(252))
  const spread = momentsOf(ratios)?.deviation
  return spread === undefined
    ? { count: Math.max(1, all.length) }
    : { count: all.length, variance: spread ** 2 }
}
