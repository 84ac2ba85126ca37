/** What a backtest came to. Shares are of 1; null is nothing to measure. Source: docs/FORMULAS.md, Backtests. */

import * as v from 'valibot'
import { Share, Ticker } from '../primitives.ts'
import { Code, Count, DecimalText, SessionDate } from './words.ts'

const Measure = v.nullable(v.number())
const Interval = v.nullable(v.strictObject({ low: v.number(), high: v.number() }))

/** Dollars at a close, to the cent; the band is that of random entries. */
const CurveDay = v.strictObject({
  date: SessionDate,
  equity: DecimalText,
  benchmark: v.nullable(DecimalText),
  low: v.nullable(DecimalText),
  high: v.nullable(DecimalText),
})
export type CurveDay = v.InferOutput<typeof CurveDay>

/** An order that was not traded, and the numbers that say why. */
const RefusedOrder = v.strictObject({
  date: SessionDate,
  ticker: Ticker,
  side: v.picklist(['buy', 'sell']),
  code: Code,
  found: v.nullable(v.union([v.string(), v.number()])),
  limit: v.nullable(v.union([v.string(), v.number()])),
})

const Axis = v.strictObject({ name: v.string(), values: v.array(v.number()) })

/** Two settings over their values: what each pair made, and what lies around it. */
const StabilityMap = v.strictObject({
  along: Axis,
  down: Axis,
  cells: v.array(
    v.strictObject({
      name: v.string(),
      /** Which of the values it has of each axis. */
      along: Count,
      down: Count,
      return: v.number(),
      sharpe: Measure,
      sharpeDeflated: v.nullable(Share),
      /** Mean Sharpe ratio of the pairs one step away, and how far these and it lie apart. */
      around: Measure,
      spread: Measure,
    }),
  ),
  /** The best pair; `lonely` is the share of its lead over the middle one that is gone one step away. */
  peak: v.nullable(
    v.strictObject({
      name: v.string(),
      sharpe: v.number(),
      around: v.number(),
      lonely: v.nullable(Share),
    }),
  ),
})

/** Other settings of the same strategy, and how much of what the best of them made is choice. */
const SweptSettings = v.strictObject({
  variants: v.array(v.strictObject({ name: v.string(), return: v.number(), sharpe: Measure })),
  /** The chance that the best of them is the best by chance; its Sharpe ratio where it was chosen, and elsewhere. */
  overfitting: v.nullable(
    v.strictObject({ chance: Share, inSample: v.number(), outOfSample: v.number() }),
  ),
  walkForward: Measure,
  crossValidated: Measure,
  /** Where the two lie in 95 of 100 resamples; absent of a run from before they were kept. */
  walkForwardInterval: v.optional(Interval),
  crossValidatedInterval: v.optional(Interval),
  /** Absent of a run from before it was made. */
  map: v.optional(StabilityMap),
})

const Benchmark = v.strictObject({
  name: v.string(),
  return: v.number(),
  sharpe: Measure,
  drawdownMax: v.number(),
  exposure: v.number(),
})

export const BacktestResults = v.strictObject({
  sessions: Count,
  /** Bars that the strategy was handed. */
  bars: Count,
  curve: v.array(CurveDay),
  measures: v.strictObject({
    return: v.number(),
    returnInterval: Interval,
    sharpe: Measure,
    sharpeInterval: Interval,
    /** In which share of cases the luckiest of as many trials without skill would do worse. */
    sharpeDeflated: v.nullable(Share),
    drawdownMax: v.number(),
    /** The same trades in other orders: half of all stay under `middle`, nineteen of twenty under `high`. */
    orderDrawdowns: v.nullable(v.strictObject({ middle: v.number(), high: v.number() })),
    winRate: v.nullable(Share),
    profitFactor: Measure,
    exposure: v.number(),
    turnover: v.number(),
    /** The chance that random entries, held as long, do as well. */
    randomChance: v.nullable(Share),
  }),
  benchmark: Benchmark,
  /** Equal money in every ticker, held, beside an index; null where that is the benchmark, absent of a run from before. */
  universe: v.optional(v.nullable(Benchmark)),
  trials: Count,
  /** Dollars. */
  costs: v.strictObject({ fees: DecimalText, spread: DecimalText, slippage: DecimalText }),
  dividends: DecimalText,
  trades: Count,
  open: Count,
  /** By why, most first; and the newest hundred. */
  refused: v.strictObject({
    counts: v.array(v.strictObject({ code: Code, count: Count })),
    latest: v.array(RefusedOrder),
  }),
  /** By which rules orders were judged, which checks could refuse, and which history cannot answer; absent of a run from before. */
  checks: v.optional(
    v.strictObject({
      rules: v.array(v.string()),
      asked: v.array(Code),
      unasked: v.array(Code),
    }),
  ),
  swept: v.nullable(SweptSettings),
  /** What the record could not give, by code, each with what it is about. */
  notes: v.array(v.strictObject({ code: Code, about: v.string() })),
})
export type BacktestResults = v.InferOutput<typeof BacktestResults>
