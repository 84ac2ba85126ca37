/**
 * rules-v1: reads a text for what it says of each entity, with a lexicon and grammar of our own.
 *
 *   score      = tanh(0.9·(good − bad) / n^0.5) over the n sentences that name the entity
 *   impact     = catalyst weight · (0.4 + 0.6·|score|) · place
 *   confidence = 0.15 without a cue; else 0.45 + 0.25·agreement·min(1, mass) + 0.05·more sentences,
 *                at most 0.80
 *
 * Source: docs/FORMULAS.md, "Extraction (rules-v1)". Pure; the same text reads the same each time.
 */

import type { CompanyReading, Entity, Extraction, Quote, Sentiment } from '../reading/reading.ts'
import { sentencesOf, type Span } from '../text/sentences.ts'
import { beginning } from '../text/cut.ts'
import { catalystOf } from './catalyst.ts'
import { distinctQuotes, quoteAround } from '../reading/quotes.ts'
import { readAtLarge, readSentence, type SaidOf } from './sentiment.ts'

const extractDefaults = {
  /** |score| below it is neutral. */
  neutral: 0.13,
  /** Both sides at least so strong, and neither twice the other: mixed. */
  mixed: 0.5,
  // Without a cue nothing was read: it stays behind the gate of 0.2 and moves no trend.
  confidence: { without: 0.15, base: 0.45, agreement: 0.25, more: 0.05, max: 0.8 },
  keyFacts: 5,
  quotes: 3,
  /** A sentence that names no entity counts so much for the only one. */
  unnamed: 0.3,
}

const SUMMARY_MAX = 300
const SENTENCES_MAX = 120

/** Reads a text for the given entities; one without occurrences is read as the whole text. */
export function extractByRules(text: string, entities: readonly Entity[]): Extraction {
  const sentences = sentencesOf(text).slice(0, SENTENCES_MAX)
  const tallies = tally(text, sentences, entities)
  const companies = entities.map((entity, index) =>
    conclude(text, entity, tallies[index] ?? [], sentences),
  )
  const facts = tallies
    .flat()
    .filter(({ said }) => said.cues.length > 0)
    .sort((a, b) => massOf(b.said) - massOf(a.said) || a.sentence.start - b.sentence.start)
    .map(({ sentence, said }) => quoteAround(text, sentence, said.cues))
  const [first] = sentences
  const opening = first ? [quoteAround(text, first, [])] : []
  return {
    companies,
    keyFacts: distinctQuotes(
      [...facts, ...(facts.length < 3 ? opening : [])],
      extractDefaults.keyFacts,
    ),
    summary: first ? beginning(text.slice(first.start, first.end), SUMMARY_MAX) : '',
    confidence: Math.max(0, ...companies.map(({ confidence }) => confidence)),
  }
}

type Tally = { sentence: Span; said: SaidOf; named: boolean }

/** What each sentence says of each entity. */
function tally(text: string, sentences: readonly Span[], entities: readonly Entity[]): Tally[][] {
  const tallies: Tally[][] = entities.map(() => [])
  const places = entities.map(({ occurrences }) => occurrences)
  for (const sentence of sentences) {
    const named = places.some((spans) =>
      spans.some(({ start }) => start >= sentence.start && start < sentence.end),
    )
    const readings = named ? readSentence(text, sentence, places) : undefined
    const atLarge = named ? undefined : readAtLarge(text, sentence)
    entities.forEach(({ occurrences }, index) => {
      const said = readings?.get(index)
      if (said) tallies[index]?.push({ sentence, said, named: true })
      else if (atLarge && occurrences.length === 0)
        tallies[index]?.push({ sentence, said: atLarge, named: true })
      else if (atLarge && entities.length === 1) {
        tallies[index]?.push({
          sentence,
          said: scale(atLarge, extractDefaults.unnamed),
          named: false,
        })
      }
    })
  }
  return tallies
}

function conclude(
  text: string,
  entity: Entity,
  tallies: readonly Tally[],
  sentences: readonly Span[],
): CompanyReading {
  const named = tallies.filter((one) => one.named)
  const good = sum(tallies, ({ said }) => said.good)
  const bad = sum(tallies, ({ said }) => said.bad)
  const score = round(Math.tanh((0.9 * (good - bad)) / Math.sqrt(Math.max(1, named.length))))
  const near = (named.length > 0 ? named.map(({ sentence }) => sentence) : sentences).slice(0, 3)
  const { catalyst, weight } = catalystOf(
    near.map(({ start, end }) => text.slice(start, end)).join('\n'),
  )
  const early = (entity.occurrences[0]?.start ?? 0) < 200 ? 1 : 0.7
  const told = [...named]
    .sort((a, b) => massOf(b.said) - massOf(a.said) || a.sentence.start - b.sentence.start)
    .map(({ sentence, said }): Quote => {
      const places = entity.occurrences.filter(
        ({ start }) => start >= sentence.start && start < sentence.end,
      )
      return quoteAround(text, sentence, [...said.cues, ...places])
    })
  return {
    entity: entity.name,
    sentiment: sentimentOf(score, good, bad),
    score,
    impact: round(weight * (0.4 + 0.6 * Math.abs(score)) * early),
    confidence: confidenceOf(good, bad, named.length),
    catalyst,
    quotes: distinctQuotes(told, extractDefaults.quotes),
  }
}

function sentimentOf(score: number, good: number, bad: number): Sentiment {
  const { mixed, neutral } = extractDefaults
  if (good >= mixed && bad >= mixed && Math.max(good, bad) < 1.5 * Math.min(good, bad))
    return 'mixed'
  if (Math.abs(score) < neutral) return 'neutral'
  return score > 0 ? 'positive' : 'negative'
}

function confidenceOf(good: number, bad: number, sentences: number): number {
  const { without, base, agreement, more, max } = extractDefaults.confidence
  const mass = good + bad
  if (mass < 0.1) return without
  const agrees = Math.abs(good - bad) / mass
  return round(
    Math.min(
      max,
      base + agreement * agrees * Math.min(1, mass) + more * Math.min(2, sentences - 1),
    ),
  )
}

function scale({ good, bad, cues }: SaidOf, factor: number): SaidOf {
  return { good: good * factor, bad: bad * factor, cues }
}

function massOf({ good, bad }: SaidOf): number {
  return good + bad
}

function sum<T>(values: readonly T[], read: (value: T) => number): number {
  return values.reduce((total, value) => total + read(value), 0)
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
