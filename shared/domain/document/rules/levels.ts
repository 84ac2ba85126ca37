/** Where a price stands, and words that look like cues and are not. */

import type { Token } from './tokens.ts'
import type { Meaning } from './vocabulary.ts'

const SPAN =
  /(?:day|week|month|year|decade|quarter|session|time|record|fresh|new|intraday|yr|wk|mth|mnth|season)$/
const PEAKS = new Set(['high', 'highs', 'peak', 'peaks', 'top'])
const TROUGHS = new Set(['low', 'lows', 'trough', 'bottom'])
const POLE = 0.7
const LEVEL = 0.35

/** `7-year high`, `fresh low`, `above $58`, `below 21,800`: where a price stands. */
export function levelAt(
  tokens: readonly Token[],
  at: number,
): { meaning: Meaning; length: number } | undefined {
  const word = tokens[at]?.word ?? ''
  const next = tokens[at + 1]
  if (SPAN.test(word) && next && (PEAKS.has(next.word) || TROUGHS.has(next.word))) {
    return {
      meaning: {
        form: 'phrase',
        polarity: PEAKS.has(next.word) ? POLE : -POLE,
        move: PEAKS.has(next.word) ? 'up' : 'down',
      },
      length: 2,
    }
  }
  if (next?.kind !== 'number') return undefined
  if (/^(?:above|past|crosses|crossed|conquers|reclaims|reclaimed)$/.test(word))
    return { meaning: { form: 'phrase', polarity: LEVEL }, length: 2 }
  if (/^(?:below|under|beneath)$/.test(word))
    return { meaning: { form: 'phrase', polarity: -LEVEL }, length: 2 }
  return undefined
}

/** Words that look like cues and are not: `Best Buy`, `gross profit`, `no loss`, `a fine wine`. */
export function isQuiet(tokens: readonly Token[], at: number, end: number): boolean {
  const { word } = tokens[at] as Token
  const before = tokens[at - 1]?.word ?? ''
  const after = tokens[end]?.word ?? ''
  if (end - at > 1) return false
  if (word === 'hit' || word === 'hits' || word === 'hitting') return hitsLevel(tokens, end)
  if (word === 'up')
    return (
      /^(?:set|sets|setting|end|ends|ended|start|step|steps|line|lines|open|opens|take|takes|follow|make|call|come|give|gives|back|hold|clean|sign|signs|wrap|wraps|size|mix|speed|speeds|join|stay|start-)$/.test(
        before,
      ) || /^(?:to|for|with)$/.test(after)
    )
  if (word === 'down')
    return (
      /^(?:step|steps|stepped|shut|shuts|bring|sit|slow|settle|hand|lay|close|closes|boil)$/.test(
        before,
      ) || after === 'under'
    )
  if (word === 'lower' || word === 'higher')
    return /^(?:house|court|education|learning)$/.test(after)
  if (word === 'best') return after === 'buy'
  if (word === 'buy' || word === 'sell')
    return before === 'best' || before === 'to' || /^(?:will|would|may|could|can|did)$/.test(before)
  if (word === 'long' || word === 'short')
    return (
      /^(?:as|how|so|too|a|the|in|before|very|for|cut|all|year|years|day|week)$/.test(before) ||
      /^(?:term|time|ago|run|way|list|line|of|island|beach|after|before|way|range|sellers?|haul|form|awaited|on)$/.test(
        after,
      )
    )
  if (word === 'calls' || word === 'bear' || word === 'bull')
    return /^(?:for|on|in|with|the|to|fruit|stearns|a)$/.test(after)
  if (word === 'record')
    return /^(?:on|off|track)$/.test(before) || /^(?:date|label|company)$/.test(after)
  if (word === 'back') return true
  if (word === 'charge' || word === 'charges') return /^(?:in|of|takes|take|service)$/.test(before)
  if (word === 'open' || word === 'opens') return true
  if (word === 'help' || word === 'helps') return false
  if (word === 'gross' || (word === 'fire' && before === 'open')) return true
  return false
}

/** `hits a fresh high` strikes nobody. */
function hitsLevel(tokens: readonly Token[], end: number): boolean {
  return tokens
    .slice(end, end + 7)
    .some(
      ({ word }) =>
        PEAKS.has(word) ||
        TROUGHS.has(word) ||
        /^(?:records?|limit|milestone|target|market|markets|shelves|stores|theaters|circuit|levels?|highest|lowest|trillion|billion|mark|million)$/.test(
          word,
        ),
    )
}
