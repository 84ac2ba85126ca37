/** Features by their names, as the model is fitted and packed by them. */

import { tellFeatures } from './features.ts'
import type { Scene } from './scene.ts'

/** A feature's name and its value; most are 1. */
export type Named = Map<string, number>

/** The features of a sentence for entity `index`; -1 for a text that names nobody. */
export function namedFeatures(scene: Scene, index: number): Named {
  const named: Named = new Map()
  tellFeatures(scene, index, {
    put: (kind, name, value = 1) => void named.set(kind + name, value),
    pieces: (kind, line, at, least, most) => {
      for (let size = least; size <= Math.min(most, line.length - at); size += 1)
        named.set(kind + line.slice(at, at + size).join(' '), 1)
    },
  })
  return named
}
