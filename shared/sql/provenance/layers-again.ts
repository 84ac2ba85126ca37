/** What signals of the world and of rivals were made of, as it is stored, so that they can be made again. */

import type { Relationship } from '../../contracts/sets.ts'
import type { Pattern } from '../../domain/competitive/pattern.ts'
import type { Catalyst, EventReading } from '../../domain/document/reading/reading.ts'
import type { MacroComponents } from '../../domain/macro/impact.ts'
import type { Db } from '../open.ts'

export type StoredMacro = {
  macroImpactId: string
  ticker: string
  score: number
  direction: 1 | -1
  components: MacroComponents
  /** Whether the event still stands as it did when the impact was made of it. */
  isOfEvent: boolean
  globalEventId: string
  event: Omit<EventReading, 'by'>
  model: string
  modelVersion: string
  documentId: string
  bucket: string | null
  key: string | null
  /** JSON of the profile that it was made of, whose regions are keys; null where that is gone. */
  exposed: string | null
}

/** The given impacts, by id, with their events, the text they are told in, and the profiles of then. */
export function readMacroAgain(db: Db, ids: readonly string[]): Promise<StoredMacro[]> {
  return db<StoredMacro[]>`
    select macro_impact_id, record.ticker, record.score, record.direction, record.components,
      record.event_version = told.version as is_of_event, told.global_event_id,
      jsonb_build_object('eventType', told.event_type, 'severity', told.severity, 'direction', told.direction,
        'regions', affected_regions, 'sectors', affected_sectors, 'commodities', affected_commodities,
        'duration', told.duration, 'isInternational', is_international, 'confidence', told.confidence,
        'summary', told.summary, 'quotes', told.quotes) as event,
      told.model, told.model_version, told.document_id, 
      case when replaced.document_id is null then document.normalized_bucket else replaced.normalized_bucket end as bucket,
      case when replaced.document_id is null then document.normalized_key else replaced.normalized_key end as key,
      case when profile.company_id is not null then jsonb_build_object('sector', company.sector,
        'marketPosition', profile.market_position, 'revenueRegions', profile.revenue_regions,
        'supplyRegions', profile.supply_regions, 'keyInputs', profile.key_inputs,
        'produces', profile.produces)::text end as exposed
    from macro_impact_records record
    join global_events told using (global_event_id)
    join companies company on company.company_id = record.company_id
    left join exposure_profiles profile
      on profile.company_id = record.company_id and profile.version = record.profile_version
    join documents document on document.document_id = told.document_id
    -- The version that was classified, whether it stands or was replaced.
    left join document_versions replaced
      on replaced.document_id = document.document_id and replaced.version = record.document_version
    where macro_impact_id = any(${[...ids]}::uuid[])
    order by macro_impact_id`
}

export type StoredRival = {
  competitiveSignalId: string
  impactId: string
  sourceTicker: string
  ticker: string
  direction: 1 | -1
  strength: number
  patternConfidence: number
  type: Relationship
  relationshipStrength: number
  components: { news: number; basis: 'cross_company' | 'self' } & Pattern
  /** What the news says that it was made of; null where that is gone. */
  news: { sentiment: 'positive' | 'negative'; impactScore: number; catalyst: Catalyst } | null
}

/** The given signals of rivals, by id, with the news they were propagated from. */
export function readRivalsAgain(db: Db, ids: readonly string[]): Promise<StoredRival[]> {
  return db<StoredRival[]>`
    select competitive_signal_id, record.impact_id, source_ticker, target_ticker as ticker, direction, strength,
      pattern_confidence, relationship_type as type, relationship_strength, components,
      case when news.impact_id is not null then jsonb_build_object('sentiment', news.sentiment,
        'impactScore', news.impact_score, 'catalyst', news.catalyst) end as news
    from competitive_signal_records record
    left join document_impact_records news on news.impact_id = record.impact_id
    where competitive_signal_id = any(${[...ids]}::uuid[])
    order by competitive_signal_id`
}
