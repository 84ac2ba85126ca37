/**
 * The features of a sentence that the model has weights for, found without writing their names: most
 * of what a sentence says is in no model.
 */

import { tellFeatures } from './features.ts'
import type { Scene } from './scene.ts'

/** A feature of the model: what it says for positive and for negative. */
export type Weight = {
  name: string
  positive: number
  negative: number
  /** Its value counts so many times. */
  times: number
}

type Numbered = Weight & { number: number }

/** Features of a sentence, in the order in which they were first told, and the value of each. */
export type KnownFeatures = { weights: Numbered[]; values: number[] }

/** Pieces of a line, word by word. */
type Branch = { weight?: Numbered; next?: Map<string, Branch> }

export type Weights = {
  byKind: ReadonlyMap<string, ReadonlyMap<string, Numbered>>
  pieces: ReadonlyMap<string, Branch>
  /** By number: where among the known of the sentence at hand, from 1; all are 0 between two sentences. */
  places: Int32Array
}

/** Kinds whose features are pieces of a line. */
const OF_PIECES = /^[bg]:/
/** As they are told: `D:-` and `D:+` are two kinds. */
const KIND = /^[^:]*:(?<=D:)[-+]|^[^:]*:/

/** Weights by what is told of a sentence. */
export function indexWeights(all: readonly Weight[]): Weights {
  const byKind = new Map<string, Map<string, Numbered>>()
  const pieces = new Map<string, Branch>()
  for (const [number, one] of all.entries()) {
    const weight = { ...one, number }
    const [kind = ''] = KIND.exec(weight.name) ?? []
    const rest = weight.name.slice(kind.length)
    if (OF_PIECES.test(kind)) {
      let branch = entry(pieces, kind, newBranch)
      for (const word of rest.split(' '))
        branch = entry((branch.next ??= new Map<string, Branch>()), word, newBranch)
      branch.weight = weight
    } else entry(byKind, kind, () => new Map<string, Numbered>()).set(rest, weight)
  }
  return { byKind, pieces, places: new Int32Array(all.length) }
}

function newBranch(): Branch {
  return {}
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}

/** What a sentence says of entity `index` that the model knows; -1 for a text that names nobody. */
export function knownFeatures(scene: Scene, index: number, weights: Weights): KnownFeatures {
  const { byKind, pieces, places } = weights
  const known: KnownFeatures = { weights: [], values: [] }
  const add = (weight: Numbered, value: number) => {
    const place = places[weight.number] ?? 0
    if (place > 0) {
      known.values[place - 1] = value
      return
    }
    known.values.push(value)
    places[weight.number] = known.weights.push(weight)
  }
  tellFeatures(scene, index, {
    put: (kind, name, value = 1) => {
      const weight = byKind.get(kind)?.get(name)
      if (weight) add(weight, value)
    },
    pieces: (kind, line, at, least, most) => {
      let branch = pieces.get(kind)
      for (let size = 1; size <= most && branch; size += 1) {
        branch = branch.next?.get(line[at + size - 1] ?? '')
        if (size >= least && branch?.weight) add(branch.weight, 1)
      }
    },
  })
  for (const { number } of known.weights) places[number] = 0
  return known
}
