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
  if (next && (PEAKS.has(next.word) || TROUGHS.has(next.word)) && SPAN.test(word)) {
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

const OFF_RECORD = /^(?:on|off|track)$/
/** What is no better for being a record, or makes it something else. */
const NO_FEAT =
  /^(?:date|label|company|fines?|penalty|penalties|loss|losses|recall|recalls|outflows?|layoffs|defaults?)$/

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
  if (word === 'win') return after === 'streak'
  if (word === 'best') return after === 'buy'
  if (word === 'buy' || word === 'sell')
    return (
      before === 'best' ||
      before === 'to' ||
      /^(?:will|would|may|could|can|did)$/.test(before) ||
      /^(?:less|fewer|more|from|online|local)$/.test(after)
    )
  if (word === 'long' || word === 'short')
    return (
      /^(?:as|how|so|too|a|the|in|before|very|for|cut|all|year|years|day|week)$/.test(before) ||
      /^(?:term|time|ago|run|way|list|line|of|island|beach|after|before|way|range|sellers?|haul|form|awaited|on)$/.test(
        after,
      )
    )
  if (word === 'calls' || word === 'bear' || word === 'bull')
    return /^(?:for|on|in|with|the|to|fruit|stearns|a)$/.test(after)
  if (word === 'record') return OFF_RECORD.test(before) || NO_FEAT.test(after)
  if (word === 'back') return true
  if (word === 'charge' || word === 'charges') return /^(?:in|of|takes|take|service)$/.test(before)
  if (word === 'open' || word === 'opens') return true
  if (NOUNS_TOO.has(word)) return isNoun(tokens, at)
  if (word === 'gross' || (word === 'fire' && before === 'open')) return true
  return false
}

/** Verbs of help that are nouns as often: what moves a car is no praise of who pays for it. */
const NOUNS_TOO = new Set(
  'fuel fuels power powers drive drives aid aids support supports help helps boost boosts lift lifts cheer cheers spur spurs reward rewards'.split(
    ' ',
  ),
)
/** What stands before a noun, and before no verb that says something of its subject. */
const BEFORE_NOUN =
  /^(?:a|an|the|its|their|his|her|our|this|that|these|no|any|some|more|less|much|of|on|for|in|with|without|over|from|by|as|at|amid|after|than|per|under|against|about|new|high|higher|low|lower|rising|soaring|surging|falling|cheap|cheaper|costly|jet|diesel|fossil|marine|aviation|bunker|solar|wind|nuclear|hydro|electric|electrical|hard|disk|flash|test|charity|four-wheel|legal|state|foreign|federal|government|financial|military|purchasing|pricing|buying|star|horse|chair|ski)$/
/** What follows a noun that stands before another. */
const AFTER_NOUN =
  /^(?:cost|costs|price|prices|bill|bills|expense|expenses|surcharge|surcharges|tax|taxes|duty|duties|demand|supply|supplies|shortage|shortages|glut|outage|outages|cut|cuts|failure|failures|grid|grids|plant|plants|station|stations|company|companies|utility|utilities|producer|producers|generation|generator|line|lines|cell|cells|tank|tanks|pump|pumps|leak|leaks|economy|efficiency|hedge|hedges|hedging|tool|tools|train|trains|maker|makers|unit|units|business|group|deal|package|programme|program|worker|workers|staff|team|desk|level|levels|struggle|play|station|bank|sales|purchases|imports|exports|use|consumption|crisis|crunch|steering|windows?|brakes?|forward|banks?|tower|towers)$/

/** Whether a word that may be either is a noun where it stands. */
function isNoun(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]]
  if (after === undefined || after.kind === 'mark') return true
  return BEFORE_NOUN.test(before?.word ?? '') || AFTER_NOUN.test(after.word)
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
