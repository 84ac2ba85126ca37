/**
 * Trains the linear model of rules-v2 and writes its weights; the same files give the same weights.
 *
 *   npm run train -- HEADLINES.jsonl [MORE.jsonl ...]
 *
 * Held-out texts (`isHeldOut`) are left out. How it is done and on what: docs/evaluation.md.
 */

import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CLASSES, softmax, timesCounted, type Class } from '#shared/domain/document/tone/model.ts'
import { namedFeatures, type Named } from '#shared/domain/document/tone/named.ts'
import { sceneOf } from '#shared/domain/document/tone/scene.ts'
import type { Span } from '#shared/domain/document/text/sentences.ts'
import { isotonic } from './calibrate.ts'
import { lessons } from './expand.ts'
import { fit, logitsOf, type Example } from './fit.ts'
import { isHeldOut, readLabelled, type Labelled } from './labelled.ts'
import { pack } from './pack.ts'

const OUT = fileURLToPath(
  new URL('../../../shared/domain/document/tone/weights.json', import.meta.url),
)
/** Chosen by cross-validation within the texts that are not held out. */
const trainDefaults = {
  epochs: 5,
  alpha: 0.05,
  l1: 4,
  /** In the second fit, of the features that were kept. */
  l1Kept: 2,
  l2: 5,
  kept: 14_000,
  seenMin: 2,
  /** Values of the rules' own features count so many times. */
  rules: 5,
  folds: 5,
  /** Orders of the samples that the last fit is the mean of. */
  orders: 3,
  /** A headline once more as a text that names nobody; a lesson of our own. */
  atLarge: 0.5,
  lesson: 0.3,
  lessonTimes: 30,
}

type Sample = { features: Named; gold: number; weight: number; text: string; own: boolean }

const samples = [
  ...process.argv.slice(2).flatMap((file) =>
    readLabelled(file, (line, why) => {
      throw new Error(`Read ${file}, line ${line}: ${why}`)
    })
      .filter(({ text }) => !isHeldOut(text))
      .flatMap(samplesOf),
  ),
  ...lessons(trainDefaults.lessonTimes).flatMap(({ text, label, places }) => [
    sample(text, places, places.length > 0 ? 0 : -1, label, trainDefaults.lesson, false),
    ...(places.length === 1 ? [sample(text, [], -1, label, trainDefaults.lesson / 2, false)] : []),
  ]),
]

const { names, weights } = train(samples)
const file = pack(names, weights, trainDefaults.rules, calibrated())
writeFileSync(OUT, `${JSON.stringify(file, null, 2)}\n`)
process.stdout.write(`${samples.length} samples, ${names.length} features kept, ${OUT}\n`)

function samplesOf({ text, entities }: Labelled): Sample[] {
  const places = entities.map(({ occurrences }) => occurrences)
  const own = entities.map(({ label, occurrences }, index) =>
    sample(text, places, occurrences.length > 0 ? index : -1, label, 1, true),
  )
  const [first] = entities
  const agree = first?.name !== '' && entities.every(({ label }) => label === first?.label)
  return first && agree
    ? [...own, sample(text, [], -1, first.label, trainDefaults.atLarge, false)]
    : own
}

function sample(
  text: string,
  places: readonly (readonly Span[])[],
  index: number,
  label: Class,
  weight: number,
  own: boolean,
): Sample {
  const scene = sceneOf(text, { start: 0, end: text.length }, places)
  return { features: namedFeatures(scene, index), gold: CLASSES.indexOf(label), weight, text, own }
}

/** Fits on all features seen twice, keeps those that say most, and fits again on these. */
function train(all: readonly Sample[]): { names: string[]; weights: Float64Array } {
  const { seenMin, kept, l1, l1Kept, orders } = trainDefaults
  const seen = new Map<string, number>()
  for (const { features } of all)
    for (const name of features.keys()) seen.set(name, (seen.get(name) ?? 0) + 1)
  const first = [...seen].filter(([, times]) => times >= seenMin).map(([name]) => name)
  const rough = fitOn(all, first, l1)
  const says = first
    .map((name, at) => ({
      name,
      says:
        Math.max(...[0, 1, 2].map((c) => Math.abs(rough[at * 3 + c] ?? 0))) *
        Math.sqrt(seen.get(name) ?? 0),
    }))
    .sort((a, b) => b.says - a.says || (a.name < b.name ? -1 : 1))
  const names = says.slice(0, kept).map(({ name }) => name)
  const fits = Array.from({ length: orders }, (_, at) => fitOn(all, names, l1Kept, at + 1))
  const mean = (at: number) => fits.reduce((sum, one) => sum + (one[at] ?? 0), 0) / orders
  return { names, weights: Float64Array.from(fits[0] ?? [], (_, at) => mean(at)) }
}

function fitOn(
  all: readonly Sample[],
  names: readonly string[],
  l1: number,
  seed = 1,
): Float64Array {
  const { epochs, alpha, l2 } = trainDefaults
  const number = new Map(names.map((name, at) => [name, at]))
  return fit(
    all.map((one) => exampleOf(one, number)),
    { classes: CLASSES.length, features: names.length, epochs, alpha, l1, l2, seed },
  )
}

function exampleOf(
  { features, gold, weight }: Sample,
  number: ReadonlyMap<string, number>,
): Example {
  const [at, value]: [number[], number[]] = [[], []]
  for (const [name, said] of features) {
    const known = number.get(name)
    if (known === undefined) continue
    at.push(known)
    value.push(said * timesCounted(name, trainDefaults.rules))
  }
  return { at, value, gold, weight }
}

/** The likelihood of each answer against whether it was right, on texts the fold did not see. */
function calibrated(): [number, number][] {
  const { folds } = trainDefaults
  const seen: { chance: number; right: boolean }[] = []
  for (let fold = 0; fold < folds; fold += 1) {
    const isOut = ({ text, own }: Sample) => own && foldOf(text) === fold
    const { names: kept, weights: fitted } = train(
      samples.filter(({ text }) => foldOf(text) !== fold),
    )
    const number = new Map(kept.map((name, at) => [name, at]))
    for (const one of samples.filter(isOut)) {
      const { at, value } = exampleOf(one, number)
      const chances = softmax(logitsOf(fitted, CLASSES.length, at, value))
      const chance = Math.max(...chances)
      seen.push({ chance, right: chances.indexOf(chance) === one.gold })
    }
  }
  return isotonic(seen)
}

function foldOf(text: string): number {
  let hash = 5381
  for (let at = 0; at < text.length; at += 1)
    hash = (Math.imul(hash, 33) ^ text.charCodeAt(at)) >>> 0
  return (hash >>> 3) % trainDefaults.folds
}
