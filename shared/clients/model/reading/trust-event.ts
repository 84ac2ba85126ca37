/** What of a model's word on an event is believed: which and how severe; where and what it hits is read by code. */

import type { DURATIONS, EVENT_DIRECTIONS, SEVERITIES } from '../../../contracts/sets.ts'
import { classifyEvent } from '../../../domain/document/macro/classify.ts'
import { COMMODITIES, namedIn, REGIONS, SECTORS } from '../../../domain/document/macro/places.ts'
import { distinctQuotes, quoteAround } from '../../../domain/document/reading/quotes.ts'
import type { EventReading } from '../../../domain/document/reading/reading.ts'
import { beginning } from '../../../domain/document/text/cut.ts'
import type { Sheet } from './sheet.ts'

/** Direction, severity, duration, sentences. */
export type EventClaim = [
  (typeof EVENT_DIRECTIONS)[number],
  (typeof SEVERITIES)[number],
  (typeof DURATIONS)[number],
  number[],
]

/** Together with rules that see the same, alone, and against rules that see another. */
const SURE = { same: 0.8, alone: 0.5, other: 0.4 }
const SUMMARY_MAX = 300
const QUOTES_MAX = 3

/** Null where it names no event, or no sentence that is there. */
export function believeEvent(
  text: string,
  sheet: Sheet,
  [direction, severity, duration, numbers]: EventClaim,
): EventReading | null {
  const cited = sheet.lines.filter(({ number }) => numbers.includes(number))
  const [first] = cited
  if (direction === 'none' || !first) return null
  const byRules = classifyEvent(text)
  const same = byRules?.direction === direction
  const read = sheet.lines.map(({ shown }) => shown).join('\n')
  const regions = namedIn(REGIONS, read)
  return {
    eventType: same ? byRules.eventType : direction,
    severity,
    direction,
    regions,
    sectors: namedIn(SECTORS, read),
    commodities: namedIn(COMMODITIES, read),
    duration,
    isInternational: regions.length !== 1 || regions[0] !== 'US',
    confidence: same ? SURE.same : byRules ? SURE.other : SURE.alone,
    summary: beginning(first.shown, SUMMARY_MAX),
    quotes: distinctQuotes(
      cited.map(({ span }) => quoteAround(text, span, [])),
      QUOTES_MAX,
    ),
  }
}
