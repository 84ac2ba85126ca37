/** What the model knows of a sentence is found without writing names, and is what the names say. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { lessons } from '../../../../../services/cli/evaluate/expand.ts'
import { extractByModel } from '#shared/domain/document/tone/extract.ts'
import { knownFeatures, indexWeights } from '#shared/domain/document/tone/known.ts'
import {
  ALPHABET,
  chancesOf,
  MIDDLE,
  softmax,
  WEIGHTS,
  type Stored,
} from '#shared/domain/document/tone/model.ts'
import { namedFeatures } from '#shared/domain/document/tone/named.ts'
import { sceneOf } from '#shared/domain/document/tone/scene.ts'

const stored = JSON.parse(
  readFileSync(
    new URL('../../../../../shared/domain/document/tone/weights.json', import.meta.url),
    'utf8',
  ),
) as Stored
const texts = lessons(4)

/** Weights by whole names, as the file spells them. */
function byName(): Map<string, [number, number]> {
  const found = new Map<string, [number, number]>()
  for (const [kind, { names, weights }] of Object.entries(stored.features))
    names.split('~').forEach((name, at) => {
      const read = (place: number) =>
        (ALPHABET.indexOf(weights[place] ?? '') - MIDDLE) * stored.step
      found.set(`${kind}:${name}`, [read(2 * at), read(2 * at + 1)])
    })
  return found
}

it('knows of a sentence what its names say, in their order', () => {
  const weights = byName()
  let compared = 0
  for (const { text, places } of texts) {
    const scene = sceneOf(text, { start: 0, end: text.length }, places)
    for (const index of [-1, ...places.keys()]) {
      const named = [...namedFeatures(scene, index)].filter(([name]) => weights.has(name))
      const known = knownFeatures(scene, index, WEIGHTS)
      expect(known.weights.map(({ name }, at) => [name, known.values[at]])).toEqual(named)
      let [positive, negative] = [0, 0]
      for (const [name, value] of named) {
        const [good, bad] = weights.get(name) ?? [0, 0]
        const counted = /^[rq]:/.test(name) ? value * stored.rules : value
        positive += good * counted
        negative += bad * counted
      }
      expect(chancesOf(known)).toEqual(softmax([positive, 0, negative]))
      compared += named.length
    }
  }
  expect(compared).toBeGreaterThan(10_000)
})

it('finds a piece of a line, not only its beginning, and one that is the beginning of another', () => {
  const weight = (name: string) => ({ name, positive: 1, negative: 0, times: 1 })
  const text = 'Acme cuts jobs again'
  const scene = sceneOf(text, { start: 0, end: text.length }, [[{ start: 0, end: 4 }]])
  const weights = indexWeights(
    ['b:T cuts', 'b:T cuts jobs', 'b:jobs again $', 'D:+job'].map(weight),
  )
  const known = knownFeatures(scene, 0, weights)
  expect(known.weights.map(({ name }, at) => [name, known.values[at]])).toEqual([
    ['D:+job', 1 / Math.sqrt(2)],
    ['b:T cuts', 1],
    ['b:T cuts jobs', 1],
    ['b:jobs again $', 1],
  ])
})

it('reads our lessons as it did, to the byte, until its weights are others', () => {
  const readings = texts.map(({ text, places }) =>
    extractByModel(
      text,
      places.length === 0
        ? [{ name: '', occurrences: [] }]
        : places.map((occurrences, at) => ({ name: 'TO'[at] ?? '', occurrences })),
    ),
  )
  expect(readings.length).toBeGreaterThan(300)
  const digest = createHash('sha256').update(JSON.stringify(readings)).digest('hex')
  expect({ version: stored.version, digest }).toEqual({
    version: '3',
    digest: '55d5f4ba96a449bc31135057be930ef2a560b2d5ab05cdfda454d8f377d0b1d8',
  })
})
