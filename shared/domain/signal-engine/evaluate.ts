/** One evaluation of a ticker: two pipelines side by side, of which one that fails does not take the other with it. */

import type { Sentinel } from '../../contracts/technical-words.ts'
import { plainText } from '../document/text/cut.ts'
import { roundScore } from '../score.ts'
import type { Confluence, FramedSignal } from '../technical/confluence.ts'
import { readFrames } from '../technical/evaluation.ts'
import { frameWeights, type Frame } from '../technical/frames.ts'
import { filterHard, type ShutFilter } from '../technical/hard-filters.ts'
import { judgeHeuristically, type HeuristicVerdict } from '../technical/heuristic.ts'
import { judgeByChance, logit, type ProbabilisticVerdict } from '../technical/probabilistic.ts'
import type { RegimeReading } from '../technical/regime.ts'
import { differenceOf, type DifferenceCode, type SignalVerdict } from '../technical/verdict.ts'
import { placeLevels, rangeOf, ratchet } from '../trading/stops.ts'
import { tiers } from '../trading/tiers.ts'
import type { EngineInput } from './input.ts'

/** The version of everything an evaluation is made by. */
export const SIGNAL_ENGINE_RULES = 'signal-engine-1'

const { rewardRisk } = tiers.moderate
const REWARDS = [rewardRisk, 2 * rewardRisk] as const
const FAULT_MAX = 200

/** What a pipeline said, or why it said nothing. */
export type PipelineAttempt<Verdict> =
  | { said: Verdict; fault: null }
  | { said: null; fault: string }

/** Dollars a share; the trailing stop as it stands once the first target is reached and half is sold. */
export type EngineExits = { stop: string; target1: string; target2: string; trailingStop: string }

export type EngineOutput = {
  /** The last session that was read; null where there was none. */
  sessionDate: string | null
  close: string | null
  bars: number
  /** Of each length of bars: how many, and the signals of it together, signed. */
  frames: { frame: Frame; bars: number; score: number }[]
  signals: FramedSignal[]
  confluences: Confluence[]
  regime: RegimeReading
  bias: EngineInput['bias']
  sentinels: Sentinel[]
  filters: ShutFilter[]
  heuristic: PipelineAttempt<HeuristicVerdict>
  probabilistic: PipelineAttempt<ProbabilisticVerdict & { logOdds: number }>
  /** How often signals had been right: what was measured, and the rate that counted. */
  hitRates: EngineInput['measured']
  /** Null where a filter was shut or a pipeline failed: then there is nothing to compare. */
  agreement: boolean | null
  difference: DifferenceCode | null
  /** Were it bought at the close by a moderate tier; null where no range is known. */
  exits: EngineExits | null
}

export type Pipelines = {
  heuristic: typeof judgeHeuristically
  probabilistic: typeof judgeByChance
}
const bothPipelines: Pipelines = { heuristic: judgeHeuristically, probabilistic: judgeByChance }

/** A shut filter makes both verdicts skip; what the pipelines found stands beside it. */
export function evaluateInBoth(input: EngineInput, run: Pipelines = bothPipelines): EngineOutput {
  const { frames, days, bias, hitRates, sentinels } = input
  const read = readFrames(frames)
  const { signals, confluences, regime } = read
  const filters = filterHard(input.filters)
  const heuristic = attempt(() => run.heuristic(confluences, bias), filters)
  const judged = attempt(() => run.probabilistic(confluences, regime, REWARDS, hitRates), filters)
  const probabilistic = judged.said
    ? { said: { ...judged.said, logOdds: roundScore(logit(judged.said.up)) }, fault: null }
    : judged
  const [one, other] = [heuristic.said?.verdict, probabilistic.said?.verdict]
  const isComparable = one !== undefined && other !== undefined && filters.length === 0
  const last = days.at(-1)
  return {
    ...read,
    sessionDate: last?.date ?? null,
    close: last ? String(last.close) : null,
    bars: days.length,
    frames: scoresOf(frames, signals),
    bias,
    sentinels,
    filters,
    heuristic,
    probabilistic,
    agreement: isComparable ? one === other : null,
    difference: isComparable ? (differenceOf(one, other) ?? null) : null,
    hitRates: input.measured,
    exits: exitsOf(days),
  }
}

type Said = { verdict: SignalVerdict }

function attempt<V extends Said>(
  judge: () => V,
  filters: readonly ShutFilter[],
): PipelineAttempt<V> {
  try {
    const said = judge()
    const odd = Object.entries(said).find(([, value]) => Number.isNaN(value))
    if (odd) throw new RangeError(`expected a number for ${odd[0]}, found none`)
    return { said: filters.length > 0 ? { ...said, verdict: 'skip' } : said, fault: null }
  } catch (fault) {
    // The other pipeline goes on, and the row says why this one did not.
    return { said: null, fault: plainText(String(fault), FAULT_MAX) }
  }
}

function scoresOf(
  frames: EngineInput['frames'],
  signals: readonly FramedSignal[],
): EngineOutput['frames'] {
  return (Object.keys(frameWeights) as Frame[]).flatMap((frame) => {
    const bars = frames[frame]?.close.length
    if (bars === undefined) return []
    const own = signals.filter((signal) => signal.frame === frame)
    const sum = own.reduce(
      (total, { direction, strength }) => total + (direction === 'bullish' ? strength : -strength),
      0,
    )
    return [{ frame, bars, score: roundScore(frameWeights[frame] * sum) }]
  })
}

function exitsOf(days: EngineInput['days']): EngineExits | null {
  const bars = days.map(({ high, low, close }) => ({
    high: String(high),
    low: String(low),
    close: String(close),
  }))
  const range = rangeOf(bars)
  const last = bars.at(-1)
  if (range === null || !last) return null
  const levels = placeLevels(last.close, range, tiers.moderate)
  return {
    stop: levels.stopPrice,
    target1: levels.target1!,
    target2: levels.target2!,
    trailingStop: ratchet({ ...levels, halfTaken: true }, levels.target1!).trailingStop!,
  }
}
