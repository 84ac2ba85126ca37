/** What one signal says over all frames together. */

import { ANCHORS, frameWeights, type Frame } from './frames.ts'
import type { TechnicalSignal, TechnicalSignalName } from './signals/technical-signal.ts'

/** A signal with the frame that it was read on. */
export type FramedSignal = TechnicalSignal & { frame: Frame }

export type Confluence = {
  name: TechnicalSignalName
  direction: 'bullish' | 'bearish' | 'neutral'
  /** Weights of the frames times strengths, in [0, 1]. */
  score: number
  /** Mean of the confidences, each as heavy as its strength. */
  confidence: number
  frames: Frame[]
}

const FRAMES_MIN = 2

/** Those that fire on two frames, one of them a day or longer. The direction is that of most frames; a tie has none. */
export function confluenceOf(signals: readonly FramedSignal[]): Confluence[] {
  return [...Map.groupBy(signals, ({ name }) => name)].flatMap(([name, own]) => {
    const frames = own.map(({ frame }) => frame)
    if (frames.length < FRAMES_MIN || !frames.some((frame) => ANCHORS.includes(frame))) return []
    const strength = sum(own, (one) => one.strength)
    return [
      {
        name,
        direction: majority(own),
        score: sum(own, (one) => frameWeights[one.frame] * one.strength),
        confidence: sum(own, (one) => one.confidence * one.strength) / strength,
        frames,
      },
    ]
  })
}

function majority(signals: readonly TechnicalSignal[]): Confluence['direction'] {
  const balance = sum(signals, ({ direction }) => (direction === 'bullish' ? 1 : -1))
  return balance === 0 ? 'neutral' : balance > 0 ? 'bullish' : 'bearish'
}

const sum = <T>(values: readonly T[], of: (value: T) => number): number =>
  values.reduce((total, value) => total + of(value), 0)

/** The score with the sign of its direction; none of a tie. */
export function signedScore({ direction, score }: Confluence): number {
  return direction === 'neutral' ? 0 : direction === 'bullish' ? score : -score
}
