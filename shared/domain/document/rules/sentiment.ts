/**
 * What one sentence says of each entity it names.
 *
 * A cue counts in full for the entity it belongs to: the one before it in its clause, or, for a
 * cue that acts on something, the one after it with the cue's other sign. Clauses of cause count
 * half, conceded ones hardly. Source: docs/FORMULAS.md, "Extraction (rules-v1)".
 */

import type { Span } from '../text/sentences.ts'
import { clausesOf, type Clause } from './clauses.ts'
import type { Cue } from './cues.ts'
import { cuesIn } from './idioms.ts'
import { withoutSpeakers } from './speakers.ts'
import { tokensOf, type Token } from './tokens.ts'

const sentimentDefaults = {
  cause: 0.5,
  conceded: 0.15,
  contrast: 0.9,
  /** A cue on the far side of another entity. */
  far: 0.35,
  /** A cue of another clause of the sentence, where one's own clause says nothing. */
  elsewhere: 0.55,
  question: 0.3,
  /** A clause about the shares themselves. */
  price: 1.6,
}
type Weights = typeof sentimentDefaults

/** Good and bad said of an entity: both at least 0, and where. */
export type SaidOf = { good: number; bad: number; cues: Span[] }

/** For each entity, by its index, what the sentence says of it; absent where it is not named. */
export function readSentence(
  text: string,
  sentence: Span,
  mentions: readonly (readonly Span[])[],
): Map<number, SaidOf> {
  const tokens = tokensOf(text, sentence.start, sentence.end)
  const named = ownersOf(tokens, mentions)
  const cues = cuesIn(text, sentence, tokens, 1).filter((cue) => !covered(cue, named))
  const isQuestion = text.slice(sentence.start, sentence.end).trimEnd().endsWith('?')
  return sayOfEach({ tokens, named, cues, clauses: clausesBy(tokens, cues), isQuestion })
}

/** Clauses cut where `cues` say that another statement begins. */
export function clausesBy(tokens: readonly Token[], cues: readonly Cue[]): Clause[] {
  return clausesOf(tokens, (from, to) => cues.some((cue) => cue.from >= from && cue.to <= to))
}

/** A sentence taken apart: whose name a token is part of, and cues that are part of no name. */
type Apart = {
  tokens: readonly Token[]
  named: readonly number[]
  cues: readonly Cue[]
  clauses: readonly Clause[]
  isQuestion: boolean
}

/** What a sentence that is taken apart says of each entity it names. */
export function sayOfEach(apart: Apart): Map<number, SaidOf> {
  const weights = sentimentDefaults
  const owner = withoutSpeakers(apart.tokens, apart.named)
  const question = apart.isQuestion ? weights.question : 1
  const said = new Map<number, SaidOf>()
  for (const entity of new Set(apart.named.filter((index) => index >= 0))) {
    said.set(
      entity,
      owner.includes(entity)
        ? sayOf(entity, { ...apart, owner, weights, question })
        : { good: 0, bad: 0, cues: [] },
    )
  }
  return said
}

/** What a sentence that names nobody says in general. */
export function readAtLarge(text: string, sentence: Span): SaidOf {
  const tokens = tokensOf(text, sentence.start, sentence.end)
  return sayAtLarge(tokens, cuesIn(text, sentence, tokens, 1))
}

/** What the cues of a sentence say together, of nobody. */
export function sayAtLarge(tokens: readonly Token[], cues: readonly Cue[]): SaidOf {
  const said: SaidOf = { good: 0, bad: 0, cues: [] }
  for (const cue of cues) add(said, cue, cue.transitive ? strongest(cue) : cue.subject, tokens)
  return said
}

type Scene = {
  tokens: readonly Token[]
  owner: readonly number[]
  clauses: readonly Clause[]
  cues: readonly Cue[]
  weights: Weights
  question: number
}

function sayOf(entity: number, scene: Scene): SaidOf {
  const said: SaidOf = { good: 0, bad: 0, cues: [] }
  const { clauses, owner, cues, tokens, weights, question } = scene
  const own = clauses.filter(({ from, to }) => owner.slice(from, to).includes(entity))
  for (const clause of own) {
    for (const cue of cues) {
      if (cue.from < clause.from || cue.to > clause.to) continue
      add(
        said,
        cue,
        share(entity, cue, clause, scene) * linkWeight(clause, weights, true) * question,
        tokens,
      )
    }
  }
  const spoke = said.good + said.bad > 0
  for (const clause of clauses) {
    if (own.includes(clause)) continue
    const others = owner
      .slice(clause.from, clause.to)
      .some((index) => index >= 0 && index !== entity)
    // `Profit rises; stock down`: how the shares moved says more than why.
    const price = !others && /^(?:stocks?|shares?|scrip)$/.test(tokens[clause.from]?.word ?? '')
    const near = price ? weights.price : spoke ? weights.cause : weights.elsewhere
    const weight = near * (others ? 0.3 : 1) * linkWeight(clause, weights, !spoke)
    for (const cue of cues) {
      if (cue.from < clause.from || cue.to > clause.to) continue
      add(said, cue, (cue.transitive ? strongest(cue) : cue.subject) * weight * question, tokens)
    }
  }
  return said
}

/** How much of a cue in the same clause is the entity's, with its sign. */
function share(entity: number, cue: Cue, clause: Clause, { owner, weights }: Scene): number {
  const before = lastBefore(owner, cue.from, clause.from)
  const group = groupBefore(owner, cue.from, clause.from)
  if (group.has(entity)) return cue.subject
  const isBefore = owner.slice(clause.from, cue.from).includes(entity)
  if (isBefore) return cue.subject * weights.far
  if (cue.transitive) return cue.object
  return before >= 0 ? cue.object * weights.far : cue.object
}

function lastBefore(owner: readonly number[], at: number, from: number): number {
  for (let back = at - 1; back >= from; back -= 1)
    if ((owner[back] ?? -1) >= 0) return owner[back] ?? -1
  return -1
}

/** The entities that stand together as the subject: `Ford, GM and Tesla rise`. */
function groupBefore(owner: readonly number[], at: number, from: number): Set<number> {
  const group = new Set<number>()
  let gap = 0
  for (let back = at - 1; back >= from; back -= 1) {
    const index = owner[back] ?? -1
    if (index >= 0) {
      if (group.size > 0 && !group.has(index) && gap > 2) break
      group.add(index)
      gap = 0
    } else gap += 1
  }
  return group
}

function linkWeight({ link }: Clause, weights: Weights, own: boolean): number {
  if (link === 'conceded') return weights.conceded
  if (link === 'contrast') return weights.contrast
  return link === 'cause' && !own ? weights.cause / 0.5 : 1
}

function strongest(cue: Cue): number {
  return Math.abs(cue.object) > Math.abs(cue.subject) ? cue.object : cue.subject
}

function add(said: SaidOf, cue: Cue, value: number, tokens: readonly Token[]): void {
  if (value > 0) said.good += value
  if (value < 0) said.bad -= value
  if (Math.abs(value) < 0.1) return
  said.cues.push({ start: tokens[cue.from]?.start ?? 0, end: tokens[cue.to - 1]?.end ?? 0 })
}

/** For each token the entity whose name it is part of, else -1. */
export function ownersOf(
  tokens: readonly Token[],
  mentions: readonly (readonly Span[])[],
): number[] {
  return tokens.map((token) =>
    mentions.findIndex((spans) =>
      spans.some(({ start, end }) => token.start < end && token.end > start),
    ),
  )
}

/** A cue that is part of a name: `Target`, `Gap`, `Strong Holdings`. */
export function covered(cue: Cue, owner: readonly number[]): boolean {
  return owner.slice(cue.from, cue.to).some((index) => index >= 0)
}
