/** The words of a clause that say something good or bad, with what turns or weakens them. */

import { BAD_MEASURES } from './lexicon/movement.ts'
import { isQuiet, levelAt } from './levels.ts'
import type { Token } from './tokens.ts'
import {
  NEGATORS,
  SOFTENERS,
  STRENGTHENERS,
  takesBack,
  UNDOERS,
  WEAKENERS,
  type Grammar,
} from './turners.ts'
import { meaningAt } from './vocabulary.ts'

export type Cue = {
  /** Indices into the tokens: [from, to). */
  from: number
  to: number
  /** In [-1, 1]: of whoever stands before it, and of whoever stands after it. */
  subject: number
  object: number
  /** True where subject and object differ in the lexicon. */
  transitive: boolean
}

const NEGATION_REACH = 4
const MEASURE_REACH = 3
/** Verbs that say of their subject the reverse of what they say of whoever it is done by. */
const OUTDONE = new Set(
  'beat beaten crushed trounced topped outpaced outperformed outsold surpassed overtaken eclipsed'.split(
    ' ',
  ),
)
const AMOUNT =
  /^(?:a|an|one|two|three|four|five|six|half|nearly|almost|about|around|over|more|less|just|some|several|double|wide|far|most|any)$/
/** Past these another statement begins: `the streak ends as shares slide` takes no slide back. */
const BOUNDS = /^(?:as|amid|after|while|but|because)$/
const CUTS = /^(?:on|as|after|amid|over|by|due|despite|but|while|to)$/

/** Cues of tokens [from, to), in order. */
export function cuesOf(
  tokens: readonly Token[],
  from: number,
  to: number,
  grammar: Grammar = 1,
): Cue[] {
  const cues: Cue[] = []
  for (let at = from; at < to; at += 1) {
    const found = levelAt(tokens, at) ?? meaningAt(tokens, at)
    if (!found || at + found.length > to) continue
    const { meaning, length } = found
    const end = at + length
    if (isQuiet(tokens, at, end)) {
      at = end - 1
      continue
    }
    const passive = isDoneTo(tokens, end) && OUTDONE.has(tokens[at]?.word ?? '') ? -1 : 1
    const factor = passive * turn(tokens, from, at, end, grammar) * strength(tokens, at, end)
    const bad = meaning.move !== undefined && measuresBad(tokens, from, at, end, to)
    const subject = clamp((bad ? -meaning.polarity : meaning.polarity) * factor)
    const object =
      meaning.object === undefined
        ? subject
        : clamp((bad ? -meaning.object : meaning.object) * factor)
    cues.push({ from: at, to: end, subject, object, transitive: meaning.object !== undefined })
    at = end - 1
  }
  return dropMeasured(cues, tokens)
}

/** `beat by a rival`; `beat by 3 cents` and `beat estimates by` are the other way. */
function isDoneTo(tokens: readonly Token[], end: number): boolean {
  const [by, next] = [tokens[end], tokens[end + 1]]
  return by?.word === 'by' && next?.kind === 'word' && !AMOUNT.test(next.word)
}

/** -0.7 where a negator reaches the cue, 0.7 where it is only possible, else 1. */
function turn(
  tokens: readonly Token[],
  from: number,
  at: number,
  end: number,
  grammar: Grammar,
): number {
  let factor = 1
  for (let next = end; next < end + 4 && tokens[next]?.kind === 'word'; next += 1) {
    if (UNDOERS.has(tokens[next]?.word ?? '')) return -0.7
  }
  for (let back = at - 1; back >= from && back >= at - NEGATION_REACH; back -= 1) {
    const { word, kind } = tokens[back] as Token
    if (kind === 'mark' || (BOUNDS.test(word) && back < at - 1)) break
    if (NEGATORS.has(word) || word.endsWith("n't")) {
      if (word === 'rules' && tokens[back + 1]?.word !== 'out') continue
      if (/^(?:end|ends|ending|breaks?|broke|arrests|halts|snaps?)$/.test(word) && at - back > 3)
        continue
      if (grammar === 2 && !takesBack(tokens, back, at)) continue
      if (word === 'no' && tokens[back + 1]?.word === 'longer') factor = -0.7
      return factor * -0.7
    }
    if (WEAKENERS.has(word)) factor = 0.7
  }
  return factor
}

function strength(tokens: readonly Token[], at: number, end: number): number {
  for (const near of [tokens[at - 1]?.word, tokens[end]?.word]) {
    if (near === undefined) continue
    if (STRENGTHENERS.has(near)) return 1.3
    if (SOFTENERS.has(near)) return 0.6
  }
  return 1
}

/** True where what goes up or down is a cost, a loss, a risk. */
function measuresBad(
  tokens: readonly Token[],
  from: number,
  at: number,
  end: number,
  to: number,
): boolean {
  for (let back = at - 1; back >= from && back >= at - MEASURE_REACH; back -= 1) {
    const { word, kind, capital } = tokens[back] as Token
    if (kind === 'mark' || CUTS.test(word)) break
    if (BAD_MEASURES.has(word)) return true
    if (capital && back > 0 && back < at - 1) break
  }
  for (let next = end; next < to && next < end + MEASURE_REACH; next += 1) {
    const { word, kind } = tokens[next] as Token
    if (kind === 'mark' || CUTS.test(word)) break
    if (BAD_MEASURES.has(word)) return true
  }
  return false
}

/** A bad measure that a movement already counted does not count again. */
function dropMeasured(cues: readonly Cue[], tokens: readonly Token[]): Cue[] {
  return cues.filter((cue) => {
    if (cue.to - cue.from > 1 || !BAD_MEASURES.has(tokens[cue.from]?.word ?? '')) return true
    return !cues.some(
      (other) =>
        other !== cue &&
        !BAD_MEASURES.has(tokens[other.from]?.word ?? '') &&
        Math.min(Math.abs(other.from - cue.to), Math.abs(cue.from - other.to)) < MEASURE_REACH,
    )
  })
}

function clamp(value: number): number {
  return Math.max(-1, Math.min(1, value))
}
