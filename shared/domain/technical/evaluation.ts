/** One evaluation of a ticker's prices: signals on each frame, what they say together, and both pipelines side by side. */

import { confluenceOf, type Confluence, type FramedSignal } from './confluence.ts'
import type { Frame } from './frames.ts'
import { judgeHeuristically, type HeuristicVerdict } from './heuristic.ts'
import { judgeByChance, type ProbabilisticVerdict } from './probabilistic.ts'
import { readRegime, type RegimeReading } from './regime.ts'
import type { Bars } from './indicators/series.ts'
import { readCupHandle } from './signals/cup-handle.ts'
import { readElliott } from './signals/elliott.ts'
import { readFibonacci } from './signals/fibonacci.ts'
import { readMaStack } from './signals/ma-stack.ts'
import { readRsi } from './signals/rsi.ts'
import type { SignalReader, TechnicalSignalName } from './signals/technical-signal.ts'
import { differenceOf, type DifferenceCode } from './verdict.ts'

const readers: Readonly<Record<TechnicalSignalName, SignalReader>> = {
  fibonacci: readFibonacci,
  ma_stack: readMaStack,
  rsi: readRsi,
  cup_handle: readCupHandle,
  elliott: readElliott,
}
/** A reader looks at no more bars: what is older says nothing of now, and the time it takes must not grow. */
const BARS_MAX = 260

export type TechnicalEvaluation = {
  signals: FramedSignal[]
  confluences: Confluence[]
  regime: RegimeReading
  heuristic: HeuristicVerdict
  probabilistic: ProbabilisticVerdict
  difference: DifferenceCode | undefined
}

/** Bars of each length that there are; those of days always. */
export type BarsByFrame = Readonly<Partial<Record<Frame, Bars>>> & { D: Bars }

/** What bars say before anybody judges it: both pipelines begin here. */
export function readFrames(
  frames: BarsByFrame,
): Pick<TechnicalEvaluation, 'signals' | 'confluences' | 'regime'> {
  const signals = (Object.entries(frames) as [Frame, Bars][]).flatMap(([frame, bars]) =>
    Object.values(readers).flatMap((read) => {
      const said = read(newest(bars))
      return said ? [{ ...said, frame }] : []
    }),
  )
  return {
    signals,
    confluences: confluenceOf(signals),
    regime: readRegime(newest(frames.D).close),
  }
}

/** @param rewards of the first and second target, in units of what is risked. */
export function evaluateTechnically(
  frames: BarsByFrame,
  bias: { macro: number; competitive: number },
  rewards: readonly [number, number],
  hitRates?: ReadonlyMap<TechnicalSignalName, number>,
): TechnicalEvaluation {
  const { signals, confluences, regime } = readFrames(frames)
  const heuristic = judgeHeuristically(confluences, bias)
  const probabilistic = judgeByChance(confluences, regime, rewards, hitRates)
  return {
    signals,
    confluences,
    regime,
    heuristic,
    probabilistic,
    difference: differenceOf(heuristic.verdict, probabilistic.verdict),
  }
}

function newest({ high, low, close, volume }: Bars): Bars {
  const cut = (column: Float64Array) => column.subarray(-BARS_MAX)
  return { high: cut(high), low: cut(low), close: cut(close), volume: cut(volume) }
}
