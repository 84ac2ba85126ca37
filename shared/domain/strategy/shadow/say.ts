/** What each strategy and the weighted ensemble say of one ticker at its last close, by the code of a backtest. */

import {
  SHADOW_STRATEGIES,
  STRATEGY_LACKS,
  type ShadowStrategy,
  type STRATEGY_DIRECTIONS,
  type StrategyLack,
} from '../../../contracts/strategy-words.ts'
import { openArrivals, type FeedSession } from '../../backtest/feed.ts'
import { backtestDefaults } from '../../backtest/settings.ts'
import type { Limits } from '../../risk/limits.ts'
import { combined, weightedEnsemble, type RuleWeights } from '../ensemble.ts'
import { meanReversion } from '../mean-reversion.ts'
import { momentum, momentumDefaults } from '../momentum.ts'
import { newsDefaults, newsDriven } from '../news-driven.ts'
import { DAY_MS } from '../../spans.ts'
import { openReadings, wantedBy, type RuleStrategy } from '../rule.ts'

/** Sessions that the slowest rule needs, and that are looked at for gaps. */
const SESSIONS_NEEDED = momentumDefaults.slow
/** Of which news speaks to a rule. */
const NEWS_DAYS = newsDefaults.daysMax

export type StrategySaid = {
  strategy: ShadowStrategy
  /** Above 0 long, below 0 short; its size is the strength. */
  reading: number
  direction: (typeof STRATEGY_DIRECTIONS)[number]
  /** Share of equity it wants held from the next open on; null where it wants nothing changed. */
  weight: number | null
  why: string
}

const rules = [momentum, meanReversion, newsDriven]

/** The product's strategies that run in shadow, by their names. */
export function shadowStrategies(weights: RuleWeights): ReadonlyMap<ShadowStrategy, RuleStrategy> {
  const all = [...rules, weightedEnsemble(weights)]
  return new Map(SHADOW_STRATEGIES.map((name) => [name, all.find((one) => one.name === name)!]))
}

/** The account's own limits of one position; what a strategy wants is held to the lesser. */
type PositionLimits = Pick<Limits, 'positionPctMax' | 'positionValueMax'>

/** Dollars that each trade on paper begins from. */
const PAPER_CASH = backtestDefaults.cash

/** The lesser of what a strategy wants and what the account would let one position be, as a share. */
function withinLimits(weight: number, { positionPctMax, positionValueMax }: PositionLimits) {
  return Math.min(weight, positionPctMax, Number(positionValueMax) / Number(PAPER_CASH))
}

/** At the close of the last session, after all before it; nothing where it has no bar. `own` were asked before. */
export function sayAll(
  sessions: readonly FeedSession[],
  weights: RuleWeights,
  limits: PositionLimits,
  own: readonly StrategySaid[] = [],
): StrategySaid[] {
  const said = rules.flatMap((strategy): StrategySaid[] => {
    const [arrivals, read] = [openArrivals(), openReadings(strategy.rule)]
    const last = sessions.map((session) => read(arrivals(session))[0]).at(-1)
    return last ? [saidBy(strategy, last.reading)] : []
  })
  if (said.length === 0) return []
  const members = [...said, ...own].filter(({ strategy }) => weights.has(strategy))
  const heard = members.map(({ strategy, reading }) => ({
    reading,
    weight: weights.get(strategy)!,
  }))
  const all = [...said, saidBy(weightedEnsemble(weights), combined(heard)), ...own]
  return all.map((one) => ({
    ...one,
    weight: one.weight === null ? null : withinLimits(one.weight, limits),
  }))
}

function saidBy(strategy: RuleStrategy, reading: number): StrategySaid {
  const wanted = wantedBy(strategy, reading)
  const { direction, weight, why } = wanted ?? {
    direction: 'none',
    weight: null,
    why: silent(strategy, reading),
  }
  return { strategy: strategy.name, reading, direction, weight, why }
}

function silent({ readingMin }: RuleStrategy, reading: number): string {
  if (reading === 0) return 'does not fire'
  return `${reading > 0 ? 'long' : 'short'}, strength ${Math.abs(reading).toFixed(4)}, under ${readingMin}`
}

/** What there was too little of; `unsound` bars were left out, `isSuspected` of a split that nobody told. */
export function lacksOf(
  sessions: readonly FeedSession[],
  { unsound, isSuspected }: { unsound: number; isSuspected: boolean },
): StrategyLack[] {
  const bars = sessions.filter((session) => session.bars.length > 0).length
  const newest = sessions.slice(-SESSIONS_NEEDED)
  const close = sessions.at(-1)?.closesAt.getTime() ?? 0
  const hasNews = newest.some(({ news }) =>
    news.some(({ knownAt }) => knownAt.getTime() >= close - NEWS_DAYS * DAY_MS),
  )
  const is: Readonly<Record<StrategyLack, boolean>> = {
    bars_short: bars < SESSIONS_NEEDED,
    bars_missing: newest.some((session) => session.bars.length === 0),
    bars_unsound: unsound > 0,
    split_suspected: isSuspected,
    news_none: !hasNews,
  }
  return STRATEGY_LACKS.filter((lack) => is[lack])
}
