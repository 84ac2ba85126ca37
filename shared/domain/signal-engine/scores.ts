/** What an evaluation says as numbers that prices can be held against: the higher, the more it points up. */

import { TECHNICAL_SIGNALS } from '../../contracts/technical-words.ts'
import type { FramedSignal } from '../technical/confluence.ts'
import { frameWeights } from '../technical/frames.ts'

/**
 * By name: both pipelines, and every signal over its frames, weighted and signed; 0 where a signal did not fire.
 * A pipeline that failed has no score.
 */
export function engineScores({
  heuristicTotal,
  up,
  signals,
}: {
  heuristicTotal: number | null
  up: number | null
  signals: readonly FramedSignal[]
}): Map<string, number> {
  const scores = new Map(
    TECHNICAL_SIGNALS.map((name) => [name as string, signedSum(signals, name)]),
  )
  if (heuristicTotal !== null) scores.set('heuristic', heuristicTotal)
  if (up !== null) scores.set('probabilistic', up)
  return scores
}

function signedSum(signals: readonly FramedSignal[], name: string): number {
  return signals
    .filter((signal) => signal.name === name)
    .reduce(
      (sum, { frame, direction, strength }) =>
        sum + frameWeights[frame] * (direction === 'bullish' ? strength : -strength),
      0,
    )
}
