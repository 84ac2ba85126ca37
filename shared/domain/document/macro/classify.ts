/**
 * rules-v1 for documents about the world: which event, which way, how severe, where.
 *
 *   confidence = 0.35 + 0.10·in the first sentence + 0.05·another rule of the same direction
 *              + 0.10·a region + 0.05·a sector or commodity, at most 0.70;
 *                where the direction is none, at most 0.39
 *
 * An event below 0.40 is left out of the macro layer. Source: docs/FORMULAS.md.
 */

import type { EventReading, Severity } from '../reading/reading.ts'
import { SEVERITIES } from '../../../contracts/sets.ts'
import { distinctQuotes, quoteAround } from '../reading/quotes.ts'
import { sentencesOf, type Span } from '../text/sentences.ts'
import { beginning } from '../text/cut.ts'
import type { EventRule } from './event-rule.ts'
import { COMMODITIES, namedIn, REGIONS, SECTORS } from './places.ts'
import { POLICY_EVENTS } from './policy-events.ts'
import { WORLD_EVENTS } from './world-events.ts'

const EVENT_RULES = [...POLICY_EVENTS, ...WORLD_EVENTS]
const SENTENCES_READ = 40
const SUMMARY_MAX = 300
const WORSE =
  /\b(?:worst|massive|catastroph\w+|collapse|crisis|record|escalat\w+|devastat\w+|all-out|unprecedented|emergency|soar\w*|plunge\w*)\b/i
const MILDER =
  /\b(?:may|might|could|mulls?|considers?|slight\w*|modest\w*|minor|small|eas(?:es|ing|ed)|calm\w*|unlikely|talks?|threat\w*)\b/i

/** The event a text tells of; null where it tells of none that the table knows. */
export function classifyEvent(text: string): EventReading | null {
  const sentences = sentencesOf(text).slice(0, SENTENCES_READ)
  const hits = sentences.flatMap((sentence, index) => hitsIn(text, sentence, index))
  const [lead] = hits
  if (!lead) return null
  const { rule } = lead
  const read = text.slice(0, sentences.at(-1)?.end ?? 0)
  const regions = namedIn(REGIONS, read)
  const sectors = namedIn(SECTORS, read)
  const commodities = namedIn(COMMODITIES, read)
  const backed = hits.some((hit) => hit !== lead && hit.rule.direction === rule.direction)
  const confidence =
    0.35 +
    (lead.index === 0 ? 0.1 : 0) +
    (backed ? 0.05 : 0) +
    (regions.length > 0 ? 0.1 : 0) +
    (sectors.length + commodities.length > 0 ? 0.05 : 0)
  const [first] = sentences
  return {
    eventType: rule.eventType,
    direction: rule.direction,
    severity: severityOf(rule.severity, text.slice(lead.sentence.start, lead.sentence.end)),
    duration: rule.duration,
    regions,
    sectors,
    commodities,
    isInternational: regions.length !== 1 || regions[0] !== 'US',
    confidence:
      Math.round(100 * Math.min(rule.direction === 'none' ? 0.39 : 0.7, confidence)) / 100,
    summary: first ? beginning(text.slice(first.start, first.end), SUMMARY_MAX) : '',
    quotes: distinctQuotes(
      hits.map(({ sentence, at }) => quoteAround(text, sentence, [at])),
      3,
    ),
  }
}

type Hit = { rule: EventRule; sentence: Span; index: number; at: Span }

/** The first rule that matches a sentence, and the next of the same direction. */
function hitsIn(text: string, sentence: Span, index: number): Hit[] {
  const shown = text.slice(sentence.start, sentence.end)
  const hits: Hit[] = []
  for (const rule of EVENT_RULES) {
    const found = rule.pattern.exec(shown)
    if (!found || (hits[0] && hits[0].rule.direction !== rule.direction)) continue
    const start = sentence.start + found.index
    hits.push({ rule, sentence, index, at: { start, end: start + found[0].length } })
    if (hits.length === 2) break
  }
  return hits
}

function severityOf(severity: Severity, sentence: string): Severity {
  const shift = (WORSE.test(sentence) ? -1 : 0) + (MILDER.test(sentence) ? 1 : 0)
  const at = Math.max(0, Math.min(SEVERITIES.length - 1, SEVERITIES.indexOf(severity) + shift))
  return SEVERITIES[at] ?? severity
}
