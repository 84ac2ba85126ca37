/** The lengths of bars that signals are read on, and how much each says. Source: docs/FORMULAS.md, Signal engine. */

import type { FRAMES } from '../../contracts/technical-words.ts'

export type Frame = (typeof FRAMES)[number]

export const frameWeights: Readonly<Record<Frame, number>> = {
  M30: 0.05,
  H1: 0.1,
  H4: 0.15,
  D: 0.3,
  W: 0.25,
  M: 0.15,
}

/** Frames of which one must speak before a signal counts. */
export const ANCHORS: readonly Frame[] = ['D', 'W', 'M']
