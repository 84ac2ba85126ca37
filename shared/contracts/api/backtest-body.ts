/** What a backtest is asked for. */

import * as v from 'valibot'
import { Ticker } from '../primitives.ts'
import { BACKTEST_STRATEGIES, RISK_TIERS } from '../sets.ts'
import { SHADOW_STRATEGIES, STRATEGY_NAME, SWEPT_STRATEGIES } from '../strategy-words.ts'
import { wanted } from '../sources/settings.ts'

export const backtestBounds = {
  /** Calendar days from the first to the last. */
  days: 3_660,
  tickers: 200,
  /** Tickers times sessions. */
  bars: 250_000,
  cash: 1_000_000_000,
  trials: 10_000,
  seed: 1_000_000_000,
  latencySeconds: 604_800,
} as const

/** What each strategy of the product is called, in the order that they are offered in. */
export const strategyTitles: Readonly<Record<(typeof BACKTEST_STRATEGIES)[number], string>> = {
  recorded: 'What was recommended',
  momentum: 'Momentum',
  'mean-reversion': 'Mean reversion',
  'news-driven': 'News',
  ensemble: 'Ensemble',
  'buy-and-hold': 'Buy and hold',
  random: 'Random',
}

/** Whether it has settings, of which others can be tried beside. */
export const hasOtherSettings = (strategy: string) =>
  SWEPT_STRATEGIES.some((one) => one === strategy)

/** Whether it is one of the product's that are asked in shadow. */
export const isAskedInShadow = (strategy: string) =>
  SHADOW_STRATEGIES.some((one) => one === strategy)

const wholeFrom = (least: number, most: number) => {
  const says = wanted(`a whole number from ${least} to ${most}`)
  return v.pipe(v.number(says), v.integer(says), v.minValue(least, says), v.maxValue(most, says))
}
const day = wanted('a day from 1991-01-01 on, such as 2019-05-31')
/** A day of the calendar, with sessions before it to warm up on. */
const isDay = (text: string) =>
  /^(199[1-9]|20\d\d)-\d\d-\d\d$/.test(text) && shiftedBack(text) === text
const shiftedBack = (text: string) => {
  const at = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10)
}
const Day = v.pipe(v.string(day), v.check(isDay, day))
const dollars = wanted(`dollars from 1 to ${backtestBounds.cash}, such as "100000"`)

/** Whether there is one of one's own of that name the record tells. */
const strategyWanted = wanted(
  `one of ${BACKTEST_STRATEGIES.join(', ')}, or the name of one in a file of your own`,
)

/** All that a run is asked for; what is not said is as here. */
export const BacktestBody = v.pipe(
  v.strictObject({
    strategy: v.optional(
      v.pipe(v.string(strategyWanted), v.regex(STRATEGY_NAME, strategyWanted)),
      'recorded',
    ),
    /** Days of trading: the first after whose close it may decide, and the last. */
    startDate: Day,
    endDate: Day,
    initialCapital: v.optional(
      v.pipe(
        v.union([v.string(), v.number()], dollars),
        v.transform(String),
        v.regex(/^\d{1,10}(\.\d{1,2})?$/, dollars),
        v.check((text) => Number(text) >= 1 && Number(text) <= backtestBounds.cash, dollars),
      ),
      '100000',
    ),
    /** Of `recorded` alone: whose confidence, sizes and stops count. Absent: moderate. */
    riskTier: v.optional(v.picklist(RISK_TIERS, wanted(`one of ${RISK_TIERS.join(', ')}`))),
    /** Absent or none: all that were tracked on any of the days. */
    tickers: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.trim(), v.toUpperCase(), Ticker)),
        v.maxLength(backtestBounds.tickers, wanted(`at most ${backtestBounds.tickers} tickers`)),
      ),
      [],
    ),
    seed: v.optional(wholeFrom(0, backtestBounds.seed), 1),
    /** Strategies and settings that were tried before this one was chosen, itself among them. */
    trials: v.optional(wholeFrom(1, backtestBounds.trials), BACKTEST_STRATEGIES.length),
    /** Seconds from a decision until its order is at the market. */
    latencySeconds: v.optional(wholeFrom(0, backtestBounds.latencySeconds), 1),
    /** Whether spread, slippage and fees are counted. */
    costs: v.optional(v.boolean(), true),
    /** Whether a company is traded only while it was tracked. */
    asTracked: v.optional(v.boolean(), true),
    /** Also with other settings of the strategy. */
    sweep: v.optional(v.boolean(), false),
  }),
  v.forward(
    v.check(
      ({ startDate, endDate }) => startDate < endDate || !isDay(startDate) || !isDay(endDate),
      ({ input: { startDate, endDate } }) =>
        `expected a day after startDate ${startDate}, found ${endDate}`,
    ),
    ['endDate'],
  ),
  v.forward(
    v.check(
      ({ strategy, riskTier }) => riskTier === undefined || strategy === 'recorded',
      ({ input: { strategy } }) =>
        `expected none where the strategy is ${strategy}: a risk tier is of recorded alone`,
    ),
    ['riskTier'],
  ),
  v.forward(
    v.check(
      ({ strategy, sweep }) => !sweep || hasOtherSettings(strategy),
      ({ input: { strategy } }) =>
        `expected one of ${SWEPT_STRATEGIES.join(', ')}, which have other settings, found ${strategy}`,
    ),
    ['sweep'],
  ),
)
export type BacktestBody = v.InferOutput<typeof BacktestBody>
