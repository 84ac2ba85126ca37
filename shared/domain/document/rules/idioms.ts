/** What words say together that they do not say one by one: `boosts loss forecast`, `expands recall`. */

import type { Span } from '../text/sentences.ts'
import { cuesOf, type Cue } from './cues.ts'
import { comparisonsIn } from './numbers.ts'
import type { Token } from './tokens.ts'
import type { Grammar } from './turners.ts'

/** The group `says` is where it is said; within the whole no other word says anything. */
type Idiom = { pattern: RegExp; polarity: number }

const MORE =
  '(?:boost|rais|lift|widen|increas|hik|deepen|doubl|tripl|expand|broaden|extend)(?:e[sd]?|s|ed)|boost|lift|widen|deepen|expand|broaden|extend'
const LESS =
  '(?:cut|cuts|trim|trims|trimmed|slash(?:es|ed)?|(?:lower|narrow)(?:s|ed)?|(?:reduc|halv|prevent|decreas|eas)(?:e[sd]?|s|ed))'
const BETWEEN = String.raw`(?: (?:its|their|the|a|an|full-year|annual|quarterly|fiscal|net|expected|global|nationwide|voluntary|vehicle|product|safety|\d[\d,.%]*|20\d\d)){0,4}`
/** What costs whoever forecasts it. */
const BURDEN = '(?:loss|losses|cost|costs|charges?|writedowns?|write-downs?|expenses?|impairments?)'
const FORECAST = '(?:forecasts?|estimates?|outlook|guidance|projections?|view)'
const HARM = String.raw`(?:deaths?|dying|mortality|fatalities|strokes?|heart (?:attacks?|failure|disease)|relapses?|recurrence|hospitali[sz]ations?|(?:disease |tumou?r )?progression|tumou?rs?|symptoms?|infections?|seizures?|migraines?|fractures?|illness|cognitive decline|exacerbations|flare-ups|bleeding|transmission)`
const CHANCE = '(?:risks?|rates?|odds|chances?|number|frequency)'
const KIND = String.raw`(?: (?:the|of|by|for|in|from|early|premature|severe|serious|patients|cardiovascular|overall|breast|lung|\d[\d.]*%?|percent|half)){0,5}`
const RISE = '(?:surge|jump|rise|increase|growth|spike|climb|build-up|buildup|pile-up|influx)'
const FALL = '(?:fall|drop|decline|decrease|slump|plunge|dip|slide)'
const SHORTS = "(?:short[- ]sellers?|shorts|short positions|bears)(?:')?"

function idiom(source: string, polarity: number): Idiom {
  return { pattern: new RegExp(source, 'gi'), polarity }
}

const IDIOMS: readonly Idiom[] = [
  idiom(String.raw`\b(?<says>(?:${MORE})\b${BETWEEN}(?: \w+)? ${BURDEN} ${FORECAST})\b`, -0.7),
  idiom(String.raw`\b(?<says>${LESS}\b${BETWEEN}(?: \w+)? ${BURDEN} ${FORECAST})\b`, 0.6),
  idiom(
    String.raw`\b(?<says>(?:${MORE}|adds? to)\b${BETWEEN}(?: \w+)? (?:(?:recall|settlement|legal|litigation|loan[- ]loss|credit[- ]loss|warranty|bad[- ]loan) (?:reserves?|provisions?|charges?)|recalls?|layoffs|job cuts?|cutbacks|furloughs|production cuts?))\b`,
    -0.6,
  ),
  idiom(
    String.raw`\b(?<says>${RISE} in [^,;.]{1,40}? (?:weighs?|weighed|hurts?|hits?|dents?|dented|drags?|dragged|pressures?|pressured|clouds?|squeezes?|squeezed|spooks?|undermines?|eats? into))\b`,
    -0.6,
  ),
  idiom(
    String.raw`(?:\b(?:gains?|rise|growth|strength|jump|surge|profits?|savings|cuts)\b[^,;.]{0,40} )?\b(?<says>(?:fails?|failed|unable|not enough|cannot|can['’]t|could not|couldn['’]t|do(?:es)? not|doesn['’]t|did not|didn['’]t|too small|insufficient)(?: to)?(?: fully)? (?:offset|make up for|compensate for|outweigh|cover))\b[^,;.]{0,40}`,
    -0.6,
  ),
  idiom(
    String.raw`\b(?:gains?|profits?|income|surplus)\b[^,;.]{0,30} (?<says>(?:turn|swing|flip)(?:s|ed)? (?:in)?to (?:an? )?(?:\w+ )?(?:loss|losses|deficit)|(?:swung|g[ia]ves?(?: way)?) (?:way )?to (?:an? )?(?:loss|losses))\b`,
    -0.7,
  ),
  idiom(
    String.raw`\b(?:loss|losses|deficit)\b[^,;.]{0,30} (?<says>(?:turn|swing|flip)(?:s|ed)? (?:in)?to (?:an? )?(?:\w+ )?(?:profits?|gains?|surplus))\b`,
    0.7,
  ),
  idiom(
    String.raw`\b(?<says>(?:${LESS}|slows?|slowed|delays?|delayed|prevents?|curbs?)\b(?: (?:the|its))? ${CHANCE} of(?: \w+){0,3})\b`,
    0.6,
  ),
  idiom(
    String.raw`\b(?<says>(?:${LESS}|slows?|slowed|delays?|delayed|prevents?|curbs?)\b(?: ${CHANCE})?${KIND} ${HARM})\b`,
    0.7,
  ),
  idiom(
    String.raw`\b(?<says>(?:${MORE}|(?:linked|tied) to (?:higher|increased|raised|greater))\b(?: ${CHANCE})${KIND} ${HARM})\b`,
    -0.7,
  ),
  idiom(
    String.raw`\b(?<says>${FALL} in (?:costs?|debt|losses|inventor(?:y|ies)|bad loans|claims|defaults|fuel (?:costs?|prices))[^,;.]{0,20}? (?:helps?|helped|lifts?|lifted|boosts?|boosted|cheers?))\b`,
    0.6,
  ),
  idiom(
    String.raw`\b${SHORTS}\b[^,;.]{0,16}? (?<says>(?:los(?:e|es|t|ing)|squeezed|burn(?:ed|t)|cover(?:s|ed|ing)?|suffer(?:s|ed)?|crushed|retreat(?:s|ed)?|hurt|wince))\b[^,;.]{0,12}`,
    0.5,
  ),
  idiom(
    String.raw`\b${SHORTS}\b[^,;.]{0,16}? (?<says>(?:profits?|gains?|wins?|won|makes?|made|earn(?:s|ed)?|targets?|targeted|attacks?|attacked|circles?|pounces?|pile in))\b(?:[^,;.]{0,24}?\b(?:fall|drop|slump|plunge|slide)s?\b)?`,
    -0.6,
  ),
]

/** What the words of a sentence say, in order: comparisons and idioms in the place of their words. */
export function cuesIn(
  text: string,
  sentence: Span,
  tokens: readonly Token[],
  grammar: Grammar = 1,
): Cue[] {
  const cues = withComparisons(text, sentence, tokens, cuesOf(tokens, 0, tokens.length, grammar))
  const whole = text.slice(sentence.start, sentence.end)
  const placed: { from: number; to: number; cue: Cue }[] = []
  for (const { pattern, polarity } of IDIOMS) {
    // Few sentences hold one, and a search costs less than a walk over all matches.
    if (whole.search(pattern) < 0) continue
    for (const match of whole.matchAll(pattern)) {
      const all = placeOf(tokens, sentence.start + match.index, match[0])
      const says = match.groups?.['says'] ?? match[0]
      const at = placeOf(tokens, sentence.start + match.index + match[0].indexOf(says), says)
      if (!all || !at || placed.some(({ from, to }) => all.from < to && from < all.to)) continue
      placed.push({
        ...all,
        cue: { ...at, subject: polarity, object: polarity, transitive: false },
      })
    }
  }
  if (placed.length === 0) return cues
  const others = cues.filter(
    (cue) => !placed.some(({ from, to }) => cue.from < to && from < cue.to),
  )
  return [...others, ...placed.map(({ cue }) => cue)].sort((a, b) => a.from - b.from)
}

function placeOf(
  tokens: readonly Token[],
  start: number,
  words: string,
): { from: number; to: number } | undefined {
  const end = start + words.length
  const from = tokens.findIndex((token) => token.end > start)
  const to = tokens.findLastIndex((token) => token.start < end) + 1
  return from < 0 || to <= from ? undefined : { from, to }
}

function withComparisons(
  text: string,
  sentence: Span,
  tokens: readonly Token[],
  cues: Cue[],
): Cue[] {
  for (const { start, end, polarity } of comparisonsIn(text, sentence.start, sentence.end)) {
    const from = tokens.findIndex((token) => token.end > start)
    const to = tokens.findLastIndex((token) => token.start < end) + 1
    if (from < 0 || cues.some((cue) => Math.abs(cue.from - from) < 6)) continue
    cues.push({ from, to, subject: polarity, object: polarity, transitive: false })
  }
  return cues.sort((a, b) => a.from - b.from)
}
