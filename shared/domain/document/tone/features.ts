/** What a sentence says of one entity, as features of the linear model. */

import type { SaidOf } from '../rules/sentiment.ts'
import { ofDistances } from './distances.ts'
import { kindAt } from './kinds.ts'
import { leanOf, type Scene } from './scene.ts'

/** Who is told the features. One that is told again counts once, with its last value. */
export type FeatureSink = {
  /** A feature's name is its kind and what stands behind it; most count 1. */
  put: (kind: string, name: string, value?: number) => void
  /** Each piece of a line from `at` on, of `least` to `most` words with a space between. */
  pieces: (kind: string, line: readonly string[], at: number, least: number, most: number) => void
}

/** Tells the features of a sentence for entity `index`; -1 for a text that names nobody. */
export function tellFeatures(scene: Scene, index: number, told: FeatureSink): void {
  told.put('bias:', '')
  ofRules(scene, index, told)
  ofSentence(scene, index, told)
  ofWords(scene, index, told)
  ofDistances(scene, index, told)
  ofPieces(scene, index, told)
  ofCues(scene, index, told)
  ofOthers(scene, index, told)
}

const NOTHING: SaidOf = { good: 0, bad: 0, cues: [] }

function ofRules(scene: Scene, index: number, told: FeatureSink): void {
  const said = index < 0 ? scene.atLarge : (scene.said.get(index) ?? NOTHING)
  const score = balanceOf(said)
  if (said.good > 0) told.put('r:', 'good', Math.min(1.5, said.good))
  if (said.bad > 0) told.put('r:', 'bad', Math.min(1.5, said.bad))
  told.put('r:', 'score', score)
  told.put('r:', said.good + said.bad < 0.1 ? 'none' : bucket(score))
  const whole = balanceOf(scene.atLarge)
  told.put('q:', 'whole', whole)
  told.put('q:', scene.atLarge.good + scene.atLarge.bad < 0.1 ? 'none' : bucket(whole))
}

function balanceOf({ good, bad }: SaidOf): number {
  return Math.tanh(0.9 * (good - bad))
}

function bucket(score: number): string {
  if (Math.abs(score) < 0.13) return '0'
  const size = Math.abs(score) > 0.55 ? 3 : Math.abs(score) > 0.35 ? 2 : 1
  return `${score > 0 ? '+' : '-'}${size}`
}

function ofSentence(
  { tokens, owner, question, clauses }: Scene,
  index: number,
  told: FeatureSink,
): void {
  const others = new Set(owner.filter((one) => one >= 0 && one !== index)).size
  told.put('n:', String(Math.min(3, others)))
  if (question) told.put('s:', '?')
  told.put('s:', `len${Math.min(4, Math.floor(tokens.length / 5))}`)
  const first = owner.indexOf(index)
  if (index < 0 || first < 0) return told.put('s:', 'whole')
  const isAtEnd = owner.lastIndexOf(index) === tokens.length - 1
  told.put('s:', first === 0 ? 'first' : isAtEnd ? 'last' : 'mid')
  const order = new Set(owner.slice(0, first).filter((one) => one >= 0)).size
  told.put('s:', `order${Math.min(3, order)}`)
  const clause = clauses.find(({ from, to }) => first >= from && first < to)
  if (clause && clauses.length > 1) told.put('s:', clause.link)
}

function ofWords(scene: Scene, index: number, told: FeatureSink): void {
  const { tokens, owner, words, stems, clauses } = scene
  const isNamed = index >= 0 && owner.includes(index)
  const { first, last, before, after } = sidesOf(owner, index)
  const own = clauses.filter(({ from, to }) => owner.slice(from, to).includes(index))
  const multi = owner.some((one) => one >= 0 && one !== index)
  const next = after < 0 ? tokens.length : after
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if ((owner[at] ?? -1) >= 0 || tokens[at]?.kind === 'mark') continue
    told.put('w:', word)
    told.put('m:', stems[at] ?? '')
    if (!isNamed) continue
    if (clauses.length > 1)
      told.put(own.some(({ from, to }) => at >= from && at < to) ? 'c:' : 'x:', word)
    if (at > last && at < next) told.put(multi ? 'R:' : 'd:', word)
    else if (at < first && at > before) told.put(multi ? 'L:' : 'l:', word)
    else if (multi) told.put('f:', word)
  }
}

/** Where the entity is named first and last, and the nearest other names before and behind that, or -1. */
function sidesOf(owner: readonly number[], index: number) {
  const [first, last] = [owner.indexOf(index), owner.lastIndexOf(index)]
  const before = owner.findLastIndex((one, at) => at < first && one >= 0)
  const after = owner.findIndex((one, at) => at > last && one >= 0)
  return { first, last, before, after }
}

/** How the others fare, and what stands on either side of the entity. */
function ofOthers({ owner, cues, words, said }: Scene, index: number, told: FeatureSink): void {
  if (index < 0) return
  const { first, last, before, after } = sidesOf(owner, index)
  if (first < 0) return
  const kind = kindAt(words, first)
  told.put('e:', kind)
  told.put('e:', `${kind} ${words[first] ?? ''}`)
  const sideOf = (from: number, to: number, read: 'subject' | 'object') =>
    leanOf(
      cues
        .filter((cue) => cue.from >= from && cue.to <= to)
        .reduce((sum, cue) => sum + cue[read], 0),
    )
  const left = sideOf(before + 1, first, 'object')
  const right = sideOf(last + 1, after < 0 ? words.length : after, 'subject')
  told.put('z:', left + right)
  if (before < 0 && after < 0) return
  const [kindBefore, kindAfter] = [before, after].map((at) => (at < 0 ? '' : kindAt(words, at)))
  told.put('Z:', `${left}${right} ${kindBefore}.${kindAfter}`)
  const own = bucket(balanceOf(said.get(index) ?? NOTHING))
  for (const [other, theirs] of said)
    if (other !== index) told.put('o:', `${own} ${bucket(balanceOf(theirs))}`)
}

/** Words with the entity as T, the others by their kind, a run of one name as one. */
function masked({ words, owner }: Scene, index: number): string[] {
  const line: string[] = ['^']
  for (let at = 0; at < words.length; at += 1) {
    const one = owner[at] ?? -1
    if (one < 0) line.push(words[at] ?? '')
    else if (owner[at - 1] !== one) line.push(one === index ? 'T' : kindAt(words, at))
  }
  line.push('$')
  return line
}

function ofPieces(scene: Scene, index: number, told: FeatureSink): void {
  const line = masked(scene, index)
  for (let at = 0; at < line.length - 1; at += 1) told.pieces('b:', line, at, 2, 3)
}

const CUE = /^[+0-]+$/
const PATTERN_MIN = 2
const PATTERN_MAX = 5

/** Patterns of cues: pieces of the line of signs that hold at least one cue. */
function ofCues({ owner, signs, words }: Scene, index: number, told: FeatureSink): void {
  const line: string[] = ['^']
  for (let at = 0; at < signs.length; at += 1) {
    const one = owner[at] ?? -1
    const sign = one < 0 ? (signs[at] ?? '') : one === index ? 'T' : kindAt(words, at)
    if (sign !== line.at(-1)) line.push(sign)
  }
  line.push('$')
  let cue = line.findIndex((sign) => CUE.test(sign))
  for (let at = 0; cue >= 0 && at < line.length - 1; at += 1) {
    if (cue < at) cue = line.findIndex((sign, place) => place >= at && CUE.test(sign))
    if (cue >= at) told.pieces('g:', line, at, Math.max(PATTERN_MIN, cue - at + 1), PATTERN_MAX)
  }
}
