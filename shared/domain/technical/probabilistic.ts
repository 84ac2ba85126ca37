/** The pipeline that weighs evidence by Bayes' rule. Source: docs/FORMULAS.md, Signal engine. */

import type { Confluence } from './confluence.ts'
import { HIT_RATE_UNKNOWN } from './hit-rates.ts'
import type { Regime, RegimeReading } from './regime.ts'
import type { TechnicalSignalName } from './signals/technical-signal.ts'
import type { SignalVerdict, VerdictCode } from './verdict.ts'

const PRIOR = { bull: 0.58, bear: 0.42, none: 0.5 }
const BUY = { up: 0.6, entropyMax: 0.9, reward: 1.5 }
const WATCH_UP = 0.55
/** Signals that see the same: the k-th strongest of them counts half as much as the one before. */
const CLUSTERS: Readonly<Record<TechnicalSignalName, 'trend' | 'reversion' | 'pattern'>> = {
  ma_stack: 'trend',
  elliott: 'trend',
  rsi: 'reversion',
  fibonacci: 'reversion',
  cup_handle: 'pattern',
}
/** Measured rates at the ends would weigh without bound. */
const RATE = { least: 0.05, most: 0.95 }

export type ProbabilisticVerdict = {
  verdict: SignalVerdict
  /** That the price rises, in (0, 1). */
  up: number
  /** Of that chance, bits, in [0, 1]. */
  entropy: number
  /** Expected gain in units of what is risked. */
  reward: number
  codes: VerdictCode[]
}

export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))
export const logit = (chance: number): number => Math.log(chance / (1 - chance))

/** @param rewards of the first and the second target, in units of what is risked. */
export function judgeByChance(
  confluences: readonly Confluence[],
  { regime, trend }: Pick<RegimeReading, 'regime' | 'trend'>,
  rewards: readonly [number, number],
  hitRates: ReadonlyMap<TechnicalSignalName, number> = new Map(),
): ProbabilisticVerdict {
  const evidence = weighed(confluences).reduce((total, { name, direction, weight }) => {
    const rate = Math.min(RATE.most, Math.max(RATE.least, hitRates.get(name) ?? HIT_RATE_UNKNOWN))
    return total + weight * logit(rate) * (direction === 'bullish' ? 1 : -1)
  }, 0)
  const up = sigmoid(logit(priorOf(regime, trend)) + evidence)
  const entropy = entropyOf(up)
  const reward = (up * (rewards[0] + rewards[1])) / 2 - (1 - up)
  const codes: VerdictCode[] = []
  if (up < BUY.up) codes.push('probabilistic_p_up_below_threshold')
  if (entropy > BUY.entropyMax) codes.push('probabilistic_entropy_too_high')
  if (reward < BUY.reward) codes.push('ev_r_below_threshold')
  const verdict = codes.length === 0 ? 'buy' : up >= WATCH_UP ? 'watch' : 'skip'
  return { verdict, up, entropy, reward, codes }
}

function priorOf(regime: Regime, trend: number): number {
  if (regime === 'panic') return PRIOR.bear
  if (regime !== 'trend_following') return PRIOR.none
  return trend > 0 ? PRIOR.bull : PRIOR.bear
}

/** What each says by itself: its score, halved for each stronger one of its cluster. A tie says nothing. */
function weighed(confluences: readonly Confluence[]): (Confluence & { weight: number })[] {
  const told = confluences.filter(({ direction }) => direction !== 'neutral')
  return [...Map.groupBy(told, ({ name }) => CLUSTERS[name]).values()].flatMap((cluster) =>
    cluster
      .toSorted((a, b) => b.score - a.score)
      .map((one, place) => ({ ...one, weight: one.score * 0.5 ** place })),
  )
}

function entropyOf(chance: number): number {
  return -[chance, 1 - chance].reduce(
    (bits, share) => bits + (share === 0 ? 0 : share * Math.log2(share)),
    0,
  )
}
