/** What each layer of signals brings into a trend. */

import { roundScore } from '../score.ts'
import { LAYERS, type Layer } from './scoring.ts'
import type { WeighedSignal } from './weight.ts'

/** Masses are weights times impacts; `share` is of the mass of all layers together. */
export type LayerMass = {
  layer: Layer
  signals: number
  positive: number
  negative: number
  neutral: number
  share: number
}

/** Every layer, in the order of the layers; one without signals, or where nothing weighs, has no share. */
export function massesOf(weighed: readonly WeighedSignal[]): LayerMass[] {
  const total = weighed.reduce((sum, { mass }) => sum + mass, 0)
  return LAYERS.map((layer) => {
    const own = weighed.filter(({ signal }) => signal.layer === layer)
    const massOf = (sentiment: number) =>
      own.reduce((sum, { mass, signal }) => sum + (signal.sentiment === sentiment ? mass : 0), 0)
    const [positive, negative, neutral] = [massOf(1), massOf(-1), massOf(0)]
    const share = total === 0 ? 0 : roundScore((positive + negative + neutral) / total)
    return { layer, signals: own.length, positive, negative, neutral, share: Math.min(1, share) }
  })
}
