/**
 * rules-v2: what each sentence says of an entity by the linear model, joined over the text.
 *
 *   chances    = Σ w·p / Σ w over the sentences, w = place · (0.1 + 1 − chance of neutral)
 *   score      = chance of positive − chance of negative
 *   confidence = how often an answer of that likelihood was right (isotonic, stored with the model)
 *
 * Source: docs/FORMULAS.md, "Extraction (rules-v2)". Pure; the same text reads the same each time.
 */

import type { CompanyReading, Entity, Extraction, Sentiment } from '../reading/reading.ts'
import { distinctQuotes, quoteAround } from '../reading/quotes.ts'
import { catalystOf } from '../rules/catalyst.ts'
import { beginning } from '../text/cut.ts'
import { sentencesOf, type Span } from '../text/sentences.ts'
import { bearingSentences, unnamedIn } from './bearing.ts'
import { knownFeatures, type KnownFeatures } from './known.ts'
import {
  becauseOf,
  chancesOf,
  CLASSES,
  sureness,
  type FeatureWeight,
  type Chances,
  WEIGHTS,
  type Class,
} from './model.ts'
import { sceneOf, type Scene } from './scene.ts'

const extractDefaults = {
  /** A sentence that names no entity counts so much for the only one. */
  unnamed: 0.25,
  /** One that speaks of `the company`, for whom the sentence before named. */
  meant: 0.7,
  /** Sentences after the first three say less: background. */
  early: 3,
  late: 0.6,
  /** Even a sentence that says nothing counts so much. */
  neutral: 0.1,
  /** What says nothing moves a company so much of what it could: it takes little from what does. */
  impactLeast: 0.1,
  /** Both sides at least so likely: mixed. */
  mixed: 0.33,
  keyFacts: 5,
  quotes: 3,
  because: 5,
}
const SUMMARY_MAX = 300
const SENTENCES_MAX = 120

/** A reading with the features that say most for it. */
export type ExplainedReading = CompanyReading & { because: FeatureWeight[] }

export type ExplainedExtraction = Omit<Extraction, 'companies'> & { companies: ExplainedReading[] }

/** Reads a text for the given entities; one without occurrences is read as the whole text. */
export function extractByModel(text: string, entities: readonly Entity[]): ExplainedExtraction {
  const sentences = bearingSentences(text, sentencesOf(text).slice(0, SENTENCES_MAX))
  const tallies = tally(text, sentences, entities)
  const companies = entities.map((entity, index) =>
    conclude(text, entity, tallies[index] ?? [], sentences),
  )
  const facts = tallies
    .flat()
    .filter(({ chances, focus }) => focus.length > 0 && chances[1] < 0.5)
    .sort((a, b) => tellingOf(b) - tellingOf(a))
    .map(({ sentence, focus }) => quoteAround(text, sentence, focus))
  const [first] = sentences
  const opening = first && facts.length < 3 ? [quoteAround(text, first, [])] : []
  return {
    companies,
    keyFacts: distinctQuotes([...facts, ...opening], extractDefaults.keyFacts),
    summary: first ? beginning(text.slice(first.start, first.end), SUMMARY_MAX) : '',
    confidence: Math.max(0, ...companies.map(({ confidence }) => confidence)),
  }
}

type Tally = {
  sentence: Span
  known: KnownFeatures
  chances: Chances
  weight: number
  /** Where the words stand that say something. */
  focus: Span[]
}

/** What each sentence says of each entity. */
function tally(text: string, sentences: readonly Span[], entities: readonly Entity[]): Tally[][] {
  const tallies: Tally[][] = entities.map(() => [])
  const isAtLarge = entities.some(({ occurrences }) => occurrences.length === 0)
  let last: number | undefined
  sentences.forEach((sentence, number) => {
    const places = entities.map(({ occurrences }) =>
      occurrences.filter(({ start }) => start >= sentence.start && start < sentence.end),
    )
    const named = [...places.keys()].filter((index) => (places[index]?.length ?? 0) > 0)
    const place = number < extractDefaults.early ? 1 : extractDefaults.late
    if (named.length > 0) {
      last = named.length === 1 ? named[0] : undefined
      const scene = sceneOf(text, sentence, places)
      for (const index of named) tallies[index]?.push(read(scene, index, place))
      return
    }
    const meant = isAtLarge
      ? undefined
      : unnamedIn(text.slice(sentence.start, sentence.end), entities, last)
    if (!isAtLarge && !meant) return
    const scene = sceneOf(text, sentence, places)
    entities.forEach(({ occurrences }, index) => {
      if (occurrences.length === 0) tallies[index]?.push(read(scene, -1, place))
      else if (meant?.index === index)
        tallies[index]?.push(read(scene, -1, place * weightOfUnnamed(meant.isPlain)))
    })
  })
  return tallies
}

function weightOfUnnamed(isPlain: boolean): number {
  return isPlain ? extractDefaults.meant : extractDefaults.unnamed
}

function read(scene: Scene, index: number, weight: number): Tally {
  const known = knownFeatures(scene, index, WEIGHTS)
  const focus = index < 0 ? scene.atLarge.cues : (scene.said.get(index)?.cues ?? [])
  return { sentence: scene.sentence, known, chances: chancesOf(known), weight, focus }
}

function conclude(
  text: string,
  entity: Entity,
  tallies: readonly Tally[],
  sentences: readonly Span[],
): ExplainedReading {
  const chances = join(tallies)
  const answer = CLASSES[chances.indexOf(Math.max(...chances))] as Class
  const score = round(chances[0] - chances[2])
  const own = entity.occurrences.length > 0
  const named = tallies.filter(({ sentence }) =>
    entity.occurrences.some(({ start }) => start >= sentence.start && start < sentence.end),
  )
  const near = (named.length > 0 ? named.map(({ sentence }) => sentence) : sentences).slice(0, 3)
  const { catalyst, weight } = catalystOf(
    near.map(({ start, end }) => text.slice(start, end)).join('\n'),
  )
  const place = (entity.occurrences[0]?.start ?? 0) < 200 ? 1 : 0.7
  const loudest = [...tallies].sort((a, b) => tellingOf(b) - tellingOf(a))
  const telling = own ? loudest.filter((one) => named.includes(one)) : loudest
  const most = loudest.find(
    ({ chances: said }) => CLASSES[said.indexOf(Math.max(...said))] === answer,
  )
  return {
    entity: entity.name,
    sentiment: sentimentOf(chances, answer),
    score,
    impact: round(
      weight *
        (extractDefaults.impactLeast + (1 - extractDefaults.impactLeast) * Math.abs(score)) *
        place,
    ),
    confidence: tallies.length === 0 ? 0 : round(sureness(Math.max(...chances))),
    rawConfidence: tallies.length === 0 ? 0 : round(Math.max(...chances)),
    catalyst,
    quotes: distinctQuotes(
      telling.map(({ sentence, focus }) =>
        quoteAround(text, sentence, [...focus, ...within(entity.occurrences, sentence)]),
      ),
      extractDefaults.quotes,
    ),
    because: most ? becauseOf(most.known, answer, extractDefaults.because) : [],
  }
}

/** Sentences that say something count more than those that do not. */
function join(tallies: readonly Tally[]): Chances {
  const joined: [number, number, number] = [0, 0, 0]
  let total = 0
  for (const { chances, weight } of tallies) {
    const counts = weight * (extractDefaults.neutral + 1 - chances[1])
    chances.forEach((chance, at) => (joined[at] = (joined[at] ?? 0) + chance * counts))
    total += counts
  }
  if (total === 0) return [0, 1, 0]
  return [joined[0] / total, joined[1] / total, joined[2] / total]
}

function sentimentOf([positive, , negative]: Chances, answer: Class): Sentiment {
  return Math.min(positive, negative) >= extractDefaults.mixed ? 'mixed' : answer
}

function tellingOf({ chances, weight }: Tally): number {
  return weight * Math.max(chances[0], chances[2])
}

function within(spans: readonly Span[], { start, end }: Span): Span[] {
  return spans.filter((span) => span.start >= start && span.start < end)
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
