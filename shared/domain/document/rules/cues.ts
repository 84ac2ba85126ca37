/** The words of a clause that say something good or bad, with what turns or weakens them. */

import { BAD_MEASURES } from './lexicon/movement.ts'
import type { Token } from './tokens.ts'
import { meaningAt, type Meaning } from './vocabulary.ts'

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

const NEGATORS = new Set([
  'not', 'no', "n't", 'never', 'without', 'hardly', 'unlikely', 'neither', 'nor', 'none', 'cannot', "won't", "don't",
  "doesn't", "didn't", "isn't", "aren't", "wasn't", "can't", "couldn't", "shouldn't", 'denies', 'deny', 'denied', 'rules', 'lacks', 'lack',
  'fails', 'fail', 'failed', 'unable', 'break', 'breaks', 'broke', 'end', 'ends', 'ending', 'arrests', 'halts', 'snaps', 'snap', 'skeptical', 'sceptical',
])
/** Words behind a cue that take it back: `the rally fizzles`, `risk is ruled out`. */
const UNDOERS = new Set(['fizzle', 'fizzles', 'fizzled', 'mirage', 'unlikely', 'ruled', 'overdone', 'averted', 'stalls', 'stalled', 'fades', 'faded', 'eluded', 'eludes'])
const NEGATION_REACH = 4
const WEAKENERS = new Set(['may', 'could', 'might', 'would', 'should', 'possible', 'possibly', 'potential', 'seeks', 'hopes', 'eyes', 'mulls', 'considers', 'weighs', 'can', 'if', 'whether'])
const STRENGTHENERS = new Set(['sharply', 'steeply', 'significantly', 'massive', 'huge', 'heavily', 'biggest', 'strongly', 'most', 'very', 'big', 'sharp', 'steep'])
const SOFTENERS = new Set(['slightly', 'marginally', 'modestly', 'little', 'somewhat', 'bit', 'partially', 'mildly', 'tad', 'small', 'slight', 'marginal'])
const MEASURE_REACH = 3
const CUTS = /^(?:on|as|after|amid|over|by|due|despite|but|while|to)$/

/** Cues of tokens [from, to), in order. */
export function cuesOf(tokens: readonly Token[], from: number, to: number): Cue[] {
  const cues: Cue[] = []
  for (let at = from; at < to; at += 1) {
    const found = extremeAt(tokens, at) ?? meaningAt(tokens, at)
    if (!found || at + found.length > to) continue
    const { meaning, length } = found
    const end = at + length
    if (isQuiet(tokens, at, end)) { at = end - 1; continue }
    const factor = turn(tokens, from, at, end) * strength(tokens, at, end)
    const bad = meaning.move !== undefined && measuresBad(tokens, from, at, end, to)
    const subject = clamp((bad ? -meaning.polarity : meaning.polarity) * factor)
    const object = meaning.object === undefined ? subject : clamp((bad ? -meaning.object : meaning.object) * factor)
    cues.push({ from: at, to: end, subject, object, transitive: meaning.object !== undefined })
    at = end - 1
  }
  return dropMeasured(cues, tokens)
}

const SPAN = /(?:day|week|month|year|decade|quarter|session|time|record|fresh|new|intraday|yr|wk|mth|mnth|season)$/
const PEAKS = new Set(['high', 'highs', 'peak', 'peaks', 'top'])
const TROUGHS = new Set(['low', 'lows', 'trough', 'bottom'])
const POLE = 0.7
const LEVEL = 0.35

/** `7-year high`, `fresh low`, `above $58`, `below 21,800`: where a price stands. */
function extremeAt(tokens: readonly Token[], at: number): { meaning: Meaning; length: number } | undefined {
  const word = tokens[at]?.word ?? ''
  const next = tokens[at + 1]
  if (SPAN.test(word) && next && (PEAKS.has(next.word) || TROUGHS.has(next.word))) {
    return { meaning: { form: 'phrase', polarity: PEAKS.has(next.word) ? POLE : -POLE, move: PEAKS.has(next.word) ? 'up' : 'down' }, length: 2 }
  }
  if (next?.kind !== 'number') return undefined
  if (/^(?:above|past|crosses|crossed|conquers|reclaims|reclaimed)$/.test(word)) return { meaning: { form: 'phrase', polarity: LEVEL }, length: 2 }
  if (/^(?:below|under|beneath)$/.test(word)) return { meaning: { form: 'phrase', polarity: -LEVEL }, length: 2 }
  return undefined
}

/** `hits a fresh high` strikes nobody. */
function hitsLevel(tokens: readonly Token[], end: number): boolean {
  return tokens.slice(end, end + 7).some(({ word }) => PEAKS.has(word) || TROUGHS.has(word) || /^(?:records?|limit|milestone|target|market|markets|shelves|stores|theaters|circuit|levels?|highest|lowest|trillion|billion|mark|million)$/.test(word))
}

/** Words that look like cues and are not: `Best Buy`, `gross profit`, `no loss`, `a fine wine`. */
function isQuiet(tokens: readonly Token[], at: number, end: number): boolean {
  const { word } = tokens[at] as Token
  const before = tokens[at - 1]?.word ?? ''
  const after = tokens[end]?.word ?? ''
  if (end - at > 1) return false
  if (word === 'hit' || word === 'hits' || word === 'hitting') return hitsLevel(tokens, end)
  if (word === 'up') return /^(?:set|sets|setting|end|ends|ended|start|step|steps|line|lines|open|opens|take|takes|follow|make|call|come|give|gives|back|hold|clean|sign|signs|wrap|wraps|size|mix|speed|speeds|join|stay|start-)$/.test(before) || /^(?:to|for|with)$/.test(after)
  if (word === 'down') return /^(?:step|steps|stepped|shut|shuts|bring|sit|slow|settle|hand|lay|close|closes|boil)$/.test(before) || after === 'under'
  if (word === 'lower' || word === 'higher') return /^(?:house|court|education|learning)$/.test(after)
  if (word === 'best') return after === 'buy'
  if (word === 'buy' || word === 'sell') return before === 'best' || before === 'to' || /^(?:will|would|may|could|can|did)$/.test(before)
  if (word === 'long' || word === 'short') return /^(?:as|how|so|too|a|the|in|before|very|for|cut|all|year|years|day|week)$/.test(before) || /^(?:term|time|ago|run|way|list|line|of|island|beach|after|before|way|range|sellers?|haul|form|awaited|on)$/.test(after)
  if (word === 'calls' || word === 'bear' || word === 'bull') return /^(?:for|on|in|with|the|to|fruit|stearns|a)$/.test(after)
  if (word === 'record') return /^(?:on|off|track)$/.test(before) || /^(?:date|label|company)$/.test(after)
  if (word === 'back') return true
  if (word === 'charge' || word === 'charges') return /^(?:in|of|takes|take|service)$/.test(before)
  if (word === 'open' || word === 'opens') return true
  if (word === 'help' || word === 'helps') return false
  if (word === 'gross' || word === 'fire' && before === 'open') return true
  return false
}

/** -0.7 where a negator reaches the cue, 0.7 where it is only possible, else 1. */
function turn(tokens: readonly Token[], from: number, at: number, end: number): number {
  let factor = 1
  for (let next = end; next < end + 4 && tokens[next]?.kind === 'word'; next += 1) {
    if (UNDOERS.has(tokens[next]?.word ?? '')) return -0.7
  }
  for (let back = at - 1; back >= from && back >= at - NEGATION_REACH; back -= 1) {
    const { word, kind } = tokens[back] as Token
    if (kind === 'mark') break
    if (NEGATORS.has(word) || word.endsWith("n't")) {
      if (word === 'rules' && tokens[back + 1]?.word !== 'out') continue
      if (/^(?:end|ends|ending|breaks?|broke|arrests|halts|snaps?)$/.test(word) && at - back > 3) continue
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
function measuresBad(tokens: readonly Token[], from: number, at: number, end: number, to: number): boolean {
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
    return !cues.some((other) => other !== cue && !BAD_MEASURES.has(tokens[other.from]?.word ?? '')
      && Math.min(Math.abs(other.from - cue.to), Math.abs(cue.from - other.to)) < MEASURE_REACH)
  })
}

function clamp(value: number): number {
  return Math.max(-1, Math.min(1, value))
}
