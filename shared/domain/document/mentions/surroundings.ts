/** What stands around a place of a text, as far as it tells whose name is there. */

import { plainWord } from './spelling.ts'

/** How capitals are used around a place: as in a sentence, in every word, or nothing else. */
export type Style = 'sentence' | 'title' | 'capitals'

export type Surroundings = {
  style: Style
  /** The text of the same line in front and behind. */
  before: string
  after: string
  /** The word in front and behind where only a space is between; as written, without its `'s`. */
  previous: string
  next: string
  /** The name is in the possessive: `Target's`. */
  possessive: boolean
  /** Nothing of its sentence is in front. */
  begins: boolean
  /** The few words behind, small. */
  following: string[]
}

const REACH = 160
const FOLLOWING_MAX = 6

export function surroundingsOf(text: string, start: number, end: number): Surroundings {
  const before = sinceLine(text.slice(Math.max(0, start - REACH), start))
  const whole = untilLine(text.slice(end, end + REACH))
  const possessive = /^(?:'s|'(?= ))/.exec(whole)?.[0] ?? ''
  const after = whole.slice(possessive.length)
  return {
    style: styleOf(before, after),
    before,
    after,
    previous: /(\S+) $/.exec(before)?.[1]?.replace(/^["'(]+/, '') ?? '',
    next: /^ ([\p{L}\p{N}][\p{L}\p{N}'.&-]*)/u.exec(after)?.[1]?.replace(/[.'-]+$/, '') ?? '',
    possessive: possessive !== '',
    begins: /(?:^|[.!?:;|–—] |["'(]|- |\n)$/.test(before),
    following: (sentenceOf(after).match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? [])
      .slice(0, FOLLOWING_MAX)
      .map((word) => word.toLowerCase()),
  }
}

function sinceLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1)
}

function untilLine(text: string): string {
  const line = text.indexOf('\n')
  return line < 0 ? text : text.slice(0, line)
}

function sentenceOf(after: string): string {
  const stop = /[.!?;] /.exec(after)
  return stop ? after.slice(0, stop.index) : after
}

/** Words of four letters that headlines leave small. */
const SMALL_ANYHOW =
  /^(?:with|from|over|after|that|into|amid|upon|than|when|while|about|their|this)$/

/** By the words of four letters and more around a place: small ones are many in a sentence. */
function styleOf(before: string, after: string): Style {
  let small = 0
  let capital = 0
  let shouted = 0
  for (const [word] of `${before} . ${after}`.matchAll(/(?<![\p{L}\p{N}'])\p{L}{4,}/gu)) {
    if (SMALL_ANYHOW.test(word)) continue
    if (word[0] === word[0]?.toLowerCase()) small += 1
    else if (word === word.toUpperCase()) shouted += 1
    else capital += 1
  }
  if (shouted > (small + capital + shouted) * 0.6 && shouted > 1) return 'capitals'
  return small >= (capital + small) * 0.25 && small > 0 ? 'sentence' : 'title'
}

/** True where a word begins with a capital. */
export function isCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word)
}

/** A word as the lists have it: small, without possessive and signs at its ends. */
export function listed(word: string): string {
  return plainWord(word.replace(/'s?$/, '').replace(/[.,;:!?)"]+$/, ''))
}
