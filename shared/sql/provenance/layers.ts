/** What signals of the world and of rivals rest on, as it is stored. */

import type { Duration } from '../../domain/document/reading/reading.ts'
import type { MacroComponents } from '../../domain/macro/impact.ts'
import type { Db } from '../open.ts'

export type MacroOrigin = {
  macroImpactId: string
  globalEventId: string
  ticker: string
  score: number
  direction: 1 | -1
  components: MacroComponents
  summary: string
  eventType: string
  duration: Duration
  occurredAt: Date
}

/** The given impacts with the events they are of, by id. */
export function readMacroOrigins(db: Db, ids: readonly string[]): Promise<MacroOrigin[]> {
  return db<MacroOrigin[]>`
    select macro_impact_id, global_event_id, ticker, score, record.direction, components,
      record.duration, record.occurred_at, summary, event_type
    from macro_impact_records record join global_events using (global_event_id)
    where macro_impact_id = any(${[...ids]}::uuid[])
    order by macro_impact_id`
}

export type RivalOrigin = {
  competitiveSignalId: string
  /** Of the news it was propagated from. */
  impactId: string
  sourceTicker: string
  targetTicker: string
  catalyst: string
  direction: 1 | -1
  strength: number
  patternConfidence: number
  relationshipType: string
}

/** The given signals of rivals, by id. */
export function readRivalOrigins(db: Db, ids: readonly string[]): Promise<RivalOrigin[]> {
  return db<RivalOrigin[]>`
    select competitive_signal_id, impact_id, source_ticker, target_ticker, catalyst, direction,
      strength, pattern_confidence, relationship_type
    from competitive_signal_records where competitive_signal_id = any(${[...ids]}::uuid[])
    order by competitive_signal_id`
}
