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
  return {
    text,
    sentence,
    tokens,
    owner,
    cues,
    clauses,
    words: tokens.map((token, at) => shapeOf(token, tokens[at + 1])),
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
