/** A sentence as the linear model sees it for one entity: names masked, numbers by their kind. */

import type { Span } from '../text/sentences.ts'
import type { Clause } from '../rules/clauses.ts'
import type { Cue } from '../rules/cues.ts'
import { cuesIn } from '../rules/idioms.ts'
import {
  clausesBy,
  covered,
  ownersOf,
  sayAtLarge,
  sayOfEach,
  type SaidOf,
} from '../rules/sentiment.ts'
import { tokensOf, type Token } from '../rules/tokens.ts'
import { stemOf } from './stem.ts'

/** What is the same for all entities of a sentence. */
export type Scene = {
  text: string
  sentence: Span
  tokens: readonly Token[]
  /** The index of the entity a token belongs to, or -1. */
  owner: readonly number[]
  cues: readonly Cue[]
  clauses: readonly Clause[]
  words: readonly string[]
  stems: readonly string[]
  /** What each token is among cues: a cue's signs, a word of few meanings or a mark as it is, else `_`. */
  signs: readonly string[]
  said: ReadonlyMap<number, SaidOf>
  atLarge: SaidOf
  question: boolean
}

/** The scene of one sentence; `places` are the occurrences of each entity. */
export function sceneOf(text: string, sentence: Span, places: readonly (readonly Span[])[]): Scene {
  const tokens = tokensOf(text, sentence.start, sentence.end)
  const owner = ownersOf(tokens, places)
  const all = cuesIn(text, sentence, tokens, 2)
  const cues = all.filter((cue) => !covered(cue, owner))
  const clauses = clausesBy(tokens, cues)
  const question = text.slice(sentence.start, sentence.end).trimEnd().endsWith('?')
  const words = tokens.map((token, at) => shapeOf(token, tokens[at + 1]))
  return {
    text,
    sentence,
    tokens,
    owner,
    cues,
    clauses,
    words,
    stems: words.map(stemOf),
    signs: signsOf(tokens, words, cues),
    said: sayOfEach({ tokens, named: owner, cues, clauses, isQuestion: question }),
    atLarge: sayAtLarge(tokens, all),
    question,
  }
}

const UNITS = /^(?:%|pc|pct|percent|percentage|bps|per)$/

/** The word itself; a number as what it counts. */
function shapeOf({ word, kind }: Token, next: Token | undefined): string {
  if (kind !== 'number') return word
  if (word.endsWith('%') || UNITS.test(next?.word ?? '')) return '#%'
  return /^[$€£₹¥]/.test(word) ? '#$' : '#'
}

const KEPT = new Set(
  'to for by on after as but and from in of not no with over amid at vs than up down out off ahead despite if may'.split(
    ' ',
  ),
)

function signsOf(
  tokens: readonly Token[],
  words: readonly string[],
  cues: readonly Cue[],
): string[] {
  const signs = words.map((word, at) =>
    tokens[at]?.kind === 'word' && !KEPT.has(word) ? '_' : word,
  )
  // Of two cues in one place the first counts.
  for (const { from, to, subject, object, transitive } of cues.toReversed())
    signs.fill(leanOf(subject) + (transitive ? leanOf(object) : ''), from, to)
  return signs
}

/** Whether a value is good, bad or neither. */
export function leanOf(value: number): string {
  return value > 0.05 ? '+' : value < -0.05 ? '-' : '0'
}
