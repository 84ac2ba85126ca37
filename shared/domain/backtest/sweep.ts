/**
 * A strategy with other settings beside it: how much of what the best one made is choice, and what choosing as one went
 * along would have made.
 *
 * Source: docs/FORMULAS.md, Backtests.
 */

import { purgedFolds, walkForward, type Fold } from '../statistics/folds.ts'
import { momentsOf } from '../statistics/moments.ts'
import { overfittingOf, type Overfitting } from '../statistics/overfitting.ts'
import { sharpeOf, type Trials } from '../statistics/sharpe.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { playBacktest } from './engine.ts'
import type { BacktestFeed } from './feed.ts'
import { returnsOf } from './measures.ts'
import type { BacktestSettings } from './settings.ts'
import { atOnce, type Steps } from './steps.ts'

const sweepDefaults = { folds: 5, purge: 10, embargo: 5, firstPart: 0.4, steps: 6 }

/** One variant's run. Its own settings are part of its name. */
export type SweptVariant = { name: string; return: number; sharpe: number | null }

export type Sweep = {
  variants: SweptVariant[]
  /** What the deflated ratio counts: the variants, and how far their ratios spread. */
  trials: Trials
  overfitting: Overfitting | null
  /** Sharpe ratio of what was chosen on sessions before only, and of what was chosen on all others. */
  walkForward: number | null
  crossValidated: number | null
}

/** Runs every variant; `told` hears how many are done. */
export function sweep(
  variants: readonly Strategy[],
  feed: BacktestFeed,
  settings: BacktestSettings,
  told: (done: number) => void = () => {},
): Sweep {
  return atOnce(playSweep(variants, feed, settings, told))
}

/** `sweep`, one session of one variant a step. */
export function* playSweep(
  variants: readonly Strategy[],
  feed: BacktestFeed,
  settings: BacktestSettings,
  told: (done: number) => void = () => {},
): Steps<Sweep> {
  const runs: { name: string; equity: number[]; returns: number[] }[] = []
  for (const variant of variants) {
    const { equity } = yield* playBacktest(variant, feed, settings)
    runs.push({ name: variant.name, equity, returns: returnsOf(equity) })
    told(runs.length)
  }
  const all = runs.map(({ returns }) => returns)
  const sessions = all[0]?.length ?? 0
  const { folds, purge, embargo, firstPart, steps } = sweepDefaults
  const first = Math.max(purge + 1, Math.round(sessions * firstPart))
  const step = Math.max(1, Math.ceil((sessions - first) / steps))
  const isEnough = sessions > first + steps && sessions >= folds * (purge + embargo)
  return {
    variants: runs.map(({ name, equity, returns }) => ({
      name,
      return: equity.length === 0 ? 0 : equity.at(-1)! / Number(settings.cash) - 1,
      sharpe: sharpeOf(returns),
    })),
    trials: trialsOf(all),
    overfitting: overfittingOf(all),
    walkForward: isEnough ? chosen(all, walkForward(sessions, { first, step, purge })) : null,
    crossValidated: isEnough ? chosen(all, purgedFolds(sessions, { folds, purge, embargo })) : null,
  }
}

/** Sharpe ratio of the parts, each run by whatever was best on its training. */
function chosen(all: readonly (readonly number[])[], folds: readonly Fold[]): number | null {
  const parts = folds.flatMap(({ train, test: [from, to] }) => {
    const scores = all.map((returns) => sharpeOf(train.map((at) => returns[at]!)) ?? -Infinity)
    const best = scores.reduce((top, score, at) => (score > scores[top]! ? at : top), 0)
    return all[best]!.slice(from, to)
  })
  return sharpeOf(parts)
}

/** The variance is of the ratios of a session. */
function trialsOf(all: readonly (readonly number[])[]): Trials {
  const ratios = all.map((returns) => (sharpeOf(returns) ?? 0) / Math.sqrt(252))
  const spread = momentsOf(ratios)?.deviation
  return spread === undefined
    ? { count: Math.max(1, all.length) }
    : { count: all.length, variance: spread ** 2 }
}
